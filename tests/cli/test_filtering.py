"""Options that filter, sort and limit: which entries they select, and the messages for invalid values and limits."""

from __future__ import annotations

import itertools
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run, editing, examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pctui.cli.options import filter_of
from pctui.errors import UsageError
from pctui.kinds.kind import COMMON
from pctui.kinds.registry import KINDS
from pctui.kinds.vocabulary import NOT_REVIEWED
from pctui.panes import PANES
from pctui.queries.facet_values import choices, find_value, values
from pctui.queries.facets import FACETS
from pctui.queries.filters import EVERYTHING, Filter
from pctui.queries.lists import View
from pctui.queries.store import Store


@pytest.fixture(scope="module")
def store(lights: Path) -> Iterator[Store]:
    opened = Store(lights)
    yield opened
    opened.close()


def slugs(pctui: Run, lights: Path, *command: str) -> list[str]:
    answer = pctui(*command, "--db", lights, "--format", "jsonl")
    assert answer.code in (0, 1), answer.err
    return [json.loads(line)["slug"] for line in answer.out.splitlines()]


@pytest.mark.parametrize(("pane", "facet"), [(pane.name, facet) for pane in PANES.values() for facet in pane.facets])
def test_each_choice_of_a_pane_is_an_option_with_as_many_rows(
    pctui: Run, lights: Path, store: Store, pane: str, facet: str
) -> None:
    offered = choices(store, PANES[pane], facet, EVERYTHING)
    # Of these no entry has a status: tests/cli/test_drafts.py has some that do.
    assert offered or facet == "status" or (pane, facet) == ("ladder", "organisation")
    for choice in offered:
        for typed in {choice.value or choice.title, choice.title.upper()}:
            if facet == "kind" and typed != choice.value:
                continue
            found = slugs(pctui, lights, pane, f"--{facet}", *([] if FACETS[facet].flag else [typed]))
            assert len(found) == choice.count, choice
            name, filters = PANES[pane].grouped_list(), Filter({facet: (choice.value,)})
            rows = [row.slug for row in store.rows(name, filters=filters) if not row.heading]
            assert found == list(dict.fromkeys(rows))
            if pane != "timeline":
                shown = store.rows(name, view=View(arranged=store.arranged(name, filters)))
                assert [row.slug for row in shown if not row.heading] == rows


def test_combined_options_count_the_same_as_in_the_pane(pctui: Run, lights: Path, store: Store) -> None:
    seen = set()
    for lanes, modality, document, years in itertools.product(
        [(), ("law",), ("law", "lights")], [(), ("happened",)], [(), ("calder-wren-1911",)],
        [(None, None), ("1824", None), (None, "1850"), ("182X", "1899-07")],
    ):  # fmt: skip
        filters = Filter({"lane": lanes, "modality": modality, "document": document})
        options = [*(o for lane in lanes for o in ("--lane", lane)), *(o for m in modality for o in ("--modality", m))]
        options += [o for d in document for o in ("--document", d)]
        since, until = years
        if since:
            filters = filters.between(f"{since[:3].ljust(4, '0')}/{until or '..'}" if "X" in since else f"{since}/..")
            options += ["--since", since]
        if until:
            filters = filters.between(f"1820/{until}" if since else f"../{until}")
            options += ["--until", until]
        found = slugs(pctui, lights, "timeline", *options)
        assert len(found) == store.count("timeline", filters), options
        seen.add(len(found))
    assert len(seen) > 4, "the options all give the same"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("timeline --kind change", "beacons-bought lamps-to-towers lamps-to-towers-again"),
        ("timeline --kind changes --since 1900", "lamps-to-towers lamps-to-towers-again"),
        ("timeline --type act --type forecast", "beacon-act-1821 towers-by-1860"),
        ("timeline --milestone", "beacon-act-1821"),
        ("timeline --organisation board-of-lights", "beacon-act-1821 beacons-bought"),
        ("timeline --since 1899-07 --until 1899-07 --modality planned", "stations-order"),
        ("timeline --since 1899-08 --until 1911", "lamps-to-towers lamps-to-towers-again eleven-towers"),
        ("ladder --ladder classes-of-light", "class-1 class-2 class-3"),
        ("ladder --organisation lamp-house", "class-2"),
        ("ladder --document keepers-1898", "tie-1"),
        ("recommendations --strength firm --strength hedged", "train-together share-boats"),
        ("recommendations --strength hedged --boundary sea-and-shore", "share-boats"),
        ("recommendations --actor 'not said'", "train-together"),
        ("recommendations --actor board --sort slug", "join-the-wire share-boats"),
        ("recommendations --actor 'Board of Lights' --actor 'Not said' --strength firm", "train-together"),
        ("recommendations --boundary board-and-public --sort slug", "join-the-wire share-boats"),
        ("recommendations --standing proposal --sort slug", "join-the-wire share-boats train-together"),
        ("recommendations --until 1900", "join-the-wire"),
        ("recommendations --organisation wire-network", "join-the-wire"),
        ("recommendations --modality opinion --boundary board-and-public", "join-the-wire"),
        ("organisations --classification network", "wire-network"),
        ("organisations --classification 'named body'", "board-of-lights harbour-master"),
        ("organisations --since 1900", "board-of-lights keepers-union wire-network"),
        ("organisations --until 1821-02", "private-beacon lamp-house"),
        ("organisations --lane people", "keepers-union wire-network"),
        ("evidence --domain money", "villages-join-freely oil-cost-twice"),
        ("evidence --domain safety --domain money --direction descriptive", "villages-join-freely"),
        ("evidence --sort slug --direction descriptive", "villages-join-freely"),
        ("evidence --direction 'No effect or not achieved'", "charts-saved-ships"),
        ("evidence --organisation tower-station --modality claimed", "towers-saved-ships"),
        ("sources --until 1900", "keepers-1898"),
        ("sources --since 1911-05-31", "calder-wren-1911"),
        ("sources --document keepers-1898", "keepers-1898"),
        ("at 1890 --lane law --classification 'named body'", "board-of-lights"),
        ("at 1890 --document keepers-1898", "keepers-union wire-network"),
        ("search lamp --kind event --until 1870", "towers-by-1860"),
        ("search lamp --kind event --lane law", "stations-order"),
        ("search lamp kind:event --kind figure", ""),
        ("search oil --organisation tower-station", "tower-station"),
        ("timeline --sort title --limit 2", "towers-by-1860 beacon-act-1821"),
        ("timeline --sort date --limit 5", "beacon-act-1821 beacons-bought charts-1838 towers-by-1860 keepers-write"),
        ("timeline --sort newest --limit 1 --lane law", "stations-order"),
        ("timeline --limit 3", "beacon-act-1821 beacons-bought charts-1838"),
        ("recommendations --sort slug", "join-the-wire share-boats train-together"),
        ("recommendations --limit 2", "train-together share-boats"),
        ("organisations --sort date --limit 3", "lamp-house board-of-lights private-beacon"),
        ("organisations --sort newest --limit 2", "wire-network keepers-union"),
        ("sources --sort date", "keepers-1898 calder-wren-1911"),
        ("evidence --limit 1", "towers-saved-ships"),
        ("ladder --limit 4", "class-1 class-2 class-3 tie-1"),
    ],
)  # fmt: skip
def test_options_select_the_right_entries(pctui: Run, lights: Path, command: str, expected: str) -> None:
    assert slugs(pctui, lights, *shlex.split(command)) == expected.split()


def test_background_facts_are_filtered_too(pctui: Run, lights: Path) -> None:
    assert slugs(pctui, lights, "timeline", "--since", "1950") == []
    assert slugs(pctui, lights, "timeline", "--since", "1950", "--context") == ["light-museum"]


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (["timeline", "--lane", "lwa"], "there is no lane 'lwa'", "Choose one of: law, lights, people, other"),
        (["timeline", "--type", "acts"], "there is no type 'acts'", "Choose one of: act, forecast, closure"),
        (["timeline", "--kind", "wind"], "there is no kind 'wind'", "Choose one of: change, concept, document"),
        (["timeline", "--modality", "hoped"], "there is no modality 'hoped'", "Choose one of: happened, planned"),
        (["evidence", "--domain", "x"], "there is no domain 'x'", "Choose one of: safety, money"),
        (["sources", "--document", "x"], "there is no document 'x'", "Choose one of: calder-wren-1911, keepers-1898"),
        (
            ["recommendations", "--actor", "king"],
            "there is no actor 'king'",
            "Choose one of: authorities, board, keepers, not said",
        ),
        (["ladder", "--ladder", "x"], "there is no ladder 'x'", "Choose one of: classes-of-light, ties-to-others"),
        (["timeline", "--since", "1999-13"], "--since: '1999-13' is not a date", "Write 1 April 1999"),
        (["timeline", "--since", "../1999"], "--since: '../1999' has no beginning", ""),
        (["timeline", "--until", "1999/.."], "--until: '1999/..' has no end", ""),
        (["timeline", "--since", ""], "--since: '' has no beginning", ""),
        (["timeline", "--since", "1999", "--until", "1990"], "--since 1999 is after --until 1990", ""),
        (["timeline", "--lane", "\udcff\x1b[31m"], "there is no lane '", "Choose one of: law"),
        (["compare", "lamp-house"], "comparing takes at least two entries", "Give two or more slugs"),
        (["compare", "lamp-house", "lamp-house"], "comparing takes at least two entries", "Give two or more slugs"),
        (["lineage", "class-1"], "'class-1' is of kind level: only organisations have a lineage", ""),
    ],
)
def test_an_unknown_value_is_reported_with_the_known_ones(
    pctui: Run, lights: Path, options: list[str], message: str, hint: str
) -> None:
    answer = pctui(*options, "--db", lights)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"pctui: {message}")
    assert hint in answer.err
    assert "\x1b" not in answer.err


@pytest.mark.parametrize(
    ("option", "value", "choices"),
    [
        ("--sort", "colour", {"date", "newest", "title", "slug"}),
        ("--format", "docx", {"text", "markdown", "json", "jsonl", "csv"}),
        ("--limit", "0", set()),
    ],
)
def test_an_invalid_choice_is_reported_with_the_valid_ones(
    pctui: Run, lights: Path, option: str, value: str, choices: set[str]
) -> None:
    answer = pctui("timeline", option, value, "--db", lights)
    assert (answer.code, answer.out) == (2, "")
    sentence, see = answer.err.splitlines()  # the sentence is typer's
    assert {option} | choices <= set(re.findall(r"[\w-]+", sentence))
    assert see == "See: pctui timeline --help"


@pytest.mark.parametrize("command", [["compare", "class-1", "clas-2"], ["lineage", "lamp-hous"]])
def test_an_unknown_entry_is_reported(pctui: Run, lights: Path, command: list[str]) -> None:
    answer = pctui(*command, "--db", lights)
    assert (answer.code, answer.out) == (1, "")
    assert "\nSimilar: " in answer.err


def test_a_typing_error_suggests_the_nearest_of_many_values(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pctui.queries.facet_values._MAX_LISTED", 3)
    with pytest.raises(UsageError) as caught:
        find_value(store, "organisation", "lamp hose")
    assert caught.value.hint == "Similar: lamp-house"
    with pytest.raises(UsageError) as caught:
        find_value(store, "organisation", "zzz")
    assert caught.value.hint == "There are 8, for example: board-of-lights, harbour-master, keepers-union, …"
    monkeypatch.setattr("pctui.queries.facet_values.values", lambda *_: [])
    with pytest.raises(UsageError) as caught:
        find_value(store, "lane", "law")
    assert caught.value.hint == "The corpus has no values for it."


def test_every_value_finds_itself(store: Store) -> None:
    for facet in FACETS:
        for value, title in values(store, facet):
            assert find_value(store, facet, f" {(value or title).upper()} ") == value
            assert filter_of(store, {facet: [title, title]}).chosen(facet) == (value,)


def test_the_fixed_values_are_those_of_the_corpus_format() -> None:
    words = {part.name: part.words for kind in KINDS.values() for part in (*COMMON, *kind.parts) if part.words}
    fixed = {name: facet.words for name, facet in FACETS.items() if facet.words and not facet.flag}
    assert {*fixed.pop("status")} == {*words["status"], NOT_REVIEWED}
    assert {facet: words[facet] for facet in fixed} == fixed


def test_options_that_exclude_everything_are_named(pctui: Run, lights: Path) -> None:
    answer = pctui("timeline", "--lane", "law", "--since", "1950", "--modality", "planned", "--db", lights)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "pctui: no event matches\nThere would be 1 without --since.\n"
    answer = pctui("search", "lamp", "--kind", "event", "--lane", "people", "--db", lights)
    assert answer.err == ("pctui: nothing matches 'lamp'\nThere would be 3 without --lane.\n")
    answer = pctui("at", "1890", "--lane", "people", "--classification", "form", "--db", lights)
    assert "There would be 2 without --classification, 3 without --lane." in answer.err


def test_a_pane_without_entries_in_the_corpus(pctui: Run, lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("DELETE FROM recommendation_exemplars")
        connection.execute("DELETE FROM recommendation_details")
        for table in ("list_rows", "list_groups"):
            connection.execute(f"DELETE FROM {table} WHERE list LIKE 'recommendations by %'")
    answer = pctui("recommendations", "--db", lights_copy)
    assert (answer.code, answer.out, answer.err) == (1, "", "pctui: the corpus has no recommendation\n")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["timeline", "--limit", "2"], "showing 2 of 9; --limit shows more\n"),
        (["timeline", "--limit", "9"], ""),
        (["timeline", "--lane", "law", "--limit", "2"], "showing 2 of 3; --limit shows more\n"),
        (["recommendations", "--limit", "1", "--sort", "slug"], "showing 1 of 3; --limit shows more\n"),
        (["organisations", "--limit", "7"], "showing 7 of 8; --limit shows more\n"),
        (["at", "1890", "--limit", "1"], "showing 1 of 7; --limit shows more\n"),
        (["search", "lamp", "--limit", "2"], "showing 2 of 9; --limit shows more\n"),
        (["search", "lamp", "--limit", "9"], ""),
        (["lineage", "lamp-house", "--limit", "2"], "showing the nearest 2 organisations; --limit shows more\n"),
    ],
)
def test_a_limited_list_says_how_many_there_are(pctui: Run, lights: Path, command: list[str], message: str) -> None:
    for form in ("text", "markdown", "json", "jsonl", "csv"):
        answer = pctui(*command, "--db", lights, "--format", form)
        assert (answer.code, answer.err) == (0, message)


def test_more_matches_than_are_counted(pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pctui.cli.search._COUNTED", 3)
    answer = pctui("search", "lamp", "--limit", "2", "--db", lights, "--format", "json")
    assert answer.err == "showing 2 of more; --limit shows more\n"
    assert json.loads(answer.out)["total"] is None


EDTF = st.one_of(
    st.sampled_from(["1999", "1999-04", "1999-04-01", "199X", "19XX", "2002~", "1998?", "1990%", "../1999", "1999/..",
                     "1997/2001", "1997..2001", "..2001", "1998..", "[1994..1996]", "{1994,1996}", "1999-21", "Y17E8",
                     "-0044", "/1999", "1999/", "2001/1997", "9999-12-31", "0000", "", "..", "/", "1900-02-29"]),
    st.text(alphabet="0123456789-X?~%[]{}./ ,..TYES", max_size=14),
    st.text(max_size=8),
)  # fmt: skip


@settings(max_examples=examples(60))
@given(EDTF, EDTF)
@example("0001", "9999")
@example("\udcff", "\x00")
def test_any_two_dates_are_accepted(pctui: Run, lights: Path, since: str, until: str) -> None:
    for command in (["timeline"], ["search", "lamp"], ["organisations", "--sort", "date"]):
        answer = pctui(*command, f"--since={since}", f"--until={until}", "--db", lights, "--format", "jsonl")
        assert answer.code in (0, 1, 2)
        assert answer.code == 0 or answer.err.startswith("pctui: ")
        assert "itself" not in answer.err
