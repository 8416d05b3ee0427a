"""The options that several commands have: which database, what of it, how printed. Declared once, they mean one thing.

An option that is repeated widens (this lane or that one); different ones narrow together.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UsageError
from . import completion

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..queries.filters import Filter
    from ..queries.store import Store


Database = Annotated[
    Path | None,
    typer.Option("--db", help="The database. Else PCTUI_DB, else the platform's data folder.", show_default=False),
]
CorpusFolder = Annotated[
    Path | None,
    typer.Option("--corpus", help="A folder in the corpus format. Else the built-in one.", show_default=False),
]
Documents = Annotated[
    Path | None,
    typer.Option("--documents", help="A folder with your own copies of the documents.", show_default=False),
]
Context = Annotated[
    bool, typer.Option("--context", help="Include what comes from outside the documents, marked as such.")
]
Slug = Annotated[str, typer.Argument(help="The entry's slug.", autocompletion=completion.slugs)]


class Format(StrEnum):
    """How an answer is printed."""

    text = "text"
    markdown = "markdown"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class Order(StrEnum):
    """What a list can be ordered by."""

    by_date = "date"
    newest = "newest"
    by_title = "title"
    by_slug = "slug"


FormatOption = Annotated[
    Format,
    typer.Option("--format", help="Output format; `pctui schema export` describes json and jsonl."),
]
Sort = Annotated[
    Order | None,
    typer.Option("--sort", help="One list in this order, without headings. Else the pane's own.", show_default=False),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=1, max=1_000_000, help="The most that is shown; what is cut is said.", metavar="N"),
]  # fmt: skip
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        help="Only what is dated or in being then or later, in EDTF: 1997, 1997-05, 199X. What has no date of its own "
        "goes by the date it is told as of, or by its document's.",
        metavar="DATE",
        show_default=False,
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", help="Only what is dated or in being then or earlier; as --since.", metavar="DATE",
        show_default=False,
    ),
]  # fmt: skip


def _several(name: str, told: str, metavar: str, offered: Callable[..., object] | None = None) -> Any:
    """An option for values of a facet."""
    told = f"Only {told}; may be repeated."
    return typer.Option(f"--{name}", help=told, metavar=metavar, show_default=False, autocompletion=offered)


Kind = Annotated[list[str] | None, _several("kind", "this kind of entry", "KIND", completion.kinds)]
Lane = Annotated[list[str] | None, _several("lane", "this lane, by its slug or title", "LANE", completion.lanes)]
Type = Annotated[list[str] | None, _several("type", "events of this type", "TYPE", completion.types)]
Document = Annotated[
    list[str] | None,
    _several("document", "what rests on this document, by its slug or label", "SLUG", completion.documents),
]
Modality = Annotated[
    list[str] | None,
    _several(
        "modality",
        "what is put like this: happened, planned, forecast, proposed, claimed, opinion",
        "WORD",
        completion.modalities,
    ),
]
Organisation = Annotated[
    list[str] | None,
    _several(
        "organisation", "what has to do with this organisation, by its slug or title", "SLUG", completion.organisations
    ),
]
Classification = Annotated[
    list[str] | None,
    _several(
        "classification",
        "organisations of this class: form, 'named body', network …",
        "WORD",
        completion.classifications,
    ),
]
LadderOption = Annotated[
    list[str] | None, _several("ladder", "this ladder, by its slug or title", "SLUG", completion.ladders)
]
Boundary = Annotated[
    list[str] | None,
    _several("boundary", "recommendations about this boundary", "BOUNDARY", completion.boundaries),
]
Actor = Annotated[
    list[str] | None,
    _several("actor", "recommendations to this actor, 'unspecified' where none is said", "ACTOR"),
]
Strength = Annotated[
    list[str] | None,
    _several("strength", "recommendations put like this: firm, 'one option', hedged", "WORD", completion.strengths),
]
Domain = Annotated[list[str] | None, _several("domain", "findings in this domain", "DOMAIN", completion.domains)]
Direction = Annotated[
    list[str] | None,
    _several("direction", "findings of this direction: improved, worsened, mixed …", "WORD", completion.directions),
]


def narrowed(store: Store, since: str | None = None, until: str | None = None, **facets: list[str] | None) -> Filter:
    """The filter that the options ask for; UsageError where one of them names what there is not."""
    from ..queries.facets import find_value
    from ..queries.filters import Filter

    chosen: dict[str, Any] = {
        facet: tuple(dict.fromkeys(find_value(store, facet, typed) for typed in given))
        for facet, given in facets.items()
        if given
    }
    days = {name: _edge(name, typed) for name, typed in (("since", since), ("until", until)) if typed is not None}
    if len(days) == 2 and days["since"] > days["until"]:
        raise UsageError(f"--since {since} is after --until {until}")
    return Filter(**chosen, since=days.get("since"), until=days.get("until"))


def _edge(name: str, typed: str) -> str:
    """The ISO day that `--since` or `--until` means: the first of its date, or the last."""
    from ..edtf import DateError
    from ..queries.filters import bounds

    try:
        first, last = bounds(typed)
    except DateError as error:
        raise UsageError(f"--{name}: {error}", "EDTF is like 1999, 1999-04, 199X or 1999/2004.") from None
    if not (day := first if name == "since" else last):
        raise UsageError(f"--{name}: '{typed}' has no {'beginning' if name == 'since' else 'end'}")
    return day
