"""Shell completion of slugs, kinds and terms of the corpus: `autocompletion=slugs`.

An existing database is read; none is ever built. If it cannot be read, nothing is offered and no error is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import PctuiError
from ..text import number_of

if TYPE_CHECKING:
    from ..queries.facets import Facet
    from ..queries.store import Store

Offered = list[tuple[str, str]]  # each completion with its description

# A shell inserts completions into the command line and may evaluate them, and a corpus may be hostile.
_ACTIVE = r"[^\w ,;.()/+=–—’−-]+"
_WORD = r"[\w][\w .-]*"


def _offer(context: typer.Context, typed: str, query: Callable[[Store], Iterable[tuple[str, str]]]) -> Offered:
    from .. import paths
    from ..queries.store import Store

    given = {**context.find_root().params, **{k: v for k, v in context.params.items() if v}}
    named = Path(given["db"]).expanduser() if given.get("db") else None  # as typed: the shell has not expanded `~`
    try:
        store = Store(paths.database(named), context=bool(given.get("with_context")))
        try:
            pairs = [(value, title) for value, title in query(store) if value.startswith(typed)]
        finally:
            store.close()
    except PctuiError:
        return []  # no error during completion: the command itself reports it
    return [
        (value, " ".join(re.sub(_ACTIVE, " ", title).split())) for value, title in pairs if re.fullmatch(_WORD, value)
    ]


def _entries(context: typer.Context, typed: str, kind: str | None = None) -> Offered:
    from ..queries.slugs import beginning

    return _offer(context, typed, lambda store: ((r.slug, r.title) for r in beginning(store, typed, kind)))


def slugs(context: typer.Context, incomplete: str) -> Offered:
    """Complete the slugs of all entries."""
    return _entries(context, incomplete)


def documents(context: typer.Context, incomplete: str) -> Offered:
    """Complete the slugs of the documents."""
    return _entries(context, incomplete, "document")


def _kinds(store: Store) -> Iterable[tuple[str, str]]:
    return ((kind, number_of(number, "entry")) for kind, number in store.counts().items())


def values_of(facet: Facet) -> Callable[..., Offered]:
    """Return the completion of a facet's option: its fixed values, entries or terms, or the kinds with their counts."""

    def offered(context: typer.Context, incomplete: str) -> Offered:
        if facet.words:
            return [(word, "") for word in facet.words if word.startswith(incomplete)]
        if facet.kind:
            return _entries(context, incomplete, facet.kind)
        if facet.vocabulary:
            return _offer(context, incomplete, lambda store: store.terms(facet.vocabulary))
        return _offer(context, incomplete, lambda store: store.select(facet.titled) if facet.titled else _kinds(store))

    return offered


def tables(incomplete: str) -> list[str]:
    """Complete the tables of the CSV export."""
    from ..render.columns import TABLES

    return [name for name in TABLES if name.startswith(incomplete)]


def templates(incomplete: str) -> list[str]:
    """Complete the templates that come with the program; if none matches, the shell offers files."""
    from .. import paths

    return [name for name in paths.templates() if name.startswith(incomplete)]


def styles(incomplete: str) -> list[str]:
    """Complete the citation styles that have a name; if none matches, the shell offers files."""
    from ..render.csl_styles import NAMED

    return [name for name in NAMED if name.startswith(incomplete)]


def variables(context: typer.Context, incomplete: str) -> Offered:
    """Complete the variables of the template that is named, and the values of one that is called like a facet."""
    from .. import paths
    from ..queries.facets import FACETS
    from ..render.template_head import read

    path = paths.templates().get(str(context.params.get("template")))
    declared = (read(path.read_text(encoding="utf-8")).variables if path else None) or ()
    name, equals, value = incomplete.partition("=")
    if equals and name in FACETS and any(each.name == name for each in declared):
        return [(f"{name}={offered}", title) for offered, title in values_of(FACETS[name])(context, value)]
    return [(f"{each.name}=", each.described) for each in declared if f"{each.name}=".startswith(incomplete)]
