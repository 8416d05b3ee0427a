"""Joins the lines of a PDF into running text: words broken at the end of a line, scripts without spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .pdf_lines import unspaced

_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010\u2011\u00ad]$")
_FIRST = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_DASH_END = re.compile(r"[\w/][-\u2010\u2011]$")
_WEB = re.compile(r"(?:https?://|www\.|ftp://)\S+$")


class Vocabulary:
    """The words of a document, which tell whether a hyphen at the end of a line belongs to a word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._counted: Counter[str] = Counter()
        for line in lines:
            words = _WORD.findall(line.casefold().replace("\u2010", "-").replace("\u2011", "-"))
            if words and _BROKEN.search(line):
                words.pop()  # half a word
            self._counted.update(words)

    def hyphenated(self, before: str, after: str) -> bool:
        """Whether two parts of a word, broken at a hyphen, are written with it within a line."""
        before, after = before.casefold(), after.casefold()
        with_hyphen, without = self._counted[f"{before}-{after}"], self._counted[before + after]
        if with_hyphen or without:
            return with_hyphen > without
        # Two words that are both common in the text are a compound: `long-` and `term`, but not `estab-`, `lish`.
        return len(before) > 2 and len(after) > 2 and min(self._counted[before], self._counted[after]) > 1


def joined(lines: Sequence[str], vocabulary: Vocabulary, verbatim: bool = False) -> str:
    """Return lines as one. `verbatim` keeps every hyphen and blank, as in code."""
    text = ""
    for line in filter(None, map(str.strip, lines)):
        text = _two(text, line, vocabulary, verbatim) if text else line
    return re.sub(r"\u00ad(?=\w)", "", text)


def _two(text: str, line: str, vocabulary: Vocabulary, verbatim: bool) -> str:
    if verbatim:
        return f"{text} {line}"
    broken = _BROKEN.search(text[-60:])
    first = _FIRST.match(line)
    if broken and first:
        if text.endswith("\u00ad"):
            return text[:-1] + line
        before = broken[1]
        inner = text[: len(text) - len(before) - 1]
        # In a compound with another hyphen, before or behind, each part is asked for as a whole.
        compound = re.search(r"[^\W\d_]+[-\u2010]$", inner[-40:])
        after = first[0]
        if _WEB.search(text[-200:]) or after[0].isupper() or (compound and not vocabulary.hyphenated(before, after)):
            keeps = (after[0].isupper() and not before.isupper()) or bool(_WEB.search(text[-200:]))
            return (text if keeps or vocabulary.hyphenated(before, after) else text[:-1]) + line
        return (text if vocabulary.hyphenated(before, after) else text[:-1]) + line
    if _DASH_END.search(text[-3:]) or (text.endswith("/") and _WEB.search(text[-200:])):
        return text + line
    if unspaced(text[-1]) and unspaced(line[0]):
        return text + line
    if _WEB.search(text[-200:]) and re.match(r"[./?=&#%_-]", line):
        return text + line
    return f"{text} {line}"
