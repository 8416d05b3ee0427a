"""The check of a whole database, which reads all of it: for `pctui doctor`, and before an error is called our own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from ..database.open import Header, header, open_read_only
from ..database.seal import is_whole, remember
from ..errors import Damaged, DatabaseError, PctuiError
from ..kinds.registry import KINDS, RECORD_KINDS
from ..kinds.vocabulary import OF_THE_CORPUS
from .records import corpus_record, paragraphs, records
from .store import Store

_MOST = 20  # faults that SQLite lists
# Where entries have terms of the vocabularies without which they cannot be shown.
_OF_TERMS = {
    "aspect": "SELECT level AS entry, aspect AS term FROM level_aspects",
    "classification": "SELECT slug AS entry, classification AS term FROM organisation_details",
    "link_type": "SELECT source AS entry, type AS term FROM links",
}
_FOREIGN = """
SELECT term, MIN(entry) FROM ({uses})
WHERE term NOT IN (SELECT slug FROM terms WHERE vocabulary = '{vocabulary}') GROUP BY term
"""


def damage(path: Path) -> list[str]:
    """Return what is wrong with the database at `path`, in words; none if it is as it was built and says what it may.

    Checked are the seal, SQLite's own structure, the types and conditions of the schema, references between tables, and
    whether every entry is one that a corpus could have. A large file in which nothing is wrong is remembered as whole.
    DatabaseError if it cannot be opened at all.
    """
    try:
        found = list(_damage(path, header(path)))
    except (OSError, sqlite3.Error, UnicodeError) as error:
        raise DatabaseError(f"{path} cannot be opened: {error}", "Rebuild it with: pctui seed") from error
    if not found:
        remember(path)
    return found


def _damage(path: Path, head: Header) -> Iterator[str]:
    with closing(open_read_only(path, wal=head.wal)) as connection:
        if not is_whole(connection, path):
            yield "it is not what pctui seed wrote"
        for (fault,) in connection.execute(f"PRAGMA integrity_check({_MOST})").fetchall():
            if fault != "ok":
                yield str(fault)
        for table, row, other, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST):
            yield f"row {row} of {table} refers to a missing row of {other}"
    try:
        with closing(Store(path, context=True)) as store:
            yield from _impossible(store)
    except PctuiError as error:
        yield error.message
    except Exception as error:  # noqa: BLE001 - whatever it is, the database has made the decoders fail
        yield f"it cannot be decoded: {type(error).__name__}: {error}"


def _impossible(store: Store) -> Iterator[str]:
    """Yield what no corpus could have: a word outside its vocabulary, a list without items, a slug that is none."""
    corpus = corpus_record(store)
    yield from _unlike(corpus.fields, "the corpus")
    for vocabulary, uses in _OF_TERMS.items():
        for term, entry in store.select(_FOREIGN.format(vocabulary=vocabulary, uses=uses)):
            yield f"the entry '{entry}': '{term}' is not in the corpus's {OF_THE_CORPUS[vocabulary]}"
    for paragraph in paragraphs(store):
        yield from _unlike(paragraph, f"paragraph {paragraph['number']} of {paragraph['document']}")
    for record in records(store):
        if record.kind in KINDS:
            yield from _unlike(record.fields, f"the entry '{record.slug}'")
        else:
            yield f"the entry '{record.slug}' is of the unknown kind '{record.kind}'"


def _unlike(fields: dict[str, object], what: str) -> Iterator[str]:
    try:
        msgspec.convert(fields, RECORD_KINDS[str(fields["kind"])])
    except msgspec.ValidationError as error:
        yield f"{what}: {error}"


def explain(error: Exception, path: Path) -> None:
    """Raise Damaged if `error` is none of those that are shown to the user, and something is wrong with the database.

    The decoders of rows trust the database, which is checked when it is opened as far as that goes in a moment. This is
    the one place for what happens if they should not have.
    """
    if isinstance(error, (PctuiError, OSError)):
        return
    try:
        found = damage(path)
    except Exception:  # noqa: BLE001 - the first error says more
        return
    if found:
        raise Damaged(path, found[0]) from error
