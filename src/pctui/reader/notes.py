"""The reader's own marks and notes on the entries of a corpus, in the reader's file.

They are keyed by corpus and slug, so that they survive every rebuild of a database. Text is stored as a draft while
it is typed, until it is saved as the note. The latest of several drafts is the one written last, in the order in which
the file has them (rowid): two computers that share the file may not agree on the time.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from ..errors import PctuiError
from ..model import Annotation, Reference
from ..text import clean
from .database import select, writing

_SINCE = 2  # the version of the reader's file that introduced notes


VERSIONED = "mark, note, changed, earlier"  # the columns that tell versions apart
_VERSIONS = 100  # of the versions that were changed since, as many as are kept


def version_of(mark: str | None, note: str | None, changed: str) -> str:
    """Return what identifies a version of a mark and note, wherever it has been carried."""
    return hashlib.sha256(json.dumps([mark, note, changed]).encode()).hexdigest()[:16]


def joined_versions(versions: Iterable[str]) -> str:
    """Return versions as the file has them, each once, the latest if they are too many."""
    return " ".join([*dict.fromkeys(versions)][-_VERSIONS:])


class Notes:
    """The marks and notes on the entries of one corpus. `known` has those last loaded, for lists to look up."""

    def __init__(self, path: Path, corpus: str) -> None:
        self.path = path
        self.corpus = corpus
        self.known: dict[str, Annotation] = {}
        self.unstored: dict[str, tuple[Reference, str]] = {}  # drafts that could not be written to the file

    def load(self) -> dict[str, Annotation]:
        """Read all marks and notes and return them by slug, oldest first."""
        rows = select(
            self.path,
            _SINCE,
            """
            SELECT n.slug, n.kind, n.title, n.mark, n.note,
              (SELECT d.text FROM drafts d WHERE d.corpus = n.corpus AND d.slug = n.slug
               ORDER BY d.rowid DESC LIMIT 1)
            FROM notes n WHERE n.corpus = ? ORDER BY n.rowid
            """,
            self.corpus,
        )
        self.known = {
            str(slug): Annotation(Reference(str(slug), str(kind), str(title)), *map(_text, texts))
            for slug, kind, title, *texts in rows
        }
        for slug, (entry, text) in self.unstored.items():
            self.known[slug] = replace(self.known.get(slug, Annotation(entry)), draft=text)
        return self.known

    def mark(self, entry: Reference, mark: str | None) -> None:
        """Set the mark of an entry, or remove it if `mark` is None."""
        with writing(self.path) as connection:
            self._enter(connection, entry)
            self._change(connection, entry, "mark", mark)
            self._tidy(connection, entry)
        self.load()

    def begin(self, entry: Reference) -> NoteEditor:
        """Return an editor of the note on an entry, which starts from the latest draft if there is one."""
        self.load()
        drafts = select(
            self.path,
            _SINCE,
            "SELECT writer, text FROM drafts WHERE corpus = ? AND slug = ? ORDER BY rowid DESC LIMIT 1",
            self.corpus,
            entry.slug,
        )
        found = self.known.get(entry.slug)
        editor = NoteEditor(self, entry, (found and found.note) or "", [(str(w), str(t)) for w, t in drafts])
        if entry.slug in self.unstored:
            editor.text = self.unstored[entry.slug][1]
        return editor

    def rescue(self) -> list[tuple[Reference, str]]:
        """Try again to store the drafts that could not be written, and return those that still cannot."""
        for entry, text in list(self.unstored.values()):
            try:
                self.begin(entry).keep(text)
            except PctuiError:
                continue  # it is still in `unstored`
        return list(self.unstored.values())

    def _enter(self, connection: sqlite3.Connection, entry: Reference) -> None:
        """Ensure that there is a row for the entry, with its current title."""
        connection.execute(
            """
            INSERT INTO notes (corpus, slug, kind, title, changed) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (corpus, slug) DO UPDATE SET kind = excluded.kind, title = excluded.title
            """,
            (self.corpus, entry.slug, entry.kind, entry.title, _now()),
        )

    def _change(self, connection: sqlite3.Connection, entry: Reference, column: str, value: str | None) -> None:
        """Set the mark or the note of an entry, and record which version of both that replaces."""
        key = (self.corpus, entry.slug)
        row = connection.execute(f"SELECT {VERSIONED} FROM notes WHERE corpus = ? AND slug = ?", key).fetchone()
        mark, note, changed, earlier = row
        if (mark if column == "mark" else note) == value:
            return
        if mark or note:
            earlier = joined_versions([*earlier.split(), version_of(mark, note, changed)])
        connection.execute(
            f"UPDATE notes SET {column} = ?, changed = ?, earlier = ? WHERE corpus = ? AND slug = ?",
            (value, _now(), earlier, *key),
        )

    def _tidy(self, connection: sqlite3.Connection, entry: Reference) -> None:
        """Delete the row of the entry if it has no mark, no note and no draft."""
        connection.execute(
            """
            DELETE FROM notes WHERE corpus = :corpus AND slug = :slug AND mark IS NULL AND note IS NULL
            AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.corpus = :corpus AND d.slug = :slug)
            """,
            {"corpus": self.corpus, "slug": entry.slug},
        )


class NoteEditor:
    """A note while it is edited: `keep` stores a draft, `save` the note."""

    def __init__(self, notes: Notes, entry: Reference, saved: str, drafts: list[tuple[str, str]]) -> None:
        self.notes = notes
        self.entry = entry
        self.saved = saved
        self.text = drafts[0][1] if drafts else saved
        self._writer = secrets.token_hex(8)
        self._resumed = drafts  # the draft that this one continues; not deleted if another window has changed it since

    def keep(self, text: str) -> None:
        """Store `text` as the draft, or delete the draft if `text` equals the saved note."""
        text = clean(text)
        try:
            self._keep(text)
        except PctuiError:
            self.notes.unstored[self.entry.slug] = (self.entry, text)
            raise
        self.notes.unstored.pop(self.entry.slug, None)

    def _keep(self, text: str) -> None:
        with writing(self.notes.path) as connection:
            self._drop(connection)
            if text != self.saved:
                self.notes._enter(connection, self.entry)
                connection.execute(
                    "INSERT INTO drafts (corpus, slug, writer, text, changed) VALUES (?, ?, ?, ?, ?)",
                    (self.notes.corpus, self.entry.slug, self._writer, text, _now()),
                )
            self.notes._tidy(connection, self.entry)

    def save(self, text: str) -> bool:
        """Save `text` as the note. Return True if another window has saved one meanwhile: both texts are then kept."""
        text = clean(text).strip()
        with writing(self.notes.path) as connection:
            self.notes._enter(connection, self.entry)
            key = (self.notes.corpus, self.entry.slug)
            row = connection.execute("SELECT note FROM notes WHERE corpus = ? AND slug = ?", key).fetchone()
            stored = row[0] or ""
            both = stored not in ("", self.saved, text)
            if both:
                text = f"{stored}\n\n{text}".strip()
            self.notes._change(connection, self.entry, "note", text or None)
            self._drop(connection)
            self.notes._tidy(connection, self.entry)
        self.saved = text
        self.notes.unstored.pop(self.entry.slug, None)
        self.notes.load()
        return both

    def _drop(self, connection: sqlite3.Connection) -> None:
        """Delete the draft of this editor, and the one that it continued."""
        key = (self.notes.corpus, self.entry.slug)
        connection.execute("DELETE FROM drafts WHERE corpus = ? AND slug = ? AND writer = ?", (*key, self._writer))
        connection.executemany(
            "DELETE FROM drafts WHERE corpus = ? AND slug = ? AND writer = ? AND text = ?",
            [(*key, writer, text) for writer, text in self._resumed],
        )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
