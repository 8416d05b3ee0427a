"""What the words of a passage suggest for an entry that cites it: its numbers, its modality, its hedge.

Everything here is offered and nothing is set: a program cannot read. Words are known in few languages, and of a passage
in another there is no modality and no hedge.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..corpus.numbers import in_order, shown
from ..locales import locale_of
from ..text import UNSPACED
from .suggested_dates import Suggestion

_MOST = 9  # numbers that are offered


class Words(NamedTuple):
    """The words of a language with which documents put such statements, as patterns."""

    modalities: tuple[tuple[str, str], ...]  # the first that is found decides
    hedges: str


_OF_LANGUAGES = {
    "en": Words(
        (
            (
                "proposed",
                r"should|ought to|recommends?|recommended|recommendation|propos(?:e|es|ed|al|als)|urges?|calls? for",
            ),
            (
                "forecast",
                (
                    r"(?:is|are|was|were) (?:expected|forecast|projected|predicted|likely)|expects?|expected|foresees?|"
                    r"foresaw|forecasts?|predicts?|predicted|anticipates?|anticipated|projects that"
                ),
            ),
            (
                "planned",
                r"will|shall|plans?|planned|intends?|intended|aims? to|(?:is|are|was|were) to be|(?:is|are) going to",
            ),
            (
                "claimed",
                r"claims?|claimed|argues?|argued|asserts?|asserted|alleges?|alleged|maintains? that|sa(?:ys?|id) that",
            ),
            (
                "opinion",
                r"believes?|believed|thinks?|in (?:our|my|his|her|their) (?:view|opinion)|we would rather|it seems to",
            ),
        ),
        r"may|might|could|perhaps|probably|possibly|apparently|presumably|reportedly|likely|unlikely|appears? to|"
        r"seems? to|suggests?|tends? to|in part|to some extent|(?:is|are|was|were) said to|"
        r"expected|would",
    ),
    "de": Words(
        (
            (
                "proposed",
                r"sollten?|empfiehlt|empfehlen|empfohlen|schlägt\b.{0,60}\bvor|schlagen\b.{0,60}\bvor|vorgeschlagen",
            ),
            ("forecast", r"erwartet(?:en)?|erwarten|voraussichtlich|prognostiziert"),
            ("planned", r"geplant|plant|planen|beabsichtigt|beabsichtigen"),
            ("claimed", r"behauptet(?:en)?|behaupten"),
            ("opinion", r"(?:nach|unserer|seiner|ihrer) (?:Ansicht|Meinung|Auffassung)"),
        ),
        "vielleicht|wahrscheinlich|vermutlich|möglicherweise|angeblich|offenbar|anscheinend|wohl|dürften?|könnten?|"
        "voraussichtlich",
    ),
    "fr": Words(
        (
            (
                "proposed",
                r"devrai(?:t|ent)|recommand(?:e|ent|é|ée|és|ées|ait|aient)|propos(?:e|ent|é|ée|és|ées|ait|aient)",
            ),
            ("forecast", r"prévisions?|on s['’]attend|s['’]attend(?:ent)? à"),
            ("planned", r"prévoi(?:t|ent)|envisag(?:e|ent)|(?:est|sont|était|étaient) prévue?s?"),
            ("claimed", r"préten(?:d|dent|dait)|affirm(?:e|ent|ait|aient)|soutien(?:t|nent) que"),
            ("opinion", r"estim(?:e|ent) que|à (?:notre|mon|son|leur) avis|selon (?:nous|lui|elle|eux)"),
        ),
        "peut-être|probablement|sans doute|apparemment|vraisemblablement|éventuellement|semblerait|semblent?|"
        "pourrai(?:t|ent)|serai(?:t|ent)|aurai(?:t|ent)",
    ),
    "es": Words(
        (
            ("proposed", r"debería(?:n)?|recomiendan?|recomendó|recomendaron|proponen?|propuso|propusieron"),
            ("forecast", r"se (?:prevé|espera|esperaba)(?: que)?|previsiones"),
            ("planned", r"planean?|(?:está|están|estaba|estaban) previst[oa]s?|tienen? (?:la intención|previsto)"),
            ("claimed", r"afirman?|afirmó|sostienen? que|alegan?"),
            ("opinion", r"opinan?|en (?:nuestra|mi|su) opinión"),
        ),
        "quizás?|tal vez|probablemente|posiblemente|al parecer|aparentemente|supuestamente|parecen?|podrían?",
    ),
    "zh": Words(
        (
            ("proposed", "建议|建議|应当|應當|应该|應該|提议|提議"),
            ("forecast", "预计|預計|预测|預測|预期|預期"),
            ("planned", "计划|計劃|拟于|擬於|打算"),
            ("claimed", "声称|聲稱|据称|據稱"),
            ("opinion", "认为|認為"),
        ),
        "可能|也许|也許|大概|似乎|或许|或許",
    ),
}
_NOT_MONTH = r"(?!\s+\d)"  # `May 1821` is a month, `may` is not: the patterns are in lower case


def modality(passage: str, language: str) -> Suggestion | None:
    """Return the modality that the words of a passage suggest; None if nothing speaks against `happened`."""
    words = _OF_LANGUAGES.get(locale_of(language).language)
    for name, pattern in words.modalities if words else ():
        if match := _find(pattern, passage):
            return Suggestion(name, match[0])
    return None


def hedge(passage: str, language: str) -> Suggestion | None:
    """Return the first hedge in a passage."""
    words = _OF_LANGUAGES.get(locale_of(language).language)
    match = _find(words.hedges, passage) if words else None
    return Suggestion(match[0], match[0]) if match else None


def _find(pattern: str, passage: str) -> re.Match[str] | None:
    if re.match(f"[{UNSPACED}]", pattern):
        return re.search(pattern, passage)
    return re.search(rf"\b(?:{pattern})\b{_NOT_MONTH}", passage)


def figures(passage: str, language: str) -> list[Suggestion]:
    """Return the numbers that a passage prints, those in figures first, in the order in which they come.

    The words are as the passage has them, if it has them as they are shown.
    """
    found = [number for number in in_order(passage, language) if number != 0.5][:_MOST]
    return [Suggestion(f"{number:.15g}", _printed(number, passage)) for number in found]


def _printed(number: float, passage: str) -> str:
    written = (shown(number), f"{number:,.10g}", f"{number:.10g}")
    return next((text for text in written if text in passage), "")
