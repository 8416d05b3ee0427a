"""The legend of the chart: what each sign means that is on screen, and no other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

BODY, PLANNED_BODY, PLANNED_BESIDE = "▆", "░", "▒"
LASTING, PLANNED_LASTING, SELECTED_LASTING = "├─┤", "├╌┤", "┣━┫"
EVENT, PLANNED_EVENT, SELECTED, SELECTED_PLANNED = "●", "○", "◆", "◇"
UNCERTAIN = "┄"
NO_START, NO_END, NO_START_OF_EVENT, NO_END_OF_EVENT = "▁▃▅", "▅▃▁", "◂┄", "┄▸"
EARLIER, LATER = "◂", "▸"
MANY, FEW_TO_MANY = "+", "▁▄█"
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_GAP = 2  # cells between two meanings
MOST = 3  # lines


class Meaning(NamedTuple):
    """What signs mean, in full and where there is little room."""

    signs: tuple[str, ...]
    text: str
    short: str


_COUNT = "2"  # stands for any number of events in one place
_MEANINGS = (
    Meaning((BODY, LASTING, EVENT), "happened", "happened"),
    Meaning((PLANNED_BODY, PLANNED_BESIDE, PLANNED_LASTING, PLANNED_EVENT), "planned or forecast", "planned"),
    Meaning((SELECTED, SELECTED_PLANNED, SELECTED_LASTING), "selected", "selected"),
    Meaning((_COUNT,), "= {} events here", "= {} here"),
    Meaning((MANY,), "ten or more events here", "= 10 or more"),
    Meaning((UNCERTAIN,), "uncertain date", "uncertain"),
    Meaning((NO_START, NO_START_OF_EVENT), "start not given", "no start"),
    Meaning((NO_END, NO_END_OF_EVENT), "end not given", "no end"),
    Meaning((EARLIER, LATER), "continues out of view", "goes on"),
    Meaning((FEW_TO_MANY,), "few to many entries", "few to many"),
)
# For the help, where all of them are listed; the last two are of the list.
LEGEND = "   ".join(
    (
        *(f"{' '.join(signs)} {text.format('two')}" for signs, text, _ in _MEANINGS),
        "■ □ a body, in the list",
        "+1 another entry tells the same, in the list",
    )
)


def _items(signs: Collection[str], *, short: bool) -> Iterator[str]:
    for meaning in _MEANINGS:
        shown = [sign for sign in meaning.signs if sign in signs]
        text = meaning.short if short else meaning.text
        if meaning.signs == (_COUNT,) and (counts := sorted(int(sign) for sign in signs if sign.isdecimal())):
            number = counts[0]
            shown, text = [str(number)], text.format(_NUMBERS[number - 2] if number < 10 else number)
        if shown:
            yield f"{' '.join(shown)} {text}"


def _wrapped(items: Sequence[str], width: int, kept_free: int) -> list[str]:
    """Return the items as lines, in the last of which so many cells are kept free."""
    lines = [""]
    for number, item in enumerate(items):
        size = cell_len(item) + (kept_free if number == len(items) - 1 else 0)
        if lines[-1] and cell_len(lines[-1]) + _GAP + size > width:
            lines.append("")
        lines[-1] += f"{' ' * _GAP if lines[-1] else ''}{item}"
    if kept_free and cell_len(lines[-1]) + kept_free > width:
        lines.append("")
    return lines


def legend(signs: Collection[str], width: int, lines: int, kept_free: int = 0) -> list[str]:
    """Return the legend of `signs`: in full if that fits `lines` lines, else in few words on as many as these take."""
    found: list[str] = []
    for short in (False, True):
        found = _wrapped(list(_items(signs, short=short)), width, kept_free)
        if len(found) <= lines:
            break
    return found[:MOST]
