"""The sections of a corpus, most of them panes, as blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from .. import model
from ..errors import NotFound
from ..kinds.vocabulary import LEGEND, STATUSES
from ..model import Attribute
from ..panes import SECTIONS as DECLARED
from ..panes import Pane, Section
from ..queries.documents import reference_line
from ..queries.entry import describe
from ..queries.evidence import subjects, tally_words
from ..queries.related import EVENTS, FIGURES
from ..queries.store import Store
from .blocks import Block, Bullets, Heading, Passages, Prose, Run, Runs
from .entry import cited, in_short, values


def _headed(store: Store, rows: Iterable[model.Row], after: str = "", level: int = 3) -> Iterator[Block]:
    """Rows under their headings."""
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
            except NotFound:  # the reader marked it, and it is no longer there
                items.append((Run(row.title, "strong"), Run(f" ({row.slug})", "muted")))
    if items:
        yield Bullets(tuple(items))


# A pane takes the `rows` of its list where not all of them are to be shown, or in another order.
Rows = Iterable[model.Row] | None


def timeline(store: Store, rows: Rows = None) -> Iterator[Block]:
    """The dated events, in order of time."""
    yield Heading(2, "Timeline")
    yield from _headed(store, store.rows("timeline") if rows is None else rows, ":")


def ladder(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Every ladder, the lowest rung first."""
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
                    mark = (Run(" (new at this rung)", "new"),) if new else ()
                    items.append((Run(f"{aspect.name.capitalize()}: ", "strong"), Run(text), *mark))
            if items:
                yield Bullets(tuple(items))


def recommendations(store: Store, rows: Rows = None) -> Iterator[Block]:
    """The proposals, grouped."""
    yield Heading(2, "Recommendations")
    items: list[Runs] = []
    for row in store.rows("recommendations by boundary") if rows is None else rows:
        if row.heading:
            if items:
                yield Bullets(tuple(items))
                items = []
            yield Heading(3, row.title)
            continue
        entry = describe(store, row.slug)
        values = {a.field: "; ".join(i.text for i in a.items) for a in entry.attributes if a.field}
        proposer, actor = values.get("proposer", "nobody named"), values.get("actor", "not said")
        about = f" Proposed by {proposer}; to act: {actor}; {row.side}."
        items.append((*in_short(entry), Run(about, "muted")))
    if items:
        yield Bullets(tuple(items))


_SKIPPED = (FIGURES, EVENTS, *(status.findings for status in STATUSES.values()))  # of an organisation in the list


def organisations(store: Store, rows: Rows = None) -> Iterator[Block]:
    """Forms and bodies with their attributes."""
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
    """The matrix as a list, the findings by domain, each with its direction, and the disagreements.

    For some `rows` only, there is no matrix, whose gaps would mislead, and only their disagreements are printed.
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
    """The pairs of statements that disagree, and on what; of `among` others, those that one of them has part in."""
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
                Run(f". {note}" if note else "."),
            )
        )
    if pairs:
        yield Heading(level, "Disagreements")
        yield Bullets(tuple(pairs))


def matrix(store: Store, level: int = 3) -> Iterator[Block]:
    """Each subject with the directions of its findings domain by domain, and the domains without one."""
    domains = store.terms("domain")
    items: list[Runs] = []
    depths: list[int] = []
    bare: list[str] = []
    for subject in subjects(store):
        if subject.heading:
            continue
        tallies = [(title, tally_words(cell)) for slug, title in domains if (cell := subject.cell(slug))]
        if not tallies:
            bare.append(subject.title)
            continue
        gaps = [title for slug, title in domains if not subject.cell(slug)]
        rows: list[Runs] = [(Run(f"{title}: ", "strong"), Run(words)) for title, words in tallies]
        if gaps:
            rows.append((Run(f"no finding: {'; '.join(gaps)}", "muted"),))
        items += [(Run(subject.title, "", subject.slug),), *rows]
        depths += [0, *(1 for _ in rows)]
    if items:
        yield Heading(level, "Subjects by domain")
        yield Bullets(tuple(items), tuple(depths))
        if bare:
            yield Prose((Run("Forms without a finding: "), Run(f"{'; '.join(bare)}.")))


def _of_its_kinds(section: Section | Pane, store: Store, rows: Rows = None) -> Iterator[Block]:
    """A section that has no function of its own: its list, or where it has none the entries of its kinds."""
    if isinstance(section, Pane):
        yield Heading(2, section.title)
        yield from _headed(store, store.rows(section.grouped_list()) if rows is None else rows)
        return
    items = []
    for kind in section.kinds:
        for slug in store.of_kind(kind):
            entry = describe(store, slug, short=kind != "figure")  # a figure needs its value
            value = next((a.items[0].text for a in entry.attributes if a.field == "value"), "")
            items.append((*in_short(entry), Run(f" Value: {value}.", "muted")) if value else in_short(entry))
    if items:
        yield Heading(2, section.title)
        yield Bullets(tuple(items))


def sources(store: Store, rows: Rows = None) -> Iterator[Block]:
    """The source documents with their records."""
    yield Heading(2, "Sources")
    items = []
    for document in store.documents() if rows is None else [store.document(r.slug) for r in rows if not r.heading]:
        extent = (
            "whole"
            if document.extent == "whole"
            else "an extract: that a claim is absent here does not mean that the work lacks it"
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
    """The rows of a list as they stand, each with its summary and what it rests on."""
    yield Heading(1, title)
    yield from _headed(store, rows, level=2)
    yield Passages("Passages cited")


OWN = {each.__name__: each for each in (timeline, ladder, recommendations, organisations, evidence, sources)}
# What is printed of each section: of a pane, of some `rows` of its list where not all are to be shown.
SECTIONS: dict[str, Callable[..., Iterator[Block]]] = {
    name: OWN.get(name) or partial(_of_its_kinds, section) for name, section in DECLARED.items()
}


def whole(store: Store, sections: Iterable[str]) -> Iterator[Block]:
    """The named sections under the corpus's title."""
    yield Heading(1, store.corpus["title"])
    yield Prose((Run(store.corpus["summary"]),))
    for name in sections:
        yield from SECTIONS[name](store)
    yield Passages("Passages cited")
