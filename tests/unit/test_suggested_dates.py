"""The dates of a passage are offered as its language prints them, and each that is offered as stated can be proved."""

from __future__ import annotations

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui.authoring.suggested_dates import date_basis, dates
from pctui.corpus.stated_dates import Printed, Text, parts_of

OFFERED = [
    ("en", "in March 1821 and by 1824/25", ["1821-03", "1824/1825"]),
    ("en", "on 4 June 1898, June 4th, 1899, and the 5th of May 1900", ["1898-06-04", "1899-06-04", "1900-05-05"]),
    ("en", "the 1890s, Sept 1998, spring of 1902", ["189X", "1998-09", "1902-21"]),
    ("en", "from 1997 to 2001, dated 1998-12-02", ["1997/2001", "1997", "2001", "1998-12-02"]),
    ("en", "in 1997 and 2001, the first of May 1998, June 1999", ["1997", "2001", "1998-05-01", "1999-06"]),
    ("en", "between 18 and 30 metres, 26 houses, 4,200 hours, 1,999 men", []),
    ("en", "12/3/1998 in either order, and 12/3/98 of no century", ["1998-03-12", "1998-12-03"]),
    ("en-US", "12/3/1998 and 13/3/1998", ["1998-12-03", "1998-03-13"]),
    ("en", "Q1 1998; the last quarter of 1999", ["1998-33", "1999-36"]),
    ("de", "am 1. März 1998, 12.3.1998, von 1997 bis 2001", ["1998-03-01", "1998-03-12", "1997/2001", "1997", "2001"]),
    ("de", "im Frühjahr 1999, 2. Quartal 1999, die 1990er Jahre, 1.998 Mann", ["1999-21", "1999-34", "199X"]),
    ("de", "Winter 1997/98 und im zweiten Halbjahr 2001", ["1997-24", "2001-41"]),
    ("fr", "le 3 février 1998, le premier mai 1998", ["1998-02-03", "1998-05-01"]),
    (
        "fr",
        "T2 1999, années 1990, entre 1990 et 1995, au printemps 1999",
        ["1999-34", "199X", "1990/1995", "[1990..1995]", "1990", "1995", "1999-21"],
    ),
    ("en", "led it from April 1996 until December 1997", ["1996-04/1997-12", "1996-04", "1997-12"]),
    (
        "en",
        "3 May 1998 – 5 June 1998; in May 2000 to be 2001",
        ["1998-05-03/1998-06-05", "1998-05-03", "1998-06-05", "2000-05", "2001"],
    ),
    ("fr", "d’avril 2001 à avril 2002", ["2001-04/2002-04", "2001-04", "2002-04"]),
    ("de", "vom 1. März 1998 bis zum 2. Mai 1998", ["1998-03-01/1998-05-02", "1998-03-01", "1998-05-02"]),
    ("en", "from 2001 to 1999", ["2001", "1999"]),
    ("en", "In 1997 May said that 12 in March 1821 came", ["1997", "1821-03"]),
    ("zh", "98年3月", []),
    ("ta", "1998 மார்ச் 1", ["1998-03-01"]),
    ("fr", "il a été 1999 fois, l'été 1998, deuxième semestre de 2000", ["1999", "1998-22", "2000-41"]),
    ("es", "el 3 de mayo de 1998, primer trimestre de 2001", ["1998-05-03", "2001-33"]),
    ("pl", "II kwartał 1999", ["1999-34"]),
    ("ru", "1 марта 1998 года, весной 1999 года, 1990-е", ["1998-03-01", "1999-21", "199X"]),
    ("hu", "1998. március 1-jén", ["1998-03-01"]),
    ("vi", "ngày 1 tháng 3 năm 1998", ["1998-03-01"]),
    ("zh", "1998年3月1日，2003年，1990年代，1999年春，春节", ["1998-03-01", "2003", "199X", "1999-21"]),
    ("zh-TW", "民國87年3月1日", ["1998-03-01"]),
    ("ja", "平成10年3月1日、令和元年、1999年の春", ["1998-03-01", "2019", "1999-21"]),
    ("ja", "明治5年3月1日", ["1872"]),  # a month of the moon
    ("ko", "1998년 3월 1일에, 1999년 봄", ["1998-03-01", "1999-21"]),
    ("th", "1 มีนาคม พ.ศ. 2541, ปี 2540, 1/5/2541", ["1998-03-01", "1997", "1998-05-01"]),
    ("th", "2 กุมภาพันธ์ พ.ศ. 2475, ปี 2475", ["1933-02-02"]),  # a year that began in April
    ("fa", "در ۲۲ بهمن ۱۳۵۷ و خرداد ۱۳۷۶", ["1979-02-11", "[1997-05-22..1997-06-21]"]),
    ("fa", "سال ۱۳۷۶، 1376/03/02، 1 مارس 1998", ["1997-05-23", "1998-03-01"]),
    ("ar", "في ١٢ رمضان ١٤١٩ هـ الموافق ٣١ ديسمبر ١٩٩٨؛ سنة 1419", ["1998-12-31~", "1998-12-31"]),
    ("he", 'ב-1 במרץ 1998, ה׳ באייר תש״ח, 15 בניסן תשע"ח', ["1998-03-01", "1948-05-14", "2018-03-31"]),
    ("ne", "वि.सं. 2054", []),  # of a calendar that is not known here
    ("am", "በ1990 ዓ.ም.", []),
    ("hi", "१ मार्च १९९८", ["1998-03-01"]),
    ("xx", "12 Fooember 1998", ["1998"]),
]


@pytest.mark.parametrize(("language", "passage", "expected"), OFFERED)
def test_the_dates_of_a_passage_are_offered(language: str, passage: str, expected: list[str]) -> None:
    assert [found.value for found in dates(passage, language)] == expected


@pytest.mark.parametrize(
    ("language", "passage", "expected"),
    [
        ("en", "from May 16th, 1998 to May 30th, 1998", ["1998-05-16/1998-05-30", "1998-05-16", "1998-05-30"]),
        ("en", "1 May 1998 12:00 UTC through 4 June 1998", ["1998-05-01/1998-06-04", "1998-05-01", "1998-06-04"]),
        ("en", "4 June 1998 to 1 May 1998, and 2 June 1999", ["1998-06-04", "1998-05-01", "1999-06-02"]),
        ("en", "1 May 1998 and 4 June 1998", ["1998-05-01", "1998-06-04"]),
        ("de", "1. Mai 1998 bis 4. Juni 1998", ["1998-05-01/1998-06-04", "1998-05-01", "1998-06-04"]),
    ],
)
def test_two_dates_with_to_between_them_are_offered_as_an_interval(
    language: str, passage: str, expected: list[str]
) -> None:
    assert [found.value for found in dates(passage, language)] == expected


@pytest.mark.parametrize(("language", "passage", "expected"), OFFERED)
def test_a_date_that_is_offered_is_proved_by_its_passage(language: str, passage: str, expected: list[str]) -> None:
    printed = Printed([Text(passage, language)])
    for found in dates(passage, language):
        basis = date_basis(found.value, dates(passage, language), None)
        assert basis
        assert basis.value == ("derived" if found.value.endswith("~") else "stated")
        if basis.value == "stated":
            assert all(printed.has(part) for part in parts_of(found.value)), found


@settings(max_examples=examples(60))
@given(
    st.text(max_size=60), st.sampled_from(["en", "de", "fr", "th", "ja", "zh", "ar", "fa", "he", "ru", "fi", "xx", ""])
)
def test_any_text_can_be_looked_through(text: str, language: str) -> None:
    for found in dates(f"{text} 1998", language):
        assert found.words


def test_the_basis_of_a_date_is_suggested() -> None:
    printed = dates("The act of March 1821", "en")
    expected = {
        "1821-03": "stated",
        "1821": "stated",
        "../1821-03": "stated",
        "1821-03/1911-05": "derived",
        "1911-05": "document-date",
        "1700": "derived",
    }
    for edtf, basis in expected.items():
        found = date_basis(edtf, printed, "1911-05")
        assert found is not None
        assert found.value == basis, edtf
