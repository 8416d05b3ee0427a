"""What a web page says of the document on it: its title, authors, date, DOI, publisher and language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ..text import one_line
from .model import Found

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>?#]+[^\s\"'<>?#.,;)\]]")
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:[T ]|$)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MOST_LINKED_DATA = 1 << 20  # characters of JSON-LD that are read

# Names of <meta>, in the order in which they are believed: Highwire Press (Google Scholar), Dublin Core, Open Graph.
_TITLE = ("citation_title", "dc.title", "dcterms.title", "eprints.title", "og:title")
_AUTHORS = ("citation_author", "citation_authors", "dc.creator", "dcterms.creator", "eprints.creators_name", "author")
_ISSUED = (
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "article:published_time",
)
_DOIS = (
    "citation_doi",
    "prism.doi",
    "dc.identifier",
    "dc.identifier.doi",
    "dcterms.identifier",
    "bepress_citation_doi",
)
_PUBLISHER = ("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name")
_LANGUAGES = ("citation_language", "dc.language", "dcterms.language")


def metadata(tree: LexborHTMLParser, heading: str = "") -> Found:
    """Return what is found in a page; `heading` is its highest, and its title if nothing else is."""
    named: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        if name and (content := one_line(node.attributes.get("content") or "")):
            named.setdefault(name, []).append(content)
    works = list(_linked_data(tree))
    title = tree.css_first("title")
    page_title = one_line(title.text()) if title else ""
    root = tree.css_first("html")
    authors = next((named[name] for name in _AUTHORS if name in named), None) or [
        name for work in works for name in _names(work.get("author"))
    ]
    if len(authors) == 1 and ";" in authors[0]:
        authors = authors[0].split(";")
    issued = [*_first(named, _ISSUED), *(str(work.get("datePublished") or "") for work in works)]
    return Found(
        title=next(filter(None, [*_first(named, _TITLE), *_titles(works), heading, page_title]), ""),
        authors=tuple(dict.fromkeys(filter(None, map(one_line, authors)))),
        issued=next((day for each in issued if (day := edtf_day(each))), ""),
        doi=_doi(named, tree),
        publisher=next(iter([*_first(named, _PUBLISHER), *(n for w in works for n in _names(w.get("publisher")))]), ""),
        language=language((root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else "")
        or language(next(_first(named, _LANGUAGES), "")),
    )


def edtf_day(text: str) -> str:
    """Return a date like `2001-05-03`, `2001/5` or `2001` as EDTF; '' if it is none."""
    found = _DAY.match(text.strip())
    if not found:
        return ""
    year, month, day = found[1], int(found[2] or 0), int(found[3] or 0)
    if not 1 <= month <= 12:
        return year
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{year}-{month:02}"


def doi_of(text: str) -> str:
    """Return the DOI in a text; '' if there is none."""
    found = _DOI.search(text)
    return found[0] if found else ""


def language(text: str) -> str:
    """Return a language tag as BCP 47 writes it; '' if it is none."""
    return text.strip().replace("_", "-") if _LANGUAGE.fullmatch(text.strip()) else ""


def _first(named: Mapping[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    return (named[name][0] for name in names if name in named)


def _doi(named: Mapping[str, list[str]], tree: LexborHTMLParser) -> str:
    for name in _DOIS:
        for content in named.get(name, ()):
            if found := doi_of(content):
                return found
    linked = {doi_of(node.attributes.get("href") or "").lower() for node in tree.css('a[href*="doi.org/10."]')}
    return linked.pop() if len(linked) == 1 else ""  # of several, most are those of other works


def _linked_data(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    """Yield the works that the JSON-LD of a page describes."""
    for node in tree.css('script[type="application/ld+json"]'):
        text = node.text() or ""
        if len(text) > _MOST_LINKED_DATA:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue  # a page may have what is not JSON there
        graph = data.get("@graph") if isinstance(data, dict) else None
        for each in data if isinstance(data, list) else graph if isinstance(graph, list) else [data]:
            if isinstance(each, dict) and ({"headline", "datePublished", "author"} & set(each)):
                yield each


def _titles(works: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for work in works:
        for name in ("headline", "name"):
            if isinstance(title := work.get(name), str) and title.strip():
                yield one_line(title)


def _names(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and name.strip():
            yield one_line(name)
