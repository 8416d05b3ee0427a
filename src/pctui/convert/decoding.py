"""Decodes text: by its byte-order mark, as UTF-8, else by what charset-normalizer finds where that is clear."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import FilesError
from .forms import MARKS, NoDocument

_NAME_IT = "Say which encoding it has: --encoding windows-1252. Or save it as UTF-8."


class Decoded(NamedTuple):
    """A text, and a sentence on its encoding if that was guessed ('' if it is certain)."""

    text: str
    doubt: str = ""


def decoded(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of a file; `encoding` is the one that was given, or that the file names."""
    if encoding is None:
        encoding = marked(data)
    if encoding is not None:
        try:
            return Decoded(data.decode(encoding).removeprefix("\ufeff"))
        except (UnicodeDecodeError, LookupError):
            raise FilesError(f"it is not {encoding} text", _NAME_IT) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data)
    if "\0" in text:
        return _guessed(data)
    return Decoded(text)


def marked(data: bytes) -> str | None:
    """Return the encoding that a byte-order mark names; None if there is none."""
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)


def _guessed(data: bytes) -> Decoded:
    raise FilesError("its encoding is not clear", _NAME_IT) if b"\0" not in data else NoDocument("it is not text")
