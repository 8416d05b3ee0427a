"""The main screen, with the actions that are available in every pane."""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.widget import Widget

from ...errors import PctuiError
from ...model import MARKED, MARKS, Citation, Document, Entry, Hit, Reference, mark_words
from ...page import Heading
from ...panes import PANES
from ...queries.entry import describe, first_citation
from ...restricted import secure
from ..commands import APP, bindings
from ..dismissal import open_dialog
from ..remapping import key_label
from ..textual_private import screen_strips
from ..theme import THEMES
from ..widgets.line_view import Lines
from ..widgets.message_line import inform
from ..widgets.page import Page
from .navigation import SHARES
from .writing import Writing

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader
    from ...reader.session import Session
    from ..dialogs.date import DateBox
    from ..dialogs.jump import Target
    from ..dialogs.save import SaveBox
    from ..dialogs.slug import SlugBox
    from ..widgets.find_bar import FindBox

_KEPT = 100  # entries of which the first citation is kept
_COMMANDS = {command.id: command for command in APP}
_PARTS = ("list", "chart", "text")
_WHILE = 30.0  # seconds after which it is said again that a key has no command
_WRITERS = ("mark", "note", "save")  # actions that write a file of the reader's


class Main(Writing):
    """The explorer."""

    AUTO_FOCUS = ""  # set on mount, because a session may resume in the page
    BINDINGS = bindings(APP)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-tall")]

    # What `check_action` asks: the footer asks at every refresh, and for every command.
    _present: tuple[str, bool] | None = None  # the slug asked for last, and whether there is such an entry

    def __init__(
        self, store: Store, reader: Reader, session: Session | None = None, start: Reference | None = None
    ) -> None:
        super().__init__(store, reader, session, start)
        self._cited: dict[str, Citation | None] = {}  # by slug, the first citation
        self._saving: dict[str, bool | str] = {}  # what was chosen in this session of how to export
        self._unknown = -_WHILE  # when it was said last that a key has no command

    async def rebuilt(self) -> bool:
        self._cited.clear()
        self._present = None
        return await super().rebuilt()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide actions that are not possible here."""
        if not self.ready:
            return False
        if action == "back" and self.passage_page:
            return False  # Esc leaves the selection
        if (possible := self.may_write(action)) is not None:
            return possible
        if action == "back":
            return bool(self._back) or self.reading
        if action == "forward":
            return bool(self._forward)
        if action == "next_match":
            return self.reading and self.pane.page.find_active
        if action in _WRITERS and secure():
            return False
        if action in ("mark", "note"):
            return self.pane.subject is not None
        if action == "passage":
            return self.pane_name != "sources" and bool(self._citation())
        if action in ("copy_citation", "copy_as"):
            whole = action == "copy_as" or self.pane_name == "sources"
            return bool(self._citation()) or (whole and self._shown() is not None)
        return True

    def _citation(self) -> Citation | None:
        """Return the citation under the cursor, or of the statement there; else that of the entry shown."""
        run = self.pane.page.current if self.reading else None
        if run and run.citation:
            return run.citation
        if self.reading and (passage := self.pane.passage):
            return passage
        if run and run.entry:
            return self._first_citation(run.entry)
        if self.pane.shown is None or self.pane_name == "sources":
            return None
        return self._first_citation(self.pane.shown)

    def _first_citation(self, slug: str) -> Citation | None:
        if slug not in self._cited:
            if len(self._cited) >= _KEPT:
                self._cited.clear()
            try:
                self._cited[slug] = first_citation(self.store, slug)
            except PctuiError:
                self._cited[slug] = None
        return self._cited[slug]

    async def action_passage(self) -> None:
        if citation := self._citation():
            await self.open_citation(citation)

    def _statement(self) -> str | None:
        """Return the slug of the entry under the cursor, or else of that on the page."""
        run = self.pane.page.current if self.reading else None
        return run.entry if run and run.entry else self._shown()

    def changed_entry(self) -> str | None:
        return self._shown()

    def _shown(self) -> str | None:
        """Return the slug of the entry on the page in view."""
        shown = self.pane.entry
        if shown is None:
            return None
        if self._present is None or self._present[0] != shown:
            self._present = shown, not self.store.missing([shown])
        return shown if self._present[1] else None

    def _copied(self) -> tuple[Entry | None, Citation | None, Document | None]:
        """Return what can be copied here: the entry, and the citation with its document."""
        citation, shown = self._citation(), self._statement()
        entry = describe(self.store, shown) if shown else None
        slug = citation.document if citation else shown if entry and entry.kind == "document" else None
        return entry, citation, self.store.document(slug) if slug else None

    def action_copy_citation(self) -> None:
        from ..copying import Copy

        self.post_message(Copy(*self._copied()))

    def action_copy_as(self) -> None:
        from ..copying import Copy

        self.post_message(Copy(*self._copied(), choose=True))

    async def action_lineage(self) -> None:
        """Show the entry under the cursor, or else that on the page, on the lineage."""
        if slug := self._statement() or self.pane.about:
            await self.open_lineage(slug)
        else:
            self.notify("Nothing here is on the lineage.", markup=False)

    async def action_save(self) -> None:
        """Open the box that exports the page or the list to a file."""
        from ...render.files import file_stem
        from ..dialogs.save import SaveBox, Writable

        if self.query(SaveBox):
            return
        pane = self.pane
        by_mark = pane.only_marked == MARKED if pane.by_mark else None
        choices = [
            Writable(f"the {PANES[pane.NAME].title} list", pane.NAME, pane.list_blocks, by_mark, pane.only_drafts)
        ]
        if pane.shown:
            stem = file_stem("-".join(re.findall(r"[\w-]+", pane.shown)))
            title = next((block.text for block in pane.page.blocks if isinstance(block, Heading)), pane.shown)
            page = Writable(f"“{title}”", stem, pane.page_blocks)
            choices = [page, *choices] if self.reading else [*choices, page]
        box = SaveBox(choices, pane.notes.known, self.store, self._saving)
        await self.mount(box, before="#keys")

    async def on_save_box_closed(self, event: SaveBox.Closed) -> None:
        from ..dialogs.save import SaveBox

        await self._leave_box(SaveBox)
        if event.written:
            self.notify("; ".join(filter(None, (str(event.written), event.note))), title="Written", markup=False)

    async def _leave_box(self, kind: type[Widget]) -> None:
        if self.pane.has_class("-reading"):
            self._read()
        else:
            self._list()
        await self.query(kind).remove()

    async def action_open_slug(self) -> None:
        """Open the box for a slug."""
        from ..dialogs.slug import SlugBox

        if not self.query(SlugBox):
            await self.mount(SlugBox(self.store), before="#keys")

    async def on_slug_box_closed(self, event: SlugBox.Closed) -> None:
        from ..dialogs.slug import SlugBox

        await self._leave_box(SlugBox)
        if event.entry:
            await self.open_entry(event.entry.slug, event.entry.kind)

    async def action_go_to_date(self) -> None:
        """Open the box for a date."""
        from ..dialogs.date import DateBox

        if not self.query(DateBox):
            await self.mount(DateBox(), before="#keys")

    async def on_date_box_closed(self, event: DateBox.Closed) -> None:
        from ..dialogs.date import DateBox

        await self._leave_box(DateBox)
        if event.date:
            await self.open_date(event.date)

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
            self.notify(error.message, title="The mark was not saved", severity="warning", markup=False)
            return
        self._annotated(entry.slug)
        if self.reading:  # the row and the top of the page may be out of view
            self.notify(f"Your mark: {mark_words(mark)}", markup=False)

    def _annotated(self, slug: str) -> None:
        for pane in self._panes.values():
            pane.annotated(slug)
        self.refresh_bindings()

    def action_note(self) -> None:
        if (entry := self.pane.subject) is None:
            return
        from ..dialogs.note import NoteBox

        try:
            writing = self.pane.notes.begin(entry)
        except PctuiError as error:
            self.notify(error.message, title="Notes cannot be written", severity="warning", markup=False)
            return
        self.app.push_screen(NoteBox(writing), lambda _: self._annotated(entry.slug))

    async def _found(self, hit: Hit | Citation | None) -> None:
        if hit is None:
            return
        if isinstance(hit, Citation):
            await self.open_citation(hit)
        elif hit.kind == "passage":
            await self._open_passage(hit.slug, hit.paragraph, None, snippet=hit.snippet)
        else:
            await self.open_entry(hit.slug, hit.kind)

    def action_jump(self) -> None:
        """Show jump labels; links on the page come before rows, so that they get the shortest."""
        from ..dialogs.jump import Jump, Target

        under = screen_strips(self)
        if under is None:
            self.notify("This version of Textual does not support it.", title="No jump mode", severity="warning")
            return
        widgets = [widget for widget in self.pane.query(Lines) if widget.is_on_screen]
        widgets.sort(key=lambda widget: not isinstance(widget, Page))
        targets = [
            Target(Offset(spot.x, spot.y) + widget.content_region.offset, spot.go)
            for widget in widgets
            for spot in widget.spots()
        ]
        self.app.push_screen(Jump(under, targets), self._jump)

    def _jump(self, target: Target | None) -> None:
        if target:
            target.go()

    async def action_search(self) -> None:
        from ..dialogs.search import Search

        await open_dialog(self.app, Search(self.store, self.reader), self._found)

    async def action_find(self) -> None:
        """Open the find box for the page in view."""
        from ..widgets.find_bar import FindBox

        if self.query(FindBox):
            return
        self._read()
        box = FindBox()
        await self.mount(box, before="#keys")
        box.focus()

    def on_find_box_typed(self, event: FindBox.Typed) -> None:
        self.pane.page.find(event.text)
        self.report_match()

    async def on_find_box_closed(self, event: FindBox.Closed) -> None:
        from ..widgets.find_bar import FindBox

        await self.query(FindBox).remove()
        page = self.pane.page
        self._read()
        if event.found and page.find_active:
            self.report_match()
        else:
            self._stop_finding()
        self.refresh_bindings()

    def action_next_match(self, by: int) -> None:
        _, count = self.pane.page.next_match(by)
        if count < 2:
            inform(self, "This is the only match." if count else "Nothing matches.")
        self.report_match()

    # The parts of the screen.

    def action_contents(self) -> None:
        """Show the headings of the page, and go to the one that is chosen."""
        from ..dialogs.contents import Contents

        headings = self.pane.page.contents()
        if len(headings) < 2:
            inform(self, "This page has no parts to go to.")
            return
        self.app.push_screen(Contents(headings, self.pane.page.heading), self._to_heading)

    def _to_heading(self, number: int | None) -> None:
        if number is not None:
            self._read()
            self.pane.page.go_to_heading(number)

    def action_zoom(self) -> None:
        """Give the part that has the focus the whole screen, the next one of a pane that has several, or none."""
        parts = ("text",) if self.reading else self.pane.PARTS
        steps = ["", *parts]
        zoomed = next((part for part in _PARTS if self.has_class(f"-zoom-{part}")), "")
        part = steps[(steps.index(zoomed) + 1) % len(steps)] if zoomed in steps else ""
        self.set_class(bool(part), "-zoomed")
        for other in _PARTS:
            self.set_class(other == part, f"-zoom-{other}")
        key = key_label(_COMMANDS["zoom"], self.app)
        after = (*parts, "")[parts.index(part) + 1] if part else ""
        then = f"the {after}" if after else "back"
        inform(self, f"The {part} has the whole screen. {key}: {then}" if part else "All parts are in view again.")

    def action_split(self, by: int) -> None:
        """Move the split between the list and the text, in every pane."""
        at = SHARES.index(self.share) + by
        if not 0 <= at < len(SHARES):
            inform(self, f"The {'text' if by > 0 else 'list'} has as much room as there is for it.")
            return
        self.share = SHARES[at]
        if self.has_class("-zoomed") or (self.has_class("-narrow") and (self.reading or self.has_class("-short"))):
            inform(self, f"{self.share}% for the text, where the list is in view beside it.")
        else:
            inform(self, f"{self.share}% for the text")

    def why_not(self, action: str) -> str:
        """Return why one of the actions of every pane can do nothing here; empty if what its command needs says it."""
        name = action.partition("(")[0]
        if name in _WRITERS and secure():
            return "This login writes no files."
        if name == "passage" and self.pane_name == "sources":
            return "This is the source itself."
        return self.why_not_written(action)

    def explain(self, key: str) -> None:
        """Say why a key does nothing here, or where it works; of one without a command only once in a while."""
        from ..refusals import refusal, unknown

        if text := refusal(self.pane, key, reading=self.reading, why_not=self.why_not):
            inform(self, text)
        elif key.startswith("<") or monotonic() - self._unknown < _WHILE:
            return
        else:
            self._unknown = monotonic()
            inform(self, unknown(self.pane, key))

    def action_help(self) -> None:
        from ..dialogs.help import Help

        self.app.push_screen(Help(self.pane, reading=self.reading))

    def action_theme(self) -> None:
        names = list(THEMES)
        at = names.index(self.app.theme) if self.app.theme in names else -1
        self.app.theme = names[(at + 1) % len(names)]

    async def action_quit(self) -> None:
        await self.app.action_quit()
