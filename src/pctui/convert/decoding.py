"""Decodes text: by its byte-order mark, as UTF-8, else by what charset-normalizer finds where that is clear."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import FilesError
from .forms import MARKS, NoDocument

_CHAOS, _COHERENCE = 0.02, 0.05  # within so much of the best, another encoding is as likely
_MOST_CHAOS = 0.1
_MOST_NAMED = 4
_LOOKED_AT = 4096
# The letters of Western languages beside those of ASCII: French, German and Dutch, Italian, Spanish and Catalan,
# Portuguese, Nordic languages, Icelandic. If a text of another language is read as theirs, letters of several meet.
_WESTERN = [
    frozenset(letters)
    for letters in (
        "àâæçéèêëîïôœùûüÿñ",
        "äöüßéèàçñ",
        "éëïèöüáàóíúêôç",
        "àèéìíîòóùú",
        "áéíñóúüïàèòçª",
        "áàâãçéêíóôõúüº",
        "åäæöøéüáàè",
        "áðéíóúýþæö",
    )
]
# What they never write between two letters, or at all.
_NOT_WESTERN = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f‘’·\xad–—](?=[^\W\d_])|[¹²³](?=[^\W\d_])|[\x80-\x9f]")
_NAME_IT = "Say which encoding it has: --encoding windows-1252. Or save it as UTF-8."


class Decoded(NamedTuple):
    """A text, and a sentence on its encoding if that was guessed ('' if it is certain)."""

    text: str
    doubt: str = ""


def decoded(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of a file; `encoding` is the one that was given, or that the file names."""
    if encoding is None:
        text = unicode_text(data)
        return _guessed(data) if text is None else Decoded(text)
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"))
    except (UnicodeDecodeError, LookupError):
        raise FilesError(f"it is not {encoding} text", _NAME_IT) from None


def unicode_text(data: bytes) -> str | None:
    """Return the text of data that is in Unicode, as its byte-order mark says or in UTF-8; None if it is not."""
    try:
        text = data.decode(marked(data) or "utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def marked(data: bytes) -> str | None:
    """Return the encoding that a byte-order mark names; None if there is none."""
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)


def _guessed(data: bytes) -> Decoded:
    """Return the text in the encoding that charset-normalizer finds; FilesError if several could be meant."""
    from charset_normalizer import from_bytes

    if b"\0" in data and not _looks_wide(data):
        raise NoDocument("it is not text")
    found = list(from_bytes(data))
    if not found:
        raise NoDocument("it is not text")
    best = found[0]
    if any("cp1252" in each.could_be_from_charset and each.chaos <= best.chaos + _CHAOS for each in found):
        text = data.decode("cp1252", "replace")
        if _is_western(text):
            return Decoded(text, _guess("windows-1252"))
    near = [
        each for each in found if each.chaos <= best.chaos + _CHAOS and each.coherence >= best.coherence - _COHERENCE
    ]
    if best.chaos <= _MOST_CHAOS and len({str(each) for each in near}) == 1:
        return Decoded(str(best).removeprefix("\ufeff"), _guess(best.encoding))
    names = sorted({each.encoding for each in near})[:_MOST_NAMED]
    raise FilesError(f"its encoding is not clear: {', '.join(names)}?", _NAME_IT)


def _is_western(text: str) -> bool:
    """Whether a text that was read as windows-1252 may be one: its letters are of one language."""
    letters = {each for each in set(text.lower()) if each.isalpha() and not each.isascii()}
    return "\ufffd" not in text and not _NOT_WESTERN.search(text) and any(letters <= each for each in _WESTERN)


def _guess(encoding: str) -> str:
    return f"Its encoding is not stated; it was read as {encoding}. If letters are wrong, give --encoding."


def _looks_wide(data: bytes) -> bool:
    """Whether data may be UTF-16 without a mark: then of the letters of many scripts every second byte is the same."""
    even, odd = data[:_LOOKED_AT:2], data[1:_LOOKED_AT:2]
    return any(part.count(0) > len(part) / 2 and not other.count(0) for part, other in ((even, odd), (odd, even)))
