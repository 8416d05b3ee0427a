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

    return int(app(standalone_mode=False) or 0)


if __name__ == "__main__":
    main()
