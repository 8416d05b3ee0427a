"""The JSON Schema of one corpus's files, with its vocabularies and slugs, for an editor to complete and check by."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from ..errors import Fault
from ..kinds.corpus import Corpus
from ..kinds.registry import KINDS
from ..kinds.schema import Known, corpus_schema
from ..kinds.vocabulary import OF_THE_CORPUS
from ..text import clean
from .files import corpus_files, name_in
from .parse import read
from .validate import record_of

PLACE = Path(".pctui", "schema.json")  # in the folder of the corpus: init and watch keep it there


def schema_of(folder: Path) -> str:
    """Return the schema of the corpus in `folder`, as JSON; FilesError if it cannot be read.

    An entry with faults can still be referred to; a file that is not YAML is left out. Without a record of kind
    `corpus` it is the schema of every corpus.
    """
    ignored: list[Fault] = []
    corpus: Corpus | None = None
    slugs: dict[str, dict[str, str]] = defaultdict(dict)
    sections: dict[str, str] = {}
    for raw in (raw for file in corpus_files(folder) for raw in read(file, ignored, name_in(folder, file))):
        match raw.value:
            case {"kind": "corpus"} if corpus is None:
                record = record_of(raw, ignored).record
                corpus = record if isinstance(record, Corpus) else None
            case {"kind": str() as kind, "slug": str() as slug, **fields} if kind in KINDS:
                slugs[kind].setdefault(slug, _text(fields.get("title")))
                sections |= _sections(fields.get("sections"))
    if corpus is None:
        return corpus_schema()
    terms = {
        vocabulary: {term.slug: clean(term.title) for term in corpus.terms(vocabulary)} for vocabulary in OF_THE_CORPUS
    }
    in_order = {kind: dict(sorted(of.items())) for kind, of in sorted(slugs.items())}
    return corpus_schema(Known(clean(corpus.title), terms, in_order, dict(sorted(sections.items()))))


def _sections(listed: object) -> dict[str, str]:
    """Return the sections of a document as it is read, by slug, with their titles."""
    return {
        section["slug"]: _text(section.get("title"))
        for section in (listed if isinstance(listed, list) else [])
        if isinstance(section, dict) and isinstance(section.get("slug"), str)
    }


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""
