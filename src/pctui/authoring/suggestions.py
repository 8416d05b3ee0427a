"""What a passage suggests for an entry that cites it: its dates and numbers, its modality, its hedge.

Everything here is offered and nothing is set: a program cannot read. The words are those of one language: a passage
in another suggests its dates and numbers only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..corpus.numbers import numbers, shown
from ..edtf import MONTHS, DateError
from ..edtf.typed import read

_MOST = 9  # dates, and numbers, that are offered


class Suggestion(NamedTuple):
    """A value for a field, and the words of the passage that suggest it."""

    value: str
    words: str


# The first pattern that is found decides; each is of the words with which documents put such statements.
_MODALITIES = (
    ("proposed", r"should|ought to|recommends?|recommended|recommendation|propos(?:e|es|ed|al|als)|urges?|calls? for"),
    (
        "forecast",
        (
            r"(?:is|are|was|were) (?:expected|forecast|projected|predicted|likely)|expects?|expected|foresees?|"
            r"foresaw|forecasts?|predicts?|predicted|anticipates?|anticipated|projects that"
        ),
    ),
    ("planned", r"will|shall|plans?|planned|intends?|intended|aims? to|(?:is|are|was|were) to be|(?:is|are) going to"),
    (
        "claimed",
        r"claims?|claimed|argues?|argued|asserts?|asserted|alleges?|alleged|maintains? that|says? that|said that",
    ),
    (
        "opinion",
        r"believes?|believed|thinks?|in (?:our|my|his|her|their) (?:view|opinion)|we would rather|it seems to us",
    ),
)
_HEDGES = (
    r"may|might|could|perhaps|probably|possibly|apparently|presumably|reportedly|likely|unlikely|appears? to|seems? to|"
    r"suggests?|tends? to|in part|to some extent|is said to|are said to|was said to|were said to|expected|would"
)
_NOT_MONTH = r"(?!\s+\d)"  # `May 1821` is a month, `may` is not: the patterns are in lower case

_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_MONTH = "|".join([*MONTHS, *(f"{month[:3]}\\.?" for month in MONTHS), "Sept\\.?"])
_DATES = re.compile(
    rf"\b\d{{4}}-\d\d(?:-\d\d)?\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH}),? {_YEAR}\b"
    rf"|\b(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}\b"
    rf"|\b(?:{_MONTH}) {_YEAR}\b"
    rf"|\b(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter) (?:of )?{_YEAR}\b"
    rf"|\b(?:[Ff]rom |[Bb]etween )?{_YEAR} ?(?:–|-|to|and|/) ?(?:{_YEAR}|\d\d)\b"
    rf"|\b{_YEAR}s\b"
    rf"|\b{_YEAR}\b"
)
_AMERICAN = re.compile(rf"({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?,? ({_YEAR})")
_TWO_DIGITS = re.compile(rf"({_YEAR}) ?(?:–|-|/) ?(\d\d)$")
_INTERVAL = re.compile(rf"(?:[Ff]rom |[Bb]etween )?({_YEAR}) ?(?:–|-|to|and|/) ?({_YEAR})$")


def modality(passage: str) -> Suggestion | None:
    """Return the modality that the words of a passage suggest; None if nothing speaks against `happened`."""
    for name, pattern in _MODALITIES:
        if match := re.search(rf"\b(?:{pattern})\b{_NOT_MONTH}", passage):
            return Suggestion(name, match[0])
    return None


def hedge(passage: str) -> Suggestion | None:
    """Return the first hedge in a passage."""
    match = re.search(rf"\b(?:{_HEDGES})\b{_NOT_MONTH}", passage)
    return Suggestion(match[0], match[0]) if match else None


def dates(passage: str) -> list[Suggestion]:
    """Return the dates that a passage prints, in EDTF, in the order in which they come."""
    found: dict[str, str] = {}
    for match in _DATES.finditer(passage):
        try:
            found.setdefault(read(_typed(match[0])), match[0])
        except DateError:
            continue
    return [Suggestion(value, words) for value, words in found.items()][:_MOST]


def _typed(printed: str) -> str:
    """Return a printed date as readers type it, with the day first."""
    if match := _AMERICAN.fullmatch(printed):
        printed = f"{match[2]} {match[1]} {match[3]}"
    elif match := _TWO_DIGITS.fullmatch(printed):
        start, end = int(match[1]), int(match[1][:2] + match[2])
        printed = f"{start}/{end if end > start else end + 100}"
    elif match := _INTERVAL.fullmatch(printed):
        printed = f"{match[1]}/{match[2]}"
    printed = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof |,|\.", "", printed)
    return re.sub(
        r"^(\d{0,2} ?)([A-Z][a-z]{2,3})(?= \d{4})",
        lambda m: m[1] + next((month for month in MONTHS if month.startswith(m[2][:3])), m[2]),
        printed,
    )


def figures(passage: str) -> list[Suggestion]:
    """Return the numbers that a passage prints, in the order in which they come."""
    written = {number: shown(number) for number in numbers(passage) if number != 0.5}
    places = {number: max(passage.find(text), passage.find(f"{number:,.10g}")) for number, text in written.items()}
    ordered = sorted(written, key=lambda number: (places[number] < 0, places[number], number))
    return [Suggestion(f"{number:.15g}", written[number]) for number in ordered][:_MOST]


def date_basis(edtf: str, passage_dates: Sequence[Suggestion], issued: str | None) -> Suggestion | None:
    """Return how a date is known: stated in the passage, the document's own, or else inferred."""
    if any(edtf == found.value or found.value.startswith(edtf) for found in passage_dates):
        return Suggestion("stated", next(f.words for f in passage_dates if f.value.startswith(edtf)))
    years = re.findall(r"\d{4}", edtf)
    printed = {year for found in passage_dates for year in re.findall(r"\d{4}", found.value)}
    if issued and (edtf == issued or issued.startswith(edtf)):
        return Suggestion("document-date", issued)
    if years and printed.issuperset(years) and len(edtf) <= len(years[0]) * len(years) + 1:
        return Suggestion("stated", ", ".join(years))
    return Suggestion("derived", "not printed in the passage") if edtf else None
