"""All checks, in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from . import files, login, terminal, versions
from .checks import Check


def groups(database: Path, by_name: bool) -> Iterator[tuple[str, list[Check]]]:
    """Yield the name of each group with its checks; `by_name` says whether the database was given by name."""
    looks: dict[str, Callable[[], Iterator[Check]]] = {
        "Versions": versions.checks,
        "Files": lambda: files.checks(database, by_name),
        "Terminal": terminal.checks,
        "Login": lambda: login.checks(database),
    }
    for name, look in looks.items():
        yield name, list(look())
