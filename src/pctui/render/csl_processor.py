"""Speaks to the citation processor, citeproc-py, which `csl_mended.py` mends.

`csl_styles.py` imports this one when a style is used, and knows what to say if citeproc-py is not installed. What it
returns has marks for emphasis, which `csl_text.py` reads.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

import citeproc  # type: ignore[import-untyped]
from citeproc.source import (  # type: ignore[import-untyped]
    BibliographySource,
    Date,
    DateRange,
    LiteralDate,
    Locator,
    Name,
)
from citeproc.string import String  # type: ignore[import-untyped]

from .csl_file import NAMESPACE
from .csl_mended import Item, Work, mend

# Controls, which neither the text of a corpus (text.py) nor XML can have.
EMPHASIS, PLAIN = "\x01", "\x02"  # where emphasis begins and ends
STRONG, REGULAR = "\x03", "\x04"
_CLOSING = "\x05"  # before a closing quotation mark of the style
_MARKS = f"{EMPHASIS}{PLAIN}{STRONG}{REGULAR}"
_SUPERSCRIPT = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")


class Cite(NamedTuple):
    """A work to be cited, as CSL-JSON, with its locator (`page`, `11–12`), its number in the list of references, and
    the letter that tells it from others of the same authors and year.
    """

    item: Mapping[str, Any]
    locator: tuple[str, str] | None = None
    number: int | None = None
    suffix: str = ""


class _Marking:
    """A formatter of citeproc-py that marks emphasis, and the quotation marks of a style."""

    def __init__(self, closing: str) -> None:
        self._closing = closing

    def preformat(self, text: Any) -> String:
        return String(f"{_CLOSING}{text}" if self._closing and str(text) == self._closing else text)

    def Italic(self, text: Any) -> String:  # noqa: N802 - citeproc-py's names, here and below
        return String(f"{EMPHASIS}{text}{PLAIN}")

    def Bold(self, text: Any) -> String:  # noqa: N802
        return String(f"{STRONG}{text}{REGULAR}")

    def Superscript(self, text: Any) -> String:  # noqa: N802
        return String(str(text).translate(_SUPERSCRIPT))

    def Light(self, text: Any) -> Any:  # noqa: N802
        return text

    Oblique = Italic
    Underline = Subscript = SmallCaps = Light


class _Sorting:
    """A formatter for what is sorted by: nothing but the words."""

    def preformat(self, text: Any) -> String:
        return String(str(text).strip('“”„‘’«»"'))

    def Plain(self, text: Any) -> Any:  # noqa: N802
        return text

    Italic = Oblique = Bold = Light = Underline = Superscript = Subscript = SmallCaps = Plain


class Processor:
    """A style: `xml` is one that `checked` returned."""

    def __init__(self, xml: bytes, locale: str) -> None:
        with _quiet():
            self._style = citeproc.CitationStylesStyle(BytesIO(xml), locale=locale or None, validate=False)
            root = self._style.root
            root.formatter = _Marking("")
            root.macros = {macro.get("name"): macro for macro in root.iterfind(f"{{{NAMESPACE}}}macro")}
            root.calling, root.sizes = {}, {}
            american = (root.get_locale_option("punctuation-in-quote") or "").lower() == "true"
            self._closing = str(root.get_single_term(name="close-quote")) if american else ""
            mend(root)
        citation = root.find(f"{{{NAMESPACE}}}citation")
        self.title = root.findtext(f"{{{NAMESPACE}}}info/{{{NAMESPACE}}}title") or ""
        self.is_note = bool(root.get("class") == "note")
        # Whether citations are numbers, and whether letters tell works of the same authors and year apart.
        self.is_numeric = bool(citation.xpath(".//*[@variable='citation-number']"))
        self.has_suffixes = bool(citation.get("disambiguate-add-year-suffix") == "true")

    def citation(self, cites: Sequence[Cite]) -> str:
        """Return the citation of works in a text, or, in a style for notes, the note."""
        with _quiet():
            bibliography, citation = self._registered(cites)
            return self._finished(bibliography.cite(citation, lambda _: None))

    def reference(self, cite: Cite) -> str:
        """Return the entry of a work in the list of references, without its number."""
        with _quiet():
            if not self._style.has_bibliography():
                return self.citation([cite])
            bibliography, _ = self._registered([cite])
            return self._finished("".join(str(text) for text in bibliography.bibliography()))

    def order(self, cites: Sequence[Cite]) -> list[int]:
        """Return the positions of works in the order of the list of references."""
        with _quiet():
            if not self._style.has_bibliography():
                return list(range(len(cites)))
            bibliography, _ = self._registered(cites, hides=False)
            self._style.root.formatter = _Sorting()
            bibliography.sort()
            return [int(item.key) for item in bibliography.items]

    def _registered(self, cites: Sequence[Cite], hides: bool = True) -> tuple[Any, Any]:
        source, items = BibliographySource(), []
        for position, cite in enumerate(cites):
            reference = _reference(str(position), cite)
            object.__setattr__(reference, "hides", hides)
            source.add(reference)
            item = Item(str(position), **({"locator": Locator(*cite.locator)} if cite.locator else {}))
            object.__setattr__(item, "place", cite.number)
            items.append(item)
        bibliography = citeproc.CitationStylesBibliography(self._style, source, _Marking(self._closing))
        citation = citeproc.Citation(items)
        bibliography.register(citation)
        return bibliography, citation

    def _finished(self, text: object) -> str:
        """Return a text with its punctuation as the specification has it; '' for nothing."""
        line = "" if text is None else str(text)
        if self._closing:  # a full stop or comma comes before the quotation mark
            line = re.sub(f"{_CLOSING}{re.escape(self._closing)}([{_MARKS}]*)([.,])", rf"\2{self._closing}\1", line)
            line = line.replace(_CLOSING, "")
        line = re.sub(rf"([.,;:!?])([{_MARKS}]+)\1", r"\1\2", line)  # none twice, across the end of emphasis
        line = re.sub(rf"([?!]['’\"”]?[{_MARKS}]*)\.(?=[\s'’\"”{_MARKS}]|$)", r"\1", line)  # none after a question
        return re.sub(" {2,}", " ", line).strip()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what citeproc-py warns of: fields that it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _reference(key: str, cite: Cite) -> Work:
    """Return a work as citeproc-py has it. (Its own reader of CSL-JSON takes some tags in a text as instructions.)"""
    fields: dict[str, Any] = {"year_suffix": String(cite.suffix)} if cite.suffix else {}
    for name, value in cite.item.items():
        field = name.replace("-", "_")
        if field in ("id", "type", "note"):
            continue
        if field == "author":
            fields[field] = [Name(**_parts(each)) for each in value]
        elif field == "issued":
            fields[field] = _date(value)
        elif field == "language":
            fields[field] = value
        else:
            fields[field] = String(value)
    return Work(key, cite.item["type"], **fields)


def _parts(name: Mapping[str, str]) -> dict[str, String]:
    if "literal" in name:
        return {"literal": String(name["literal"])}
    if "family" not in name:  # a single name
        return {"literal": String(name["given"])}
    return {part: String(text) for part, text in name.items()}


def _date(value: Mapping[str, Any]) -> Any:
    """Return a date; of a range, which citeproc-py cannot print in every form, the years."""
    circa = bool(value.get("circa"))
    if "date-parts" not in value:
        return LiteralDate(String(value["literal"]), circa=circa)
    begin, *end = value["date-parts"]
    if end and begin[0] != end[0][0]:
        return DateRange(begin=Date(year=begin[0]), end=Date(year=end[0][0]), circa=circa)
    parts = dict(zip(("year", "month", "day"), begin[:1] if end else begin, strict=False))
    season = {"season": value["season"]} if "season" in value else {}
    return Date(circa=circa, **parts, **season)
