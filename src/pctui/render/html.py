"""Renders blocks as HTML, for the pages of a site and for a page in one file.

Corpus text is escaped, so that it cannot become an element, an attribute or a script.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..model import Citation, Document
from ..page import Amount, Beside, Block, Bullets, Chart, Facts, Heading, Numbering, Passages, Prose, Quote, Run, Runs
from ..page.blocks import together
from ..queries.documents import reference
from ..text import clean, one_line
from .escaping import web_address

_CLASSES = {"muted": "muted", "new": "new", "warn": "warn", "cited": "cited", "cite": "muted", "found": "found"}
_HEADINGS = 6  # levels that HTML has


class Addresses(NamedTuple):
    """Where links lead: `entry` gives that of a slug (None: no link), `passage` that of a citation (None: to the list).

    `documents` gives those with these slugs, for the references at the end.
    """

    entry: Callable[[str], str | None] = lambda _slug: None
    passage: Callable[[Citation], str | None] = lambda _citation: None
    documents: Callable[[Iterable[str]], Iterable[Document]] = lambda _slugs: ()


def escape(text: str) -> str:
    """Return `text` on one line, as it stands in an element or in an attribute between quotation marks."""
    return html.escape(one_line(text))


def link(text: str, address: str | None) -> str:
    """Return escaped text as a link, or as it is if there is no address."""
    return f'<a href="{escape(address)}">{text}</a>' if address and text else text


def pieces(
    blocks: Iterable[Block], addresses: Addresses, numbering: Numbering | None = None, outline: Outline | None = None
) -> Iterator[str]:
    """Yield the HTML of each block; `numbering` has the citations before them, `outline` the headings."""
    numbering = Numbering() if numbering is None else numbering
    outline = Outline() if outline is None else outline
    for block in blocks:
        yield from _block(block, addresses, numbering, outline)


class Title(NamedTuple):
    """A heading of a page: its level in HTML, the id of its element, its text."""

    level: int
    id: str
    text: str


def web_link(url: str, text: str = "") -> str:
    """Return a link to a page on the web, with escaped text if it is not the address itself; else only the text.

    Its class says whether it shows the address: printed on paper, one that does not is followed by it.
    """
    shown = escape(url)
    address = web_address(url)
    if not address:
        return text or shown
    kind = "address" if text in ("", shown) else "elsewhere"
    return f'<a class="{kind}" href="{escape(address)}">{text or shown}</a>'


class Outline:
    """Numbers the headings of a page, and closes gaps in their levels: below one is the next, whatever blocks say."""

    def __init__(self) -> None:
        self.titles: list[Title] = []
        self._open: list[int] = []

    def add(self, level: int, text: str) -> Title:
        """Return a heading of a block as the page has it."""
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        title = Title(min(len(self._open), _HEADINGS), f"s{len(self.titles)}", text)
        self.titles.append(title)
        return title


def _block(block: Block, addresses: Addresses, numbering: Numbering, outline: Outline) -> Iterator[str]:
    match block:
        case Heading(level, text, entry):
            yield heading(outline.add(level, text), addresses.entry(entry) if entry else None)
        case Prose(runs):
            yield f"<p>{inline(runs, addresses, numbering)}</p>\n"
        case Facts(rows):
            yield '<dl class="facts">\n'
            for label, runs in rows:
                value = inline(runs, addresses, numbering)
                yield f"<div><dt>{escape(label)}</dt><dd>{value}</dd></div>\n"
            yield "</dl>\n"
        case Bullets():
            yield from _bullets(block, addresses, numbering)
        case Chart(amounts):
            yield from _chart(amounts, addresses, numbering)
        case Quote(text):
            paragraphs = "\n".join(clean(text).splitlines()).strip().split("\n\n")
            quoted = ("<br>\n".join(escape(line) for line in paragraph.splitlines()) for paragraph in paragraphs)
            yield "<blockquote>\n" + "".join(f"<p>{each}</p>\n" for each in quoted) + "</blockquote>\n"
        case Beside(left, right):
            yield '<div class="beside">\n'
            for side in (left, right):
                yield "<div>\n"
                for inner in side:
                    yield from _block(inner, addresses, numbering, outline)
                yield "</div>\n"
            yield "</div>\n"
        case Passages(title, quoted):
            yield from _references(title, quoted, addresses, numbering, outline)


def heading(title: Title, address: str | None = None) -> str:
    """Return the element of a heading, whose text may be a link."""
    level = title.level
    return f'<h{level} id="{title.id}">{link(escape(title.text), address)}</h{level}>\n'


def inline(runs: Runs, addresses: Addresses, numbering: Numbering) -> str:
    """Return runs as HTML on one line. Blanks at the ends of a run are kept."""
    shown = (
        "".join(_marker(citation, addresses, numbering) for citation in part)
        if isinstance(part, list)
        else _run(part, addresses)
        for part in together(runs)
    )
    return "".join(shown).strip()


def _run(run: Run, addresses: Addresses) -> str:
    core = escape(run.text)
    if not core:
        return " " if run.text[:1].isspace() else ""
    before, after = (" " if edge.isspace() else "" for edge in (run.text[:1], run.text[-1:]))
    if run.entry:
        core = link(core, addresses.entry(run.entry))
    elif run.url:
        core = web_link(run.url, core)
    if run.role == "strong":
        core = f"<strong>{core}</strong>"
    elif run.role in _CLASSES:
        core = f'<span class="{_CLASSES[run.role]}">{core}</span>'
    return f"{before}{core}{after}"


def _marker(citation: Citation, addresses: Addresses, numbering: Numbering) -> str:
    """Return the number of a citation, which links to its passage and says where that is."""
    number = numbering.number(citation)
    place = escape(citation.full_place)
    address = escape(addresses.passage(citation) or f"#c{number}")
    attributes = f'title="{place}" aria-label="source {number}: {place}"'
    return f'<sup class="cite"><a href="{address}" {attributes}>[{number}]</a></sup>'


def _bullets(block: Bullets, addresses: Addresses, numbering: Numbering) -> Iterator[str]:
    """Yield a list. An item may be at most one level deeper than the one before, as HTML nests lists within items."""
    depth = -1
    for given, runs in block.nested():
        level = min(given, depth + 1)
        if level > depth:
            yield '<ul class="goes-on">\n' if block.goes_on and depth < 0 else "<ul>\n" if depth < 0 else "\n<ul>\n"
        else:
            yield "</li>\n" + "</ul>\n</li>\n" * (depth - level)
        depth = level
        yield f"<li>{inline(runs, addresses, numbering)}"
    if depth >= 0:
        yield "</li>\n" + "</ul>\n</li>\n" * depth + "</ul>\n"


def _chart(amounts: Sequence[Amount], addresses: Addresses, numbering: Numbering) -> Iterator[str]:
    """Yield quantities as a list, each in words and as a bar, of which only the words are read out."""
    most = max((end for amount in amounts for end in (amount.start, amount.end) if end), default=0.0)
    yield '<ul class="chart">\n'
    for amount in amounts:
        words = inline(amount.runs, addresses, numbering)
        yield f"<li{' class=' + chr(34) + 'own' + chr(34) if amount.own else ''}>{words}{_bar(amount, most)}</li>\n"
    yield "</ul>\n"


_SHORTEST = 0.6  # hundredths of the width of a chart, so that a small quantity is seen


def _bar(amount: Amount, most: float) -> str:
    """Return the bar of a quantity: up to its lower end filled, between its ends lighter; dashed where one is open."""
    start, end = amount.start, amount.end
    low, high = (min(filter(None, (start, end)), default=0.0), max(filter(None, (start, end)), default=0.0))
    if most <= 0 or high <= 0:
        return ""
    low, high = (max(value / most * 100, _SHORTEST) for value in (low, high))
    bars = []
    if start is not None:
        bars.append(f'<rect width="{low:.2f}" height="8"/>')
        if high > low:
            bars.append(f'<rect class="range" x="{low:.2f}" width="{high - low:.2f}" height="8"/>')
    else:
        bars.append(f'<rect class="range" width="{high:.2f}" height="8"/>')
    if end is None:
        bars.append(f'<line x1="{high:.2f}" x2="{min(high + 6, 108):.2f}" y1="4" y2="4"/>')
    kind = "bar planned" if amount.planned else "bar"
    return (
        f'<svg class="{kind}" viewBox="0 0 108 8" preserveAspectRatio="none" aria-hidden="true">{"".join(bars)}</svg>'
    )


def _references(
    title: str,
    quoted: Callable[[Citation], Sequence[str]],
    addresses: Addresses,
    numbering: Numbering,
    outline: Outline,
) -> Iterator[str]:
    if not len(numbering):
        return
    shown = outline.add(2, title)
    yield f'<section class="references" aria-labelledby="{shown.id}">\n{heading(shown)}<ol>\n'
    slugs: dict[str, None] = {}
    for number, citation in enumerate(numbering.citations, 1):
        slugs[citation.document] = None
        line = link(escape(citation.place), addresses.passage(citation))
        line += f", {escape(citation.heading)}" if citation.heading else ""
        quotes = "".join(f"<blockquote><p>{escape(text)}</p></blockquote>" for text in quoted(citation))
        yield f'<li id="c{number}">{line}{quotes}</li>\n'
    yield "</ol>\n</section>\n"
    yield from _documents(addresses.documents(slugs), addresses, outline)


def _documents(documents: Iterable[Document], addresses: Addresses, outline: Outline) -> Iterator[str]:
    """Yield the full references of documents, each with the label by which it is cited and a link to its DOI."""
    lines = []
    for document in documents:
        line, address = reference(document)
        label = link(escape(document.label), addresses.entry(document.slug))
        lines.append(f"<li>{label}: {escape(line)} {web_link(address) if address else ''}".rstrip() + "</li>\n")
    if lines:
        shown = outline.add(2, "References")
        yield f'<section class="references" aria-labelledby="{shown.id}">\n{heading(shown)}<ul>\n'
        yield from lines
        yield "</ul>\n</section>\n"
