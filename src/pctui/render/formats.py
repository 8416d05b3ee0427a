"""The output formats: `--format` offers those that can print an answer, `pctui export` those for a whole corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from ..model import Record
    from ..page import Block
    from ..queries.store import Store


class Slugs(Protocol):
    """Slugs that may be too many to be kept in memory: a list of them will do as well."""

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...


class Form(NamedTuple):
    """The form in which an answer is printed: a format and, for Markdown, one of `CITATIONS` (None: the default)."""

    name: str = "text"
    citations: str | None = None


AS_TEXT = Form()


class Answer(NamedTuple):
    """The result of a command: the slugs of the entries, in order, and the blocks that show them.

    `filters` is the request, as data. `kinds` are the kinds of the entries, none if any are possible; CSV has only
    their columns. `more` has further lists of data by name, and `lines` what JSON Lines and CSV print of these after
    the entries. `own` has the command's own functions for some formats. `total` is the number of results without a
    limit, None if unknown.
    """

    command: str
    store: Store
    filters: Mapping[str, Any]
    slugs: Slugs
    blocks: Callable[[], Iterable[Block]] = tuple
    kinds: Sequence[str] = ()
    own: Mapping[str, Callable[[Form], Iterable[str]]] = MappingProxyType({})
    more: Mapping[str, Sequence[dict[str, Any]]] = MappingProxyType({})
    lines: Sequence[dict[str, Any]] = ()
    total: int | None = 1

    @property
    def shown(self) -> int:
        """The number of entries and other lines printed."""
        return len(self.slugs) + len(self.lines)

    @property
    def records(self) -> Iterator[Record]:
        """Yield the entries with all their fields."""
        from ..queries.records import records_of

        return records_of(self.store, self.slugs)


class Format(NamedTuple):
    """A format: `answer` prints the result of a command, `corpus` the whole corpus; `exported` is its help.

    Data formats are printed even if nothing was found, so that programs need not handle that case. `answer` gets the
    width of the terminal in columns, None if there is no terminal.
    """

    name: str
    answer: Callable[[Answer, int | None, Form], Iterable[str]] | None = None
    is_data: bool = True
    corpus: Callable[[Store], Iterable[str]] | None = None
    exported: str = ""

    def printed(self, answer: Answer, width: int | None, form: Form) -> Iterable[str]:
        """Yield the result of a command in this format."""
        return self.answer(answer, width, form) if self.answer else ()


def _text(answer: Answer, width: int | None, _form: Form) -> Iterator[str]:
    from .text import pieces

    return pieces(answer.blocks(), width)


def _markdown(answer: Answer, _width: int | None, form: Form) -> Iterator[str]:
    from .markdown import citing, pieces

    return pieces(_raised(answer.blocks()), citing=citing(answer.store, form.citations)())


def _raised(blocks: Iterable[Block]) -> Iterator[Block]:
    """Return blocks as a page: raise the first heading to level 1, and the others accordingly."""
    from msgspec.structs import replace

    from ..page import Heading

    by = None
    for block in blocks:
        if isinstance(block, Heading):
            by = block.level - 1 if by is None else by
            yield replace(block, level=max(1, block.level - by))
        else:
            yield block


def _json(answer: Answer, _width: int | None, _form: Form) -> Iterable[str]:
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


def _json_lines(answer: Answer, _width: int | None, _form: Form) -> Iterable[str]:
    from .data import answer_lines

    return answer_lines(answer.records, answer.lines)


def _csv(answer: Answer, _width: int | None, _form: Form) -> Iterator[str]:
    from ..queries.records import records_of
    from .tables import listing

    records = records_of(answer.store, answer.slugs, tables=False)
    shown = (record for record in records if not answer.kinds or record.kind in answer.kinds)
    return listing(answer.kinds, shown, answer.lines)


def whole(store: Store) -> tuple[Record, Iterable[Record], Iterable[dict[str, Any]]]:
    """Return the whole corpus as data: its record, entries and paragraphs."""
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
        exported="""Write the whole corpus as one JSON document; see `pctui schema export`.

        Example: pctui export json | jq '.entries[] | select(.kind == "figure") | .title'
        """,
    ),
    Format(
        "jsonl",
        _json_lines,
        corpus=_corpus_lines,
        exported="""Write the whole corpus as JSON Lines in the corpus format; with --context, `pctui seed` can rebuild
        the same database from it.

        Example: pctui export jsonl --context --output copy/corpus.jsonl
        """,
    ),
    Format("csv", _csv),
    Format(
        "csl-json",
        corpus=_csl,
        exported="""Write the documents' records as CSL-JSON; a note lists the fields that were supplied.

        Example: pctui export csl-json --output sources.json
        """,
    ),
    Format(
        "bibtex",
        corpus=_bibtex,
        exported="""Write the documents' records as BibTeX in UTF-8; a note lists the fields that were supplied.

        Example: pctui export bibtex --output sources.bib
        """,
    ),
    Format(
        "ris",
        corpus=_ris,
        exported="""Write the documents' records as RIS; a note lists the fields that were supplied.

        Example: pctui export ris --output sources.ris
        """,
    ),
    Format(
        "dot",
        corpus=_dot,
        exported="""Write the lineage of organisations as a Graphviz graph: partial changes dashed, planned ones dotted.

        Example: pctui export dot | dot -Tsvg -o lineage.svg
        """,
    ),
)
FORMATS = {each.name: each for each in _ALL}
