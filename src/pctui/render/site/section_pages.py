"""The pages of the sections, with what is drawn in them: the timeline, the lineage, the matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from ...database.read_only import batches
from ...page import SECTIONS as BLOCKS
from ...page import Block, Heading, Passages, Run, kind_name
from ...page.blocks import bullets, raised
from ...page.evidence import cell_blocks
from ...page.lineage import lineage
from ...page.sections import evidence
from ...panes import SECTIONS, Pane
from ...queries import lineage as lineages
from ...queries.entry import in_list
from ...queries.evidence import Subject, subjects
from ..html import Outline, escape, heading
from . import lineage_chart, matrix
from .frame import File, Frame, Shown, page_name
from .page_parts import Inserted, Parts
from .svg import SCROLLED
from .timeline_chart import Chart

_SUBJECTS = 250  # of the matrix in one table


def section(frame: Frame, shown: Shown) -> Iterator[File]:
    """Yield the pages of a section."""
    declared = SECTIONS[shown.name]
    match shown.name:
        case "timeline":
            yield from frame.divided(shown.name, shown.title, _timeline(frame, shown.title), wide=True)
        case "evidence":
            yield from frame.divided(shown.name, shown.title, _evidence(frame, shown.title), wide=True)
            yield from _matrices(frame)
            yield from _cells(frame)
        case "organisations":
            drawn = lineages.whole(frame.store)
            there = [Inserted(lambda _: ['<p><a href="lineage.html">The lineage, drawn</a></p>\n'])]
            blocks = _titled(shown.title, BLOCKS[shown.name](frame.store), there if drawn.changes else ())
            yield from frame.divided(shown.name, shown.title, blocks)
            if drawn.changes:
                yield from frame.divided("lineage", "Lineage", _lineage(frame), current=shown.name, wide=True)
        case _ if isinstance(declared, Pane) and declared.groupings:
            yield from _grouped(frame, declared)
        case _:
            yield from frame.divided(shown.name, shown.title, _titled(shown.title, BLOCKS[shown.name](frame.store)))


def _titled(title: str, blocks: Iterable[Block], inserted: Iterable[Inserted] = ()) -> Parts:
    """Yield the blocks of a section as those of a page: with the title, and what is inserted below it."""
    remaining = map(raised, blocks)
    next(remaining, None)
    return chain([Heading(1, title)], inserted, remaining)


def _grouped(frame: Frame, pane: Pane) -> Iterator[File]:
    """Yield the pages of a pane in each of its groupings, which link to each other; the first has the pane's name."""
    names = {each: f"{pane.name}-by-{each}" for each in pane.groupings} | {pane.groupings[0]: pane.name}

    def links(here: str) -> Iterator[str]:
        yield '<nav class="groupings" aria-label="Grouped by"><p>Grouped by</p>\n<ul>\n'
        for each, name in names.items():
            current = ' aria-current="page"' if each == here else ""
            yield f'<li><a href="{name}.html"{current}>{escape(each)}</a></li>\n'
        yield "</ul>\n</nav>\n"

    for grouping, name in names.items():
        title = pane.title if name == pane.name else f"{pane.title} by {grouping}"
        blocks = BLOCKS[pane.name](frame.store, frame.store.each_row(pane.grouped_list(grouping)))
        inserted = Inserted(lambda _, here=grouping: links(here))  # type: ignore[misc]
        yield from frame.divided(name, title, _titled(title, blocks, [inserted]), current=pane.name)


def _timeline(frame: Frame, title: str) -> Parts:
    chart = Chart(frame.store, frame.timeline, frame.addresses().entry)

    def drawn(outline: Outline) -> Iterator[str]:
        lanes = list(chart.lanes())
        if not lanes:
            return
        above = outline.add(2, "Chart")
        below = len(outline.titles) + len(lanes)
        yield heading(above)
        yield f'<p><a class="skip-chart" href="#s{below}">Skip the chart</a></p>\n{chart.legend()}'
        yield SCROLLED
        for lane in lanes:
            titled = outline.add(3, lane.title)
            yield f"{heading(titled)}{chart.svg(lane, titled.id)}"
        yield f"</div>\n{heading(outline.add(2, 'List'))}"

    return _titled(title, BLOCKS["timeline"](frame.store), [Inserted(drawn)])


def _lineage(frame: Frame) -> Parts:
    found = lineages.whole(frame.store)
    svg = lineage_chart.draw(found, frame.timeline, frame.addresses().entry, "Lineage of organisations")

    def drawn(outline: Outline) -> Iterator[str]:
        yield f"{lineage_chart.LEGEND}{SCROLLED}{svg}</div>\n"
        yield heading(outline.add(2, "In words"))

    listed = (block for block in lineage(frame.store, found) if not isinstance(block, Passages))
    return _titled("Lineage", listed, [Inserted(drawn)])


def _evidence(frame: Frame, title: str) -> Parts:
    blocks = evidence(frame.store, drawn=True)
    signs = [raised(block) for block in islice(blocks, 2)][1:]

    def drawn(outline: Outline) -> Iterator[str]:
        rows = subjects(frame.store, 0, _SUBJECTS + 1)
        yield heading(outline.add(2, "Subjects by domain"))
        yield from _table(frame, rows[:_SUBJECTS], "")
        if len(rows) > _SUBJECTS:
            yield f'<p><a href="{page_name("subjects", 2)}">Further subjects</a></p>\n'

    return chain([Heading(1, title)], signs, [Inserted(drawn)], map(raised, blocks))


def _table(frame: Frame, rows: Iterable[Subject], folder: str) -> Iterator[str]:
    def cell(subject: str, domain: str) -> str:
        return f"cells/{_cell_name(subject, domain)}"

    domains = frame.store.terms("domain")
    yield from matrix.table(rows, domains, frame.addresses(folder).entry, cell, "Findings by subject and domain")


def _cell_name(subject: str, domain: str) -> str:
    return f"{subject}_{domain}.html"


def _windows(frame: Frame) -> Iterator[list[Subject]]:
    """Yield the subjects of the matrix, as many at a time as a table has."""
    offset = 0
    while rows := subjects(frame.store, offset, _SUBJECTS):
        yield rows
        offset += _SUBJECTS


def _matrices(frame: Frame) -> Iterator[File]:
    """Yield the pages with the parts of the matrix that have no room on that of the evidence."""
    for number, rows in islice(enumerate(_windows(frame), 1), 1, None):
        title = f"Findings by subject and domain, page {number}"
        body = chain([f"<h1>{escape(title)}</h1>\n"], _table(frame, rows, ""))
        more = len(rows) == _SUBJECTS and bool(subjects(frame.store, number * _SUBJECTS, 1))
        yield frame.page(
            page_name("subjects", number),
            title,
            body,
            current="evidence",
            before="evidence.html" if number == 2 else page_name("subjects", number - 1),
            after=page_name("subjects", number + 1) if more else "",
            wide=True,
        )


def _cells(frame: Frame) -> Iterator[File]:
    """Yield a page for each cell of the matrix that has findings."""
    for row in chain.from_iterable(_windows(frame)):
        for domain, _ in row.cells:
            blocks = list(cell_blocks(frame.store, row.slug, domain))
            first = blocks[0]
            title = first.text if isinstance(first, Heading) else row.title
            body = chain([frame.crumb("evidence")], frame.blocks(blocks, "cells", Outline()))
            yield frame.page(f"cells/{_cell_name(row.slug, domain)}", title, body, current="evidence")


def all_entries(frame: Frame) -> Iterator[File]:
    """Yield the list of all entries, by kind and title, for who cannot search."""

    def items() -> Iterator[Heading | tuple[Run, ...]]:
        for kind in sorted(frame.store.kinds):
            yield Heading(2, kind_name(kind))
            for slugs in batches(frame.store.of_kind(kind)):
                for entry in in_list(frame.store, slugs):
                    if entry:
                        yield (Run(entry.title, entry=entry.slug),)

    yield from frame.divided("entries", "All entries", chain([Heading(1, "All entries")], bullets(items())))
