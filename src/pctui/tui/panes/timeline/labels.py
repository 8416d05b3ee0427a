"""Where the label of a marker goes, and how much of it is shown."""

from __future__ import annotations

from rich.cells import cell_len

from ....widths import shorten

SHORTEST = 8  # cells of the shortest label worth showing


def beside(title: str, column: int, width: int) -> tuple[str, int]:
    """Return the label of a lone marker and its column: after the marker, or before it if there is more room."""
    after, before = width - column - 2, column - 1
    if after >= cell_len(title) or after >= before:
        return shorten(title, after), column + 2
    label = shorten(title, before)
    return label, column - 1 - cell_len(label)
