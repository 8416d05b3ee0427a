"""Several processes and computers use the same files at once: nothing is lost, and nobody waits for long."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES, Run

from pctui.database.build import seed
from pctui.errors import DatabaseError, ExitCode
from pctui.model import Reference
from pctui.queries.damage import damage
from pctui.queries.store import Store
from pctui.reader import notes as notes_module
from pctui.reader.notes import Notes
from pctui.temporary import folder_beside

TRAIN = Reference("train-together", "recommendation", "Train keepers together with pilots")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "pctui", *map(str, arguments)]


def test_a_database_in_wal_mode_is_read_without_files_beside_it(pctui: Run, lights_copy: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    with closing(sqlite3.connect(lights_copy)) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    data = lights_copy.read_bytes()
    answer = pctui("timeline", "--db", lights_copy)
    assert answer.code == 0
    assert answer.out
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == [
        name for name in before if name != "home"
    ]
    assert lights_copy.read_bytes() == data
    with closing(sqlite3.connect(lights_copy)) as other:
        other.execute("UPDATE corpus SET title = 'Another'")
        other.commit()
        answer = pctui("timeline", "--db", lights_copy)
        assert (answer.code, answer.out) == (ExitCode.DATABASE, "")
        assert f"{lights_copy}-wal has changes that are not in it yet" in answer.err
        assert "Close that program" in answer.err


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_new_database_is_free_of_what_another_program_left_beside_the_old_one(
    pctui: Run, lights_copy: Path, lights: Path, mode: str
) -> None:
    code = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1])\n"
        f"connection.execute('PRAGMA journal_mode = {mode}'); connection.execute('PRAGMA cache_size = 1')\n"
        "connection.execute(\"UPDATE entries SET summary = 'changed ' || hex(zeroblob(9000))\")\n"
        f"if {mode == 'WAL'}: connection.commit()\n"
        "os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, lights_copy]).returncode == 9
    assert len(list(lights_copy.parent.glob("copy.db-*"))) >= 1
    answer = pctui("timeline", "--db", lights_copy)
    assert (answer.code, answer.out) == (ExitCode.DATABASE, "")
    assert pctui("seed", "--corpus", LIGHTHOUSES, "--db", lights_copy).code == 0
    assert pctui("timeline", "--db", lights_copy).out == pctui("timeline", "--db", lights).out
    assert lights_copy.read_bytes() == lights.read_bytes()
    assert list(lights_copy.parent.glob("copy.db-*")) == []


def test_a_readers_file_in_wal_mode_is_taken_out_of_it(tmp_path: Path) -> None:
    path = tmp_path / "reader.db"
    notes = Notes(path, "marrow-lights")
    notes.mark(TRAIN, "adopt")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE notes SET note = 'by another program'")
        connection.commit()
    assert notes.load()[TRAIN.slug].note == "by another program"
    notes.mark(TRAIN, "reject")
    assert [each.name for each in tmp_path.iterdir() if each.name != "home"] == ["reader.db"]


def test_two_builds_and_ten_readers_at_once(lights: Path, tmp_path: Path) -> None:
    """Every reader sees one database or the other; both builds succeed, and leave nothing else behind."""
    database = tmp_path / "shared" / "x.db"
    database.parent.mkdir()
    other = tmp_path / "other"
    shutil.copytree(LIGHTHOUSES, other)
    corpus = other / "corpus.yaml"
    corpus.write_text(corpus.read_text().replace("The lights of", "The many lights of"))
    seed(LIGHTHOUSES, database)
    titles = {"The lights of Marrow Sound", "The many lights of Marrow Sound"}
    done = threading.Event()
    seen: list[str] = []
    failed: list[Exception] = []

    def read() -> None:
        while not done.is_set():
            try:
                with closing(Store(database)) as store:
                    seen.append(store.corpus["title"])
            except Exception as error:  # noqa: BLE001 - examined below
                failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(10)]
    for reader in readers:
        reader.start()
    builds = [
        subprocess.Popen(command("seed", "--corpus", folder, "--db", database), stderr=subprocess.DEVNULL)
        for folder in (LIGHTHOUSES, other) * 2
    ]
    codes = [build.wait(120) for build in builds]
    done.set()
    for reader in readers:
        reader.join()
    assert codes == [0] * 4
    assert failed == []
    assert set(seen) <= titles
    assert damage(database) == []
    assert [path.name for path in database.parent.iterdir()] == ["x.db"]


def test_only_what_no_living_process_uses_is_swept(tmp_path: Path) -> None:
    target = tmp_path / "x.db"
    with folder_beside(target) as mine:
        (mine / "new.db").touch()
        left = tmp_path / ".x.db.abcdefgh.pctui"
        left.mkdir()
        others = [tmp_path / ".y.db.abcdefgh.pctui", tmp_path / ".x.db.notes"]
        for other in others:
            other.mkdir()
        with folder_beside(target) as second:
            assert second != mine
            assert not left.exists()
        assert (mine / "new.db").exists()
        assert all(other.exists() for other in others)
    assert not mine.exists()


def test_a_process_that_sweeps_does_not_wait_for_the_one_that_builds(tmp_path: Path) -> None:
    """Each of two that begin at the same moment keeps a folder of its own, in whatever order they proceed."""
    target = tmp_path / "x.db"
    code = (
        "import sys; from pathlib import Path; from pctui.temporary import folder_beside\n"
        "for n in range(200):\n"
        "    with folder_beside(Path(sys.argv[1])) as place:\n"
        "        (place / 'a').write_text('a'); assert (place / 'a').read_text() == 'a'\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, target]) for _ in range(3)]
    assert [each.wait(120) for each in both] == [0] * 3
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == []


def test_the_draft_written_last_is_continued_whatever_the_clocks_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two computers share the file, and the clock of one is an hour ahead."""
    path = tmp_path / "reader.db"
    ahead, behind = (Notes(path, "marrow-lights").begin(TRAIN) for _ in range(2))
    monkeypatch.setattr(notes_module, "_now", lambda: "2026-01-01T11:00:00.000000+00:00")
    ahead.keep("written first")
    monkeypatch.setattr(notes_module, "_now", lambda: "2026-01-01T10:30:00.000000+00:00")
    behind.keep("written last")
    notes = Notes(path, "marrow-lights")
    assert notes.load()[TRAIN.slug].draft == "written last"
    continued = notes.begin(TRAIN)
    assert continued.text == "written last"
    continued.save("written last")
    annotation = notes.load()[TRAIN.slug]
    assert (annotation.note, annotation.draft) == ("written last", "written first")


def test_of_two_drafts_by_different_clocks_neither_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "reader.db"
    one, two = (Notes(path, "marrow-lights").begin(TRAIN) for _ in range(2))
    monkeypatch.setattr(notes_module, "_now", lambda: "2036-01-01T00:00:00.000000+00:00")
    one.keep("from the one")
    monkeypatch.setattr(notes_module, "_now", lambda: "2006-01-01T00:00:00.000000+00:00")
    two.keep("from the other")
    two.save("from the other")
    assert one.save("from the one")
    assert Notes(path, "marrow-lights").load()[TRAIN.slug].note == "from the other\n\nfrom the one"


def test_three_explorers_write_marks_and_notes_in_turn(tmp_path: Path) -> None:
    """Whatever the order of their steps, every word and every mark of each is kept."""
    path = tmp_path / "reader.db"
    entries = [Reference(f"e{n}", "event", f"Event {n}") for n in range(3)]
    explorers = [Notes(path, "marrow-lights") for _ in range(3)]
    editors = [notes.begin(TRAIN) for notes in explorers]
    for step in range(5):
        for number, (notes, editor) in enumerate(zip(explorers, editors, strict=True)):
            editor.keep(f"{number} wrote {step}")
            notes.mark(entries[(number + step) % 3], ("adopt", "consider", "reject")[number])
    for number, editor in enumerate(editors):
        editor.save(f"{number} wrote 4")
    found = Notes(path, "marrow-lights").load()
    assert (found[TRAIN.slug].note or "").split("\n\n") == ["0 wrote 4", "1 wrote 4", "2 wrote 4"]
    assert found[TRAIN.slug].draft is None
    assert {slug: a.mark for slug, a in found.items() if a.mark} == {"e0": "reject", "e1": "adopt", "e2": "consider"}


@pytest.mark.parametrize("who", ["the reader's file", "the database"])
def test_a_lock_that_another_program_holds_is_told(
    pctui: Run, lights_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    path = tmp_path / "reader.db"
    monkeypatch.setenv("PCTUI_READER", str(path))
    monkeypatch.setattr("pctui.database.open._TIMEOUT", 0.01)
    monkeypatch.setattr("pctui.reader.database._TIMEOUT", 0.01)
    Notes(path, "marrow-lights").mark(TRAIN, "adopt")
    with closing(sqlite3.connect(path if who.startswith("the reader") else lights_copy)) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = pctui("notes", "--db", lights_copy)
        assert (answer.code, answer.out) == (ExitCode.DATABASE, "")
        assert "another program is writing to it" in answer.err
        if who.startswith("the reader"):
            with pytest.raises(DatabaseError, match="another program is writing to it"):
                Notes(path, "marrow-lights").mark(TRAIN, None)
    assert pctui("notes", "--db", lights_copy).code == 0


def test_an_explorer_waits_no_longer_than_a_blink() -> None:
    from pctui.database import open as opening
    from pctui.reader import database

    assert max(opening._TIMEOUT, database._TIMEOUT) <= 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_an_export_over_a_folder_is_undone_if_it_was_killed_between_its_two_steps(
    pctui: Run, lights: Path, tmp_path: Path
) -> None:
    """Where the system cannot exchange two folders at once: the next export begins by putting the old one back."""
    folder = tmp_path / "out"
    assert pctui("export", "csv", "--folder", folder, "--db", lights).code == 0
    (folder / "mine.txt").write_text("mine")
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from pctui import temporary; from pctui.render import files\n"
        "temporary._exchange = lambda *_: False\n"
        "real = Path.rename\n"
        "def rename(self, target):\n"
        "    if self.name == 'new': os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(self, target)\n"
        "Path.rename = rename\n"
        "files.write_folder(Path(sys.argv[1]), [('a.md', 'new')], force=True)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, folder]).returncode == -9
    assert not folder.exists()
    assert pctui("export", "csv", "--folder", folder, "--force", "--db", lights).code == 0
    assert (folder / "mine.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["out"]
