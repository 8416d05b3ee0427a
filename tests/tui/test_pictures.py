"""The text of every screen at three sizes, and pictures where colour or drawing is the point.

`make goldens` renews them: look at each one that changed.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from pctui.database.build import seed

from .conftest import SIZES, Open, Session, Write
from .writing import select_act, settle


class Text(SingleFileSnapshotExtension):
    """One text file for each screen."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


class Svg(Text):
    """One picture for each screen."""

    file_extension = "svg"


@pytest.fixture
def text(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Text)


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Svg)


VIEWS = {
    "timeline": ["down"],
    "filter": ["F", "down", "space", "up", "up", *"1830.."],
    "filtered": ["F", "down", "space", "up", "up", *"1830..", "enter"],
    "nothing-left": ["F", "space", "up", *"1700/1710", "enter"],
    "era": ["right_parenthesis", "enter", "pagedown", "pagedown"],
    "ladder": ["2", "up"],
    "recommendations": ["3"],
    "organisations": ["4", "down", "enter"],
    "lineage": ["4", "down", "down", "v", "right"],
    "chart": ["4", *["down"] * 3, "enter", "end"],
    "comparison": ["4", "down", "down", "c", "down", "c", "C"],
    "rungs": ["2", "c", "up", "c", "up"],
    "evidence": ["5"],
    "findings": ["5", "v"],
    "disagreements": ["5", "v", "v", "enter"],
    "sources": ["6"],
    "passage": ["down", "down", "s"],
    "marks": ["3", "m", "down", "m", "m", "a", *"Ask first", "ctrl+s", "down", "minus"],
    "marked": ["3", "m", "a", *"Ask the union", "enter", *"before May", "ctrl+s", "M"],
    "note": ["3", "a", *"Ask the union", "enter", *"before May"],
    "search": ["slash", *"tower"],
    "jump": ["3", "semicolon"],
    "help": ["question_mark"],
    "slug": ["down", "o", *"lamp"],
    "copy": ["down", "Y"],
    "save": ["down", "e"],
}
# Views with a picture as well: those that draw, and those that say something by colour or emphasis.
PICTURED = {
    *("timeline", "filter", "era", "ladder", "recommendations", "organisations", "lineage", "chart", "comparison"),
    *("evidence", "passage", "marks", "note", "search", "jump"),
}
PANES = ["timeline", "ladder", "recommendations", "organisations", "evidence", "passage"]
# While a corpus is written, after the sentence on an act was selected.
WRITING = {
    "selection": [],
    "kinds": ["a"],
    "form": ["a", "e", *"The dues begin", "tab", *"In 1822 it took 400 ships.", "tab"],
    "deletion": ["escape", "o", *"beacon-act-1821", "enter", "x"],
    "review": ["escape", "o", *"beacon-act-1821", "enter", "R"],
}
LOOKS = {
    "light": "pctui-light",
    "contrast": "pctui-contrast",
    "sixteen": "pctui-terminal",
    "monochrome": "pctui-terminal",
}


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A corpus of one lane with more events than any screen has columns."""
    folder = tmp_path / "crowded"
    folder.mkdir()
    records: list[dict[str, object]] = [
        {
            "kind": "corpus",
            "slug": "c",
            "title": "Crowded",
            "summary": "Many events.",
            "version": "1",
            "lanes": [{"slug": "l", "title": "Sightings"}],
            "event_types": [{"slug": "t", "title": "Sighting"}],
        }
    ]
    records += [
        {
            "kind": "event",
            "slug": f"e{i}",
            "title": f"Sighting {i}",
            "summary": "A light was seen.",
            "origin": "context",
            "date": f"{1900 + (i * i) % 73}-{1 + i % 12:02}",
            "date_basis": "stated",
            "lane": "l",
            "type": "t",
            "sources": [{"title": "Log", "url": "https://example.org/log", "read": "2026-11-01"}],
        }
        for i in range(600)
    ]
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    database = tmp_path / "crowded.db"
    seed(folder, database)
    return database


async def _text(session: Session) -> str:
    """The text on the screen, without what no one sees: spaces at the ends of lines."""
    return "\n".join(line.rstrip() for line in (await session.seen()).split("\n")) + "\n"


async def _picture(session: Session) -> str:
    """The screen as SVG, without the number that Rich makes up for it."""
    return re.sub(r"terminal-\d+", "terminal", await session.picture())


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("view", VIEWS)
async def test_view(
    explorer: Open,
    attached: Path,
    text: SnapshotAssertion,
    picture: SnapshotAssertion,
    view: str,
    size: tuple[int, int],
    tmp_path: Path,
) -> None:
    own = Path(shutil.copy(attached, tmp_path))  # what is marked in one view is not in the next
    async with explorer(size, reader=own) as session:
        await session.press(*VIEWS[view])
        assert await _text(session) == text
        if view in PICTURED and size == SIZES["80x24"]:
            assert await _picture(session) == picture


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("view", WRITING)
async def test_writing_view(
    write: Write, text: SnapshotAssertion, picture: SnapshotAssertion, view: str, size: tuple[int, int]
) -> None:
    async with write(size) as session:
        await select_act(session)
        await session.press(*WRITING[view])
        await settle(session)
        assert await _text(session) == text
        if size == SIZES["80x24"]:
            assert await _picture(session) == picture


@pytest.mark.parametrize("pane", PANES)
@pytest.mark.parametrize("look", LOOKS)
async def test_look(
    explorer: Open,
    attached: Path,
    picture: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    look: str,
    pane: str,
) -> None:
    if look == "monochrome":
        monkeypatch.setenv("NO_COLOR", "1")
    async with explorer(reader=attached, theme=LOOKS[look]) as session:
        await session.press(*VIEWS[pane])
        assert await _picture(session) == picture


@pytest.mark.parametrize("view", ["timeline", "ladder", "filter"])
async def test_ascii(
    explorer: Open, attached: Path, picture: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setenv("PCTUI_ASCII", "1")
    async with explorer(reader=attached) as session:
        await session.press(*VIEWS[view])
        assert await _picture(session) == picture


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_density(explorer: Open, text: SnapshotAssertion, crowded: Path, size: tuple[int, int]) -> None:
    async with explorer(size, database=crowded, context=True) as session:
        await session.press("right_curly_bracket")
        assert await _text(session) == text


async def test_unattached_sources(explorer: Open, text: SnapshotAssertion) -> None:
    async with explorer() as session:
        await session.press("6", "enter")
        assert await _text(session) == text
