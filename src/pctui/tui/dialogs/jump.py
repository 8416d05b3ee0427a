"""Jump mode: a label of a letter or two on everything in view that can be opened; typing it goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widget import Widget

from ..dismissal import Dialog
from ..theme import roles

# The home row first. No q: it closes this mode, as it closes dialogs.
LETTERS = "asdfghjklewruiovcmpxnbytz"


@dataclass(frozen=True)
class Target:
    """The position of a label on the screen, and what going there does."""

    at: Offset
    go: Callable[[], object]


def labels(count: int) -> list[str]:
    """Return `count` labels, as short as possible; none is a prefix of another."""
    found = list(LETTERS)
    while len(found) < count:
        # Replace the last of the shortest by labels that begin with it.
        shortest = min(map(len, found))
        last = max(i for i, label in enumerate(found) if len(label) == shortest)
        first = found.pop(last)
        found += [first + letter for letter in LETTERS]
    return found[:count]


class _Labelled(Widget):
    """The screen as it was, with the labels over it, so that only the labels are sent to the terminal."""

    DEFAULT_CSS = "_Labelled { width: 100%; height: 100%; }"

    def __init__(self, under: Sequence[Strip], targets: dict[str, Target]) -> None:
        super().__init__()
        self._under = under
        self.typed = ""
        self._lines: dict[int, list[tuple[int, str]]] = {}
        for label, target in targets.items():
            self._lines.setdefault(target.at.y, []).append((target.at.x, label))

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        if y == self.size.height - 1:  # in place of the footer
            parts = [(" Type the letters of a label to go there   ", "muted"), ("Esc", "key"), (" Cancel", "muted")]
            return Strip(Segment(text, base + styles[role]) for text, role in parts).adjust_cell_length(width, base)
        strip = self._under[y] if y < len(self._under) else Strip.blank(width, base)
        for x, label in self._lines.get(y, ()):
            if label.startswith(self.typed) and x + len(label) <= width:
                over = Strip([Segment(label[len(self.typed) :], base + styles["found"])])
                strip = Strip.join([strip.crop(0, x), over, strip.crop(x + over.cell_length, width)])
        return strip


class Jump(Dialog["Target | None"]):
    """The labels, over the screen `under`; the result is the target chosen, or None."""

    BINDINGS = [("escape", "dismiss(None)", "Cancel")]

    def __init__(self, under: Sequence[Strip], targets: Sequence[Target]) -> None:
        super().__init__()
        self._under = under
        self._size_under = Size(under[0].cell_length if under else 0, len(under))
        self._targets = dict(zip(labels(len(targets)), targets, strict=True))

    def compose(self) -> ComposeResult:
        yield _Labelled(self._under, self._targets)

    def on_key(self, event: events.Key) -> None:
        """Go to the label that is typed; close on anything that begins no label."""
        event.stop()
        drawn = self.query_one(_Labelled)
        typed = drawn.typed + (event.character or "")
        if typed in self._targets:
            self.dismiss(self._targets[typed])
        elif event.character and any(label.startswith(typed) for label in self._targets):
            drawn.typed = typed
            drawn.refresh()
        else:
            self.dismiss(None)

    def on_click(self) -> None:
        self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        """Close: the labels no longer match what is below them."""
        if self.is_current and event.size != self._size_under:
            self.dismiss(None)
