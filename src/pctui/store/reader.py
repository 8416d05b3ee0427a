"""The reader's own file: the attached copies of documents. Reseeding never touches it.

Keyed by document slug; its own migrations. Reading needs only stdlib sqlite3; `sqlite_utils` is
imported where something is written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import model, paths
from ..corpus.anchors import Copy
from ..errors import DatabaseError, from_os
from ..text import clean
from .connection import header, open_read_only
from .words import CLOSE, OPEN, fts_query, marked

if TYPE_CHECKING:
    from sqlite_utils import Database

    from ..corpus.copies import Recognised

APPLICATION_ID = 0x70637472  # "pctr"
VERSION = 1


@dataclass(frozen=True)
class Attached:
    """A copy of a document that the reader has attached."""

    document: str
    path: str
    sha256: str
    known: bool


class Reader:
    """The reader's file, opened for reading; it need not be there."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.reader()
        self._copies: dict[str, Copy] = {}

    def _ask(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        if not _there(self.path):
            return []
        try:
            connection = open_read_only(self.path)
            try:
                return connection.execute(sql, [clean(p) if isinstance(p, str) else p for p in parameters]).fetchall()
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise DatabaseError(
                f"the reader's file {self.path} cannot be read: {error}",
                "Attach the documents again: pctui attach FILE…",
            ) from error

    def attached(self) -> list[Attached]:
        """The attached copies, by document."""
        return [
            Attached(str(document), str(path), str(sha256), bool(known))
            for document, path, sha256, known in self._ask(
                "SELECT document, path, sha256, known FROM attached ORDER BY document"
            )
        ]

    def copy(self, document: str) -> Copy | None:
        """The attached copy of `document`, ready to look anchors up in; None where there is none."""
        if document not in self._copies:
            rows = self._ask("SELECT text FROM attached WHERE document = ?", document)
            if not rows:
                return None
            self._copies[document] = Copy(str(rows[0][0]))
        return self._copies[document]

    def search(self, text: str, limit: int = 20) -> list[model.Hit]:
        """Paragraphs of attached documents that match `text`."""
        query = fts_query(text)
        if query is None:
            return []
        rows = self._ask(
            f"""
            SELECT document, number, snippet(passages, 2, '{OPEN}', '{CLOSE}', '…', 14) FROM passages
            WHERE passages MATCH ? ORDER BY rank LIMIT ?
            """,
            f"text : ({query})",
            limit,
        )
        return [
            model.Hit(str(document), "passage", str(document), marked(str(snippet)), int(str(number)))
            for document, number, snippet in rows
        ]


def _there(path: Path) -> bool:
    """Whether there is a reader's file with anything in it; DatabaseError where what is there is none, or is newer."""
    try:
        if not path.exists() or path.stat().st_size == 0:
            return False
        found, version = header(path)
    except OSError as error:
        raise from_os(error, "read the reader's file", path) from error
    if found != APPLICATION_ID:
        raise DatabaseError(
            f"{path} is not a pctui reader's file; it was left untouched", "Name another with PCTUI_READER."
        )
    if version > VERSION:
        raise DatabaseError(f"{path} was written by a newer pctui; it was left untouched", "Update pctui.")
    return True


def attach(copy: Recognised, paragraphs: Sequence[tuple[int, str]], path: Path | None = None) -> None:
    """Keep the copy in the reader's file, with its `paragraphs` (number, text) for search."""
    target = path or paths.reader()
    _there(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(target)
    except OSError as error:
        raise from_os(error, "write the reader's file in", target.parent) from error
    except sqlite3.Error as error:
        raise DatabaseError(f"cannot write the reader's file {target}: {error}") from error
    import sqlite_utils

    try:
        db = sqlite_utils.Database(connection)
        _migrate(db)
        with db.atomic():
            db.table("attached").upsert(
                {
                    "document": copy.document,
                    "path": str(copy.path.absolute()),
                    "sha256": copy.sha256,
                    "known": int(copy.known),
                    "text": copy.copy.text,
                },
                pk="document",
            )
            connection.execute("DELETE FROM passages WHERE document = ?", (copy.document,))
            connection.executemany(
                "INSERT INTO passages (document, number, text) VALUES (?, ?, ?)",
                [(copy.document, number, text) for number, text in paragraphs],
            )
    except sqlite3.Error as error:
        raise DatabaseError(f"cannot write the reader's file {target}: {error}") from error
    finally:
        connection.close()


def _migrate(db: Database) -> None:
    from sqlite_utils import Migrations

    migrations = Migrations("reader")

    @migrations()
    def attached(db: Database) -> None:
        db.execute(
            """
            CREATE TABLE attached (
              document TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, known INTEGER NOT NULL,
              text TEXT NOT NULL
            ) STRICT
            """
        )
        db.execute(
            "CREATE VIRTUAL TABLE passages USING fts5 (document UNINDEXED, number UNINDEXED, text, "
            "tokenize='porter unicode61')"
        )

    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {VERSION}")
    migrations.apply(db)
