"""Headings and lists for pipes, screen readers and terminals that can do no more."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from .outline import Beside, Block, Bullets, Chart, Facts, Heading, Numbering, Passages, Prose, Quote, Runs
from .text import clean, one_line


def _inline(runs: Runs, numbering: Numbering) -> str:
    text = "".join(f" [{numbering.number(run.citation)}]" if run.citation else run.text for run in runs)
    return one_line(text)


def _wrap(text: str, width: int | None, first: str = "", rest: str = "") -> str:
    if width is None:
        return first + text
    return textwrap.fill(
        text,
        max(width, 20),
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def render(blocks: Iterable[Block], width: int | None = None) -> str:
    """Return `blocks` as text, wrapped to `width` columns where it is given."""
    numbering = Numbering()
    return "\n\n".join(part for block in blocks for part in _block(block, numbering, width) if part) + "\n"


def _block(block: Block, numbering: Numbering, width: int | None) -> Iterator[str]:
    match block:
        case Heading(level, text):
            line = _wrap(one_line(text), width)
            rule = ("=" if level == 1 else "-") * max(map(len, line.splitlines()), default=0)
            yield f"{line}\n{rule}" if level < 3 else line
        case Prose(runs):
            yield _wrap(_inline(runs, numbering), width)
        case Facts(rows):
            yield "\n".join(
                _wrap(f"{one_line(label)}: {_inline(runs, numbering)}", width, rest="  ") for label, runs in rows
            )
        case Bullets():
            yield "\n".join(
                _wrap(_inline(runs, numbering), width, "  " * depth + "- ", "  " * depth + "  ")
                for depth, runs in block.nested()
            )
        case Chart(amounts):
            yield from _block(Bullets(tuple(amount.runs for amount in amounts)), numbering, width)
        case Quote(text):
            yield "\n".join(_wrap(clean(line), width, "> ", "> ").rstrip() for line in text.splitlines())
        case Beside(left, right):
            for inner in (*left, *right):
                yield from _block(inner, numbering, width)
        case Passages(title):
            if numbering.citations:
                yield one_line(title)
                yield "\n".join(
                    _wrap(one_line(f"{c.place}{f', {c.section}' if c.section else ''}"), width, f"[{n}] ", "    ")
                    for n, c in enumerate(numbering.citations, 1)
                )
