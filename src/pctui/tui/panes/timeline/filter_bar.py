"""The line that says what is filtered: how many of how many, and a chip for each facet, which a click clears."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from ....queries.filters import YEARS, Filter, years_label
from ....text import shorten
from ...widgets.line_view import Lines

_LEAST = 6  # cells of a chip that still says something


@dataclass(frozen=True, slots=True)
class Chip:
    """What is chosen of a facet, in words."""

    facet: str
    words: str


def chips(filters: Filter, titles: dict[str, list[str]]) -> list[Chip]:
    """The chips of a filter; `titles` are those of the values chosen, by facet."""
    found = [Chip(facet, f"{facet} {', '.join(titles.get(facet, ()))}") for facet in filters.active if facet != YEARS]
    if YEARS in filters.active:
        found.append(Chip(YEARS, years_label(filters.since, filters.until)))
    return found


def fitted(count: str, found: list[Chip], width: int) -> list[tuple[str, str]]:
    """The (facet, text) of each chip, all of them shortened alike as far as the width asks for."""
    room = width - cell_len(count) - 1
    for most in range(max((cell_len(chip.words) for chip in found), default=0), _LEAST - 1, -1):
        texts = [(chip.facet, f"{shorten(chip.words, most)} ×") for chip in found]
        if sum(cell_len(text) + 3 for _, text in texts) <= room:
            return texts
    kept: list[tuple[str, str]] = []
    for chip in found:  # not even so: those that fit, and how many more
        text = f"{shorten(chip.words, _LEAST)} ×"
        room -= cell_len(text) + 3
        if room < 5:
            return [*kept, ("", f"+{len(found) - len(kept)}")]
        kept.append((chip.facet, text))
    return kept


class FilterBar(Lines):
    """The line. It takes no focus, and no room where nothing is filtered."""

    can_focus = False
    DEFAULT_CSS = """
    FilterBar { height: 1; display: none; background: $background; overflow: hidden; }
    FilterBar.-filtered { display: block; }
    """

    class Cleared(Message):
        """The choice in a facet is to be dropped; '' drops them all."""

        def __init__(self, facet: str) -> None:
            super().__init__()
            self.facet = facet

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._count = self._clear = ""
        self._chips: list[Chip] = []

    def show(self, found: list[Chip], counted: str, key: str) -> None:
        """Show what is filtered, how much is left, and by which key it is cleared."""
        self._clear = f"{key} clears"
        self._chips = found
        self._count = f" {counted}"
        self.set_class(bool(found), "-filtered")
        self.refresh()

    def _parts(self) -> list[tuple[str, str, str]]:
        """(facet, text, role), from the left; what belongs to no chip has no facet."""
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
