"""The command that prints the reader's own marks and notes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import NotFound
from .app import app, open_store, write
from .options import Database, Format, FormatOption, Kind, narrowed
from .output import Found, answer

if TYPE_CHECKING:
    from ..model import Annotation


class Mark(StrEnum):
    """The marks that can be asked for."""

    adopt = "adopt"
    consider = "consider"
    reject = "reject"


@app.command()
def notes(
    kind: Kind = None,
    mark: Annotated[
        list[Mark] | None, typer.Option("--mark", help="Only what you marked so; may be repeated.", show_default=False)
    ] = None,
    form: FormatOption = Format.text,
    db: Database = None,
) -> None:
    """Print your marks and notes, also those on entries that the corpus no longer has.

    Example: pctui notes --format markdown > notes.md
    """
    from ..page.notes import all_blocks
    from ..reader.copies import Reader

    store = open_store(db, context=False)
    every = Reader().notes(store.corpus["slug"]).load()
    kinds = narrowed(store, kind=kind).kind
    marks = [filters.value for filters in mark or ()]
    found = [
        annotation
        for annotation in every.values()
        if (not kinds or annotation.entry.kind in kinds) and (not marks or annotation.mark in marks)
    ]
    missing = store.missing(annotation.entry.slug for annotation in found)
    told = [_told(annotation, annotation.entry.slug in missing) for annotation in found]
    if form is Format.csv:
        from ..render.tables import table

        write(table(["kind", "slug", "title", "mark", "note", "draft", "missing"], told))
    elif form is Format.jsonl:
        from ..render.answer import lines

        for text in lines((), told):
            write(text)
    if form in (Format.csv, Format.jsonl):
        if not found:
            raise NotFound(*_nothing(bool(every)))
        return
    answer(
        Found(
            "notes",
            store,
            {name: values for name, values in (("kind", list(kinds)), ("mark", marks)) if values},
            [annotation.entry.slug for annotation in found],
            lambda: all_blocks(found, missing),
            more={"notes": told},
            total=len(found),
        ),
        form,
        lambda: _nothing(bool(every)),
    )


def _nothing(any_at_all: bool) -> tuple[str, str]:
    if any_at_all:
        return "no mark and no note of yours matches", ""
    return "you have put no mark and no note on this corpus", "In the explorer: m marks, n writes a note."


def _told(annotation: Annotation, missing: bool) -> dict[str, Any]:
    entry = annotation.entry
    told = {"kind": entry.kind, "slug": entry.slug, "title": entry.title}
    return told | {"mark": annotation.mark, "note": annotation.note, "draft": annotation.draft, "missing": missing}
