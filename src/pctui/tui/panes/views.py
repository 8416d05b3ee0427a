"""The base of the panes that have several views: `v` shows the next, and each keeps the reader's place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from ..commands import Command
from ..pane import Pane
from ..widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader


class ViewsPane(Pane):
    """A pane with several views in the same room, named in a bar above them."""

    VIEWS: ClassVar[Mapping[str, str]] = {}

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self.view = next(iter(self.VIEWS))

    @property
    def view_name(self) -> str:
        return self.view

    @staticmethod
    def command(pane: str, help: str) -> Command:  # noqa: A002 - the name of the command's field
        """Return the command that shows the next view."""
        return Command(f"{pane}.view", "v", "view", "Next view", help, pane.capitalize(), True)

    def turn_to(self, view: str) -> None:
        """Bring a view to the front."""
        raise NotImplementedError

    def follow(self) -> None:
        """Show on the page what is under the cursor of the view."""
        raise NotImplementedError

    def carry(self, slug: str) -> bool:
        """Select the entry that the reader was reading in the view; return False if it is not there."""
        raise NotImplementedError

    def action_view(self) -> None:
        names = list(self.VIEWS)
        self.choose(names[(names.index(self.view) + 1) % len(names)])

    def choose(self, view: str) -> None:
        """Turn to the view that the reader chose: to the entry that was being read, or where the reader left it."""
        reading, entry = self.page.has_focus, self.entry
        self.leave_view()
        self.turn_to(view)
        self.remove_class("-reading")
        if not (reading and entry and self.carry(entry)):
            self.follow()
        self.main.focus()
        self.enter_view()

    def on_view_bar_chosen(self, event: ViewBar.Chosen) -> None:
        event.stop()
        self.choose(event.view)
