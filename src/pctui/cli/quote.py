"""The command that quotes the passages of an entry, to be used elsewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import NotFound, UsageError, say
from .options import Context, Database, FormatOption, Slug, StyleOption
from .output import print_answer, text_width
from .store import open_store


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
    from ..render.formats import Answer, Form
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
            raise UsageError(f"'{slug}' cites {len(citations)} passages: there is no number {number}")
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
