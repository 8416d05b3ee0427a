"""What the page tells of a date: what was in being then, at which levels, and which figures were known."""

from __future__ import annotations

from collections.abc import Iterator

from .... import dates
from ....outline import Block, Bullets, Heading, Run, Runs
from ....store.queries import Store
from ....store.timeline import figures_at, levels_at

_FIGURES = 5  # the newest tell enough; the organisation's own page has them all


def then(store: Store, day: str) -> Iterator[Block]:
    """The state of things at an ISO day."""
    being: list[Runs] = []
    for item in store.in_being(day):
        planned = (Run(" planned", "muted"),) if item.planned else ()
        being.append((Run(item.entry.title, entry=item.entry.slug), Run(f"  {item.existence}", "muted"), *planned))
    if not being:
        return
    yield Heading(2, f"In being at {dates.label(day[:7])}")
    yield Bullets(tuple(being))
    levels: list[Runs] = []
    for ladder, rungs in levels_at(store, day):
        runs = [Run(f"{ladder.title}: ", "muted")]
        for number, rung in enumerate(rungs):
            runs += [Run(", ")] if number else []
            runs.append(Run(rung.title, entry=rung.slug))
        levels.append(tuple(runs))
    if levels:
        yield Heading(2, "Levels then")
        yield Bullets(tuple(levels))
    figures, total = figures_at(store, day, _FIGURES)
    if figures:
        yield Heading(2, "Known then")
        known: list[Runs] = [
            (
                Run(entry.title, entry=entry.slug),
                Run("" if amount.split()[0] in entry.title.split() else f"  {amount}"),  # many a title says it
                Run(f"  {of}" if of else "", "muted"),
            )
            for entry, amount, of in figures
        ]
        if total > len(figures):
            known.append((Run(f"{total - len(figures)} more, older", "muted"),))
        yield Bullets(tuple(known))
