"""Finds the work of a bibliography that a document is: by DOI, then by title. It never decides between two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ..convert.model import Converted, Role
from ..folding import tokens
from .bibliographies import Work, doi_in

_FIRST = 20  # blocks in which a document says what it is
_FIRST_WORDS = 400
_NEAR = 0.88  # how alike two titles are, from 0 to 1, to be taken for the same…
_MARGIN = 0.06  # …if the next one is so much less alike
_LEAST = 3  # words of a title that is looked for inside a longer text


class Matched(NamedTuple):
    """The work that a document is, and how that was found: `by DOI`. Without a work, `how` says what is in doubt."""

    work: Work | None
    how: str


def match(document: Converted, name: str, works: Sequence[Work]) -> Matched:
    """Return the work that a document is; `name` is that of its file, without its ending."""
    if not works:
        return Matched(None, "")
    opening = document.blocks[:_FIRST]
    dois = {doi.casefold() for doi in map(doi_in, (document.found.doi, *(block.text for block in opening))) if doi}
    own = document.found.doi.casefold()
    by_doi = [work for work in works if work.csl.doi and work.csl.doi.casefold() in dois]
    by_doi = [work for work in by_doi if work.csl.doi and work.csl.doi.casefold() == own] or by_doi
    if by_doi:
        return _only(by_doi, "by DOI")
    by_key = [work for work in works if work.key and work.key.casefold() == name.casefold()]
    if len(by_key) == 1:
        return Matched(by_key[0], "by the file's name, its citation key")
    titles = [(key, work) for work in works if (key := _folded(work.csl.title or ""))]
    written = [_folded(text) for text in _titles(document, name)]
    if exact := [work for title, work in titles if title in written]:
        return _only(exact, "by title")
    text = f" {' '.join(_folded(block.text) for block in opening)[: 8 * _FIRST_WORDS]} "
    inside = [pair for pair in titles if pair[0].count(" ") + 1 >= _LEAST and f" {pair[0]} " in text]
    if inside:
        longest = max(len(title) for title, _ in inside)
        return _only([work for title, work in inside if len(title) == longest], "by title")
    return _near(titles, written)


def _only(works: list[Work], how: str) -> Matched:
    """Return the one work; of several, say which they are."""
    if len(works) == 1:
        return Matched(works[0], how)
    return Matched(None, f"several works fit {how}: {', '.join(work.where for work in works[:3])}")


def _titles(document: Converted, name: str) -> Iterable[str]:
    """Yield what may be the title of a document."""
    yield document.found.title
    yield name.replace("_", " ").replace("-", " ")
    for block in document.blocks[:_FIRST]:
        if block.role is Role.HEADING or block.text.count(" ") < 30:
            yield block.text


def _near(titles: Sequence[tuple[str, Work]], written: Sequence[str]) -> Matched:
    """Return the work whose title is nearly one of those written, if no other is nearly as much so."""
    texts = [text for text in written if text]
    found = sorted(
        ((max((_likeness(title, text) for text in texts), default=0.0), work) for title, work in titles),
        key=lambda pair: -pair[0],
    )[:2]
    if not found or found[0][0] < _NEAR:
        return Matched(None, "")
    if len(found) > 1 and found[0][0] - found[1][0] < _MARGIN:
        return Matched(None, f"several titles are alike: {', '.join(work.where for _, work in found)}")
    return Matched(found[0][1], f"by a title that is alike ({found[0][0]:.0%})")


def _likeness(title: str, text: str) -> float:
    """Return how alike two texts are, from 0 to 1; 0 at once if they cannot be alike enough."""
    shorter, longer = sorted((len(title), len(text)))
    if 2 * shorter < _NEAR * (shorter + longer):
        return 0.0
    matcher = SequenceMatcher(None, title, text, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


def _folded(text: str) -> str:
    return " ".join(word.text for word in tokens(text))
