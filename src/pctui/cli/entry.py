"""The commands that print one entry, and the organisations in existence at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import NotFound, UsageError, say
from ..render.formats import AS_TEXT, Form
from ..text import number_of
from .options import (
    Context,
    Database,
    Drafts,
    Facets,
    FormatOption,
    Limit,
    Marks,
    Slug,
    StyleOption,
    WithNotes,
    faceted,
    filter_of,
    includes_drafts,
    marked_of,
)
from .output import hidden, noted, print_answer, request, text_width
from .store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Citation
    from ..page import Block
    from ..reader.copies import Reader


@faceted()
def show(
    slug: Slug,
    notes: WithNotes = False,
    form: Form = AS_TEXT,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Print an entry in full. If you have attached copies of the documents it cites, each passage is quoted from yours.

    Example: pctui show SLUG
    """
    from ..page.entry_page import entry_page
    from ..reader.copies import Reader
    from ..render.formats import Answer

    store = open_store(db, with_context, drafts=form.is_text or with_drafts, named=[slug])
    page = entry_page(store, slug)
    reader = Reader.of(store)
    marked = marked_of(store, (), notes)
    copies = {attached.document for attached in reader.attached()}
    rows = _passages(page.entry.citations, reader) if copies else []

    def blocks() -> Iterable[Block]:
        shown = page.blocks
        if annotation := marked.shown.get(slug) if marked else None:
            from ..page.notes import with_annotation

            shown = with_annotation(shown, annotation)
        return _with_passages(shown, reader) if copies else shown

    found = Answer(
        "show",
        store,
        {"slug": slug, **({"notes": True} if notes else {})},
        [slug],
        blocks,
        (page.entry.kind,),
        more={"passages": rows} if rows else {},
        lines=rows,
        marked=marked,
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


def quote(
    slug: Slug,
    number: Annotated[
        int | None,
        typer.Option("--citation", min=1, metavar="N", help="Only the passage with this number.", show_default=False),
    ] = None,
    style: StyleOption = None,
    form: FormatOption = "text",
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print the passages that an entry cites, each with its citation. They are quoted from your own copies.

    A passage that your copy has in other words, or not at all, is not quoted.

    Example: pctui quote SLUG --style harvard
    """
    from ..queries.entry import describe
    from ..reader.copies import Reader
    from ..reader.passages import NO_COPY, quotation
    from ..render.formats import Answer
    from ..render.quotations import quotations

    store = open_store(db, with_context)
    entry = describe(store, slug)
    citations = list({citation.passage: citation for citation in reversed(entry.citations)}.values())[::-1]
    if not citations:
        raise NotFound(
            f"'{slug}' cites no passage", f"It has other sources: pctui show {slug}" if entry.sources else ""
        )
    if number is not None:
        if number > len(citations):
            raise UsageError(f"'{slug}' cites {number_of(len(citations), 'passage')}: there is no number {number}")
        citations = [citations[number - 1]]
    chosen = None
    if style is not None:
        from ..render.csl_styles import find_style

        chosen = find_style(style, store.documents)
    reader = Reader.of(store)
    documents = store.documents(dict.fromkeys(citation.document for citation in citations))
    made = quotations([(citation, quotation(reader, citation)) for citation in citations], documents, chosen)
    rows = [quoted.record for quoted in made.quoted]
    found = Answer(
        "quote",
        store,
        {"slug": slug, **({"style": style} if style else {})},
        [slug],
        kinds=(entry.kind,),
        own={"text": lambda _form: made.text(text_width()), "markdown": lambda _form: made.markdown()},
        more={"quotations": rows},
        lines=rows,
    )
    print_answer(found, Form(form), lambda: ("", ""))
    for quoted in made.quoted:
        if quoted.quotation.why not in ("", NO_COPY):
            say(f"{quoted.citation.place} is not quoted: {quoted.quotation.why}")
    without = dict.fromkeys(quoted.citation.label for quoted in made.quoted if quoted.quotation.why == NO_COPY)
    if without:
        say(f"The passages of {', '.join(without)} are not quoted: attach your copy with pctui attach FILE…")


@faceted("classification", "lane", "modality", "document", "status")
def at(
    date: Annotated[
        str,
        typer.Argument(
            help="1 April 1999, April 1999, 01/04/1999 (day first), spring 1999, 1990s, 1997 to 2001 or EDTF."
        ),
    ],
    facets: Facets,
    limit: Limit = None,
    mark: Marks = None,
    notes: WithNotes = False,
    form: Form = AS_TEXT,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Print the organisations in existence at a date. For a year or a month: at any time during it.

    Example: pctui at 1999-04 --classification form
    """
    from .. import edtf
    from ..edtf.typed import read
    from ..page.as_of import as_of_blocks
    from ..page.entry import with_drafts_marked
    from ..queries.as_of import in_existence
    from ..render.formats import Answer

    try:
        date = read(date)
    except edtf.DateError as error:
        raise UsageError(f"{error}") from None
    span = edtf.parse(date)
    if span.earliest is None:
        raise UsageError(f"'{date}' has no first day")
    store = open_store(db, with_context, drafts=with_drafts or includes_drafts(facets, form))
    marked = marked_of(store, mark, notes)
    filters = filter_of(store, facets, marked=marked)
    first, last = span.earliest, span.latest
    there = in_existence(store, first, last, filters)
    shown = there[:limit]

    def blocks() -> Iterable[Block]:
        yield from noted(with_drafts_marked(store, as_of_blocks(edtf.during(date), shown)), marked)

    found = Answer(
        "at",
        store,
        request(filters, marked, date=date, limit=limit),
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
        marked=marked,
    )
    print_answer(
        found,
        form,
        lambda: (
            f"no organisation is recorded as in existence {edtf.during(date)}",
            hidden(filters, lambda other: len(in_existence(store, first, last, other))),
        ),
    )
