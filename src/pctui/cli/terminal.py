"""What the terminal can do: show the explorer, or only print and answer."""

from __future__ import annotations

import os
import sys


def can_explore() -> bool:
    """Whether there is a terminal on both sides that can show the explorer."""
    return can_answer() and os.environ.get("TERM", "dumb") != "dumb"


def can_answer() -> bool:
    """Whether somebody can read and type here, be it on a terminal that can only print."""
    return sys.stdout.isatty() and sys.stdin.isatty()
