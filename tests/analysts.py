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


def python(code: str, *arguments: object, uses: str, folder: Path | None = None) -> str:
    """Return what a program in Python prints; the test is skipped if the module that it `uses` is not installed."""
    for candidate in (PLACES[1] / "python", Path(sys.executable)):
        has = [candidate, "-c", f"import {uses}"]
        if candidate.exists() and subprocess.run(has, capture_output=True).returncode == 0:
            command = [candidate, "-W", "ignore", "-c", code, *map(str, arguments)]
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, cwd=folder)
            assert done.returncode == 0, done.stderr
            return done.stdout
    pytest.skip(f"{uses} is not installed here; `make analysts` installs it")
