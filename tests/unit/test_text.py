"""No control character survives the sanitiser, and words are the same however a text is broken into lines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.text import clean, one_line, shorten, unwrap, words

anything = st.text(st.characters(codec=None, exclude_categories=()))
CONTROLS = {chr(c) for c in [*range(0x20), *range(0x7F, 0xA0)]} - {"\n", "\t"}
TURNS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff")


@given(anything)
def test_no_control_survives(text: str) -> None:
    assert not set(clean(text)) & (CONTROLS | TURNS)
    clean(text).encode("utf-8")


@given(anything)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_one_line_is_one_line_without_outer_blanks(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert "  " not in line


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs"))))
def test_harmless_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    "code",
    [
        "\x1b[31m",
        "\x1b]52;c;aGk=\x1b\\",
        "\x9b2J",
        "\x90q\x9c",
        "\u202egpj.exe",
        "\u2066x\u2069",
        "\rover",
        "\x7f",
        "\x00",
        "\udc80",
    ],
)
def test_control_characters_are_replaced_by_visible_signs(code: str) -> None:
    assert not set(clean(f"a{code}b")) & (CONTROLS | TURNS)
    assert clean(f"a{code}b").startswith("a")
    assert clean(f"a{code}b") != f"a{code}b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("long-term care", "long-\nterm care"),
        ("commissioning", "commis-\nsioning"),
        ("commissioning", "commis- \r\n  sioning"),
        ("commissioning", "commis\u00adsioning"),
        ("commissioning", "commis\u2010\nsioning"),
        ("the office", "the o\ufb03ce"),
        ("café", "cafe\u0301"),
        ("a b", "a\u00a0b"),
        ("a b", "a \n\n  b"),
        ("wave", "WAVE"),
        ("Straße", "STRASSE"),
        ("50-year lease", "50-\nyear lease"),
        ("lighthouse", "light\u200bhouse"),
    ],
)
def test_words_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert [w.text for w in words(one)] == [w.text for w in words(other)]


@pytest.mark.parametrize(("one", "other"), [("1991-92", "199192"), ("a b", "ab"), ("lit", "unlit"), ("6", "16")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert [w.text for w in words(one)] != [w.text for w in words(other)]


@given(anything)
def test_words_have_their_positions_in_the_text(text: str) -> None:
    at = 0
    for word in words(text):
        assert at <= word.start < word.end <= len(text)
        at = word.end
        assert word.text == unicodedata.normalize("NFKC", word.text).casefold() or word.text


@given(anything)
def test_unwrapped_text_is_one_clean_line_and_every_offset_is_within_it(text: str) -> None:
    line, places = unwrap(text)
    assert not set(line) & (CONTROLS | TURNS | {"\n", "\t"})
    assert len(places) == len(text) + 1
    assert places == sorted(places)
    assert places[-1] == len(line)


def test_unwrapping_joins_a_broken_word_and_keeps_a_hyphen_that_is_written_elsewhere() -> None:
    assert unwrap("pi-\nlots of long-\nterm and long-term")[0] == "pilots of long-term and long-term"
    assert unwrap("one\n  two\u00a0three")[0] == "one two three"


def test_offsets_of_an_unwrapped_part_are_relative_to_the_part() -> None:
    line, places = unwrap("skip this\npart of it", 10)
    assert line == "part of it"
    assert places == list(range(11))


@given(anything, st.integers(0, 30))
def test_shortened_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    from rich.cells import cell_len

    safe = one_line(text)
    short = shorten(safe, width)
    assert cell_len(short) <= width
    assert short == safe or not width or short.endswith("…")
