"""A filter matches the same entries as a simple check of every row in Python; dates can be typed in several ways."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.database.build import seed
from pctui.database.grouped_lists import groups
from pctui.edtf import DateError
from pctui.kinds.registry import KINDS
from pctui.kinds.vocabulary import STRENGTHS
from pctui.model import Bar, Record
from pctui.panes import PANES
from pctui.queries.as_of import in_existence
from pctui.queries.entry import describe
from pctui.queries.facet_values import choices, find_value, titles
from pctui.queries.facets import FACETS
from pctui.queries.filters import DATES, EVERYTHING, Filter, bounds, dates_label
from pctui.queries.lists import ORDERS
from pctui.queries.lists import View as ListView
from pctui.queries.records import records, records_of
from pctui.queries.store import Store
from pctui.queries.timeline import figures_at, hiding, levels_at
from pctui.queries.timeline_window import NarrowedTimeline, Timeline
from pctui.tui.panes.timeline.axis import View
from pctui.tui.panes.timeline.spans import place

LIST = "timeline"
TIMELINE = PANES[LIST]
CHOICES = {
    "lane": [(), ("law",), ("lights", "people")],
    "type": [(), ("publication",), ("act", "change")],
    "modality": [(), ("planned", "forecast"), ("happened",)],
    "document": [(), ("keepers-1898",), ("calder-wren-1911",)],
    "organisation": [(), ("board-of-lights",), ("lamp-house", "private-beacon")],
}
DATES_CHOSEN = [(None, None), ("1838-01-01", None), (None, "1850-12-31"), ("1890-01-01", "1899-12-31")]
DOCUMENTS_DAY = ("1898-06-04", "1898-06-04")


@pytest.fixture(scope="module")
def store(lights: Path) -> Iterator[Store]:
    opened = Store(lights)
    yield opened
    opened.close()


def passes(store: Store, slug: str, filters: Filter) -> bool:
    """Whether a row matches, checked in Python from the whole entry."""
    entry = describe(store, slug)
    lane, kind, day, last = store.select("SELECT lane, type, date, date_latest FROM timeline WHERE slug = :s", s=slug)[
        0
    ]
    related = {i.entry.slug for a in entry.attributes for i in a.items if i.entry and i.entry.kind == "organisation"}
    lanes, types, modalities, documents, organisations = map(filters.chosen, CHOICES)
    return (
        (not lanes or lane in lanes)
        and (not types or kind in types)
        and (not modalities or entry.modality in modalities)
        and (not documents or bool({c.document for c in entry.citations} & set(documents)))
        and (not organisations or bool(related & set(organisations)))
        and (not filters.since or last is None or last >= filters.since)
        and (not filters.until or (day or last) <= filters.until)
    )


def drawn(store: Store, filters: Filter) -> list[Bar]:
    """Return everything that the chart can draw of what matches a filter."""
    with closing(store.further()) as further:
        timeline = NarrowedTimeline(further, filters) if filters else Timeline(further)
        lanes = [*(slug for slug, _ in store.terms("lane")), ""]
        return [bar for lane in lanes for get in (timeline.spans, timeline.markers) for bar in get(lane, "", "~")]


@pytest.mark.parametrize("years", DATES_CHOSEN, ids=["all", "since", "until", "between"])
def test_every_combination_of_facets_matches_exactly_the_right_rows(
    store: Store, years: tuple[str | None, str | None]
) -> None:
    every = store.rows(LIST)
    seen = set()
    for values in itertools.product(*CHOICES.values()):
        filters = Filter(dict(zip(CHOICES, values, strict=True)), *years)
        rows = store.rows(LIST, filters=filters)
        assert rows == [row for row in every if passes(store, row.slug, filters)]
        assert store.count(LIST, filters) == len(rows)
        assert [store.position(LIST, row.slug, filters) for row in rows] == list(range(len(rows)))
        assert store.rows(LIST, 1, 2, filters) == rows[1:3]
        assert {bar.slug for bar in drawn(store, filters) if bar.kind == "event"} == {row.slug for row in rows}
        seen.add(len(rows))
    assert len(seen) > 2, "the chosen values make no difference"


ENTRIES = {
    "kind": [(), ("event", "figure"), ("document",)],
    "lane": [(), ("law",)],
    "document": [(), ("keepers-1898",)],
    "modality": [(), ("happened", "claimed")],
    "organisation": [(), ("board-of-lights", "tower-station")],
}
ISSUED = {"calder-wren-1911": ("1911-05-01", "1911-05-31"), "keepers-1898": ("1898-06-04", "1898-06-04")}


def when(fields: dict[str, Any], computed: dict[str, Any]) -> tuple[str | None, str | None] | None:
    """Return the first and last day of an entry, as the README defines them."""
    if "date" in fields:
        return computed["date_earliest"] or computed["date_latest"], computed["date_latest"]
    if fields["kind"] == "organisation":
        return (computed["existence_earliest"], computed["existence_latest"]) if fields["existence"] else None
    if fields["as_of"]:
        return computed["as_of_earliest"], computed["as_of_latest"]
    document = fields["slug"] if fields["kind"] == "document" else next(iter(fields["citations"]), {}).get("document")
    return ISSUED.get(document)


def related(fields: dict[str, Any]) -> set[str]:
    """Return the organisations that an entry refers to."""
    lists = ("organisations", "original", "resulting", "exemplars")
    named = {slug for name in lists for slug in fields.get(name, ())}
    return named | {fields[name] for name in ("slug", "organisation", "subject") if fields.get(name)}


def lets_through(record: Record, filters: Filter) -> bool:
    fields, computed = record.fields, record.computed
    days = when(fields, computed)
    kinds, lanes, documents, modalities, organisations = map(filters.chosen, ENTRIES)
    return (
        (not kinds or record.kind in kinds)
        and (not lanes or (fields.get("lane") or computed.get("lane")) in lanes)
        and (not modalities or fields["modality"] in modalities)
        and (not documents or not {record.slug, *(c["document"] for c in cited(fields))}.isdisjoint(documents))
        and (not organisations or bool(related(fields) & set(organisations)))
        and (not filters.since or (days is not None and (days[1] or "9999-12-31") >= filters.since))
        and (not filters.until or (days is not None and (days[0] or "0001-01-01") <= filters.until))
    )


def cited(fields: dict[str, Any]) -> list[dict[str, Any]]:
    items = [item for name in ("outcomes", "functions", "drawbacks", "composition") for item in fields.get(name, ())]
    return [citation for owner in (fields, *items) for citation in owner["citations"]]


@pytest.mark.parametrize("kind", ["figure", "person"])
def test_a_kind_is_also_found_by_its_plural(store: Store, kind: str) -> None:
    assert find_value(store, "kind", KINDS[kind].plural.capitalize()) == kind


@pytest.mark.parametrize("years", [*DATES_CHOSEN, DOCUMENTS_DAY], ids=["all", "since", "until", "between", "day"])
def test_a_filter_means_the_same_for_entries_of_every_kind(store: Store, years: tuple[str | None, str | None]) -> None:
    every = list(records(store))
    seen = set()
    for values in itertools.product(*ENTRIES.values()):
        filters = Filter(dict(zip(ENTRIES, values, strict=True)), *years)
        found = store.select(
            f"SELECT slug FROM entries e WHERE origin = 'document' AND {filters.entries('e.slug')} ORDER BY id",
            **filters.parameters,
        )
        assert [row[0] for row in found] == [r.slug for r in every if lets_through(r, filters)], filters
        seen.add(len(found))
    assert len(seen) > 2, "the chosen values make no difference"


@pytest.mark.parametrize("name", ["timeline", "levels", "organisations", "evidence", "documents"])
@pytest.mark.parametrize("order", [order for order in ORDERS if order != "strength"])
def test_sorting_omits_no_entry_and_puts_undated_ones_last(store: Store, name: str, order: str) -> None:
    rows = list(store.sorted_rows(name, order))
    assert {row.slug for row in rows} == {row.slug for row in store.rows(name) if not row.heading}
    assert store.total(name) == len(rows)
    assert list(store.sorted_rows(name, order, 2)) == rows[:2]
    keys: list[Any] = [row.title.casefold() if order == "title" else row.slug for row in rows]
    if order in ("date", "newest"):
        spans = [when(record.fields, record.computed) for record in records_of(store, [row.slug for row in rows])]
        dated = [span[0] or span[1] for span in spans if span]
        assert all(span is None for span in spans[len(dated) :])
        assert dated == sorted(dated, key=str, reverse=order == "newest")
    else:
        assert keys == sorted(keys)


@pytest.mark.parametrize(
    "name", [name for name in sorted(groups()) if name not in ("disagreements", "evidence subjects")]
)
@pytest.mark.parametrize("order", ORDERS)
def test_a_pane_sorts_as_its_command_does_and_has_each_entry_once(store: Store, name: str, order: str) -> None:
    for filters in (EVERYTHING, Filter({"document": ("calder-wren-1911",)})):
        view = ListView(arranged=store.arranged(name, filters, order))
        rows = store.rows(name, view=view)
        assert [row.slug for row in rows] == [row.slug for row in store.sorted_rows(name, order, filters=filters)]
        assert rows == [row for i in range(len(rows)) for row in store.rows(name, i, 1, view=view)], "by the window"
        listed = store.grouped(name, view)
        assert [listed.position(row.slug) for row in rows] == list(range(len(rows)))
        assert [listed.place_of(i) for i in range(len(rows))] == list(range(listed.entries))


def test_the_firmest_recommendations_come_first(store: Store) -> None:
    view = ListView(arranged=store.arranged("recommendations by actor", EVERYTHING, "strength"))
    rows = store.rows("recommendations by actor", view=view)
    assert [row.side for row in rows] == sorted((row.side for row in rows), key=STRENGTHS.index)
    assert len({row.side for row in rows}) > 1


@pytest.mark.parametrize(
    ("since", "until", "label"),
    [
        ("1999-04-01", "1999-04-01", "1 April 1999"),
        ("1999-04-01", "1999-04-30", "April 1999"),
        ("1999-01-01", "1999-04-30", "January 1999 – April 1999"),
        ("1999-01-01", "2001-12-31", "1999–2001"),
        ("1999-04-01", "1999-05-15", "April 1999 – 15 May 1999"),
        ("1999-04-01", "1999-04-15", "1 April 1999 – 15 April 1999"),
    ],
)
def test_the_dates_of_a_filter_are_shown_as_they_were_typed(since: str, until: str, label: str) -> None:
    assert dates_label(since, until) == label
    assert EVERYTHING.between(label) == Filter(since=since, until=until)


def test_a_broader_term_finds_what_has_a_narrower_one(store: Store) -> None:
    name = "recommendations by actor"
    slugs = {
        actor: {row.slug for row in store.rows(name, filters=Filter({"actor": (actor,)})) if row.slug}
        for actor in ("authorities", "board", "not said")
    }
    assert slugs["authorities"] == slugs["board"] == {"share-boats", "join-the-wire"}
    assert not slugs["not said"] & slugs["board"]
    counted = {c.value: c.count for c in choices(store, PANES["recommendations"], "actor")}
    assert counted == {actor: len(found) for actor, found in slugs.items()}
    under = choices(store, PANES["recommendations"], "actor", Filter({"strength": ("hedged",)}))
    assert {c.value: c.count for c in under} == {"authorities": 1, "board": 1, "not said": 0}


def test_records_of_given_entries_come_in_the_given_order(store: Store, monkeypatch: Any) -> None:
    every = list(records(store))
    monkeypatch.setattr("pctui.database.read_only.BATCH", 7)
    slugs = [record.slug for record in reversed(every)]
    assert list(records_of(store, [*slugs, "nobody"])) == every[::-1]


def test_an_entry_that_does_not_match_has_no_position(store: Store) -> None:
    assert store.position(LIST, "beacon-act-1821", Filter({"lane": ("lights",)})) is None


def test_spans_are_filtered_too_but_have_no_type(store: Store) -> None:
    def spans(filters: Filter) -> set[str]:
        return {bar.slug for bar in drawn(store, filters) if bar.kind == "organisation"}

    assert spans(Filter({"lane": ("law",)})) == {"board-of-lights"}
    assert spans(Filter({"type": ("act",)})) == set(), "a span is of no type"
    assert spans(Filter(until="1826-12-31")) == {"board-of-lights", "private-beacon", "lamp-house"}
    assert spans(Filter({"document": ("keepers-1898",)})) == {"keepers-union", "wire-network"}
    assert spans(Filter({"organisation": ("lamp-house",)}, since="1900-01-01")) == set()


@pytest.mark.parametrize("value", ["'; DROP TABLE entries; --", '"]', "ünknown\x00", ""])
def test_a_value_is_never_interpreted_as_sql(store: Store, value: str) -> None:
    for facet in FACETS:
        filters = EVERYTHING.toggled(facet, value)
        assert store.count(LIST, filters) == 0
        assert value not in filters.events or not value
        assert value not in filters.spans or not value
    assert store.count(LIST) > 0


def test_each_facet_counts_the_rows_that_match_the_others(store: Store) -> None:
    for filters in (
        EVERYTHING,
        Filter({"lane": ("law",)}),
        Filter({"document": ("keepers-1898",)}, since="1899-01-01"),
    ):
        for facet in TIMELINE.facets:
            for choice in choices(store, TIMELINE, facet, filters):
                with_it = filters.choosing(facet, choice.value)
                assert choice.count == store.count(LIST, with_it), (facet, choice)
    lanes = choices(store, TIMELINE, "lane", Filter({"lane": ("law",), "type": ("act",)}))
    assert [(c.title, c.count) for c in lanes] == [("Law", 1), ("Lights", 0), ("People", 0)]
    assert "Change event" in [c.title for c in choices(store, TIMELINE, "type", EVERYTHING)]


def test_chosen_values_are_shown_by_their_titles(store: Store) -> None:
    filters = Filter({"lane": ("law", "gone"), "document": ("keepers-1898",)})
    assert titles(store, filters) == {"lane": ["Law", "gone"], "document": ["Keepers 1898"]}
    assert filters.active == ("lane", "document")
    assert Filter(since="1999-01-01").active == (DATES,)
    assert not EVERYTHING
    assert not filters.without("lane").without("document")
    assert filters.toggled("lane", "law").chosen("lane") == ("gone",)


def test_the_facets_that_exclude_everything_are_identified(store: Store) -> None:
    alone, without = hiding(store, Filter({"lane": ("law",), "document": ("keepers-1898",)}, until="1700-12-31"))
    assert alone == (DATES,)
    assert without == {"lane": 0, "document": 0, DATES: 1}
    alone, without = hiding(store, Filter({"lane": ("people",), "type": ("act",)}))
    assert alone == ()
    assert without == {"lane": 1, "type": 3}, "bodies are counted with the events"


def test_levels_and_figures_at_a_date(store: Store) -> None:
    def existing(day: str) -> list[str]:
        return [item.entry.slug for item in in_existence(store, day) if not item.doubt]

    (ladder, levels), *rest = levels_at(store, existing("1850-06-01"))
    assert not rest
    assert ladder.title == "Classes of light"
    assert [level.slug for level in levels] == ["class-2"]
    assert levels_at(store, existing("1700-01-01")) == []
    found, total = figures_at(store, existing("1850-06-01"), "1850-06-01", 5)
    assert [(known.entry.slug, known.value, known.as_of) for known in found] == [
        ("lamp-houses-1850", "26 lights", "1850")
    ]
    assert total == 1
    assert figures_at(store, existing("1849-06-01"), "1849-06-01", 5) == ([], 0), "not known before its date"
    found, total = figures_at(store, existing("1911-05-31"), "1911-05-31", 1)
    assert [known.entry.slug for known in found] == ["dues-on-oil"], "a figure without a date is of its document's"
    assert total == 1, "the lamp houses were gone by then"


def test_an_organisation_is_attested_up_to_the_date_of_the_latest_document_that_it_cites(store: Store) -> None:
    attested = {bar.slug: bar.attested for bar in drawn(store, EVERYTHING) if bar.kind == "organisation"}
    assert attested["keepers-union"] == "1898-06-04"
    assert attested["board-of-lights"] == "1911-05-31"
    assert attested["lamp-house"] is None, "its end is known"


def test_a_body_known_only_to_have_begun_by_a_day_is_drawn_from_that_day(corpus: Path, tmp_path: Path) -> None:
    file = corpus / "organisations.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("existence: 1887/..", "existence: '[..1887]/..'"))
    seed(corpus, tmp_path / "bounds.db")
    with closing(Store(tmp_path / "bounds.db")) as store:
        union = next(bar for bar in drawn(store, EVERYTHING) if bar.slug == "keepers-union")
        assert (union.start, union.begun, union.attested) == (None, "1887-12-31", "1898-06-04")
        span = place(union, View(1880, 1900, 80))
        assert span is not None
        assert span.first < span.start < span.end
        timeline = Timeline(store)
        row = timeline.rows(timeline.place("keepers-union") or 0, 1)[0]
        assert (row.slug, row.when) == ("keepers-union", "begun by 1887")
        assert timeline.before("1887-12-31") <= (timeline.place("keepers-union") or 0) < timeline.before("1888-01-01")
        doubts = {day: _doubt_of(store, "keepers-union", day) for day in ("1800-01-01", "1888-01-01", "1899-01-01")}
        assert list(doubts.values()) == ["may not have started", "", "last documented on 4 June 1898"]
        early = Filter(until="1886-12-31")
        assert "keepers-union" not in {bar.slug for bar in drawn(store, early)}


def _doubt_of(store: Store, slug: str, day: str) -> str:
    return next(item.doubt for item in in_existence(store, day) if item.entry.slug == slug)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (None, None)),
        ("1999", ("1999-01-01", "1999-12-31")),
        ("1999/2004", ("1999-01-01", "2004-12-31")),
        ("1998..", ("1998-01-01", None)),
        ("..2001", (None, "2001-12-31")),
        ("1998/..", ("1998-01-01", None)),
        ("1998..2001", ("1998-01-01", "2001-12-31")),
        ("1997–2001", ("1997-01-01", "2001-12-31")),
        ("1997-2001", ("1997-01-01", "2001-12-31")),
        (" 1997 - 2001 ", ("1997-01-01", "2001-12-31")),
        ("1 May 1997 to June 1997", ("1997-05-01", "1997-06-30")),
        ("1999-04", ("1999-04-01", "1999-04-30")),
        ("1999-04/2000-02", ("1999-04-01", "2000-02-29")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("2004/1999", None),
        ("19", None),
        ("..", None),
        ("nineteen", None),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, expected: tuple[str | None, str | None] | None) -> None:
    if expected is None:
        with pytest.raises(DateError):
            bounds(text)
    else:
        assert bounds(text) == expected
        assert (EVERYTHING.between(text).since, EVERYTHING.between(text).until) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("1997-01-01", "2001-12-31"), "1997–2001"),
        (("1997-01-01", "1997-12-31"), "1997"),
        (("1997-01-01", None), "from 1997"),
        ((None, "2001-12-31"), "until 2001"),
        (("1999-04-01", "2004-12-31"), "April 1999 – 2004"),
        (("1999-04-02", "1999-04-02"), "2 April 1999"),
    ],
)
def test_label_of_a_period(days: tuple[str | None, str | None], expected: str) -> None:
    assert dates_label(*days) == expected


@given(st.dates(), st.dates())
def test_any_two_days_have_a_label(one: object, other: object) -> None:
    assert dates_label(*sorted((str(one), str(other))))
