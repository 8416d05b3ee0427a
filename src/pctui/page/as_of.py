"""The state at a date as blocks: organisations in existence, certain or not, their levels, what is dated or known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..edtf import FIRST, LAST, DateError, during, moved, parse
from ..model import InExistence
from ..queries.as_of import UNDATED, in_existence, period
from ..queries.store import Store
from ..queries.timeline import dated_between, figures_at, levels_at
from ..queries.timeline_window import Timeline
from ..text import number_of
from . import Block, Bullets, Heading, Prose, Run, Runs
from .entry import marks_drafts

AT = "@"  # before a date in EDTF that is shown like an entry; no slug contains it
_DATED = 30  # entries dated then that are listed
_FIGURES = 5  # the newest are enough; each organisation's own page has them all
_MOST = 500  # organisations in the corpus, above which those in existence are too many to list on every page


def as_of_blocks(when: str, found: Sequence[InExistence]) -> Iterator[Block]:
    """Return the organisations in existence `when` (`in 1994`), those that are certain first."""
    certain = [item for item in found if not item.doubt]
    possible = [item for item in found if item.doubt and item.doubt != UNDATED]
    undated = [item for item in found if item.doubt == UNDATED]
    yield Heading(2, f"In existence {when}")
    if certain:
        yield Bullets(tuple(_line(item) for item in certain))
    else:
        yield Prose((Run("No organisation is known for certain to have existed then.", "muted"),))
    if possible:
        yield Heading(3, "Possibly in existence")
        yield Bullets(tuple(_line(item) for item in possible))
    if undated:
        yield Heading(3, "Known to exist, dates not given")
        runs: list[Run] = []
        for item in undated:
            runs += [*([Run("; ")] if runs else []), Run(item.entry.title, entry=item.entry.slug)]
        yield Prose(tuple(runs))


def _line(item: InExistence) -> Runs:
    existence = "; ".join(filter(None, (item.existence, item.doubt)))
    return Run(item.entry.title, entry=item.entry.slug), Run(f" ({existence})", "muted")


@marks_drafts
def state_blocks(store: Store, edtf: str) -> Iterator[Block]:
    """Yield what existed and was known at the date of an entry, read as precisely as its EDTF says."""
    try:
        first, last, when = period(edtf)
    except DateError:  # a foreign database may contain anything
        return
    yield from _state(store, first, last, when)


@marks_drafts
def date_blocks(store: Store, timeline: Timeline, date: str) -> Iterator[Block]:
    """Yield the page of a date in EDTF: what is dated then, what existed and was known."""
    span = parse(date)
    first, last = span.earliest or FIRST, span.latest or LAST
    yield Heading(1, span.label)
    start = timeline.before(first)
    count = (timeline.before(moved(last, 1)) if span.latest else timeline.count()) - start
    if count:
        yield Heading(2, "Dated then")
        if count > _DATED:
            yield Prose((Run(f"The first {_DATED} of {count:,}; the timeline lists them all.", "muted"),))
        rows = timeline.rows(start, min(count, _DATED))
        yield Bullets(
            tuple((Run(f"{row.when}: " if row.when else "", "muted"), Run(row.title, entry=row.slug)) for row in rows)
        )
    yield from _state(store, first, last, during(date))


def _state(store: Store, first: str, last: str, when: str) -> Iterator[Block]:
    if store.has_more("organisation", _MOST):
        yield from _counted(store, first, last, when)
        return
    found = in_existence(store, first, last)
    if not found:
        return
    yield from as_of_blocks(when, found)
    certain = [item.entry.slug for item in found if not item.doubt]
    levels: list[Runs] = []
    for ladder, rungs in levels_at(store, certain):
        runs = [Run(f"{ladder.title}: ", "muted")]
        for number, rung in enumerate(rungs):
            runs += [Run(", ")] if number else []
            runs.append(Run(rung.title, entry=rung.slug))
        levels.append(tuple(runs))
    if levels:
        yield Heading(2, "Levels at that date")
        yield Bullets(tuple(levels))
    figures, total = figures_at(store, certain, last, _FIGURES)
    if figures:
        yield Heading(2, "Figures at that date")
        items: list[Runs] = [
            (
                Run(f"{figure.value} · "),
                Run(figure.measure, entry=figure.entry.slug),
                Run(f" (as of {figure.as_of})" if figure.as_of else "", "muted"),
            )
            for figure in figures
        ]
        if total > len(figures):
            items.append((Run(f"{total - len(figures)} older figures", "muted"),))
        yield Bullets(tuple(items))


def _counted(store: Store, first: str, last: str, when: str) -> Iterator[Block]:
    """Yield how many organisations existed in a corpus that has many, and how to list them."""
    yield Heading(2, f"In existence {when}")
    count = number_of(dated_between(store, first, last), "organisation")
    yield Prose(
        (
            Run(f"{count}, by their own dates. ", "muted"),
            Run(f"pctui at {first}", "strong"),
            Run(" lists them.", "muted"),
        )
    )
