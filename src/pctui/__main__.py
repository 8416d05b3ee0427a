"""The entry point: runs the command line and turns its failures into exit codes."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # without `typing`, which takes 4 ms
if TYPE_CHECKING:
    from typing import NoReturn

# How many more objects there are than before when Python looks for garbage. It takes 700, and a tenth of the time of a
# short command, in which there is next to none.
_COLLECTED = 50_000


def main() -> NoReturn:
    """Run `pctui` and exit with its exit code."""
    if any(stream is not None and stream.isatty() for stream in (sys.stdout, sys.__stderr__)):
        from .terminal import encode_for_terminal

        encode_for_terminal()  # before the first page, which is kept for what the terminal takes
    if not sys.argv[1:]:
        from . import first_page

        try:
            first_page.show()  # before anything else: the imports of the explorer take more than 100 ms
            from . import errors

            errors.before_saying = first_page.hide
            sys.exit(errors.guarded(_run))
        except KeyboardInterrupt:  # before there was a guard
            sys.exit(130)
        finally:
            first_page.hide()
    from .errors import guarded

    sys.exit(guarded(_run, debug="--debug" in sys.argv[1:]))


def program() -> None:
    """Run `pctui` as a process of its own: as `main`, but without what Python does at the end of a process.

    When the command has ended, its files are closed and the terminal is given back; to take apart what is in memory
    keeps the prompt waiting for another 10 to 100 ms.
    """
    gc.set_threshold(_COLLECTED)
    try:
        main()
    except SystemExit as left:
        import threading  # not at the top: `--version` does without

        from .errors import flush

        watched = sys.gettrace() or sys.getprofile() or sys.flags.inspect  # by who still wants to look at it
        if watched or not isinstance(left.code, int) or threading.active_count() > 1:
            raise
        try:
            flush()
        except (OSError, ValueError):
            raise left from None  # Python knows what to say of it
        os._exit(left.code)


def _run() -> int:
    from .errors import FilesError, UsageError
    from .restricted import HINT, lock, secure
    from .text import TO_ASCII

    lock()
    if secure() and any(word.startswith(("--install-completion", "--show-completion")) for word in sys.argv[1:]):
        raise UsageError("completion is disabled in this login", HINT)  # it would be written to the home folder
    if sys.stdout is None:
        raise FilesError("there is no stdout to write to")
    if sys.stdout.errors != TO_ASCII:  # a file or a pipe gets UTF-8 regardless of the locale: always the same bytes
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if sys.argv[1:] == ["--version"]:  # scripts run this first: answer without importing the command line
        from . import __version__

        sys.stdout.write(f"pctui {__version__}\n")
        return 0
    if not sys.argv[1:] and "_PCTUI_COMPLETE" not in os.environ:
        from .terminal import can_explore

        if can_explore():
            from .cli.opening import open_explorer

            return open_explorer(None)
    from .cli.app import app
    from .cli.store import close_stores, explain
    from .cli.typer_support import complete, run

    if "_PCTUI_COMPLETE" in os.environ:
        complete(app, "pctui")
    try:
        return run(app, "pctui", sys.argv[1:])
    except Exception as error:
        explain(error)
        raise
    finally:
        close_stores()


if __name__ == "__main__":
    program()
