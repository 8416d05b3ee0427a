"""The review as a screen of its own: each entry beside the passages that it cites, and a key for each answer."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import msgspec
from textual.app import ComposeResult
from textual.strip import Strip

from ...authoring.review import Case, Queue, head_blocks, passage_blocks, queue_of, statement_blocks
from ...authoring.workspace import Workspace
from ...errors import PctuiError
from ...kinds.vocabulary import DRAFT, REVIEWED
from ...model import Reference
from ...page import Beside, Heading, Prose, Run
from ...page.notes import annotation_blocks
from ...restricted import secure
from ..commands import PAGE, Command, bindings
from ..dismissal import DismissedOnce
from ..widgets.frame import Keys
from ..widgets.line_view import Lines
from ..widgets.message_line import MessageLine, inform
from ..widgets.page import Page

_GROUP = "Reviewing"
KEYS = [
    Command("review.yes", "y", "decide(True)", "Reviewed", "Mark it as reviewed, and go on", _GROUP, True),
    Command("review.no", "n", "decide(False)", "Draft", "Mark it as a draft, and go on", _GROUP, True),
    Command("review.note", "a,t", "note", "Note", "Write a note of your own on it", _GROUP, True, "a"),
    Command("review.next", "s,right_square_bracket", "go(1)", "Skip", "Go on without an answer", _GROUP, True, "s"),
    Command("review.undo", "u", "undo", "Undo", "Undo the last answer, and go back to its entry", _GROUP, True),
    Command("review.close", "escape,q", "close", "Close", "Close the review", _GROUP, True, "Esc"),
    Command("review.edit", "E", "edit", "Edit", "Close the review, and edit the entry in a form", _GROUP, True),
    Command("review.previous", "b,left_square_bracket", "go(-1)", "Before", "Go to the one before", _GROUP, True, "b"),
    Command("review.open", "o", "open", "Open", "Close the review, and open the entry", _GROUP),
]
if secure():  # a read-only login has no review
    KEYS = []


class Left(NamedTuple):
    """How the review was left: whether anything was decided, for which entry, if that is to be opened or edited, or why
    there was none.
    """

    decided: bool = False
    entry: Reference | None = None
    edits: bool = False
    error: PctuiError | None = None


class Answer(NamedTuple):
    """An answer that was given: the number of the entry, and the answer before, if it had one."""

    number: int
    before: str | None


class Text(Page, inherit_bindings=False):
    """The entry. Its keys are those that scroll: there is nothing on it to open."""

    BINDINGS = bindings(PAGE[1:])


class Head(Lines, can_focus=False):
    """The line above: how many entries there are, which one is shown, and how many have an answer."""

    DEFAULT_CSS = "Head { height: 2; }"

    said = ""

    def say(self, text: str) -> None:
        self.said = text
        self.refresh()

    def render_line(self, y: int) -> Strip:
        return self.paint([("─" * self.inner, "rule")] if y else [(" Review", "title"), (f"   {self.said}", "muted")])


class Review(DismissedOnce[Left]):
    """The review of the corpus of a workspace, from the entry `start` on if that is among those to review.

    Each answer is saved while the reader goes on; the database is not followed meanwhile, and shown again afterwards.
    """

    HOLDS_TEXT = True  # see following.py
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = "Review Text { height: 1fr; }"

    def __init__(self, workspace: Workspace, start: str | None) -> None:
        super().__init__()
        self._workspace = workspace
        self._start = start
        self._queue: Queue | None = None
        self._at = 0
        self._answers: list[Answer] = []
        self._status: dict[str, str] = {}  # by slug, of the entries that have an answer
        self._saving = asyncio.Lock()  # one answer after the other
        self._changed = False

    def compose(self) -> ComposeResult:
        yield Head(id="review-head")
        yield Text(id="review-page")
        yield MessageLine()
        yield Keys(id="keys")

    def on_mount(self) -> None:
        self.query_one(Page).focus()
        self.query_one(Head).say("The corpus is being checked …")
        self.run_worker(self._begin())

    def on_key(self) -> None:
        self.query_one(MessageLine).clear()

    async def _begin(self) -> None:
        try:
            queue = await asyncio.to_thread(queue_of, self._workspace.folder)
        except PctuiError as error:
            self.dismiss(Left(error=error))
            return
        slugs = [entry.slug for entry in queue.entries]
        self._queue = queue
        self._at = slugs.index(self._start) if self._start in slugs else 0
        try:
            queue.notes.load()
        except PctuiError as error:
            self._fail(error, "Your notes are not shown")
        self._show()

    # What is shown.

    @property
    def case(self) -> Case | None:
        """The entry in view, with the status that it has now."""
        if not self._queue:
            return None
        case = self._queue.case(self._at)
        if case.entry.slug not in self._status:
            return case
        return case._replace(answer=self._status[case.entry.slug])

    def _show(self) -> None:
        """Show the entry: what it says, with the passages beside that or below."""
        page, head, case = self.query_one(Page), self.query_one(Head), self.case
        if case is None or self._queue is None:
            head.say("")
            page.show([Heading(1, "Nothing to review"), Prose((Run("Every entry of this corpus is reviewed."),))])
            return
        answered = f" · {len(self._status)} answered" if self._status else ""
        head.say(f"{self._at + 1} of {len(self._queue)}{answered}")
        annotation = self._queue.notes.known.get(case.entry.slug)
        own = annotation_blocks(annotation) if annotation else ()
        beside = Beside((*statement_blocks(case), *own), tuple(passage_blocks(case)))
        page.show([*head_blocks(case), beside])
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what is not possible here."""
        if action == "close":
            return True
        if action == "undo":
            return bool(self._answers)
        return bool(self._queue) if action in ("decide", "note", "go", "edit", "open") else True

    def action_go(self, by: int) -> None:
        if self._queue and 0 <= self._at + by < len(self._queue):
            self._at += by
            self._show()
        else:
            inform(self, "This is the last one." if by > 0 else "This is the first one.")

    # Answers.

    def action_decide(self, reviewed: bool) -> None:
        if (case := self.case) is None:
            return
        if reviewed and case.refusal:
            inform(self, f"{case.refusal}.")
            return
        status = REVIEWED if reviewed else DRAFT
        if case.status == status:
            self.action_go(1)
            return
        answer = Answer(self._at, self._status.get(case.entry.slug))
        self._answers.append(answer)
        self._status[case.entry.slug] = status
        self.run_worker(self._save(case, answer, reviewed), group="review")
        if self._queue and self._at + 1 < len(self._queue):
            self._at += 1
            self._show()
        else:
            self._show()
            inform(self, f"That was the last one: {len(self._status)} answered.")

    async def _save(self, case: Case, answer: Answer, reviewed: bool) -> None:
        entry = case.entry
        shown = msgspec.structs.replace(entry, status=answer.before or entry.status)
        async with self._saving:
            try:
                await asyncio.to_thread(self._workspace.decide, shown, reviewed)
                self._changed = True
            except PctuiError as error:
                self._answers.remove(answer)
                self._take_back(answer)
                self._fail(error, f"“{entry.title}” stays as it was")

    async def action_undo(self) -> None:
        async with self._saving:
            if not self._answers:  # the last one could not be saved
                return
            answer = self._answers.pop()
            try:
                await asyncio.to_thread(self._workspace.undo)
            except PctuiError as error:
                self._answers.append(answer)
                self._fail(error, "Nothing was undone")
                return
        self._take_back(answer)
        inform(self, "Undone.")

    def _take_back(self, answer: Answer) -> None:
        """Show the entry of an answer again, without it."""
        self._at = answer.number
        if (case := self.case) is not None:
            if answer.before is None:
                self._status.pop(case.entry.slug, None)
            else:
                self._status[case.entry.slug] = answer.before
        self._show()

    def action_note(self) -> None:
        if self._queue is None or (case := self.case) is None:
            return
        from .note import NoteBox

        try:
            writing = self._queue.notes.begin(case.reference)
        except PctuiError as error:
            self._fail(error, "Notes cannot be written")
            return
        self.app.push_screen(NoteBox(writing), lambda _: self._show())

    def _fail(self, error: PctuiError, title: str) -> None:
        self.notify(f"{error.message} {error.hint}".strip(), title=title, severity="warning", markup=False)

    # Closing.

    async def _leave(self, entry: Reference | None = None, *, edits: bool = False) -> None:
        async with self._saving:  # the last answers may be on their way
            pass
        self.dismiss(Left(self._changed, entry, edits))

    async def action_close(self) -> None:
        await self._leave()

    async def action_open(self) -> None:
        if case := self.case:
            await self._leave(case.reference)

    async def action_edit(self) -> None:
        if case := self.case:
            await self._leave(case.reference, edits=True)
