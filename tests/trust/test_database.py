"""A database from elsewhere is treated as hostile until it is checked; pctui's own is found, rebuilt and replaced."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES, PROJECT, Run, editing, reason

from pctui.database import open as opening
from pctui.errors import ExitCode


def change(database: Path, *statements: str, sealed: bool = False) -> None:
    """Change a database, as any program could, or as one could that seals it again."""
    with editing(database) if sealed else closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def refused(pctui: Run, database: Path, *messages: str) -> None:
    """Check that every reading command refuses the file with these messages and leaves it untouched."""
    before = database.read_bytes()
    for command in (["timeline"], ["show", "lamp-house"], ["search", "lamp"], ["export", "markdown"], []):
        answer = pctui(*command, "--db", database)
        assert (answer.code, answer.out) == (ExitCode.DATABASE, ""), answer
        for message in messages:
            assert message in answer.err
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON terms BEGIN SELECT 1; END", "has a trigger 't' that pctui did not create"),
        ("CREATE VIEW v AS SELECT 1", "has a view 'v' that pctui did not create"),
        ("CREATE TABLE t (a)", "has a table 't' that pctui did not create"),
        ("CREATE INDEX i ON links (note)", "has an index 'i' that pctui did not create"),
        ("DROP VIEW ladder", "lacks the view 'ladder'"),
        ("DROP TABLE figure_details", "lacks the table 'figure_details'"),
        ("DROP TABLE entries_fts", "lacks the table 'entries_fts"),
        ("ALTER TABLE terms ADD COLUMN more TEXT", "has a table 'terms' that pctui did not create"),
    ],
)
def test_a_database_with_a_foreign_schema_is_refused(
    pctui: Run, lights_copy: Path, statement: str, message: str
) -> None:
    change(lights_copy, statement)
    refused(pctui, lights_copy, message, "Rebuild it with: pctui seed")


def test_a_view_that_was_changed_is_refused(pctui: Run, lights_copy: Path) -> None:
    change(lights_copy, "DROP VIEW ladder", "CREATE VIEW ladder AS SELECT load_extension('evil')")
    refused(pctui, lights_copy, "'ladder'")


def schema_version(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.parametrize(("step", "age"), [(1, "newer"), (-1, "older")])
def test_another_schema_version_is_refused(pctui: Run, lights_copy: Path, step: int, age: str) -> None:
    ours = schema_version(lights_copy)
    change(lights_copy, f"PRAGMA user_version = {ours + step}")
    refused(pctui, lights_copy, f"has schema version {ours + step}, {age} than this pctui's {ours}")


def test_a_file_that_is_not_a_pctui_database_is_refused(pctui: Run, tmp_path: Path) -> None:
    foreign, text, empty = tmp_path / "foreign.db", tmp_path / "text.db", tmp_path / "empty.db"
    change(foreign, "CREATE TABLE mine (a)")
    text.write_text("dear diary" * 100)
    empty.touch()
    for path in (foreign, text, empty):
        refused(pctui, path, "is not a pctui database")
    for path in (foreign, text):
        before = path.read_bytes()
        answer = pctui("seed", "--corpus", LIGHTHOUSES, "--db", path)
        assert (answer.code, "it was left untouched" in answer.err) == (ExitCode.DATABASE, True)
        assert path.read_bytes() == before
    assert pctui("seed", "--corpus", LIGHTHOUSES, "--db", empty).code == 0


def test_a_path_that_is_not_a_file_is_refused(pctui: Run, tmp_path: Path, lights: Path) -> None:
    folder, pipe = tmp_path / "folder.db", tmp_path / "pipe.db"
    folder.mkdir()
    os.mkfifo(pipe)
    for path, message in (
        (folder, reason(errno.EISDIR)),
        (pipe, "not a regular file"),
        (tmp_path / "no.db", "there is no database"),
    ):
        answer = pctui("timeline", "--db", path)
        assert (answer.code, message in answer.err) == (ExitCode.DATABASE, True), answer
    for path, message in (
        (folder, reason(errno.EISDIR)),
        (pipe, "not a regular file"),
        (lights / "x.db", reason(errno.EEXIST)),
    ):
        answer = pctui("seed", "--corpus", LIGHTHOUSES, "--db", path)
        assert (answer.code, message in answer.err) == (ExitCode.FILES, True), answer
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("size", [50, 99, 100, 4096, 5000, 40_960])
def test_a_truncated_database_is_reported(pctui: Run, lights_copy: Path, size: int) -> None:
    with lights_copy.open("r+b") as file:
        file.truncate(size)
    answer = pctui("timeline", "--db", lights_copy)
    assert answer.code == ExitCode.DATABASE, answer
    assert answer.out == ""


def test_a_damaged_database_never_shows_a_traceback(pctui: Run, lights: Path, tmp_path: Path) -> None:
    import random

    chance = random.Random(7)
    data = lights.read_bytes()
    for i in range(25):
        spoilt = bytearray(data)
        for _ in range(200):
            spoilt[chance.randrange(100, len(spoilt))] = chance.randrange(256)
        database = tmp_path / f"{i}.db"
        database.write_bytes(spoilt)
        for command in (["timeline"], ["search", "lamp"]):
            answer = pctui(*command, "--db", database)
            assert answer.code in (0, 1, ExitCode.DATABASE), answer.err


def test_texts_of_a_database_pass_the_sanitiser(pctui: Run, lights_copy: Path) -> None:
    change(
        lights_copy,
        "UPDATE entries SET title = 'x' || char(27) || ']0;gone' || char(7) || char(8238)",
        "UPDATE entries SET summary = char(155) || '31m'",
        "UPDATE corpus SET title = char(27) || '[2J'",
        "UPDATE sections SET title = 'a' || char(10) || '# b' || char(13)",
        "UPDATE document_details SET label = char(27) || 'c'",
        "INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')",
        sealed=True,
    )
    for command in (["timeline"], ["show", "lamp-house"], ["search", "gone"], ["export", "markdown"], [], ["sources"]):
        out = pctui(*command, "--db", lights_copy).out
        assert out
        assert not set(out) & {"\x1b", "\x07", "\x9b", "\u202e", "\r"}
    assert "\n# b" not in pctui("export", "markdown", "--db", lights_copy).out


def test_what_a_store_and_a_reader_return_is_sanitised(pctui: Run, lights_copy: Path, tmp_path: Path) -> None:
    """The explorer displays these values directly, so they must be sanitised before any renderer sees them."""
    from conftest import LIGHTHOUSE_DOCUMENTS

    from pctui.queries.entry import describe
    from pctui.queries.store import Store
    from pctui.reader.copies import Reader

    change(
        lights_copy,
        "UPDATE entries SET title = char(27) || 'lamp', note = char(8238)",
        "UPDATE document_details SET csl = json_set(csl, '$.title', char(27) || 'x')",
        "INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')",
        sealed=True,
    )
    with closing(Store(lights_copy)) as store:
        entry = describe(store, "lamp-house")
        assert (entry.title, entry.note) == ("␛lamp", "⟨U+202E⟩")
        assert store.search("lamp")[0].title == "␛lamp"
        assert "\x1b" not in str([document.record for document in store.documents()])
    letter = tmp_path / "letter.txt"
    letter.write_text(
        (LIGHTHOUSE_DOCUMENTS / "keepers-letter.txt").read_text().replace("lamp houses", "lamp \x1b houses")
    )
    assert pctui("attach", letter, "--db", lights_copy).code == 0
    with closing(Store(lights_copy)) as store:
        question = store.question('"thirteen lamp"')
        assert question is not None
        (hit,) = Reader.of(store).search(question)
    assert "\x1b" not in str(hit)


def test_an_endless_query_is_cancelled(lights: Path) -> None:
    from pctui.errors import DatabaseError
    from pctui.queries.store import Store

    store = Store(lights)
    store._deadline.seconds = 0.2
    with pytest.raises(DatabaseError, match="took too long"):
        store.select("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n")
    assert store.corpus["slug"] == "marrow-lights"
    store.close()


_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n{limit}) SELECT i FROM n"


def test_a_long_answer_is_not_cancelled_while_rows_come(lights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pctui.queries.store import Store

    now, read = 0.0, 0
    monkeypatch.setattr("pctui.database.open.time.monotonic", lambda: now)
    with closing(Store(lights)) as store:
        for _ in store.stream(_NUMBERS.format(limit=" LIMIT 20000")):
            read += 1
            now += 0.01  # seconds, of which five without a row are too many
        assert (read, round(now)) == (20_000, 200)


def test_an_answer_that_falls_silent_is_cancelled(lights: Path) -> None:
    from pctui.errors import DatabaseError
    from pctui.queries.store import Store

    with closing(Store(lights)) as store:
        store._deadline.seconds = 0.2
        rows = store.stream(f"{_NUMBERS.format(limit='')} WHERE i < 1000")
        assert next(rows) == (1,)
        with pytest.raises(DatabaseError, match="took too long"):
            list(rows)


def test_nothing_can_be_written_through_a_store(lights: Path) -> None:
    from pctui.errors import DatabaseError
    from pctui.queries.store import Store

    store = Store(lights)
    with pytest.raises(DatabaseError, match=r"readonly|read-only"):
        store.select("DELETE FROM links")
    store.close()


@pytest.mark.parametrize("name", ["white space.db", "100%.db", "a?b#c.db", "[x]*.db", "ü\u202e.db", "file:x.db"])
def test_file_names_with_special_characters(pctui: Run, tmp_path: Path, name: str) -> None:
    database = tmp_path / name
    answer = pctui("seed", "--corpus", LIGHTHOUSES, "--db", database)
    assert answer.code == 0
    assert "\u202e" not in answer.err
    assert pctui("show", "lamp-house", "--db", database).code == 0
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != "home") == [name]


def test_a_link_to_a_database_stays_a_link(pctui: Run, lights_copy: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(lights_copy)
    lights_copy.write_bytes(b"")
    assert pctui("seed", "--corpus", LIGHTHOUSES, "--db", link).code == 0
    assert link.is_symlink()
    assert lights_copy.stat().st_size > 0
    loop = tmp_path / "loop.db"
    loop.symlink_to(loop)
    assert pctui("timeline", "--db", loop).code == ExitCode.DATABASE


def test_the_option_precedes_the_variable_and_both_the_data_folder(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "The lights of Marrow Sound"
    ours = tmp_path / "home" / "pctui" / "pctui.db"
    built_in = pctui().out.splitlines()[0]
    assert built_in != title
    assert ours.is_file()
    monkeypatch.setenv("PCTUI_DB", str(lights))
    assert pctui().out.startswith(title)
    assert pctui("--db", ours).out.startswith(built_in)
    assert pctui("--db", ours, "timeline").out == pctui("timeline", "--db", ours).out != pctui("timeline").out
    assert "museum" in pctui("--context", "timeline").out
    monkeypatch.setenv("PCTUI_DB", str(tmp_path / "named.db"))
    assert pctui().out.startswith(built_in)
    assert (tmp_path / "named.db").is_file()
    monkeypatch.setenv("PCTUI_DB", "")
    assert pctui().out.startswith(built_in)
    assert pctui("timeline", "--db", tmp_path / "never.db").code == ExitCode.DATABASE
    assert not (tmp_path / "never.db").exists()


def digest(database: Path) -> str:
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("SELECT digest FROM corpus").fetchone()[0])


def test_the_built_in_database_is_rebuilt_when_its_corpus_has_changed(
    pctui: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conftest import LIGHTHOUSE_DOCUMENTS

    folder = shutil.copytree(LIGHTHOUSES, tmp_path / "built-in")
    monkeypatch.setattr("pctui.paths.built_in_corpus", lambda: folder)
    database, reader = (tmp_path / "home" / "pctui" / name for name in ("pctui.db", "reader.db"))
    assert pctui("timeline").code == 0
    assert pctui("attach", LIGHTHOUSE_DOCUMENTS).code == 0
    first, notes = database.stat(), reader.read_bytes()
    assert pctui("timeline").code == 0
    assert database.stat().st_ino == first.st_ino  # nothing has changed, so nothing is built
    changed = folder / "corpus.yaml"
    changed.write_text(changed.read_text().replace("The lights of", "The many lights of"))
    assert pctui().out.startswith("The many lights of Marrow Sound")
    assert database.stat().st_ino != first.st_ino
    assert reader.read_bytes() == notes
    assert len(pctui("attach").out.splitlines()) == 2
    # One built from another corpus stays, and so does one whose own corpus has faults now.
    changed.write_text("nonsense")
    assert pctui("timeline").code == ExitCode.USAGE
    assert pctui("seed", "--corpus", LIGHTHOUSES).code == 0
    before = database.read_bytes()
    assert pctui("timeline").code == 0
    assert database.read_bytes() == before


def test_an_older_built_in_database_is_rebuilt_and_a_newer_one_is_not(pctui: Run, tmp_path: Path) -> None:
    database = tmp_path / "home" / "pctui" / "pctui.db"
    assert pctui().code == 0
    ours = schema_version(database)
    change(database, f"PRAGMA user_version = {ours - 1}")
    assert pctui().code == 0
    assert schema_version(database) == ours
    change(database, f"PRAGMA user_version = {ours + 1}")
    answer = pctui()
    assert (answer.code, "Update pctui." in answer.err) == (ExitCode.DATABASE, True)


def test_a_foreign_file_in_place_of_the_readers_is_left_untouched(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conftest import LIGHTHOUSE_DOCUMENTS

    reader = tmp_path / "r.db"
    monkeypatch.setenv("PCTUI_READER", str(reader))
    reader.write_text("a diary" * 100)
    for command in (["attach"], ["attach", LIGHTHOUSE_DOCUMENTS, "--db", lights], ["search", "lamp", "--db", lights]):
        answer = pctui(*command)
        assert (answer.code, "is not a pctui reader's file; it was left untouched" in answer.err) == (3, True), answer
    assert reader.read_text() == "a diary" * 100
    reader.unlink()
    reader.touch()
    assert pctui("attach").code == 0
    assert pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights).code == 0
    change(reader, "PRAGMA user_version = 99")
    assert "written by a newer pctui" in pctui("attach").err
    reader.unlink()
    reader.mkdir()
    assert pctui("attach").code in (ExitCode.FILES, ExitCode.DATABASE)
    monkeypatch.setenv("PCTUI_READER", str(lights))
    before = lights.read_bytes()
    assert pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights).code == 3
    assert lights.read_bytes() == before


def test_a_database_opens_from_a_read_only_folder(lights: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ro"
    folder.mkdir()
    database = Path(shutil.copy(lights, folder / "x.db"))
    database.chmod(0o444)
    folder.chmod(0o555)
    from pctui.queries.store import Store

    with closing(Store(database)) as store:
        assert store.counts()["event"] == 6
    assert [p.name for p in folder.iterdir()] == ["x.db"]
    folder.chmod(0o755)


def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    """Time zone, locale, hash seed, working directory, date and umask make no difference."""
    built = []
    for i, env in enumerate(
        [
            {"TZ": "UTC", "LANG": "C", "PYTHONHASHSEED": "0"},
            {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "12345"},
        ]
    ):
        cwd = tmp_path / f"cwd{i}"
        cwd.mkdir()
        corpus = shutil.copytree(LIGHTHOUSES, cwd / "corpus")
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pctui",
                "seed",
                "--corpus",
                "corpus" if i else str(corpus),
                "--db",
                f"{cwd}/{i}.db",
            ],
            cwd=cwd,
            env={**os.environ, **env},
            check=True,
            capture_output=True,
        )
        built.append((cwd / f"{i}.db").read_bytes())
    assert built[0] == built[1]


def test_the_database_as_other_tools_see_it(lights: Path) -> None:
    with closing(sqlite3.connect(f"file:{lights}?mode=ro", uri=True)) as connection:
        ask = connection.execute
        assert ask("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert ask("PRAGMA foreign_key_check").fetchall() == []
        assert ask("PRAGMA journal_mode").fetchone() == ("delete",)
        assert struct.pack(">i", ask("PRAGMA application_id").fetchone()[0]) == b"pctu"
        strict = ask(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        ).fetchall()
        assert [name for (name,) in strict if not name.startswith("sqlite_")] == []
        views = {name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'view'")}
        assert {"timeline", "ladder", "recommendations", "state_at"} <= views
        for view in views:
            ask(f"SELECT * FROM {view}").fetchall()
        at = ask(
            "SELECT organisation FROM state_at "
            "WHERE '1895-01-01' BETWEEN in_existence_from AND in_existence_to ORDER BY 1"
        )
        assert [name for (name,) in at] == ["Board of Lights", "Keepers' union", "Lamp house", "Northern wire"]
        clean = "SELECT COUNT(*) FROM entries WHERE instr(summary, char(27)) OR instr(summary, char(8238))"
        assert ask(clean).fetchone() == (0,)


def test_the_schema_is_the_one_in_the_project() -> None:
    from pctui import paths

    assert paths.schema() == PROJECT / "db" / "schema.sql"


def test_the_schema_is_recognised_by_its_digest_and_without_it(
    pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opening.digest(opening.expected()) == opening.OBJECTS, "change OBJECTS in database/open.py to this"
    monkeypatch.setattr(opening, "expected", None)  # nothing is built in memory
    assert pctui("show", "lamp-house", "--db", lights).code == ExitCode.OK
    monkeypatch.undo()
    monkeypatch.setattr(opening, "OBJECTS", "")  # as where SQLite writes its tables in another way
    assert pctui("show", "lamp-house", "--db", lights).code == ExitCode.OK
