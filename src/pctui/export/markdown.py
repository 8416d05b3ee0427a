"""CommonMark: deterministic, with numbered citations and a list of the passages they stand for.

Corpus text is escaped, so that it can make no heading, link, HTML or table cell of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..outline import Block, Bullets, Facts, Heading, Numbering, Passages, Prose, Run, Runs
from ..text import one_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~$^{}])")
# At the start of a block these would make a heading, list, quotation, rule, fence or definition.
_LEADING = re.compile(r"^([#+\-=:!?]|\d{1,9}(?=[.)]))")


def escape(text: str) -> str:
    """Return `text` on one line with everything that CommonMark (or a common extension) reads as syntax escaped."""
    text = _SPECIAL.sub(r"\\\1", one_line(text))
    text = re.sub(r"(?i)\b(https?|ftp|mailto|www)(?=:|\.)", r"\1\\", text)  # no autolinks either
    match = _LEADING.match(text)
    if match and match[1].isdigit():
        return f"{match[1]}\\{text[match.end() :]}"
    return f"\\{text}" if match else text


def _inline(runs: Runs, numbering: Numbering) -> str:
    parts: list[str] = []
    for run in runs:
        if run.citation:
            number = numbering.number(run.citation)
            parts.append(f" \\[{number}\\]")
            continue
        lead = " " if run.text.startswith(" ") else ""
        tail = " " if run.text.endswith(" ") else ""
        core = escape(run.text) if not parts or not lead else escape("x" + run.text.strip())[1:]
        if not core:
            continue
        if run.role == "strong":
            core = f"**{core}**"
        elif run.role == "muted":
            core = f"*{core}*"
        parts.append(f"{lead}{core}{tail}")
    return re.sub(r" {2,}", " ", "".join(parts)).strip()


def render(blocks: Iterable[Block]) -> str:
    """Return `blocks` as a CommonMark document that ends in a newline."""
    numbering = Numbering()
    return "\n\n".join(part for block in blocks for part in _block(block, numbering) if part) + "\n"


def _block(block: Block, numbering: Numbering) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * level} {escape(text)}"
        case Prose(runs):
            yield _inline(runs, numbering)
        case Facts(rows):
            yield "\n".join(f"- **{escape(label)}:** {_inline(runs, numbering)}" for label, runs in rows)
        case Bullets(items):
            yield "\n".join(f"- {_inline(runs, numbering)}" for runs in items)
        case Passages(title):
            if numbering.citations:
                yield f"## {escape(title)}"
                yield "\n".join(
                    f"{n}. {_inline((Run(_place(c.place, c.section)),), numbering)}"
                    for n, c in enumerate(numbering.citations, 1)
                )


def _place(place: str, section: str | None) -> str:
    return f"{place}, {section}" if section else place
