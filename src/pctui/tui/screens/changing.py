"""What a screen with panes does to the entries that there are, while writing is on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import PctuiError
from ...model import Citation, Hit, Reference
from ..dismissal import open_dialog
from ..widgets.message_line import inform
from .writing import Writing, told

if TYPE_CHECKING:
    from ...authoring.selecting import Cited

_NO_ENTRY = "Choose an entry, not a passage."


class Changing(Writing):
    """A screen on which entries are changed, cited, linked and deleted."""

    def _failed(self, error: PctuiError, title: str = "Nothing was changed") -> None:
        self.notify(told(error), title=title, severity="warning", markup=False)

    def _record(self) -> dict[str, Any] | None:
        """Return the record, as its file has it, of the entry that a command changes; None if it cannot be read."""
        assert self.workspace
        slug = self.changed_entry()
        try:
            return self.workspace.record(slug) if slug else None
        except PctuiError as error:
            self._failed(error, "The entry cannot be read")
            return None

    # The form, and the reader's own editor.

    def action_edit(self) -> None:
        """Open the form of the entry."""
        if record := self._record():
            citations = [c for c in record.get("citations", []) if isinstance(c, dict)]
            try:
                if draft := next((d for d in self._drafts.all() if d.slug == record["slug"]), None):
                    self._continue(draft)
                    return
                self._fill_in(str(record.get("kind")), citations, self._passages(citations), before=record)
            except (KeyError, TypeError):
                inform(self, "The record of this entry has faults: mend its file first.")

    async def action_edit_file(self) -> None:
        """Open the file of the entry in the reader's editor, at its line, and show what comes of it."""
        assert self.workspace
        from ...authoring.editors import command

        slug = self.changed_entry()
        try:
            place = self.workspace.place(slug or "")
            words = command(self.workspace.folder / place.file, place.line())
            self._edit_outside(words)
            await asyncio.to_thread(self.workspace.rebuild)
        except PctuiError as error:
            self._failed(error, "Not shown yet")
            return
        await self.reread()

    def _edit_outside(self, words: list[str]) -> None:
        """Give the terminal to another program until that ends; UsageError if that cannot be."""
        import subprocess

        from textual.app import SuspendNotSupported

        from ...errors import UsageError

        try:
            with self.app.suspend():
                subprocess.run(words, check=False)
        except SuspendNotSupported:
            raise UsageError("this terminal cannot be given to an editor") from None
        except OSError as error:
            raise UsageError(f"{words[0]} cannot be started: {error.strerror}", "Set EDITOR to your editor.") from None
        finally:
            self.app.action_redraw()  # type: ignore[attr-defined]

    # What leads from one entry to another.

    async def _search(self, then: Callable[[Reference], Any], why: str) -> None:
        """Let the reader search for an entry, and go on with it."""
        from ..dialogs.search import Search

        def found(hit: Hit | Citation | None) -> None:
            if hit is None:
                return
            if isinstance(hit, Citation) or hit.kind == "passage":
                inform(self, _NO_ENTRY)
            else:
                then(Reference(hit.slug, hit.kind, hit.title))

        search = Search(self.store, self.reader)
        await open_dialog(self.app, search, found)
        search.query_one("#search-box").border_title = why

    async def action_link(self) -> None:
        """Link the entry to another."""
        if record := self._record():
            await self._search(lambda other: self._link(record, other, ""), "Link it to which entry?")

    async def action_disagree(self) -> None:
        """Say that the entry and another disagree."""
        if record := self._record():
            await self._search(lambda other: self._link(record, other, "disputes"), "Which entry disagrees with it?")

    def _link(self, record: dict[str, Any], other: Reference, type_: str) -> None:
        """Open the form of a link to another entry."""
        from ...authoring.filling import Filling
        from ...authoring.form import link_fields
        from ...kinds.registry import KINDS

        number = len(record.get("links") or [])
        fields = link_fields(number, disputes=type_ == "disputes")
        citations = [c for c in record.get("citations", []) if isinstance(c, dict)]
        kind = KINDS[str(record["kind"])]
        filling = Filling(self.store, kind, citations, self._passages(citations), record, fields=fields)
        filling.fixed = {f"links.{number}.to": other.slug, **({f"links.{number}.type": type_} if type_ else {})}
        what = "disagrees with" if type_ else "is linked to"
        self._open_form(filling, title=f"“{record['title']}” {what} “{other.title}”")

    async def action_cite(self) -> None:
        """Add what is selected as a further citation to an entry."""
        page = self.passage_page
        if page is None or page.selection is None:
            return
        cited = page.selection.cited()
        if cited.wrong:
            inform(self, f"This cannot be cited: {cited.wrong}.")
            return
        await self._search(lambda entry: self._cite(entry, cited), "Cite it in which entry?")

    def _cite(self, entry: Reference, cited: Cited) -> None:
        assert self.workspace
        workspace = self.workspace

        def work() -> str:
            before = workspace.record(entry.slug)
            record = {**before, "citations": [*before.get("citations", []), *cited.citations]}
            workspace.replace(entry.slug, before, record)
            return f"Cited in “{entry.title}”."

        self.run_worker(self._work(work, leave=True), group="write")

    # Deleting, undoing and making again.

    async def action_delete(self) -> None:
        """Delete the entry, once what refers to it was shown."""
        assert self.workspace
        from ...queries.referring import referring
        from ..dialogs.entry_form.deletion import Deletion

        workspace = self.workspace
        try:
            entry = self.store.reference(self.changed_entry() or "")
            found = referring(self.store, entry.slug, entry.kind)
            file = workspace.place(entry.slug).file
        except PctuiError as error:
            self._failed(error)
            return

        def work() -> str:
            workspace.remove(entry.slug, entry.title)
            return f"Deleted: {entry.slug}"

        async def chosen(answer: bool | Reference | None) -> None:
            if isinstance(answer, Reference):
                await self.open_entry(answer.slug, answer.kind)
            elif answer:
                self.run_worker(self._work(work), group="write")

        await open_dialog(self.app, Deletion(entry, found, file), chosen)

    def action_undo(self) -> None:
        assert self.workspace
        workspace = self.workspace
        self.run_worker(self._work(lambda: f"Undone: {workspace.undo()}"), group="write")

    def action_redo(self) -> None:
        assert self.workspace
        workspace = self.workspace
        self.run_worker(self._work(lambda: f"Made again: {workspace.redo()}"), group="write")

    async def _work(self, work: Callable[[], str], *, leave: bool = False) -> None:
        """Change the corpus in a thread, and show what comes of it."""
        try:
            said = await asyncio.to_thread(work)
        except PctuiError as error:
            self._failed(error)
            return
        if leave and (page := self.passage_page):
            page.leave()
        await self.reread()
        inform(self, said)
