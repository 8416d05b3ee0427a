"""Whether the terminal can show the explorer, or at least a prompt."""

from __future__ import annotations

import os
import sys


def can_explore() -> bool:
    """Whether stdin and stdout are a terminal that can show the explorer."""
    return can_answer() and os.environ.get("TERM", "dumb") != "dumb"


def can_answer() -> bool:
    """Whether stdin and stdout are a terminal of any sort, on which somebody can read and type."""
    return sys.stdout.isatty() and sys.stdin.isatty()
