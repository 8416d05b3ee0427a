"""Converts Word documents: mammoth makes HTML of them, which is read as any other.

It sees nothing but the parts in XML, after they were checked: no macros, no pictures, no other file that the document
names. Before, docx_text.py writes into them what Word prints and they do not say. Where Word last broke the pages is
not used: it depends on the printer, and says no printed number.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

import mammoth  # type: ignore[import-untyped]

from ..errors import FilesError
from ..text import one_line
from .archive import Archive, check_xml
from .building import Builder
from .docx_text import HEADING, HIGHEST, ITEM, Printed
from .markup import Walk, parsed
from .metadata import edtf_day, language
from .model import Converted, Found

_PARTS = re.compile(r"\[Content_Types\]\.xml|(?:word/)?_rels/[^/]+\.rels|word/[^/]+\.xml|docProps/core\.xml")
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Caption'] => figcaption:fresh",
        f"p.{ITEM} => ul > li:fresh",
        *(f"p.{HEADING}{level} => h{level}:fresh" for level in range(1, HIGHEST + 1)),
    ]
)
_NUMBERED_NOTES = re.compile(r'<ol>(?=<li id="(?:foot|end)note-)')


def convert(archive: Archive) -> Converted:
    """Return a Word document as blocks; FilesError if it is damaged, or has no text."""
    printed = Printed(archive)
    result = mammoth.convert_to_html(
        _checked(archive, printed),
        style_map=_STYLES,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=lambda _: [],
        ignore_empty_paragraphs=True,
    )
    # The numbers of notes are in their text: those of a list would count footnotes and endnotes together.
    tree = parsed(_NUMBERED_NOTES.sub('<ol style="list-style: none">', result.value))
    builder = Builder(_left_out(archive) + printed.left_out)
    if tree.body is not None:
        Walk(builder).through(tree.body)
    if not any(block.text for block in builder.blocks):
        raise FilesError("it has no text: its pages are pictures", "Make text of it with a program for OCR first.")
    doubts = ("It has tracked changes; it is read as if all of them were accepted.",) if printed.changed else ()
    return Converted("Word", tuple(builder.blocks), _found(archive), 0, dict(builder.left_out), doubts)


def _checked(archive: Archive, printed: Printed) -> io.BytesIO:
    """Return an archive of the parts that are XML, each of which was checked, with what Word prints."""
    checked = io.BytesIO()
    with zipfile.ZipFile(checked, "w") as file:
        for name in archive.names:
            if name in printed.parts:
                file.writestr(name, ElementTree.tostring(printed.parts[name], "utf-8", xml_declaration=True))
            elif _PARTS.fullmatch(name) and (data := archive.read(name)):
                check_xml(data, name)
                file.writestr(name, data)
    checked.seek(0)
    return checked


def _left_out(archive: Archive) -> Counter[str]:
    names = {
        "page headers and footers": r"word/(?:header|footer)\d*\.xml",
        "pictures": r"word/media/.+",
        "macros": r"word/vbaProject\.bin",
    }
    return Counter(
        {name: sum(bool(re.fullmatch(each, part)) for part in archive.names) for name, each in names.items()}
    )


def _found(archive: Archive) -> Found:
    root = archive.xml("docProps/core.xml")
    if root is None:
        return Found()

    def value(name: str) -> str:
        return one_line(root.findtext(f".//{name}") or "")

    return Found(
        title=value(f"{_DC}title"),
        authors=tuple(filter(None, map(str.strip, value(f"{_DC}creator").split(";")))),
        issued=edtf_day(value(f"{_TERMS}created")),
        language=language(value(f"{_DC}language")),
    )
