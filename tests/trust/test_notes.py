"""The reader's marks and notes survive rebuilds, crashes, other windows and files that cannot be written."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import TESTS, Run

from pctui import paths
from pctui.corpus.anchors import Copy
from pctui.corpus.copies import KnownDocument, Recognised
from pctui.errors import DatabaseError, FilesError
from pctui.model import Reference
from pctui.queries.fts import parse_typed
from pctui.queries.store import Store
from pctui.queries.wording import Question
from pctui.reader import database as reader_file
from pctui.reader.copies import Reader
from pctui.reader.notes import Notes

TRAIN = Reference("train-together", "recommendation", "Train keepers together with pilots")
BOATS = Reference("share-boats", "recommendation", "Share boats with lifeboat crews")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "reader.db"


@pytest.fixture
def notes(path: Path) -> Notes:
    return Notes(path, "marrow-lights")


def whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_mark_is_stored_changed_and_removed(notes: Notes, path: Path) -> None:
    assert notes.load() == {}
    assert not path.exists()
    notes.mark(TRAIN, "adopt")
    notes.mark(TRAIN, "reject")
    notes.mark(BOATS, "consider")
    found = Notes(path, "marrow-lights").load()
    assert {slug: annotation.mark for slug, annotation in found.items()} == {
        "train-together": "reject",
        "share-boats": "consider",
    }
    assert found["share-boats"].entry == BOATS
    notes.mark(TRAIN, None)
    assert list(notes.load()) == ["share-boats"]


def test_marks_of_one_corpus_do_not_show_in_another(notes: Notes, path: Path) -> None:
    notes.mark(TRAIN, "adopt")
    assert Notes(path, "mills").load() == {}


def test_a_draft_becomes_a_note_when_it_is_saved(notes: Notes, path: Path) -> None:
    writing = notes.begin(TRAIN)
    writing.keep("Ask the un")
    writing.keep("Ask the union")
    annotation = Notes(path, "marrow-lights").load()["train-together"]
    assert (annotation.note, annotation.draft) == (None, "Ask the union")
    later = notes.begin(TRAIN)
    assert later.text == "Ask the union"
    assert not later.save("Ask the union first.\n")
    annotation = notes.load()["train-together"]
    assert (annotation.note, annotation.draft) == ("Ask the union first.", None)
    assert not notes.begin(TRAIN).save("  ")
    assert notes.load() == {}


def test_a_draft_that_equals_the_saved_note_is_deleted(notes: Notes) -> None:
    notes.begin(TRAIN).save("One")
    writing = notes.begin(TRAIN)
    writing.keep("One, two")
    writing.keep("One")
    assert notes.load()["train-together"].draft is None
    writing.keep("")
    assert notes.load()["train-together"].draft == ""


def test_two_windows_on_one_note_lose_neither(notes: Notes, path: Path) -> None:
    one, other = notes.begin(TRAIN), Notes(path, "marrow-lights").begin(TRAIN)
    one.keep("from one")
    other.keep("from the other")
    assert not one.save("from one")
    assert notes.load()["train-together"].draft == "from the other"
    assert other.save("from the other")
    annotation = notes.load()["train-together"]
    assert (annotation.note, annotation.draft) == ("from one\n\nfrom the other", None)


def test_a_draft_that_another_window_has_continued_is_kept(notes: Notes, path: Path) -> None:
    first = notes.begin(TRAIN)
    first.keep("begun")
    second = Notes(path, "marrow-lights").begin(TRAIN)
    first.keep("begun, and more")
    second.save("begun, otherwise")
    annotation = notes.load()["train-together"]
    assert (annotation.note, annotation.draft) == ("begun, otherwise", "begun, and more")


def test_control_characters_are_not_stored_in_notes(notes: Notes) -> None:
    notes.begin(TRAIN).save("a\x1b[31mb\x00\u202ec\ud800\td")
    note = notes.load()["train-together"].note or ""
    assert not any(character in note for character in "\x1b\x00\u202e\ud800")
    assert "\td" in note


def test_a_reseed_keeps_marks_and_notes_and_shows_orphans(pctui: Run, corpus: Path, tmp_path: Path) -> None:
    database = tmp_path / "lights.db"
    assert pctui("seed", "--corpus", corpus, "--db", database).code == 0
    notes = Notes(paths.reader(), "marrow-lights")
    for entry in (TRAIN, BOATS):
        notes.mark(entry, "adopt")
    notes.begin(TRAIN).save("Ask the union.")
    records = (corpus / "recommendations.yaml").read_text()
    start, end = records.index("- kind"), records.index("- kind", 5)
    (corpus / "recommendations.yaml").write_text(records[:start] + records[end:])
    assert pctui("seed", "--corpus", corpus, "--db", database).code == 0
    output = pctui("notes", "--db", database).out
    before, after = output.split("No longer in the corpus")
    assert "Share boats" in before
    assert "Train keepers together with pilots\n\nRecommendation, train-together, adopt ✓\n\n> Ask the union." in after


def first_version(path: Path) -> None:
    """The reader's file as written by the version before notes were introduced."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"""
            PRAGMA application_id = {reader_file.APPLICATION_ID}; PRAGMA user_version = 1;
            CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT);
            CREATE UNIQUE INDEX i ON _sqlite_migrations (migration_set, name);
            INSERT INTO _sqlite_migrations VALUES (1, 'reader', 'attached', '2026-01-01');
            CREATE TABLE attached (document TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL,
              known INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
            CREATE VIRTUAL TABLE passages USING fts5 (document UNINDEXED, number UNINDEXED, text);
            INSERT INTO attached VALUES ('keepers-1898', '/x', 'y', 1, 'words');
            INSERT INTO passages VALUES ('keepers-1898', 1, 'words');
            """
        )


def test_a_file_from_before_notes_is_read_and_migrated_when_written(tmp_path: Path) -> None:
    path = tmp_path / "reader.db"
    first_version(path)
    before = path.read_bytes()
    notes = Notes(path, "marrow-lights")
    assert notes.load() == {}
    assert path.read_bytes() == before
    notes.mark(TRAIN, "adopt")
    assert notes.load()["train-together"].mark == "adopt"
    assert reader_file.version(path) == reader_file.VERSION


@pytest.mark.parametrize("migrated", [False, True])
def test_a_copy_from_before_copies_had_a_corpus_goes_to_the_corpus_that_knows_it(
    tmp_path: Path, migrated: bool
) -> None:
    path = tmp_path / "reader.db"
    first_version(path)
    if migrated:
        Notes(path, "marrow-lights").mark(TRAIN, "adopt")
    known = Reader("marrow-lights", lambda: {"keepers-1898": KnownDocument(["y"], [])}, path)
    assert [copy.document for copy in known.attached()] == ["keepers-1898"]
    typed = parse_typed("words")
    assert typed
    question = Question(typed, [part.query for part in typed.parts])
    assert known.search(question) != []
    copy = known.copy("keepers-1898")
    assert copy
    assert copy.text == "words"
    another = Reader("another", lambda: {"keepers-1898": KnownDocument(["z"], ["0123456789-0123456789-9"])}, path)
    assert another.attached() == []
    assert another.search(question) == []
    assert another.copy("keepers-1898") is None
    known.attach(Recognised(tmp_path, "harbour-1900", Copy("other text"), "h", True, 0, 0), [(1, "other text")])
    assert [copy.corpus for copy in known.attached()] == ["marrow-lights"] * 2


def test_a_write_after_the_first_imports_no_sqlite_utils(notes: Notes, path: Path) -> None:
    notes.mark(TRAIN, "adopt")
    code = (
        "import sys; from pathlib import Path\n"
        "from pctui.reader.notes import Notes; from pctui.model import Reference\n"
        f"Notes(Path({str(path)!r}), 'marrow-lights').mark(Reference('a', 'event', 'A'), 'reject')\n"
        "assert 'sqlite_utils' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("what", ["foreign", "newer", "text", "folder", "under a file"])
def test_a_foreign_file_is_reported_and_left_untouched(tmp_path: Path, what: str) -> None:
    path = tmp_path / "reader.db"
    if what in ("foreign", "newer"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE mine (a)")
            if what == "newer":
                connection.execute(f"PRAGMA application_id = {reader_file.APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {reader_file.VERSION + 1}")
    elif what == "text":
        path.write_text("dear diary" * 100)
    elif what == "folder":
        path.mkdir()
    else:
        path.write_text("")
        path = path / "reader.db"
    before = path.read_bytes() if path.is_file() else None
    notes = Notes(path, "marrow-lights")
    with pytest.raises((DatabaseError, FilesError)):
        notes.mark(TRAIN, "adopt")
    with pytest.raises((DatabaseError, FilesError)):
        notes.begin(TRAIN).keep("text")
    if before is not None:
        assert path.read_bytes() == before


def test_a_locked_file_is_waited_for_and_then_reported(
    notes: Notes, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes.mark(TRAIN, "adopt")
    monkeypatch.setattr(reader_file, "_TIMEOUT", 0.05)
    writing = notes.begin(TRAIN)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="another program is writing"):
            writing.keep("what I typed")
        assert notes.load()["train-together"].draft == "what I typed"
        assert notes.begin(TRAIN).text == "what I typed"
    writing.keep("what I typed")
    assert notes.unstored == {}
    assert Notes(path, "marrow-lights").load()["train-together"].draft == "what I typed"


WRITER = """
import sys
from pathlib import Path
from pctui.model import Reference
from pctui.reader.notes import Notes
from pctui.database import open as opening
from pctui.reader import database
opening._TIMEOUT = database._TIMEOUT = 60  # each writes without a pause, so that they wait for each other all the time
notes = Notes(Path(sys.argv[1]), "marrow-lights")
number = 0
while number < int(sys.argv[3]):
    number += 1
    writing = notes.begin(Reference(sys.argv[2], "event", "An event"))
    writing.keep("draft " * 50 + str(number))
    writing.save(f"{number} " + "words " * 2000)
    print(number, flush=True)
"""


def check_saved(path: Path, number: int) -> None:
    """The note is whole, and is that of save `number` or of one that came after it."""
    note = Notes(path, "marrow-lights").load()["e"].note or ""
    assert int(note.split()[0]) >= number
    assert note.count("words") == 2000
    assert whole(path)


@pytest.mark.parametrize("after", range(5, 9))
def test_a_kill_while_saving_loses_nothing_that_was_saved(path: Path, after: int) -> None:
    """From outside: wherever the writer is, on its way into the next save."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, path, "e", "1000000"], stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    for _ in range(after):
        writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split()
    writer.wait()
    writer.stdout.close()
    check_saved(path, int(rest[-1]) if rest else after)


SAVER = """
import sys
from pathlib import Path
from killing import at_every_moment
from pctui.model import Reference
from pctui.reader.notes import Notes
path = Path(sys.argv[1])
def begin():
    return Notes(path, "marrow-lights").begin(Reference("e", "event", "An event"))
def ready():
    begin().save("first" * 2000)
    begin().keep("second" * 2000)
old, new = ("first" * 2000, "second" * 2000), ("second" * 2000, None)
found = []
def check():
    remark = Notes(path, "marrow-lights").load()["e"]
    found.append((remark.note, remark.draft))
    assert found[-1] in (old, new)
    ready()
ready()
print(at_every_moment(lambda: begin().save("second" * 2000), check))
assert (found[0], found[-1]) == (old, new)
"""


def test_a_kill_at_any_moment_of_a_save_leaves_the_old_note_with_its_draft_or_the_new_one(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAVER, path],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20
    assert whole(path)


# Writes so much that SQLite's cache overflows, so that the file itself is partly changed.
SPILL = """
import os, sqlite3, sys
from pathlib import Path
connect = sqlite3.connect
def small(*a, **k):
    connection = connect(*a, **k)
    connection.execute("PRAGMA cache_size = 2")
    return connection
sqlite3.connect = small
from pctui.reader.database import writing
with writing(Path(sys.argv[1])) as connection:
    connection.execute("UPDATE notes SET note = 'gone'")
    rows = [(str(i), "x" * 5000) for i in range(200)]
    connection.executemany("INSERT INTO notes VALUES ('marrow-lights', ?, 'k', 't', 'adopt', ?, '', '')", rows)
    os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("first", [True, False], ids=["the first write", "a later write"])
def test_an_interrupted_transaction_is_rolled_back(notes: Notes, path: Path, first: bool) -> None:
    path.parent.mkdir()
    if not first:
        notes.begin(TRAIN).save("Ask the union.")
    done = subprocess.run([sys.executable, "-c", SPILL, path])
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("reader.db-journal").exists()
    found = Notes(path, "marrow-lights").load()
    kept = {slug: annotation.note for slug, annotation in found.items()}
    assert kept == ({} if first else {TRAIN.slug: "Ask the union."})
    notes.mark(BOATS, "adopt")
    assert notes.load()["share-boats"].mark == "adopt"
    assert whole(path)


def test_many_windows_at_once_lose_nothing(path: Path) -> None:
    path.parent.mkdir()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, f"e{i % 3}", "15"], stdout=subprocess.DEVNULL)
        for i in range(5)
    ]
    assert [writer.wait(120) for writer in writers] == [0] * 5
    found = Notes(path, "marrow-lights").load()
    assert sorted(found) == ["e0", "e1", "e2"]
    assert all((annotation.note or "").count("words") % 2000 == 0 for annotation in found.values())
    assert whole(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root can write to a read-only folder")
def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(DatabaseError, match="cannot write the reader's file"):
        Notes(folder / "reader.db", "marrow-lights").mark(TRAIN, "adopt")


def test_missing_slugs_are_returned_in_order(lights: Path) -> None:
    store = Store(lights)
    assert store.missing(["went", TRAIN.slug, "gone", BOATS.slug]) == ["went", "gone"]
    store.close()
