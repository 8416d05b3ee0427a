"""One row of the chart as cells: what is drawn in each column, and which columns are still free."""

from __future__ import annotations

from msgspec import Struct, field
from rich.cells import cell_len

from ...widgets.layout import Piece


class Row(Struct):
    """Cells by column, each a character with its role; the cell after a wide character has no text."""

    width: int
    cells: list[tuple[str, str]] = field(default_factory=list)
    owners: dict[int, str] = field(default_factory=dict)  # by column, the slug of the entry drawn there
    drawn: dict[int, str] = field(default_factory=dict)  # by column, the sign drawn there, as the legend has it

    def __post_init__(self) -> None:
        self.cells = [(" ", "")] * self.width

    def free(self, first: int, last: int) -> bool:
        """Return whether the columns [first, last] are empty, with a blank on either side."""
        return all(
            self.cells[c][0] == " " and not self.cells[c][1]
            for c in range(max(first - 1, 0), min(last + 2, self.width))
        )

    def empty(self, first: int, last: int) -> bool:
        """Return whether the columns [first, last] are empty."""
        return all(self.cells[c] == (" ", "") for c in range(max(first, 0), min(last + 1, self.width)))

    def room(self, start: int, step: int, apart: int) -> int:
        """Return how many cells are free from column `start` on, to the right (step 1) or left (-1).

        There must be a blank before them, and `apart` cells are left between them and what comes next.
        """
        if not 0 <= start < self.width or not self.empty(start - step, start - step):
            return 0
        end = start
        while 0 <= end < self.width and self.empty(end, end):
            end += step
        size = abs(end - start)
        return size if end in (-1, self.width) else max(0, size - apart)

    def put(self, column: int, text: str, role: str) -> None:
        """Write `text` from a column on, leaving out what lies outside the row."""
        for character in text:
            size = cell_len(character)
            if column + size > self.width:
                return
            if not size:  # a combining character belongs to the one before
                if column > 0 and self.cells[column - 1][0]:
                    before, its_role = self.cells[column - 1]
                    self.cells[column - 1] = before + character, its_role
                continue
            if column >= 0:
                for place in range(column, column + size):
                    self._split(place)
                    self.drawn.pop(place, None)
                self.cells[column] = (character, role)
                if size == 2:
                    self.cells[column + 1] = ("", role)
            column += size

    def draw(self, column: int, text: str, role: str, sign: str = "") -> None:
        """Write signs, which the legend has as `sign`, or as themselves."""
        self.put(column, text, role)
        for place in range(max(column, 0), min(column + len(text), self.width)):
            self.drawn[place] = sign or text

    @property
    def signs(self) -> set[str]:
        """The signs that are still to be seen."""
        return set(self.drawn.values())

    def _split(self, column: int) -> None:
        """Leave a blank for the other half of a wide character of which half is about to be overwritten."""
        text, role = self.cells[column]
        if not text and column:
            self.cells[column - 1] = (" ", role)
        elif cell_len(text) == 2:
            self.cells[column + 1] = (" ", role)

    def own(self, first: int, last: int, slug: str) -> None:
        """Record that the columns [first, last] belong to an entry, except those that already belong to another."""
        for column in range(max(first, 0), min(last + 1, self.width)):
            self.owners.setdefault(column, slug)

    def pieces(self) -> list[Piece]:
        """Return the row as pieces, with neighbours of one role joined."""
        found: list[Piece] = []
        for text, role in self.cells:
            if found and found[-1].role == role:
                found[-1] = Piece(found[-1].text + text, role)
            else:
                found.append(Piece(text, role))
        return found
