"""Copying with `y` and `Y`: quotations from attached copies, the styles of journals, and the style used last."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pctui.errors import UsageError
from pctui.reader.session import Session
from pctui.render import citation_styles, csl_styles
from pctui.render.citation_styles import STYLES
from pctui.tui.commands import EVERYWHERE, LIST
from pctui.tui.dialogs.copy import KEYS

from .conftest import SIZES, Open, flat

styled = pytest.mark.skipif(bool(csl_styles.missing()), reason="the citation processor is not installed")
QUOTED = "“Beacon Act of March 1821 let a new Board of Lights raise dues from every ship that anchored”"
REFERENCE = "Calder, Ines; Wren, Tobias. The Lights of Marrow Sound. Marrow Quarterly, May 1911, 12(3):40-43, para. 2"


async def test_with_a_copy_the_quotation_is_copied_with_its_citation(explorer: Open, attached: Path) -> None:
    async with explorer((140, 40), reader=attached) as session:
        seen = flat(await session.press("y"))
        assert session.app.clipboard == f"{QUOTED} {REFERENCE}, Beginnings."
        assert "Sent to the terminal's clipboard · Quotation with citation" in seen


async def test_without_a_copy_the_citation_is_copied_and_it_is_said_why(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = flat(await session.press("y"))
        assert session.app.clipboard == f"{REFERENCE}, Beginnings."
        assert "· Full reference; not quoted: no copy is attached" in seen


async def test_a_passage_that_reads_otherwise_is_not_quoted(explorer: Open, attached: Path, tmp_path: Path) -> None:
    reader = tmp_path / "changed.db"
    with closing(sqlite3.connect(attached)) as old, closing(sqlite3.connect(reader)) as new:
        old.backup(new)
        with new:
            new.execute("UPDATE copies SET text = replace(text, ' new Board', ' fresh Board')")
    async with explorer((140, 40), reader=reader) as session:
        seen = flat(await session.press("y"))
        assert session.app.clipboard == f"{REFERENCE}, Beginnings."
        assert "not quoted: changed in the attached copy, which reads otherwise" in seen


@styled
@pytest.mark.parametrize(
    ("key", "copied"),
    [
        ("4", f"{QUOTED} (Calder and Wren, 1911, para. 2)\nCalder, I. and Wren, T. (1911) ‘The Lights of Marrow "),
        ("5", f"{QUOTED} (1, para. 2)\n1. Calder I, Wren T. The Lights of Marrow Sound. Marrow Quarterly."),
        ("6", f"{QUOTED} (Calder and Wren 1911, para. 2)\nCalder, Ines, and Tobias Wren. 1911. “The Lights of"),
        ("7", f"{QUOTED}\nInes Calder and Tobias Wren, “The Lights of Marrow Sound,” Marrow Quarterly 12, no. 3"),
    ],
)  # fmt: skip
async def test_the_styles_of_journals(explorer: Open, attached: Path, key: str, copied: str) -> None:
    async with explorer(reader=attached) as session:
        await session.press("Y", key)
        assert session.app.clipboard.startswith(copied)


@styled
async def test_a_narrow_list_tells_the_styles_apart(explorer: Open, attached: Path) -> None:
    async with explorer((60, 20), reader=attached) as session:
        seen = await session.press("Y")
        glimpses = [line for line in seen.split("\n") if "“Beacon Act of M…”" in line]
        assert len(set(glimpses)) == len(glimpses) == 5


async def test_the_styles_after_the_ninth_have_keys(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("Y")
        shown = re.search(r"(\w) Command that opens it", seen)
        assert shown
        await session.press(shown[1])
        assert session.app.clipboard == "pctui open beacon-act-1821"


def test_no_key_of_a_style_does_something_else_there() -> None:
    choosing = [command.keys for command in KEYS if command.action.startswith("choose")]
    others = [key for command in (*LIST, *EVERYWHERE, KEYS[0]) for key in command.keys.split(",")]
    assert len(choosing) == len(set(choosing)) == len(STYLES)
    assert not set(choosing) & set(others)


@styled
async def test_the_style_used_last_is_used_from_then_on_and_at_the_next_start(
    explorer: Open, attached: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.db"
    async with explorer((140, 40), kept=kept) as session:
        await session.press("Y", "4")
        harvard = session.app.clipboard
        session.app.copy_to_clipboard("")
        seen = flat(await session.press("y"))
        assert session.app.clipboard == harvard
        assert "· Harvard" in seen
        await session.press("q")
    async with explorer((140, 40), kept=kept) as session:
        await session.press("y")
        assert session.app.clipboard == harvard
        seen = await session.press("Y")
        assert "▸ 4 Harvard" in seen, "the cursor is on it"
        await session.press("escape", "q")
    async with explorer((140, 40), kept=kept, fresh=True) as session:
        await session.press("y")
        assert session.app.clipboard.startswith("Calder, Ines; Wren, Tobias.")


async def test_where_the_style_used_last_does_not_apply_the_full_reference_is_copied(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("Y", "3")
        assert session.app.clipboard == "Calder & Wren 1911 ¶2"
        seen = flat(await session.press("6", "y"))
        assert session.app.clipboard.startswith("Calder, Ines; Wren, Tobias. The Lights of Marrow Sound.")
        assert "· Full reference" in seen


@styled
async def test_a_document_in_the_list_is_copied_in_the_style(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("Y", "4", "6", "y")
        assert session.app.clipboard == (
            "Calder, I. and Wren, T. (1911) ‘The Lights of Marrow Sound’, Marrow Quarterly, 12(3), pp. 40–43."
        )


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_without_the_processor_a_line_says_how_to_get_it(
    explorer: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(csl_styles, "_shipped", lambda: None)
    kept = tmp_path / "kept.db"
    Session(kept, "marrow-lights").keep_style("harvard")
    async with explorer(size, kept=kept) as session:
        seen = flat(await session.press("y"))
        assert session.app.clipboard == f"{REFERENCE}, Beginnings."
        assert "pip install 'pctui[styles]'" in seen
        seen = await session.press("Y")
        assert "Styles of journals: pip install 'pctui[styles]'" in seen
        assert "4 Markdown footnote" in seen


async def test_a_processor_that_fails_breaks_no_key(explorer: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise UsageError("the style cannot be printed")

    monkeypatch.setattr(citation_styles, "find_style", broken)
    async with explorer() as session:
        assert "Markdown footnote" in await session.press("Y")
        await session.press("3")
        assert session.app.clipboard == "Calder & Wren 1911 ¶2"


async def test_a_comparison_copies_in_the_style_as_well(explorer: Open, attached: Path) -> None:
    async with explorer((140, 40), reader=attached) as session:
        await session.press("4", "c", "down", "c", "C", "y")
        assert session.app.clipboard.startswith("“")
        await session.press("Y", "3")
        assert session.app.clipboard.startswith("Calder & Wren 1911 ¶")
