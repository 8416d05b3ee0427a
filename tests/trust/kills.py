"""Kills commands while they write, by the clock and at their system calls, and checks what is left: `make attack`.

What writes a corpus is killed as corpus_kills.py says, at every moment that there is.

Usage: python tests/trust/kills.py [KILLS_OF_EACH_KIND_PER_TASK]

After each kill, what was there is whole, old or new; what was confirmed is kept; and the next run of the same command
succeeds, and removes what the killed one left. Kills at system calls need strace; without it, they are skipped.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pctui.queries.damage import damage
from pctui.queries.store import Store
from pctui.reader.notes import Notes
from pctui.reader.session import Session

CORPORA = Path(__file__).parents[1] / "corpora"
CHANGES = "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,ftruncate,rmdir"
ENTRY_SLUG = "train-together"
ENTRY = f"Reference('{ENTRY_SLUG}', 'recommendation', 'Train')"


class Task(NamedTuple):
    """What is killed: a command in a folder of its own, how that is prepared, and what must hold after each kill."""

    name: str
    prepare: Callable[[Path], None]
    command: list[str]
    check: Callable[[Path], None]


def pctui(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pctui", *arguments]


def script(code: str) -> list[str]:
    head = (
        "from pathlib import Path; from pctui.model import Reference; from pctui.reader.notes import Notes\n"
        "from pctui.reader.session import Place, Session\n"
        f"notes = Notes(Path('reader.db'), 'marrow-lights'); entry = {ENTRY}\n"
    )
    return [sys.executable, "-c", head + code]


def run(command: list[str], folder: Path, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, **more)  # type: ignore[call-overload,no-any-return]


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PCTUI_DB": str(folder / "x.db"),
        "PCTUI_READER": str(folder / "reader.db"),
        "XDG_CACHE_HOME": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def nothing(_folder: Path) -> None:
    """There is nothing to prepare."""


def seeded(folder: Path) -> None:
    shutil.copytree(CORPORA / "lighthouses", folder / "old")
    corpus = folder / "old" / "corpus.yaml"
    corpus.write_text(corpus.read_text().replace("The lights of", "The old lights of"))
    assert run(pctui("seed", "--corpus", "old"), folder).returncode == 0


def database_is_whole(folder: Path) -> None:
    if (folder / "x.db").exists():
        assert damage(folder / "x.db") == []
        with closing(Store(folder / "x.db")) as store:
            assert store.corpus["title"] in ("The lights of Marrow Sound", "The old lights of Marrow Sound")


def reader_is_whole(folder: Path) -> None:
    path = folder / "reader.db"
    Notes(path, "marrow-lights").load()  # undoes an unfinished transaction
    if path.exists() and path.stat().st_size:
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def copies_are_whole(folder: Path) -> None:
    reader_is_whole(folder)
    found = run(pctui("attach", "--format", "json"), folder)
    assert found.returncode == 0, found.stderr
    for copy in json.loads(found.stdout):
        assert copy["document"] in ("calder-wren-1911", "keepers-1898")


def noted(folder: Path) -> None:
    code = "notes.mark(entry, 'adopt'); notes.begin(entry).save('confirmed ' * 500)"
    assert run(script(code), folder).returncode == 0


def notes_are_kept(folder: Path) -> None:
    reader_is_whole(folder)
    (found,) = Notes(folder / "reader.db", "marrow-lights").load().values()
    assert found.mark in ("adopt", "reject")
    assert (found.note or "").strip() in (("confirmed " * 500).strip(), ("changed " * 500).strip())
    assert found.draft in (None, "changed " * 500)


def with_notes_to_import(folder: Path) -> None:
    seeded(folder)
    noted(folder)
    entries = [ENTRY_SLUG, *(f"e{number}" for number in range(39))]
    lines = [{"corpus": "marrow-lights", "slug": slug, "mark": "reject", "note": "other " * 500} for slug in entries]
    (folder / "other.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))


def notes_are_joined_or_not(folder: Path) -> None:
    reader_is_whole(folder)
    found = Notes(folder / "reader.db", "marrow-lights").load()
    own = found[ENTRY_SLUG]
    assert len(found) in (1, 40)
    assert own.mark == "adopt"
    assert (own.note or "").startswith("confirmed ")
    assert ("other " in (own.note or "")) == (len(found) == 40)


def place_is_whole(folder: Path) -> None:
    notes_are_kept(folder)
    session = Session(folder / "reader.db", "marrow-lights")
    places, _ = session.load()
    assert not session.error
    assert {place.stop for place in places.values()} in (set(), {1}, {2})


def with_place(folder: Path) -> None:
    noted(folder)
    assert run(script(KEEP.format(1)), folder).returncode == 0


KEEP = "Session(Path('reader.db'), 'marrow-lights').keep([Place(p, 'a', {}, 0, False) for p in 'abcdef'], 'a')"


def exported(folder: Path) -> None:
    seeded(folder)
    assert run(pctui("export", "markdown", "-o", "out.md"), folder).returncode == 0
    assert run(pctui("export", "markdown", "--folder", "pages"), folder).returncode == 0
    (folder / "pages" / "mine.txt").write_text("mine")
    assert run(pctui("seed", "--corpus", str(CORPORA / "lighthouses")), folder).returncode == 0
    for name, arguments in {"new.md": ["-o", "new.md"], "newpages": ["--folder", "newpages"]}.items():
        assert run(pctui("export", "markdown", *arguments), folder).returncode == 0
        assert (folder / name).exists()


def export_is_whole(folder: Path) -> None:
    text = (folder / "out.md").read_text()
    assert text.replace("The old lights", "The lights") == (folder / "new.md").read_text()


def pages_are_whole(folder: Path) -> None:
    pages = {path.relative_to(folder / "pages") for path in (folder / "pages").rglob("*") if path.is_file()}
    new = {path.relative_to(folder / "newpages") for path in (folder / "newpages").rglob("*") if path.is_file()}
    assert pages == new | {Path("mine.txt")}
    assert (folder / "pages" / "mine.txt").read_text() == "mine"
    old = {"The old lights" in (folder / "pages" / name).read_text() for name in new if name.name == "index.md"}
    assert len(old) == 1


TASKS = [
    Task("seed", seeded, pctui("seed", "--corpus", str(CORPORA / "lighthouses")), database_is_whole),
    Task("first seed", nothing, pctui("seed", "--corpus", str(CORPORA / "lighthouses")), database_is_whole),
    Task("attach", seeded, pctui("attach", str(CORPORA / "lighthouse-documents")), copies_are_whole),
    Task(
        "note",
        noted,
        script("editor = notes.begin(entry); editor.keep('changed ' * 500); editor.save('changed ' * 500)"),
        notes_are_kept,
    ),
    Task("mark", noted, script("notes.mark(entry, 'reject')"), notes_are_kept),
    Task("import", with_notes_to_import, pctui("notes", "import", "other.jsonl"), notes_are_joined_or_not),
    Task("session", with_place, script(KEEP.format(2)), place_is_whole),
    Task("export file", exported, pctui("export", "markdown", "-o", "out.md", "--force"), export_is_whole),
    Task("export folder", exported, pctui("export", "markdown", "--folder", "pages", "--force"), pages_are_whole),
]


def by_the_clock(task: Task, folder: Path, count: int) -> Iterator[bool]:
    """Kill the task at `count` moments; yield whether it was killed before it ended."""
    began = time.monotonic()
    assert run(task.command, copy_of(folder)).returncode == 0
    whole = time.monotonic() - began
    for n in range(count):
        here = copy_of(folder)
        process = subprocess.Popen(
            task.command, cwd=here, env=environment(here), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(whole * (0.3 + 0.7 * (n + random.random()) / count))  # nothing is written before that
        process.send_signal(signal.SIGKILL)
        yield process.wait() == -signal.SIGKILL
        examine(task, here)


def at_system_calls(task: Task, folder: Path, count: int) -> Iterator[bool]:
    """Kill the task at `count` of its system calls that change the disk, the last ones among them."""
    log = folder.parent / "calls"
    traced = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={CHANGES}"]
    assert run([*traced, *task.command], copy_of(folder)).returncode == 0
    calls = list(_calls(log.read_text()))
    last = calls[-(count // 2) :]
    for name, number in [*random.sample(calls[: -len(last)], min(count - len(last), len(calls) - len(last))), *last]:
        here = copy_of(folder)
        inject = f"inject={name}:signal=KILL:when={number}"
        done = run([*traced, "-e", inject, *task.command], here)
        yield done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
        examine(task, here)


def _calls(log: str) -> Iterator[tuple[str, int]]:
    """Yield the system calls of a log in order, each with its number among those of its name, from 1."""
    numbers: Counter[str] = Counter()
    for name in re.findall(r"^\d+ +(\w+)\(", log, re.MULTILINE):
        numbers[name] += 1
        yield name, numbers[name]


def copy_of(folder: Path) -> Path:
    here = folder.with_name("here")
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(folder, here)
    return here


def examine(task: Task, folder: Path) -> None:
    """Check what the killed process left, and that the next one succeeds and removes it."""
    task.check(folder)
    done = run(task.command, folder)
    assert done.returncode == 0, done.stderr
    task.check(folder)
    left = [path.name for path in folder.iterdir() if path.name.endswith((".pctui", "-journal", ".building"))]
    assert not left, left


def corpus_kills(*arguments: str) -> list[str]:
    """Run corpus_kills.py, and return the words that it prints."""
    command = [sys.executable, str(Path(__file__).with_name("corpus_kills.py")), *arguments]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(CORPORA.parent)}
    )
    return done.stdout.split()


def main(count: int) -> None:
    """Attack every task; print how many kills there were. AssertionError at the first that did harm."""
    random.seed(count)
    kinds = {"by the clock": by_the_clock} | ({"at system calls": at_system_calls} if shutil.which("strace") else {})
    total = 0
    for task in TASKS:
        for kind, attack in kinds.items():
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name) / "prepared"
                folder.mkdir()
                task.prepare(folder)
                killed = list(attack(task, folder, count))
            total += sum(killed)
            print(f"{task.name}, {kind}: {sum(killed)} of {len(killed)} killed while at work, no harm", flush=True)
    for name in corpus_kills():
        with tempfile.TemporaryDirectory() as folder:
            (killed_there,) = corpus_kills(name, folder)
        total += int(killed_there)
        print(f"{name}, a corpus, at every change of a file: {killed_there} killed while at work, no harm", flush=True)
    print(f"{total} kills, no harm")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 14)
