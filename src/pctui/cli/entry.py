"""The commands that print one entry, and the organisations in existence at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UsageError, say
from ..render.formats import AS_TEXT, Form
from .options import Context, Database, Facets, Limit, Slug, faceted, filter_of
from .output import hidden, print_answer, request
from .store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Citation
    from ..page import Block
    from ..reader.copies import Reader


@faceted()
def show(slug: Slug, form: Form = AS_TEXT, db: Database = None, with_context: Context = False) -> None:
    """Print an entry in full. If you have attached copies of the documents it cites, each passage is quoted from yours.

    Example: pctui show SLUG
    """
    from ..page.entry_page import entry_page
    from ..reader.copies import Reader
    from ..render.formats import Answer

    store = open_store(db, with_context)
    page = entry_page(store, slug)
    reader = Reader.of(store)
    copies = {attached.document for attached in reader.attached()}
    rows = _passages(page.entry.citations, reader) if copies else []
    found = Answer(
        "show",
        store,
        {"slug": slug},
        [slug],
        lambda: _with_passages(page.blocks, reader) if copies else page.blocks,
        (page.entry.kind,),
        more={"passages": rows} if rows else {},
        lines=rows,
    )
    print_answer(found, form, lambda: ("", ""))
    without = dict.fromkeys(c.label for c in page.entry.citations if c.document not in copies)
    if without:
        say(f"The passages of {', '.join(without)} are not quoted: attach your copy with pctui attach FILE…")


def _passages(citations: Iterable[Citation], reader: Reader) -> list[dict[str, Any]]:
    """Return the passages that are in attached copies, each once, as data."""
    from msgspec.structs import asdict

    from ..reader.passages import cited_passages

    found = dict.fromkeys(passage for citation in citations for passage in cited_passages(reader, citation))
    return [{"kind": "passage", **asdict(p), "difference": p.difference or None} for p in found]


def _with_passages(blocks: Iterable[Block], reader: Reader) -> Iterator[Block]:
    """Yield blocks with each passage that is in an attached copy quoted in the list of sources."""
    from msgspec.structs import replace

    from ..page import Passages
    from ..reader.passages import cited_passages

    def quoted(citation: Citation) -> list[str]:
        return [passage.quoted for passage in cited_passages(reader, citation)]

    for block in blocks:
        yield replace(block, quoted=quoted) if isinstance(block, Passages) else block


@faceted("classification", "lane", "modality", "document")
def at(
    date: Annotated[
        str,
        typer.Argument(
            help="1 April 1999, April 1999, 01/04/1999 (day first), spring 1999, 1990s, 1997 to 2001 or EDTF."
        ),
    ],
    facets: Facets,
    limit: Limit = None,
    form: Form = AS_TEXT,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print the organisations in existence at a date. For a year or a month: at any time during it.

    Example: pctui at 1999-04 --classification form
    """
    from .. import edtf
    from ..edtf.typed import read
    from ..page.as_of import as_of_blocks
    from ..queries.as_of import in_existence
    from ..render.formats import Answer

    try:
        date = read(date)
    except edtf.DateError as error:
        raise UsageError(f"{error}") from None
    span = edtf.parse(date)
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
            f"no organisation is recorded as in existence {edtf.during(date)}",
            hidden(filters, lambda other: len(in_existence(store, first, last, other))),
        ),
    )
