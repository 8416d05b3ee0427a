"""The sections of a corpus as blocks; most of them are panes."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from .. import model
from ..database.read_only import batches
from ..kinds.vocabulary import DISAGREEMENTS, LEGEND, NOT_SAID, OUTSIDE, STRENGTHS
from ..model import Attribute
from ..panes import SECTIONS as DECLARED
from ..panes import Pane, Section
from ..queries.documents import reference
from ..queries.entry import describe_all, in_list, of_rows, statement_citations
from ..queries.evidence import Disagreement, each_disagreement, in_words, subjects
from ..queries.filters import EVERYTHING, Filter
from ..queries.store import Store
from ..text import number_of
from .blocks import Block, Bullets, Heading, Passages, Prose, Run, Runs, bullets
from .entry import cited, in_short, marks_drafts, summarised, values


def _gone(row: model.Row) -> Runs:
    """Return what is shown of an entry that the reader has marked, but that is no longer in the corpus."""
    return Run(row.title, "strong", row.slug), Run(f" ({row.slug})", "muted")


Read = Callable[[Store, Iterable[model.Row]], Iterator[model.Entry | None]]


def _with_entries(
    store: Store, rows: Iterable[model.Row], read: Read = of_rows
) -> Iterator[tuple[model.Row, model.Entry | None]]:
    """Yield rows with their entries, which are read together; that of a heading, or one no longer there, is None."""
    for batch in batches(rows):
        entries = read(store, [row for row in batch if not row.heading])
        yield from ((row, None if row.heading else next(entries)) for row in batch)


def _by_slug(store: Store, rows: Iterable[model.Row]) -> Iterator[model.Entry | None]:
    """Yield the entries of rows that may have titles of their own."""
    return in_list(store, (row.slug for row in rows))


def _headed(
    store: Store, rows: Iterable[model.Row], after: str = "", level: int = 3, read: Read = of_rows
) -> Iterator[Block]:
    """Yield rows grouped under their headings."""

    def items() -> Iterator[Heading | Runs]:
        for row, entry in _with_entries(store, rows, read):
            if row.heading:
                yield Heading(level, row.title)
            elif entry:
                yield in_short(entry, f"{row.when}{':' if row.kind == 'document' else after}")
            else:
                yield _gone(row)

    return bullets(items())


# The `rows` to show, if not all of the list in its usual order.
Rows = Iterable[model.Row] | None


@marks_drafts
def timeline(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield the dated events in chronological order.

    All of them are listed as in the explorer: with the organisations, and below an entry those that tell the same.
    """
    yield Heading(2, "Timeline")
    if rows is not None:
        yield from _headed(store, rows, ":")
        return
    from ..queries.timeline_window import Timeline  # which part of it does without

    goes_on = False
    for batch in batches(Timeline(store).entries_in_order()):
        entries = of_rows(store, [row for row, _ in batch])
        items = tuple(in_short(entry, f"{row.when}:") for (row, _), entry in zip(batch, entries, strict=True) if entry)
        yield Bullets(items, tuple(int(under) for _, under in batch), goes_on)
        goes_on = True


@marks_drafts
def ladder(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield every ladder, lowest level first."""
    yield Heading(2, "Ladder")
    shown = None if rows is None else {row.slug for row in rows}
    for each in store.ladders():
        found = store.ladder(each.slug)
        if shown is not None and not any(rung.slug in shown for rung in found.rungs):
            continue
        rungs = [rung for rung in found.rungs if shown is None or rung.slug in shown]
        citations = statement_citations(store, [each.slug, *(rung.slug for rung in rungs)])
        yield Heading(3, found.title)
        yield Prose((Run(found.summary), *cited(citations[each.slug])))
        for rung in rungs:
            yield Heading(4, rung.title, rung.slug)
            yield Prose((summarised(rung), *cited(citations[rung.slug])))
            items = []
            for aspect in rung.aspects:
                for text, new in aspect.statements:
                    mark = (Run(" (new at this level)", "new"),) if new else ()
                    items.append((Run(f"{aspect.heading}: ", "strong"), Run(text), *mark))
            if items:
                yield Bullets(tuple(items))


def _own(store: Store, slugs: Iterable[str]) -> Iterator[model.Entry | None]:
    """Yield entries with their fields, without what others say of them."""
    from ..queries.attributes import own  # this imports every kind, which other lists do not need

    return describe_all(store, slugs, own)


@marks_drafts
def recommendations(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield the recommendations, grouped."""
    yield Heading(2, "Recommendations")
    yield Prose((Run(_UNSAID, "muted"),))
    shown = store.each_row("recommendations by heading") if rows is None else rows

    def items() -> Iterator[Heading | Runs]:
        for row, entry in _with_entries(store, shown, lambda store, rows: _own(store, (row.slug for row in rows))):
            if row.heading:
                yield Heading(3, row.title)
                continue
            if entry is None:
                yield _gone(row)
                continue
            yield *in_short(entry), *_labelled(entry, row)

    yield from bullets(items())


def _labelled(entry: model.Entry, row: model.Row) -> Runs:
    """Return who proposes a recommendation, who is to act and how firmly, each with its label, as far as it is said."""
    found = {attribute.field: "; ".join(item.text for item in attribute.items) for attribute in entry.attributes}
    facts = [(name, found[field]) for field, name in _SAID.items() if field in found]
    facts = [(name, text) for name, text in facts if text != NOT_SAID and (name != "Strength" or text in STRENGTHS)]
    if row.side and row.side not in (text for _, text in facts):
        facts.append(("Source", row.side))
    return tuple(Run(f" {name}: {text}.", "muted") for name, text in facts)


# What a list says of a recommendation. Where it is not said, the label is left out: the list begins with that.
_SAID = {"proposer": "Proposer", "actors": "To act", "strength": "Strength"}
_UNSAID = "Where no proposer or nobody to act is given, the document names none."


@marks_drafts
def organisations(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield forms and bodies with their attributes."""
    from ..queries.attributes import of_organisation_in_list

    yield Heading(2, "Organisations")
    shown = store.each_row("organisations") if rows is None else rows

    def read(store: Store, rows: Iterable[model.Row]) -> Iterator[model.Entry | None]:
        return describe_all(store, (row.slug for row in rows), of_organisation_in_list)

    for row, entry in _with_entries(store, shown, read):
        if entry is None:
            yield Heading(3, row.title)
            continue
        yield Heading(4, entry.title, entry.slug)
        yield Prose((summarised(entry), *cited(entry.citations)))
        items: list[Runs] = []
        for attribute in entry.attributes:
            if attribute.field == "classification":
                continue
            if attribute.listed and attribute.items[0].part:
                items.extend(
                    (Run(f"{attribute.name}: ", "strong"), *values(entry, Attribute("", (item,))))
                    for item in attribute.items
                )
            else:
                items.append((Run(f"{attribute.name}: ", "strong"), *values(entry, attribute)))
        if items:
            yield Bullets(tuple(items))


@marks_drafts
def evidence(store: Store, rows: Rows = None, *, drawn: bool = False) -> Iterator[Block]:
    """Yield the matrix as a list, the findings by domain with their directions, and the disagreements.

    With `rows`, leave out the matrix, whose gaps would be misleading, and yield only disagreements about those; leave
    it out as well where it is drawn.
    """
    yield Heading(2, "Evidence")
    yield Prose((Run("Signs: " + ", ".join(f"{sign} {words}" for words, sign in LEGEND.items()) + ".", "muted"),))
    if rows is None:
        if not drawn:
            yield from matrix(store)
        yield from _headed(store, store.each_row("evidence"))
        yield from disagreements(store)
        return
    among: set[str] = set()

    def noted() -> Iterator[model.Row]:
        for row in rows:
            among.add(row.slug)
            yield row

    yield from _headed(store, noted())
    yield from disagreements(store, among=among)


@marks_drafts
def disagreements(store: Store, level: int = 3, among: Container[str] | None = None) -> Iterator[Block]:
    """Yield the statements that disagree, each pair by its subject, grouped by where they disagree.

    With `among`, yield only pairs that include one of these slugs.
    """

    def items() -> Iterator[Heading | Runs]:
        heading = None
        pairs = (
            pair for pair in each_disagreement(store) if among is None or pair.source in among or pair.target in among
        )
        for batch in batches(pairs):
            cited_by = statement_citations(store, (slug for pair in batch for slug in (pair.source, pair.target)))
            for pair in batch:
                if heading is None:
                    yield Heading(level, "Disagreements")
                if heading != pair.place:
                    heading = pair.place
                    yield Heading(level + 1, DISAGREEMENTS[heading])
                yield _disagreement(pair, cited_by)

    return bullets(items())


def _disagreement(pair: Disagreement, cited_by: Mapping[str, tuple[model.Citation, ...]]) -> Runs:
    """Return a disagreement in one line, as its row in the explorer has it, with the citations of both statements."""
    label = pair.label or OUTSIDE
    return (
        *((Run(f"{pair.subject}: ", "strong"),) if pair.subject else ()),
        Run(pair.value, entry=pair.source),
        *cited(cited_by[pair.source]),
        *((Run(f" ({label})", "muted"),) if pair.label != pair.other_label else ()),
        Run(" / "),
        Run(pair.other_value, entry=pair.target),
        *cited(cited_by[pair.target]),
        Run(f" ({pair.other_label or OUTSIDE})", "muted"),
        Run(f". {pair.note}" if pair.note else "."),
    )


@marks_drafts
def matrix(store: Store, level: int = 3) -> Iterator[Block]:
    """Yield each subject with the directions of its findings by domain, and the domains without findings."""
    domains = store.terms("domain")
    items: list[Runs] = []
    depths: list[int] = []
    without: list[str] = []
    for subject in subjects(store):
        if subject.heading:
            continue
        tallies = [(title, in_words(cell)) for slug, title in domains if (cell := subject.cell(slug))]
        if not tallies:
            without.append(subject.title)
            continue
        gaps = [title for slug, title in domains if not subject.cell(slug)]
        rows: list[Runs] = [(Run(f"{title}: ", "strong"), Run(words)) for title, words in tallies]
        if gaps:
            rows.append((Run(f"no findings: {'; '.join(gaps)}", "muted"),))
        items += [(Run(subject.title, "", subject.slug),), *rows]
        depths += [0, *(1 for _ in rows)]
    if items:
        yield Heading(level, "Subjects by domain")
        yield Bullets(tuple(items), tuple(depths))
        if without:
            yield Prose((Run("Forms without findings: "), Run(f"{'; '.join(without)}.")))


def _of_its_kinds(
    section: Section | Pane, store: Store, rows: Rows = None, filters: Filter = EVERYTHING
) -> Iterator[Block]:
    """Yield a section that has no function here: its list, or the entries of its kinds if it has no list."""
    if isinstance(section, Pane):
        yield Heading(2, section.title)
        yield from _headed(store, store.each_row(section.grouped_list()) if rows is None else rows)
        return

    from ..queries.related import says

    def items() -> Iterator[Heading | Runs]:
        entries = chain.from_iterable(
            (_own if kind == "figure" else in_list)(
                store, store.of_kind(kind, filters)
            )  # the value of a figure is a field
            for kind in section.kinds
        )
        first = True
        for entry in filter(None, entries):
            if first:
                yield Heading(2, section.title)
            first = False
            value = next((a.items[0].text for a in entry.attributes if a.field == "value"), "")
            repeats = not value or says(entry.title, value)
            yield in_short(entry) if repeats else (*in_short(entry), Run(f" Value: {value}.", "muted"))

    yield from bullets(items())


@marks_drafts
def sources(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield the source documents with their references."""
    yield Heading(2, "Sources")
    shown = store.each_row("documents") if rows is None else rows

    def items() -> Iterator[Runs]:
        for batch in batches(row.slug for row in shown if not row.heading):
            contributed = store.contributions(batch)
            for document in store.each_document(batch):
                yield _source(document, *contributed[document.slug])

    yield from bullets(items())


def _source(document: model.Document, entries: int, paragraphs: int) -> Runs:
    whole = document.extent == "whole"
    extent = "whole" if whole else "an extract: a claim that is absent here may be in the full work"
    words, address = reference(document)
    return (
        Run(f"{document.label}. ", "strong", document.slug),
        Run(f"{words} "),
        *([Run(address, url=address), Run(" ")] if address else []),
        Run(f"{number_of(entries, 'entry')} from {number_of(paragraphs, 'paragraph')}; {extent}.", "muted"),
    )


@marks_drafts
def listing(store: Store, title: str, rows: Iterable[model.Row]) -> Iterator[Block]:
    """Yield the rows of a list in their order, each with its summary and citations."""
    yield Heading(1, title)
    yield from _headed(store, rows, level=2, read=_by_slug)
    yield Passages("Passages cited")


OWN = {each.__name__: each for each in (timeline, ladder, recommendations, organisations, evidence, sources)}
# The function for each section; that of a pane takes the `rows` to show.
SECTIONS: dict[str, Callable[..., Iterator[Block]]] = {
    name: OWN.get(name) or partial(_of_its_kinds, section) for name, section in DECLARED.items()
}


def whole_section(store: Store, name: str) -> Iterator[Block]:
    """Yield all of a section."""
    return SECTIONS[name](store)


def whole(
    store: Store, sections: Iterable[str], section: Callable[[Store, str], Iterable[Block]] = whole_section
) -> Iterator[Block]:
    """Yield the named sections under the title of the corpus; `section` returns one, if not all of it is wanted."""
    yield Heading(1, store.corpus["title"])
    yield Prose((Run(store.corpus["summary"]),))
    for name in sections:
        yield from section(store, name)
    yield Passages("Passages cited")
