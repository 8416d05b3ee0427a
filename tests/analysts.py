"""The programs of data analysts, which read what is exported: those of `make analysts`, or others on the path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT

PLACES = [Path(sys.executable).parent, PROJECT / ".venv-analysts" / "bin"]
PATH = os.pathsep.join([str(PLACES[0]), os.environ["PATH"], str(PLACES[1])])


def program(name: str) -> str:
    """Return the path of a program; the test is skipped if it is not installed."""
    if not (found := shutil.which(name, path=PATH)):
        pytest.skip(f"{name} is not installed here; `make analysts` installs it")
    return found


def python(code: str, *arguments: object, uses: str) -> str:
    """Run a program in Python with the modules that it `uses`, and return what it prints."""
    for candidate in (PLACES[1] / "python", Path(sys.executable)):
        if (
            candidate.exists()
            and not subprocess.run([candidate, "-c", f"import {uses}"], capture_output=True).returncode
        ):
            command = [candidate, "-W", "ignore", "-c", code, *map(str, arguments)]
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)
            assert done.returncode == 0, done.stderr
            return done.stdout
    pytest.skip(f"{uses} is not installed here; `make analysts` installs it")
