"""Gathers the blocks of a document in reading order, with the printed page that each is on."""

from __future__ import annotations

from collections import Counter

from ..text import one_line
from .model import Block, Role


class Builder:
    """The blocks so far, and what is gathered for the next one. `left_out` counts, by name, what is no part of them."""

    def __init__(self, left_out: Counter[str] | None = None, page: str | None = None) -> None:
        self.blocks: list[Block] = []
        self.left_out: Counter[str] = Counter() if left_out is None else left_out
        self.pages = 0
        self.page = page
        self._began = page  # the page on which the text that is gathered begins
        self._parts: list[str] = []

    def add(self, text: str) -> None:
        """Add text to the next block."""
        if not self._parts:
            self._began = self.page
        self._parts.append(text)

    def turn(self, page: str) -> None:
        """Begin the page with this number as printed."""
        self.pages += 1
        self.page = page

    def end(self, role: Role = Role.PARAGRAPH, level: int = 0, prefix: str = "") -> bool:
        """End the next block; return whether it has any text."""
        text = one_line("".join(self._parts))
        self._parts.clear()
        if not text:
            return False
        self.put(f"{prefix}{text}", role, level)
        return True

    def put(self, text: str, role: Role, level: int = 0) -> None:
        """Put a block that is whole."""
        page = self.page
        if self._began and page and self._began != page:
            page = f"{self._began}–{page}"
        self._began = self.page
        self.blocks.append(Block(text, role, level, page))

    def take(self) -> str:
        """Return the text that is gathered, as one line, and no longer keep it."""
        text = one_line("".join(self._parts))
        self._parts.clear()
        return text
