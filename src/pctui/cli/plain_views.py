"""The views of the plain walk (`--plain`) as text: each yields its title, then its first lines, then more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .. import edtf
from ..edtf import DateError
from ..edtf.typed import read
from ..errors import UsageError
from ..kinds.vocabulary import SIGNS, STATUS_SIGNS
from ..model import Citation, Reference
from ..page import SECTIONS, Block, Bullets, Facts, Heading, Passages, Prose, Run, kind_name
from ..page.as_of import date_blocks
from ..page.entry_page import entry_page
from ..page.notes import with_annotation
from ..panes import PANES, Pane
from ..queries.documents import reference_line
from ..queries.timeline_window import Timeline
from ..reader.passages import cited_passages, without_copy
from ..reader.search import find, kinds, parse_query
from ..render import text
from ..text import one_line

if TYPE_CHECKING:
    from ..queries.store import Store
    from ..reader.copies import Reader

_PAGE = 20  # entries shown at once
_SIGNED = {
    sign + after: f"{status}: {direction}" if after else direction
    for status, after in STATUS_SIGNS.items()
    for direction, sign in SIGNS.items()
}

View = Iterator[str]
Go = Callable[[], View]


@dataclass
class Views:
    """The views of a database, and the target of each number in the current one."""

    store: Store
    reader: Reader
    width: int | None = None
    numbered: list[Go] = field(default_factory=list)
    citations: tuple[Citation, ...] = ()
    at: Reference | None = None  # the current entry
    where: str = ""  # the current title, shown in the prompt

    def _number(self, text: str, go: Go) -> str:
        self.numbered.append(go)
        return f"{len(self.numbered)}. {one_line(text)}"

    def _entry_line(self, text: str, slug: str) -> str:
        return self._number(text, lambda: self.entry(slug))

    def _render(self, blocks: Iterable[Block]) -> str:
        return text.render(blocks, self.width).rstrip("\n")

    def _titled(self, title: str) -> str:
        self.where = one_line(title)
        return f"\n{self._render([Heading(1, title)])}"

    def pane(self, name: str) -> Go:
        """Return what opens a pane: a method of this class if it has one, else its list."""
        own = {"ladder": self.ladder, "sources": self.sources}
        return own.get(name) or (lambda: self.listing(PANES[name]))

    def panes(self) -> View:
        """Show the panes to choose from."""
        yield self._titled(self.store.corpus["title"])
        lines = [self._number(pane.title, self.pane(pane.name)) for pane in PANES.values()]
        yield "\n".join([*lines, "Type a number, or ? for help."])

    def listing(self, pane: Pane) -> View:
        """Show the list of a pane, a page at a time, each group under its heading."""
        name = pane.grouped_list()
        count = self.store.count(name)
        yield self._titled(pane.title)
        if not count:
            yield "This corpus has no entries of this kind."
        marks = self.reader.notes.load()
        for offset in range(0, count, _PAGE):
            lines = []
            for row in self.store.rows(name, offset, _PAGE):
                if row.heading:
                    lines.append(f"\n{self._render([Heading(2, row.title)])}")
                    continue
                parts = [_SIGNED.get(row.when, row.when), row.title]
                if row.modality not in ("", "happened"):
                    parts.append(row.modality)
                if row.slug in marks and marks[row.slug].mark:
                    parts.append(f"your mark: {marks[row.slug].mark}")
                lines.append(self._entry_line(", ".join(filter(None, parts)), row.slug))
            if offset + _PAGE < count:
                lines.append("Press Enter for more.")
            yield "\n".join(lines)

    def ladder(self) -> View:
        """Show the ladders with what is new at each level, and a numbered list of the levels."""
        yield self._titled("Ladder")
        rungs = [rung for ref in self.store.ladders() for rung in self.store.ladder(ref.slug).rungs]
        lines = [self._entry_line(rung.title, rung.slug) for rung in rungs]
        _, *blocks = SECTIONS["ladder"](self.store)  # without its heading, which is the title above
        yield "\n".join([self._render([*blocks, Passages("Passages cited")]), "", "The levels:", *lines])

    def sources(self) -> View:
        """Show the documents."""
        yield self._titled("Sources")
        yield "\n".join(self._entry_line(f"{d.label}: {d.title}", d.slug) for d in self.store.documents())

    def search(self, words: str) -> View:
        """Show the matches, each with its kind and place."""
        found = find(self.store, self.reader, parse_query(words, kinds(self.store, self.reader)))
        yield self._titled(f"Search: {one_line(words).strip()}")
        lines = []
        for hit in found:
            place = f"{hit.title} paragraph {hit.paragraph}" if hit.kind == "passage" else hit.title
            lines.append(self._entry_line(f"{place} ({kind_name(hit.kind)})", hit.slug))
            lines.append("   " + one_line("".join(piece for piece, _ in hit.snippet)))
        yield "\n".join(lines) if lines else "No matches."

    def entry(self, slug: str) -> View:
        """Show an entry in full, and links to the entries and passages it mentions."""
        page = entry_page(self.store, slug)
        annotation = self.reader.notes.load().get(slug)
        blocks = with_annotation(page.blocks, annotation)
        self.citations = page.entry.citations
        self.at = self.store.reference(slug)
        self.where = one_line(page.entry.title)
        yield f"\n{self._render(blocks)}"
        lines = [self._entry_line(f"{ref.title} ({kind_name(ref.kind)})", ref.slug) for ref in self._links(blocks)]
        for place, citation in {c.place: c for c in page.entry.citations}.items():
            lines.append(self._number(f"The passage {place}", self._passage_of(citation)))
        yield "\n".join(["\nLinks:", *lines]) if lines else "No links."

    def date(self, typed: str) -> View:
        """Show what is dated at a date, and what existed then."""
        try:
            date = read(typed)
            _, *blocks = date_blocks(self.store, Timeline(self.store), date)
        except DateError as error:
            raise UsageError(str(error)) from None
        yield self._titled(edtf.label(date))
        yield self._render(blocks) if blocks else "Nothing is recorded then."
        lines = [self._entry_line(f"{ref.title} ({kind_name(ref.kind)})", ref.slug) for ref in self._links(blocks)]
        yield "\n".join(["\nLinks:", *lines]) if lines else "No links."

    def _links(self, blocks: Iterable[Block]) -> list[Reference]:
        """Return the entries that the blocks link to, each once."""
        slugs: dict[str, None] = {}
        for block in blocks:
            match block:
                case Heading(entry=str(slug)):
                    slugs[slug] = None
                case Prose(runs):
                    slugs |= _slugs([runs])
                case Facts(rows):
                    slugs |= _slugs(runs for _, runs in rows)
                case Bullets(items):
                    slugs |= _slugs(items)
                case _:
                    pass
        return [self.store.reference(slug) for slug in slugs]

    def _passage_of(self, citation: Citation) -> Go:
        return lambda: self.passage(citation)

    def passage(self, citation: Citation) -> View:
        """Show a passage as it is in the attached copy, and the entries that cite its paragraph."""
        document = self.store.document(citation.document)
        yield self._titled(f"{citation.place}{f', {citation.section}' if citation.section else ''}")
        blocks: list[Block] = [Prose((Run(reference_line(document)),))]
        if self.reader.copy(document.slug) is None:
            blocks.append(Prose((Run(without_copy(document, citation.locator)),)))
        blocks += [Prose((Run(passage.quoted),)) for passage in cited_passages(self.reader, citation)]
        citing = next((p.entries for p in self.store.paragraphs(document.slug) if p.number == citation.paragraph), ())
        lines = [self._entry_line(f"{ref.title} ({kind_name(ref.kind)})", ref.slug) for ref in citing]
        yield "\n".join([self._render([*blocks, Passages()]), "", "Entries that cite this paragraph:", *lines])


def _slugs(items: Iterable[tuple[Run, ...]]) -> dict[str, None]:
    return {run.entry: None for runs in items for run in runs if run.entry}
