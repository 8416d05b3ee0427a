"""The organisations pane: forms and bodies as a list or as a lineage, with the page of the selected one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from ....model import Lineage, Row
from ....page.lineage import NONE
from ....queries.lineage import dated_year, near, whole
from ....text import one_line
from ...commands import GROUPED, LIST, NARROWING, Command, bindings
from ...dialogs.compare import COMPARE, ComparePane
from ...widgets.list_status import ListStatus
from ...widgets.list_view import RowList
from ...widgets.page import Page
from ...widgets.view_bar import ViewBar
from ...years import years
from ..grouped import GroupedPane
from ..views import ViewsPane
from .lineage_rows import LEGEND
from .lineage_view import LINEAGE, LineagePart, LineageView

if TYPE_CHECKING:
    from ....queries.store import Store
    from ....reader.copies import Reader

ORGANISATIONS = [
    ViewsPane.command("organisations", "Show the next view: the list, or the lineage of all organisations"),
]


class OrganisationsPane(ViewsPane, ComparePane, GroupedPane):
    """Forms and bodies."""

    NAME = "organisations"
    VIEWS = MappingProxyType({"list": "List", "lineage": "Lineage"})
    SIDE = 40
    HELP_TEXT = (
        "The organisational forms and the named bodies: how many people they covered, whether participation was "
        "voluntary, their purpose, predecessors and successors. The lineage shows how all of them are linked by "
        "changes, in chronological order, with each organisation and each change on a line of its own. Up and down "
        "move by row, left and right follow the changes. The line below says in words what is under the cursor."
    )
    LEGEND = LEGEND
    COMMANDS = [*ORGANISATIONS, *COMPARE, *NARROWING, *GROUPED]
    BINDINGS = bindings(ORGANISATIONS)
    DEFAULT_CSS = """
    OrganisationsPane LineagePart { display: none; }
    OrganisationsPane.-lineage LineagePart { display: block; }
    OrganisationsPane.-lineage #list-organisations { display: none; }
    """

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self._beside: str | None = None  # the row under the cursor while the page shows an entry that is not there

    def compose(self) -> ComposeResult:
        bar = ViewBar(self.VIEWS, "organisations-views")
        with Container(id="organisations-left", classes="left-part"):
            yield bar
            with Container(id=f"list-{self.NAME}", classes="list-part"):
                yield RowList(side=self.SIDE, brief=years, empty=self.EMPTY, id=f"rows-{self.NAME}")
                yield ListStatus()
            yield LineagePart("lineage", self.SIDE, years, bar)
        yield Page(id=f"page-{self.NAME}")

    def on_mount(self) -> None:
        super().on_mount()
        self.lineage.notes, self.lineage.follower = self.notes, self.row_moved
        self.rows.picked = self.lineage.picked = self.picks
        self.query_one(ViewBar).show(self.view)

    @property
    def drawn(self) -> bool:
        """Whether the lineage is in view instead of the list."""
        return self.view == "lineage"

    @property
    def lineage(self) -> LineageView:
        return self.query_one(LineageView)

    @property
    def main(self) -> Widget:
        return self.lineage if self.drawn else self.rows

    @property
    def movement_commands(self) -> list[Command]:
        return LINEAGE if self.drawn else LIST

    def own_order(self) -> str:
        return "in groups"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to filter and sort only the list, not the lineage."""
        if self.drawn and action in ("filter", "clear_filter", "drop", "sort"):
            return False
        return super().check_action(action, parameters)

    def action_pick(self) -> None:
        super().action_pick()
        self.query_one(LineagePart).explain()

    def turn_to(self, view: str) -> None:
        if view == self.view:
            return
        if not self.drawn and self.rows.current and self.rows.current.heading:
            self.action_unfold()  # a group has no lineage
        self.view = view
        self.set_class(self.drawn, "-lineage")
        self.query_one(ViewBar).show(view)
        if self.drawn:
            row = self.rows.current
            self._draw(self.shown or (row.slug if row else ""))
            self.query_one(LineagePart).call_after_refresh(self.query_one(LineagePart).count)

    async def reload(self) -> None:
        await super().reload()
        if self.drawn:
            here = [slug for slug in (self.shown, self.lineage.current and self.lineage.current.slug) if slug]
            gone = self.store.missing(here)
            first = (node.slug for node in whole(self.store).organisations)
            if slug := next((slug for slug in (*here, *first) if slug not in gone), None):
                self._draw(slug)
            else:
                self.turn_to("list")

    def follow(self) -> None:
        """Keep to the entry on the page, in the list as in the lineage."""
        row = self.rows.current
        if not self.drawn and not (self.shown and super().go_to(self.shown)) and row and row.slug:
            self.show(row.slug)

    def carry(self, slug: str) -> bool:
        return slug in self.lineage if self.drawn else super().go_to(slug)

    def _draw(self, slug: str) -> str | None:
        """Draw the lineage with the cursor on what an entry is about; return its slug, None if that is not there."""
        at = near(self.store, slug)
        found = whole(self.store, at.slug if at else None)
        about = at is not None and at.about
        cursor = at.slug if at else self._nearest(found, slug)
        self._beside = None if about else cursor
        self.query_one(LineagePart).draw(found, cursor, "" if about else self._notice(found, slug, cursor))
        return cursor if about else None

    def _nearest(self, found: Lineage, slug: str) -> str:
        """Return the organisation that started nearest to the date of an entry; the first, if that has none."""
        own = dated_year(self.store, slug)
        first = found.organisations[0].slug if found.changes else ""
        if own is None:
            return first
        apart = {node.slug: abs(int(node.start[:4]) - own) for node in found.organisations if node.start}
        return min(apart, key=apart.__getitem__, default=first)

    def _notice(self, found: Lineage, slug: str, nearest: str) -> str:
        """Return why an entry is not in the lineage, and what is nearest to it."""
        if not found.changes:
            return NONE
        title = one_line(self.store.reference(slug).title)
        return f"{title}: {NONE[0].lower()}{NONE[1:]} Nearest with a lineage: {one_line(found.title(nearest))}."

    def open_lineage(self, slug: str) -> None:
        """Show the lineage, and on it what an entry of any kind is about."""
        if not self.drawn:
            self.turn_to("lineage")
        at = self._draw(slug)
        self.show(at or slug)

    def take_over(self, slug: str) -> None:
        """Select it in the view that is open."""
        if self.drawn:
            if (at := near(self.store, slug)) and at.about:
                self._draw(slug)
                self.show(at.slug)
        else:
            super().take_over(slug)

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        if rows is not self.lineage:
            super().row_moved(rows, row)
            return
        self.query_one(LineagePart).follow()
        if row and row == rows.current and row.slug not in (self.shown, self._beside):
            self._beside = None
            self.query_one(LineagePart).drop_notice()
            self.show(row.slug)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Show the row that is opened, if the page has another entry; the screen focuses it."""
        if event.rows is self.lineage and event.row and event.row.slug != self.shown:
            self._beside = None
            self.show(event.row.slug)

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Select the entry in the lineage if that is drawn and has it, else in the list."""
        if self.drawn and slug in self.lineage:
            self.lineage.go_to(slug)
            self.show(slug, mark)
            return True
        if self.place(slug) is None and not self.store.grouped(self.list_name).groups_of(slug):
            return False
        self.turn_to("list")
        return super().go_to(slug, mark)
