"""What is known of a corpus while its records are read: enough to check each against the others without keeping them.

A reference to what has not been read yet is a question, which is asked again when all has been read. The same question
from many places is kept once, and a place is one number, so that a corpus of a million entries fits into memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

from ..errors import Fault
from ..kinds.base import ENTRY
from ..kinds.corpus import Corpus
from ..kinds.registry import KINDS
from ..kinds.vocabulary import OF_THE_CORPUS, WITH_DEFAULTS
from ..text import nearest
from .parse import Place

_KINDS = tuple(KINDS)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_KIND_BITS, _LINE_BITS = 8, 32
_MOST_LISTED = 40  # terms of a vocabulary
_MOST_COMPARED = 200_000  # names, to find those that were likely meant: a few seconds


class Reference(NamedTuple):
    """Is there an entry `slug` of the kind `required`? `own` says that the entry itself refers to it."""

    field: str
    slug: str
    required: str
    own: bool

    def answer(self, names: Names, final: bool) -> str | None:
        """Return what is wrong, '' for nothing, None if that is not known yet."""
        kind = names.kind(self.slug)
        if kind is None:
            if not final:
                return None
            missing = f"{self.field}: there is no entry '{self.slug}'"
            return "" if self.slug in names.broken else missing + names.nearest(self.slug, names.slugs)
        if self.required not in (ENTRY, kind):
            return f"{self.field}: '{self.slug}' is {_a(kind)}, not {_a(self.required)}"
        return f"{self.field}: '{self.slug}' refers to itself" if self.own else ""


class InDocument(NamedTuple):
    """Is there a document `slug`? `field` begins the sentence that says that there is none."""

    field: str
    slug: str

    def answer(self, names: Names, final: bool) -> str | None:
        """Return what is wrong, '' for nothing, None if that is not known yet."""
        if self.slug in names.sections:
            return ""
        if not final:
            return None
        missing = f"{self.field}there is no document '{self.slug}'"
        return "" if self.slug in names.broken else missing + names.nearest(self.slug, names.sections)


class CitedParagraph(NamedTuple):
    """Has a document this paragraph?"""

    document: str
    number: int

    def answer(self, names: Names, final: bool) -> str | None:
        """Return what is wrong, '' for nothing, None if that is not known yet."""
        if self.number in names.paragraphs.get(self.document, ()):
            return ""
        if not final:
            return None
        excused = self.document not in names.sections or (self.document, self.number) in names.broken_paragraphs
        if excused:
            return ""
        known = names.paragraphs.get(self.document)
        right = f"its last is ¶{max(known)}" if known else "it has none; `pctui paragraphs` prints their records"
        return f"citation: '{self.document}' has no ¶{self.number}; {right}"


class InSection(NamedTuple):
    """Has a document this section?"""

    document: str
    section: str

    def answer(self, names: Names, final: bool) -> str | None:
        """Return what is wrong, '' for nothing, None if that is not known yet."""
        sections = names.sections.get(self.document)
        if sections is None:
            return "" if final else None
        right = f"one of {', '.join(sections)}" if sections else "it has none"
        wrong = f"'{self.document}' has no section '{self.section}'; {right}"
        return "" if self.section in sections else wrong


class InVocabulary(NamedTuple):
    """Is `value` a term of a vocabulary of the corpus?"""

    field: str
    value: str
    vocabulary: str

    def answer(self, names: Names, final: bool) -> str | None:
        """Return what is wrong, '' for nothing, None if that is not known yet."""
        if not names.terms:
            return "" if final else None
        allowed = names.terms[self.vocabulary]
        if self.value in allowed:
            return ""
        vocabulary = OF_THE_CORPUS[self.vocabulary]
        wrong = f"{self.field}: '{self.value}' is not in the corpus's {vocabulary}"
        where = names.declared.get(self.vocabulary)
        return f"{wrong}{_one_of(allowed)}{f' ({where})' if where else ''}"


Question = Reference | InDocument | CitedParagraph | InSection | InVocabulary


def _fault_of(question: Question) -> tuple[str, str]:
    """Return the field that a question is about, and the kind of fault that a bad answer is."""
    match question:
        case Reference():
            return question.field, "reference"
        case InVocabulary():
            return question.field, "term"
        case InSection():
            return "section", "reference"
        case CitedParagraph():
            return "paragraph", "citation"
        case InDocument():
            return "document", "citation"


class Names:
    """The names in a corpus, as far as it has been read, and the questions that are open.

    `sections` are those of each document; `terms` those of the corpus by vocabulary, empty until its record is read,
    and `declared` says where they are, in words.
    `broken` and `broken_paragraphs` are what records with faults are called: to refer to them is not a fault too.
    """

    def __init__(self) -> None:
        self.slugs: dict[str, int] = {}  # of entries: the place and the kind, in one number
        self.sections: dict[str, list[str]] = {}
        self.paragraphs: dict[str, dict[int, int]] = {}  # by document and number: the place
        self.rungs: dict[tuple[str, int], str] = {}
        self.terms: dict[str, dict[str, None]] = {}
        self.declared: dict[str, str] = {}
        self.broken: set[str] = set()
        self.broken_paragraphs: set[tuple[str, int]] = set()
        self._files: list[str] = []
        self._compared = 0
        self._open: dict[Question, array[int]] = {}

    def nearest(self, name: str, known: Collection[str]) -> str:
        """Return the known name that was likely meant, as the end of a sentence; '' once that has taken long enough."""
        self._compared += len(known)
        return nearest(name, known) if self._compared <= _MOST_COMPARED else ""

    def kind(self, slug: str) -> str | None:
        """Return the kind of an entry; None if none of this slug has been read."""
        found = self.slugs.get(slug)
        return None if found is None else _KINDS[found & ((1 << _KIND_BITS) - 1)]

    def add_entry(self, slug: str, kind: str, place: Place) -> str:
        """Add an entry; return where the first of its slug is if there is one: `events.yaml:12`."""
        if slug in self.slugs:
            return self._where(self.slugs[slug] >> _KIND_BITS)
        self.slugs[slug] = self._number(place.file, place.line()) << _KIND_BITS | _NUMBERS[kind]
        return ""

    def add_paragraph(self, document: str, number: int, place: Place) -> str:
        """Add a paragraph; return where the first of its number is if there is one."""
        numbers = self.paragraphs.setdefault(document, {})
        if number in numbers:
            return self._where(numbers[number])
        numbers[number] = self._number(place.file, place.line())
        return ""

    def add_terms(self, corpus: Corpus, place: Place | None = None) -> None:
        """Add the vocabularies of the corpus, whose record is at a place, if that is known."""
        for vocabulary, field in OF_THE_CORPUS.items():
            self.terms[vocabulary] = dict.fromkeys(term.slug for term in corpus.terms(vocabulary))
            where = f"{place.file}:{place.line((field,))}" if place else "corpus.yaml"
            declared = corpus.declared(vocabulary)
            if not declared or vocabulary == "link_type":
                more = "your own" if vocabulary in WITH_DEFAULTS and not declared else "more" if declared else "some"
                self.declared[vocabulary] = f"declare {more} under '{field}' in the corpus record, {where}"
            else:
                self.declared[vocabulary] = f"declared in {where}"

    def check(self, question: Question, faults: list[Fault], place: Place, *path: str | int) -> None:
        """Add a fault to `faults` if the answer is known to be bad; keep the question if it is not known yet."""
        wrong = question.answer(self, False)
        if wrong is None:
            self._open.setdefault(question, array("Q")).append(self._number(place.file, place.line(path)))
        elif wrong:
            faults.append(place.fault(wrong, *path, code=_fault_of(question)[1]))

    def remaining(self) -> Iterator[Fault]:
        """Yield the faults that the open questions turn out to be, now that all has been read."""
        for question, numbers in self._open.items():
            if wrong := question.answer(self, True):
                for number in numbers:
                    yield Fault(*self._place(number), wrong, *_fault_of(question))

    def _number(self, file: str, line: int) -> int:
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        return (len(self._files) - 1) << _LINE_BITS | line

    def _place(self, number: int) -> tuple[str, int]:
        return self._files[number >> _LINE_BITS], number & ((1 << _LINE_BITS) - 1)

    def _where(self, number: int) -> str:
        return "{}:{}".format(*self._place(number))


def _one_of(allowed: Collection[str]) -> str:
    """Return the terms that are allowed as the end of a sentence; of a long list only the first."""
    if not allowed:
        return ", of which there are none"
    listed = ", ".join(islice(allowed, _MOST_LISTED))
    return f"; one of {listed}{', …' if len(allowed) > _MOST_LISTED else ''}"


def _a(kind: str) -> str:
    """Return the name of a kind with its article: `a person`, `an organisation`."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
