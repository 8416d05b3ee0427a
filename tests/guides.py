"""Follows a guide in Markdown to the letter: files are written, commands run, and what they print is compared.

A block after `<!-- example: NAME -->` is a file; one after `<!-- append: NAME -->` is added to it. A block of `sh` is
run in one shell for the whole guide, and a block of `text` after it has what it prints.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

_STEP = re.compile(r"(?:<!-- (example|append): (\S+) -->\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sh(commands: str, folder: Path) -> str:
    """Run `commands` as a reader would, with this pctui; return what they print."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-e", "-c", commands], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def follow(guide: str, folder: Path) -> int:
    """Follow a guide in `folder`; return how many steps it has. `cd` holds for the commands that follow."""
    here, printed, steps = folder, "", 0
    for how, name, language, body in _STEP.findall(guide):
        if name:
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            with file.open("a" if how == "append" else "x", encoding="utf-8") as out:
                out.write(body)
        elif language == "sh":
            printed, _, last = sh(f"{body}\necho; pwd", here).rpartition("\n\n")
            here = Path(last.strip())
            printed = f"{printed}\n" if printed else ""
        else:
            assert printed == body, printed
        steps += 1
    return steps
