"""What every page of a site has: its head, the navigation, and where links lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from ...locales import DEFAULT
from ...model import Citation, Document
from ...page import Numbering
from ...panes import HOMES, SECTIONS
from ...queries.opening import about
from ...queries.store import Store
from ...queries.timeline_window import Timeline
from ...queries.wording import Wording
from ..files import file_stem
from ..html import Addresses, Outline, Title, escape, pieces
from .layout import POLICY, fill, markup
from .page_parts import Inserted, Parts, parts

File = tuple[str, str]  # the path within the folder, and the text

PARAGRAPHS = 200  # of a document on one page
_CONTENTS = 3  # headings, from which on a page lists them
_DEEPEST, _UPPER, _MANY = 3, 2, 150  # levels of headings in that list, and in one of so many
_KEPT = 500  # documents that are kept in memory
_LOOKED_AT = 50  # documents, for their language

# The section in which each kind of entry is: its pane, or else the section that lists it.
SECTION_OF = {kind: name for name, section in SECTIONS.items() for kind in section.kinds} | HOMES


class Shown(NamedTuple):
    """A section that has anything, and how many entries it has."""

    name: str
    title: str
    entries: int


def document_page(stem: str, paragraph: int) -> str:
    """Return the name of the page of a document that has a paragraph; a name with `_` is no entry's."""
    number = max(0, paragraph - 1) // PARAGRAPHS + 1
    return f"{stem}.html" if number == 1 else f"{stem}_{number}.html"


def page_name(name: str, number: int) -> str:
    """Return the name of a page of a section that may have several, from 1."""
    return f"{name}.html" if number == 1 else f"{name}_{number}.html"


def language(store: Store) -> str:
    """Return the language of a corpus: its own; if that is not said, that which search knows, or of its documents."""
    if (own := str(store.corpus["language"])) != DEFAULT:
        return own
    if Wording(store).knows_language:
        return "en"
    documents = store.documents(store.of_kind("document")[:_LOOKED_AT])
    known = {str(document.record.get("language") or "") for document in documents}
    only = known.pop() if len(known) == 1 else ""
    return only if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", only) else ""


class Frame:
    """The frame of the pages of a corpus."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.slugs = frozenset(store.slugs())
        counts = store.counts()
        self.sections = [
            Shown(name, section.title, entries)
            for name, section in SECTIONS.items()
            if (entries := sum(counts.get(kind, 0) for kind, of in SECTION_OF.items() if of == name))
        ]

    @cached_property
    def language(self) -> str:
        """The language of the corpus; see `language`."""
        return language(self.store)

    @cached_property
    def timeline(self) -> Timeline:
        """The timeline of the corpus."""
        return Timeline(self.store)

    @property
    def extent(self) -> str:
        """How large the corpus is, in a line, without its title."""
        found = about(self.store)
        return found.headline.removeprefix(found.title).lstrip(", ·")

    def addresses(self, folder: str = "") -> Addresses:
        """Return where links lead from a page in `folder` ('': the uppermost)."""
        to = {"": "entries/", "entries": ""}.get(folder, "../entries/")

        def entry(slug: str) -> str | None:
            return f"{to}{file_stem(slug)}.html" if slug in self.slugs else None

        def passage(citation: Citation) -> str | None:
            if citation.document not in self.slugs:
                return None
            page = document_page(file_stem(citation.document), citation.paragraph)
            return f"{to}{page}#p{citation.paragraph}"

        return Addresses(entry, passage, self._documents)

    def _documents(self, slugs: Iterable[str]) -> Iterator[Document]:
        """Yield documents, of which those that were asked for last are kept."""
        yield from map(self._document, slugs)

    @cached_property
    def _document(self) -> Callable[[str], Document]:
        return lru_cache(_KEPT)(self.store.document)

    def crumb(self, section: str) -> str:
        """Return the link from a page in a folder to the section that it belongs to; nothing if that has no page."""
        shown = next((each for each in self.sections if each.name == section), None)
        return f'<p class="crumb"><a href="../{shown.name}.html">{escape(shown.title)}</a></p>\n' if shown else ""

    def page(
        self,
        path: str,
        title: str,
        body: Iterable[str],
        *,
        current: str = "",
        contents: Iterable[Title] = (),
        scripts: Iterable[str] = (),
        before: str = "",
        after: str = "",
        wide: bool = False,
    ) -> File:
        """Return a page; `current` is its section if it is not that itself, `before` and `after` are its neighbours."""
        name = path.removesuffix(".html")
        return path, fill(
            "page",
            policy=POLICY,
            language=self.language,
            corpus=self.store.corpus,
            sections=self.sections,
            root="../" if "/" in path else "",
            title=title,
            body=markup(body),
            current=current or name,
            here=current in ("", name),
            contents=list(_listed(list(contents))),
            scripts=list(scripts),
            before=before,
            after=after,
            wide=wide,
        )

    def blocks(self, blocks: Parts, folder: str, outline: Outline) -> Iterator[str]:
        """Yield the HTML of blocks for a page in `folder`, and add their headings to the outline."""
        addresses, numbering = self.addresses(folder), Numbering()
        for block in blocks:
            if isinstance(block, Inserted):
                yield from block.pieces(outline)
            else:
                yield from pieces([block], addresses, numbering, outline)

    def divided(self, name: str, title: str, blocks: Parts, *, current: str = "", wide: bool = False) -> Iterator[File]:
        """Yield the pages of a section: one, or several that link to each other."""
        pages: Iterable[tuple[Parts | None, Parts | None]] = pairwise(chain(parts(blocks, title), [None]))
        for number, (page, following) in enumerate(pages, 1):
            outline = Outline()
            body = list(self.blocks(page or (), "", outline))
            yield self.page(
                page_name(name, number),
                title if number == 1 else f"{title}, page {number}",
                body,
                current=current or ("" if number == 1 else name),
                contents=outline.titles,
                before=page_name(name, number - 1) if number > 1 else "",
                after=page_name(name, number + 1) if following is not None else "",
                wide=wide,
            )


def _listed(titles: list[Title]) -> Iterator[Title]:
    """Yield the headings that the list of contents of a page has; none if they are few."""
    below = [title for title in titles if 1 < title.level <= _DEEPEST]
    if len(below) > _MANY:
        below = [title for title in below if title.level <= _UPPER]
    if len(below) >= _CONTENTS:
        yield from below
