"""The commands under `pctui export`: the corpus in a format for other tools."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..bounded import TEMPLATE, read_bytes
from ..errors import UsageError, from_os, say
from ..panes import SECTIONS
from ..render.formats import FORMATS, Format, whole
from .completion import tables, templates
from .options import CitationsOption, Context, Database, Folder, Force, Output
from .output import deliver, deliver_folder, only_folder
from .shipped import shipped_template
from .store import open_store
from .typer_support import LazyGroup, choice, group, with_parameters

if TYPE_CHECKING:
    from ..queries.store import Store
    from ..render.citing import Citing

_Section = choice("Section", SECTIONS)


def _command(form: Format, corpus: Callable[[Store], Iterable[str]]) -> Callable[..., None]:
    """Return the command that writes the corpus in a format that has no options of its own."""

    def export_corpus(
        output: Output = None, force: Force = False, db: Database = None, with_context: Context = False
    ) -> None:
        deliver(corpus(open_store(db, with_context)), output, force)

    def parameters() -> Iterable[inspect.Parameter]:
        return inspect.signature(export_corpus, eval_str=True).parameters.values()

    return with_parameters(export_corpus, parameters, name=form.name, doc=form.exported)


def csv(
    folder: Folder = None,
    table: Annotated[
        str | None, typer.Option(help="Write only this table.", show_default=False, autocompletion=tables)
    ] = None,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="For programs: no byte order mark, no apostrophe before what looks like a formula."),
    ] = False,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Write a folder of CSV files, one per table, safe to open in a spreadsheet; or a single table.

    Example: pctui export csv --folder tables
    """
    from ..render.tables import TABLES, one, render

    if (folder is None) == (table is None):
        raise UsageError("csv needs a folder or the name of a table", "Give --folder DIR or --table NAME.")
    if table is not None and table not in TABLES:
        raise UsageError(f"there is no table '{table}'", f"Choose one of: {', '.join(TABLES)}")
    corpus = whole(open_store(db, with_context))
    if table is not None:
        deliver(one(table, *corpus, raw=raw), output, force)
    elif folder is not None:
        only_folder(folder, output)
        deliver_folder(render(*corpus, raw=raw), folder, force)


def markdown(
    section: Annotated[
        list[_Section] | None,  # type: ignore[valid-type]
        typer.Option("--section", help="Write only this section; may be repeated.", show_default=False),
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
    citations: CitationsOption = None,
    var: Annotated[
        list[str] | None,
        typer.Option("--var", metavar="NAME=VALUE", help="A variable of the template.", show_default=False),
    ] = None,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Write Markdown with citations and a list of what is cited.

    With --folder: one file per entry, with front matter and links, and an index page per section. With --template:
    the result of a template such as `briefing`. `pctui template briefing` prints that template; its comments list
    everything that a template can use.

    Example: pctui export markdown --section recommendations --output proposals.md
    """
    from ..page import whole as whole_page
    from ..render.markdown import citing, pieces

    variables = _variables(var or [])
    if template is not None:
        if folder is not None or section:
            raise UsageError("--template cannot be combined with --folder or --section")
        name, source = _source(template)
        deliver([_shaped(open_store(db, with_context, whole=True), source, name, variables, citations)], output, force)
        return
    if variables:
        raise UsageError("--var sets a variable of a template: name one with --template")
    store = open_store(db, with_context, whole=True)
    sections = section or list(SECTIONS)
    if folder is None:
        deliver(pieces(whole_page(store, sections), citing=citing(store, citations)()), output, force)
        return
    only_folder(folder, output)
    deliver_folder(_pages(store, sections, citing(store, citations)), folder, force)


def _variables(given: list[str]) -> dict[str, str]:
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--var must be NAME=VALUE, not '{text}'")
        found[name] = value
    return found


def _source(template: str) -> tuple[str, str]:
    """Return the name and the text of a template. With a suffix or a folder it is a file, else a shipped template."""
    path = Path(template)
    if not path.suffix and path.name == template:
        path = shipped_template(template)
        return path.name, path.read_text(encoding="utf-8")
    try:
        return template, read_bytes(path, TEMPLATE).decode("utf-8-sig")
    except OSError as error:
        raise from_os(error, "read", path) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{template} is not UTF-8: {error.reason} at byte {error.start}") from error


def _shaped(store: Store, source: str, name: str, variables: dict[str, str], citations: str | None) -> str:
    from ..queries.entry import describe, describe_all
    from ..render.markdown import citing
    from ..render.template import names, render

    reached = names(
        {field: store.corpus[field] for field in ("slug", "title", "summary", "version")},
        lambda slug: describe(store, slug),
        lambda kind: filter(None, describe_all(store, store.of_kind(kind))),
        citing(store, citations)(),
        variables,
    )
    return render(source, name, reached)


def _pages(store: Store, sections: list[str], citing: Callable[[], Citing]) -> Iterable[tuple[str, str]]:
    from ..database.read_only import batches
    from ..page import SECTIONS as PAGES
    from ..page import entry_blocks
    from ..queries.entry import describe_all
    from ..render.markdown_folder import render

    corpus, records, _ = whole(store)
    return render(
        corpus,
        ((name, SECTIONS[name].title, PAGES[name](store)) for name in sections),
        (
            (record, entry_blocks(entry))
            for batch in batches(records)
            for record, entry in zip(batch, describe_all(store, [record.slug for record in batch]), strict=True)
            if entry
        ),
        frozenset(store.slugs()),
        citing,
    )


def timelinejs(output: Output = None, force: Force = False, db: Database = None, with_context: Context = False) -> None:
    """Write the dated entries as JSON for TimelineJS, a timeline for web pages.

    Example: pctui export timelinejs --output timeline.json
    """
    from ..render.timelinejs import render, undated

    corpus, records, paragraphs = whole(open_store(db, with_context))
    entries = list(records)
    deliver([render(corpus, entries, paragraphs)], output, force)
    if left_out := undated(entries):
        say(f"entries without a date omitted: {left_out}")


# The commands with options of their own, or the modules that have them, and one for every other format.
_COMMANDS: dict[str, Callable[..., None] | str] = {
    **{form.name: _command(form, form.corpus) for form in FORMATS.values() if form.corpus},
    "csv": csv,
    "html": "export_site",
    "markdown": markdown,
    "site": "export_site",
    "timelinejs": timelinejs,
}


class Exports(LazyGroup):
    """The formats in which the whole corpus can be written."""

    NAMES = tuple(_COMMANDS)

    def find(self, name: str) -> Callable[..., None]:
        found = _COMMANDS[name]
        if isinstance(found, str):
            command: Callable[..., None] = getattr(import_module(f".{found}", __package__), name.replace("-", "_"))
            return command
        return found


export = group(Exports, "export", add_completion=False)


@export.callback()
def exports() -> None:
    """Write the corpus in a format for other tools.

    Example: pctui export markdown --output corpus.md
    """
