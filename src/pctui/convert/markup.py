"""Reads the elements of HTML as blocks: headings, items, tables, notes; and finds where printed pages begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import FilesError
from .building import Builder
from .model import Role
from .numerals import numeral
from .process import BROKEN

Attributes = Mapping[str, str | None]
# What decides whether an element is left out: the name under which it is counted, '' if it is kept.
Rule = Callable[[LexborNode, str, Attributes], str]

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul".split()
)
_NEVER_TEXT = {
    "script": "scripts",
    "style": "scripts",
    "noscript": "scripts",
    "template": "scripts",
    "head": "",
    "title": "",
    "object": "pictures",
    "embed": "pictures",
    "iframe": "pictures",
    "video": "pictures",
    "audio": "pictures",
    "canvas": "pictures",
    "svg": "pictures",
    "img": "pictures",
    "button": "forms",
    "select": "forms",
    "input": "forms",
    "textarea": "forms",
    "datalist": "forms",
    "rt": "readings",  # how characters are read, above them
    "rp": "readings",
}
_NOTES = re.compile(r"(?:doc-)?(?:foot|end|rear)notes?", re.IGNORECASE)
_NOTE_ID = re.compile(r"(?:fn|(?:foot|end)note)[-_:]?\d+", re.IGNORECASE)
_NOTE_MARK = re.compile(r"[\[(]?\s*(?:\d{1,4}|[a-z]|[*†‡§¶‖]{1,3})\s*[\])]?", re.IGNORECASE)
_BACK = re.compile(r"[\s↩↑↵⏎^︎]*")  # an arrow back to the mark of a note
_PAGE_CLASS = frozenset({"pagenum", "pagenumber", "page-number", "pagebreak", "page-break", "pageno"})
_PAGE = re.compile(r"(?:^|[^a-z0-9])(?:p|pg|page|pagebreak)?[\s._-]*(\d{1,5}|[ivxlc]{1,9})\W*$", re.IGNORECASE)
_PAGE_ALONE = re.compile(r"\W*(?:p|pg|page)?\W*(?:\d{1,5}|[ivxlc]{1,9})\W*", re.IGNORECASE)
_LONGEST_PAGE = 20  # characters of what marks a printed page
_LONGEST_CELL = 1000  # characters of a cell of a table; with longer ones, a table arranges the page
_LONGEST_TERM = 100  # characters of a term that is printed before its definition
_DEEPEST = 4000  # elements within each other: a parser takes the square of it
_ATTRIBUTES = 2000  # of an element: likewise
_LONG_TAG = 10_000  # characters from which on its attributes are counted

_OPEN_OR_CLOSED = re.compile(r"<(/?)([a-z][^\s/>]*)([^>]*)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Those that need no end, or have none.
_NOT_NESTED = frozenset(
    "a p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp area base br col embed hr img input link "
    "meta param source track wbr html head body image".split()
)


def parsed(text: str) -> LexborHTMLParser:
    """Return the tree of HTML; FilesError if it was made to take for ever."""
    depth = 0
    for closing, tag, rest in _OPEN_OR_CLOSED.findall(text):
        if tag.lower() not in _NOT_NESTED:
            depth = max(0, depth - 1) if closing else depth + (not rest.endswith("/"))
            if depth > _DEEPEST:
                raise FilesError(f"it has more than {_DEEPEST:,} elements within each other", BROKEN)
        if len(rest) > _LONG_TAG and len(_QUOTED.sub("", rest).split()) > _ATTRIBUTES:
            raise FilesError(f"it has an element with more than {_ATTRIBUTES:,} attributes", BROKEN)
    return LexborHTMLParser(text)


@dataclass
class _Frame:
    """What text within an element becomes. The paragraphs of an item or note share its frame."""

    role: Role = Role.PARAGRAPH
    level: int = 0
    prefix: str = ""
    used: bool = False


@dataclass
class _List:
    """A list that is open: how its items are numbered, if at all."""

    kind: str = ""
    next: int = 1
    step: int = 1


@dataclass
class Walk:
    """Walks through a tree, and puts what it finds into `builder`.

    `pages` has the number of the printed page that begins at an element, by its id, where that is said elsewhere.
    """

    builder: Builder
    rule: Rule = lambda *_: ""
    pages: Mapping[str, str] = field(default_factory=dict)
    _frames: list[_Frame] = field(default_factory=lambda: [_Frame()])
    _lists: list[_List] = field(default_factory=list)
    _term: str = ""

    def through(self, root: LexborNode) -> None:
        """Add the blocks of an element and of all that is in it."""
        node: LexborNode | None = root
        while node is not None:
            if self._enter(node):
                if node.child is not None:
                    node = node.child
                    continue
                self._leave(node)
            while node.next is None or node.mem_id == root.mem_id:
                if node.mem_id == root.mem_id:
                    self._end()
                    return
                node = node.parent
                if node is None:
                    return
                self._leave(node)
            node = node.next

    def _enter(self, node: LexborNode) -> bool:
        """Begin a node; return whether to go into it, and so to leave it afterwards."""
        tag = node.tag or ""
        if not tag[:1].isalpha():
            if tag == "-text":
                self.builder.add(node.text_content or "")
            return False
        if tag in _NEVER_TEXT:
            if name := _NEVER_TEXT[tag]:
                self.builder.left_out[name] += 1
            return False
        attributes = node.attributes
        if self._is_page(node, attributes):
            return False
        if (name := self._mark(node, tag, attributes)) or (name := self.rule(node, tag, attributes)):
            self.builder.left_out[name] += 1
            if tag in _BLOCKS:
                self._end()
            return False
        if tag == "br":
            self._broken(node)
            return False
        if tag in _BLOCKS:
            self._end()
            if tag == "table" and self._table(node):
                return False
            self._frames.append(self._frame(tag, attributes))
            if tag in ("ul", "ol", "menu", "dir"):
                self._lists.append(_numbered(attributes) if tag == "ol" else _List())
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag not in _BLOCKS:
            return
        if tag == "dt":
            self._end_term()
        else:
            self._end()
        self._frames.pop()
        if tag in ("ul", "ol", "menu", "dir"):
            self._lists.pop()
        if tag == "dl":
            self._put_term()

    def _frame(self, tag: str, attributes: Attributes) -> _Frame:
        above = self._frames[-1]
        if tag[0] == "h" and tag[1:].isdigit():
            return _Frame(Role.HEADING, int(tag[1:]))
        if is_note(attributes):
            return _Frame(Role.NOTE, prefix=self._number(attributes) if tag == "li" else "")
        if tag == "li":
            return _Frame(Role.NOTE if above.role is Role.NOTE else Role.ITEM, prefix=self._number(attributes))
        if tag == "dd":
            term, self._term = self._term, ""
            return _Frame(Role.ITEM, prefix=f"{term}{'' if term.endswith(':') else ':'} " if term else "")
        if tag in ("figcaption", "caption"):
            return _Frame(Role.CAPTION)
        if tag in ("dt", "td", "th", "table", "ul", "ol", "dl", "section", "aside"):
            return _Frame(Role.NOTE if above.role is Role.NOTE else Role.ITEM if tag == "dt" else Role.PARAGRAPH)
        return above

    def _number(self, attributes: Attributes) -> str:
        """Return the number of an item as a browser prints it, '' if its list has none."""
        if not self._lists or not (at := self._lists[-1]).kind:
            return ""
        value = attributes.get("value") or ""
        number = int(value) if re.fullmatch(r"\d{1,6}", value) else at.next
        at.next = number + at.step
        return f"{numeral(number, at.kind)}. "

    def _end(self) -> None:
        frame = self._frames[-1]
        role = frame.role if not (frame.used and frame.role is Role.ITEM) else Role.PARAGRAPH
        if self.builder.end(role, frame.level, "" if frame.used else frame.prefix):
            frame.used = True

    def _end_term(self) -> None:
        self._put_term()
        self._term = self.builder.take()
        if len(self._term) > _LONGEST_TERM:
            self._put_term()

    def _put_term(self) -> None:
        """Put a term that has no definition of its own, or a long one, as an item."""
        if self._term:
            self.builder.put(self._term, Role.ITEM)
            self._term = ""

    def _broken(self, node: LexborNode) -> None:
        """End a line, and the block where a line is left blank."""
        after = node.next
        while after is not None and after.tag == "-text" and not (after.text_content or "").strip():
            after = after.next
        if after is not None and after.tag == "br":
            self._end()
        self.builder.add("\n")

    def _is_page(self, node: LexborNode, attributes: Attributes) -> bool:
        """Begin the page that a node marks, and return whether it does nothing else."""
        classes = frozenset((attributes.get("class") or "").lower().split())
        said = _types(attributes) & {"pagebreak", "doc-pagebreak"}
        if (listed := self.pages.get(attributes.get("id") or "")) or said:
            if node.tag in _BLOCKS:
                self._end()
            if listed and not said:
                self.builder.turn(listed)
                return False
        if not said and not classes & _PAGE_CLASS:
            return False
        text = node.text()
        if len(text) > _LONGEST_PAGE and not said:
            return False
        inside = bool(text.strip()) and not _PAGE_ALONE.fullmatch(text)
        if inside:  # an element that was not ended where the page begins
            text = ""
        for name in (listed, text, attributes.get("aria-label"), attributes.get("title"), attributes.get("id")):
            if found := _PAGE.search(name or ""):
                self.builder.turn(found[1])
                if text.strip():
                    self.builder.left_out["page numbers"] += 1
                return not inside
        return bool(said) and not inside

    def _mark(self, node: LexborNode, tag: str, attributes: Attributes) -> str:
        """Return `note marks` if a node is the mark of a note in the text, or what leads back to it; else ''."""
        if tag not in ("a", "sup"):
            return ""
        link = node if tag == "a" else node.css_first("a")
        if link is None or not (link.attributes.get("href") or "").startswith("#"):
            return ""
        text = node.text().strip()
        types = _types(attributes) | _types(link.attributes)
        above = node.parent.tag if node.parent else ""
        marks = {
            "noteref",
            "doc-noteref",
            "footnote-ref",
            "footnote-reference",
            "backlink",
            "doc-backlink",
            "fn-backref",
        }
        refers = bool(types & (marks | {"footnote-back"})) or "sup" in (tag, above)
        return "note marks" if text and (_BACK.fullmatch(text) or (refers and _NOTE_MARK.fullmatch(text))) else ""

    def _table(self, node: LexborNode) -> bool:
        """Put a table of data as one block; return False if it only arranges the page."""
        if (node.attributes.get("role") or "") in ("presentation", "none") or node.css_first("table table"):
            return False
        rows = []
        for row in node.css("tr"):
            cell, cells = row.child, []
            while cell is not None:
                if cell.tag in ("td", "th"):
                    cells.append(self._cell(cell))
                cell = cell.next
            rows.append(cells)
        if len(rows) < 2 or max(map(len, rows)) < 2:
            return False
        if any(len(cell) > _LONGEST_CELL for cells in rows for cell in cells):
            return False
        for caption in node.css("caption"):
            Walk(self.builder, self.rule, self.pages, [_Frame(Role.CAPTION)]).through(caption)
        text = "\n".join("\t".join(cells) for cells in rows if any(cells))
        if text:
            self.builder.put(text, Role.TABLE)
        return True

    def _cell(self, cell: LexborNode) -> str:
        inner = Builder(self.builder.left_out, self.builder.page)
        Walk(inner, self.rule, self.pages).through(cell)
        self.builder.page = inner.page
        self.builder.pages += inner.pages
        return " ".join(block.text.replace("\n", " ").replace("\t", " ") for block in inner.blocks)


def is_note(attributes: Attributes) -> bool:
    """Whether an element is a note, or holds the notes of a text."""
    types = _types(attributes)
    return any(map(_NOTES.fullmatch, types)) or bool(_NOTE_ID.fullmatch(attributes.get("id") or ""))


def _types(attributes: Attributes) -> frozenset[str]:
    """Return what an element is said to be: its role, its type in EPUB, its classes."""
    names = " ".join(filter(None, (attributes.get(name) for name in ("role", "epub:type", "class"))))
    return frozenset(names.lower().split())


def _numbered(attributes: Attributes) -> _List:
    kind, start = attributes.get("type") or "1", attributes.get("start") or ""
    if "none" in (attributes.get("style") or ""):
        kind = ""
    backwards = "reversed" in attributes
    return _List(kind, int(start) if re.fullmatch(r"\d{1,6}", start) else 1, -1 if backwards and start else 1)
