"""The command that checks a corpus against copies of its documents, and what other commands need of that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import CorpusError, ExitCode, Fault, UsageError, say
from ..text import clean_all, one_line
from .options import CorpusFolder, Documents
from .output import write
from .typer_support import choice

if TYPE_CHECKING:
    from ..corpus.copies import Recognised
    from ..corpus.coverage import Covered
    from ..corpus.loaded import Loaded
    from ..corpus.verify import Verification
    from ..reader.copies import Reader

_Format = choice("Format", ("text", "json"))


def copies_of(loaded: Loaded, documents: Path | None, only: str = "") -> dict[str, Recognised]:
    """Return the copies to search, by document: see reader/verifying.py."""
    from ..reader import verifying

    return verifying.copies_of(loaded, documents, only)


def reader_of(loaded: Loaded) -> Reader:
    """Return the reader's file as the corpus sees it."""
    from ..reader import verifying

    return verifying.reader_of(loaded)


def verified(loaded: Loaded, documents: Path | None) -> Verification:
    """Verify a corpus: see reader/verifying.py."""
    from ..reader import verifying

    return verifying.verified(loaded, documents)


def faults_of(verification: Verification) -> list[Fault]:
    """Return the faults found in the copies, and one for each document without a copy."""
    absent = [d.document for d in verification.documents if d.copy is None]
    return [
        *verification.faults,
        *(Fault(name, 0, "no copy of this document: give --documents, or attach it") for name in absent),
    ]


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
    form: Annotated[_Format, typer.Option("--format", help="Output format.")] = "text",  # type: ignore[valid-type]
) -> None:
    """Check a corpus: its format, and every citation against copies of its documents.

    Without --documents, your attached copies are used. The exit code is 0 only if there are no faults. With
    --coverage, it is 0 only if every paragraph is cited, or the corpus says why not; no copies are needed.

    Example: pctui check --documents ~/papers
    """
    from .. import paths
    from ..corpus.loader import examine

    folder = corpus or paths.built_in_corpus()
    if fix and corpus is None:
        raise UsageError("--fix changes the files of a corpus", "Name its folder: pctui check --fix --corpus FOLDER")
    loaded, unsound = examine(folder)
    if coverage:
        _check_coverage(loaded, unsound, documents)
        return
    if fix and _fix(folder, loaded, documents):
        loaded, unsound = examine(folder)
    verification = verified(loaded, documents)
    faults = sorted(unsound + faults_of(verification))
    if form == "json":
        write(_as_json(verification, loaded, faults))
    else:
        write(_report(verification, len(loaded.entries)))
    for fault in faults:
        say(str(fault))
    say("every citation verified" if not faults else f"{len(faults)} fault{'s' if len(faults) != 1 else ''}")
    if faults:
        raise typer.Exit(ExitCode.USAGE if unsound else ExitCode.NO)


def _fix(folder: Path, loaded: Loaded, documents: Path | None) -> bool:
    """Bring the files of a corpus up to date with the copies; return whether any was changed."""
    from ..corpus.fix import fixed, fixes
    from ..render.files import write as write_file

    found = list(fixes(loaded, {slug: copy.copy for slug, copy in copies_of(loaded, documents).items()}))
    changed = False
    for path, text, applied in fixed(folder, found):
        write_file(path, [text], force=True)
        for change in applied:
            say(str(change))
        changed = True
    return changed


def _check_coverage(loaded: Loaded, unsound: list[Fault], documents: Path | None) -> None:
    from ..corpus.coverage import coverage

    if unsound:
        raise CorpusError(unsound, "Correct the corpus first.")
    found = coverage(loaded, {slug: copy.copy for slug, copy in copies_of(loaded, documents).items()})
    write("\n\n".join(_covered(document, paragraphs) for document, paragraphs in found.items()) + "\n")
    uncited = [
        f"{document} ¶{p.number}" for document, paragraphs in found.items() for p in paragraphs if not p.accounted_for
    ]
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
    lines.append(f"{entries} entries, {verification.numbers_verified} numbers and dates found in their passages")
    edges_only = sum(d.edges_only for d in verification.documents)
    if edges_only:
        lines.append(
            f"{edges_only} anchors are of an older form, which verifies only the first and last four words of a "
            "passage: pctui check --fix --corpus FOLDER adds a hash of all its words"
        )
    return "\n".join(lines) + "\n"


def _as_json(verification: Verification, loaded: Loaded, faults: list[Fault]) -> str:
    """Return the result as JSON: for each document the number of anchors by outcome, then the faults."""
    import json

    from ..corpus.anchors import Outcome

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
        "faults": [{"file": f.file, "line": f.line or None, "message": f.message} for f in faults],
    }
    return json.dumps(clean_all(result), indent=2, ensure_ascii=False) + "\n"
