"""What a shell is offered where a slug, a kind or a term of the corpus can be typed: `autocompletion=slugs`.

A database is read where there is one, and never built; where it cannot be read nothing is offered and nothing said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import PctuiError

if TYPE_CHECKING:
    from ..queries.facets import Facet
    from ..queries.store import Store

Offered = list[tuple[str, str]]  # what can be typed, and what it is

# A shell puts what it is offered on the command line and evaluates what it shows, and the corpus may be anybody's.
_ACTIVE = re.compile(r"[^\w ,;.()/+=–—’−-]+")
_WORD = re.compile(r"[\w][\w .-]*")


def _offer(context: typer.Context, typed: str, query: Callable[[Store], Iterable[tuple[str, str]]]) -> Offered:
    from .. import paths
    from ..queries.store import Store

    given = {**context.find_root().params, **{k: v for k, v in context.params.items() if v}}
    named = Path(given["db"]).expanduser() if given.get("db") else None  # as it was typed: no shell has expanded it
    try:
        store = Store(paths.database(named), context=bool(given.get("with_context")))
        try:
            pairs = [(value, title) for value, title in query(store) if value.startswith(typed)]
        finally:
            store.close()
    except PctuiError:
        return []  # a shell that asks is not the place to complain: the command itself will
    return [(value, " ".join(_ACTIVE.sub(" ", title).split())) for value, title in pairs if _WORD.fullmatch(value)]


def _entries(context: typer.Context, typed: str, kind: str | None = None) -> Offered:
    from ..queries.slugs import beginning

    return _offer(context, typed, lambda store: ((r.slug, r.title) for r in beginning(store, typed, kind)))


def slugs(context: typer.Context, incomplete: str) -> Offered:
    """Every entry."""
    return _entries(context, incomplete)


def documents(context: typer.Context, incomplete: str) -> Offered:
    """The documents."""
    return _entries(context, incomplete, "document")


def _kinds(store: Store) -> Iterable[tuple[str, str]]:
    return ((kind, f"{number} entries") for kind, number in store.counts().items())


def values_of(facet: Facet) -> Callable[..., Offered]:
    """The completion of a facet's option: its words, its entries, its terms, or the kinds with their counts."""

    def offered(context: typer.Context, incomplete: str) -> Offered:
        if facet.words:
            return [(word, "") for word in facet.words if word.startswith(incomplete)]
        if facet.kind:
            return _entries(context, incomplete, facet.kind)
        if facet.vocabulary:
            return _offer(context, incomplete, lambda store: store.terms(facet.vocabulary))
        return _offer(context, incomplete, lambda store: store.ask(facet.titled) if facet.titled else _kinds(store))

    return offered


def tables(incomplete: str) -> list[str]:
    """The tables of the CSV export."""
    from ..render.tables import TABLES

    return [name for name in TABLES if name.startswith(incomplete)]


def templates(incomplete: str) -> list[str]:
    """The templates that come with the program; where none fits, a shell offers files."""
    from .. import paths

    return [name for name in paths.templates() if name.startswith(incomplete)]
