"""The width and wrapping of text, and entries side by side as plain text."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import Run, editing
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from pctui.compare.entries import Compared, Value
from pctui.model import Citation
from pctui.page import Bullets, Heading, Numbering
from pctui.page import Run as Words
from pctui.render.text import fits, render, side_by_side
from pctui.text import one_line
from pctui.widths import cells, wrap

SIGNS = [*"abc é–…“≠¶日本語한", "e\u0301", "\u00ad", "👩\u200d🚀"]
LETTERS = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join).map(one_line)
CITED = st.lists(st.integers(1, 30).map(lambda n: Citation("d", "D", n, None, ())), max_size=5).map(tuple)
VALUES = st.lists(st.builds(Value, LETTERS, CITED), max_size=3).map(tuple)
ROWS = st.lists(
    st.builds(Compared, LETTERS.filter(bool), st.tuples(*[VALUES for _ in range(3)])),
    max_size=5,
)


@given(st.one_of(LETTERS, st.text().map(one_line)))
def test_the_width_of_a_text_agrees_with_wcwidth(text: str) -> None:
    assert cells(text) == max(0, wcswidth(text))


@given(LETTERS, st.integers(20, 60))
def test_a_wrapped_line_fits_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width, "- ", "  ")
    assert "".join("".join(lines)[2:].split()) == "".join(text.split())
    for line in lines:
        words = line.split()
        assert cells(line) <= width or len(words) <= 2


def test_wide_characters_take_two_cells_each() -> None:
    assert wrap("灯台の歴史を語る資料", 10) == ["灯台の歴史", "を語る資料"]
    assert render([Heading(2, "灯台")], 40) == "灯台\n----\n"
    printed = render([Bullets(((Words("灯台" * 30),),))], 40)
    assert max(wcswidth(line) for line in printed.splitlines()) <= 40


@given(ROWS, st.integers(96, 140))
def test_a_comparison_keeps_its_columns_within_the_width(rows: list[Compared], width: int) -> None:
    titles = ["One", "Two", "Three"]
    assert fits(3, width)
    numbering = Numbering()
    printed = side_by_side(titles, rows, width, numbering)
    lines = printed.splitlines()
    assert all(cells(line) <= width for line in lines)
    bars = [[cells(line[:i]) for i, sign in enumerate(line) if sign in "│┼"] for line in lines]
    assert all(line == bars[1][: len(line)] for line in bars)
    assert [line[0] for line in lines[2:] if line[:1] in "≠="] == ["≠" if row.differ else "=" for row in rows]
    for row in rows:
        for value in (value for values in row.values for value in values):
            text = value.text
            assert set(text.split()) & set(printed.split()) or not text.isascii() or not text
            assert {citation.paragraph for citation in value.citations} <= {c.paragraph for c in numbering.citations}


def test_too_many_entries_do_not_fit() -> None:
    assert [n for n in range(1, 9) if fits(n, 100)] == [1, 2, 3]
    assert not fits(2, 60)
    assert not fits(0, 100)


def test_a_circular_lineage_lists_each_change_once_per_heading(pctui: Run, lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute(
            "INSERT INTO entries (id, slug, kind, title, summary, origin, modality) "
            "VALUES ((SELECT MAX(id) + 1 FROM entries), "
            "'back-again', 'change', 'Back to beacons', 's', 'document', 'forecast')"
        )
        connection.execute(
            "INSERT INTO change_details VALUES ('back-again', '1950', '1950-01-01', '1950-12-31', '1950', 'stated', 0)"
        )
        connection.executemany(
            "INSERT INTO change_organisations VALUES ('back-again', ?, 0, ?)",
            [("original", "tower-station"), ("resulting", "private-beacon")],
        )
    for slug, headings in (
        ("private-beacon", ["Preceded by", "Succeeded by"]),
        ("lamp-house", ["Succeeded by"]),
        ("tower-station", ["Succeeded by"]),
        ("board-of-lights", ["More distant"]),  # it already existed in 1824
    ):
        answer = pctui("lineage", slug, "--db", lights_copy)
        assert (answer.code, answer.err) == (0, "")
        parts = re.split(r"^(Preceded by|Succeeded by|More distant)$", answer.out, flags=re.MULTILINE)
        found = {
            heading: part.count("1950: Back to beacons [forecast]")
            for heading, part in zip(parts[1::2], parts[2::2], strict=True)
        }
        assert {heading: count for heading, count in found.items() if count} == dict.fromkeys(headings, 1)
