"""`PCTUI_SECURE=1`: a login that is nothing but the explorer, for a library's terminal or a guest over SSH.

Nothing is written, no path is asked for, no program is started, and no environment variable is obeyed that could
undo it. What writes calls `allow_writing`, so that a way round the interface is no way round this.
"""

from __future__ import annotations

import os
import sys

from .errors import UsageError

SECURE = "PCTUI_SECURE"
# Textual's own variables load a driver, write a log, take pictures; a shell's questions name a database to read.
_REFUSED = ("TEXTUAL", "_PCTUI", "_TYPER")
_PATHS = ("PCTUI_DB", "PCTUI_READER", "PCTUI_CONFIG")
# The commands that only read or print, and take no path but the database's.
READING = (
    *("open", "search", "show", "at", "timeline", "ladder", "recommendations", "organisations", "evidence", "sources"),
    *("compare", "lineage", "keys", "notes", "schema", "template"),
)
HINT = f"{SECURE} is set: here things can be read, and nothing else."


def secure() -> bool:
    """Whether this is such a login."""
    return os.environ.get(SECURE, "0") not in ("", "0")


def lock() -> None:
    """Take out of the environment what is not to be obeyed; before anything heavy is imported."""
    if secure():
        sys.dont_write_bytecode = True
        for name in list(os.environ):
            if name in _PATHS or name.startswith(_REFUSED):
                del os.environ[name]


def allow_writing() -> None:
    """UsageError in such a login."""
    if secure():
        raise UsageError("nothing is written in this login", HINT)
