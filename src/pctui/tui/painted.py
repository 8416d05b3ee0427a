"""What the terminal shows, and the least that is to be sent so that it shows something else: the cells that change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.control import Control
from rich.style import Style
from textual.geometry import Offset, Size
from textual.strip import Strip

from .. import first_page
from ..widths import narrow

_BRIDGED = 4  # unchanged cells between two changed ones that are sent, since to skip them takes as many bytes
_MOVE = 8  # bytes of a move of the cursor and a change of the look, for which less is sent once more


class Look(NamedTuple):
    """How a cell is drawn, as parameters of the control sequence that sets it (SGR)."""

    attributes: frozenset[str]
    colour: str
    background: str


_SEEN_ON_BLANKS = {"4", "7", "9", "21", "51", "52", "53"}  # lines under, through, around and over; reversed colours
PLAIN = Look(frozenset(), "39", "49")
Part = tuple[str, Look]  # neighbouring cells that look the same


@lru_cache(maxsize=1024)
def look(style: Style | None, system: ColorSystem) -> Look:
    """Return the look of a style in the colours that a terminal has."""
    if style is None:
        return PLAIN
    drawn = style.without_color.clear_meta_and_links().render(" ", color_system=system)
    attributes = drawn[2:].partition("m")[0].split(";") if len(drawn) > 1 else ()
    colours = [
        ";".join(colour.downgrade(system).get_ansi_codes(foreground)) if colour else default
        for colour, foreground, default in ((style.color, True, PLAIN.colour), (style.bgcolor, False, PLAIN.background))
    ]
    return Look(frozenset(attributes), *colours)


def change(before: Look, after: Look) -> str:
    """Return the control sequence with which a terminal goes on in another look."""
    if before == after:
        return ""
    if before.attributes <= after.attributes:
        found = sorted(after.attributes - before.attributes)
        found += [after.colour] if after.colour != before.colour else []
        found += [after.background] if after.background != before.background else []
    else:  # there are terminals on which no single attribute can be ended
        found = ["0", *sorted(after.attributes)]
        found += [code for code, default in zip(after[1:], PLAIN[1:], strict=True) if code != default]
    return f"\x1b[{';'.join(found)}m"


def on_blanks(before: Look, after: Look) -> Look:
    """Return a look in which blanks are seen as in `after`, as near to `before` as can be: they show no letters."""
    if (before.attributes | after.attributes) & _SEEN_ON_BLANKS:
        return after
    return Look(before.attributes, before.colour, after.background)


class Drawn(NamedTuple):
    """A strip as a terminal draws it: what a click does is left out, which nobody sees."""

    strip: Strip
    parts: list[Part]


class Stretch(NamedTuple):
    """A strip at its place on the terminal, and the parts of it that are to be sent, each with its column."""

    x: int
    y: int
    drawn: Drawn
    sent: list[tuple[int, list[Part]]]


class Painted:
    """What the terminal shows: the strips of each line as they were last sent, by column; and where its cursor is.

    Textual repaints a widget whole when its size, its focus or the length of what it scrolls changes. Over SSH each of
    these would send thousands of bytes for a cursor that moved by a line.
    """

    def __init__(self) -> None:
        self._lines: dict[int, dict[int, Drawn]] = {}
        self.cursor: Offset | None = None

    def take_over(self, page: str, size: Size) -> None:
        """The terminal shows this page, which was made for a terminal of that size."""
        lines: dict[int, dict[int, str]] = {}
        for x, y, text in first_page.parts(page):
            lines.setdefault(y, {})[x] = text
        for y, line in lines.items():
            ends = [*sorted(line), size.width]
            self._lines[y] = {x: Drawn(Strip([], end - x), _read(line[x])) for x, end in pairwise(ends)}

    def forget(self) -> None:
        """The terminal may show anything: send all of it."""
        self._lines.clear()
        self.cursor = None

    def changes(self, strips: Iterable[tuple[int, int, Strip]], console: Console) -> list[Stretch]:
        """Return what the terminal does not show of `strips`, which are given as (column, line, strip)."""
        system = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        found = []
        for x, y, strip in strips:
            old = self._lines.get(y, {}).get(x)
            if old is not None and old.strip is strip:
                continue
            new = Drawn(strip, _parts(strip, system))
            if old is None or old.strip.cell_length != strip.cell_length:
                found.append(Stretch(x, y, new, [(x, new.parts)]))
            elif old.parts != new.parts:
                found.append(Stretch(x, y, new, [(x + at, parts) for at, parts in differing(old.parts, new.parts)]))
        return found

    def record(self, stretches: Sequence[Stretch], cursor: Offset) -> None:
        """The terminal shows these from now on."""
        self.cursor = cursor
        for x, y, drawn, _ in stretches:
            line = self._lines.setdefault(y, {})
            for start, other in list(line.items()):
                if start < x + drawn.strip.cell_length and start + other.strip.cell_length > x:
                    del line[start]
            line[x] = drawn


def _parts(strip: Strip, system: ColorSystem) -> list[Part]:
    """Return the text of a strip in parts of one look."""
    return _merged((text, look(style, system)) for text, style, control in strip if text and not control)


def _read(text: str) -> list[Part]:
    """Return a text with control sequences that set its look, as Rich renders it, in parts of one look."""
    before, *pieces = text.split("\x1b[")
    found = [(before, PLAIN)]
    for piece in pieces:
        codes, _, shown = piece.partition("m")
        found.append((shown, _look_of(codes)))
    return _merged(part for part in found if part[0])


def _look_of(codes: str) -> Look:
    """Return the look that the parameters of a control sequence give to what was plain."""
    attributes, colours = set[str](), [PLAIN.colour, PLAIN.background]
    left = iter(codes.split(";"))
    for code in left:
        number = int(code or 0)
        background = number in range(40, 50) or number in range(100, 108)
        if number in (38, 48):
            way = next(left, "")
            colours[background] = ";".join([code, way, *islice(left, 1 if way == "5" else 3)])
        elif background or number in range(30, 40) or number in range(90, 98):
            colours[background] = code
        elif number:
            attributes.add(code)
    return Look(frozenset(attributes), *colours)


def _merged(parts: Iterable[Part]) -> list[Part]:
    return [("".join(text for text, _ in same), drawn) for drawn, same in groupby(parts, lambda part: part[1])]


def differing(old: list[Part], new: list[Part]) -> Iterator[tuple[int, list[Part]]]:
    """Yield the parts of `new` without which it would be `old`, which is as wide, each with its first column."""
    before, after = ("".join(text for text, _ in parts) for parts in (old, new))
    if narrow(before) and narrow(after):
        yield from _differing_cells(before, after, _looks(old), _looks(new))
        return
    # Characters of two cells or of none, or that some terminals draw wide: whole parts are sent.
    shown = dict(_placed(old))
    sent: list[Part] = []
    start = skipped = 0  # where `sent` begins, and how many of its last parts are shown already
    for column, part in _placed(new):
        if (there := shown.get(column)) != part:
            alike = _beginning(there, part) if there and not sent else 0
            start = start if sent else column + alike
            if rest := part[0][alike:]:
                sent.append((rest, part[1]))
            skipped = 0
        elif sent:
            sent.append(part)
            skipped += 1
            if sum(len(text.encode()) for text, _ in sent[-skipped:]) > _MOVE:
                yield start, sent[:-skipped]
                sent, skipped = [], 0
    if sent:
        yield start, sent[: len(sent) - skipped]


def _beginning(old: Part, new: Part) -> int:
    """Return how many characters at the beginning of two parts are the same, and equally wide on every terminal."""
    if old[1] != new[1]:
        return 0
    texts = old[0], new[0]
    alike = next(
        (i for i, (a, b) in enumerate(zip(*texts, strict=False)) if a != b or not narrow(a)), min(map(len, texts))
    )
    # What follows the last of them may belong to it, if it has no width of its own.
    return alike if all(narrow(text[alike : alike + 1]) for text in texts) else max(0, alike - 1)


def _placed(parts: Iterable[Part]) -> Iterator[tuple[int, Part]]:
    """Yield parts with their first columns."""
    column = 0
    for part in parts:
        yield column, part
        column += cell_len(part[0])


def _looks(parts: list[Part]) -> list[Look]:
    return [drawn for text, drawn in parts for _ in text]


def _differing_cells(
    before: str, after: str, old: Sequence[Look], new: Sequence[Look]
) -> Iterator[tuple[int, list[Part]]]:
    """Yield the same of two lines in which each character takes one cell."""
    changed = [
        i
        for i, drawn in enumerate(new)
        if before[i] != after[i]
        or (old[i] is not drawn and (on_blanks(old[i], drawn) if after[i] == " " else drawn) != old[i])
    ]
    start = 0
    for at, column in enumerate(changed):
        if at + 1 < len(changed):
            between = new[column + 1 : changed[at + 1]]
            if len(between) <= _BRIDGED and between.count(new[column]) == len(between):
                continue
        cells = zip(after[changed[start] : column + 1], new[changed[start] : column + 1], strict=True)
        grouped = groupby(cells, lambda cell: cell[1])
        yield changed[start], [("".join(character for character, _ in same), drawn) for drawn, same in grouped]
        start = at + 1


def sequence(stretches: Sequence[Stretch]) -> str:
    """Return what is to be sent for `stretches`: each part, after a move of the cursor and a change of the look."""
    found = []
    drawn, here = PLAIN, (-1, -1)  # the line and column of the terminal's cursor, as far as they are known
    for stretch in stretches:
        for column, parts in stretch.sent:
            if here != (stretch.y, column):
                ahead = column - here[1] if here[0] == stretch.y else 0
                found.append(f"\x1b[{ahead}C" if ahead > 0 else Control.move_to(column, stretch.y).segment.text)
            for text, own in parts:
                after = on_blanks(drawn, own) if text.isspace() else own
                found += change(drawn, after), text
                drawn = after
            # What is not narrow is not equally wide on every terminal.
            text = "".join(text for text, _ in parts)
            here = (stretch.y, column + len(text)) if narrow(text) else (-1, -1)
    return "".join(found) + ("\x1b[0m" if drawn != PLAIN else "")
