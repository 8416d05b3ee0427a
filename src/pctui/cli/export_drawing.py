"""The exports that other programs draw, as graphs and timelines: of the whole corpus, or of what filters leave."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ..errors import NotFound, say
from ..panes import PANES
from .options import (
    Context,
    Database,
    Drafts,
    Facets,
    Force,
    Output,
    Since,
    Until,
    faceted,
    filter_of,
    includes_drafts,
    with_facets,
)
from .output import deliver, hidden
from .store import open_store
from .typer_support import choice

if TYPE_CHECKING:
    from pathlib import Path

    from ..model import Record
    from ..queries.filters import Filter
    from ..queries.store import Store

_OF_TIMELINE = PANES["timeline"].facets
_OF_CHANGES = tuple(facet for facet in _OF_TIMELINE if facet not in ("type", "milestone", "kind"))  # all have the same
_Diagram = choice("Diagram", ("flowchart", "timeline", "gantt"))


class _Part(NamedTuple):
    """What an export draws: all that is chronological in the corpus, or the part that matches a filter."""

    store: Store
    filters: Filter

    @classmethod
    def of(
        cls,
        db: Path | None,
        with_context: bool,
        with_drafts: bool,
        facets: Facets,
        since: str | None,
        until: str | None,
    ) -> _Part:
        store = open_store(db, with_context, drafts=with_drafts or includes_drafts(facets))
        return cls(store, filter_of(store, facets, since, until))

    @property
    def corpus(self) -> Record:
        from ..queries.records import corpus_record

        return corpus_record(self.store)

    @property
    def place(self) -> Callable[..., str]:
        from ..queries.drawn import places

        return places(self.store)

    def records(self, slugs: Iterable[str]) -> Iterator[Record]:
        from ..queries.records import records_of

        return records_of(self.store, slugs)

    def changes(self) -> Iterator[Record]:
        """Yield the change events; NotFound if none matches."""
        from ..queries.drawn import changes

        self._require("change", lambda filters: changes(self.store, filters))
        return self.records(changes(self.store, self.filters))

    def entries(self, *, by_lane: bool = False) -> Iterator[Record]:
        """Yield the events, changes and organisations; NotFound if none matches."""
        from ..queries.drawn import on_timeline

        self._require("event, change or organisation", lambda filters: on_timeline(self.store, filters))
        return self.records(on_timeline(self.store, self.filters, by_lane=by_lane))

    def _require(self, noun: str, matching: Callable[[Filter], Iterator[str]]) -> None:
        if self.filters and next(matching(self.filters), None) is None:
            raise NotFound(f"no {noun} matches", hidden(self.filters, lambda other: sum(1 for _ in matching(other))))


def _say_left_out(left_out: Counter[str]) -> None:
    for reason, count in left_out.items():
        say(f"entries {reason} omitted: {count:,}")


@faceted(*_OF_CHANGES)
def dot(
    output: Output = None,
    force: Force = False,
    since: Since = None,
    until: Until = None,
    *,
    facets: Facets,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Write the lineage of organisations as a Graphviz graph: partial changes dashed, planned ones dotted.

    With filters, only the changes that match, and their organisations.

    Example: pctui export dot | dot -Tsvg -o lineage.svg
    """
    from ..render.dot import pieces

    part = _Part.of(db, with_context, with_drafts, facets, since, until)
    deliver(pieces(part.corpus, part.changes(), part.records, part.place), output, force)


@faceted(*_OF_TIMELINE)
def mermaid(
    diagram: Annotated[
        _Diagram,  # type: ignore[valid-type]
        typer.Option(
            "--diagram", help="The lineage of organisations, or the dated entries as a timeline or a Gantt chart."
        ),
    ] = "flowchart",
    fenced: Annotated[bool, typer.Option("--fenced", help="Within a code fence, to be put into Markdown.")] = False,
    output: Output = None,
    force: Force = False,
    since: Since = None,
    until: Until = None,
    *,
    facets: Facets,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Write the lineage of organisations, or the dated entries, as a Mermaid diagram, which GitHub and Obsidian draw.

    With filters, only what matches. The lineage has the changes that match, and their organisations.

    Example: pctui export mermaid --diagram timeline --milestone --fenced
    """
    from ..render import mermaid as rendered

    part = _Part.of(db, with_context, with_drafts, facets, since, until)
    left_out: Counter[str] = Counter()
    if diagram == "flowchart":
        text = rendered.flowchart(part.corpus, part.changes(), part.records, part.place)
    elif diagram == "timeline":
        text = rendered.timeline(part.corpus, part.entries(), part.place, left_out)
    else:
        lanes = dict(part.store.terms("lane"))
        text = rendered.gantt(part.corpus, part.entries(by_lane=True), lanes, part.place, left_out)
    length = _Length()
    deliver(length.of(rendered.fenced(text) if fenced else text), output, force)
    _say_left_out(left_out)
    if length.characters > rendered.MOST:
        say(
            f"Mermaid draws no diagram of more than {rendered.MOST:,} characters unless its maxTextSize says so; "
            f"this has {length.characters:,}. Filters make it shorter."
        )


class _Length:
    """Counts the characters of a text as it passes."""

    characters = 0

    def of(self, text: Iterable[str]) -> Iterator[str]:
        for piece in text:
            self.characters += len(piece)
            yield piece


def _timeline(name: str, help_text: str) -> Callable[..., None]:
    """Return the command that writes the dated entries in the format of the module with its name in render/."""

    def export(
        output: Output = None,
        force: Force = False,
        since: Since = None,
        until: Until = None,
        *,
        facets: Facets,
        db: Database = None,
        with_context: Context = False,
        with_drafts: Drafts = False,
    ) -> None:
        rendered = import_module(f"..render.{name}", __package__)
        part = _Part.of(db, with_context, with_drafts, facets, since, until)
        left_out: Counter[str] = Counter()
        deliver(rendered.pieces(part.corpus, part.entries(), part.place, left_out), output, force)
        _say_left_out(left_out)

    def parameters() -> Iterable[inspect.Parameter]:
        return inspect.signature(export, eval_str=True).parameters.values()

    return with_facets(export, parameters, _OF_TIMELINE, name=name, doc=help_text)


timelinejs = _timeline(
    "timelinejs",
    """Write the dated entries as JSON for TimelineJS, a timeline for web pages. With filters, only those that match.

    Example: pctui export timelinejs --since 1997 --output timeline.json
    """,
)
vis_timeline = _timeline(
    "vis_timeline",
    """Write the dated entries as JSON for vis-timeline, a timeline for web pages: its items, and the lanes as groups.

    With filters, only those that match. A page gives both to `new vis.Timeline(element, items, groups)`.

    Example: pctui export vis-timeline --milestone --output items.json
    """,
)
