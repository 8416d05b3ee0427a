"""What makes and changes the entries of a corpus in the explorer: forms, questions, and what is shown afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ...errors import FaultsError, NotFound, PctuiError
from ...model import Citation, Hit, Reference
from ...text import number_of
from ..background import in_background
from ..dismissal import open_dialog
from ..widgets.message_line import inform

if TYPE_CHECKING:
    from ...authoring.filling import Filling
    from ...authoring.selecting import Cited
    from ...authoring.workspace import Workspace
    from ...corpus.parse import Place
    from ...kinds.base import Path
    from ...queries.store import Store
    from ...reader.entry_drafts import EntryDraft, EntryDrafts
    from ..widgets.selecting import SelectablePage
    from .navigation import Navigation

_NO_ENTRY = "Choose an entry, not a passage."


class Writer:
    """Makes and changes the entries of a corpus, for a screen.

    `entry` returns the slug of the entry that is to be changed, `page` the page on which a passage is selected, and
    `reread` shows what has become of the corpus.
    """

    def __init__(
        self,
        screen: Navigation,
        workspace: Workspace,
        entry: Callable[[], str | None],
        page: Callable[[], SelectablePage | None],
        reread: Callable[[], Awaitable[None]],
    ) -> None:
        self.screen = screen
        self.workspace = workspace
        self.entry = entry
        self.page = page
        self.reread = reread

    # A new entry.

    def new_entry(self) -> None:
        """Ask for the kind of an entry that cites what is selected, or continue a draft."""
        page = self.page()
        if page is None or page.selection is None:
            return
        cited = page.selection.cited()
        quotation = " … ".join(part.text for part in page.selection.parts)
        if cited.wrong:
            inform(self.screen, f"This cannot be cited: {cited.wrong}.")
            return
        from ..dialogs.entry_form.kind_menu import KindMenu

        try:
            drafts = self.drafts.all()
        except PctuiError as error:
            self.screen.notify(error.message, title="Drafts cannot be read", severity="warning", markup=False)
            drafts = []
        menu = KindMenu(drafts)

        def chosen(kind: str | EntryDraft | None) -> None:
            for writer in menu.discarded:
                self.drafts.drop(writer)
            if isinstance(kind, str):
                self._fill_in(kind, cited.citations, cited.passages, quotation=quotation)
            elif kind:
                self._continue(kind)

        self.screen.app.push_screen(menu, chosen)

    @property
    def drafts(self) -> EntryDrafts:
        from ...reader.entry_drafts import EntryDrafts

        return EntryDrafts(self.screen.reader.path, self.screen.store.corpus["slug"])

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
        from ...authoring.filling import Filling
        from ...kinds.registry import KINDS

        last = self.workspace.last.get(kind)
        printed = self._printed(before) if before else None
        filling = Filling(self.screen.store, KINDS[kind], citations, passages, before, last, quotation, printed=printed)
        if draft:
            filling.resume(draft)
        self._open_form(filling, writer=draft.writer if draft else "")

    def _open_form(self, filling: Filling, *, writer: str = "", title: str = "") -> None:
        """Open a form: of a whole entry or, with a title of its own, of something that is added to one."""
        from ..dialogs.entry_form.dialog import EntryForm

        filling.language = self.workspace.language
        form = EntryForm(self.screen.store, filling, self.drafts, self._save, self._place_of(filling), writer, title)
        self.screen.app.push_screen(form, self._saved)

    def _place_of(self, filling: Filling) -> str:
        """Return where the passages of an entry are, in words."""
        labels = self.screen.store.labels(citation["document"] for citation in filling.citations)
        return "; ".join(f"{labels.get(c['document'], c['document'])}, ¶{c['paragraph']}" for c in filling.citations)

    def _continue(self, draft: EntryDraft) -> None:
        """Open the form again that was left."""
        if draft.about:
            self._open_link(draft.before, draft.fixed, draft.about, draft)
            return
        passages = self._passages(draft.citations)
        self._fill_in(draft.kind, draft.citations, passages, draft, draft.before or None)

    def _passages(self, citations: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return the passages that are cited, as the copies print them."""
        found: list[str] = []
        for citation in citations:
            if copy := self.screen.reader.copy(citation["document"]):
                spans = (copy.match(anchor).span for anchor in citation["anchors"])
                found += [copy.passage(span) for span in spans if span]
        return found

    def _printed(self, record: Mapping[str, Any]) -> dict[Path, list[str]]:
        """Return the passages that an entry and its items cite, by the path of each; nothing if one is not found."""
        cited: dict[Path, list[Mapping[str, Any]]] = {(): record.get("citations") or []}
        for key, items in record.items():
            for number, item in enumerate(items if isinstance(items, list) else ()):
                if isinstance(item, dict) and item.get("citations"):
                    cited[key, number] = item["citations"]
        found = {path: self._passages(citations) for path, citations in cited.items() if citations}
        whole = all(len(found[path]) == sum(len(c["anchors"]) for c in cited[path]) for path in found)
        return found if whole else {}

    async def _save(self, filling: Filling) -> str:
        """Save what is filled in; return what is wrong, '' if it is in the corpus and in the database."""
        from ...authoring.workspace import ChangedMeanwhile

        workspace, record, terms = self.workspace, filling.record, filling.used_terms
        try:
            if filling.before is None:
                await asyncio.to_thread(workspace.add, record, terms)
            else:
                await asyncio.to_thread(workspace.replace, filling.own, filling.before, record, terms)
        except ChangedMeanwhile as error:
            filling.before = error.record  # so that saving again is on purpose
            return error_line(error)
        except PctuiError as error:
            return error_line(error)
        if filling.before is None:
            workspace.last[filling.kind.name] = filling.choices
        return ""

    async def _saved(self, slug: str | None) -> None:
        """Show what was saved; Esc goes back to the passage."""
        if slug is None:
            return
        if page := self.page():
            page.leave()
        await self.reread()
        if self.screen.pane.entry != slug or self.screen.pane_name == "sources":
            await self.screen.open_entry(slug, self.screen.store.reference(slug).kind)
        inform(self.screen, f"Saved: {slug}")

    def _failed(self, error: PctuiError, title: str = "Nothing was changed") -> None:
        self.screen.notify(error_line(error), title=title, severity="warning", markup=False)

    def _record(self) -> dict[str, Any] | None:
        """Return the record, as its file has it, of the entry that a command changes; None if it cannot be read."""
        slug = self.entry()
        try:
            return self.workspace.record(slug) if slug else None
        except PctuiError as error:
            self._failed(error, "The entry cannot be read")
            return None

    # The form, and the reader's own editor.

    def edit(self) -> None:
        """Open the form of the entry."""
        if record := self._record():
            citations = [c for c in record.get("citations", []) if isinstance(c, dict)]
            try:
                if draft := next((d for d in self.drafts.all() if d.slug == record["slug"] and not d.about), None):
                    self._continue(draft)
                    return
                self._fill_in(str(record.get("kind")), citations, self._passages(citations), before=record)
            except (KeyError, TypeError):
                inform(self.screen, "The record of this entry has faults: mend its file first.")

    async def edit_file(self) -> None:
        """Open the file of the entry in the reader's editor, at its line, and show what comes of it."""
        from ...authoring.editors import command

        workspace, slug = self.workspace, self.entry() or ""
        try:
            place = self._edited_place(slug)
            file = workspace.folder / place.file
            before = file.read_bytes()
            code = self._edit_outside(command(file, place.line()))
            await asyncio.to_thread(workspace.edited, place, before, f"the change of '{slug}' in an editor")
        except PctuiError as error:
            again = " Press the same key again to mend it." if workspace.faulty else ""
            self.screen.notify(
                f"{error_line(error)}{again}", title="Not shown yet", severity="warning", markup=False, timeout=10
            )
            self.screen.refresh_bindings()
            return
        await self.reread()
        if code:
            inform(self.screen, f"The editor ended with exit code {code}. What it saved is shown.")

    def _edited_place(self, slug: str) -> Place:
        """Return the place of an entry, or that of the fault for which it cannot be read."""
        try:
            return self.workspace.place(slug)
        except NotFound:
            if self.workspace.faulty:
                return self.workspace.faulty
            raise

    def _edit_outside(self, words: list[str]) -> int:
        """Give the terminal to another program until that ends; return its exit code. UsageError if that cannot be."""
        from textual.app import SuspendNotSupported

        from ...authoring.editors import run
        from ...errors import UsageError

        found: int | PctuiError
        try:
            with self.screen.app.suspend():  # an exception in here would leave the terminal as it is
                try:
                    found = run(words)
                except PctuiError as error:
                    found = error
        except SuspendNotSupported:
            raise UsageError("this terminal cannot be given to an editor") from None
        self.screen.app.action_redraw()  # type: ignore[attr-defined]
        if isinstance(found, PctuiError):
            raise found
        return found

    # What leads from one entry to another.

    async def _search(self, then: Callable[[Reference], Any], why: str) -> None:
        """Let the reader search for an entry, and go on with it."""
        from ..dialogs.search import Search

        def found(hit: Hit | Citation | None) -> None:
            if hit is None:
                return
            if isinstance(hit, Citation) or hit.kind == "passage":
                inform(self.screen, _NO_ENTRY)
            else:
                then(Reference(hit.slug, hit.kind, hit.title))

        search = Search(self.screen.store, self.screen.reader)
        await open_dialog(self.screen.app, search, found)
        search.query_one("#search-box").border_title = why

    async def link(self) -> None:
        """Link the entry to another."""
        if record := self._record():
            await self._search(lambda other: self._link(record, other, ""), "Link it to which entry?")

    async def disagree(self) -> None:
        """Say that the entry and another disagree."""
        if record := self._record():
            await self._search(lambda other: self._link(record, other, "disputes"), "Which entry disagrees with it?")

    def _link(self, record: dict[str, Any], other: Reference, type_: str) -> None:
        """Open the form of a link to another entry, as it was left if it was."""
        at = f"links.{len(record.get('links') or [])}"
        fixed = {f"{at}.to": other.slug, **({f"{at}.type": type_} if type_ else {})}
        what = "disagrees with" if type_ else "is linked to"
        try:
            drafts = self.drafts.all()
        except PctuiError as error:
            self._failed(error, "Drafts cannot be read")
            drafts = []
        draft = next((draft for draft in drafts if (draft.slug, draft.fixed) == (record["slug"], fixed)), None)
        about = f"“{record['title']}” {what} “{other.title}”"
        self._open_link(draft.before if draft else record, fixed, about, draft)

    def _open_link(
        self, record: dict[str, Any], fixed: dict[str, str], about: str, draft: EntryDraft | None = None
    ) -> None:
        from ...authoring.filling import Filling
        from ...authoring.form import link_fields
        from ...kinds.registry import KINDS

        fields = link_fields(len(record.get("links") or []), disputes="disputes" in fixed.values())
        citations = [c for c in record.get("citations", []) if isinstance(c, dict)]
        kind = KINDS[str(record["kind"])]
        passages, printed = self._passages(citations), self._printed(record)
        filling = Filling(self.screen.store, kind, citations, passages, record, fields=fields, printed=printed)
        filling.fixed = fixed
        if draft:
            filling.resume(draft)
        self._open_form(filling, writer=draft.writer if draft else "", title=about)

    async def cite(self) -> None:
        """Add what is selected as a further citation to an entry."""
        page = self.page()
        if page is None or page.selection is None:
            return
        cited = page.selection.cited()
        if cited.wrong:
            inform(self.screen, f"This cannot be cited: {cited.wrong}.")
            return
        await self._search(lambda entry: self._cite(entry, cited), "Cite it in which entry?")

    def _cite(self, entry: Reference, cited: Cited) -> None:
        workspace = self.workspace

        def work() -> str:
            before = workspace.record(entry.slug)
            record = {**before, "citations": [*before.get("citations", []), *cited.citations]}
            workspace.replace(entry.slug, before, record)
            return f"Cited in “{entry.title}”."

        self.screen.run_worker(self._work(work, leave=True), group="write")

    # Reviewing.

    def review(self) -> None:
        """Go through the entries that are not reviewed, from this one on; then show what came of it."""
        from ..dialogs.review import Left, Review

        async def closed(left: Left | None) -> None:
            if left is None:
                return
            if left.error:
                self._failed(left.error, "No review")
            if left.decided:
                await self.reread()
            if left.entry:
                await self.screen.open_entry(left.entry.slug, left.entry.kind)
            if left.edits:
                self.edit()

        self.screen.app.push_screen(Review(self.workspace, self.entry()), closed)

    # Deleting, undoing and making again.

    async def delete(self) -> None:
        """Delete the entry, and what refers to it, once that was shown."""
        from ...authoring.removing import Referring, referring
        from ..dialogs.entry_form.deletion import Deletion

        workspace, slug = self.workspace, self.entry() or ""

        def look(store: Store) -> tuple[Reference, dict[str, Any], list[Referring], str]:
            with closing(store):
                found = referring(workspace.folder, store, slug)
                return store.reference(slug), workspace.record(slug), found, workspace.place(slug).file

        try:
            entry, before, found, file = await in_background(self.screen.store, look)
        except PctuiError as error:
            self._failed(error)
            return

        def work() -> str:
            workspace.remove(entry.slug, before, found)
            also = f", and what {number_of(len(found), 'entry')} had of it" if found else ""
            return f"Deleted: {entry.slug}{also}"

        async def chosen(answer: bool | Reference | None) -> None:
            if isinstance(answer, Reference):
                await self.screen.open_entry(answer.slug, answer.kind)
            elif answer:
                self.screen.run_worker(self._work(work), group="write")

        await open_dialog(self.screen.app, Deletion(entry, found, file), chosen)

    def undo(self) -> None:
        workspace = self.workspace
        self.screen.run_worker(self._work(lambda: f"Undone: {workspace.undo()}"), group="write")

    def redo(self) -> None:
        workspace = self.workspace
        self.screen.run_worker(self._work(lambda: f"Made again: {workspace.redo()}"), group="write")

    async def _work(self, work: Callable[[], str], *, leave: bool = False) -> None:
        """Change the corpus in a thread, and show what comes of it."""
        try:
            said = await asyncio.to_thread(work)
        except PctuiError as error:
            self._failed(error)
            return
        if leave and (page := self.page()):
            page.leave()
        await self.reread()
        inform(self.screen, said)


def error_line(error: PctuiError) -> str:
    """Return an error on one line, with the first of the faults if it has several."""
    first = f" {error.faults[0]}." if isinstance(error, FaultsError) and error.faults else ""
    return f"{error.message}.{first} {error.hint}".strip()
