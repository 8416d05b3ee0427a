"""Where the reader was, in the reader's file: kept by corpus and pane, so that a session goes on where it was left.

Nothing here is worth stopping for: what cannot be read or written leaves the explorer as it would be without.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import PctuiError
from .file import ask, writing

_SINCE = 3  # the version of the reader's file that brought places


@dataclass(frozen=True)
class Place:
    """Where the reader was: the pane, what its page showed, and where the cursor stood in it."""

    pane: str
    slug: str | None
    stop: int
    top: float
    reading: bool


class Session:
    """The places of one corpus. `fresh` forgets where the last session was; without `resume` none is kept either."""

    def __init__(self, path: Path, corpus: str, *, resume: bool = True, fresh: bool = False) -> None:
        self.path = path
        self.corpus = corpus
        self.resume = resume
        self.fresh = fresh
        self.trouble = ""
        self._kept: dict[str, tuple[Place, bool]] = {}

    def _ask(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        try:
            return ask(self.path, _SINCE, sql, *parameters)
        except PctuiError as error:
            self.trouble = error.message
            return []

    def load(self) -> tuple[dict[str, Place], str | None]:
        """The place in each pane, and the pane that was in view."""
        if self.fresh or not self.resume:
            return {}, None
        rows = self._ask("SELECT pane, slug, stop, top, reading, current FROM places WHERE corpus = ?", self.corpus)
        places: dict[str, Place] = {}
        for pane, slug, stop, top, reading, _ in rows:
            places[str(pane)] = Place(
                str(pane), None if slug is None else str(slug), int(str(stop)), float(str(top)), bool(reading)
            )
        return places, next((str(row[0]) for row in rows if row[5]), None)

    def keep(self, places: Iterable[Place], current: str) -> None:
        """Keep places; `current` is the pane in view. What is kept already is not written again."""
        places_now = {place.pane: (place, place.pane == current) for place in places}
        if not self.resume or all(self._kept.get(pane) == state for pane, state in places_now.items()):
            return
        try:
            with writing(self.path) as connection:
                connection.execute("UPDATE places SET current = 0 WHERE corpus = ?", (self.corpus,))
                connection.executemany(
                    "INSERT OR REPLACE INTO places (corpus, pane, slug, stop, top, reading, current) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [
                        (self.corpus, p.pane, p.slug, p.stop, p.top, int(p.reading), int(here))
                        for p, here in places_now.values()
                    ],
                )
                connection.execute(
                    "UPDATE places SET current = 1 WHERE corpus = ? AND pane = ?", (self.corpus, current)
                )
        except PctuiError as error:
            self.trouble = error.message
            return
        self._kept |= places_now

    def told(self, hint: str) -> bool:
        """Whether a hint has been given before."""
        return bool(self._ask("SELECT 1 FROM hints WHERE name = ?", hint))

    def tell(self, hint: str) -> None:
        """Keep that a hint has been given."""
        try:
            with writing(self.path) as connection:
                connection.execute("INSERT OR IGNORE INTO hints (name) VALUES (?)", (hint,))
        except PctuiError as error:
            self.trouble = error.message
