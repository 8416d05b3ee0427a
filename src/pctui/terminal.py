"""What the terminal can do, as far as the environment says."""

from __future__ import annotations

import os
import sys

from .text import TO_ASCII

# How many colours, from fewest to most, with the words for them.
COLOURS = {0: "none", 16: "16", 256: "256", 1 << 24: "24-bit"}
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")


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
    """Return whether the terminal takes only ASCII: as `PCTUI_ASCII` says, else the locale or the streams."""
    if named := os.environ.get("PCTUI_ASCII"):
        return named != "0"
    if locale := _locale():
        # As in `en_GB.UTF-8@euro`; `UTF-8` alone is how macOS names it. Without an encoding, a locale has an older one.
        encoding = locale.partition("@")[0].rpartition(".")[2]
        if not _is_unicode(encoding):
            return True
    # Textual writes to the second: if either stream is not Unicode, play safe.
    streams = (sys.__stdout__, sys.__stderr__)
    encodings = [getattr(stream, "encoding", None) for stream in streams]
    return any(not _is_unicode(encoding) for encoding in encodings if encoding)


def _is_unicode(encoding: str) -> bool:
    return encoding.lower().replace("-", "") in ("utf8", "utf16", "utf32")


def _locale() -> str:
    """Return the locale of characters that the environment names; '' if it names none."""
    named = {name: os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")}
    if sys.flags.utf8_mode and named["LC_CTYPE"] in _COERCED and not named["LC_ALL"]:
        # Python has set it itself, because the locale was C or is not installed (PEP 538).
        named["LC_CTYPE"] = _first_environment().get("LC_CTYPE", "")
    return named["LC_ALL"] or named["LC_CTYPE"] or named["LANG"]


def _first_environment() -> dict[str, str]:
    """Return the environment as it was when the process began; nothing where the system does not tell."""
    try:
        with open("/proc/self/environ", encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123
            return dict(line.partition("=")[::2] for line in file.read().split("\0"))
    except OSError:
        return {}


def encode_for_terminal() -> None:
    """Have what is written to a terminal that takes only ASCII turned into it; all else remains UTF-8."""
    if sys.platform == "win32" or not ascii_only():
        return
    import codecs

    codecs.register_error(TO_ASCII, _replace_unencodable)
    for stream in (sys.stdout, sys.__stderr__):
        if stream is not None and stream.isatty():
            stream.reconfigure(encoding="ascii", errors=TO_ASCII)  # type: ignore[union-attr]


def _replace_unencodable(error: UnicodeError) -> tuple[str, int]:
    from .ascii_signs import replace_unencodable  # when there is something to replace

    return replace_unencodable(error)
