"""Opens the explorer on the invented corpus of the lighthouses, and reads its screen."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.strip import Strip

from pctui.database.build import seed
from pctui.queries.store import Store
from pctui.reader import session as sessions
from pctui.reader.attach import attach_files
from pctui.reader.copies import Reader
from pctui.tui import remapping
from pctui.tui.app import Explorer
from pctui.tui.textual_private import screen_strips

from .skipping import SkippingLoop, skip_waits

CORPORA = Path(__file__).parents[1] / "corpora"
SIZES = {"60x20": (60, 20), "80x24": (80, 24), "140x40": (140, 40)}


@dataclass
class Session:
    """A reader at the keyboard."""

    app: Explorer
    pilot: Pilot[int]
    clock: float = 1000.0  # seconds: when the last key was typed

    async def press(self, *keys: str) -> str:
        """Press keys one after another; return the text on the screen after that."""
        await self.pilot.press(*keys)
        return await self.seen()

    async def type(self, *keys: str, apart: float = 0.05) -> str:
        """Type keys that come some seconds apart, by their time stamps; return the text on the screen after that."""
        expected = self.app.obeyed
        for key in keys:
            self.clock += apart
            event = events.Key(key, remapping.character(key))
            event.time = self.clock
            self.app.post_message(event)
            expected += 1
        while self.app.obeyed < expected:
            await self.pilot.pause()
        return await self.seen()

    async def click(self, x: int, y: int) -> str:
        """Click at a column and line of the screen; return the text on the screen after that."""
        await self.pilot.click(offset=(x, y))
        return await self.seen()

    async def seen(self) -> str:
        """Return the text on the screen, one line per row."""
        await self.pilot.pause()
        return "\n".join(strip.text for strip in self.strips())

    def strips(self) -> list[Strip]:
        """Return the lines on the screen with their styles."""
        strips = screen_strips(self.app.screen)
        assert strips is not None, "see src/pctui/tui/textual_private.py"
        return strips

    async def picture(self) -> str:
        """Return the screen as SVG."""
        await self.pilot.pause()
        return self.app.export_screenshot()

    async def resize(self, width: int, height: int) -> str:
        await self.pilot.resize_terminal(width, height)
        return await self.seen()


def flat(seen: str) -> str:
    """Return the screen's text as one line, without scroll bars; if a page is beside a list, only the page's."""
    # The rule beside a page with the focus is thick, like that of a quotation, which is further left.
    pages = (re.sub("^[^│┃]{12,}?[│┃]", "", line) for line in seen.split("\n"))
    lines = (re.sub("[▁-█]+ *$", "", page) for page in pages)
    return " ".join(" ".join(lines).split())


Open = Callable[..., AbstractAsyncContextManager[Session]]


def pytest_asyncio_loop_factories() -> dict[str, type[SkippingLoop]]:
    """Every session runs in a loop that skips waits."""
    return {"skipping": SkippingLoop}


@pytest.fixture(autouse=True)
def skipped_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    skip_waits(monkeypatch)


@pytest.fixture(scope="session")
def lighthouses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the lighthouses."""
    database = tmp_path_factory.mktemp("lighthouses") / "lights.db"
    seed(CORPORA / "lighthouses", database)
    return database


@pytest.fixture(scope="session")
def attached(lighthouses: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader's file with both documents attached."""
    path = tmp_path_factory.mktemp("reader") / "reader.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PCTUI_READER", str(path))
        store = Store(lighthouses)
        for _ in attach_files(store, Reader.of(store), [CORPORA / "lighthouse-documents"]):
            pass
        store.close()
    return path


@pytest.fixture
def explorer(lighthouses: Path, tmp_path: Path) -> Open:
    """Open the explorer: `async with explorer((80, 24), reader=attached) as session`."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (80, 24),
        *,
        database: Path = lighthouses,
        reader: Path | None = None,
        theme: str = "pctui-dark",
        context: bool = False,
        keys: Mapping[str, str] | None = None,
        kept: Path | None = None,
        fresh: bool = False,
        start: str | None = None,
        counts: bool = False,
    ) -> AsyncIterator[Session]:
        store = Store(database, context=context)
        # The session is saved only in tests about that. Keys are pressed at one moment, so that `3` and `j` would be a
        # number and a motion: counts are on only in tests about them.
        session = sessions.Session(kept, store.corpus["slug"], fresh=fresh) if kept else None
        first = store.reference(start) if start else None
        app = Explorer(
            store, Reader.of(store, reader or tmp_path / "nobody.db"), theme, keys, session, first, counts=counts
        )
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield Session(app, pilot)
        finally:
            store.close()

    return opened


# Writing.

Write = Callable[..., AbstractAsyncContextManager[Session]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the corpus that is written."""
    return Path(shutil.copytree(CORPORA / "lighthouses", tmp_path / "corpus"))


@pytest.fixture
def mine(attached: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader's file with both documents attached."""
    path = Path(shutil.copy(attached, tmp_path / "mine.db"))
    monkeypatch.setenv("PCTUI_READER", str(path))
    return path


@pytest.fixture
def database(lighthouses: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(lighthouses, tmp_path / "written.db"))


@pytest.fixture
def write(folder: Path, mine: Path, database: Path) -> Write:
    """Open the explorer with writing on."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (80, 24), *, corpus: Path | None = folder, writes: bool = True
    ) -> AsyncIterator[Session]:
        with closing(Store(database)) as store:
            app = Explorer(store, Reader.of(store, mine), "pctui-dark", corpus=corpus, writes=writes)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield Session(app, pilot)

    return opened
