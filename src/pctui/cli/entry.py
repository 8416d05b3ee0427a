"""The commands that print one entry, and the organisations in existence at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .options import Context, Database, Facets, FormatOption, Limit, Slug, faceted, filter_of
from .output import hidden, print_answer, request
from .store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..page import Block


def show(slug: Slug, form: FormatOption = "text", db: Database = None, with_context: Context = False) -> None:
    """Print an entry in full, with the passages it cites.

    Example: pctui show SLUG
    """
    from ..page.entry_page import entry_page
    from ..render.formats import Answer

    store = open_store(db, with_context)
    page = entry_page(store, slug)
    found = Answer("show", store, {"slug": slug}, [slug], lambda: page.blocks, (page.entry.kind,))
    print_answer(found, form, lambda: ("", ""))


@faceted("classification", "lane", "modality", "document")
def at(
    date: Annotated[str, typer.Argument(help="A date in EDTF: 1999, 1999-04, 1999-04-01.")],
    facets: Facets,
    limit: Limit = None,
    form: FormatOption = "text",
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print the organisations in existence at a date. For a year or a month: at any time during it.

    Example: pctui at 1999-04 --classification form
    """
    from .. import edtf
    from ..page.as_of import as_of_blocks
    from ..queries.as_of import in_existence
    from ..render.formats import Answer

    try:
        span = edtf.parse(date)
    except edtf.DateError as error:
        raise UsageError(f"{error}", "EDTF is like 1999, 1999-04 or 1999-04-01.") from None
    if span.earliest is None:
        raise UsageError(f"'{date}' has no first day")
    store = open_store(db, with_context)
    filters = filter_of(store, facets)
    first, last = span.earliest, span.latest
    there = in_existence(store, first, last, filters)
    shown = there[:limit]

    def blocks() -> Iterable[Block]:
        yield from as_of_blocks(edtf.during(date), shown)

    found = Answer(
        "at",
        store,
        request(filters, date=date, limit=limit),
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
    print_answer(
        found,
        form,
        lambda: (
            f"no organisation is recorded as in existence at {date}",
            hidden(filters, lambda other: len(in_existence(store, first, last, other))),
        ),
    )
