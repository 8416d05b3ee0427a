"""What every pane has in common: its list is filtered and sorted, and says what is shown and where the cursor is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget

from ...errors import PctuiError
from ...kinds.vocabulary import DRAFT
from ...model import mark_words
from ...panes import ORDERS, PANES
from ...queries.facet_values import hiding, titles
from ...queries.filters import EVERYTHING, Filter, named
from ...queries.lists import Arranged, View
from ...queries.status import status_words
from ..background import in_background, instead
from ..commands import NARROWING, bindings
from ..dismissal import open_dialog
from ..pane import Pane
from ..remapping import key_label
from ..widgets.filter_bar import FilterBar, chips
from ..widgets.list_status import ListStatus
from ..widgets.list_view import RowList

if TYPE_CHECKING:
    from ...model import Row
    from ...queries.store import Store
    from ...reader.copies import Reader

LATE = 0.3  # seconds after which it is said that a filter is still being applied
_OWN = frozenset(command.action for command in NARROWING)
_KEYS = {command.action: command for command in NARROWING}


def no_matches(pane: Pane, filters: Filter, total: int, without: dict[str, int], alone: tuple[str, ...] = ()) -> str:
    """Return a message that says which facets of a filter exclude everything, and how to change that."""
    facets = alone or filters.active
    if len(facets) == 1:
        why = f"the filter on {facets[0]} excludes"
    else:
        why = f"the filters on {named(facets)} {'each' if alone else 'together'} exclude"
    counts = [f"{count:,} without {facet}" for facet, count in without.items() if count]
    back = f"There would be {', '.join(counts)}. " if counts else ""
    clear, change = (key_label(_KEYS[action], pane.app) for action in ("clear_filter", "filter"))
    return f"No matches: {why} all {total:,} entries. {back}{clear} clears the filter, {change} changes it."


class Narrowed(Pane):
    """A pane whose list is filtered by the facets of its command, and sorted in the orders of its command.

    What matches is found in the background; the list is then a window over it, as it is over the whole list.
    """

    BINDINGS = bindings(NARROWING)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self.filters: Filter = EVERYTHING
        self.order = ""  # one of the pane's orders; '' for the list's own
        self._arranged: tuple[str, Arranged] | None = None  # the list that is filtered or sorted, by its name
        self._why = ""  # why nothing matches

    # What a pane says of its list.

    @property
    def only_drafts(self) -> bool:
        return DRAFT in self.filters.chosen("status")

    @property
    def narrowed_list(self) -> str:
        """The name in the store of the list that is filtered and sorted."""
        return PANES[self.NAME].list_name

    @property
    def filter_place(self) -> Widget:
        """The widget above which the line with the filter is shown."""
        return self.query_one(RowList)

    def show_list(self) -> None:
        """Show the list again, as it is now filtered and sorted, with the cursor where it was if possible."""
        raise NotImplementedError

    def own_order(self) -> str:
        """Return how the list is ordered while it is not sorted: `by printed heading`."""
        return ""

    def place_of(self, row: int) -> tuple[int, int] | None:
        """Return which entry of how many a row of the list is, counted from 1; None for a heading."""
        raise NotImplementedError

    def status(self, row: Row) -> list[str]:
        """Return what to say of an entry in words."""
        return [*status_words(self.store, row)]

    # What others see.

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders in which the list can be sorted; '' is its own."""
        return ("", *(order for order in PANES[self.NAME].orders if order != "slug"))

    def arranged(self, name: str) -> Arranged | None:
        """Return what of the list `name` is shown, in which order; None for all of it in its own."""
        return self._arranged[1] if self._arranged and self._arranged[0] == name else None

    def arranging(self, view: View, name: str) -> View:
        """Return a view of the list `name` with what is filtered and sorted now."""
        return View(view.folded, view.others, view.only, view.marked, self.arranged(name), brief=True)

    def narrow(self, filters: Filter) -> None:
        """Show the entries that match a filter, as soon as they are known; a later filter takes its place."""
        self.rearrange(filters, self.order)

    def rearrange(self, filters: Filter, order: str) -> None:
        """Filter and sort the list, as soon as that is worked out."""
        self.filters, self.order = filters, order
        if filters or order:
            instead(self, "filter", partial(self._rearrange, self.narrowed_list, filters, order))
        else:
            self.workers.cancel_group(self, "filter")
            self._arranged, self._why = None, ""
            self.bar.show([], "", "")
            self._show_again()

    async def _rearrange(self, name: str, filters: Filter, order: str) -> None:
        late = self.set_timer(LATE, self.bar.search)

        def find(store: Store) -> tuple[Arranged, dict[str, list[str]], int, int, dict[str, int]]:
            found = store.arranged(name, filters, order)
            total = store.total(name)
            matching = store.total(name, filters) if filters else total
            without = {} if matching else hiding(store, name, filters)
            store.close()
            return found, titles(self.store, filters), matching, total, without

        try:
            found, names, matching, total, without = await in_background(self.store, find)
        except PctuiError as error:
            self.not_filtered(error)
            return
        finally:
            late.stop()
        self._arranged = name, found
        self._why = "" if matching else no_matches(self, filters, total, without)
        count = f"{matching:,} of {total:,}" if filters else ""
        self.bar.show(chips(filters, names), count, self.clear_key)
        self._show_again()

    async def reload(self) -> None:
        self.workers.cancel_group(self, "filter")
        if self.filters or self.order:
            await self._rearrange(self.narrowed_list, self.filters, self.order)
        else:
            self._show_again()

    def not_filtered(self, error: PctuiError) -> None:
        """Say why the list could not be filtered, and show all of it."""
        self.notify(f"{error.message} {error.hint}".strip(), title="Not filtered", severity="warning", markup=False)
        self.rearrange(EVERYTHING, "")

    @property
    def clear_key(self) -> str:
        """The key that clears the filter, as the reader's settings have it."""
        return key_label(_KEYS["clear_filter"], self.app)

    @property
    def bar(self) -> FilterBar:
        """The line with the filter, which is made when it is first needed."""
        for found in self.query(FilterBar):
            return found
        made = FilterBar()
        below = self.filter_place
        if below.parent is not None:
            self.screen.query_one(f"#{below.parent.id}").mount(made, before=below)
        return made

    def _show_again(self) -> None:
        self.show_list()
        self.refresh_bindings()
        self.show_status()

    # The line below the list.

    def show_status(self) -> None:
        """Say in words which row of how many the cursor is on, in which order, and what its signs say."""
        if not self.is_mounted or not (lines := self.query(ListStatus)):
            return
        row, rows = self.narrowed_row(), self.narrowed_rows()
        place = self.place_of(rows.cursor if rows else 0) if row else None
        order = ORDERS.get(self.order) or self.own_order()
        words: list[str] = []
        if row and not row.heading:
            words = self.status(row)
            if annotation := self.notes.known.get(row.slug):
                words += [f"marked {mark_words(annotation.mark)}"] if annotation.mark else []
                words += ["has a note"] if annotation.note or annotation.draft is not None else []
        lines.first().show(place, order, words)

    def narrowed_rows(self) -> RowList | None:
        """The list in view; None if the pane shows something else now."""
        return next(iter(self.query(RowList)), None)

    def narrowed_row(self) -> Row | None:
        """The row that the cursor is on."""
        rows = self.narrowed_rows()
        return rows.current if rows else None

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        super().row_moved(rows, row)
        self.show_status()

    def annotated(self, slug: str) -> None:
        super().annotated(slug)
        self.show_status()

    # The keys.

    async def action_filter(self) -> None:
        from ..dialogs.filter.dialog import FilterDialog

        await open_dialog(self.app, FilterDialog(self.store, PANES[self.NAME], self.filters), self._chosen)

    def _chosen(self, filters: Filter | None) -> None:
        if filters is not None and filters != self.filters:
            self.narrow(filters)

    def action_clear_filter(self) -> None:
        self.narrow(EVERYTHING)

    def action_drop(self) -> None:
        if self.filters:
            self.narrow(self.filters.without(self.filters.active[-1]))

    def action_sort(self) -> None:
        """Sort the list in the next of its orders."""
        orders = self.orders
        self.rearrange(self.filters, orders[(orders.index(self.order) + 1) % len(orders)])

    def on_filter_bar_cleared(self, event: FilterBar.Cleared) -> None:
        event.stop()
        self.narrow(self.filters.without(event.facet) if event.facet else EVERYTHING)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide these commands while the page fills the screen: there is no list then."""
        if action not in _OWN:
            return super().check_action(action, parameters)
        if self.has_class("-reading") and self.screen.has_class("-narrow"):
            return False
        if action == "sort":
            return len(self.orders) > 1
        return bool(self.filters) if action in ("clear_filter", "drop") else True
