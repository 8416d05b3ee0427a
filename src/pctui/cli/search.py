"""The command that searches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..text import one_line
from .app import app, open_store
from .options import (
    Context,
    Database,
    Document,
    Format,
    FormatOption,
    Kind,
    Lane,
    Limit,
    Modality,
    Organisation,
    Since,
    Sort,
    Type,
    Until,
    narrowed,
)
from .output import Found, answer, asked, hidden

if TYPE_CHECKING:
    from ..model import Hit
    from ..page import Block
    from ..queries.filters import Filter
    from ..queries.store import Store
    from ..reader.search import Query

_COUNTED = 10_000  # a search that matches more is not counted through


@app.command()
def search(
    words: Annotated[
        list[str],
        typer.Argument(help='Words or "phrases"; the last word counts as a prefix. kind:finding looks for one kind.'),
    ],
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
    lane: Lane = None,
    type_: Type = None,
    modality: Modality = None,
    document: Document = None,
    organisation: Organisation = None,
    sort: Sort = None,
    limit: Limit = 50,
    form: FormatOption = Format.text,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Search entries and attached documents, the nearest match first.

    Example: pctui search pooled budgets --kind finding --kind recommendation
    """
    from ..reader.copies import Reader
    from ..reader.search import PASSAGE, find, kinds, parse_query

    store, reader = open_store(db, with_context), Reader()
    text, most = " ".join(words), limit or 50
    passages = [typed for typed in kind or () if typed.casefold() in (PASSAGE, f"{PASSAGE}s")]
    filters = narrowed(
        store, since, until, kind=[typed for typed in kind or () if typed not in passages], lane=lane, type=type_,
        modality=modality, document=document, organisation=organisation,
    )  # fmt: skip
    if passages:
        from msgspec.structs import replace

        filters = replace(filters, kind=(*filters.kind, PASSAGE))
    looked = parse_query(text, kinds(store, reader))
    order = sort.value if sort else ""
    hits = find(store, reader, looked, most + 1, filters, order)
    total: int | None = len(hits)
    if len(hits) > most:  # there may be more than were asked for
        matched = store.matches(looked.words, _COUNTED, looked.kind, filters)
        passages_found = sum(hit.kind == PASSAGE for hit in hits)
        total = matched + passages_found if most < matched + passages_found < _COUNTED else None
        hits = hits[:most]
    found = Found(
        "search",
        store,
        asked(filters, words=text, since=since, until=until, sort=order or None, limit=limit),
        [hit.slug for hit in hits if hit.kind != PASSAGE],
        lambda: _blocks(text, hits),
        text=lambda: _lines(hits),
        more={"passages": (rows := [_passage(hit) for hit in hits if hit.kind == PASSAGE])},
        lines=rows,
        total=total,
    )
    answer(found, form, lambda: (f"nothing matches '{text}'", _hidden(store, looked, filters)))


def _hidden(store: Store, looked: Query, filters: Filter) -> str:
    return hidden(filters, lambda other: store.matches(looked.words, _COUNTED, looked.kind, other))


def _place(hit: Hit) -> str:
    return f"{hit.slug} ¶{hit.paragraph}" if hit.paragraph else hit.slug


def _passage(hit: Hit) -> dict[str, Any]:
    """A paragraph of an attached document, as data: `citations` names its place as a table of entries does."""
    snippet = "".join(piece for piece, _ in hit.snippet)
    return {"kind": hit.kind, "document": hit.slug, "paragraph": hit.paragraph, "snippet": one_line(snippet)}


def _lines(hits: Iterable[Hit]) -> str:
    from ..page import kind_name

    lines = []
    for hit in hits:
        lines.append(one_line(f"{hit.title} ({kind_name(hit.kind)}, {_place(hit)})"))
        lines.append("    " + one_line("".join(piece for piece, _ in hit.snippet)))
    return "".join(f"{line}\n" for line in lines)


def _blocks(text: str, hits: Iterable[Hit]) -> Iterable[Block]:
    from ..page import Bullets, Heading, Run, kind_name

    yield Heading(1, f"Search: {text}")
    yield Bullets(
        tuple(
            (
                Run(hit.title, "strong", hit.slug),
                Run(f" ({kind_name(hit.kind)}, {_place(hit)}): "),
                *(Run(piece, "strong" if matched else "") for piece, matched in hit.snippet),
            )
            for hit in hits
        )
    )
