"""The organisations pane: forms and bodies as a list or as a lineage, with the page of the selected one."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from ....model import Row
from ....queries.lineage import lineage, organisations_with_lineage
from ...commands import GROUPED, LIST, NARROWING, Command, bindings
from ...dialogs.compare import COMPARE, ComparePane
from ...widgets.list_status import ListStatus
from ...widgets.list_view import RowList
from ...widgets.page import Page
from ...years import years
from ..grouped import GroupedPane
from .lineage_rows import LEGEND
from .lineage_view import LINEAGE, LineagePart, LineageView

ORGANISATIONS = [
    Command(
        "organisations.view",
        "v",
        "view",
        "View",
        "Switch between the list and the lineage of the organisation under the cursor",
        "Organisations",
        True,
    ),
]


class OrganisationsPane(ComparePane, GroupedPane):
    """Forms and bodies."""

    NAME = "organisations"
    SIDE = 40
    HELP_TEXT = (
        "The organisational forms and the named bodies: how many people they covered, whether participation was "
        "voluntary, their purpose, predecessors and successors. The lineage shows all generations of these in "
        "chronological order, with each organisation and each change on a line of its own. Up and down move by row, "
        "left and right follow the changes."
    )
    LEGEND = LEGEND
    COMMANDS = [*ORGANISATIONS, *COMPARE, *NARROWING, *GROUPED]
    BINDINGS = bindings(ORGANISATIONS)
    DEFAULT_CSS = """
    OrganisationsPane LineagePart { display: none; }
    OrganisationsPane.-lineage LineagePart { display: block; }
    OrganisationsPane.-lineage #list-organisations { display: none; }
    .-narrow OrganisationsPane.-reading LineagePart { display: none; }
    .-wide OrganisationsPane LineagePart { width: 1fr; }
    """

    def compose(self) -> ComposeResult:
        with Container(id=f"list-{self.NAME}", classes="list-part"):
            yield RowList(side=self.SIDE, brief=years, empty=self.EMPTY, id=f"rows-{self.NAME}")
            yield ListStatus()
        yield LineagePart("lineage", self.SIDE, years)
        yield Page(id=f"page-{self.NAME}")

    def on_mount(self) -> None:
        super().on_mount()
        self.view.notes, self.view.follower = self.notes, self.row_moved
        self.rows.picked = self.view.picked = self.picks

    @property
    def drawn(self) -> bool:
        """Whether the lineage is in view instead of the list."""
        return self.has_class("-lineage")

    @property
    def view(self) -> LineageView:
        return self.query_one(LineageView)

    @property
    def main(self) -> Widget:
        return self.view if self.drawn else self.rows

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

    def _draw(self, slug: str) -> None:
        """Draw the lineage of an organisation; if it has none, list organisations that have one."""
        found = lineage(self.store, slug)
        others = () if found.changes else organisations_with_lineage(self.store, slug)
        self.query_one(LineagePart).draw(found, slug, others)

    def action_view(self) -> None:
        if not self.drawn and self.rows.current and self.rows.current.heading:
            self.action_fold()  # a group has no lineage
        self.set_class(not self.drawn, "-lineage")
        self.remove_class("-reading")
        if self.drawn:
            if row := self.rows.current:
                self._draw(row.slug)
        elif not (self.shown and self.go_to(self.shown)) and (row := self.rows.current) and row.slug:
            self.show(row.slug)
        self.main.focus()

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        if rows is not self.view:
            super().row_moved(rows, row)
        elif row and row == rows.current and row.slug in self.view and row.slug != self.shown:
            self.show(row.slug)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        if event.rows is self.view and event.row and event.row.slug not in self.view:  # one with a lineage
            event.stop()
            event.prevent_default()
            self._draw(event.row.slug)

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Select the entry in the list, and in the lineage if it is drawn there."""
        if self.drawn and slug in self.view:
            self.view.go_to(slug)
            self.show(slug, mark)
            return True
        self.remove_class("-lineage")
        return super().go_to(slug, mark)
