"""Stores what is typed in a form as a draft, as long as it is open and differs from what is stored."""

from __future__ import annotations

import secrets

from ....authoring.filling import Filling
from ....reader.entry_drafts import EntryDrafts


class DraftKeeper:
    """The draft of one form. `writer` is that of a draft that is continued; `about` as in Filling.draft."""

    def __init__(self, filling: Filling, drafts: EntryDrafts | None, writer: str, about: str) -> None:
        self._filling = filling
        self._drafts = drafts
        self._writer = writer or secrets.token_hex(8)
        self._about = about
        self._kept: dict[str, str] = dict(filling.texts) if writer or filling.before else {}
        self._in_file = bool(writer)

    def keep(self) -> None:
        """Store what is typed, if it is not stored yet. PctuiError if that fails."""
        filling = self._filling
        if self._drafts is None or filling.texts == self._kept or not (filling.changed or self._in_file):
            return
        self._drafts.keep(filling.draft(self._writer, self._about))
        self._kept, self._in_file = dict(filling.texts), True

    def drop(self) -> None:
        """Delete the draft, and store no more of what is typed. PctuiError if it cannot be deleted."""
        self._kept = dict(self._filling.texts)
        stored, self._in_file = self._in_file, False
        if stored and self._drafts:
            self._drafts.drop(self._writer)
