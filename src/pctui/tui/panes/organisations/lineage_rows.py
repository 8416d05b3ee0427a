"""Lays out a lineage in lanes, as version control draws branches: each organisation and each change has one row.

Time runs downwards. The line of an organisation runs down its lane to the last change in which it takes part; a change
is a horizontal line from its original to its resulting organisations. Pure functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from ....model import Lineage, LineageNode, Succession
from ....page.lineage import outline
from ....widths import shorten
from ...signs import PICKED

ORGANISATION, ITSELF = "█", "↺"
_SIGNS = {"whole": "●", "in part": "◐", "planned": "○"}
_ARROWS = {"whole": "▼", "in part": "▽", "planned": "▽"}
_ACROSS = {"whole": "─", "in part": "╌", "planned": "┈"}
_SIDES = 24  # the least room in which it is worth saying what a change links
_MEANINGS = {
    ORGANISATION: f"{ORGANISATION} organisation",
    **{_SIGNS[one]: f"{_SIGNS[one]}{_ACROSS[one]}{_ARROWS[one]} {one}" for one in _SIGNS},
    ITSELF: f"{ITSELF} loops back",
    "↑": "↑ predecessor",
    "↓": "↓ successor",
    PICKED: f"{PICKED} picked",
}
LEGEND = "  ".join(_MEANINGS.values())


@dataclass(frozen=True, slots=True)
class LaneRow:
    """One row: an organisation or a change, the slug of the organisation in each lane ("" for none), and the signs."""

    entry: LineageNode | Succession
    lanes: tuple[str, ...]
    signs: dict[int, str]

    @property
    def across(self) -> int:
        """The number of lanes in the row."""
        return max(len(self.lanes), *(lane + 1 for lane in self.signs), 0)

    def cells(self) -> list[tuple[str, str]]:
        """Return the row as (character, slug of the entry it belongs to), with lanes at the even positions."""
        first, last = min(self.signs), max(self.signs)
        across = _ACROSS[manner(self.entry)] if isinstance(self.entry, Succession) else " "
        drawn: list[tuple[str, str]] = []
        for lane in range(self.across):
            passing = self.lanes[lane] if lane < len(self.lanes) else ""
            inside = first <= lane <= last
            if sign := self.signs.get(lane):
                drawn.append((sign, self.entry.slug))
            elif passing:
                drawn.append(("│", passing))
            else:
                drawn.append((across if inside else " ", self.entry.slug))
            drawn.append((across if inside and lane < last else " ", self.entry.slug))
        return drawn


def manner(change: Succession) -> str:
    """Return how a change is drawn: as planned, else as in part, else as whole."""
    return "planned" if change.planned else "in part" if change.partial else "whole"


def sign(change: Succession) -> str:
    """Return the sign of a change."""
    return _SIGNS[manner(change)]


def lane_rows(found: Lineage) -> list[LaneRow]:
    """Return the rows of a lineage in chronological order, in as few lanes as keep its lines apart."""
    entries = outline(found)
    known = {node.slug for node in found.organisations}
    last = {slug: y for y, entry in enumerate(entries) for slug in _taking_part(entry)}
    lanes: dict[str, int] = {}  # by organisation
    held: list[str] = []  # by lane: the organisation whose line is in it
    free: list[int] = []  # by lane: the row from which it can be used again

    def take(slug: str, y: int, lane: int | None = None) -> int:
        if lane is None:
            lane = next((n for n, other in enumerate(held) if not other and free[n] <= y), len(held))
        if lane == len(held):
            held.append("")
            free.append(0)
        held[lane], lanes[slug] = slug, lane
        return lane

    def leave(lane: int, y: int) -> None:
        held[lane], free[lane] = "", y + 2  # leave a blank, so that the next line does not look like a continuation

    rows: list[LaneRow] = []
    for y, entry in enumerate(entries):
        if isinstance(entry, LineageNode):
            lane = lanes[entry.slug] if entry.slug in lanes else take(entry.slug, y)
            rows.append(LaneRow(entry, tuple(held), {lane: ORGANISATION}))
            if last[entry.slug] == y:
                leave(lane, y)
            continue
        original, resulting = (
            [slug for slug in dict.fromkeys(side) if slug in known] for side in (entry.original, entry.resulting)
        )
        passing = tuple(held)
        signs = {lanes[slug]: sign(entry) for slug in original}
        ended = [lanes[slug] for slug in original if last[slug] == y and slug not in resulting]
        for lane in ended:
            leave(lane, y)
        for slug in resulting:
            if slug in lanes:
                signs[lanes[slug]] = ITSELF if slug in original else _ARROWS[manner(entry)]
                if last[slug] == y:
                    leave(lanes[slug], y)
            else:  # continue below an organisation that ends here, if there is one
                signs.setdefault(take(slug, y, ended.pop(0) if ended else None), _ARROWS[manner(entry)])
        rows.append(LaneRow(entry, passing, signs))
    return rows


def _taking_part(entry: LineageNode | Succession) -> Iterable[str]:
    return (entry.slug,) if isinstance(entry, LineageNode) else (*entry.original, *entry.resulting)


def window(cells: list[tuple[str, str]], left: int, room: int) -> list[tuple[str, str]]:
    """Return `room` cells of a row from `left` on; a line that continues beyond them ends in a sign."""
    seen = cells[left : left + room]
    seen += [(" ", "")] * (room - len(seen))
    if any(character != " " for character, _ in cells[:left]):
        seen[0] = ("…", "")
    if any(character != " " for character, _ in cells[left + room :]):
        seen[-1] = ("…", "")
    return seen


def words(
    entry: LineageNode | Succession, room: int, brief: Callable[[str], str] = str, sides: str = ""
) -> list[tuple[str, str]]:
    """Return the text beside the lanes as (text, role), `room` cells in all.

    `brief` abbreviates dates; `sides` is what a change links, shown if there is room.
    """
    if isinstance(entry, Succession):
        date = shorten(f"{sign(entry)} {_when(brief(entry.date))}", room)
        title = shorten(f"  {entry.title}", room - cell_len(date))
        rest = room - cell_len(date) - cell_len(title)
        beside = shorten(f"  {sides}", rest) if sides and rest > _SIDES else ""
        return [(date, "label"), (title, ""), (set_cell_size(beside, rest), "muted")]
    title = shorten(entry.title, room)
    dates = shorten(f" {brief(entry.existence)} ", room - cell_len(title)) if entry.existence else ""
    return [(set_cell_size(title, room - cell_len(dates)), "strong"), (dates, "muted")]


def _when(years: str) -> str:
    """Return when a change took place: unlike an existence, it does not last."""
    return f"until {years[1:]}" if years.startswith("–") else f"from {years[:-1]}" if years.endswith("–") else years


def legend(rows: Iterable[LaneRow], width: int, *, picked: bool = False, more: Sequence[str] = ()) -> list[str]:
    """Return a legend for the signs in some rows, and what `more` is to be said, in lines of `width` cells."""
    seen = {"↑", "↓", PICKED if picked else ""}
    for row in rows:
        seen.update(row.signs.values(), [sign(row.entry)] if isinstance(row.entry, Succession) else [])
    lines = [""]
    for item in (*(words for one, words in _MEANINGS.items() if one in seen), *more):
        if lines[-1] and cell_len(lines[-1]) + 2 + cell_len(item) > width:
            lines.append("")
        lines[-1] += f"  {item}" if lines[-1] else item
    return lines
