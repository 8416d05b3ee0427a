"""The form of an entry: made of its kind's declaration, and what is typed becomes a record."""

from __future__ import annotations

import pytest
from conftest import LIGHTHOUSES

from pctui.authoring import suggestions
from pctui.authoring.form import fields, letters, record, typed, value
from pctui.corpus.files import corpus_files
from pctui.corpus.parse import read
from pctui.errors import Fault
from pctui.kinds.kind import Kind
from pctui.kinds.registry import KINDS


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_of_a_kind_is_in_its_form(kind: Kind) -> None:
    found = fields(kind)
    assert [field.name for field in found][:2] == ["title", "summary"]
    assert len({field.name for field in found}) == len(found)
    keys = {field.path[0] for field in found}
    assert keys >= {part.key for part in kind.parts}
    optional = [field.required for field in found]
    assert optional == sorted(optional, reverse=True)


def test_every_kind_has_a_letter_of_its_own() -> None:
    found = letters([*KINDS])
    assert len(set(found.values())) == len(KINDS)
    assert (found["event"], found["finding"], found["organisation"]) == ("e", "f", "o")
    assert letters(["ab", "ac", "aa"]) == {"ab": "a", "ac": "c", "aa": "b"}


def lighthouse_records() -> list[tuple[str, dict[str, object]]]:
    faults: list[Fault] = []
    raws = [raw.value for file in corpus_files(LIGHTHOUSES) for raw in read(file, faults)]
    return [(raw["slug"], raw) for raw in raws if raw["kind"] in KINDS]


@pytest.mark.parametrize(("slug", "before"), lighthouse_records(), ids=[slug for slug, _ in lighthouse_records()])
def test_a_record_shown_in_a_form_and_left_alone_stays_the_same(slug: str, before: dict[str, object]) -> None:
    kind = KINDS[str(before["kind"])]
    of = fields(kind, before)
    texts = {field.name: typed(field, before) for field in of}
    assert record(kind, of, texts, before) == before
    # And typed afresh, it says the same.
    of = [field for field in of if field.path[0] in before]
    made = record(kind, of, dict(texts), {})
    kept = {key: made.get(key) for key in before if key not in ("citations", "links", "origin", "sources", "csl")}
    for key, item in kept.items():
        if kind.name != "document" and "citations" not in repr(before[key]):
            assert item == before[key], key


def test_what_is_typed_is_read_as_its_field_asks() -> None:
    of = {field.name: field for field in fields(KINDS["organisation"])}
    assert value(of["population.min"], " 1,500 ") == 1500
    assert value(of["population.min"], "some") == "some"
    assert value(of["population.min"], "1.5") == "1.5"
    assert value(of["existence"], "1821 to 1830") == "1821/1830"
    assert value(of["alt_labels"], "one; two, three ;") == ["one", "two, three"]
    assert value(of["linked_to"], "a, b,") == ["a", "b"]
    assert value(of["title"], "  ") is None
    event = {field.name: field for field in fields(KINDS["event"])}
    assert value(event["milestone"], "yes") is True
    assert value(event["date"], "never") == "never"
    level = {field.name: field for field in fields(KINDS["level"])}
    assert value(level["aspects"], "function: it shone\nfunction: it rang") == {"function": ["it shone", "it rang"]}


def test_what_is_left_empty_is_left_out_and_what_was_there_can_be_emptied() -> None:
    kind = KINDS["organisation"]
    of = fields(kind)
    texts = {"title": "A", "slug": "a", "summary": "B", "classification": "form", "outcomes.0.text": "it fell"}
    made = record(kind, of, texts)
    assert made == {
        "kind": "organisation",
        "slug": "a",
        "title": "A",
        "summary": "B",
        "classification": "form",
        "outcomes": [{"text": "it fell"}],
    }
    again = fields(kind, made)
    assert [field.name for field in again if field.name.endswith("text") and "outcomes" in field.name] == [
        "outcomes.0.text",
        "outcomes.1.text",
    ]
    emptied = {field.name: typed(field, made) for field in again} | {"outcomes.0.text": ""}
    assert "outcomes" not in record(kind, again, emptied, made)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("in March 1821 and by 1824/25", ["1821-03", "1824/1825"]),
        ("on 4 June 1898, on June 4th, 1899, and the 5th of May 1900", ["1898-06-04", "1899-06-04", "1900-05-05"]),
        ("the 1890s, Sept 1998, spring of 1902", ["189X", "1998-09", "1902-21"]),
        ("from 1997 to 2001, dated 1998-12-02", ["1997/2001", "1998-12-02"]),
        ("between 18 and 30 metres, 26 houses, 4,200 hours", []),
    ],
)
def test_the_dates_of_a_passage_are_offered(passage: str, expected: list[str]) -> None:
    assert [found.value for found in suggestions.dates(passage)] == expected


@pytest.mark.parametrize(
    ("passage", "modality", "hedge"),
    [
        ("The order will take effect in July.", "planned", None),
        ("Keepers should be trained together with pilots.", "proposed", None),
        ("In 1849 the Board expected every lamp house to be a tower.", "forecast", "expected"),
        ("The union says that this will save little.", "planned", None),
        ("It may have been founded in May 1887.", None, "may"),
        ("It was founded in May 1887.", None, None),
        ("We would rather join such a thing.", None, "would"),
    ],
)
def test_modality_and_hedge_are_suggested_by_the_words(passage: str, modality: str | None, hedge: str | None) -> None:
    found = suggestions.modality(passage), suggestions.hedge(passage)
    assert [each and each.value for each in found] == [modality, hedge]


def test_the_numbers_of_a_passage_are_offered_in_their_order() -> None:
    found = suggestions.figures("fell from twenty-two a year to 6, and cost £2,000 in 1898")
    assert [each.value for each in found] == ["6", "2000", "1898", "22"]


def test_the_basis_of_a_date_is_suggested() -> None:
    dates = suggestions.dates("The act of March 1821")
    for edtf, basis in (("1821-03", "stated"), ("1821", "stated"), ("1911-05", "document-date"), ("1700", "derived")):
        found = suggestions.date_basis(edtf, dates, "1911-05")
        assert found is not None
        assert found.value == basis, edtf
