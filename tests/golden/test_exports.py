"""The exports of the lighthouse corpus, byte for byte; tests/cli/test_every_export.py has what holds for them all.

After an intended change: `make goldens`, and look at every difference before you keep it.
"""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

GOLDEN = Path(__file__).parent / "exports"
FILES = {
    "briefing.md": ["markdown", "--template", "briefing", "--var", "organisation=tower-station"],
    "options.md": ["markdown", "--template", "options"],
    "chronology.md": ["markdown", "--template", "chronology", "--context"],
    "handout.md": ["markdown", "--template", "handout"],
    "lighthouses.json": ["json", "--context"],
    "lighthouses.jsonl": ["jsonl", "--context"],
    "lighthouses.csl.json": ["csl-json"],
    "lighthouses.bib": ["bibtex"],
    "lighthouses.ris": ["ris"],
    "lighthouses.timelinejs.json": ["timelinejs"],
    "lighthouses.vis-timeline.json": ["vis-timeline"],
    "lighthouses.dot": ["dot", "--context"],
    "lighthouses.mmd": ["mermaid", "--context"],
    "lighthouses.timeline.md": ["mermaid", "--diagram", "timeline", "--milestone", "--fenced"],
    "lighthouses.gantt.mmd": ["mermaid", "--diagram", "gantt", "--since", "1838"],
}
FOLDERS = {
    "pages": ["markdown", "--context"],
    "tables": ["csv"],
    "tables-raw": ["csv", "--raw", "--context"],
}
SAID = dict.fromkeys(
    ("lighthouses.timelinejs.json", "lighthouses.vis-timeline.json", "lighthouses.gantt.mmd"),
    "entries without a date omitted: 3\n",
)
WRITE = os.environ.get("PCTUI_GOLDEN") == "write"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", FILES)
def test_the_bytes_are_those_of_the_golden_file(pctui: Run, lights: Path, name: str) -> None:
    answer = pctui("export", *FILES[name], "--db", lights)
    assert (answer.code, answer.err) == (0, SAID.get(name, ""))
    if WRITE:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_bytes(answer.out.encode())
    assert answer.out.encode() == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", FOLDERS)
def test_the_files_are_those_of_the_golden_folder(pctui: Run, lights: Path, tmp_path: Path, name: str) -> None:
    answer = pctui("export", *FOLDERS[name], "--folder", tmp_path / name, "--db", lights)
    assert (answer.code, answer.out, answer.err) == (0, "", f"wrote {tmp_path / name}\n")
    if WRITE:
        shutil.rmtree(GOLDEN / name, ignore_errors=True)
        shutil.copytree(tmp_path / name, GOLDEN / name)
    assert files_of(tmp_path / name) == files_of(GOLDEN / name)


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {*FILES, *FOLDERS}


def python(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "pctui", *map(str, arguments)]


@pytest.mark.skipif(WRITE, reason="the golden files are being written")
@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals there")
@pytest.mark.parametrize("name", ["lighthouses.json", "lighthouses.bib"])
def test_a_terminal_gets_the_same_as_a_pipe(lights: Path, name: str) -> None:
    mine, theirs = pty.openpty()
    import termios

    settings = termios.tcgetattr(theirs)
    settings[1] &= ~termios.OPOST  # keep line ends as written
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    with subprocess.Popen(python("export", *FILES[name], "--db", lights), stdout=theirs):
        os.close(theirs)
        found = b""
        while True:
            try:
                piece = os.read(mine, 65536)
            except OSError:  # the other end is closed: Linux raises an error
                break
            if not piece:
                break
            found += piece
    os.close(mine)
    assert found == (GOLDEN / name).read_bytes()
