"""Marks drafts wherever a page names them: after each link to one stands `[draft]`, unless its item says so already."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from msgspec.structs import replace

from ..kinds.vocabulary import DRAFT
from .blocks import Beside, Block, Bullets, Chart, Facts, Prose, Run, Runs

_MARK = f"[{DRAFT}]"


def marked(blocks: Iterable[Block], drafts: Container[str]) -> Iterator[Block]:
    """Yield blocks with each link to one of `drafts`, which are slugs, marked."""
    return (_marked(block, drafts) for block in blocks)


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
    found: list[Run] = []
    for run in runs:
        found.append(run)
        if run.text and run.entry in drafts:
            found.append(Run(f" {_MARK}", "muted"))
    return tuple(found)
