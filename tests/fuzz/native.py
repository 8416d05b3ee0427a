"""Runs targets under Atheris, which changes input until it reaches new code: `make fuzz-native TARGET=yaml`.

`python -m fuzz.native [TARGET] [OPTIONS OF LIBFUZZER]`; every target for half a minute if none is named.
"""

from __future__ import annotations

import subprocess
import sys


def main() -> int:
    """Run one target in this process, or each in a process of its own."""
    try:
        import atheris
    except ImportError:
        print("skipped: there is no Atheris for this Python on this system", file=sys.stderr)
        return 0
    with atheris.instrument_imports(include=["pctui"]):
        from fuzz.targets import TARGETS

    name, *options = sys.argv[1:] or [""]
    if name in TARGETS:
        atheris.Setup([name, "-rss_limit_mb=2048", *(options or ["-max_total_time=30"])], TARGETS[name])
        atheris.Fuzz()  # never returns
    if name and not name.startswith("-"):
        print(f"there is no target '{name}': choose one of {', '.join(TARGETS)}", file=sys.stderr)
        return 2
    return max(
        subprocess.run([sys.executable, "-m", "fuzz.native", each, *sys.argv[1:]]).returncode for each in TARGETS
    )


if __name__ == "__main__":
    sys.exit(main())
