"""Finds numbers in words, in the languages whose words are known here: `vingt-trois`, `dreiundzwanzig`.

For each language there is a table of all numbers below a thousand, each in every way in which it is written, and the
words that multiply. Words are compared without accents (`tweeëntwintig`), and with a blank for a hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ..folding import fold

_WORD = re.compile(r"[^\W\d_]+")
_APART = re.compile(r"[^\w\s'’-]|\d+")  # no number goes on over it


class Words(NamedTuple):
    """The numbers of one language in words: those below a thousand, and what multiplies them.

    `links` may stand between the parts of a number. `alone` are words that are mostly no numbers where they stand alone
    (`ein`, `une`), `one` is what counts as one only before a scale (`a million`), and `bare` are the scales that need
    nothing before them (`mille`). `thousand` is within a number that is written in one word with it (`zweitausend`).
    """

    below: Mapping[str, int]
    scales: Mapping[str, int]
    links: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    thousand: str = ""

    @property
    def longest(self) -> int:
        """How many words the longest number below a thousand has."""
        return max(word.count(" ") + 1 for word in self.below)


class _Known(NamedTuple):
    """The words of a language, and what is worked out of them once: the words with which a number can begin or end.

    `quick` finds out in which texts there may be one.
    """

    words: Words
    longest: int
    firsts: frozenset[str]
    lasts: frozenset[str]
    quick: re.Pattern[str]

    def begins(self, word: str) -> bool:
        return word in self.firsts or (self.words.thousand != "" and self.words.thousand in word)


class Found(NamedTuple):
    """A number in words. `article` says that it is one word that is mostly not meant as a number."""

    value: int
    article: bool


def knows(language: str) -> bool:
    """Whether the numbers of a language are known in words."""
    return language in _LANGUAGES


def in_words(text: str, language: str) -> Iterator[Found]:
    """Yield the numbers that are written in words in `text`."""
    if language not in _LANGUAGES:
        return
    known = _known(language)
    text = text.lower() if text.isascii() else fold(text)
    if not known.quick.search(text):  # as in most
        return
    for run in _APART.split(text):
        words = _WORD.findall(run)
        if known.lasts.isdisjoint(words) and not known.words.thousand:
            continue
        end = 0
        for at, word in enumerate(words):
            if at >= end and known.begins(word):
                value, end = _number(words, at, known)
                if end > at:
                    yield Found(value, end == at + 1 and word in known.words.alone)


@cache
def _known(language: str) -> _Known:
    words = _LANGUAGES[language]()
    firsts = {word.partition(" ")[0] for word in words.below} | words.one | words.bare
    lasts = {word.rpartition(" ")[2] for word in words.below} | words.scales.keys()
    starts = sorted({word[:6] for word in lasts})  # of words joined into one, there are many
    quick = re.compile(rf"{words.thousand or '(?!)'}|(?<![^\W\d_])(?:{'|'.join(starts)})")
    return _Known(words, words.longest, frozenset(firsts), frozenset(lasts), quick)


def _number(words: list[str], start: int, known: _Known) -> tuple[int, int]:
    """Return the number that begins with the word `start`, and after which word it ends: `start` if there is none."""
    total, at, end, least = 0, start, start, 10**18
    scales, links = known.words.scales, known.words.links

    def scale(at: int) -> int:
        return scales.get(words[at], 0) if at < len(words) else 0

    while at < len(words):
        part, after = _below(words, at, known)
        if after == at and ((words[at] in known.words.one and scale(at + 1)) or words[at] in known.words.bare):
            part, after = 1, at + (words[at] in known.words.one)
        elif after == at:
            break
        if 0 < scale(after) < least:
            part, least, after = part * scale(after), scale(after), after + 1
            while scale(after) > least:  # mil millones
                part, least, after = part * scale(after), scale(after), after + 1
        elif 0 < part < least and part % 1000 == 0:  # in one word, and more may follow: duemila trecento
            least = 1000
        elif part < least and scale(after):  # dos mil cien millones
            total, part, least, after = 0, (total + part) * scale(after), scale(after), after + 1
        elif part < least:
            return total + part, after
        else:
            break
        total, end, at = total + part, after, after
        if at + 1 < len(words) and words[at] in links and known.begins(words[at + 1]):
            at += 1
    return total, end


def _below(words: list[str], start: int, known: _Known) -> tuple[int, int]:
    """Return the number below a thousand (in one word: a million) that begins here, and after which word it ends."""
    below, thousand, links = known.words.below, known.words.thousand, known.words.links
    for length in range(min(known.longest, len(words) - start), 0, -1):
        if (value := below.get(" ".join(words[start : start + length]))) is not None:
            return value, start + length
    if thousand and start < len(words) and thousand in words[start]:
        head, _, tail = words[start].partition(thousand)
        tail = next((tail.removeprefix(link) for link in links if tail.removeprefix(link) in below), tail)
        if (not head or head in below) and (not tail or tail in below):
            return below.get(head, 1) * 1000 + below.get(tail, 0), start + 1
    return 0, start


def _table(*groups: tuple[int, str]) -> dict[str, int]:
    """Return the numbers that follow each other from a first one on: words that are the same are joined with `/`."""
    return {
        word: first + i for first, words in groups for i, same in enumerate(words.split()) for word in same.split("/")
    }


def _hundreds(below: dict[str, int], hundreds: dict[str, int], *links: str) -> dict[str, int]:
    """Return the numbers below a hundred, and each hundred alone and with each of them, linked in each way."""
    found = dict(below)
    for hundred, value in hundreds.items():
        found[hundred] = value
        found |= {f"{hundred}{link}{word}": value + n for link in links for word, n in below.items() if n}
    return found


def _multiples(of: str, below: dict[str, int], first: int, last: int) -> dict[str, int]:
    """Return the hundreds that are written with their number before `of`."""
    return {f"{word}{of}": 100 * n for word, n in below.items() if first <= n <= last}


def _en() -> Words:
    ones = _table(
        (0, "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"),
        (17, "seventeen eighteen nineteen"),
    )
    tens = _tens("twenty thirty forty fifty sixty seventy eighty ninety")
    below = ones | tens | {f"{ten} {one}": t + n for ten, t in tens.items() for one, n in ones.items() if 0 < n < 10}
    hundreds = _multiples(" hundred", below, 1, 19) | {"a hundred": 100}
    below = _hundreds(below, hundreds, " ", " and ")
    scales = {"thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9, "trillion": 10**12}
    below |= {"a dozen": 12, "two dozen": 24, "three dozen": 36}
    return Words(below, scales, links=frozenset({"and"}), one=frozenset({"a"}))


def _de() -> Words:
    ones = _table((0, "null eins/ein/eine/einem/einen/einer/eines zwei/zwo drei vier funf sechs sieben acht neun zehn"))
    ones |= _table((11, "elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn"))
    tens = _tens("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig")
    joined = {f"{one}und{ten}": n + t for ten, t in tens.items() for one, n in ones.items() if 0 < n < 10}
    below = ones | tens | joined
    below = _hundreds(below, {"hundert": 100} | _multiples("hundert", below, 1, 19), "", "und")
    scales = {"tausend": 10**3, "million": 10**6, "millionen": 10**6, "milliarde": 10**9, "milliarden": 10**9}
    scales |= {"billion": 10**12, "billionen": 10**12}
    alone = frozenset("ein eine einem einen einer eines".split())
    below |= {"dutzend": 12, "ein dutzend": 12}
    return Words(below, scales, frozenset({"und"}), alone, bare=frozenset({"tausend"}), thousand="tausend")


def _nl() -> Words:
    ones = _table(
        (0, "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien")
    )
    ones |= _table((17, "zeventien achttien negentien"))
    tens = _tens("twintig dertig veertig vijftig zestig zeventig tachtig negentig")
    joined = {f"{one}en{ten}": n + t for ten, t in tens.items() for one, n in ones.items() if 0 < n < 10}
    below = ones | tens | joined
    below = _hundreds(below, {"honderd": 100} | _multiples("honderd", below, 2, 19), "", "en")
    scales = {"duizend": 10**3, "miljoen": 10**6, "miljard": 10**9, "biljoen": 10**12}
    below |= {"dozijn": 12, "een dozijn": 12}
    bare = frozenset({"duizend"})
    return Words(below, scales, frozenset({"en"}), frozenset({"een"}), bare=bare, thousand="duizend")


def _it() -> Words:
    ones = _table(
        (0, "zero uno/un/una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici")
    )
    ones |= _table((15, "quindici sedici diciassette diciotto diciannove"))
    tens = _tens("venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
    joined = {
        f"{ten[:-1] if n in (1, 8) else ten}{one}": t + n
        for ten, t in tens.items()
        for one, n in ones.items()
        if 0 < n < 10
    }
    below = ones | tens | joined
    hundreds = {"cento": 100} | _multiples("cento", below, 2, 9)
    below = (
        _hundreds(below, hundreds, "")
        | {  # centotto, centottanta
            f"{hundred[:-1]}{word}": value + n
            for hundred, value in hundreds.items()
            for word, n in below.items()
            if word.startswith("o")
        }
    )
    thousands = {"mille" + word: 1000 + n for word, n in below.items() if n} | {"mille": 1000}
    scales = {"mila": 10**3, "milione": 10**6, "milioni": 10**6, "miliardo": 10**9, "miliardi": 10**9}
    below |= thousands | {"dozzina": 12, "una dozzina": 12}
    return Words(below, scales, frozenset({"e"}), frozenset({"un", "uno", "una"}), thousand="mila")


def _fr() -> Words:
    ones = _table(
        (0, "zero un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
    )
    ones |= {"dix sept": 17, "dix huit": 18, "dix neuf": 19}
    tens = _tens("vingt trente quarante cinquante soixante septante huitante/octante nonante")
    below = ones | tens | {"quatre vingts": 80, "quatre vingt": 80}
    below |= {f"{ten} {one}": t + n for ten, t in tens.items() for one, n in ones.items() if 0 < n < 10}
    below |= {f"{ten} et {one}": t + 1 for ten, t in tens.items() for one in ("un", "une")}
    below |= {f"soixante {one}": 60 + n for one, n in ones.items() if n >= 10} | {"soixante et onze": 71}
    below |= {f"quatre vingt {one}": 80 + n for one, n in ones.items() if n}
    hundreds = {"cent": 100, "cents": 100} | _multiples(" cent", ones, 2, 19) | _multiples(" cents", ones, 2, 19)
    below = _hundreds(below, hundreds, " ")
    scales = {"mille": 10**3, "mil": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
    below |= {f"{one}{some}": n for some, n in {"douzaine": 12, "quinzaine": 15}.items() for one in ("", "une ")}
    return Words(below, scales, alone=frozenset({"un", "une", "neuf"}), bare=frozenset({"mille", "mil"}))


def _es() -> Words:
    ones = _table(
        (0, "cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince")
    )
    ones |= _table((16, "dieciseis diecisiete dieciocho diecinueve veinte veintiuno/veintiun/veintiuna veintidos"))
    ones |= _table((23, "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"))
    tens = _tens("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")
    below = ones | tens | {f"{ten} y {one}": t + n for ten, t in tens.items() for one, n in ones.items() if 0 < n < 10}
    names = "cient doscient trescient cuatrocient quinient seiscient setecient ochocient novecient".split()
    hundreds = {f"{name}{end}": 100 * n for n, name in enumerate(names, 1) for end in ("os", "as", "o")}
    below = _hundreds(below, hundreds, " ") | {"cien": 100}
    scales = {"mil": 10**3, "millon": 10**6, "millones": 10**6, "billon": 10**12, "billones": 10**12}
    below |= {"docena": 12, "una docena": 12}
    return Words(below, scales, alone=frozenset({"un", "uno", "una"}), bare=frozenset({"mil"}))


def _pt() -> Words:
    ones = _table(
        (0, "zero um/uma dois/duas tres quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze")
    )
    ones |= _table((15, "quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove"))
    tens = _tens("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa")
    below = ones | tens | {f"{ten} e {one}": t + n for ten, t in tens.items() for one, n in ones.items() if 0 < n < 10}
    names = "duzent trezent quatrocent quinhent seiscent setecent oitocent novecent".split()
    hundreds = {f"{name}{end}": 100 * n for n, name in enumerate(names, 2) for end in ("os", "as")}
    below = _hundreds(below, {"cento": 100, **hundreds}, " e ") | {"cem": 100}
    scales = {"mil": 10**3, "milhao": 10**6, "milhoes": 10**6, "bilhao": 10**9, "bilhoes": 10**9}
    scales |= {"biliao": 10**12, "bilioes": 10**12, "trilhao": 10**12, "trilhoes": 10**12}
    below |= {"duzia": 12, "uma duzia": 12}
    return Words(below, scales, frozenset({"e"}), frozenset({"um", "uma"}), bare=frozenset({"mil"}))


def _tens(words: str) -> dict[str, int]:
    return {word: 10 * n for n, same in enumerate(words.split(), 2) for word in same.split("/")}


_LANGUAGES: Mapping[str, Callable[[], Words]] = {
    "en": _en, "de": _de, "nl": _nl, "it": _it, "fr": _fr, "es": _es, "pt": _pt,
}  # fmt: skip
