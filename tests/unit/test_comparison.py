"""Entries are compared side by side, attribute by attribute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pctui.compare.entries import compare
from pctui.model import Attribute, Entry, Item, Link, Reference
from pctui.page.relations import summary

word = st.sampled_from(["a", "b", "c"])
entry = st.builds(
    Entry,
    slug=word,
    kind=st.just("level"),
    title=word,
    summary=word,
    origin=st.just("document"),
    modality=st.sampled_from(["happened", "planned"]),
    date=st.none() | word,
    attributes=st.lists(
        st.builds(Attribute, st.sampled_from(["One", "Two", "Three"]), st.lists(st.builds(Item, word)).map(tuple)),
        max_size=4,
    ).map(tuple),
)


@given(st.lists(entry, min_size=2, max_size=5))
def test_each_row_has_a_column_for_each_entry_and_a_unique_name(entries: list[Entry]) -> None:
    rows = compare(entries)
    assert all(len(row.values) == len(entries) for row in rows)
    assert len({row.name for row in rows}) == len(rows)
    for entry, number in zip(entries, range(len(entries)), strict=True):
        shown = {row.name: row.values[number] for row in rows}
        for attribute in entry.attributes:
            assert {item.text for item in attribute.items} <= set(shown.get(attribute.name, ()))


@given(entry)
def test_an_entry_does_not_differ_from_itself(one: Entry) -> None:
    assert not any(row.differ for row in compare([one, one]))


def make(slug: str, **values: tuple[str, ...]) -> Entry:
    attributes = tuple(Attribute(name, tuple(Item(text) for text in texts)) for name, texts in values.items())
    return Entry(slug, "organisation", slug, "Same", "document", "happened", attributes=attributes)


def test_a_row_says_whether_entries_differ_and_which_values_only_one_has() -> None:
    rows = {row.name: row for row in compare([make("x", Function=("Buys", "Advises")), make("y", Function=("Buys",))])}
    assert not rows["Summary"].differ
    assert rows["Function"].differ
    assert rows["Function"].own(0) == {"Advises"}
    assert rows["Function"].own(1) == set()


def test_the_order_of_values_is_ignored() -> None:
    rows = compare([make("x", Function=("a", "b")), make("y", Function=("b", "a"))])
    assert not any(row.differ for row in rows)


def test_names_keep_the_order_of_the_entries() -> None:
    rows = compare([make("x", One=("1",), Three=("3",)), make("y", One=("1",), Two=("2",), Three=("3",))])
    assert [row.name for row in rows] == ["Kind", "Summary", "One", "Two", "Three"]


def test_links_become_rows_named_by_their_label() -> None:
    link = Link("accountable to", "accountable_to", Reference("b", "organisation", "Board"), None)
    one = Entry("x", "organisation", "X", "s", "document", "happened", links=(link,))
    row = next(row for row in compare([one, make("y")]) if row.name == "Accountable to")
    assert row.values == (("Board",), ())


def test_the_note_that_a_value_is_new_is_not_part_of_the_value() -> None:
    items = [Attribute("Standing", (Item("Free", note=note),)) for note in ("", "new at this rung")]
    entries = [Entry("x", "level", "X", "s", "document", "happened", attributes=(a,)) for a in items]
    assert not any(row.differ for row in compare(entries))


def test_prose_and_sources_are_not_counted_as_differences() -> None:
    rows = compare([make("x", Note=("a",), Standing=("a",)), make("y", Note=("b",), Standing=("b",))])
    signs = {row.name: row.sign for row in rows}
    assert signs["Note"] == " "
    assert signs["Standing"] == "≠"
    facts = [row for row in rows if row.fact]
    assert summary(rows) == f"≠ {sum(row.differ for row in facts)} of {len(facts)} facts differ"


def test_the_dates_of_existence_are_shown_only_once() -> None:
    existence = Attribute("In existence", (Item("1990–1999 (stated)"),), field="existence")
    one = replace(make("x"), date="1990–1999", attributes=(existence,))
    assert "Date" not in [row.name for row in compare([one, make("y")])]
    assert "Date" in [row.name for row in compare([replace(make("x"), date="1990"), make("y")])]
