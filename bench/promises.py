"""The promises: what is measured, the floor of each, and how many times its floor it may take at most.

A ratio here is what we aim at, not what is reached: the tables mark what is over. Everything else in this folder takes
its rows from here.
"""

from __future__ import annotations

from typing import NamedTuple

from setting import PROJECT, Setting


class Command(NamedTuple):
    """A command and its floor: arguments of pctui, a command line, and the most that time and memory may be."""

    name: str
    arguments: tuple[str, ...]
    floor: str
    floor_argv: list[str]
    time: float
    memory: float | None = None  # where it is not measured, the imports decide


def commands(setting: Setting) -> list[Command]:
    """Return the commands that can be measured in `setting`."""

    def imports(modules: str) -> tuple[str, list[str]]:
        return f"import {modules}" if modules else "python", [
            setting.python,
            "-c",
            f"import {modules}" if modules else "",
        ]

    def loop(name: str) -> tuple[str, list[str]]:
        return "bare loop", setting.floor("floor_rows", name, str(setting.database))

    query = imports("typer, sqlite3")
    new = str(setting.folder / "new.db")
    corpus = () if setting.events == 0 else ("--corpus", str(setting.corpus))
    schema = str(PROJECT / "db" / "schema.sql")
    found = [
        Command("--version", ("--version",), *imports("typer"), 1.0),
        Command("--help", ("--help",), *imports("typer"), 1.3),
        Command("search", ("search", setting.word), *query, 1.3),
        Command("search --limit 20", ("search", setting.word, "--limit", "20"), *query, 1.3),
        Command("show", ("show", setting.slug), *query, 1.3),
        Command("timeline --limit 20", ("timeline", "--limit", "20"), *query, 1.3),
        Command("timeline", ("timeline",), *loop("timeline"), 2.5, 2.0),
        Command("timeline --format csv", ("timeline", "--format", "csv"), *loop("csv"), 2.5, 2.0),
        Command("export markdown", ("export", "markdown"), *loop("markdown"), 2.5, 2.0),
        Command("timeline --format markdown", ("timeline", "--format", "markdown"), *loop("timeline"), 2.5, 2.0),
        Command("export csv", ("export", "csv", "--table", "events"), *loop("csv"), 2.5, 2.0),
        Command("export json", ("export", "json"), *loop("json"), 3.0, 2.0),
        Command("organisations", ("organisations",), *loop("organisations"), 2.5, 2.0),
        Command("evidence", ("evidence",), *loop("evidence"), 2.5, 2.0),
        Command("sources", ("sources",), *loop("sources"), 2.5, 2.0),
        Command(
            "seed",
            ("seed", *corpus, "--db", new),
            "bare executemany",
            setting.floor("floor_seed", str(setting.corpus), str(setting.database), schema, f"{new}.floor"),
            2.0,
            4.0,
        ),
        Command(
            "check --coverage",
            ("check", *corpus, "--coverage"),
            "bare loop",
            setting.floor("floor_check", str(setting.corpus)),
            4.0,
            4.0,
        ),
    ]
    if setting.documents:
        copies = ("--documents", str(setting.documents))
        floor = setting.floor("floor_check", str(setting.corpus), str(setting.documents))
        found.append(Command("check --documents", ("check", *corpus, *copies), "bare loop", floor, 4.0, 4.0))
    if setting.documents and setting.events:  # of the built-in corpus's documents no sentence may stand here
        passage = ("nobody-1", "Item 9 of Nobody … as item 9 tells")
        copies = ("--documents", str(setting.documents))
        found.append(Command("cite", ("cite", *passage, *corpus, *copies), *imports("typer, msgspec"), 2.0))
    return found


class Screen(NamedTuple):
    """What is measured in the explorer: which floor it has, and the most that it may be."""

    floor: str
    most: float


# The floors by name: what is drawn without a toolkit, the smallest Textual app, a Textual list with detail.
FLOORS = {"ansi": "floor_ansi", "hello": "floor_hello", "list": "floor_list"}

START: dict[str, Screen] = {
    "start, first paint": Screen("ansi", 2.0),  # the page that the last session kept
    "start, list shown": Screen("hello", 1.5),
    "start, ready": Screen("hello", 1.5),
    "start, CPU": Screen("hello", 1.5),
    "start, sent": Screen("hello", 2.0),
    "quit": Screen("hello", 0.25),
    "peak memory": Screen("list", 1.5),
}
# Of each key: the first output, the last before a pause, CPU time, bytes; all against the list.
KEY: dict[str, float] = {"first output": 3.0, "settled": 4.0, "CPU": 4.0, "sent": 2.5}

DOWN, PAGE_DOWN, ESCAPE = b"\x1b[B", b"\x1b[6~", b"\x1b"


def keys(word: str) -> tuple[tuple[str, bytes], ...]:
    """Return the keys in the order in which they are pressed, and the name under which each is measured, '' for none.

    The letters are those of `word`. The list of the floor has the same keys.
    """
    return (
        ("first key, down", DOWN),  # whatever a program leaves undone until it is used
        *(("down", DOWN),) * 6,
        *(("page down", PAGE_DOWN),) * 3,
        *(("g", b"g"), ("G", b"G")) * 2,  # (a short list may be at its end)
        ("", b"g"),
        ("", DOWN),
        *(("+", b"+"),) * 2,
        *(("-", b"-"),) * 2,
        *(("s, passage", b"s"), ("Esc, back", ESCAPE)) * 2,
        *(("F, filter", b"F"), ("Esc, filter", ESCAPE)) * 2,
        *((f"{n}, first time", str(n).encode()) for n in range(2, 7)),
        *((f"{n}, again", str(n).encode()) for n in range(1, 7)),
        ("", b"1"),
        ("/, search", b"/"),
        *((f"letter {n} of a search", letter.encode()) for n, letter in enumerate(word[:4], 1)),
        ("Esc, search", ESCAPE),
        ("", b"g"),
    )
