"""Converts a PDF into blocks, or says why it cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..errors import FilesError
from .model import Converted
from .pdf_blocks import Cutter
from .pdf_columns import Region, gutters_of, regions_of
from .pdf_found import found_in
from .pdf_headings import Headings, body_size, headings_of
from .pdf_lines import Line, lines_of
from .pdf_lists import without_contents, without_index
from .pdf_margins import without_margins
from .pdf_order import pages_without_order
from .pdf_pages import Contents, Page
from .pdf_reading import read
from .pdf_setting import set_edges

_FEW = 20  # characters: a page with fewer has no text
_UNCLEAR = 0.2  # of the pages: if the order of the text is unclear on more, nothing can be relied on
_VOWELS = frozenset("aeiouyáàâäãåæéèêëíìîïóòôöõøœúùûüýěůąęıāēīōūöü")  # noqa: RUF001


def convert(data: bytes) -> Converted:
    """Return a PDF as blocks; FilesError if it has no text, or none that can be relied on."""
    contents = read(data)
    pages = contents.pages
    doubts = _refuse(contents)
    margins = without_margins(pages, [lines_of(page, number) for number, page in enumerate(pages)])
    left_out = margins.left_out
    lines = without_contents(margins.lines, left_out)
    gutters = gutters_of(lines)
    regions = [region for each in lines for region in regions_of(each, gutters)]
    indexed = without_index(lines, [region.lines for region in regions], left_out)
    for region in regions:
        region.lines = [line for line in region.lines if id(line) not in indexed]
    regions = [region for region in regions if region.lines]
    doubts += _without_order(regions)
    set_edges(regions)
    body = body_size([region.lines for region in regions])
    headings = headings_of([region.lines for region in regions], contents.bookmarks, body)
    cut = Cutter(regions, headings, margins.labels, body).cut(pages)
    left_out.update(cut.counted)
    left_out["characters askew"] += sum(page.turned for page in pages)
    left_out["specks"] += sum(page.specks for page in pages)
    if not any(block.text.strip() for block in cut.blocks):
        raise FilesError("it has no text but what stands around it", "Give the text itself, as a text file.")
    return Converted(
        "PDF",
        tuple(cut.blocks),
        found_in(contents, regions),
        len(pages),
        {name: count for name, count in sorted(left_out.items()) if count},
        (*doubts, *margins.doubts, *_doubts(contents, lines, headings)),
    )


def _refuse(contents: Contents) -> list[str]:
    """Raise FilesError if the text is no text, or in no order that is known; else return what is doubtful in it."""
    pages = contents.pages
    characters = sum(page.characters for page in pages)
    empty = [number for number, page in enumerate(pages, 1) if page.characters < _FEW]
    scanned = [number for number in empty if pages[number - 1].pictures > 0.3]
    hint = "Recognise its text first (for example with `ocrmypdf FILE NEW`), and give the new file."
    if characters < _FEW:
        raise FilesError("it has no text: its pages are pictures" if scanned else "it has no text", hint)
    if len(empty) > len(pages) / 2:
        what = "are pictures without text" if len(scanned) > len(empty) / 2 else "have no text"
        raise FilesError(f"{len(empty)} of its {len(pages)} pages {what}", hint)
    unreadable = sum(page.unreadable for page in pages)
    if unreadable > 0.1 * characters:
        raise FilesError(
            f"its fonts do not say which characters they draw ({unreadable / characters:.0%} of the text)",
            "Recognise its text anew (for example with `ocrmypdf --force-ocr FILE NEW`), and give the new file.",
        )
    vertical = sum(page.vertical for page in pages)
    if vertical > 0.3 * characters:
        raise FilesError(
            "its lines run from top to bottom, which cannot be read in order", "Give its text, as a text file."
        )
    turned = sum(page.turned for page in pages)
    if turned > characters:
        raise FilesError("most of its text stands askew", "Turn its pages, and give the new file.")
    if _is_cipher(pages):
        raise FilesError(
            "its letters do not make words: its fonts give other characters than they draw",
            "Recognise its text anew (for example with `ocrmypdf --force-ocr FILE NEW`), and give the new file.",
        )
    doubts = []
    if scanned:
        doubts.append(f"{_pages(scanned)} without text: only a picture.")
    if contents.failed:
        doubts.append(f"{_pages(contents.failed)} could not be read.")
    if unreadable > 0.002 * characters:
        doubts.append(f"{unreadable} characters cannot be read: their fonts do not say what they are.")
    if contents.scanned:
        doubts.append("The text was recognised in a scan, so letters may have been misread.")
    return doubts


def _without_order(regions: Sequence[Region]) -> list[str]:
    """Raise FilesError if the order of the text is not known on many pages; else return what is doubtful."""
    unclear = sorted(number + 1 for number in pages_without_order(regions))
    if len(unclear) > _UNCLEAR * len({line.page for region in regions for line in region.lines}):
        raise FilesError(
            "the order of its text is not clear: columns or boxes of text overlap, or cannot be told apart "
            f"(on {_listed(unclear)})",
            "Give its text in the order of reading, as a text file.",
        )
    return [f"The order of the text on {_listed(unclear)} is not clear."] if unclear else []


def _is_cipher(pages: Sequence[Page]) -> bool:
    """Whether the Latin letters have hardly any vowels, as where a font has its own code."""
    counted: Counter[str] = Counter()
    for page in pages[:200]:
        for run in page.runs:
            if not run.style.mono:
                counted.update(run.text.lower())
    latin = sum(count for letter, count in counted.items() if letter.isalpha() and letter < "\u0250")
    vowels = sum(count for letter, count in counted.items() if letter in _VOWELS)
    return latin > 1000 and vowels < 0.17 * latin


def _pages(numbers: Sequence[int]) -> str:
    return f"{_listed(numbers).capitalize()} {'is' if len(numbers) == 1 else 'are'}"


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + (f" and {len(numbers) - 8} more" if len(numbers) > 8 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"


def _doubts(contents: Contents, lines: Sequence[Sequence[Line]], headings: Headings) -> list[str]:
    doubts = []
    if sum(line.right_to_left for here in lines for line in here) > 0.1 * sum(map(len, lines)):
        doubts.append(
            "In lines from right to left, numbers with points (1.2.3) may be turned round, and joiners are lost."
        )
    if headings.missing > 0.3 * (headings.missing + headings.outlined) and headings.missing > 2:
        total = headings.missing + headings.outlined
        doubts.append(f"{headings.missing} of the {total} headings of the outline were not found in the text.")
    turned = sum(page.turned for page in contents.pages)
    if turned > 0.02 * sum(page.characters for page in contents.pages):
        doubts.append(f"{turned} characters stand askew, and were left out.")
    return doubts
