"""One row of the chart as cells by column: what is drawn where, and what is still free."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.cells import cell_len

from ...widgets.layout import Piece


@dataclass
class Row:
    """Cells by column, each a character with its role; a wide character leaves the cell after it without text."""

    width: int
    cells: list[tuple[str, str]] = field(default_factory=list)
    owners: dict[int, str] = field(default_factory=dict)  # the slug of what is drawn at a column

    def __post_init__(self) -> None:
        self.cells = [(" ", "")] * self.width

    def free(self, first: int, last: int) -> bool:
        """Whether the columns [first, last] are empty, with a blank on either side."""
        return all(
            self.cells[c][0] == " " and not self.cells[c][1]
            for c in range(max(first - 1, 0), min(last + 2, self.width))
        )

    def empty(self, first: int, last: int) -> bool:
        """Whether nothing stands in the columns [first, last]."""
        return all(self.cells[c] == (" ", "") for c in range(max(first, 0), min(last + 1, self.width)))

    def room(self, start: int, step: int, apart: int) -> int:
        """How many cells are free from a column on, to the right (1) or left (-1): a blank before them, and `apart`
        cells between them and what comes next."""
        if not 0 <= start < self.width or not self.empty(start - step, start - step):
            return 0
        end = start
        while 0 <= end < self.width and self.empty(end, end):
            end += step
        size = abs(end - start)
        return size if end in (-1, self.width) else max(0, size - apart)

    def put(self, column: int, text: str, role: str) -> None:
        """Write `text` from a column on; what would lie outside the row is not written."""
        for character in text:
            size = cell_len(character)
            if column + size > self.width:
                return
            if not size:  # it belongs to the one before
                if column > 0 and self.cells[column - 1][0]:
                    before, its = self.cells[column - 1]
                    self.cells[column - 1] = before + character, its
                continue
            if column >= 0:
                for place in range(column, column + size):
                    self._part(place)
                self.cells[column] = (character, role)
                if size == 2:
                    self.cells[column + 1] = ("", role)
            column += size

    def _part(self, column: int) -> None:
        """Where half of a wide character is about to be written over, leave a blank for the other half."""
        text, role = self.cells[column]
        if not text and column:
            self.cells[column - 1] = (" ", role)
        elif cell_len(text) == 2:
            self.cells[column + 1] = (" ", role)

    def own(self, first: int, last: int, slug: str) -> None:
        """Say whose the columns [first, last] are; where something is already, it stays that."""
        for column in range(max(first, 0), min(last + 1, self.width)):
            self.owners.setdefault(column, slug)

    def pieces(self) -> list[Piece]:
        """The row as pieces, neighbours of one role joined."""
        found: list[Piece] = []
        for text, role in self.cells:
            if found and found[-1].role == role:
                found[-1] = Piece(found[-1].text + text, role)
            else:
                found.append(Piece(text, role))
        return found
