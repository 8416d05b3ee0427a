"""The reader's own editor: how it is started at a line of a file."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import UsageError
from ..restricted import allow_writing

_PLUS = frozenset("vi vim nvim nano pico emacs emacsclient kak micro joe jed mg ne ed ex view mcedit".split())
_COLON = frozenset("hx helix subl zed lapce".split())
_GOTO = frozenset("code codium code-insiders cursor".split())


def command(file: Path, line: int, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that opens `file` at `line` in the editor that VISUAL or EDITOR names; UsageError if none is.

    Of an editor that is not known here, only the file is given.
    """
    allow_writing()
    named = environment.get("VISUAL") or environment.get("EDITOR")
    try:
        words = shlex.split(named or "")
    except ValueError as error:
        raise UsageError(f"EDITOR is {named!r}: {error}", "Set it to the command of your editor.") from None
    if not words:
        raise UsageError("no editor is named", "Set EDITOR to the command of your editor.")
    name = Path(words[0]).stem
    if name in _PLUS:
        return [*words, f"+{line}", str(file)]
    if name in _COLON:
        return [*words, f"{file}:{line}"]
    if name in _GOTO:
        return [*words, "--wait", "--goto", f"{file}:{line}"]
    return [*words, str(file)]


def run(words: Sequence[str]) -> int:
    """Run an editor until it ends; return its exit code, negative if a signal ended it. UsageError if it cannot start.

    What interrupts it in the terminal does not end this program as well.
    """
    allow_writing()
    kept = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        return subprocess.run(words, check=False).returncode
    except OSError as error:
        raise UsageError(f"{words[0]} cannot be started: {error.strerror}", "Set EDITOR to your editor.") from None
    finally:
        for number, handler in kept.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
