"""What a graph of a lineage draws: change events in chronological order, and the organisations that take part in them.

For every format that draws it, so that all say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from typing import NamedTuple

from .. import edtf
from ..database.read_only import batches
from ..kinds.vocabulary import NOT_HAPPENED
from ..model import Record
from .dated import marks, with_marks

Ends = Callable[[Sequence[str]], Iterable[Record]]  # the organisations with these slugs


class Step(NamedTuple):
    """A change event, and those of its organisations that no change before it had.

    Changes of one `rank` stand beside each other, for none of them follows from another; None if it has no date.
    `year` is that of its date if this is the first rank of the year, else ''.
    """

    change: Record
    organisations: tuple[Record, ...]
    rank: int | None
    year: str

    @property
    def original(self) -> list[str]:
        return list(self.change.fields["original"])

    @property
    def resulting(self) -> list[str]:
        return list(self.change.fields["resulting"])

    @property
    def line(self) -> str:
        """How its lines are drawn: solid, dashed for a partial succession, dotted for what has not happened."""
        if self.change.fields["modality"] in NOT_HAPPENED:
            return "dotted"
        return "dashed" if self.change.fields["partial"] else "solid"


LEGEND = (
    "Rounded boxes: organisations. Square boxes: changes between them.",
    "Solid lines: in whole. Dashed: in part. Dotted: not known to have happened. An arrow both ways: it continues.",
)


def steps(changes: Iterable[Record], ends: Ends) -> Iterator[Step]:
    """Yield changes, which come in chronological order, with their organisations.

    All that is kept in memory is which organisations there have been.
    """
    known: set[str] = set()
    rank, year, results = -1, "", set[str]()
    for batch in batches(_in_order(changes)):
        slugs = dict.fromkeys(slug for change in batch for slug in _ends(change) if slug not in known)
        found = {record.slug: record for record in ends(list(slugs))}
        for change in batch:
            new = tuple(found.pop(slug) for slug in dict.fromkeys(_ends(change)) if slug in found)
            known.update(record.slug for record in new)
            of = _year(change)
            if of is None:
                yield Step(change, new, None, "")
                continue
            original, resulting = set(change.fields["original"]), set(change.fields["resulting"])
            first = of != year
            if first or original & results:
                rank += 1
                results = set()
            results |= resulting - original
            year = of
            yield Step(change, new, rank, _label(of) if first else "")


def _ends(change: Record) -> list[str]:
    return [*change.fields["original"], *change.fields["resulting"]]


def _day(change: Record) -> str | None:
    """Return the day of a change, as `date_earliest` has it; that by which it had happened if no other is known."""
    day: str | None = change.computed["date_earliest"] or change.computed["date_latest"]
    return day


def _year(change: Record) -> str | None:
    """Return the year as EDTF writes it; None if there is no date."""
    day = _day(change)
    return day.rsplit("-", 2)[0] if day else None


def _label(year: str) -> str:
    try:
        return edtf.label(year)
    except edtf.DateError:  # a database from elsewhere may contain anything
        return year


def _in_order(changes: Iterable[Record]) -> Iterator[Record]:
    """Put changes of one day into an order in which each comes after those that result in its originals."""
    for _, group in groupby(changes, _day):
        alike = {change.slug: change for change in group}
        sorter: TopologicalSorter[tuple[str, str]] = TopologicalSorter()
        for change in alike.values():
            here = ("change", change.slug)
            original = change.fields["original"]
            sorter.add(here, *(("organisation", slug) for slug in original))
            for slug in change.fields["resulting"]:
                if slug not in original:
                    sorter.add(("organisation", slug), here)
        try:
            yield from (alike[slug] for kind, slug in sorter.static_order() if kind == "change")
        except CycleError:
            yield from alike.values()


def existence(organisation: Record) -> str:
    """Return when an organisation existed, in words ('' if that is not known), and if that is a background fact."""
    return with_marks(str(organisation.computed["existence_label"] or ""), marks(organisation)).strip()


def when(change: Record) -> str:
    """Return the date of a change in words, and what else is to be known of it: `by 2004 (in part, planned)`."""
    in_part = ["in part"] if change.fields["partial"] else []
    return with_marks(str(change.computed["date_label"] or ""), in_part + marks(change))
