"""Navigation: turning to panes, following links and citations, going back and forward."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import DescendantFocus
from textual.widget import Widget

from ...errors import PctuiError
from ...model import Citation, Reference, Snippet
from ...page import Run
from ...panes import HOMES, PANES
from ...reader.session import Place
from ...restricted import secure
from ..sizes import CurrentSize
from ..widgets import hint
from ..widgets.frame import Keys, PaneTabs
from ..widgets.list_view import RowList
from ..widgets.message_line import MessageLine, inform
from ..widgets.page import Page

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader
    from ...reader.session import Session
    from ..dialogs.compare import ComparePane
    from ..pane import Pane
_OPENING = "-opening"  # while it is said what the corpus is
SHARES = (24, 34, 44, 54, 64, 74)  # per cent of the screen that the text can have, beside the list or below it
SHARE = 44  # at first
_PLACES = 500  # the places that one can go back to


class Left(Struct, frozen=True):
    """A place that the reader left; `reopen` opens what was over it, a comparison."""

    place: Place
    reopen: Callable[[], object] | None = None


class Navigation(CurrentSize[None]):
    """A screen with panes, one of them in view, and a history of places."""

    def __init__(
        self, store: Store, reader: Reader, session: Session | None = None, start: Reference | None = None
    ) -> None:
        super().__init__()
        self.store = store
        self.reader = reader
        self._session = session
        self._start = start
        self._places, pane = session.load() if session else ({}, None)
        self.pane_name = HOMES.get(start.kind, "timeline") if start else pane if pane in PANES else "timeline"
        self._share = SHARE
        if session and (share := session.share()):
            self._show_share(share)
        self._panes: dict[str, Pane] = {}  # those that are composed: nothing can be asked of a pane before
        self._first = self._make(self.pane_name)
        if self.pane_name in self._places:
            self._first.scope = self._places[self.pane_name].scope
        self._back: deque[Left] = deque(maxlen=_PLACES)
        self._forward: deque[Place] = deque(maxlen=_PLACES)
        self._entered: str | None = None  # the entry that the pane in view had when it came into view
        self._unpainted = ExitStack()  # a batch of updates, until everything has its place

    @property
    def share(self) -> int:
        """How much of the screen is the text's, in per cent: one of SHARES, the same in every pane."""
        return self._share

    @share.setter
    def share(self, share: int) -> None:
        self._show_share(share)
        if self._session:
            self.call_after_refresh(self._session.keep_share, share)

    def _show_share(self, share: int) -> None:
        self._share = share if share in SHARES else SHARE
        for other in SHARES:
            self.set_class(other == self._share != SHARE, f"-split-{other}")
        self.set_class(self._share != SHARE, "-split")

    def compose(self) -> ComposeResult:
        # Textual sets the classes of the size when it lays the screen out, and would do so a second time with them.
        for cells, points in zip(self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            self.add_class(*(name for _, name in sorted(p for p in points or () if p[0] <= cells)[-1:]))
        yield PaneTabs(id="tabs")
        if not self._places and not self._start:
            from ..widgets.opening import Opening

            self.add_class(_OPENING)
            yield Opening(self.store)
        with Container(id="body"):
            yield self._first
        if secure() or (self._session and not self._session.hint_shown(hint.NAME)):
            yield hint.Hint()
        yield MessageLine()
        yield Keys(id="keys")

    async def on_mount(self) -> None:
        self._panes[self.pane_name] = self._first
        self.query_one(PaneTabs).pane = self.pane_name
        self._unpainted.enter_context(self.app.batch_update())
        place = self._places.get(self.pane_name)
        reading = bool(self._start)
        if self._start:
            if not self.pane.go_to(self._start.slug):
                self.pane.show(self._start.slug)
        elif place:
            reading = self._resume(place) and place.reading
        if reading:
            self._read()
        else:
            self._list()
        self.call_after_refresh(self._note_entered)

    def paint(self) -> None:
        """Paint the screen for the first time: its layout is known, and told to every widget before this is called."""

        def paint() -> None:
            self._unpainted.close()
            self.refresh()

        self.pane.page.call_later(paint)  # once it has laid its lines out

    def _resume(self, place: Place) -> bool:
        """Go to the place of the last session in a pane; return False if it no longer exists."""
        if place.slug is None:
            return False
        try:
            self.store.reference(place.slug)
        except PctuiError:
            return False
        self.pane.scope = place.scope
        if not self.pane.go_to(place.slug):
            self.pane.show(place.slug)
        self.pane.page.restore(place.stop, place.top)
        return True

    async def on_key(self) -> None:
        """Hide the message, and the hint if this is the first key."""
        self.query_one(MessageLine).clear()
        if self.query(hint.Hint):
            await self.query(hint.Hint).remove()
            if self._session:
                self.call_after_refresh(self._session.record_hint, hint.NAME)

    def keep_place(self) -> None:
        """Store the current place for the next session."""
        if self._session and self.ready:
            self._session.keep([self._here()], self.pane_name)

    def _make(self, name: str) -> Pane:
        """Create a pane, when it is first shown."""
        cls: type[Pane] = PANES[name].widget_class()
        return cls(self.store, self.reader)

    @property
    def ready(self) -> bool:
        """Whether there is a pane in view: there is none while the explorer starts."""
        return bool(self._panes)

    @property
    def pane(self) -> Pane:
        """The pane in view."""
        return self._panes[self.pane_name]

    @property
    def reading(self) -> bool:
        """Whether the page has the focus."""
        return isinstance(self.focused, Page)

    @property
    def panes(self) -> Mapping[str, Pane]:
        """The panes that have been shown, by name."""
        return self._panes

    async def rebuilt(self) -> bool:
        """Show what the new database has, everywhere; return whether the entry that was being read is gone."""
        self.app.title = self.store.corpus["title"]
        if self.has_class(_OPENING):
            from ..widgets.opening import Opening

            for opening in self.query(Opening):
                opening.show(self.store)
        gone = [await pane.rebuilt() and pane is self.pane for pane in self._panes.values()]
        self._note_entered()
        self.report_match()
        self.refresh_bindings()
        return any(gone)

    async def action_pane(self, name: str) -> None:
        """Turn to a pane, where the reader left it, or there to the entry that the reader has turned to here."""
        if name == self.pane_name:
            if not self.reading:
                inform(self, f"This is the pane {PANES[name].title}.")
            self._list()
            return
        entry = self.pane.entry
        chosen = entry if entry != self._entered else None
        await self._turn_to(name)
        if chosen and chosen != self.pane.shown:
            self.pane.take_over(chosen)
        if self.pane.has_class("-reading"):
            self._read()
        else:
            self._list()

    async def come_back(self, name: str, focused: Widget | None, reading: bool) -> None:
        """Turn to a pane that was in view, and to the widget that had the focus there."""
        await self._turn_to(name)
        self.pane.set_class(reading, "-reading")
        self.set_focus(focused)

    async def _turn_to(self, name: str) -> None:
        if name == self.pane_name:
            return
        self._end_opening()
        left = self._here()
        self.pane.display = False
        fresh = name not in self._panes
        if fresh:
            pane = self._make(name)
            await self.query_one("#body").mount(pane)
            self._panes[name] = pane
        self.pane_name = name
        if fresh and name in self._places:
            self._resume(self._places[name])
        self.pane.display = True
        self.query_one(PaneTabs).pane = name
        self.call_after_refresh(self._note_entered)
        self.report_match()
        if self._session:
            # Stored after the pane has been painted, so that it causes no delay.
            self.call_after_refresh(self._session.keep, [left], name)

    def _end_opening(self) -> None:
        """Take away what the corpus is, once the reader opens anything."""
        if self.has_class(_OPENING):
            self.remove_class(_OPENING)
            self.query("Opening").remove()

    def on_pane_explored(self) -> None:
        self._end_opening()

    def _note_entered(self) -> None:
        self._entered = self.pane.entry

    def _list(self) -> None:
        self.pane.remove_class("-reading")
        self.pane.main.focus()

    def _read(self) -> None:
        self._end_opening()
        self.pane.add_class("-reading")
        self.pane.page.focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Update the layout when the mouse moves the focus to or from the page; a focused text box changes nothing."""
        if self.ready and self.pane in event.widget.ancestors:
            self.pane.set_class(isinstance(event.widget, Page), "-reading")

    def action_next_part(self) -> None:
        if self.reading:
            self._list()
        else:
            self._read()

    action_previous_part = action_next_part

    def action_into(self) -> None:
        self._read()

    def action_out_of(self) -> None:
        self._list()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        self._read()

    def on_ladder_view_opened(self) -> None:
        self._read()

    on_lineage_view_opened = on_ladder_view_opened

    # Links, and the history.

    def _here(self) -> Place:
        page = self.pane.page
        return Place(self.pane_name, self.pane.shown, page.stop, page.scroll_offset.y, self.reading, self.pane.scope)

    def _leave(self, reopen: Callable[[], object] | None = None) -> None:
        self._back.append(Left(self._here(), reopen))
        self._forward.clear()
        self.refresh_bindings()

    async def on_page_opened(self, event: Page.Opened) -> None:
        event.stop()
        run: Run = event.run
        if run.citation:
            await self.open_citation(run.citation)
        elif run.entry:
            self._leave()
            self.pane.show(run.entry)
            self._read()

    async def on_compare_pane_cited(self, event: ComparePane.Cited) -> None:
        event.stop()
        await self.open_citation(event.citation, event.reopen)

    async def open_citation(self, citation: Citation, reopen: Callable[[], object] | None = None) -> None:
        """Go to the passage of a citation; `reopen` opens what it was followed from on the way back."""
        anchor = citation.anchors[0] if citation.anchors else None
        await self._open_passage(citation.document, citation.paragraph, anchor, reopen)

    async def _open_passage(
        self,
        document: str,
        paragraph: int,
        anchor: str | None,
        reopen: Callable[[], object] | None = None,
        snippet: Snippet = (),
    ) -> None:
        """Go to a paragraph; `snippet` is what a search found in it."""
        from ..panes.sources import passage_mark
        from ..widgets.selecting import SelectablePage

        self._leave(reopen)
        await self._turn_to("sources")
        self.pane.go_to(document, passage_mark(paragraph, anchor))
        if isinstance(page := self.pane.page, SelectablePage):
            page.snippet = snippet
        self._read()

    async def open_entry(self, slug: str, kind: str) -> None:
        """Go to an entry in the pane of its kind, or show it in the current pane if there is none."""
        self._leave()
        home = HOMES.get(kind)
        if home:
            await self._turn_to(home)
        if not (home and self.pane.go_to(slug)):
            self.pane.show(slug)
        self._read()

    async def open_lineage(self, slug: str) -> None:
        """Go to the lineage, with the cursor on what an entry is about."""
        from ..panes.organisations.pane import OrganisationsPane

        self._leave()
        await self._turn_to("organisations")
        if isinstance(self.pane, OrganisationsPane):
            self.pane.open_lineage(slug)
        self._list()

    async def open_date(self, date: str) -> None:
        """Go to a date in the timeline, and read what existed and was known then."""
        self._leave()
        from ...page.as_of import AT

        await self._turn_to("timeline")
        self.pane.go_to(f"{AT}{date}")
        self._read()

    async def _return_to(self, place: Place) -> None:
        await self._turn_to(place.pane)
        self.pane.scope = place.scope
        if place.slug is not None:
            if not self.pane.go_to(place.slug):
                self.pane.show(place.slug)
            self.pane.page.restore(place.stop, place.top)
        if place.reading:
            self._read()
        else:
            self._list()

    async def action_back(self) -> None:
        if self.reading and self.pane.page.find_active:
            self._stop_finding()
        elif self._back:
            self._forward.append(self._here())
            left = self._back.pop()
            await self._return_to(left.place)
            if left.reopen:
                left.reopen()
        elif self.reading:
            self._list()
        self.refresh_bindings()

    async def action_forward(self) -> None:
        if self._forward:
            self._back.append(Left(self._here()))
            await self._return_to(self._forward.pop())
        self.refresh_bindings()

    def _stop_finding(self) -> None:
        self.pane.page.find("")
        self.report_match()

    def report_match(self) -> None:
        """Say in the footer which match is the current one, or what is selected."""
        self.query_one(Keys).state = self.pane.page.state
