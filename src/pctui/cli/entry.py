"""The commands that print one entry, and what was in existence at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .app import app, open_store
from .options import (
    Classification,
    Context,
    Database,
    Document,
    Format,
    FormatOption,
    Lane,
    Limit,
    Modality,
    Slug,
    narrowed,
)
from .output import Found, answer, asked, hidden

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..page import Block


@app.command()
def show(slug: Slug, form: FormatOption = Format.text, db: Database = None, with_context: Context = False) -> None:
    """Print one entry in full, with the passages that it rests on.

    Example: pctui show SLUG
    """
    from ..page.entry_page import entry_page

    store = open_store(db, with_context)
    page = entry_page(store, slug)
    found = Found(
        "show",
        store,
        {"slug": slug},
        [slug],
        lambda: page.blocks,
        (page.entry.kind,),
    )
    answer(found, form, lambda: ("", ""))


@app.command()
def at(
    date: Annotated[str, typer.Argument(help="A date in EDTF: 1999, 1999-04, 1999-04-01.")],
    classification: Classification = None,
    lane: Lane = None,
    modality: Modality = None,
    document: Document = None,
    limit: Limit = None,
    form: FormatOption = Format.text,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print what was in being at a date: in some part of it, where that is a year or a month.

    Example: pctui at 1999-04 --classification form
    """
    from .. import edtf
    from ..page.as_of import as_of_blocks
    from ..queries.as_of import in_existence

    try:
        span = edtf.parse(date)
    except edtf.DateError as error:
        raise UsageError(f"{error}", "EDTF is like 1999, 1999-04 or 1999-04-01.") from None
    if span.earliest is None:
        raise UsageError(f"'{date}' has no first day")
    store = open_store(db, with_context)
    filters = narrowed(store, classification=classification, lane=lane, modality=modality, document=document)
    first, last = span.earliest, span.latest
    there = in_existence(store, first, last, filters)
    shown = there[:limit]

    def blocks() -> Iterable[Block]:
        yield from as_of_blocks(edtf.during(date), shown)

    found = Found(
        "at",
        store,
        asked(filters, date=date, limit=limit),
        [x.entry.slug for x in shown],
        blocks,
        ("organisation",),
        more={
            "in_existence": [
                {"slug": x.entry.slug, "existence": x.existence, "planned": x.planned, "doubt": x.doubt or None}
                for x in shown
            ]
        },
        total=len(there),
    )
    answer(
        found,
        form,
        lambda: (
            f"the documents tell of nothing in being at {date}",
            hidden(filters, lambda other: len(in_existence(store, first, last, other))),
        ),
    )
