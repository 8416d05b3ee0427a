"""Speaks to the citation processor, citeproc-py, and mends where it differs from the CSL specification.

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
from citeproc import model
from citeproc.source import (  # type: ignore[import-untyped]
    BibliographySource,
    Date,
    DateRange,
    LiteralDate,
    Locator,
    Name,
    Reference,
    VariableError,
)
from citeproc.string import MixedString, String  # type: ignore[import-untyped]

from .csl_file import NAMESPACE

# Controls, which neither the text of a corpus (text.py) nor XML can have.
EMPHASIS, PLAIN = "\x01", "\x02"  # where emphasis begins and ends
STRONG, REGULAR = "\x03", "\x04"
_CLOSING = "\x05"  # before a closing quotation mark of the style
_MARKS = f"{EMPHASIS}{PLAIN}{STRONG}{REGULAR}"
_SUPERSCRIPT = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
# How many elements the macros may have that print one work, since macros may use macros, and themselves: ten
# times as many as Chicago's styles use.
MOST_ELEMENTS = 10_000


class Cite(NamedTuple):
    """A work to be cited, as CSL-JSON, with its locator (`page`, `11–12`), its number in the list of references, and
    the letter that tells it from others of the same authors and year.
    """

    item: Mapping[str, Any]
    locator: tuple[str, str] | None = None
    number: int | None = None
    suffix: str = ""


class _Reference(Reference):  # type: ignore[misc]
    """A work, of which those fields are hidden that have been printed in place of its author."""

    def __init__(self, key: str, type_: str, **fields: object) -> None:
        # `self.x = …` would make a field of it.
        object.__setattr__(self, "used", set())
        object.__setattr__(self, "hidden", set())
        object.__setattr__(self, "hides", True)
        object.__setattr__(self, "elements", 0)  # of the macros used for it
        super().__init__(key, type_, **fields)

    def __contains__(self, name: object) -> bool:
        return name not in self.hidden and super().__contains__(name)

    def __getitem__(self, name: str) -> object:
        if name in self.hidden:
            raise VariableError
        self.used.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: object = None) -> object:
        return self[name] if name in self else default  # noqa: SIM401 - that is this function


class _Item(citeproc.CitationItem):  # type: ignore[misc]
    """A work in a citation or in the list of references, which has a number or, as the caller counts, none."""

    @property
    def number(self) -> int:
        if self.place is None:
            raise VariableError
        return int(self.place)


# citeproc-py finds the class of an XML element by its name among the subclasses of CitationStylesElement, of which the
# last counts: so it takes these in place of its own, also for others who use it in this process.


class _Mended:
    """Changes the case of texts and numbers that citeproc-py has joined to plain strings as well, and finds macros in a
    table (docs/speed.md: citeproc-py searches the file for each).
    """

    def get_macro(self, name: str) -> Any:
        macros = self.get_root().macros  # type: ignore[attr-defined]
        return macros[name] if macros else super().get_macro(name)  # type: ignore[misc]

    def case(self, text: Any, language: str | None = None) -> Any:
        if isinstance(text, list):
            text = MixedString([part if isinstance(part, String) else String(part) for part in text if part])
        elif not isinstance(text, String):
            text = String(text)
        return super().case(text, language) if str(text) else text  # type: ignore[misc]


_MENDED = [
    type(each.__name__, (_Mended, each, model.CitationStylesElement), {})
    for each in (model.Text, model.Number, model.Name_Part, model.Label, model.Key)
]


class Date_Part(_Mended, model.Date_Part, model.CitationStylesElement):  # type: ignore[misc] # noqa: N801 - its name
    """A part of a date, which otherwise kept the form that the last date gave it."""

    def render(self, *arguments: Any, **named: Any) -> Any:
        kept = dict(self.attrib)
        try:
            return super().render(*arguments, **named)
        finally:
            self.attrib.clear()
            self.attrib.update(kept)


class Substitute(model.Substitute, model.CitationStylesElement):  # type: ignore[misc]
    """What is printed in place of a missing author, and is not printed a second time."""

    def render(self, item: Any, context: Any = None, **named: Any) -> Any:
        work = item.reference
        if not isinstance(work, _Reference):
            return super().render(item, context=context, **named)
        work.used.clear()
        text = super().render(item, context=context, **named)
        if text and work.hides:
            work.hidden.update(work.used - {"language", "type", "key"})
        return text


class Macro(model.Macro, model.CitationStylesElement):  # type: ignore[misc]
    """A macro, of which a style may not use too much."""

    def render(self, item: Any, *arguments: Any, **named: Any) -> Any:
        work = item.reference
        if isinstance(work, _Reference):
            sizes = self.get_root().sizes
            name = self.get("name")
            if name not in sizes:
                sizes[name] = sum(1 for _ in self.iter())
            object.__setattr__(work, "elements", work.elements + sizes[name])
            if work.elements > MOST_ELEMENTS:
                raise RecursionError
        return super().render(item, *arguments, **named)

    def calls_variable(self) -> bool:
        """Whether it prints a field, which is asked often and worked out once."""
        known: dict[str, bool] | None = self.get_root().calling
        name = self.get("name")
        if known is None:
            return bool(super().calls_variable())
        if name not in known:
            known[name] = False  # for a macro that uses itself
            known[name] = super().calls_variable()
        return known[name]


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
            _mend(root)
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
            item = _Item(str(position), **({"locator": Locator(*cite.locator)} if cite.locator else {}))
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


def _reference(key: str, cite: Cite) -> _Reference:
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
    return _Reference(key, cite.item["type"], **fields)


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


def _mend(root: Any) -> None:
    """Write into a style what citeproc-py does not take from where it stands, and let works be cited in any order."""
    for sort in root.iterfind(f"{{{NAMESPACE}}}citation/{{{NAMESPACE}}}sort"):
        sort.getparent().remove(sort)
    for date in root.iter(f"{{{NAMESPACE}}}date"):
        # The delimiter of a localised date is that of the locale.
        if date.get("form") and date.get("variable") and not date.get("delimiter"):
            localised = date.get_date(date.get("form"))
            if localised is not None and localised.get("delimiter"):
                date.set("delimiter", localised.get("delimiter"))
    _spell_names(root)


def _spell_names(root: Any) -> None:
    """Give `initialize-with` to those names alone that are abbreviated: citeproc-py knows no `initialize="false"`."""
    if not root.xpath("//*[@initialize='false']"):
        return
    holders = [root, *(root.find(f"{{{NAMESPACE}}}{part}") for part in ("citation", "bibliography"))]
    inherited = [holder for holder in holders if holder is not None and holder.get("initialize-with") is not None]
    if len({holder.get("initialize-with") for holder in inherited}) == 1:
        mark = inherited[0].get("initialize-with")
        for names in root.iter(f"{{{NAMESPACE}}}names"):
            if names.find(f"{{{NAMESPACE}}}name") is None and names.getparent().tag != f"{{{NAMESPACE}}}substitute":
                names.insert(0, model.Name())
        for name in root.iter(f"{{{NAMESPACE}}}name"):
            if name.getparent().tag == f"{{{NAMESPACE}}}names" and name.get("initialize-with") is None:
                name.set("initialize-with", mark)
        for holder in inherited:
            del holder.attrib["initialize-with"]
    for name in root.xpath("//*[@initialize='false']"):
        name.attrib.pop("initialize-with", None)
