"""`PCTUI_SECURE=1`: a read-only login, for a library's terminal or a guest over SSH. It offers the explorer and the
commands that cli/app.py lists in ALLOWED_WHEN_SECURE.

No file is written, no path is accepted, no program is started, and environment variables that could undo this are
removed. Every function that writes calls `allow_writing`, so that bypassing the interface does not bypass the ban.
"""

from __future__ import annotations

import os
import sys

from .errors import UsageError

SECURE = "PCTUI_SECURE"
# Textual's variables load a driver, write a log or take screenshots; a shell's completion requests name a database.
_REFUSED = ("TEXTUAL", "_PCTUI", "_TYPER")
_PATHS = ("PCTUI_DB", "PCTUI_READER", "PCTUI_CONFIG")
HINT = f"{SECURE} is set: this login is read-only."


def secure() -> bool:
    """Whether this is a read-only login."""
    return os.environ.get(SECURE, "0") not in ("", "0")


def lock() -> None:
    """Remove the environment variables that must not be obeyed; call this before heavy imports, which read them."""
    if secure():
        sys.dont_write_bytecode = True
        for name in list(os.environ):
            if name in _PATHS or name.startswith(_REFUSED):
                del os.environ[name]


def allow_writing() -> None:
    """Raise UsageError if this is a read-only login."""
    if secure():
        raise UsageError("writing is disabled in this login", HINT)
