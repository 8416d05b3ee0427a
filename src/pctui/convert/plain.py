"""Converts plain text: cuts it at blank lines or indents, and recognises headings, lists, tables and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from statistics import median

from ..bounded import DOCUMENT, TooLarge
from ..text import one_line, unwrap
from .building import Builder
from .decoding import decoded
from .model import Block, Converted, Found, Role
from .text_pages import MARKER, Line, paged

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x85\u2028\u2029]")
_UNDERLINE = re.compile(r"([=\-~^\"'*#+.])\1{2,}\s*")
_HASHES = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*\s*")
_NUMBERED = re.compile(
    r"((?:\d{1,3}|[A-Z])(?:\.\d{1,3})+(?=\.?\s+\S)|(?:\d{1,3}|[A-Z])(?=\.?\s+[^\W\d_a-z]))\.?\s+.{1,90}(?<![.,;:])"
)
_LEADER = re.compile(r"(?:\.{4,}|(?:\. ){4,}\.?)\s*[\divxlc]*\s*$", re.IGNORECASE)
_GAP = re.compile(r"(?<=\S)(?: {3,}|\t+)(?=\S)")
_FEW_BLANKS = 0.04  # of the lines of a text: if fewer are blank, paragraphs are marked otherwise
_LONG_LINE = 120  # characters: half of the lines are longer in a text with a line for each paragraph
_SHORT_LINE = 0.75  # of the longest lines: a shorter one that ends a sentence ends its paragraph
_SHORT_PAGED = 0.85  # the same in pages, which programs make: their lines are as long as they can be
_MOST_INDENT = 12
_CONTENTS = 4  # lines that come again as headings
_LONGEST_TERM = 50  # characters of a line above its definition
_TABULAR = 0.6  # of the lines of a block: so many have gaps in a table
_SENTENCE_END = re.compile(r"[.!?\u3002\uff01\uff1f][\"'”’»)\]]*\s*$")


def convert(data: bytes, encoding: str | None = None) -> Converted:
    """Return a text as blocks; FilesError if its encoding is not clear."""
    if len(data) > DOCUMENT:
        raise TooLarge(f"it is too large: it has more than {DOCUMENT:,} bytes of text")
    text, doubt = decoded(data, encoding)
    builder = Builder()
    builder.pages = read(text, builder)
    blocks = tuple(builder.blocks)
    title = next((block.text for block in blocks[:1] if block.role is Role.HEADING), "")
    doubts = tuple(filter(None, [doubt]))
    return Converted("text", blocks, Found(title=title), builder.pages, dict(builder.left_out), doubts)


def read(text: str, builder: Builder) -> int:
    """Put the blocks of a text, and return how many pages it has."""
    found = paged(_LINE_ENDS.sub("\n", text))
    builder.left_out["running heads"] += found.heads
    builder.left_out["page numbers"] += found.numbers
    _Reading(found.lines, builder, found.pages > 0).all()
    _drop_contents(builder)
    return found.pages


def _drop_contents(builder: Builder) -> None:
    """Drop a table of contents: short blocks that come again as headings."""
    last = {block.text.casefold(): n for n, block in enumerate(builder.blocks) if block.role is Role.HEADING}
    listed = {
        n
        for n, block in enumerate(builder.blocks)
        if block.role is not Role.HEADING and last.get(block.text.casefold(), -1) > n
    }
    if len(listed) >= _CONTENTS:
        builder.left_out["lines of contents"] += len(listed)
        builder.blocks[:] = [block for n, block in enumerate(builder.blocks) if n not in listed]


class _Reading:
    """Reads the lines of a text, block by block."""

    def __init__(self, lines: list[Line], builder: Builder, paged: bool) -> None:
        self._paged = paged
        self._lines = [Line(line.text.expandtabs().rstrip(), line.page) for line in lines]
        self._builder = builder
        self._text = "\n".join(line.text for line in self._lines)
        self._starts = [0, *accumulate(len(line.text) + 1 for line in self._lines)]
        self._underlines: list[str] = []
        filled = [line.text for line in self._lines if line.text]
        self._width = sorted(map(len, filled))[len(filled) * 9 // 10] if filled else 0
        indents = [_indent(line) for line in filled]
        self._body_indent = int(median(indents)) if indents else 0

    def all(self) -> None:
        blocks = [
            [i for i, _ in group]
            for filled, group in groupby(enumerate(self._lines), lambda each: bool(each[1].text))
            if filled
        ]
        lines = sum(map(len, blocks))
        if len(blocks) - 1 < _FEW_BLANKS * lines:
            blocks = [part for block in blocks for part in self._parts(block)]
        elif self._paged:
            blocks = [part for block in blocks for part in self._sentences(block)]
        for n, block in enumerate(blocks):
            following = self._lines[blocks[n + 1][0]].text if n + 1 < len(blocks) else ""
            self._block(block, following)

    def _parts(self, block: list[int]) -> Iterator[list[int]]:
        """Cut a block without blank lines: at each line, at indents, or after short lines that end a sentence."""
        texts = [self._lines[i].text for i in block]
        usual = median(map(_indent, texts))
        long = median(map(len, texts)) > _LONG_LINE
        indented = [usual < _indent(text) <= usual + _MOST_INDENT for text in texts]
        by_indent = 1 < sum(indented) < len(texts) / 2
        part: list[int] = []
        for n, i in enumerate(block):
            ended = n > 0 and len(texts[n - 1]) < _SHORT_LINE * self._width and _SENTENCE_END.search(texts[n - 1])
            if part and (long or (indented[n] if by_indent else ended)):
                yield part
                part = []
            part.append(i)
        if part:
            yield part

    def _sentences(self, block: list[int]) -> Iterator[list[int]]:
        """Cut a block after lines that are short and end a sentence: a program that reads PDF may put no blank line."""
        part: list[int] = []
        for i in block:
            before = self._lines[part[-1]].text if part else ""
            begins = not self._lines[i].text.lstrip()[:1].islower()
            if begins and before and len(before) < _SHORT_PAGED * self._width and _SENTENCE_END.search(before):
                yield part
                part = []
            part.append(i)
        yield part

    def _block(self, block: list[int], after: str) -> None:
        texts = [self._lines[i].text for i in block]
        if leaders := sum(bool(_LEADER.search(text)) for text in texts):
            self._builder.left_out["lines of contents"] += leaders
            block = [i for i, text in zip(block, texts, strict=True) if not _LEADER.search(text)]
            texts = [self._lines[i].text for i in block]
        n = 0
        while n < len(block):
            this, following, last = (texts[n + more] if n + more < len(texts) else "" for more in range(3))
            if _is_underline(following, this):
                self._heading(block[n], this, self._level(following[0]))
                n += 2
            elif _is_underline(last, following) and _UNDERLINE.fullmatch(this):
                self._heading(block[n + 1], following, self._level(this[0] * 2))
                n += 3
            elif hashes := _HASHES.fullmatch(this):
                self._heading(block[n], hashes[2], len(hashes[1]))
                n += 1
            elif not re.search(r"\w", this):
                n += 1  # a line that is drawn
            else:
                break
        block, texts = block[n:], texts[n:]
        if not block:
            return
        if len(block) == 1 and (level := self._title_level(texts[0], after)):
            self._heading(block[0], texts[0], level)
        elif _is_table(texts):
            self._put(block, "\n".join(filter(None, map(_cells, texts))), Role.TABLE)
        elif _is_defined(texts):
            definition = unwrap(self._text, self._starts[block[1]], self._starts[block[-1] + 1] - 1)[0]
            self._put(block, f"{texts[0].strip().rstrip(':')}: {definition.strip()}", Role.ITEM)
        else:
            for part in _cut(texts):
                self._paragraph(block[part.start : part.stop], texts[part.start])

    def _level(self, underline: str) -> int:
        """Return the level of headings underlined in this way: those that come first are the highest."""
        if underline not in self._underlines:
            self._underlines.append(underline)
        return min(self._underlines.index(underline) + 1, 6)

    def _title_level(self, text: str, following: str) -> int:
        """Return the level of a heading that stands alone and is not marked; 0 if it is none."""
        if _indent(text) > min(self._body_indent, 3) or len(text) > 100:
            return 0
        found = _NUMBERED.fullmatch(text.strip())
        if found and ("." in found[1] or self._body_indent > _indent(text) or not MARKER.match(following)):
            return found[1].count(".") + 1
        letters = [each for each in text if each.isalpha()]
        shouted = len(letters) > 3 and all(each.isupper() for each in letters) and not text.endswith((".", ",", ";"))
        return int(shouted)

    def _heading(self, line: int, text: str, level: int) -> None:
        self._put([line], one_line(text), Role.HEADING, level)

    def _paragraph(self, block: Sequence[int], first: str) -> None:
        start, end = self._starts[block[0]], self._starts[block[-1] + 1] - 1
        text = unwrap(self._text, start, end)[0].strip()
        marker = MARKER.match(first)
        if marker and not any(map(str.isalnum, marker[0].replace("o ", ""))):
            text = text[len(marker[0].strip()) :].strip()
        self._put(block, text, Role.ITEM if marker else Role.PARAGRAPH)

    def _put(self, block: Sequence[int], text: str, role: Role, level: int = 0) -> None:
        first, last = self._lines[block[0]].page, self._lines[block[-1]].page
        page = first if first == last or not last else f"{first}–{last}" if first else last
        if text:
            self._builder.blocks.append(Block(text, role, level, page))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _is_underline(line: str, above: str) -> bool:
    return bool(_UNDERLINE.fullmatch(line)) and len(line.strip()) >= len(above.strip()) - 2 and above.strip() != ""


def _is_defined(texts: Sequence[str]) -> bool:
    """Whether a block is a term with its definition, which is indented below it."""
    term, *definition = texts
    if not definition or len(term) > _LONGEST_TERM or MARKER.match(term) or term.endswith((".", ",")):
        return False
    return min(map(_indent, definition)) > _indent(term) + 1 and not any(map(MARKER.match, definition))


def _is_table(texts: Sequence[str]) -> bool:
    """Whether most lines of a block have gaps in them, or are drawn."""
    gaps = sum(bool(_GAP.search(text.strip())) for text in texts)
    if len(texts) > 1 and gaps >= _TABULAR * len(texts):
        return True
    joined = "".join("".join(texts).split())
    return len(texts) > 2 and sum(map(str.isalnum, joined)) < len(joined) / 2


def _cells(text: str) -> str:
    """Return the cells of a row, parted by tabs; '' of a line that is only drawn."""
    if not re.search(r"\w", text):
        return ""
    text = text.strip()
    cells = text.strip("|").split("|") if text.startswith("|") else _GAP.split(text)
    return "\t".join(map(one_line, cells))


def _cut(texts: Sequence[str]) -> Iterator[range]:
    """Yield the parts of a block: a list without blank lines is cut apart at its markers."""
    found = [MARKER.match(text) for text in texts]
    kinds = [(_kind(marker), _indent(text)) if marker else None for marker, text in zip(found, texts, strict=True)]
    counts = Counter(kinds)
    edges, item = [0], kinds[0]
    # Whether the further lines of an item are indented more than its first.
    hanging = any(
        above and not kind and _indent(text) > above[1]
        for (above, kind), text in zip(pairwise(kinds), texts[1:], strict=True)
    )
    for n, kind in enumerate(kinds[1:], start=1):
        if kind and counts[kind] > 1:  # within a block, a marker begins an item if another line has one like it
            item = kind
        elif item and _indent(texts[n]) < item[1] + hanging:  # what is further out ends a list
            item = None
        else:
            continue
        edges.append(n)
    edges.append(len(texts))
    for start, end in pairwise(edges):
        yield range(start, end)


def _kind(marker: re.Match[str]) -> str:
    """Return what a marker has in common with those of the other items: `1.`, `(a)`, `•`."""
    text = marker[0].strip()
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "1", text)) if any(map(str.isalnum, text)) and text != "o" else text
