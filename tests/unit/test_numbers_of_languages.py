"""Numbers are read in the notation, the words and the characters of each language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.corpus.numbers import numbers, stated

NOTATIONS = [
    ("de", "1.234,5 km", {1234.5}),
    ("de", "12,5 %", {12.5}),
    ("de", "1.234.567 Menschen", {1_234_567}),
    ("de", "1.234 Schiffe, Fassung 2.0, 0,234 und 10.000–20.000", {1234, 2, 0.234, 10_000, 20_000}),
    ("de", "2,4 Mrd. Euro", {2.4, 2_400_000_000}),
    ("de", "am 12.3.1998", {12, 3, 1998}),
    ("de-CH", "1'234'567.50 Franken, 1’234 Leute, 12,5 Prozent", {1_234_567.5, 1234, 12.5}),
    ("de-AT", "1 234,5", {1234.5}),
    ("fr", "3,5 millions", {3.5, 3_500_000}),
    ("fr", "1\u202f234,56", {1234.56}),
    ("es", "12.500 personas, 12,5 %, 12.5 %", {12_500, 12.5}),
    ("es-MX", "12,500 personas", {12_500}),
    ("it-CH", "1'000", {1000}),
    ("pl", "12 345,67", {12_345.67}),
    ("ru", "5 млн, 3 тыс. и 7 миллионов", {5, 5_000_000, 3, 3000, 7, 7_000_000}),
    ("hi", "१२,३४,५६७ और 5 लाख", {1_234_567, 5, 500_000}),
    ("en", "12,34,567 and 5 lakh", {1_234_567, 5, 500_000}),
    ("en", "1.234,5", {1234.5}),  # can only be read in one way
    ("en", "1.234, 12,5 and 0,25", {1.234, 12, 5, 0.25}),
    ("ar", "١٢٫٥ و ١٬٢٣٤٬٥٦٧", {12.5, 1_234_567}),
    ("fa", "۱۹۹۸", {1998}),
    ("bn", "১,২৩,৪৫৬", {123_456}),
    ("th", "๒๕๔๑ และ 5 ล้าน", {2541, 5, 5_000_000}),
    ("zh", "１，９４９人，1.5亿元", {1949, 1.5, 150_000_000}),
    ("ja", "1億2345万円", {1, 2345, 123_450_000}),
    ("ko", "123만 4567명, 제10조", {123, 4567, 1_234_567, 10}),
    ("xx", "1,234.5", {1234.5}),  # no language that is known
]
WORDS = [
    ("de", "dreiundzwanzig Schiffe", {23}),
    ("de", "neunzehnhundertachtundneunzig", {1998}),
    ("de", "zwei Millionen dreihunderttausend", {2_300_000}),
    ("de", "zweitausendeins, dreißig, Fünfzehn", {2001, 30, 15}),
    ("fr", "vingt-trois, quatre-vingt-dix, soixante et onze", {23, 90, 71}),
    ("fr", "mille neuf cent quatre-vingt-dix-huit", {1998}),
    ("fr-BE", "septante-deux, nonante", {72, 90}),
    ("fr", "deux cents, trois millions deux cent mille", {200, 3_200_000}),
    ("es", "veintitrés, treinta y uno, mil novecientos noventa y ocho", {23, 31, 1998}),
    ("es", "doscientas mil, mil millones, dos mil cien millones", {200_000, 10**9, 2_100_000_000}),
    ("it", "ventitré, ventotto, centottanta, millenovecentonovantotto, duemila", {23, 28, 180, 1998, 2000}),
    ("it", "due milioni e trecentomila", {2_300_000}),
    ("pt", "vinte e três, mil novecentos e noventa e oito, dois milhões", {23, 1998, 2_000_000}),
    ("nl", "drieëntwintig, negentienhonderdachtennegentig, tweeduizend drie", {23, 1998, 2003}),
    ("en", "a dozen ships, half a million people, two dozen", {12, 500_000, 24}),
    ("zh", "三百，二十三，一万，二〇〇三年，一百零五", {300, 23, 10_000, 2003, 105}),
    ("ja", "千八百六十八年、百二十三万", {1868, 1_230_000}),
    ("zh", "壹佰贰拾叁", {123}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "found"), [*NOTATIONS, *WORDS])
def test_a_number_is_read_as_its_language_writes_it(language: str, text: str, found: set[float]) -> None:
    assert numbers(text, language) == found


@pytest.mark.parametrize(
    ("language", "text", "required"),
    [
        ("de", "Ein Schiff und zwei Boote", {2}),
        ("fr", "une maison, un pont neuf, vingt et un ans", {21}),
        ("nl", "een huis", set()),
        ("zh", "统一的一般规定，二十条", {20}),
        ("zh", "三三两两，万一", set()),
        ("en", "£50 million", {50_000_000}),
        ("ko", "5만 명", {50_000}),
    ],
)
def test_what_is_mostly_no_number_need_not_be_printed(language: str, text: str, required: set[float]) -> None:
    assert stated(text, language) == required
    assert required <= numbers(text, language)


SIGNS = {
    "en": ",.",
    "de": ".,",
    "fr": "\u202f,",
    "de-CH": "’.",
    "pl": "\u00a0,",
    "es": ".,",
    "ru": " ,",
    "sv": "\u00a0,",
}


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(sorted(SIGNS)))
def test_every_number_is_read_back_in_every_notation(whole: int, part: int, language: str) -> None:
    group, decimal = SIGNS[language]
    written = f"{whole:,}".replace(",", group)
    assert numbers(f"({written}{decimal}{part:02} m)", language) == {float(f"{whole}.{part:02}")}
    # A whole number as well, but for one that could be read with decimals in English.
    assert numbers(f"({written} m)", language) == {whole}


@given(st.text())
def test_any_text_can_be_searched_in_any_language(text: str) -> None:
    for language in ("de", "zh", "hi", "xx", "no such language"):
        assert stated(text, language) <= numbers(text, language)


# Written by a speaker, not by a rule: what is regular in a language is that of its table.
IRREGULAR = {
    "de": {11: "elf", 12: "zwölf", 16: "sechzehn", 17: "siebzehn", 21: "einundzwanzig", 30: "dreißig", 60: "sechzig",
           70: "siebzig", 101: "hunderteins", 121: "hunderteinundzwanzig", 1001: "tausendeins", 11_000: "elftausend",
           621_000: "sechshunderteinundzwanzigtausend", 21_000_000: "einundzwanzig Millionen"},
    "fr": {16: "seize", 77: "soixante-dix-sept", 61: "soixante et un", 70: "soixante-dix", 80: "quatre-vingts",
           81: "quatre-vingt-un", 91: "quatre-vingt-onze", 100: "cent", 101: "cent un", 1000: "mille",
           1100: "onze cents", 80_000: "quatre-vingt mille", 200_000_000: "deux cents millions"},
    "es": {15: "quince", 16: "dieciséis", 22: "veintidós", 33: "treinta y tres", 100: "cien", 101: "ciento uno",
           500: "quinientos", 700: "setecientas", 900: "novecientos", 21_000: "veintiún mil", 1_000_000: "un millón"},
    "it": {11: "undici", 17: "diciassette", 21: "ventuno", 38: "trentotto", 108: "centotto", 1000: "mille",
           1001: "milleuno", 2000: "duemila", 100_000: "centomila", 1_000_000_000: "un miliardo"},
    "pt": {14: "catorze", 16: "dezesseis", 17: "dezassete", 21: "vinte e um", 100: "cem", 101: "cento e um",
           200: "duzentos", 1_100: "mil e cem", 2_345: "duas mil trezentas e quarenta e cinco", 10**6: "um milhão"},
    "nl": {11: "elf", 13: "dertien", 14: "veertien", 22: "tweeëntwintig", 80: "tachtig", 101: "honderdeen",
           1000: "duizend", 1_100: "elfhonderd", 33_000: "drieëndertigduizend", 10**9: "één miljard"},
}  # fmt: skip


@pytest.mark.parametrize("language", IRREGULAR)
def test_numbers_in_words(language: str) -> None:
    for number, words in IRREGULAR[language].items():
        assert numbers(f"({words})", language) == {number}, words
        assert numbers(f"({words.upper()})", language) == {number}, words
