"""The commands, by typer: thin. app.py lists them; every heavy import is inside the function that needs it."""
