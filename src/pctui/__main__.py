"""The entry point: runs the command line and turns its failures into exit codes."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run `pctui` and exit with its exit code."""
    from .errors import guarded

    debug = "--debug" in sys.argv[1:]
    sys.exit(guarded(_run, debug=debug))


def _run() -> int:
    from .errors import FilesError, UsageError
    from .restricted import HINT, lock, secure

    lock()
    if secure() and any(word.startswith(("--install-completion", "--show-completion")) for word in sys.argv[1:]):
        raise UsageError("completion is disabled in this login", HINT)  # it would be written to the home folder
    if sys.stdout is None:
        raise FilesError("there is no stdout to write to")
    # UTF-8 whatever the locale, so that the same command always prints the same bytes.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if sys.argv[1:] == ["--version"]:  # scripts run this first: answer without importing the command line
        from . import __version__

        sys.stdout.write(f"pctui {__version__}\n")
        return 0
    import typer

    from .cli import app
    from .cli.app import app_for, close_stores

    if "_PCTUI_COMPLETE" in os.environ:
        # A shell wants completions. typer would import rich, only to render their help texts as markup: block it.
        sys.modules["rich"] = None  # type: ignore[assignment]
        app(prog_name="pctui")
    # Not `app()`: that would handle a closed pipe and Ctrl+C in its own way.
    command = typer.main.get_command(app_for(sys.argv[1:]))
    try:
        with command.make_context("pctui", sys.argv[1:]) as context:
            command.invoke(context)
    except typer.Exit as exit_:
        return exit_.exit_code
    except Exception as error:
        # A usage error of typer's: recognised by this method, since its class moved between versions.
        if not (format_message := getattr(error, "format_message", None)):
            raise
        failed = getattr(error, "ctx", None)
        raise UsageError(format_message(), f"See: {failed.command_path if failed else 'pctui'} --help") from error
    finally:
        close_stores()
    return 0


if __name__ == "__main__":
    main()
