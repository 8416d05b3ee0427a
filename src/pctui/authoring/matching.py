"""Finds the work of a bibliography that a document is: by DOI, then by title. It never decides between two."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ..convert.model import Converted, Role
from ..folding import tokens
from .bibliographies import Work, doi_in

_FIRST = 20  # blocks in which a document says what it is
_NEAR = 0.88  # how alike two titles are, from 0 to 1, to be taken for the same…
_MARGIN = 0.06  # …if the next one is so much less alike
_LEAST = 3  # words of a title that is looked for inside a longer text
_SHORT = 30  # words of a block that may print a title
_WINDOW = 3  # blocks over which a title is spread, at most
_BEGINS = 4  # words of a title that a longer one begins with, as before a subtitle
_COMMON = 5  # words of a title that other works may have as well: they are told apart by the year
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ROMAN = re.compile(r"[ivxl]+")


class Matched(NamedTuple):
    """The work that a document is, and how that was found: `by DOI`. Without a work, `how` says what is in doubt."""

    work: Work | None
    how: str


def match(document: Converted, name: str, works: Sequence[Work]) -> Matched:
    """Return the work that a document is; `name` is that of its file, without its ending."""
    if not works:
        return Matched(None, "")
    opening = document.blocks[:_FIRST]
    own = document.found.doi.casefold()
    written = [text for title in _titles(document, name) if (text := _folded(title))]
    titles = [(key, work) for work in works if (key := _folded(work.csl.title or ""))]
    inside = [(title, work) for title, work in titles if any(_prints(text, title) for text in written)]
    if own and (by_doi := [work for work in works if (work.csl.doi or "").casefold() == own]):
        return _only(by_doi, "by DOI")
    # Another DOI that is printed may be that of a work that is cited.
    dois = {doi.casefold() for doi in map(doi_in, (block.text for block in opening)) if doi}
    if by_doi := [work for _, work in inside if (work.csl.doi or "").casefold() in dois]:
        return _only(by_doi, "by DOI")
    by_key = [work for work in works if work.key and work.key.casefold() == name.casefold()]
    if len(by_key) == 1:
        return Matched(by_key[0], "by the file's name, its citation key")
    years = {year for block in opening for year in _YEAR.findall(block.text)}
    if exact := [work for title, work in titles if title in written]:
        return _only(exact, "by title", years)
    if inside:
        longest = max(len(title) for title, _ in inside)
        return _only([work for title, work in inside if len(title) == longest], "by title", years)
    return _near(titles, written, years)


def _only(works: list[Work], how: str, years: Collection[str] = ()) -> Matched:
    """Return the one work; of several, say which they are. A common title must be of one of the `years` printed."""
    if len(works) > 1:
        return Matched(None, f"several works fit {how}: {', '.join(work.where for work in works[:3])}")
    (work,) = works
    year = _YEAR.search(work.csl.issued or "")
    if years and year and year[0] not in years and len(_folded(work.csl.title or "").split()) <= _COMMON:
        return Matched(None, f"the title of {work.where} fits, but its year ({year[0]}) is not printed")
    return Matched(work, how)


def _prints(text: str, title: str) -> bool:
    """Whether a text prints a title: most of it is the title, or it begins with it."""
    length = title.count(" ") + 1
    if length < _LEAST or f" {title} " not in f" {text} ":
        return False
    return 2 * length >= text.count(" ") + 1 or (length >= _BEGINS and f"{text} ".startswith(f"{title} "))


def _titles(document: Converted, name: str) -> Iterable[str]:
    """Yield what may be the title of a document."""
    yield document.found.title
    yield name.replace("_", " ").replace("-", " ")
    blocks = [
        block.text if block.role is Role.HEADING or block.text.count(" ") < _SHORT else ""
        for block in document.blocks[:_FIRST]
    ]
    for count in range(1, _WINDOW + 1):
        for at in range(len(blocks) - count + 1):
            if all(blocks[at : at + count]):
                yield " ".join(blocks[at : at + count])


def _near(titles: Sequence[tuple[str, Work]], written: Sequence[str], years: Collection[str]) -> Matched:
    """Return the work whose title is nearly one of those written, if no other is nearly as much so."""
    found = sorted(
        ((max((_likeness(title, text) for text in written), default=0.0), work) for title, work in titles),
        key=lambda pair: -pair[0],
    )[:2]
    if not found or found[0][0] < _NEAR:
        return Matched(None, "")
    if len(found) > 1 and found[0][0] - found[1][0] < _MARGIN:
        return Matched(None, f"several titles are alike: {', '.join(work.where for _, work in found)}")
    return _only([found[0][1]], f"by a title that is alike ({found[0][0]:.0%})", years)


def _likeness(title: str, text: str) -> float:
    """Return how alike two texts are, from 0 to 1; 0 at once if they cannot be alike enough, or count otherwise."""
    shorter, longer = sorted((len(title), len(text)))
    if 2 * shorter < _NEAR * (shorter + longer) or _numbers(title) != _numbers(text):
        return 0.0
    matcher = SequenceMatcher(None, title, text, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


def _numbers(text: str) -> list[str]:
    """Return the numbers in a title: the reports of two years, or two volumes, differ in nothing else."""
    return [word for word in text.split() if any(map(str.isdigit, word)) or _ROMAN.fullmatch(word)]


def _folded(text: str) -> str:
    return " ".join(word.text for word in tokens(text))
