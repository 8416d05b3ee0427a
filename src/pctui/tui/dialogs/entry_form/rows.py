"""A field of the form: its label, the box to type into, and below it how that is read or what is wrong with it."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from ....authoring.filling import Offer
from ....authoring.form import CHOICE, MAPPING, TERMS, TEXT, FormField
from ....text import clean
from ....widths import shorten
from ...theme import roles
from ...widgets.line_input import LineInput
from ..note import Text

LABEL = 20  # columns of the label, with the blank after it
_DIGITS = "123456789"


class LineBox(LineInput):
    """A line to type into. In an empty one, a digit takes a value that is offered, where no number can be typed."""

    row: FieldRow

    def on_key(self, event: events.Key) -> None:
        if event.key in _DIGITS and self.row.picked_by_number:
            self.row.post_message(FieldRow.Picked(self.row, int(event.key) - 1))
            event.stop()
            event.prevent_default()
        elif event.key == "right" and not self.value and self.row.suggestion:
            event.stop()
            event.prevent_default()
            self.row.post_message(FieldRow.Picked(self.row, 0))

    def on_paste(self, event: events.Paste) -> None:
        """Put all lines into the one that there is; Textual's own would take the first and drop the others."""
        event.stop()
        event.prevent_default()
        self.replace(" ".join(clean(event.text).split()), *self.selection)


class ProseBox(Text):
    """A text of several lines, of which Enter ends the last.

    Of a mapping each line counts: Enter begins another, and leaves one that is empty. At the beginning of a line, its
    keys are offered.
    """

    row: FieldRow

    def on_key(self, event: events.Key) -> None:
        row, at_key = self.row, self.row.field.type == MAPPING and ":" not in self.row.typed.rpartition("\n")[2]
        if event.key == "enter" and (at_key or row.field.type != MAPPING):
            row.post_message(FieldRow.Entered(row))
        elif at_key and event.key in ("up", "down") and row.offers:
            row.post_message(FieldRow.Looked(row, 1 if event.key == "down" else -1))
        elif at_key and event.key in _DIGITS and row.picked_by_number:
            row.post_message(FieldRow.Picked(row, int(event.key) - 1))
        else:
            return
        event.stop()
        event.prevent_default()


class FieldRow(Widget):
    """A field: what is typed is taken at once by the form, which shows what it makes of it."""

    DEFAULT_CSS = """
    FieldRow { height: auto; layout: vertical; }
    FieldRow Input, FieldRow Input:focus, FieldRow TextArea, FieldRow TextArea:focus {
      width: 1fr; margin: 0 0 0 20; padding: 0; border: none; background: $panel; color: $foreground;
    }
    FieldRow Input { height: 1; }
    FieldRow TextArea { height: auto; min-height: 1; max-height: 4; scrollbar-size-vertical: 1; }
    """
    boxes: ClassVar[dict[str, type[Widget]]] = {TEXT: ProseBox, MAPPING: ProseBox}

    class Typed(Message):
        """Something was typed in a field."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    class Entered(Typed):
        """Enter was pressed in a field."""

    class Moved(Typed):
        """The cursor moved in a mapping, of which other keys may be offered there."""

    class Looked(Message):
        """The cursor is to move on the values that are offered."""

        def __init__(self, row: FieldRow, by: int) -> None:
            super().__init__()
            self.row = row
            self.by = by

    class Picked(Message):
        """A value was picked by its number; if none has it, the number itself is typed."""

        def __init__(self, row: FieldRow, number: int) -> None:
            super().__init__()
            self.row = row
            self.number = number

    def __init__(self, field: FormField, text: str) -> None:
        super().__init__()
        self.field = field
        self.suggestion: Offer | None = None
        self.offers: list[Offer] = []
        self._note = ("", "")  # the line below the box, and its role
        self.box: LineBox | ProseBox
        if field.type in (TEXT, MAPPING):
            self.box = ProseBox(text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        else:
            # What is typed into a box with a value that was picked replaces it.
            replaced = field.type in (CHOICE, TERMS) and not field.many
            self.box = LineBox(text, compact=True, select_on_focus=replaced)
        self.box.row = self

    def compose(self) -> ComposeResult:
        yield self.box

    def on_mount(self) -> None:
        if isinstance(self.box, ProseBox):
            self.box.move_cursor(self.box.document.end)

    @property
    def text(self) -> str:
        return self.box.value if isinstance(self.box, Input) else self.box.text

    @property
    def typed(self) -> str:
        """The text up to the cursor in a mapping; elsewhere all of it."""
        if isinstance(self.box, ProseBox) and self.field.type == MAPPING:
            return self.box.get_text_range((0, 0), self.box.cursor_location)
        return self.text

    def take(self, typed: str) -> None:
        """Put another text in the place of what is typed up to the cursor."""
        rest = self.text[len(self.typed) :]
        self.fill(typed + rest)
        if rest and isinstance(self.box, ProseBox):
            self.box.move_cursor((typed.count("\n"), len(typed.rpartition("\n")[2])))

    def fill(self, text: str) -> None:
        """Show another text in the box."""
        self.refresh()
        if text == self.text:
            return
        if isinstance(self.box, Input):
            self.box.value = text
            self.box.cursor_position = len(text)
        else:
            self.box.load_text(text)
            self.box.move_cursor(self.box.document.end)

    @property
    def picked_by_number(self) -> bool:
        """Whether a digit picks a value: only where it is not typed."""
        return self.field.type in (CHOICE, TERMS, MAPPING) and not self.field.parted(self.typed)[1]

    def insert(self, text: str) -> None:
        """Put a text in at the cursor."""
        if isinstance(self.box, Input):
            self.box.replace(text, *self.box.selection)
        else:
            self.box.insert(text)

    def suggest(self, offer: Offer | None) -> None:
        """Show in the empty box what is suggested for it."""
        self.suggestion = offer
        if isinstance(self.box, LineBox):
            self.box.placeholder = "  ← ".join(filter(None, (offer.value, offer.why))) if offer else ""

    def say(self, text: str, role: str = "muted") -> None:
        """Show a line below the box; none if it is empty."""
        if (text, role) == self._note:
            return
        had, self._note = bool(self._note[0]), (text, role)
        if had != bool(text):
            self.box.styles.margin = (0, 0, 1 if text else 0, LABEL)
        self.refresh()

    def on_descendant_focus(self) -> None:
        self.refresh()  # its label shows where one is

    def on_descendant_blur(self) -> None:
        self.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.refresh()  # whether it is still empty
        self.post_message(self.Typed(self))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.refresh()
        self.post_message(self.Typed(self))

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        if self.field.type == MAPPING:
            self.post_message(self.Moved(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered(self))

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        if y == 0:
            label = shortened(self.field.label, LABEL - 3)
            here = "strong" if self.has_focus_within else "label"
            parts = [(label, here), (" *" if self.field.required and not self.text.strip() else "", "warn")]
        elif self._note[0] and y == self.size.height - 1:
            parts = [(" " * LABEL, ""), (shorten(self._note[0], width - LABEL), self._note[1])]
        else:
            parts = []
        strip = Strip([Segment(text, base + styles[role]) for text, role in parts if text])
        return strip.adjust_cell_length(width, base)


def shortened(label: str, width: int) -> str:
    """Return the label of a field of a mapping with the name of the field whole: `People…: mean`, `Outc… 2: text`."""
    heading, colon, own = label.rpartition(": ")
    if len(label) <= width or not colon:
        return shorten(label, width)
    name, blank, number = heading.rpartition(" ") if heading[-1].isdigit() else (heading, "", "")
    end = f"{blank}{number}: {own}"
    return shorten(f"{shorten(name, max(1, width - len(end)))}{end}", width)
