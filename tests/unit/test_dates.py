"""EDTF dates (ISO 8601-2) are parsed into bounds, a label, and which ends are uncertain."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pctui.edtf import DateError, DateSpan, during, ends, iso, label, parse, parts


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
        ("/2000", None, "2000-12-31", "until 2000, start unknown"),
        ("2000/", "2000-01-01", None, "from 2000, end unknown"),
        ("../..", None, None, "open at both ends"),
        ("2001-21", "2001-03-01", "2001-05-31", "spring 2001"),
        ("2001-33", "2001-01-01", "2001-03-31", "first quarter of 2001"),
        ("[1994..1996]", "1994-01-01", "1996-12-31", "between 1994 and 1996"),
        ("[1994, 1996]", "1994-01-01", "1996-12-31", "1994 or 1996"),
        ("{1960,1961-12}", "1960-01-01", "1961-12-31", "1960 and December 1961"),
        ("[..1984]", None, "1984-12-31", "by 1984"),
        ("[1984..]", "1984-01-01", None, "1984 or later"),
        ("[1997..1999-04]", "1997-01-01", "1999-04-30", "between 1997 and April 1999"),
        ("[1994,1996-05..]", "1994-01-01", None, "1994 or May 1996 or later"),
        ("[..2001]/..", None, None, "begun by 2001"),
        ("[..1999-04]/", None, None, "begun by April 1999, end unknown"),
        ("[..1996]/1999-04", None, "1999-04-30", "begun by 1996, until April 1999"),
        ("[..1991]/[2001..]", None, None, "begun by 1991, ended in 2001 or later"),
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
        "Y1700",
        "-0000",
        "1999-42",
        "1999-00",
        "1999-21-01",
        "1999-2X",
        "1999-02-3X",
        "1900-02-29",
        "2003-XX-32",
        "1999-04-01T24:30:00",
        "1999-04T10:00:00",
        "1985-04-12T23:20:30+15:00",
        "1950S0",
        "1950S5",
        "1950-04S2",
        "Y1E99999999",
        "Y170000002-04",
        "/",
        "1999/2000/2001",
        "{1999}/2000",
        "[1999/2000]",
        "{1999..1990}",
        "١٩٩٩",
        "[" + "1999," * 1000 + "1999]",
        "[" * 70,
    ],
)
def test_invalid_dates_are_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse(text)


# The examples of the specification (ISO 8601-2:2019, Annex A; the Library of Congress has them), level by level, and
# other cases of each form: (EDTF, earliest, latest, label).
FORMS = [
    # Level 0: a date, a date with a time, an interval.
    ("1985-04-12", "1985-04-12", "1985-04-12", "12 April 1985"),
    ("1985-04", "1985-04-01", "1985-04-30", "April 1985"),
    ("1985", "1985-01-01", "1985-12-31", "1985"),
    ("0000", "0000-01-01", "0000-12-31", "0 (1 BC)"),
    ("0033-02", "0033-02-01", "0033-02-28", "February 0033"),
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12", "12 April 1985, 23:20:30"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "12 April 1985, 23:20:30 UTC"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", "12 April 1985, 23:20:30 UTC-04"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12", "12 April 1985, 23:20:30 UTC+04:30"),
    ("1964/2008", "1964-01-01", "2008-12-31", "1964–2008"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31", "June 2004 – August 2006"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "1 February 2004 – 8 February 2005"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", "1 February 2004 – February 2005"),
    ("2005/2006-02", "2005-01-01", "2006-02-28", "2005 – February 2006"),
    # Level 1: long years.
    ("Y170000002", "Y170000002-01-01", "Y170000002-12-31", "year 170000002"),
    ("Y-170000002", "Y-170000002-01-01", "Y-170000002-12-31", "year −170000002"),
    # Seasons.
    ("2001-21", "2001-03-01", "2001-05-31", "spring 2001"),
    ("2001-22", "2001-06-01", "2001-08-31", "summer 2001"),
    ("2001-23", "2001-09-01", "2001-11-30", "autumn 2001"),
    ("2001-24", "2001-12-01", "2002-02-28", "winter 2001"),
    ("2003-24", "2003-12-01", "2004-02-29", "winter 2003"),
    ("2001-24~", "2001-12-01", "2002-02-28", "about winter 2001"),
    # Qualification of the whole.
    ("1984?", "1984-01-01", "1984-12-31", "possibly 1984"),
    ("2004-06~", "2004-06-01", "2004-06-30", "about June 2004"),
    ("2004-06-11%", "2004-06-11", "2004-06-11", "possibly about 11 June 2004"),
    # Unspecified digits from the right.
    ("201X", "2010-01-01", "2019-12-31", "2010s"),
    ("20XX", "2000-01-01", "2099-12-31", "2000s (century)"),
    ("190X", "1900-01-01", "1909-12-31", "1900s (decade)"),
    ("19XX", "1900-01-01", "1999-12-31", "1900s (century)"),
    ("1XXX", "1000-01-01", "1999-12-31", "1000s (millennium)"),
    ("XXXX", "0000-01-01", "9999-12-31", "unknown year"),
    ("2004-XX", "2004-01-01", "2004-12-31", "a month of 2004"),
    ("1985-04-XX", "1985-04-01", "1985-04-30", "a day in April 1985"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", "a day in 1985"),
    # Intervals that are open, or of which an end is unknown.
    ("1985-04-12/..", "1985-04-12", None, "from 12 April 1985"),
    ("1985-04/..", "1985-04-01", None, "from April 1985"),
    ("1985/..", "1985-01-01", None, "from 1985"),
    ("../1985-04-12", None, "1985-04-12", "until 12 April 1985"),
    ("../1985", None, "1985-12-31", "until 1985"),
    ("1985-04-12/", "1985-04-12", None, "from 12 April 1985, end unknown"),
    ("1985/", "1985-01-01", None, "from 1985, end unknown"),
    ("/1985-04-12", None, "1985-04-12", "until 12 April 1985, start unknown"),
    ("/1985", None, "1985-12-31", "until 1985, start unknown"),
    ("/..", None, None, "open, start unknown"),
    ("../", None, None, "open, end unknown"),
    ("1984~/2004-06", "1984-01-01", "2004-06-30", "about 1984 – June 2004"),
    ("1984/2004-06~", "1984-01-01", "2004-06-30", "1984 – about June 2004"),
    ("1984?/2004%", "1984-01-01", "2004-12-31", "possibly 1984–possibly about 2004"),
    # Years before 0: 0000 is 1 BC.
    ("-1985", "-1985-01-01", "-1985-12-31", "−1985 (1986 BC)"),
    ("-0044", "-0044-01-01", "-0044-12-31", "−44 (45 BC)"),
    ("-0043-03-15", "-0043-03-15", "-0043-03-15", "15 March −43 (44 BC)"),
    ("-0004-02", "-0004-02-01", "-0004-02-29", "February −4 (5 BC)"),
    ("-0100/-0044", "-0100-01-01", "-0044-12-31", "−100 (101 BC) – −44 (45 BC)"),
    ("-0044/0014", "-0044-01-01", "0014-12-31", "−44 (45 BC) – 0014"),
    # Level 2: exponents and significant digits.
    ("Y-17E7", "Y-170000000-01-01", "Y-170000000-12-31", "year −170000000"),
    ("Y17E7", "Y170000000-01-01", "Y170000000-12-31", "year 170000000"),
    ("Y17E2", "1700-01-01", "1700-12-31", "1700"),
    ("1950S2", "1900-01-01", "1999-12-31", "about 1950 (between 1900 and 1999)"),
    ("1950S4", "1950-01-01", "1950-12-31", "about 1950 (between 1950 and 1950)"),
    ("1950S2~", "1900-01-01", "1999-12-31", "about 1950 (between 1900 and 1999)"),
    ("-0150S3", "-0159-01-01", "-0150-12-31", "about −150 (151 BC) (between −159 (160 BC) and −150 (151 BC))"),
    (
        "Y171010000S3",
        "Y171000000-01-01",
        "Y171999999-12-31",
        "about year 171010000 (between year 171000000 and year 171999999)",
    ),
    ("Y3388E2S3", "Y338000-01-01", "Y338999-12-31", "about year 338800 (between year 338000 and year 338999)"),
    # Seasons of a hemisphere, quarters, quadrimesters, halves.
    ("2001-25", "2001-03-01", "2001-05-31", "spring 2001 (northern hemisphere)"),
    ("2001-26", "2001-06-01", "2001-08-31", "summer 2001 (northern hemisphere)"),
    ("2001-27", "2001-09-01", "2001-11-30", "autumn 2001 (northern hemisphere)"),
    ("2001-28", "2001-12-01", "2002-02-28", "winter 2001 (northern hemisphere)"),
    ("2001-29", "2001-09-01", "2001-11-30", "spring 2001 (southern hemisphere)"),
    ("2001-30", "2001-12-01", "2002-02-28", "summer 2001 (southern hemisphere)"),
    ("2001-31", "2001-03-01", "2001-05-31", "autumn 2001 (southern hemisphere)"),
    ("2001-32", "2001-06-01", "2001-08-31", "winter 2001 (southern hemisphere)"),
    ("2001-33", "2001-01-01", "2001-03-31", "first quarter of 2001"),
    ("2001-34", "2001-04-01", "2001-06-30", "second quarter of 2001"),
    ("2001-35", "2001-07-01", "2001-09-30", "third quarter of 2001"),
    ("2001-36", "2001-10-01", "2001-12-31", "fourth quarter of 2001"),
    ("2001-37", "2001-01-01", "2001-04-30", "first quadrimester of 2001"),
    ("2001-38", "2001-05-01", "2001-08-31", "second quadrimester of 2001"),
    ("2001-39", "2001-09-01", "2001-12-31", "third quadrimester of 2001"),
    ("2001-40", "2001-01-01", "2001-06-30", "first half of 2001"),
    ("2001-41", "2001-07-01", "2001-12-31", "second half of 2001"),
    ("2001-34?", "2001-04-01", "2001-06-30", "possibly second quarter of 2001"),
    ("195X-24", "1950-12-01", "1960-02-29", "winter in the 1950s"),
    ("2001-24/2002-21", "2001-12-01", "2002-05-31", "winter 2001 – spring 2002"),
    # Sets: one of, all of.
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31", "1667 or 1668 or between 1670 and 1672"),
    ("[..1760-12-03]", None, "1760-12-03", "by 3 December 1760"),
    ("[1760-12..]", "1760-12-01", None, "December 1760 or later"),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01", None, "January 1760 or February 1760 or December 1760 or later"),
    ("[1667,1760-12]", "1667-01-01", "1760-12-31", "1667 or December 1760"),
    ("[..1984]", None, "1984-12-31", "by 1984"),
    ("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31", "1667 and 1668 and from 1670 to 1672"),
    ("{1960,1961-12}", "1960-01-01", "1961-12-31", "1960 and December 1961"),
    ("{..1984}", None, "1984-12-31", "until 1984"),
    ("{1984..}", "1984-01-01", None, "1984 and later"),
    ("[-0044,-0043]", "-0044-01-01", "-0043-12-31", "−44 (45 BC) or −43 (44 BC)"),
    # Qualification of parts: what is to the left of the sign, or the one part that follows it.
    ("2004-06~-11", "2004-06-11", "2004-06-11", "11 June 2004 (year approximate, month approximate)"),
    ("2004?-06-11", "2004-06-11", "2004-06-11", "11 June 2004 (year uncertain)"),
    ("?2004-06-~11", "2004-06-11", "2004-06-11", "11 June 2004 (year uncertain, day approximate)"),
    ("2004-%06-11", "2004-06-11", "2004-06-11", "11 June 2004 (month uncertain and approximate)"),
    ("2004-~06", "2004-06-01", "2004-06-30", "June 2004 (month approximate)"),
    ("~1984", "1984-01-01", "1984-12-31", "about 1984"),
    ("%Y17E7", "Y170000000-01-01", "Y170000000-12-31", "possibly about year 170000000"),
    # Unspecified digits anywhere.
    ("156X-12-25", "1560-12-25", "1569-12-25", "25 December in the 1560s"),
    ("15XX-12-25", "1500-12-25", "1599-12-25", "25 December in the 1500s (century)"),
    ("XXXX-12-XX", "0000-12-01", "9999-12-31", "a day in December in an unknown year"),
    ("1XXX-XX", "1000-01-01", "1999-12-31", "a month in the 1000s (millennium)"),
    ("1XXX-12", "1000-12-01", "1999-12-31", "December in the 1000s (millennium)"),
    ("1984-1X", "1984-10-01", "1984-12-31", "October to December 1984"),
    ("1984-0X", "1984-01-01", "1984-09-30", "January to September 1984"),
    ("1999-X9", "1999-09-01", "1999-09-30", "September 1999"),
    ("1999-X1", "1999-01-01", "1999-11-30", "January or November 1999"),
    ("1999-04-1X", "1999-04-10", "1999-04-19", "10 to 19 April 1999"),
    ("1999-04-3X", "1999-04-30", "1999-04-30", "30 April 1999"),
    ("1999-04-X1", "1999-04-01", "1999-04-21", "1, 11 or 21 April 1999"),
    ("1999-XX-31", "1999-01-31", "1999-12-31", "31st of a month of 1999"),
    ("XXXX-02-29", "0000-02-29", "9996-02-29", "29 February in an unknown year"),
    ("1X99", "1099-01-01", "1999-12-31", "year 1X99"),
    ("-01XX", "-0199-01-01", "-0100-12-31", "−100s (century)"),
    ("-XXXX", "-9999-01-01", "-0001-12-31", "unknown year before 0"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", "a day in June 2004 – 3 July 2004"),
    (
        "2004-06-~01/2004-06-~20",
        "2004-06-01",
        "2004-06-20",
        "1 June 2004 (day approximate) – 20 June 2004 (day approximate)",
    ),
]


@pytest.mark.parametrize(("edtf", "earliest", "latest", "words"), FORMS, ids=[form[0] for form in FORMS])
def test_every_form_has_its_bounds_and_its_words(
    edtf: str, earliest: str | None, latest: str | None, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    span = parse(edtf)
    assert (span.earliest and iso(span.earliest), span.latest and iso(span.latest), span.label) == (
        earliest,
        latest,
        words,
    )
    assert during(edtf)
    assert capfd.readouterr() == ("", "")


def test_forms_that_mean_something_else_read_otherwise() -> None:
    labels = [parse(form[0]).label for form in FORMS]
    assert {words for words in labels if labels.count(words) > 1} == {"about 1950 (between 1900 and 1999)"}


def test_days_sort_in_any_year() -> None:
    written = ["Y-17E7", "Y-12E7", "-9999", "-0100", "-0044", "-0043-03", "-0001", "0000", "0001", "1999", "9999"]
    written += ["Y10000", "Y99999", "Y17E7", "Y18E7"]
    days = [parse(text).earliest or "" for text in written]
    assert days == sorted(days)
    assert [parts(day)[0] for day in days][:5] == [-170000000, -120000000, -9999, -100, -44]


DIGITS = st.sampled_from("0123456789X")
SIGNS = st.sampled_from(["", "", "", "?", "~", "%"])
YEARS = st.one_of(
    st.builds("{}{}{}{}{}".format, st.sampled_from(["", "", "-"]), DIGITS, DIGITS, DIGITS, DIGITS),
    st.builds("{}S{}".format, st.integers(1000, 9999), st.integers(0, 6)),
    st.builds("Y{}".format, st.integers(-(10**9), 10**9)),
    st.builds("Y{}E{}".format, st.integers(-999, 999), st.integers(0, 30)),
    st.builds("Y{}E{}S{}".format, st.integers(-999, 999), st.integers(0, 9), st.integers(0, 9)),
)
MONTHLY = st.builds(
    "-{}{}{}".format,
    SIGNS,
    st.one_of(DIGITS.flatmap(lambda d: st.just(f"1{d}")), st.integers(1, 41).map("{:02}".format), st.just("XX")),
    SIGNS,
)
DAILY = st.builds("-{}{}{}{}".format, SIGNS, st.sampled_from("0123X"), DIGITS, SIGNS)
POINTS = st.builds(
    lambda *pieces: "".join(pieces), SIGNS, YEARS, SIGNS, st.one_of(st.just(""), MONTHLY), st.one_of(st.just(""), DAILY)
)
ENDS = st.one_of(POINTS, st.sampled_from(["", ".."]))
RANGES = st.one_of(POINTS, st.builds("{}..{}".format, st.one_of(st.just(""), POINTS), st.one_of(st.just(""), POINTS)))
SETS = st.builds(
    lambda brackets, items: brackets[0] + ",".join(items) + brackets[1],
    st.sampled_from(["[]", "{}"]),
    st.lists(RANGES, min_size=1, max_size=3),
)
DATES = st.one_of(POINTS, SETS, st.builds("{}/{}".format, st.one_of(ENDS, SETS), st.one_of(ENDS, SETS)))
SOUP = st.text(st.sampled_from("0123456789-/.X~?%[]{}, YETS:uZ"), max_size=20)


@given(st.one_of(DATES, SOUP))
@example("[-0001..0001]")
@example("XXXX-XX-32")
def test_any_text_is_either_refused_or_has_bounds_in_order(text: str) -> None:
    try:
        span = parse(text)
    except DateError:
        return
    _assert_sound(span)
    assert during(text)
    assert label(text) == span.label
    for end in ends(text):
        if end:
            _assert_sound(end)


def _assert_sound(span: DateSpan) -> None:
    assert span.label.strip()
    for bound in (span.earliest, span.latest):
        assert bound is None or re.fullmatch(
            r"-?[0-9]{4}-[01][0-9]-[0-3][0-9]|Y-?[0-9]{5,}-[01][0-9]-[0-3][0-9]", iso(bound)
        )
    if span.earliest and span.latest:
        assert span.earliest <= span.latest
        assert parts(span.earliest) <= parts(span.latest)


@given(st.dates())
def test_every_day_has_its_label(day) -> None:
    span = parse(day.isoformat())
    assert span.earliest == span.latest == day.isoformat()
    assert span.label == f"{day.day} {day:%B} {day.year:04}"


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
        ("[..2001]/..", "begun by 2001"),
        ("2001-33", "in the first quarter of 2001"),
        ("1984-1X", "in October to December 1984"),
        ("190X", "in the 1900s (decade)"),
        ("XXXX", "in an unknown year"),
        ("1985-04-XX", "on a day in April 1985"),
        ("1950S2", "about 1950 (between 1900 and 1999)"),
        ("-0044", "in −44 (45 BC)"),
        ("Y17E7", "in year 170000000"),
        ("1999-XX-31", "on the 31st of a month of 1999"),
        ("/1985", "until 1985, start unknown"),
    ],
)
def test_a_date_becomes_a_phrase_of_the_same_precision(edtf: str, phrase: str) -> None:
    assert during(parse(edtf).edtf) == phrase
