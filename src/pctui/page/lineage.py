"""A lineage in chronological order: the rows that the explorer draws, predecessors and successors, and the text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ..edtf import FIRST, LAST
from ..kinds.vocabulary import NOT_HAPPENED
from ..model import Lineage, LineageNode, Succession
from ..queries.entry import describe
from ..queries.store import Store
from . import Block, Bullets, Heading, Passages, Prose, Run, Runs
from .entry import marks_drafts

NONE = "No predecessor or successor is recorded."


def outline(found: Lineage) -> list[LineageNode | Succession]:
    """Return the organisations and changes of a lineage, each once, in chronological order.

    An organisation comes after the first change that it results from, or before the first in which it is an original.
    """
    nodes = {node.slug: node for node in found.organisations}
    rows: dict[str, LineageNode | Succession] = {}
    for change in found.changes:
        rows.update((slug, nodes[slug]) for slug in change.original if slug in nodes and slug not in rows)
        rows[change.slug] = change
        rows.update((slug, nodes[slug]) for slug in change.resulting if slug in nodes and slug not in rows)
    return [*rows.values(), *(node for node in found.organisations if node.slug not in rows)]


def descent(changes: Iterable[Succession], slug: str, *, back: bool) -> set[str]:
    """Return the slugs of all successors of the organisation or change `slug`, or (`back`) of all predecessors.

    A chain of changes is followed only if their dates allow it: if an organisation has a successor from before another
    was merged into it, that is not a successor of the other.
    """
    leaving: dict[str, list[Succession]] = {}
    start: Succession | None = None
    for change in changes:
        for near in change.resulting if back else change.original:
            leaving.setdefault(near, []).append(change)
        start = change if change.slug == slug else start
    reached: set[str] = set()
    days: dict[str, str] = {}  # the day from which (until which) changes of each organisation are followed
    waiting: deque[str] = deque()

    def follow(change: Succession, here: str, day: str) -> None:
        first, last = change.earliest or FIRST, change.latest or LAST
        if day < first if back else day > last:
            return
        day = min(day, last) if back else max(day, first)
        near, far = (change.resulting, change.original) if back else (change.original, change.resulting)
        ends = [end for end in far if end != here]
        if not ends and ({*near} != {*far} or (back and here == slug)):  # it continues, and is no result
            return
        reached.add(change.slug)
        for end in ends:
            if end not in days or (day > days[end] if back else day < days[end]):
                days[end] = day
                waiting.append(end)

    if start:
        follow(start, "", LAST if back else FIRST)
    else:
        days[slug] = LAST if back else FIRST
        waiting.append(slug)
    while waiting:
        here = waiting.popleft()
        for change in leaving.get(here, ()):
            follow(change, here, days[here])
    return (reached | days.keys()) - {slug}


@marks_drafts
def lineage(store: Store, found: Lineage, slug: str | None = None) -> Iterator[Block]:
    """Yield a lineage as text, with citations: that of an organisation, or of all in chronological order."""
    nodes = {node.slug: node for node in found.organisations}
    undated = nodes.copy()  # those whose dates have not been printed yet
    yield Heading(2, f"Lineage of {nodes[slug].title}" if slug else "Lineage")
    if slug:
        if nodes[slug].existence:
            yield Prose((Run(f"In existence: {nodes[slug].existence}.", "muted"),))
        del undated[slug]
        yield from _around(store, found, slug, undated)
    elif found.changes:
        yield _bullets(store, found.changes, nodes, undated)
        linked = {slug for change in found.changes for slug in (*change.original, *change.resulting)}
        alone = [node for node in found.organisations if node.slug not in linked]
        if alone:
            yield Prose((Run("Linked to the others only by facts from outside the documents:"),))
            yield Bullets(tuple(_dated(node) for node in alone))
    else:
        yield Prose((Run(NONE),))
    for note in _notes(found):
        yield Prose((Run(note),))
    yield Passages()


def limited(found: Lineage) -> str:
    """Return the sentence that says that a lineage has more organisations than are shown."""
    return f"Only the nearest {len(found.organisations):,} organisations are shown."


def _notes(found: Lineage) -> Iterator[str]:
    """Yield what a lineage leaves out."""
    if found.more:
        yield limited(found)
    if found.background:
        changes = "change is" if found.background == 1 else "changes are"
        yield f"{found.background:,} more {changes} known from outside the documents: the option “context” shows them."


def _around(store: Store, found: Lineage, slug: str, undated: dict[str, LineageNode]) -> Iterator[Block]:
    """Yield what preceded an organisation, what succeeded it, and the rest of its lineage."""
    nodes = {node.slug: node for node in found.organisations}
    before, after = (descent(found.changes, slug, back=back) for back in (True, False))
    if not found.changes:
        yield Prose((Run(NONE),))
        return
    for title, reached, none in (
        ("Preceded by", before, "No predecessor is recorded."),
        ("Succeeded by", after, "No successor is recorded."),
    ):
        yield Heading(3, title)
        changes = [change for change in found.changes if change.slug in reached]
        yield _bullets(store, changes, nodes, undated) if changes else Prose((Run(none),))
    if others := [change for change in found.changes if change.slug not in before | after]:
        yield Heading(3, "More distant")
        yield _bullets(store, others, nodes, undated)


def _bullets(
    store: Store, changes: Sequence[Succession], nodes: dict[str, LineageNode], undated: dict[str, LineageNode]
) -> Bullets:
    items = [(_change(store, change), _sides(change, nodes, undated)) for change in changes]
    return Bullets(tuple(chain.from_iterable(items)), (0, 1) * len(items))


def in_words(entry: LineageNode | Succession, found: Lineage) -> Runs:
    """Return an organisation with what preceded and succeeded it, or a change with what it links, in one sentence."""
    nodes = {node.slug: node for node in found.organisations}
    if isinstance(entry, Succession):
        sides = " ".join(
            f"{word} {' and '.join(nodes[slug].title for slug in side)}"
            for word, side in (("from", entry.original), ("to", entry.resulting))
            if side
        )
        manner = [*(["in part"] if entry.partial else []), *(["only planned"] if entry.planned else [])]
        said = f"{entry.date}{''.join(f', {word}' for word in manner)}; {sides}"
    else:
        around = []
        for words, near, far in (("preceded by", "resulting", "original"), ("succeeded by", "original", "resulting")):
            others = {
                other: nodes[other].title
                for change in found.changes
                if entry.slug in getattr(change, near)
                for other in getattr(change, far)
                if other != entry.slug
            }
            if others:
                around.append(f"{words} {', '.join(others.values())}")
        if not around and found.changes:
            around.append("what links it to the others is known only from outside the documents")
        said = "; ".join(filter(None, (entry.existence, *around))) or NONE
    return Run(f"{entry.title}: ", "strong"), Run(said)


def _change(store: Store, change: Succession) -> Runs:
    """Return a change with its date, whether it was partial or only planned, and its citations."""
    entry = describe(store, change.slug)
    marks = [
        *(["in part"] if change.partial else []),
        *([entry.modality] if entry.modality in NOT_HAPPENED else []),
    ]
    return (
        Run(f"{change.date}: ", "muted"),
        Run(change.title, "", change.slug),
        *([Run(f" [{', '.join(marks)}]", "muted")] if marks else []),
        *(Run("", citation=citation) for citation in entry.citations if not citation.part),
    )


def _sides(change: Succession, nodes: dict[str, LineageNode], undated: dict[str, LineageNode]) -> Runs:
    """Return the original organisations of a change, an arrow, and the resulting ones; dates are given only once."""
    runs: list[Run] = []
    for number, side in enumerate((change.original, change.resulting)):
        runs += [Run(" → " if runs else "→ ")] if number else []
        for place, slug in enumerate(side):
            dated = _dated(nodes[slug])
            runs += [*([Run(" + ")] if place else []), *(dated if undated.pop(slug, None) else dated[:1])]
    return tuple(runs)


def _dated(node: LineageNode) -> Runs:
    """Return an organisation with its dates."""
    dates = (Run(f" ({node.existence})", "muted"),) if node.existence else ()
    return (Run(node.title, "strong", node.slug), *dates)
