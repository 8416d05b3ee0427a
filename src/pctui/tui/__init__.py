"""The explorer: one screen, panes over one database. The only place that imports textual."""

import os
import sys

_DEFAULTS = {
    # How long Textual holds an Esc back, in ms, to see whether it begins the sequence of another key; it would take
    # 100. A terminal writes a sequence at once, so that it comes in one piece, over SSH too, unless it falls on the
    # border of two packets: these follow each other at the rate of the line, not of the round trip. 25 ms are enough
    # for that at 10 kbit/s. Who has a worse line sets the variable as for other programs of curses.
    "ESCDELAY": "25",
    # How many times a second Textual may paint. It works in steps (it mounts, lays out, scrolls) and paints each at its
    # next turn; at its 60 turns a second, a pane that takes 35 ms of work is there after 60 ms. Nothing is animated, so
    # that hardly more is painted.
    "TEXTUAL_FPS": "250",
}

# asyncio imports ssl where there is one, which takes 4 ms and 1.4 MiB, and without it lacks only what speaks to other
# machines. Whatever else wants ssl can still import it.
if "ssl" not in sys.modules:
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]

# Textual reads these when it is imported. They are not left in the environment: a shell that is started from here has
# nothing to do with them, and the page kept for the next start depends on what the environment is.
_not_set = [name for name in _DEFAULTS if name not in os.environ]
os.environ.update({name: _DEFAULTS[name] for name in _not_set})
try:
    import textual.constants  # noqa: F401
finally:
    for name in _not_set:
        del os.environ[name]
