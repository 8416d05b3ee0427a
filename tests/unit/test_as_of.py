"""What follows from bounds and from changes for a date: certain, possible, planned, undated, or not in existence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from conftest import LIGHTHOUSES

from pctui.database.build import seed
from pctui.queries.as_of import in_existence
from pctui.queries.store import Store

CITED = [{"document": "calder-wren-1911", "paragraph": 2, "anchors": ["715d61cf28-bbbfbe6939-12"]}]
At = Callable[..., dict[str, str]]


def body(slug: str, existence: str | None = None, **more: Any) -> dict[str, Any]:
    dated = {"existence": existence, "existence_basis": "stated", "lane": "lights"} if existence else {}
    common = {"kind": "organisation", "title": slug, "summary": "A body.", "classification": "form"}
    return {"slug": slug, **common, **dated, "citations": CITED, **more}


def change(when: str, original: list[str], resulting: list[str], **more: Any) -> dict[str, Any]:
    common = {"kind": "change", "title": "A change", "summary": "Some became others.", "date_basis": "stated"}
    sides = {"original": original, "resulting": resulting}
    return {"slug": f"change-{when.strip('[]./').replace('/', '-')}", **common, "date": when, **sides, **more}


def event(when: str, kind: str, *organisations: str, **more: Any) -> dict[str, Any]:
    common = {"kind": "event", "title": kind, "summary": "It happened.", "date_basis": "stated", "lane": "lights"}
    return {"slug": f"{kind}-{when}", **common, "date": when, "type": kind, "organisations": organisations, **more}


CONTEXT = {"origin": "context", "sources": [{"title": "Page", "url": "https://example.org/", "read": "2026-11-02"}]}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Callable[..., At]]:
    """What a corpus with these records besides its document says of a date: the doubt about each organisation."""
    with ExitStack() as stack:

        def build(*records: dict[str, Any]) -> At:
            folder = tmp_path / "corpus"
            folder.mkdir()
            for name in ("documents.yaml", "paragraphs.yaml", "corpus.yaml"):
                text = (LIGHTHOUSES / name).read_text(encoding="utf-8")
                types = "  event_types:\n    - {slug: creation, title: C}\n    - {slug: abolition, title: A}\n"
                (folder / name).write_text(text.replace("  event_types:\n", types), encoding="utf-8")
            cited = [record if record.get("origin") else {"citations": CITED} | record for record in records]
            (folder / "more.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in cited))
            seed(folder, tmp_path / "at.db")

            def at(first: str, last: str | None = None, *, context: bool = False) -> dict[str, str]:
                store = Store(tmp_path / "at.db", context=context)
                stack.callback(store.close)
                return {item.entry.slug: item.doubt for item in in_existence(store, first, last)}

            return at

        yield build


def test_a_start_that_is_known_only_from_a_change_that_it_came_of(at: Callable[..., At]) -> None:
    found = at(body("old", "1850/.."), body("new"), change("../1870", ["old"], ["new"], partial=True))
    assert found("1849-12-31") == {}
    assert found("1860-01-01")["new"] == "may not have started, end date unknown"
    assert found("1871-01-01")["new"] == "end date unknown"
    assert found("1871-01-01")["old"] == ""


def test_a_hand_over_within_a_month_leaves_both_possible_on_a_day_of_it(at: Callable[..., At]) -> None:
    found = at(body("old", "1850/1899-04"), body("new", "1899-04/.."), change("1899-04", ["old"], ["new"]))
    assert found("1899-03-31") == {"old": ""}
    for day in ("1899-04-01", "1899-04-15"):
        assert found(day) == {"old": "may have ended", "new": "may not have started"}
    assert found("1899-04-30") == {"old": "may have ended", "new": ""}
    assert found("1899-05-01") == {"new": ""}
    assert found("1899-04-01", "1899-04-30") == {"old": "", "new": ""}, "both existed at some time in that month"


def test_a_hand_over_on_a_day_leaves_the_old_possible_on_it(at: Callable[..., At]) -> None:
    found = at(body("old", "1850/.."), body("new", "1899-04-01/.."), change("1899-04-01", ["old"], ["new"]))
    assert found("1899-03-31") == {"old": ""}
    assert found("1899-04-01") == {"new": "", "old": "may have ended"}
    assert found("1899-04-02") == {"new": ""}


def test_the_last_day_that_is_given_is_a_day_of_its_existence(at: Callable[..., At]) -> None:
    found = at(body("old", "1850/1899-03-31"))
    assert found("1899-03-31") == {"old": ""}
    assert found("1899-04-01") == {}


def test_an_approximate_date_may_be_off_by_its_own_length(at: Callable[..., At]) -> None:
    found = at(body("short", "1870~/1880-05~"))
    assert found("1868-12-31") == {}
    assert found("1869-06-01") == {"short": "may not have started"}
    assert found("1872-01-01") == {"short": ""}
    assert found("1880-06-30") == {"short": "may have ended"}
    assert found("1880-07-02") == {}


def test_what_happened_is_known_better_than_what_was_planned(at: Callable[..., At]) -> None:
    found = at(
        body("old", "1850/1904", planned_from="1900"),
        body("new", "1850/.."),
        change("1902-04-01", ["old"], ["new"], **CONTEXT),
    )
    assert found("1901-01-01")["old"] == "planned or forecast then"
    assert found("1903-01-01")["old"] == "planned or forecast then"
    assert found("1901-01-01", context=True)["old"] == ""
    assert "old" not in found("1903-01-01", context=True)


def test_its_own_dates_stand_against_a_change_that_they_contradict(at: Callable[..., At]) -> None:
    found = at(body("old", "1850/1904"), body("new", "1850/.."), change("1880", ["old"], ["new"]))
    assert found("1890-01-01") == {"new": "", "old": ""}


def test_a_change_that_was_only_planned_shows_nothing(at: Callable[..., At]) -> None:
    found = at(body("old", "1850/.."), body("new"), change("1880", ["old"], ["new"], modality="planned"))
    assert found("1890-01-01") == {"old": "", "new": "dates not given"}


def test_creations_and_abolitions_bound_what_they_name(at: Callable[..., At]) -> None:
    found = at(
        body("old", "1850/.."),
        body("new", "1899-04/.."),
        body("planned", "1899/..", planned_from="1899", modality="planned"),
        event("1870", "creation", "old"),
        event("1899-04-01", "abolition", "old", "new", **CONTEXT),
        event("1902-04", "creation", "planned", **CONTEXT),
    )
    assert found("1900-01-01") == {"old": "", "new": "", "planned": "planned or forecast then"}
    assert "old" not in found("1900-01-01", context=True)
    assert found("1900-01-01", context=True)["new"] == "", "it started then"
    assert found("1902-05-01", context=True)["planned"] == ""


def test_what_is_only_planned_and_has_no_dates_is_not_known_to_exist(at: Callable[..., At]) -> None:
    found = at(body("there"), body("wished", modality="proposed"))
    assert found("1900-01-01") == {"there": "dates not given"}


def test_a_store_that_reads_another_database_knows_its_organisations(tmp_path: Path, lights: Path) -> None:
    """An organisation that was just written is drawn in the explorer, whose store becomes another then."""
    folder = tmp_path / "corpus"
    shutil.copytree(LIGHTHOUSES, folder)
    (folder / "more.jsonl").write_text(json.dumps({**body("new-board", "1850/.."), "citations": CITED}) + "\n")
    seed(folder, tmp_path / "more.db")
    with closing(Store(lights)) as store:
        before = {found.entry.slug for found in in_existence(store, "1860-01-01")}
        store.become(Store(tmp_path / "more.db"))
        after = {found.entry.slug for found in in_existence(store, "1860-01-01")}
    assert after - before == {"new-board"}
