"""The kinds of a search as tabs: how many results there are of each, and which is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from ...page import kind_name
from ..widgets.line_view import Lines

ALL = ""


class KindTabs(Lines):
    """The tabs. Kinds of which nothing was found are left out, but for the one that is shown."""

    can_focus = False
    DEFAULT_CSS = "KindTabs { height: 1; scrollbar-size: 0 0; overflow: hidden; }"

    class Chosen(Message):
        """A tab was clicked: its kind, ALL for that of all kinds."""

        def __init__(self, kind: str) -> None:
            super().__init__()
            self.kind = kind

    def __init__(self, kinds: Sequence[str]) -> None:
        super().__init__(id="search-kinds")
        self.kinds = [ALL, *kinds]
        self.current = ALL
        self._counts: Mapping[str, str] | None = None

    def show(self, current: str, counts: Mapping[str, str] | None) -> None:
        """Show the tab of a kind as the present one, and the counts; None while they are not known.

        Of a kind that is not among the counts nothing was found.
        """
        self.current = current
        self._counts = counts
        self.refresh()

    def next(self, by: int) -> str:
        """Return the kind of the next tab (`by` is 1) or the one before (-1), in a circle."""
        shown = self._shown()
        return shown[(shown.index(self.current) + by) % len(shown)]

    def _shown(self) -> list[str]:
        counts = self._counts
        return [kind for kind in self.kinds if kind in (ALL, self.current) or counts is None or kind in counts]

    def _labels(self) -> list[tuple[str, str]]:
        """Return the (kind, label) of the tabs in view: those around the present one if not all have room."""
        counts = self._counts or {}
        labels = [
            (kind, " ".join(filter(None, [kind_name(kind) if kind else "All", counts.get(kind, "")])))
            for kind in self._shown()
        ]
        at = next(i for i, (kind, _) in enumerate(labels) if kind == self.current)
        first, last = at, at + 1
        while True:  # add a tab on either side while there is room, and for the signs of a cut
            before = [labels[first - 1]] if first else []
            after = [labels[last]] if last < len(labels) else []
            for more, wider in ((after, (first, last + 1)), (before, (first - 1, last))):
                cut = 2 * (wider[0] > 0) + 2 * (wider[1] < len(labels))
                if more and _width(labels[wider[0] : wider[1]]) + cut <= self.inner:
                    first, last = wider
                    break
            else:
                break
        shown = labels[first:last]
        return [*([("<", "‹")] if first else []), *shown, *([(">", "›")] if last < len(labels) else [])]

    def render_line(self, y: int) -> Strip:
        parts: list[tuple[str, str]] = []
        for kind, label in self._labels() if y == 0 else ():
            here = kind == self.current
            role = "cursor" if here else "" if kind in self.kinds else "muted"
            parts += [(f" {label} ", role)] if kind in self.kinds else [(f"{label} ", role)]
        return self.paint(parts)

    def on_click(self, event: events.Click) -> None:
        at = 0
        for kind, label in self._labels():
            at += cell_len(label) + (2 if kind in self.kinds else 1)
            if event.x < at:
                step = {"<": -1, ">": 1}.get(kind)
                self.post_message(self.Chosen(self.next(step) if step else kind))
                return


def _width(labels: Sequence[tuple[str, str]]) -> int:
    return sum(cell_len(label) + 2 for _, label in labels)
