"""Tables are read from what people have: CSV of any delimiter and encoding, JSON Lines, TimelineJS."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui import bounded
from pctui.authoring.tables import Table, from_timeline, read_table
from pctui.errors import FilesError, PctuiError


def read(folder: Path, name: str, data: str | bytes) -> Table:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(folder / name)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found_and_rows_know_their_lines(tmp_path: Path, delimiter: str, ending: str) -> None:
    lines = [["Title", "Date"], ["Opened, and more", "May 1801"], ["", ""], ['Of "two\nlines"', "1802"], ["Last", "3"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(lines)
    found = read(tmp_path, "events.csv", out.getvalue().replace("\n", ending))
    assert found.columns == ["Title", "Date"]
    assert [(row.line, dict(row.cells)) for row in found.rows] == [
        (2, {"Title": "Opened, and more", "Date": "May 1801"}),
        (4, {"Title": 'Of "two\nlines"', "Date": "1802"}),
        (6, {"Title": "Last", "Date": "3"}),
    ]
    assert not found.faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_part_of_a_name(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, "events.csv", "Title;Date\nFähre;1801\n".encode(encoding))
    assert [dict(row.cells) for row in found.rows] == [{"Title": "Fähre", "Date": "1801"}]


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_bytes("Title,Date\nFähre über,1801\n".encode("windows-1252"))
    found = read_table(tmp_path / "events.csv", "windows-1252")
    assert found.rows[0].cells["Title"] == "Fähre über"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Title,Date\na,b,c\nd,e\n", "events.csv:2: has 3 cells for 2 columns"),
        ('Title,Date\na,b\n"c,d\n', "events.csv:3: this is not a row of a table: a quotation mark that opens here"),
        ("Title,Title\na,b\n", "events.csv:1: two columns are named 'Title'; rename one"),
        (",".join(f"c{n}" for n in range(600)) + "\na\n", "events.csv:1: has more than 500 columns"),
    ],
)
def test_a_row_that_is_none_is_a_fault_on_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert any(str(fault).startswith(said) for fault in read(tmp_path, "events.csv", text).faults)


def test_json_lines_name_what_is_inside_with_dots(tmp_path: Path) -> None:
    lines = [{"title": "A", "population": {"min": 1.5}, "actors": ["x", "y"], "milestone": True, "note": None}, [1]]
    found = read(tmp_path, "events.jsonl", "\n".join(map(json.dumps, lines)))
    assert dict(found.rows[0].cells) == {
        "title": "A",
        "population.min": "1.5",
        "actors": "x; y",
        "milestone": "true",
        "note": "",
    }
    assert "events.jsonl:2: not an object; each line is one row" in map(str, found.faults)


def test_timelinejs_is_read_as_json_and_as_its_spreadsheet(tmp_path: Path) -> None:
    slides = {
        "title": {"text": {"headline": "The ferry"}},
        "events": [
            {
                "unique_id": "opened",
                "start_date": {"year": "1801", "month": "5"},
                "end_date": {"year": 1803},
                "text": {"headline": "Opened &amp; <b>used</b>", "text": "<p>With one boat.</p>"},
                "group": "Crossings",
                "media": {"url": "https://example.org/a.jpg"},
            }
        ],
    }
    found = from_timeline(read(tmp_path, "timeline.json", json.dumps(slides)))
    expected = {
        "title": "Opened & used",
        "summary": "With one boat.",
        "date": "1801-05/1803",
        "lane": "Crossings",
        "slug": "opened",
    }
    assert [(row.name, dict(row.cells)) for row in found.rows] == [("event 1: ", expected)]
    sheet = (
        "Year,Month,Day,End Year,Headline,Text,Type,Group,quote\n"
        ",,,,The ferry,,title,,\n"
        "1811,3,4,,Rope breaks,<p>It broke.</p>,,Crossings,On 4 March\n"
    )
    found = from_timeline(read(tmp_path, "timeline.csv", sheet))
    assert [(row.line, dict(row.cells)) for row in found.rows] == [
        (3, {"title": "Rope breaks", "summary": "It broke.", "date": "1811-03-04", "lane": "Crossings",
             "quote": "On 4 March"})
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("events.xlsx", b"PK\x03\x04 and so on"),
        ("events.xls", b"\xd0\xcf\x11\xe0 and so on"),
        ("events.json", b"{"),
        ("events.json", b'{"title": {}}'),
        ("events.json", b"[" * 100_000),
        ("events.csv", b"Title\n\x81\x00\xff\xfe\x00"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(FilesError, match=name) as raised:
        read(tmp_path, name, data)
    assert raised.value.hint


def test_a_table_is_read_no_further_than_its_limit(tmp_path: Path) -> None:
    (tmp_path / "large.csv").touch()
    os.truncate(tmp_path / "large.csv", bounded.TABLE + 1)
    with pytest.raises(bounded.TooLarge):
        read_table(tmp_path / "large.csv")


PIECES = st.sampled_from(
    ["a", ",", ";", "\t", '"', "\n", "\r\n", "Year", "Headline", "{", "}", "[", ":", "\0", "é", "1"]
)


@pytest.mark.parametrize("name", ["any.csv", "any.jsonl", "any.json"])
def test_any_file_gives_rows_and_faults_or_is_refused(tmp_path: Path, name: str) -> None:
    @settings(max_examples=examples(80))
    @given(st.lists(PIECES, max_size=40).map("".join) | st.binary(max_size=60))
    def check(data: str | bytes) -> None:
        try:
            found = from_timeline(read(tmp_path, name, data))
        except PctuiError:
            return
        assert all(isinstance(text, str) for row in found.rows for text in row.cells.values())

    check()
