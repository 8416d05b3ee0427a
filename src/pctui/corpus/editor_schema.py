"""The JSON Schema of one corpus's files, with its vocabularies and slugs, for an editor to complete and check by."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from ..errors import Fault
from ..kinds.base import Entry
from ..kinds.corpus import Corpus
from ..kinds.document import Document
from ..kinds.registry import KINDS, kind_of
from ..kinds.schema import Known, corpus_schema
from ..kinds.vocabulary import OF_THE_CORPUS
from ..text import clean
from .files import corpus_names
from .journal import reading
from .kept_records import KeptRecords

PLACE = Path(".pctui", "schema.json")  # in the folder of the corpus: init and watch keep it there


def schema_of(folder: Path, before: KeptRecords | None = None) -> str:
    """Return the schema of the corpus in `folder`, as JSON; FilesError if it cannot be read.

    `before` has the records that were read before, by default those that an earlier process has kept. An entry with
    faults can still be referred to; a file that is not YAML is left out. Without a record of kind `corpus` it is the
    schema of every corpus.
    """
    before = before or KeptRecords(folder)
    ignored: list[Fault] = []
    corpus: Corpus | None = None
    slugs: dict[str, dict[str, str]] = defaultdict(dict)
    sections: dict[str, str] = {}
    with reading(folder):
        for name in corpus_names(folder):
            for found in before.read(name, ignored):
                match found.record, found.raw.value if found.raw else None:
                    case Corpus() as record, _:
                        corpus = corpus or record
                    case Entry() as entry, _:
                        slugs[kind_of(entry).name].setdefault(entry.slug, clean(entry.title))
                        if isinstance(entry, Document):
                            sections |= {section.slug: clean(section.title) for section in entry.sections}
                    case None, {"kind": str() as kind, "slug": str() as slug, **fields} if kind in KINDS:
                        title = fields.get("title")
                        slugs[kind].setdefault(slug, clean(title) if isinstance(title, str) else "")
    if corpus is None:
        return corpus_schema()
    terms = {
        vocabulary: {term.slug: clean(term.title) for term in corpus.terms(vocabulary)} for vocabulary in OF_THE_CORPUS
    }
    in_order = {kind: dict(sorted(of.items())) for kind, of in sorted(slugs.items())}
    return corpus_schema(Known(clean(corpus.title), terms, in_order, dict(sorted(sections.items()))))
