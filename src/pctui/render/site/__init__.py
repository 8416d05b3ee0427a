"""Renders a corpus as a site: a folder of HTML pages that work from files, without a server or any request elsewhere.

There is a page for each section and each entry; that of a document lists its paragraphs with what cites them. Pages
are written one after the other, so that memory does not grow with the number of entries; long ones are divided.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...database.read_only import batches
from ...page import Bullets, Heading, kind_name
from ...page.entry import in_short
from ...queries import lineage as lineages
from ...queries.entry import describe_all, of_rows, other_names
from ...queries.store import Store
from ...queries.timeline_window import Milestones
from ...queries.wording import Wording
from ..files import file_stem
from ..html import Outline
from .entry_pages import entry_pages
from .frame import File, Frame
from .layout import asset, fill, markup
from .search_index import Index
from .section_pages import all_entries, section

_MILESTONES = 40  # at most, in the story on the first page
_ASSETS = ("site.css", "site.js", "search.js", "minisearch.js", "minisearch-licence.txt")


def files(store: Store) -> Iterator[File]:
    """Yield the path and the text of every file of a site."""
    frame = Frame(store)
    for name in _ASSETS:
        yield f"assets/{name}", asset(name)
    for shown in frame.sections:
        yield from section(frame, shown)
    index = Index(knows_language=Wording(store).knows_language)
    yield from _entries(frame, index)
    yield from all_entries(frame)
    yield _search(frame, index)
    yield _front(frame)


def _entries(frame: Frame, index: Index) -> Iterator[File]:
    """Yield the pages of all entries, and the scripts in which the search finds them."""
    drawn = lineages.whole(frame.store)
    on_lineage = {node.slug for node in drawn.organisations} if drawn.changes else set()
    for slugs in batches(sorted(frame.slugs)):
        names = other_names(frame.store, slugs)
        for entry in describe_all(frame.store, slugs):
            if entry is None:
                continue
            yield from entry_pages(frame, entry, on_lineage=entry.slug in on_lineage)
            known = names.get(entry.slug, [])
            stem = file_stem(entry.slug)
            yield from index.add(stem, kind_name(entry.kind), entry.title, entry.date or "", known, entry.summary)
    yield from index.close()


def _search(frame: Frame, index: Index) -> File:
    scripts = ("assets/minisearch.js", *index.scripts, "assets/search.js")
    return frame.page("search.html", "Search", [fill("search", limits=index.limits)], scripts=scripts)


def _front(frame: Frame) -> File:
    """Return the first page: what the corpus is, its sections, and its story in the milestones."""
    story = []
    milestones = Milestones(frame.store)
    if milestones.count() >= Milestones.FEWEST:
        rows = milestones.rows(0, _MILESTONES)
        entries = of_rows(frame.store, rows)
        items = tuple(in_short(entry, f"{row.when}:") for row, entry in zip(rows, entries, strict=True) if entry)
        title = Heading(2, f"The story in {len(items)} milestones")
        outline = Outline()
        outline.add(1, "")
        story = list(frame.blocks([title, Bullets(items)], "", outline))
    body = fill("index", corpus=frame.store.corpus, extent=frame.extent, sections=frame.sections, story=markup(story))
    return frame.page("index.html", frame.store.corpus["title"], [body], current="index")
