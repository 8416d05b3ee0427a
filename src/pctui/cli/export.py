"""The commands under `pctui export`: the corpus in a format for other tools."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..bounded import TEMPLATE, read_bytes
from ..errors import UsageError, from_os
from ..panes import SECTIONS
from ..render.formats import FORMATS, Format, whole
from .completion import templates
from .completion import variables as variables_of
from .options import (
    CitationsOption,
    Context,
    Database,
    Drafts,
    Folder,
    Force,
    Marks,
    Output,
    Sections,
    StyleOption,
    WithNotes,
    filter_of,
    marked_of,
    require_style,
)
from .output import deliver, deliver_folder, only_folder
from .shipped import shipped_template
from .store import open_store
from .typer_support import LazyGroup, group, with_parameters

if TYPE_CHECKING:
    from ..model import Entry
    from ..page import Block
    from ..queries.store import Store
    from ..reader.marked import Marked
    from ..render.citing import Citing


def _command(form: Format) -> Callable[..., None]:
    """Return the command that writes the corpus in a format that has no options of its own."""

    def export_corpus(
        output: Output = None,
        force: Force = False,
        db: Database = None,
        with_context: Context = False,
        with_drafts: Drafts = False,
    ) -> None:
        if form.corpus:
            deliver(form.corpus(open_store(db, with_context, drafts=with_drafts)), output, force)

    def export_marked(
        mark: Marks = None,
        notes: WithNotes = False,
        output: Output = None,
        force: Force = False,
        db: Database = None,
        with_context: Context = False,
        with_drafts: Drafts = False,
    ) -> None:
        store = open_store(db, with_context, drafts=with_drafts)
        if form.marked:
            deliver(form.marked(store, marked_of(store, mark, notes)), output, force)

    command = export_marked if form.marked else export_corpus

    def parameters() -> Iterable[inspect.Parameter]:
        return inspect.signature(command, eval_str=True).parameters.values()

    return with_parameters(command, parameters, name=form.name, doc=form.exported)


def markdown(
    section: Sections = None,
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
    style: StyleOption = None,
    var: Annotated[
        list[str] | None,
        typer.Option(
            "--var",
            metavar="NAME=VALUE",
            help="A variable of the template; may be repeated.",
            show_default=False,
            autocompletion=variables_of,
        ),
    ] = None,
    mark: Marks = None,
    notes: WithNotes = False,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Write Markdown with citations and a list of what is cited.

    With --folder: one file per entry, with front matter and links, and an index page per section. With --template:
    the result of a template such as `briefing`. `pctui template` lists the templates with their variables, and what a
    template of your own can use; `pctui template briefing` prints one to adapt.

    With --mark, only what you have marked so; with several, each section has a part for each mark. With --notes, your
    mark and note follow each entry; in a folder, they are in its front matter too.

    Example: pctui export markdown --section recommendations --output proposals.md
    """
    from ..page import whole as whole_page
    from ..page import whole_section
    from ..page.marked import section as section_of
    from ..render.markdown import citing, pieces
    from ..render.template_head import citations_of

    require_style(citations, style)
    variables = _variables(var or [])
    if template is not None:
        if folder is not None or section:
            raise UsageError("--template cannot be combined with --folder or --section")
        if mark or notes:
            raise UsageError("--template cannot be combined with --mark or --notes: it says itself what it shows")
        name, source = _source(template)
        store = open_store(db, with_context, drafts=with_drafts, whole=True)
        cited = citations or citations_of(source, name)
        require_style(cited, style)
        deliver(_shaped(store, source, name, variables, citing(store, cited, style)()), output, force)
        return
    if variables:
        raise UsageError("--var sets a variable of a template: name one with --template")
    store = open_store(db, with_context, drafts=with_drafts, whole=True)
    sections = section or list(SECTIONS)
    cites = citing(store, citations, style)
    marked = marked_of(store, mark, notes)
    if folder is None:
        one = partial(section_of, marked) if marked else whole_section
        deliver(pieces(whole_page(store, sections, one), citing=cites()), output, force)
        return
    only_folder(folder, output)
    deliver_folder(_pages(store, sections, marked, cites), folder, force)


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


def _shaped(store: Store, source: str, name: str, variables: dict[str, str], citing: Citing) -> Iterable[str]:
    from ..reader.copies import Reader
    from ..render.template import pieces
    from ..render.template_names import Names, reached

    names = Names(store, citing, partial(filter_of, store), Reader.of(store).notes.load)
    return pieces(source, name, reached(names), variables)


def _pages(
    store: Store, sections: list[str], marked: Marked | None, citing: Callable[[], Citing]
) -> Iterable[tuple[str, str]]:
    from ..database.read_only import batches
    from ..page import entry_blocks, whole_section
    from ..page.entry import with_drafts_marked
    from ..page.marked import section as section_of
    from ..page.notes import with_annotation
    from ..queries.entry import describe_all
    from ..queries.filters import EVERYTHING
    from ..render.markdown_folder import render

    corpus, records, _ = whole(store, marked)
    section = partial(section_of, marked) if marked else whole_section
    shown = marked.shown if marked else {}

    def page(entry: Entry) -> Iterable[Block]:
        blocks = with_drafts_marked(store, entry_blocks(entry))
        return with_annotation(list(blocks), shown[entry.slug]) if entry.slug in shown else blocks

    return render(
        corpus,
        ((name, SECTIONS[name].title, section(store, name)) for name in sections),
        (
            (record, page(entry))
            for batch in batches(records)
            for record, entry in zip(batch, describe_all(store, [record.slug for record in batch]), strict=True)
            if entry
        ),
        frozenset(store.slugs(marked.narrowed(EVERYTHING) if marked else EVERYTHING)),
        citing,
    )


# The commands with options of their own, or the module in which each is, and one for every other format.
_COMMANDS: dict[str, Callable[..., None] | str] = {
    **{form.name: _command(form) for form in FORMATS.values() if form.corpus or form.marked},
    **dict.fromkeys(("csv", "parquet"), "export_tables"),
    "markdown": markdown,
    **dict.fromkeys(("site", "html"), "export_site"),
    **dict.fromkeys(("timelinejs", "vis-timeline", "dot", "mermaid"), "export_drawing"),
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
