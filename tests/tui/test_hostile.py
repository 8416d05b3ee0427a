"""Hostile and empty corpora: the explorer shows them and keeps working."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pctui.database.build import seed

from .conftest import Open

HOSTILE = "[/x] [@click=app.quit]go[/] [sic] \x1b]52;c;aGk=\x07 \x9b31m \u202eevil\u202c {x} $y"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A corpus whose every text is hostile, as JSON Lines (YAML would not even let the controls in)."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    cited = [{"document": "d", "paragraph": 1, "anchors": ["0123456789-0123456789-9"]}]
    common = {"summary": HOSTILE, "citations": cited, "note": HOSTILE, "sic": HOSTILE}
    records = [
        {
            "kind": "corpus",
            "slug": "c",
            "title": HOSTILE,
            "summary": HOSTILE,
            "version": "1",
            "lanes": [{"slug": "l", "title": HOSTILE}],
            "boundaries": [{"slug": "b", "title": HOSTILE}],
            "actors": [{"slug": "a", "title": HOSTILE}],
            "domains": [{"slug": "m", "title": HOSTILE}],
            "event_types": [{"slug": "t", "title": HOSTILE}],
        },
        {
            "kind": "document",
            "slug": "d",
            "title": HOSTILE,
            "label": HOSTILE,
            "csl": {"type": "book", "title": HOSTILE},
            "extent": "extract",
            "extent_note": HOSTILE,
            "sections": [{"slug": "s", "title": HOSTILE}],
            **common,
        },
        {"kind": "paragraph", "document": "d", "number": 1, "section": "s", "anchors": ["0123456789-0123456789-9"]},
        {
            "kind": "organisation",
            "slug": "o",
            "title": HOSTILE,
            "classification": "form",
            "existence": "1990/..",
            "lane": "l",
            "functions": [{"text": HOSTILE}],
            **common,
        },
        {
            "kind": "event",
            "slug": "e",
            "title": HOSTILE,
            "date": "1999",
            "date_basis": "stated",
            "lane": "l",
            "type": "t",
            "organisations": ["o"],
            **common,
        },
        {"kind": "ladder", "slug": "la", "title": HOSTILE, **common},
        {
            "kind": "level",
            "slug": "le",
            "title": HOSTILE,
            "ladder": "la",
            "rung": 1,
            "aspects": {"function": [HOSTILE]},
            **common,
        },
        {
            "kind": "recommendation",
            "slug": "r",
            "title": HOSTILE,
            "proposer": HOSTILE,
            "actors": ["a"],
            "boundaries": [{"slug": "b", "basis": "inferred"}],
            "strength": "firm",
            "stance": "own",
            **common,
        },
        {
            "kind": "finding",
            "slug": "f",
            "title": HOSTILE,
            "subject": "o",
            "domains": ["m"],
            "direction": "mixed",
            "basis": "review",
            "certainty": "firm",
            **common,
        },
    ]
    (folder / "all.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    database = tmp_path / "hostile.db"
    seed(folder, database)
    return database


async def test_markup_and_controls_are_shown_not_obeyed(explorer: Open, hostile: Path) -> None:
    async with explorer((140, 40), database=hostile) as session:
        for keys in (
            ["1"],
            ["enter"],
            ["2"],
            ["3"],
            ["b"],
            ["4"],
            ["5"],
            ["v"],
            ["v"],
            ["6"],
            ["enter"],
            ["question_mark"],
        ):
            seen = await session.press(*keys)
            assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in seen)
            assert "\u202e" not in seen
        await session.press("escape", "1", "y")
        assert "\x1b" not in session.app.clipboard
        seen = await session.press("slash", *"evil")
        assert "[/x]" in seen
        assert session.app.is_running


async def test_a_corpus_without_entries_is_shown_as_empty(explorer: Open, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "corpus.yaml").write_text(
        "- kind: corpus\n  slug: c\n  title: Nothing yet\n  summary: None\n  version: '1'\n"
        "  lanes: [{slug: l, title: Lane}]\n",
        encoding="utf-8",
    )
    database = tmp_path / "empty.db"
    seed(folder, database)
    for size in ((60, 20), (140, 40)):
        async with explorer(size, database=database) as session:
            for key in (
                "1",
                "down",
                "plus",
                "f",
                "enter",
                "escape",
                "s",
                "y",
                "2",
                "up",
                "3",
                "b",
                "4",
                "5",
                "6",
                "enter",
            ):
                await session.press(key)
            seen = await session.press("1")
            assert "This corpus has no events." in seen
            assert "no ladder" in await session.press("2")
