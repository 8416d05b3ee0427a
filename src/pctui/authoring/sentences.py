"""Where the sentences of a text end: after abbreviations, initials and numbers, within quotations, in any script.

No list of abbreviations is whole, and a program cannot know of each full stop what it is: where it is in doubt, the
sentence goes on, because a selection that is too long is seen at once, and one key makes it shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop can be part of an abbreviation or a number. The others end a sentence: those of scripts without blanks
# (Chinese, Japanese) even where no blank follows, as those of Devanagari, Arabic, Armenian, Ethiopic, Burmese, Khmer.
_FULL = "。！？｡"  # noqa: RUF001
_CLEAR = f"!?{_FULL}।॥؟۔։።፧။៕។"  # noqa: RUF001
_CLOSING = "\"'”’»›)\\]】」』〉》）"  # noqa: RUF001
_END = re.compile(rf"(?P<sign>[.…{_CLEAR}]+)[{_CLOSING}]*(?P<note>\[\d{{1,3}}\])*(?P<blank>\s+|$)?")
_BEFORE = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$|[\w'’-]+$")
_BLANK_ENDS = re.compile(r"(?<=[\u0e00-\u0eff])\s+(?=[\u0e00-\u0eff])")  # Thai and Lao put a blank where others a stop
_OPENING = re.compile(r"[\s\"'“‘«‹(\[¿¡]*")  # noqa: RUF001

# Abbreviations that are followed by a capital or a number, in the languages that print such; in lower case.
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st sr jr messrs hon rev fr gen col maj capt lt sgt cmdr adm gov sen rep pres
    vs v cf viz al ca c approx no nos nr p pp pg para paras sec secs art arts ch chs fig figs tab vol vols ed eds
    app ref refs op ibid eq inc ltd co corp dept univ est
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
    e.g i.e z.b d.h u.a s abs bd bzw vgl evtl ggf hrsg kap mio mrd rd tel
    m mm mme mlle me pr art p.ex env sra srta pág núm av avda dña sig dott ing
    г гг в вв т тт п ст стр рис табл им ул т.е т.к
    """.split()  # noqa: RUF001
)
_GERMAN_MONTHS = frozenset(
    "januar jänner februar märz april mai juni juli august september oktober november dezember".split()
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text on one line, as [start, end) in characters, without the blanks between them."""
    found = []
    start = 0
    for end, following in _ends(text):
        if end > start:
            found.append((start, end))
        start = following
    if start < len(text.rstrip()):
        found.append((start, len(text.rstrip())))
    return found


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence ends, and where the next one begins."""
    ends = [(m.end() - len(m["blank"] or ""), m.end()) for m in _END.finditer(text) if _is_end(text, m)]
    ends += [match.span() for match in _BLANK_ENDS.finditer(text)]
    return iter(sorted(set(ends)))


def _is_end(text: str, match: re.Match[str]) -> bool:
    sign = match["sign"]
    if sign[-1] in _FULL:
        return True
    if match["blank"] is None:  # a decimal, an address, or a quotation that goes on
        return False
    opening = _OPENING.match(text, match.end())
    following = text[opening.end() if opening else match.end() :][:40]
    if not following:
        return True
    if following[0].islower():  # the sentence goes on, even after a question in a quotation
        return False
    if sign != ".":
        return True
    return not _abbreviated(text[: match.start()], following)


def _abbreviated(before: str, following: str) -> bool:
    """Whether the full stop after a text belongs to its last word."""
    word = _BEFORE.search(before[-40:])
    if word is None:
        return False
    last = word[0]
    start = len(before) - len(last)
    if last.isdigit():
        # The number of an item, before anything else; or of a day: `am 3. Mai`.
        month = re.match(r"\w+", following)
        dated = bool(month and month[0].lower() in _GERMAN_MONTHS)
        return not before[:start].strip() or (len(last) < 3 and dated)
    if len(last) == 1:  # an initial; but `I` may be the person
        return (last.isupper() and last != "I") or last.lower() in _ABBREVIATIONS
    if "." in last:  # `U.S.`, `e.g.`
        return last.lower() in _ABBREVIATIONS or not following[0].isupper()
    return last.lower() in _ABBREVIATIONS and (last.lower() != "no" or following[0].isdigit())
