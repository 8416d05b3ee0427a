"""The options that several commands share: the database, the filters, the order, the format.

A repeated option widens the filter (this lane or that one); different options narrow it together.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UsageError, say
from ..kinds.vocabulary import DRAFT
from ..panes import CITATIONS, DEFAULT_CITATIONS, ORDERS, SECTIONS
from ..queries.facets import FACETS, Facet
from ..render.formats import FORMATS, Form
from . import completion
from .typer_support import choice, with_parameters

if TYPE_CHECKING:
    from ..queries.filters import Filter
    from ..queries.store import Store
    from ..reader.marked import Marked


Database = Annotated[
    Path | None,
    typer.Option("--db", help="The database. Default: PCTUI_DB, else in the user data folder.", show_default=False),
]
CorpusFolder = Annotated[
    Path | None,
    typer.Option(
        "--corpus", help="A corpus folder. Default: the one you are in, else the built-in one.", show_default=False
    ),
]
Bibliographies = Annotated[
    list[Path] | None,
    typer.Option(
        "--bib",
        help="A bibliography with the records of documents: CSL-JSON, .bib or .ris, as reference managers export it.",
        show_default=False,
    ),
]
OwnCorpus = Annotated[
    Path | None,
    typer.Option(
        "--corpus", help="The corpus folder. Default: the working folder, or the nearest above it.", show_default=False
    ),
]
Documents = Annotated[
    Path | None,
    typer.Option("--documents", help="A folder of your own copies of the documents.", show_default=False),
]
Drafts = Annotated[
    bool,
    typer.Option("--drafts", help="Include drafts, marked as such; plain text always has them.", show_default=False),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", help="The encoding of a text, table or web page that does not declare one.", show_default=False
    ),
]
Context = Annotated[
    bool, typer.Option("--context", help="Include background facts from other sources, marked as such.")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to a file instead of stdout.", show_default=False)
]
Folder = Annotated[Path | None, typer.Option("--folder", help="Write a folder of files.", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Overwrite existing files.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]
_Section = choice("Section", SECTIONS)
Sections = Annotated[
    list[_Section] | None,  # type: ignore[valid-type]
    typer.Option("--section", help="Write only this section; may be repeated.", show_default=False),
]
Slug = Annotated[str, typer.Argument(help="The entry's slug.", autocompletion=completion.slugs)]

StyleOption = Annotated[
    str | None,
    typer.Option(
        "--style",
        metavar="NAME|FILE",
        help="Cite in a style: harvard, vancouver, chicago, chicago-notes, or a .csl file.",
        show_default=False,
        autocompletion=completion.styles,
    ),
]

_Format = choice("Format", (name for name, form in FORMATS.items() if form.answer))
FormatOption = Annotated[
    _Format,  # type: ignore[valid-type]
    typer.Option("--format", help="Output format; `pctui schema export` describes json and jsonl."),
]
_Citations = choice("Citations", CITATIONS)
CitationsOption = Annotated[
    _Citations | None,  # type: ignore[valid-type]
    typer.Option(
        "--citations",
        help=f"How Markdown cites: {'; '.join(f'{name}: {how}' for name, how in CITATIONS.items())}. "
        f"Default: {DEFAULT_CITATIONS}.",
        show_default=False,
    ),
]


def sorted_by(orders: Sequence[str]) -> Any:
    """Return the option that sorts a list in one of these orders."""
    words = choice("Order", tuple(orders)) | None
    help_text = "Sort into one list without headings. Default: the pane's order."
    return Annotated[words, typer.Option("--sort", help=help_text, show_default=False)]


MARK_WORDS = ("adopt", "consider", "reject")  # those of model.MARKS, whose import is slow
_Mark = choice("Mark", MARK_WORDS)
Marks = Annotated[
    list[_Mark] | None,  # type: ignore[valid-type]
    typer.Option(
        "--mark",
        help="Only entries that you have marked so; may be repeated.",
        show_default=False,
    ),
]
WithNotes = Annotated[
    bool,
    typer.Option("--notes", help="With your mark and note on each entry. Drafts are never included."),
]
Sort = sorted_by([order for order in ORDERS if order != "strength"])  # which not every entry has
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=1, max=1_000_000, help="Show at most N entries; say if there are more.", metavar="N"),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        help="Only entries dated, or in existence, on or after DATE: 1997, May 1997, 1 May 1997, 01/05/1997 (day "
        "first), 1990s or EDTF. Undated entries use their as-of date, else the date of their document.",
        metavar="DATE",
        show_default=False,
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        help="Only entries dated, or in existence, on or before DATE; see --since.",
        metavar="DATE",
        show_default=False,
    ),
]

Facets = Mapping[str, list[str] | None]  # the values typed, by facet


def faceted(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that replaces a command's parameter `facets` by an option for each of these facets.

    A parameter `form` with a default of this type is replaced by the options that make it.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        return with_facets(function, lambda: inspect.signature(function, eval_str=True).parameters.values(), names)

    return decorate


def with_facets(
    function: Callable[..., None],
    parameters: Callable[[], Iterable[inspect.Parameter]],
    names: Sequence[str],
    *,
    name: str = "",
    doc: str | None = None,
) -> Callable[..., None]:
    """Return `function` as a command whose parameter `facets` is replaced by one option per facet.

    The function itself is called with `facets`: the values given, by facet; and with `form`, if it takes one.
    """

    def collecting(**values: Any) -> None:
        if "facets" in inspect.signature(function).parameters:
            values["facets"] = {facet: _chosen(FACETS[facet], values.pop(facet)) for facet in names}
        if "citations" in values:
            values["form"] = _form(values["form"], values.pop("citations"), values.pop("style"))
        function(**values)

    def expanded() -> Iterator[inspect.Parameter]:
        for each in parameters():
            if each.name == "facets":
                yield from (_option(FACETS[facet]) for facet in names)
            elif isinstance(each.default, Form):
                yield each.replace(annotation=FormatOption, default=each.default.name)
                yield each.replace(name="citations", annotation=CitationsOption, default=each.default.citations)
                yield each.replace(name="style", annotation=StyleOption, default=each.default.style)
            else:
                yield each

    return with_parameters(collecting, expanded, name=name or function.__name__, doc=doc or function.__doc__)


def _form(name: str, citations: str | None, style: str | None) -> Form:
    for option, given in (("citations", citations), ("style", style)):
        if given and name != "markdown":
            raise UsageError(f"--{option} is how Markdown cites", "Add: --format markdown")
    require_style(citations, style)
    return Form(name, citations, style)


def require_style(citations: str | None, style: str | None) -> None:
    """Raise UsageError where a style is given that nothing would follow."""
    if citations == "pandoc" and style:
        raise UsageError("with --citations pandoc, the style is pandoc's", "Give it to pandoc: --csl FILE")


def _chosen(facet: Facet, given: Any) -> list[str] | None:
    """Return the values that an option chooses; a flag chooses the only one."""
    return (list(facet.words) if given else None) if facet.flag else given


def _option(facet: Facet) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    if facet.flag:
        flag = typer.Option(f"--{facet.name}", help=f"Only {facet.shown}.")
        return inspect.Parameter(facet.name, kind, default=False, annotation=Annotated[bool, flag])
    declared = typer.Option(
        f"--{facet.name}",
        help=f"Only {facet.shown}; may be repeated.",
        metavar=facet.metavar,
        show_default=False,
        autocompletion=completion.values_of(facet),
    )
    return inspect.Parameter(facet.name, kind, default=None, annotation=Annotated[list[str] | None, declared])


def includes_drafts(facets: Facets, form: Form | None = None) -> bool:
    """Whether drafts are asked for without an option of their own: as a filter, or by a form to be read here."""
    return (form is not None and form.is_text) or DRAFT in (facets.get("status") or ())


def filter_of(
    store: Store, facets: Facets, since: str | None = None, until: str | None = None, marked: Marked | None = None
) -> Filter:
    """Return the filter that the options describe; UsageError if a value does not exist."""
    from ..queries.facet_values import find_value
    from ..queries.filters import Filter

    chosen = {
        facet: tuple(dict.fromkeys(find_value(store, facet, typed) for typed in given))
        for facet, given in facets.items()
        if given
    }
    days = {name: _edge(name, typed) for name, typed in (("since", since), ("until", until)) if typed is not None}
    if len(days) == 2 and days["since"] > days["until"]:
        raise UsageError(f"--since {since} is after --until {until}")
    found = Filter(chosen, days.get("since"), days.get("until"))
    return marked.narrowed(found) if marked else found


def marked_of(
    store: Store, marks: Sequence[str] | None, notes: bool, *, by_mark: bool = False, kinds: Sequence[str] = ()
) -> Marked | None:
    """Return what the options ask of the reader's marks and notes; None if nothing: their file is then not read.

    Of entries with one of the marks, and of these `kinds` if given, say how many are no longer in the corpus.
    """
    if not (marks or notes or by_mark):
        return None
    from ..reader.copies import Reader
    from ..reader.marked import Marked

    marked = Marked(Reader.of(store).notes.load(), tuple(dict.fromkeys(marks or ())), notes, by_mark)
    of_kinds = (slug for slug in marked.only or () if not kinds or marked.annotations[slug].entry.kind in kinds)
    if gone := len(store.missing(of_kinds)):
        say(f"marked so, but no longer in the corpus: {gone:,}; pctui notes prints them")
    return marked


def _edge(name: str, typed: str) -> str:
    """Return the first day of the date given as `--since`, or the last of `--until`, in ISO format."""
    from ..edtf import DateError
    from ..queries.filters import bounds

    try:
        first, last = bounds(typed)
    except DateError as error:
        raise UsageError(f"--{name}: {error}") from None
    if not (day := first if name == "since" else last):
        raise UsageError(f"--{name}: '{typed}' has no {'beginning' if name == 'since' else 'end'}")
    return day
