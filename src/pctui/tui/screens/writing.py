"""What a screen with panes does while writing is on: selecting passages, and making and changing entries of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import FaultsError, PctuiError
from ...restricted import secure
from ..commands import ON_PAGE, SELECTING, WRITING, Command
from ..widgets.message_line import inform
from .navigation import Navigation

if TYPE_CHECKING:
    from ...authoring.filling import Filling
    from ...authoring.workspace import Workspace
    from ...reader.entry_drafts import EntryDraft, EntryDrafts
    from ..widgets.selecting import SelectablePage

_ACTIONS = frozenset(command.action.removeprefix("screen.") for command in [*WRITING, *ON_PAGE])
_OF_SELECTION = frozenset(c.action.removeprefix("screen.") for c in SELECTING if c.action.startswith("screen."))
_OF_ENTRY = frozenset(("edit", "edit_file", "disagree", "link", "delete"))
_COMMANDS = frozenset(command.id for command in [*WRITING, *ON_PAGE] if command.id != "write")
NO_COPY = "Passages are selected in Sources, in the text of a document of which you have attached a copy."


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
        inform(self, f"Writing is on: {workspace.folder}. In Sources, V selects a sentence, and a writes an entry.")
        self.refresh_bindings()

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

    # A new entry.

    def action_new_entry(self) -> None:
        """Ask for the kind of an entry that cites what is selected, or continue a draft."""
        page = self.passage_page
        if page is None or page.selection is None:
            return
        cited = page.selection.cited()
        quotation = " … ".join(part.text for part in page.selection.parts)
        if cited.wrong:
            inform(self, f"This cannot be cited: {cited.wrong}.")
            return
        from ..dialogs.entry_form.kind_menu import KindMenu

        try:
            drafts = self._drafts.all()
        except PctuiError as error:
            self.notify(error.message, title="Drafts cannot be read", severity="warning", markup=False)
            drafts = []
        menu = KindMenu(drafts)

        def chosen(kind: str | EntryDraft | None) -> None:
            for writer in menu.discarded:
                self._drafts.drop(writer)
            if isinstance(kind, str):
                self._fill_in(kind, cited.citations, cited.passages, quotation=quotation)
            elif kind:
                self._continue(kind)

        self.app.push_screen(menu, chosen)

    @property
    def _drafts(self) -> EntryDrafts:
        from ...reader.entry_drafts import EntryDrafts

        return EntryDrafts(self.reader.path, self.store.corpus["slug"])

    def _fill_in(
        self,
        kind: str,
        citations: Sequence[dict[str, Any]],
        passages: Sequence[str],
        draft: EntryDraft | None = None,
        before: Mapping[str, Any] | None = None,
        quotation: str = "",
    ) -> None:
        """Open the form of an entry."""
        assert self.workspace
        from ...authoring.filling import Filling
        from ...kinds.registry import KINDS

        last = self.workspace.last.get(kind)
        filling = Filling(self.store, KINDS[kind], citations, passages, before, last, quotation)
        if draft:
            filling.resume(draft)
        self._open_form(filling, writer=draft.writer if draft else "")

    def _open_form(self, filling: Filling, *, writer: str = "", title: str = "") -> None:
        """Open a form: of a whole entry or, with a title of its own, of something that is added to one."""
        from ..dialogs.entry_form.dialog import EntryForm

        place, drafts = self._place_of(filling), None if title else self._drafts
        form = EntryForm(self.store, filling, drafts, self._save, place, writer, title)
        self.app.push_screen(form, self._saved)

    def _place_of(self, filling: Filling) -> str:
        """Return where the passages of an entry are, in words."""
        labels = self.store.labels(citation["document"] for citation in filling.citations)
        return "; ".join(f"{labels.get(c['document'], c['document'])}, ¶{c['paragraph']}" for c in filling.citations)

    def _continue(self, draft: EntryDraft) -> None:
        """Open the form again that was left."""
        passages = self._passages(draft.citations)
        self._fill_in(draft.kind, draft.citations, passages, draft, draft.before or None)

    def _passages(self, citations: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return the passages that are cited, as the copies print them."""
        found: list[str] = []
        for citation in citations:
            if copy := self.reader.copy(citation["document"]):
                spans = (copy.match(anchor).span for anchor in citation["anchors"])
                found += [copy.passage(span) for span in spans if span]
        return found

    async def _save(self, filling: Filling) -> str:
        """Save what is filled in; return what is wrong, '' if it is in the corpus and in the database."""
        assert self.workspace
        from ...authoring.workspace import ChangedMeanwhile

        workspace, record, terms = self.workspace, filling.record, filling.used_terms
        try:
            if filling.before is None:
                await asyncio.to_thread(workspace.add, record, terms)
            else:
                await asyncio.to_thread(workspace.replace, filling.own, filling.before, record, terms)
        except ChangedMeanwhile as error:
            filling.before = error.record  # so that saving again is on purpose
            return told(error)
        except PctuiError as error:
            return told(error)
        if filling.before is None:
            workspace.last[filling.kind.name] = filling.choices
        return ""

    async def _saved(self, slug: str | None) -> None:
        """Show what was saved; Esc goes back to the passage."""
        if slug is None:
            return
        if page := self.passage_page:
            page.leave()
        await self.reread()
        if self.pane.entry != slug or self.pane_name == "sources":
            await self.open_entry(slug, self.store.reference(slug).kind)
        inform(self, f"Saved: {slug}")

    async def reread(self) -> None:
        """Show what the database says now in every pane."""
        self.store.reopen()
        for pane in self.panes.values():
            pane.reread()
        self.refresh_bindings()

    def on_selectable_page_selected(self) -> None:
        self.report_match()


def told(error: PctuiError) -> str:
    """Return an error on one line, with the first of the faults if it has several."""
    first = f" {error.faults[0]}." if isinstance(error, FaultsError) and error.faults else ""
    return f"{error.message}.{first} {error.hint}".strip()
