"""The sections of a corpus as blocks; most of them are panes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from .. import model
from ..errors import NotFound
from ..kinds.vocabulary import LEGEND, NOT_SAID, STATUSES
from ..model import Attribute
from ..panes import SECTIONS as DECLARED
from ..panes import Pane, Section
from ..queries.documents import reference_line
from ..queries.entry import describe
from ..queries.evidence import subjects, tally_words, where_disputed
from ..queries.related import EVENTS, FIGURES
from ..queries.store import Store
from .blocks import Block, Bullets, Heading, Passages, Prose, Run, Runs
from .entry import cited, in_short, values


def _headed(store: Store, rows: Iterable[model.Row], after: str = "", level: int = 3) -> Iterator[Block]:
    """Yield rows grouped under their headings."""
    items: list[Runs] = []
    for row in rows:
        if row.heading:
            if items:
                yield Bullets(tuple(items))
                items = []
            yield Heading(level, row.title)
        else:
            try:
                items.append(in_short(describe(store, row.slug, short=True), f"{row.when}{after}"))
            except NotFound:  # marked by the reader, but no longer in the corpus
                items.append((Run(row.title, "strong"), Run(f" ({row.slug})", "muted")))
    if items:
        yield Bullets(tuple(items))


# The `rows` to show, if not all of the list in its usual order.
Rows = Iterable[model.Row] | None


def timeline(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield the dated events in chronological order."""
    yield Heading(2, "Timeline")
    yield from _headed(store, store.rows("timeline") if rows is None else rows, ":")


def ladder(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield every ladder, lowest level first."""
    yield Heading(2, "Ladder")
    shown = None if rows is None else {row.slug for row in rows}
    for reference in store.ladders():
        found = store.ladder(reference.slug)
        if shown is not None and not any(rung.slug in shown for rung in found.rungs):
            continue
        head = describe(store, reference.slug, short=True)
        yield Heading(3, found.title)
        yield Prose((Run(head.summary), *cited(head.citations)))
        for rung in found.rungs:
            if shown is not None and rung.slug not in shown:
                continue
            entry = describe(store, rung.slug, short=True)
            yield Heading(4, rung.title, rung.slug)
            yield Prose((Run(rung.summary), *cited(entry.citations)))
            items = []
            for aspect in rung.aspects:
                for text, new in aspect.statements:
                    mark = (Run(" (new at this level)", "new"),) if new else ()
                    items.append((Run(f"{aspect.name.capitalize()}: ", "strong"), Run(text), *mark))
            if items:
                yield Bullets(tuple(items))


def recommendations(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield the recommendations, grouped."""
    yield Heading(2, "Recommendations")
    items: list[Runs] = []
    for row in store.rows("recommendations by heading") if rows is None else rows:
        if row.heading:
            if items:
                yield Bullets(tuple(items))
                items = []
            yield Heading(3, row.title)
            continue
        entry = describe(store, row.slug)
        values = {a.field: "; ".join(i.text for i in a.items) for a in entry.attributes if a.field}
        about = f" Proposer: {values.get('proposer', NOT_SAID)}; actor: {values.get('actors', NOT_SAID)}; {row.side}."
        items.append((*in_short(entry), Run(about, "muted")))
    if items:
        yield Bullets(tuple(items))


_SKIPPED = (FIGURES, EVENTS, *(status.findings for status in STATUSES.values()))  # of an organisation in the list


def organisations(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield forms and bodies with their attributes."""
    yield Heading(2, "Organisations")
    for row in store.rows("organisations") if rows is None else rows:
        if row.heading:
            yield Heading(3, row.title)
            continue
        entry = describe(store, row.slug)
        yield Heading(4, entry.title, entry.slug)
        yield Prose((Run(entry.summary), *cited(entry.citations)))
        items: list[Runs] = []
        for attribute in entry.attributes:
            if attribute.name in _SKIPPED or attribute.field == "classification":
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


def evidence(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield the matrix as a list, the findings by domain with their directions, and the disagreements.

    With `rows`, leave out the matrix, whose gaps would be misleading, and yield only disagreements about those.
    """
    yield Heading(2, "Evidence")
    yield Prose((Run("Signs: " + ", ".join(f"{sign} {words}" for words, sign in LEGEND.items()) + ".", "muted"),))
    if rows is None:
        yield from matrix(store)
        yield from _headed(store, store.rows("evidence"))
        yield from disagreements(store)
        return
    shown = list(rows)
    yield from _headed(store, shown)
    yield from disagreements(store, among=frozenset(row.slug for row in shown))


def disagreements(store: Store, level: int = 3, among: frozenset[str] | None = None) -> Iterator[Block]:
    """Yield the pairs of statements that disagree, and how; with `among`, only pairs that include one of these."""
    pairs = []
    for source, note, target in store.disputes():
        if among is not None and not among & {source, target}:
            continue
        one, other = (describe(store, slug, short=True) for slug in (source, target))
        pairs.append(
            (
                Run(one.title, "strong", one.slug),
                *cited(one.citations),
                Run(" against "),
                Run(other.title, "strong", other.slug),
                *cited(other.citations),
                Run(f" ({where_disputed(store, source, target)})", "muted"),
                Run(f". {note}" if note else "."),
            )
        )
    if pairs:
        yield Heading(level, "Disagreements")
        yield Bullets(tuple(pairs))


def matrix(store: Store, level: int = 3) -> Iterator[Block]:
    """Yield each subject with the directions of its findings by domain, and the domains without findings."""
    domains = store.terms("domain")
    items: list[Runs] = []
    depths: list[int] = []
    without: list[str] = []
    for subject in subjects(store):
        if subject.heading:
            continue
        tallies = [(title, tally_words(cell)) for slug, title in domains if (cell := subject.cell(slug))]
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


def _of_its_kinds(section: Section | Pane, store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield a section that has no function here: its list, or the entries of its kinds if it has no list."""
    if isinstance(section, Pane):
        yield Heading(2, section.title)
        yield from _headed(store, store.rows(section.grouped_list()) if rows is None else rows)
        return
    items = []
    for kind in section.kinds:
        for slug in store.of_kind(kind):
            entry = describe(store, slug, short=kind != "figure")  # the value of a figure is an attribute
            value = next((a.items[0].text for a in entry.attributes if a.field == "value"), "")
            items.append((*in_short(entry), Run(f" Value: {value}.", "muted")) if value else in_short(entry))
    if items:
        yield Heading(2, section.title)
        yield Bullets(tuple(items))


def sources(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Yield the source documents with their references."""
    yield Heading(2, "Sources")
    items = []
    for document in store.documents() if rows is None else [store.document(r.slug) for r in rows if not r.heading]:
        extent = (
            "whole" if document.extent == "whole" else "an extract: a claim that is absent here may be in the full work"
        )
        items.append(
            (
                Run(f"{document.label}. ", "strong", document.slug),
                Run(f"{reference_line(document)} "),
                Run(f"{document.entries} entries from {document.paragraphs} paragraphs; {extent}.", "muted"),
            )
        )
    yield Bullets(tuple(items))


def listing(store: Store, title: str, rows: Iterable[model.Row]) -> Iterator[Block]:
    """Yield the rows of a list in their order, each with its summary and citations."""
    yield Heading(1, title)
    yield from _headed(store, rows, level=2)
    yield Passages("Passages cited")


OWN = {each.__name__: each for each in (timeline, ladder, recommendations, organisations, evidence, sources)}
# The function for each section; that of a pane takes the `rows` to show.
SECTIONS: dict[str, Callable[..., Iterator[Block]]] = {
    name: OWN.get(name) or partial(_of_its_kinds, section) for name, section in DECLARED.items()
}


def whole(store: Store, sections: Iterable[str]) -> Iterator[Block]:
    """Yield the named sections under the title of the corpus."""
    yield Heading(1, store.corpus["title"])
    yield Prose((Run(store.corpus["summary"]),))
    for name in sections:
        yield from SECTIONS[name](store)
    yield Passages("Passages cited")
