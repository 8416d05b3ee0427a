"""One entry as blocks: in full, or as one of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import takewhile
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from .. import model
from ..kinds.vocabulary import DRAFT, MARKED, NOT_HAPPENED
from ..model import Attribute, Citation, Entry, Rung, merged
from .blocks import Block, Bullets, Facts, Heading, Passages, Prose, Run, Runs

if TYPE_CHECKING:
    from ..queries.store import Store

_Others = ParamSpec("_Others")
KINDS = {"change": "Change event"}


def kind_name(kind: str) -> str:
    """A kind as it is shown."""
    return KINDS.get(kind, kind.capitalize())


def cited(citations: Iterable[Citation], part: str = "") -> Runs:
    """The citations of an entry, or of that part of it."""
    return tuple(Run("", citation=each) for each in merged(each for each in citations if each.part == part))


def _status(entry: Entry) -> Runs:
    words = [kind_name(entry.kind)]
    if entry.date:
        words.append(entry.date)
    if entry.modality in NOT_HAPPENED:
        words.append(entry.modality)
    if entry.hedge:
        words.append(f"source's hedge: “{entry.hedge}”")
    if entry.as_of:
        words.append(f"as of {entry.as_of}")
    if entry.origin == "context":
        words.append("background fact from another source")
    if entry.status:
        words.append(entry.status)
    return (Run(" · ".join(words), "muted"),)


def values(entry: Entry, attribute: Attribute) -> Runs:
    """The values of an attribute, each with its citations."""
    runs: list[Run] = []
    for i, item in enumerate(attribute.items):
        if i:
            runs.append(Run("; "))
        runs.append(Run(item.text, entry=item.entry.slug if item.entry else None, url=item.url))
        runs.extend(cited(entry.citations, item.part) if item.part else cited(item.citations))
        if item.note:
            runs.append(Run(f" ({item.note})"))
    return tuple(runs)


def entry_blocks(entry: Entry, more: Iterable[Block] = ()) -> Iterator[Block]:
    """An entry in full; `more` comes before the passages cited."""
    yield Heading(1, entry.title)
    yield Prose(_status(entry))
    yield Prose((Run(entry.summary), *cited(entry.citations)))
    # Fields listed before every fact are what a reader wants to know first.
    first = list(takewhile(lambda attribute: attribute.listed and attribute.field, entry.attributes))
    for attribute in first:
        yield from _list(entry, attribute)
    facts = [a for a in entry.attributes if not a.listed]
    if facts:
        yield Facts(tuple((a.name, values(entry, a)) for a in facts))
    for attribute in entry.attributes[len(first) :]:
        if attribute.listed:
            yield from _list(entry, attribute)
    if links := _links(entry):
        yield Heading(2, "Links")
        yield Bullets(tuple(_link(link) for link in links))
    if entry.derived:
        yield Heading(2, "Inferred, not printed")
        yield Bullets(tuple((Run(f"{number}: {basis}"),) for number, basis in entry.derived))
    further = list(more)
    yield from further
    if notes := _notes(entry):
        yield Heading(2, "Notes on the source")
        yield Bullets(notes)
    if entry.citations or further:
        yield Passages()
    if entry.sources:
        yield Heading(2, "Public sources")
        yield Bullets(tuple(_public(source) for source in entry.sources))


def _notes(entry: Entry) -> tuple[Runs, ...]:
    """What the corpus notes on how a document prints something, and on how it is read."""
    printed = ((Run("As printed (sic): ", "warn"), Run(entry.sic)),) if entry.sic else ()
    return ((Run(entry.note),), *printed) if entry.note else printed


def _list(entry: Entry, attribute: Attribute) -> Iterator[Block]:
    yield Heading(2, attribute.name)
    yield Bullets(tuple(values(entry, Attribute("", (item,))) for item in attribute.items))


def _public(source: model.PublicSource) -> Runs:
    return Run(f"{source.title}, "), Run(source.url, url=source.url), Run(f", read {source.read}")


def _links(entry: Entry) -> list[model.Link]:
    """The links of an entry, except those that are listed under a heading of their own."""
    headed = {
        (attribute.name, item.entry.slug) for attribute in entry.attributes for item in attribute.items if item.entry
    }
    return [link for link in entry.links if (link.heading, link.entry.slug) not in headed]


def _link(link: model.Link) -> Runs:
    runs = [Run(f"{link.words} ", "muted"), Run(link.entry.title, entry=link.entry.slug), *cited(link.citations)]
    if link.about:
        runs.append(Run(f" — {link.about}", "strong"))
    if link.note:
        runs.append(Run(f" — {link.note}"))
    return tuple(runs)


def titled(title: str, *said: str | None) -> str:
    """Return a title followed by those of its modality, origin and status that a list names: `Pilots come [draft]`."""
    return "".join((title, *(f" [{word}]" for word in said if word in MARKED)))


def summarised(entry: Entry | Rung) -> Run:
    """Return the summary of an entry below its title, and whether it is a draft."""
    return Run(f"[{entry.status}] {entry.summary}" if entry.status == DRAFT else entry.summary)


def in_short(entry: Entry, lead: str = "") -> Runs:
    """An entry as one item of a list."""
    runs = [Run(f"{lead} ", "muted")] if lead else []
    runs.append(Run(entry.title, "strong", entry.slug))
    if said := [word for word in (entry.modality, entry.origin, entry.status) if word in MARKED]:
        runs += [Run(". "), *(Run(f"[{word}] ", "muted") for word in said), Run(entry.summary)]
    else:
        runs.append(Run(f". {entry.summary}"))
    runs += cited(entry.citations)
    for source in entry.sources:
        runs += [Run(" Source: "), *_public(source), Run(".")]
    if entry.sic:
        runs.append(Run(f" As printed (sic): {entry.sic}", "warn"))
    return tuple(runs)


def with_drafts_marked(store: Store, blocks: Iterable[Block]) -> Iterator[Block]:
    """Return blocks with each link to a draft marked as one."""
    if not store.draft_slugs:
        return iter(blocks)
    from .drafts import marked

    return marked(blocks, store.draft_slugs)


def marks_drafts(
    made: Callable[Concatenate[Store, _Others], Iterator[Block]],
) -> Callable[Concatenate[Store, _Others], Iterator[Block]]:
    """Make a function that yields blocks mark the drafts of the store that it is given first."""

    @wraps(made)
    def marking(store: Store, /, *others: _Others.args, **named: _Others.kwargs) -> Iterator[Block]:
        return with_drafts_marked(store, made(store, *others, **named))

    return marking
