"""The question before an entry is deleted, with what refers to it, and what would become of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from ....model import Reference, Row
from ....page import kind_name
from ....text import number_of
from ...commands import bindings
from ...dismissal import Dialog
from ...remapping import key_label
from ...widgets.list_view import RowList
from ...widgets.rows import Rows
from .keys import DELETION

if TYPE_CHECKING:
    from ....authoring.removing import Referring

_SHOWN = 10  # entries at once


class Deletion(Dialog[bool | Reference]):
    """The question; the result is True to delete the entry, or one that refers to it, to open that.

    What refers to it is deleted with it. While an entry that refers to it cannot be without that, it stays.
    """

    BINDINGS = bindings(DELETION)
    DEFAULT_CSS = """
    Deletion { align: center middle; background: $background 60%; }
    Deletion:ansi { background: ansi_default; }
    #deletion-box {
      width: 90%; max-width: 76; height: auto; max-height: 100%;
      border: round $accent; border-title-color: $accent; background: $background; padding: 0 1;
    }
    #deletion-about { height: auto; margin: 0 0 1 0; }
    #deletion-what { height: auto; margin: 1 0 0 0; }
    #deletion-keys { height: 1; margin: 1 0 0 0; color: $foreground 70%; }
    """

    def __init__(self, entry: Reference, referring: Sequence[Referring], file: str) -> None:
        super().__init__()
        self._entry = entry
        self._referring = list(referring)
        self._file = file

    def compose(self) -> ComposeResult:
        count, bound = len(self._referring), len(self._bound)
        what = f"{kind_name(self._entry.kind)} “{self._entry.title}”"
        entries = number_of(count, "entry")
        refer = f"{entries} {'refers' if count == 1 else 'refer'}"
        if bound:
            cannot = "which cannot do without it" if count == bound else f"{bound} of which cannot do without it"
            about = f"{what} stays, because {refer} to it, {cannot}. Change or delete these first:"
        elif count:
            about = f"{what} will be deleted from {self._file}, and so will what refers to it in {entries}:"
        else:
            about = f"{what} will be deleted from {self._file}. Nothing refers to it."
        with Vertical(id="deletion-box") as box:
            box.border_title = "Delete an entry"
            yield Static(about, id="deletion-about", markup=False)
            rows = RowList(id="deletion-rows")
            rows.can_focus = False
            rows.display = bool(count)
            rows.styles.height = min(count, _SHOWN)
            yield rows
            if count:
                yield Static("", id="deletion-what", markup=False)
            keys = [key for key in DELETION if key.footer and (key.action != "delete" or not bound)]
            keys = [key for key in keys if key.action != "open" or count]
            yield Static(
                "  ".join(f"{key_label(key, self.app)} {key.label}" for key in keys), id="deletion-keys", markup=False
            )

    def on_mount(self) -> None:
        rows = [
            Row(e.slug, e.kind, f"{'✗ ' if e.wrong else ''}{kind_name(e.kind)}: {e.title}") for e in self._referring
        ]
        self.query_one(RowList).show(Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide deleting while an entry cannot do without this one."""
        return bool(self._referring) if action == "open" else action != "delete" or not self._bound

    @property
    def _bound(self) -> list[Referring]:
        """The entries that cannot do without the one that is deleted."""
        return [each for each in self._referring if each.wrong]

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        if row := self.query_one(RowList).current:
            each = next(each for each in self._referring if each.slug == row.slug)
            what = "; ".join(each.losses) + (f"; but then {each.wrong}" if each.wrong else "")
            self.query_one("#deletion-what", Static).update(what)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_open()

    def action_move(self, by: int) -> None:
        self.query_one(RowList).action_move(by)

    def action_open(self) -> None:
        if row := self.query_one(RowList).current:
            each = next(each for each in self._referring if each.slug == row.slug)
            self.dismiss(Reference(each.slug, each.kind, each.title))

    def action_delete(self) -> None:
        self.dismiss(True)

    def action_close(self) -> None:
        self.dismiss(False)
