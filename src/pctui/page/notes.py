"""The reader's marks and notes as blocks: those on one entry for its page, and all of them for `pctui notes`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ..model import MARKS, Annotation
from ..queries.lists import ORPHANS
from . import Block, Heading, Prose, Quote, Run, kind_name


def mark_words(mark: str | None) -> str:
    """Return a mark with its sign: `adopt ✓`."""
    return f"{mark} {MARKS[mark]}" if mark in MARKS else "none"


def annotation_blocks(annotation: Annotation) -> Iterator[Block]:
    """Yield the reader's mark and note on an entry."""
    if annotation.mark:
        yield Prose((Run("Your mark: ", "muted"), Run(mark_words(annotation.mark), "strong")))
    if annotation.note:
        yield Heading(2, "Your note")
        yield Quote(annotation.note)
    if annotation.draft is not None:
        yield Heading(2, "Your draft, not saved")
        yield Quote(annotation.draft or "(empty)")


def with_annotation(blocks: Sequence[Block], annotation: Annotation | None) -> list[Block]:
    """Return the blocks of an entry with the reader's mark and note after its title, status and summary."""
    head = 1 + sum(isinstance(block, Prose) for block in blocks[1:3])
    return [*blocks[:head], *(annotation_blocks(annotation) if annotation else ()), *blocks[head:]]


def orphan_blocks(annotation: Annotation) -> Iterator[Block]:
    """Yield the page of an entry that is no longer in the corpus."""
    entry = annotation.entry
    yield Heading(1, entry.title)
    yield Prose((Run(f"{kind_name(entry.kind)} · no longer in the corpus", "muted"),))
    kept = f"When you marked it, the corpus had this entry as “{entry.slug}”. Your mark and note are kept."
    yield Prose((Run(kept),))


def all_blocks(annotations: Iterable[Annotation], missing: Collection[str]) -> Iterator[Block]:
    """Yield all marks and notes, grouped by mark; those on `missing` entries come last."""
    groups: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        mark = mark_words(annotation.mark).capitalize() if annotation.mark else "Notes without a mark"
        groups.setdefault(ORPHANS if annotation.entry.slug in missing else mark, []).append(annotation)
    yield Heading(1, "Your marks and notes")
    for head in (*(mark_words(mark).capitalize() for mark in MARKS), "Notes without a mark", ORPHANS):
        if head not in groups:
            continue
        yield Heading(2, head)
        for annotation in groups[head]:
            yield Heading(3, annotation.entry.title, annotation.entry.slug)
            status = [kind_name(annotation.entry.kind), annotation.entry.slug]
            if head == ORPHANS and annotation.mark:
                status.append(mark_words(annotation.mark))
            yield Prose((Run(", ".join(status), "muted"),))
            if annotation.note:
                yield Quote(annotation.note)
            if annotation.draft is not None:
                yield Prose((Run("Draft, not saved:", "muted"),))
                yield Quote(annotation.draft or "(empty)")
