"""The typer commands: thin. Every heavy import stands inside the function that needs it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .errors import CorpusError, ExitCode, NotFound, UsageError, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .outline import Block
    from .store.queries import Store

app = typer.Typer(
    name="pctui",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
export_app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Write the corpus out in a format for other tools."
)
app.add_typer(export_app, name="export")

Database = Annotated[
    Path | None,
    typer.Option("--db", help="The database. Else PCTUI_DB, else the platform's data folder.", show_default=False),
]
CorpusFolder = Annotated[
    Path | None,
    typer.Option("--corpus", help="A folder in the corpus format. Else the built-in one.", show_default=False),
]
Documents = Annotated[
    Path | None, typer.Option("--documents", help="A folder with your own copies of the documents.", show_default=False)
]
Context = Annotated[
    bool, typer.Option("--context", help="Include what comes from outside the documents, marked as such.")
]


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


class Grouping(StrEnum):
    """What recommendations can be grouped by."""

    boundary = "boundary"
    actor = "actor"
    strength = "strength"
    document = "document"


def _version(wanted: bool) -> None:
    if wanted:
        from . import __version__

        print(f"pctui {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def explore(
    context: typer.Context,
    db: Database = None,
    with_context: Context = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Explore a cited policy history: a timeline, a ladder of levels, recommendations, and their sources.

    Without a command the explorer opens, on a terminal; elsewhere an overview is printed.

    Example: pctui search "primary care trusts"
    """
    del debug, version
    if context.invoked_subcommand is not None:
        return
    import os

    from .store.upkeep import ensure

    path = ensure(db)
    if sys.stdout.isatty() and sys.stdin.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        from .tui.app import run

        raise typer.Exit(run(path, context=with_context))
    from .store.queries import Store

    _print(_overview(Store(path, context=with_context)))


def _overview(store: Store) -> Iterable[Block]:
    from .outline import Bullets, Facts, Heading, Prose, Run, kind_name

    yield Heading(1, store.corpus["title"])
    yield Prose((Run(store.corpus["summary"]),))
    yield Facts(tuple((kind_name(kind), (Run(str(count)),)) for kind, count in store.counts().items()))
    yield Prose((Run("This is not a terminal that the explorer can use; the same content is printed by:"),))
    commands = (
        "timeline",
        "ladder",
        "recommendations",
        "organisations",
        "evidence",
        "sources",
        "search WORDS",
        "show SLUG",
    )
    yield Bullets(tuple((Run(f"pctui {command}"),) for command in commands))


def _open(db: Path | None, context: bool) -> Store:
    from .store.queries import Store
    from .store.upkeep import ensure

    return Store(ensure(db), context=context)


def _print(blocks: Iterable[Block]) -> None:
    """Print blocks as plain text: wrapped on a terminal, a line a paragraph elsewhere."""
    import shutil

    from .plain import render

    width = min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None
    _write(render(blocks, width))


def _write(text: str) -> None:
    """Write `text` to stdout in UTF-8 whatever the locale, so that the bytes are the same everywhere."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


@app.command()
def seed(corpus: CorpusFolder = None, db: Database = None, documents: Documents = None) -> None:
    """Build the database from a corpus. With --documents, only if every citation holds in them.

    Example: pctui seed --corpus my-corpus --db my.db
    """
    from . import paths
    from .store.build import seed as build

    folder = corpus or paths.built_in_corpus()
    target = paths.database(db)
    if documents is not None:
        faults = _prove(folder, documents, quiet=True)
        if faults:
            raise CorpusError(faults)
    loaded = build(folder, target)
    say(f"{target}: {len(loaded.entries)} entries from {len(loaded.documents)} documents")


@app.command()
def check(corpus: CorpusFolder = None, documents: Documents = None) -> None:
    """Prove a corpus: its form, and every citation against copies of its documents.

    Without --documents the copies that you have attached are used. The answer is 0 only when all holds.

    Example: pctui check --documents ~/papers
    """
    from . import paths

    faults = _prove(corpus or paths.built_in_corpus(), documents)
    if faults:
        raise typer.Exit(ExitCode.NO)


def _prove(folder: Path, documents: Path | None, quiet: bool = False) -> list:  # type: ignore[type-arg]
    """Prove the corpus in `folder`, print the outcome unless `quiet`, and return the faults."""
    from .corpus.copies import copies_in
    from .corpus.loading import load
    from .corpus.proof import prove
    from .errors import Fault

    loaded = load(folder)
    if documents is not None:
        copies = copies_in(documents, loaded.known())
    else:
        copies = _attached(set(loaded.documents))
    proof = prove(loaded, copies)
    faults = proof.faults
    absent = [d.document for d in proof.documents if d.copy is None]
    faults += [Fault(name, 0, "no copy of this document: give --documents, or attach it") for name in absent]
    if quiet:
        return faults
    width = max(len("document"), *(len(d.document) for d in proof.documents)) if proof.documents else 8
    print(f"{'document':{width}}  {'proved':>6}  {'not found':>9}  {'ambiguous':>9}  copy")
    for d in proof.documents:
        kind = (
            "absent"
            if d.copy is None
            else "known"
            if d.copy.known
            else f"another extraction, {d.copy.held}/{d.copy.anchors} spans"
        )
        print(f"{d.document:{width}}  {d.proved:>6}  {d.not_found:>9}  {d.ambiguous:>9}  {kind}")
    print(f"{len(loaded.entries)} entries, {proof.numbers_proved} numbers and dates found in their passages")
    sys.stdout.flush()
    for fault in faults:
        say(str(fault))
    say("every citation holds" if not faults else f"{len(faults)} fault{'s' if len(faults) != 1 else ''}")
    return faults


def _attached(documents: set[str]) -> dict:  # type: ignore[type-arg]
    from .corpus.copies import Recognised
    from .store.reader import Reader

    reader = Reader()
    copies = {}
    for attached in reader.attached():
        copy = reader.copy(attached.document)
        if copy and attached.document in documents:
            copies[attached.document] = Recognised(
                Path(attached.path), attached.document, copy, attached.sha256, attached.known, 0, 0
            )
    return copies


@app.command()
def cite(
    document: Annotated[str, typer.Argument(help="The document's slug, such as goodwin-2001.")],
    quotation: Annotated[
        list[str], typer.Argument(help='The passage: "first words … last words"; several where it is broken in two.')
    ],
    corpus: CorpusFolder = None,
    documents: Documents = None,
) -> None:
    """Print the citation of a passage, to paste into a corpus file.

    Example: pctui cite goodwin-2001 "In April 1998 … three-year pilot basis"
    """
    from . import paths
    from .corpus.anchors import AnchorError
    from .corpus.copies import copies_in
    from .corpus.loading import load

    loaded = load(corpus or paths.built_in_corpus())
    if document not in loaded.documents:
        raise NotFound(f"there is no document '{document}'", f"There are: {', '.join(loaded.documents)}")
    copies = copies_in(documents, loaded.known()) if documents else _attached({document})
    if document not in copies:
        raise NotFound(
            f"there is no copy of '{document}' to look in", "Attach one (pctui attach FILE), or give --documents."
        )
    copy = copies[document].copy
    paragraphs = [
        (copy.find(anchor), number)
        for (slug, number), paragraph in loaded.paragraphs.items()
        if slug == document
        for anchor in paragraph.anchors
        if _held(copy, anchor)
    ]
    anchors, numbers = [], set()
    for text in quotation:
        try:
            span = copy.locate(text)
            anchor = copy.anchor(span.first, span.last)
            copy.find(anchor)
        except AnchorError as error:
            raise NotFound(f"{document}: {error}") from None
        within = [number for p, number in paragraphs if p.first <= span.first and span.last <= p.last]
        if not within:
            raise NotFound(f"“{text}” crosses paragraphs or columns", "Cite each part: pctui cite DOCUMENT PART PART")
        numbers.add(within[0])
        anchors.append(anchor)
    if len(numbers) > 1:
        raise UsageError(
            f"the parts stand in ¶{' and ¶'.join(map(str, sorted(numbers)))}", "Cite each paragraph on its own."
        )
    print(f"- {{document: {document}, paragraph: {numbers.pop()}, anchors: [{', '.join(anchors)}]}}")


def _held(copy: object, anchor: str) -> bool:
    from .corpus.copies import holds

    return holds(copy, anchor)  # type: ignore[arg-type]


@app.command()
def attach(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Plain text files, or folders of them.", show_default=False)
    ] = None,
    db: Database = None,
) -> None:
    """Register your own copies of the documents, so that passages can be shown. Without a file: list them.

    Example: pctui attach ~/papers/*.txt
    """
    from .store.attaching import attach_files
    from .store.reader import Reader

    if files:
        store = _open(db, context=True)
        failed = False
        for file, outcome, complaints in attach_files(store, files):
            print(f"{file}: {outcome}")
            for complaint in complaints:
                say(f"  {complaint}")
            failed = failed or outcome.startswith("no document")
        if failed:
            raise typer.Exit(ExitCode.NO)
        return
    attached = Reader().attached()
    for copy in attached:
        print(f"{copy.document}: {copy.path} ({'known copy' if copy.known else 'another extraction'})")
    if not attached:
        say("No document is attached. Attach your copies: pctui attach FILE…")


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help='Words or "phrases"; the last word counts as a prefix.')],
    db: Database = None,
    with_context: Context = False,
    limit: Annotated[int, typer.Option(min=1)] = 50,
) -> None:
    """Search entries and attached documents.

    Example: pctui search pooled budgets
    """
    from .outline import kind_name
    from .store.reader import Reader

    store = _open(db, with_context)
    text = " ".join(words)
    hits = store.search(text, limit) + Reader().search(text, limit)
    if not hits:
        raise NotFound(f"nothing matches '{text}'")
    lines = []
    for hit in hits[:limit]:
        place = f"{hit.slug} ¶{hit.paragraph}" if hit.kind == "passage" else hit.slug
        lines.append(f"{hit.title if hit.kind != 'passage' else 'Passage'} ({kind_name(hit.kind)}, {place})")
        lines.append("    " + "".join(piece for piece, _ in hit.snippet))
    _write("\n".join(lines) + "\n")


@app.command()
def show(
    slug: Annotated[str, typer.Argument(help="The entry's slug.")], db: Database = None, with_context: Context = False
) -> None:
    """Print one entry in full, with the passages that it rests on.

    Example: pctui show primary-care-group
    """
    from .outline import entry_blocks
    from .store.describe import describe

    _print(entry_blocks(describe(_open(db, with_context), slug)))


@app.command()
def at(
    date: Annotated[str, typer.Argument(help="A date in EDTF: 1999, 1999-04, 1999-04-01.")],
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print what was in being at a date (at the first day of a year or month).

    Example: pctui at 1999-04
    """
    from . import dates
    from .outline import Bullets, Heading, Run

    try:
        day = dates.parse(date).earliest
    except dates.DateError as error:
        raise UsageError(f"{error}", "EDTF is like 1999, 1999-04 or 1999-04-01.") from None
    if day is None:
        raise UsageError(f"'{date}' has no first day")
    found = _open(db, with_context).in_being(day)
    if not found:
        raise NotFound(f"the documents tell of nothing in being at {date}")
    items = tuple(
        (Run(f"{x.entry.title} ({x.existence}{', planned or forecast then' if x.planned else ''})"),) for x in found
    )
    _print([Heading(2, f"In being at {dates.parse(day).label}"), Bullets(items)])


def _pane(name: str, db: Path | None, context: bool) -> None:
    from .outline import SECTIONS, Passages

    store = _open(db, context)

    def blocks() -> Iterable[Block]:
        yield from SECTIONS[name](store)
        yield Passages()

    _print(blocks())


@app.command()
def timeline(db: Database = None, with_context: Context = False) -> None:
    """Print the timeline.

    Example: pctui timeline | less
    """
    _pane("timeline", db, with_context)


@app.command()
def ladder(db: Database = None, with_context: Context = False) -> None:
    """Print the ladders, with what is new at each rung.

    Example: pctui ladder
    """
    _pane("ladder", db, with_context)


@app.command()
def recommendations(
    db: Database = None,
    with_context: Context = False,
    by: Annotated[Grouping, typer.Option(help="What to group by.")] = Grouping.boundary,
) -> None:
    """Print the recommendations.

    Example: pctui recommendations --by actor
    """
    from .outline import Passages
    from .outline import recommendations as blocks

    store = _open(db, with_context)
    _print([*blocks(store, by.value), Passages()])


@app.command()
def organisations(db: Database = None, with_context: Context = False) -> None:
    """Print the organisations.

    Example: pctui organisations
    """
    _pane("organisations", db, with_context)


@app.command()
def evidence(db: Database = None, with_context: Context = False) -> None:
    """Print the findings by domain, and the disagreements between statements.

    Example: pctui evidence
    """
    _pane("evidence", db, with_context)


@app.command()
def sources(db: Database = None, with_context: Context = False) -> None:
    """Print the source documents.

    Example: pctui sources
    """
    _pane("sources", db, with_context)


@export_app.callback()
def export() -> None:
    """Write the corpus out in a format for other tools."""


@export_app.command()
def markdown(
    section: Annotated[
        list[Section] | None, typer.Option("--section", help="Only this section; may be repeated.", show_default=False)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file instead of stdout.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Write CommonMark with numbered citations and a list of the passages they stand for.

    Example: pctui export markdown --section recommendations --output proposals.md
    """
    from .export.files import write
    from .export.markdown import render
    from .outline import SECTIONS, whole

    store = _open(db, with_context)
    text = render(whole(store, [s.value for s in section] if section else SECTIONS))
    if output is None:
        _write(text)
    else:
        write(output, text, force)
        say(f"wrote {output}")
