"""An explorer that is open while its corpus is written: it shows the new database, and stays where the reader was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pctui.database.build import seed
from pctui.errors import DatabaseError
from pctui.queries.changed import changes, state_of
from pctui.queries.filters import Filter
from pctui.queries.store import Store
from pctui.tui import following
from pctui.tui.dialogs.note import Text
from pctui.tui.widgets.message_line import MessageLine

from .conftest import CORPORA, Open, Session

Edit = Callable[[str, str, str], None]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CORPORA / "lighthouses", tmp_path / "corpus"))


@pytest.fixture
def database(corpus: Path, tmp_path: Path) -> Path:
    path = tmp_path / "lights.db"
    seed(corpus, path)
    return path


@pytest.fixture
def edit(corpus: Path, database: Path) -> Edit:
    """Replace a text of the corpus, and build the database again."""

    def edited(name: str, old: str, new: str) -> None:
        file = corpus / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        seed(corpus, database)

    return edited


def said(session: Session) -> str:
    """Return the message on the screen, and take it away."""
    line = session.app.screen_stack[0].query_one(MessageLine)
    shown = line.said if line.is_shown else ""
    line.clear()
    return shown


async def followed(session: Session) -> str:
    """Let the explorer look at its database; return the message."""
    await session.app.follow()
    await session.seen()
    return said(session)


PLACES = {
    "timeline": ["A", "j", "j", "j", "plus", "tab", "pagedown"],
    "timeline, sorted": ["A", "j", "o"],
    "ladder": ["2", "j"],
    "recommendations": ["3", "j", "j", "tab", "j"],
    "recommendations, folded": ["3", "b", "z", "j"],
    "organisations": ["4", "j", "j"],
    "lineage": ["4", "v", "j", "j"],
    "evidence": ["5", "j", "right"],
    "findings": ["5", "v", "j", "j", "tab", "j"],
    "disagreements": ["5", "v", "v", "j"],
    "sources": ["6", "j", "tab", "pagedown", "j"],
}


@pytest.mark.parametrize("keys", PLACES.values(), ids=PLACES)
async def test_the_reader_stays_where_they_were(explorer: Open, database: Path, edit: Edit, keys: list[str]) -> None:
    async with explorer((100, 30), database=database) as session:
        await session.press(*keys)
        said(session)  # that a row is the last
        before = await session.seen()
        edit("people.yaml", "title: Kestrel Point school", "title: Kestrel Point School")
        assert await followed(session) == "The corpus was rebuilt: 1 entry changed."
        assert await session.seen() == before


async def test_what_is_new_and_what_has_changed_is_on_the_screen(explorer: Open, database: Path, edit: Edit) -> None:
    async with explorer((100, 30), database=database) as session:
        assert "Eleven lamp houses" not in await session.press("A", "j")
        edit("events.yaml", "slug: charts-1838\n", "slug: charts-of-1838\n")
        assert await followed(session) == "The corpus was rebuilt: 1 entry new, 1 gone."
        edit("organisations.yaml", "title: Board of Lights", "title: Board of Lanterns")
        assert "1 entry changed" in await followed(session)
        seen = await session.seen()
        assert "Board of Lanterns" in seen
        assert "Board of Lights" not in seen


async def test_an_entry_that_is_gone_gives_way_to_the_nearest(
    explorer: Open, database: Path, corpus: Path, tmp_path: Path
) -> None:
    async with explorer((100, 30), database=database) as session:
        await session.press("A", "g")
        while session.app.screen.pane.shown != "charts-1838":  # type: ignore[attr-defined]
            await session.press("j")
        await session.press("tab")
        file = corpus / "events.yaml"
        records = file.read_text(encoding="utf-8").split("\n- kind: ")
        file.write_text("\n- kind: ".join(r for r in records if "slug: charts-1838" not in r), encoding="utf-8")
        seed(corpus, database)
        assert await followed(session) == (
            "The corpus was rebuilt: 1 entry gone; what you read is gone, this is the nearest."
        )
        seen = await session.seen()
        assert "New charts" not in seen
        pane = session.app.screen.pane  # type: ignore[attr-defined]
        assert pane.shown == pane.rows.current.slug
        assert pane.page.has_focus


async def test_filters_and_their_lists_follow(explorer: Open, database: Path, edit: Edit) -> None:
    async with explorer((100, 30), database=database) as session:
        pane = session.app.screen.pane  # type: ignore[attr-defined]
        await session.press("3")
        pane = session.app.screen.pane  # type: ignore[attr-defined]
        pane.narrow(Filter({"strength": ("firm",)}))
        await session.press("j")
        count = pane.rows.count
        edit("recommendations.yaml", "strength: firm", "strength: hedged")
        assert "1 entry changed" in await followed(session)
        assert pane.rows.count < count
        assert pane.filters == Filter({"strength": ("firm",)})
        edit("recommendations.yaml", "strength: hedged", "strength: firm")
        await followed(session)
        assert pane.rows.count == count


async def test_nothing_changes_while_somebody_writes_a_note(
    explorer: Open, database: Path, edit: Edit, tmp_path: Path
) -> None:
    async with explorer((100, 30), database=database, reader=tmp_path / "reader.db") as session:
        await session.press("A", "a", "x", "y")
        edit("people.yaml", "title: Kestrel Point school", "title: Kestrel Point School")
        assert await followed(session) == ""
        assert session.app.screen.query_one(Text).text == "xy"
        await session.press("ctrl+s")
        assert await followed(session) == "The corpus was rebuilt: 1 entry changed."
        assert "xy" in await session.seen()


async def test_other_dialogs_stay_open(explorer: Open, database: Path, edit: Edit) -> None:
    async with explorer((100, 30), database=database) as session:
        await session.press("slash", *"board")
        edit("organisations.yaml", "title: Board of Lights", "title: Board of Lanterns")
        await session.app.follow()
        seen = await session.press("s")
        assert "boards" in seen
        await session.press("backspace", "backspace", "enter")
        assert "Board of Lanterns" in await session.seen()


async def test_what_cannot_be_shown_leaves_the_old_database_open(
    explorer: Open, database: Path, corpus: Path, edit: Edit
) -> None:
    async with explorer((100, 30), database=database) as session:
        before = await session.press("A", "j")
        edit("corpus.yaml", "slug: ", "slug: other-")
        assert "another corpus" in await followed(session)
        assert await followed(session) == ""  # it is said once
        assert await session.seen() == before
        database.write_bytes(database.read_bytes()[:-4096])
        assert "cannot be shown" in await followed(session)
        database.unlink()
        assert await followed(session) == ""
        await session.press("j", "k")
        assert await session.seen() == before
        edit("corpus.yaml", "slug: other-", "slug: ")
        assert await followed(session) == ""  # what it says is the same
        edit("people.yaml", "title: Kestrel Point school", "title: Kestrel Point School")
        assert "1 entry changed" in await followed(session)


async def test_a_key_after_a_rest_looks_first(
    explorer: Open, database: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "_IDLE", 1e9)
    async with explorer((100, 30), database=database) as session:
        await session.press("A", "j")
        edit("people.yaml", "title: Kestrel Point school", "title: Kestrel Point School")
        await session.press("j")
        assert said(session) == ""
        monkeypatch.setattr(following, "_IDLE", -1)
        await session.press("j")
        assert said(session) == "The corpus was rebuilt: 1 entry changed."


async def test_a_filter_between_the_swap_and_the_look_is_applied_then(
    explorer: Open, database: Path, edit: Edit
) -> None:
    async with explorer((100, 30), database=database) as session:
        await session.press("3")
        pane = session.app.screen.pane  # type: ignore[attr-defined]
        count = pane.rows.count
        edit("people.yaml", "title: Kestrel Point school", "title: Kestrel Point School")
        pane.narrow(Filter({"strength": ("firm",)}))
        await session.seen()
        with pytest.raises(DatabaseError):
            session.app.store.further()
        assert "1 entry changed" in await followed(session)
        pane.narrow(Filter({"strength": ("firm",)}))
        await session.seen()
        assert 0 < pane.rows.count < count


async def test_nothing_is_painted_while_nothing_changes(explorer: Open, database: Path) -> None:
    async with explorer((100, 30), database=database) as session:
        await session.press("A", "j")
        before = session.app.updates
        for _ in range(5):
            await session.app.follow()
            await session.pilot.pause()
        assert session.app.updates == before


def test_changes_are_counted_whatever_of_an_entry_has_changed(corpus: Path, database: Path, edit: Edit) -> None:
    def state() -> dict[str, int]:
        with closing(Store(database)) as store:
            return state_of(store)

    first = state()
    for name, old, new in (
        (
            "events.yaml",
            "paragraph: 5, anchors: [851953ed25-bb008fe3dd-14-37f7f6d2b4]",
            "paragraph: 5, anchors: [851953ed25-bb008fe3dd-14-37f7f6d2b5]",
        ),
        ("events.yaml", "hedge: expected", "hedge: foresaw"),
        ("events.yaml", "note: Eleven were built", "note: Eleven had been built"),
        ("findings.yaml", "domains: [safety]", "domains: [money]"),
    ):
        before = state()
        edit(name, old, new)
        assert str(changes(before, state())) == "1 entry changed"
    assert str(changes(first, state())) == "3 entries changed"
    assert changes({}, first) is None


async def test_what_the_corpus_is_follows_as_long_as_it_is_shown(
    explorer: Open, database: Path, corpus: Path, edit: Edit
) -> None:
    async with explorer((100, 30), database=database) as session:
        assert "47 entries" not in await session.seen()
        edit("corpus.yaml", "title: The lights of Marrow Sound", "title: All lights of Marrow Sound")
        with (corpus / "people.yaml").open("a", encoding="utf-8") as file:
            file.write("- kind: person\n  slug: ada\n  title: Ada\n  summary: She wrote.\n  citations:\n")
            file.write("    - {document: keepers-1898, paragraph: 1, anchors: [1111111111-2222222222-9-3333333333]}\n")
        seed(corpus, database)
        await session.app.follow()
        seen = await session.seen()
        assert "All lights of Marrow Sound" in seen
        assert "47 entries" in seen
        assert session.app.title.startswith("All lights")
