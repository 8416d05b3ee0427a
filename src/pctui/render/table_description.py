"""Descriptions of the exported tables, for programs: a Frictionless Data Package, and CSV on the Web.

Both say the same of each table: its columns with their types, what they may contain, its key, and to which tables it
refers. https://datapackage.org/standard/table-schema/ and https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..kinds.corpus import names_of
from ..kinds.vocabulary import OF_THE_CORPUS, WITH_DEFAULTS
from ..model import Record
from ..queries.tables import Exceptions
from .columns import DAY, VOCABULARY, WORDING, Column, ExportedTable, Reference, tables_of
from .tables import BETWEEN

Data = dict[str, Any]

# What is said of a folder with files for spreadsheets, whose texts are not all as they are in the corpus.
_FOR_SPREADSHEETS = (
    "Written for spreadsheets: each file begins with a byte order mark, and a text that a spreadsheet could take for a "
    "formula (it begins with =, +, - or @, with a tab or a line break, perhaps after blanks or apostrophes) has one "
    "more apostrophe before it. `pctui export csv --raw` writes every text as it is."
)


def described(corpus: Record, but: Exceptions, *, notes: bool = False) -> list[ExportedTable]:
    """Return the tables as they are in a corpus: with the terms of its vocabularies, without what does not hold.

    `notes` says whether that with the reader's notes is one of them.
    """
    return [_in_corpus(table, corpus, but) for table in tables_of(notes=notes).values()]


def _in_corpus(table: ExportedTable, corpus: Record, but: Exceptions) -> ExportedTable:
    def column(of: Column) -> Column:
        terms = names_of(of.vocabulary, corpus.fields.get(of.vocabulary, [])) if of.vocabulary else of.words
        if of.name == VOCABULARY:
            terms = tuple(name for name in terms if name in corpus.fields)
        return of._replace(words=terms, type="string" if of.type == DAY and of.name in but.far_days else of.type)

    def holds(reference: Reference) -> bool:
        return not (but.narrowed or any((table.name, name) in but.open_references for name in reference.columns))

    columns = table.columns
    if table.name == "terms" and not any(corpus.fields.get(OF_THE_CORPUS[name]) for name in WITH_DEFAULTS):
        columns = tuple(column for column in columns if column not in WORDING)
    return table._replace(columns=tuple(map(column, columns)), references=tuple(filter(holds, table.references)))


def descriptions(corpus: Record, tables: list[ExportedTable], *, raw: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the files that describe the CSV files of `tables`, each with its name."""
    summary = str(corpus.fields["summary"]) + ("" if raw else f"\n\n{_FOR_SPREADSHEETS}")
    yield "datapackage.json", _json(_data_package(corpus, summary, tables))
    yield "csv-metadata.json", _json(_csvw(corpus, summary, tables))


def _json(data: Data) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _data_package(corpus: Record, summary: str, tables: list[ExportedTable]) -> Data:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": corpus.slug,
        "title": corpus.title,
        "version": corpus.fields["version"],
        "description": summary,
        "resources": [
            {
                "name": table.name,
                "type": "table",
                "path": f"{table.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "description": table.description,
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
                "schema": table_schema(table),
            }
            for table in tables
        ],
    }


def table_schema(table: ExportedTable) -> Data:
    """Return the Table Schema of a table (Frictionless)."""
    schema: Data = {"fields": [_field(column) for column in table.columns], "primaryKey": list(table.key)}
    if table.references:
        schema["foreignKeys"] = [
            {"fields": list(each.columns), "reference": {"resource": each.table, "fields": list(each.to)}}
            for each in table.references
        ]
    return schema


def _field(column: Column) -> Data:
    field: Data = {"name": column.name, "type": "list" if column.many else column.type}
    field["description"] = column.description
    if column.many:
        field |= {"delimiter": BETWEEN, "itemType": column.type}
    if column.type == "boolean":
        field |= {"trueValues": ["1"], "falseValues": ["0"]}
    constraints: Data = {"required": True} if column.required else {}
    if column.words and not column.many:  # of a list the standard has no such constraint
        constraints["enum"] = list(column.words)
    return field | ({"constraints": constraints} if constraints else {})


def _csvw(corpus: Record, summary: str, tables: list[ExportedTable]) -> Data:
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": corpus.title,
        "dc:description": summary,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "commentPrefix": None},
        "tables": [
            {
                "url": f"{table.name}.csv",
                "dc:description": table.description,
                "tableSchema": {
                    "columns": [_csvw_column(column) for column in table.columns],
                    "primaryKey": list(table.key),
                    "foreignKeys": [
                        {
                            "columnReference": list(each.columns),
                            "reference": {"resource": f"{each.table}.csv", "columnReference": list(each.to)},
                        }
                        for each in table.references
                        if all(column.required for column in table.columns if column.name in each.columns)
                    ],  # the others are left out, because validators look for a row with an empty cell, too
                },
            }
            for table in tables
        ],
    }


def _csvw_column(column: Column) -> Data:
    of: Data = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": {"base": column.type, "format": _one_of(column.words)} if column.words else column.type,
    }
    return of | ({"separator": BETWEEN} if column.many else {}) | ({"required": True} if column.required else {})


def _one_of(words: tuple[str, ...]) -> str:
    """Return a regular expression that matches each of the words, and nothing else, in ECMAScript as well."""
    return f"^({'|'.join(_SIGN.sub(_ESCAPED, word) for word in words)})$"


_SIGN, _ESCAPED = re.compile(r"[][\\^$.*+?(){}|/]"), r"\\\g<0>"
