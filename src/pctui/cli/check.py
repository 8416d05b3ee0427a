"""The command that checks a corpus against copies of its documents, and what other commands need of that."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import CorpusError, ExitCode, Fault, FilesError, UsageError, say
from ..text import clean_all, number_of, one_line
from .options import CorpusFolder, Documents
from .output import write
from .store import BEFORE
from .typer_support import choice

if TYPE_CHECKING:
    from ..corpus.copies import Recognised
    from ..corpus.coverage import Covered
    from ..corpus.loaded import Loaded
    from ..corpus.rules import Located
    from ..corpus.verify import Verification
    from ..reader.copies import Reader

_Format = choice("Format", ("text", "json", "sarif"))


def copies_of(loaded: Loaded, documents: Path | None, only: str = "") -> dict[str, Recognised]:
    """Return the copies to search, by document (see reader/verifying.py), and say which documents cannot be read."""
    from ..reader import verifying

    return verifying.copies_of(loaded, documents, only, say_unread)


def say_unread(error: FilesError) -> None:
    """Say, in a line, that a document in a folder of copies cannot be read, and why."""
    say(f"not read: {error.message}. {error.hint}".removesuffix(" "))


def reader_of(loaded: Loaded) -> Reader:
    """Return the reader's file as the corpus sees it."""
    from ..reader import verifying

    return verifying.reader_of(loaded)


def verified(loaded: Loaded, documents: Path | None) -> Verification:
    """Verify a corpus (see reader/verifying.py), and say which documents cannot be read."""
    from ..reader import verifying

    return verifying.verified(loaded, documents, say_unread)


def faults_of(verification: Verification) -> list[Fault]:
    """Return the faults found in the copies, and one for each document without a copy."""
    from ..corpus.rules import NO_COPY

    absent = [d.document for d in verification.documents if d.copy is None]
    message = "no copy of this document: give --documents, or attach it"
    return [*verification.faults, *(Fault(name, 0, message, code=NO_COPY) for name in absent)]


def check(
    corpus: CorpusFolder = None,
    documents: Documents = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Instead, print each paragraph with the entries that cite it.")
    ] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="First complete older anchors and correct paragraph numbers in the files of --corpus."
        ),
    ] = False,
    files_only: Annotated[
        bool, typer.Option("--files-only", help="Check only the files of the corpus: no copies are needed.")
    ] = False,
    form: Annotated[_Format, typer.Option("--format", help="Output format.")] = "text",  # type: ignore[valid-type]
) -> None:
    """Check a corpus: its format, and every citation against copies of its documents.

    Without --documents, your attached copies are used. The exit code is 0 only if there are no faults. With
    --coverage, it is 0 only if every paragraph is cited, or the corpus says why not. JSON and SARIF have the faults as
    data, for editors and for checks of each change.

    Example: pctui check --documents ~/papers
    """
    from ..authoring.folder import corpus_to_read
    from ..corpus.loader import examine
    from ..corpus.rules import located, remedies
    from ..corpus.verify import Verification
    from ..paths import installed_corpora

    if files_only and (fix or coverage or documents):
        raise UsageError("--files-only looks at no copy", "Leave out --documents, --coverage and --fix.")
    folder = corpus_to_read(corpus or BEFORE.corpus)
    if fix and corpus is None and folder in installed_corpora().values():
        raise UsageError("--fix changes the files of a corpus", "Name its folder: pctui check --fix --corpus FOLDER")
    loaded, unsound = examine(folder)
    _say_not_read(folder)
    if coverage:
        _check_coverage(loaded, unsound, documents)
        return
    if fix and _fix(folder, loaded, documents):
        loaded, unsound = examine(folder)
    verification = Verification([]) if files_only else verified(loaded, documents)
    faults = sorted(unsound + faults_of(verification))
    if form == "json":
        write(_as_json(verification, loaded, list(located(folder, faults, loaded.places))))
    elif form == "sarif":
        from .. import __version__
        from ..render.sarif import sarif

        write(sarif(located(folder, faults, loaded.places), folder, __version__))
    else:
        write(
            f"{number_of(len(loaded.entries), 'entry')}\n" if files_only else _report(verification, len(loaded.entries))
        )
    for fault in faults:
        say(str(fault))
    for remedy in remedies(faults):
        say(remedy)
    sound = "no fault in the files; no citation was verified" if files_only else "every citation verified"
    say(number_of(len(faults), "fault") if faults else sound)
    if faults:
        raise typer.Exit(ExitCode.USAGE if unsound else ExitCode.NO)


_MOST_UNREAD = 10  # names


def _say_not_read(folder: Path) -> None:
    """Say what is in the folder of the corpus and is not read."""
    from ..corpus.files import SUFFIXES, unread

    if names := unread(folder):
        more = f" and {len(names) - _MOST_UNREAD} more" if len(names) > _MOST_UNREAD else ""
        read = f"{', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]}"
        say(f"not read: {', '.join(names[:_MOST_UNREAD])}{more}; a corpus is made of {read} files")


def _fix(folder: Path, loaded: Loaded, documents: Path | None) -> bool:
    """Bring the files of a corpus up to date with the copies; return whether any was changed."""
    from ..authoring.changes import Changes, FileChange, apply
    from ..corpus.fix import fixed, fixes
    from ..reader import verifying  # what cannot be read is said once, when the corpus is verified

    copies = verifying.copies_of(loaded, documents)
    found = list(fixes(loaded, {slug: copy.copy for slug, copy in copies.items()}))
    files = list(fixed(folder, found))
    apply(Changes(folder, tuple(FileChange(file.name, file.before, file.after) for file in files)))
    for change in (change for file in files for change in file.applied):
        say(str(change))
    return bool(files)


def _check_coverage(loaded: Loaded, unsound: list[Fault], documents: Path | None) -> None:
    from ..corpus.coverage import coverage
    from ..model import paragraph_ranges

    if unsound:
        raise CorpusError(unsound, "Correct the corpus first.")
    found = coverage(loaded, {slug: copy.copy for slug, copy in copies_of(loaded, documents).items()})
    write("\n\n".join(_covered(document, paragraphs) for document, paragraphs in found.items()) + "\n")
    uncited = {
        document: [p.number for p in paragraphs if not p.accounted_for] for document, paragraphs in found.items()
    }
    for document, numbers in uncited.items():
        if numbers:
            them = "it; write one" if len(numbers) == 1 else "them; write some"
            places = paragraph_ranges(numbers)
            say(f"{document} {places}: no entry cites {them}, or give the reason in 'carries_nothing'")
    if any(uncited.values()):
        raise typer.Exit(ExitCode.NO)


def _covered(document: str, paragraphs: list[Covered]) -> str:
    """Format the coverage of a document: a line for it, then one for each paragraph, or for several without entries."""
    from ..model import paragraph_ranges

    cited = sum(1 for p in paragraphs if p.entries)
    excused = sum(1 for p in paragraphs if p.excuse and not p.entries)
    head = f"{document}: {cited} of {len(paragraphs)} paragraphs cited"
    if excused:
        head += f", {excused} excused"
    words = sum(p.words or 0 for p in paragraphs)
    if words:
        head += f"; {sum(p.cited or 0 for p in paragraphs) / words:.0%} of the words are in cited passages"
    lines = [head]
    for what, group in groupby(paragraphs, key=_stands):
        together = list(group)
        for part in [together] if what == _NOT_CITED else [[p] for p in together]:
            share = f"{(part[0].cited or 0) / part[0].words:>4.0%}" if part[0].words else "   –"
            lines.append(f"  {paragraph_ranges(p.number for p in part):<5} {share}  {what}")
    return "\n".join(lines)


_NOT_CITED = "NOT CITED"


def _stands(paragraph: Covered) -> str:
    """Return which entries cite a paragraph, or why none does."""
    excuse = f"not cited: {one_line(paragraph.excuse)}" if paragraph.excuse else _NOT_CITED
    return " ".join(paragraph.entries) or excuse


def _report(verification: Verification, entries: int) -> str:
    """Format the result for the anchors, one line per document."""
    from ..corpus.anchors import Outcome

    width = max([len("document"), *(len(d.document) for d in verification.documents)])
    lines = [f"{'document':{width}}  " + "  ".join(f"{outcome:>{len(outcome)}}" for outcome in Outcome) + "  copy"]
    for d in verification.documents:
        copy = d.copy
        kind = "absent" if copy is None else "known" if copy.known else "another extraction"
        if copy and not copy.known:
            kind += f", {copy.found_count}/{copy.anchors} paragraphs"
        counts = "  ".join(f"{d.outcomes[outcome]:>{len(outcome)}}" for outcome in Outcome)
        lines.append(f"{d.document:{width}}  {counts}  {kind}")
    proved = f"{verification.numbers_verified} numbers and dates found in their passages"
    lines.append(f"{number_of(entries, 'entry')}, {proved}")
    edges_only = sum(d.edges_only for d in verification.documents)
    if edges_only:
        lines.append(
            f"{number_of(edges_only, 'anchor')} of an older form, which verifies only the first and last four words of "
            "a passage: pctui check --fix --corpus FOLDER adds a hash of all its words"
        )
    return "\n".join(lines) + "\n"


def _as_json(verification: Verification, loaded: Loaded, faults: list[Located]) -> str:
    """Return the result as JSON: for each document the number of anchors by outcome, then the faults."""
    import json

    from ..corpus.anchors import Outcome
    from ..corpus.rules import ERROR

    documents = [
        {
            "document": d.document,
            "copy": str(d.copy.path) if d.copy else None,
            "known": d.copy.known if d.copy else None,
            "anchors": {outcome: d.outcomes[outcome] for outcome in Outcome},
            "edges_only": d.edges_only,
        }
        for d in verification.documents
    ]
    result = {
        "entries": len(loaded.entries),
        "numbers": verification.numbers_verified,
        "documents": documents,
        "faults": [{"severity": ERROR, **fault._asdict()} for fault in faults],
    }
    return json.dumps(clean_all(result), indent=2, ensure_ascii=False) + "\n"
