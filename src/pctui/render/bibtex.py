"""Renders the records of documents as BibTeX (and BibLaTeX), in UTF-8, with balanced braces for any content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from ..model import Document
from .bibliography import Name, Work, reference

_TYPES = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
    "manuscript": "unpublished",
}
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# BibTeX counts braces even where TeX does not: they must be balanced even if escaped, so they become commands.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "@": r"{@}",
    **{character: f"\\{character}" for character in "$&%#_"},
}
# The dates that biblatex reads: EDTF, levels 0 and 1. A `date` takes the place of `year` and `month`.
_BIBLATEX_POINT = r"-?[0-9]{2}(?:[0-9]{2}|[0-9]X|XX)(?:-(?:0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?:[0-3][0-9]|XX))?)?[?~%]?"
_BIBLATEX = re.compile(rf"(?:{_BIBLATEX_POINT}|(?:{_BIBLATEX_POINT}|\.\.)?/(?:{_BIBLATEX_POINT}|\.\.)?)")
_SPECIAL = re.compile(r"[\\{}~^@$&%#_]")


def escape(text: str) -> str:
    """Return `text`, which must be one line, with everything escaped that is syntax in TeX or BibTeX."""
    return _SPECIAL.sub(lambda match: _LATEX[match[0]], text)


def render(documents: Iterable[Document]) -> str:
    """Return one BibTeX entry for each document, with its slug as the key."""
    return "".join(pieces(documents))


def pieces(documents: Iterable[Document]) -> Iterator[str]:
    """Yield those entries one by one."""
    between = ""
    for document in documents:
        yield between + _entry(reference(document))
        between = "\n"


def _entry(work: Work) -> str:
    kind = _TYPES.get(work.type, "misc")
    lines = "".join(f"  {name} = {value},\n" for name, value in _fields(work, kind))
    return f"@{kind}{{{_key(work.slug)},\n{lines}}}\n"


def _key(slug: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.:-]", "-", slug)


def _fields(work: Work, kind: str) -> Iterator[tuple[str, str]]:
    texts = work.texts
    if work.authors:
        yield "author", f"{{{' and '.join(map(_name, work.authors))}}}"
    yield "title", f"{{{{{escape(texts['title'])}}}}}"  # double braces keep styles from changing its capitals
    if container := texts.get("container-title"):
        yield _CONTAINERS.get(kind, "howpublished"), f"{{{escape(container)}}}"
    if year := work.year or escape(work.issued):
        yield "year", f"{{{year}}}"
    plain = len(work.dates) == 1 and len(work.dates[0].parts) < 3 and not (work.dates[0].about or work.dates[0].season)
    if work.dates and len(work.dates[0].parts) > 1:
        yield "month", _MONTHS[work.dates[0].parts[1] - 1]
    if not plain and _BIBLATEX.fullmatch(work.edtf):
        yield "date", f"{{{work.edtf}}}"
    for name in ("volume", "issue"):
        if name in texts:
            yield {"volume": "volume", "issue": "number"}[name], f"{{{escape(texts[name])}}}"
    if page := texts.get("page"):
        yield "pages", f"{{{re.sub(r'(?<=[0-9])[-–](?=[0-9])', '--', escape(page))}}}"
    if publisher := texts.get("publisher"):
        yield _PUBLISHERS.get(kind, "publisher"), f"{{{escape(publisher)}}}"
    for name in ("DOI", "URL"):  # read verbatim: percent-encode whatever could end or unbalance the field
        if name in texts:
            yield name.lower(), f"{{{quote(texts[name], safe=_VERBATIM)}}}"
    if language := texts.get("language"):
        yield "language", f"{{{escape(language)}}}"
    notes = [work.note] if work.note else []
    if work.issued and not plain:
        notes.insert(0, f"Issued {work.issued}.")
    if notes:
        yield "note", f"{{{escape(' '.join(notes))}}}"


_VERBATIM = "!\"#$%&'()*+,-./:;<=>?@[]^_`|~"


def _name(name: Name) -> str:
    """Return a name in BibTeX's form, braced if it contains a comma or an `and` that would be read as a separator."""
    if name.literal or not name.family:
        return f"{{{escape(name.literal or name.given)}}}"
    return ", ".join(_part(part) for part in (name.family, name.given) if part)


def _part(text: str) -> str:
    has_separator = "," in text or re.search(r"\band\b", text, re.IGNORECASE)
    return f"{{{escape(text)}}}" if has_separator else escape(text)
