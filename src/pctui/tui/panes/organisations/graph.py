"""Arranges a lineage in columns: organisations, then what changed them, then what came of that. Pure.

A change stands in the channel right of the last organisation that it takes up. What leads back to the same column or
an earlier one (a form that merges into itself) is a loop, told at the organisation and never followed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ....model import Lineage, Succession

_SWEEPS = 4
_MOST_LINES = 600


@dataclass(frozen=True, slots=True)
class Link:
    """What crosses a channel: a change, or (unlabelled) a line on its way to or from one. Ends are items of columns."""

    key: str
    change: Succession
    lefts: tuple[str, ...]
    rights: tuple[str, ...]

    @property
    def labelled(self) -> bool:
        return self.key == self.change.slug


@dataclass(frozen=True, slots=True)
class Loop:
    """A change that leads back, to which other organisation (None: to itself), and whether it is drawn only here."""

    change: Succession
    back: str | None
    only: bool


@dataclass
class Graph:
    """Columns of items (slugs of organisations, or keys of lines that pass), the channels right of each, and loops.

    `loops`: of each organisation, the changes that lead back from it.
    """

    columns: list[list[str]] = field(default_factory=list)
    channels: list[list[Link]] = field(default_factory=list)
    loops: dict[str, list[Loop]] = field(default_factory=dict)
    cut: bool = False  # whether changes were left out, for there being too many lines to draw


def arrange(lineage: Lineage) -> Graph:
    """Return `lineage` in columns."""
    slugs = [node.slug for node in lineage.organisations]
    known = set(slugs)
    changes = [c for c in lineage.changes if known & {*c.original, *c.resulting}]
    layers = _layers(slugs, changes)
    if any(not known & set(c.original) and min(layers[r] for r in c.resulting if r in known) == 0 for c in changes):
        layers = {slug: layer + 1 for slug, layer in layers.items()}
    made = Graph(columns=[[] for _ in range(max(layers.values(), default=0) + 1)])
    made.channels = [[] for _ in made.columns]
    for slug in slugs:
        made.columns[layers[slug]].append(slug)
    for change in changes:
        made.cut = (
            sum(len(link.lefts) + len(link.rights) for channel in made.channels for link in channel) >= _MOST_LINES
        )
        if made.cut:
            break
        _place(made, change, layers)
    _order(made)
    return made


def _layers(slugs: list[str], changes: list[Succession]) -> dict[str, int]:
    """The column of each organisation: one right of the last that it came of, as near as it can to what came of it."""
    after: dict[str, list[str]] = {slug: [] for slug in slugs}
    for change in changes:
        for one in change.original:
            for other in change.resulting:
                if one in after and other in after and one != other and other not in after[one]:
                    after[one].append(other)
    order = _forward(slugs, after)
    layers = dict.fromkeys(slugs, 0)
    for one in order:
        for other in after[one]:
            layers[other] = max(layers[other], layers[one] + 1)
    came = {other for others in after.values() for other in others}
    for one in slugs:
        if one not in came and after[one]:
            layers[one] = min(layers[other] for other in after[one]) - 1
    return layers


def _forward(slugs: list[str], after: dict[str, list[str]]) -> list[str]:
    """Drop from `after` what leads back, and return the organisations so that each stands before what came of it."""
    done: list[str] = []
    seen: set[str] = set()
    for root in slugs:
        if root in seen:
            continue
        path, on_path = [(root, 0)], {root}
        seen.add(root)
        while path:
            one, at = path.pop()
            if at == len(after[one]):
                done.append(one)
                on_path.discard(one)
                continue
            other = after[one][at]
            if other in on_path:  # a cycle
                after[one].pop(at)
                path.append((one, at))
                continue
            path.append((one, at + 1))
            if other not in seen:
                seen.add(other)
                on_path.add(other)
                path.append((other, 0))
    return done[::-1]


def _place(made: Graph, change: Succession, layers: dict[str, int]) -> None:
    lefts = [slug for slug in dict.fromkeys(change.original) if slug in layers]
    rights = [slug for slug in dict.fromkeys(change.resulting) if slug in layers]
    channel = max(layers[slug] for slug in lefts) if lefts else min(layers[slug] for slug in rights) - 1
    ahead = [slug for slug in rights if layers[slug] > channel]
    if len(ahead) < len(rights):  # something leads back
        last = max(lefts, key=lambda slug: layers[slug])
        back = [slug for slug in rights if slug not in ahead]
        itself = next((slug for slug in back if slug in lefts), None)
        loop = Loop(change, None if itself else back[0], not ahead)
        made.loops.setdefault(itself or last, []).append(loop)
        if not ahead:
            return
    starts = [_through(made, change, slug, layers[slug], channel) for slug in lefts]
    ends = tuple(_until(made, change, slug, channel, layers[slug]) for slug in ahead)
    made.channels[channel].append(Link(change.slug, change, tuple(starts), ends))


def _through(made: Graph, change: Succession, slug: str, start: int, channel: int) -> str:
    """Lead a line from an organisation in column `start` to the column left of `channel`; return its last item."""
    at = slug
    for column in range(start + 1, channel + 1):
        key = f"{change.slug}<{slug}<{column}"
        made.columns[column].append(key)
        made.channels[column - 1].append(Link(f"{key}-", change, (at,), (key,)))
        at = key
    return at


def _until(made: Graph, change: Succession, slug: str, channel: int, end: int) -> str:
    """Lead a line from right of `channel` to an organisation in column `end`; return its first item."""
    at = slug
    for column in range(end - 1, channel, -1):
        key = f"{change.slug}>{slug}>{column}"
        made.columns[column].append(key)
        made.channels[column].append(Link(f"{key}-", change, (key,), (at,)))
        at = key
    return at


def _order(made: Graph) -> None:
    """Order each column by where its items are linked to, so that few lines cross."""
    for sweep in range(_SWEEPS):
        numbers = range(1, len(made.columns)) if sweep % 2 == 0 else range(len(made.columns) - 2, -1, -1)
        for number in numbers:
            beside = number - 1 if sweep % 2 == 0 else number + 1
            channel = made.channels[min(number, beside)]
            place = {item: i for i, item in enumerate(made.columns[beside])}
            wish: dict[str, list[int]] = {}
            together: dict[str, int] = {}
            for at, link in enumerate(channel):
                near, far = (link.rights, link.lefts) if sweep % 2 == 0 else (link.lefts, link.rights)
                for item in near:
                    together.setdefault(item, at)
                    wish.setdefault(item, []).extend(place[other] for other in far if other in place)
            column = made.columns[number]
            # What is linked to nothing on that side keeps its place; of one wish, those of one change stand together.
            keys = {
                item: (sum(w) / len(w) if (w := wish.get(item)) else float(i), together.get(item, 0))
                for i, item in enumerate(column)
            }
            made.columns[number] = sorted(column, key=lambda item: keys[item])
