"""Writes into the parts of a Word document what Word prints and they do not say: numbers, notes' numbers, headings.

What mammoth does not read is put as it does: text boxes, fields, formulas. Deleted text and contents are taken out.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from .archive import Archive
from .docx_numbers import Numbers, W, ancestry, kind_of, styles_of, value
from .numerals import numeral

HIGHEST = 6
HEADING, ITEM = "PctuiHeading", "PctuiItem"  # styles by which mammoth knows headings (with their level) and items
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OTHERWISE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)|index \d", re.IGNORECASE)
_KEPT = re.compile(r"title|caption", re.IGNORECASE)  # styles that say more than that a paragraph is an item
_DELETED = (f"{W}del", f"{W}moveFrom")
_MARKS = (f"{W}rPr", f"{W}trPr")  # within these, it says that a paragraph or a row is deleted
# Around text that is printed as if they were not there.
_AROUND = (f"{W}fldSimple", f"{W}dir", f"{W}bdo", f"{_MATH}oMathPara")
_NOTES = {"footnote": "1", "endnote": "i"}  # how Word counts them, unless the document says otherwise


class Printed:
    """The parts of a document that have text, as printed; `changed` says whether it has tracked changes."""

    def __init__(self, archive: Archive) -> None:
        self.left_out: Counter[str] = Counter()
        self.changed = False
        self.parts: dict[str, Element] = {}
        self._begun: Element | None = None  # a paragraph whose end was deleted
        self._styles = styles_of(archive.xml("word/styles.xml"))
        self._numbers = Numbers(archive.xml("word/numbering.xml"), self._styles)
        for part in ("document", *(f"{kind}s" for kind in _NOTES)):
            root = archive.xml(f"word/{part}.xml")
            if root is not None:
                self.parts[f"word/{part}.xml"] = root
                self._print(root)
        self._number_notes(archive.xml("word/settings.xml"))
        comments = archive.xml("word/comments.xml")
        if comments is not None:
            self.left_out["comments"] = sum(1 for _ in comments.iter(f"{W}comment"))

    def _print(self, root: Element) -> None:
        for each in root.iter():
            children = [read for child in each for read in self._read(child, each.tag)]
            if any(map(operator.is_not, children, each)) or len(children) != len(each):
                each[:] = children
            self.changed = self.changed or each.tag in (f"{W}ins", f"{W}moveTo")
        for paragraph in root.iter(f"{W}p"):
            self._print_paragraph(paragraph)

    def _read(self, element: Element, parent: str) -> Iterator[Element]:
        """Yield what to read in place of an element."""
        if element.tag in _DELETED:
            self.changed = True
            if parent in _MARKS:
                yield element
        elif element.tag == f"{_OTHERWISE}AlternateContent":
            yield from _alternative(element)
        elif element.tag == f"{_MATH}oMath":
            yield _run("".join(text.text or "" for text in element.iter(f"{_MATH}t")))
        elif element.tag == f"{W}ruby":
            yield from element.findall(f"{W}rubyBase/{W}r")
        else:
            if element.tag in _AROUND:
                element.tag = f"{W}smartTag"  # of which mammoth reads what is in it
            yield element

    def _print_paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._begun = paragraph if self._begun is None else self._begun
            return  # it goes on in the next one, of which the number is
        first, self._begun = paragraph if self._begun is None else self._begun, None
        styles = list(ancestry(value(properties.find(f"{W}pStyle") if properties is not None else None), self._styles))
        names = [value(style.find(f"{W}name")) for style in styles]
        if any(map(_CONTENTS.fullmatch, names)):
            self.left_out["contents"] += 1
            paragraph.clear()
            return
        number = self._numbers.next(properties)
        level = _level(properties, styles)
        if properties is None:
            if number is None:
                return
            properties = Element(f"{W}pPr")
            paragraph.insert(0, properties)
        for each in properties.findall(f"{W}numPr"):
            properties.remove(each)
        if level:
            _set_style(properties, f"{HEADING}{level}")
        elif number is not None and not any(map(_KEPT.fullmatch, names)):
            _set_style(properties, ITEM)
        if number and any(text.text for text in paragraph.iter(f"{W}t")):
            first.insert(1, _run(f"{number} "))

    def _number_notes(self, settings: Element | None) -> None:
        """Put its number before each note, in the order in which the text refers to them."""
        for name, usual in _NOTES.items():
            notes = self.parts.get(f"word/{name}s.xml")
            if notes is None or "word/document.xml" not in self.parts:
                continue
            counted = settings.find(f"{W}{name}Pr/{W}numFmt") if settings is not None else None
            kind = kind_of(value(counted)) if counted is not None else usual
            by_id = {value(each, "id"): each for each in notes}
            count = 0
            for mark in self.parts["word/document.xml"].iter(f"{W}{name}Reference"):
                if value(mark, "customMarkFollows") in ("", "0", "false"):
                    count += 1
                    note = by_id.pop(value(mark, "id"), None)
                    first = note.find(f".//{W}p") if note is not None else None
                    if first is not None:
                        at = 1 if first.find(f"{W}pPr") is not None else 0
                        first.insert(at, _run(f"{numeral(count, kind)}. "))


def _level(properties: Element | None, styles: list[Element]) -> int:
    """Return the level of the heading that a paragraph is, 0 if it is none."""
    outline = value(properties.find(f"{W}outlineLvl") if properties is not None else None)
    for style in styles if not outline else ():
        if found := _HEADING.fullmatch(value(style.find(f"{W}name"))):
            return min(int(found[1]), HIGHEST)
        if outline := value(style.find(f"{W}pPr/{W}outlineLvl")):
            break
    return int(outline) + 1 if outline.isdecimal() and int(outline) < HIGHEST else 0


def _set_style(properties: Element, name: str) -> None:
    style = properties.find(f"{W}pStyle")
    if style is None:
        style = SubElement(properties, f"{W}pStyle")
    style.set(f"{W}val", name)


def _alternative(element: Element) -> Iterator[Element]:
    """Yield what to read of an element that is given in several ways: its text boxes, else what older programs read."""
    boxes = [box for choice in element.findall(f"{_OTHERWISE}Choice") for box in choice.iter(f"{W}txbxContent")]
    if boxes:
        picture = Element(f"{W}pict")
        picture.extend(boxes)
        yield picture
        return
    for fallback in element.findall(f"{_OTHERWISE}Fallback"):
        yield from fallback


def _run(text: str) -> Element:
    run = Element(f"{W}r")
    SubElement(run, f"{W}t").text = text
    return run
