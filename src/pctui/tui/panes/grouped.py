"""What the panes over grouped lists share: groups that fold, and showing only what the reader has marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.markup import escape

from ...model import MARKS, Annotation, Reference, Row
from ...page import Heading, Prose, Run
from ...page.notes import mark_words
from ...queries.lists import View
from ..commands import FOLDING, GROUPED, Command, bindings
from ..keymap import shown
from ..pane import ListPane, Pane
from ..widgets.list_view import RowList, Rows

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader

# What `M` goes through, and how each is worded.
ONLY = {
    "all": "",
    "marked": "marked",
    **{mark: f"marked {mark_words(mark)}" for mark in MARKS},
    "noted": "with a note *",
}


def chosen(annotations: Mapping[str, Annotation], only: str) -> frozenset[str] | None:
    """The slugs that a filter leaves; None for all."""
    if only == "all":
        return None
    return frozenset(
        slug
        for slug, annotation in annotations.items()
        if annotation.mark == only
        or (only == "marked" and annotation.mark)
        or (only == "noted" and (annotation.note or annotation.draft is not None))
    )


def _key(name: str, pane: Pane) -> str:
    """The key of one of the commands, as the reader's settings have it."""
    return next(shown(command, pane.app) for command in GROUPED if command.id == name)


class Folding(Pane):
    """A pane over grouped lists, whose groups fold. That is SQL's affair: a list stays a window over its rows."""

    BINDINGS = bindings(FOLDING)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self._folded: dict[str, View] = {}  # by list: a pane may have several, or one grouped in several ways
        self._left: dict[str, str] = {}  # the entry that the cursor was on when its group was folded

    def grouped(self) -> tuple[RowList, str] | None:
        """The list in view whose groups fold, and what the store calls it."""
        raise NotImplementedError

    def looked(self, name: str) -> View:
        """How a list is looked at."""
        return self._folded.get(name, View())

    def folding(self, name: str) -> Rows:
        """The rows of a list as it is looked at now."""
        store, view = self.store, self.looked(name)
        return Rows(
            lambda: store.count(name, view=view), lambda offset, limit: store.rows(name, offset, limit, view=view)
        )

    def reveal(self, slug: str) -> None:
        """Unfold the group of an entry in the list in view."""
        if (found := self.grouped()) is None:
            return
        rows, name = found
        view = self.looked(name)
        heading = self.store.group(name, slug, view) if view.only is None or slug in view.only else None
        if heading is not None and view.folds(heading):
            self._toggle(rows, name, heading, at=slug)

    def _toggle(self, rows: RowList, name: str, heading: str, *, at: str | None = None) -> None:
        """Fold the group, or unfold it and put the cursor on the entry `at` or the one that it was on."""
        view = self._folded.get(name, View())
        self._folded[name] = replace(view, folded=view.folded ^ {heading})
        self._refill(rows, name, heading, at)

    def _refill(self, rows: RowList, name: str, heading: str, at: str | None = None) -> None:
        """Show the rows anew, the heading staying on the line where it was where that can be."""
        current, view = rows.current, self.looked(name)
        top = rows.scroll_offset.y
        line = next((y for y in range(rows.size.height) if (row := rows.row(top + y)) and row.title == heading), 0)
        if current and not current.heading:
            self._left[heading] = current.slug
        place = self.store.position(name, "", view=view, heading=heading) or 0
        target = place
        if not view.folds(heading):
            at = at or self._left.get(heading)
            target = (self.store.position(name, at, view=view) if at else None) or place + 1
        rows.show(self.folding(name), target, line=line + target - place)

    def _current(self) -> tuple[RowList, str, str] | None:
        """The list in view, its name, and the heading that its cursor is under."""
        if (found := self.grouped()) is None or (row := found[0].current) is None:
            return None
        heading = row.title if row.heading else self.store.group(found[1], row.slug, self.looked(found[1]))
        return None if heading is None else (*found, heading)

    def action_fold(self) -> None:
        if current := self._current():
            self._toggle(*current)

    def action_fold_all(self) -> None:
        if current := self._current():
            view = self._folded.get(current[1], View())
            self._folded[current[1]] = View(others=not view.folded and not view.others)
            self._refill(*current)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """A heading that is opened folds or unfolds its group; an entry is the screen's affair."""
        if event.row and event.row.heading and (found := self.grouped()):
            event.stop()
            self._toggle(*found, event.row.title)

    def headed(self, row: Row) -> None:
        """The cursor came to the heading of a folded group."""
        self.shown = None
        count = f"{row.side} {'entry' if row.side == '1' else 'entries'}, folded away."
        self.page.show(
            [Heading(1, row.title), Prose((Run(count, "muted"), Run(f" {_key('list.fold', self)} unfolds the group.")))]
        )
        self.screen.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Fold while it is the list that is walked."""
        if action in ("fold", "fold_all"):
            found = self.grouped() if self.is_mounted else None
            return found is not None and found[0].has_focus and found[0].current is not None
        return super().check_action(action, parameters)


class GroupedPane(Folding, ListPane):
    """A pane over one grouped list, narrowed to what the reader has marked where that is asked for."""

    COMMANDS: ClassVar[list[Command]] = GROUPED
    BINDINGS = bindings(GROUPED[len(FOLDING) :])
    ORPHANS: ClassVar[bool] = False  # whether what is no longer in the corpus stands here

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self.only = "all"
        self._marked: tuple[Reference, ...] = ()
        self._chosen: frozenset[str] | None = None

    def grouped(self) -> tuple[RowList, str] | None:
        return self.rows, self.list_name

    def looked(self, name: str) -> View:
        return replace(super().looked(name), only=self._chosen, marked=self._marked)

    @property
    def look(self) -> View:
        return self.looked(self.list_name)

    def fill(self, at: str | None = None) -> None:
        self._narrow()
        super().fill(at)

    def _narrow(self) -> None:
        """See what the reader has marked by now."""
        annotations = self.notes.known
        self._marked = tuple(annotation.entry for annotation in annotations.values()) if self.ORPHANS else ()
        self._chosen = chosen(annotations, self.only)
        rows = self.rows
        rows.folds = True
        filtered = self.only != "all"
        rows.set_class(filtered, "-filtered")
        shows = f"Only {ONLY[self.only]} · {_key('list.marked', self)} shows others"
        rows.border_title = escape(shows) if filtered else ""
        rows.empty = f"Nothing here is {ONLY[self.only]}." if filtered else self.EMPTY

    def action_only(self) -> None:
        names = list(ONLY)
        self.only = names[(names.index(self.only) + 1) % len(names)]
        self.load_notes()
        self.fill(self.shown)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Filter the list while it is the list that is walked."""
        if action == "only":
            return self.is_mounted and self.rows.has_focus and (bool(self.notes.known) or self.only != "all")
        return super().check_action(action, parameters)

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        self.reveal(slug)
        return super().go_to(slug, mark)
