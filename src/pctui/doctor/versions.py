"""The versions of pctui, Python, SQLite and the libraries."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from importlib import metadata

from .. import __version__
from ..database import engine
from .checks import Check, State


def checks() -> Iterator[Check]:
    """Yield what is installed."""
    yield Check("pctui", __version__)
    yield Check("Python", f"{platform.python_version()} on {platform.system()}")
    yield from _sqlite()
    yield Check("Libraries", ", ".join(f"{name} {version}" for name, version in _libraries()))


def _sqlite() -> Iterator[Check]:
    version = engine.version()
    words = ".".join(map(str, version))
    if version < engine.STRICT_SINCE or not engine.has_full_text_search():
        needed = ".".join(map(str, engine.STRICT_SINCE))
        yield Check("SQLite", words, State.FAULT, f"pctui needs SQLite {needed} or newer, built with FTS5.")
    elif flaws := engine.flaws(version):
        safe = ".".join(map(str, max(engine.FLAWS[name] for name in flaws)))
        advice = (
            f"Before {safe}, a database made to do harm can use {', '.join(flaws)} when it is searched, unless your "
            "system's maintainers have mended it. Open only databases that you or people you trust have built."
        )
        yield Check("SQLite", words, State.NOTE, advice)
    else:
        yield Check("SQLite", words)


def _libraries() -> Iterator[tuple[str, str]]:
    """Yield the libraries that pctui declares, with the version installed."""
    for requirement in metadata.requires(__package__.partition(".")[0]) or ():
        name = re.split(r"[^\w-]", requirement, maxsplit=1)[0]
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # declared for another version of Python
