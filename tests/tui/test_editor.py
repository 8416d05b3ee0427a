"""Ctrl+E in a terminal: the reader's own editor gets it, and what it leaves is shown, or said and mended."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal

from .conftest import CORPORA

# What an editor does: it notes how it was called, waits for a key, as editors do, and changes its last argument.
EDITOR = """#!/bin/sh
printf '%s|' "$@" >> "$NOTED"
printf 'EDITING'
read -r key
for file; do :; done
. "$DOES"
"""


class Editing:
    """The explorer in a terminal, on the page of an entry, with an editor that is a script."""

    def __init__(self, tmp_path: Path, database: Path) -> None:
        self.folder = Path(shutil.copytree(CORPORA / "lighthouses", tmp_path / "corpus"))
        self.database = Path(shutil.copy(database, tmp_path / "written.db"))
        self.noted, self._does = tmp_path / "noted", tmp_path / "does"
        home = tmp_path / "my editors"
        home.mkdir()
        self.editor = home / "vim"
        self.editor.write_text(EDITOR)
        self.editor.chmod(0o755)
        self.terminal: Terminal

    def open(self, editor: str) -> None:
        self.terminal = Terminal(
            self.database,
            "write",
            "--corpus",
            str(self.folder),
            EDITOR=editor,
            VISUAL="",
            NOTED=str(self.noted),
            DOES=str(self._does),
            PCTUI_READER=str(self.database.parent / "reader.db"),
        )
        assert self.terminal.read_until(b"Beacon Act")
        self.terminal.press(b"obeacon-act-1821\r", quiet=0.5)

    def edit(self, does: str, until: bytes) -> str:
        """Press Ctrl+E and a key in the editor, which does something; return what the explorer shows then."""
        self._does.write_text(does)
        self.terminal.sent = b""
        self.terminal.press(b"\x05")
        assert self.terminal.read_until(b"EDITING")
        self.terminal.sent = b""
        self.terminal.press(b"x\r")
        return self.seen(until)

    def seen(self, until: bytes) -> str:
        assert self.terminal.read_until(until), self.terminal.sent.decode(errors="replace")
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.terminal.sent.decode(errors="replace"))

    @property
    def file(self) -> Path:
        return self.folder / "events.yaml"


@pytest.fixture
def editing(tmp_path: Path, lighthouses: Path) -> Iterator[Editing]:
    editing = Editing(tmp_path, lighthouses)
    yield editing
    editing.terminal.close()


def test_an_editor_with_arguments_opens_the_line_and_what_it_saves_is_shown(editing: Editing) -> None:
    editing.open(f"'{editing.editor}' -n --cmd 'set ruler'")
    editing.edit("""sed -i 's/title: Beacon Act$/title: Beacon Act by hand/' "$file" """, b"by hand")
    assert editing.noted.read_text() == f"-n|--cmd|set ruler|+1|{editing.file}|"
    editing.edit("exit 3", b"exit code 3")
    editing.terminal.press(b"q")
    assert editing.terminal.leave() == 0
    assert editing.terminal.restored


def test_what_interrupts_the_editor_leaves_the_explorer(editing: Editing) -> None:
    editing.open(f"'{editing.editor}'")
    editing.edit("kill -INT 0", b"exit code -2")  # as Ctrl+C does, to all in the terminal
    editing.terminal.press(b"q")
    assert editing.terminal.leave() == 0


def test_a_file_that_an_editor_breaks_is_said_and_mended_with_the_same_key(editing: Editing) -> None:
    editing.open(f"'{editing.editor}'")
    before = editing.file.read_bytes()
    editing.edit("""printf 'title: [\\n' > "$file" """, b"Not shown yet")
    assert editing.file.read_bytes() == b"title: [\n", "what was saved stays"
    editing.edit("""printf '%s' "- kind: event" > "$file" """, b"Not shown yet")
    editing.terminal.sent = b""
    editing.terminal.press(b"u", quiet=1)
    assert editing.file.read_bytes() == before, "it is undone"
    editing.terminal.press(b"q")
    assert editing.terminal.leave() == 0


@pytest.mark.parametrize(
    ("editor", "said"), [("", b"no editor is named"), ("no-such-editor -n", b"no-such-editor"), ("'", b"Set it to")]
)
def test_without_an_editor_it_is_said_and_the_explorer_goes_on(editing: Editing, editor: str, said: bytes) -> None:
    editing.open(editor)
    editing.terminal.press(b"\x05")
    assert editing.terminal.read_until(said)
    editing.terminal.press(b"q")
    assert editing.terminal.leave() == 0
    assert editing.terminal.restored
