"""The passages that `s` leads to: without a copy, with one, and with one that reads otherwise."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import Run

from pctui import paths
from pctui.errors import ExitCode

from .conftest import CORPORA, Open, Session, flat


def found(session: Session) -> str:
    """Return what the page of the sources highlights most."""
    page = session.app.screen.query_one("#page-sources")
    pieces = [piece for line in page._layout.lines for piece in line if piece.role == "found"]  # type: ignore[attr-defined]
    return " ".join("".join(f"{piece.text} " for piece in pieces).split())


async def test_without_a_copy_the_paragraph_is_highlighted_and_says_why_there_is_no_text(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("s")
        assert "6 Sources" in seen
        assert found(session) == "¶2"
        assert "¶2: no copy is attached, so its text is not shown. Attach yours: pctui attach FILE…" in flat(seen)
        assert "Calder & Wren 1911 ¶2" in flat(seen)
        await session.press("escape", "o", *"keepers-write", "enter")
        seen = await session.press("s")
        assert found(session) == "¶1"
        assert "Keepers 1898 ¶1: no copy is attached, so its text is not shown." in flat(seen)
        assert "pctui attach FILE… https://doi.org/10.0000/marrow.17" in flat(seen)
        assert flat(seen).count("https://doi.org") == 1, "only at the paragraph that the reader came for"


async def test_without_a_copy_the_paragraph_has_its_printed_page(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("o", *"lamp-houses-1850", "enter")
        seen = await session.press("s")
        assert found(session) == "¶4, p. 41"
        assert "Calder & Wren 1911 ¶4, p. 41: no copy is attached" in flat(seen)
        await session.press("y")
        assert "p. 41, para. 4, Figures of the Board" in session.app.clipboard


async def test_without_a_copy_a_document_that_is_only_browsed_highlights_nothing(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("6")
        assert found(session) == ""
        assert "its text is not shown" not in flat(seen)
        assert "No copy is attached" in flat(seen)


@pytest.fixture
def changed(pctui: Run, lighthouses: Path, tmp_path: Path) -> Path:
    """A reader's file with another edition of a document: see the tests for what it changes."""
    text = (CORPORA / "lighthouse-documents" / "lights-of-marrow-sound.txt").read_text()
    twice = "In 1850 there were 26 lamp houses and nine tower stations."
    for old, new in {
        "expected every lamp house": "expected each lamp house",
        "only eleven of them": "only twelve of them",
        "without exception": "without delay",
        twice: twice,
    }.items():
        assert old in text
        text = text.replace(old, new)
    copy = tmp_path / "changed.txt"
    copy.write_text(f"{text}\n{twice}\n")
    assert pctui("attach", copy, "--db", lighthouses).code == ExitCode.EDITION
    assert pctui("attach", copy, "--db", lighthouses, "--edition").code == 0
    return paths.reader()


async def test_a_passage_and_a_paragraph_that_read_otherwise_say_so(explorer: Open, changed: Path) -> None:
    async with explorer((140, 60), reader=changed) as session:
        await session.press("o", *"towers-by-1860", "enter")
        seen = await session.press("s")
        assert "This paragraph reads otherwise than in the edition that is cited." in flat(seen)
        assert "is changed in the attached copy, which reads otherwise." in flat(seen)
        assert "towers-by-1860" in flat(seen).partition("is changed in the attached copy")[0]
        assert found(session).startswith("In 1849 the Board expected each lamp house")


async def test_the_words_that_differ_from_the_copy_attached_before_are_shown(
    explorer: Open, attached: Path, tmp_path: Path, lighthouses: Path, pctui: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Path(shutil.copy(attached, tmp_path / "mine.db"))
    monkeypatch.setenv("PCTUI_READER", str(mine))
    text = (CORPORA / "lighthouse-documents" / "lights-of-marrow-sound.txt").read_text()
    copy = tmp_path / "second.txt"
    copy.write_text(text.replace("expected every lamp house", "expected each lamp house"))
    assert pctui("attach", copy, "--db", lighthouses, "--edition").code == 0
    async with explorer((140, 60), reader=mine) as session:
        await session.press("o", *"towers-by-1860", "enter")
        seen = flat(await session.press("s"))
        assert "Compared with the copy attached before: … the Board expected [-every-] {+each+} lamp house to …" in seen
        # Above the text, which may be longer than the screen.
        assert seen.index("is changed in the attached copy") < seen.index("¶5 Wrecks in the Sound fell")


async def test_a_passage_that_is_not_found_says_so_in_its_paragraph(explorer: Open, changed: Path) -> None:
    async with explorer((140, 60), reader=changed) as session:
        await session.press("o", *"eleven-towers", "enter")
        seen = await session.press("s")
        assert "¶5 Wrecks in the Sound fell" in flat(seen)
        assert "only twelve of them" in flat(seen)
        assert re.search("The passage cited by [a-z0-9, -]*eleven-towers[a-z0-9, -]* is not found in the attached copy",
                         flat(seen))  # fmt: skip
        assert found(session) == ""


async def test_a_passage_that_is_there_twice_says_so(explorer: Open, changed: Path) -> None:
    async with explorer((140, 60), reader=changed) as session:
        await session.press("o", *"lamp-houses-1850", "enter")
        seen = await session.press("s")
        assert "¶4, p. 41 In 1850 there were 26 lamp houses" in flat(seen)
        assert re.search("The passage cited by [a-z0-9, -]*lamp-houses-1850[a-z0-9, -]* is found in several places of "
                         "the attached copy", flat(seen))  # fmt: skip


async def test_a_passage_is_shown_even_if_its_paragraph_is_not_found(explorer: Open, changed: Path) -> None:
    async with explorer((140, 60), reader=changed) as session:
        await session.press("o", *"train-together", "enter")
        seen = await session.press("s")
        assert "¶6, not found in the attached copy" in flat(seen)
        assert found(session).startswith("“Keepers should be trained together with pilots")
