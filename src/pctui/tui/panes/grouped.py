"""The base of the panes over grouped lists: groups that fold, and a filter for marked entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.markup import escape

from ...model import MARKED, MARKS, NOTED, Annotation, Reference, Row, mark_words
from ...page import Block, Heading, Prose, Run
from ...queries.lists import View
from ..commands import APP, FOLDING, GROUPED, Command, bindings
from ..pane import ListPane
from ..remapping import key_label
from ..widgets.list_view import RowList
from ..widgets.rows import Rows
from .narrowed import Narrowed

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader

# What `M` steps through: the name of each choice, and its words in messages.
ONLY = {
    "all": "",
    MARKED: "marked entries",
    **{mark: f"entries marked {mark_words(mark)}" for mark in MARKS},
    NOTED: "entries with a note *",
}


def chosen(annotations: Mapping[str, Annotation], only: str) -> frozenset[str] | None:
    """Return the slugs that a choice of `ONLY` keeps; None for all."""
    if only == "all":
        return None
    return frozenset(slug for slug, annotation in annotations.items() if annotation.is_one(only))


_FOLDING = ("fold", "unfold", "fold_all")


def _key(name: str, pane: Narrowed) -> str:
    """Return the name of the key of a command, as the reader's settings have it."""
    return next(key_label(command, pane.app) for command in [*GROUPED, *APP] if command.id == name)


class FoldingPane(Narrowed):
    """A pane over grouped lists whose groups fold. SQL folds them, so that a list stays a window over its rows."""

    BINDINGS = bindings(FOLDING)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self._folded: dict[str, View] = {}  # by list: a pane may have several, or one grouped in several ways
        self._folded_at: dict[str, str] = {}  # by heading, the entry under the cursor when the group was folded

    def grouped(self) -> tuple[RowList, str] | None:
        """Return the list in view whose groups fold, and its name in the store; None if there is none."""
        raise NotImplementedError

    def view_of(self, name: str) -> View:
        """Return how a list is folded and narrowed."""
        return self.arranging(self._folded.get(name, View()), name)

    @property
    def narrowed_list(self) -> str:
        found = self.grouped()
        return found[1] if found else super().narrowed_list

    def narrowed_rows(self) -> RowList | None:
        found = self.grouped()
        return found[0] if found else None

    def place_of(self, row: int) -> tuple[int, int] | None:
        if (found := self.grouped()) is None:
            return None
        listed = self.store.grouped(found[1], self.view_of(found[1]))
        place = listed.place_of(row)
        return None if place is None else (place + 1, listed.entries)

    def folding(self, name: str) -> Rows:
        """Return the rows of a list as it is folded and narrowed now."""
        store, view = self.store, self.view_of(name)
        return Rows(
            lambda: store.count(name, view=view), lambda offset, limit: store.rows(name, offset, limit, view=view)
        )

    def reveal(self, slug: str) -> None:
        """Unfold a group of an entry in the list in view, unless it can be seen in another."""
        if (found := self.grouped()) is None:
            return
        rows, name = found
        view = self.view_of(name)
        headings = self.store.grouped(name, view).groups_of(slug)
        if headings and all(map(view.folds, headings)):
            self._toggle(rows, name, headings[0], at=slug)

    def _toggle(self, rows: RowList, name: str, heading: str, *, at: str | None = None) -> None:
        """Fold a group, or unfold it and put the cursor on the entry `at`, or else on the one that it was on."""
        view = self._folded.get(name, View())
        self._folded[name] = replace(view, folded=view.folded ^ {heading})
        self._refill(rows, name, heading, at)

    def _refill(self, rows: RowList, name: str, heading: str, at: str | None = None) -> None:
        """Show the rows again, keeping the heading on the same line of the screen if possible."""
        current, view = rows.current, self.view_of(name)
        top = rows.scroll_offset.y
        line = next((y for y in range(rows.size.height) if (row := rows.row(top + y)) and row.title == heading), 0)
        if current and not current.heading:
            self._folded_at[heading] = current.slug
        place = self.store.position(name, "", view=view, heading=heading) or 0
        target = place
        if not view.folds(heading):
            at = at or self._folded_at.get(heading)
            target = (self.store.position(name, at, view=view) if at else None) or place + 1
        rows.show(self.folding(name), target, line=line + target - place)

    def numbered(self, number: int) -> int:
        """Return the row of the entry `number` of the list in view, from 1."""
        found = self.grouped()
        return self.store.grouped(found[1], self.view_of(found[1])).row_of(number) if found else number - 1

    def _current(self) -> tuple[RowList, str, str] | None:
        """Return the list in view, its name, and the heading that its cursor is under."""
        if (found := self.grouped()) is None or found[0].current is None:
            return None
        heading = self.store.grouped(found[1], self.view_of(found[1])).heading_at(found[0].cursor)
        return None if heading is None else (*found, heading)

    def action_fold(self) -> None:
        if current := self._current():
            self._toggle(*current)

    action_unfold = action_fold

    def action_fold_all(self) -> None:
        if current := self._current():
            view = self._folded.get(current[1], View())
            self._folded[current[1]] = View(others=not view.folded and not view.others)
            self._refill(*current)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Fold or unfold the group of a heading that is opened; the screen opens entries."""
        if event.row and event.row.heading and (found := self.grouped()):
            event.stop()
            self._toggle(*found, event.row.title)

    def heading_selected(self, row: Row) -> None:
        """Show how many entries a folded group has, and the key that unfolds it."""
        self.shown = None
        count = f"{row.side} {'entry' if row.side == '1' else 'entries'}, folded."
        self.page.show(
            [
                Heading(1, row.title),
                Prose((Run(count, "muted"), Run(f" {_key('list.unfold', self)} unfolds the group."))),
            ]
        )
        self.screen.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow folding only while the list has the focus."""
        if action in _FOLDING:
            found = self.grouped() if self.is_mounted else None
            row = found[0].current if found and found[0].has_focus else None
            # The cursor is on a heading only if its group is folded.
            return row is not None and (action == "fold_all" or row.heading == (action == "unfold"))
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """Say why nothing folds here, if it is not that another part has the focus."""
        if action in _FOLDING and self.is_mounted:
            found = self.grouped()
            if found is None:
                return "This view has no groups to fold."
            if found[0].current is None:
                return "The list is empty."
            if found[0].has_focus:
                folded = found[0].current.heading
                key = _key("list.unfold" if folded else "list.fold", self)
                return (
                    f"This group is folded: {key} unfolds it."
                    if folded
                    else f"This group is not folded: {key} folds it."
                )
        return super().why_not(action)


class GroupedPane(FoldingPane, ListPane):
    """A pane over one grouped list, which can be narrowed to the entries that the reader has marked."""

    COMMANDS: ClassVar[list[Command]] = GROUPED
    BINDINGS = bindings(GROUPED[len(FOLDING) :])
    ORPHANS: ClassVar[bool] = False  # whether to list annotated entries that are no longer in the corpus

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self.only = "all"
        self._marked: tuple[Reference, ...] = ()
        self._kept: frozenset[str] | None = None
        self._last_shown: str | None = None  # the entry shown before the list was empty

    def grouped(self) -> tuple[RowList, str] | None:
        return self.rows, self.list_name

    def view_of(self, name: str) -> View:
        return replace(super().view_of(name), only=self._kept, marked=self._marked)

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        self._last_shown = self.shown or self._last_shown
        super().row_moved(rows, row)

    @property
    def list_view(self) -> View:
        return self.view_of(self.list_name)

    def fill(self, at: str | None = None) -> None:
        self._show_marked()
        super().fill(at)

    def show_list(self) -> None:
        self.fill(self.shown or self._last_shown)

    def empty_page(self) -> Sequence[Block]:
        return [] if self._why else super().empty_page()  # the message is in the list

    @property
    def only_marked(self) -> str:
        return "" if self.only == "all" else self.only

    def _show_marked(self) -> None:
        """Apply the reader's current marks and notes to the list and its title."""
        annotations = self.notes.known
        self._marked = tuple(annotation.entry for annotation in annotations.values()) if self.ORPHANS else ()
        self._kept = chosen(annotations, self.only)
        rows = self.rows
        rows.folds, rows.row_of = True, self.numbered
        filtered = self.only != "all"
        rows.set_class(filtered, "-filtered")
        title = f"Showing {ONLY[self.only]} only ({_key('list.marked', self)}: next)"
        rows.border_title = escape(title) if filtered else ""
        rows.empty = f"No {ONLY[self.only]}." if filtered else self._why or self.EMPTY

    def action_only(self) -> None:
        names = list(ONLY)
        self.only = names[(names.index(self.only) + 1) % len(names)]
        self.load_notes()
        self.fill(self.shown)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow narrowing to marked entries only while the list has the focus."""
        if action == "only":
            return self.is_mounted and self.rows.has_focus and (bool(self.notes.known) or self.only != "all")
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """Say that marked entries are shown in the list, if there are any."""
        if action == "only" and self.notes.known:
            return f"The list is narrowed from the list: {_key('pane.next', self)} goes there."
        return super().why_not(action)

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        self.reveal(slug)
        return super().go_to(slug, mark)
