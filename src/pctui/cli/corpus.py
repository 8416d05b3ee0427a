"""The commands that work on a corpus and on copies of its documents: seed, paragraphs, cite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import CorpusError, Fault, NotFound, say
from ..text import number_of
from .check import copies_of, faults_of, reader_of, verified
from .completion import documents as documents_of
from .options import CorpusFolder, Database, Documents, Encoding
from .output import write
from .store import BEFORE

if TYPE_CHECKING:
    from ..corpus.anchors import Copy
    from ..corpus.loaded import Loaded


def seed(corpus: CorpusFolder = None, db: Database = None, documents: Documents = None) -> None:
    """Build the database from a corpus. With --documents, only if every citation is found in them.

    Without --db, the database of the built-in corpus is the one that `pctui` opens; another corpus has its own, which
    the option --corpus before a command opens.

    Example: pctui seed --corpus my-corpus --db my.db
    """
    from .. import paths
    from ..authoring.folder import corpus_to_read
    from ..authoring.workspace import corpus_slug, database_of
    from ..database.build import seed as build

    def verify(loaded: Loaded) -> list[Fault]:
        return faults_of(verified(loaded, documents))

    folder, given = corpus_to_read(corpus or BEFORE.corpus), db or BEFORE.db
    built_in = folder == paths.built_in_corpus()
    target = paths.database(given) if built_in else database_of(corpus_slug(folder) or "", given)
    installed = folder in paths.installed_corpora().values()
    built = build(folder, target, verify if documents is not None else None, installed=installed)
    say(f"{target}: {number_of(built.entries, 'entry')} from {number_of(built.documents, 'document')}")


def paragraphs(
    document: Annotated[str, typer.Argument(help="The slug to give the document.")],
    file: Annotated[
        Path,
        typer.Argument(
            help="A copy of the document: PDF, HTML, Word, EPUB, or text with a blank line between paragraphs."
        ),
    ],
    encoding: Encoding = None,
) -> None:
    """Print records for the paragraphs of a document, as a start for adding it to a corpus.

    Example: pctui paragraphs minutes-1921 minutes.txt > my-corpus/minutes-1921.yaml
    """
    from ..corpus.anchors import JOIN_PARAGRAPHS, NO_PARAGRAPH, Copy
    from ..corpus.copies import read_text
    from ..corpus.paragraphs import cut

    text, sha256 = read_text(file, encoding)
    found = cut(document, Copy(text))
    if not found.records:
        raise NotFound(f"{file} {NO_PARAGRAPH}", JOIN_PARAGRAPHS)
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

    The passage that was found is printed first, on standard error, so that you can compare it with what you meant.

    Example: pctui cite DOCUMENT "The first four words … the last four words"
    """
    from ..authoring.folder import corpus_to_read
    from ..corpus.cite import cite_passage

    folder = corpus_to_read(corpus or BEFORE.corpus)
    loaded, copy = _document(folder, document, documents)
    cited = cite_passage(loaded, document, copy, quotation)
    # Not on stdout: a corpus carries none of a document's sentences, and the citation may be redirected into one.
    for passage in cited.passages:
        say(f"¶{cited.paragraph} “{passage}”")
    write(f"{cited.record}\n")


def _document(folder: Path, document: str, documents: Path | None) -> tuple[Loaded, Copy]:
    """Return a document with its paragraphs, and the copy to search: of the rest of the corpus only what is needed."""
    from ..corpus.copies import known_copy
    from ..corpus.loader import examine, load_documents

    loaded = load_documents(folder, document)
    if document in loaded.documents:
        if documents is not None:
            found = known_copy(documents, document, loaded.known()[document])
            copy = found.copy if found else None
        else:
            copy = reader_of(loaded).copy(document)
        if copy:
            return loaded, copy
    # An unfinished corpus has faults, such as an entry still without a citation; that must not prevent citing.
    loaded = load_documents(folder)
    if document not in loaded.documents:
        if unsound := examine(folder)[1]:
            raise CorpusError(unsound, f"Correct these first: they may be why '{document}' is missing.")
        raise NotFound(f"there is no document '{document}'", f"Choose one of: {', '.join(loaded.documents)}")
    if found := copies_of(loaded, documents, document).get(document):
        return loaded, found.copy
    hint = "Attach one (pctui attach FILE), or give --documents."
    if not any(slug == document for slug, _ in loaded.paragraphs):
        hint = f"Without paragraph records no copy is recognised: pctui paragraphs {document} FILE prints them."
    raise NotFound(f"there is no copy of '{document}' to search", hint)
