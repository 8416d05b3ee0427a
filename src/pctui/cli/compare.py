"""The commands that print entries side by side, and the lineage of an organisation."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import NotFound, UsageError, say
from ..render.formats import AS_TEXT, Form
from .completion import slugs as completed
from .options import Context, Database, Drafts, Limit, faceted
from .output import print_answer, text_width
from .store import open_store

if TYPE_CHECKING:
    from ..compare.entries import Compared, Value
    from ..model import Entry
    from ..render.citing import Citing

_PIPED = 100  # the width of a comparison, in cells, when stdout is not a terminal


@faceted()
def compare(
    slugs: Annotated[
        list[str], typer.Argument(help="The slugs of two or more entries, of any kind.", autocompletion=completed)
    ],
    differences: Annotated[bool, typer.Option("--differences", help="Show only the attributes that differ.")] = False,
    form: Form = AS_TEXT,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Print entries side by side; attributes that differ are marked with ≠.

    Each value has the numbers of the passages that it cites, which are listed below. CSV and JSON Lines have one row
    per attribute; in CSV, a second column of each entry has the citations of its values in the same order. On a narrow
    terminal, the entries are printed one below the other.

    Example: pctui compare SLUG SLUG
    """
    from ..compare.entries import compare as compare_entries
    from ..queries.entry import describe
    from ..render.data import answer_lines
    from ..render.formats import Answer
    from ..render.markdown import citing

    if len(set(slugs)) < 2:
        raise UsageError("comparing takes at least two entries", "Give two or more slugs.")
    store = open_store(db, with_context, drafts=form.is_text or with_drafts, named=slugs)
    entries = [describe(store, slug) for slug in dict.fromkeys(slugs)]
    rows = [row for row in compare_entries(entries) if row.differ or not differences]
    attributes = [_attribute(entries, row) for row in rows]
    answer = Answer(
        "compare",
        store,
        {"slugs": [entry.slug for entry in entries], **({"differences": True} if differences else {})},
        [entry.slug for entry in entries],
        own={
            "text": lambda _form: _text(entries, rows),
            "markdown": lambda form: _markdown(entries, rows, citing(store, form.citations, form.style)()),
            "csv": lambda _form: _csv(entries, rows),
            "jsonl": lambda _form: answer_lines((), attributes),
        },
        more={"attributes": attributes},
        total=len(entries),
    )
    print_answer(answer, form, lambda: ("", ""))
    if not rows:
        raise NotFound("the entries do not differ")


def _attribute(entries: Sequence[Entry], row: Compared) -> dict[str, object]:
    values = {entry.slug: [_value(value) for value in row.values[i]] for i, entry in enumerate(entries)}
    return {"attribute": row.name, "differ": row.differ, "values": values}


def _value(value: Value) -> dict[str, object]:
    return {
        "text": value.text,
        "citations": [
            {"document": citation.document, "paragraph": citation.paragraph, "anchors": list(citation.anchors)}
            for citation in value.citations
        ],
    }


def _text(entries: Sequence[Entry], rows: Sequence[Compared]) -> Iterator[str]:
    from ..page import Numbering, Passages
    from ..page.relations import compared, summary
    from ..render.text import fits, render, side_by_side

    if not rows:
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPED
    numbering = Numbering()
    if fits(len(entries), width):
        yield f"{side_by_side([entry.title for entry in entries], rows, width, numbering)}\n{summary(rows)}\n"
        if len(numbering):
            yield f"\n{render([Passages()], text_width(), numbering)}"
    else:
        yield render(compared(entries, rows), text_width(), numbering)


def _markdown(entries: Sequence[Entry], rows: Sequence[Compared], citing: Citing) -> Iterator[str]:
    from ..page import Passages, Run
    from ..page.relations import cell, summary
    from ..render.escaping import escape
    from ..render.markdown import render, table

    if not rows:
        return
    columns = range(len(entries))
    written = table(
        ["", "", *(entry.title for entry in entries)],
        (((Run(row.sign.strip()),), (Run(row.name),), *(cell(row, column) for column in columns)) for row in rows),
        citing,
    )
    titles = ", ".join(entry.title for entry in entries)
    yield f"# Compared: {escape(titles)}\n\n{summary(rows)}\n\n{written}"
    if len(citing.numbering):
        yield f"\n{render([Passages()], citing=citing)}"


def _csv(entries: Sequence[Entry], rows: Sequence[Compared]) -> Iterator[str]:
    from ..render.tables import table

    columns = ["attribute", "differ"]
    for entry in entries:
        columns += [entry.slug, f"{entry.slug}_citations"]
    cells = [(row.name, row.differ, *(cell for values in row.values for cell in _cells(values))) for row in rows]
    yield from table(columns, (dict(zip(columns, each, strict=True)) for each in cells))


def _cells(values: Sequence[Value]) -> tuple[str, str]:
    """Return the values of an entry and, in the same order, what each of them cites."""
    cited = [dict.fromkeys(f"{c.document} ¶{c.paragraph}" for c in value.citations) for value in values]
    return "; ".join(value.text for value in values), "; ".join(map(", ".join, cited)) if any(cited) else ""


@faceted()
def lineage(
    slug: Annotated[
        str | None, typer.Argument(help="The organisation's slug; without it, all.", autocompletion=completed)
    ] = None,
    limit: Limit = None,
    form: Form = AS_TEXT,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Print all predecessors and successors of an organisation, and the changes between them; without SLUG, of all.

    CSV contains the change events. `pctui export dot` draws the lineage of all organisations as a graph.

    Example: pctui lineage SLUG
    """
    from ..page.lineage import lineage as blocks
    from ..queries.lineage import MOST, whole
    from ..queries.lineage import lineage as lineage_of
    from ..render.formats import Answer

    store = open_store(db, with_context, drafts=form.is_text or with_drafts, named=[slug])
    entry = store.reference(slug) if slug else None
    if entry and entry.kind != "organisation":
        raise UsageError(f"'{entry.slug}' is of kind {entry.kind}: only organisations have a lineage")
    found = lineage_of(store, entry.slug, limit or MOST) if entry else whole(store, most=limit or MOST)
    of = f" of '{entry.slug}'" if entry else ""
    changes = [change.slug for change in found.changes]
    slugs = [*(node.slug for node in found.organisations), *changes] if changes else []
    print_answer(
        Answer(
            "lineage",
            store,
            {**({"slug": entry.slug} if entry else {}), **({"limit": limit} if limit else {})},
            slugs,
            lambda: blocks(store, found, entry.slug if entry else None),
            ("change",),
            total=len(slugs),
        ),
        form,
        lambda: (f"no predecessor or successor{of} is recorded", ""),
    )
    if found.more:
        say(f"showing the nearest {len(found.organisations):,} organisations; --limit shows more")
