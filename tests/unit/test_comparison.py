"""Entries are compared side by side, attribute by attribute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pctui.compare.entries import Compared, Value, compare
from pctui.model import Attribute, Citation, Entry, Item, Link, Reference
from pctui.page import Numbering
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
            assert {item.text for item in attribute.items} <= {value.text for value in shown.get(attribute.name, ())}


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
    assert rows["Function"].own(0) == {Value("Advises")}
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
    assert row.values == ((Value("Board"),), ())
    assert row.values[0][0].entry == "b"


def test_the_note_that_a_value_is_new_is_not_part_of_the_value() -> None:
    items = [Attribute("Standing", (Item("Free", note=note),)) for note in ("", "new at this rung")]
    entries = [Entry("x", "level", "X", "s", "document", "happened", attributes=(a,)) for a in items]
    assert not any(row.differ for row in compare(entries))


def test_prose_is_not_counted_as_a_difference() -> None:
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


def cite(paragraph: int, part: str = "") -> Citation:
    return Citation("d", "D", paragraph, None, ("anchor",), part)


def test_each_value_has_its_own_citations_or_a_field_those_of_its_entry() -> None:
    finding = Reference("f", "finding", "Wrecks fell")
    one = replace(
        make("x"),
        citations=(cite(1), cite(2, "function 0")),
        note="Doubtful",
        attributes=(
            Attribute("Purpose", (Item("To light the Sound"),), field="purpose"),
            Attribute("Function", (Item("Buys", part="function 0"),), field="functions"),
            Attribute("Findings", (Item("Wrecks fell", finding, citations=(cite(3),)),)),
            Attribute("Evidence", (Item("none in this corpus"),)),  # not stated by the entry
        ),
        links=(
            Link("answers", "answers", finding, None, (cite(4),)),
            Link("advises", "advises", Reference("b", "organisation", "Board"), None),
        ),
    )
    rows = {row.name: row.values[0] for row in compare([one, make("y")])}
    assert {name: [c.paragraph for value in values for c in value.citations] for name, values in rows.items()} == {
        "Kind": [], "Summary": [1], "Note": [1], "Purpose": [1], "Function": [2], "Findings": [3], "Evidence": [],
        "Answers": [4], "Advises": [],
    }  # fmt: skip


def test_values_of_the_same_text_are_the_same_whatever_they_cite() -> None:
    entries = [replace(make(slug, Duty=()), citations=(cite(n),)) for n, slug in enumerate("xy", 1)]
    (row,) = (row for row in compare(entries) if row.name == "Summary")
    assert not row.differ
    assert not row.own(0)
    assert [c.paragraph for c in row.all[0].citations] == [1, 2]
    twice = Compared("Duty", ((Value("a", (cite(1),)),), (Value("a", (cite(1, "function 0"),)),)))
    assert [c.paragraph for c in twice.all[0].citations] == [1]


def test_numbers_in_sequence_are_a_range() -> None:
    numbering = Numbering()
    assert numbering.numbers([]) == ""
    assert numbering.numbers([cite(1), cite(2)]) == "[1] [2]"
    assert numbering.numbers([cite(n) for n in range(1, 6)]) == "[1]–[5]"
    assert numbering.numbers([cite(7), cite(8), cite(2), cite(3), cite(4), cite(1)]) == "[6] [7] [2]–[4] [1]"
