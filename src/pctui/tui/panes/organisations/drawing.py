"""Draws an arranged lineage as lines of text, with what can be walked to and where it stands. Pure.

In a channel every change has a row of its own, and a lane of its own where it goes up or down. Lines that meet are
joined; where two only cross, the one that goes up and down is broken.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from rich.cells import cell_len

from ....model import Lineage, LineageNode
from ....page import Prose, Run
from ....text import one_line
from ...signs import PICKED
from ...widgets.layout import lay_out
from .graph import Graph, Loop, arrange
from .routing import Channel, caption, levelled, routed, sign, style

LEGEND = "●─▶ whole  ◐╌▷ in part  ○┈▷ planned  ↺ leads back"
_WIDEST, _NARROWEST = 26, 14  # an organisation's text, in cells

_ACROSS = {"whole": "─", "part": "╌", "planned": "┈"}
_DOWN = {"whole": "│", "part": "╎", "planned": "┊"}
_N, _S, _W, _E = 1, 2, 4, 8
_JOINS = {
    _N | _E: "╰", _N | _W: "╯", _S | _E: "╭", _S | _W: "╮", _N | _S | _E: "├", _N | _S | _W: "┤",
    _S | _E | _W: "┬", _N | _E | _W: "┴", _N | _S | _E | _W: "┼",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One character of the drawing (none: the second half of a wide one), its role, and whose it is."""

    text: str
    role: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """An organisation or a change where it stands: a rectangle of cells, `column` ordering boxes from left to right."""

    key: str
    change: bool
    column: int
    x: int
    y: int
    width: int
    height: int


@dataclass
class Drawing:
    """The drawing: its cells by (x, y), its boxes, and what lies left and right of each along the changes."""

    width: int = 0
    height: int = 0
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)
    right: dict[str, list[str]] = field(default_factory=dict)
    cut: bool = False


def draw(lineage: Lineage, room: int | None = None, hidden: Mapping[str, int] | None = None) -> Drawing:
    """Return the drawing of `lineage`, its names wrapped as narrow as makes it fit into `room` columns.

    `hidden`: of each organisation, how many of its changes are not among those of `lineage`.
    """
    graph = arrange(lineage)
    made = _drawn(graph, lineage, _WIDEST, hidden or {})
    for width in range(_WIDEST - 2, _NARROWEST - 1, -2):
        if room is None or made.width <= room:
            break
        made = _drawn(graph, lineage, width, hidden or {})
    return made


def _drawn(graph: Graph, lineage: Lineage, wide: int, hidden: Mapping[str, int]) -> Drawing:
    node = {k.slug: k for k in lineage.organisations}
    texts = {slug: _text(node[slug], graph.loops.get(slug, ()), node, wide, hidden.get(slug, 0))
             for column in graph.columns for slug in column if slug in node}  # fmt: skip
    rows = levelled(graph, {key: len(text) for key, text in texts.items()})
    made = Drawing(cut=graph.cut or lineage.more)
    x = 1
    for number, (column, links) in enumerate(zip(graph.columns, graph.channels, strict=True)):
        width = max((cell_len(text) for key in column for text, *_ in texts.get(key, ())), default=0)
        channel = routed(links, rows, column, graph.columns[number + 1] if number + 1 < len(graph.columns) else [])
        for key in column:
            if key in texts:
                _box(made, key, texts[key], x, rows[key], 2 * number)
        x = _lines(made, channel, rows, texts, x, x + width, 2 * number + 1)
    _walks(made, lineage)
    made.width = max((cx for cx, _ in made.cells), default=0) + 2
    made.height = max((box.y + box.height for box in made.boxes.values()), default=1)
    made.height = max(made.height, *(cy + 1 for _, cy in made.cells)) if made.cells else made.height
    return made


def _text(
    node: LineageNode, loops: Iterable[Loop], known: dict[str, LineageNode], width: int, hidden: int
) -> list[tuple[str, str, str]]:
    """The lines of an organisation's box: (text, role, the change that it tells of)."""

    def wrapped(text: str) -> list[str]:
        return ["".join(piece.text for piece in line) for line in lay_out([Prose((Run(text),))], width).lines]

    lines = [(title, "strong", "") for title in wrapped(node.title) or [node.slug]]
    lines += [(line, "muted", "") for line in wrapped(node.existence)]
    if hidden:
        lines.append((f"… {hidden} more", "muted", ""))
    for loop in sorted(loops, key=lambda loop: loop.only):  # what has a box of its own last
        to = known[loop.back].title if loop.back else "itself"
        words = f"↺ {sign(loop.change)} {one_line(loop.change.date)} to {one_line(to)}"
        lines += [(line, "muted", loop.change.slug if loop.only else "") for line in wrapped(words)]
    return lines


def _put(made: Drawing, x: int, y: int, text: str, role: str, owner: str) -> None:
    for character in text:
        size = cell_len(character)
        if size:
            made.cells[x, y] = Cell(character, role, owner)
        elif (x - 1, y) in made.cells:  # an accent of its own
            made.cells[x - 1, y] = Cell(made.cells[x - 1, y].text + character, role, owner)
        if size == 2:
            made.cells[x + 1, y] = Cell("", role, owner)
        x += size


def _box(made: Drawing, key: str, text: list[tuple[str, str, str]], x: int, y: int, column: int) -> None:
    own = [line for line in text if not line[2]]
    made.boxes[key] = Box(key, False, column, x, y, max(1, *(cell_len(line) for line, *_ in own)), len(own))
    for row, (line, role, change) in enumerate(text):
        _put(made, x, y + row, line, role, change or key)
        if change:
            size, first = cell_len(line), made.boxes.get(change)
            width, height = (max(first.width, size), first.height + 1) if first else (size, 1)
            made.boxes[change] = Box(change, True, column, x, first.y if first else y + row, width, height)


def _lines(
    made: Drawing, channel: Channel, rows: dict[str, int], texts: dict[str, list[tuple[str, str, str]]], start: int,
    edge: int, column: int,
) -> int:  # fmt: skip
    """Draw a channel right of `edge`, the column before it starting at `start`; return where the next column starts."""
    if not channel.links:
        return edge + 3
    label = edge + 2 + channel.counts["left"]
    after = label + (channel.label + 2 if channel.label else 0)
    end = after + channel.counts["right"] + 1  # the arrow
    lane = {(key, side): (label - 1 - n if side == "left" else after + n) for (key, side), n in channel.lanes.items()}
    bits: dict[tuple[int, int], int] = {}
    across: dict[tuple[int, int], list[tuple[str, str]]] = {}  # (style, owner) of what goes across
    down: dict[tuple[int, int], tuple[str, str]] = {}
    joins: set[tuple[int, int]] = set()
    for link in channel.links:
        for side, items in (("left", link.lefts), ("right", link.rights)):
            if (link.key, side) in lane:
                x, reach = lane[link.key, side], [channel.rows[link.key], *(rows[key] for key in items)]
                for y in range(min(reach), max(reach) + 1):
                    bits[x, y] = (_N if y > min(reach) else 0) | (_S if y < max(reach) else 0)
                    down[x, y] = (style(link.change), link.change.slug)
                joins |= {(x, y) for y in reach}
    for link in channel.links:
        y, how = channel.rows[link.key], (style(link.change), link.change.slug)
        first, last = lane.get((link.key, "left"), label - 1), lane.get((link.key, "right"), after)
        first = first if link.lefts else label
        last = last if link.rights else label
        for x in range(first, last + 1):
            across.setdefault((x, y), []).append(how)
        for key in link.lefts:
            from_ = start + made.boxes[key].width + 1 if key in texts else start
            for x in range(from_, lane.get((link.key, "left"), label - 1) + 1):
                across.setdefault((x, rows[key]), []).append(how)
        for key in link.rights:
            # What passes on reaches the next column; what ends there leaves a blank before the name.
            for x in range(lane.get((link.key, "right"), after), end + (1 if key in texts else 2)):
                across.setdefault((x, rows[key]), []).append(how)
    _joined(made, bits, across, down, joins)
    for link in channel.links:
        if link.labelled:
            text, y = caption(link.change), channel.rows[link.key]
            _put(made, label, y, f" {text} ", "", link.key)
            made.boxes[link.key] = Box(link.key, True, column, label + 1, y, cell_len(text), 1)
        for key in link.rights:
            if key in texts:
                styles = {style(other.change) for other in channel.links if key in other.rights}
                _put(made, end, rows[key], "▶" if "whole" in styles else "▷", "fill", key)
    return end + 2


def _joined(
    made: Drawing,
    bits: dict[tuple[int, int], int],
    across: dict[tuple[int, int], list[tuple[str, str]]],
    down: dict[tuple[int, int], tuple[str, str]],
    joins: set[tuple[int, int]],
) -> None:
    """Put the lines on the drawing: joined at `joins`, and where they only cross, the one across whole."""
    for place, (how, owner) in down.items():
        if place not in across:
            made.cells[place] = Cell(_DOWN[how], "fill", owner)
    for (x, y), hows in across.items():
        owners = list(dict.fromkeys(owner for _, owner in hows))
        how = next(s for s in ("whole", "part", "planned") if any(s == one for one, _ in hows))
        text = _ACROSS[how]
        if (x, y) in joins:
            beside = (_W if (x - 1, y) in across else 0) | (_E if (x + 1, y) in across else 0)
            text = _JOINS.get(bits[x, y] | beside, text)
        made.cells[x, y] = Cell(text, "fill", "\n".join(owners))


def _walks(made: Drawing, lineage: Lineage) -> None:
    """What the arrows lead to: from an organisation its changes, from a change its organisations."""
    for change in lineage.changes:
        here = made.boxes.get(change.slug)
        if here is None:
            continue
        columns = {key: made.boxes[key].column for key in (*change.original, *change.resulting) if key in made.boxes}
        if here.column % 2 == 0:  # a loop: it hangs from an organisation of its own column, and leads nowhere else
            made.left[change.slug] = [key for key in change.original if columns.get(key) == here.column]
            continue
        for key in dict.fromkeys(change.original):
            if key in columns:
                made.left.setdefault(change.slug, []).append(key)
                made.right.setdefault(key, []).append(change.slug)
        for key in dict.fromkeys(change.resulting):
            if columns.get(key, -1) > here.column:
                made.right.setdefault(change.slug, []).append(key)
                made.left.setdefault(key, []).append(change.slug)


def neighbour(made: Drawing, key: str, across: int, along: int, came: str | None = None) -> str | None:
    """The box that an arrow leads to: `across` 1 right and -1 left along the changes, `along` 1 down and -1 up.

    Where several lie that way, the one that the reader came from, else the nearest.
    """
    here = made.boxes.get(key)
    if here is None:
        return None
    if along:
        column = sorted((box for box in made.boxes.values() if box.column == here.column), key=lambda box: box.y)
        at = [box.key for box in column].index(key) + along
        return column[at].key if 0 <= at < len(column) else None
    ways = (made.right if across > 0 else made.left).get(key, [])
    if came in ways:
        return came
    return min(ways, key=lambda way: (abs(made.boxes[way].y - here.y), made.boxes[way].y), default=None)


def spans(
    made: Drawing, y: int, x: int, width: int, cursor: str | None, focus: bool, picked: Container[str] = ()
) -> list[tuple[str, str]]:
    """Row `y` of the drawing from column `x` on as (text, role), `width` cells wide.

    What is cut has an arrow there, and of a name that has no room nothing is shown: half a word tells nothing.
    """
    hot = {cursor, *made.left.get(cursor or "", ()), *made.right.get(cursor or "", ())}
    under = made.boxes.get(cursor or "")
    cells, end = made.cells, x + width - 1
    # A blank may stand between a name and its line: that is cut as well.
    before = bool(cells.keys() & {(x, y), (x + 1, y)} and cells.keys() & {(x - 1, y), (x - 2, y)})
    after = bool(cells.keys() & {(end, y), (end - 1, y)} and cells.keys() & {(end + 1, y), (end + 2, y)})
    marks = {box.x - 1 for key, box in made.boxes.items() if box.y == y and key in picked}
    blank: set[int] = set()
    for box in made.boxes.values():
        across = range(box.x, box.x + box.width)
        if box.y <= y < box.y + box.height and (x in across[1:] or end in across[:-1]) and box is not under:
            blank.update(across)
    parts: list[tuple[str, str]] = []
    for cx in range(x, x + width):
        cell = cells.get((cx, y)) if cx not in blank else None
        here = under is not None and under.x <= cx < under.x + under.width and under.y <= y < under.y + under.height
        if (cx == x and before) or (cx == end and after):
            parts.append(("←" if cx == x and before else "→", "accent"))
        elif here:
            text = cell.text if cell else " "
            parts.append((_whole(text, cx - x, width, before, after), "cursor" if focus else "blurred"))
        elif cx in marks:
            parts.append((PICKED, "new"))
        elif cell is None:
            parts.append((" ", ""))
        else:
            role = cell.role
            if role == "fill" and hot & set(cell.owner.split("\n")):
                role = "accent"
            parts.append((_whole(cell.text, cx - x, width, before, after), role))
    return parts


def _whole(text: str, at: int, width: int, before: bool, after: bool) -> str:
    """A cell's text, or a sign where half of a wide character is out of view."""
    if not text:
        return "…" if at == 0 or (at == 1 and before) else ""
    return "…" if cell_len(text) == 2 and at + 2 > width - after else text
