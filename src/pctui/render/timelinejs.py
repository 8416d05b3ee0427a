"""Renders dated entries as slides of TimelineJS 3, for a timeline on a web page.

The format is described at https://timeline.knightlab.com/docs/json-format.html. The texts are HTML, in which those of
the corpus are escaped. A slide shows the label of its date, since TimelineJS has neither uncertain dates nor open ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape

from ..model import Record
from ..text import one_line
from .dated import Dated, Day, LeftOut, Place, cited, dated, is_address, texts

# The years of which JavaScript knows every day. Beyond them TimelineJS has another scale, which knows only years.
_FIRST, _LAST = -271820, 275759


def pieces(corpus: Record, records: Iterable[Record], place: Place, left_out: LeftOut) -> Iterator[str]:
    """Yield one JSON document: a title slide, and a slide for each event, change and organisation with a date."""
    lanes = {lane["slug"]: lane["title"] for lane in corpus.fields["lanes"]}
    title = {
        # A slug has no colon: this is none of an entry.
        "unique_id": f"corpus:{corpus.slug}",
        "text": {"headline": _html(corpus.title), "text": _paragraph(corpus.fields["summary"])},
        "autolink": False,
    }
    yield f'{{\n "title": {_json(title)},\n "events": ['
    scale, comma = "human", ""
    for entry in dated(records, lanes, left_out):
        if not all(_FIRST <= day.year <= _LAST for day in (entry.start, entry.end) if day):
            scale = "cosmological"
        yield f"{comma}\n  {_json(_slide(entry, place))}"
        comma = ","
    yield f'\n ],\n "scale": "{scale}"\n}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _slide(entry: Dated, place: Place) -> dict[str, object]:
    record = entry.record
    slide: dict[str, object] = {"unique_id": record.slug, "start_date": _date(entry.start)}
    if entry.end:
        slide["end_date"] = _date(entry.end)
    slide["display_date"] = _plain(entry.label)
    if entry.group:
        slide["group"] = _plain(entry.group)
    slide["text"] = {
        "headline": _html(entry.headline),
        "text": "".join(_paragraph(text) for text in [*texts(record), cited(record, place)] if text)
        + _background(record),
    }
    slide["autolink"] = False  # addresses in corpus text must not become links
    return slide


def _date(day: Day) -> dict[str, int]:
    return {name: value for name, value in day._asdict().items() if value is not None}


def _background(record: Record) -> str:
    links = [_link(source["title"], source["url"]) for source in record.fields["sources"]]
    return f"<p>Background fact from: {'; '.join(links)}.</p>" if links else ""


def _link(title: str, url: str) -> str:
    if not is_address(url):
        return f"{_html(title)}, {_html(url)}"
    return f'<a href="{_html(url)}">{_html(title)}</a>'


def _paragraph(text: str) -> str:
    return f"<p>{_html(text)}</p>"


def _html(text: str) -> str:
    return escape(one_line(text), quote=True)


def _plain(text: str) -> str:
    """Return a text for where the format has no HTML.

    TimelineJS (3.9) takes markup out of it by reading it as HTML, and then puts it into the page as HTML all the same,
    so that it has to be escaped for both.
    """
    return escape(escape(one_line(text), quote=False), quote=False)
