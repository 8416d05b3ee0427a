"""Opening an entry by its slug, and copying citations in several styles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.queries.entry import describe
from pctui.queries.slugs import matching, nearest
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.render.citation_styles import Copying

from .conftest import Open, flat


async def test_a_slug_is_completed_and_opened(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("o", *"lam")
        assert "▸ Lamp house (organisation)  lamp-house" in seen
        await session.press("tab")
        assert session.app.screen.query_one("#slug-input").value == "lamp-house"  # type: ignore[attr-defined]
        seen = await session.press("enter")
        assert "4 Organisations" in seen
        assert flat(seen).startswith("1 Timeline")
        assert session.app.screen.pane_name == "organisations"  # type: ignore[attr-defined]
        assert session.app.screen.pane.shown == "lamp-house"  # type: ignore[attr-defined]
        await session.press("escape")
        assert session.app.screen.pane_name == "timeline"  # type: ignore[attr-defined]


async def test_a_slug_is_found_by_a_word_in_it(explorer: Open) -> None:
    async with explorer() as session:
        assert "lamp-house" in await session.press("o", *"house")
        await session.press("escape")
        assert "▸ March 1821" in await session.seen()


async def test_an_entry_is_found_by_words_of_its_title_which_comes_first(explorer: Open) -> None:
    async with explorer() as session:
        assert "Title or identifier" in await session.press("o")
        seen = await session.press(*"bo wri")
        assert "▸ The keepers write to the Board (event)  keepers-write" in seen
        await session.press("enter")
        assert session.app.screen.pane.shown == "keepers-write"  # type: ignore[attr-defined]


async def test_an_unknown_slug_is_reported_and_nothing_opens(explorer: Open) -> None:
    async with explorer() as session:
        assert "No title or identifier matches “zebra”." in await session.press("o", *"zebra")
        assert "No title or identifier matches" in await session.press("enter")


def test_prefixes_come_first_then_words_of_the_slug(lighthouses: Path) -> None:
    store = Store(lighthouses)
    every = store.slugs()
    assert every
    for slug in every:
        assert slug in [found.slug for found in matching(store, slug)]
        last = slug.split("-")[-1]
        found = [entry.slug for entry in matching(store, last, 1000)]
        assert slug in found
        starting = [one.startswith(last) for one in found]
        assert starting == sorted(starting, reverse=True)
    store.close()


def test_the_nearest_slug_is_suggested(lighthouses: Path) -> None:
    store = Store(lighthouses)
    assert nearest(store, "lamp-hose")[0] == "lamp-house"
    assert nearest(store, "Lamp_House")[0] == "lamp-house"
    assert nearest(store, "%") == []
    store.close()


@given(st.text())
def test_no_text_typed_for_a_slug_is_an_error(lighthouses: Path, typed: str) -> None:
    store = Store(lighthouses)
    assert all(entry.slug for entry in matching(store, typed))
    nearest(store, typed)
    store.close()


async def test_a_style_is_chosen_copied_and_shown(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("Y")
        assert "Calder & Wren 1911 ¶2" in seen
        assert "pctui open" in seen
        await session.press("3")
        assert session.app.clipboard == "Calder & Wren 1911 ¶2"
        assert session.app.clipboard.replace(" ", "") in "".join((await session.seen()).split())
        await session.press("Y", *["down"] * 5, "enter")
        assert session.app.clipboard.startswith("[^calder-wren-1911-2]: Calder, Ines")


async def test_a_document_is_copied_without_a_place(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("6", "Y")
        await session.press("1")
        assert session.app.clipboard.startswith("Calder, Ines; Wren, Tobias. The Lights of Marrow Sound.")
        assert "¶" not in session.app.clipboard


async def test_cancelling_the_copy_dialog_copies_nothing(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("Y", "escape")
        assert session.app.clipboard == ""


def test_every_style_cites_in_one_line_or_with_its_reference_in_two(lighthouses: Path) -> None:
    store = Store(lighthouses, context=True)
    copying = Copying(store, Reader.of(store))
    for slug in store.slugs():
        entry = describe(store, slug)
        for citation in [*entry.citations, None]:
            document = store.document(citation.document) if citation else None
            made = copying.every(entry, citation, document)
            assert len({style.name for style in made}) == len(made)
            for style in made:
                assert len(style.text.splitlines()) == 1 + (style.style in ("harvard", "vancouver", "chicago"))
                if citation and style.style not in ("summary", "command"):
                    assert (citation.page or str(citation.paragraph)) in style.text.replace("--", "–")
    store.close()


@pytest.mark.parametrize("keys", [["t"], ["t", "t"], ["t", "t", "t"], ["t"] * 4])
async def test_t_cycles_through_the_themes(explorer: Open, keys: list[str]) -> None:
    order = ["pctui-light", "pctui-contrast", "pctui-terminal", "pctui-dark"]
    async with explorer() as session:
        await session.press(*keys)
        assert session.app.theme == order[len(keys) - 1]
