"""What the terminal can do, as far as the environment says."""

from __future__ import annotations

import os
import sys

# How many colours, from fewest to most, with the words for them.
COLOURS = {0: "none", 16: "16", 256: "256", 1 << 24: "24-bit"}


def can_explore() -> bool:
    """Whether stdin and stdout are a terminal that can show the explorer."""
    return can_answer() and os.environ.get("TERM", "dumb") != "dumb"


def can_answer() -> bool:
    """Whether stdin and stdout are a terminal of any sort, on which somebody can read and type."""
    return sys.stdout.isatty() and sys.stdin.isatty()


def colours() -> int:
    """Return how many colours the terminal shows, one of COLOURS: 0 if `NO_COLOR` is set."""
    if "NO_COLOR" in os.environ:
        return 0
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return 1 << 24
    return 256 if "256" in os.environ.get("TERM", "") else 16


def ascii_only() -> bool:
    """Return whether the terminal takes only ASCII: as `PCTUI_ASCII` says, else by the encoding of the streams."""
    if named := os.environ.get("PCTUI_ASCII"):
        return named != "0"
    # Textual writes to the second: if either stream is not Unicode, play safe.
    encodings = [getattr(stream, "encoding", None) for stream in (sys.__stdout__, sys.__stderr__)]
    return any(name.lower().replace("-", "") not in ("utf8", "utf16", "utf32") for name in encodings if name)
