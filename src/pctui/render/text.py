"""Renders blocks as plain text for pipes, screen readers and simple terminals, and entries side by side as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..page import Beside, Block, Bullets, Chart, Facts, Heading, Numbering, Passages, Prose, Quote, Runs
from ..page.blocks import Part, joined, together
from ..text import clean, one_line
from ..widths import cells, wrap

if TYPE_CHECKING:
    from ..compare.entries import Compared

_IN = " " * 4  # before what belongs to a numbered source


def _inline(runs: Runs, numbering: Numbering) -> str:
    text = "".join(f" {numbering.numbers(each)}" if isinstance(each, list) else each.text for each in together(runs))
    return one_line(text)


def _wrap(text: str, width: int | None, first: str = "", rest: str = "") -> str:
    if width is None:
        return first + text
    return "\n".join(wrap(text, max(width, 20), first, rest))


def render(blocks: Iterable[Block], width: int | None = None, numbering: Numbering | None = None) -> str:
    """Return `blocks` as text, wrapped to `width` columns if given; `numbering` has the citations before them."""
    return "".join(pieces(blocks, width, numbering))


def pieces(blocks: Iterable[Block], width: int | None = None, numbering: Numbering | None = None) -> Iterator[str]:
    """Yield the text that `render` returns, as it comes."""
    numbering = Numbering() if numbering is None else numbering
    return joined(part for block in blocks for part in _block(block, numbering, width))


def _block(block: Block, numbering: Numbering, width: int | None) -> Iterator[Part]:
    match block:
        case Heading(level, text):
            line = _wrap(one_line(text), width)
            rule = ("=" if level == 1 else "-") * max(map(cells, line.splitlines()), default=0)
            yield (f"{line}\n{rule}" if level < 3 else line), False
        case Prose(runs):
            yield _wrap(_inline(runs, numbering), width), False
        case Facts(rows):
            lines = (_wrap(f"{one_line(label)}: {_inline(runs, numbering)}", width, rest="  ") for label, runs in rows)
            yield "\n".join(lines), False
        case Bullets():
            items = (
                _wrap(_inline(runs, numbering), width, "  " * depth + "- ", "  " * depth + "  ")
                for depth, runs in block.nested()
            )
            yield "\n".join(items), block.goes_on
        case Chart(amounts):
            yield from _block(Bullets(tuple(amount.runs for amount in amounts)), numbering, width)
        case Quote(text):
            yield "\n".join(_wrap(clean(line), width, "> ", "> ").rstrip() for line in text.splitlines()), False
        case Beside(left, right):
            for inner in (*left, *right):
                yield from _block(inner, numbering, width)
        case Passages(title, quoted):
            if len(numbering):
                yield one_line(title), False
            for n, c in enumerate(numbering.citations, 1):
                place = one_line(c.full_place)
                quotes = (_wrap(one_line(text), width, _IN, _IN) for text in quoted(c))
                yield "\n".join([_wrap(place, width, f"[{n}] ", _IN), *quotes]), n > 1


_LABEL = 18  # maximum width of the column of names, in cells
_COLUMN = 22  # minimum width of the column of an entry, in cells


def fits(columns: int, width: int) -> bool:
    """Whether this number of entries fits side by side in `width` cells."""
    return columns > 0 and (width - _LABEL - 2) // columns >= _COLUMN + 3


def side_by_side(titles: Sequence[str], rows: Sequence[Compared], width: int, numbering: Numbering) -> str:
    """Return a table with a column for each entry, at most `width` cells wide.

    `≠` marks rows that differ, and values that no other entry has. Each value has the numbers of its own citations.
    """
    label = min(max((cells(one_line(row.name)) for row in rows), default=0), _LABEL) + 3
    column = (width - label) // max(1, len(titles)) - 3
    lines = [_columns([], [wrap(one_line(title), column) for title in titles], label, column)]
    lines.append([f"{'─' * label}{f'┼{chr(0x2500) * (column + 2)}' * len(titles)}"])
    for row in rows:
        name = wrap(f"{row.sign} {one_line(row.name)}", label - 1, "", "  ")
        lines.append(_columns(name, [_cell(row, i, column, numbering) for i in range(len(titles))], label, column))
    return "".join(f"{line.rstrip()}\n" for block in lines for line in block)


def _cell(row: Compared, column: int, width: int, numbering: Numbering) -> list[str]:
    from ..page.relations import MISSING, value_runs  # only to compare, which few commands do

    own = row.own(column)
    values = [(value in own, _inline(value_runs(value, ""), numbering)) for value in row.values[column]]
    if len(values) < 2:
        return wrap("".join(text for _, text in values) or MISSING, width)
    return [line for new, text in values for line in wrap(text, width, "≠ " if new else "- ", "  ")]


def _columns(name: Sequence[str], columns: Sequence[Sequence[str]], label: int, width: int) -> list[str]:
    """Return one row of the table, line by line."""
    height = max(len(name), *map(len, columns))
    return [
        "│ ".join(
            _padded(lines[y] if y < len(lines) else "", cell_width)
            for lines, cell_width in ((name, label), *((column, width + 1) for column in columns))
        )
        for y in range(height)
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))
