"""Renders blocks as CommonMark, deterministically, with their citations.

Corpus text is escaped, so that it cannot create a heading, link, HTML or table cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..page import Beside, Block, Bullets, Chart, Facts, Heading, Passages, Prose, Quote, Runs
from ..page.blocks import Part, joined, together
from ..panes import DEFAULT_CITATIONS
from ..text import one_line
from .citing import Citing, Footnotes, Links
from .escaping import at_start, escape, escape_within, link, printed_address

if TYPE_CHECKING:
    from ..queries.store import Store

_MARKS = {"strong": "**", "muted": "*"}


def citing(store: Store, form: str | None = None, style: str | None = None) -> Callable[[], Citing]:
    """Return what makes the citations of a document about this corpus, in one of `CITATIONS`, and in a style of CSL."""
    from .citing import FORMS

    made = FORMS[form or DEFAULT_CITATIONS]
    if style is None:
        return lambda: made(store.each_document)
    from .csl_markdown import InMarkdown
    from .csl_styles import find_style

    found = find_style(style, store.documents)
    return lambda: made(store.each_document, InMarkdown(found, store.each_document))


def _unlinked(_slug: str) -> None:
    return None


def _inline(runs: Runs, citing: Citing, links: Links = _unlinked) -> str:
    """Return runs as one line. Blanks are kept outside emphasis, which would otherwise not be recognised."""
    line = ""
    for run in together(runs):
        if isinstance(run, list):
            line = citing.cited(line, run)
            continue
        text = run.text
        core = printed_address(text) if run.url else escape_within(one_line(text))
        if run.entry:
            core = link(core, links(run.entry) or "")
        if text[:1].isspace() and line:
            line += " "
        if core:
            mark = _MARKS.get(run.role, "")
            line += f"{mark}{core}{mark}"
        if text[-1:].isspace():
            line += " "
    return at_start((re.sub(r" {2,}", " ", line) if "  " in line else line).strip())


def render(blocks: Iterable[Block], links: Links = _unlinked, citing: Citing | None = None) -> str:
    """Return `blocks` as a CommonMark document ending in a newline.

    `links` returns the address of an entry's page; `citing` has the citations before the blocks. Without it, there are
    footnotes, and no references.
    """
    return "".join(pieces(blocks, links, citing))


def pieces(blocks: Iterable[Block], links: Links = _unlinked, citing: Citing | None = None) -> Iterator[str]:
    """Yield the document that `render` returns, as it comes."""
    own = citing or Footnotes()
    return joined(part for block in blocks for part in _block(block, own, links))


def _block(block: Block, citing: Citing, links: Links) -> Iterator[Part]:
    match block:
        case Heading(level, text, entry):
            title = link(escape(text), (links(entry) if entry else None) or "")
            yield f"{'#' * level} {title}", False
        case Prose(runs):
            yield _inline(runs, citing, links), False
        case Facts(rows):
            facts = (f"- **{escape(label)}:** {_inline(runs, citing, links)}" for label, runs in rows)
            yield "\n".join(facts), False
        case Bullets():
            items = (f"{'  ' * depth}- {_inline(runs, citing, links)}" for depth, runs in block.nested())
            yield "\n".join(items), block.goes_on
        case Chart(amounts):
            yield from _block(Bullets(tuple(amount.runs for amount in amounts)), citing, links)
        case Quote(text, depth):
            indent = "" if depth is None else "  " * (depth + 1)
            paragraphs = re.split(r"\n\s*\n", text.strip())
            quoted_lines = (
                "\\\n".join(f"{indent}> {escape(line)}" for line in paragraph.splitlines()) for paragraph in paragraphs
            )
            yield f"\n{indent}>\n".join(quoted_lines), False
        case Beside(left, right):
            for inner in (*left, *right):
                yield from _block(inner, citing, links)
        case Passages(_, quoted):
            yield from citing.listed(links, quoted)


def table(head: Sequence[str], rows: Iterable[Sequence[Runs]], citing: Citing) -> str:
    """Return a table in GitHub's Markdown with a heading row; each cell is one line."""
    lines = [[escape(text) for text in head], ["---"] * len(head)]
    lines += [[_inline(runs, citing) for runs in row] for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
