"""The commands under `pctui export`: the corpus in a format for other tools."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError, from_os, say
from .app import app, open_store, write
from .completion import tables, templates
from .options import Context, Database
from .shipped import shipped_template

if TYPE_CHECKING:
    from ..model import Record
    from ..queries.store import Store

export_app = typer.Typer(rich_markup_mode=None)
app.add_typer(export_app, name="export")

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to a file instead of stdout.", show_default=False)
]
Folder = Annotated[Path | None, typer.Option("--folder", help="Write a folder of files.", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


TITLES = {"people": "People and projects"}


class Section(StrEnum):
    """The sections that can be exported alone."""

    timeline = "timeline"
    ladder = "ladder"
    recommendations = "recommendations"
    organisations = "organisations"
    evidence = "evidence"
    figures = "figures"
    concepts = "concepts"
    people = "people"
    sources = "sources"


@export_app.callback()
def export() -> None:
    """Write the corpus out in a format for other tools.

    Example: pctui export markdown --output corpus.md
    """


def _deliver(text: Iterable[str], output: Path | None, force: bool) -> None:
    """Write the pieces of a text to a file, or to stdout."""
    if output is None:
        if force:
            raise UsageError("--force overwrites a file: name it with --output")
        for piece in text:
            write(piece)
        return
    from ..render.files import write as write_file

    write_file(output, text, force)
    say(f"wrote {output}")


def _only(folder: Path, output: Path | None) -> None:
    if output is not None:
        raise UsageError(f"a file ({output}) and a folder ({folder}) at once", "Give --output or --folder.")


def _deliver_folder(files: Iterable[tuple[str, str]], folder: Path, force: bool) -> None:
    from ..render.files import write_folder

    write_folder(folder, files, force)
    say(f"wrote {folder}")


def _whole(store: Store) -> tuple[Record, Iterable[Record], Iterable[dict[str, object]]]:
    from ..queries.records import corpus_record, paragraphs, records

    return corpus_record(store), records(store), paragraphs(store)


@export_app.command()
def json(output: Output = None, force: Force = False, db: Database = None, with_context: Context = False) -> None:
    """Write everything as one JSON document; `pctui schema export` describes it.

    Example: pctui export json | jq '.entries[] | select(.kind == "figure") | .title'
    """
    from ..render.json_document import render

    _deliver(render(*_whole(open_store(db, with_context))), output, force)


@export_app.command()
def jsonl(output: Output = None, force: Force = False, db: Database = None, with_context: Context = False) -> None:
    """Write everything as JSON Lines in the corpus format: with --context, `pctui seed` builds the same from it.

    Example: pctui export jsonl --context --output copy/corpus.jsonl
    """
    from ..render.json_lines import render

    _deliver(render(*_whole(open_store(db, with_context))), output, force)


@export_app.command(name="csl-json")
def csl_json(output: Output = None, force: Force = False, db: Database = None, with_context: Context = False) -> None:
    """Write the documents' records as CSL-JSON; the note says what they do not print.

    Example: pctui export csl-json --output sources.json
    """
    from ..render.csl import render

    _deliver([render(open_store(db, with_context).documents())], output, force)


@export_app.command()
def bibtex(output: Output = None, force: Force = False, db: Database = None, with_context: Context = False) -> None:
    """Write the documents' records as BibTeX in UTF-8; the note says what they do not print.

    Example: pctui export bibtex --output sources.bib
    """
    from ..render.bibtex import render

    _deliver([render(open_store(db, with_context).documents())], output, force)


@export_app.command()
def ris(output: Output = None, force: Force = False, db: Database = None, with_context: Context = False) -> None:
    """Write the documents' records as RIS; a note says what they do not print.

    Example: pctui export ris --output sources.ris
    """
    from ..render.ris import render

    _deliver([render(open_store(db, with_context).documents())], output, force)


@export_app.command()
def csv(
    folder: Folder = None,
    table: Annotated[
        str | None, typer.Option(help="Only this table, by its name.", show_default=False, autocompletion=tables)
    ] = None,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="For programs: no byte order mark, no apostrophe before what reads as a formula."),
    ] = False,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Write a folder of CSV, a file a table, safe to open in a spreadsheet; or one table.

    Example: pctui export csv --folder tables
    """
    from ..render.tables import TABLES, one, render

    if (folder is None) == (table is None):
        raise UsageError("csv wants a folder to write, or one table", "Give --folder DIR or --table NAME.")
    if table is not None and table not in TABLES:
        raise UsageError(f"there is no table '{table}'", f"There are: {', '.join(TABLES)}")
    whole = _whole(open_store(db, with_context))
    if table is not None:
        _deliver([one(table, *whole, raw=raw)], output, force)
    elif folder is not None:
        _only(folder, output)
        _deliver_folder(render(*whole, raw=raw), folder, force)


@export_app.command()
def markdown(
    section: Annotated[
        list[Section] | None, typer.Option("--section", help="Only this section; may be repeated.", show_default=False)
    ] = None,
    folder: Folder = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="NAME|FILE",
            help="Fill in a Jinja2 template: one that `pctui template` lists, or a file of your own.",
            show_default=False,
            autocompletion=templates,
        ),
    ] = None,
    var: Annotated[
        list[str] | None,
        typer.Option("--var", metavar="NAME=VALUE", help="A variable of the template.", show_default=False),
    ] = None,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Write CommonMark with numbered citations and a list of the passages they stand for.

    With --folder: a file for each entry, with front matter and links between them, and an index page for each
    section. With --template: a template filled in, such as `briefing`; `pctui template briefing` prints that one,
    which lists all that a template can use.

    Example: pctui export markdown --section recommendations --output proposals.md
    """
    from ..page import SECTIONS, whole
    from ..render.markdown import render

    variables = _variables(var or [])
    if template is not None:
        if folder is not None or section:
            raise UsageError("--template shapes the whole: it goes with neither --folder nor --section")
        name, source = _source(template)
        _deliver([_shaped(open_store(db, with_context, whole=True), source, name, variables)], output, force)
        return
    if variables:
        raise UsageError("--var is for a template: name it with --template")
    store = open_store(db, with_context, whole=True)
    sections = [s.value for s in section] if section else list(SECTIONS)
    if folder is None:
        _deliver([render(whole(store, sections))], output, force)
        return
    _only(folder, output)
    _deliver_folder(_pages(store, sections), folder, force)


def _variables(given: list[str]) -> dict[str, str]:
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--var wants NAME=VALUE, not '{text}'")
        found[name] = value
    return found


def _source(template: str) -> tuple[str, str]:
    """Return the name for faults and the text of a template: a file has a suffix or a folder, else it is a name."""
    path = Path(template)
    if not path.suffix and path.name == template:
        path = shipped_template(template)
        return path.name, path.read_text(encoding="utf-8")
    try:
        return template, path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise from_os(error, "read", path) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{template} is not UTF-8: {error.reason} at byte {error.start}") from error


def _shaped(store: Store, source: str, name: str, variables: dict[str, str]) -> str:
    from ..queries.entry import describe
    from ..render.template import names, render

    reached = names(
        {field: store.corpus[field] for field in ("slug", "title", "summary", "version")},
        lambda slug: describe(store, slug),
        lambda kind: (describe(store, slug) for slug in store.of_kind(kind)),
        variables,
    )
    return render(source, name, reached)


def _pages(store: Store, sections: list[str]) -> Iterable[tuple[str, str]]:
    from ..page import SECTIONS, entry_blocks
    from ..queries.entry import describe
    from ..queries.records import corpus_record, records
    from ..render.markdown_folder import render

    return render(
        corpus_record(store),
        ((name, TITLES.get(name, name.capitalize()), SECTIONS[name](store)) for name in sections),
        ((record, entry_blocks(describe(store, record.slug))) for record in records(store)),
        frozenset(store.slugs()),
    )


@export_app.command()
def timelinejs(output: Output = None, force: Force = False, db: Database = None, with_context: Context = False) -> None:
    """Write what is dated as JSON for TimelineJS, the timeline for web pages.

    Example: pctui export timelinejs --output timeline.json
    """
    from ..queries.records import corpus_record, records
    from ..render.timelinejs import render, undated

    store = open_store(db, with_context)
    there = list(records(store))
    _deliver([render(corpus_record(store), there)], output, force)
    if left_out := undated(there):
        say(f"{left_out} without a date left out")


@export_app.command()
def dot(output: Output = None, force: Force = False, db: Database = None, with_context: Context = False) -> None:
    """Write which organisations became which as a graph for Graphviz: in part dashed, planned dotted.

    Example: pctui export dot | dot -Tsvg -o lineage.svg
    """
    from ..queries.records import corpus_record, records
    from ..render.dot import render

    store = open_store(db, with_context)
    _deliver([render(corpus_record(store), records(store))], output, force)
