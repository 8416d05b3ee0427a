"""The passages that `s` leads to: without a copy, with one, and with one that reads otherwise."""

from __future__ import annotations

from .conftest import Open, Session, flat


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
        assert "¶4, p. 41, Figures of the Board" in session.app.clipboard


async def test_without_a_copy_a_document_that_is_only_browsed_highlights_nothing(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("6")
        assert found(session) == ""
        assert "its text is not shown" not in flat(seen)
        assert "No copy is attached" in flat(seen)
