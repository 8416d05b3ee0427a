"""The box that exports the list or the page on screen to a file, whose name it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from ...errors import PctuiError
from ...page import Block
from ...render import markdown, text
from ...render.citing import Citing
from ...render.files import write
from ..commands import Command, bindings
from ..widgets.line_input import LineInput

KEYS = [
    Command("save.close", "escape", "close", "Cancel", "Close without exporting", "Exporting to a file", True, "Esc"),
    Command(
        "save.other",
        "tab",
        "other",
        "Page or list",
        "Export the page instead of the list, or the list instead of the page",
        "Exporting to a file",
        True,
        "Tab",
    ),
]


@dataclass(frozen=True)
class Writable:
    """Something that can be exported: its title in messages, the stem of its file name, and its blocks."""

    title: str
    stem: str
    blocks: Callable[[], Iterable[Block]]


class SaveBox(Vertical):
    """The box: what is exported, and the file name below. It overwrites a file only after a second Enter."""

    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    SaveBox { dock: bottom; height: 3; margin: 0 0 1 0; background: $background; border-top: solid $accent; }
    #save-state { height: 1; padding: 0 1; text-overflow: ellipsis; text-wrap: nowrap; }
    #save-name, #save-name:focus { background: $panel; padding: 0 1; }
    """

    class Closed(Message):
        """The box was closed; `written` is the file, or None if it was cancelled."""

        def __init__(self, written: Path | None) -> None:
            super().__init__()
            self.written = written

    def __init__(self, choices: list[Writable], citing: Callable[[], Citing]) -> None:
        super().__init__(id="save-box")
        self.choices = choices
        self.citing = citing
        self._overwrite: Path | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="save-state", markup=False)
        yield LineInput(
            placeholder="file name, ending in .md for Markdown or .txt for plain text", id="save-name", compact=True
        )

    def on_mount(self) -> None:
        self._suggest()
        self.input.focus()

    @property
    def input(self) -> Input:
        return self.query_one(Input)

    def _show_state(self, text: str) -> None:
        self.query_one("#save-state", Static).update(text)

    def _suggest(self) -> None:
        self.input.value = f"{self.choices[0].stem}.md"
        self.input.cursor_position = len(self.input.value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the switch if there is only one thing to export."""
        return action != "other" or len(self.choices) > 1

    def action_other(self) -> None:
        self.choices = [*self.choices[1:], self.choices[0]]
        self._suggest()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._overwrite = None
        form = "plain text" if event.value.endswith(".txt") else "Markdown"
        self._show_state(f"Export {self.choices[0].title} ({form}) to:")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if not name:
            self._show_state("Type a file name, or press Esc to cancel.")
            return
        path = Path(name).expanduser().absolute()
        if path.is_file() and self._overwrite != path:
            self._overwrite = path
            self._show_state(f"{path.name} already exists. Press Enter again to overwrite it.")
            return
        blocks = self.choices[0].blocks
        try:
            plain = path.suffix == ".txt"
            content = text.pieces(blocks(), 79) if plain else markdown.pieces(blocks(), citing=self.citing())
            write(path, content, force=self._overwrite == path)
        except PctuiError as error:
            self._show_state(f"Nothing was written: {error.message}.")
            return
        self.post_message(self.Closed(path))

    def action_close(self) -> None:
        self.post_message(self.Closed(None))
