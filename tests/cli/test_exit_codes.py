"""Every exit code in the README, with its causes; and what remains if a command is interrupted."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import CORPORA, LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, PROJECT, Run, editing

from pctui.errors import ExitCode
from pctui.panes import PANES

# The commands that print a corpus or write it to a file, in every format.
FORMATS = {
    "json": ["json"],
    "jsonl": ["jsonl"],
    "csv": ["csv", "--table", "citations"],
    "csl-json": ["csl-json"],
    "bibtex": ["bibtex"],
    "ris": ["ris"],
    "markdown": ["markdown"],
    "section": ["markdown", "--section", "people"],
    "template": ["markdown", "--template", "briefing", "--var", "organisation=tower-station"],
    "timelinejs": ["timelinejs"],
    "dot": ["dot"],
}
FOLDERS = {"csv": ["csv"], "pages": ["markdown"]}


def _typed(arguments: list[object]) -> str:
    """Return the command line without the path of this project."""
    return " ".join(word.name if isinstance(word, Path) else str(word).rpartition("/")[2] for word in arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["export", "--help"],
        ["--version"],
        ["show", "lamp-house"],
        ["quote", "lamp-house"],
        ["search", "lamp"],
        ["at", "1850"],
        ["keys"],
        ["check", "--corpus", LIGHTHOUSES, "--documents", LIGHTHOUSE_DOCUMENTS],
        ["diff", LIGHTHOUSES, LIGHTHOUSES],
        *([pane] for pane in PANES),
        *(["export", *form] for form in FORMATS.values()),
    ],
    ids=_typed,
)
def test_done(pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[object]) -> None:
    monkeypatch.setenv("PCTUI_DB", str(lights))
    answer = pctui(*arguments)
    assert answer.code == ExitCode.OK == 0
    assert answer.out or arguments[0] == "diff"


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "nobody"],
        ["quote", "nobody"],
        ["open", "nobody"],
        ["search", "zeppelin"],
        ["timeline", "--since", "2100"],
        ["notes"],
        ["compare", "lamp-house", "nobody"],
        ["lineage", "nobody"],
        ["cite", "nobody", "some words … of it", "--corpus", LIGHTHOUSES],
        ["check", "--corpus", LIGHTHOUSES, "--documents", CORPORA / "byelaw-documents"],
        ["diff", LIGHTHOUSES, "LIGHTS OF ANOTHER NAME"],
    ],
    ids=_typed,
)
def test_a_negative_result_exits_with_1(
    pctui: Run, lights_copy: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[object]
) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE corpus SET title = 'Another name'")
    monkeypatch.setenv("PCTUI_DB", str(lights_copy))
    answer = pctui(*(lights_copy if word == "LIGHTS OF ANOTHER NAME" else word for word in arguments))
    assert answer.code == ExitCode.NO == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["show"],
        ["show", "lamp-house", "and", "more"],
        ["show", "lamp-house", "--style", "harvard"],
        ["quote", "lamp-house", "--style", "nonsense"],
        ["at", "yesterday"],
        ["recommendations", "--by", "weather"],
        ["search", "lamp", "--limit", "none"],
        ["export"],
        ["export", "nonsense"],
        ["export", "json", "--force"],
        ["export", "csv"],
        ["export", "csv", "--table", "weather"],
        ["export", "parquet"],
        ["export", "parquet", "--table", "weather"],
        ["export", "parquet", "--table", "events"],
        ["export", "parquet", "--folder", "x", "--output", "y"],
        ["export", "markdown", "--var", "x=1"],
        ["export", "markdown", "--template", "briefing"],
        ["export", "markdown", "--template", "briefing", "--var", "organisation=nobody"],
        ["diff", "only-one"],
        ["diff", "a", "b", "--format", "yaml"],
        ["seed", "--corpus", "FAULTY"],
        ["check", "--corpus", "FAULTY"],
        ["diff", LIGHTHOUSES, "FAULTY"],
        ["write"],
        ["write", "--corpus", LIGHTHOUSES],
    ],
    ids=_typed,
)
def test_invalid_input_exits_with_2(
    pctui: Run, lights: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[object]
) -> None:
    monkeypatch.setenv("PCTUI_DB", str(lights))
    (corpus / "more.yaml").write_text("- {kind: weather}\n", encoding="utf-8")
    answer = pctui(*(corpus if word == "FAULTY" else word for word in arguments))
    assert answer.code == ExitCode.USAGE == 2
    assert answer.err


def _foreign(path: Path) -> None:
    path.write_bytes(b"not a database at all")


def _damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(bytes(data))


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("spoil", [_foreign, _damaged, _newer, _gone], ids=["foreign", "damaged", "newer", "gone"])
@pytest.mark.parametrize("command", [["timeline"], ["show", "lamp-house"], ["search", "lamp"], ["export", "json"]])
def test_the_database_cannot_be_used(
    pctui: Run, lights_copy: Path, spoil: Callable[[Path], None], command: list[str]
) -> None:
    spoil(lights_copy)
    answer = pctui(*command, "--db", lights_copy)
    assert (answer.code, answer.out) == (ExitCode.DATABASE, "")
    assert ExitCode.DATABASE == 3


def test_a_busy_database_is_reported(pctui: Run, lights_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program has locked it: the command does not wait for ever."""
    real = sqlite3.connect
    monkeypatch.setattr("pctui.database.open.sqlite3.connect", lambda *a, **k: real(*a, **{**k, "timeout": 0.01}))
    with closing(real(lights_copy)) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = pctui("timeline", "--db", lights_copy)
    assert (answer.code, answer.out) == (ExitCode.DATABASE, "")
    assert "another program is writing to it" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "json", "--output", "no/such/folder/x.json"],
        ["export", "json", "--output", "."],
        ["export", "csv", "--folder", "no/such/folder"],
        ["export", "markdown", "--template", "nowhere.j2"],
        ["seed", "--corpus", "nowhere"],
        ["check", "--corpus", "nowhere"],
        ["diff", "nowhere", LIGHTHOUSES],
        ["attach", "nowhere.txt"],
        ["quote", "lamp-house", "--style", "nowhere.csl"],
        ["paragraphs", "x", "nowhere.txt"],
        ["init", LIGHTHOUSES],
        ["add", "nowhere.txt", "--corpus", LIGHTHOUSES],
        ["add", "nowhere.txt", "--corpus", "nowhere"],
        ["import", "nowhere.csv", "--corpus", LIGHTHOUSES],
    ],
    ids=_typed,
)
def test_a_file_cannot_be_read_or_written(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[object]
) -> None:
    monkeypatch.setenv("PCTUI_DB", str(lights))
    monkeypatch.chdir(tmp_path)
    answer = pctui(*arguments)
    assert answer.code == ExitCode.FILES == 4
    assert answer.err.startswith("pctui: ") or "nowhere" in answer.err


def test_an_internal_error_is_reported(pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("pctui.render.data.corpus_document", broken)
    answer = pctui("export", "json", "--db", lights)
    assert (answer.code, answer.out) == (ExitCode.BUG, "")
    assert ExitCode.BUG == 70


@pytest.mark.parametrize("name", FORMATS)
def test_a_reader_that_closes_the_pipe_gets_no_error(lights: Path, name: str) -> None:
    command = f"'{sys.executable}' -m pctui export {' '.join(map(repr, FORMATS[name]))} --db '{lights}'"
    done = subprocess.run(f"{command} | head -c 20 | wc -c; true", shell=True, capture_output=True)
    assert done.stdout.split() == [b"20"]
    assert done.stderr in (b"", b"entries without a date omitted: 3\n")


# Interrupted while the first bytes are being written to disk.
_STOPPED = """
import os, signal
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGINT)
from pctui.__main__ import main
main()
"""


def interrupted(arguments: list[object], folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _STOPPED, *map(str, arguments)],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT / "src")},
    )
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.INTERRUPTED, b"", b"interrupted\n")
    assert ExitCode.INTERRUPTED == 130


@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
@pytest.mark.parametrize("name", FORMATS)
def test_an_interrupted_file_is_the_old_one_or_none(lights: Path, tmp_path: Path, name: str, there: bool) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    if there:
        (folder / "out").write_text("the old one")
    interrupted(["export", *FORMATS[name], "--db", lights, "--output", "out", *(["--force"] * there)], folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == ({"out": "the old one"} if there else {})


@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
@pytest.mark.parametrize("name", FOLDERS)
def test_an_interrupted_folder_is_the_old_one_or_none(
    pctui: Run, lights: Path, tmp_path: Path, name: str, there: bool
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    if there:
        assert pctui("export", *FOLDERS[name], "--folder", folder / "out", "--db", lights).code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    interrupted(
        ["export", *FOLDERS[name], "--context", "--db", lights, "--folder", "out", *(["--force"] * there)], folder
    )
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert [path.name for path in folder.iterdir()] == (["out"] if there else [])
