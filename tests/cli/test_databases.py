"""docs/databases.md: its commands work on the database, and it describes exactly the views that exist."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import PROJECT, Run

PAGE = (PROJECT / "docs" / "databases.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$(?:\n+```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def commands(language: str, tool: str) -> list[tuple[str, str]]:
    """Return the commands on the page that start with `tool`, each with its expected output."""
    found = [(body, printed) for of, body, printed in _BLOCK.findall(PAGE) if of == language and body.startswith(tool)]
    assert found
    return found


def sh(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["sh", "-e", "-c", command], cwd=folder, env={**os.environ, "PATH": PATH}, capture_output=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of the built-in corpus, as at the start of the page."""
    from pctui.database.build import seed
    from pctui.paths import built_in_corpus

    place = tmp_path_factory.mktemp("databases")
    assert commands("sh", "pctui") == [("pctui seed --db pctui.db\n", "")]
    seed(built_in_corpus(), place / "pctui.db")
    return place


@pytest.mark.parametrize(("command", "printed"), commands("sh", "sqlite-utils"))
def test_a_command_of_sqlite_utils(folder: Path, command: str, printed: str) -> None:
    """It prints rows in the columns that the page shows; the corpus may have grown since."""
    found = sh(command, folder).splitlines()
    assert len(found) > 1
    if printed:
        assert re.split(" {2,}|,", found[0]) == re.split(" {2,}|,", printed.splitlines()[0])


@pytest.mark.parametrize(("command", "printed"), commands("sh", "sqlite3"))
def test_a_command_of_sqlite3(folder: Path, command: str, printed: str) -> None:
    if shutil.which("sqlite3") is None:
        pytest.skip("there is no sqlite3 shell here")
    assert sh(command, folder).splitlines()


def test_the_commands_do_not_change_the_database(folder: Path, pctui: Run) -> None:
    before = (folder / "pctui.db").read_bytes()
    for command, _ in commands("sh", "sqlite-utils"):
        sh(command, folder)
    assert (folder / "pctui.db").read_bytes() == before
    assert pctui("timeline", "--db", folder / "pctui.db").code == 0


@pytest.fixture
def asked(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "pctui.db")) as connection:
        yield connection


def test_the_page_describes_the_views_of_the_database(asked: sqlite3.Connection) -> None:
    views = {name for (name,) in asked.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE))
    assert rows.keys() == views
    for view, described in rows.items():
        cursor = asked.execute(f"SELECT * FROM {view}")
        columns = {column[0] for column in cursor.description}
        assert {"slug", *re.findall(r"`(\w+)`", described)} <= columns, view
        assert cursor.fetchone()


def test_references_are_foreign_keys_with_labels_and_links(asked: sqlite3.Connection) -> None:
    """Datasette shows the title of a reference, with a link, if it is a foreign key to `entries`."""
    key = [row[1] for row in asked.execute("PRAGMA table_info(entries)") if row[5]]
    assert key == ["slug"]
    tables = [name for (name,) in asked.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    known = {slug for (slug,) in asked.execute("SELECT slug FROM entries")}
    unlabelled = []
    for table in tables:
        if table.startswith("entries"):
            continue
        referring = {row[3] for row in asked.execute(f"PRAGMA foreign_key_list({table})") if row[2] == "entries"}
        for _, column, *_ in asked.execute(f"PRAGMA table_info({table})").fetchall():
            values = {value for (value,) in asked.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")}
            if values and values <= known and column not in referring:
                unlabelled.append((table, column))
    assert unlabelled == []


@pytest.mark.parametrize(
    ("command", "printed"), [given for given in commands("datasette", "datasette") if "--open" not in given[0]]
)  # a command that opens a browser does not end by itself
def test_a_command_of_datasette(folder: Path, command: str, printed: str) -> None:
    if shutil.which("datasette") is None:
        pytest.skip("Datasette is not installed")
    assert json.loads(sh(command, folder))


@pytest.mark.parametrize("page", re.findall(r"^- `(/pctui/.*)`$", PAGE, re.MULTILINE))
def test_a_page_of_datasette(folder: Path, page: str) -> None:
    if shutil.which("datasette") is None:
        pytest.skip("Datasette is not installed")
    found = sh(f'datasette serve -i pctui.db --get "{page}"', folder)
    assert "<table" in found
    for facet in re.findall(r"_facet=(\w+)", page):
        assert f"facet-{facet}" in found
    if "entries" in page:
        assert 'name="_search"' in found
    if "finding_details" in page:
        subject = re.search(r'class="col-subject[^"]*"><a href="(/pctui/entries/[\w-]+)">([^<]+)</a>', found)
        assert subject
        entry = sh(f'datasette serve -i pctui.db --get "{subject[1]}"', folder)
        assert subject[2] in entry
