"""The typer commands: thin. Every heavy import stands inside the function that needs it."""

from __future__ import annotations

from . import compare, corpus, diff, entry, explore, export, keys, lists, notes, search, shipped
from .app import app

__all__ = [
    "app",
    "compare",
    "corpus",
    "diff",
    "entry",
    "explore",
    "export",
    "keys",
    "lists",
    "notes",
    "search",
    "shipped",
]
