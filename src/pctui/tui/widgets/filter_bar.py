"""The line that shows the filter: how many entries of how many, and a chip for each facet; a click clears it."""

from __future__ import annotations

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from ...queries.filters import DATES, Filter, dates_label
from ...widths import shorten
from .line_view import Lines

_LEAST = 6  # cells of the shortest chip that can still be read


class Chip(Struct, frozen=True):
    """A facet and the label of the values selected in it."""

    facet: str
    label: str


def chips(filters: Filter, titles: dict[str, list[str]]) -> list[Chip]:
    """Return the chips of a filter; `titles` has the titles of the selected values, by facet."""
    found = [Chip(facet, f"{facet} {', '.join(titles.get(facet, ()))}") for facet in filters.active if facet != DATES]
    if DATES in filters.active:
        found.append(Chip(DATES, dates_label(filters.since, filters.until)))
    return found


def fitted(count: str, found: list[Chip], width: int) -> list[tuple[str, str]]:
    """Return the (facet, text) of each chip, all shortened to the same length if they do not fit the width."""
    room = width - cell_len(count) - 1
    longest = max((cell_len(chip.label) for chip in found), default=0)
    for most in range(min(longest, max(room, _LEAST)), _LEAST - 1, -1):
        texts = [(chip.facet, f"{shorten(chip.label, most)} ×") for chip in found]
        if sum(cell_len(text) + 3 for _, text in texts) <= room:
            return texts
    kept: list[tuple[str, str]] = []
    for chip in found:  # still too wide: those that fit, and the number of the others
        text = f"{shorten(chip.label, _LEAST)} ×"
        room -= cell_len(text) + 3
        if room < 5:
            return [*kept, ("", f"+{len(found) - len(kept)}")]
        kept.append((chip.facet, text))
    return kept


class FilterBar(Lines):
    """The line. It takes no focus, and no room while there is no filter."""

    can_focus = False
    DEFAULT_CSS = """
    FilterBar { height: 1; display: none; background: $background; overflow: hidden; }
    FilterBar.-filtered { display: block; }
    """

    class Cleared(Message):
        """A facet of the filter is to be cleared; '' clears the whole filter."""

        def __init__(self, facet: str) -> None:
            super().__init__()
            self.facet = facet

    def __init__(self) -> None:
        super().__init__()
        self._count = self._clear = ""
        self._chips: list[Chip] = []

    def search(self) -> None:
        """Say that a filter is being applied."""
        self._clear, self._chips = "", []
        self._count = " Looking for what matches …"
        self.set_class(True, "-filtered")
        self.refresh()

    def show(self, found: list[Chip], count_label: str, key: str) -> None:
        """Show the chips, how many entries match, and the key that clears the filter."""
        self._clear = f"{key} clears"
        self._chips = found
        self._count = f" {count_label}"
        self.set_class(bool(found), "-filtered")
        self.refresh()

    def _parts(self) -> list[tuple[str, str, str]]:
        """Return (facet, text, role) from the left; '' is the facet of text outside chips, '*' of the word to clear."""
        parts = [("", self._count, "strong")]
        for facet, text in fitted(self._count, self._chips, self.inner):
            parts += [("", " · ", "muted"), (facet, text, "accent")]
        used = sum(cell_len(text) for _, text, _ in parts)
        if self.inner - used >= cell_len(self._clear) + 3:
            parts += [("", " " * (self.inner - used - cell_len(self._clear) - 1), ""), ("*", self._clear, "muted")]
        return parts

    def render_line(self, y: int) -> Strip:
        return self.paint((text, role) for _, text, role in self._parts()) if y == 0 else self.paint(())

    def on_click(self, event: events.Click) -> None:
        x = 0
        for facet, text, _ in self._parts():
            x += cell_len(text)
            if event.x < x:
                if facet:
                    self.post_message(self.Cleared("" if facet == "*" else facet))
                return
