"""The request to copy, which whatever has the cursor sends to the application."""

from __future__ import annotations

from textual.message import Message

from ..model import Citation, Document, Entry


class Copy(Message):
    """Copy a citation of a document, or from an entry: in the style used last, or in one to `choose`."""

    def __init__(
        self, entry: Entry | None, citation: Citation | None, document: Document | None, *, choose: bool = False
    ) -> None:
        super().__init__()
        self.copied = entry, citation, document
        self.choose = choose
