"""The commands that work on a corpus and on copies of its documents: seed, check, paragraphs, cite, attach."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import CorpusError, ExitCode, Fault, NotFound, say
from ..text import one_line
from .completion import documents as documents_of
from .options import CorpusFolder, Database, Documents
from .output import write
from .store import BEFORE, open_store

if TYPE_CHECKING:
    from ..corpus.copies import Recognised
    from ..corpus.coverage import Covered
    from ..corpus.loaded import Loaded
    from ..corpus.verify import Verification


def seed(corpus: CorpusFolder = None, db: Database = None, documents: Documents = None) -> None:
    """Build the database from a corpus. With --documents, only if every citation is found in them.

    Example: pctui seed --corpus my-corpus --db my.db
    """
    from .. import paths
    from ..database.build import seed as build

    def verify(loaded: Loaded) -> None:
        faults = _faults(_verified(loaded, documents))
        if faults:
            raise CorpusError(faults)

    target = paths.database(db or BEFORE.db)
    loaded = build(corpus or paths.built_in_corpus(), target, verify if documents is not None else None)
    say(f"{target}: {len(loaded.entries)} entries from {len(loaded.documents)} documents")


def check(
    corpus: CorpusFolder = None,
    documents: Documents = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Instead, print each paragraph with the entries that cite it.")
    ] = False,
) -> None:
    """Check a corpus: its format, and every citation against copies of its documents.

    Without --documents, your attached copies are used. The exit code is 0 only if there are no faults. With
    --coverage, it is 0 only if every paragraph is cited, or the corpus says why not; no copies are needed.

    Example: pctui check --documents ~/papers
    """
    from .. import paths
    from ..corpus.loader import examine

    loaded, unsound = examine(corpus or paths.built_in_corpus())
    if coverage:
        _check_coverage(loaded, unsound, documents)
        return
    verification = _verified(loaded, documents)
    write(_report(verification, len(loaded.entries)))
    faults = sorted(unsound + _faults(verification))
    for fault in faults:
        say(str(fault))
    say("every citation verified" if not faults else f"{len(faults)} fault{'s' if len(faults) != 1 else ''}")
    if faults:
        raise typer.Exit(ExitCode.USAGE if unsound else ExitCode.NO)


def _check_coverage(loaded: Loaded, unsound: list[Fault], documents: Path | None) -> None:
    from ..corpus.coverage import coverage

    if unsound:
        raise CorpusError(unsound, "Correct the corpus first.")
    found = coverage(loaded, {slug: copy.copy for slug, copy in _copies(loaded, documents).items()})
    write("\n\n".join(_covered(document, paragraphs) for document, paragraphs in found.items()) + "\n")
    uncited = [f"{slug} ¶{p.number}" for slug, paragraphs in found.items() for p in paragraphs if not p.accounted_for]
    for place in uncited:
        say(f"{place}: no entry cites it; write one, or give the reason in 'carries_nothing'")
    if uncited:
        raise typer.Exit(ExitCode.NO)


def _covered(document: str, paragraphs: list[Covered]) -> str:
    """Format the coverage of a document: a line for the document, then one per paragraph."""
    cited = sum(1 for p in paragraphs if p.entries)
    excused = sum(1 for p in paragraphs if p.excuse and not p.entries)
    head = f"{document}: {cited} of {len(paragraphs)} paragraphs cited"
    if excused:
        head += f", {excused} excused"
    words = sum(p.words or 0 for p in paragraphs)
    if words:
        head += f"; {sum(p.cited or 0 for p in paragraphs) / words:.0%} of the words are in cited passages"
    lines = [head]
    for p in paragraphs:
        share = f"{(p.cited or 0) / p.words:>4.0%}" if p.words else "   –"
        what = " ".join(p.entries) or (f"not cited: {one_line(p.excuse)}" if p.excuse else "NOT CITED")
        lines.append(f"  ¶{p.number:<4} {share}  {what}")
    return "\n".join(lines)


def _copies(loaded: Loaded, documents: Path | None) -> dict[str, Recognised]:
    """Return the copies to search: those in a folder, or the attached ones."""
    from ..corpus.copies import copies_in
    from ..reader.attach import attached_copies

    return copies_in(documents, loaded.known()) if documents is not None else attached_copies(loaded.documents)


def _verified(loaded: Loaded, documents: Path | None) -> Verification:
    from ..corpus.verify import verify

    return verify(loaded, _copies(loaded, documents))


def _faults(verification: Verification) -> list[Fault]:
    absent = [d.document for d in verification.documents if d.copy is None]
    return [
        *verification.faults,
        *(Fault(name, 0, "no copy of this document: give --documents, or attach it") for name in absent),
    ]


def _report(verification: Verification, entries: int) -> str:
    """Format the result for the anchors, one line per document."""
    width = max([len("document"), *(len(d.document) for d in verification.documents)])
    lines = [f"{'document':{width}}  {'verified':>8}  {'not found':>9}  {'ambiguous':>9}  copy"]
    for d in verification.documents:
        copy = d.copy
        kind = "absent" if copy is None else "known" if copy.known else "another extraction"
        if copy and not copy.known:
            kind += f", {copy.found_count}/{copy.anchors} spans"
        lines.append(f"{d.document:{width}}  {d.verified:>8}  {d.not_found:>9}  {d.ambiguous:>9}  {kind}")
    lines.append(f"{entries} entries, {verification.numbers_verified} numbers and dates found in their passages")
    return "\n".join(lines) + "\n"


def paragraphs(
    document: Annotated[str, typer.Argument(help="The slug to give the document.")],
    file: Annotated[
        Path, typer.Argument(help="A copy of the document as plain text, with a blank line between paragraphs.")
    ],
) -> None:
    """Print records for the paragraphs of a document, as a start for adding it to a corpus.

    Example: pctui paragraphs minutes-1921 minutes.txt > my-corpus/minutes-1921.yaml
    """
    from ..corpus.anchors import Copy
    from ..corpus.copies import read_text
    from ..corpus.paragraphs import cut

    text, sha256 = read_text(file)
    found = cut(document, Copy(text))
    if not found.records:
        raise NotFound(f"{file} has no paragraph of four words or more", "Put a blank line between its paragraphs.")
    write(f"# {document}, cut at blank lines. For its document record: sha256: [{sha256}]\n")
    write("\n".join(found.records) + "\n")
    for message in found.left_out:
        say(message)


def cite(
    document: Annotated[
        str,
        typer.Argument(
            help="The document's slug, as `pctui sources` and citations name it.", autocompletion=documents_of
        ),
    ],
    quotation: Annotated[
        list[str],
        typer.Argument(help='The passage: "first words … last words". If it is in several parts, give each.'),
    ],
    corpus: CorpusFolder = None,
    documents: Documents = None,
) -> None:
    """Print the citation of a passage, to paste into a corpus file.

    Example: pctui cite DOCUMENT "The first four words … the last four words"
    """
    from .. import paths
    from ..corpus.cite import cite_passage
    from ..corpus.loader import examine

    # An unfinished corpus has faults, such as an entry still without a citation; that must not prevent citing.
    loaded, unsound = examine(corpus or paths.built_in_corpus())
    if document not in loaded.documents:
        if unsound:
            raise CorpusError(unsound, f"Correct these first: they may be why '{document}' is missing.")
        raise NotFound(f"there is no document '{document}'", f"Choose one of: {', '.join(loaded.documents)}")
    copy = _copies(loaded, documents).get(document)
    if copy is None:
        hint = "Attach one (pctui attach FILE), or give --documents."
        if not any(slug == document for slug, _ in loaded.paragraphs):
            hint = f"Without paragraph records no copy is recognised: pctui paragraphs {document} FILE prints them."
        raise NotFound(f"there is no copy of '{document}' to search", hint)
    write(f"{cite_passage(loaded, document, copy.copy, quotation)}\n")


def attach(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Plain text files, or folders of them.", show_default=False)
    ] = None,
    db: Database = None,
) -> None:
    """Attach your own copies of the documents, so that passages can be shown. Without a file: list the attached copies.

    Example: pctui attach ~/papers/*.txt
    """
    from ..reader.attach import attach_files
    from ..reader.copies import Reader

    if files:
        outcomes = []
        for outcome in attach_files(open_store(db, context=True), files):
            if outcome.unreadable:
                say(outcome.words)
            else:
                write(f"{one_line(str(outcome.path))}: {outcome.words}\n")
            for complaint in outcome.complaints:
                say(f"  {complaint}")
            outcomes.append(outcome)
        if any(outcome.unreadable for outcome in outcomes):
            raise typer.Exit(ExitCode.FILES)
        if not all(outcome.document for outcome in outcomes):
            raise typer.Exit(ExitCode.NO)
        return
    attached = Reader().attached()
    for copy in attached:
        kind = "known copy" if copy.known else "another extraction"
        write(f"{one_line(copy.document)}: {one_line(copy.path)} ({kind})\n")
    if not attached:
        say("No copies are attached. To attach yours: pctui attach FILE…")
