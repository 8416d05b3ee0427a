"""The typer commands: thin. Every heavy import stands inside the function that needs it."""

from __future__ import annotations

from . import comparing, corpus, differing, exporting, keys, notes, opening, panes, reading, searching
from .common import app

__all__ = [
    "app",
    "comparing",
    "corpus",
    "differing",
    "exporting",
    "keys",
    "notes",
    "opening",
    "panes",
    "reading",
    "searching",
]
