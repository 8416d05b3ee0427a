"""A date that is marked stated may be printed in every way in which its language prints dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.corpus import printed_dates
from pctui.corpus.stated_dates import Printed, Text, parts_of

PRINTED = [
    ("1998-03-12", "en", "on 12 March 1998"),
    ("1998-03-12", "en", "March 12, 1998"),
    ("1998-03-12", "en", "12TH MARCH 1998"),
    ("1998-03-12", "de", "am 12.3.1998 beschlossen"),
    ("1998-03-12", "cs", "12. 3. 1998"),
    ("1998-03-12", "de", "12.03.98"),
    ("1998-03-12", "en", "12/3/1998"),
    ("1998-12-03", "en", "12/3/1998"),  # either order
    ("1998-12-03", "en-US", "12/3/1998"),
    ("1998-03-12", "en-GB", "12/3/1998"),
    ("1998-03-13", "en-US", "13/3/1998"),
    ("1998-12-02", "en", "2 Dec. 1998"),
    ("1998-09", "en", "in Sept 1998"),
    ("1998-05-03", "en", "3 MAY 1998"),
    ("1998-02", "en", "Feb.–Apr. 1998"),
    ("1998-03-03", "es", "el 3 de mar. de 1998"),
    ("1998-12-02", "en", "dated 1998-12-02"),
    ("1998-12-02", "ja", "1998/12/02"),
    ("1998-12", "en", "1998-12"),
    ("1998-05-01", "en", "the first of May 1998"),
    ("1998-05-21", "en", "May the twenty-first, 1998"),
    ("1998-33", "en", "in Q1 1998"),
    ("1998-34", "en", "the second quarter of 1998"),
    ("1998-01/1998-03", "en", "in Q1 1998"),
    ("1998-21", "en", "in the spring of 1998"),
    ("1998-23", "en", "fall 1998"),
    ("1998-03-01", "de", "am 1. März 1998"),
    ("1998-01-01", "de-AT", "1. Jänner 1998"),
    ("199X", "de", "in den 1990er Jahren"),
    ("199X", "en", "in the 1990s"),
    ("1998-02-03", "fr", "le 3 février 1998"),
    ("1998-05-01", "fr", "le premier mai 1998"),
    ("1998-05-01", "fr", "le 1er mai 1998"),
    ("1998-05-03", "es", "el 3 de mayo de 1998"),
    ("1998-05-03", "es", "el tres de mayo de mil novecientos noventa y ocho"),
    ("1998-03-01", "ru", "1 марта 1998 года"),
    ("1998-03", "ru", "в марте 1998 года"),
    ("1998-03", "pl", "w marcu 1998"),
    ("1998-03", "uk", "у березні 1998"),
    ("1998-03", "cs", "v březnu 1998"),
    ("1998-03", "fi", "maaliskuussa 1998"),
    ("1998-03-01", "hu", "1998. március 1-jén"),
    ("1998-03-01", "tr", "1 Mart 1998'de"),
    ("1998-03-01", "el", "την 1η Μαρτίου 1998"),
    ("1998-03-01", "he", "ב-1 במרץ 1998"),
    ("1998-03-01", "ar", "في ١ مارس ١٩٩٨"),
    ("1998-01", "ar-LB", "كانون الثاني ١٩٩٨"),
    ("1998-04", "ar", "ابريل 1998"),  # without its hamza
    ("1998-03-01", "hi", "१ मार्च १९९८"),
    ("1998-03-01", "ta", "1998 மார்ச் 1"),
    ("1998-03-01", "th", "1 มีนาคม พ.ศ. 2541"),
    ("1998-03-01", "th", "๑ มี.ค. ๒๕๔๑"),
    ("1998-03-01", "zh", "1998年3月1日"),
    ("1998-11-21", "zh", "一九九八年十一月二十一日"),
    ("1998-03-01", "zh-TW", "民國87年3月1日"),
    ("1998-03-01", "ja", "平成10年3月1日"),
    ("2019-05", "ja", "令和元年五月"),
    ("1998-03-01", "ko", "1998년 3월 1일에"),
    ("1998-03-01", "vi", "ngày 1 tháng 3 năm 1998"),
    ("1998-03-01", "German", "am 1. März 1998"),  # as some bibliographies name a language
    ("1999-21", "fr", "au printemps de 1999"),
    ("1999-34", "fr", "au T2 1999"),
    ("1999-34", "de", "im 2. Quartal 1999"),
    ("1999-41", "es", "en el segundo semestre de 1999"),
    ("1979-02-11", "fa", "۲۲ بهمن ۱۳۵۷"),
    ("[1997-05-22..1997-06-21]", "fa", "خرداد ۱۳۷۶"),
    ("1948-05-14", "he", "ה׳ באייר תש״ח"),
    ("1933-02-02", "th", "2 กุมภาพันธ์ 2475"),
]
NOT_PRINTED = [
    ("1998-03-12", "en", "13 March 1998"),
    ("1998-03-12", "en", "12 May 1998"),
    ("1998-05", "en", "it may be so in 1998"),
    ("1998-05", "en", "IT MAY BE SO; 1998"),
    ("1998-03", "en", "the Marchers of 1998"),
    ("1998-12-03", "en-GB", "12/3/1998"),
    ("1998-12-03", "de", "12.3.1998"),
    ("1998-03-12", "en-US", "12/3/1998"),
    ("2001-02", "en", "in 2001-02"),  # two years
    ("1998-12", "zh", "1998年2月"),
    ("1998-01", "zh", "一九九八年十一月"),
    ("1998-03", "th", "เมษายน 2541"),
    ("1998-02", "en", "in Q1 1998"),
    ("1998-34", "en", "in Q1 1998"),
    ("1998-21", "en", "in the winter of 1998"),
    ("1999-03-01", "th", "1 มีนาคม พ.ศ. 2541"),
    ("1998-03", "th", "มีนาคม; 2541 คน"),  # so many people, not a year
    ("1998-03", "es", "el mar en 1998 era frío"),  # the sea
    ("1998-03", "ru", "маршал 1998"),
    ("199X", "en", "in 1990"),
    ("1999-21", "fr", "en automne 1999"),
    ("1999-22", "fr", "il a été 1999 fois"),
    ("1999-33", "pl", "II kwartał 1999"),
    ("1872-03-01", "ja", "明治5年3月1日"),  # a month of the moon
    ("1998-05", "zh", "1998年农历五月"),
    ("1979-02-12", "fa", "۲۲ بهمن ۱۳۵۷"),
    ("1376-03-02", "fa", "1376/03/02"),
    ("1998-12-31", "ar", "١٢ رمضان ١٤١٩ هـ"),  # to a day or two
    ("1932-02-02", "th", "2 กุมภาพันธ์ 2475"),  # of a year that began in April
]


def proved(date: str, language: str, text: str) -> bool:
    printed = Printed([Text(text, language)])
    return all(printed.has(part) for part in parts_of(date))


@pytest.mark.parametrize(("date", "language", "text"), PRINTED)
def test_a_date_is_proved_by_what_its_language_prints(date: str, language: str, text: str) -> None:
    assert proved(date, language, text)


@pytest.mark.parametrize(("date", "language", "text"), NOT_PRINTED)
def test_a_date_is_not_proved_by_what_says_another(date: str, language: str, text: str) -> None:
    assert not proved(date, language, text)


def test_a_date_may_be_broken_over_lines() -> None:
    assert proved("1998-11-21", "zh", "于1998\n年11\n月21\n日")
    assert proved("1998-12-02", "en", "2 Decem-\nber 1998")


def test_a_month_of_a_statement_is_named_in_full() -> None:
    assert printed_dates.months("In May they may march, 2 Dec. 1998", "en", in_full=True) == {5}
    assert printed_dates.months("im März und Mai", "de", in_full=True) == {3, 5}


@given(st.text(max_size=60), st.sampled_from(["en", "de", "th", "ja", "ar", "fi", "xx", ""]))
def test_any_text_can_be_searched_for_dates(text: str, language: str) -> None:
    printed = Printed([Text(text, language)])
    for part in parts_of("1998-03-12/1999-21"):
        assert printed.has(part) in (True, False)
        assert part.name(language)


@given(st.dates(), st.sampled_from(["de", "en-GB", "fr", "ru", "sv", "ja", "zh", "en-US"]))
def test_a_date_in_iso_proves_itself_and_no_other_day(date: object, language: str) -> None:
    written = str(date)
    assert proved(written, language, f"({written})")
    other = f"{written[:-2]}{'02' if written.endswith('01') else '01'}"
    assert not proved(other, language, f"({written})") or other[-2:] in (written[5:7], written[2:4], written[:2])
