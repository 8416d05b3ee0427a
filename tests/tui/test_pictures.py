"""Pictures of the screens at three sizes. `pytest --snapshot-update` renews them: look at each one that changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

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
    "ladder": ["2", "up"],
    "recommendations": ["3"],
    "organisations": ["4", "down", "enter"],
    "evidence": ["5"],
    "sources": ["6"],
    "passage": ["down", "down", "s"],
    "search": ["slash", *"tower"],
    "help": ["question_mark"],
}


def _steady(svg: str) -> str:
    """The picture without the number that Rich makes up for it."""
    return re.sub(r"terminal-\d+", "terminal", svg)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("view", VIEWS)
async def test_view(
    explorer: Open, attached: Path, picture: SnapshotAssertion, view: str, size: tuple[int, int]
) -> None:
    async with explorer(size, reader=attached) as session:
        await session.press(*VIEWS[view])
        assert _steady(session.app.export_screenshot()) == picture


@pytest.mark.parametrize("theme", ["pctui-light", "pctui-terminal"])
async def test_theme(explorer: Open, attached: Path, picture: SnapshotAssertion, theme: str) -> None:
    async with explorer((80, 24), reader=attached, theme=theme) as session:
        await session.press("down")
        assert _steady(session.app.export_screenshot()) == picture


async def test_monochrome(
    explorer: Open, attached: Path, picture: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with explorer((80, 24), reader=attached, theme="pctui-terminal") as session:
        await session.press("down")
        assert _steady(session.app.export_screenshot()) == picture


async def test_unattached_sources(explorer: Open, picture: SnapshotAssertion) -> None:
    async with explorer((80, 24)) as session:
        await session.press("6", "enter")
        assert _steady(session.app.export_screenshot()) == picture
