"""The one screen: its panes, where the reader has been, and how citations and links are followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import DescendantFocus
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from ..errors import PctuiError
from ..model import MARKS, Citation, Hit, Reference
from ..outline import Run
from ..remarks import mark_words
from ..secure import secure
from ..store.describe import describe
from ..store.session import Place
from . import hint
from .bars import Keys, Tabs
from .commands import APP, bindings
from .page import Page
from .panes import TITLES, make
from .rows import RowList
from .scroll import Lines
from .theme import THEMES
from .told import Told

if TYPE_CHECKING:
    from ..export.citing import Styled
    from ..store.queries import Store
    from ..store.reader import Reader
    from ..store.session import Session
    from .find import FindBox
    from .jump import Target
    from .panes.base import Pane
    from .saving import SaveBox
    from .slugs import SlugBox

# Seconds in which a pane comes to stand (its rows, its page, their scroll bars): nothing is sent before, as each
# of these would repaint the screen.
_SETTLE = 0.03

_WRITING = ("mark", "note", "save")  # what writes a file

# Where an entry of each kind is at home.
_HOMES = {
    "event": "timeline",
    "change": "timeline",
    "ladder": "ladder",
    "level": "ladder",
    "recommendation": "recommendations",
    "organisation": "organisations",
    "finding": "evidence",
    "document": "sources",
}


class Main(Screen[None]):
    """The explorer."""

    AUTO_FOCUS = ""  # it is ours to say, as a session may go on in the page
    BINDINGS = bindings(APP)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-tall")]

    def __init__(
        self, store: Store, reader: Reader, session: Session | None = None, start: Reference | None = None
    ) -> None:
        super().__init__()
        self.store = store
        self.reader = reader
        self._session = session
        self._start = start
        self._places, pane = session.load() if session else ({}, None)
        self.pane_name = _HOMES.get(start.kind, "timeline") if start else pane if pane in TITLES else "timeline"
        self._panes: dict[str, Pane] = {}
        self._back: list[Place] = []
        self._forward: list[Place] = []

    def compose(self) -> ComposeResult:
        yield Tabs(id="tabs")
        with Container(id="body"):
            yield self._make(self.pane_name)
        if secure() or (self._session and not self._session.told(hint.NAME)):
            yield hint.Hint()
        yield Told()
        yield Keys(id="keys")

    def tell(self, text: str, title: str, severity: str) -> None:
        """Tell the reader something, until the next key."""
        self.query_one(Told).tell(text, title, severity)

    async def on_mount(self) -> None:
        self.query_one(Tabs).pane = self.pane_name
        self.app.delay_update(_SETTLE)
        place = self._places.get(self.pane_name)
        reading = bool(self._start)
        if self._start:
            if not self.pane.go_to(self._start.slug):
                self.pane.show(self._start.slug)
        elif place:
            reading = self._come_back(place) and place.reading
        if reading:
            self._read()
        else:
            self._list()

    def _come_back(self, place: Place) -> bool:
        """Go to where the last session left a pane; False where that is no longer there."""
        if place.slug is None:
            return False
        try:
            self.store.reference(place.slug)
        except PctuiError:
            return False
        if not self.pane.go_to(place.slug):
            self.pane.show(place.slug)
        self.pane.page.restore(place.stop, place.top)
        return True

    async def on_key(self) -> None:
        """Take the hint away at the first key."""
        self.query_one(Told).take_away()
        if self.query(hint.Hint):
            await self.query(hint.Hint).remove()
            if self._session:
                self.call_after_refresh(self._session.tell, hint.NAME)

    def keep_place(self) -> None:
        """Keep where the reader is, for the next session."""
        if self._session and self._panes and self.pane.is_mounted:
            self._session.keep([self._here()], self.pane_name)

    def _make(self, name: str) -> Pane:
        """Make a pane, when it is first looked at."""
        pane = self._panes[name] = make(name, self.store, self.reader)
        return pane

    @property
    def pane(self) -> Pane:
        """The pane in view."""
        return self._panes[self.pane_name]

    @property
    def reading(self) -> bool:
        """Whether the page has the focus."""
        return isinstance(self.focused, Page)

    async def action_pane(self, name: str) -> None:
        await self._turn_to(name)
        self._list()

    async def _turn_to(self, name: str) -> None:
        if name == self.pane_name:
            return
        self._stop_finding()
        left = self._here()
        self.pane.display = False
        fresh = name not in self._panes
        self.pane_name = name
        if fresh:
            await self.query_one("#body").mount(self._make(name))
            if name in self._places:
                self._come_back(self._places[name])
        self.pane.display = True
        self.query_one(Tabs).pane = name
        if self._session:
            # Written when the pane has been painted: nobody waits for it.
            self.call_after_refresh(self._session.keep, [left], name)

    def _list(self) -> None:
        self.pane.remove_class("-reading")
        self.pane.main.focus()

    def _read(self) -> None:
        self.pane.add_class("-reading")
        self.pane.page.focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Give the page its place also where it was focused by the mouse; boxes to type into leave it what it has."""
        if self.pane in event.widget.ancestors:
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

    # Following links, and coming back.

    def _here(self) -> Place:
        page = self.pane.page
        return Place(self.pane_name, self.pane.shown, page.stop, page.scroll_offset.y, self.reading)

    def _leave(self) -> None:
        self._back.append(self._here())
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

    async def open_citation(self, citation: Citation) -> None:
        """Go to the passage that a citation names."""
        await self._open_passage(
            citation.document, citation.paragraph, citation.anchors[0] if citation.anchors else None
        )

    async def _open_passage(self, document: str, paragraph: int, anchor: str | None) -> None:
        from .panes.sources import passage_mark

        self._leave()
        await self._turn_to("sources")
        self.pane.go_to(document, passage_mark(paragraph, anchor))
        self._read()

    async def open_entry(self, slug: str, kind: str) -> None:
        """Go to an entry where it is at home, or show it here where it is at home nowhere."""
        self._leave()
        home = _HOMES.get(kind)
        if home:
            await self._turn_to(home)
        if not (home and self.pane.go_to(slug)):
            self.pane.show(slug)
        self._read()

    async def _return_to(self, place: Place) -> None:
        await self._turn_to(place.pane)
        if place.slug is not None:
            if not self.pane.go_to(place.slug):
                self.pane.show(place.slug)
            self.pane.page.restore(place.stop, place.top)
        if place.reading:
            self._read()
        else:
            self._list()

    async def action_back(self) -> None:
        if self.reading and self.pane.page.finding:
            self._stop_finding()
        elif self._back:
            self._forward.append(self._here())
            await self._return_to(self._back.pop())
        elif self.reading:
            self._list()
        self.refresh_bindings()

    async def action_forward(self) -> None:
        if self._forward:
            self._back.append(self._here())
            await self._return_to(self._forward.pop())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what is not possible here."""
        if action == "back":
            return bool(self._back) or self.reading
        if action == "forward":
            return bool(self._forward)
        if action == "next_match":
            return self.reading and self.pane.page.finding
        if action in _WRITING and secure():
            return False
        if action in ("mark", "note"):
            if self.pane_name not in self._panes or self.pane.subject is None:
                return False
            return action == "mark" or not self.pane.page.finding  # n leads to the next match then
        if action == "passage":
            return self.pane_name != "sources" and bool(self._citation())
        if action in ("copy_citation", "copy_as"):
            whole = action == "copy_as" or self.pane_name == "sources"
            return bool(self._citation()) or (whole and self._shown() is not None)
        return True

    def _citation(self) -> Citation | None:
        """The citation under the cursor, else the first that the entry shown rests on."""
        if self.pane_name not in self._panes or not self.pane.is_mounted:
            return None
        if self.reading and (run := self.pane.page.current) and run.citation:
            return run.citation
        if self.reading and (passage := self.pane.passage):
            return passage
        if self.pane.shown is None or self.pane_name == "sources":
            return None
        try:
            citations = describe(self.store, self.pane.shown).citations
        except PctuiError:
            return None
        return citations[0] if citations else None

    async def action_passage(self) -> None:
        if citation := self._citation():
            await self.open_citation(citation)

    def _shown(self) -> str | None:
        """The slug of the entry on the page in view."""
        shown = self.pane.entry if self.pane_name in self._panes else None
        return None if shown is None or self.store.missing([shown]) else shown

    def _styles(self) -> list[Styled]:
        """What there is to copy here."""
        from ..export.citing import styles

        citation, shown = self._citation(), self._shown()
        entry = describe(self.store, shown) if shown else None
        slug = citation.document if citation else shown if entry and entry.kind == "document" else None
        return list(styles(entry, citation, self.store.document(slug) if slug else None))

    def _copy(self, style: Styled | None) -> None:
        if style:
            self.app.copy_to_clipboard(style.text)
            self.notify(style.text, title="Sent to the terminal's clipboard", markup=False)

    def action_copy_citation(self) -> None:
        self._copy(next((style for style in self._styles() if style.name == "Full reference"), None))

    def action_copy_as(self) -> None:
        from .copying import CopyMenu

        self.app.push_screen(CopyMenu(self._styles()), self._copy)

    async def action_save(self) -> None:
        """Open the box for the name of a file to write what is on screen to."""
        from .saving import SaveBox, Writable

        if self.query(SaveBox):
            return
        pane = self.pane
        blocks = tuple(pane.page.blocks)
        choices = [Writable(f"the list of {TITLES[pane.NAME]}", pane.NAME, pane.listed)]
        if pane.shown:
            page = Writable(f"“{pane.shown}”", "-".join(re.findall(r"[\w-]+", pane.shown)), lambda: blocks)
            choices = [page, *choices] if self.reading else [*choices, page]
        await self.mount(SaveBox(choices), before="#keys")

    async def on_save_box_left(self, event: SaveBox.Left) -> None:
        from .saving import SaveBox

        await self._leave_box(SaveBox)
        if event.written:
            self.notify(str(event.written), title="Written", markup=False)

    async def _leave_box(self, kind: type[Widget]) -> None:
        if self.pane.has_class("-reading"):
            self._read()
        else:
            self._list()
        await self.query(kind).remove()

    async def action_open_slug(self) -> None:
        """Open the box for a slug."""
        from .slugs import SlugBox

        if not self.query(SlugBox):
            await self.mount(SlugBox(self.store), before="#keys")

    async def on_slug_box_left(self, event: SlugBox.Left) -> None:
        from .slugs import SlugBox

        await self._leave_box(SlugBox)
        if event.entry:
            await self.open_entry(event.entry.slug, event.entry.kind)

    # The reader's own marks and notes.

    def action_mark(self) -> None:
        if (entry := self.pane.subject) is None:
            return
        notes = self.pane.notes
        had = notes.known.get(entry.slug)
        order = [None, *MARKS]
        mark = order[(order.index(had.mark if had else None) + 1) % len(order)]
        try:
            notes.mark(entry, mark)
        except PctuiError as error:
            self.notify(error.message, title="The mark was not kept", severity="warning", markup=False)
            return
        self._remarked(entry.slug)
        if self.reading:  # the row is not in view everywhere, nor the head of the page
            self.notify(f"Your mark: {mark_words(mark)}", markup=False)

    def _remarked(self, slug: str) -> None:
        for pane in self._panes.values():
            pane.remarked(slug)
        self.refresh_bindings()

    def action_note(self) -> None:
        if (entry := self.pane.subject) is None:
            return
        from .note import NoteBox

        try:
            writing = self.pane.notes.begin(entry)
        except PctuiError as error:
            self.notify(error.message, title="No note can be written", severity="warning", markup=False)
            return
        self.app.push_screen(NoteBox(writing), lambda _: self._remarked(entry.slug))

    async def _found(self, hit: Hit | None) -> None:
        if hit is None:
            return
        if hit.kind == "passage":
            await self._open_passage(hit.slug, hit.paragraph, None)
        else:
            await self.open_entry(hit.slug, hit.kind)

    def action_jump(self) -> None:
        """Put labels on the links of the page first, which then have the shortest, and on the rows."""
        from .jump import Jump, Target

        widgets = [widget for widget in self.pane.query(Lines) if widget.is_on_screen]
        widgets.sort(key=lambda widget: not isinstance(widget, Page))
        targets = [
            Target(Offset(spot.x, spot.y) + widget.content_region.offset, spot.go)
            for widget in widgets
            for spot in widget.spots()
        ]
        self.app.push_screen(Jump(self._compositor.render_strips(), targets), self._jump)

    def _jump(self, target: Target | None) -> None:
        if target:
            target.go()

    def action_search(self) -> None:
        from .search import Search

        self.app.push_screen(Search(self.store, self.reader), self._found)

    async def action_find(self) -> None:
        """Open the find box for the page in view."""
        from .find import FindBox

        if self.query(FindBox):
            return
        self._read()
        box = FindBox()
        await self.mount(box, before="#keys")
        box.focus()

    def on_find_box_typed(self, event: FindBox.Typed) -> None:
        self.pane.page.find(event.text)
        self._tell_match(self.pane.page.next_match(0))

    async def on_find_box_left(self, event: FindBox.Left) -> None:
        from .find import FindBox

        await self.query(FindBox).remove()
        page = self.pane.page
        self._read()
        if event.found and page.finding:
            self._tell_match(page.next_match(0))
        else:
            self._stop_finding()
        self.refresh_bindings()

    def action_next_match(self, by: int) -> None:
        self._tell_match(self.pane.page.next_match(by))

    def _tell_match(self, place: tuple[int, int]) -> None:
        number, count = place
        self.query_one(Keys).state = f"{number} of {count}" if count else "not in this text"

    def _stop_finding(self) -> None:
        self.pane.page.find("")
        self.query_one(Keys).state = ""

    def action_help(self) -> None:
        from .help import Help, help_blocks

        self.app.push_screen(Help(list(help_blocks(self.pane))))

    def action_theme(self) -> None:
        names = list(THEMES)
        at = names.index(self.app.theme) if self.app.theme in names else -1
        self.app.theme = names[(at + 1) % len(names)]

    def action_quit(self) -> None:
        self.app.exit(0)
