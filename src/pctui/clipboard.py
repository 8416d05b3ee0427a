"""What becomes of a text that is sent to the terminal's clipboard (OSC 52).

No terminal answers. tmux, which may stand between, can be asked; screen keeps everything to itself.
"""

from __future__ import annotations

import base64
import os
import subprocess
from enum import Enum

from .restricted import secure


class Way(Enum):
    """How a text gets to the clipboard; the value is what the reader is told."""

    TERMINAL = "Sent to the terminal's clipboard"
    TMUX = "Copied to tmux's buffer and sent to the terminal's clipboard"
    THROUGH_TMUX = "Sent through tmux to the terminal's clipboard"
    TMUX_UNKNOWN = "Sent to tmux, which takes it if its option set-clipboard is on"
    TMUX_REFUSES = "Not copied (tmux set -s set-clipboard on would let tmux take it)"
    SCREEN_REFUSES = "Not copied (screen keeps it back; its copy mode is Ctrl+A [)"


def way() -> Way:
    """Return how a text gets to the clipboard from here."""
    if os.environ.get("TMUX"):
        if secure():  # no program is started
            return Way.TMUX_UNKNOWN
        accepts = _tmux_option("-sv", "set-clipboard")
        if accepts is None:
            return Way.TMUX_UNKNOWN
        if accepts == "on":
            return Way.TMUX
        return Way.THROUGH_TMUX if _tmux_option("-Apv", "allow-passthrough") in ("on", "all") else Way.TMUX_REFUSES
    return Way.SCREEN_REFUSES if os.environ.get("STY") else Way.TERMINAL


def _tmux_option(scope: str, name: str) -> str | None:
    """Return an option of the tmux that the explorer runs in; None if it cannot be asked."""
    pane = os.environ.get("TMUX_PANE")
    target = ["-t", pane] if pane and "p" in scope else []
    command = ["tmux", "show-options", scope, *target, name]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=1, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None


def through_tmux(text: str) -> str:
    """Return the sequence that asks the terminal outside tmux to take a text: in a DCS, with every escape doubled."""
    copied = base64.b64encode(text.encode()).decode()
    return f"\x1bPtmux;\x1b\x1b]52;c;{copied}\x07\x1b\\"
