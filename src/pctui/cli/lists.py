"""The panes as commands: what each of them shows, narrowed and ordered, in every format."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from .app import app, open_store
from .options import (
    Actor,
    Boundary,
    Classification,
    Context,
    Database,
    Direction,
    Document,
    Domain,
    Format,
    FormatOption,
    Kind,
    LadderOption,
    Lane,
    Limit,
    Modality,
    Order,
    Organisation,
    Since,
    Sort,
    Strength,
    Type,
    Until,
    narrowed,
)
from .output import Found, answer, asked, hidden

if TYPE_CHECKING:
    from ..model import Row
    from ..page import Block
    from ..queries.filters import Filter
    from ..queries.store import Store


class Pane(NamedTuple):
    """A pane: its command, its list, the kinds in it, what one of them is called; whether all of it tells more."""

    command: str
    list: str
    kinds: tuple[str, ...]
    noun: str
    tells_more: bool = False


TIMELINE = Pane("timeline", "timeline", ("event", "change"), "event")
LADDER = Pane("ladder", "levels", ("level",), "level", tells_more=True)
RECOMMENDATIONS = Pane("recommendations", "recommendations by", ("recommendation",), "recommendation")
ORGANISATIONS = Pane("organisations", "organisations", ("organisation",), "organisation")
EVIDENCE = Pane("evidence", "evidence", ("finding",), "finding", tells_more=True)
SOURCES = Pane("sources", "documents", ("document",), "document")


class Grouping(StrEnum):
    """What recommendations can be grouped by."""

    boundary = "boundary"
    actor = "actor"
    strength = "strength"
    document = "document"


class Look(NamedTuple):
    """How a list is looked at, beside its filter."""

    since: str | None = None
    until: str | None = None
    sort: Order | None = None
    limit: int | None = None
    by: Grouping | None = None


def _show(pane: Pane, store: Store, filters: Filter, look: Look, form: Format) -> None:
    """Print a pane."""
    name = f"{pane.list} {look.by.value}" if look.by else pane.list
    rows = _rows(store, name, filters, look)
    slugs = [row.slug for row in rows if not row.heading]
    cut = look.limit is not None and len(slugs) == look.limit

    def blocks() -> Iterable[Block]:
        from ..page import PANES, Passages

        whole = not (filters or look.sort or look.limit)
        yield from PANES[pane.command](store, None if whole and pane.tells_more else rows)
        yield Passages()

    def nothing() -> tuple[str, str]:
        if not filters:
            return f"the corpus has no {pane.noun}", ""
        return f"no {pane.noun} matches", hidden(filters, lambda other: store.total(name, other))

    found = Found(
        pane.command,
        store,
        asked(filters, **{option: getattr(value, "value", value) for option, value in look._asdict().items()}),
        slugs,
        blocks,
        pane.kinds,
        total=store.total(name, filters) if cut else len(slugs),
    )
    answer(found, form, nothing)


def _rows(store: Store, name: str, filters: Filter, look: Look) -> list[Row]:
    if look.sort:
        return store.sorted_rows(name, look.sort.value, look.limit or -1, filters)
    if name == TIMELINE.list:
        return store.rows(name, 0, look.limit or -1, filters)
    rows = store.rows(name, filters=filters)
    if look.limit is None:
        return rows
    places = [place for place, row in enumerate(rows) if not row.heading][: look.limit]
    return rows[: places[-1] + 1] if places else []


@app.command()
def timeline(
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
    lane: Lane = None,
    type_: Type = None,
    modality: Modality = None,
    document: Document = None,
    organisation: Organisation = None,
    sort: Sort = None,
    limit: Limit = None,
    form: FormatOption = Format.text,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print the timeline.

    Example: pctui timeline --since 1997 --lane policy --format csv
    """
    store = open_store(db, with_context)
    filters = narrowed(
        store, since, until, kind=kind, lane=lane, type=type_, modality=modality, document=document,
        organisation=organisation,
    )  # fmt: skip
    _show(TIMELINE, store, filters, Look(since, until, sort, limit), form)


@app.command()
def ladder(
    since: Since = None,
    until: Until = None,
    on: LadderOption = None,
    modality: Modality = None,
    document: Document = None,
    organisation: Organisation = None,
    limit: Limit = None,
    form: FormatOption = Format.text,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print the ladders, with what is new at each rung.

    Example: pctui ladder --format markdown
    """
    store = open_store(db, with_context)
    filters = narrowed(store, since, until, ladder=on, modality=modality, document=document, organisation=organisation)
    _show(LADDER, store, filters, Look(since, until, limit=limit), form)


@app.command()
def recommendations(
    by: Annotated[Grouping, typer.Option(help="What to group by.")] = Grouping.boundary,
    since: Since = None,
    until: Until = None,
    boundary: Boundary = None,
    actor: Actor = None,
    strength: Strength = None,
    modality: Modality = None,
    document: Document = None,
    organisation: Organisation = None,
    sort: Sort = None,
    limit: Limit = None,
    form: FormatOption = Format.text,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print the recommendations.

    Example: pctui recommendations --by actor --strength firm
    """
    store = open_store(db, with_context)
    filters = narrowed(
        store, since, until, boundary=boundary, actor=actor, strength=strength, modality=modality, document=document,
        organisation=organisation,
    )  # fmt: skip
    _show(RECOMMENDATIONS, store, filters, Look(since, until, sort, limit, by), form)


@app.command()
def organisations(
    since: Since = None,
    until: Until = None,
    classification: Classification = None,
    lane: Lane = None,
    modality: Modality = None,
    document: Document = None,
    sort: Sort = None,
    limit: Limit = None,
    form: FormatOption = Format.text,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print the organisations.

    Example: pctui organisations --classification form --since 1999 --format json
    """
    store = open_store(db, with_context)
    filters = narrowed(
        store, since, until, classification=classification, lane=lane, modality=modality, document=document
    )
    _show(ORGANISATIONS, store, filters, Look(since, until, sort, limit), form)


@app.command()
def evidence(
    since: Since = None,
    until: Until = None,
    domain: Domain = None,
    direction: Direction = None,
    modality: Modality = None,
    document: Document = None,
    organisation: Organisation = None,
    sort: Sort = None,
    limit: Limit = None,
    form: FormatOption = Format.text,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print the findings by subject and by domain, and the disagreements between statements.

    Narrowed, the findings and their disagreements alone.

    Example: pctui evidence --direction improved --direction mixed
    """
    store = open_store(db, with_context)
    filters = narrowed(
        store, since, until, domain=domain, direction=direction, modality=modality, document=document,
        organisation=organisation,
    )  # fmt: skip
    _show(EVIDENCE, store, filters, Look(since, until, sort, limit), form)


@app.command()
def sources(
    since: Since = None,
    until: Until = None,
    document: Document = None,
    sort: Sort = None,
    limit: Limit = None,
    form: FormatOption = Format.text,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print the source documents.

    Example: pctui sources --sort newest
    """
    store = open_store(db, with_context)
    filters = narrowed(store, since, until, document=document)
    _show(SOURCES, store, filters, Look(since, until, sort, limit), form)
