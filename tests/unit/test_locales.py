"""What is known of languages: the tables made from Unicode's CLDR."""

from __future__ import annotations

import pytest

from pctui.locales import DEFAULT, locale_of
from pctui.locales.cldr import TABLES


def test_the_tables_are_those_of_babel() -> None:
    pytest.importorskip("babel", reason="Babel, of the development tools, is not installed")
    from pctui.locales.cldr import tables

    assert TABLES.read_text(encoding="utf-8") == tables(), "run `make languages`"


@pytest.mark.parametrize(
    ("tag", "known", "signs", "order"),
    [
        ("de", "de", ",.", "dmy"),
        ("de-CH", "de-CH", ".’", "dmy"),
        ("DE_at", "de-AT", ",\u00a0", "dmy"),
        ("en-US", "en-US", ".,", "mdy"),
        ("zh-Hant-TW", "zh-TW", ".,", "ymd"),
        ("German", "de", ",.", "dmy"),
        ("français", "fr", ",\u202f", "dmy"),
        ("ger", "de", ",.", "dmy"),
        ("English (US)", "en", ".,", "mdy"),
        ("tlh", "tlh", ".,", ""),
    ],
)
def test_a_language_is_known_by_its_tag_or_its_name(tag: str, known: str, signs: str, order: str) -> None:
    locale = locale_of(tag)
    assert (locale.tag, locale.order) == (known, order)
    assert locale.signs[0] == signs[0]


def test_what_is_no_language_is_taken_for_another() -> None:
    assert locale_of("no such language").tag == DEFAULT
    assert locale_of("no such language", "fr").tag == "fr"


def test_many_languages_have_names_for_all_months() -> None:
    for tag in (
        "am ar bg bn cs da de el en es et fa fi fr ga he hi hr hu hy id is it ja ka km ko lo lt lv mn my nb nl".split()
    ):
        locale = locale_of(tag)
        assert len(locale.wide) == 12
        assert all(locale.wide), tag


def test_each_name_means_one_month_of_a_language() -> None:
    for line in TABLES.read_text(encoding="utf-8").splitlines()[1:]:
        locale = locale_of(line.partition('"tag":"')[2].partition('"')[0])
        names = [name for names in locale.wide for name in names]
        assert len(names) == len(set(names)), locale.tag
