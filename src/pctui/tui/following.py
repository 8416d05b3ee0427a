"""Follows the database: when a new one has taken the place of that which is open, the explorer shows it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from ..errors import PctuiError
from ..queries.store import Store
from .screens.main import Main
from .widgets.message_line import MessageLine

if TYPE_CHECKING:
    from .textual_private import ExplorerBase

LOOK = 1.0  # seconds between two looks at the file
_IDLE = 0.5  # seconds since the last look after which a key looks first


class Following:
    """Looks whether the database was replaced: when the terminal gets the focus, at a key, and every second."""

    def __init__(self, explorer: ExplorerBase, store: Store) -> None:
        self._explorer = explorer
        self._store = store
        self._looked = 0.0
        self._refused: tuple[int, ...] = ()  # the file that could not be opened
        self._why = ""
        self._busy = False

    async def before_key(self) -> None:
        """Look, unless that was done just now: keys in a row are not delayed."""
        if time.monotonic() - self._looked > _IDLE and (text := await self._look()):
            self._say(text, outlasts=True)

    async def look(self) -> None:
        """Show the database that has taken the place of the one that is open; nothing happens if none has.

        While somebody writes, it waits.
        """
        if text := await self._look():
            self._say(text)

    async def _look(self) -> str:
        """Follow, if there is anything to follow; return what is to be said of it."""
        self._looked = time.monotonic()
        replaced = self._store.replaced
        main = self._explorer.screen_stack[0] if self._explorer.screen_stack else None
        if not replaced or replaced == self._refused or self._busy or not isinstance(main, Main) or not main.ready:
            return ""
        if any(_holds_text(screen) for screen in self._explorer.screen_stack):
            return ""
        self._busy = True
        try:
            return await self._follow(main, replaced)
        finally:
            self._busy = False

    async def _follow(self, main: Main, replaced: tuple[int, ...]) -> str:
        from ..queries.changed import newer  # not at the top: no start needs it

        try:
            new = newer(self._store)
        except PctuiError as error:
            return self._refuse(replaced, error)
        self._refused, self._why = (), ""
        self._store.become(new.store)
        if new.same:
            return ""
        with self._explorer.batch_update():
            gone = await main.rebuilt()
        text = f"The corpus was rebuilt: {new.found}" if new.found else "The corpus was rebuilt"
        return f"{text}; what you read is gone, this is the nearest" if gone else text

    def _refuse(self, replaced: tuple[int, ...], error: PctuiError) -> str:
        """Leave the old database open, and return why; that is said once."""
        before, self._refused, self._why = self._why, replaced, error.message
        return "" if error.message == before else f"The database was rebuilt, but cannot be shown: {error.message}"

    def _say(self, text: str, *, outlasts: bool = False) -> None:
        for line in self._explorer.screen_stack[0].query(MessageLine):
            line.show_message(f"{text}.", outlasts=outlasts)


def _holds_text(screen: Screen[Any]) -> bool:
    """Whether a screen has text that somebody is writing."""
    return getattr(screen, "HOLDS_TEXT", False) or any(
        getattr(widget, "TAKES_TEXT", False) for widget in screen.query("*")
    )
