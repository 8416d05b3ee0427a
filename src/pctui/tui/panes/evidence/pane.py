"""The evidence pane: a matrix of subjects by domains, the findings by domain, and the disagreements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Container

from ....kinds.vocabulary import LEGEND, direction_of
from ....model import Row
from ....page import Block, Heading, Passages, Run, disagreements, matrix
from ....page.evidence import cell_blocks, disagreement_blocks
from ....queries.evidence import BETWEEN_DOCUMENTS, DISAGREEMENTS, SUBJECTS, cell_of, disagreement_of
from ....queries.filters import Filter
from ...commands import FOLDING, NARROWING, Command, bindings
from ...widgets.list_status import ListStatus
from ...widgets.list_view import RowList
from ...widgets.page import Page
from ...widgets.view_bar import ViewBar
from ..grouped import FoldingPane
from ..views import ViewsPane
from .disagreement_list import DisagreementList
from .widgets import ACROSS, NO_FINDING, VIEWS, Heads, Legend, MatrixView, Status

if TYPE_CHECKING:
    from ....queries.store import Store
    from ....reader.copies import Reader
    from ....reader.marked import Marked

EVIDENCE = [
    ViewsPane.command("evidence", "Show the next view: the matrix, the findings by domain, the disagreements"),
    Command(
        "evidence.between",
        "d",
        "between",
        "Between documents",
        "Show only the disagreements between documents, or all",
        "Evidence",
        True,
    ),
]
_TIMES, _AGAINST = " × ", " ≠ "  # between the slugs of a cell, and of a disagreement; no slug contains them


class EvidencePane(ViewsPane, FoldingPane):
    """Three views of the evidence; each keeps its cursor.

    `shown` is a slug, or `subject × domain` for a cell, or `one ≠ other` for a disagreement.
    """

    NAME = "evidence"
    VIEWS = VIEWS
    HELP_TEXT = (
        "Outcomes: a matrix of subjects by domains, or (v) the findings by domain, or the statements that disagree. "
        "A sign without a letter is what evaluations and reviews found; c after it is what is claimed or argued, f "
        "what is intended or forecast. A number after a sign counts the findings that have it. A number in parentheses "
        "counts those that are descriptive and report no effect: a rule, an aim, a likeness. · means no findings. The "
        "line below the matrix says in words what is under the cursor. Forms are sorted by their start, with other "
        "subjects below them. Enter opens the cell or row under the cursor."
    )
    LEGEND = "  ".join(f"{sign} {words}" for words, sign in LEGEND.items())
    COMMANDS = [*EVIDENCE, *ACROSS, *NARROWING, *FOLDING]
    BINDINGS = bindings(EVIDENCE)
    SCOPED_CSS = False
    DEFAULT_CSS = """
    ViewBar, Heads, Status, Legend { height: auto; width: 1fr; }
    ViewBar { margin: 0 0 1 0; }
    .-narrow ViewBar { margin: 0; }
    .-disagreements Legend, .-disagreements Heads, .-findings Heads { display: none; }
    .-disagreements Status, .-findings Status { display: none; }
    .-narrow.-short .-disagreements Status, .-narrow.-short .-findings Status { display: block; }
    EvidencePane ListStatus { display: none; }
    EvidencePane.-findings ListStatus, EvidencePane.-disagreements ListStatus { display: block; }
    EvidencePane.-matrix FilterBar, EvidencePane.-disagreements FilterBar { display: none; }
    """

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self.between = False  # whether only disagreements between documents are shown
        self._kept: str | None = None  # the cell under the cursor while the page shows one of its findings

    def compose(self) -> ComposeResult:
        with Container(id="evidence-left", classes="left-part"):
            yield ViewBar(VIEWS, "evidence-views")
            heads, status = Heads(id="matrix-heads"), Status(id="matrix-status")
            legend = Legend(id="evidence-legend")
            yield heads
            yield MatrixView(self.store, heads, status, legend, id="view-matrix")
            yield status
            yield ListStatus()
            yield legend
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
        return self.main, self._disagreements if self.view == "disagreements" else "evidence"

    @property
    def _disagreements(self) -> str:
        """The list of disagreements that is shown."""
        return BETWEEN_DOCUMENTS if self.between else DISAGREEMENTS

    @property
    def narrowed_list(self) -> str:
        return "evidence"

    def narrowed_rows(self) -> RowList | None:
        return None if self.view == "matrix" else self.main

    def status(self, row: Row) -> list[str]:
        """Return the status of a finding; a disagreement is no entry, and its row says all there is."""
        return super().status(row) if self.view == "findings" else []

    def own_order(self) -> str:
        return "by domain" if self.view == "findings" else ""

    def narrow(self, filters: Filter) -> None:
        """Filter the findings, and show them: the matrix and the disagreements are not filtered."""
        if self.view != "findings":
            self.choose("findings")
        super().narrow(filters)

    async def reload(self) -> None:
        self.grid.refill()
        for rows in self.query("#view-disagreements").results(RowList):
            rows.show(self.folding(self._disagreements))
        if self.query("#view-findings"):
            await super().reload()

    def show_list(self) -> None:
        rows = self.query_one("#view-findings", RowList)
        rows.empty = self._why or NO_FINDING
        at = self.store.position("evidence", self.shown, view=self.view_of("evidence")) if self.shown else None
        rows.show(self.folding("evidence"), at or 0)

    def turn_to(self, view: str) -> None:
        """Bring a view to the front; its list is made when it is first shown."""
        if view == self.view:
            return
        self.main.display = False
        self.remove_class(f"-{self.view}")
        self.view = view
        self.add_class(f"-{view}")
        self.query_one(ViewBar).show(view, self._note)
        self.query_one(Legend).explain(LEGEND.values())
        if self.query(f"#view-{view}"):
            self.main.display = True
        else:
            self._make(view)

    @property
    def _note(self) -> str:
        """What the bar of views says of the view."""
        return "between documents only" if self.view == "disagreements" and self.between else ""

    def _make(self, view: str) -> None:
        if view == "disagreements":
            rows: RowList = DisagreementList(f"view-{view}")
            name = self._disagreements
        else:
            rows = RowList(when=2, side=24, empty=NO_FINDING, id=f"view-{view}")
            name = "evidence"
        self.query_one("#evidence-left").mount(rows, after="#view-matrix")
        rows.folds, rows.row_of, rows.notes, rows.follower = True, self.numbered, self.notes, self.row_moved
        rows.show(self.folding(name))

    def follow(self) -> None:
        self._kept = None
        if self.view == "matrix":
            self.grid.draw_frame()
        self._follow(self.main.current)
        self.show_status()

    def carry(self, slug: str) -> bool:
        pair = disagreement_of(self.store, slug) if self.view == "disagreements" else None
        if self.view != "disagreements" or pair:
            return self.go_to(_AGAINST.join(pair) if pair else slug)
        return False

    def take_over(self, slug: str) -> None:
        self.carry(slug)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "between":
            return self.view == "disagreements" and self.main.has_focus
        if action in ("sort", "clear_filter", "drop") and self.view != "findings":
            return False  # only the findings are sorted and filtered
        return super().check_action(action, parameters)

    def action_between(self) -> None:
        """Show only the disagreements between documents, or all, with the cursor on the same one if it is there."""
        row = self.main.current
        self.between = not self.between
        self.query_one(ViewBar).say(self._note)
        at = self.store.position(self._disagreements, row.slug, view=self.view_of(self._disagreements)) if row else None
        self.main.show(self.folding(self._disagreements), at or 0)

    def _key(self, row: Row) -> str:
        """Return what the page should show for a row of the present view."""
        domain = self.grid.domain
        return f"{row.slug}{_TIMES}{domain[0]}" if self.view == "matrix" and domain else row.slug

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        if rows is self.main and row == rows.current:  # otherwise the cursor has moved on since
            self._follow(row)
            self.show_status()

    def _follow(self, row: Row | None) -> None:
        if row is None:
            self.shown = None
            self.page.show([] if self._why else self.nothing(self.main.empty))
            return
        if row.heading:
            self._kept = None
            self.heading_selected(row)
            return
        if self.view == "findings":
            said = f"{direction_of(row.when)}; about {row.side}"
            self.query_one(Status).say((Run(f"{row.title}: ", "strong"), Run(said)))
        elif self.view == "disagreements":
            self.query_one(Status).say((Run(row.title),))
        key = self._key(row)
        if key != self._kept:
            self._kept = None
            if key != self.shown:
                self.show(key)

    def blocks(self, slug: str, store: Store) -> Sequence[Block]:
        one, sign, other = slug.partition(_TIMES if _TIMES in slug else _AGAINST)
        if not sign:
            return super().blocks(slug, store)
        if sign == _TIMES:
            return list(cell_blocks(store, one, other))
        return list(disagreement_blocks(store, self.reader, one, other))

    @property
    def entry(self) -> str | None:
        return None if self.shown and (_TIMES in self.shown or _AGAINST in self.shown) else self.shown

    @property
    def about(self) -> str | None:
        return self.shown and self.shown.partition(_TIMES if _TIMES in self.shown else _AGAINST)[0]

    def list_blocks(self, marked: Marked, store: Store) -> Iterable[Block]:
        """The view: the matrix as a list, the findings, or the disagreements."""
        if self.view == "findings":
            return super().list_blocks(marked, store)
        view_blocks = matrix if self.view == "matrix" else disagreements
        return [Heading(1, "Evidence"), *view_blocks(store, 2), Passages("Passages cited")]

    @property
    def exported_list(self) -> RowList | None:
        return self.main if self.view == "findings" else None

    @property
    def by_mark(self) -> bool:
        return self.view == "findings"

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Go to a cell, a disagreement, a subject, or a finding: in the list of findings, else in its cell."""
        if _AGAINST in slug:
            if self.between and self.store.position(BETWEEN_DOCUMENTS, slug) is None:
                self.turn_to("disagreements")
                self.action_between()
            found = self._go_to_row("disagreements", self._disagreements, slug)
        elif self.view == "findings" and _TIMES not in slug:
            found = self._go_to_row("findings", "evidence", slug) or self._go_to_cell(slug)  # filtered out
        else:
            found = self._go_to_cell(slug)
            slug = self._kept if found and self._kept and self._kept.startswith(f"{slug}{_TIMES}") else slug
        if found:
            self.show(slug, mark)
        return found

    def _go_to_row(self, view: str, name: str, slug: str) -> bool:
        if self.store.position(name, slug, view=replace(self.view_of(name), folded=frozenset(), others=False)) is None:
            return False
        self.turn_to(view)
        self.reveal(slug)
        self.shown = slug
        self.main.move_to(self.store.position(name, slug, view=self.view_of(name)) or 0)
        return True

    def _go_to_cell(self, slug: str) -> bool:
        subject, sign, domain = slug.partition(_TIMES)
        cell = (subject, domain) if sign else cell_of(self.store, slug)
        if cell is None and self.grid.domain:  # a subject
            cell = (slug, self.grid.domain[0])
        place = self.store.position(SUBJECTS, cell[0]) if cell else None
        columns = [name for name, _ in self.grid.domains]
        if cell is None or place is None or cell[1] not in columns:
            return False
        self.turn_to("matrix")
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
