"""The copies of documents that the reader has attached to a corpus: storing, reading and searching them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from .. import model, paths
from ..folding import forms
from ..queries.fts import CLOSE, OPEN, Typed, excerpt, marked
from .database import PATIENCE, select, version, writing

if TYPE_CHECKING:
    from ..corpus.anchors import Copy
    from ..corpus.copies import KnownDocument, Recognised
    from ..queries.store import Store
    from ..queries.wording import Question
    from .notes import Notes

_AROUND = 40  # characters on either side of a word found in another form
_WITH_CORPUS = 4  # the first version of the file in which a copy belongs to a corpus
_WITH_FORMS = 6  # the first version in which words are found in other forms as well
_WITH_EARLIER = 5  # the first version that keeps the copy which another edition replaced


class Attached(Struct, frozen=True):
    """A copy of a document that the reader has attached."""

    document: str
    path: str
    sha256: str
    known: bool
    corpus: str  # empty if it was attached by an earlier version of the program


def _as_copy(text: str) -> Copy:
    from ..corpus.anchors import Copy  # here and not above: few starts show a document

    return Copy(text)


def known_documents(store: Store) -> dict[str, KnownDocument]:
    """Return, by document of the database, what its copies are recognised by."""
    from ..corpus.copies import KnownDocument

    return {
        d.slug: KnownDocument(d.hashes, [a for p in store.paragraphs(d.slug) for a in p.anchors])
        for d in store.documents()
    }


def _pieces(whole: str, snippet: str, typed: Typed) -> tuple[tuple[str, bool], ...]:
    """Return SQLite's snippet in pieces, or, where the words are found in another form, an excerpt with these."""
    found = "" if OPEN in snippet and not typed.has_characters else excerpt([whole], typed, _AROUND)
    return marked(found or snippet)


class Reader:
    """The reader's file, which need not exist, as one corpus sees it: no corpus sees the copies of another.

    `known` returns what the documents of the corpus are recognised by. It is called only for a file of an earlier
    version, in which copies have no corpus: a copy belongs to the corpus that recognises it.
    """

    def __init__(self, corpus: str, known: Callable[[], Mapping[str, KnownDocument]], path: Path | None = None) -> None:
        self.corpus = corpus
        self.path = path or paths.reader()
        self._known = known
        self._recognised: dict[str, bool] = {}  # by SHA-256, of copies without a corpus
        self._copies: dict[str, Copy] = {}
        self._earlier: dict[str, Copy | None] = {}

    @classmethod
    def of(cls, store: Store, path: Path | None = None) -> Reader:
        """Return the reader's file as the corpus of `store` sees it."""
        return cls(store.corpus["slug"], lambda: known_documents(store), path)

    def attached(self) -> list[Attached]:
        """Return the copies attached to this corpus, sorted by document."""
        found: dict[str, Attached] = {}
        for attached in self._rows():
            if attached.corpus or self._recognises(attached):
                found[attached.document] = attached
        return list(found.values())

    def _rows(self) -> list[Attached]:
        """Return the copies of this corpus and those without one, which come first; sorted by document."""
        columns = "document, path, sha256, known, corpus"
        sql = f"SELECT {columns} FROM {self._table} WHERE corpus IN (?, '') ORDER BY document, corpus"
        rows = select(self.path, 1, sql, self.corpus)
        return [Attached(str(d), str(path), str(sha256), bool(known), str(c)) for d, path, sha256, known, c in rows]

    @property
    def _table(self) -> str:
        return "copies" if version(self.path) >= _WITH_CORPUS else "(SELECT '' AS corpus, * FROM attached)"

    def _recognises(self, attached: Attached) -> bool:
        """Whether a copy without a corpus belongs to this one."""
        from ..corpus.copies import is_copy

        known = self._documents.get(attached.document)
        if known is None or attached.sha256 in known.hashes:
            return known is not None
        if attached.sha256 not in self._recognised:  # once: search asks at every key
            self._recognised[attached.sha256] = is_copy(_as_copy(self._text(attached)), known)
        return self._recognised[attached.sha256]

    @cached_property
    def _documents(self) -> Mapping[str, KnownDocument]:
        return self._known()

    def _text(self, attached: Attached) -> str:
        sql = f"SELECT text FROM {self._table} WHERE document = ? AND corpus = ?"
        return str(select(self.path, 1, sql, attached.document, attached.corpus)[0][0])

    def copy(self, document: str) -> Copy | None:
        """Return the attached copy of `document`, in which anchors can be found; None if there is none."""
        if document not in self._copies:
            attached = next((found for found in self.attached() if found.document == document), None)
            if attached is None:
                return None
            self._copies[document] = _as_copy(self._text(attached))
        return self._copies[document]

    def copies(self) -> list[tuple[Attached, Copy]]:
        """Return the copies attached to this corpus with their texts, sorted by document: all of them at once."""
        attached = self.attached()
        sql = f"SELECT document, corpus, text FROM {self._table} WHERE corpus IN (?, '')"
        texts = (
            {(d, corpus): str(text) for d, corpus, text in select(self.path, 1, sql, self.corpus)} if attached else {}
        )
        # (One may be removed between the two.)
        return [(found, _as_copy(texts[key])) for found in attached if (key := (found.document, found.corpus)) in texts]

    def all_earlier(self) -> dict[str, Copy]:
        """Return, by document, the copies that the attached ones, of other editions, replaced."""
        sql = "SELECT document, earlier FROM copies WHERE corpus = ? AND earlier IS NOT NULL"
        return {str(d): _as_copy(str(text)) for d, text in select(self.path, _WITH_EARLIER, sql, self.corpus)}

    def earlier(self, document: str) -> Copy | None:
        """Return the copy that the attached one, another edition, replaced; None if there is none."""
        if document not in self._earlier:
            sql = "SELECT earlier FROM copies WHERE corpus = ? AND document = ? AND earlier IS NOT NULL"
            rows = select(self.path, _WITH_EARLIER, sql, self.corpus, document)
            self._earlier[document] = _as_copy(str(rows[0][0])) if rows else None
        return self._earlier[document]

    @cached_property
    def notes(self) -> Notes:
        """The reader's marks and notes on the entries of this corpus."""
        from .notes import Notes

        return Notes(self.path, self.corpus)

    def search(
        self, question: Question, least: int = 0, limit: int = 20, documents: Sequence[str] = ()
    ) -> list[model.Hit]:
        """Return the paragraphs of attached copies that have all parts of `question`, best first; else `least` of them.

        Only of `documents`, if given.
        """
        # A document has one copy: where it has a copy of this corpus and an earlier one without, the first counts.
        copies = {found.document: found.corpus for found in self.attached()}
        if documents:
            copies = {document: corpus for document, corpus in copies.items() if document in documents}
        owned = version(self.path) >= _WITH_CORPUS
        table = "paragraphs" if owned else "passages"
        column = 3 if owned else 2
        owner = "corpus" if owned else "''"
        searched = "{text forms}" if version(self.path) >= _WITH_FORMS else "text"
        rows: list[tuple[object, ...]] = []
        for parts in dict.fromkeys((question.parts, least or question.parts)):
            rows = select(
                self.path,
                1,
                f"""
                SELECT document, number, text, snippet({table}, {column}, '{OPEN}', '{CLOSE}', '…', 14) FROM {table}
                WHERE {table} MATCH ? AND EXISTS (SELECT 1 FROM json_each(?) WHERE key = document AND value = {owner})
                ORDER BY rank LIMIT ?
                """,
                f"{searched} : ({question.query(parts)})",
                json.dumps(copies),
                limit,
            )
            if rows:
                break
        return [
            model.Hit(
                str(document),
                "passage",
                str(document),
                _pieces(str(whole), str(snippet), question.typed),
                int(str(number)),
            )
            for document, number, whole, snippet in rows
        ]

    def attach(self, copy: Recognised, paragraphs: Sequence[tuple[int, str]]) -> None:
        """Store a copy for this corpus in place of an earlier one, with its `paragraphs` (number, text) for search."""
        earlier = [found.document for found in self.attached() if not found.corpus]
        with writing(self.path, PATIENCE) as connection:
            for document in earlier:  # they are recognised, so that they can be given to this corpus for good
                for table in ("copies", "paragraphs"):
                    connection.execute(
                        f"UPDATE {table} SET corpus = ? WHERE document = ? AND corpus = ''", (self.corpus, document)
                    )
            connection.execute(
                """
                INSERT INTO copies (corpus, document, path, sha256, known, text) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (corpus, document) DO UPDATE
                SET path = excluded.path, sha256 = excluded.sha256, known = excluded.known, text = excluded.text,
                  earlier = CASE
                    WHEN excluded.known THEN NULL
                    WHEN copies.text = excluded.text THEN copies.earlier
                    WHEN copies.known OR copies.earlier IS NULL THEN copies.text
                    ELSE copies.earlier
                  END
                """,
                (
                    self.corpus,
                    copy.document,
                    str(copy.path.absolute()),
                    copy.sha256,
                    int(copy.known),
                    copy.copy.text,
                ),
            )
            connection.execute("DELETE FROM paragraphs WHERE corpus = ? AND document = ?", (self.corpus, copy.document))
            connection.executemany(
                "INSERT INTO paragraphs (corpus, document, number, text, forms) VALUES (?, ?, ?, ?, ?)",
                [(self.corpus, copy.document, number, text, forms(text)) for number, text in paragraphs],
            )
        self._copies.pop(copy.document, None)
        self._earlier.pop(copy.document, None)
