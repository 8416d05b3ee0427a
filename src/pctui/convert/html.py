"""Converts web pages: the main text without what is around it, and what the page says of itself."""

from __future__ import annotations

import re

from ..bounded import DOCUMENT, TooLarge
from ..errors import FilesError
from .boilerplate import Page
from .building import Builder
from .decoding import Decoded, decoded, marked
from .markup import Walk, parsed
from .metadata import metadata
from .model import Block, Converted

# What names the encoding, near the beginning of a page: XML's declaration, or a <meta>.
_DECLARED = re.compile(
    rb"""<\?xml[^>]{1,200}encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{1,200}charset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_PRESCAN = 4096
# What browsers take an encoding for (https://encoding.spec.whatwg.org): pages that name the first are in the second.
_TAKEN_FOR = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# An element that XML ends in its tag, which HTML would leave open.
_EMPTY = re.compile(
    r"<([a-z][\w:.-]{0,40})((?:[^<>\"'/]|\"[^\"]{0,9999}\"|'[^']{0,9999}'|/(?!>)){0,999}+)/>", re.IGNORECASE
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def convert(data: bytes, encoding: str | None = None) -> Converted:
    """Return a web page as blocks; FilesError if its encoding is not clear, or if it has no text."""
    if len(data) > DOCUMENT:
        raise TooLarge(f"it is too large: it has more than {DOCUMENT:,} bytes of HTML")
    text, doubt = _text(data, encoding)
    tree = parsed(elements_closed(text) if text.lstrip().startswith("<?xml") else text)
    page = Page(tree)
    builder = Builder()
    if page.main is not None:
        Walk(builder, page.rule).through(page.main)
    if page.beside:
        builder.left_out["characters beside the main text"] = page.beside
    blocks = tuple(builder.blocks)
    if not any(block.text for block in blocks):
        raise FilesError(
            "it has no text", "A page that a program fills in when it is shown must be saved by a browser."
        )
    return Converted(
        "HTML",
        blocks,
        metadata(tree, _heading(blocks)),
        builder.pages,
        dict(builder.left_out),
        tuple(filter(None, [doubt])),
    )


def elements_closed(text: str) -> str:
    """Return XHTML in which each element that is empty ends as HTML has it: `<a id="x"></a>` for `<a id="x"/>`."""
    return _EMPTY.sub(lambda m: m[0] if m[1].lower() in _VOID else f"<{m[1]}{m[2]}></{m[1]}>", text)


def _heading(blocks: tuple[Block, ...]) -> str:
    return next((block.text for block in blocks if block.level == 1), "")


def _text(data: bytes, encoding: str | None) -> Decoded:
    """Return the text of a page: in the encoding given, in that of its mark, or in the one that it names."""
    if encoding or marked(data):
        return decoded(data, encoding)
    if found := _DECLARED.search(data[:_PRESCAN]):
        named = (found[1] or found[2]).decode("ascii")
        try:
            return Decoded(data.decode(_encoding(named)))
        except (UnicodeDecodeError, LookupError):
            text = decoded(data).text  # FilesError if it is not clear
            return Decoded(text, f"The page says that it is in {named}, but it is not.")
    return decoded(data)


def _encoding(name: str) -> str:
    import codecs

    known = codecs.lookup(name).name
    return _TAKEN_FOR.get(known, "utf-8" if known.startswith("utf-16") else known)
