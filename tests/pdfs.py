"""Writes small PDFs, byte by byte: text at places, fonts, page labels, outlines, and what is wrong with some.

Every character of the fonts is half as wide as it is high, so that lines end where a test wants them to.
"""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass, field
from typing import NamedTuple

from pctui.convert.model import Converted, Role

LEFT, TOP, LEADING, SIZE = 72.0, 720.0, 12.0, 10.0
COLUMNS = 90  # characters of a line of text in the size of the text
WIDTH, HEIGHT = 612, 792
PLAIN, BOLD, MONO, ITALIC, UNICODE, MUTE = "F1", "F2", "F3", "F4", "F5", "F6"
_NAMES = {PLAIN: "Helvetica", BOLD: "Helvetica-Bold", MONO: "Courier", ITALIC: "Helvetica-Oblique"}


WORDS = (
    "lamp tower keeper harbour stone light signal winter repair parish boat cliff storm lens oil watch ledger crew "
    "inspection beacon channel survey granite tide fog mechanism account season report"
).split()


def prose(seed: int, count: int = 60) -> str:
    """Return sentences that nobody wrote: `count` words, the last with a full stop."""
    chance = random.Random(seed)
    words = [chance.choice(WORDS) for _ in range(count)]
    for at in range(0, count, 15):
        words[at] = words[at].capitalize()
        if at:
            words[at - 1] += "."
    return " ".join(words) + "."


def texts(document: Converted, role: Role | None = None) -> list[str]:
    """Return the texts of the blocks, or of those of a role."""
    return [block.text for block in document.blocks if role is None or block.role is role]


class Text(NamedTuple):
    """Text at a place, from the lower left corner of the page."""

    x: float
    y: float
    text: str
    size: float = SIZE
    font: str = PLAIN
    raised: float = 0


class Line(NamedTuple):
    """A rule drawn on the page."""

    x0: float
    x1: float
    y: float


@dataclass
class Page:
    """What is on a page; `picture` covers it with an image.

    `scanned` hides its text behind the image, each word at a place of its own; `slope` is that of its lines.
    """

    items: list[Text | Line] = field(default_factory=list)
    picture: bool = False
    scanned: bool = False
    slope: float = 0
    turned: int = 0
    y: float = TOP

    def put(self, text: str, *, x: float = LEFT, size: float = SIZE, font: str = PLAIN, space: float = 0) -> Page:
        """Put a line under what is there, after a further space."""
        self.y -= space
        self.items.append(Text(x, self.y, text, size, font))
        self.y -= LEADING * max(1.0, size / SIZE)
        return self

    def paragraph(
        self,
        text: str,
        *,
        x: float = LEFT,
        columns: int = COLUMNS,
        size: float = SIZE,
        space: float = 8,
        first: float = 0,
    ) -> Page:
        """Put a paragraph, broken into lines; `first` indents its first line, by so many points."""
        for at, line in enumerate(textwrap.wrap(text, columns, break_on_hyphens=False)):
            self.put(line, x=x + (first if at == 0 else 0), size=size, space=space if at == 0 else 0)
        return self

    def at(self, x: float, y: float, text: str, size: float = SIZE, font: str = PLAIN) -> Page:
        """Put text at a place."""
        self.items.append(Text(x, y, text, size, font))
        return self

    def rule(self, x0: float, x1: float, y: float) -> Page:
        """Draw a rule."""
        self.items.append(Line(x0, x1, y))
        return self


def _shown(item: Text | Line) -> bytes:
    if isinstance(item, Line):
        return f"0.5 w {item.x0} {item.y} m {item.x1} {item.y} l S\n".encode()
    if item.font in (UNICODE, MUTE):
        string = b"<" + item.text.encode("utf-16-be").hex().encode() + b">"
    else:
        text = item.text.encode("cp1252", "replace")
        string = b"(" + text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
    return f"BT /{item.font} {item.size} Tf {item.raised} Ts {item.x} {item.y} Td ".encode() + string + b" Tj ET\n"


def _recognised(item: Text | Line, slope: float) -> bytes:
    """Return text as a program for OCR writes it: unseen, each word in a size of its own, on lines that slope."""
    if isinstance(item, Line):
        return b""
    x, shown = item.x, b""
    for at, word in enumerate(item.text.split(" ")):
        height = item.size + (at % 3 - 1)  # each word is stretched to the width of its picture
        written = word.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        place = f"{x - slope * item.y} {item.y + slope * x}"
        shown += f"BT 3 Tr /{MONO} {height} Tf {100 * item.size / height} Tz {place} Td (".encode() + written
        shown += b" ) Tj ET\n"
        x += item.size / 2 * (len(word) + 1)
    return shown


_CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def pdf(
    pages: list[Page],
    *,
    labels: str = "",
    outline: list[tuple[str, int, int, float | None]] | None = None,
    info: dict[str, str] | None = None,
    language: str = "",
    password: bool = False,
) -> bytes:
    """Return the bytes of a PDF.

    `labels` is the content of /Nums of its page labels. An entry of the outline is its title, its level (1 or 2), its
    page from 0, and its height on the page.
    """
    objects: list[bytes] = []

    def new(body: bytes | str) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    def stream(data: bytes, more: str = "") -> int:
        return new(f"<< /Length {len(data)} {more} >>\nstream\n".encode() + data + b"\nendstream")

    catalog, tree = new(""), new("")
    widths = " ".join(["500"] * 224)
    fonts = ""
    for name, base in _NAMES.items():
        fonts += (
            f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding /FirstChar 32 "
            f"/LastChar 255 /Widths [{widths}] >> "
        )
    unicode_map = stream(_CMAP)
    descriptor = new(
        "<< /Type /FontDescriptor /FontName /Square /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    cid = new(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Square /CIDSystemInfo << /Registry (Adobe) /Ordering "
        f"(Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /DW 1000 >>"
    )
    common = f"/Type /Font /Subtype /Type0 /BaseFont /Square /Encoding /Identity-H /DescendantFonts [{cid} 0 R]"
    fonts += f"/{UNICODE} << {common} /ToUnicode {unicode_map} 0 R >> /{MUTE} << {common} >> "
    image = stream(
        b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    kids = []
    for page in pages:
        content = b"".join(_recognised(item, page.slope) if page.scanned else _shown(item) for item in page.items)
        if page.picture or page.scanned:
            content = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q\n".encode() + content
        body = stream(content)
        kids.append(
            new(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {page.turned} /Contents "
                f"{body} 0 R /Resources << /Font << {fonts} >> /XObject << /I {image} 0 R >> >> >>"
            )
        )
    objects[tree - 1] = (
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode()
    )
    more = f" /PageLabels << /Nums [{labels}] >>" if labels else ""
    more += f" /Lang ({language})" if language else ""
    if outline:
        more += f" /Outlines {_outline(outline, kids, objects, new)} 0 R"
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R{more} >>".encode()
    about = new("<< " + " ".join(f"/{name} ({value})" for name, value in (info or {}).items()) + " >>")
    trailer = f"/Root {catalog} 0 R /Info {about} 0 R"
    if password:
        secret = "00" * 32
        lock = new(f"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <{secret}> /U <{secret}> >>")
        trailer += f" /Encrypt {lock} 0 R /ID [<{'11' * 16}> <{'11' * 16}>]"
    written = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} {trailer} >>\n"
    return written + f"{end}startxref\n{len(written)}\n%%EOF\n".encode()


def _outline(entries, kids, objects, new):  # type: ignore[no-untyped-def]
    """Write an outline of two levels, and return the number of its object."""
    root = new("")
    numbers = [new("") for _ in entries]
    parents = []
    for at, (_, level, _, _) in enumerate(entries):
        above = next((numbers[i] for i in range(at - 1, -1, -1) if entries[i][1] < level), root)
        parents.append(above)
    for at, (title, _, page, y) in enumerate(entries):
        siblings = [number for number, parent in zip(numbers, parents, strict=True) if parent == parents[at]]
        children = [number for number, parent in zip(numbers, parents, strict=True) if parent == numbers[at]]
        here = siblings.index(numbers[at])
        body = f"<< /Title ({title}) /Parent {parents[at]} 0 R "
        body += f"/Dest [{kids[page]} 0 R /XYZ 0 {y} 0] " if y is not None else f"/Dest [{kids[page]} 0 R /Fit] "
        body += f"/Prev {siblings[here - 1]} 0 R " if here else ""
        body += f"/Next {siblings[here + 1]} 0 R " if here + 1 < len(siblings) else ""
        body += f"/First {children[0]} 0 R /Last {children[-1]} 0 R /Count {len(children)} " if children else ""
        objects[numbers[at] - 1] = (body + ">>").encode()
    top = [number for number, parent in zip(numbers, parents, strict=True) if parent == root]
    objects[root - 1] = f"<< /Type /Outlines /First {top[0]} 0 R /Last {top[-1]} 0 R /Count {len(top)} >>".encode()
    return root
