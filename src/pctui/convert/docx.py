"""Converts Word documents: mammoth makes HTML of them, which is read as any other.

It sees nothing but the parts in XML, after they were checked: no macros, no pictures, no other file that the document
names. Where Word last broke the pages is not used: it depends on the printer, and says no printed number.
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
from .markup import Walk, parsed
from .metadata import edtf_day, language
from .model import Converted, Found

_PARTS = re.compile(r"\[Content_Types\]\.xml|(?:word/)?_rels/[^/]+\.rels|word/[^/]+\.xml|docProps/core\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_STYLE = re.compile(r"[A-Za-z][\w-]*")
_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
_HIGHEST = 6
_STYLES = ("p[style-name='Title'] => h1:fresh", "p[style-name='Caption'] => figcaption:fresh")


def convert(archive: Archive) -> Converted:
    """Return a Word document as blocks; FilesError if it is damaged, or has no text."""
    parts = _checked(archive)
    result = mammoth.convert_to_html(
        parts,
        style_map="\n".join([*_STYLES, *_headings(archive)]),
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=lambda _: [],
        ignore_empty_paragraphs=True,
    )
    tree = parsed(result.value)
    builder = Builder(_left_out(archive))
    if tree.body is not None:
        Walk(builder).through(tree.body)
    if not any(block.text for block in builder.blocks):
        raise FilesError("it has no text: its pages are pictures", "Make text of it with a program for OCR first.")
    body = archive.read("word/document.xml")
    changed = b"<w:ins " in body or b"<w:del " in body
    doubts = ("It has tracked changes; it is read as if all of them were accepted.",) if changed else ()
    return Converted("Word", tuple(builder.blocks), _found(archive), 0, dict(builder.left_out), doubts)


def _checked(archive: Archive) -> io.BytesIO:
    """Return an archive of the parts that are XML, each of which was checked."""
    checked = io.BytesIO()
    with zipfile.ZipFile(checked, "w") as file:
        for name in archive.names:
            if _PARTS.fullmatch(name) and (data := archive.read(name)):
                check_xml(data, name)
                file.writestr(name, data)
    checked.seek(0)
    return checked


def _headings(archive: Archive) -> list[str]:
    """Return rules of mammoth for the styles that are headings by what they are based on, or by their level."""
    root = archive.xml("word/styles.xml")
    styles = {
        each.get(f"{_W}styleId", ""): each
        for each in (root.iter(f"{_W}style") if root is not None else ())
        if each.get(f"{_W}type") == "paragraph"
    }
    rules = []
    for name in styles:
        level = _level(name, styles)
        if level and _STYLE.fullmatch(name):
            rules.append(f"p.{name} => h{level}:fresh")
    return rules


def _level(name: str, styles: dict[str, ElementTree.Element]) -> int:
    """Return the level of the heading that a style makes, 0 if it makes none."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        style = styles[name]
        if found := _HEADING.fullmatch(_value(style.find(f"{_W}name"))):
            return int(found[1])
        outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        if outline.isdecimal() and int(outline) < _HIGHEST:
            return int(outline) + 1
        name = _value(style.find(f"{_W}basedOn"))
    return 0


def _value(element: ElementTree.Element | None) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""


def _left_out(archive: Archive) -> Counter[str]:
    names = {
        "page headers and footers": r"word/(?:header|footer)\d*\.xml",
        "pictures": r"word/media/.+",
        "macros": r"word/vbaProject\.bin",
        "comments": r"word/comments\.xml",
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
