"""What a command may import: each module costs about half a millisecond, and every command waits for all of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# The most modules of our own: hardly more than there are, so that a new one is given a thought.
MOST = {
    ("--version",): 5,
    ("--help",): 51,  # the modules of the commands, and what declares their options
    ("search", "lamp"): 63,
    ("show", "lamp-house"): 86,  # three to read numbers as the language of a corpus writes them
    ("timeline", "--limit", "5"): 59,
}
# Libraries that take 2 ms or more and that no such command needs.
HEAVY = {"textual", "rich", "yaml", "sqlite_utils", "jinja2", "asyncio", "edtf", "pydantic"}
# Of what a short command does not do: reading dates, comparing, finding passages in copies that there are not.
SELDOM = {"calendar", "dataclasses", "pctui.compare.entries", "pctui.corpus.anchors", "pctui.reader.passages"}
CODE = """
import os, sys
from pctui.__main__ import main
try:
    main()
except SystemExit as left:
    assert not left.code
print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", MOST, ids=" ".join)
def test_a_command_imports_little(arguments: tuple[str, ...], lights: Path) -> None:
    environment = {**os.environ, "PCTUI_DB": str(lights), "PCTUI_READER": str(lights.with_name("nobody.db"))}
    command = [sys.executable, "-c", CODE, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    modules = done.stderr.splitlines()[-1].split()
    ours = [name for name in modules if name.split(".")[0] == "pctui"]
    assert not (HEAVY | SELDOM) & set(modules)
    assert len(ours) <= MOST[arguments], sorted(ours)


# Some of our regular expressions take milliseconds to compile; only text in other scripts, or a date, needs them.
COMPILED = """
import re, sys
from pctui.__main__ import main
lengths = [0]
def compiled(pattern, flags=0, original=re.compile):
    if sys._getframe(1).f_globals["__name__"].startswith("pctui"):
        lengths.append(len(pattern))
    return original(pattern, flags)
re.compile = compiled
try:
    main()
except SystemExit as left:
    assert not left.code
print(max(lengths), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [("search", "lamp"), ("show", "lamp-house"), ("timeline",)], ids=" ".join)
def test_a_command_compiles_no_large_regular_expression(arguments: tuple[str, ...], lights: Path) -> None:
    environment = {**os.environ, "PCTUI_DB": str(lights), "PCTUI_READER": str(lights.with_name("nobody.db"))}
    command = [sys.executable, "-c", COMPILED, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    assert int(done.stderr.splitlines()[-1]) < 300, "a pattern of this length takes milliseconds"
