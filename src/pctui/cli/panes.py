"""The pane commands, each made from the pane's record in the registry, with an option for each facet."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ..render.formats import AS_TEXT, Form
from .options import (
    Context,
    Database,
    Facets,
    Limit,
    Since,
    Sort,
    Until,
    filter_of,
    sorted_by,
    with_facets,
)
from .output import hidden, print_answer, request
from .store import open_store
from .typer_support import choice

if TYPE_CHECKING:
    from ..page import Block
    from ..panes import Pane
    from ..queries.filters import Filter
    from ..queries.store import Store


class ListOptions(NamedTuple):
    """The options of a pane's list other than the facets, as typed."""

    since: str | None = None
    until: str | None = None
    sort: str | None = None
    limit: int | None = None
    by: str | None = None


def command(pane: Pane) -> Callable[..., None]:
    """Return the command that prints a pane."""

    def show(
        by: str | None = None,
        since: Since = None,
        until: Until = None,
        *,
        facets: Facets,
        sort: Sort = None,
        limit: Limit = None,
        form: Form = AS_TEXT,
        db: Database = None,
        with_context: Context = False,
    ) -> None:
        store = open_store(db, with_context)
        filters = filter_of(store, facets, since, until)
        _print(pane, store, filters, ListOptions(since, until, sort, limit, by), form)

    def parameters() -> Iterable[inspect.Parameter]:
        found = dict(inspect.signature(show, eval_str=True).parameters)
        if pane.groupings:
            words = choice("Grouping", pane.groupings)
            option = typer.Option("--by", help="What to group by.")
            found["by"] = found["by"].replace(annotation=Annotated[words, option], default=pane.groupings[0])
        else:
            del found["by"]
        if pane.orders:
            found["sort"] = found["sort"].replace(annotation=sorted_by(pane.orders))
        else:
            del found["sort"]
        return found.values()

    doc = f"{pane.help}\n\nExample: {pane.example}"
    return with_facets(show, parameters, pane.facets, name=pane.name, doc=doc)


def _print(pane: Pane, store: Store, filters: Filter, options: ListOptions, form: Form) -> None:
    from ..queries.listing import Listing
    from ..render.formats import Answer

    name = pane.grouped_list(options.by)
    listing = Listing(store, name, filters, options.sort, options.limit)

    def blocks() -> Iterable[Block]:
        from ..page import SECTIONS, Passages

        whole = not (filters or options.sort or options.limit)
        yield from SECTIONS[pane.name](store, None if whole and pane.overview else listing.rows())
        yield Passages()

    def nothing() -> tuple[str, str]:
        noun = pane.kinds[0]
        if not filters:
            return f"the corpus has no {noun}", ""
        return f"no {noun} matches", hidden(filters, lambda other: store.total(name, other))

    typed: dict[str, Any] = options._asdict()
    more = {}
    if pane.name == "evidence" and form.name == "json":
        from ..queries.evidence import disagreement_records

        among = set(listing) if filters or options.limit is not None else None
        more = {"disagreements": list(disagreement_records(store, among))}
    found = Answer(
        pane.name,
        store,
        request(filters, **typed),
        listing,
        blocks,
        pane.kinds,
        more=more,
        total=listing.total,
    )
    print_answer(found, form, nothing)
