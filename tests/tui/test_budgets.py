"""What a start of the explorer may cost, counted: a count is the same on every computer, quiet or not."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from terminal import Terminal
from textual.css.stylesheet import Stylesheet

from pctui.tui.widgets.page import Page

from .conftest import Open

# Widgets of Textual that take 1 ms or more to import and that no start needs.
LATER = {"_text_area", "_markdown", "_data_table", "_tabs", "_rich_log"}


def test_a_start_imports_no_widget_that_only_a_dialog_needs() -> None:
    code = "import sys, pctui.tui.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    modules = done.stdout.split()
    assert not {f"textual.widgets.{name}" for name in LATER} & set(modules)
    assert not {name for name in modules if name.startswith(("pctui.tui.dialogs.", "rich.syntax", "pygments"))}
    assert not {name for name in modules if name.startswith(("pctui.corpus.", "pctui.render.", "textual.pilot"))} - {
        "pctui.corpus.files"  # which files decide what the next start shows
    }
    assert "ssl" not in modules  # asyncio imports it for what speaks to other machines
    assert len([name for name in modules if name.split(".")[0] == "pctui"]) <= 82


def test_a_start_without_options_does_without_the_command_line() -> None:
    code = (
        "import sys, pctui.terminal, pctui.tui.app\n"
        "from pathlib import Path\n"
        "from pctui.__main__ import main\n"
        "import pctui.database.ensure as ensured\n"
        "pctui.terminal.can_explore = lambda: True\n"
        "ensured.ensure = lambda db: Path(str(db))\n"
        "pctui.tui.app.run = lambda path, *_, **options: print(path, options, 'typer' in sys.modules)\n"
        "sys.argv = ['pctui']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "None {'context': False, 'fresh': False, 'start': None, 'corpus': None} False\n", done.stderr


async def test_a_start_mounts_few_widgets_and_asks_little(explorer: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    plain = sqlite3.connect

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = plain(*arguments, **named)
        connection.set_trace_callback(lambda sql: asked.append(sql) if sql.startswith("SELECT") else None)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect)
    async with explorer() as session:
        assert len(session.app.screen.query("*")) <= 11
        assert len(asked) <= 20, asked


async def test_a_start_lays_out_and_parses_once(explorer: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, parsed = 0, 0
    lay_out, reparse = Page._lay_out, Stylesheet.reparse

    def laid_out(page: Page) -> None:
        nonlocal pages
        pages += page.inner > 2 and bool(page.blocks)
        lay_out(page)

    def parsed_again(stylesheet: Stylesheet) -> None:
        nonlocal parsed
        parsed += 1
        reparse(stylesheet)

    monkeypatch.setattr(Page, "_lay_out", laid_out)
    monkeypatch.setattr(Stylesheet, "reparse", parsed_again)
    async with explorer() as session:
        assert session.app.screen.has_class("-narrow") or session.app.screen.has_class("-wide")
        assert (pages, parsed) == (1, 0)


async def test_the_first_key_lays_nothing_out(explorer: Open) -> None:
    async with explorer() as session:
        layouts: list[object] = []
        session.app.screen.screen_layout_refresh_signal.subscribe(session.app.screen, layouts.append)
        await session.press("down")
        assert not layouts


def test_a_start_sends_little(lighthouses: Path, tmp_path: Path) -> None:
    terminal = Terminal(lighthouses, "--fresh", PCTUI_READER=str(tmp_path / "nobody.db"))
    try:
        assert terminal.read_until(b"Beacon Act")
        terminal.press(b"", quiet=0.5)
        sent = len(terminal.sent)
        terminal.press(b"q")
        assert terminal.leave() == 0
    finally:
        terminal.close()
    assert sent <= 6800
