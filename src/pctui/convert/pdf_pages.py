"""What is read of a PDF: its pages, with the runs of characters and the rules on them, its outline and metadata.

Lengths are in points (1/72 inch), from the lower left corner of a page as it is looked at.
"""

from __future__ import annotations

from typing import NamedTuple

from .pdf_runs import Run


class Rule(NamedTuple):
    """A horizontal line drawn on the page."""

    x0: float
    x1: float
    y: float


class Page(NamedTuple):
    """A page as it is looked at. `unreadable` counts characters without a meaning, `turned` those that stand askew."""

    width: float
    height: float
    label: str
    runs: tuple[Run, ...]
    rules: tuple[Rule, ...]
    pictures: float  # the part of the page that is covered by pictures, 0 to 1
    characters: int
    unreadable: int
    turned: int
    vertical: int  # characters that stand under the one before
    hidden: int  # characters that are not drawn: a scan, in which they were recognised
    specks: int = 0  # lines of a scan that are only dust

    @property
    def scanned(self) -> bool:
        """Whether it is a picture, in which its text was recognised."""
        return self.hidden > 0.5 * self.characters


class Bookmark(NamedTuple):
    """An entry of the outline; `page` counts from 0, `y` is None if it does not say where on the page."""

    title: str
    level: int
    page: int
    y: float | None


class Contents(NamedTuple):
    """All that is read of a PDF."""

    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...]
    metadata: dict[str, str]
    language: str
    failed: tuple[int, ...]  # the numbers of pages that could not be read, from 1

    @property
    def scanned(self) -> bool:
        """Whether most of its text was recognised in pictures."""
        return sum(page.hidden for page in self.pages) > 0.5 * sum(page.characters for page in self.pages)
