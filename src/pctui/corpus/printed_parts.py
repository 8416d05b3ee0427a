"""Finds the seasons, quarters and halves of a year that a text names, in the ways of its language.

The names of quarters are in the tables of CLDR. Seasons are not, nor quarters in words (`deuxième trimestre`): they are
declared here, with the forms that stand beside a year. A word that mostly means something else (été, vår, lata) is
there only with what makes it a season.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..locales import locale_of

SPRING, FIRST_QUARTER, FIRST_THIRD, FIRST_HALF = 21, 33, 37, 40  # their numbers in EDTF


class Words(NamedTuple):
    """Patterns of a language: spring to winter; a quarter and a half after their number; these numbers in words."""

    seasons: tuple[str, str, str, str]
    quarter: str = ""
    half: str = ""
    numbers: tuple[str, ...] = ()


_OF_LANGUAGES = {
    "de": Words(
        ("Frühjahrs?|Frühlings?", "Sommers?", "Herbst(?:es)?", "Winters?"),
        "Quartals?|Vierteljahr(?:e?s)?",
        "Halbjahr(?:e?s)?",
        ("erste[nsrm]?", "zweite[nsrm]?", "dritte[nsrm]?", "vierte[nsrm]?"),
    ),
    "fr": Words(
        ("printemps", r"(?:(?<=l['’])|(?<=d['’])|(?<=en )|(?<=cet )|(?<=-))été|(?-i:Été)", "automne", "hiver"),
        "trimestre",
        "semestre",
        ("premier", "deuxième|second", "troisième", "quatrième"),
    ),
    "es": Words(
        ("primavera", "verano", "otoño", "invierno"),
        "trimestre",
        "semestre",
        ("primero?", "segundo", "tercero?", "cuarto"),
    ),
    "it": Words(
        ("primavera", "estate", "autunno", "inverno"),
        "trimestre",
        "semestre",
        ("primo", "secondo", "terzo", "quarto"),
    ),
    "pt": Words(
        ("primavera", "verão", "outono", "inverno"),
        "trimestre",
        "semestre",
        ("primeiro", "segundo", "terceiro", "quarto"),
    ),
    "nl": Words(
        ("voorjaar|lente", "zomer", "najaar|herfst", "winter"),
        "kwartaal",
        "halfjaar",
        ("eerste", "tweede", "derde", "vierde"),
    ),
    "sv": Words(
        ("våren", "sommaren", "hösten", "vintern"), "kvartalet", "halvåret", ("första", "andra", "tredje", "fjärde")
    ),
    "da": Words(
        ("foråret?", "sommer(?:en)?", "efteråret?", "vinter(?:en)?"),
        "kvartal",
        "halvår",
        ("første", "andet", "tredje", "fjerde"),
    ),
    "no": Words(
        ("våren", "sommer(?:en)?", "høsten", "vinter(?:en)?"),
        "kvartal",
        "halvår",
        ("første", "andre", "tredje", "fjerde"),
    ),
    "pl": Words(
        ("wiosn[aąęy]", "latem|lecie", "jesie(?:ń|nią|ni)", "zim[aąęy]"),
        r"kwarta(?:ł|ły|łu|le)",
        r"półrocz[aeu]",
        (r"pierwsz\w{1,3}", r"drugi\w{0,3}", r"trzeci\w{0,3}", r"czwart\w{1,3}"),
    ),
    "cs": Words(
        ("jar[aeo]|jaře", "létě", "podzim(?:u)?", "zim[aěuy]"),
        "čtvrtletí",
        "pololetí",
        (r"první\w{0,2}", r"druh\w{1,3}", r"třetí\w{0,2}", r"čtvrt\w{1,3}"),
    ),
    "ru": Words(
        ("весн(?:а|ой|ы|у|е)", "лето|летом", "осен(?:ь|ью|и)", "зим(?:а|ой|ы|у|е)"),
        "квартал(?:а|е|ом)?",
        "полугоди(?:е|и|я|ем)",
        (r"перв\w{2,3}", r"втор\w{2,3}", r"треть\w{1,3}", r"четв[её]рт\w{2,3}"),
    ),
    "uk": Words(
        ("навесні|весн(?:а|ою|и|у|і)", "влітку|літо", "восени|осін(?:ь|ню)|осені", "взимку|зим(?:а|ою|и|у|і)"),
        "квартал(?:у|і|ом)?",
        "півріччя|півріччі",
        (r"перш\w{1,4}", r"друг\w{1,4}", r"трет\w{1,4}", r"четверт\w{1,4}"),
    ),
    "fi": Words(
        (r"kevä(?:t|än|ällä|änä|ästä)", r"kesä(?:llä|nä|n|stä)?", r"syksy(?:llä|nä|n|stä)?", r"talv(?:i|en|ella|ena)"),
        "neljännes|neljänneksellä",
    ),
    "ja": Words(("(?<=年)の?春", "(?<=年)の?夏", "(?<=年)の?秋", "(?<=年)の?冬")),
    "zh": Words(
        (
            "春[季天]|(?<=年)春(?!节|節)",
            "夏[季天]|(?<=年)夏",
            "秋[季天]|(?<=年)秋",
            "冬[季天]|(?<=年)冬",
        )
    ),
    "ko": Words((r"\b봄", r"\b여름", r"\b가을", r"\b겨울")),
}
_OF_LANGUAGES["nb"] = _OF_LANGUAGES["nn"] = _OF_LANGUAGES["no"]

_SEASONS_EN = {"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3}
_PARTS_EN = {"quarter": (FIRST_QUARTER, 4), "quadrimester": (FIRST_THIRD, 3), "half": (FIRST_HALF, 2)}
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_NAMED_EN = re.compile(
    rf"\b(?:(?P<season>{'|'.join(_SEASONS_EN)})|Q(?P<q>[1-4])|(?P<q2>[1-4])Q"
    rf"|(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)[ -](?P<part>{'|'.join(_PARTS_EN)}))\b",
    re.IGNORECASE,
)
_ROMAN = ("I", "II", "III", "IV")
_OF = r"(?:(?:of|in|de|del|des|di|da|do|von|van|anno)\s)?"
_YEAR_AFTER = re.compile(rf"[,.]?\s?[-–/]?\s?{_OF}\d{{4}}(?!\d)")
_YEAR_BEFORE = re.compile(r"(?<!\d)\d{4}\s?(?:年の?|년|[-–/])?\s?\Z")
_BESIDE = 12  # characters that are looked at on either side
_SHORT = 3  # letters and signs of an abbreviation, which is a quarter only beside a year


class Part(NamedTuple):
    """A part of a year in a text: its number in EDTF, and where it is."""

    number: int
    start: int
    end: int


def knows_parts(language: str) -> bool:
    """Whether the seasons of a language are known, so that one that is not found is not printed."""
    return locale_of(language).language in (*_OF_LANGUAGES, "en")


def parts(text: str, language: str) -> Iterator[Part]:
    """Yield the seasons, quarters and halves of a year that a text names."""
    if locale_of(language).language == "en":
        yield from _in_en(text)
        return
    pattern, numbers = _pattern(locale_of(language).tag)
    for match in pattern.finditer(text) if pattern else ():
        assert match.lastgroup
        start, end = match.span()
        if match.lastgroup[0] != "s" or year_beside(text, start, end):
            yield Part(numbers[match.lastgroup], start, end)


def year_beside(text: str, start: int, end: int) -> bool:
    """Whether there is a year on one side of what is at [start, end)."""
    before = text[max(0, start - _BESIDE) : start]
    return bool(_YEAR_AFTER.match(text, end) or _YEAR_BEFORE.search(before))


def _in_en(text: str) -> Iterator[Part]:
    for match in _NAMED_EN.finditer(text):
        if match["season"]:
            number = SPRING + _SEASONS_EN[match["season"].lower()]
        elif quarter := match["q"] or match["q2"]:
            number = FIRST_QUARTER - 1 + int(quarter)
        else:
            first, last = _PARTS_EN[match["part"].lower()]
            nth = match["nth"].lower()
            number = first - 1 + (last if nth == "last" else int(nth[0]) if nth[0].isdigit() else _NTH[nth])
        yield Part(number, *match.span())


@cache
def _pattern(tag: str) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    """Return what finds the parts of a year in a language, and the number of each group; `s…` are short."""
    locale = locale_of(tag)
    forms: list[tuple[int, bool, str]] = []  # the number, whether it is short, the pattern
    words = _OF_LANGUAGES.get(locale.language)
    if words:
        forms += [(SPRING + n, False, _word(each)) for n, each in enumerate(words.seasons)]
        for first, noun, count in ((FIRST_QUARTER, words.quarter, 4), (FIRST_HALF, words.half, 2)):
            for n in range(count if noun else 0):
                written = rf"{n + 1}\.?(?:[-‑:]?[^\W\d_]{{1,3}}\.?|[º°ª])?|{_ROMAN[n]}\.?(?!\w)"
                number = "|".join(filter(None, (*words.numbers[n : n + 1], written)))
                forms.append((first + n, False, _word(rf"(?:{number})\s(?:{noun})")))
    for n, names in enumerate(locale.quarters):
        for name in names:
            forms.append((FIRST_QUARTER + n, len(name) <= _SHORT, _word(re.escape(name).replace(r"\ ", r"\s"))))
    forms += [(FIRST_QUARTER + n, True, _word(f"Q{n + 1}|{n + 1}Q|{n + 1}T")) for n in range(4)]
    forms.sort(key=lambda form: form[1])
    numbers = {f"{'s' if short else 'p'}{i}": number for i, (number, short, _) in enumerate(forms)}
    # Nouns of German are written with a capital; elsewhere a name may be written in either way.
    flags = re.IGNORECASE if locale.language != "de" else 0
    either = "|".join(f"(?P<{name}>{form})" for name, (_, _, form) in zip(numbers, forms, strict=True))
    return re.compile(either, flags), numbers


def _word(pattern: str) -> str:
    """Return a pattern that finds whole words, in scripts that have spaces between them."""
    spaced = not re.search("[\u3040-\u30ff\u4e00-\u9fff]", pattern)
    korean = bool(re.search("[\uac00-\ud7a3]", pattern))  # particles follow without a space
    return rf"\b(?:{pattern})" + ("" if korean else r"\b(?![º°ª])") if spaced else f"(?:{pattern})"
