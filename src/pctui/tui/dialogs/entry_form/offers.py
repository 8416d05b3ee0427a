"""The values that are offered for the field with the focus, each with a number where a digit picks it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ....authoring.filling import Offer
from ....widths import shorten
from ...theme import roles

_MOST = 6  # lines


class Offers(Widget):
    """The list; `at` is the value under the cursor, -1 for none."""

    DEFAULT_CSS = "Offers { height: auto; max-height: 6; } .-short Offers { max-height: 3; }"

    class Clicked(Message):
        """A value was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self.offers: Sequence[Offer] = ()
        self.help = ""
        self.at = -1
        self._numbered = False
        self._top = 0

    def show(self, offers: Sequence[Offer], help_text: str, *, numbered: bool) -> None:
        """Show other values, with the cursor on none; where there are none, what the field is for."""
        before = self._count
        changed = [*offers] != [*self.offers]
        self.offers, self.help, self._numbered = offers, help_text, numbered
        if changed:
            self.at, self._top = -1, 0
        self.refresh(layout=self._count != before)

    @property
    def _count(self) -> int:
        return min(len(self.offers), _MOST) or 1

    @property
    def current(self) -> Offer | None:
        return self.offers[self.at] if 0 <= self.at < len(self.offers) else None

    def move(self, by: int) -> None:
        """Move the cursor; above the first value it is on none."""
        self.at = max(-1, min(self.at + by, len(self.offers) - 1))
        height = max(self.size.height, 1)
        self._top = max(0, min(self._top, max(self.at, 0)), self.at - height + 1)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._count

    def on_click(self, event: events.Click) -> None:
        if self._top + event.y < len(self.offers):
            self.post_message(self.Clicked(self._top + event.y))

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        index = self._top + y
        if not self.offers:
            parts = [(shorten(self.help, width), "muted")] if y == 0 else []
        elif index < len(self.offers):
            parts = self._line(index, width, last=y == self.size.height - 1)
        else:
            parts = []
        strip = Strip([Segment(text, base + styles[role]) for text, role in parts if text])
        return strip.adjust_cell_length(width, base)

    def _line(self, index: int, width: int, *, last: bool) -> list[tuple[str, str]]:
        offer, here = self.offers[index], index == self.at
        number = f"{index + 1} " if self._numbered and index < 9 else "  "
        more = len(self.offers) - index - 1 if last else 0
        after = f"  … {more} more" if more else ""
        value = f"+ {offer.title}" if offer.new else offer.value
        rest = "  ".join(filter(None, ("" if offer.new or offer.title == offer.value else offer.title, offer.why)))
        value = shorten(value, width - 4)
        room = width - cell_len(value) - cell_len(after) - 6
        role = "cursor" if here else ""
        parts = [("▸ " if here else "  ", role), (number, role or "key"), (value, role or "strong")]
        if room > 4:
            parts.append((f"  {shorten(rest, room)}" if rest else "", role or "muted"))
        return [*parts, (after, "muted")]
