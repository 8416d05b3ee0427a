"""The numbers in a text are found however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.corpus.numbers import numbers

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(n: int, link: str = "and", hyphen: str = "-") -> str:
    """Return the number in British English words."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f"{hyphen}{ONES[n % 10]}" if n % 10 else "")
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= scale:
            head, rest = divmod(n, scale)
            words = f"{in_words(head, link, hyphen)} {name}"
            if rest:
                words += f" {link} " if rest < 100 and link else " "
                words += in_words(rest, link, hyphen)
            return words
    raise AssertionError(n)


@given(st.integers(0, 10**12 - 1), st.sampled_from(["and", ""]), st.sampled_from(["-", " ", "-\n"]))
def test_a_number_in_words_is_that_number_and_no_other(n: int, link: str, hyphen: str) -> None:
    assert numbers(f"They counted {in_words(n, link, hyphen)}.") == {n}


@given(st.integers(0, 10**12), st.sampled_from([",", "\u00a0", "\u202f", " ", ""]))
def test_thousands_may_be_separated(n: int, separator: str) -> None:
    assert numbers(f"about {f'{n:,}'.replace(',', separator)} ships") == {n}


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_decimals(whole: int, part: int) -> None:
    assert numbers(f"({whole}.{part:02} metres)") == {float(f"{whole}.{part:02}")}


@given(st.integers(1000, 2098))
def test_years_with_a_short_end(year: int) -> None:
    for sign in "/–-y":
        assert numbers(f"in {year}{sign}{(year + 1) % 100:02}") == {year, year + 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("£50 million", {50, 50_000_000}),
        ("£50m a year, $2bn once", {50, 50_000_000, 2, 2 * 10**9}),
        ("30 m high", {30}),
        ("two three", {2, 3}),
        ("nineteen ninety-one", {19, 91}),
        ("a hundred ships, a thousand men", {100, 1000}),
        ("hundreds of ships", set()),
        ("twenty, four", {20, 4}),
        ("some 1,5000", {1, 5000}),
        ("the 1990s", {1990}),
        ("21st", {21}),
        ("page 3w24x and w8–10x", {3}),
        ("none, someone, weight", set()),
        ("80%", {80}),
        ("50,000–250,000", {50_000, 250_000}),
        ("", set()),
    ],
)
def test_numbers_as_documents_print_them(text: str, found: set[float]) -> None:
    assert numbers(text) == found


@given(st.text(max_size=200))
def test_any_text_can_be_searched_for_numbers(text: str) -> None:
    assert all(isinstance(n, (int, float)) for n in numbers(text))
