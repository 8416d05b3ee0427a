"""Lines from right to left are read as they are written, in whatever order a file has their characters."""

from __future__ import annotations

import random

import pytest

from pctui.convert.pdf_bidi import in_reading_order
from pctui.convert.pdf_runs import NO_STYLE, Character, Style

STYLE = Style(10, False, False, False, False, 0)
MIRRORED = str.maketrans("()[]", ")(][")

# Lines as they are read, cut into what runs from the right and, with an apostrophe before it, what from the left.
LINES = [
    ["הסכום הוא ", "'1,250.50", " שקלים, כלומר ", "'17%", ", ולא ", "'20", "–", "'25", " [הערה ", "'3", "]."],
    ["בסעיף ", "'12", "(ב) לחוק (להלן: החוק) נאמר: ", '"', "הגשר יושלם עד ", "'14.3.2027", '"', ", כמו ב-", "'5"],
    ["הארגון ", "'Debian Project/GNU", " נוסד על ידי ", "'Ian Murdock", " (אז באוניברסיטת ", "'Purdue", ") מאז"],
    [
        "نصت المادة ",
        "'12",
        " (ب) على أن المبلغ هو ",
        "'1,250.50",
        " دينارا، أي ",
        "'17",
        "% من الدخل [انظر ",
        "'٣",
        "]",
    ],
    ["ההערה ", "'3", "]. (ראו שם)"],
    ["(کل) سال ", "'۱۳۷۴", " تا ", "'ISO 9001", "، «قانون»"],
]


def drawn(parts: list[str], brackets: bool) -> list[Character]:
    """Return the characters of a line at their places; `brackets` gives those that are drawn, not those meant."""
    shown = ""
    for part in reversed(parts):
        text = part.removeprefix("'")
        shown += text if part != text else text[::-1].translate(MIRRORED if brackets else {})
    return [(each, 50 + 5.0 * at, 55 + 5.0 * at, 700.0, False, STYLE) for at, each in enumerate(shown)]


def read(characters: list[Character]) -> str:
    """Return the text of a line on a page most of which is Hebrew."""
    other: list[Character] = [("ש", 5.0 * at, 5.0 * at + 5, 20.0, False, STYLE) for at in range(99)]
    found = in_reading_order([*characters, *other])
    return "".join(each[0] for each in found[: -len(other) - 1]).strip()


@pytest.mark.parametrize("brackets", [True, False])
@pytest.mark.parametrize("parts", LINES, ids=lambda parts: parts[0].strip())
def test_lines_are_read_as_they_are_written(parts: list[str], brackets: bool) -> None:
    written = "".join(part.removeprefix("'") for part in parts)
    characters = drawn(parts, brackets)
    assert read(characters) == written
    random.Random(3).shuffle(characters)
    assert read(characters) == written
    bare = [each for each in characters if each[0] != " "]  # a file without blanks leaves gaps
    assert read(bare) == written


def test_marks_are_read_after_what_they_stand_over_and_a_ligature_in_its_order() -> None:
    letters: list[Character] = [
        ("ה", 60, 66, 700.0, False, STYLE),
        ("ל", 54, 60, 700.0, False, STYLE),
        ("\u05b8", 62, 63, 702.0, False, STYLE),
    ]
    assert read(letters) == "ה\u05b8ל"
    assert read([("ا", 50, 60, 700.0, False, STYLE), ("ل", 50, 60, 700.0, False, STYLE)]) == "لا"


def test_other_lines_and_cells_are_left_as_they_are() -> None:
    latin: list[Character] = [
        (each, 50 + 5.0 * at, 55 + 5.0 * at, 700.0, False, STYLE) for at, each in enumerate("a b")
    ]
    assert in_reading_order(latin) == latin
    cells = [
        *drawn(["אב"], False),
        *[(each[0], each[1] + 200, each[2] + 200, *each[3:]) for each in drawn(["גד"], False)],
    ]
    kept = in_reading_order([*latin, (" ", 0, 0, 0, False, NO_STYLE), *[(*e[:3], 600.0, *e[4:]) for e in cells]])
    assert kept[:3] == latin
    assert "".join(each[0] for each in kept[4:]) == "גד אב "
