"""The recommendations pane: proposals in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...panes import PANES
from ..commands import GROUPED, NARROWING, Command, bindings
from .grouped import GroupedPane

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader

RECOMMENDATIONS = [
    Command(
        "recommendations.group",
        "b",
        "group",
        "Group by",
        f"Group by {', '.join(PANES['recommendations'].groupings[:-1])} or {PANES['recommendations'].groupings[-1]}",
        "Recommendations",
        True,
    ),
]


class RecommendationsPane(GroupedPane):
    """The proposals, grouped by one of its groupings."""

    NAME = "recommendations"
    EMPTY = "This corpus has no recommendations."
    SIDE = 22
    SIGNS = True
    LEGEND = "◌ proposed  ○ planned or forecast  “ claimed or opinion  ● happened"
    HELP_TEXT = (
        "What the documents propose, under their printed headings: who proposes it, who should act (often nobody is "
        "named), and how firmly. Each page shows the boundaries that the proposal would break (one that is not printed "
        "with it was inferred, and says so), any examples, the problem that it answers, and what is linked to it as "
        "evidence for or against. Your marks and notes are kept in a file of your own, even if the corpus changes."
    )
    COMMANDS = [*RECOMMENDATIONS, *NARROWING, *GROUPED]
    ORPHANS = True
    BINDINGS = bindings(RECOMMENDATIONS)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self.group = 0

    @property
    def grouping(self) -> str:
        return PANES[self.NAME].groupings[self.group]

    @property
    def list_name(self) -> str:
        return PANES[self.NAME].grouped_list(self.grouping)

    def own_order(self) -> str:
        return f"by {self.grouping}"

    def action_group(self) -> None:
        self.group = (self.group + 1) % len(PANES[self.NAME].groupings)
        self.rearrange(self.filters, "")
        self.app.notify(f"Grouped by {self.grouping}")
