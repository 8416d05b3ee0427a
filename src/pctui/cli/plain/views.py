"""The views of the plain walk: the panes and their lists, filters and contents, besides the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from ...kinds.vocabulary import DESCRIPTIVE, STATUSES
from ...model import MARKS, Annotation, Row
from ...page import SECTIONS, Heading, Passages, disagreements, kind_name, matrix
from ...page.notes import with_annotations
from ...panes import PANES
from ...queries.evidence import SUBJECTS, Cell, subjects
from ...queries.facet_values import choices
from ...queries.facets import FACETS
from ...queries.lists import View as Folded
from ...text import number_of
from .lists import ANY, NOTED, List
from .pages import Pages
from .speech import columns, row_words, sentence, shared, spoken
from .view import ITEMS, Target, View, go_on, items_in_parts, position

if TYPE_CHECKING:
    pass

Go = Callable[[], View]

_FOUND = 50  # results of a search
_COUNTED = 20_000  # items of a list, above which it is not counted how many have each value
_VALUES = 40  # values that are counted


@dataclass
class Views(Pages):
    """The views of a database."""

    lists: dict[str, List] = field(default_factory=dict)
    picked: dict[str, None] = field(default_factory=dict)  # the slugs picked for comparing

    # Panes and their lists.

    def panes(self) -> View:
        """The panes to choose from, after what the corpus is."""
        view = View(spoken(self.store.corpus["title"]))
        listed = [f"{view.number(Target(self.pane(pane.name)))}. {pane.title}." for pane in PANES.values()]
        view.parts = iter(["\n".join([spoken(self.store.corpus["summary"]), *listed, "Type a number, or help."])])
        return view

    def list_of(self, name: str) -> List:
        """Return the list of a pane as it was left."""
        return self.lists.setdefault(name, List(self.store, self.reader, PANES[name]))

    def pane(self, name: str) -> Go:
        """Return what opens a pane, as it was left."""

        def go() -> View:
            shown = self.list_of(name)
            if name == "ladder" and not shown.marked:
                return self._ladder(shown)
            return self._matrix(shown) if shown.view == "matrix" else self.listing(name)

        return go

    def listing(self, name: str, start: int = 1, group: str = "") -> View:
        """The list of a pane, from an item or a group on."""
        shown = self.list_of(name)
        view = View(shown.title, lists=shown.pane.name, stem=shown.pane.name)
        self._export_list(view, shown.pane.title, shown.rows)
        if shown.view == "disagreements":
            view.divides = False
            view.blocks = lambda _marked: [Heading(1, "Disagreements"), *disagreements(self.store, 2), Passages()]
        view.parts = self._items(view, shown, start, group)
        return view

    def _items(self, view: View, shown: List, start: int, group: str) -> Iterator[str]:
        total = shown.count()
        if not total:
            narrowed = shown.filters or shown.marked
            yield "Nothing matches. Type clear to remove the filters." if narrowed else "This corpus has none."
            return
        marks = self.reader.notes.load()
        before = 0  # items before those in hand
        heading: Row | None = None
        skipping = start > 1 or bool(group)
        held: list[Row] = []

        def part() -> str:
            first, last = before + 1, before + sum(not row.heading for row in held)
            return "\n".join(
                [
                    position("item", first, last, total),
                    *self._rows(view, shown, held, marks, total),
                    *go_on(last, total),
                ]
            )

        for row in shown.rows():
            if row.heading:
                heading = row
                skipping = skipping and not (group and row.title == group)
            elif skipping and (group or before + 1 < start):
                before += 1
                view.number(self._target(shown, row))
                continue
            elif skipping:
                skipping = False
                held = [heading] if heading else []
            if skipping:
                continue
            if len(held) >= ITEMS and sum(not each.heading for each in held) == ITEMS:
                yield part()
                before += ITEMS
                held = []
            held.append(row)
        if held:
            yield part()
        else:
            yield f"There are only {number_of(total, 'item')}."

    def _rows(
        self, view: View, shown: List, rows: Sequence[Row], marks: Mapping[str, Annotation], total: int
    ) -> Iterator[str]:
        """Yield the lines of some rows; what all rows of a group would say is said once."""
        at = 0
        while at < len(rows):
            heading = rows[at] if rows[at].heading else None
            at += heading is not None
            group = list(takewhile(lambda row: not row.heading, rows[at:]))
            same = shared(group)
            common = f"all: {', '.join(word for word in columns(group[0]) if word in same)}" if same else ""
            if heading and spoken(heading.title) != shown.pane.title:
                yield self._heading(view, heading, common, total)
            elif common:
                yield f"All{common.removeprefix('all')}."
            for row in group:
                number = view.number(self._target(shown, row))
                if shown.view == "disagreements":  # the title is all there is: the subject, and both values
                    words = sentence(spoken(row.title.replace(" / ", ", against ")))
                else:
                    words = self._words(row, same, shown)
                yield f"{number}. {words}{_annotated(marks.get(row.slug))}"
            at += len(group)

    def _target(self, shown: List, row: Row) -> Target:
        slug = row.slug
        if shown.view == "disagreements":
            one, _, other = slug.partition(" ≠ ")
            return Target(lambda: self.disagreement(one, other))
        return Target(lambda: self.entry(slug), slug=slug)

    def _words(self, row: Row, same: frozenset[str], shown: List) -> str:
        text = row_words(row, same)
        if row.kind == "organisation" and shown.pane.name == "timeline":
            return f"{text.removesuffix('.')}, organisation."
        if row.kind == "document":
            label = self.store.labels([row.slug]).get(row.slug, "")
            return sentence(
                ", ".join([f"{spoken(label)}: {spoken(row.title)}", *filter(None, [row.when, *columns(row)])])
            )
        return text

    def _heading(self, view: View, row: Row, common: str, total: int) -> str:
        title = spoken(row.title)
        view.headings.append((title, len(view.read)))
        count = f", {number_of(int(row.side), 'item')}" if row.side.isdecimal() and int(row.side) != total else ""
        return sentence(f"Heading: {title}{count}{f', {common}' if common else ''}")

    def _ladder(self, shown: List) -> View:
        rows = shown.rows() if shown.filters else None
        view = View(shown.title, lists="ladder", stem="ladder")
        _, *blocks = SECTIONS["ladder"](self.store, rows)  # without its heading, which is the title
        if not blocks:
            view.parts = iter(["Nothing matches. Type clear to remove the filters."])
            return view
        blocks.append(Passages("Sources"))
        view.blocks = lambda marked: with_annotations([Heading(1, shown.title), *blocks], marked.shown)
        return self._page(view, blocks)

    def _matrix(self, shown: List) -> View:
        view = View(f"{shown.title}: findings of each subject by domain", lists="evidence", stem="evidence")
        view.blocks = lambda _marked: [Heading(1, "Evidence"), *matrix(self.store, 2), Passages("Sources")]
        domains = dict(self.store.terms("domain"))
        items = []
        for subject in subjects(self.store):
            if subject.heading or not subject.cells:
                continue
            slug = subject.slug
            number = view.number(Target(lambda slug=slug: self._cells(slug), slug=slug))  # type: ignore[misc]
            cells = [
                f"{spoken(title)}, {tally(subject.cell(name))}" for name, title in domains.items() if subject.cell(name)
            ]
            items.append(f"{number}. {spoken(subject.title)}: {'. '.join(cells)}.")
        view.parts = items_in_parts("subject", items, "This corpus has no findings.")
        return view

    def _cells(self, slug: str) -> View:
        """The domains of one subject of the matrix; a number opens the findings of a cell."""
        place = self.store.position(SUBJECTS, slug) or 0
        subject = subjects(self.store, place, 1)[0]
        view = View(f"Findings on {spoken(subject.title)}")
        items = []
        for name, title in self.store.terms("domain"):
            if cell := subject.cell(name):
                number = view.number(Target(lambda name=name: self.cell(slug, name)))  # type: ignore[misc]
                items.append(f"{number}. {spoken(title)}: {tally(cell)}.")
        items.append(f"{self._link(view, slug)}. About {spoken(subject.title)}.")
        view.parts = iter(["\n".join(items)])
        return view

    def cell(self, subject: str, domain: str) -> View:
        """The findings on a subject in a domain."""
        from ...page.evidence import cell_blocks

        return self._page(View("", stem="evidence"), cell_blocks(self.store, subject, domain))

    def disagreement(self, one: str, other: str) -> View:
        """Two statements that disagree."""
        from ...page.evidence import disagreement_blocks

        return self._page(View("", stem="disagreement"), disagreement_blocks(self.store, self.reader, one, other))

    def groups(self, shown: List) -> list[str]:
        """Return the headings of the groups of a list."""
        if shown.order or shown.name == "timeline":
            return []
        if shown.filters or shown.marked:
            return [row.title for row in shown.rows() if row.heading]
        return [row.title for row in self.store.rows(shown.name, view=Folded(others=True))]

    def marks(self, marked: str) -> View:
        """All that the reader has marked or written a note on, or what has one mark."""
        titles = {ANY: "Your marks and notes", NOTED: "Your notes"}
        view = View(titles.get(marked, f"Marked {marked}"), stem="marks")
        items = []
        slugs = []
        for slug, annotation in self.reader.notes.load().items():
            noted = annotation.note or annotation.draft is not None
            if marked == ANY or annotation.mark == marked or (marked == NOTED and noted):
                entry = annotation.entry
                number = view.number(Target(lambda slug=slug: self.entry(slug), slug=slug))  # type: ignore[misc]
                gone = ", no longer in the corpus" if self.store.missing([slug]) else ""
                kind = kind_name(entry.kind).lower()
                items.append(f"{number}. {spoken(entry.title)}, {kind}{gone}.{_annotated(annotation)}")
                slugs.append(Row(slug, entry.kind, entry.title))
        self._export_list(view, view.title, lambda: slugs)
        view.parts = items_in_parts("item", items, "Nothing is marked so.")
        return view

    # Filters.

    def filters(self, shown: List, choose: Callable[[str, str], None]) -> View:
        """What a list can be filtered by."""
        total = shown.count()
        view = View(f"Filter of {shown.pane.title}")
        lines = [f"{shown.filtered[:1].upper()}{shown.filtered[1:]}." if shown.filters else "No filter yet."]
        lines[0] += f" {number_of(total, 'item')}."
        for facet in shown.pane.facets:
            if FACETS[facet].flag:
                target = Target(act=lambda facet=facet: choose(facet, ""))  # type: ignore[misc]
            else:
                target = Target(lambda facet=facet: self.values(shown, facet, choose))  # type: ignore[misc]
            lines.append(f"{view.number(target)}. {facet.capitalize()}.")
        lines.append("Dates: type filter since or filter until and a date, for example: filter since 1997.")
        if shown.filters:
            lines.append("To remove the filters: clear.")
        view.parts = iter(["\n".join(lines)])
        return view

    def values(self, shown: List, facet: str, choose: Callable[[str, str], None]) -> View:
        """The values of a facet, with the number of items of each, to choose one."""
        view = View(f"{shown.pane.title} by {facet}")
        items = []
        for choice in choices(self.store, shown.pane, facet, shown.filters):
            if choice.count:
                number = view.number(Target(act=lambda value=choice.value: choose(facet, value)))  # type: ignore[misc]
                chosen = ", chosen" if choice.value in shown.filters.chosen(facet) else ""
                title = spoken(choice.title or choice.value)
                items.append(f"{number}. {title}, {number_of(choice.count, 'item')}{chosen}.")
        view.parts = items_in_parts("value", items, "There is nothing to choose from.")
        return view

    def contents(self, view: View, read_from: Callable[[int], None], open_group: Callable[[str], None]) -> View:
        """The headings of a page, or the groups of a list, each with a number that goes there."""
        listed = View(f"Contents of {view.title}")
        if view.lists and view.lists != "ladder":
            groups = self.groups(self.lists[view.lists])
            targets = [(title, Target(act=lambda title=title: open_group(title))) for title in groups]  # type: ignore[misc]
        else:
            view.part(0)
            targets = [(title, Target(act=lambda part=part: read_from(part))) for title, part in view.headings]  # type: ignore[misc]
        items = [f"{listed.number(target)}. {spoken(title)}." for title, target in targets]
        none = "There are no groups. Type from and a number to read on from an item." if view.lists else "No headings."
        listed.parts = items_in_parts("heading", items, none)
        return listed


def tally(cell: Cell) -> str:
    """Return the findings of a cell in words: `2 improved, 1 worsened; claimed: 1 improved; 3 descriptive`."""
    parts = []
    for status in STATUSES:
        words = ", ".join(f"{t.count} {t.direction}" for t in cell if t.status == status and t.direction != DESCRIPTIVE)
        if words:
            parts.append(words if status == "found" else f"{status}: {words}")
    if count := sum(t.count for t in cell if t.direction == DESCRIPTIVE):
        parts.append(f"{count} {DESCRIPTIVE}")
    return "; ".join(parts)


def _annotated(annotation: Annotation | None) -> str:
    """Return what the reader has added to an entry, for its row."""
    if annotation is None:
        return ""
    words = [f"your mark: {annotation.mark}"] if annotation.mark in MARKS else []
    if annotation.note or annotation.draft is not None:
        words.append("with your note")
    return f" {sentence(', '.join(words).capitalize())}" if words else ""
