"""Finds what the records of a file are likely called that cannot be read."""

from __future__ import annotations

import re
from typing import NamedTuple

_SLUG = re.compile(r"""\bslug["']?\s*:\s*["']?([a-z0-9-]+)""")
_PARAGRAPH = re.compile(r"""\bdocument["']?\s*:\s*["']?([a-z0-9-]+)["']?,?\s+["']?number["']?\s*:\s*(\d{1,7})\b""")
_CORPUS = re.compile(r"""\bkind["']?\s*:\s*["']?corpus\b""")


class Mentioned(NamedTuple):
    """What a file that cannot be read likely has: slugs, paragraphs by document and number, and the corpus's record."""

    slugs: set[str]
    paragraphs: set[tuple[str, int]]
    corpus: bool


def mentioned(text: str) -> Mentioned:
    """Return what the records of a text are likely called, so that references to them need not be faults as well."""
    paragraphs = {(found[1], int(found[2])) for found in _PARAGRAPH.finditer(text)}
    return Mentioned(set(_SLUG.findall(text)), paragraphs, bool(_CORPUS.search(text)))
