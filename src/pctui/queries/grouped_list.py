"""A grouped list as a pane shows it, folded and narrowed, read by the window.

The order of every list is stored, so nothing here reads more entries than it returns: only the groups, and what the
reader has marked, are in memory.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from ..database.read_only import ReadOnlyDatabase
from ..model import Reference, Row
from .lists import BESIDE, ORPHANS, View


class _Group(Struct, frozen=True):
    """A group: its entries are those numbered [first, first + entries). `side` stands beside all of them (None: no)."""

    heading: str
    first: int
    entries: int
    side: str | None
    folded: bool


class GroupedList:
    """The list `name` of a database in a view. Its entries are numbered; its rows are those in view, and headings.

    A sorted list is one group without a heading.
    """

    def __init__(self, database: ReadOnlyDatabase, name: str, view: View) -> None:
        self._database, self._name, self._brief = database, name, view.brief
        self._order = view.arranged.order if view.arranged else ""
        # The numbers in the stored list of the entries that are shown, in order; None for all.
        self._numbers: Sequence[int] | None = view.arranged.numbers if view.arranged else None
        found: list[tuple[str, int, int, str | None]] = database.select(
            "SELECT heading, first, entries, side FROM shown_list_groups WHERE list = :list ORDER BY number", list=name
        )
        if view.only is not None:
            marked = self._numbered(view.only)
            if self._numbers is None:
                self._numbers = marked
            else:
                among = set(marked)
                self._numbers = [number for number in self._numbers if number in among]
        if self._order and self._numbers is not None:
            found = [("", 0, len(self._numbers), None)] if self._numbers else []
        elif self._numbers is not None:
            edges = (
                (group, bisect_left(self._numbers, group[1]), bisect_left(self._numbers, group[1] + group[2]))
                for group in found
            )
            found = [(group[0], first, end - first, group[3]) for group, first, end in edges if end > first]
        self._orphans = self._lost(view)
        if self._orphans:
            found.append((ORPHANS, sum(entries for _, _, entries, _ in found), len(self._orphans), None))
        self._groups = [_Group(*group, folded=bool(group[0]) and view.folds(group[0])) for group in found]
        sizes = (_head(group) + (0 if group.folded else group.entries) for group in self._groups)
        self._starts = [0, *accumulate(sizes)]  # the first row of each group; the last is the number of rows

    def _numbered(self, slugs: frozenset[str]) -> list[int]:
        """Return the numbers of entries in the stored list; each may be in several groups."""
        rows = self._database.select(
            """
            SELECT number FROM json_each(:slugs) CROSS JOIN shown_list_rows
            WHERE list = :list AND slug = value ORDER BY number
            """,
            list=self._name,
            slugs=json.dumps(sorted(slugs)),
        )
        return [row[0] for row in rows]

    def _lost(self, view: View) -> list[Reference]:
        """Return the marked entries that are no longer in the corpus."""
        rows = self._database.select(
            "SELECT value FROM json_each(:slugs) WHERE value NOT IN (SELECT slug FROM entries)",
            slugs=json.dumps([entry.slug for entry in view.marked]),
        )
        lost = {row[0] for row in rows}
        return [e for e in view.marked if e.slug in lost and (view.only is None or e.slug in view.only)]

    def count(self) -> int:
        """Return the number of rows."""
        return self._starts[-1]

    def rows(self, offset: int, limit: int = -1) -> list[Row]:
        """Return rows [offset, offset + limit)."""
        end = self.count() if limit < 0 else min(offset + limit, self.count())
        found: list[Row] = []
        entries: list[tuple[int, int]] = []  # of each group, the numbers [first, last) of those that are in view
        at = bisect_right(self._starts, offset) - 1
        while at < len(self._groups) and self._starts[at] < end:
            group, start = self._groups[at], self._starts[at]
            if not group.folded:
                below = start + _head(group)
                first, last = max(offset - below, 0), min(end - below, group.entries)
                entries.append((group.first + first, group.first + max(first, last)))
            at += 1
        read = iter(self._read(entries))
        at = bisect_right(self._starts, offset) - 1
        for row in range(offset, end):
            while row >= self._starts[at + 1]:
                at += 1
            group = self._groups[at]
            if row < self._starts[at] + _head(group):
                found.append(self._heading(group))
            elif self._brief and group.side:
                found.append(replace(next(read), side=""))
            else:
                found.append(next(read))
        return found

    def _heading(self, group: _Group) -> Row:
        common = (group.side or "") if self._brief else ""
        return Row("", "folded" if group.folded else "heading", group.heading, side=str(group.entries), common=common)

    def _read(self, spans: list[tuple[int, int]]) -> list[Row]:
        """Return the entries numbered [first, last) of each span; the spans follow each other."""
        orphans = self._groups[-1].first if self._orphans else None
        lost: list[Row] = []
        if orphans is not None and spans and spans[-1][1] > orphans:
            first, last = spans.pop()
            lost = [Row(e.slug, e.kind, e.title, side=e.kind) for e in self._orphans[first - orphans : last - orphans]]
        if self._numbers is None:
            chosen = "number >= json_extract(value, '$[0]') AND number < json_extract(value, '$[1]')"
            given = json.dumps([span for span in spans if span[0] < span[1]])
        else:
            chosen = "number = value"
            given = json.dumps([number for first, last in spans for number in self._numbers[first:last]])
        rows = self._database.select(
            f"""
            SELECT {_columns(self._order)} FROM json_each(:given) CROSS JOIN shown_list_rows list_rows
            WHERE list = :list AND {chosen} ORDER BY key, number
            """,
            list=self._name,
            given=given,
        )
        return [*(Row(*row) for row in rows), *lost]

    def position(self, slug: str, heading: str = "") -> int | None:
        """Return the first row of an entry (or of `heading` if `slug` is ''); None if it is not in view."""
        if not slug:
            return next(
                (start for start, group in zip(self._starts, self._groups, strict=False) if group.heading == heading),
                None,
            )
        return next((row for number in self._places(slug) if (row := self._row(number)) is not None), None)

    def row_of(self, number: int) -> int:
        """Return the row of the entry `number`, from 1 (of its heading, if its group is folded)."""
        if not self._groups:
            return 0
        last = self._groups[-1]
        number = max(0, min(number - 1, last.first + last.entries - 1))
        row = self._row(number)
        return self._starts[self._group(number)] if row is None else row

    def place_of(self, row: int) -> int | None:
        """Return which entry of those shown is in a row, from 0; None for a heading. Folded groups are counted."""
        at = bisect_right(self._starts, row) - 1
        if not 0 <= at < len(self._groups) or (place := row - self._starts[at] - _head(self._groups[at])) < 0:
            return None
        return self._groups[at].first + place

    @property
    def entries(self) -> int:
        """How many entries are shown, folded ones too; one in several groups counts in each."""
        return self._groups[-1].first + self._groups[-1].entries if self._groups else 0

    def groups_of(self, slug: str) -> list[str]:
        """Return the headings of the groups of an entry, whether or not they are folded."""
        return [self._groups[self._group(number)].heading for number in self._places(slug)]

    def heading_at(self, row: int) -> str | None:
        """Return the heading at a row, or else the nearest above it; None if there is none.

        An entry in several groups is in several rows, so its slug does not say which group is meant.
        """
        at = min(bisect_right(self._starts, row), len(self._groups)) - 1
        return (self._groups[at].heading or None) if at >= 0 else None

    def _places(self, slug: str) -> list[int]:
        """Return the numbers of an entry in this view."""
        found = self._numbered(frozenset((slug,)))
        if self._numbers is not None:
            found = [at for number in found if (at := self._place(number)) is not None]
        return found + [self._groups[-1].first + at for at, lost in enumerate(self._orphans) if lost.slug == slug]

    def _place(self, number: int) -> int | None:
        """Return where a number of the stored list is among those shown."""
        numbers: Sequence[int] = self._numbers or ()
        if self._order:
            try:
                return numbers.index(number)
            except ValueError:
                return None
        at = bisect_left(numbers, number)
        return at if at < len(numbers) and numbers[at] == number else None

    def _group(self, number: int) -> int:
        return bisect_right(self._groups, number, key=lambda group: group.first) - 1

    def _row(self, number: int) -> int | None:
        at = self._group(number)
        group = self._groups[at]
        return None if group.folded else self._starts[at] + _head(group) + number - group.first


def _head(group: _Group) -> int:
    """Return how many rows the heading of a group takes."""
    return 1 if group.heading else 0


def _columns(order: str) -> str:
    side = f"COALESCE({BESIDE[order]}, side)" if order in BESIDE else "side"
    return f"slug, kind, title, prefix, {side}, modality, origin, status"
