"""The base of every pane: a list (or a drawing) with the page of the selected entry beside it or below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from ..errors import NotFound, PctuiError
from ..model import Citation, Reference, Row
from ..page import Block, Heading, Passages, Prose, Run, listing
from ..page.entry_page import entry_page
from ..page.notes import orphan_blocks, with_annotation
from ..panes import PANES
from ..queries.lists import View
from ..queries.store import WHOLE
from .commands import LIST, Command
from .widgets.list_status import ListLegend, ListStatus
from .widgets.list_view import RowList
from .widgets.page import Page
from .widgets.rows import Rows, Source

if TYPE_CHECKING:
    from ..queries.store import Store
    from ..reader.copies import Reader
    from ..reader.marked import Marked


class _Left(NamedTuple):
    """The reader's place in a view: whether that was in the page, the entry on it, its cursor and its top line."""

    reading: bool
    shown: str | None
    stop: int
    top: float


class Pane(Container):
    """A pane: its name, the commands that it adds, and its help. `shown` is the slug of the entry on its page.

    A pane binds its own commands: `BINDINGS = bindings(COMMANDS)`.
    """

    class Explored(Message):
        """The reader goes on from what the pane began with."""

    NAME: ClassVar[str] = ""
    COMMANDS: ClassVar[list[Command]] = []
    HELP_TEXT: ClassVar[str] = ""
    LEGEND: ClassVar[str] = ""
    PARTS: ClassVar[tuple[str, ...]] = ("list",)  # what can have the whole screen in turn, while the list has the focus

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(id=f"pane-{self.NAME}", classes="pane")
        self.store = store
        self.reader = reader
        self.notes = reader.notes
        self.shown: str | None = None
        self._left: dict[str, _Left] = {}  # by view, where the reader left it
        self._subject: tuple[str, Reference | None] | None = None  # asked at every refresh of the footer

    @property
    def scope(self) -> str:
        """How much the pane shows, as it is kept in the session; '' is what it begins with."""
        return ""

    @scope.setter
    def scope(self, scope: str) -> None:
        """Show so much; what the pane does not know is ignored."""

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    @property
    def main(self) -> Widget:
        """The widget that takes the focus when the pane is entered."""
        return self.query_one(RowList)

    @property
    def movement_commands(self) -> list[Command]:
        """The commands that move the cursor of `main`, for the help."""
        return LIST

    @property
    def entry(self) -> str | None:
        """The slug of the entry on the page; None if the page shows something else."""
        return self.shown

    @property
    def about(self) -> str | None:
        """The slug of what the page is about, if it shows several entries."""
        return self.entry

    @property
    def passage(self) -> Citation | None:
        """The passage at the reader's place, if the page is a document's."""
        return None

    def why_not(self, action: str) -> str:
        """Return why one of the pane's actions can do nothing here; empty if what its command needs says enough."""
        return ""

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        """Called when the cursor of one of the pane's lists has moved to `row`; None in an empty list."""

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.row_moved(event.rows, event.row)

    def blocks(self, slug: str, store: Store) -> Sequence[Block]:
        """Return what the page shows of an entry: as the pane's store has it, or the same without drafts."""
        return entry_page(store, slug).blocks

    def show(self, slug: str, mark: str | None = None) -> None:
        """Show an entry on the page, with the reader's mark and note, whether or not the list has it."""
        first, self.shown = self.shown is None, slug
        self.page.show(self._with_annotation(slug), mark)
        if first:  # some commands need an entry
            self.screen.refresh_bindings()

    def _with_annotation(self, slug: str) -> Sequence[Block]:
        annotation = self.notes.known.get(slug)
        try:
            return with_annotation(self.blocks(slug, self.store), annotation)
        except PctuiError as error:
            if isinstance(error, NotFound) and annotation:
                return with_annotation(list(orphan_blocks(annotation)), annotation)
            return [
                Heading(1, "This entry cannot be shown"),
                Prose((Run(error.message, "warn"),)),
                Prose((Run(error.hint),)),
            ]

    @property
    def subject(self) -> Reference | None:
        """The entry on the page, which a mark or a note would belong to, even if it is no longer in the corpus."""
        if self.entry is None:
            return None
        if self._subject is None or self._subject[0] != self.entry:
            try:
                self._subject = self.entry, self.store.reference(self.entry)
            except PctuiError:
                self._subject = self.entry, None
        annotation = self.notes.known.get(self.entry)
        return self._subject[1] or (annotation.entry if annotation else None)

    @property
    def view_name(self) -> str:
        """Which of the pane's views is in view, if it has several."""
        return ""

    def leave_view(self) -> None:
        """Remember the reader's place, before another view comes to the front."""
        self._left[self.view_name] = _Left(self.has_class("-reading"), self.shown, self.page.stop, self.page.top)

    def enter_view(self) -> None:
        """Go back to the reader's place in the view that has come to the front, if its list is where it was."""
        left = self._left.get(self.view_name)
        if left and left.shown == self.shown:
            self.page.restore(left.stop, left.top)
            if left.reading:
                self.add_class("-reading")
                self.page.focus()

    def load_notes(self) -> None:
        """Read the reader's marks and notes; warn if their file cannot be read, and leave it alone."""
        try:
            self.notes.load()
        except PctuiError as error:
            message = f"{error.message} {error.hint}".strip()
            self.notify(message, title="Your marks and notes are not shown", severity="warning", markup=False)

    def annotated(self, slug: str) -> None:
        """Redraw an entry whose mark or note has changed, wherever it is in view, and keep the reader's place."""
        for rows in self.query(RowList):
            rows.annotated(slug)
        if self.shown == slug:
            stop, top = self.page.stop, self.page.scroll_offset.y
            self.page.show(self._with_annotation(slug))
            self.page.restore(stop, top)

    # When the database has been rebuilt.

    async def rebuilt(self) -> bool:
        """Show what the new database has, at the reader's place; return whether the entry on the page is gone."""
        shown, stop, top = self.shown, self.page.stop, self.page.top
        entry = self.entry
        gone = entry is not None and entry not in self.notes.known and bool(self.store.missing([entry]))
        self._subject = None
        if gone:
            self.shown = None
        lists = [*self.query(RowList)]
        for rows in lists:
            rows.staying = True
        try:
            await self.reload()
        finally:
            for rows in lists:
                rows.staying = False
        if gone:
            self.show_nearest()
        elif shown is not None:
            self.show(shown)
            self.page.restore(stop, top)
        return gone

    async def reload(self) -> None:
        """Show the lists and drawings again; within this, no list moves its cursor to another entry."""
        raise NotImplementedError

    def show_nearest(self) -> None:
        """Show on the page what is under the cursor now."""
        if isinstance(self.main, RowList):
            self.row_moved(self.main, self.main.current)

    # What is exported: as the pane's store has it, or as `store` does, which is the same without drafts.

    def list_blocks(self, marked: Marked, store: Store) -> Iterable[Block]:
        """Return the list as blocks, as it is filtered and grouped, or by mark; the whole section if it is empty."""
        from ..page.marked import rows_by_mark, section
        from ..page.notes import with_annotations

        rows = self.exported_list
        if rows is None or not rows.count:
            return [*section(marked, store, self.NAME), Passages("Passages cited")]
        found = list(self._rows_in(store, rows.all_rows()))
        shown = rows_by_mark(lambda: found, marked.annotations) if marked.by_mark else found
        return with_annotations(listing(store, PANES[self.NAME].title, shown), marked.shown)

    def _rows_in(self, store: Store, rows: Sequence[Row]) -> Iterator[Row]:
        """Yield rows without the entries that `store` does not have but the pane's own has, and headings over none."""
        slugs = [row.slug for row in rows if not row.heading]
        lost = set() if store is self.store else set(store.missing(slugs)) - set(self.store.missing(slugs))
        heading: Row | None = None
        for row in rows:
            if lost and row.heading:
                heading = row
            elif row.slug not in lost:
                if heading:
                    yield heading
                heading = None
                yield row

    @property
    def exported_list(self) -> RowList | None:
        """The list in view, or another one if that is empty."""
        return next((rows for rows in self.query(RowList) if rows.count), None)

    def page_blocks(self, marked: Marked, store: Store) -> Sequence[Block]:
        """Return the page as blocks, with the reader's mark and note only if they are wanted.

        A page of a draft is exported with what it says of others: it is asked for by its name.
        """
        annotation = self.notes.known.get(self.shown or "")
        if self.shown is None or (annotation is None and store is self.store):
            return tuple(self.page.blocks)
        try:
            blocks = self.blocks(self.shown, self.store if self.entry and store.missing([self.entry]) else store)
        except NotFound:
            if annotation is None:
                return tuple(self.page.blocks)
            blocks = list(orphan_blocks(annotation))
        return with_annotation(blocks, marked.shown.get(self.shown))

    @property
    def only_marked(self) -> str:
        """What of the reader's marks the list is narrowed to, as in ONLY; '' if it is not."""
        return ""

    @property
    def only_drafts(self) -> bool:
        """Whether the list is narrowed to drafts, among others."""
        return False

    @property
    def by_mark(self) -> bool:
        """Whether what is in view is a list of entries, which can be divided by mark."""
        return True

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Select an entry in the list and show it; return False if the list does not have it."""
        raise NotImplementedError

    def nothing(self, message: str) -> Sequence[Block]:
        """Return a page that says that there is nothing, and what the pane would have."""
        return [Heading(1, message), Prose((Run(f"{self.HELP_TEXT.partition('. ')[0]}.", "muted"),))]

    def take_over(self, slug: str) -> None:
        """Select an entry that the reader has turned to in another pane, if this one has it in view."""
        self.go_to(slug)


class ListPane(Pane):
    """A pane over one of the store's lists."""

    WHEN: ClassVar[int] = 0
    SIDE: ClassVar[int] = 0
    SIGNS: ClassVar[bool] = False
    EMPTY: ClassVar[str] = "This corpus has no entries of this kind."

    @property
    def list_name(self) -> str:
        return PANES[self.NAME].list_name

    @property
    def list_view(self) -> View:
        """How the list is folded and narrowed."""
        return WHOLE

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    def compose(self) -> ComposeResult:
        with Container(id=f"list-{self.NAME}", classes="list-part"):
            yield from self.list_widgets()
            yield ListStatus()
            if self.SIGNS:
                yield ListLegend(self.LEGEND)
        yield self.make_page()

    def make_page(self) -> Page:
        """Return the page."""
        return Page(id=f"page-{self.NAME}")

    def list_widgets(self) -> ComposeResult:
        """Yield the list."""
        yield RowList(when=self.WHEN, side=self.SIDE, signs=self.SIGNS, empty=self.EMPTY, id=f"rows-{self.NAME}")

    def on_mount(self) -> None:
        self.rows.notes = self.notes
        self.rows.follower = self.row_moved
        self.load_notes()
        self.fill(self.first())

    def first(self) -> str | None:
        """Return the slug of the entry to start at; None for the first of the list."""
        return None

    def fill(self, at: str | None = None) -> None:
        """Fill the list, with the cursor on the entry `at` if the list has it."""
        self.rows.show(self.source(), self.place(at) or 0 if at else 0)

    async def reload(self) -> None:
        self.fill(self.shown)

    def source(self) -> Source:
        """Return the rows of the list in the current view."""
        name, view, store = self.list_name, self.list_view, self.store
        return Rows(
            lambda: store.count(name, view=view), lambda offset, limit: store.rows(name, offset, limit, view=view)
        )

    def place(self, slug: str) -> int | None:
        """Return the index of an entry in the list as it is now; None if it is not there."""
        return self.store.position(self.list_name, slug, view=self.list_view)

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        if row is None:
            self.shown = None
            self.page.show(self.empty_page())
            self.refresh_bindings()
            return
        if row != self.rows.current:
            return  # the cursor has moved on since
        if row.heading:
            self.heading_selected(row)
            return
        if row.slug != self.shown:
            self.show(row.slug)
        self.selected(row)

    def empty_page(self) -> Sequence[Block]:
        """Return what the page shows when the list is empty: that, and what the pane would have."""
        return self.nothing(self.rows.empty)

    def selected(self, row: Row) -> None:
        """Called when the cursor of the list has moved to `row`."""

    def heading_selected(self, row: Row) -> None:
        """Called when the cursor of the list has moved to the heading of a folded group."""

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        place = self.place(slug)
        if place is None:
            return False
        self.rows.move_to(place)
        self.show(slug, mark)
        return True
