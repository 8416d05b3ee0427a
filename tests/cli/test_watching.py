"""While a corpus is written: each save checks it and rebuilds its database."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run

from pctui.authoring import watching
from pctui.authoring.rebuilding import Rebuilding
from pctui.corpus import kept_records
from pctui.corpus.kept_records import KeptRecords
from pctui.database.build import seed
from pctui.errors import FilesError

WRONG = "- kind: nonsense\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIGHTHOUSES, tmp_path / "corpus"))


@contextmanager
def watched(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run `pctui watch` with a pipe for its lines."""
    command = [sys.executable, "-m", "pctui", "watch", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def line(running: subprocess.Popen[str]) -> str:
    assert running.stdout
    found = running.stdout.readline()
    assert found, running.stderr and running.stderr.read()
    return found.rstrip("\n")


def test_every_save_is_a_round(corpus: Path, tmp_path: Path) -> None:
    database, fresh = tmp_path / "lights.db", tmp_path / "fresh.db"
    events = corpus / "events.yaml"
    text = events.read_text(encoding="utf-8")
    with watched("--corpus", corpus, "--db", database, "--documents", LIGHTHOUSE_DOCUMENTS) as running:
        assert "47 entries from 2 documents" in line(running)
        first = database.read_bytes()
        events.write_text(text + WRONG, encoding="utf-8")
        assert line(running).startswith(f"events.yaml:{text.count(chr(10)) + 1}: unknown kind 'nonsense'")
        assert "1 fault, " in line(running)
        assert database.read_bytes() == first
        saved = tmp_path / "events.yaml.tmp"  # as many editors save: another file takes its place
        saved.write_text(text.replace("title: Beacon Act", "title: The Beacon Act"), encoding="utf-8")
        saved.replace(events)
        assert "47 entries" in line(running)
        seed(corpus, fresh)
        assert database.read_bytes() == fresh.read_bytes() != first
        (corpus / "more").mkdir()  # in a folder that was not there
        (corpus / "more" / "people.yaml").write_text("- {kind: person, slug: ada, title: Ada}\n", encoding="utf-8")
        assert "more/people.yaml:1: key 'summary' is missing" in line(running)
        assert "1 fault, " in line(running)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
        assert running.stderr
        assert running.stderr.read() == f"watching {corpus}, for {database}; Ctrl+C ends it\n"


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_closed_terminal_ends_it(corpus: Path, tmp_path: Path, name: str) -> None:
    with watched("--corpus", corpus, "--db", tmp_path / "lights.db") as running:
        line(running)
        running.send_signal(getattr(signal, name))
        assert running.wait(30) == 0
        assert running.stderr
        assert "Traceback" not in running.stderr.read()


def test_a_reader_of_its_lines_that_goes_ends_it(corpus: Path, tmp_path: Path) -> None:
    with watched("--corpus", corpus, "--db", tmp_path / "lights.db") as running:
        line(running)
        assert running.stdout
        running.stdout.close()
        (corpus / "events.yaml").touch()
        assert running.wait(30) == 0


def test_what_it_needs_is_said(pctui: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = pctui("watch", "--corpus", tmp_path / "nothing", "--db", tmp_path / "x.db")
    assert answer.code == 4
    assert "does not exist" in answer.err
    monkeypatch.setattr(watching, "find_spec", lambda _: None)
    answer = pctui("watch", "--corpus", LIGHTHOUSES, "--db", tmp_path / "x.db")
    assert answer.code == 2
    assert "pip install 'pctui[write]'" in answer.err


def test_without_copies_only_the_format_is_checked(
    pctui: Run, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_changes", lambda _: [()])
    events = corpus / "events.yaml"
    text = events.read_text(encoding="utf-8")
    events.write_text(text.replace("only eleven were", "only 99 were"), encoding="utf-8")
    command = ("watch", "--corpus", corpus, "--db", tmp_path / "x.db")
    answer = pctui(*command)
    assert answer.code == 0
    assert answer.out.endswith(": 47 entries from 2 documents\n")
    assert "no copy: calder-wren-1911, keepers-1898; attach yours" in answer.err
    answer = pctui(*command, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert "99 is not in the passage cited" in answer.out
    assert "no copy" not in answer.err


def test_a_rebuilt_database_is_that_of_a_build_from_nothing(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_records, "_WORTH_IT", 0)
    database, fresh = tmp_path / "lights.db", tmp_path / "fresh.db"
    rebuilding = Rebuilding(corpus, database, LIGHTHOUSE_DOCUMENTS)
    for name, old, new in (
        ("events.yaml", "", ""),
        ("events.yaml", "title: Beacon Act", "title: The Beacon Act"),
        ("people.yaml", "slug: kestrel-point\n", "slug: kestrel-point\n\n  # a comment\n"),
        ("corpus.yaml", "title: ", "title: All of "),
        ("events.yaml", "- kind: event\n  slug: charts-1838", "- kind: event\n  slug: charts"),
    ):
        file = corpus / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        done = rebuilding.rebuild()
        assert done == ((), 47, 2, ())
        with monkeypatch.context() as patch:
            patch.setattr(KeptRecords, "_pieces", lambda *_: None)  # everything is read as a whole
            seed(corpus, fresh)
        assert database.read_bytes() == fresh.read_bytes()


def test_faults_leave_the_old_database(corpus: Path, tmp_path: Path) -> None:
    database = tmp_path / "lights.db"
    Rebuilding(corpus, database).rebuild()
    first = database.read_bytes()
    file = corpus / "events.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("only eleven were", "only 99 were") + WRONG, encoding="utf-8")
    done = Rebuilding(corpus, database, LIGHTHOUSE_DOCUMENTS).rebuild()
    assert [(fault.file, fault.message.partition(";")[0]) for fault in done.faults] == [
        ("events.yaml", "'eleven-towers': 99 is not in the passage cited"),
        ("events.yaml", "unknown kind 'nonsense'"),
    ]
    assert database.read_bytes() == first
    shutil.rmtree(corpus)
    with pytest.raises(FilesError):
        Rebuilding(corpus, database).rebuild()
    assert database.read_bytes() == first
