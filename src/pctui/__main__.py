"""The process: its arguments, its failures, its exit code."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `pctui` and leave with its exit code."""
    from .errors import guarded

    debug = "--debug" in sys.argv[1:]
    sys.exit(guarded(_run, debug=debug))


def _run() -> int:
    from .cli import app
    from .errors import FilesError, UsageError

    if sys.stdout is None:
        raise FilesError("there is no stdout to write to")
    # The same bytes whatever the locale.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return int(app(standalone_mode=False) or 0)
    except Exception as error:
        # What typer refuses, wherever the version in use keeps its exceptions.
        if not (told := getattr(error, "format_message", None)):
            raise
        context = getattr(error, "ctx", None)
        raise UsageError(told(), f"See: {context.command_path if context else 'pctui'} --help") from error


if __name__ == "__main__":
    main()
