"""The database that a command opens, and closes at its end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..queries.store import Store


class Before:
    """What was given before the command's name: `pctui --db my.db timeline` means what it says."""

    db: Path | None = None
    context: bool = False


BEFORE = Before()
_OPENED: list[Store] = []


def open_store(db: Path | None, context: bool, *, whole: bool = False) -> Store:
    """Open the database, built first where it is the built-in one and out of date; the command's end closes it.

    `whole` says that every entry is going to be described, which is then queried all at once.
    """
    from ..database.ensure import ensure
    from ..queries.store import Store

    store = Store(ensure(db or BEFORE.db), context=context or BEFORE.context)
    store.whole = whole
    _OPENED.append(store)
    return store


def close_stores() -> None:
    """Close what the command opened."""
    while _OPENED:
        _OPENED.pop().close()
