"""Takes out what leads to the text of a PDF and is none of it: tables of contents, indexes."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from .pdf_lines import Line

_LEADERS = re.compile(r"(?:[.·‧…]\s?){4,}\s*(?:\S{1,8})?$|_{5,}\s*\d+$|(?:\. ){3,}")
_ENTRY = re.compile(r"[\w)”».’!?\]]\s+(?:\d{1,4}|[ivxlc]{1,7})$")
_INDEXED = re.compile(
    r"[^\d\s].*?,\s?(?:\d{1,4}|[ivxlc]{1,7})(?:[–-]\d{1,4})?(?:n|f|ff)?(?:,\s?(?:\d{1,4}|[ivxlc]{1,7})(?:[–-]\d{1,4})?(?:n|f|ff)?)*,?$"
)
_HEADING_LINES = 5  # above the first entry


def without_contents(lines: list[list[Line]], left_out: Counter[str]) -> list[list[Line]]:
    """Return the lines of pages without tables of contents, which are counted."""
    kept = []
    going_on = False
    for here in lines:
        entries = _entries(here, going_on)
        if not entries:
            going_on = False
            kept.append(here)
            continue
        first, last = entries[0], entries[-1]
        while first and _ENTRY.search(here[first - 1].text):  # without leaders, as those of chapters are
            first -= 1
        while last + 1 < len(here) and _ENTRY.search(here[last + 1].text):
            last += 1
        inside = here[first : last + 1]
        dense = len(entries) >= 0.35 * len(inside)
        if not dense:
            taken = {id(here[at]) for at in entries}
            first, last = len(here), -1
        else:
            above = here[:first]
            if len(above) <= _HEADING_LINES and (len(entries) > 6 or going_on):
                first = 0
            elif above and above[-1].size > here[first].size * 1.1:
                first -= 1
            while (
                last + 1 < len(here)
                and here[last + 1].x0 > here[last].x0 + 3
                and here[last].y - here[last + 1].y < 2 * here[last].size
            ):
                last += 1
            taken = {id(line) for line in here[first : last + 1]}
        left_out["lines of contents"] += len(taken)
        kept.append([line for line in here if id(line) not in taken])
        going_on = dense and last >= len(here) - 3
    return kept


def _entries(lines: Sequence[Line], going_on: bool) -> list[int]:
    """Return which lines are entries of a table of contents."""
    dotted = [at for at, line in enumerate(lines) if _LEADERS.search(line.text)]
    if len(dotted) >= 3 or (going_on and dotted):
        return dotted
    # Without leaders: most lines end with a number at the right, and the numbers rise.
    ended = [at for at, line in enumerate(lines) if _ENTRY.search(line.text) and len(line.pieces) > 1]
    if len(ended) < 5 or len(ended) < 0.5 * len(lines):
        return []
    right = max(lines[at].x1 for at in ended)
    flush = [at for at in ended if lines[at].x1 > right - 4]
    numbers = [int(found[0]) for at in flush if (found := re.search(r"\d+$", lines[at].text))]
    rising = sum(a <= b for a, b in itertools.pairwise(numbers))
    return (
        flush if len(flush) > 0.8 * len(ended) and rising >= 0.9 * (len(numbers) - 1) and len(set(numbers)) > 2 else []
    )


def without_index(lines: list[list[Line]], regions: Sequence[Sequence[Line]], left_out: Counter[str]) -> set[int]:
    """Return the lines of an index at the end of the document, by their identity, and count them."""
    taken: set[int] = set()
    first = len(lines) // 2
    by_page: dict[int, list[Line]] = {}
    for region in regions:
        for line in region:
            by_page.setdefault(line.page, []).append(line)
    for number in range(first, len(lines)):
        here = by_page.get(number, [])
        entries = sum(bool(_INDEXED.search(line.text)) and len(line.text) < 90 for line in here)
        short = sum(len(line.text) < 70 for line in here)
        if len(here) > 8 and entries >= 0.45 * len(here) and short >= 0.9 * len(here):
            taken |= {id(line) for line in here}
            left_out["lines of an index"] += len(here)
    return taken
