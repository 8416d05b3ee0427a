"""Exports as CSL-JSON, BibTeX and RIS are read back by independent libraries, whatever text the records contain."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rispy
from bibtex import read_bibtex
from conftest import examples
from hostile import HOSTILE, hostile_store
from hypothesis import example, given, settings

from pctui.model import Document, PublicSource
from pctui.queries.store import Store
from pctui.render import bibtex, csl, ris
from pctui.text import one_line

SOURCE = PublicSource("Catalogue", "https://example.org/1", "2026-11-01")
# The schema of the CSL project, for the fields that are exported.
_TEXT = {"type": "string", "minLength": 1}
CSL_SHAPE = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": sorted(csl.TYPES)},
            "id": _TEXT,
            "author": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "properties": {"family": _TEXT, "given": _TEXT, "literal": _TEXT},
                    "additionalProperties": False,
                },
            },
            "issued": {
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array", "minItems": 1, "maxItems": 2,
                        "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
                    },
                    "circa": {"type": "boolean"},
                    "literal": _TEXT,
                },
            },
            **dict.fromkeys("title container-title volume issue page publisher DOI URL language note".split(), _TEXT),
        },
    },
}  # fmt: skip


def doc(
    record: dict[str, object],
    *supplied: tuple[str, str],
    issued: str | None = None,
    title: str = "T",
    slug: str = "a-1",
) -> Document:
    return Document(
        slug=slug, label="A 1", title=title, summary="s", extent="whole", extent_note=None, issued=issued,
        record=record, supplied=tuple((name, value, SOURCE) for name, value in supplied), hashes=(),
    )  # fmt: skip


def unescaped(text: str) -> str:
    """Return a field as TeX would print it."""
    words = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}"}
    words |= {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", "{@}": "@"}
    words |= {f"\\{character}": character for character in "$&%#_"}
    pattern = "|".join(re.escape(word) for word in words)
    return re.sub(pattern, lambda match: words[match[0]], text)


def balanced(text: str) -> bool:
    """Whether braces are balanced as BibTeX counts them, and none is closed before it was opened."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def read_ris(text: str) -> list[dict[str, Any]]:
    return list(rispy.loads(text))


def test_csl_json_of_the_lighthouses(lights: Path) -> None:
    with closing(Store(lights)) as store:
        items = json.loads(csl.render(store.documents()))
    jsonschema.validate(items, CSL_SHAPE)
    article, letter = items
    assert article["issued"] == {"date-parts": [[1911, 5]]}
    assert [name["family"] for name in article["author"]] == ["Calder", "Wren"]
    assert "note" not in article
    assert letter["title"] == "Petition of the outer lights"
    assert letter["note"].startswith("Not printed in the document but supplied: title, DOI (from Catalogue of the")


def test_a_citation_processor_reads_the_csl_json(lights: Path) -> None:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    with closing(Store(lights)) as store:
        items = json.loads(csl.render(store.documents()))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"]) for item in items]))
    printed = [str(item) for item in bibliography.bibliography()]
    assert any(line.startswith("Calder, I. and Wren, T. (1911)") and "12(3), pp. 40–43" in line for line in printed)
    assert any("Petition of the outer lights" in line for line in printed)


@pytest.mark.parametrize(
    ("edtf", "issued", "year", "date"),
    [
        ("1911", {"date-parts": [[1911]]}, "1911", None),
        ("1911-05", {"date-parts": [[1911, 5]]}, "1911", None),
        ("1911-05-04", {"date-parts": [[1911, 5, 4]]}, "1911", "1911-05-04"),
        ("1911~", {"date-parts": [[1911]], "circa": True}, "1911", "1911~"),
        ("1911-05?", {"date-parts": [[1911, 5]], "circa": True}, "1911", "1911-05?"),
        ("1911/1912-02", {"date-parts": [[1911], [1912, 2]]}, "1911", "1911/1912-02"),
        ("1911-21", {"date-parts": [[1911]], "season": 1}, "1911", "1911-21"),
        ("2001-24", {"date-parts": [[2001]], "season": 4}, "2001", "2001-24"),
        ("2001-32", {"date-parts": [[2001]], "season": 4}, "2001", None),
        ("2001-33", {"literal": "the words"}, "2001", None),
        ("1984-1X", {"literal": "the words"}, "1984", None),
        ("191X", {"literal": "the words"}, "the words", "191X"),
        ("1911/..", {"literal": "the words"}, "1911", "1911/.."),
        ("../1911", {"literal": "the words"}, "the words", "../1911"),
        ("[1911,1913]", {"literal": "the words"}, "the words", None),
        ("-0044", {"date-parts": [[-44]]}, "-0044", None),
        (None, None, None, None),
    ],
)
def test_dates_are_as_precise_as_each_format_allows(
    edtf: str | None, issued: object, year: str | None, date: str | None
) -> None:
    work = doc({"type": "report", "title": "T", "issued": edtf}, issued="the words" if edtf else None)
    assert json.loads(csl.render([work]))[0].get("issued") == issued
    (entry,) = read_bibtex(bibtex.render([work]))
    (reference,) = read_ris(ris.render([work]))
    assert (entry.get("year"), entry.get("date")) == (year, date)
    assert reference.get("year") == (None if year == "the words" else year)
    if edtf and edtf not in ("1911", "1911-05", "-0044"):
        assert "Issued the words." in entry["note"]
        assert (
            "the words" in (reference.get("date") or "") + " ".join(reference.get("notes", [])) or edtf == "1911-05-04"
        )


def test_supplied_fields_fill_gaps_and_are_noted_but_never_replace_printed_ones() -> None:
    work = doc(
        {"type": "report", "title": "Printed"},
        ("title", "Not this"),
        ("author", "Doe, Jane; The Body"),
        ("volume", "7"),
    )
    (item,) = json.loads(csl.render([work]))
    assert item["title"] == "Printed"
    assert item["author"] == [{"family": "Doe", "given": "Jane"}, {"literal": "The Body"}]
    note = (
        "Not printed in the document but supplied: author, volume "
        "(from Catalogue, https://example.org/1, read 2026-11-01)."
    )
    assert item["note"] == note
    (entry,) = read_bibtex(bibtex.render([work]))
    assert entry["author"] == "Doe, Jane and {The Body}"
    assert (entry["ENTRYTYPE"], entry["ID"], unescaped(entry["note"])) == ("techreport", "a-1", note)
    (reference,) = read_ris(ris.render([work]))
    assert (reference["type_of_reference"], reference["authors"]) == ("RPRT", ["Doe, Jane", "The Body"])
    assert reference["notes"] == [note]


def test_a_document_without_a_printed_title_is_named_by_its_description() -> None:
    (item,) = json.loads(csl.render([doc({"type": "nothing known"}, title="[A letter]")]))
    assert (item["title"], item["type"]) == ("[A letter]", "document")
    assert item["note"] == "The title is a description: the document has no printed title."


def test_pages_and_months() -> None:
    work = doc({"type": "article-journal", "page": "40-43", "issued": "1911-05", "container-title": "Q", "issue": "3"})
    (entry,) = read_bibtex(bibtex.render([work]))
    assert (entry["pages"], entry["month"], entry["journal"], entry["number"]) == ("40--43", "may", "Q", "3")
    (reference,) = read_ris(ris.render([work]))
    assert (reference["start_page"], reference["end_page"], reference["date"]) == ("40", "43", "1911/05//")


@given(HOSTILE, HOSTILE)
@example("{", "}")
@example("\\", "}}}")
@example("Smith and Sons, Ltd", "and")
@example("a\nER  - ", "\r\nTY  - BOOK")
@example("@comment{", "%")
def test_hostile_records_read_back(one: str, other: str) -> None:
    shown, second = one_line(f"x{one}"), one_line(f"y{other}")
    record: dict[str, object] = {
        "type": "article-journal", "title": f"x{one}", "container-title": f"y{other}", "volume": f"x{one}",
        "author": [{"family": f"x{one}", "given": f"y{other}"}, {"literal": f"x{one}"}], "DOI": f"x{one}",
    }  # fmt: skip
    works = [doc(record, ("publisher", f"y{other}")), doc({"type": "report", "title": "after"}, slug="a-2")]
    items = json.loads(csl.render(works))
    jsonschema.validate(items, CSL_SHAPE)
    assert (items[0]["title"], items[0]["publisher"], items[1]["title"]) == (shown, second, "after")

    text = bibtex.render(works)
    for entry in re.split(r"(?<=^}\n)", text, flags=re.MULTILINE):
        assert balanced(entry)
    first, after = read_bibtex(text)
    assert unescaped(first["title"].removeprefix("{").removesuffix("}")) == shown
    assert unescaped(first["journal"]) == second
    assert unescaped(first["volume"]) == shown
    assert after["title"] == "{after}"

    first, after = read_ris(ris.render(works))
    assert first["title"].strip() == shown
    assert first["secondary_title"].strip() == second
    assert len(first["authors"]) == 2
    assert (after["title"], set(after)) == ("after", {"type_of_reference", "id", "title"})


@settings(max_examples=examples(25))
@given(HOSTILE)
def test_hostile_text_everywhere_does_not_break_the_export(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        documents = store.documents()
    jsonschema.validate(json.loads(csl.render(documents)), CSL_SHAPE)
    assert [entry["ID"] for entry in read_bibtex(bibtex.render(documents))] == ["calder-wren-1911", "keepers-1898"]
    assert [entry["id"] for entry in read_ris(ris.render(documents))] == ["calder-wren-1911", "keepers-1898"]


def test_a_corpus_without_documents_gives_an_empty_list() -> None:
    assert (csl.render([]), bibtex.render([]), ris.render([])) == ("[]\n", "", "")
