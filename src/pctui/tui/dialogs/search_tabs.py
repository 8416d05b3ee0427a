"""The kinds of a search as tabs: how many results there are of each, and which is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ...page import kind_name
from ..theme import roles

ALL = ""


class KindTabs(Widget):
    """The tabs. Kinds of which nothing was found are left out, but for the one that is shown."""

    DEFAULT_CSS = "KindTabs { height: 1; }"

    class Chosen(Message):
        """A tab was clicked: its kind, ALL for that of all kinds."""

        def __init__(self, kind: str) -> None:
            super().__init__()
            self.kind = kind

    def __init__(self, kinds: Sequence[str]) -> None:
        super().__init__(id="search-kinds")
        self.kinds = [ALL, *kinds]
        self.current = ALL
        self._counts: Mapping[str, str] = {}
        self._known = False

    def show(self, current: str, counts: Mapping[str, str], *, known: bool) -> None:
        """Show the tab of a kind as the present one, and the counts that there are.

        If they are `known`, nothing was found of a kind that is not among them.
        """
        if (current, counts, known) != (self.current, self._counts, self._known):
            self.current = current
            self._counts, self._known = counts, known
            self.refresh()

    def next(self, by: int) -> str:
        """Return the kind of the next tab (`by` is 1) or the one before (-1), in a circle."""
        shown = self._shown()
        return shown[(shown.index(self.current) + by) % len(shown)]

    def _shown(self) -> list[str]:
        empty = {*self.kinds} - {ALL, self.current, *self._counts} if self._known else ()
        return [kind for kind in self.kinds if kind not in empty]

    def _labels(self) -> list[tuple[str, str]]:
        """Return the (kind, label) of the tabs in view, and of the signs that there are others on a side."""
        labels = [
            (kind, " ".join(filter(None, [kind_name(kind) if kind else "All", self._counts.get(kind, "")])))
            for kind in self._shown()
        ]
        at = next(i for i, (kind, _) in enumerate(labels) if kind == self.current)
        first = last = 0
        while last <= at:  # the first tabs among which the present one is, with room for the signs of a cut
            first = first if not last else first + 1
            last = first + 1
            while last < len(labels) and _room(labels, first, last + 1) <= self.size.width:
                last += 1
        shown = labels[first:last]
        return [*([("<", "…")] if first else []), *shown, *([(">", "…")] if last < len(labels) else [])]

    def render_line(self, y: int) -> Strip:
        styles, base = roles(self.app), self.rich_style
        segments: list[Segment] = []
        for kind, label in self._labels():
            if kind in self.kinds:
                here = styles["match"] if kind == self.current else styles[""]
                segments += [Segment(" ", base), Segment(label, base + here), Segment(" ", base)]
            else:
                segments.append(Segment(f"{label} ", base + styles["muted"]))
        return Strip(segments).simplify().adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        at = 0
        for kind, label in self._labels():
            at += cell_len(label) + (2 if kind in self.kinds else 1)
            if event.x < at:
                step = {"<": -1, ">": 1}.get(kind)
                self.post_message(self.Chosen(self.next(step) if step else kind))
                return


def _room(labels: Sequence[tuple[str, str]], first: int, last: int) -> int:
    """Return the width of some of the labels, and of the signs that there are others."""
    signs = 2 * (first > 0) + 2 * (last < len(labels))
    return signs + sum(cell_len(label) + 2 for _, label in labels[first:last])
