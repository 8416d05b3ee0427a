"""Reads the pages of a PDF as runs of characters with their places, by pypdfium2: the only module that imports it."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..bounded import DOCUMENT
from ..errors import FilesError
from .pdf_bidi import in_reading_order
from .pdf_pages import Bookmark, Contents, Page, Rule
from .pdf_runs import NO_STYLE, Character, Style, runs_of
from .pdf_scans import of_one_size, straightened
from .process import BROKEN

MOST_PAGES = 5000
_MOST_CHARACTERS = 100_000  # of a page; a dense newspaper page has some 20,000
_MOST_SHAPES = 3000  # lines and pictures of a page that are looked at
_MOST_BOOKMARKS = 10_000
_THIN, _LONG = 2.5, 18.0  # points: the most that a rule is thick, and the least that it is long

_PASSWORD, _SECURITY = 4, 5  # pdfium's codes of errors
_ITALIC, _MONO, _FORCE_BOLD = 1 << 6, 1, 1 << 18  # flags of a font (ISO 32000, table 121)
_INVISIBLE = 3  # the mode of text that is only there to be found: that of a scan
_BOLD_NAMES = re.compile(
    r"bold|black|heavy|semibold|demi|medi\b|[-,]B\b|Lin(?:Libertine|Biolinum)T[BZ]|^(?:[A-Z]{6}\+)?(?:CM|SF|EC)(?:BX|SSBX|TTBX)",
    re.IGNORECASE,
)
_ITALIC_NAMES = re.compile(r"ital|obli|slant|^(?:[A-Z]{6}\+)?(?:CM|SF|EC)(?:TI|SL|MI)", re.IGNORECASE)
_MONO_NAMES = re.compile(r"mono|courier|typewriter|consol|menlo|^(?:[A-Z]{6}\+)?(?:CM|SF|EC)TT", re.IGNORECASE)
_PROPORTIONAL = re.compile(r"helvetica|times|arial", re.IGNORECASE)  # whatever the file says of them
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ſt", 0xFB06: "st"}  # noqa: RUF001
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_DIGITS = frozenset("0123456789")  # a zero of the Arabs stands high wherever it is
_RAISED_BY, _RAISED_SIZE = 0.35, 0.65  # of the size of the text around
_UNREADABLE = re.compile(
    "[\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
# Dingbats of the private use area, which word processors write for bullets.
_BULLETS = dict.fromkeys((0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC, 0xF076, 0xF02D, 0xF06E, 0xF0A8), "•")


def read(data: bytes) -> Contents:
    """Return the content of a PDF; FilesError if it is damaged, has a password, or is too large; ImportError."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise FilesError(
                "it has a password", "Open it with its password, print it to a new PDF, and give that."
            ) from error
        if error.err_code == _SECURITY:
            raise FilesError("it is encrypted in a way that cannot be read", BROKEN) from error
        raise FilesError("it is damaged: it cannot be opened as a PDF", BROKEN) from error
    with document:
        count = len(document)
        if count > MOST_PAGES:
            raise FilesError(f"it has more than {MOST_PAGES:,} pages ({count:,})", "Split it into several files.")
        pages, failed, characters = [], [], 0
        for number in range(count):
            try:
                pages.append(_page(document, number))
            except pypdfium2.PdfiumError:
                pages.append(Page(612, 792, "", (), (), 0, 0, 0, 0, 0, 0))
                failed.append(number + 1)
            characters += pages[-1].characters
            if characters > DOCUMENT:
                raise FilesError(f"it has more than {DOCUMENT:,} characters of text", "Split it into several files.")
        if len(failed) == count:
            raise FilesError("it is damaged: none of its pages can be read", BROKEN)
        metadata = {name: _decoded(value) for name, value in document.get_metadata_dict(skip_empty=True).items()}
        return Contents(
            tuple(of_one_size(pages)), tuple(_bookmarks(document, count)), metadata, _language(document), tuple(failed)
        )


def _decoded(text: str) -> str:
    return text.replace("\x00", "").strip()


def _language(document: Any) -> str:
    from pypdfium2 import raw

    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < size < 200:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return _decoded(buffer.raw.decode("utf-16-le", "ignore"))


def _bookmarks(document: Any, pages: int) -> Iterator[Bookmark]:
    for number, each in enumerate(document.get_toc(max_depth=9)):
        if number == _MOST_BOOKMARKS:
            return
        place = each.get_dest()
        page = place.get_index() if place else None
        title = " ".join(_decoded(each.get_title()).split())
        if page is None or not 0 <= page < pages or not title:
            continue
        view = place.get_view()
        values = list(view[1]) if view else []
        y = {1: 1, 3: 0}.get(view[0]) if view else None  # XYZ has left, top, zoom; FitH has top
        yield Bookmark(title, each.level + 1, page, values[y] if y is not None and y < len(values) else None)


def _page(document: Any, number: int) -> Page:
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            return _Reader(page, text, _label(document, number)).page()
        finally:
            text.close()
    finally:
        page.close()


def _label(document: Any, number: int) -> str:
    return _decoded(document.get_page_label(number) or "")[:20]


class _Reader:
    """Reads one page."""

    def __init__(self, page: Any, text: Any, label: str) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._text = text
        self._page = page
        self._label = label
        self._styles: dict[int, Style] = {}
        self._box = page.get_bbox()
        self._turn = page.get_rotation() % 360
        self._origins = (ctypes.c_double(), ctypes.c_double())
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._rectangle = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()

    def page(self) -> Page:
        """Return what is on it."""
        count = min(self._text.count_chars(), _MOST_CHARACTERS)
        characters = list(self._characters(count))
        if sum(1 for each in characters if each[5].angle in (90, 270)) > len(characters) / 2:
            # A table printed along the page: it is looked at with the head turned.
            sideways = next(each[5].angle for each in characters if each[5].angle in (90, 270))
            self._turn = (self._turn + (90 if sideways == 90 else 270)) % 360
            self._styles.clear()
            characters = list(self._characters(count))
        upright = [each for each in characters if each[5].angle == 0]
        turned = len(characters) - len(upright)
        hidden = sum(1 for each in upright if each[5].hidden)
        specks = 0
        if hidden > len(upright) / 2:
            upright, specks = straightened(upright)
        runs, vertical = runs_of(in_reading_order(upright))
        rules, pictures = self._shapes()
        width, height = self._size()
        unreadable = sum(len(_UNREADABLE.findall(each[0])) for each in upright)
        return Page(
            width,
            height,
            self._label,
            tuple(runs),
            tuple(rules),
            pictures,
            sum(1 for each in upright if not each[0].isspace()),
            unreadable,
            turned,
            vertical,
            hidden,
            specks,
        )

    def _size(self) -> tuple[float, float]:
        left, bottom, right, top = self._box
        sides = (right - left, top - bottom)
        return sides if self._turn in (0, 180) else (sides[1], sides[0])

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the file is on the page as it is looked at."""
        left, bottom, right, top = self._box
        match self._turn:
            case 90:
                return y - bottom, right - x
            case 180:
                return right - x, top - y
            case 270:
                return top - y, x - left
        return x - left, y - bottom

    def _characters(self, count: int) -> Iterator[Character]:
        """Yield each character with its left and right end, its base line, whether a break is before it, its style."""
        raw, text = self._raw, self._text
        unicode_of: Callable[[Any, int], int] = raw.FPDFText_GetUnicode
        x, y = self._origins
        box = self._rectangle
        width, height = self._size()
        broken, high = False, 0
        for index in range(count):
            code = unicode_of(text, index)
            if raw.FPDFText_IsGenerated(text, index):
                if code == 0x20:
                    yield " ", 0, 0, 0, broken, NO_STYLE
                elif code in (0x0A, 0x0D):
                    broken = True
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            character = "-" if code == 0x02 else _LIGATURES.get(code) or _BULLETS.get(code) or chr(code or 0xFFFD)
            if not raw.FPDFText_GetCharOrigin(text, index, x, y) or not raw.FPDFText_GetLooseCharBox(text, index, box):
                continue
            style = self._style(index)
            if character in _RAISED or (character in _DIGITS and self._stands_high(index, y.value, style)):
                character = _RAISED.get(character, character)
                y.value += _RAISED_BY * style.size
                style = style._replace(size=round(_RAISED_SIZE * style.size, 1))
            left, base = self._place(x.value, y.value)
            first, _ = self._place(box.left, box.bottom)
            second, _ = self._place(box.right, box.top)
            start, end = min(first, second), max(first, second)
            if not (-1 <= left <= width + 1 and -1 <= base <= height + 1 and math.isfinite(start + end)):
                continue  # beside the page, where nobody sees it
            yield character, start, end, base, broken, style
            broken = False

    def _stands_high(self, index: int, base: float, style: Style) -> bool:
        """Whether a digit is drawn raised by its font, though it stands on the line like the others."""
        if style.angle or self._turn:
            return False
        left, right, bottom, top = self._sides
        if not self._raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top):
            return False
        return bottom.value - base > 0.2 * style.size and top.value - bottom.value < 0.6 * style.size

    def _style(self, index: int) -> Style:
        raw = self._raw
        thing = raw.FPDFText_GetTextObject(self._text, index)
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        if key not in self._styles:
            self._styles[key] = self._new_style(index, thing)
        return self._styles[key]

    def _new_style(self, index: int, thing: Any) -> Style:
        raw = self._raw
        raw.FPDFText_GetFontInfo(self._text, index, self._name, 255, self._flags)
        name = self._name.value.decode("utf-8", "replace")
        flags = self._flags.value
        matrix = raw.FS_MATRIX()
        scale, angle = 1.0, 0
        if raw.FPDFText_GetMatrix(self._text, index, matrix):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            angle = round(math.degrees(math.atan2(matrix.b, matrix.a)))
        if abs((angle + self._turn) % 90 - 45) > 40:
            angle = round(angle / 90) * 90
        size = round(raw.FPDFText_GetFontSize(self._text, index) * scale, 1)
        return Style(
            size if 0 < size < 1000 else 1.0,
            bool(flags & _FORCE_BOLD) or bool(_BOLD_NAMES.search(name)),
            bool(flags & _ITALIC) or bool(_ITALIC_NAMES.search(name)),
            bool(_MONO_NAMES.search(name)) or (bool(flags & _MONO) and not _PROPORTIONAL.search(name)),
            bool(thing) and raw.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE,
            (angle - self._turn) % 360 if self._turn in (0, 180) else (angle + 360 - self._turn) % 360,
        )

    def _shapes(self) -> tuple[list[Rule], float]:
        """Return the horizontal rules, and which part of the page pictures cover."""
        raw = self._raw
        rules, covered = [], 0.0
        width, height = self._size()
        sides = [ctypes.c_float() for _ in range(4)]
        for number in range(min(raw.FPDFPage_CountObjects(self._page), _MOST_SHAPES)):
            shape = raw.FPDFPage_GetObject(self._page, number)
            kind = raw.FPDFPageObj_GetType(shape)
            if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
                continue
            if not raw.FPDFPageObj_GetBounds(shape, *sides):
                continue
            left, bottom = self._place(sides[0].value, sides[1].value)
            right, top = self._place(sides[2].value, sides[3].value)
            wide, high = abs(right - left), abs(top - bottom)
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                covered += min(wide, width) * min(high, height)
            elif high <= _THIN and wide >= _LONG:
                rules.append(Rule(min(left, right), max(left, right), (bottom + top) / 2))
        return rules, min(1.0, covered / (width * height or 1))
