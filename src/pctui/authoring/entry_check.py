"""Checks one entry while it is written, as `pctui check` does: its format, what it refers to, its numbers and dates.

What it refers to is looked up in the database, and its numbers in the passages of the selection, so that a check takes
no longer than a key may.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from ..corpus.loaded import Loaded
from ..corpus.names import Names
from ..corpus.parse import Place, Raw
from ..corpus.references import check_entry
from ..corpus.stated_dates import Text
from ..corpus.validate import record_of
from ..corpus.verify import Passages, statements
from ..errors import Fault
from ..kinds.base import Entry, Path
from ..kinds.corpus import Corpus
from ..kinds.document import Csl, Document
from ..kinds.registry import kind_of
from ..kinds.vocabulary import OF_THE_CORPUS
from ..locales import DEFAULT
from ..queries.store import Store


class Wrong(NamedTuple):
    """What is wrong with a field: its path in the record, and a sentence."""

    path: Path
    message: str


class Checked(NamedTuple):
    """The result: what makes the record unfit for the corpus, what its passages do not print, and what they do."""

    faults: tuple[Wrong, ...] = ()
    unproved: tuple[Wrong, ...] = ()
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # the numbers and words of `unproved`

    @property
    def wrong(self) -> tuple[Wrong, ...]:
        return self.faults + self.unproved


def check(
    store: Store,
    record: Mapping[str, Any],
    passages: Mapping[Path, Sequence[str]],
    terms: Mapping[str, Sequence[str]] | None = None,
    own: str = "",
    guessed: Collection[str] = (),
    language: str = DEFAULT,
) -> Checked:
    """Check a record that cites `passages`, by the path of what cites them (as in corpus/verify.py); none if unknown.

    `terms` are new ones of the corpus's vocabularies. `own` is the slug that the entry has already. Of the keys that
    are only `guessed`, because nothing is typed yet, nothing is said, nor of the record as a whole. `language` is that
    of the corpus.
    """
    lines = {path: number for number, path in enumerate(_paths(record), 1)}
    paths = {number: path for path, number in lines.items()}
    faults: list[Fault] = []
    raw = Raw("", dict(record), lines, {})
    entry, remains, sound = record_of(raw, faults)
    found: list[str] = []
    missing: list[str] = []
    unproved: list[Wrong] = []
    if isinstance(entry, Entry):
        names = _names(store, entry, terms or {}, own)
        check_entry(names, entry, remains.place(), faults)
        faults.extend(names.remaining())
        if sound and passages:
            loaded, cited = _loaded(store, entry, language), Passages()
            documents = {path[:-2]: citation.document for path, citation in kind_of(entry).citations(entry)}
            for path, texts in passages.items():
                for text in texts:
                    cited.add(path, Text(text, loaded.language(documents.get(path, ""))))
            for stated in statements(loaded, entry, cited, lambda _: None):
                if stated.path[0] in guessed:
                    continue
                if stated.wrong:
                    unproved.append(Wrong(stated.path, _sentence(stated.wrong, record)))
                    missing.append(stated.shown)
                else:
                    found.append(stated.shown)
    ignored = {*guessed, "slug", None} if guessed else set()
    wrong = [Wrong(paths.get(fault.line, ()), _sentence(fault.message, record)) for fault in faults]
    wrong = [fault for fault in wrong if next(iter(fault.path), None) not in ignored]
    return Checked(*(tuple(dict.fromkeys(each)) for each in (wrong, unproved, found, missing)))  # type: ignore[arg-type]


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    match value:
        case dict():
            for key, item in value.items():
                yield from _paths(item, (*path, key))
        case list():
            for number, item in enumerate(value):
                yield from _paths(item, (*path, number))


def _sentence(message: str, record: Mapping[str, Any]) -> str:
    """Return a fault without the slug of the entry that is being looked at."""
    return re.sub(rf"^'{re.escape(str(record.get('slug', '')))}':? ", "", message)


def _names(store: Store, entry: Entry, terms: Mapping[str, Sequence[str]], own: str) -> Names:
    """Return what is known of the corpus, as far as the entry refers to it."""
    names = Names()
    nowhere = Place("", 0, None)
    kind = kind_of(entry)
    cited = [citation for _, citation in kind.citations(entry)]
    slugs = {entry.slug, *(slug for _, slug, _ in kind.references(entry)), *(c.document for c in cited)}
    for slug, of in store.kinds_of(slugs).items():
        if slug != own:
            names.add_entry(slug, of, nowhere)
    for vocabulary in OF_THE_CORPUS:
        known = [slug for slug, _ in store.terms(vocabulary)]
        names.terms[vocabulary] = dict.fromkeys([*known, *terms.get(vocabulary, ())])
    for citation in cited:  # they were made of a copy, and are in it
        names.sections.setdefault(citation.document, [])
        names.add_paragraph(citation.document, citation.paragraph, nowhere)
    return names


def _loaded(store: Store, entry: Entry, language: str) -> Loaded:
    """Return the entry with the documents that it cites, whose dates count, and what its links lead to."""
    loaded = Loaded(Corpus(slug="", title="", summary="", version="", lanes=[], language=language))
    loaded.entries[entry.slug] = entry
    for _, citation in kind_of(entry).citations(entry):
        if citation.document not in loaded.documents:
            document = store.document(citation.document)
            csl = msgspec.convert(document.record, Csl, strict=False)
            loaded.documents[citation.document] = Document(
                slug=document.slug,
                title=document.title,
                summary=document.summary,
                label=document.label,
                csl=csl,
                extent=document.extent,
            )
    for link in entry.links:
        loaded.entries.setdefault(link.to, entry)
    return loaded
