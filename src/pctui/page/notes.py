"""The reader's marks and notes as blocks: those on one entry for its page, and all of them for `pctui notes`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ..model import MARKS, Annotation, mark_words
from ..queries.lists import ORPHANS
from ..text import clean
from .blocks import Block, Bullets, Heading, Prose, Quote, Run, Runs
from .entry import kind_name


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


def with_annotations(blocks: Iterable[Block], annotations: Mapping[str, Annotation]) -> Iterator[Block]:
    """Yield the blocks of lists with the reader's mark and note on each entry that has any, in or below its item."""
    if not annotations:
        yield from blocks
        return
    headed: Annotation | None = None  # of the entry of the last heading: its note goes below the summary
    for block in blocks:
        match block:
            case Prose(runs) if headed:
                yield block
                yield from _below(headed)
                headed = None
                continue
            case Prose(runs):
                yield block
                named = [annotations[run.entry] for run in runs if run.entry and run.entry in annotations]
                yield from _items((0, (Run(each.entry.title, "strong", each.entry.slug),), each) for each in named)
            case Bullets():
                found_in = ((depth, runs, annotations.get(_about(runs) or "")) for depth, runs in block.nested())
                yield from _items(found_in, goes_on=block.goes_on)
            case _:
                yield block
        headed = annotations.get(block.entry or "") if isinstance(block, Heading) else None


def _about(runs: Runs) -> str | None:
    """Return the slug of the entry that an item of a list shows; None if it shows something else, or two of them."""
    first = next((run for run in runs if run.role != "muted"), None)
    slugs = {run.entry for run in runs if run.entry}
    return first.entry if first and slugs == {first.entry} else None


def _below(annotation: Annotation) -> Iterator[Block]:
    yield Prose(_said(annotation))
    if annotation.note:
        yield Quote(annotation.note)


def _said(annotation: Annotation) -> Runs:
    """Return the mark in words, and what a note that follows is."""
    mark = (Run("Your mark: ", "muted"), Run(mark_words(annotation.mark), "strong")) if annotation.mark else ()
    note = (Run(f"{' ' if mark else ''}Your note:", "muted"),) if annotation.note else ()
    return (*mark, *note)


def note_lines(annotation: Annotation) -> Iterator[str]:
    """Yield the mark and note on an entry as lines of plain text."""
    yield "".join(run.text for run in _said(annotation))
    yield from (f"> {line}".rstrip() for line in clean(annotation.note or "").splitlines())


def _items(items: Iterable[tuple[int, Runs, Annotation | None]], *, goes_on: bool = False) -> Iterator[Block]:
    """Yield a list with the mark of each entry in its item, and its note below it."""
    held: list[Runs] = []
    depths: list[int] = []

    def taken() -> Bullets:
        block = Bullets(tuple(held), tuple(depths) if any(depths) else (), goes_on)
        held.clear()
        depths.clear()
        return block

    for depth, runs, annotation in items:
        held.append((*runs, Run(" "), *_said(annotation)) if annotation else runs)
        depths.append(depth)
        if annotation and annotation.note:
            yield taken()
            yield Quote(annotation.note, depth)
            goes_on = False
    if held:
        yield taken()


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
