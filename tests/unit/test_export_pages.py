"""Exports as a Markdown folder, TimelineJS and DOT are read by independent parsers, whatever the corpus contains."""

from __future__ import annotations

import json
import posixpath
import re
import warnings
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pydot
import pytest
import yaml
from conftest import examples
from hostile import HOSTILE, hostile_store
from hypothesis import given, settings
from markdown_it import MarkdownIt

from pctui.model import Record
from pctui.page import SECTIONS, entry_blocks
from pctui.queries.entry import describe
from pctui.queries.records import corpus_record, paragraphs, records
from pctui.queries.store import Store
from pctui.render import dot, markdown_folder, timelinejs
from pctui.text import one_line

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def pages(store: Store) -> dict[str, str]:
    return dict(
        markdown_folder.render(
            corpus_record(store),
            ((name, name.capitalize(), SECTIONS[name](store)) for name in SECTIONS),
            ((record, entry_blocks(describe(store, record.slug))) for record in records(store)),
            frozenset(store.slugs()),
        )
    )


def parts(page: str) -> tuple[dict[str, Any], str]:
    """Return the front matter of a page, read as YAML, and its Markdown."""
    assert page.startswith("---\n")
    front, body = page.removeprefix("---\n").split("\n---\n", 1)
    found = yaml.safe_load(front)
    assert isinstance(found, dict)
    return found, body


def links(body: str) -> list[str]:
    """Return the targets of the links of a page in the folder; it may contain only text, emphasis and links."""
    children = [child for token in PARSER.parse(body) for child in token.children or []]
    assert {child.type for child in children} <= {
        "text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "link_open", "link_close",
        "softbreak",
    }  # fmt: skip
    hrefs = (str(child.attrs["href"]) for child in children if child.type == "link_open")
    return [href for href in hrefs if not href.startswith(("https://", "http://"))]


def hold_together(found: dict[str, str]) -> None:
    """Check that every link leads to a page of the folder, and that every page can be reached from the index."""
    reached, left = set(), ["index.md"]
    while left:
        name = left.pop()
        if name in reached:
            continue
        reached.add(name)
        _, body = parts(found[name])
        for href in links(body):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), href))
            assert target in found, (name, href)
            left.append(target)
    assert reached == set(found)


@pytest.mark.parametrize("context", [False, True])
def test_every_link_in_the_folder_leads_to_a_page(lights: Path, context: bool) -> None:
    with closing(Store(lights, context=context)) as store:
        found = pages(store)
        slugs = store.slugs()
    hold_together(found)
    assert {name for name in found if name.startswith("entries/")} == {f"entries/{slug}.md" for slug in slugs}
    assert {"index.md", "entries.md", *(f"{name}.md" for name in SECTIONS)} <= set(found)
    for name, page in found.items():
        _, body = parts(page)
        levels = [int(token.tag[1]) for token in PARSER.parse(body) if token.type == "heading_open"]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name


def test_front_matter_describes_the_entry(lights: Path) -> None:
    with closing(Store(lights, context=True)) as store:
        found = pages(store)
    front, _ = parts(found["entries/towers-by-1860.md"])
    assert front == {
        "title": "All lamp houses to be towers by 1860",
        "description": "In 1849 the Board foresaw that each lamp house would have become a tower by 1860.",
        "slug": "towers-by-1860", "entry_kind": "event", "tags": ["event"], "origin": "document",
        "modality": "forecast", "date_edtf": "1849/1860", "date_earliest": "1849-01-01",
        "date_latest": "1860-12-31", "date_label": "1849–1860", "lane": "lights", "event_type": "forecast",
        "documents": ["calder-wren-1911"],
    }  # fmt: skip
    # Names that have a special meaning in site generators or note vaults.
    reserved = {"date", "aliases", "layout", "type", "url", "permalink", "kind", "draft", "cssclasses"}
    assert not any(reserved & parts(page)[0].keys() for page in found.values())


def test_a_pane_without_entries_has_no_page(lights: Path) -> None:
    with closing(Store(lights)) as store:
        found = dict(markdown_folder.render(corpus_record(store), [("x", "X", []), ("y", "Y", [])], [], set()))
    assert set(found) == {"index.md", "entries.md"}


@settings(max_examples=examples(20))
@given(HOSTILE)
def test_hostile_text_does_not_break_the_folder(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        found = pages(store)
    hold_together(found)
    for name, page in found.items():
        front, body = parts(page)
        if name.startswith("entries/"):
            assert front["title"] == front["description"] == one_line(text)
        assert "\x1b" not in body


# The schema at https://timeline.knightlab.com/docs/json-format.html, for the properties that are exported.
_DATE = {
    "type": "object",
    "required": ["year"],
    "additionalProperties": False,
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
    },
    "dependentRequired": {"day": ["month"]},
}
_TEXT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
}
TIMELINE_SHAPE = {
    "type": "object",
    "required": ["events"],
    "additionalProperties": False,
    "properties": {
        "scale": {"enum": ["human", "cosmological"]},
        "title": {"type": "object", "required": ["text"], "properties": {"text": _TEXT}, "additionalProperties": False},
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["start_date", "text"],
                "additionalProperties": False,
                "properties": {
                    "start_date": _DATE, "end_date": _DATE, "text": _TEXT, "group": {"type": "string"},
                    "display_date": {"type": "string"}, "autolink": {"type": "boolean"},
                    "unique_id": {"type": "string"},
                },
            },
        },
    },
}  # fmt: skip


class Tags(HTMLParser):
    """Collects the text of HTML, and its tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        pytest.fail("a comment")


def slides(store: Store) -> dict[str, dict[str, Any]]:
    found = json.loads(timelinejs.render(corpus_record(store), records(store), paragraphs(store)))
    jsonschema.validate(found, TIMELINE_SHAPE)
    by_id = {slide["unique_id"]: slide for slide in found["events"]}
    assert len(by_id) == len(found["events"])
    for slide in found["events"]:
        start, end = (tuple(slide.get(name, {}).values()) for name in ("start_date", "end_date"))
        assert not end or start <= end
    return by_id


def test_slides_show_the_label_of_each_date(lights: Path) -> None:
    with closing(Store(lights, context=True)) as store:
        found = slides(store)
        assert timelinejs.undated(records(store)) == 3
    assert found["charts-1838"]["start_date"] == {"year": 1838}
    assert found["charts-1838"]["display_date"] == "about 1838"
    assert found["keepers-write"]["start_date"] == {"year": 1898, "month": 6, "day": 4}
    assert found["eleven-towers"]["start_date"] == {"year": 1911}
    assert "end_date" not in found["eleven-towers"]
    assert found["lamp-house"]["start_date"] == {"year": 1821}
    assert found["lamp-house"]["end_date"] == {"year": 1899, "month": 7}
    assert "end_date" not in found["board-of-lights"]
    assert found["board-of-lights"]["group"] == "Law"


def test_slides_mark_plans_and_background_facts(lights: Path) -> None:
    with closing(Store(lights, context=True)) as store:
        found = slides(store)
    order = found["stations-order"]["text"]
    assert order["headline"] == "Stations Order puts out thirteen lamp houses (planned)"
    assert "<p>Reported as planned, not as having happened.</p>" in order["text"]
    assert "<p>Planned or forecast from 1898.</p>" in found["lamp-house"]["text"]["text"]
    museum = found["light-museum"]["text"]["text"]
    assert 'Background fact from: <a href="https://example.org/museum">Marrow museum</a>.' in museum


def dated(edtf: str, earliest: str | None, latest: str | None) -> Record:
    fields = {
        "date": edtf, "summary": "s", "modality": "happened", "hedge": None, "sic": None, "citations": [],
        "sources": [{"title": "t", "url": "javascript:alert(1)", "read": "2026"}], "lane": "none",
    }  # fmt: skip
    computed = {"date_earliest": earliest, "date_latest": latest, "date_label": "L"}
    return Record("a", "event", "t", fields, computed)


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "start", "end"),
    [
        ("199X", "1990-01-01", "1999-12-31", {"year": 1990}, {"year": 1999}),
        ("[1994..1996]", "1994-01-01", "1996-12-31", {"year": 1994}, {"year": 1996}),
        ("1991/1992-02", "1991-01-01", "1992-02-29", {"year": 1991}, {"year": 1992, "month": 2}),
        ("2000-07/..", "2000-07-01", None, {"year": 2000, "month": 7}, None),
        ("195X", "1950-01-01", "1959-12-31", {"year": 1950}, {"year": 1959}),
        ("2000-22", "2000-06-01", "2000-08-31", {"year": 2000, "month": 6}, {"year": 2000, "month": 8}),
        ("2001-24", "2001-12-01", "2002-02-28", {"year": 2001, "month": 12}, {"year": 2002, "month": 2}),
        ("1999-04-1X", None, None, {"year": 1999, "month": 4, "day": 10}, {"year": 1999, "month": 4, "day": 19}),
        ("-0044", None, None, {"year": -44}, None),
        ("1999-04", None, None, {"year": 1999, "month": 4}, None),
        ("1898-06-04", None, None, {"year": 1898, "month": 6, "day": 4}, None),
        ("no date", None, None, None, None),
        ("../..", None, None, None, None),
    ],
)
def test_start_and_end_of_a_slide(
    edtf: str, earliest: str | None, latest: str | None, start: object, end: object
) -> None:
    corpus = Record("c", "corpus", "C", {"summary": "s", "lanes": []}, {})
    record = dated(edtf, earliest, latest)
    events = json.loads(timelinejs.render(corpus, [record], []))["events"]
    assert timelinejs.undated([record]) == (start is None)
    assert [event["start_date"] for event in events] == ([start] if start else [])
    assert [event.get("end_date") for event in events] == ([end] if start else [])
    assert all("<a" not in event["text"]["text"] for event in events)  # this address must not become a link


@settings(max_examples=examples(20))
@given(HOSTILE)
def test_hostile_text_does_not_break_the_slides(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        found = slides(store)
    for slide in found.values():
        headline = Tags(slide["text"]["headline"])
        assert headline.tags == []
        assert headline.text.startswith(one_line(text))
        body = Tags(slide["text"]["text"])
        assert {tag for tag, _ in body.tags} <= {"p", "a"}
        assert all(set(attributes) <= {"href"} for _, attributes in body.tags)
        for name in ("display_date", "group"):
            assert Tags(slide.get(name, "")).tags == []


def graph(text: str) -> pydot.Dot:
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # pydot uses old names of pyparsing
        graphs = pydot.graph_from_dot_data(text)
    assert graphs is not None
    (found,) = graphs
    return found


# A string of DOT ends at the first quotation mark without a backslash; Graphviz pairs no other escapes there.
_TOKEN = re.compile(r'\s+|[{}\[\];=,]|->|[A-Za-z_][A-Za-z_0-9]*|\d+|"(?:[^"\\]|\\.)*"', re.DOTALL)


def tokens(text: str) -> list[str]:
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match, text[place : place + 40]
        place = match.end()
        if not match[0].isspace():
            found.append(match[0])
    return found


def shape(text: str) -> list[str]:
    """Return the tokens without the strings that are labels."""
    found = tokens(text)
    return [
        token for before, token in zip(["", *found], found, strict=False)
        if not (before == "=" and token.startswith('"'))
    ]  # fmt: skip


def test_lineage_is_a_graph(lights: Path) -> None:
    with closing(Store(lights)) as store:
        found = graph(dot.render(corpus_record(store), records(store)))
    assert found.get_type() == "digraph"
    nodes = {node.get_name().strip('"') for node in found.get_nodes()}
    assert {"lamp-house", "tower-station", "private-beacon", "board-of-lights"} <= nodes
    assert "watch-fire" not in nodes
    edges = [
        (edge.get_source().strip('"'), edge.get_destination().strip('"'), edge.get("style"), edge.get("label"))
        for edge in found.get_edges()
    ]
    assert sorted(edges) == [
        ("lamp-house", "tower-station", "dashed", r'"until 1911\nin part"'),
        ("lamp-house", "tower-station", "solid", '"until 1911"'),
        ("private-beacon", "board-of-lights", "solid", '"1824–1825"'),
        ("private-beacon", "lamp-house", "solid", '"1824–1825"'),
    ]


def change(original: list[str], resulting: list[str], modality: str = "happened", *, partial: bool = False) -> Record:
    fields = {"original": original, "resulting": resulting, "modality": modality, "partial": partial}
    return Record("c-1", "change", "C", fields, {"date_label": "1900"})


CORPUS = Record("c", "corpus", "C", {}, {})


@pytest.mark.parametrize(
    ("record", "edges", "style", "said"),
    [
        (change(["a"], ["b"]), {("a", "b")}, "solid", "1900"),
        (change(["a"], ["b"], partial=True), {("a", "b")}, "dashed", r"1900\nin part"),
        (change(["a"], ["b"], "planned"), {("a", "b")}, "dotted", r"1900\nplanned"),
        (change(["a"], ["b"], "forecast", partial=True), {("a", "b")}, "dotted", r"1900\nin part, forecast"),
        (change(["a", "b"], ["c"]), {("a", "c"), ("b", "c")}, "solid", "1900"),
        (change(["a"], ["a", "b"]), {("a", "b")}, "solid", "1900"),
        (change(["a", "b"], ["c", "d"]), {("a", "c-1"), ("b", "c-1"), ("c-1", "c"), ("c-1", "d")}, "solid", r"C\n1900"),
        (change([], ["a"], "planned"), {("c-1", "a")}, "dotted", r"C\n1900\nplanned"),
        (change(["a"], []), {("a", "c-1")}, "solid", r"C\n1900"),
    ],
)
def test_style_and_label_of_the_edges(record: Record, edges: set[tuple[str, str]], style: str, said: str) -> None:
    found = graph(dot.render(CORPUS, [record]))
    drawn = found.get_edges()
    assert {(e.get_source().strip('"'), e.get_destination().strip('"')) for e in drawn} == edges
    assert {e.get("style") for e in drawn} == {style}
    labels = {thing.get("label") for thing in [*drawn, *found.get_nodes()]}
    assert f'"{said}"' in labels


@settings(max_examples=examples(30))
@given(HOSTILE)
def test_hostile_text_does_not_break_the_graph(lights: Path, text: str) -> None:
    with closing(Store(lights, context=True)) as store:
        plain = dot.render(corpus_record(store), records(store))
    with closing(hostile_store(lights, text)) as store:
        found = dot.render(corpus_record(store), records(store))
    assert shape(found) == shape(plain)
    label = one_line(f"{text}: predecessors and successors")
    escaped = label.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    assert f'"{escaped}"' in tokens(found)
