"""The commands, by typer: thin. app.py lists them; every heavy import is inside the function that needs it."""

from .app import app

__all__ = ["app"]
