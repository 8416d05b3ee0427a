"""Recognises the format of a document by its content, whatever its name says."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from ..bounded import TooLarge
from ..errors import ExitCode, FilesError

HEAD = 4096  # bytes of a file by which its format is recognised
_PDF_HEADER = 1024  # within so many bytes its header begins, says ISO 32000 (annex H)

# By the byte-order mark with which a text begins: the longer marks first, of which the shorter are the beginning.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# With what a web page begins after an XML declaration and comments (https://mimesniff.spec.whatwg.org, 7.1).
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|main|article|section)"
    r"(?=[\s>])",
    re.DOTALL | re.IGNORECASE,
)
_XML = re.compile(r"\s*<(?:\?xml\s|!doctype\s)", re.IGNORECASE)
_WEB_ARCHIVE = re.compile(r"(?:\A|\n)content-type:\s*multipart/related", re.IGNORECASE)

INSTALL = "Install it with: pip install 'pctui[write]'"
SUPPORTED = "PDF, HTML, Word (.docx), OpenDocument (.odt), EPUB and plain text"


class Form(StrEnum):
    """A format that can be converted. Word, OpenDocument and EPUB are archives: which one it is, its content says."""

    PDF = "PDF"
    HTML = "HTML"
    ARCHIVE = "archive"
    TEXT = "text"


class OtherForm(FilesError):
    """A file is a document in a format that cannot be converted; the hint says in which to save it."""


class NoDocument(FilesError):
    """A file is no document at all: a picture, a program."""


class MissingLibrary(FilesError):
    """A library that reads a format is not installed."""

    exit_code = ExitCode.USAGE


# What a converter raises, by name: so its class survives on the way from its process.
FAULTS = {each.__name__: each for each in (FilesError, TooLarge, OtherForm, NoDocument, MissingLibrary)}


def form_of(head: bytes) -> Form:
    """Return the format of a file by its first bytes; OtherForm if it can be named, but not converted."""
    if b"%PDF-" in head[:_PDF_HEADER]:
        return Form.PDF
    if head.startswith(b"PK\x03\x04"):
        return Form.ARCHIVE
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise OtherForm("it is an old Word document, or one with a password", "Save it as .docx, without a password.")
    if head.startswith(b"{\\rtf"):
        raise OtherForm("it is rich text", "Open it in a word processor, and save it as .docx.")
    start = head.decode(next((encoding for mark, encoding in MARKS if head.startswith(mark)), "latin-1"), "replace")
    if _MARKUP.match(start):
        return Form.HTML
    if _XML.match(start):
        raise OtherForm("it is XML, but no web page", "Convert it to HTML or to plain text first.")
    if _WEB_ARCHIVE.search(start):
        raise OtherForm("it is a web archive", "Save the page again, as “Web page, HTML only”.")
    return Form.TEXT


def is_text(head: bytes) -> bool:
    """Whether a file is plain text by its first bytes, in whatever encoding, and no document of another format."""
    try:
        return form_of(head) is Form.TEXT
    except OtherForm:
        return False
