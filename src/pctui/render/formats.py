"""The output formats, each declared once: `--format` offers those that print an answer, `pctui export` the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..model import Record
    from ..page import Block
    from ..queries.store import Store


class Answer(NamedTuple):
    """What a command found: the entries by their slugs, in order, and how they read.

    `filters` is what it was asked, as data. `kinds` are those of the entries, none where they are of any kind; CSV has
    their columns, and only entries of these kinds. `more` are further lists of data, by name, and `lines` what JSON
    Lines and CSV print of them after the entries. `own` are the formats that this command prints in a way of its own.
    `total` is how many there are of what is shown, None where it is not known.
    """

    command: str
    store: Store
    filters: Mapping[str, Any]
    slugs: Sequence[str]
    blocks: Callable[[], Iterable[Block]] = tuple
    kinds: Sequence[str] = ()
    own: Mapping[str, Callable[[], Iterable[str]]] = MappingProxyType({})
    more: Mapping[str, Sequence[dict[str, Any]]] = MappingProxyType({})
    lines: Sequence[dict[str, Any]] = ()
    total: int | None = 1

    @property
    def shown(self) -> int:
        """How many entries, and lines beside them, are printed."""
        return len(self.slugs) + len(self.lines)

    @property
    def records(self) -> Iterator[Record]:
        """The entries with all their fields."""
        from ..queries.records import records_of

        return records_of(self.store, self.slugs)


class Format(NamedTuple):
    """A format: `answer` prints what a command found, `corpus` the whole corpus; `exported` is that command's help.

    Data is printed even where nothing was found, so that what reads it needs no case of its own. `answer` is given the
    width of the terminal in columns, None where there is none.
    """

    name: str
    answer: Callable[[Answer, int | None], Iterable[str]] | None = None
    is_data: bool = True
    corpus: Callable[[Store], Iterable[str]] | None = None
    exported: str = ""

    def printed(self, answer: Answer, width: int | None) -> Iterable[str]:
        """What a command found, in this format."""
        return self.answer(answer, width) if self.answer else ()


def _text(answer: Answer, width: int | None) -> Iterator[str]:
    from .text import render

    yield render(answer.blocks(), width)


def _markdown(answer: Answer, _width: int | None) -> Iterator[str]:
    from .markdown import render

    yield render(_raised(answer.blocks()))


def _raised(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks as a page of their own: the first heading is of level 1, the others follow it."""
    from msgspec.structs import replace

    from ..page import Heading

    by = None
    for block in blocks:
        if isinstance(block, Heading):
            by = block.level - 1 if by is None else by
            yield replace(block, level=max(1, block.level - by))
        else:
            yield block


def _json(answer: Answer, _width: int | None) -> Iterable[str]:
    from .data import answer_document

    corpus = answer.store.corpus
    head = {
        "command": answer.command,
        "corpus": {name: corpus[name] for name in ("slug", "version")},
        "context": answer.store.context,
        "filters": dict(answer.filters),
        "total": answer.total,
    }
    return answer_document(head, answer.records, answer.more)


def _json_lines(answer: Answer, _width: int | None) -> Iterable[str]:
    from .data import answer_lines

    return answer_lines(answer.records, answer.lines)


def _csv(answer: Answer, _width: int | None) -> Iterator[str]:
    from .tables import listing

    records = (record for record in answer.records if not answer.kinds or record.kind in answer.kinds)
    yield listing(answer.kinds, records, answer.lines)


def whole(store: Store) -> tuple[Record, Iterable[Record], Iterable[dict[str, Any]]]:
    """The whole corpus as data: its record, its entries, its paragraphs."""
    from ..queries.records import corpus_record, paragraphs, records

    return corpus_record(store), records(store), paragraphs(store)


def _corpus_json(store: Store) -> Iterable[str]:
    from .data import corpus_document

    return corpus_document(*whole(store))


def _corpus_lines(store: Store) -> Iterable[str]:
    from .data import corpus_lines

    return corpus_lines(*whole(store))


def _csl(store: Store) -> Iterator[str]:
    from .csl import render

    yield render(store.documents())


def _bibtex(store: Store) -> Iterator[str]:
    from .bibtex import render

    yield render(store.documents())


def _ris(store: Store) -> Iterator[str]:
    from .ris import render

    yield render(store.documents())


def _dot(store: Store) -> Iterator[str]:
    from .dot import render

    corpus, records, _ = whole(store)
    yield render(corpus, records)


_ALL = (
    Format("text", _text, is_data=False),
    Format("markdown", _markdown, is_data=False),
    Format(
        "json",
        _json,
        corpus=_corpus_json,
        exported="""Write everything as one JSON document; `pctui schema export` describes it.

        Example: pctui export json | jq '.entries[] | select(.kind == "figure") | .title'
        """,
    ),
    Format(
        "jsonl",
        _json_lines,
        corpus=_corpus_lines,
        exported="""Write everything as JSON Lines in the corpus format: with --context, `pctui seed` builds the same
        from it.

        Example: pctui export jsonl --context --output copy/corpus.jsonl
        """,
    ),
    Format("csv", _csv),
    Format(
        "csl-json",
        corpus=_csl,
        exported="""Write the documents' records as CSL-JSON; the note says what they do not print.

        Example: pctui export csl-json --output sources.json
        """,
    ),
    Format(
        "bibtex",
        corpus=_bibtex,
        exported="""Write the documents' records as BibTeX in UTF-8; the note says what they do not print.

        Example: pctui export bibtex --output sources.bib
        """,
    ),
    Format(
        "ris",
        corpus=_ris,
        exported="""Write the documents' records as RIS; a note says what they do not print.

        Example: pctui export ris --output sources.ris
        """,
    ),
    Format(
        "dot",
        corpus=_dot,
        exported="""Write which organisations became which as a graph for Graphviz: in part dashed, planned dotted.

        Example: pctui export dot | dot -Tsvg -o lineage.svg
        """,
    ),
)
FORMATS = {each.name: each for each in _ALL}
