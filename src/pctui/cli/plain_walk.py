"""The plain walk (`--plain`): the panes as numbered lists with a prompt, for screen readers and plain terminals.

Output is only ever appended: headings, lists, and the answer to each typed line.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..bounded import TYPED
from ..errors import PctuiError, UsageError
from ..model import MARKS
from ..panes import PANES
from ..restricted import secure
from ..text import clean
from .output import text_width, write
from .plain_views import Go, View, Views

if TYPE_CHECKING:
    from ..queries.store import Store
    from ..reader.copies import Reader

_HELP = """Type a number to open that item, or:
Enter alone: show more of the list.
b, or back: go back to where you were.
p, or panes: list the panes. The name of a pane opens it, for example: ladder
/ and words: search, for example: / budgets
at and a date: what existed then, for example: at 1 April 1999
o and a slug: open an entry, for example: o SLUG
s: show the passage that the entry cites.
y: print the full citation, to copy.
m and a mark: mark the entry, for example: m adopt. The marks are adopt, consider, reject and none.
q, or quit: quit."""
_WORDS = {
    "back": "b",
    "panes": "p",
    "help": "?",
    "h": "?",
    "search": "/",
    "cite": "y",
    "passage": "s",
    "open": "o",
    "date": "at",
}


@dataclass
class Step:
    """A step of the walk: the function that opens its view, and how many parts of it have been shown."""

    go: Go
    shown: int = 0


@dataclass
class Walk(Views):
    """A walk: the steps so far, and the rest of the current view."""

    steps: list[Step] = field(default_factory=list)
    more: View | None = None

    def run(self, read: Callable[[], str | None]) -> None:
        """Read and execute commands until `quit` or the end of the input."""
        self._go(Step(self.panes))
        while (typed := read()) is not None and typed.strip().lower() not in ("q", "quit", "exit"):
            try:
                self._execute(typed.strip())
            except PctuiError as error:
                self._say(error.message, error.hint)

    def _say(self, *lines: str) -> None:
        write("".join(f"{clean(line)}\n" for line in lines if line))

    def _go(self, step: Step) -> None:
        before = self.numbered, self.citations, self.more, self.at
        self.numbered, self.citations, self.more, self.at = [], (), None, None
        view = step.go()
        try:
            title = next(view)
        except PctuiError:  # a view that cannot be shown is not a step
            self.numbered, self.citations, self.more, self.at = before
            raise
        for _ in range(step.shown - 1):  # parts shown before: number their items again, without printing them
            next(view, None)
        step.shown = max(0, step.shown - 1)
        self.steps.append(step)
        self.more = view
        self._say(title)
        self._show_more()

    def _show_more(self) -> None:
        text = next(self.more, None) if self.more else None
        if text is None:
            self._say("End of the list. Type ? for help.")
            return
        self.steps[-1].shown += 1
        self._say(text)

    def _execute(self, typed: str) -> None:
        if len(typed) > TYPED:
            raise UsageError(f"a line has at most {TYPED:,} characters")
        word, _, rest = typed.partition(" ")
        if (short := _WORDS.get(word.lower())) and (rest or short not in "/o"):
            word, typed = short, f"{short} {rest}".strip()
        if not typed:
            self._show_more()
        elif typed.isdecimal():
            number = int(typed) if len(typed) < 9 else 0
            if 0 < number <= len(self.numbered):
                self._go(Step(self.numbered[number - 1]))
            else:
                self._say(f"There is no item {typed} here. Type ? for help.")
        elif typed[0] == "/":
            words = typed[1:]
            self._go(Step(lambda: self.search(words)))
        elif word == "o" and rest:
            slug = rest.strip()
            self._go(Step(lambda: self.entry(slug)))
        elif word == "at" and rest:
            date = rest.strip()
            self._go(Step(lambda: self.date(date)))
        elif typed == "s":
            self._passage()
        elif typed == "y":
            self._cite()
        elif word == "m":
            self._mark(rest.strip().lower())
        elif (name := typed.lower()) in PANES:
            self._go(Step(self.pane(name)))
        elif typed == "b":
            self._back()
        elif typed == "p":
            self._go(Step(self.panes))
        elif typed == "?":
            self._say(_HELP)
        else:
            self._say(f"Unknown command “{typed}”. Type ? for help.")

    def _back(self) -> None:
        if len(self.steps) < 2:
            self._say("This is the first view.")
            return
        self.steps.pop()
        self._go(self.steps.pop())

    def _cite(self) -> None:
        if not self.citations:
            self._say("There is no cited passage here.")
            return
        from ..render.citation_styles import full

        citation = self.citations[0]
        self._say(full(self.store.document(citation.document), citation))

    def _mark(self, mark: str) -> None:
        if self.at is None or secure():
            self._say("There is no entry here to mark.")
        elif mark not in (*MARKS, "none"):
            self._say(f"The marks are {', '.join(MARKS)} and none, for example: m {next(iter(MARKS))}")
        else:
            notes = self.reader.notes
            notes.load()
            notes.mark(self.at, None if mark == "none" else mark)
            self._say(f"{self.at.title}: {'no mark' if mark == 'none' else mark}")

    def _passage(self) -> None:
        if not self.citations:
            self._say("There is no cited passage here.")
            return
        citation = self.citations[0]
        self._go(Step(lambda: self.passage(citation)))


def walk(store: Store, reader: Reader) -> None:
    """Run the walk on stdin and stdout."""
    walked = Walk(store, reader, text_width())

    def read() -> str | None:
        write(f"\n[{walked.where}]> ")
        typed = line = sys.stdin.readline(TYPED + 2)
        while line and not line.endswith("\n"):  # the rest of a line that is too long
            line = sys.stdin.readline(TYPED)
        return typed or None

    walked.run(read)
