"""The steps of the plain walk: what is read out, how far, and how to go on and back. Output is only ever appended."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...bounded import TYPED
from ...errors import PctuiError, UsageError
from ...model import Reference
from ...panes import PANES
from ...text import clean
from ..output import write
from .commands import help_lines, read_command
from .lists import List
from .speech import sentence, spoken, wrapped
from .view import ITEMS, Target, View
from .views import Go, Views

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader

PROMPT = "Command: "
_PLACE = re.compile(r"\w+s [\d,]+ to [\d,]+ of ")  # how the part of a list begins that is not all of it


@dataclass
class Step:
    """A step of the walk: a view, the function that opens it again, and the pane whose list it is or ''."""

    go: Go
    view: View
    lists: str = ""
    opened: int = 0  # the number opened last


@dataclass
class Steps:
    """The steps so far, and those gone back from. `read_line` takes a prompt and returns None at the end of the input.

    Each command of `commands.py` is a method, `do_` and its name, which takes what was typed after it.
    """

    store: Store
    reader: Reader
    read_line: Callable[[str], str | None] = lambda _: None
    width: Callable[[], int | None] = lambda: None
    steps: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    _answer: list[str] = field(default_factory=list)
    match: int = -1  # the number of what was found last, from 0; -1 before
    _refused: tuple[int, ...] = ()  # the database in the place of this one that cannot be shown

    def __post_init__(self) -> None:
        self.views = Views(self.store, self.reader)

    def run(self) -> None:
        """Answer commands until `quit` or the end of the input."""
        self._open(self.views.panes)
        interrupted = False
        try:
            while True:
                try:
                    typed = self.read_line(PROMPT)
                    interrupted = False
                    if typed is None:
                        return
                    self._follow()
                    if not self._obey(typed.strip()):
                        return
                except PctuiError as error:
                    self._say(sentence(spoken(error.message)[:1].upper() + spoken(error.message)[1:]), error.hint)
                except KeyboardInterrupt:
                    if interrupted:
                        raise
                    interrupted = True
                    self._say("", "Stopped. Type quit, or press Ctrl+C again, to quit.")
        finally:
            self._close_lists()

    def _close_lists(self) -> None:
        """Close what the filters of lists have opened; it is opened again when a list is read."""
        for each in self.views.lists.values():
            each.close()

    def _follow(self) -> None:
        """Go on with the database that has taken the place of the one that is open, and say so."""
        replaced = self.store.replaced
        if not replaced or replaced == self._refused:
            return
        from ...queries.changed import newer

        try:
            new = newer(self.store)
        except PctuiError as error:
            self._refused = replaced
            self._say(f"The database was rebuilt, but cannot be shown: {sentence(spoken(error.message))}")
            return
        self._close_lists()
        self.store.become(new.store)
        if new.same:
            return
        gone = not self._reopened()
        said = f"The corpus was rebuilt: {new.found}." if new.found else "The corpus was rebuilt."
        self._say(said, "What you read is gone. You are at the panes again." if gone else "")

    def _reopened(self) -> bool:
        """Read the present view from the new database, up to where the reader is; if it is gone, go to the first."""
        step = self.steps[-1]
        try:
            view = step.go()
        except PctuiError:
            del self.steps[1:]
            self.undone.clear()
            self.steps[0].view.at = 1
            self._reopened()
            return False
        view.at = step.view.at
        while view.at and view.part(view.at - 1) is None:
            view.at -= 1
        step.view = view
        return True

    @property
    def view(self) -> View:
        """The current view."""
        return self.steps[-1].view

    def _say(self, *lines: str) -> None:
        self._answer = [clean(line) for line in lines if line]
        write("".join(f"{wrapped(line, self.width())}\n" for line in self._answer))

    # Steps.

    def _open(self, go: Go, lists: str = "", shown: int = 1) -> None:
        """Go to a view; one that cannot be shown is not a step."""
        view = go()
        view.at = shown - 1
        text = view.part(shown - 1)
        while text is None and view.at > 0:
            view.at -= 1
            text = view.part(view.at)
        self.steps.append(Step(go, view, lists or view.lists))
        self.match = -1
        view.at += 1
        self._say(sentence(view.title), text or "")

    def _new(self, go: Go, lists: str = "") -> None:
        self._open(go, lists)
        self.undone.clear()

    def _obey(self, typed: str) -> bool:
        """Answer one line; return whether to go on."""
        if len(typed) > TYPED:
            raise UsageError(f"a line has at most {TYPED:,} characters")
        if not typed:
            self.do_more("")
        elif typed.isdecimal():
            target = self._target(typed)
            self.steps[-1].opened = int(typed)
            self._choose(target)
        else:
            name, rest = read_command(typed)
            if name == "quit":
                return False
            if name in PANES:
                self._new(self.views.pane(name), name)
            else:
                getattr(self, f"do_{name}")(rest)
        return True

    def _target(self, typed: str) -> Target:
        number = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
        target = self.view.target(number)
        if target is None:
            raise UsageError(f"there is no {typed[:20]} here", "Type help for what can be typed.")
        return target

    def _choose(self, target: Target) -> None:
        if target.act:
            target.act()
        elif target.go:
            self._new(target.go)

    def _slug(self, typed: str) -> str:
        """Return the slug of an item by its number, or of an entry by its name."""
        if not typed.isdecimal():
            if typed:
                found = self.views.named(typed).entry
                return found.slug if found else ""
            return self._here().slug
        target = self._target(typed)
        if not target.slug:
            raise UsageError(f"{typed} is not an entry")
        return target.slug

    def _here(self) -> Reference:
        if self.view.entry is None:
            raise UsageError("no entry is shown here", "Open one, or give its number.")
        return self.view.entry

    # Moving.

    def do_more(self, _: str) -> None:
        text = self.view.part(self.view.at)
        if text is None:
            self._say("That was all. Type help for what can be typed.")
            return
        self.view.at += 1
        self._say(text)

    def do_all(self, _: str) -> None:
        lines = [line for number, line in self.view.lines() if number >= self.view.at]
        self.view.at = max(self.view.at, len(self.view.read))
        shown = [line for line in lines if not line.endswith(("Press Enter for more.", "Type a number, or help."))]
        shown = [line for line in shown if not line.startswith("Press Enter for the ")]
        self._say(*(shown or ["That was all."]))

    def do_again(self, _: str) -> None:
        self._say(*self._answer)

    def do_from(self, rest: str) -> None:
        name = self.view.lists
        if not name or name == "ladder" or self.current_list().view == "matrix":
            if rest.lower() in ("1", "first"):
                self._read_from(0)
                return
            raise UsageError("this is no list", "Type contents for the headings of a page.")
        total = self.current_list().count()
        named = {"last": max(1, total - ITEMS + 1), "first": 1}.get(rest.lower(), 0)
        start = named or (int(rest) if rest.isdecimal() and len(rest) < 9 else 0)
        if not 0 < start <= max(total, 1):
            raise UsageError("from which item?", f"Type from and a number, from 1 to {total:,}, or from last.")
        self.steps.pop()
        self._open(lambda: self.views.listing(name, start), name)

    def _read_from(self, part: int) -> None:
        """Read the current page from a part on."""
        self.view.at = part
        self.do_more("")

    def do_contents(self, _: str) -> None:
        view, name = self.view, self.view.lists

        def read_from(part: int) -> None:
            self.steps.pop()
            step = self.steps.pop()
            self._open(step.go, step.lists, part + 1)

        def open_group(group: str) -> None:
            self._new(lambda: self.views.listing(name, group=group), name)

        self._new(lambda: self.views.contents(view, read_from, open_group))

    def do_back(self, _: str) -> None:
        if len(self.steps) < 2:
            self._say("This is the first view.")
            return
        self.undone.append(self.steps.pop())
        step = self.steps.pop()
        view = step.go()
        view.at = max(0, step.view.at - 1)
        part = view.part(view.at) or ""
        self.steps.append(Step(step.go, view, step.lists))
        line = next((line for line in part.split("\n") if line.startswith(f"{step.opened}. ")), "")
        opened = f"You opened {line}" if line else f"You opened link {step.opened}." if step.opened else ""
        self._say(f"Back to {sentence(view.title)}", opened, "Press Enter to read from there.")

    def do_forward(self, _: str) -> None:
        if not self.undone:
            self._say("There is nothing to go forward to.")
            return
        self._again_at(self.undone.pop())

    def _again_at(self, step: Step) -> None:
        self._open(step.go, step.lists, max(1, step.view.at))

    def do_panes(self, _: str) -> None:
        self._new(self.views.panes)

    def do_where(self, _: str) -> None:
        view = self.view
        place = view.part(view.at - 1) or ""
        more = "There is more: press Enter." if view.part(view.at) is not None else "All of it has been read."
        before = f"Back goes to {self.steps[-2].view.title}." if len(self.steps) > 1 else ""
        at_items = place.partition("\n")[0] if _PLACE.match(place) else ""
        self._say(sentence(view.title), at_items, more, before)

    def do_help(self, rest: str) -> None:
        self._say(*help_lines(rest))

    def current_list(self) -> List:
        """Return the list that is shown or was shown last."""
        name = next((step.lists for step in reversed(self.steps) if step.lists), "")
        if not name:
            raise UsageError("there is no list here", "Open a pane first, for example: timeline.")
        return self.views.list_of(name)
