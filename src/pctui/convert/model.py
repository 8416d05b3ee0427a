"""What a document becomes when it is converted: its blocks in reading order, and what was found and left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list, or a numbered clause
    TABLE = "table"  # its cells row by row, parted by tabs and line ends
    NOTE = "note"  # at the foot of a page or the end of a chapter
    CAPTION = "caption"


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or the like, whole even where a page or column breaks it.

    `text` is one line (but for a table), with words broken at the end of a line joined. `level` is that of a heading,
    1 for the highest. `page` is the page as printed (`11`, `xii`), or `11–12` where a break is within the block; None
    if the document has no pages or prints no numbers.
    """

    text: str
    role: Role = Role.PARAGRAPH
    level: int = 0
    page: str | None = None


@dataclass(frozen=True)
class Found:
    """What a document says of itself in its metadata or on its first page; '' where it says nothing.

    `issued` is EDTF, `language` a BCP 47 tag.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    issued: str = ""
    doi: str = ""
    publisher: str = ""
    language: str = ""


@dataclass(frozen=True)
class Converted:
    """A document as converted. `form` names its format (`PDF`).

    `left_out` counts, by name (`running heads`, `page numbers`, `navigation`), what is no part of the text. `doubts`
    are sentences on what may be wrong in it, for the person to look at.
    """

    form: str
    blocks: tuple[Block, ...]
    found: Found = Found()
    pages: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the plain text that is attached as a copy, with a blank line between blocks."""
        return "\n\n".join(block.text for block in self.blocks) + "\n"
