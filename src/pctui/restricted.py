"""`PCTUI_SECURE=1`: a read-only login, for a library's terminal or a guest over SSH. It offers the explorer and the
commands that cli/app.py lists in ALLOWED_WHEN_SECURE.

No file is written, no path is accepted, no program is started, and environment variables that could undo this are
removed. Every function that writes calls `allow_writing`, so that bypassing the interface does not bypass the ban.
"""

from __future__ import annotations

import os
import sys

SECURE = "PCTUI_SECURE"
PASSED_ON = frozenset({"TERM", "HOME", "LANG", SECURE})  # all that the recipe in docs/ssh.md passes on
# Textual's variables load a driver, write a log or take screenshots; a shell's completion requests name a database;
# XDG's name the folders of settings and data, and the two last ones a size that the terminal does not have.
_REFUSED = ("TEXTUAL", "_PCTUI", "_TYPER", "XDG_", "PCTUI_DB", "PCTUI_READER", "PCTUI_CONFIG", "COLUMNS", "LINES")
HINT = f"{SECURE} is set: this login is read-only."


def secure() -> bool:
    """Whether this is a read-only login."""
    return os.environ.get(SECURE, "0") not in ("", "0")


def lock() -> None:
    """Remove the environment variables that must not be obeyed; call this before heavy imports, which read them."""
    if secure():
        sys.dont_write_bytecode = True
        for name in list(os.environ):
            if name.startswith(_REFUSED):
                del os.environ[name]


def allow_writing() -> None:
    """Raise UsageError if this is a read-only login."""
    if secure():
        from .errors import UsageError  # not at the top: a start asks whether it is secure before anything else

        raise UsageError("writing is disabled in this login", HINT)
