"""Renders blocks as CommonMark, deterministically, with numbered citations and a list of the passages cited.

Corpus text is escaped, so that it cannot create a heading, link, HTML or table cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from ..page import Beside, Block, Bullets, Chart, Facts, Heading, Numbering, Passages, Prose, Quote, Runs
from ..page.blocks import Part, joined
from ..text import one_line

Links = Callable[[str], str | None]

_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>&|~$^{}#"})
_AUTOLINK = re.compile(r"(https?|ftp|mailto|www)(?=[:.])", re.IGNORECASE)
# At the start of a block these would create a list, rule, underline, image or definition.
_LEADING = re.compile(r"(?P<sign>[+\-=:!?])|(?P<number>\d{1,9})(?=[.)])")
_MARKS = {"strong": "**", "muted": "*"}


def escape(text: str) -> str:
    """Return `text` on one line, with everything escaped that is syntax in CommonMark or a common extension."""
    return _at_start(_escape(one_line(text)))


def _escape(text: str) -> str:
    escaped = text.translate(_SPECIAL)
    lowered = escaped.lower()
    # A search for each is ten times as fast as one for the pattern.
    if "http" in lowered or "ftp" in lowered or "mailto" in lowered or "www" in lowered:
        return _AUTOLINK.sub(r"\1\\", escaped)
    return escaped


def _at_start(text: str) -> str:
    """Escape what is syntax only at the start of a block."""
    match = _LEADING.match(text)
    if match is None:
        return text
    return f"\\{text}" if match["sign"] else f"{match['number']}\\{text[match.end() :]}"


def _unlinked(_slug: str) -> None:
    return None


def _inline(runs: Runs, numbering: Numbering, links: Links = _unlinked) -> str:
    """Return runs as one line. Blanks are kept outside emphasis, which would otherwise not be recognised."""
    line = ""
    for run in runs:
        if run.citation:
            line += f" \\[{numbering.number(run.citation)}\\]"
            continue
        text = run.text
        core = _escape(one_line(text))
        if core and run.entry and (target := links(run.entry)):
            core = f"[{core}]({target})"
        if text[:1].isspace() and line:
            line += " "
        if core:
            mark = _MARKS.get(run.role, "")
            line += f"{mark}{core}{mark}"
        if text[-1:].isspace():
            line += " "
    return _at_start((re.sub(r" {2,}", " ", line) if "  " in line else line).strip())


def render(blocks: Iterable[Block], links: Links = _unlinked, numbering: Numbering | None = None) -> str:
    """Return `blocks` as a CommonMark document ending in a newline.

    `links` returns the address of an entry's page; `numbering` has the citations before the blocks.
    """
    return "".join(pieces(blocks, links, numbering))


def pieces(blocks: Iterable[Block], links: Links = _unlinked, numbering: Numbering | None = None) -> Iterator[str]:
    """Yield the document that `render` returns, as it comes."""
    numbering = Numbering() if numbering is None else numbering
    return joined(part for block in blocks for part in _block(block, numbering, links))


def _block(block: Block, numbering: Numbering, links: Links) -> Iterator[Part]:
    match block:
        case Heading(level, text, entry):
            target = links(entry) if entry else None
            title = f"[{escape(text)}]({target})" if target else escape(text)
            yield f"{'#' * level} {title}", False
        case Prose(runs):
            yield _inline(runs, numbering, links), False
        case Facts(rows):
            facts = (f"- **{escape(label)}:** {_inline(runs, numbering, links)}" for label, runs in rows)
            yield "\n".join(facts), False
        case Bullets():
            items = (f"{'  ' * depth}- {_inline(runs, numbering, links)}" for depth, runs in block.nested())
            yield "\n".join(items), block.goes_on
        case Chart(amounts):
            yield from _block(Bullets(tuple(amount.runs for amount in amounts)), numbering, links)
        case Quote(text, depth):
            indent = "" if depth is None else "  " * (depth + 1)
            paragraphs = re.split(r"\n\s*\n", text.strip())
            quoted_lines = (
                "\\\n".join(f"{indent}> {escape(line)}" for line in paragraph.splitlines()) for paragraph in paragraphs
            )
            yield f"\n{indent}>\n".join(quoted_lines), False
        case Beside(left, right):
            for inner in (*left, *right):
                yield from _block(inner, numbering, links)
        case Passages(title, quoted):
            if len(numbering):
                yield f"## {escape(title)}", False
            for n, c in enumerate(numbering.citations, 1):
                place = _escape(one_line(_place(c.place, c.section)))
                target = links(c.document)
                place = f"[{place}]({target})" if target and place else _at_start(place)
                line = f"{n}. {place}"
                if texts := quoted(c):
                    indent = " " * len(f"{n}. ")
                    quotes = f"\n{indent}>\n".join(f"{indent}> {escape(text)}" for text in texts)
                    line = f"{line}\n{quotes}"
                yield line, n > 1


def table(head: Sequence[str], rows: Iterable[Sequence[Runs]]) -> str:
    """Return a table in GitHub's Markdown with a heading row; each cell is one line."""
    numbering = Numbering()
    lines = [[escape(text) for text in head], ["---"] * len(head)]
    lines += [[_inline(runs, numbering) for runs in row] for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _place(place: str, section: str | None) -> str:
    return f"{place}, {section}" if section else place
