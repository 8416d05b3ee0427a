"""Renders the records of documents as CSL-JSON, for citation processors and reference managers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..model import Document
from .bibliography import Work, reference

# The types that CSL defines; any other becomes "document".
TYPES = frozenset(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
    """.split()
)


def render(documents: Iterable[Document]) -> str:
    """Return a JSON list with one item for each document, with its slug as the id."""
    return "".join(pieces(documents))


def pieces(documents: Iterable[Document]) -> Iterator[str]:
    """Yield that list item by item, each on a line."""
    between = "["
    for document in documents:
        yield f"{between}\n  {json.dumps(item(reference(document)), ensure_ascii=False)}"
        between = ","
    yield "[]\n" if between == "[" else "\n]\n"


def item(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON."""
    found: dict[str, Any] = {"id": work.slug, "type": work.type if work.type in TYPES else "document"}
    if work.authors:
        found["author"] = [
            {
                part: text
                for part, text in (("family", name.family), ("given", name.given), ("literal", name.literal))
                if text
            }
            for name in work.authors
        ]
    if work.dates:
        issued: dict[str, object] = {"date-parts": [list(day.parts) for day in work.dates]}
        if any(day.about for day in work.dates):
            issued["circa"] = True
        if len(work.dates) == 1 and work.dates[0].season:
            issued["season"] = work.dates[0].season
        found["issued"] = issued
    elif work.issued:
        found["issued"] = {"literal": work.issued}
    found.update(work.texts)
    if work.note:
        found["note"] = work.note
    return found
