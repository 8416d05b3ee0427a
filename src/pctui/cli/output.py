"""What a command found, printed in the format that was asked for; and what is said where it is nothing, or cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import NotFound, say
from .app import print_blocks, write
from .options import Format

if TYPE_CHECKING:
    from ..page import Block
    from ..queries.filters import Filter
    from ..queries.store import Store


@dataclass
class Found:
    """What a command found: the entries in their order, and how they read, as text otherwise where `text` says so.

    `asked` is what narrowed them, as data. `more` are further lists of data, by name, and `lines` what JSON Lines and
    CSV print of them after the entries. `total` is how many there are of what is shown, None where it is not known.
    """

    command: str
    store: Store
    asked: Mapping[str, Any]
    slugs: Sequence[str]
    blocks: Callable[[], Iterable[Block]]
    kinds: Sequence[str] = ()
    text: Callable[[], str] | None = None
    more: Mapping[str, Sequence[dict[str, Any]]] = field(default_factory=dict)
    lines: Sequence[dict[str, Any]] = ()
    total: int | None = 1

    @property
    def shown(self) -> int:
        """How many entries, and lines beside them, are printed."""
        return len(self.slugs) + len(self.lines)

    def __bool__(self) -> bool:
        return bool(self.shown)


def asked(filters: Filter, **options: object) -> dict[str, Any]:
    """What was asked for, as data: the values chosen of each facet, and other options as they were typed."""
    facets = {facet: list(filters.chosen(facet)) for facet in filters.active if facet != "years"}
    return {**facets, **{name: value for name, value in options.items() if value is not None}}


def answer(found: Found, form: Format, nothing: Callable[[], tuple[str, str]]) -> None:
    """Print what was found, and say what is cut. Where it is nothing, NotFound with what `nothing` says.

    Data is printed even then: what reads it needs no case of its own.
    """
    found.store.expect(found.shown)
    if form not in (Format.text, Format.markdown):
        _data(found, form)
    elif found and form is Format.text and found.text:
        write(found.text())
    elif found and form is Format.text:
        print_blocks(found.blocks())
    elif found:
        from ..render.markdown import render

        write(render(raised(found.blocks())))
    if not found:
        raise NotFound(*nothing())
    if found.total is None or found.total > found.shown:
        total = "more" if found.total is None else f"{found.total:,}"
        say(f"showing {found.shown:,} of {total}; --limit shows more")


def hidden(filters: Filter, count: Callable[[Filter], int]) -> str:
    """Which option hides what there is: how many there would be without each of them."""
    years = " and ".join(f"--{end}" for end in ("since", "until") if getattr(filters, end))
    without = {years if facet == "years" else f"--{facet}": count(filters.without(facet)) for facet in filters.active}
    told = [f"{number:,} without {option}" for option, number in without.items() if number]
    return f"There would be {', '.join(told)}." if told else ""


def raised(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks as a page of their own: the first heading is of level 1, the others follow it."""
    from msgspec.structs import replace

    from ..page import Heading

    by = None
    for block in blocks:
        if isinstance(block, Heading):
            by = block.level - 1 if by is None else by
            yield replace(block, level=max(1, block.level - by))
        else:
            yield block


def _data(found: Found, form: Format) -> None:
    from ..queries.records import records_of
    from ..render import answer as data

    records = records_of(found.store, found.slugs)
    if form is Format.csv:
        from ..render.tables import listing

        write(listing(found.kinds, records, found.lines))
    elif form is Format.jsonl:
        for text in data.lines(records, found.lines):
            write(text)
    else:
        corpus = found.store.corpus
        head = {
            "command": found.command,
            "corpus": {name: corpus[name] for name in ("slug", "version")},
            "context": found.store.context,
            "filters": dict(found.asked),
            "total": found.total,
        }
        for text in data.render(head, records, found.more):
            write(text)
