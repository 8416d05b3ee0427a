"""kill -9 at each step of what writes: old or new, whole; nothing is left. kills.py does the same to whole commands."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import corpus_kills
import pytest
import typer
from conftest import TESTS

from pctui.cli.app import COMMANDS, Commands

FOLDER = """
from pctui.render.files import write_folder
target = Path(sys.argv[1]) / "out"
def ready():
    write_folder(target, [("a.md", "old"), ("b.md", "old")], force=True)
    (target / "mine.txt").write_text("mine")
def work():
    write_folder(target, [("a.md", "new"), ("b.md", "new")], force=True)
def look():
    texts = {path.name: path.read_text() for path in target.iterdir() if not path.name.startswith(".")}
    assert texts.pop("mine.txt") == "mine"
    assert set(texts) == {"a.md", "b.md"}
    return texts["a.md"] if texts["a.md"] == texts["b.md"] else texts
"""
FILE = """
from pctui.render.files import write
target = Path(sys.argv[1]) / "out.md"
def ready():
    write(target, ["old"], force=True)
def work():
    write(target, ["new"], force=True)
def look():
    return target.read_text()
"""
PLACE = """
from pctui.reader.session import Place, Session
path = Path(sys.argv[1]) / "reader.db"
def keep(stop):
    Session(path, "lights").keep([Place(pane, "a", stop, 0.0, False) for pane in "abc"], "a")
def ready():
    keep(1)
def work():
    keep(2)
def look():
    stops = {place.stop for place in Session(path, "lights").load()[0].values()}
    return {1: "old", 2: "new"}[stops.pop()] if len(stops) == 1 else stops
"""
MARK = """
from pctui.model import Reference
from pctui.reader.notes import Notes
path = Path(sys.argv[1]) / "reader.db"
def ready():
    for mark in ("consider", "adopt"):  # so that something is written, whatever the mark is
        Notes(path, "lights").mark(Reference("a", "event", "A"), mark)
def work():
    Notes(path, "lights").mark(Reference("a", "event", "A"), "reject")
def look():
    return {"adopt": "old", "reject": "new"}[Notes(path, "lights").load()["a"].mark]
"""
COPY = """
from pctui.corpus.anchors import Copy
from pctui.corpus.copies import Recognised
from pctui.queries.fts import parse_typed
from pctui.queries.wording import Question
from pctui.reader.copies import Reader
path = Path(sys.argv[1]) / "reader.db"
def attach(text):
    Reader("lights", dict, path).attach(Recognised(path, "letter", Copy(text), "x", True, 0, 0), [(1, text)])
def ready():
    attach("old")
def work():
    attach("new")
def look():
    reader = Reader("lights", dict, path)
    text = reader.copy("letter").text
    typed = parse_typed(text)
    question = Question(typed, [part.query for part in typed.parts])
    assert [hit.snippet[0][0] for hit in reader.search(question)] == [text]
    return text
"""
CORPUS = """
from pctui.authoring.new_corpus import create
target = Path(sys.argv[1]) / "ferry"
def ready():
    import contextlib, shutil
    from pctui.errors import FilesError
    with contextlib.suppress(FilesError):  # it is there
        create(target, "The ferry")  # which removes what a killed one left
    shutil.rmtree(target)
def work():
    create(target, "The ferry")
def look():
    if not target.exists():
        return "old"
    found = sorted(path.relative_to(target).as_posix() for path in target.rglob("*"))
    return "new" if found == [".gitignore", ".pctui", ".pctui/schema.json", "corpus.yaml"] else found
"""
KILLS = 20  # of each task that writes a corpus
KILLING = """
import sys
from pathlib import Path
from killing import at_every_moment
{task}
found = []
def check():
    found.append(look())
    assert found[-1] in ("old", "new"), found[-1]
    ready()
    left = [path.name for path in Path(sys.argv[1]).iterdir() if path.name.endswith((".pctui", "-journal"))]
    assert not left, left
ready()
print(at_every_moment(work, check, globals().get("statements", 1)))
assert (found[0], found[-1]) == ("old", "new")
"""


@pytest.mark.parametrize(
    "task",
    [FOLDER, FILE, PLACE, MARK, COPY, CORPUS],
    ids=["an exported folder", "an exported file", "a place", "a mark", "a copy", "a new corpus"],
)
def test_a_kill_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path, task: str) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", KILLING.format(task=task), folder],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 5


@pytest.mark.parametrize("task", sorted(corpus_kills.TASKS))
def test_a_kill_of_what_writes_a_corpus_loses_nothing(tmp_path: Path, task: str) -> None:
    """As corpus_kills.py says; with PCTUI_ATTACK=1 at every moment that there is."""
    most = "0" if os.environ.get("PCTUI_ATTACK") else f"{KILLS}"
    done = subprocess.run(
        [sys.executable, corpus_kills.__file__, task, tmp_path, most],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= KILLS


def test_every_command_that_takes_a_corpus_is_once_the_next_one() -> None:
    """But `watch`, which is one of the tasks, and does not end."""
    taken = {
        name
        for name in COMMANDS
        if not isinstance(found := Commands.find(Commands(), name), typer.Typer)
        and "corpus" in inspect.signature(found).parameters
    }
    assert taken - {"watch"} <= {command[0] for command in corpus_kills.NEXT}
