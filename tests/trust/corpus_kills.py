"""Kills what writes a corpus, at its system calls that change a file, and looks at all that it leaves.

Usage: python tests/trust/corpus_kills.py TASK FOLDER [MOST]; without arguments, it prints the names of the tasks.

A task is done in a child process that is killed at MOST moments, evenly over all that there are, or at every one.
After each kill, some other command is the next one on the corpus: it says in a line what it completed, and works. Then
the corpus is byte for byte as before or after the task, or as between two of its whole steps; the reader's file is
sound, and has every draft, note and copy; the database is whole; and once the task was done again, nothing is left of
the one that was killed. Prints the number of kills.
"""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import ferry_papers
from killing import at_every_moment

from pctui.__main__ import main
from pctui.authoring import editing
from pctui.authoring.changes import apply
from pctui.authoring.watching import rounds
from pctui.authoring.workspace import Workspace
from pctui.corpus.files import corpus_digest
from pctui.model import Reference
from pctui.queries.damage import damage
from pctui.reader.database import faults
from pctui.reader.entry_drafts import EntryDraft, EntryDrafts
from pctui.reader.notes import Notes

REPORT = "the-ferry-at-aldmere-1801-to-1911"
CORPUS, DATABASE, READER = Path("ferry"), Path("x.db"), Path("reader.db")
STATEMENTS = 25  # what kills between two of them do is tried in test_kills.py
DRAFT = EntryDraft("event", {"title": "Not saved yet"}, writer="0123456789abcdef")
OPEN = EntryDraft("event", {"title": "The form that is open"}, writer="fedcba9876543210")
ENTRY = {
    "kind": "event",
    "slug": "lamp-hung",
    "title": "A lamp hung",
    "summary": "A lamp was hung.",
    "status": "draft",
    "date": "1850",
    "date_basis": "stated",
    "lane": "lamps",
    "type": "change",
}
TERM = ("lane", "lamps", "Lamps")


class Left(NamedTuple):
    """How a command ended: its exit code and what it printed."""

    code: int
    out: str
    err: str


def run(*arguments: str, stdin: str = "") -> Left:
    """Run pctui in this process."""
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.argv, sys.stdin = ["pctui", *arguments], io.StringIO(stdin)
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    try:
        main()
    except SystemExit as left:
        return Left(int(left.code or 0), out.getvalue().decode(), err.getvalue().decode())
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = before


def done(*arguments: str, stdin: str = "") -> Left:
    found = run(*arguments, stdin=stdin)
    assert found.code == 0, (arguments, found)
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """The files of the corpus. What is made from them is left out, `.pctui/schema.json`."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = [path.relative_to(folder).as_posix() for path in files]
    return {
        name: path.read_bytes()
        for name, path in zip(names, files, strict=True)
        if not name.startswith((".pctui/schema.json", ".pctui/.schema.json"))
    }


# The tasks. Each has what prepares its folder, and its whole steps: what is killed is all of them, one after another.


class Task(NamedTuple):
    prepare: Callable[[], None]
    steps: tuple[Callable[[], object], ...]


def _papers() -> None:
    ferry_papers.brought(Path())
    Path("second.txt").write_text(
        "A letter on the toll\n\nThe toll of the ferry was raised in May 1862, by one penny.\n"
    )
    new = ferry_papers.REPORT.replace("with one flat boat", "with one round boat").replace("1912", "1920")
    Path("new.txt").write_text(f"{new}\nA later edition has one paragraph more, on the weather.\n")
    Path("some.csv").write_text("".join(ferry_papers.table().splitlines(keepends=True)[:4]))
    done("init", str(CORPUS))


def _document() -> None:
    _papers()
    done("add", "aldmere.txt", "--corpus", str(CORPUS))


def _entries() -> None:
    _document()
    _import()


def _one_file() -> None:
    """All entries in one file, as older corpora have them."""
    _entries()
    entries = sorted((CORPUS / "entries").rglob("*.yaml"))
    text = "".join(path.read_text() for path in entries)
    shutil.rmtree(CORPUS / "entries")
    (CORPUS / "corpus.yaml").write_text((CORPUS / "corpus.yaml").read_text() + text)


def _import() -> None:
    done("import", "some.csv", "--corpus", str(CORPUS), "--document", REPORT, "--new-terms", "--set", "type=change")


def _add(name: str) -> Callable[[], object]:
    return lambda: done("add", name, "--corpus", str(CORPUS))


def _save() -> None:
    """What Ctrl+S does in the form of an entry with a new term: save, build, drop the draft."""
    Workspace(CORPUS, DATABASE).add(ENTRY, [TERM])
    EntryDrafts(READER, "ferry").drop(OPEN.writer)


def _change() -> None:
    """The same for an entry that is changed, in the file that has the corpus's own record and all others."""
    workspace = Workspace(CORPUS, DATABASE)
    before = workspace.record("ferry-opened")
    workspace.replace("ferry-opened", before, {**before, "lane": "lamps"}, [TERM])


def _update() -> None:
    done("update", REPORT, "new.txt", "--corpus", str(CORPUS), "--slug", "new-edition", "--otherwise", "move")


def _watched() -> None:
    """A round of `pctui watch`, after somebody saved a file."""
    for found in rounds(CORPUS, DATABASE):
        assert not isinstance(found.result, Exception), found.result
        return


def _saved_elsewhere() -> None:
    _entries()
    done("seed", "--corpus", str(CORPUS), "--db", str(DATABASE))
    apply(editing.with_terms(editing.added(CORPUS, [ENTRY]), [("lanes", *TERM[1:])]))


def _split() -> None:
    done("split", "--corpus", str(CORPUS))


def _review(slug: str) -> Callable[[], object]:
    return lambda: done("review", slug, "--corpus", str(CORPUS), stdin="n\n")


TASKS = {
    "add": Task(_papers, (_add("aldmere.txt"), _add("second.txt"))),
    "import": Task(_document, (_import,)),
    "save": Task(_entries, (_save,)),
    "change": Task(_one_file, (_change,)),
    "update": Task(_entries, (_update,)),
    "watch": Task(_saved_elsewhere, (_watched,)),
    "split": Task(_one_file, (_split,)),
    "review": Task(_entries, (_review("ferry-opened"), _review("second-boat-bought"))),
}

# The next command on the corpus, whatever it is: those that read it, and those that write.
HERE = "--corpus", str(CORPUS)
NEXT: list[tuple[str, ...]] = [
    ("check", "--files-only", *HERE),
    ("seed", "--db", "other.db", *HERE),
    ("review", "--list", *HERE),
    ("split", "--dry-run", *HERE),
    ("schema", "corpus", *HERE),
    ("add", "aldmere.txt", "--dry-run", *HERE),
    ("import", "some.csv", "--dry-run", "--set", "type=change", "--document", REPORT, "--new-terms", *HERE),
    ("settle", *HERE),  # which needs git, but reads the corpus first
    ("pack", "--force", "--output", "x.pctui", *HERE),
    ("cite", REPORT, "A steam launch came in September 1834", *HERE),
    ("check", "--fix", *HERE),
    ("update", REPORT, "new.txt", "--dry-run", *HERE),
    ("diff", str(CORPUS), str(CORPUS)),
    ("write", *HERE),  # which needs a terminal, but reads the corpus first
    (*HERE, "timeline"),
]


def attack(name: str, most: int) -> int:
    """Kill a task at some moments; return how often. The working folder is empty."""
    task = TASKS[name]
    base, work = Path("base").absolute(), Path("work").absolute()
    work.mkdir()
    os.chdir(work)
    _environment(work)
    task.prepare()
    _readers_own()
    states = _states(task, work, base)
    number = 5 * list(TASKS).index(name)  # so that each task has other commands next

    def check() -> None:
        nonlocal number
        _look(states, number)
        number += 1
        for step in task.steps:
            step()
        _nothing_left()
        assert tree(CORPUS) == states[-1]
        _restored(work, base)

    return at_every_moment(lambda: [step() for step in task.steps], check, STATEMENTS, most)


def _environment(work: Path) -> None:
    for name, value in {"PCTUI_READER": work / READER, "XDG_CACHE_HOME": work / "cache", "XDG_DATA_HOME": work}.items():
        os.environ[name] = str(value)


def _readers_own() -> None:
    """What the reader has besides: a draft, the draft of the form that is open, a note."""
    drafts = EntryDrafts(READER, "ferry")
    drafts.keep(DRAFT)
    drafts.keep(OPEN)
    Notes(READER, "ferry").mark(Reference("ferry-opened", "event", "Ferry opened"), "adopt")


def _states(task: Task, work: Path, base: Path) -> list[dict[str, bytes]]:
    """Return the corpus before the task and after each of its steps; all that was prepared is as before, in `base`."""
    shutil.copytree(work, base)
    states = [tree(CORPUS)]
    for step in task.steps:
        step()
        states.append(tree(CORPUS))
    converted = work / "cache"  # so that no process for that is started each time
    shutil.copytree(converted, base / "cache", dirs_exist_ok=True)
    _restored(work, base)
    return states


def _restored(work: Path, base: Path) -> None:
    for path in work.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(base, work, dirs_exist_ok=True)


def _look(states: list[dict[str, bytes]], number: int) -> None:
    interrupted = (CORPUS / ".pctui" / "journal.json").exists()
    if interrupted and number % 3 == 1:  # the next one is killed as well, while it completes it
        at_every_moment(lambda: corpus_digest(CORPUS), lambda: None, most=2 + number % 4)
        interrupted = (CORPUS / ".pctui" / "journal.json").exists()
    command = NEXT[number % len(NEXT)]
    found = run(*command)
    assert found.code in (0, 1, 2, 5), (command, found)  # there may be no such document yet, or it is there already
    assert "internal error" not in found.err, found
    assert ("completed a change of the corpus" in found.err) == interrupted, (command, found, interrupted)
    now = tree(CORPUS)
    assert now in states, (command, sorted(now))
    assert not (CORPUS / ".pctui" / "journal.json").exists()
    assert not list(CORPUS.glob(".pctui/staged-*")), command
    _readers_file_is_sound()
    for database in (DATABASE, Path("other.db")):
        assert not database.exists() or damage(database) == [], database


def _readers_file_is_sound() -> None:
    drafts = EntryDrafts(READER, "ferry").all()  # which undoes what SQLite has left
    assert faults(READER) == []
    assert DRAFT in drafts
    saved = any("lamp-hung" in name for name in tree(CORPUS))
    assert OPEN in drafts or saved, "a draft may go once its entry is there"
    assert Notes(READER, "ferry").load()["ferry-opened"].mark == "adopt"
    with closing(sqlite3.connect(READER)) as connection:
        for document, text in connection.execute("SELECT document, text FROM copies"):
            assert text, document


def _nothing_left() -> None:
    left = [
        path.as_posix()
        for path in Path().rglob("*")
        if path.name.startswith(("staged-", "not-written", "journal"))
        or (path.name.endswith((".pctui", "-journal", "-wal", ".tmp")) and path.name not in (".pctui", "x.pctui"))
        or (path.is_file() and path.name.startswith(".") and path.name != ".gitignore")
    ]
    assert not left, left


if __name__ == "__main__":
    name, folder, *more = [*sys.argv[1:], "", ""]
    if name:
        os.chdir(folder)
        print(attack(name, int(more[0] or 0)))
    else:
        print(*TASKS)
