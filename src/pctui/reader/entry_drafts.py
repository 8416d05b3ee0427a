"""Forms of entries that are not saved yet, in the reader's file: what is typed survives whatever ends the program."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from .database import select, writing

_SINCE = 11  # the version of the reader's file that introduced them
_MOST = 50  # of one corpus, as many as are kept


class EntryDraft(Struct, frozen=True):
    """What was typed in a form, by the names of its fields.

    `slug` is that of the entry that is changed, '' for a new one; `before` is that entry as its file had it. In the
    form of a link, `fixed` has what is not typed, and `about` says what the form does.
    """

    kind: str
    texts: dict[str, str]
    citations: list[dict[str, Any]] = field(default_factory=list)
    slug: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)  # new ones: vocabulary, slug, title
    writer: str = field(default_factory=lambda: secrets.token_hex(8))
    fixed: dict[str, str] = field(default_factory=dict)
    about: str = ""

    @property
    def title(self) -> str:
        return self.texts.get("title", "")


class EntryDrafts:
    """The drafts of one corpus."""

    def __init__(self, path: Path, corpus: str) -> None:
        self.path = path
        self.corpus = corpus

    def all(self) -> list[EntryDraft]:
        """Return the drafts, the one that was changed last first. What cannot be read is left where it is."""
        rows = select(
            self.path,
            _SINCE,
            "SELECT content FROM entry_drafts WHERE corpus = ? ORDER BY changed DESC, rowid DESC LIMIT ?",
            self.corpus,
            _MOST,
        )
        found = []
        for (content,) in rows:
            try:
                found.append(msgspec.json.decode(str(content), type=EntryDraft))
            except msgspec.DecodeError:  # of a later version of the program
                continue
        return found

    def keep(self, draft: EntryDraft) -> None:
        """Store a draft, instead of what was stored of the same form."""
        with writing(self.path) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO entry_drafts (corpus, writer, content, changed) VALUES (?, ?, ?, ?)",
                (self.corpus, draft.writer, msgspec.json.encode(draft).decode(), datetime.now(UTC).isoformat()),
            )

    def drop(self, writer: str) -> None:
        """Delete a draft."""
        with writing(self.path) as connection:
            connection.execute("DELETE FROM entry_drafts WHERE corpus = ? AND writer = ?", (self.corpus, writer))
