"""Finds what a PDF says of itself: its title, authors, date, DOI and language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .model import Found
from .pdf_columns import Region
from .pdf_lines import Line
from .pdf_pages import Contents


def found_in(contents: Contents, regions: Sequence[Region]) -> Found:
    """Return what its metadata and its first page say."""
    metadata = contents.metadata
    title = metadata.get("Title", "")
    if _is_no_title(title):
        title = _printed_title(regions)
    first = " ".join(line.text for region in regions[:6] for line in region.lines if line.page < 2)
    doi = re.search(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]", f"{metadata.get('Subject', '')} {first}")
    made = "" if contents.scanned else metadata.get("CreationDate", "")  # on that day it was laid on the glass
    created = re.match(r"D:(\d{4})(\d\d)?(\d\d)?", made)
    language = contents.language.replace("_", "-")
    return Found(
        title,
        _authors(metadata.get("Author", "")),
        "-".join(part for part in created.groups() if part) if created else "",
        doi[0] if doi else "",
        "",
        language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else "",
    )


def _is_no_title(title: str) -> bool:
    return not title or bool(
        re.search(
            r"^(?:microsoft word\b|untitled|slide 1$|document\d*$|layout 1|(?:file|https?|about):)|"
            r"\.(?:docx?|pdf|tex|indd|qxd|dvi|rtf|x?html?|odt|txt|md|ps|pptx?|odp|epub)$",
            title,
            re.IGNORECASE,
        )
    )


def _printed_title(regions: Sequence[Region]) -> str:
    """Return the largest text of the first page."""
    lines: list[Line] = [line for region in regions for line in region.lines if line.page == 0]
    if not lines:
        return ""
    size = max(line.size for line in lines)
    large = [at for at, line in enumerate(lines) if line.size >= size - 0.5]
    if large[-1] - large[0] >= len(large):  # headings, with text between them
        return ""
    others = [line.size for line in lines if line.size < size - 0.5]
    title = [line.text for line in lines if line.size >= size - 0.5]
    return " ".join(title) if others and len(title) <= 5 and len(" ".join(title)) < 300 else ""


def _authors(text: str) -> tuple[str, ...]:
    if re.search(r"\[FAMILY Given\]|^(?:user|admin\w*|unknown|author)$", text, re.IGNORECASE):
        return ()
    return tuple(part.strip() for part in re.split(r";|\s+and\s+|,(?=[^,]*\s[^,]*(?:,|$))", text) if part.strip())[:50]
