"""The commands, made with typer and kept thin. app.py lists them; heavy imports are inside the functions."""
