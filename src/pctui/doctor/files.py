"""The program's own files: where they are, whether they are sound, and who may read or replace them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from .. import paths
from ..database.ensure import out_of_date
from ..errors import PctuiError
from ..reader.database import faults as reader_faults
from ..settings import read
from ..text import number_of
from .checks import Check, State

_SHARED = stat.S_IRWXG | stat.S_IRWXO


def checks(database: Path, by_name: bool) -> Iterator[Check]:
    """Yield what is known of the settings, the database at `database`, and the reader's file."""
    yield _settings()
    yield from _database(database, by_name)
    yield from _reader(paths.reader())


def _settings() -> Check:
    try:
        settings = read()
    except PctuiError as error:
        return Check("Settings", error.message, State.FAULT, error.hint)
    if not settings.path.exists():
        return Check("Settings", f"none at {settings.path}: the defaults hold")
    if settings.faults:
        return Check("Settings", "; ".join(map(str, settings.faults)), State.FAULT, f"Edit {settings.path}.")
    return Check("Settings", str(settings.path))


def _database(path: Path, by_name: bool) -> Iterator[Check]:
    from ..queries.damage import damage
    from ..queries.store import Store

    if not path.exists() and not by_name:
        yield Check("Database", f"none at {path}: the next start builds it")
        return
    try:
        store = Store(path)
        try:
            found = f"{path}: {store.corpus['title']}, {number_of(sum(store.counts().values()), 'entry')}"
            wrong = damage(path)
        finally:
            store.close()
    except PctuiError as error:
        yield Check("Database", error.message, State.FAULT, error.hint)
        return
    if wrong:
        yield Check("Database", f"{path} is damaged: {'; '.join(wrong)}", State.FAULT, "Rebuild it with: pctui seed")
        return
    if not by_name and out_of_date(path):
        yield Check("Database", f"{found}, out of date", State.NOTE, "The next start rebuilds it; so does: pctui seed")
    else:
        yield Check("Database", found)
    yield from _replaceable("Database", path)


def _reader(path: Path) -> Iterator[Check]:
    if not path.exists():
        yield Check("Your own file", f"none at {path}: it is made when you mark, note or attach something")
        return
    try:
        found = reader_faults(path)
    except PctuiError as error:
        yield Check("Your own file", error.message, State.FAULT, error.hint)
        return
    if found:
        advice = f"Keep a copy of {path}, then recover it with: sqlite3 {path} .recover"
        yield Check("Your own file", f"{path} is damaged: {found[0]}", State.FAULT, advice)
    else:
        yield Check("Your own file", str(path))
    yield from _private("Your own file", path)


def _private(name: str, path: Path) -> Iterator[Check]:
    """Yield a fault where others may read the file, or put another in its place."""
    if os.name != "posix":
        return
    if _mode(path) & _SHARED:
        yield Check(name, f"others may use {path} ({_mode(path):03o})", State.FAULT, f"chmod 600 {path}")
    yield from _replaceable(name, path)


def _replaceable(name: str, path: Path) -> Iterator[Check]:
    """Yield a fault where anyone may write the file, or put another in its place."""
    if os.name != "posix":
        return
    for each in (path.parent, path):
        sticky = each.is_dir() and each.stat().st_mode & stat.S_ISVTX
        if _mode(each) & stat.S_IWOTH and not sticky:
            yield Check(name, f"anyone may change {each} ({_mode(each):03o})", State.FAULT, f"chmod o-w {each}")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
