"""The session in the reader's file: where the reader was, by corpus and pane, so that the next session resumes there.

If a session cannot be read or written, the explorer works without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from ..errors import PctuiError
from .database import select, writing

_SINCE = 3  # the version of the reader's file that introduced places
_SINCE_SCOPES, _LAYOUT, _CHOICES = 7, 8, 10  # and those that introduced scopes, the layout and choices


class Place(Struct, frozen=True):
    """Where the reader was: the pane, the entry on its page, and the position of the cursor.

    `scope` says how much the pane showed.
    """

    pane: str
    slug: str | None
    stop: int
    top: float
    reading: bool
    scope: str = ""


class Session:
    """The places of one corpus. `fresh` ignores the last session; without `resume` no session is stored either.

    `error` is the message of the last error, or empty: the explorer works without a session, and reports it on exit.
    """

    def __init__(self, path: Path, corpus: str, *, resume: bool = True, fresh: bool = False) -> None:
        self.path = path
        self.corpus = corpus
        self.resume = resume
        self.fresh = fresh
        self.error = ""
        self._kept: dict[str, tuple[Place, bool]] = {}

    def _select(self, sql: str, *parameters: object, since: int = _SINCE) -> list[tuple[object, ...]]:
        try:
            return select(self.path, since, sql, *parameters)
        except PctuiError as error:
            self.error = error.message
            return []

    def load(self) -> tuple[dict[str, Place], str | None]:
        """Return the place in each pane, by pane, and the pane that was in view."""
        if self.fresh or not self.resume:
            return {}, None
        sql = "SELECT current, pane, slug, stop, top, reading, {} FROM places WHERE corpus = ?"
        rows = self._select(sql.format("scope"), self.corpus, since=_SINCE_SCOPES) or self._select(
            sql.format("''"), self.corpus
        )
        places: dict[str, Place] = {}
        for current, pane, slug, stop, top, reading, scope in rows:
            place = Place(
                str(pane),
                None if slug is None else str(slug),
                int(str(stop)),
                float(str(top)),
                bool(reading),
                str(scope),
            )
            places[place.pane] = place
            self._kept[place.pane] = place, bool(current)
        return places, next((str(pane) for current, pane, *_ in rows if current), None)

    def keep(self, places: Iterable[Place], current: str) -> None:
        """Store places; `current` is the pane in view. Nothing is written if nothing has changed."""
        places_now = {place.pane: (place, place.pane == current) for place in places}
        if not self.resume or all(self._kept.get(pane) == state for pane, state in places_now.items()):
            return
        try:
            with writing(self.path) as connection:
                connection.execute("UPDATE places SET current = 0 WHERE corpus = ?", (self.corpus,))
                connection.executemany(
                    "INSERT OR REPLACE INTO places (corpus, pane, slug, stop, top, reading, current, scope) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (self.corpus, p.pane, p.slug, p.stop, p.top, int(p.reading), int(is_current), p.scope)
                        for p, is_current in places_now.values()
                    ],
                )
                connection.execute(
                    "UPDATE places SET current = 1 WHERE corpus = ? AND pane = ?", (self.corpus, current)
                )
        except PctuiError as error:
            self.error = error.message
            return
        self._kept |= places_now

    def share(self) -> int | None:
        """Return how much of the screen was the text's, in per cent; None if that was never changed."""
        if self.fresh or not self.resume:
            return None
        rows = self._select("SELECT value FROM layout WHERE name = 'share'", since=_LAYOUT)
        return int(str(rows[0][0])) if rows else None

    def keep_share(self, share: int) -> None:
        """Store how much of the screen is the text's, in per cent."""
        if self.resume:
            self._write("INSERT OR REPLACE INTO layout (name, value) VALUES ('share', ?)", share)

    def style(self) -> str:
        """Return the style in which a citation was copied last; '' if that was never chosen."""
        if self.fresh or not self.resume:
            return ""
        rows = self._select("SELECT value FROM choices WHERE name = 'style'", since=_CHOICES)
        return str(rows[0][0]) if rows else ""

    def keep_style(self, style: str) -> None:
        """Store the style in which a citation was copied last."""
        if self.resume:
            self._write("INSERT OR REPLACE INTO choices (name, value) VALUES ('style', ?)", style)

    def hint_shown(self, hint: str) -> bool:
        """Whether a hint has been shown before."""
        return bool(self._select("SELECT 1 FROM hints WHERE name = ?", hint))

    def record_hint(self, hint: str) -> None:
        """Record that a hint has been shown."""
        self._write("INSERT OR IGNORE INTO hints (name) VALUES (?)", hint)

    def _write(self, sql: str, value: object) -> None:
        try:
            with writing(self.path) as connection:
                connection.execute(sql, (value,))
        except PctuiError as error:
            self.error = error.message
