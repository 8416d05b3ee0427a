"""What the page tells of a date: what was in being then, at which levels, and which figures were known."""

from __future__ import annotations

from collections.abc import Iterator

from ....edtf import DateError
from ....page import Block, Bullets, Heading, Run, Runs
from ....page.as_of import as_of_blocks
from ....queries.as_of import in_existence, period
from ....queries.store import Store
from ....queries.timeline import figures_at, levels_at

_FIGURES = 5  # the newest tell enough; the organisation's own page has them all


def then(store: Store, edtf: str) -> Iterator[Block]:
    """The state of things at a date, known no closer than its EDTF says."""
    try:
        first, last, when = period(edtf)
    except DateError:  # a database from elsewhere may say anything
        return
    being = in_existence(store, first, last)
    if not being:
        return
    yield from as_of_blocks(when, being)
    there = [item.entry.slug for item in being if not item.doubt]
    levels: list[Runs] = []
    for ladder, rungs in levels_at(store, there):
        runs = [Run(f"{ladder.title}: ", "muted")]
        for number, rung in enumerate(rungs):
            runs += [Run(", ")] if number else []
            runs.append(Run(rung.title, entry=rung.slug))
        levels.append(tuple(runs))
    if levels:
        yield Heading(2, "Levels then")
        yield Bullets(tuple(levels))
    figures, total = figures_at(store, there, last, _FIGURES)
    if figures:
        yield Heading(2, "Known then")
        known: list[Runs] = [
            (
                Run(f"{figure.value} · "),
                Run(figure.measure, entry=figure.entry.slug),
                Run(f" (as of {figure.as_of})" if figure.as_of else "", "muted"),
            )
            for figure in figures
        ]
        if total > len(figures):
            known.append((Run(f"{total - len(figures)} more, older", "muted"),))
        yield Bullets(tuple(known))
