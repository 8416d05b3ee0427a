"""The evidence pane: a matrix of subjects by domains, the findings by domain, and the disagreements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container

from ....kinds.vocabulary import LEGEND
from ....model import Row
from ....page import Block, Heading, Passages, disagreements, listing, matrix
from ....page.evidence import cell_blocks, disagreement_blocks
from ....queries.evidence import DISAGREEMENTS, SUBJECTS, cell_of
from ...commands import FOLDING, Command, bindings
from ...widgets.list_view import RowList
from ...widgets.page import Page
from ..grouped import FoldingPane
from .widgets import ACROSS, NO_FINDING, VIEWS, Heads, Legend, MatrixView, Status, ViewBar

if TYPE_CHECKING:
    from ....queries.store import Store
    from ....reader.copies import Reader

EVIDENCE = [
    Command(
        "evidence.view",
        "v",
        "view",
        "View",
        "Change between the matrix, the findings by domain and the disagreements",
        "Evidence",
        True,
    )
]
_TIMES, _AGAINST = " × ", " ≠ "  # between the slugs of a cell, and of a disagreement; no slug contains them


class EvidencePane(FoldingPane):
    """Three views of the evidence; each keeps its cursor.

    `shown` is a slug, or `subject × domain` for a cell, or `one ≠ other` for a disagreement.
    """

    NAME = "evidence"
    HELP_TEXT = (
        "Outcomes: a matrix of subjects by domains, or (v) the findings by domain, or the statements that disagree. "
        "A cell first shows what evaluations and reviews found; after “ what is claimed or argued; after ○ what is "
        "intended or forecast. A number after a sign counts the findings that have it. A number in parentheses counts "
        "those that are descriptive and report no effect: a rule, an aim, a likeness. · means no findings. Forms are "
        "sorted by their start, with other subjects below them. Enter opens the cell or row under the cursor."
    )
    LEGEND = "  ".join(f"{sign} {words}" for words, sign in LEGEND.items())
    COMMANDS = [*EVIDENCE, *ACROSS, *FOLDING]
    BINDINGS = bindings(EVIDENCE)
    SCOPED_CSS = False
    DEFAULT_CSS = """
    #evidence-left { height: 1fr; width: 1fr; layout: vertical; }
    ViewBar, Heads, Status, Legend { height: auto; width: 1fr; }
    ViewBar { margin: 0 0 1 0; }
    .-narrow ViewBar { margin: 0; }
    .-narrow .pane.-reading #evidence-left { display: none; }
    .-disagreements Legend, .-disagreements Heads, .-disagreements Status { display: none; }
    .-findings Heads, .-findings Status { display: none; }
    """

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self.view = "matrix"
        self._kept: str | None = None  # the cell under the cursor while the page shows one of its findings

    def compose(self) -> ComposeResult:
        with Container(id="evidence-left"):
            yield ViewBar(id="evidence-views")
            heads, status = Heads(id="matrix-heads"), Status(id="matrix-status")
            yield heads
            yield MatrixView(self.store, heads, status, id="view-matrix")
            yield status
            yield Legend(id="evidence-legend")
        yield Page(id="page-evidence")

    def on_mount(self) -> None:
        self.load_notes()
        self.query_one(ViewBar).show(self.view)
        self.grid.follower = self.row_moved
        self.grid.fill()

    @property
    def grid(self) -> MatrixView:
        return self.query_one(MatrixView)

    @property
    def main(self) -> RowList:
        return self.query_one(f"#view-{self.view}", RowList)

    def grouped(self) -> tuple[RowList, str] | None:
        if self.view == "matrix":
            return None
        return self.main, DISAGREEMENTS if self.view == "disagreements" else "evidence"

    def _turn_to(self, view: str) -> None:
        """Bring a view to the front; its list is made when it is first shown."""
        if view == self.view:
            return
        self.main.display = False
        self.remove_class(f"-{self.view}")
        self.view = view
        self.add_class(f"-{view}")
        self.query_one(ViewBar).show(view)
        if self.query(f"#view-{view}"):
            self.main.display = True
        else:
            self._make(view)

    def _make(self, view: str) -> None:
        name = DISAGREEMENTS if view == "disagreements" else "evidence"
        empty = "This corpus records no disagreements." if view == "disagreements" else NO_FINDING
        rows = RowList(
            when=1 if view == "disagreements" else 2,
            side=0 if view == "disagreements" else 24,
            empty=empty,
            id=f"view-{view}",
        )
        self.query_one("#evidence-left").mount(rows, after="#view-matrix")
        rows.folds, rows.notes, rows.follower = True, self.notes, self.row_moved
        rows.show(self.folding(name))

    def action_view(self) -> None:
        names = list(VIEWS)
        self.choose(names[(names.index(self.view) + 1) % len(names)])

    def choose(self, view: str) -> None:
        """Turn to the view that the reader chose: focus its list, and show the entry under its cursor."""
        self._turn_to(view)
        self.remove_class("-reading")
        self.main.focus()
        self._kept = None
        self._follow(self.main.current)

    def on_view_bar_chosen(self, event: ViewBar.Chosen) -> None:
        event.stop()
        self.choose(event.view)

    def _key(self, row: Row) -> str:
        """Return what the page should show for a row of the present view."""
        domain = self.grid.domain
        return f"{row.slug}{_TIMES}{domain[0]}" if self.view == "matrix" and domain else row.slug

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        if rows is self.main and row == rows.current:  # otherwise the cursor has moved on since
            self._follow(row)

    def _follow(self, row: Row | None) -> None:
        if row is None:
            self.shown = None
            self.page.show([Heading(1, self.main.empty)])
            return
        if row.heading:
            self._kept = None
            self.heading_selected(row)
            return
        key = self._key(row)
        if key != self._kept:
            self._kept = None
            if key != self.shown:
                self.show(key)

    def blocks(self, slug: str) -> Sequence[Block]:
        one, sign, other = slug.partition(_TIMES if _TIMES in slug else _AGAINST)
        if not sign:
            return super().blocks(slug)
        if sign == _TIMES:
            return list(cell_blocks(self.store, one, other))
        return list(disagreement_blocks(self.store, self.reader, one, other))

    @property
    def entry(self) -> str | None:
        return None if self.shown and (_TIMES in self.shown or _AGAINST in self.shown) else self.shown

    def list_blocks(self) -> Iterable[Block]:
        """The view: the matrix as a list, the findings, or the disagreements."""
        if self.view == "findings":
            return listing(self.store, "Evidence", self.main.all_rows())
        view_blocks = matrix if self.view == "matrix" else disagreements
        return [Heading(1, "Evidence"), *view_blocks(self.store, 2), Passages("Passages cited")]

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Go to a cell, a disagreement, or a finding: in the list of findings, else in its cell."""
        if _AGAINST in slug:
            found = self._go_to_row("disagreements", DISAGREEMENTS, slug)
        elif self.view == "findings" and _TIMES not in slug:
            found = self._go_to_row("findings", "evidence", slug)
        else:
            found = self._go_to_cell(slug)
        if found:
            self.show(slug, mark)
        return found

    def _go_to_row(self, view: str, name: str, slug: str) -> bool:
        if self.store.position(name, slug) is None:
            return False
        self._turn_to(view)
        self.reveal(slug)
        self.shown = slug
        self.main.move_to(self.store.position(name, slug, view=self.view_of(name)) or 0)
        return True

    def _go_to_cell(self, slug: str) -> bool:
        subject, sign, domain = slug.partition(_TIMES)
        cell = (subject, domain) if sign else cell_of(self.store, slug)
        place = self.store.position(SUBJECTS, cell[0]) if cell else None
        columns = [name for name, _ in self.grid.domains]
        if cell is None or place is None or cell[1] not in columns:
            return False
        self._turn_to("matrix")
        self._kept = _TIMES.join(cell)
        self.shown = slug
        self.grid.move_to(place)
        self.grid.to_column(columns.index(cell[1]))
        return True

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Show the row that is opened, even if a link has brought another entry to the page; the screen focuses it."""
        if event.row is not None and not event.row.heading and self.shown != (key := self._key(event.row)):
            self._kept = None
            self.show(key)
