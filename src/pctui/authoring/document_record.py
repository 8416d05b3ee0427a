"""Makes the record of a document: what it prints of itself, what is supplied, its slug, its label and its title."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..convert.model import Found
from ..corpus.anchors import Copy
from ..corpus.numbers import numbers, shown
from ..corpus.verify import unprinted
from ..edtf import MONTHS, DateError, ends, parts, written_year
from ..kinds.document import Csl, Name
from ..kinds.vocabulary import DRAFT
from ..language import STOP_WORDS
from ..slugs import free_slug, numbered_slug, slug_of
from ..text import one_line
from .bibliographies import Work

# What stands for a summary until somebody writes it. It states nothing that would have to be proved.
SUMMARY = "To be written: what this document is, and what it says."
_KEY = re.compile(r"[\w:.+-]{2,60}")
_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")  # in a citation key: calderLights1911
_WORDS = 4  # of a title in a slug
_LABEL = 40  # characters of a title in a label


class Described(NamedTuple):
    """The record of a document without its paragraphs, and what of it is supplied or missing, for the person to see."""

    record: dict[str, Any]
    supplied: list[str]
    missing: list[str]


def slug_for(work: Work | None, found: Found, name: str, taken: Container[str]) -> str:
    """Return a free slug: the citation key, else author, year and title; else from the name of the file."""
    csl = work.csl if work else _of_itself(found, "")
    if work and _KEY.fullmatch(work.key) and (slug := slug_of(_NEW_WORD.sub("-", work.key))):
        return free_slug(slug, taken)
    known = [part for part in (slug_of(_first_author(csl)), _year(csl)) if part]
    titled = slug_of(csl.title or "").split("-")[: _WORDS if known else 2 * _WORDS]
    while titled and titled[-1] in STOP_WORDS:
        titled.pop()
    made = "-".join([*known, *filter(None, titled)])
    return free_slug(made or slug_of(name) or numbered_slug("document", taken), taken)


def describe(
    slug: str, file: Path, sha256: str, work: Work | None, found: Found, copy: Copy, labels: Container[str]
) -> Described:
    """Return the record of a document: `csl` has what the copy prints, `supplied` what only the bibliography says."""
    csl = work.csl if work else _of_itself(found, _title_in(file))
    lost = dict(unprinted(csl, copy))
    if csl.url and not _printed(csl.url, copy):
        lost["URL"] = csl.url
    supplied = list(_supplied(csl, lost, work, file, found))
    own = msgspec.to_builtins(_without(csl, lost))
    if found.language:
        own.setdefault("language", one_line(found.language))
    title = one_line(csl.title or _title_in(file))
    record: dict[str, Any] = {
        "kind": "document",
        "slug": slug,
        "title": title,
        "label": _label(csl, title, labels),
        "summary": SUMMARY,
        "status": DRAFT,
        "csl": own,
        "extent": "whole",
        "sha256": [sha256],
    }
    if supplied:
        record["supplied"] = supplied
    missing = [name for name, value in (("author", csl.author), ("date", csl.issued)) if not value]
    return Described(record, [each["field"] for each in supplied], missing)


def unproved(record: Mapping[str, Any], passage: str) -> list[dict[str, str]]:
    """Return the numbers and months in the title of a record that the passage does not print, as `derived` has them."""
    title = str(record["title"])
    printed = numbers(passage) | {n for each in record.get("supplied", ()) for n in numbers(each["value"])}
    lost = [shown(number) for number in sorted(numbers(title) - printed)]
    lost += [month for month in MONTHS if re.search(rf"\b{month}\b", title) and month not in passage]
    return [{"number": each, "from": "the title of the document"} for each in lost]


def _of_itself(found: Found, title: str) -> Csl:
    """Return the record of a document that no bibliography has: what it says of itself."""
    fields = {
        "type": "document",
        "author": [{"literal": name} for name in map(one_line, found.authors) if name],
        "title": one_line(found.title) or title or None,
        "issued": found.issued or None,
        "DOI": one_line(found.doi) or None,
        "publisher": one_line(found.publisher) or None,
        "language": one_line(found.language) or None,
    }
    return msgspec.convert({name: value for name, value in fields.items() if value}, Csl)


def _title_in(file: Path) -> str:
    """Return the name of a file as a title; never empty."""
    words = one_line(re.sub(r"[_\s]+|(?<=[^\W\d])-|-(?=[^\W\d])", " ", file.stem)).strip(" -.")
    return words[:1].upper() + words[1:] if words else "Untitled document"


def _printed(text: str, copy: Copy) -> bool:
    return text.casefold().rstrip("/") in re.sub(r"\s+", "", copy.text.casefold())


def _without(csl: Csl, lost: Container[str]) -> Csl:
    fields = msgspec.to_builtins(csl)
    return msgspec.convert({name: value for name, value in fields.items() if name not in lost}, Csl)


def _supplied(csl: Csl, lost: Container[str], work: Work | None, file: Path, found: Found) -> Iterator[dict[str, Any]]:
    """Yield the fields that the document does not print, each with where it was taken from."""
    fields = msgspec.to_builtins(csl)
    for name, value in fields.items():
        if name not in lost:
            continue
        text = "; ".join(_inverted(author) for author in csl.author) if name == "author" else str(value)
        if work:
            source = {"title": f"{work.where.partition(':')[0]}, {work.key}".removesuffix(", ")}
            if address := _address(csl):
                source["url"] = address
            source["read"] = date.today().isoformat()  # noqa: DTZ011 - the day of the person at the keyboard
        else:
            itself = name != "title" or found.title
            source = {"title": f"the metadata of {file.name}" if itself else f"the name of the file, {file.name}"}
        yield {"field": name, "value": text, "source": source}


def _address(csl: Csl) -> str:
    if csl.doi:
        return f"https://doi.org/{csl.doi}"
    return csl.url if csl.url and re.fullmatch(r"https?://\S+", csl.url) else ""


def _inverted(name: Name) -> str:
    return name.literal or ", ".join(filter(None, (name.family, name.given)))


def _label(csl: Csl, title: str, taken: Container[str]) -> str:
    """Return how citations name the document: `Pell 2001`, `Calder & Wren 1911`; a letter tells two apart."""
    names = [name.family or name.literal or "" for name in csl.author]
    who = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    label = " ".join(filter(None, (who or _shortened(title), _year(csl) if who else "")))
    if label not in taken:
        return label
    return next(lettered for n in range(26 * 26) if (lettered := f"{label}{_letters(n)}") not in taken)


def _letters(number: int) -> str:
    high, low = divmod(number + 1, 26)
    return ("" if not high else chr(96 + high)) + chr(97 + low)


def _shortened(title: str) -> str:
    if len(title) <= _LABEL:
        return title
    return f"{title[:_LABEL].rpartition(' ')[0] or title[:_LABEL]}…"


def _first_author(csl: Csl) -> str:
    return (csl.author[0].family or csl.author[0].literal or "") if csl.author else ""


def _year(csl: Csl) -> str:
    try:
        start, _ = ends(csl.issued or "")
    except DateError:
        return ""
    return written_year(parts(start.earliest)[0]) if start and start.earliest else ""
