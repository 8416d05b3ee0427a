"""The search command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import say
from ..render.formats import AS_TEXT, Form
from ..text import one_line
from .options import (
    Context,
    Database,
    Drafts,
    Facets,
    Limit,
    Marks,
    Since,
    Sort,
    Until,
    WithNotes,
    faceted,
    filter_of,
    includes_drafts,
    marked_of,
)
from .output import hidden, noted, print_answer, request
from .store import open_store

if TYPE_CHECKING:
    from ..model import Annotation, Citation, Hit
    from ..page import Block
    from ..queries.filters import Filter
    from ..queries.store import Store
    from ..reader.search import Found, Query

    Cited = Mapping[str, tuple[Citation, ...]]

_COUNTED = 10_000  # matches are counted only up to this number


@faceted("kind", "lane", "type", "modality", "document", "organisation", "status")
def search(
    words: Annotated[
        list[str],
        typer.Argument(help='Words or "phrases"; the last word counts as a prefix. kind:finding limits it to a kind.'),
    ],
    since: Since = None,
    until: Until = None,
    *,
    facets: Facets,
    sort: Sort = None,
    limit: Limit = 50,
    mark: Marks = None,
    notes: WithNotes = False,
    form: Form = AS_TEXT,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Search entries and attached documents; the best match comes first.

    Small words (of, the, when did) do not count; other forms of a word, and other names of a thing, do. If few entries
    or none have all the words, those that have most of them follow.

    Example: pctui search pooled budgets --kind finding --kind recommendation
    """
    from ..queries.entry import statement_citations
    from ..queries.search import RANKED
    from ..reader.copies import Reader
    from ..reader.search import PASSAGE, described, find, kinds, parse_query
    from ..render.formats import Answer

    store = open_store(db, with_context, drafts=with_drafts or includes_drafts(facets, form))
    reader = Reader.of(store)
    text, most = " ".join(words), limit or 50
    kinds_typed = facets["kind"] or []
    passages = [typed for typed in kinds_typed if typed.casefold() in (PASSAGE, f"{PASSAGE}s")]
    entries = [typed for typed in kinds_typed if typed not in passages]
    marked = marked_of(store, mark, notes)
    filters = filter_of(store, {**facets, "kind": entries}, since, until, marked)
    if passages:
        filters = filters.choosing("kind", *filters.chosen("kind"), PASSAGE)
    query = parse_query(text, kinds(store, reader))
    order = sort or ""
    hits = find(store, reader, query, most + 1, filters, order)
    total: int | None = len(hits)
    matched = 0
    if len(hits) > most:  # there are more than the limit
        matched = store.matches(query.words, _COUNTED, query.kind, filters)
        passages_found = sum(hit.kind == PASSAGE for hit in hits)
        total = matched + passages_found if most < matched + passages_found < _COUNTED else None
        hits = hits[:most]

    found = described(store, query, hits, filters)

    def cited() -> Cited:
        return statement_citations(store, [hit.slug for hit in hits if hit.kind != PASSAGE])

    answer = Answer(
        "search",
        store,
        request(filters, marked, words=text, since=since, until=until, sort=order or None, limit=limit),
        [hit.slug for hit in hits if hit.kind != PASSAGE],
        lambda: noted(_blocks(text, hits, cited()), marked),
        own={"text": lambda _form: _lines(hits, cited(), marked.shown if marked else {})},
        more={
            "passages": (rows := [_passage(hit) for hit in hits if hit.kind == PASSAGE]),
            "notices": _notices(found),
        },
        lines=rows,
        total=total,
        marked=marked,
    )
    if hits:
        for line in found.lines:
            say(line)
    print_answer(answer, form, lambda: _nothing(text, found.suggestion, _hidden(store, query, filters)))
    if found.suggestion:
        say(_did_you_mean(found.suggestion))
    if matched > RANKED and not order:
        say(f"more than {RANKED:,} match, of which only some were compared: the best may not be among these")


def _did_you_mean(suggestion: str) -> str:
    return f"Did you mean: {suggestion}?"


def _nothing(text: str, suggestion: str, without: str) -> tuple[str, str]:
    """Return what is said where nothing was found, and what may help."""
    return f"nothing matches '{text}'", " ".join(filter(None, [suggestion and _did_you_mean(suggestion), without]))


def _notices(found: Found) -> list[dict[str, Any]]:
    """Return what is to be said of the matches as data."""
    said: list[tuple[str, str]] = [("synonym", f"{name}: {title}") for name, title in found.synonyms]
    said += [("partial", found.partial), ("suggestion", found.suggestion)]
    return [{"about": about, "text": one_line(text)} for about, text in said if text]


def _hidden(store: Store, query: Query, filters: Filter) -> str:
    return hidden(filters, lambda other: store.matches(query.words, _COUNTED, query.kind, other))


def _place(hit: Hit) -> str:
    return f"{hit.slug} ¶{hit.paragraph}" if hit.paragraph else hit.slug


def _passage(hit: Hit) -> dict[str, Any]:
    """Return a match in an attached document as data."""
    snippet = "".join(piece for piece, _ in hit.snippet)
    return {"kind": hit.kind, "document": hit.slug, "paragraph": hit.paragraph, "snippet": one_line(snippet)}


def _lines(hits: Iterable[Hit], cited: Cited, annotations: Mapping[str, Annotation]) -> Iterator[str]:
    """Yield a line for each hit, with the first passage that it cites, and a line with the words found.

    The reader's mark and note on it follow, if `annotations` has any.
    """
    from ..page import kind_name, titled

    for hit in hits:
        citation = next(iter(cited.get(hit.slug, ())), None)
        place = f"; {citation.place}" if citation else ""
        yield f"{one_line(f'{titled(hit.title, hit.status)} ({kind_name(hit.kind)}, {_place(hit)}{place})')}\n"
        yield f"    {one_line(''.join(piece for piece, _ in hit.snippet))}\n"
        if hit.slug in annotations and hit.kind != "passage":
            from ..page.notes import note_lines

            yield from (f"    {line}\n" for line in note_lines(annotations[hit.slug]))


def _blocks(text: str, hits: Iterable[Hit], cited: Cited) -> Iterable[Block]:
    from ..page import Bullets, Heading, Passages, Run, kind_name, titled
    from ..page.entry import cited as citation_runs

    yield Heading(1, f"Search: {text}")
    yield Bullets(
        tuple(
            (
                Run(titled(hit.title, hit.status), "strong", hit.slug),
                Run(f" ({kind_name(hit.kind)}, {_place(hit)}): "),
                *(Run(piece, "strong" if matched else "") for piece, matched in hit.snippet),
                *citation_runs(cited.get(hit.slug, ())),
            )
            for hit in hits
        )
    )
    if any(cited.values()):
        yield Passages()
