"""The state at a date, for the page: organisations in existence, their levels, figures known by then."""

from __future__ import annotations

from collections.abc import Iterator

from ....edtf import DateError
from ....page import Block, Bullets, Heading, Prose, Run, Runs
from ....page.as_of import as_of_blocks
from ....queries.as_of import in_existence, period
from ....queries.store import Store
from ....queries.timeline import dated_between, figures_at, levels_at

_FIGURES = 5  # the newest are enough; each organisation's own page has them all
_MOST = 500  # organisations in the corpus, above which those in existence are too many to list on every page


def state_blocks(store: Store, edtf: str) -> Iterator[Block]:
    """Yield what existed and was known at a date, read as precisely as its EDTF says."""
    try:
        first, last, when = period(edtf)
    except DateError:  # a foreign database may contain anything
        return
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
    count = dated_between(store, first, last)
    yield Prose(
        (
            Run(f"{count:,} {'organisation' if count == 1 else 'organisations'}, by their own dates. ", "muted"),
            Run(f"pctui at {first}", "strong"),
            Run(" lists them.", "muted"),
        )
    )
