"""Text is measured, wrapped and laid out in one pass, whatever it is made of."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest
import rich.cells
import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from pctui.compare.entries import Compared, Value
from pctui.page import Bullets, Facts, Heading, Numbering, Prose, Quote, Run
from pctui.render import text as plain
from pctui.text import one_line
from pctui.tui.widgets import comparison_table, layout
from pctui.widths import cells, shorten, wrap

LONG = 20_000
LETTERS = {"Latin": "a", "Vietnamese": "ễ", "Chinese": "医", "marks": "e\u0301", "emoji": "👩\u200d🔬", "Hindi": "क्ष"}


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many characters have been measured, by any of the functions that measure."""
    count = 0

    def counting(measure: Callable[[str], int]) -> Callable[[str], int]:
        def counted(text: str, *arguments: object, **named: object) -> int:
            nonlocal count
            count += len(text)
            return measure(text)

        return counted

    for module, name in [
        *((wcwidth, name) for name in ("wcswidth", "iter_graphemes", "width", "wcwidth")),
        *((module, "cell_len") for module in (layout, comparison_table, rich.cells)),
        *((module, "split_graphemes") for module in (layout, rich.cells)),
        (plain, "cells"),
    ]:
        monkeypatch.setattr(module, name, counting(getattr(module, name)))
    return lambda: count


def _blocks(word: str) -> list[object]:
    run = (Run(word),)
    return [Heading(1, word), Prose(run), Facts((("name", run),)), Bullets((run,)), Quote(word)]


def _rows(word: str) -> list[Compared]:
    return [Compared("a", ((Value(word),), (Value(f"b{word}"),)))]


COMPARED = {
    "plain": lambda titles, rows: plain.side_by_side(titles, rows, 100, Numbering()).splitlines(),
    "screen": lambda titles, rows: comparison_table.comparison_table(titles, rows, 100).lines,
}
WAYS: dict[str, Callable[[str], object]] = {
    "wrapping": lambda word: wrap(word, 80, "- ", "  "),
    "shortening": lambda word: shorten(word, 80),
    "a page on the screen": lambda word: layout.lay_out(_blocks(word), 80),
    "a page printed": lambda word: plain.render(_blocks(word), 80),
    "printed side by side": lambda word: COMPARED["plain"]([word] * 2, _rows(word)),
    "side by side": lambda word: COMPARED["screen"]([word] * 2, _rows(word)),
}


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_long_word_is_measured_a_few_times_and_not_once_for_each_line(
    way: Callable[[str], object], letter: str, measured: Callable[[], int]
) -> None:
    way(letter * LONG)
    assert measured() < 60 * LONG * len(letter)  # once for each line would be 250 times that


def _calls(way: Callable[[str], object], word: str) -> int:
    """Return how many functions are called, ours and those of libraries."""
    count = 0

    def counting(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        way(word)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_word_twice_as_long_takes_twice_the_work(way: Callable[[str], object], letter: str) -> None:
    way(letter)  # imports
    assert _calls(way, letter * 4000) < 3 * _calls(way, letter * 2000) + 200


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("主要医疗改革", 5, ["主要", "医疗", "改革"]),
        ("on 主要医疗改革 day", 8, ["on 主要", "医疗改革", "day"]),
        ("on 改革 day", 8, ["on 改革", "day"]),
        ("cafe\u0301s et the\u0301s", 6, ["cafe\u0301s", "et", "the\u0301s"]),
        ("👩\u200d🔬👩\u200d🔬👩\u200d🔬", 4, ["👩\u200d🔬👩\u200d🔬", "👩\u200d🔬"]),
        ("ễ" * 9, 4, ["ễ" * 9]),
    ],
)
def test_text_is_wrapped_at_blanks_and_between_wide_characters(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(st.text(st.sampled_from("ab 医é\u0301👩")), st.integers(4, 12))
def test_wrapping_loses_nothing_and_every_line_fits_or_is_a_word(text: str, width: int) -> None:
    lines = wrap(text, width, "- ", "  ")
    assert "".join("".join(lines).removeprefix("- ").split()) == "".join(text.split())
    for line in lines:
        assert cells(line) <= width or " " not in line[2:]


@given(st.text(st.characters(codec=None, exclude_categories=())), st.integers(0, 30))
def test_shortened_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    from rich.cells import cell_len

    safe = one_line(text)
    short = shorten(safe, width)
    assert cell_len(short) <= width
    assert short == safe or not width or short.endswith("…")


def test_a_script_without_spaces_is_broken_between_its_characters() -> None:
    for text in ("สมัชชาใหญ่รับรองปฏิญญาเมื่อวันที่", "ប្រជាជនទាំងអស់កើតមកមានសេរីភាព", "国务院决定成立委员会"):
        lines = wrap(text, 12)
        assert "".join(lines) == text
        assert all(cells(line) <= 12 for line in lines)
        assert all(unicodedata.category(line[0])[0] == "L" for line in lines)  # no sign begins a line
    lines = wrap("มาเที่ยวไทยกันเถอะ", 4)  # vowels that are written before or behind stay with their consonant
    assert len(lines) > 2
    assert all(line[-1] not in "เแโใไ" and line[0] not in "ะาำ" for line in lines)
