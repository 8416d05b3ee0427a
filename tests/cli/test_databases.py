"""docs/databases.md: every command prints what the page shows, and it describes exactly the views that exist.

After a change of the corpus or of the page: PCTUI_GOLDEN=write python -m pytest tests/cli/test_databases.py
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import analysts
import pytest
from conftest import PROJECT, Run

FILE = PROJECT / "docs" / "databases.md"
PAGE = FILE.read_text(encoding="utf-8")
WRITE = os.environ.get("PCTUI_GOLDEN") == "write"
_BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$(?:\n+```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """Something to run, and what the page says that it prints; '' if the page does not show it."""

    language: str
    code: str
    printed: str

    def __str__(self) -> str:
        return " ".join(self.code.split())[:60]

    @property
    def program(self) -> str:
        return self.code.split()[0]

    def run(self, folder: Path) -> str:
        """Return what it prints there; the test is skipped if its program is not installed."""
        if self.language == "python":
            uses = [module for module in ("duckdb", "pandas") if f"import {module}" in self.code]
            return analysts.python(self.code, uses=uses[0], folder=folder)
        analysts.program(self.program)
        return sh(self.code, folder)


BLOCKS = [Block(*found) for found in _BLOCK.findall(PAGE)]
PREPARING = [block for block in BLOCKS if block.program == "pctui"]
ASKING = [block for block in BLOCKS if block.program != "pctui" and "--open" not in block.code]


def sh(command: str, folder: Path) -> str:
    surroundings = {**os.environ, "PATH": analysts.PATH, "COLUMNS": "80"}
    line = ["sh", "-e", "-c", command]
    done = subprocess.run(line, cwd=folder, env=surroundings, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of the built-in corpus and its tables, as at the start of the page."""
    pytest.importorskip("pyarrow")
    place = tmp_path_factory.mktemp("databases")
    for block in PREPARING:
        block.run(place)
    assert {path.name for path in place.iterdir()} == {"pctui.db", "tables", "csv"}
    for name, text in re.findall(r"^<!-- example: (\S+) -->\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        (place / name).write_text(text, encoding="utf-8")
    return place


def as_shown(printed: str) -> str:
    """Return what was printed as the page has it: no editor keeps blanks at the end of a line."""
    return "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())


@pytest.mark.skipif(not WRITE, reason="only PCTUI_GOLDEN=write renews the page")
def test_the_page_is_renewed(folder: Path) -> None:
    def renewed(found: re.Match[str]) -> str:
        block = Block(*(group or "" for group in found.groups()))
        if not block.printed:
            return found[0]
        return found[0].replace(f"```text\n{block.printed}", f"```text\n{as_shown(block.run(folder))}")

    FILE.write_text(_BLOCK.sub(renewed, PAGE), encoding="utf-8")


@pytest.mark.skipif(WRITE, reason="the page is being renewed")
@pytest.mark.parametrize("block", ASKING, ids=str)
def test_it_prints_what_the_page_shows(folder: Path, block: Block) -> None:
    printed = as_shown(block.run(folder))
    assert printed.strip()
    if block.printed:
        assert printed == block.printed


def test_a_command_that_does_not_end_is_the_only_one_not_run() -> None:
    assert [block.code for block in BLOCKS if block not in (*PREPARING, *ASKING)] == [
        "datasette serve -i pctui.db --open\n"
    ]


def test_the_page_shows_every_program_at_work() -> None:
    programs = {block.program for block in BLOCKS if block.language == "sh"}
    assert {"sqlite-utils", "sqlite3", "datasette", "frictionless", "csvwvalidate"} <= programs
    code = "".join(block.code for block in BLOCKS if block.language == "python")
    assert {"import pandas as pd", "import duckdb"} <= set(code.splitlines())


def test_the_commands_do_not_change_the_database(folder: Path, pctui: Run) -> None:
    before = (folder / "pctui.db").read_bytes()
    for block in ASKING:
        if block.program == "sqlite-utils":
            block.run(folder)
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


@pytest.mark.parametrize("page", re.findall(r"^- `(/pctui/.*)`$", PAGE, re.MULTILINE))
def test_a_page_of_datasette(folder: Path, page: str) -> None:
    analysts.program("datasette")
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


def test_a_query_of_datasette_asks_for_what_it_needs(folder: Path) -> None:
    analysts.program("datasette")
    found = sh('datasette serve -i pctui.db -m metadata.yml --get "/pctui/bodies_on?day=1999-04-01"', folder)
    assert 'value="1999-04-01"' in found
    assert 'class="col-organisation"' in found
