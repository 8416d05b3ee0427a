"""All differences between two corpora are reported, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from conftest import LIGHTHOUSES
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pctui.compare.corpora import FieldChange, difference
from pctui.compare.source import contents
from pctui.render.diff import as_json, as_markdown, as_text

Path_ = tuple[str | int, ...]
RECORDS = list(contents(LIGHTHOUSES))


def leaves(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the path of every value that is neither a list nor a mapping."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield path
        return
    for key, item in items:
        yield from leaves(item, (*path, key))


NAMED_BY = {(name,) for name in ("kind", "slug", "number", "document")}  # these identify a record
LEAVES = [(i, path) for i, record in enumerate(RECORDS) for path in leaves(record) if path not in NAMED_BY]


def other(value: Any) -> Any:
    match value:
        case None:
            return "added"
        case bool():
            return not value
        case int() | float():
            return value + 1
    return f"{value} and more"


def named(record: dict[str, Any]) -> str:
    return f"{record['document']} ¶{record['number']}" if record["kind"] == "paragraph" else record["slug"]


@given(st.sampled_from(LEAVES))
def test_a_change_of_one_field_is_the_only_difference_reported(leaf: tuple[int, Path_]) -> None:
    index, path = leaf
    after = deepcopy(RECORDS)
    holder: Any = after[index]
    for step in path[:-1]:
        holder = holder[step]
    was = holder[path[-1]]
    holder[path[-1]] = now = other(was)
    found = difference(RECORDS, after)
    assert not found.added
    assert not found.removed
    (changed,) = found.changed
    assert changed.name.slug == named(RECORDS[index])
    if "citations" in path:
        assert not changed.fields
        (moved,) = changed.citations
        assert moved.old != moved.new
        assert moved.part.startswith("" if path[0] == "citations" else f"{path[0]}: ")
    else:
        assert not changed.citations
        (change,) = changed.fields
        assert change.field.split(".")[0].split(":")[0] == path[0]
        for value, expected in ((change.old, was), (change.new, now)):
            holds = [value] if not isinstance(value, (dict, list)) else [v for _, v in _flat(value)]
            assert expected in (*holds, None)
    for text in (as_text(found), as_markdown(found), as_json(found)):
        assert named(RECORDS[index]) in text


def _flat(value: Any) -> Iterator[tuple[Path_, Any]]:
    for path in leaves(value):
        held = value
        for step in path:
            held = held[step]
        yield path, held


@given(st.sets(st.sampled_from(range(1, len(RECORDS)))))
def test_what_is_removed_in_one_direction_is_added_in_the_other(gone: set[int]) -> None:
    fewer = [record for i, record in enumerate(RECORDS) if i not in gone]
    forward, backward = difference(RECORDS, fewer), difference(fewer, RECORDS)
    assert {name.slug for name in forward.removed} == {named(RECORDS[i]) for i in gone}
    assert forward.removed == backward.added
    assert (forward.added, forward.changed, backward.removed, backward.changed) == ((), (), (), ())
    assert bool(forward) == bool(gone)


@given(st.permutations(RECORDS))
def test_the_order_and_the_files_of_records_are_ignored(records: list[dict[str, Any]]) -> None:
    assert not difference(RECORDS, records)


def corpus(*records: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"kind": "corpus", "slug": "c", "title": "C"}, *records]


def changes(old: dict[str, Any], new: dict[str, Any]) -> tuple[list[FieldChange], list[tuple[Any, Any]]]:
    """Return the changes between two versions of one entry."""
    common = {"kind": "event", "slug": "e", "title": "E"}
    found = difference(corpus(common | old), corpus(common | new))
    if not found:
        return [], []
    (changed,) = found.changed
    return list(changed.fields), [(moved.old, moved.new) for moved in changed.citations]


def cited(document: str, paragraph: int, *anchors: str) -> dict[str, Any]:
    return {"document": document, "paragraph": paragraph, "anchors": list(anchors)}


A, B, C = cited("d", 1, "a"), cited("d", 2, "b"), cited("f", 1, "c")


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ([A], [cited("d", 5, "a")], [(A, cited("d", 5, "a"))]),
        ([A], [cited("f", 1, "a")], [(A, cited("f", 1, "a"))]),
        ([A], [cited("d", 1, "x")], [(A, cited("d", 1, "x"))]),
        ([A], [cited("d", 7, "x")], [(A, cited("d", 7, "x"))]),
        ([A], [C], [(A, None), (None, C)]),
        ([A, B], [B], [(A, None)]),
        ([B], [B, C], [(None, C)]),
        ([A, B], [cited("d", 2, "a"), cited("d", 2, "x")], [(A, cited("d", 2, "a")), (B, cited("d", 2, "x"))]),
    ],
)
def test_a_moved_citation_is_distinguished_from_an_added_one(old: list[Any], new: list[Any], moved: list[Any]) -> None:
    assert changes({"citations": old}, {"citations": new}) == ([], moved)


def test_a_changed_order_is_reported_as_such() -> None:
    assert changes({"citations": [A, B]}, {"citations": [B, A]})[0] == [
        FieldChange("order of citations", ["d ¶1 a", "d ¶2 b"], ["d ¶2 b", "d ¶1 a"])
    ]
    assert changes({"organisations": ["x", "y"]}, {"organisations": ["y", "x"]})[0] == [
        FieldChange("order of organisations", ["x", "y"], ["y", "x"])
    ]


def test_items_of_a_list_are_matched_by_their_identity() -> None:
    one, two = {"type": "funds", "to": "x"}, {"type": "advises", "to": "y"}
    assert changes({"links": [one]}, {"links": [two, one]})[0] == [FieldChange("links", None, two)]
    assert changes({"links": [one, two]}, {"links": [one, two | {"note": "n"}]})[0] == [
        FieldChange("links: advises y.note", None, "n")
    ]
    first, second = {"text": "Keeps boats", "citations": [A]}, {"text": "Burns oil", "citations": [B]}
    assert changes({"functions": [first]}, {"functions": [second, first]}) == (
        [FieldChange("functions", None, second)],
        [],
    )
    moved = {"text": "Keeps boats", "citations": [cited("d", 9, "a")]}
    assert changes({"functions": [first]}, {"functions": [moved]}) == ([], [(A, cited("d", 9, "a"))])
    assert changes({"alt_labels": ["x", "x"]}, {"alt_labels": ["x"]})[0] == [FieldChange("alt_labels", "x", None)]


def test_an_empty_field_equals_a_missing_one() -> None:
    assert changes({"note": None, "links": [], "population": {}}, {}) == ([], [])
    assert changes({"population": {"min": None, "max": 5}}, {"population": {"max": 5}}) == ([], [])
    assert changes({}, {"population": {"min": 0}})[0] == [FieldChange("population.min", None, 0)]


def as_lines(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    common = {"kind": "event", "slug": "e", "title": "E"}
    return as_text(difference(corpus(common | old), corpus(common | new))).splitlines()[3:]


def test_long_prose_shows_the_words_that_differ() -> None:
    before = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen end"
    after = before.replace("two", "2").replace("fourteen", "14 or so")
    assert as_lines({"note": before}, {"note": after}) == [
        "  note",
        "    - one two three four five six …",
        "    + one 2 three four five six …",
        "    - … ten eleven twelve thirteen fourteen fifteen sixteen end",
        "    + … ten eleven twelve thirteen 14 or so fifteen sixteen end",
    ]
    assert as_lines({"note": "a few words"}, {"note": "a few more words"})[1:] == [
        "    - a few words",
        "    + a few more words",
    ]
    assert as_lines({"note": "a  b"}, {"note": "a b"})[1:] == [
        "    - (the same words; only blanks or line breaks differ)"
    ]


def test_hostile_text_is_displayed_and_never_sent_to_the_terminal() -> None:
    evil = "\x1b[31m[/x] # *x* <b>\n+ added"
    found = difference(
        corpus({"kind": "event", "slug": "e", "title": evil, "note": "x"}),
        corpus({"kind": "event", "slug": "e", "title": evil, "note": evil}),
    )
    assert "\x1b" not in as_text(found) + as_text(found, 40) + as_markdown(found)
    assert as_text(found).count("\n+") == 0
    tokens = MarkdownIt("commonmark").parse(as_markdown(found))
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {"text", "text_special", "strong_open", "strong_close"}


@given(st.integers(1, 60))
def test_text_for_a_terminal_has_the_same_words_wrapped(width: int) -> None:
    after = deepcopy(RECORDS)
    for record in after[1:]:
        with suppress(KeyError):
            record["summary"] = " ".join(reversed(record["summary"].split()))
    found = difference(RECORDS, after)
    assert as_text(found, width).split() == as_text(found).split()
