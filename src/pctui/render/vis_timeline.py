"""Renders dated entries as items and groups of vis-timeline, for a timeline on a web page: its groups are the lanes.

The format is described at https://visjs.github.io/vis-timeline/docs/timeline/. The texts are HTML, in which that of the
corpus is escaped. An item with a start alone is a point. An end is the day after the last, because an item ends as that
day begins. `className` has its kind and its modality.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape

from .. import edtf
from ..kinds.vocabulary import MODALITIES
from ..model import Record
from ..text import one_line
from .dated import Dated, Day, LeftOut, Place, account, dated

# The years of which JavaScript knows every day, and one more for the day after the last.
_FIRST, _LAST = -271820, 275758
_NO_LANE = "no lane"  # no slug has a blank


def pieces(corpus: Record, records: Iterable[Record], place: Place, left_out: LeftOut) -> Iterator[str]:
    """Yield one JSON document with the lists `items` and `groups`, the second with the lanes of the first."""
    lanes = {lane["slug"]: lane["title"] for lane in corpus.fields["lanes"]}
    used, comma = set(), ""
    yield '{\n "items": ['
    for entry in dated(records, lanes, left_out, _FIRST, _LAST):
        used.add(entry.lane or _NO_LANE)
        yield f"{comma}\n  {json.dumps(_item(entry, place), ensure_ascii=False)}"
        comma = ","
    others = {lane: "No lane" if lane == _NO_LANE else lane for lane in sorted(used - {*lanes})}
    groups = [
        {"id": lane, "content": _html(title), "order": order}
        for order, (lane, title) in enumerate({**lanes, **others}.items())
        if lane in used
    ]
    listed = ",".join(f"\n  {json.dumps(group, ensure_ascii=False)}" for group in groups)
    yield f'\n ],\n "groups": [{listed}\n ]\n}}\n'


def _item(entry: Dated, place: Place) -> dict[str, str]:
    record, modality = entry.record, entry.record.fields["modality"]
    dates = {"start": _iso(*entry.start.bound()), "type": "point"}
    if entry.end:
        dates |= {"end": _after(entry.end), "type": "range"}
    return {
        "id": record.slug,
        "group": entry.lane or _NO_LANE,
        "content": _html(f"{entry.label}: {entry.headline}"),
        **dates,
        "className": " ".join([record.kind, *([modality] if modality in MODALITIES else [])]),
        "title": "".join(f"<p>{_html(text)}</p>" for text in account(record, place)),
    }


def _after(last: Day) -> str:
    return _iso(*edtf.parts(edtf.moved(edtf.day_text(*last.bound(last=True)), 1)))


def _iso(year: int, month: int, day: int) -> str:
    """Return a day as JavaScript reads it, which takes six digits and a sign for a year that is not of four."""
    return f"{year:04}-{month:02}-{day:02}" if 0 <= year <= 9999 else f"{year:+07}-{month:02}-{day:02}"


def _html(text: str) -> str:
    return escape(one_line(text), quote=True)
