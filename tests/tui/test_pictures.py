"""Pictures of the screens at three sizes. `pytest --snapshot-update` renews them: look at each one that changed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from pctui.database.build import seed

from .conftest import SIZES, Open


class Svg(SingleFileSnapshotExtension):
    """One SVG file a picture."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT


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
    "marks": ["3", "m", "down", "m", "m", "n", *"Ask first", "ctrl+s", "down", "z"],
    "marked": ["3", "m", "n", *"Ask the union", "enter", *"before May", "ctrl+s", "M"],
    "note": ["3", "n", *"Ask the union", "enter", *"before May"],
    "search": ["slash", *"tower"],
    "jump": ["3", "semicolon"],
    "help": ["question_mark"],
    "slug": ["down", "o", *"lamp"],
    "copy": ["down", "Y"],
    "save": ["down", "e"],
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


def _steady(svg: str) -> str:
    """The picture without the number that Rich makes up for it."""
    return re.sub(r"terminal-\d+", "terminal", svg)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("view", VIEWS)
async def test_view(
    explorer: Open, attached: Path, picture: SnapshotAssertion, view: str, size: tuple[int, int], tmp_path: Path
) -> None:
    own = Path(shutil.copy(attached, tmp_path))  # what is marked in one picture is not in the next
    async with explorer(size, reader=own) as session:
        await session.press(*VIEWS[view])
        assert _steady(await session.picture()) == picture


PANES = ["timeline", "ladder", "recommendations", "organisations", "evidence", "passage"]
LOOKS = {
    "light": "pctui-light",
    "contrast": "pctui-contrast",
    "sixteen": "pctui-terminal",
    "monochrome": "pctui-terminal",
}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("pane", PANES)
@pytest.mark.parametrize("look", LOOKS)
async def test_look(
    explorer: Open,
    attached: Path,
    picture: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    look: str,
    pane: str,
    size: tuple[int, int],
) -> None:
    if look == "monochrome":
        monkeypatch.setenv("NO_COLOR", "1")
    async with explorer(size, reader=attached, theme=LOOKS[look]) as session:
        await session.press(*VIEWS[pane])
        assert _steady(await session.picture()) == picture


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("view", ["timeline", "ladder", "filter"])
async def test_ascii(
    explorer: Open,
    attached: Path,
    picture: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    view: str,
    size: tuple[int, int],
) -> None:
    monkeypatch.setenv("PCTUI_ASCII", "1")
    async with explorer(size, reader=attached) as session:
        await session.press(*VIEWS[view])
        assert _steady(await session.picture()) == picture


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_density(explorer: Open, picture: SnapshotAssertion, crowded: Path, size: tuple[int, int]) -> None:
    async with explorer(size, database=crowded, context=True) as session:
        await session.press("right_curly_bracket")
        assert _steady(await session.picture()) == picture


async def test_unattached_sources(explorer: Open, picture: SnapshotAssertion) -> None:
    async with explorer((80, 24)) as session:
        await session.press("6", "enter")
        assert _steady(await session.picture()) == picture
