"""What a timeline draws: events, changes and organisations with their dates, and what is to be said of each in words.

For every format that draws it. None of them has uncertain dates or open ends, so the label of the date goes along; what
was only planned or argued, and what a document misprints, is said in the title and in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .. import edtf
from ..kinds.vocabulary import MARKED, NOT_HAPPENED
from ..model import Record

Place = Callable[[dict[str, Any]], str]  # a citation in words
LeftOut = Counter[str]  # how many entries are not drawn, by the reason


class Day(NamedTuple):
    """A day, or only its month or its year, where that is all that is known of it or all that it says."""

    year: int
    month: int | None = None
    day: int | None = None

    def bound(self, *, last: bool = False) -> tuple[int, int, int]:
        """Return the first or the last day of it."""
        month = self.month or (12 if last else 1)
        return self.year, month, self.day or (edtf.days_in(self.year, month) if last else 1)


class Dated(NamedTuple):
    """An entry with the start of its date (the end, if only that is known) and the end, None if it has no other.

    `label` is the date in words, `lane` a slug and `group` its title, '' if it has none.
    """

    record: Record
    start: Day
    end: Day | None
    label: str
    lane: str
    group: str

    @property
    def headline(self) -> str:
        """The title, with what is to be known of it: `All lamp houses to be towers (planned)`."""
        return with_marks(self.record.title, marks(self.record))


def dated(
    records: Iterable[Record], lanes: Mapping[str, str], left_out: LeftOut, first: int | None = None, last: int = 0
) -> Iterator[Dated]:
    """Yield the entries with a date; of others, and of those outside the years `first` to `last`, count how many."""
    for record in records:
        start, end = ends(record)
        begin = start or end
        if begin is None:
            left_out["without a date"] += 1
        elif first is not None and not first <= begin.year <= (end or begin).year <= last:
            left_out[f"outside the years {first} to {last}"] += 1
        else:
            lane = record.fields.get("lane") or record.computed.get("lane") or ""
            yield Dated(
                record,
                begin,
                end if start and end != start else None,
                _computed(record, "label") or _edtf(record),
                lane,
                lanes.get(lane, lane),
            )


def _edtf(record: Record) -> str:
    """Return the date of an event or change, or the existence of an organisation; '' if there is none."""
    return str(record.fields.get("date") or record.fields.get("existence") or "")


def _computed(record: Record, name: str) -> str | None:
    prefix = "existence" if record.kind == "organisation" else "date"
    value = record.computed.get(f"{prefix}_{name}")
    return None if value is None else str(value)


def ends(record: Record) -> tuple[Day | None, Day | None]:
    """Return the first and the last day of a date as precisely as they are known; None where open or unknown."""
    written = _edtf(record)
    try:
        begin, end = edtf.ends(written) if written else (None, None)
    except edtf.DateError:  # a database from elsewhere may contain anything
        return None, None
    first, last = begin.earliest if begin else None, end.latest if end else None
    return _day(begin, first, (1, 1)), _day(end, last, (12, 31))


def _day(date: edtf.DateSpan | None, bound: str | None, edge: tuple[int, int]) -> Day | None:
    """Return a bound of a date, without its month and day where it is at an `edge` (month, day) of the year."""
    if date is None or bound is None:
        return None
    year, month, day = edtf.parts(bound)
    if date.earliest == date.latest:
        return Day(year, month, day)
    if (month, day) == edge:
        return Day(year)
    if day == (1 if edge[1] == 1 else edtf.days_in(year, month)):
        return Day(year, month)
    return Day(year, month, day)


def marks(record: Record) -> list[str]:
    """Return what is to be seen of an entry at once: that it may not have happened, is a background fact or a draft."""
    said = (record.fields["modality"], record.fields["origin"], record.fields.get("status"))
    return [word for word in said if word in MARKED]


def with_marks(text: str, words: list[str]) -> str:
    """Return a text with words in parentheses, if there are any."""
    return f"{text} ({', '.join(words)})" if words else text


def texts(record: Record) -> Iterator[str]:
    """Yield what an entry says, and what is to be known of that."""
    fields = record.fields
    yield fields["summary"]
    if fields["modality"] in NOT_HAPPENED:
        hedge = f", hedged: “{fields['hedge']}”" if fields["hedge"] else ""
        yield f"Reported as {fields['modality']}, not as having happened{hedge}."
    if fields.get("planned_from"):
        yield f"Planned or forecast from {fields['planned_from']}."
    if fields["sic"]:
        yield f"As printed (sic): {fields['sic']}"


def cited(record: Record, place: Place) -> str:
    """Return the passages that an entry cites, each place once; '' if it cites none."""
    found = dict.fromkeys(place(citation) for citation in record.fields["citations"])
    return f"Sources: {'; '.join(found)}." if found else ""


def is_address(url: str) -> bool:
    """Whether it may become a link; a database from elsewhere may contain anything."""
    return re.match(r"https?://", url) is not None


def account(record: Record, place: Place) -> list[str]:
    """Return all that is to be said of an entry in words, with where it is from: its title, and what follows it."""
    return [text for text in (f"{record.title}.", *texts(record), cited(record, place), background(record)) if text]


def background(record: Record) -> str:
    """Return the public sources of a background fact; '' if it has none."""
    found = [f"{source['title']}, {source['url']}" for source in record.fields["sources"]]
    return f"Background fact from: {'; '.join(found)}." if found else ""
