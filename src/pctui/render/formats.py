"""The output formats: `--format` offers those that can print an answer, `pctui export` those for a whole corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from ..model import Record
    from ..page import Block
    from ..queries.store import Store
    from ..reader.marked import Marked


class Slugs(Protocol):
    """Slugs that may be too many to be kept in memory: a list of them will do as well."""

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...


class Form(NamedTuple):
    """The form in which an answer is printed: a format and, for Markdown, one of `CITATIONS` (None: the default) and a
    citation style (None: our own).
    """

    name: str = "text"
    citations: str | None = None
    style: str | None = None

    @property
    def is_text(self) -> bool:
        """Whether it is text, to be read here: any other form is to be taken elsewhere."""
        return self.name == "text"


AS_TEXT = Form()


class Answer(NamedTuple):
    """The result of a command: the slugs of the entries, in order, and the blocks that show them.

    `filters` is the request, as data. `kinds` are the kinds of the entries, none if any are possible; CSV has only
    their columns. `more` has further lists of data by name, and `lines` what JSON Lines and CSV print of these after
    the entries. `own` has the command's own functions for some formats. `total` is the number of results without a
    limit, None if unknown. `marked` says what data has of the reader's marks and notes; None if nothing.
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
    marked: Marked | None = None

    @property
    def shown(self) -> int:
        """The number of entries and other lines printed."""
        return len(self.slugs) + len(self.lines)

    @property
    def records(self) -> Iterator[Record]:
        """Yield the entries with all their fields."""
        return self.records_with()

    def records_with(self, *, tables: bool = True) -> Iterator[Record]:
        """Yield the entries; without `tables`, only with what a table of entries has columns for."""
        from ..queries.records import records_of

        found = records_of(self.store, self.slugs, tables=tables)
        return annotated(found, self.marked) if self.marked else found


def annotated(records: Iterable[Record], marked: Marked) -> Iterator[Record]:
    """Yield entries with the reader's mark and note as data, as far as they were asked for."""
    from msgspec.structs import replace

    return (replace(record, reader=marked.data(record.slug)) for record in records)


class Format(NamedTuple):
    """A format: `answer` prints the result of a command, `corpus` the whole corpus; `exported` is its help.

    `marked` prints the corpus, too, with what the reader wants of their marks and notes.

    Data formats are printed even if nothing was found, so that programs need not handle that case. `answer` gets the
    width of the terminal in columns, None if there is no terminal.
    """

    name: str
    answer: Callable[[Answer, int | None, Form], Iterable[str]] | None = None
    is_data: bool = True
    corpus: Callable[[Store], Iterable[str]] | None = None
    exported: str = ""
    marked: Callable[[Store, Marked | None], Iterable[str]] | None = None

    def printed(self, answer: Answer, width: int | None, form: Form) -> Iterable[str]:
        """Yield the result of a command in this format."""
        return self.answer(answer, width, form) if self.answer else ()


def _text(answer: Answer, width: int | None, _form: Form) -> Iterator[str]:
    from .text import pieces

    return pieces(answer.blocks(), width)


def _markdown(answer: Answer, _width: int | None, form: Form) -> Iterator[str]:
    from .markdown import citing, pieces

    return pieces(_raised(answer.blocks()), citing=citing(answer.store, form.citations, form.style)())


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
    from .tables import listing

    records = answer.records_with(tables=False)
    shown = (record for record in records if not answer.kinds or record.kind in answer.kinds)
    return listing(answer.kinds, shown, answer.lines, of_reader=answer.marked.fields if answer.marked else ())


def whole(store: Store, marked: Marked | None = None) -> tuple[Record, Iterable[Record], Iterable[dict[str, Any]]]:
    """Return the whole corpus as data: its record, entries and paragraphs.

    With `marked`, only the entries that have one of its marks, with what is wanted of the reader's marks and notes.
    """
    from ..queries.filters import EVERYTHING
    from ..queries.records import corpus_record, paragraphs, records

    found = records(store, marked.narrowed(EVERYTHING) if marked else EVERYTHING)
    return corpus_record(store), annotated(found, marked) if marked else found, paragraphs(store)


def _corpus_json(store: Store, marked: Marked | None) -> Iterable[str]:
    from .data import corpus_document

    return corpus_document(*whole(store, marked))


def _corpus_lines(store: Store, marked: Marked | None) -> Iterable[str]:
    from .data import corpus_lines

    return corpus_lines(*whole(store, marked))


def _csl(store: Store) -> Iterator[str]:
    from .csl import pieces

    return pieces(store.each_document())


def _bibtex(store: Store) -> Iterator[str]:
    from .bibtex import pieces

    return pieces(store.each_document())


def _ris(store: Store) -> Iterator[str]:
    from .ris import pieces

    return pieces(store.each_document())


_ALL = (
    Format("text", _text, is_data=False),
    Format("markdown", _markdown, is_data=False),
    Format(
        "json",
        _json,
        marked=_corpus_json,
        exported="""Write the whole corpus as one JSON document; see `pctui schema export`.

        Example: pctui export json | jq '.entries[] | select(.kind == "figure") | .title'
        """,
    ),
    Format(
        "jsonl",
        _json_lines,
        marked=_corpus_lines,
        exported="""Write the whole corpus as JSON Lines in the corpus format; with --context, `pctui seed` can rebuild
        the same database from it.

        Your notes are then lines of their own, of the kind `note`, which `pctui seed` passes over: they are not part of
        the corpus. With --mark, entries may refer to others that are not there; `seed` reports these.

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
)
FORMATS = {each.name: each for each in _ALL}
