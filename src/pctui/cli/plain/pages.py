"""The pages of the plain walk: what is read out of an entry, a date, a passage, a comparison or a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ... import edtf
from ...edtf import DateError
from ...edtf.typed import read
from ...errors import NotFound, UsageError
from ...model import Citation, Entry, Row
from ...page import Block, Bullets, Heading, Passages, Prose, Run, kind_name, listing, titled
from ...page.entry_page import entry_page
from ...page.marked import rows_by_mark
from ...page.notes import with_annotation, with_annotations
from ...queries.documents import reference_line
from ...queries.slugs import nearest
from ...reader.marked import Marked
from ...reader.passages import cited_passages, paragraph_texts, without_copy
from ...text import one_line
from .speech import Line, Speaker, sentence, spoken
from .view import Target, View, in_parts, items_in_parts

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader

Go = Callable[[], View]

_FOUND = 50  # results of a search
_COUNTED = 20_000  # items of a list, above which it is not counted how many have each value
_VALUES = 40  # values that are counted


@dataclass
class Pages:
    """The pages of a database."""

    store: Store
    reader: Reader

    # Numbers: what is opened by them.

    def _link(self, view: View, slug: str) -> int:
        return view.number(Target(lambda: self.entry(slug), slug=slug), slug)

    def _source(self, view: View, citation: Citation) -> int:
        """Return the number of a paragraph; it opens all passages of it that the view cites."""
        place = citation.document, citation.paragraph
        number = view.number(Target(), place)
        before = view.targets[number - 1].citation
        anchors = dict.fromkeys([*(before.anchors if before else ()), *citation.anchors])
        cited = replace(citation, anchors=tuple(anchors))
        view.targets[number - 1] = Target(lambda: self.passage(cited), citation=cited)
        return number

    def _speaker(self, view: View, own: str = "") -> Speaker:
        return Speaker(lambda slug: self._link(view, slug), lambda citation: self._source(view, citation), own)

    def _export_list(self, view: View, title: str, rows: Callable[[], Iterable[Row]]) -> None:
        """Let an export of a view write a list of entries."""

        def blocks(marked: Marked) -> Iterable[Block]:
            shown = rows_by_mark(rows, marked.annotations) if marked.by_mark else rows()
            return with_annotations(listing(self.store, title, shown), marked.shown)

        view.blocks, view.divides = blocks, True

    def _page(self, view: View, blocks: Iterable[Block], own: str = "", more: Iterable[Line] = ()) -> View:
        """Return a view of blocks, the first of which may be its title."""
        held = list(blocks)
        if not view.title and held and isinstance(held[0], Heading):
            view.title = spoken(held[0].text)
        view.blocks = view.blocks or (lambda _marked: held)
        said = [block for block in held if not (isinstance(block, Heading) and spoken(block.text) == view.title)]

        def lines() -> Iterator[Line]:
            yield from self._speaker(view, own).lines(said)
            yield from more

        view.parts = in_parts(view, lines())
        return view

    # Finding.

    def search(self, typed: str) -> View:
        """The entries and passages that match."""
        from ...reader.search import PASSAGE, kinds, parse_query, search

        query = parse_query(typed, kinds(self.store, self.reader))
        answer = search(self.store, self.reader, query, _FOUND)
        found = answer.hits
        kind = f", {kind_name(query.kind).lower()} only" if query.kind else ""
        view = View(f"Search: {spoken(query.words) or 'all'}{kind}", stem="search", words=one_line(query.words))
        items = []
        for hit in found:
            place = self.store.passage(hit.slug, hit.paragraph) if hit.kind == PASSAGE else None
            if place:
                number = view.number(Target(lambda place=place: self.passage(place), citation=place))  # type: ignore[misc]
            else:
                number = view.number(Target(lambda slug=hit.slug: self.entry(slug), slug=hit.slug))  # type: ignore[misc]
            title = f"{hit.title}, paragraph {hit.paragraph}" if hit.kind == PASSAGE else titled(hit.title, hit.status)
            snippet = spoken("".join(piece for piece, _ in hit.snippet))
            items.append(f"{number}. {spoken(title)}, {kind_name(hit.kind).lower()}: {sentence(snippet)}")
        slugs = [Row(hit.slug, hit.kind, hit.title) for hit in found if hit.kind != PASSAGE]
        self._export_list(view, view.title, lambda: slugs)
        limited = len(found) >= _FOUND
        said = [sentence(spoken(line)) for line in answer.lines]
        if answer.suggestion:
            said.append(f"Did you mean {answer.suggestion}? Type search {answer.suggestion}.")
        parts = items_in_parts("first result" if limited else "result", items, "No matches. Try fewer words.")
        view.parts = chain(["\n".join([*said, next(parts)])], parts)
        return view

    def kinds_found(self, words: str, again: Callable[[str], None]) -> View:
        """The kinds of entry that a search finds, with their numbers, to choose one."""
        view = View(f"Kinds found: {spoken(words)}")
        items = []
        for kind in self.store.kinds:
            if count := self.store.matches(words, 1000, kind):
                target = Target(act=lambda kind=kind: again(f"kind:{kind} {words}"))  # type: ignore[misc]
                items.append(
                    f"{view.number(target)}. {kind_name(kind)}, {count:,}{' or more' if count == 1000 else ''}."
                )
        view.parts = items_in_parts("kind", items, "No matches.")
        return view

    def named(self, typed: str) -> View:
        """The entry with an identifier or a title; NotFound if there is none."""
        slug = typed.lower().replace(" ", "-")
        for possible in (typed, slug):
            if not self.store.missing([possible]):
                return self.entry(possible)
        hits = self.store.search(typed, 5)
        for hit in hits:
            if one_line(hit.title).casefold() == one_line(typed).casefold():
                return self.entry(hit.slug)
        titles = [hit.title for hit in hits] or [self.store.reference(near).title for near in nearest(self.store, slug)]
        if titles:
            raise NotFound(f"there is no entry '{typed}'", f"Similar: {'; '.join(map(spoken, titles[:3]))}.")
        raise NotFound(f"there is no entry '{typed}'", "Type search and some of its words.")

    # Pages.

    def entry(self, slug: str) -> View:
        """An entry in full."""
        page = entry_page(self.store, slug)
        blocks = with_annotation(page.blocks, self.reader.notes.load().get(slug))
        view = View(spoken(page.entry.title), entry=page.entry.reference, citations=page.entry.citations, stem=slug)
        view.blocks = lambda marked: with_annotation(page.blocks, marked.shown.get(slug))
        more = []
        if page.entry.kind == "document":
            number = view.number(Target(lambda: self.paragraphs(slug)))
            more.append(Line(f"Its paragraphs, and the entries that cite them (link {number})."))
        return self._page(view, blocks, slug, more)

    def date(self, typed: str) -> View:
        """What is dated at a date, and what existed then."""
        from ...page.as_of import date_blocks
        from ...queries.timeline_window import Timeline

        try:
            date = read(typed)
            blocks = list(date_blocks(self.store, Timeline(self.store), date))
        except DateError as error:
            raise UsageError(str(error)) from None
        if len(blocks) < 2:
            blocks.append(Prose((Run("Nothing is recorded then."),)))
        return self._page(View(spoken(edtf.label(date)), stem="date"), blocks)

    def passage(self, citation: Citation) -> View:
        """A passage as it is in the attached copy, and the entries that cite its paragraph."""
        document = self.store.document(citation.document)
        blocks: list[Block] = []
        if self.reader.copy(document.slug) is None:
            place = f"{document.label} {citation.locator}: "  # which is the title
            why = without_copy(document, citation.locator).removeprefix(place)
            blocks.append(Prose((Run(f"{why[:1].upper()}{why[1:]}"),)))
        blocks += [Prose((Run(passage.quoted),)) for passage in cited_passages(self.reader, citation)]
        blocks.append(Prose((Run(reference_line(document)),)))
        citing = next((p.entries for p in self.store.paragraphs(document.slug) if p.number == citation.paragraph), ())
        if citing:
            blocks.append(Heading(2, "Entries that cite this paragraph"))
            blocks.append(
                Bullets(tuple((Run(f"{ref.title}, {kind_name(ref.kind).lower()}", entry=ref.slug),) for ref in citing))
            )
        view = View(spoken(citation.full_place), citations=(citation,), stem=document.slug)
        number = view.number(Target(lambda: self.paragraphs(document.slug, citation.paragraph)))
        return self._page(view, blocks, more=[Line(f"The document from this paragraph on (link {number}).")])

    def paragraphs(self, slug: str, start: int = 1) -> View:
        """The paragraphs of a document from one on: their text if a copy is attached, and which entries cite them."""
        document = self.store.document(slug)
        view = View(f"{spoken(document.label)}, paragraphs", stem=slug)
        copy = self.reader.copy(slug)
        found = [paragraph for paragraph in self.store.paragraphs(slug) if paragraph.number >= start]
        texts = dict(paragraph_texts(copy, found)) if copy else {}

        def blocks() -> Iterator[Block]:
            if copy is None:
                yield Prose(
                    (Run("No copy is attached, so that its text is not shown. Attach yours: pctui attach FILE"),)
                )
            for paragraph in found:
                section = f", {paragraph.section}" if paragraph.section else ""
                yield Heading(2, f"{paragraph.locator}{section}")
                if text := texts.get(paragraph.number):
                    yield Prose((Run(text),))
                if paragraph.entries:
                    runs = [Run("Cited by: ")]
                    for n, ref in enumerate(paragraph.entries):
                        runs += [*([Run("; ")] if n else []), Run(ref.title, entry=ref.slug)]
                    yield Prose(tuple(runs))
                elif paragraph.carries_nothing:
                    yield Prose((Run(paragraph.carries_nothing),))

        return self._page(view, blocks())

    def lineage(self, slug: str) -> View:
        """The predecessors and successors of an organisation."""
        from ...page.lineage import lineage as blocks
        from ...queries.lineage import lineage

        entry = self.store.reference(slug)
        if entry.kind != "organisation":
            raise UsageError(f"'{spoken(entry.title)}' is no organisation: only these have a lineage")
        title, *rest = blocks(self.store, lineage(self.store, slug), slug)
        view = View(f"Lineage of {spoken(entry.title)}", entry=entry, stem=f"lineage-{slug}")
        return self._page(view, [title, *rest], slug)

    def comparison(self, slugs: Sequence[str]) -> View:
        """Entries side by side, in words: first what differs, then what is the same."""
        from ...compare.entries import Compared, Value, compare
        from ...page.relations import compared
        from ...queries.entry import describe

        entries: list[Entry] = [describe(self.store, slug) for slug in slugs]
        rows = compare(entries)
        facts = [row for row in rows if row.fact]
        view = View(f"Compared: {' and '.join(spoken(entry.title) for entry in entries)}", stem="comparison")
        speaker = self._speaker(view)

        def value(found: Value) -> str:
            runs = [Run(found.text, entry=found.entry), *(Run("", citation=each) for each in found.citations[:3])]
            return speaker.inline(tuple(runs))

        def lines() -> Iterator[Line]:
            yield Line(f"{sum(row.differ for row in facts)} of {len(facts)} facts differ.")
            for row in sorted(rows, key=lambda row: (not row.fact, not row.differ)):
                yield Line(_compared(row), spoken(row.name))
                if row.differ:
                    for entry, found in zip(entries, row.values, strict=True):
                        text = "; ".join(map(value, found)) or "not given"
                        yield Line(sentence(f"{spoken(entry.title)}: {text}"))
                else:
                    yield Line(sentence("; ".join(map(value, row.all))))
            yield from speaker.lines([Passages()])

        def _compared(row: Compared) -> str:
            return (
                f"Heading: {spoken(row.name)}{'' if not row.fact else ', different' if row.differ else ', the same'}."
            )

        view.parts = in_parts(view, lines())
        view.blocks = lambda _marked: compared(entries, rows)
        return view
