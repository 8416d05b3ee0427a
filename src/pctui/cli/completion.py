"""What a shell is offered where a slug, a kind or a term of the corpus can stand: `autocompletion=slugs`.

A database is read where there is one, and never built; where it cannot be read nothing is offered and nothing said.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import PctuiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..queries.store import Store

Offered = list[tuple[str, str]]  # what can stand there, and what it is

# A shell puts what it is offered on the command line and evaluates what it shows, and the corpus may be anybody's.
_ACTIVE = re.compile(r"[^\w ,;.()/+=–—’−-]+")
_WORD = re.compile(r"[\w][\w .-]*")


def _offer(context: typer.Context, typed: str, ask: Callable[[Store], Iterable[tuple[str, str]]]) -> Offered:
    from .. import paths
    from ..queries.store import Store

    given = {**context.find_root().params, **{k: v for k, v in context.params.items() if v}}
    named = Path(given["db"]).expanduser() if given.get("db") else None  # as it was typed: no shell has expanded it
    try:
        store = Store(paths.database(named), context=bool(given.get("with_context")))
        try:
            found = [(value, told) for value, told in ask(store) if value.startswith(typed) and _WORD.fullmatch(value)]
        finally:
            store.close()
    except PctuiError:
        return []  # a shell that asks is not the place to complain: the command itself will
    return [(value, " ".join(_ACTIVE.sub(" ", told).split())) for value, told in found]


def _entries(context: typer.Context, typed: str, kind: str | None = None) -> Offered:
    from ..queries.slugs import beginning

    return _offer(context, typed, lambda store: ((r.slug, r.title) for r in beginning(store, typed, kind)))


def _terms(context: typer.Context, typed: str, vocabulary: str) -> Offered:
    return _offer(context, typed, lambda store: store.terms(vocabulary))


def slugs(context: typer.Context, incomplete: str) -> Offered:
    """Every entry."""
    return _entries(context, incomplete)


def organisations(context: typer.Context, incomplete: str) -> Offered:
    """The organisations."""
    return _entries(context, incomplete, "organisation")


def documents(context: typer.Context, incomplete: str) -> Offered:
    """The documents."""
    return _entries(context, incomplete, "document")


def kinds(context: typer.Context, incomplete: str) -> Offered:
    """The kinds of entry that there are, with how many there are of each."""
    return _offer(context, incomplete, lambda store: ((kind, f"{n} entries") for kind, n in store.counts().items()))


def lanes(context: typer.Context, incomplete: str) -> Offered:
    """The lanes of the corpus."""
    return _terms(context, incomplete, "lane")


def boundaries(context: typer.Context, incomplete: str) -> Offered:
    """The boundaries that recommendations are about."""
    return _terms(context, incomplete, "boundary")


def types(context: typer.Context, incomplete: str) -> Offered:
    """The types of events."""
    return _terms(context, incomplete, "event_type")


def domains(context: typer.Context, incomplete: str) -> Offered:
    """The domains that findings are in."""
    return _terms(context, incomplete, "domain")


def ladders(context: typer.Context, incomplete: str) -> Offered:
    """The ladders."""
    return _entries(context, incomplete, "ladder")


def _words(facet: str, typed: str) -> list[str]:
    from ..queries.facets import FIXED

    return [word for word in FIXED[facet] if word.startswith(typed)]


def modalities(incomplete: str) -> list[str]:
    """How a statement is put."""
    return _words("modality", incomplete)


def classifications(incomplete: str) -> list[str]:
    """The classes of organisations."""
    return _words("classification", incomplete)


def strengths(incomplete: str) -> list[str]:
    """How firmly a recommendation is put."""
    return _words("strength", incomplete)


def directions(incomplete: str) -> list[str]:
    """The directions of findings."""
    return _words("direction", incomplete)


def tables(incomplete: str) -> list[str]:
    """The tables of the CSV export."""
    from ..render.tables import TABLES

    return [name for name in TABLES if name.startswith(incomplete)]


def templates(incomplete: str) -> list[str]:
    """The templates that come with the program; where none fits, a shell offers files."""
    from .. import paths

    return [name for name in paths.templates() if name.startswith(incomplete)]
