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
    found = suggestions.modality(passage, "en"), suggestions.hedge(passage, "en")
    assert [each and each.value for each in found] == [modality, hedge]


def test_the_numbers_of_a_passage_are_offered_in_their_order() -> None:
    found = suggestions.figures("fell from twenty-two a year to 6, and cost £2,000 in 1898", "en")
    assert [each.value for each in found] == ["6", "2000", "1898", "22"]
    found = suggestions.figures("von zweiundzwanzig auf 1.234,5 gefallen", "de")
    assert [each.value for each in found] == ["1234.5", "22"]


@pytest.mark.parametrize(
    ("language", "passage", "modality", "hedge"),
    [
        ("de", "Die Wärter sollten vielleicht geschult werden.", "proposed", "vielleicht"),
        ("de", "Der Turm wurde im Mai 1887 gebaut.", None, None),
        ("fr", "On devrait former les gardiens, peut-être avec les pilotes.", "proposed", "peut-être"),
        ("es", "Probablemente, se prevé que sea una torre; tal vez.", "forecast", "tal vez"),
        ("zh", "建议培训守灯人，这可能很贵。", "proposed", "可能"),
        ("nl", "De wachters may should will misschien worden opgeleid.", None, None),  # words that are not known
        ("xx", "It may be that they should.", None, None),
    ],
)
def test_words_suggest_something_in_their_own_language_only(
    language: str, passage: str, modality: str | None, hedge: str | None
) -> None:
    found = suggestions.modality(passage, language), suggestions.hedge(passage, language)
    assert [each and each.value for each in found] == [modality, hedge]
