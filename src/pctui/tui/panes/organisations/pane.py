"""The organisations pane: forms and bodies as a list or as a lineage, each with its page."""

from __future__ import annotations

import re

from textual.app import ComposeResult
from textual.widget import Widget

from ....queries.lineage import lineage
from ...commands import GROUPED, LIST, Command, bindings
from ...dialogs.compare import COMPARE, ComparePane
from ...widgets.list_view import RowList
from ...widgets.page import Page
from ..grouped import GroupedPane
from .drawing import LEGEND
from .lineage import LINEAGE, LineageView

ORGANISATIONS = [
    Command(
        "organisations.view",
        "v",
        "view",
        "View",
        "Change between the list and the lineage of what the cursor is on",
        "Organisations",
        True,
    ),
]


_YEAR = re.compile(r"\d{4}")


def years(existence: str) -> str:
    """When a body was in being, in years: `until perhaps April 1999` as `–1999`, `from about 2001` as `2001–`."""
    found = _YEAR.findall(existence)
    if not found:
        return existence
    before, after = ("–" if existence.startswith(word) else "" for word in ("until", "from"))
    return f"{before}{'–'.join(found[:2])}{after}"


class OrganisationsPane(ComparePane, GroupedPane):
    """Forms and bodies."""

    NAME = "organisations"
    LIST = "organisations"
    SIDE = 40
    HELP_TEXT = (
        "The organisational forms and the named bodies: how many people they covered, how they were joined, what "
        "they were for, what they came from and what they became. The lineage draws one with what it came of at "
        "its left and what came of it at its right; the arrows walk along the changes and on to what lies beyond."
    )
    LEGEND = LEGEND
    COMMANDS = [*ORGANISATIONS, *COMPARE, *GROUPED]
    BINDINGS = bindings(ORGANISATIONS)
    DEFAULT_CSS = """
    OrganisationsPane LineageView { display: none; }
    OrganisationsPane.-lineage LineageView { display: block; }
    OrganisationsPane.-lineage RowList { display: none; }
    .-narrow OrganisationsPane.-reading LineageView { display: none; }
    .-wide OrganisationsPane LineageView { width: 1fr; }
    """

    def compose(self) -> ComposeResult:
        yield RowList(side=self.SIDE, brief=years, empty=self.EMPTY, id=f"rows-{self.NAME}")
        yield LineageView(id="lineage")
        yield Page(id=f"page-{self.NAME}")

    def on_mount(self) -> None:
        super().on_mount()
        self.rows.picked = self.view.picked = self.picks

    @property
    def drawn(self) -> bool:
        """Whether the lineage is in view, and not the list."""
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

    def action_view(self) -> None:
        if not self.drawn and self.rows.current and self.rows.current.heading:
            self.action_fold()  # a lineage is an entry's, not a group's
        self.set_class(not self.drawn, "-lineage")
        self.remove_class("-reading")
        if self.drawn:
            row = self.rows.current
            if row:
                self.view.show(lineage(self.store, row.slug), row.slug)
        elif not (self.view.cursor and self.go_to(self.view.cursor)) and (row := self.rows.current) and row.slug:
            self.show(row.slug)
        self.main.focus()

    def on_lineage_view_moved(self, event: LineageView.Moved) -> None:
        event.stop()
        if event.slug == self.view.cursor and event.slug != self.shown:
            self.show(event.slug)

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Select the entry in the list; in the lineage where it is drawn there."""
        if self.drawn and slug in self.view.drawing.boxes:
            self.view.move_to(slug)
            self.show(slug, mark)
            return True
        self.remove_class("-lineage")
        return super().go_to(slug, mark)
