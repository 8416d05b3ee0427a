"""Renders dated entries as slides of TimelineJS 3, for a timeline on a web page.

The texts are HTML, in which corpus text is escaped. A slide shows the label of its date, since TimelineJS supports
neither uncertain dates nor open ends; the headline and the text say if something was only planned.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

from .. import edtf
from ..kinds.vocabulary import NOT_HAPPENED
from ..model import Record, locator
from ..text import one_line

Place = Callable[[dict[str, Any]], str]  # a citation in words


def render(corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]]) -> str:
    """Return one JSON document: a title slide, and a slide for each event, change and organisation with a date."""
    records = list(records)
    pages = {(p["document"], p["number"]): p["page"] for p in paragraphs}
    labels = {record.slug: record.fields["label"] for record in records if record.kind == "document"}
    lanes = {lane["slug"]: lane["title"] for lane in corpus.fields["lanes"]}

    def place(citation: dict[str, Any]) -> str:
        document, number = citation["document"], citation["paragraph"]
        return f"{labels.get(document, document)} {locator(number, pages.get((document, number)))}"

    slides = [slide for record in records if (slide := _slide(record, place, lanes))]
    document = {
        "scale": "human",
        "title": {"text": {"headline": _html(corpus.title), "text": _paragraph(corpus.fields["summary"])}},
        "events": slides,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def undated(records: Iterable[Record]) -> int:
    """Return the number of events, changes and organisations that are omitted because they have no date."""
    return sum(1 for record in records if _edtf(record) is not None and _start(record) is None)


def _edtf(record: Record) -> str | None:
    """Return the date of an event or change, or the existence of an organisation ('' if unknown); else None."""
    if record.kind in ("event", "change"):
        return str(record.fields["date"])
    return str(record.fields["existence"] or "") if record.kind == "organisation" else None


def _computed(record: Record, name: str) -> str | None:
    prefix = "existence" if record.kind == "organisation" else "date"
    value = record.computed.get(f"{prefix}_{name}")
    return None if value is None else str(value)


def _start(record: Record) -> dict[str, int] | None:
    """Return the date of the slide: the start, or the end if only that is known."""
    first, last = _ends(record)
    return first or last


def _ends(record: Record) -> tuple[dict[str, int] | None, dict[str, int] | None]:
    """Return the first and the last day of a date as precisely as they are known; None where open or unknown."""
    written = _edtf(record)
    try:
        begin, end = edtf.ends(written) if written else (None, None)
    except edtf.DateError:  # a database from elsewhere may contain anything
        return None, None
    first, last = begin.earliest if begin else None, end.latest if end else None
    return _day(begin, first, (1, 1)), _day(end, last, (12, 31))


def _day(date: edtf.DateSpan | None, bound: str | None, edge: tuple[int, int]) -> dict[str, int] | None:
    """Return a bound of a date, without its month and day where it is at an `edge` (month, day) of the year."""
    if date is None or bound is None:
        return None
    year, month, day = edtf.parts(bound)
    if date.earliest == date.latest:
        return {"year": year, "month": month, "day": day}
    if (month, day) == edge:
        return {"year": year}
    if day == (1 if edge[1] == 1 else edtf.days_in(year, month)):
        return {"year": year, "month": month}
    return {"year": year, "month": month, "day": day}


def _slide(record: Record, place: Place, lanes: dict[str, str]) -> dict[str, object] | None:
    written = _edtf(record)
    if written is None or (start := _start(record)) is None:
        return None
    slide: dict[str, object] = {"unique_id": record.slug, "start_date": start}
    first, end = _ends(record)
    if first and end and end != first:
        slide["end_date"] = end
    slide["display_date"] = _html(_computed(record, "label") or written)
    lane = record.fields.get("lane") or record.computed.get("lane")
    if lane:
        slide["group"] = _html(lanes.get(lane, lane))
    modality = f" ({record.fields['modality']})" if record.fields["modality"] in NOT_HAPPENED else ""
    slide["text"] = {
        "headline": _html(record.title) + modality,
        "text": "".join(_paragraph(text) for text in _texts(record)) + _sources(record, place),
    }
    slide["autolink"] = False  # addresses in corpus text must not become links
    return slide


def _texts(record: Record) -> Iterator[str]:
    fields = record.fields
    yield fields["summary"]
    if fields["modality"] in NOT_HAPPENED:
        hedge = f", hedged: “{fields['hedge']}”" if fields["hedge"] else ""
        yield f"Reported as {fields['modality']}, not as having happened{hedge}."
    if fields.get("planned_from"):
        yield f"Planned or forecast from {fields['planned_from']}."
    if fields["sic"]:
        yield f"As printed (sic): {fields['sic']}"


def _sources(record: Record, place: Place) -> str:
    places = dict.fromkeys(place(citation) for citation in record.fields["citations"])
    html = _paragraph(f"Sources: {'; '.join(places)}.") if places else ""
    links = [_link(source["title"], source["url"]) for source in record.fields["sources"]]
    return html + (f"<p>Background fact from: {'; '.join(links)}.</p>" if links else "")


def _link(title: str, url: str) -> str:
    if not re.match(r"https?://", url):  # a database from elsewhere may contain anything
        return f"{_html(title)}, {_html(url)}"
    return f'<a href="{_html(url)}">{_html(title)}</a>'


def _paragraph(text: str) -> str:
    return f"<p>{_html(text)}</p>"


def _html(text: str) -> str:
    return escape(one_line(text), quote=True)
