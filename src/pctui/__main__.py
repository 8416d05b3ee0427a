"""The process: its arguments, its failures, its exit code."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run `pctui` and leave with its exit code."""
    from .errors import guarded

    debug = "--debug" in sys.argv[1:]
    sys.exit(guarded(_run, debug=debug))


def _run() -> int:
    from .errors import FilesError, UsageError
    from .restricted import HINT, lock, secure

    lock()
    if secure() and any(word.startswith(("--install-completion", "--show-completion")) for word in sys.argv[1:]):
        raise UsageError("completion is not to be had in this login", HINT)  # it would be written to the home folder
    if sys.stdout is None:
        raise FilesError("there is no stdout to write to")
    # The same bytes whatever the locale.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if sys.argv[1:] == ["--version"]:  # what scripts ask first: no command line is needed to answer it
        from . import __version__

        sys.stdout.write(f"pctui {__version__}\n")
        return 0
    import typer

    from .cli import app
    from .cli.app import app_for, close_stores

    if "_PCTUI_COMPLETE" in os.environ:
        # A shell asks what could stand here. Without rich, which typer would import to read what is shown as markup.
        sys.modules["rich"] = None  # type: ignore[assignment]
        app(prog_name="pctui")
    # Not `app()`: that would answer a closed pipe and Ctrl+C in its own way.
    command = typer.main.get_command(app_for(sys.argv[1:]))
    try:
        with command.make_context("pctui", sys.argv[1:]) as context:
            command.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    except Exception as error:
        # What typer refuses, wherever the version in use keeps its exceptions.
        if not (told := getattr(error, "format_message", None)):
            raise
        at = getattr(error, "ctx", None)
        raise UsageError(told(), f"See: {at.command_path if at else 'pctui'} --help") from error
    finally:
        close_stores()
    return 0


if __name__ == "__main__":
    main()
