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
    from pathlib import Path

    from ..queries.store import Store
    from ..reader.copies import Reader
    from ..settings import Settings

_PATIENCE = 1.0  # seconds that a reader who leaves waits for it at most: 0.04 on a machine that does nothing else


class NextStart:
    """The page that the next start will show first. To be made before the database is opened.

    It depends on the settings, the database and what that is built from, which must not change while the explorer runs,
    and on the reader's own file.
    """

    def __init__(self, database: Path, settings: Settings) -> None:
        self._resume = settings.resume
        self._files = [
            *(str(settings.path), str(database), f"{database}-wal"),
            *map(str, read_files(paths.built_in_corpus())),
        ]
        self._signatures = first_page.signatures(self._files)

    async def keep(self, app: ExplorerBase, store: Store, reader: Reader) -> None:
        """Work out the page and keep it, unless that is done; without one, the next start is only slower."""
        files = [*self._files, str(reader.path), f"{reader.path}-journal"]
        try:
            state = first_page.state(files)
            if (
                first_page.signatures(self._files) != self._signatures
                or tuple(app.size) != tuple(os.get_terminal_size(1))
                or warning(store.path)  # which the next start says first
                or first_page.is_kept(files)
            ):
                return
            page = await self._painted(app, store, reader)
            if first_page.state(files) == state:
                first_page.keep(files, state, page)
        except (OSError, ValueError, PctuiError, TimeoutError):
            return  # a cache

    async def _painted(self, app: ExplorerBase, store: Store, reader: Reader) -> list[first_page.Part]:
        """Return the screen with which a session begins that starts where this one ends."""
        session = Session(reader.path, store.corpus["slug"], resume=self._resume)
        screen = Main(store, reader, session)
        app.unseen = True  # from now on, for the explorer ends
        await app.push_screen(screen)
        screen.post_message(events.Resize(app.size, app.size))  # the application only tells those that it has
        async with asyncio.timeout(_PATIENCE):
            await at_rest(app)
        return painted(screen, app.console)
