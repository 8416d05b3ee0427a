"""What the next start will show first: worked out when the reader leaves, unseen, and kept (first_page.py)."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from textual import events

from .. import first_page, paths
from ..database.fingerprint import read_files
from ..database.seal import warning
from ..errors import PctuiError
from ..reader.session import Session
from .screens.main import Main
from .textual_private import ExplorerBase, painted
from .type_ahead import at_rest

if TYPE_CHECKING:
    from ..queries.store import Store
    from ..reader.copies import Reader
    from ..settings import Settings

_PATIENCE = 0.25  # seconds that a reader who leaves waits for it at most


class NextStart:
    """The page that the next start will show first, if it will open the same database in the same way.

    It reads `files`; those that are not the reader's own must not change while the explorer runs.
    """

    def __init__(self, store: Store, reader: Reader, settings: Settings) -> None:
        self._store, self._reader = store, reader
        self._resume = settings.resume
        own = [
            *(str(settings.path), str(store.path), f"{store.path}-wal"),
            *map(str, read_files(paths.built_in_corpus())),  # the database is built again if one of these has changed
        ]
        self._unchanged = own, first_page.signatures(own)
        self._files = [*own, str(reader.path), f"{reader.path}-journal"]

    async def keep(self, app: ExplorerBase) -> None:
        """Work out the page and keep it, unless that is done; without one, the next start is only slower."""
        own, then = self._unchanged
        try:
            state = first_page.state(self._files)
            known = first_page.signatures(own) == then and tuple(app.size) == tuple(os.get_terminal_size(1))
            if not known or warning(self._store.path) or first_page.is_kept(self._files):
                return
            page = await self._painted(app)
            if page and first_page.state(self._files) == state:
                first_page.keep(self._files, state, page)
        except (OSError, ValueError, PctuiError, TimeoutError):
            return  # a cache

    async def _painted(self, app: ExplorerBase) -> list[first_page.Part]:
        """Return the screen with which a session begins that starts where this one ends."""
        session = Session(self._reader.path, self._store.corpus["slug"], resume=self._resume)
        screen = Main(self._store, self._reader, session)
        app.unseen = True  # from now on, for the explorer ends
        await app.push_screen(screen)
        screen.post_message(events.Resize(app.size, app.size))  # the application only tells those that it has
        async with asyncio.timeout(_PATIENCE):
            await at_rest(app)
        return painted(screen, app.console)
