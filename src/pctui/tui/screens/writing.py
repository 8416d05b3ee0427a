"""What a screen with panes does while writing is on: selecting passages, and making and changing entries of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.events import Print

from ...errors import PctuiError
from ...queries.store import Store
from ...restricted import secure
from ...text import clean
from ..commands import ON_PAGE, SELECTING, WRITING, Command
from ..widgets.message_line import inform
from .navigation import Navigation

if TYPE_CHECKING:
    from ...authoring.workspace import Workspace
    from ..widgets.selecting import SelectablePage
    from .writer import Writer

_ACTIONS = frozenset(command.action.removeprefix("screen.") for command in [*WRITING, *ON_PAGE])
_OF_SELECTION = frozenset(c.action.removeprefix("screen.") for c in SELECTING if c.action.startswith("screen."))
_OF_ENTRY = frozenset(("edit", "edit_file", "disagree", "link", "delete"))
_COMMANDS = frozenset(command.id for command in [*WRITING, *ON_PAGE] if command.id != "write")
NO_COPY = "Passages are selected in Sources, in the copy that you have attached."


class Writing(Navigation):
    """A screen on which the corpus can be written, while writing is on."""

    workspace: Workspace | None = None  # while writing is on

    def offers(self, command: Command) -> bool:
        """Whether the help explains a command: those of writing only while writing is on."""
        return command.id not in _COMMANDS or self.workspace is not None

    def may_write(self, action: str) -> bool | None:
        """Whether an action of writing is possible here; None if it is another action."""
        if action not in _ACTIONS and action not in _OF_SELECTION:
            return None
        if secure():
            return False
        if action == "write":
            return True
        if self.workspace is None:
            return False
        if action in _OF_SELECTION:
            return self.passage_page is not None
        if action in _OF_ENTRY:
            return self.passage_page is None and self.changed_entry() is not None
        if action == "select":
            return self.passage_page is None and self.pane_name == "sources"
        if action == "undo":
            return bool(self.workspace.done)
        return action != "redo" or bool(self.workspace.undone)

    def why_not_written(self, action: str) -> str:
        """Return why an action of writing can do nothing here; '' if what its command needs says it."""
        name = action.partition("(")[0].removeprefix("screen.")
        if name not in _ACTIONS or self.workspace is None:
            return ""
        if name == "select":
            return NO_COPY
        if name in ("undo", "redo"):
            return f"There is nothing to {name}."
        return "Go to the page of an entry first."

    @property
    def passage_page(self) -> SelectablePage | None:
        """The page on which a passage is selected."""
        if not self.ready or self.pane_name != "sources":
            return None
        from ..widgets.selecting import SelectablePage

        page = self.pane.page
        return page if isinstance(page, SelectablePage) and page.selection else None

    def changed_entry(self) -> str | None:
        """Return the slug of the entry that a command of writing changes."""
        raise NotImplementedError

    # Turning it on, and selecting.

    def action_write(self) -> None:
        """Turn writing on, if the folder of the corpus is at hand, or off."""
        if self.workspace:
            if page := self.passage_page:
                page.leave()
            self.workspace = None
            self.end_capture_print()
            inform(self, "Writing is off.")
            self.refresh_bindings()
            return
        from ...authoring.workspace import at_hand

        try:
            workspace = at_hand(self.store, self.app.corpus)  # type: ignore[attr-defined]
        except PctuiError as error:
            self.notify(f"{error.message} {error.hint}".strip(), title="No writing", severity="warning", markup=False)
            return
        self.begin_writing(workspace)

    def begin_writing(self, workspace: Workspace) -> None:
        """Turn writing on."""
        self.workspace = workspace
        self.begin_capture_print(stdout=False)  # such as what was completed of an interrupted change
        inform(self, f"Writing is on: {workspace.folder}. In Sources, V selects a sentence, and a writes an entry.")
        self.refresh_bindings()

    def on_print(self, event: Print) -> None:
        """Show what is said on stderr, which the screen hides."""
        if said := event.text.strip():
            self.notify(clean(said), severity="warning", markup=False)

    def action_select(self) -> None:
        """Select the sentence at the reader's place in the document."""
        from ..panes.sources import SourcesPane
        from ..widgets.selecting import SelectablePage

        pane, page = self.pane, self.pane.page
        selection = pane.selection() if isinstance(pane, SourcesPane) else None
        if selection is None or not isinstance(page, SelectablePage):
            inform(self, NO_COPY)
            return
        self._read()
        page.begin(selection)

    # What is done with the corpus: see writer.py, which is loaded when it is first needed.

    @property
    def writer(self) -> Writer:
        """What makes and changes entries."""
        from .writer import Writer

        assert self.workspace
        return Writer(self, self.workspace, self.changed_entry, lambda: self.passage_page, self.reread)

    def action_new_entry(self) -> None:
        self.writer.new_entry()

    def action_edit(self) -> None:
        self.writer.edit()

    async def action_edit_file(self) -> None:
        await self.writer.edit_file()

    async def action_link(self) -> None:
        await self.writer.link()

    async def action_disagree(self) -> None:
        await self.writer.disagree()

    def action_review(self) -> None:
        self.writer.review()

    async def action_cite(self) -> None:
        await self.writer.cite()

    async def action_delete(self) -> None:
        await self.writer.delete()

    def action_undo(self) -> None:
        self.writer.undo()

    def action_redo(self) -> None:
        self.writer.redo()

    async def reread(self) -> None:
        """Show what the database has now, in every pane, where the reader was."""
        self.store.become(Store(self.store.path, context=self.store.context))
        with self.app.batch_update():
            await self.rebuilt()
        if self.workspace:
            self.run_worker(self._renew_schema(self.workspace), group="schema")

    async def _renew_schema(self, workspace: Workspace) -> None:
        try:
            await asyncio.to_thread(workspace.renew_schema)
        except PctuiError as error:
            self.notify(error.message, title="Your editor's schema was not renewed", severity="warning", markup=False)

    def on_selectable_page_selected(self) -> None:
        self.report_match()
