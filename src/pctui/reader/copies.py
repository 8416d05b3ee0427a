"""The copies of documents that the reader has attached: storing, reading and searching them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import model, paths
from ..corpus.anchors import Copy
from ..queries.fts import CLOSE, OPEN, fts_query, marked
from .database import select, writing

if TYPE_CHECKING:
    from ..corpus.copies import Recognised
    from .notes import Notes


@dataclass(frozen=True)
class Attached:
    """A copy of a document that the reader has attached."""

    document: str
    path: str
    sha256: str
    known: bool


class Reader:
    """Access to the reader's file, which need not exist."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.reader()
        self._copies: dict[str, Copy] = {}
        self._notes: dict[str, Notes] = {}

    def attached(self) -> list[Attached]:
        """Return the attached copies, sorted by document."""
        return [
            Attached(str(document), str(path), str(sha256), bool(known))
            for document, path, sha256, known in select(
                self.path, 1, "SELECT document, path, sha256, known FROM attached ORDER BY document"
            )
        ]

    def copy(self, document: str) -> Copy | None:
        """Return the attached copy of `document`, in which anchors can be found; None if there is none."""
        if document not in self._copies:
            rows = select(self.path, 1, "SELECT text FROM attached WHERE document = ?", document)
            if not rows:
                return None
            self._copies[document] = Copy(str(rows[0][0]))
        return self._copies[document]

    def notes(self, corpus: str) -> Notes:
        """Return the marks and notes on the entries of a corpus; always the same object for the same corpus."""
        from .notes import Notes

        return self._notes.setdefault(corpus, Notes(self.path, corpus))

    def search(self, text: str, limit: int = 20, documents: Sequence[str] = ()) -> list[model.Hit]:
        """Return the paragraphs of attached copies that match `text`, best first; only of `documents` if given."""
        query = fts_query(text)
        if query is None:
            return []
        rows = select(
            self.path,
            1,
            f"""
            SELECT document, number, snippet(passages, 2, '{OPEN}', '{CLOSE}', '…', 14) FROM passages
            WHERE passages MATCH ? AND (? OR document IN (SELECT value FROM json_each(?))) ORDER BY rank LIMIT ?
            """,
            f"text : ({query})",
            not documents,
            json.dumps(list(documents)),
            limit,
        )
        return [
            model.Hit(str(document), "passage", str(document), marked(str(snippet)), int(str(number)))
            for document, number, snippet in rows
        ]


def attach(copy: Recognised, paragraphs: Sequence[tuple[int, str]], path: Path | None = None) -> None:
    """Store the copy in the reader's file, with its `paragraphs` (number, text) for search."""
    with writing(path or paths.reader()) as connection:
        connection.execute(
            """
            INSERT INTO attached (document, path, sha256, known, text) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (document) DO UPDATE
            SET path = excluded.path, sha256 = excluded.sha256, known = excluded.known, text = excluded.text
            """,
            (copy.document, str(copy.path.absolute()), copy.sha256, int(copy.known), copy.copy.text),
        )
        connection.execute("DELETE FROM passages WHERE document = ?", (copy.document,))
        connection.executemany(
            "INSERT INTO passages (document, number, text) VALUES (?, ?, ?)",
            [(copy.document, number, text) for number, text in paragraphs],
        )
