"""The dialog in which a note is written. What is typed is saved as a draft within a second, so that nothing is lost."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from ...errors import PctuiError
from ...reader.notes import NoteEditor
from ...text import clean
from ..commands import APP, Command, bindings
from ..dismissal import Dialog
from ..remapping import key_label
from ..textual_private import forget

KEYS = [
    Command("note.save", "ctrl+s", "save", "Save", "Save the note", "Note", True, "Ctrl+S"),
    Command("note.close", "escape", "close", "Close (keep draft)", "Close and keep the draft", "Note", True, "Esc"),
    Command(
        "note.revert",
        "ctrl+r",
        "revert",
        "Revert",
        "Revert to the saved note",
        "Note",
        True,
        "Ctrl+R",
    ),
]
_DRAFT_DELAY = 0.5  # seconds from the first change to saving the draft, even while typing continues


class Text(TextArea):
    """The text box; control characters are shown in it, not sent to the terminal."""

    TAKES_TEXT = True  # for type_ahead.py: Textual's class takes 6 ms to import, which no start needs

    def edit(self, edit: Edit) -> EditResult:
        edit.text = clean(edit.text)
        return super().edit(edit)

    def on_mount(self) -> None:
        self.cursor_blink = False  # as in LineInput

    def on_unmount(self) -> None:
        forget(self)


class NoteBox(Dialog[None]):
    """The dialog of a note on one entry: Ctrl+S saves it, Esc closes it and keeps the draft."""

    BINDINGS = bindings(KEYS)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    #note-box {
      width: 90%; max-width: 84; height: 70%; max-height: 24;
      border: round $accent; background: $background; padding: 0 1;
    }
    NoteBox.-narrow #note-box { width: 100%; height: 100%; max-height: 100%; }
    #note-about { text-style: bold; color: $accent; height: 1; text-overflow: ellipsis; text-wrap: nowrap; }
    #note-text, #note-text:focus {
      height: 1fr; border: none; padding: 0; margin: 1 0; background: $background; color: $foreground;
    }
    #note-state, #note-keys { height: 1; color: $foreground 70%; text-overflow: ellipsis; text-wrap: nowrap; }
    """

    def __init__(self, writing: NoteEditor) -> None:
        super().__init__()
        self._writing = writing
        self._kept = writing.text
        self._timer: Timer | None = None
        self.text = Text(writing.text, id="note-text", soft_wrap=True, show_line_numbers=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="note-box"):
            yield Static(f"Note on {self._writing.entry.title}", id="note-about", markup=False)
            yield self.text
            yield Static("", id="note-state", markup=False)
            yield Static(
                "  ".join(f"{key_label(key, self.app)} {key.label}" for key in KEYS), id="note-keys", markup=False
            )

    def on_mount(self) -> None:
        self.text.move_cursor(self.text.document.end)
        self.text.focus()
        fresh = self._writing.text == self._writing.saved
        self._show_state("Saved as a draft while you type." if fresh else "Your draft, not saved yet.")

    def _show_state(self, text: str) -> None:
        for state in self.query("#note-state").results(Static):
            state.update(text)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._timer is None and self.text.text != self._kept:
            self._timer = self.set_timer(_DRAFT_DELAY, self._keep)

    def _keep(self, again: bool = True) -> None:
        """Save the text as the draft; if that fails, try `again` after a while."""
        if self._timer:
            self._timer.stop()
            self._timer = None
        text = self.text.text
        if text == self._kept:
            return
        try:
            self._writing.keep(text)
        except PctuiError as error:
            self._show_state(f"Not saved yet, trying again: {error.message}")
            if again:
                self._typed()
            return
        self._kept = text
        self._show_state("No changes." if text == self._writing.saved else "Draft saved.")

    def action_save(self) -> None:
        try:
            merged = self._writing.save(self.text.text)
        except PctuiError as error:
            self._show_state(f"Not saved: {error.message}")
            return
        self._kept = self.text.text
        if merged:
            message = "Another window saved a note on this entry meanwhile. The note now contains both."
            self.app.notify(message, severity="warning")
        self.dismiss(None)

    def action_close(self) -> None:
        self._keep(again=False)
        if self.text.text != self._kept:
            key = next(key_label(command, self.app) for command in APP if command.id == "note")
            message = f"What you typed is kept until you quit pctui; {key} continues it."
            self.app.notify(message, title="The draft could not be saved to your file", severity="warning")
        self._reload()
        self.dismiss(None)

    def action_revert(self) -> None:
        self.text.load_text(self._writing.saved)

    def on_unmount(self) -> None:
        self._keep(again=False)  # also if the program is terminated meanwhile

    def _reload(self) -> None:
        try:
            self._writing.notes.load()
        except PctuiError as error:
            self.app.notify(error.message, severity="warning", markup=False)
