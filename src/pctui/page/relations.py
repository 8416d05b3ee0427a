"""Entries against one another as blocks: side by side, and what came of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..compare.entries import Compared
from ..kinds.vocabulary import NOT_HAPPENED
from ..model import Entry, Lineage, LineageNode, Succession
from ..queries.entry import describe
from ..queries.store import Store
from . import Block, Bullets, Heading, Passages, Prose, Run, Runs

MISSING = "—"


def compared(entries: Sequence[Entry], rows: Sequence[Compared]) -> Iterator[Block]:
    """A comparison as a list: each attribute, and what each of the entries has there; alike, it is told once."""
    yield Heading(2, "Compared")
    yield Bullets(tuple((Run(entry.title, "strong", entry.slug),) for entry in entries))
    yield Prose((Run(summary(rows)),))
    for row in rows:
        yield Heading(3, f"{row.name} {row.sign}".strip() if row.differ else f"{row.name}, all alike")
        each = tuple((Run(f"{entry.title}: ", "muted"), *cell(row, i)) for i, entry in enumerate(entries))
        yield Bullets(each if row.differ else (cell(row, 0),))


def summary(rows: Sequence[Compared]) -> str:
    """In how much the entries differ."""
    facts = [row for row in rows if row.fact]
    return f"≠ {sum(row.differ for row in facts)} of {len(facts)} facts differ"


def cell(row: Compared, column: int) -> Runs:
    """What one entry has of an attribute, in bold what no other has."""
    runs: list[Run] = []
    own = row.own(column)
    for value in row.values[column]:
        runs += [*([Run("; ")] if runs else []), Run(value, "strong" if value in own else "")]
    return tuple(runs) or (Run(MISSING, "muted"),)


def lineage(store: Store, found: Lineage, slug: str) -> Iterator[Block]:
    """The lineage of an organisation: what it came of, what it became, and the changes further off, each cited."""
    tree = _Tree(store, {node.slug: node for node in found.organisations}, found.changes)
    root = tree.node[slug]
    yield Heading(2, f"Lineage of {root.title}")
    if root.existence:
        yield Prose((Run(f"In being: {root.existence}.", "muted"),))
    for title, back, none in (
        ("Came of", True, "The documents do not tell what it came of."),
        ("Became", False, "The documents do not tell what it became."),
    ):
        yield Heading(3, title)
        yield from tree.bullets(slug, back) or [Prose((Run(none),))]
    if further := [change for change in found.changes if change.slug not in tree.told]:
        yield Heading(3, "Further off")
        yield Bullets(tuple((*tree.change(c), Run(": "), *tree.sides(c)) for c in further))
    if found.more:
        yield Prose((Run("The lineage goes on beyond what is shown."),))
    yield Passages()


@dataclass
class _Tree:
    """A lineage walked from one organisation, each change told once on the way."""

    store: Store
    node: dict[str, LineageNode]
    changes: Sequence[Succession]
    told: set[str] = field(default_factory=set)

    def bullets(self, slug: str, back: bool) -> list[Block]:
        """The branch that leads back from an organisation, or on from it."""
        items: list[Runs] = []
        depths: list[int] = []
        for depth, runs in self._branch(slug, back, 0, (slug,)):
            items.append(runs)
            depths.append(depth)
        return [Bullets(tuple(items), tuple(depths))] if items else []

    def _branch(self, slug: str, back: bool, depth: int, way: tuple[str, ...]) -> Iterator[tuple[int, Runs]]:
        for change in self.changes:
            here, beyond = (change.resulting, change.original) if back else (change.original, change.resulting)
            if slug not in here or (back and slug in beyond):  # what goes on through a change did not come of it
                continue
            seen = change.slug in self.told
            self.told.add(change.slug)
            if seen:
                yield depth, (*self.change(change), Run(", as above", "muted"))
                continue
            yield depth, self.change(change)
            for other in beyond:
                stays = (Run(", which went on"),) if other == slug else ()
                yield depth + 1, (Run("from " if back else "to ", "muted"), *self._body(other), *stays)
                if other not in way:
                    yield from self._branch(other, back, depth + 2, (*way, other))
            for other in here:
                if other != slug:
                    yield depth + 1, (Run("as did " if back else "together with ", "muted"), *self._body(other))

    def _body(self, slug: str) -> Runs:
        node = self.node[slug]
        return (Run(node.title, "strong", slug), *([Run(f" ({node.existence})", "muted")] if node.existence else []))

    def change(self, change: Succession) -> Runs:
        """A change with its date, whether it was in part or only planned, and its citations."""
        entry = describe(self.store, change.slug)
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

    def sides(self, change: Succession) -> Runs:
        """What a change took up and what came of it."""
        runs: list[Run] = []
        for number, side in enumerate((change.original, change.resulting)):
            runs += [Run(" → ")] if number else []
            for place, slug in enumerate(side):
                runs += [*([Run(" + ")] if place else []), *self._body(slug)]
        return tuple(runs)
