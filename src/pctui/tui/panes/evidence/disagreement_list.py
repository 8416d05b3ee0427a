"""The list of disagreements: each by its subject with both values, and with the documents where there is room."""

from __future__ import annotations

from msgspec.structs import replace
from rich.cells import cell_len

from ....model import Row
from ...widgets.list_view import RowList


class DisagreementList(RowList):
    """The disagreements. `side` of a row is its title without the documents, for a narrow list."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, empty="This corpus records no disagreements.")

    def _parts(self, row: Row, here: bool, width: int) -> list[tuple[str, str]]:
        room = width - 3 - len(self._signs(row))  # without the cursor and the blank at the end
        return super()._parts(row if cell_len(row.title) <= room else replace(row, title=row.side), here, width)
