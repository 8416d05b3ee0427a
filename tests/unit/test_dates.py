"""EDTF dates are parsed into bounds, a label, and which ends are uncertain."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pctui.edtf import DateError, _bounds, _plain, during, parse


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "label"),
    [
        ("1999", "1999-01-01", "1999-12-31", "1999"),
        ("1999-04", "1999-04-01", "1999-04-30", "April 1999"),
        ("1999-04-01", "1999-04-01", "1999-04-01", "1 April 1999"),
        ("1991/1992", "1991-01-01", "1992-12-31", "1991–1992"),
        ("1999-04/2004", "1999-04-01", "2004-12-31", "April 1999 – 2004"),
        ("199X", "1990-01-01", "1999-12-31", "1990s"),
        ("2002~", "2002-01-01", "2002-12-31", "about 2002"),
        ("2002?", "2002-01-01", "2002-12-31", "possibly 2002"),
        ("2002%", "2002-01-01", "2002-12-31", "possibly about 2002"),
        ("2000-07/..", "2000-07-01", None, "from July 2000"),
        ("../2000-07", None, "2000-07-31", "until July 2000"),
        ("/2000", None, "2000-12-31", "until 2000"),
        ("2000/", "2000-01-01", None, "from 2000"),
        ("../..", None, None, "open at both ends"),
        ("2001-21", "2001-03-01", "2001-05-31", "spring 2001"),
        ("2001-33", "2001-01-01", "2001-03-31", "2001-33"),
        ("[1994..1996]", "1994-01-01", "1996-12-31", "between 1994 and 1996"),
        ("[1994, 1996]", "1994-01-01", "1996-12-31", "1994 or 1996"),
        ("{1960,1961-12}", "1960-01-01", "1961-12-31", "1960 and December 1961"),
        ("[..1984]", None, "1984-12-31", "by 1984"),
        ("[1984..]", "1984-01-01", None, "1984 or later"),
        ("[1997..1999-04]", "1997-01-01", "1999-04-30", "between 1997 and April 1999"),
        ("[1994,1996-05..]", "1994-01-01", None, "1994 or May 1996 or later"),
        ("[..2001]/..", None, None, "by 2001"),
        ("[..1999-04]/", None, None, "by April 1999"),
        ("[..1996]/1999-04", None, "1999-04-30", "by 1996, until April 1999"),
        ("[..1991]/[2001..]", None, None, "by 1991, ended in 2001 or later"),
        ("[1989..1992]/..", "1989-01-01", None, "begun between 1989 and 1992"),
        ("[1994..]/[..1999-04]", "1994-01-01", "1999-04-30", "begun in 1994 or later, ended by April 1999"),
        ("1999-04/[2001..2004]", "1999-04-01", "2004-12-31", "from April 1999, ended between 2001 and 2004"),
        ("[1989..1992]/1999-04?", "1989-01-01", "1999-04-30", "begun between 1989 and 1992, possibly until April 1999"),
        ("../[2001..2004]", None, "2004-12-31", "ended between 2001 and 2004"),
    ],
)
def test_bounds_and_label(edtf: str, earliest: str | None, latest: str | None, label: str) -> None:
    span = parse(edtf)
    assert (span.earliest, span.latest, span.label) == (earliest, latest, label)


@pytest.mark.parametrize(
    ("edtf", "start", "end"), [("2002~/2004", True, False), ("2002/2004?", False, True), ("199X", True, True)]
)
def test_which_end_is_uncertain(edtf: str, start: bool, end: bool) -> None:
    assert (parse(edtf).start_fuzzy, parse(edtf).end_fuzzy) == (start, end)


@pytest.mark.parametrize(
    ("edtf", "begun"),
    [
        ("[..2001]/..", "2001-12-31"),
        ("[1989..1992]/1999-04", "1992-12-31"),
        ("1999-04/..", "1999-04-30"),
        ("[1994..]/..", None),
        ("../1996", None),
        ("1996", "1996-12-31"),
    ],
)
def test_by_which_day_it_had_begun(edtf: str, begun: str | None) -> None:
    assert parse(edtf).begun == begun


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1999..1990]",
        "[..1990]/[1980",
        "[1990..]/[..1980]",
        "[1990/1991]/..",
        "[]/..",
        "1999-13",
        "1999-02-30",
        "1990s",
        "last year",
        "2004/2001",
        "1999\n",
        " 1999",
        "10000",
        "Y17000",
        "-0500",
        "[" + "1999," * 1000 + "1999]",
        "[" * 70,
    ],
)
def test_invalid_dates_are_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse(text)


@given(st.text(st.sampled_from("0123456789-/.X~?%[]{}, YET:uZ"), max_size=20))
def test_any_text_is_either_refused_or_has_bounds_in_order(text: str) -> None:
    try:
        span = parse(text)
    except DateError:
        return
    assert span.label
    for bound in (span.earliest, span.latest):
        assert bound is None or (len(bound) == 10 and bound[4] == bound[7] == "-")
    if span.earliest and span.latest:
        assert span.earliest <= span.latest


@given(st.dates())
def test_every_day_has_its_label(day) -> None:
    span = parse(day.isoformat())
    assert span.earliest == span.latest == day.isoformat()
    assert span.label == f"{day.day} {day:%B} {day.year:04}"


POINTS = st.one_of(
    st.from_regex(r"[0-9]{4}[?~%]?", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[01][0-9][?~%]?", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9][?~%]?", fullmatch=True),
    st.from_regex(r"[0-9]{3}X[?~%]?", fullmatch=True),
    st.just(".."),
)


@given(st.one_of(POINTS, st.tuples(POINTS, POINTS).map("/".join)))
@example("2000-02-29")
@example("1900-02-29")
@example("0000-01-01")
def test_plain_dates_have_the_same_bounds_as_the_library_gives(text: str) -> None:
    try:
        plain = _plain(text)
    except DateError:
        assert re.search("-02-29|-[0-9]{2}-(00|3[0-9])", text)
        return
    try:
        bounds = _bounds(text)
    except DateError:
        assert plain is None
    else:
        assert plain in (None, bounds)
        assert plain or "0000" in text or "X" in text or re.search("-[23]", text)


@pytest.mark.parametrize(
    ("edtf", "phrase"),
    [
        ("1994", "in 1994"),
        ("1999-04", "in April 1999"),
        ("1898-06-04", "on 4 June 1898"),
        ("195X", "in the 1950s"),
        ("1995~", "about 1995"),
        ("2013?", "possibly in 2013"),
        ("2001-21", "in spring 2001"),
        ("1989/1992", "1989–1992"),
        ("../2004", "until 2004"),
        ("[1994,1996]", "in 1994 or 1996"),
        ("[1994..1996]", "between 1994 and 1996"),
        ("2013%", "possibly about 2013"),
        ("2013-05-04?", "possibly on 4 May 2013"),
        ("[2013?,2014]", "possibly in 2013 or 2014"),
        ("{1898-06-04,1899}", "on 4 June 1898 and 1899"),
        ("[..1984]", "by 1984"),
        ("[..2001]/..", "by 2001"),
        ("2001-33", "in 2001-33"),
    ],
)
def test_a_date_becomes_a_phrase_of_the_same_precision(edtf: str, phrase: str) -> None:
    assert during(parse(edtf).edtf) == phrase
