"""Renders an entry or sections as one HTML file to send: its style and drawings within it, references at its end."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from ...page import Block, Heading, Numbering, whole
from ...page.entry_page import entry_page
from ...panes import SECTIONS
from ...queries.store import Store
from ...queries.timeline_window import Timeline
from ..html import Addresses, Outline, heading, pieces
from .frame import language
from .layout import asset, fill, markup
from .svg import SCROLLED
from .timeline_chart import Chart

_BODY = "\0"  # stands in the layout for what comes in pieces


def of_entry(store: Store, slug: str) -> Iterator[str]:
    """Yield the page of the entry `slug`; NotFound if it does not exist."""
    page = entry_page(store, slug)
    return of_blocks(store, page.entry.title, page.blocks)


def of_sections(store: Store, sections: Iterable[str]) -> Iterator[str]:
    """Yield the named sections under the title of the corpus."""
    names = list(sections)
    chart = _chart(store) if "timeline" in names else None
    return of_blocks(store, store.corpus["title"], whole(store, names), chart)


def _chart(store: Store) -> Callable[[Outline], Iterator[str]]:
    def drawn(outline: Outline) -> Iterator[str]:
        chart = Chart(store, Timeline(store), lambda _slug: None)
        lanes = list(chart.lanes())
        yield f"{chart.legend()}{SCROLLED}"
        for lane in lanes:
            titled = outline.add(3, lane.title)
            yield f"{heading(titled)}{chart.svg(lane, titled.id)}"
        yield "</div>\n"

    return drawn


def of_blocks(
    store: Store, title: str, blocks: Iterable[Block], chart: Callable[[Outline], Iterator[str]] | None = None
) -> Iterator[str]:
    """Yield a page with these blocks; `chart` draws what stands below the heading of the timeline."""
    before, _, after = fill(
        "alone",
        policy=f"default-src 'none'; style-src 'sha256-{_digest()}'; base-uri 'none'",
        language=language(store),
        corpus=store.corpus,
        title=title,
        wide=chart is not None,
        style=markup([asset("site.css")]),
        body=markup([_BODY]),
    ).partition(_BODY)
    yield before
    outline, numbering = Outline(), Numbering()
    addresses = Addresses(documents=store.each_document)
    for block in blocks:
        yield from pieces([block], addresses, numbering, outline)
        if chart and block == Heading(2, SECTIONS["timeline"].title):
            yield from chart(outline)
    yield after


def _digest() -> str:
    """Return what the policy of a page says of its style, so that no other is taken."""
    return base64.b64encode(sha256(asset("site.css").encode()).digest()).decode()
