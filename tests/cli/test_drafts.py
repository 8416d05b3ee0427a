"""Drafts: they need no citation, are marked wherever they are listed, and leave the program only when asked for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run
from exports import FILES

from pctui.corpus.loader import records
from pctui.database import build
from pctui.database.build import seed
from pctui.database.grouped_lists import groups
from pctui.database.without_drafts import WORKED_OUT, without_drafts
from pctui.panes import PANES
from pctui.queries.facet_values import choices, offered
from pctui.queries.filters import EVERYTHING, Filter
from pctui.queries.store import Store
from pctui.render.formats import FORMATS

DRAFTS = """
- kind: organisation
  slug: pilot-office
  title: Pilot office
  summary: An office for pilots.
  status: draft
  classification: named body
  existence: 1850/1890
  existence_basis: stated
  lane: lights

- kind: event
  slug: pilots-come
  title: Pilots come
  summary: Pilots came in 1850.
  status: draft
  date: '1850'
  date_basis: stated
  lane: lights
  type: act
  milestone: true
  organisations: [pilot-office, board-of-lights]

- kind: event
  slug: pilots-leave
  title: Pilots leave
  summary: Pilots are said to have left.
  status: draft
  origin: context
  date: '1890'
  date_basis: stated
  lane: people
  type: state
"""
# A figure of the pilot office, which cannot be without it, and an event that can.
RESTING = """
- kind: figure
  slug: pilots-number
  title: Number of pilots
  summary: How many pilots there were.
  measure: Pilots
  value: 4
  unit: pilots
  subject: pilot-office
  origin: context
  sources: [{title: Source, url: 'https://example.org/x', read: '2026'}]

- kind: event
  slug: pilots-strike
  title: Pilots strike
  summary: The pilots struck.
  date: '1860'
  date_basis: stated
  lane: lights
  type: state
  organisations: [pilot-office]
  origin: context
  sources: [{title: Source, url: 'https://example.org/x', read: '2026'}]
"""


@pytest.fixture
def drafted(corpus: Path, tmp_path: Path) -> Path:
    """The lighthouses with three drafts, built."""
    (corpus / "drafts.yaml").write_text(DRAFTS, encoding="utf-8")
    seed(corpus, tmp_path / "drafted.db")
    return tmp_path / "drafted.db"


def test_a_draft_needs_no_citation_and_check_passes(pctui: Run, corpus: Path) -> None:
    (corpus / "drafts.yaml").write_text(DRAFTS, encoding="utf-8")
    assert pctui("check", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS).code == 0
    (corpus / "drafts.yaml").write_text(DRAFTS.replace("  status: draft\n", "", 1), encoding="utf-8")
    answer = pctui("check", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert answer.code == 2
    assert (
        "drafts.yaml:3: 'pilot-office' has no citation; `pctui cite` prints one, or mark it 'status: draft'"
        in answer.err
    )


def test_drafts_are_marked_where_they_are_listed(pctui: Run, drafted: Path) -> None:
    assert "Pilots come. [draft] Pilots came" in pctui("timeline", "--db", drafted).out
    assert "\n[draft] An office for pilots." in pctui("organisations", "--db", drafted).out
    assert "Pilots come [draft] (Event, pilots-come)" in pctui("search", "pilots", "--db", drafted).out
    assert "Event · 1850 · draft" in pctui("show", "pilots-come", "--db", drafted).out
    assert "Pilot office, 1850 to 1890, draft." in pctui("--plain", "--db", drafted, stdin="organisations\n").out
    assert '"status": "draft"' in pctui("show", "pilots-come", "--db", drafted, "--format", "json").out


@pytest.mark.parametrize("way", FILES.values(), ids=list(FILES))
def test_an_export_is_as_if_drafts_were_not_there(pctui: Run, drafted: Path, lights: Path, way: list[str]) -> None:
    answer = pctui("export", *way, "--db", drafted)
    assert answer.code == 0, answer.err
    assert "2 drafts are left out; --drafts writes them" in answer.err
    assert answer.out == pctui("export", *way, "--db", lights).out


def test_an_export_with_drafts_marks_them(pctui: Run, drafted: Path) -> None:
    assert (
        "- *1850:* **Pilots come**. *\\[draft\\]* Pilots came"
        in pctui("export", "markdown", "--drafts", "--db", drafted).out
    )
    assert "Pilots come (draft)" in pctui("export", "timelinejs", "--drafts", "--db", drafted).out


def test_an_export_with_background_facts_leaves_their_drafts_out_too(pctui: Run, drafted: Path, lights: Path) -> None:
    answer = pctui("export", "jsonl", "--context", "--db", drafted)
    assert "3 drafts are left out" in answer.err
    assert answer.out == pctui("export", "jsonl", "--context", "--db", lights).out


def test_what_cannot_be_without_a_draft_is_left_out_and_counted(pctui: Run, corpus: Path, tmp_path: Path) -> None:
    (corpus / "drafts.yaml").write_text(DRAFTS + RESTING, encoding="utf-8")
    db = tmp_path / "resting.db"
    seed(corpus, db)
    answer = pctui("export", "jsonl", "--context", "--db", db)
    assert "3 drafts are left out, and 1 entry that cannot be without; --drafts writes them" in answer.err
    assert "pilots-number" not in answer.out
    assert "pilots-strike" in answer.out
    assert "pilot-office" not in answer.out


def test_every_list_of_the_database_without_drafts_is_that_of_a_corpus_without_them(
    drafted: Path, lights: Path
) -> None:
    for context in (False, True):
        with (
            closing(Store(without_drafts(drafted), context=context)) as fewer,
            closing(Store(lights, context=context)) as never,
        ):
            lists = ["timeline", *groups()]
            for name in lists:
                assert fewer.rows(name) == never.rows(name), name
            assert fewer.counts() == never.counts()


# What the commands print, by the form: text is for reading, all others are taken elsewhere.
TAKEN = [form for form, found in FORMATS.items() if found.answer and form != "text"]
LISTS = [
    ["timeline"],
    ["organisations"],
    ["evidence"],
    ["sources"],
    ["at", "1855"],
    ["lineage"],
    ["search", "pilots", "lights"],
]


@pytest.mark.parametrize("form", TAKEN)
@pytest.mark.parametrize("command", LISTS, ids=lambda command: command[0])
def test_what_is_taken_elsewhere_is_as_if_drafts_were_not_there(
    pctui: Run, drafted: Path, lights: Path, command: list[str], form: str
) -> None:
    answer = pctui(*command, "--format", form, "--db", drafted)
    assert answer.code == 0, answer.err
    assert "2 drafts are left out; --drafts writes them" in answer.err
    assert answer.out == pctui(*command, "--format", form, "--db", lights).out


@pytest.mark.parametrize(
    "command", [["timeline"], ["at", "1855"], ["search", "pilots"]], ids=lambda command: command[0]
)
def test_with_drafts_they_are_there_and_marked(pctui: Run, drafted: Path, command: list[str]) -> None:
    answer = pctui(*command, "--format", "markdown", "--drafts", "--db", drafted)
    assert "[draft" in answer.out.replace("\\", "")
    assert "left out" not in answer.err
    assert pctui(*command, "--format", "text", "--db", drafted).out.count("[draft]")


@pytest.mark.parametrize("form", TAKEN)
def test_a_draft_that_is_named_is_shown_and_marked(pctui: Run, drafted: Path, form: str) -> None:
    answer = pctui("show", "pilots-come", "--format", form, "--db", drafted)
    assert answer.code == 0, answer.err
    assert "draft" in answer.out
    assert "left out" not in answer.err


def test_a_page_in_html_of_a_draft_that_is_named_is_written(pctui: Run, drafted: Path) -> None:
    assert "draft" in pctui("export", "html", "pilots-come", "--db", drafted).out


def test_the_page_of_another_entry_is_without_drafts_where_it_is_taken_elsewhere(pctui: Run, drafted: Path) -> None:
    assert "Pilots come [draft]" in pctui("show", "board-of-lights", "--db", drafted).out
    answer = pctui("show", "board-of-lights", "--format", "markdown", "--db", drafted)
    assert "Pilots come" not in answer.out
    assert "2 drafts are left out" in answer.err


def test_a_read_only_login_marks_drafts_and_leaves_none_out(
    pctui: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pctui.cli.store.secure", lambda: True)
    answer = pctui("timeline", "--format", "markdown", "--db", drafted)
    assert answer.code == 0
    assert "draft" in answer.out
    assert "Drafts are not left out in this login; each is marked." in answer.err


def test_a_database_without_drafts_is_used_as_it_is(lights: Path) -> None:
    assert without_drafts(lights) == lights


def test_the_tables_that_are_worked_out_are_those_that_the_corpus_does_not_fill(lights: Path) -> None:
    filled: set[str] = set()

    def insert(connection: sqlite3.Connection) -> build.Seeded:
        found = records(LIGHTHOUSES, [])
        seeded = build._insert(connection, found, [], ("", False), build.Progress(), None)
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        filled.update(
            name for name in tables if connection.execute(f"SELECT EXISTS (SELECT 1 FROM '{name}')").fetchone()[0]
        )
        return seeded

    build.write(lights.with_name("again.db"), insert, build.Progress())
    with closing(Store(lights)) as store:
        names = {
            name
            for (name,) in store.select(
                "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
            if store.select(f"SELECT 1 FROM '{name}' LIMIT 1")
        }
    assert names - filled == WORKED_OUT


def test_lists_are_filtered_by_status(pctui: Run, drafted: Path) -> None:
    assert "Pilots come" in (drafts := pctui("timeline", "--status", "draft", "--db", drafted).out)
    assert "Beacon Act" not in drafts
    assert "Beacon Act" in (others := pctui("timeline", "--status", "not reviewed", "--db", drafted).out)
    assert "Pilots come" not in others
    data = pctui("timeline", "--status", "draft", "--format", "csv", "--db", drafted)  # which asks for them
    assert "pilots-come" in data.out
    assert "left out" not in data.err
    assert pctui("timeline", "--status", "reviewed", "--db", drafted).code == 1
    assert "draft, not reviewed, reviewed" in pctui("timeline", "--status", "drafted", "--db", drafted).err


def test_nothing_need_be_filtered_by_status_where_no_entry_has_one(drafted: Path, lights: Path) -> None:
    for path, number in ((lights, 0), (drafted, 2)):
        with closing(Store(path)) as store:
            assert offered(store, PANES["timeline"])["status"] == number


def test_as_many_entries_as_are_counted_have_each_status(drafted: Path) -> None:
    for context in (False, True):
        with closing(Store(drafted, context=context)) as store:
            for pane in PANES.values():
                for choice in choices(store, pane, "status", EVERYTHING):
                    found = store.total(pane.grouped_list(), Filter({"status": (choice.value,)}))
                    assert found == choice.count, (pane.name, choice)
