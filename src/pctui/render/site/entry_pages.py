"""The pages of the entries; that of a document has its paragraphs, each with the entries that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from ...model import Entry, Paragraph
from ...page import kind_name
from ...page.entry_page import page_blocks
from ...page.same import same_blocks
from ..files import file_stem
from ..html import Outline, Title, heading
from .frame import SECTION_OF, File, Frame, document_page
from .layout import fill


def entry_pages(frame: Frame, entry: Entry, *, on_lineage: bool) -> Iterator[File]:
    """Yield the page of an entry; of a document with many paragraphs, several."""
    section = SECTION_OF.get(entry.kind, "")
    same = same_blocks(frame.store, frame.timeline, entry.slug)
    outline = Outline()
    body = [frame.crumb(section), *frame.blocks(page_blocks(frame.store, entry, same), "entries", outline)]
    if on_lineage:
        body.append('<p><a href="../lineage.html">On the lineage of all organisations</a></p>\n')
    stem = file_stem(entry.slug)
    if entry.kind != "document":
        yield frame.page(f"entries/{stem}.html", entry.title, body, current=section, contents=outline.titles)
        return
    pages = _pages(frame.store.paragraphs(entry.slug), stem)
    names = list(pages)
    for number, (name, paragraphs) in enumerate(pages.items()):
        title = entry.title if not number else f"{entry.title}, paragraphs from {paragraphs[0].locator}"
        if number:
            outline = Outline()
            body = [frame.crumb(section), heading(outline.add(1, title))]
        yield frame.page(
            f"entries/{name}",
            title,
            [*body, _paragraphs(frame, paragraphs, outline, first=not number)],
            current=section,
            contents=outline.titles,
            before=names[number - 1] if number else "",
            after=names[number + 1] if number + 1 < len(names) else "",
        )


def _pages(paragraphs: Iterable[Paragraph], stem: str) -> dict[str, list[Paragraph]]:
    """Return the paragraphs of a document by the page that they are on; the first page is there in any case."""
    pages: dict[str, list[Paragraph]] = {document_page(stem, 1): []}
    for paragraph in paragraphs:
        pages.setdefault(document_page(stem, paragraph.number), []).append(paragraph)
    return pages


class _Line(NamedTuple):
    number: int
    locator: str
    entries: tuple[object, ...]
    nothing: str


class _Group(NamedTuple):
    id: str
    title: str
    paragraphs: list[_Line]


def _paragraphs(frame: Frame, paragraphs: list[Paragraph], outline: Outline, *, first: bool) -> str:
    if not paragraphs:
        return ""
    above: Title = outline.add(2, "Paragraphs")
    groups = []
    for section, of in groupby(paragraphs, lambda paragraph: paragraph.section or ""):
        id_ = outline.add(3, section).id if section else ""
        lines = [_Line(p.number, p.locator, p.entries, p.carries_nothing or "") for p in of]
        groups.append(_Group(id_, section, lines))
    return fill(
        "document",
        heading=above,
        groups=groups,
        first=first,
        address=frame.addresses("entries").entry,
        kind=kind_name,
    )
