"""Dates are read as people write them, and as the program prints them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from unit.test_dates import DATES, FORMS

from pctui.edtf import DateError, during, label, parse
from pctui.edtf.typed import read

TYPED = {
    "1999-04-01": [
        "1 April 1999", "1st April 1999", "1st of April, 1999", "April 1, 1999", "1 Apr. 1999", "1 APRIL 1999",
        "01/04/1999", "1/4/1999", "1.4.1999", "01-04-1999", "1999/04/01", " on  1 April 1999 ", "1999-04-01",
    ],
    "1999-04": ["April 1999", "in April 1999", "Apr 1999", "04/1999", "4/1999", "1999-04", "1999/04", "April, 1999"],
    "2001-09": ["Sept 2001", "Sep 2001", "September of 2001"],
    "1999": ["1999", "in 1999", "the year 1999"],
    "199X": ["1990s", "the 1990s", "1990's", "1990’s", "199X"],
    "19XX": ["20th century", "the twentieth century", "1900s (century)"],
    "1999-21": ["spring 1999", "Spring of 1999", "in spring 1999"],
    "1999-23": ["autumn 1999", "fall 1999"],
    "1998-24": ["winter 1998", "winter 1998/99", "winter 1998–1999"],
    "2001-33": ["first quarter of 2001", "Q1 2001", "2001 Q1", "q1/2001"],
    "2001-41": ["second half of 2001"],
    "1995~": ["about 1995", "circa 1995", "c. 1995", "c1995", "ca 1995", "around 1995"],
    "1994?": ["possibly 1994", "possibly in 1994", "perhaps 1994"],
    "1995%": ["possibly about 1995"],
    "1997/2001": ["1997 to 2001", "from 1997 to 2001", "1997-2001", "1997–2001", "1997 - 2001", "1997..2001"],
    "1998/1999": ["1998/99", "1998-99", "1998–9"],
    "1998/..": ["from 1998", "since 1998", "1998..", "1998–", "1998/.."],
    "1998-05/..": ["since May 1998", "from May 1998"],
    "../2001": ["until 2001", "up to 2001", "..2001", "–2001"],
    "[..2001]": ["by 2001"],
    "../1998-12-31": ["before 1999"],
    "2000-01-01/..": ["after 1999"],
    "[1998..2001]": ["between 1998 and 2001"],
    "[1998..]": ["1998 or later"],
    "[1990-12,1991-01]": ["December 1990 or January 1991"],
    "1999-04/1999-06": ["April to June 1999", "April – June 1999"],
    "1999-04-01/1999-04-05": ["1 to 5 April 1999", "1–5 April 1999"],
    "1999-04-01/1999-05-05": ["1 April to 5 May 1999", "1 April – 5 May 1999"],
    "-0044": ["45 BC", "45 BCE", "−44 (45 BC)"],
    "0045": ["AD 45", "45 CE"],
}  # fmt: skip


@pytest.mark.parametrize(("edtf", "typed"), [(edtf, typed) for edtf, texts in TYPED.items() for typed in texts])
def test_a_date_is_read_as_people_write_it(edtf: str, typed: str) -> None:
    assert read(typed) == edtf


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("04/13/1999", "no month 13"), ("31/02/1999", "no such day"), ("30 February 1999", "no such day"),
        ("tomorrow", "1 April 1999"),
        ("1/4/99", "four digits"), ("April", "April 1999"), ("in being", "01/04/1999 (day first)"), ("", "EDTF"),
        ("2001 to 1999", "1997 to 2001"), ("99", "1990s"), ("x" * 9999, "EDTF"),
    ],
)  # fmt: skip
def test_what_is_no_date_says_which_forms_are_read(typed: str, why: str) -> None:
    with pytest.raises(DateError) as raised:
        read(typed)
    assert why in str(raised.value)
    assert len(str(raised.value)) < 500


def _days(edtf: str) -> tuple[str | None, str | None]:
    span = parse(edtf)
    return span.earliest, span.latest


@pytest.mark.parametrize("edtf", [form[0] for form in FORMS])
def test_every_label_of_the_forms_of_edtf_is_read_back(edtf: str) -> None:
    assert _days(read(label(edtf))) == _days(edtf)
    assert _days(read(during(edtf))) == _days(edtf)


@given(DATES)
@example("1999-1X-31")
@example("[1994,1996-05..]/[2001,2003]")
def test_every_label_is_read_back(edtf: str) -> None:
    assume(len(edtf) <= 30)  # what is read of a longer set may be longer than EDTF may be
    try:
        days = _days(edtf)
    except DateError:
        assume(False)
    assert _days(read(label(edtf))) == days


@given(st.text(st.sampled_from("0123456789 -–/.,aprilmycentuboforjs()[]~?X"), max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(DateError):
        parse(read(text))
