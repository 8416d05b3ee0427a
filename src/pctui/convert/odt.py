"""Converts OpenDocument texts, as LibreOffice saves them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..errors import FilesError
from ..text import one_line
from .archive import Archive
from .building import Builder
from .metadata import edtf_day, language
from .model import Converted, Found, Role
from .odt_numbers import Numbers

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE = (f"{{{_OASIS}{name}:1.0}}" for name in ("text", "table", "office"))
_SVG = f"{{{_OASIS}svg-compatible:1.0}}"
_BOX = f"{{{_OASIS}drawing:1.0}}text-box"
_META, _DC = f"{{{_OASIS}meta:1.0}}", "{http://purl.org/dc/elements/1.1/}"
_LEFT_OUT = {
    f"{_TEXT}table-of-content": "contents",
    f"{_TEXT}illustration-index": "contents",
    f"{_TEXT}table-index": "contents",
    f"{_TEXT}tracked-changes": "deleted text",
    f"{_OFFICE}annotation": "comments",
    f"{_OFFICE}forms": "forms",
    f"{_OFFICE}scripts": "macros",
    f"{_TEXT}ruby-text": "readings",  # how characters are read, above them
    f"{_TEXT}number": "",  # which is put before the text
    f"{_SVG}title": "",  # of a picture, for who does not see it
    f"{_SVG}desc": "",
}
_BLANKS = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": " "}
_NOTE = f"{_TEXT}note"


def convert(archive: Archive) -> Converted:
    """Return a text as blocks; FilesError if it is locked, damaged, or has no text."""
    manifest = archive.read("META-INF/manifest.xml")
    if b":encryption-data" in manifest:
        raise FilesError("it is protected by a password", "Save it without a password.")
    content = archive.xml("content.xml")
    builder = Builder()
    body = content.find(f"{_OFFICE}body/{_OFFICE}text") if content is not None else None
    if body is not None:
        _Reading(builder, Numbers(archive.xml("styles.xml"), content)).blocks(body)
    if not builder.blocks:
        raise FilesError("it has no text", "Save it again, or give its plain text.")
    meta = archive.xml("meta.xml")
    changed = body is not None and body.find(f".//{_TEXT}tracked-changes/{_TEXT}changed-region") is not None
    doubts = ("It has tracked changes; it is read as if all of them were accepted.",) if changed else ()
    left_out = {name: count for name, count in builder.left_out.items() if name}
    return Converted("OpenDocument", tuple(builder.blocks), _found(meta), 0, left_out, doubts)


class _Reading:
    """Reads the elements of a text in order; the notes of a paragraph follow it, and the text boxes in it."""

    def __init__(self, builder: Builder, numbers: Numbers) -> None:
        self._builder = builder
        self._numbers = numbers
        self._notes: list[tuple[str, Element]] = []
        self._boxes: list[Element] = []

    def blocks(self, parent: Element, role: Role = Role.PARAGRAPH) -> None:
        for each in parent:
            if each.tag in _LEFT_OUT:
                self._builder.left_out[_LEFT_OUT[each.tag]] += 1
            elif each.tag == f"{_TEXT}h":
                level = each.get(f"{_TEXT}outline-level", "1")
                self._block(each, Role.HEADING, int(level) if level.isdecimal() else 1)
            elif each.tag == f"{_TEXT}p":
                self._block(each, role)
                role = Role.PARAGRAPH if role is Role.ITEM else role
            elif each.tag == f"{_TABLE}table":
                self._table(each)
            elif each.tag == f"{_TEXT}list":
                self._numbers.enter_list(each)
                self.blocks(each, role)
                self._numbers.leave_list()
            elif each.tag in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
                self._numbers.enter_item(each)
                self.blocks(each, Role.NOTE if role is Role.NOTE else Role.ITEM)
            else:
                self.blocks(each, role)

    def _block(self, element: Element, role: Role, level: int = 0) -> None:
        self._builder.add("".join(self._inline(element)))
        number = self._numbers.next(element, level)
        self._builder.end(role, level, f"{number} " if number else "")
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box)
        notes, self._notes = self._notes, []
        for number, body in notes:
            before = len(self._builder.blocks)
            self.blocks(body, Role.NOTE)
            if number and len(self._builder.blocks) > before:
                first = self._builder.blocks[before]
                self._builder.blocks[before] = type(first)(f"{number}. {first.text}", first.role, 0, first.page)

    def _inline(self, element: Element) -> Iterator[str]:
        yield element.text or ""
        for each in element:
            if each.tag == _NOTE:
                self._builder.left_out["note marks"] += 1
                number = one_line(each.findtext(f"{_TEXT}note-citation") or "")
                body = each.find(f"{_TEXT}note-body")
                if body is not None:
                    self._notes.append((number, body))
            elif each.tag in _LEFT_OUT:
                self._builder.left_out[_LEFT_OUT[each.tag]] += 1
            elif each.tag in _BLANKS:
                yield _BLANKS[each.tag]
            elif each.tag == _BOX:
                self._boxes.append(each)
            elif each.tag == f"{_TEXT}p":  # of what else stands in the line
                yield f" {''.join(self._inline(each))} "
            else:
                yield from self._inline(each)
            yield each.tail or ""

    def _table(self, table: Element) -> None:
        rows = [
            "\t".join(
                one_line(" ".join("".join(self._inline(p)) for p in cell.iter(f"{_TEXT}p")))
                for cell in row
                if cell.tag == f"{_TABLE}table-cell"
            )
            for row in table.iter(f"{_TABLE}table-row")
        ]
        if text := "\n".join(row for row in rows if row.strip()):
            self._builder.put(text, Role.TABLE)


def _found(meta: Element | None) -> Found:
    if meta is None:
        return Found()

    def value(*names: str) -> str:
        return next((text for name in names if (text := one_line(meta.findtext(f".//{name}") or ""))), "")

    author = value(f"{_META}initial-creator", f"{_DC}creator")
    return Found(
        title=value(f"{_DC}title"),
        authors=(author,) if author else (),
        issued=edtf_day(value(f"{_META}creation-date", f"{_DC}date")),
        language=language(value(f"{_DC}language")),
    )
