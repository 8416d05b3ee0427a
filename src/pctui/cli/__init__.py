"""The typer commands: thin. Every heavy import stands inside the function that needs it."""

from __future__ import annotations

from . import corpus, differing, exporting, keys, notes, opening, reading
from .common import app

__all__ = ["app", "corpus", "differing", "exporting", "keys", "notes", "opening", "reading"]
