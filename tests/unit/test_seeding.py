"""A corpus is read, checked and written as a stream: nothing is kept, nothing is missed, and progress is told."""

from __future__ import annotations

import gc
import io
import re
from contextlib import closing
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES

from pctui import errors
from pctui.corpus import names
from pctui.corpus.loader import examine, load
from pctui.database import build
from pctui.errors import CorpusError, Progress
from pctui.kinds.base import Entry
from pctui.queries.store import Store


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_BATCH", 1)


def _entries_in_memory() -> int:
    return sum(isinstance(one, Entry) for one in gc.get_objects())


@pytest.mark.usefixtures("small_batches")
def test_no_entry_stays_in_memory_once_it_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gc.freeze()  # what is there already is not looked through again after every entry
    insert, before, found = build._Batches.insert, _entries_in_memory(), []

    def counted(batches: build._Batches) -> None:
        insert(batches)
        found.append(_entries_in_memory() - before)

    monkeypatch.setattr(build._Batches, "insert", counted)
    try:
        seeded = build.seed(LIGHTHOUSES, tmp_path / "x.db")
    finally:
        gc.unfreeze()
    assert len(found) > seeded.entries == 47
    assert max(found) <= 2


@pytest.mark.usefixtures("small_batches")
def test_the_size_of_a_batch_changes_nothing_that_can_be_read(tmp_path: Path, lights: Path) -> None:
    build.seed(LIGHTHOUSES, tmp_path / "x.db")
    with closing(Store(tmp_path / "x.db", context=True)) as mine, closing(Store(lights, context=True)) as other:
        for table in ("entries", "citations", "timeline_rows", "organisation_attested"):
            assert [*mine.select(f"SELECT * FROM {table}")] == [*other.select(f"SELECT * FROM {table}")]


WRONG = """
- kind: event
  slug: the-fault
  title: A fault
  summary: Of every kind.
  date: 1999-13
  date_basis: stated
  lane: nowhere
  type: launch
  organisations: [nobody, the-fault, keepers-1898]
  citations:
    - {document: keepers-1898, paragraph: 77, anchors: [0123456789-0123456789-4]}
    - {document: no-such-paper, paragraph: 1, anchors: [0123456789-0123456789-4]}
- {kind: paragraph, document: keepers-1898, number: 9, section: nowhere, anchors: [0123456789-0123456789-4]}
- {kind: paragraph, document: no-such-paper, number: 1, anchors: [0123456789-0123456789-4]}
"""


def test_the_faults_are_the_same_whether_what_is_referred_to_comes_before_or_after(corpus: Path) -> None:
    found = []
    for name in ("zz.yaml", "00.yaml"):
        (corpus / name).write_text(WRONG, encoding="utf-8")
        loaded, faults = examine(corpus)
        assert "the-fault" in loaded.entries
        found.append(sorted((fault.line, fault.message) for fault in faults))
        (corpus / name).unlink()
    assert found[0] == found[1]
    assert [line for line, _ in found[0]] == [6, 8, 9, 10, 10, 10, 12, 13, 14, 15]


def test_what_was_meant_is_looked_for_only_as_long_as_it_is_worth(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = [f"lamp-hous{n}" for n in range(10)]
    text = WRONG.replace("[nobody, the-fault, keepers-1898]", f"[{', '.join(missing)}]")
    (corpus / "zz.yaml").write_text(text, encoding="utf-8")

    def suggested() -> tuple[int, int]:
        messages = [fault.message for fault in examine(corpus)[1] if "no entry 'lamp-hous" in fault.message]
        return len(messages), sum("did you mean 'lamp-house'" in message for message in messages)

    assert suggested() == (10, 10)
    monkeypatch.setattr(names, "_MOST_COMPARED", 48 * 4)  # four times the entries, which are 48
    assert suggested() == (10, 4)


def test_of_a_corpus_with_faults_nothing_is_built_and_all_are_told(corpus: Path, tmp_path: Path) -> None:
    (corpus / "00.yaml").write_text(WRONG, encoding="utf-8")
    place = tmp_path / "place"
    place.mkdir()
    with pytest.raises(CorpusError) as raised:
        build.seed(corpus, place / "x.db")
    assert raised.value.faults == sorted(examine(corpus)[1])
    assert list(place.iterdir()) == []


def test_what_was_not_verified_is_not_built(corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    events = corpus / "events.yaml"

    def verify(_: object) -> list[errors.Fault]:
        events.write_text(events.read_text(encoding="utf-8").replace("Beacon Act", "Other Act"), encoding="utf-8")
        return []

    with pytest.raises(errors.FilesError, match="was changed while it was read"):
        build.seed(corpus, place / "x.db", verify)
    assert list(place.iterdir()) == []


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_ten_times_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, now = _Screen(), 100.0
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(errors.time, "monotonic", lambda: now)
    with Progress() as progress:
        for entries in range(1000):
            progress.count(f"{entries} read")
            now += 0.01
        progress.say("building")
    shown = screen.getvalue().split("\r\x1b[2K")[1:]
    assert shown[:2] == ["0 read", "10 read"]
    assert shown[-2:] == ["building", ""]
    assert 95 <= len(shown) <= 102


def test_progress_is_not_shown_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    build.seed(LIGHTHOUSES, tmp_path / "x.db")
    assert capsys.readouterr() == ("", "")
    screen = _Screen()
    monkeypatch.setattr("sys.stderr", screen)
    build.seed(LIGHTHOUSES, tmp_path / "x.db")
    assert "full-text index" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[2K")


@pytest.mark.usefixtures("small_batches")
def test_the_progress_tells_the_share_that_was_read_and_every_step_up_to_the_seal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    screen, now = _Screen(), iter(range(10_000))
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(errors.time, "monotonic", lambda: float(next(now)))
    build.seed(LIGHTHOUSES, tmp_path / "x.db")
    shown = screen.getvalue().split("\r\x1b[2K")[1:]
    shares = [int(found[1]) for line in shown if (found := re.match(r"reading the corpus: (\d+)%", line))]
    assert shares == sorted(shares)
    assert (shares[0] < 5, shares[-1] > 95) == (True, True)
    steps = [line.split(":")[0].removesuffix(" …") for line in shown if line]
    order = ["reading the corpus", "building the database", "checking the database", "sealing the database"]
    assert list(dict.fromkeys(steps)) == order


def test_the_collector_is_on_again_after_a_corpus_was_read(tmp_path: Path) -> None:
    load(LIGHTHOUSES)
    assert gc.isenabled()
    with pytest.raises(errors.FilesError):
        load(tmp_path)
    assert gc.isenabled()
