"""The pane commands, each made from the pane's record in the registry, with an option for each facet."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ..render.formats import AS_TEXT, Form
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
    filter_of,
    includes_drafts,
    marked_of,
    sorted_by,
    with_facets,
)
from .output import hidden, noted, print_answer, request
from .store import open_store
from .typer_support import choice

if TYPE_CHECKING:
    from ..page import Block
    from ..panes import Pane
    from ..queries.filters import Filter
    from ..queries.store import Store
    from ..reader.marked import Marked

_BY_MARK = "mark"


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
        mark: Marks = None,
        notes: WithNotes = False,
        form: Form = AS_TEXT,
        db: Database = None,
        with_context: Context = False,
        with_drafts: Drafts = False,
    ) -> None:
        store = open_store(db, with_context, drafts=with_drafts or includes_drafts(facets, form))
        marked = marked_of(store, mark, notes, by_mark=by == _BY_MARK, kinds=pane.kinds)
        filters = filter_of(store, facets, since, until, marked)
        _print(pane, store, filters, ListOptions(since, until, sort, limit, by), marked, form)

    def parameters() -> Iterable[inspect.Parameter]:
        found = dict(inspect.signature(show, eval_str=True).parameters)
        words = choice("Grouping", (*pane.groupings, _BY_MARK))
        by_mark = "By mark, and with several --mark: a part for each of your marks."
        if pane.groupings:
            option = typer.Option("--by", help=f"What to group by. {by_mark}")
            found["by"] = found["by"].replace(annotation=Annotated[words, option], default=pane.groupings[0])
        elif pane.orders:
            option = typer.Option("--by", help=by_mark, show_default=False)
            found["by"] = found["by"].replace(annotation=Annotated[words | None, option])
        else:
            del found["by"]
        if pane.orders:
            found["sort"] = found["sort"].replace(annotation=sorted_by(pane.orders))
        else:
            del found["sort"]
        return found.values()

    doc = f"{pane.help}\n\nExample: {pane.example}"
    return with_facets(show, parameters, pane.facets, name=pane.name, doc=doc)


def _print(pane: Pane, store: Store, filters: Filter, options: ListOptions, marked: Marked | None, form: Form) -> None:
    from ..queries.listing import Divided, Listing
    from ..render.formats import Answer

    by_mark = options.by == _BY_MARK
    name = pane.grouped_list(None if by_mark else options.by)
    listing: Listing | Divided
    if parts := marked.parts(filters) if marked else []:
        listing = Divided(store, name, parts, options.sort, options.limit, flat=by_mark)
    else:
        listing = Listing(store, name, filters, options.sort, options.limit)

    def section() -> Iterable[Block]:
        from ..page import SECTIONS

        shown = partial(SECTIONS[pane.name], store)
        if isinstance(listing, Divided):
            from ..page.marked import divided

            return divided(shown, ((title, part.rows()) for title, part in listing.parts))
        whole = not (filters or options.sort or options.limit)
        return shown(None if whole and pane.overview else listing.rows())

    def blocks() -> Iterable[Block]:
        from ..page import Passages

        yield from noted(section(), marked)
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
        request(filters, marked, **typed),
        listing,
        blocks,
        pane.kinds,
        more=more,
        total=listing.total,
        marked=marked,
    )
    print_answer(found, form, nothing)
