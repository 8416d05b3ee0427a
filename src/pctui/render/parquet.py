"""Parquet: the tables of a corpus with their types, for DuckDB, pandas, R and others. pyarrow writes it.

A cell of a CSV file with several texts is a list here. What a table and its columns are is in the metadata of the file,
under `description` and `columns`, and in that of Arrow's fields.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ..errors import UsageError
from ..model import Record
from .columns import DAY, Column, ExportedTable
from .rows import Row, rows

try:
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import parquet
except ImportError as error:
    raise UsageError(
        "Parquet is written by pyarrow, which is not installed", "Install it with: pip install 'pctui[parquet]'"
    ) from error

_TOGETHER = 1000  # rows that are converted together: before, each takes some kilobytes
_GROUP = 20_000  # rows of a table that are written, and can be read, together: so many are kept in memory

_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    DAY: pa.date32(),
}


def render(
    corpus: Record, records: Iterable[Record], paragraphs: Iterable[Row], tables: Iterable[ExportedTable]
) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of the files of `tables`, piece by piece, each with its name; several are of the same file."""
    writers = {table.name: _Writer(table, corpus) for table in tables}
    only = next(iter(writers)) if len(writers) == 1 else ""
    for name, row in rows(corpus, records, paragraphs, only):
        if (writer := writers.get(name)) and (piece := writer.add(row)):
            yield f"{name}.parquet", piece
    for name, writer in writers.items():
        yield f"{name}.parquet", writer.close()


class _Writer:
    """Writes a table; `add` and `close` return the bytes that have been written since."""

    def __init__(self, table: ExportedTable, corpus: Record) -> None:
        fields = [pa.field(c.name, _type(c), metadata={"description": c.description}) for c in table.columns]
        described = {
            "corpus": corpus.title,
            "version": corpus.fields["version"],
            "description": table.description,
            "columns": json.dumps({c.name: c.description for c in table.columns}, ensure_ascii=False),
        }
        self._columns = table.columns
        self._schema = pa.schema(fields, metadata=described)
        self._out = _Written()
        self._writer = parquet.ParquetWriter(self._out, self._schema)
        self._rows: list[Row] = []
        self._batches: list[Any] = []

    def add(self, row: Row) -> bytes:
        self._rows.append(row)
        if len(self._rows) == _TOGETHER:
            self._convert()
        if len(self._batches) * _TOGETHER >= _GROUP:
            self._write()
        return self._out.take()

    def _convert(self) -> None:
        arrays = [
            pa.array([_value(row.get(column.name), field.type) for row in self._rows], field.type)
            for column, field in zip(self._columns, self._schema, strict=True)
        ]
        self._batches.append(pa.record_batch(arrays, schema=self._schema))
        self._rows = []

    def _write(self) -> None:
        self._writer.write_table(pa.Table.from_batches(self._batches, self._schema), row_group_size=_GROUP)
        self._batches = []

    def close(self) -> bytes:
        if self._rows:
            self._convert()
        if self._batches:
            self._write()
        self._writer.close()
        return self._out.take()


def _type(column: Column) -> Any:
    return pa.list_(_TYPES[column.type]) if column.many else _TYPES[column.type]


def _value(value: Any, of: Any) -> Any:
    return date.fromisoformat(value) if value is not None and of == _TYPES[DAY] else value


class _Written(io.RawIOBase):
    """A file whose bytes are taken as they are written."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_CUR) -> int:  # by which Python tells the place, and no more
        if offset or whence != io.SEEK_CUR:
            raise io.UnsupportedOperation("seek")
        return self._length

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self._length += len(self._pieces[-1])
        return len(self._pieces[-1])

    def take(self) -> bytes:
        """Return the bytes that have been written since it was last called."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken
