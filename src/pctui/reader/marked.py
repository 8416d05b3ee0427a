"""What of the reader's marks and notes a list or an export is to have: only some entries, with the notes, or neither.

Drafts are never part of it: they are not finished, and stay in the reader's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from ..model import MARKED, MARKS, Annotation, mark_words
from ..queries.filters import Filter

UNMARKED = "Not marked"
_NONE: Mapping[str, Annotation] = MappingProxyType({})


class Marked(Struct, frozen=True):
    """Only entries with one of `marks` (none: all), each with its note if `notes`.

    With `by_mark`, which several marks ask for too, there is a part for each mark, in the order of MARKS.
    `annotations` are all of the reader's, by slug; none if nothing is asked of them.
    """

    annotations: Mapping[str, Annotation] = _NONE
    marks: tuple[str, ...] = ()
    notes: bool = False
    by_mark: bool = False

    @property
    def shown(self) -> Mapping[str, Annotation]:
        """The marks and notes to print with the entries, by slug, without drafts; none if they are not asked for."""
        if not self.notes:
            return {}
        finished = (replace(found, draft=None) for found in self.annotations.values())
        return {found.entry.slug: found for found in finished if found.mark or found.note}

    @property
    def request(self) -> dict[str, object]:
        """What was asked, as data."""
        return {**({"mark": list(self.marks)} if self.marks else {}), **({"notes": True} if self.notes else {})}

    @property
    def only(self) -> frozenset[str] | None:
        """The slugs of the entries that have one of the marks; None for all."""
        return self._with(*self.marks) if self.marks else None

    def narrowed(self, filters: Filter) -> Filter:
        """Return a filter of the entries that have one of the marks, too."""
        return filters if self.only is None else replace(filters, among=self.only)

    def parts(self, filters: Filter) -> list[tuple[str, Filter]]:
        """Return the title of each part of a list, with the filter of its entries; none if it is not divided."""
        if not self.by_mark and len(self.marks) < 2:
            return []
        marks = [mark for mark in MARKS if not self.marks or mark in self.marks]
        parts = [(mark_words(mark).capitalize(), replace(filters, among=self._with(mark))) for mark in marks]
        return parts if self.marks else [*parts, (UNMARKED, replace(filters, excluding=self._with(MARKED)))]

    def fields(self, slug: str) -> dict[str, str | None] | None:
        """Return the mark of an entry, and its note if notes are wanted, as data; None if neither was asked for."""
        if not (self.notes or self.marks or self.by_mark):
            return None
        found = self.annotations.get(slug)
        mark = {"mark": found.mark if found else None}
        return mark | ({"note": found.note if found else None} if self.notes else {})

    def _with(self, *choices: str) -> frozenset[str]:
        return frozenset(
            slug for slug, found in self.annotations.items() if any(found.is_one(choice) for choice in choices)
        )
