"""The box that exports the list or the page on screen to a file, whose name it asks for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from ...database.without_drafts import left_out, without_drafts
from ...errors import PctuiError
from ...model import Annotation
from ...page import Block
from ...panes import CITATIONS, DEFAULT_CITATIONS
from ...queries.store import Store
from ...reader.marked import Marked
from ...render.files import write
from ...render.markdown import citing
from ...render.saved import ENDINGS, MARKDOWN, form_of, saved
from ..commands import Command, bindings
from ..remapping import key_label
from ..widgets.line_input import LineInput

_GROUP = "Exporting to a file"
KEYS = [
    Command("save.close", "escape", "close", "Cancel", "Close without exporting", _GROUP, True, "Esc"),
    Command(
        "save.other",
        "tab",
        "other",
        "Page or list",
        "Export the page instead of the list, or the list instead of the page",
        _GROUP,
        True,
        "Tab",
    ),
    Command("save.notes", "ctrl+n", "switch('notes')", "notes", "With your marks and notes, or without", _GROUP),
    Command("save.by-mark", "ctrl+g", "switch('by_mark')", "by mark", "A part for each of your marks, or not", _GROUP),
    Command("save.drafts", "ctrl+r", "switch('drafts')", "drafts", "With entries that are drafts, or without", _GROUP),
    Command("save.citations", "ctrl+t", "citations", "citations", "Cite in Markdown in the next way", _GROUP),
]
_KEYS = {command.id: command for command in KEYS}


@dataclass(frozen=True)
class Writable:
    """Something that can be exported: its title in messages, the stem of its file name, and its blocks.

    These are as a store has them: that on screen, or the same without drafts.
    `by_mark` says whether there is a part for each mark, unless that is switched off; None if it cannot be divided.
    `drafts` says whether drafts are in it, unless that is switched.
    """

    title: str
    stem: str
    blocks: Callable[[Marked, Store], Iterable[Block]]
    by_mark: bool | None = None
    drafts: bool = False


class SaveBox(Vertical):
    """The box: what is exported, how, and the file name below. It overwrites a file only after a second Enter.

    `chosen` has what was chosen of `notes`, `by_mark`, `drafts` and `citations` in the boxes before, and is changed.
    """

    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    SaveBox { dock: bottom; height: 4; margin: 0 0 1 0; background: $background; border-top: solid $accent; }
    #save-state, #save-options { height: 1; padding: 0 1; text-overflow: ellipsis; text-wrap: nowrap; }
    #save-options { color: $foreground 70%; }
    #save-name, #save-name:focus { background: $panel; padding: 0 1; }
    """

    class Closed(Message):
        """The box was closed; `written` is the file, or None if it was cancelled. `note` is to be said of it."""

        def __init__(self, written: Path | None, note: str = "") -> None:
            super().__init__()
            self.written = written
            self.note = note

    def __init__(
        self,
        choices: list[Writable],
        annotations: Mapping[str, Annotation],
        store: Store,
        chosen: dict[str, bool | str],
    ) -> None:
        super().__init__(id="save-box")
        self.choices = choices
        self.annotations = annotations
        self.store = store
        self.chosen = chosen
        self._overwrite: Path | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="save-state", markup=False)
        yield Static("", id="save-options", markup=False)
        yield LineInput(placeholder=f"file name, {ENDINGS}", id="save-name", compact=True)

    def on_mount(self) -> None:
        self._suggest()
        self.input.focus()

    @property
    def input(self) -> Input:
        return self.query_one(Input)

    # What is exported, and how.

    @property
    def writable(self) -> Writable:
        return self.choices[0]

    @property
    def options(self) -> dict[str, bool]:
        """What can be switched on and off: whether it is on."""
        own: dict[str, bool | None] = {"drafts": self.writable.drafts} if self.store.drafts else {}
        if self.annotations:
            own |= {"notes": True, "by_mark": self.writable.by_mark}
        return {name: bool(self.chosen.get(name, value)) for name, value in own.items() if value is not None}

    @property
    def citations(self) -> str:
        return str(self.chosen.get("citations", DEFAULT_CITATIONS))

    @property
    def form(self) -> str:
        """What is written, by the ending of the file name."""
        return form_of(self.input.value)

    def _show_state(self, text: str) -> None:
        self.query_one("#save-state", Static).update(text)

    def _show_options(self) -> None:
        self.query_one("#save-options", Static).update("  ".join(self._option_words()))

    def _option_words(self) -> Iterator[str]:
        for name, on_now in self.options.items():
            command = _KEYS[f"save.{name.replace('_', '-')}"]
            yield f"{key_label(command, self.app)} {command.label}: {'on' if on_now else 'off'}"
        if self.form == MARKDOWN:
            yield f"{key_label(_KEYS['save.citations'], self.app)} {self.citations}"

    def _suggest(self) -> None:
        self.input.value = f"{self.writable.stem}.md"
        self.input.cursor_position = len(self.input.value)
        self._show_options()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what cannot be chosen here."""
        if action == "other":
            return len(self.choices) > 1
        if action == "switch":
            return parameters[0] in self.options
        return action != "citations" or self.form == MARKDOWN

    def action_other(self) -> None:
        self.choices = [*self.choices[1:], self.choices[0]]
        self._suggest()

    def action_switch(self, name: str) -> None:
        self.chosen[name] = not self.options[name]
        self._show_options()

    def action_citations(self) -> None:
        names = list(CITATIONS)
        self.chosen["citations"] = names[(names.index(self.citations) + 1) % len(names)]
        self._show_options()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._overwrite = None
        self._show_state(f"Export {self.writable.title} ({self.form}) to:")
        self._show_options()

    # Writing it.

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
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
        try:
            async with self._exported() as (store, note):
                write(path, self._content(path.name, store), force=self._overwrite == path)
        except PctuiError as error:
            self._show_state(f"Nothing was written: {error.message}.")
            return
        self.post_message(self.Closed(path, note))

    @asynccontextmanager
    async def _exported(self) -> AsyncIterator[tuple[Store, str]]:
        """Open what is exported: with drafts, or the same without; yield it, and what is to be said of it."""
        if self.options.get("drafts", True):
            yield self.store, ""
            return
        self._show_state("Leaving the drafts out …")
        path = await asyncio.to_thread(without_drafts, self.store.path, silent=True)
        with closing(Store(path, context=self.store.context)) as fewer:
            counts = sum(self.store.counts().values()) - sum(fewer.counts().values())
            said, several = left_out(self.store.drafts, counts)
            kept = f"{key_label(_KEYS['save.drafts'], self.app)} in the box keeps {'them' if several else 'it'}"
            yield fewer, f"in this corpus, {said}: {kept}"

    def _content(self, name: str, store: Store) -> Iterator[str]:
        options = self.options
        marked = Marked(self.annotations, notes=options.get("notes", False), by_mark=options.get("by_mark", False))
        return saved(name, store, self.writable.blocks(marked, store), citing(store, self.citations))

    def action_close(self) -> None:
        self.post_message(self.Closed(None))
