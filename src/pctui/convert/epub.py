"""Converts e-books: their chapters in reading order, and what the book says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from selectolax.lexbor import LexborNode

from ..errors import FilesError
from ..text import one_line
from .archive import Archive, resolved
from .building import Builder
from .decoding import decoded
from .html import elements_closed
from .markup import Attributes, Walk, parsed
from .metadata import doi_of, edtf_day, language
from .model import Converted, Found

_CONTAINER = "META-INF/container.xml"
_OPF, _DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
_NCX, _DAISY = "application/x-dtbncx+xml", "{http://www.daisy.org/z3986/2005/ncx/}"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
# Fonts may be obfuscated in a book that everyone can read.
_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_LEFT_OUT = {
    "toc": "contents",
    "doc-toc": "contents",
    "landmarks": "contents",
    "page-list": "contents",
    "doc-pagelist": "contents",
    "loi": "contents",
    "lot": "contents",
}
_NAVIGATION = frozenset({"headerlink", "navheader", "navfooter", "related", "sphinxsidebar"})
_HIDDEN = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)


def convert(archive: Archive) -> Converted:
    """Return an e-book as blocks; FilesError if it is locked, or has no text."""
    _check_locks(archive)
    name, package = _package(archive)
    manifest = {item.get("id", ""): item for item in package.iter(f"{_OPF}item")}
    builder = Builder()
    pages = _page_list(archive, name, manifest)
    for chapter in _chapters(package, manifest):
        path = resolved(name, chapter.get("href", ""))
        if "nav" in chapter.get("properties", "").split():
            builder.left_out["contents"] += 1
        elif data := archive.read(path):
            tree = parsed(elements_closed(_text(data)))
            if (first := pages.get((path, ""))) is not None:
                builder.turn(first)
            if tree.body is not None:
                own = {element: page for (file, element), page in pages.items() if element and file == path}
                Walk(builder, _rule, own).through(tree.body)
        else:
            builder.left_out["chapters that are missing"] += 1
    if not any(block.text for block in builder.blocks):
        raise FilesError("it has no text: its pages are pictures", "Make text of it with a program for OCR first.")
    doubts = []
    if missing := builder.left_out["chapters that are missing"]:
        doubts.append(f"{missing} of its chapters are not in the file.")
    return Converted(
        "EPUB", tuple(builder.blocks), _found(package), builder.pages, dict(builder.left_out), tuple(doubts)
    )


def _check_locks(archive: Archive) -> None:
    locks = archive.xml("META-INF/encryption.xml")
    methods = {
        each.get("Algorithm", "")
        for each in (locks.iter() if locks is not None else ())
        if each.tag.endswith("}EncryptionMethod")
    }
    if methods - _FONTS or "META-INF/rights.xml" in archive.names:
        raise FilesError(
            "it is locked (DRM): only a program of its seller can read it", "Give another copy of the book."
        )


def _package(archive: Archive) -> tuple[str, ElementTree.Element]:
    """Return the part that says what the book consists of, with its name."""
    container = archive.xml(_CONTAINER)
    for each in container.iter() if container is not None else ():
        if each.tag.endswith("}rootfile") and (path := each.get("full-path", "")):
            package = archive.xml(path)
            if package is not None:
                return path, package
    raise FilesError("it is damaged: it does not say what it consists of", "Copy or download it again.")


def _chapters(package: ElementTree.Element, manifest: dict[str, ElementTree.Element]) -> Iterator[ElementTree.Element]:
    """Yield the parts of a book in reading order, each once."""
    seen = set()
    for each in package.iter(f"{_OPF}itemref"):
        item = manifest.get(each.get("idref", ""))
        if item is not None and item.get("media-type") in _PAGES and item.get("id") not in seen:
            seen.add(item.get("id"))
            yield item


def _page_list(archive: Archive, package: str, manifest: dict[str, ElementTree.Element]) -> dict[tuple[str, str], str]:
    """Return the printed pages that a book lists, by the part and the id of the element that begin each.

    EPUB 3 lists them in its navigation, EPUB 2 in a part of its own (NCX), which a book may have as well.
    """
    pages: dict[tuple[str, str], str] = {}

    def begins(base: str, reference: str, label: str) -> None:
        file, _, element = reference.partition("#")
        if label := one_line(label):
            pages[resolved(base, file), element] = label

    for item in manifest.values():
        path = resolved(package, item.get("href", ""))
        if item.get("media-type") == _NCX:
            root = archive.xml(path)
            for target in root.iter(f"{_DAISY}pageTarget") if root is not None else ():
                content = target.find(f"{_DAISY}content")
                label = target.findtext(f"{_DAISY}navLabel/{_DAISY}text") or target.get("value") or ""
                begins(path, content.get("src", "") if content is not None else "", label)
    for item in manifest.values():
        path = resolved(package, item.get("href", ""))
        if "nav" in item.get("properties", "").split():
            for nav in parsed(elements_closed(_text(archive.read(path)))).css("nav"):
                if "page-list" in (nav.attributes.get("epub:type") or "").split():
                    for link in nav.css("a"):
                        begins(path, link.attributes.get("href") or "", link.text())
    return pages


def _rule(_: LexborNode, tag: str, attributes: Attributes) -> str:
    """A `Rule` of markup.py: in a book, only contents and what is hidden are no part of its text."""
    if not attributes and tag != "nav":
        return ""
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return "hidden elements"
    for kind in f"{attributes.get('epub:type') or ''} {attributes.get('role') or ''}".lower().split():
        if name := _LEFT_OUT.get(kind):
            return name
    classes = frozenset((attributes.get("class") or "").lower().split())
    if tag == "nav" or classes & {"toc", "toctree-wrapper", "contents"}:
        return "contents"
    return "navigation" if classes & _NAVIGATION else ""


def _found(package: ElementTree.Element) -> Found:
    def values(name: str) -> list[str]:
        return [text for each in package.iter(f"{_DC}{name}") if (text := one_line("".join(each.itertext())))]

    dates = [each for each in package.iter(f"{_DC}date") if each.get(f"{_OPF}event") != "modification"]
    published = sorted(dates, key=lambda each: each.get(f"{_OPF}event") != "publication")
    return Found(
        title=next(iter(values("title")), ""),
        authors=tuple(dict.fromkeys(values("creator"))),
        issued=next((day for each in published if (day := edtf_day(each.text or ""))), ""),
        doi=next((doi for each in values("identifier") if (doi := doi_of(each))), ""),
        publisher=next(iter(values("publisher")), ""),
        language=language(next(iter(values("language")), "")),
    )


def _text(data: bytes) -> str:
    """Return the text of a chapter: XML is in UTF-8 unless it says otherwise."""
    declared = re.match(rb"""\s*<\?xml[^>]{1,200}encoding\s*=\s*["']([\w.:-]+)""", data)
    try:
        return decoded(data, declared[1].decode("ascii") if declared else None).text
    except FilesError:
        return data.decode("utf-8", "replace")
