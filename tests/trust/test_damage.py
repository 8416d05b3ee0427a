"""A database damaged inside its rows is told as damaged: no command takes it for sound, or for a fault of pctui.

`make attack` does everything here to every column and with every command; otherwise it is a sample.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run
from damage import Damage, every, inflict, swap_pages
from terminal import Terminal

from pctui.cli.app import COMMANDS
from pctui.cli.export import Exports
from pctui.database import seal
from pctui.errors import Damaged, ExitCode
from pctui.panes import PANES
from pctui.queries.store import Store

ATTACK = bool(os.environ.get("PCTUI_ATTACK"))
SLUGS = (
    "lamp-house", "lamps-to-towers", "keepers-write", "class-3", "classes-of-light", "join-the-wire", "tower-height",
    "towers-saved-ships", "concept-dues", "tobias-wren", "calder-wren-1911", "light-museum", "share-boats",
)  # fmt: skip
# Commands that only read a database, with arguments that make each of them read as much as it can.
READING: list[tuple[str, ...]] = [
    (),
    *((pane, "--context") for pane in PANES),
    *((pane, "--format", "json") for pane in PANES),
    *(("show", slug, "--context") for slug in SLUGS),
    *(("show", slug, "--format", "json") for slug in SLUGS),
    ("search", "lamp"),
    ("search", "lamp", "--format", "json"),
    ("open", "lamp-house"),
    ("quote", "lamp-house"),
    ("at", "1890"),
    ("compare", "lamp-house", "tower-station"),
    ("lineage", "lamp-house"),
    ("notes",),
    ("attach",),
    ("export", "markdown", "--context"),
    ("export", "markdown", "--template", "briefing", "--var", "organisation=lamp-house"),
    ("export", "html", "lamp-house"),
    *(("export", name) for name in Exports.NAMES if name not in ("markdown", "csv", "parquet", "site", "html")),
]
FOLDERS = [("export", name, "--folder") for name in ("csv", "markdown", "parquet", "site")]
# They read no database, or only with copies of documents; or they are there to find damage.
OTHERS = {
    "doctor",
    "keys",
    "schema",
    "template",
    "seed",
    "check",
    "cite",
    "paragraphs",
    "diff",
    "init",
    "add",
    "import",
    "settle",
    "watch",
    "review",
    "update",
    "pack",
    "corpora",
    "split",
    "write",
}


def answers(pctui: Run, database: Path, folder: Path, commands: list[tuple[str, ...]]) -> Iterator[tuple[object, ...]]:
    """Yield what each command answers about a database: (command, exit code, stdout, stderr, files)."""
    for command in commands:
        if command[-1:] == ("--folder",):
            answer = pctui(*command, folder, "--db", database)
            files = {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
            shutil.rmtree(folder, ignore_errors=True)
        else:
            answer = pctui(*command, "--db", database)
            files = {}
        yield command, answer.code, answer.out, answer.err, files


def all_commands() -> list[tuple[str, ...]]:
    return [*READING, *FOLDERS]


def test_every_command_that_reads_a_database_is_attacked() -> None:
    assert {command[0] for command in all_commands() if command} == set(COMMANDS) - OTHERS


def sample(lights: Path, share: int) -> list[Damage]:
    """Return every damage, or of every `share` one: they differ in table, column and value."""
    found = list(every(lights))
    return found if ATTACK else found[::share]


def test_damage_is_seen_whenever_a_database_is_opened(lights: Path, tmp_path: Path) -> None:
    database = tmp_path / "l.db"
    with closing(Store(lights)):
        pass
    seen, sound = 0, rows(lights)
    for damaged in sample(lights, 11):
        shutil.copy(lights, database)
        inflict(damaged, database)
        if rows(database) != sound:
            seen += 1
            with pytest.raises(Damaged):
                Store(database)
    assert seen > 100


def rows(database: Path) -> list[object]:
    import sqlite3

    from damage import key, tables

    with closing(sqlite3.connect(database)) as connection:
        keys = {table: key(connection, table) for table in tables(database)}
        connection.text_factory = bytes
        return [connection.execute(f"SELECT * FROM {table} ORDER BY {keys[table]}").fetchall() for table in keys]


def test_swapped_pages_are_seen(pctui: Run, lights: Path, tmp_path: Path) -> None:
    """SQLite's own check can find nothing wrong with two pages that are each in the place of the other."""
    chance = random.Random(7)
    pages = lights.stat().st_size // 4096
    database = tmp_path / "l.db"
    for _ in range(500 if ATTACK else 20):
        shutil.copy(lights, database)
        swap_pages(database, *chance.sample(range(1, pages + 1), 2))
        for command in (("timeline",), ("export", "markdown")):
            answer = pctui(*command, "--db", database)
            assert (answer.code, answer.out) == (ExitCode.DATABASE, ""), answer


def test_one_changed_byte_is_seen(lights: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    data = lights.read_bytes()
    free = {*range(18, 20), *range(24, 28), *range(92, 100)}  # the journal mode and the counters
    database = tmp_path / "l.db"
    with closing(Store(lights)) as store:
        of_seal = range((seal._page(store._connection) - 1) * 4096, seal._page(store._connection) * 4096)
    for place in chance.sample(range(len(data)), 5000 if ATTACK else 200):
        if place in free or place in of_seal:
            continue
        spoilt = bytearray(data)
        spoilt[place] ^= 1 << chance.randrange(8)
        database.write_bytes(spoilt)
        with pytest.raises(
            Exception, match=r"damaged|not a pctui database|schema version|cannot be opened|did not create|lacks"
        ):
            Store(database)


def test_every_command_tells_of_damage(pctui: Run, lights: Path, tmp_path: Path) -> None:
    found = sample(lights, 101)
    commands, sound = all_commands(), rows(lights)
    database = tmp_path / "l.db"
    for n, damaged in enumerate(found):
        shutil.copy(lights, database)
        if not inflict(damaged, database) or rows(database) == sound:
            continue
        some = commands[n % 5 :: 5] if not ATTACK else [commands[n % len(commands)]]
        for command, code, out, err, _ in answers(pctui, database, tmp_path / "folder", some):
            assert (code, out) == (ExitCode.DATABASE, ""), (damaged, command, err)
            assert "is damaged" in str(err) or "cannot be opened" in str(err), (damaged, command, err)


@pytest.mark.parametrize("sealed", [False, True], ids=["too large to be hashed", "sealed again"])
def test_where_damage_is_not_seen_at_opening_no_command_calls_it_a_fault_of_pctui(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: bool
) -> None:
    """Of a large file it is said that it was not checked; one sealed again says what somebody wanted it to say."""
    if not sealed:
        monkeypatch.setattr(seal, "WHOLE", 0)
    commands = all_commands()
    database = tmp_path / "l.db"
    for n, damaged in enumerate(sample(lights, 41)):
        shutil.copy(lights, database)
        if not inflict(damaged, database):
            continue  # it says the same as before
        if sealed and damaged.table != "seal":
            seal.seal(database)
        some = [commands[(n * 7 + i) % len(commands)] for i in range(8 if ATTACK else 5)]
        for command, code, _, err, _ in answers(pctui, database, tmp_path / "folder", some):
            assert code in (0, 1, 2, 3, 4), (str(damaged), command, err)
            assert sealed or code or "was not checked" in str(err), (str(damaged), command)


@pytest.mark.parametrize(
    ("damaged", "keys"),
    [
        (Damage("document_details", 0, "csl", "no record"), b"6"),
        (Damage("finding_details", 0, "direction", b"\xff\x00"), b"5"),
    ],
    ids=str,
)
@pytest.mark.parametrize("sealed", [False, True], ids=["seen at opening", "seen when a pane is painted"])
def test_the_explorer_leaves_a_clean_terminal_and_tells_of_damage(
    lights_copy: Path, damaged: Damage, keys: bytes, sealed: bool
) -> None:
    assert inflict(damaged, lights_copy)
    if sealed:
        seal.seal(lights_copy)
    terminal = Terminal(lights_copy)
    try:
        if sealed:
            assert terminal.read_until(b"Beacon Act")
            os.write(terminal.main, keys)
        assert terminal.read_until(b"is damaged, or was changed by another program")
        assert terminal.leave() == ExitCode.DATABASE
        assert not sealed or terminal.restored
    finally:
        terminal.close()
