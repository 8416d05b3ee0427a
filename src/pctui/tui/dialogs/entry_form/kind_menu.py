"""The menu in which the kind of a new entry is picked by its letter, or a draft that was left is continued."""

from __future__ import annotations

import inspect

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from ....authoring.form import letters
from ....kinds.registry import KINDS
from ....model import Row
from ....page import kind_name
from ....reader.entry_drafts import EntryDraft
from ...commands import bindings
from ...dismissal import Dialog
from ...remapping import key_label
from ...widgets.list_view import RowList
from ...widgets.rows import Rows
from .keys import KIND_MENU

WRITTEN = tuple(name for name in KINDS if name != "document")  # a document is added as a file
_DRAFTS = 9  # that are listed, each with a digit


class KindMenu(Dialog[str | EntryDraft | None]):
    """The kinds, each with a letter, after the drafts, each with a digit; the result is one of them."""

    BINDINGS = bindings(KIND_MENU)
    DEFAULT_CSS = """
    KindMenu { align: center middle; background: $background 60%; }
    KindMenu:ansi { background: ansi_default; }
    #kind-box {
      width: 90%; max-width: 76; height: auto; max-height: 100%;
      border: round $accent; border-title-color: $accent; background: $background; padding: 0 1;
    }
    #kind-keys { height: 1; color: $foreground 70%; text-overflow: ellipsis; text-wrap: nowrap; }
    """

    def __init__(self, drafts: list[EntryDraft]) -> None:
        super().__init__()
        self._drafts = drafts[:_DRAFTS]
        self._discarded: list[str] = []
        self._letters = letters(WRITTEN)

    def compose(self) -> ComposeResult:
        with Vertical(id="kind-box") as box:
            box.border_title = "A new entry: of which kind?"
            rows = RowList(id="kind-rows", when=1)
            rows.can_focus = False  # its keys are letters, too
            yield rows
            keys = [
                command for command in KIND_MENU if command.footer and (self._drafts or command.id != "kind.discard")
            ]
            yield Static(
                "  ".join(f"{key_label(key, self.app)} {key.label}" for key in keys), id="kind-keys", markup=False
            )

    def on_mount(self) -> None:
        self._show()

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def discarded(self) -> list[str]:
        """The drafts that were discarded, by their writers."""
        return self._discarded

    def _show(self) -> None:
        rows = [
            Row(
                f"{n}",
                "draft",
                f"Continue: {d.about}"
                if d.about
                else f"Continue the {kind_name(d.kind).lower()} “{d.title or 'without a title'}”",
                when=f"{n}",
            )
            for n, d in enumerate(self._drafts, 1)
        ]
        rows += [
            Row(name, "kind", f"{kind_name(name)}: {_about(name)}", when=letter)
            for name, letter in self._letters.items()
        ]
        self.rows.styles.height = len(rows)
        self.rows.show(Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]))

    def on_key(self, event: events.Key) -> None:
        if event.character and (chosen := self._by_key(event.character)):
            event.stop()
            self.dismiss(chosen)

    def _by_key(self, character: str) -> str | EntryDraft | None:
        if character.isdigit():
            number = int(character) - 1
            return self._drafts[number] if 0 <= number < len(self._drafts) else None
        return next((name for name, letter in self._letters.items() if letter == character), None)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        if row := self.rows.current:
            self.dismiss(self._by_key(row.slug) if row.slug.isdigit() else row.slug)

    def action_move(self, by: int) -> None:
        self.rows.action_move(by)

    def action_discard(self) -> None:
        row = self.rows.current
        if row and row.slug.isdigit():
            self._discarded.append(self._drafts.pop(int(row.slug) - 1).writer)
            self._show()

    def action_close(self) -> None:
        self.dismiss(None)


def _about(kind: str) -> str:
    """Return the first sentence of what a kind says of itself."""
    text = " ".join((inspect.getdoc(KINDS[kind].struct) or "").replace("`", "").split())
    return text.partition(".")[0][:1].lower() + text.partition(".")[0][1:]
