"""Converts plain text: its paragraphs are between blank lines."""

from __future__ import annotations

import re

from ..text import same_line_ends, unwrap
from .decoding import decoded
from .model import Block, Converted

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def convert(data: bytes, encoding: str | None = None) -> Converted:
    """Return a text as blocks; FilesError if its encoding is not clear."""
    text, doubt = decoded(data, encoding)
    blocks = tuple(Block(unwrap(part)[0].strip()) for part in _BLANK_LINES.split(same_line_ends(text)))
    return Converted("text", blocks, doubts=tuple(filter(None, [doubt])))
