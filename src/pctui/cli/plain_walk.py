"""The panes walked through as text: what is there, numbered, and a question. For screen readers and plain terminals.

Nothing is drawn and nothing moves: headings, lists, and one line that is typed and answered.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import PctuiError
from ..model import MARKS
from ..restricted import secure
from ..text import clean
from .app import write
from .plain_views import PANES, Go, Telling, View

if TYPE_CHECKING:
    from ..queries.store import Store
    from ..reader.copies import Reader

_HELP = """A number goes to what stands at it. Besides, these can be typed:
Enter alone: more of the list.
b, or back: to where you were.
p, or panes: the panes. The name of a pane goes to it, for instance: ladder
/ and words: search, for instance: / budgets
o and a slug: open an entry, for instance: o SLUG
s: the passage that the entry rests on.
y: the citation in full, to be copied.
m and a mark: mark the entry, for instance: m adopt. The marks are adopt, consider, reject and none.
q, or quit: leave."""
_WORDS = {"back": "b", "panes": "p", "help": "?", "h": "?", "search": "/", "cite": "y", "passage": "s", "open": "o"}


@dataclass
class Step:
    """A step of the way: what was gone to, and how much of it has been told."""

    go: Go
    told: int = 0


@dataclass
class Walk(Telling):
    """One walk: the way that was come, and what the numbers lead to where it is now."""

    way: list[Step] = field(default_factory=list)
    more: View | None = None

    def run(self, ask: Callable[[], str | None]) -> None:
        """Walk until nothing more is typed."""
        self._go(Step(self.panes))
        while (typed := ask()) is not None and typed.strip().lower() not in ("q", "quit", "exit"):
            try:
                self._obey(typed.strip())
            except PctuiError as error:
                self._say(error.message, error.hint)

    def _say(self, *lines: str) -> None:
        write("".join(f"{clean(line)}\n" for line in lines if line))

    def _go(self, step: Step) -> None:
        before = self.numbered, self.citations, self.more, self.at
        self.numbered, self.citations, self.more, self.at = [], (), None, None
        view = step.go()
        try:
            told = next(view)
        except PctuiError:  # what cannot be shown is not gone to
            self.numbered, self.citations, self.more, self.at = before
            raise
        for _ in range(step.told - 1):  # told before: numbered again, and not told again
            next(view, None)
        step.told = max(0, step.told - 1)
        self.way.append(step)
        self.more = view
        self._say(told)
        self._tell()

    def _tell(self) -> None:
        """Tell more of what is here."""
        told = next(self.more, None) if self.more else None
        if told is None:
            self._say("That is all. Type ? for what can be typed.")
            return
        self.way[-1].told += 1
        self._say(told)

    def _obey(self, typed: str) -> None:
        word, _, rest = typed.partition(" ")
        if (short := _WORDS.get(word.lower())) and (rest or short not in "/o"):
            word, typed = short, f"{short} {rest}".strip()
        if not typed:
            self._tell()
        elif typed.isdecimal():
            number = int(typed) if len(typed) < 9 else 0
            if 0 < number <= len(self.numbered):
                self._go(Step(self.numbered[number - 1]))
            else:
                self._say(f"There is no {typed} here. Type ? for what can be typed.")
        elif typed[0] == "/":
            words = typed[1:]
            self._go(Step(lambda: self.search(words)))
        elif word == "o" and rest:
            slug = rest.strip()
            self._go(Step(lambda: self.entry(slug)))
        elif typed == "s":
            self._passage()
        elif typed == "y":
            self._cite()
        elif word == "m":
            self._mark(rest.strip().lower())
        elif typed.capitalize() in PANES:
            self._go(Step(self.ways()[typed.capitalize()]))
        elif typed == "b":
            self._back()
        elif typed == "p":
            self._go(Step(self.panes))
        elif typed == "?":
            self._say(_HELP)
        else:
            self._say(f"“{typed}” is nothing that can be typed here. Type ? for what can be.")

    def _back(self) -> None:
        if len(self.way) < 2:
            self._say("There is nothing to go back to.")
            return
        self.way.pop()
        self._go(self.way.pop())

    def _cite(self) -> None:
        if not self.citations:
            self._say("Nothing here rests on a passage.")
            return
        from ..render.citation import full

        citation = self.citations[0]
        self._say(full(self.store.document(citation.document), citation))

    def _mark(self, mark: str) -> None:
        if self.at is None or secure():
            self._say("There is no entry here to be marked.")
        elif mark not in (*MARKS, "none"):
            self._say(f"The marks are {', '.join(MARKS)} and none, for instance: m {next(iter(MARKS))}")
        else:
            notes = self.reader.notes(self.store.corpus["slug"])
            notes.load()
            notes.mark(self.at, None if mark == "none" else mark)
            self._say(f"{self.at.title}: {'no mark' if mark == 'none' else mark}")

    def _passage(self) -> None:
        if not self.citations:
            self._say("Nothing here rests on a passage.")
            return
        citation = self.citations[0]
        self._go(Step(lambda: self.passage(citation)))


def walk(store: Store, reader: Reader) -> None:
    """Walk on stdin and stdout, until `q` or the end of what is typed."""
    width = min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None

    walked = Walk(store, reader, width)

    def ask() -> str | None:
        write(f"\n[{walked.where}]> ")
        line = sys.stdin.readline()
        return line or None

    walked.run(ask)
