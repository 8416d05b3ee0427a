"""Marks drafts wherever a page names them: after each link to one stands `[draft]`, unless its item says so already."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec

from msgspec.structs import replace

from ..kinds.vocabulary import DRAFT
from ..queries.store import Store
from .blocks import Beside, Block, Bullets, Chart, Facts, Prose, Run, Runs

_MARK = f"[{DRAFT}]"

_Others = ParamSpec("_Others")
_Blocks = Callable[Concatenate[Store, _Others], Iterator[Block]]


def marks_drafts(made: _Blocks[_Others]) -> _Blocks[_Others]:
    """Make a function that yields blocks mark the drafts of the store that it is given first."""

    @wraps(made)
    def marking(store: Store, /, *others: _Others.args, **named: _Others.kwargs) -> Iterator[Block]:
        return with_drafts_marked(store, made(store, *others, **named))

    return marking


def with_drafts_marked(store: Store, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with each link to a draft marked as one."""
    drafts = store.draft_slugs
    return (_marked(block, drafts) for block in blocks) if drafts else iter(blocks)


def _marked(block: Block, drafts: Container[str]) -> Block:
    match block:
        case Prose(runs):
            return Prose(_in(runs, drafts))
        case Facts(rows):
            return Facts(tuple((name, _in(runs, drafts)) for name, runs in rows))
        case Bullets(items):
            return replace(block, items=tuple(_in(runs, drafts) for runs in items))
        case Chart(amounts):
            return Chart(tuple(replace(amount, runs=_in(amount.runs, drafts)) for amount in amounts))
        case Beside(left, right):
            return Beside(tuple(_marked(each, drafts) for each in left), tuple(_marked(each, drafts) for each in right))
    return block


def _in(runs: Runs, drafts: Container[str]) -> Runs:
    if not any(run.entry in drafts for run in runs) or any(_MARK in run.text for run in runs):
        return runs
    marked: list[Run] = []
    for run in runs:
        marked.append(run)
        if run.text and run.entry in drafts:
            marked.append(Run(f" {_MARK}", "muted"))
    return tuple(marked)
