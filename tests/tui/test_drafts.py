"""Drafts in the explorer: marked in lists and on pages, filtered, and left out of what `e` exports unless kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pctui.database.build import seed
from pctui.database.without_drafts import without_drafts

from .conftest import CORPORA, SIZES, Open, flat

DRAFTS = """
- kind: event
  slug: pilots-come
  title: Pilots come
  summary: Pilots came in 1850.
  status: draft
  date: '1850'
  date_basis: stated
  lane: lights
  type: act
  milestone: true
  organisations: [board-of-lights]

- kind: recommendation
  slug: licence-pilots
  title: License the pilots
  summary: The Board should license the pilots.
  status: draft
  stance: own
  strength: firm
  standing: proposal
  modality: proposed
"""


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lighthouses with two drafts."""
    folder = tmp_path_factory.mktemp("drafted")
    corpus = Path(shutil.copytree(CORPORA / "lighthouses", folder / "corpus"))
    (corpus / "drafts.yaml").write_text(DRAFTS, encoding="utf-8")
    seed(corpus, folder / "drafted.db")
    return folder / "drafted.db"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_drafts_are_marked_in_lists_and_wherever_a_page_names_them(
    explorer: Open, drafted: Path, size: tuple[int, int]
) -> None:
    async with explorer(size, database=drafted) as session:
        assert "License the pilots [draft]" in await session.press("3", "end")
        assert "· draft" in await session.press("enter")
        await session.press("o", *"board-of-lights", "enter", "z")
        for _ in range(12):
            if "Pilots come [draft]" in flat(await session.seen()):
                break
            await session.press("pagedown")
        assert "Pilots come [draft]" in flat(await session.seen())


async def test_e_leaves_drafts_out_and_says_how_to_keep_them(explorer: Open, drafted: Path, here: Path) -> None:
    async with explorer((140, 40), database=drafted) as session:
        assert "Ctrl+R drafts: off" in await session.press("3", "e")
        seen = " ".join((await session.press("enter")).split())
        assert "in this corpus, 2 drafts are left out: Ctrl+R in the box keeps them" in seen
        text = (here / "recommendations.md").read_text(encoding="utf-8")
        assert "Train keepers together with pilots" in text
        assert "License" not in text
        await session.press("e")
        assert "Ctrl+R drafts: on" in await session.press("ctrl+r")
        await session.press("enter", "enter")
        assert "License the pilots" in (here / "recommendations.md").read_text(encoding="utf-8")


async def test_a_page_is_exported_without_the_drafts_that_it_names_unless_it_is_one(
    explorer: Open, drafted: Path, here: Path
) -> None:
    async with explorer((140, 40), database=drafted) as session:
        await session.press("o", *"board-of-lights", "enter", "e", "enter")
        text = (here / "board-of-lights.md").read_text(encoding="utf-8")
        assert text.startswith("# Board of Lights")
        assert "Pilots" not in text
        await session.press("o", *"pilots-come", "enter", "e", "enter")
        text = (here / "pilots-come.md").read_text(encoding="utf-8")
        assert text.startswith("# Pilots come")
        assert "draft" in text


async def test_every_pane_exports_its_list_as_if_drafts_were_not_there(
    explorer: Open, drafted: Path, lighthouses: Path, here: Path
) -> None:
    written: list[dict[str, str]] = []
    for database in (drafted, lighthouses):
        async with explorer((140, 40), database=database) as session:
            for key in "123456":
                await session.press(key, *("A" if key == "1" else ""), "e", "enter")
            await session.press("5", "v", "e", *"2", "enter", "v", "e", *"3", "enter")
        written.append({file.name: file.read_text(encoding="utf-8") for file in here.iterdir()})
        for file in here.iterdir():
            file.unlink()
    assert len(written[0]) == 8
    assert written[0] == written[1]


async def test_a_corpus_without_drafts_offers_no_switch(explorer: Open, here: Path) -> None:
    async with explorer((140, 40)) as session:
        assert "drafts" not in await session.press("3", "e", "ctrl+r")


def test_the_database_without_them_is_made_once(drafted: Path) -> None:
    assert without_drafts(drafted) == without_drafts(drafted)


async def test_a_list_is_filtered_by_status_and_drafts_that_were_asked_for_are_exported(
    explorer: Open, drafted: Path, here: Path
) -> None:
    async with explorer((80, 24), database=drafted) as session:
        await session.press("3", "F", "end")
        seen = await session.press("up", "space", "enter")
        assert "License the pilots [draft]" in seen
        assert "Train keepers" not in seen
        assert "Ctrl+R drafts: on" in await session.press("e")
        await session.press("enter")
        assert "License" in (here / "recommendations.md").read_text(encoding="utf-8")
