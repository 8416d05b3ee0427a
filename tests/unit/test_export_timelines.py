"""Timelines have the form that TimelineJS and vis-timeline document, whatever the corpus contains."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import examples
from drawings import CORPUS, NASTY, Tags, dated, event, place, plain
from hostile import HOSTILE, hostile_store
from hypothesis import example, given, settings

from pctui.queries.store import Store
from pctui.render import mermaid, timelinejs, vis_timeline
from pctui.text import one_line

# The format of TimelineJS at https://timeline.knightlab.com/docs/json-format.html, all of it

_DATE = {
    "type": "object",
    "required": ["year"],
    "additionalProperties": False,
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
        "hour": {"type": "integer", "minimum": 0, "maximum": 23},
        "minute": {"type": "integer", "minimum": 0, "maximum": 59},
        "second": {"type": "integer", "minimum": 0, "maximum": 59},
        "millisecond": {"type": "integer"},
        "display_date": {"type": "string"},
        "format": {"type": "string"},
    },
    "dependentRequired": {"day": ["month"]},
}
_TEXT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
}
_MEDIA = {key: {"type": "string"} for key in "url caption credit thumbnail alt title link link_target".split()}
_SLIDE = {
    "start_date": _DATE, "end_date": _DATE, "text": _TEXT, "group": {"type": "string"}, "unique_id": {"type": "string"},
    "display_date": {"type": "string"}, "autolink": {"type": "boolean"}, "background": {"type": "object"},
    "media": {"type": "object", "required": ["url"], "additionalProperties": False, "properties": _MEDIA},
}  # fmt: skip
TIMELINE_SHAPE = {
    "type": "object",
    "required": ["events"],
    "additionalProperties": False,
    "properties": {
        "scale": {"enum": ["human", "cosmological"]},
        "title": {"type": "object", "additionalProperties": False, "properties": _SLIDE},
        "events": {
            "type": "array",
            "items": {
                "type": "object", "required": ["start_date"], "additionalProperties": False, "properties": _SLIDE
            },
        },
        "eras": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["start_date", "end_date"],
                "additionalProperties": False,
                "properties": {"start_date": _DATE, "end_date": _DATE, "text": _TEXT},
            },
        },
    },
}  # fmt: skip


def shown_plainly(html: str) -> str:
    """Return what TimelineJS 3.9 shows where it has no markup: it takes out what is, and puts the rest in as HTML."""
    return plain(Tags(html).text)


def slides(store: Store, left_out: Counter[str] | None = None) -> dict[str, dict[str, Any]]:
    found = json.loads(dated(timelinejs.pieces, store, left_out))
    jsonschema.validate(found, TIMELINE_SHAPE)
    by_id = {slide["unique_id"]: slide for slide in found["events"]}
    assert len({*by_id, found["title"]["unique_id"]}) == len(found["events"]) + 1
    for slide in found["events"]:
        start, end = (tuple(slide.get(name, {}).values()) for name in ("start_date", "end_date"))
        assert not end or start <= end
    return by_id


def test_slides_show_the_label_of_each_date(lights: Path) -> None:
    left_out: Counter[str] = Counter()
    with closing(Store(lights, context=True)) as store:
        found = slides(store, left_out)
    assert left_out == {"without a date": 3}
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
    assert "<p>Sources: " in order["text"]
    assert "<p>Planned or forecast from 1898.</p>" in found["lamp-house"]["text"]["text"]
    assert found["light-museum"]["text"]["headline"] == "A museum opens in the tower on Gull Stack (context)"
    museum = found["light-museum"]["text"]["text"]
    assert 'Background fact from: <a href="https://example.org/museum">Marrow museum</a>.' in museum


@settings(max_examples=examples(20))
@given(HOSTILE)
@example(NASTY)
def test_hostile_text_does_not_break_the_slides(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        found = slides(store)
    for slide in found.values():
        assert plain(slide["text"]["headline"]).startswith(one_line(text))
        body = Tags(slide["text"]["text"])
        assert one_line(text) in body.text
        assert {tag for tag, _ in body.tags} <= {"p", "a"}
        assert all(set(attributes) <= {"href"} for _, attributes in body.tags)
        assert all(str(attributes["href"]).startswith("http") for tag, attributes in body.tags if tag == "a")
        assert shown_plainly(slide["display_date"]) == one_line(text)
        assert shown_plainly(slide.get("group", one_line(text))) == one_line(text)


# The items and groups of vis-timeline at https://visjs.github.io/vis-timeline/docs/timeline/, as far as they are used

_DAY = {"type": "string", "pattern": r"^([0-9]{4}|[+-][0-9]{6})-[0-9]{2}-[0-9]{2}$"}
ITEMS_SHAPE = {
    "type": "object",
    "required": ["items", "groups"],
    "additionalProperties": False,
    "properties": {
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content", "start", "type", "group"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string"}, "group": {"type": "string"}, "content": {"type": "string"},
                    "start": _DAY, "end": _DAY, "title": {"type": "string"}, "className": {"type": "string"},
                    "type": {"enum": ["box", "point", "range", "background"]},
                },
                "if": {"properties": {"type": {"const": "range"}}},
                "then": {"required": ["end"]},
                "else": {"properties": {"end": False}},
            },
        },
        "groups": {
            "type": "array",
            "items": {
                "type": "object", "required": ["id", "content"], "additionalProperties": False,
                "properties": {"id": {"type": "string"}, "content": {"type": "string"}, "order": {"type": "integer"}},
            },
        },
    },
}  # fmt: skip


def items(store: Store) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Return the items by id, and the content of each group."""
    found = json.loads(dated(vis_timeline.pieces, store))
    jsonschema.validate(found, ITEMS_SHAPE)
    by_id = {item["id"]: item for item in found["items"]}
    assert len(by_id) == len(found["items"])
    assert {item["group"] for item in found["items"]} == {group["id"] for group in found["groups"]}
    return by_id, {group["id"]: group["content"] for group in found["groups"]}


def test_items_have_dates_lanes_and_sources(lights: Path) -> None:
    with closing(Store(lights, context=True)) as store:
        found, groups = items(store)
    assert groups == {"law": "Law", "lights": "Lights", "people": "People"}
    assert found["charts-1838"]["content"].startswith("about 1838: ")
    assert (found["lamp-house"]["start"], found["lamp-house"]["end"]) == ("1821-01-01", "1899-08-01")
    order = found["stations-order"]
    assert order["content"].endswith("Stations Order puts out thirteen lamp houses (planned)")
    assert order["className"] == "event planned"
    assert "<p>Reported as planned, not as having happened.</p>" in order["title"]
    assert "<p>Sources: " in order["title"]
    assert "Marrow museum, https://example.org/museum" in found["light-museum"]["title"]


@settings(max_examples=examples(20))
@given(HOSTILE)
@example(NASTY)
def test_hostile_text_does_not_break_the_items(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        found, groups = items(store)
    for item in found.values():
        assert one_line(text) in plain(item["content"])
        body = Tags(item["title"])
        assert one_line(text) in body.text
        assert {tag for tag, _ in body.tags} == {"p"}
        assert re.fullmatch(r"[a-z ]+", item["className"])
    assert {plain(content) for content in groups.values()} <= {one_line(text), "No lane"}


# EDTF; the start and the end for TimelineJS; those for vis-timeline; those for a Gantt chart ('' if it has none)
_ENDS: list[tuple[str, Any, Any, tuple[str, str], tuple[str, str]]] = [
    ("199X", {"year": 1990}, {"year": 1999}, ("1990-01-01", "2000-01-01"), ("1990-01-01", "1999-12-31")),
    ("[1994..1996]", {"year": 1994}, {"year": 1996}, ("1994-01-01", "1997-01-01"), ("1994-01-01", "1996-12-31")),
    ("1991/1992-02", {"year": 1991}, {"year": 1992, "month": 2}, ("1991-01-01", "1992-03-01"),
     ("1991-01-01", "1992-02-29")),
    ("2000-07/..", {"year": 2000, "month": 7}, None, ("2000-07-01", ""), ("2000-07-01", "")),
    ("../2000-07", {"year": 2000, "month": 7}, None, ("2000-07-01", ""), ("2000-07-01", "")),
    ("2000-22", {"year": 2000, "month": 6}, {"year": 2000, "month": 8}, ("2000-06-01", "2000-09-01"),
     ("2000-06-01", "2000-08-31")),
    ("1999-04-1X", {"year": 1999, "month": 4, "day": 10}, {"year": 1999, "month": 4, "day": 19},
     ("1999-04-10", "1999-04-20"), ("1999-04-10", "1999-04-19")),
    ("-0044", {"year": -44}, None, ("-000044-01-01", ""), ("", "")),
    ("0044", {"year": 44}, None, ("0044-01-01", ""), ("", "")),
    ("Y12345", {"year": 12345}, None, ("+012345-01-01", ""), ("", "")),
    ("1999-04", {"year": 1999, "month": 4}, None, ("1999-04-01", ""), ("1999-04-01", "")),
    ("1898-06-04", {"year": 1898, "month": 6, "day": 4}, None, ("1898-06-04", ""), ("1898-06-04", "")),
    ("Y170000002", {"year": 170000002}, None, ("", ""), ("", "")),
    ("no date", None, None, ("", ""), ("", "")),
    ("../..", None, None, ("", ""), ("", "")),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "start", "end", "item", "task"), _ENDS)
def test_start_and_end_of_an_entry(
    edtf: str, start: Any, end: Any, item: tuple[str, str], task: tuple[str, str]
) -> None:
    record = event(edtf)
    left_out: Counter[str] = Counter()
    found = json.loads("".join(timelinejs.pieces(CORPUS, [record], place, left_out)))
    jsonschema.validate(found, TIMELINE_SHAPE)
    assert [slide["start_date"] for slide in found["events"]] == ([start] if start else [])
    assert [slide.get("end_date") for slide in found["events"]] == ([end] if start else [])
    assert found["scale"] == ("cosmological" if edtf == "Y170000002" else "human")
    assert left_out == ({} if start else {"without a date": 1})
    assert all("<a" not in slide["text"]["text"] for slide in found["events"])  # this address must not become a link

    left_out.clear()
    found = json.loads("".join(vis_timeline.pieces(CORPUS, [record], place, left_out)))
    jsonschema.validate(found, ITEMS_SHAPE)
    assert [(i["start"], i.get("end", "")) for i in found["items"]] == ([item] if item[0] else [])
    assert sum(left_out.values()) == (not item[0])

    left_out.clear()
    lines = "".join(mermaid.gantt(CORPUS, [record], {}, place, left_out)).splitlines()
    tasks = [re.findall(r"\d{4}-\d\d-\d\d", line) for line in lines if line.startswith("    ")]
    assert tasks == ([[day for day in task if day]] if task[0] else [])
    assert sum(left_out.values()) == (not task[0])
