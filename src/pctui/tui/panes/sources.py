"""The sources pane: the documents and their paragraphs, with the entries that cite them and cited text highlighted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...corpus.anchors import Outcome
from ...model import Citation, Document, Paragraph, Row, paragraph_ranges
from ...page import Block, Bullets, Heading, Prose, Run, Runs
from ...page.entry import marks_drafts
from ...queries.documents import reference_line
from ...queries.lists import View
from ...reader.passages import LOST, Lost, Passage, differs, passages, without_copy
from ..commands import NARROWING
from ..pane import ListPane
from ..widgets.page import Page
from ..widgets.rows import Rows, Source
from ..widgets.selecting import SelectablePage
from .narrowed import Narrowed

if TYPE_CHECKING:
    from ...authoring.selecting import Selection
    from ...queries.store import Store
    from ...reader.copies import Reader

_NAMED = 4  # the most entries that are named in a warning


def passage_mark(paragraph: int, anchor: str | None = None) -> str:
    """Return the mark of a paragraph, or of a passage in it."""
    return f"¶{paragraph}" + (f" {anchor}" if anchor else "")


@marks_drafts
def document_blocks(store: Store, reader: Reader, document: Document, target: str | None) -> Iterator[Block]:
    """Yield a document: its record and its paragraphs. `target` is the mark of the passage to highlight most."""
    copy = reader.copy(document.slug)
    yield Heading(1, f"{document.label}: {document.title}")
    yield Prose((Run(reference_line(document), "muted"),))
    yield Prose((Run(document.summary),))
    if document.extent == "extract":
        note = document.extent_note or "A claim that is absent here may be in the full work."
        yield Prose((Run("An extract. ", "strong"), Run(note)))
    if copy is None:
        yield Prose(
            (
                Run("No copy is attached, so the text is not shown. ", "warn"),
                Run("The documents themselves do not come with a corpus. Attach your own copy with "),
                Run("pctui attach FILE…", "strong"),
                Run(" to see the passages here, highlighted."),
            )
        )
    paragraphs = store.paragraphs(document.slug)
    yield Prose((Run(_coverage(paragraphs), "muted"),))
    if copy is None:
        found = [Passage(paragraph, None) for paragraph in paragraphs]
    else:
        found = passages(copy, paragraphs, store.citation_anchors(document.slug), reader.earlier(document.slug))
    section = None
    for passage in found:
        if passage.paragraph.section != section:
            section = passage.paragraph.section
            if section:
                yield Heading(2, section)
        if copy is None and target and target.partition(" ")[0] == passage_mark(passage.paragraph.number):
            yield from _without_copy(document, passage.paragraph)
        else:
            yield from _paragraph(passage, target)
        yield from _citing(passage.paragraph)


def _coverage(paragraphs: Sequence[Paragraph]) -> str:
    """Return how many paragraphs are cited, how many are uncited for a stated reason, and which for none."""
    cited = sum(1 for paragraph in paragraphs if paragraph.entries)
    excused = sum(1 for paragraph in paragraphs if not paragraph.entries and paragraph.carries_nothing)
    uncited = [p.number for p in paragraphs if not p.entries and not p.carries_nothing]
    text = f"{cited} of {len(paragraphs)} paragraphs {'is' if cited == 1 else 'are'} cited"
    if excused:
        text += f", {excused} uncited for a stated reason"
    return f"{text}; no entry cites {paragraph_ranges(uncited)}." if uncited else f"{text}."


def _paragraph(passage: Passage, target: str | None) -> Iterator[Block]:
    paragraph = passage.paragraph
    mark = passage_mark(paragraph.number)
    # What the reader came for is judged before its text, which may be longer than the screen.
    came_for = [lost for lost in passage.lost if passage_mark(paragraph.number, lost.anchor) == target]
    yield from map(_warning, came_for)
    if passage.text is not None:
        yield Prose((Run(f"{paragraph.locator}  ", "accent", mark=mark), *_highlighted(passage, target)))
        if passage.outcome is Outcome.READS_OTHERWISE:
            yield Prose((Run("This paragraph reads otherwise than in the edition that is cited.", "warn"),))
    else:
        why = f", {LOST[passage.outcome]}" if passage.outcome else ""
        yield Heading(4, f"{paragraph.locator}{why}", mark=mark)
    for anchor, text in passage.apart:
        at = passage_mark(paragraph.number, anchor)
        yield Prose((Run(f"“{text}”", "found" if at == target else "cited", mark=at),))
    yield from (_warning(lost) for lost in passage.lost if lost not in came_for)


def _warning(lost: Lost) -> Prose:
    """Return that a passage does not hold, with the entries that cite it and the words that differ."""
    entries = ", ".join(lost.entries) if len(lost.entries) <= _NAMED else f"{len(lost.entries)} entries"
    sentence = Run(f"The passage cited by {entries} is {LOST[lost.outcome]}.", "warn")
    return Prose((sentence, Run(f" {differs(lost.difference)}")) if lost.difference else (sentence,))


def _without_copy(document: Document, paragraph: Paragraph) -> Iterator[Block]:
    """Yield the paragraph that the reader came for, highlighted, and why its text is not shown."""
    yield Prose((Run(paragraph.locator, "found", mark=passage_mark(paragraph.number)),))
    yield Prose((Run(without_copy(document, paragraph.locator), "warn"),))


def _citing(paragraph: Paragraph) -> Iterator[Block]:
    """Yield the entries that cite a paragraph, or why none does."""
    if paragraph.entries:
        yield Bullets(tuple((Run(f"{e.kind} ", "muted"), Run(e.title, entry=e.slug)) for e in paragraph.entries))
    elif paragraph.carries_nothing:
        yield Prose((Run(f"Not cited: {paragraph.carries_nothing}", "muted"),))


def _highlighted(passage: Passage, target: str | None) -> Runs:
    """Return the paragraph's text as runs, cut at the edges of its cited passages."""
    text = passage.text or ""
    anchor = target.partition(" ")[2] if target else ""
    edges = sorted({0, len(text), *(e for h in passage.highlights for e in (h.start, h.end))})
    runs = []
    marked = False
    over: set[str] = set()
    for start, end in pairwise(edges):
        # A full stop and a blank between two cited sentences belong to the first.
        if not over or any(character.isalnum() for character in text[start:end]):
            over = {h.anchor for h in passage.highlights if h.start <= start and end <= h.end}
        role = "found" if anchor in over else "cited" if over else "uncited"
        first = anchor in over and not marked
        marked |= first
        runs.append(Run(text[start:end], role, mark=target if first else None))
    return tuple(runs)


class SourcesPane(Narrowed, ListPane):
    """The documents and their paragraphs."""

    NAME = "sources"
    SIDE = 16
    EMPTY = "This corpus has no documents."
    COMMANDS = NARROWING
    HELP_TEXT = (
        "The documents, and the entries that cite each of their paragraphs. With your own copy attached (pctui attach "
        "FILE…) the text is shown here with its cited passages highlighted; without one, the numbers and sections of "
        "the paragraphs."
    )

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self._target: str | None = None
        self._attached: frozenset[str] = frozenset()  # the documents of which the reader has a copy
        self._passage: tuple[tuple[str, str], Citation | None] = ("", ""), None  # the one asked for last

    def source(self) -> Source:
        listed = super().source()
        self._attached = frozenset(copy.document for copy in self.reader.attached())
        # Said of each only where they differ; the line below the list says it of the present one.
        differ = 0 < len(self._attached) < self.store.total(self.list_name)

        def rows(offset: int, limit: int) -> list[Row]:
            return [
                replace(row, when="", title=f"{row.when}: {row.title}", side=self._copy(row) if differ else "")
                for row in listed.rows(offset, limit)
            ]

        return Rows(listed.count, rows)

    def _copy(self, row: Row) -> str:
        return "attached" if row.slug in self._attached else "not attached"

    @property
    def list_view(self) -> View:
        return self.arranging(View(), self.list_name)

    def show_list(self) -> None:
        self.rows.empty = self._why or self.EMPTY
        self.fill(self.shown)

    def empty_page(self) -> Sequence[Block]:
        return [] if self._why else super().empty_page()  # the message is in the list

    def place_of(self, row: int) -> tuple[int, int] | None:
        return row + 1, self.rows.count

    def own_order(self) -> str:
        return "in the order of the corpus"

    def status(self, row: Row) -> list[str]:
        return [*super().status(row), f"copy {self._copy(row)}"]

    def blocks(self, slug: str, store: Store) -> Sequence[Block]:
        if self.store.position(self.list_name, slug) is None:
            return super().blocks(slug, store)
        return list(document_blocks(store, self.reader, store.document(slug), self._target))

    @property
    def passage(self) -> Citation | None:
        mark = self.page.current_mark
        if mark is None or self.shown is None:
            return None
        if self._passage[0] != (self.shown, mark):
            number, _, anchor = mark.removeprefix("¶").partition(" ")
            self._passage = (self.shown, mark), self.store.passage(self.shown, int(number), anchor)
        return self._passage[1]

    def make_page(self) -> Page:
        return SelectablePage(f"page-{self.NAME}")

    def selection(self) -> Selection | None:
        """Return what selects passages of the document on the page; None if there is no copy to select in."""
        if self.shown is None or self.store.position(self.list_name, self.shown) is None:
            return None
        from ...authoring.selecting import Selection

        copy = self.reader.copy(self.shown)
        found = Selection(self.shown, copy, self.store.paragraphs(self.shown)) if copy else None
        return found if found and len(found) else None

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        index = self.place(slug)
        if index is None:
            return False
        self._target = mark
        self.shown = slug
        self.rows.move_to(index)
        self.show(slug, mark)
        self._target = None
        return True
