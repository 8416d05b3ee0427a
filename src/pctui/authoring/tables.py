"""Reads tables of entries, from a spreadsheet, JSON Lines or TimelineJS, as rows of texts by column.

A row knows its line, so that faults say `events.csv:7: …`. What a row holds inside (JSON) is named with dots.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..bounded import RECORD, TABLE, TooLarge, read_bytes
from ..convert.decoding import decoded
from ..corpus.parse import json_lines
from ..errors import Fault, FilesError, from_os
from ..text import one_line, same_line_ends

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST_ROWS, _MOST_COLUMNS = 100_000, 500
_LONGEST_CELL = 100_000  # characters
_DELIMITERS = ",;\t|"
_LOOKED_AT = 30  # rows by which the delimiter is found
_DEEPEST = 4  # how deep values may be in a row of JSON
_FORMS = "Give a table: .csv or .tsv with a first row of names, .jsonl, or the JSON of TimelineJS."


class Row(NamedTuple):
    """A row: the line that it begins on, 0 if it has none; what faults call it then (`event 3: `); its texts."""

    line: int
    name: str
    cells: Mapping[str, str]


class Table(NamedTuple):
    """A table: its name, its columns in order, its rows, and its faults. `doubt` is about its encoding."""

    name: str
    columns: Sequence[str]
    rows: list[Row]
    faults: list[Fault]
    doubt: str = ""


def read_table(path: Path, encoding: str | None = None) -> Table:
    """Read the table in a file; FilesError if it cannot be read, or is none."""
    try:
        data = read_bytes(path, TABLE)
    except TooLarge as error:
        raise TooLarge(error.message, "Divide the table.") from None
    except OSError as error:
        raise from_os(error, "read", path) from error
    if data.startswith((_ZIP, _OLD_EXCEL)):
        raise FilesError(f"{path} is a workbook", "Save the sheet as CSV in UTF-8, and import that.")
    faults: list[Fault] = []
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        rows = list(_of_lines(path.name, data, faults))
        doubt = ""
    else:
        try:
            text, doubt = decoded(data, encoding)
        except FilesError as error:
            raise FilesError(f"{path}: {error.message}", error.hint or _FORMS) from error
        if path.suffix.lower() == ".json" or text.lstrip()[:1] in ("{", "["):
            rows = list(_of_json(path, text))
        else:
            rows = list(_of_delimited(path.name, text, faults))
    if len(rows) > _MOST_ROWS:
        raise FilesError(f"{path} has more than {_MOST_ROWS:,} rows", "Divide the table.")
    columns = list(dict.fromkeys(column for row in rows for column in row.cells))
    return Table(path.name, columns, rows, faults, doubt)


def _of_delimited(name: str, text: str, faults: list[Fault]) -> Iterator[Row]:
    """Yield the rows of delimited text, whose first row has the names of the columns."""
    delimiter = _delimiter(text)
    before, columns = 0, list[str]()
    reader = csv.reader(io.StringIO(same_line_ends(text)), delimiter=delimiter, strict=True)
    while True:
        line = before + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            opened = "a quotation mark that opens here is not closed, or is followed by more text"
            faults.append(Fault(name, line, f"this is not a row of a table: {opened}"))
            return
        before = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = [one_line(cell) for cell in cells]
            if wrong := _wrong_columns(columns):
                faults.append(Fault(name, line, wrong))
                return
            continue
        if any(cell.strip() for cell in cells[len(columns) :]):
            faults.append(Fault(name, line, f"has {len(cells)} cells for {len(columns)} columns"))
            continue
        yield Row(line, "", {c: cell.strip()[:_LONGEST_CELL] for c, cell in zip(columns, cells, strict=False) if c})


def _wrong_columns(columns: Sequence[str]) -> str:
    if len(columns) > _MOST_COLUMNS:
        return f"has more than {_MOST_COLUMNS} columns"
    twice = next((column for column in columns if column and columns.count(column) > 1), "")
    return f"two columns are named '{twice}'; rename one" if twice else ""


def _delimiter(text: str) -> str:
    """Return the sign that parts the most cells, as many in every row; a comma if none does."""
    best = (0.0, 0, ",")
    for delimiter in _DELIMITERS:
        counts: list[int] = []
        reader = csv.reader(io.StringIO(same_line_ends(text[: _LONGEST_CELL * 2])), delimiter=delimiter)
        try:
            for cells in reader:
                counts += [len(cells)] if any(cells) else []
                if len(counts) == _LOOKED_AT:
                    break
        except csv.Error:
            continue
        if counts and counts[0] > 1:
            alike = sum(count == counts[0] for count in counts) / len(counts)
            best = max(best, (alike, counts[0], delimiter), key=lambda each: each[:2])
    return best[2]


def _of_lines(name: str, data: bytes, faults: list[Fault]) -> Iterator[Row]:
    for raw in json_lines(name, io.BytesIO(data), RECORD, faults):
        if isinstance(raw.value, dict):
            yield Row(raw.line(), "", dict(_flat(raw.value)))
        else:
            faults.append(Fault(name, raw.line(), "not an object; each line is one row"))


def _flat(value: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield what is in an object as texts, by names with dots; the items of a list are parted by semicolons."""
    for key, item in value.items():
        name = f"{prefix}{one_line(str(key))}"
        match item:
            case None:
                yield name, ""
            case bool():
                yield name, "true" if item else "false"
            case dict() if depth < _DEEPEST:
                yield from _flat(item, f"{name}.", depth + 1)
            case list() if all(isinstance(each, (str, int, float)) for each in item):
                yield name, "; ".join(str(each) for each in item)[:_LONGEST_CELL]
            case list() if len(item) == 1 and isinstance(item[0], dict) and depth < _DEEPEST:
                yield from _flat(item[0], f"{name}.", depth + 1)
            case _:
                yield name, str(item)[:_LONGEST_CELL]


def _of_json(path: Path, text: str) -> Iterator[Row]:
    """Yield the events of TimelineJS, or the objects of a list."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise FilesError(f"{path} is not JSON that can be read", _FORMS) from None
    if isinstance(value, dict) and isinstance(value.get("events"), list):
        yield from (_slide(f"event {n}: ", each) for n, each in enumerate(value["events"], 1) if isinstance(each, dict))
    elif isinstance(value, list) and all(isinstance(each, dict) for each in value):
        yield from (Row(0, f"row {number}: ", dict(_flat(each))) for number, each in enumerate(value, 1))
    else:
        raise FilesError(f"{path} is JSON, but has no table", _FORMS)


def _slide(name: str, slide: Mapping[str, Any]) -> Row:
    """Return an event of TimelineJS, in the columns of the spreadsheet from which it makes such events."""
    texts = dict(_flat(slide))
    cells = {
        column: _plain(texts.get(key, ""))
        for column, key in (
            ("Year", "start_date.year"),
            ("Month", "start_date.month"),
            ("Day", "start_date.day"),
            ("End Year", "end_date.year"),
            ("End Month", "end_date.month"),
            ("End Day", "end_date.day"),
            ("Headline", "text.headline"),
            ("Text", "text.text"),
            ("Group", "group"),
            ("slug", "unique_id"),
        )
    }
    others = {key: text for key, text in texts.items() if "." not in key and key not in ("group", "unique_id")}
    return Row(0, name, cells | others)


def _plain(text: str) -> str:
    """Return the text of a little HTML."""
    return one_line(html.unescape(re.sub(r"<[^<>]*>", " ", text)))


_DATE = ("Year", "Month", "Day")
_SPREADSHEET = {"headline": "title", "text": "summary", "group": "lane"}


def from_timeline(table: Table) -> Table:
    """Return a table with the columns of TimelineJS's spreadsheet in those of events; any other as it is.

    A row of the type `title` is the heading of the timeline, and no event; so is one of an era.
    """
    names = {column.casefold(): column for column in table.columns}
    if not {"year", "headline"} <= names.keys():
        return table
    rows = [
        _event(row, names) for row in table.rows if row.cells.get(names.get("type", ""), "") not in ("title", "era")
    ]
    columns = list(dict.fromkeys(column for row in rows for column in row.cells))
    return table._replace(rows=rows, columns=columns)


def _event(row: Row, names: Mapping[str, str]) -> Row:
    def cell(name: str) -> str:
        return row.cells.get(names.get(name.casefold(), ""), "")

    start, end = (_day([cell(f"{side}{part}") for part in _DATE]) for side in ("", "End "))
    found = {new: _plain(cell(old)) for old, new in _SPREADSHEET.items()}
    found["date"] = f"{start}/{end}" if end and end != start else start
    used = {*_SPREADSHEET, *(f"{side}{part}".casefold() for side in ("", "end ") for part in _DATE), "type"}
    rest = {column: text for column, text in row.cells.items() if column.casefold() not in used}
    return Row(row.line, row.name, {**found, **rest})


def _day(parts: Iterable[str]) -> str:
    """Return a year, a month and a day as written, joined as EDTF; what follows a missing part is left out."""
    found: list[str] = []
    for part, width in zip(parts, (4, 2, 2), strict=True):
        if not part.strip():
            break
        number = part.strip()
        found.append(f"-{number[1:]:0>{width}}" if number.startswith("-") else f"{number:0>{width}}")
    return "-".join(found)
