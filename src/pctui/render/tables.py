"""CSV: the tables of a corpus, or some entries as one table.

Cells that a spreadsheet would read as formulas get an apostrophe, and a byte order mark identifies the file as UTF-8;
`raw` leaves both out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from ..model import Record
from .columns import COMMON_COLUMNS, OWN, TABLES, WHEN, Column, ExportedTable
from .rows import row_of, rows

BETWEEN = " "  # the texts of a list in one cell
# What a spreadsheet may read as a formula (some accept the full-width signs too, or skip blanks before them), and the
# same behind apostrophes: so the first apostrophe of such a cell is always one that was put there.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")  # noqa: RUF001 - the full-width signs


def render(
    corpus: Record,
    records: Iterable[Record],
    paragraphs: Iterable[dict[str, Any]],
    tables: Iterable[ExportedTable] = tuple(TABLES.values()),
    *,
    raw: bool = False,
) -> Iterator[tuple[str, str]]:
    """Yield the text of the files of `tables`, piece by piece, each with its name; several are of the same file."""
    writers = {table.name: _Writer(table.columns, raw) for table in tables}
    for count, (name, row) in enumerate(rows(corpus, records, paragraphs), 1):
        writers[name].add(row)
        if count % _HELD == 0:
            yield from ((f"{table}.csv", text) for table, writer in writers.items() if (text := writer.take()))
    yield from ((f"{table}.csv", writer.take()) for table, writer in writers.items())


def one(
    table: ExportedTable,
    corpus: Record,
    records: Iterable[Record],
    paragraphs: Iterable[dict[str, Any]],
    *,
    raw: bool = False,
) -> Iterator[str]:
    """Yield the text of one table, piece by piece."""
    found = (row for of, row in rows(corpus, records, paragraphs, table.name) if of == table.name)
    return _written(_Writer(table.columns, raw), found)


def listing(
    kinds: Sequence[str],
    records: Iterable[Record],
    also: Iterable[dict[str, Any]] = (),
    of_reader: Iterable[str] = (),
) -> Iterator[str]:
    """Yield some entries as one table, with the common columns, those of each of `kinds`, and their citations.

    If `kinds` is empty, the dates of all kinds are included. `also` are passages of attached documents: matches, which
    have a snippet, or cited ones, which have a text and an outcome. `of_reader` names what the records have of
    the reader.
    """
    known = [OWN[kind] for kind in kinds if kind in OWN]  # a foreign database may have others
    own = {column.name: column for column in chain.from_iterable(known)}.values() if kinds else WHEN
    further = [Column("citations"), *(Column(f"reader_{name}") for name in of_reader)]
    columns = [Column("kind"), *COMMON_COLUMNS, *own, *further]
    return _written(_Writer(columns, raw=False), chain(map(_cited_row, records), map(_passage_row, also)))


def _passage_row(passage: dict[str, Any]) -> dict[str, Any]:
    place = f"{passage['document']} ¶{passage['paragraph']}"
    text, outcome = passage.get("snippet", passage.get("text")), passage.get("outcome")
    return {
        "kind": passage["kind"],
        "slug": passage["document"],
        "summary": text,
        "note": outcome,
        "citations": place,
    }


def _cited_row(record: Record) -> dict[str, Any]:
    places = dict.fromkeys(f"{c['document']} ¶{c['paragraph']}" for c in record.fields["citations"])
    row = row_of(record)
    row["citations"] = "; ".join(places)
    row |= {f"reader_{name}": value for name, value in (record.reader or {}).items()}
    return row


def table(columns: list[str], lines: Iterable[dict[str, Any]], *, raw: bool = False) -> Iterator[str]:
    """Yield a table as CSV (RFC 4180) with a heading row, piece by piece."""
    return _written(_Writer([Column(name) for name in columns], raw), lines)


def _written(writer: _Writer, lines: Iterable[dict[str, Any]]) -> Iterator[str]:
    for count, row in enumerate(lines, 1):
        writer.add(row)
        if count % _HELD == 0:
            yield writer.take()
    yield writer.take()


_HELD = 500  # rows that are written together


class _Writer:
    """Makes the text of a table; `take` returns what has been added since it was last called."""

    def __init__(self, columns: Sequence[Column], raw: bool) -> None:
        self._columns, self._raw = [column.name for column in columns], raw
        self._out = io.StringIO()
        if not raw:
            self._out.write("\ufeff")
        self._writer = csv.writer(self._out, lineterminator="\r\n")
        self._writer.writerow(self._columns)

    def add(self, row: dict[str, Any]) -> None:
        cells = map(row.get, self._columns)
        # Most cells are empty or begin with a letter: they are as they should be, without a call for each.
        self._writer.writerow(
            [c if c is None or (c.__class__ is str and c[:1].isalnum()) else self._cell(c) for c in cells]
        )

    def _cell(self, value: object) -> object:
        return _cell(value, self._raw)

    def take(self) -> str:
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text


def _cell(value: object, raw: bool) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        value = BETWEEN.join(value)
    if isinstance(value, str) and not raw and _FORMULA.match(value):
        return f"'{value}"
    return value
