"""The reader's marks and notes as blocks: on an entry's page, and all of them as `pctui notes` prints them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ..model import MARKS, Remark
from ..queries.lists import ORPHANS
from . import Block, Heading, Prose, Quote, Run, kind_name


def mark_words(mark: str | None) -> str:
    """A mark with its sign: `adopt ✓`."""
    return f"{mark} {MARKS[mark]}" if mark in MARKS else "none"


def remark_blocks(remark: Remark) -> Iterator[Block]:
    """The reader's mark and note."""
    if remark.mark:
        yield Prose((Run("Your mark: ", "muted"), Run(mark_words(remark.mark), "strong")))
    if remark.note:
        yield Heading(2, "Your note")
        yield Quote(remark.note)
    if remark.draft is not None:
        yield Heading(2, "Your draft, not saved")
        yield Quote(remark.draft or "(empty)")


def with_remark(blocks: Sequence[Block], remark: Remark | None) -> list[Block]:
    """An entry's blocks with the reader's own after its title, status and summary."""
    head = 1 + sum(isinstance(block, Prose) for block in blocks[1:3])
    return [*blocks[:head], *(remark_blocks(remark) if remark else ()), *blocks[head:]]


def orphan_blocks(remark: Remark) -> Iterator[Block]:
    """The page of an entry that the corpus no longer has."""
    entry = remark.entry
    yield Heading(1, entry.title)
    yield Prose((Run(f"{kind_name(entry.kind)} · no longer in the corpus", "muted"),))
    kept = f"The corpus had an entry “{entry.slug}” when you marked it. What you put on it is kept."
    yield Prose((Run(kept),))


def all_blocks(remarks: Iterable[Remark], missing: Collection[str]) -> Iterator[Block]:
    """All marks and notes, by mark; what is `missing` from the corpus last."""
    groups: dict[str, list[Remark]] = {}
    for remark in remarks:
        mark = mark_words(remark.mark).capitalize() if remark.mark else "Notes without a mark"
        groups.setdefault(ORPHANS if remark.entry.slug in missing else mark, []).append(remark)
    yield Heading(1, "Your marks and notes")
    for head in (*(mark_words(mark).capitalize() for mark in MARKS), "Notes without a mark", ORPHANS):
        if head not in groups:
            continue
        yield Heading(2, head)
        for remark in groups[head]:
            yield Heading(3, remark.entry.title, remark.entry.slug)
            told = [kind_name(remark.entry.kind), remark.entry.slug]
            if head == ORPHANS and remark.mark:
                told.append(mark_words(remark.mark))
            yield Prose((Run(", ".join(told), "muted"),))
            if remark.note:
                yield Quote(remark.note)
            if remark.draft is not None:
                yield Prose((Run("Draft, not saved:", "muted"),))
                yield Quote(remark.draft or "(empty)")
