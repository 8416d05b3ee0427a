"""Runs commands in surroundings that a process cannot change for itself: a locale, a time zone, an order of sets.

All of them run in one process, one after another, since to start Python takes longer than most of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

# Where its standard output goes, a process decides once: the file below it is exchanged for each command.
_ONE_BY_ONE = """
import json, os, sys
from pctui.__main__ import main

code = int(sys.argv[1])
for number, arguments in enumerate(json.load(sys.stdin)):
    out = os.open(f"{number}.out", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o666)
    os.dup2(out, 1)
    os.close(out)
    sys.argv = ["pctui", *arguments]
    try:
        main()
    except SystemExit as left:
        sys.stdout.flush()
        if left.code != code:
            sys.exit(f"{arguments} ends with {left.code}")
"""


def printed(
    commands: Iterable[Iterable[object]],
    folder: Path,
    surroundings: Mapping[str, str],
    *,
    umask: int = 0o022,
    code: int = 0,
) -> list[bytes]:
    """Return what each command prints in a process with these variables, whose current folder is `folder`.

    AssertionError if the exit code of one of them is not `code`.
    """
    typed = [[str(word) for word in command] for command in commands]
    done = subprocess.run(
        [sys.executable, "-c", _ONE_BY_ONE, str(int(code))],
        input=json.dumps(typed).encode(),
        cwd=folder,
        env={**os.environ, **surroundings},
        umask=umask,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [(folder / f"{number}.out").read_bytes() for number in range(len(typed))]
