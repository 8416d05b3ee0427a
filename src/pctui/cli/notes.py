"""The command that prints the reader's own marks and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Database, Facets, FormatOption, faceted, filter_of
from .output import print_answer, request
from .store import open_store
from .typer_support import choice

if TYPE_CHECKING:
    from ..model import Annotation


MARK_WORDS = ("adopt", "consider", "reject")  # those of model.MARKS, whose import is slow
_Mark = choice("Mark", MARK_WORDS)


@faceted("kind")
def notes(
    facets: Facets,
    mark: Annotated[
        list[_Mark] | None,  # type: ignore[valid-type]
        typer.Option("--mark", help="Only entries with this mark; may be repeated.", show_default=False),
    ] = None,
    form: FormatOption = "text",
    db: Database = None,
) -> None:
    """Print your marks and notes, including those on entries no longer in the corpus.

    Example: pctui notes --format markdown > notes.md
    """
    from ..page.notes import all_blocks
    from ..reader.copies import Reader
    from ..render.data import answer_lines
    from ..render.formats import Answer, Form

    store = open_store(db, context=False)
    every = Reader.of(store).notes.load()
    filters = filter_of(store, facets)
    kinds = filters.chosen("kind")
    found = [
        annotation
        for annotation in every.values()
        if (not kinds or annotation.entry.kind in kinds) and (not mark or annotation.mark in mark)
    ]
    missing = store.missing(annotation.entry.slug for annotation in found)
    rows = [_row(annotation, annotation.entry.slug in missing) for annotation in found]
    answer = Answer(
        "notes",
        store,
        request(filters, mark=mark or None),
        [annotation.entry.slug for annotation in found],
        lambda: all_blocks(found, missing),
        own={"csv": lambda _form: _csv(rows), "jsonl": lambda _form: answer_lines((), rows)},
        more={"notes": rows},
        total=len(found),
    )
    print_answer(answer, Form(form), lambda: _nothing(bool(every)))


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    from ..render.tables import table

    return table(["kind", "slug", "title", "mark", "note", "draft", "missing"], rows)


def _nothing(any_at_all: bool) -> tuple[str, str]:
    if any_at_all:
        return "no marks or notes match", ""
    return "you have no marks or notes on this corpus", "In the explorer, press m to mark an entry, n to write a note."


def _row(annotation: Annotation, missing: bool) -> dict[str, Any]:
    entry = annotation.entry
    row = {"kind": entry.kind, "slug": entry.slug, "title": entry.title}
    return row | {"mark": annotation.mark, "note": annotation.note, "draft": annotation.draft, "missing": missing}
