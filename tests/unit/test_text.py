"""Nothing that cannot be seen survives the sanitiser, and words are the same however a text is broken into lines."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pctui import text
from pctui.text import clean, number_of, one_line, same_line_ends, unwrap, words

anything = st.text(st.characters(codec=None, exclude_categories=()))
CONTROLS = {chr(c) for c in [*range(0x20), *range(0x7F, 0xA0)]} - {"\n", "\t"}
TURNS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff")

# Unicode's Default_Ignorable_Code_Point, and Cf without the signs that can be seen (Prepended_Concatenation_Mark).
SEEN = {*map(chr, [*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD])}
IGNORABLE = {
    *map(chr, [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010)]),
    *map(chr, [*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0]),
    *map(chr, [*range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)]),
}
UNSEEN = IGNORABLE | {
    c for c in map(chr, range(0x110000)) if unicodedata.category(c) in ("Cf", "Zl", "Zp") and c not in SEEN
}
# What a script or an emoji needs, kept once and in its place alone.
NEEDED = {*"\u034f\u115f\u1160\u200c\u200d\ufe00\ufe01\ufe02\ufe0e\ufe0f", *map(chr, range(0x180B, 0x1810))}
NEEDED |= {*map(chr, range(0xE0100, 0xE01F0))}
OFTEN = st.one_of(
    st.characters(codec=None, exclude_categories=()),
    st.sampled_from([*"ab 0#☺👩क्षمیשּּ֥葛가가ᠠ\u0301\u00ad\n", "\U0001f3f4", "\U000e0067", *sorted(NEEDED)]),
    st.sampled_from(sorted(UNSEEN)),
)
tricky = st.text(OFTEN, max_size=40)


def _marks(text: str) -> int:
    """Return how many marks stand on one character at most."""
    most = count = 0
    for character in text:
        count = count + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        most = max(most, count)
    return most


def test_no_invisible_character_stands_in_a_word() -> None:
    for character in UNSEEN:
        assert not set(clean(f"le{character}ft {character} {character * 3}right")) & UNSEEN, f"U+{ord(character):04X}"


@given(tricky)
def test_of_what_cannot_be_seen_only_single_signs_survive_between_what_can(text: str) -> None:
    shown = clean(text).replace("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "")
    assert set(shown) & UNSEEN <= NEEDED
    for one, next_one in itertools.pairwise(shown):
        assert not (one in UNSEEN and next_one in UNSEEN) or (one, next_one) == ("\ufe0f", "\u200d")


@given(st.text(st.sampled_from("ae\u0301\u0302\u20dd\u0591\u0f90\u200d\ufe0f\u1161")))
@example("e" + "\u0301" * 900)
@example("e" + "\u0301\u200b" * 900)
@example("e" + "\u20dd\u0f90" * 900)
def test_a_flood_of_marks_is_cut_with_a_sign(text: str) -> None:
    assert _marks(clean(text)) <= 10
    plain = "".join(c for c in text if c not in UNSEEN)
    assert _marks(plain) <= 6 or "⟨…⟩" in clean(text)
    assert not re.search("[\u1160-\u11ff]{7}", clean(text))


READ = {
    "a scientist": "👩\u200d🔬",
    "a family": "👨\u200d👩\u200d👧\u200d👦",
    "skin tones": "🧑🏽\u200d🤝\u200d🧑🏻",
    "the rainbow flag": "🏳\ufe0f\u200d🌈",
    "the flag of England": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "a keycap": "1\ufe0f\u20e3",
    "a heart": "❤\ufe0f",
    "a telephone as text": "☎\ufe0e",
    "Persian": "می\u200cخواهم",
    "an Arabic letter that joins nothing": "ه\u200d",
    "Hindi": "क्\u200dष",
    "Bengali": "র\u200d্য",
    "Sinhala": "ශ්\u200dරී",
    "Mongolian": "ᠠ\u180eᠠ",
    "an ideographic variant": "葛\U000e0100城",
    "old Korean": "ᄀ\u1160",
    "Korean": "의료 개혁",
    "Vietnamese": "Nguyễn Trường Tộ",
    "Hebrew with vowels and accents": "בְּרֵאשִׁ֖ית שָּׁ֥",
    "Arabic with vowels": "ٱلْحَمْدُ لِلَّهِ",
    "Thai": "ที่น้ำ",
    "Tibetan": "ཧྐྵྨླྺྼྻྂ",
    "an end of verse": "۝١",
    "phonetics": "ɔ̰̃ː",
}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_what_scripts_and_emoji_need_is_left_alone(text: str, form: Literal["NFC", "NFD"]) -> None:
    written = unicodedata.normalize(form, text)
    assert clean(written) == written
    assert unwrap(written)[0] == written


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_ends_whatever_the_sender_uses(end: str) -> None:
    assert clean(f"First line{end}Second line{end}{end}Third") == "First line\nSecond line\n\nThird"
    assert same_line_ends(f"a{end}b") == "a\nb"


def test_a_form_feed_that_begins_a_line_is_no_line_of_its_own() -> None:
    assert same_line_ends("page 1\n\x0cpage 2\r\n\x0c\r\npage 3") == "page 1\npage 2\n\npage 3"


@given(st.text(st.sampled_from("ab é-\u2010 \n\r\f\u200b\u200d\ufeff\u200f\U000e0041\ufe0f")))
@example("commis\u00adsioning")
@example("commis\u00ad\n  sioning")
def test_words_are_the_same_before_and_after_cleaning(text: str) -> None:
    assert [w.text for w in words(clean(text))] == [w.text for w in words(text)]


@given(anything)
def test_no_control_survives(text: str) -> None:
    assert not set(clean(text)) & (CONTROLS | TURNS)
    clean(text).encode("utf-8")


@given(tricky)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_one_line_is_one_line_without_outer_blanks(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert "  " not in line


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs"))))
def test_harmless_text_is_left_alone(text: str) -> None:
    assume(not set(text) & IGNORABLE and _marks(text) <= 6)
    assert clean(text) == text


@pytest.mark.parametrize(
    "code",
    [
        "\x1b[31m",
        "\x1b]52;c;aGk=\x1b\\",
        "\x9b2J",
        "\x90q\x9c",
        "\u202egpj.exe",
        "\u2066x\u2069",
        "\rover",
        "\x7f",
        "\x00",
        "\udc80",
    ],
)
def test_control_characters_are_replaced_by_visible_signs(code: str) -> None:
    assert not set(clean(f"a{code}b")) & (CONTROLS | TURNS)
    assert clean(f"a{code}b").startswith("a")
    assert clean(f"a{code}b") != f"a{code}b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("long-term care", "long-\nterm care"),
        ("commissioning", "commis-\nsioning"),
        ("commissioning", "commis- \r\n  sioning"),
        ("commissioning", "commis\u00adsioning"),
        ("commissioning", "commis\u2010\nsioning"),
        ("the office", "the o\ufb03ce"),
        ("café", "cafe\u0301"),
        ("a b", "a\u00a0b"),
        ("a b", "a \n\n  b"),
        ("wave", "WAVE"),
        ("Straße", "STRASSE"),
        ("50-year lease", "50-\nyear lease"),
        ("lighthouse", "light\u200bhouse"),
    ],
)
def test_words_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert [w.text for w in words(one)] == [w.text for w in words(other)]


@pytest.mark.parametrize(("one", "other"), [("1991-92", "199192"), ("a b", "ab"), ("lit", "unlit"), ("6", "16")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert [w.text for w in words(one)] != [w.text for w in words(other)]


@given(anything)
def test_words_have_their_positions_in_the_text(text: str) -> None:
    at = 0
    for word in words(text):
        assert at <= word.start < word.end <= len(text)
        at = word.end
        assert word.text == unicodedata.normalize("NFKC", word.text).casefold() or word.text


@given(anything)
def test_unwrapped_text_is_one_clean_line_and_every_offset_is_within_it(text: str) -> None:
    line, places = unwrap(text)
    assert not set(line) & (CONTROLS | TURNS | {"\n", "\t"})
    assert len(places) == len(text) + 1
    assert places == sorted(places)
    assert places[-1] == len(line)


def test_unwrapping_joins_a_broken_word_and_keeps_a_hyphen_that_is_written_elsewhere() -> None:
    assert unwrap("pi-\nlots of long-\nterm and long-term")[0] == "pilots of long-term and long-term"
    assert unwrap("one\n  two\u00a0three")[0] == "one two three"


def test_offsets_of_an_unwrapped_part_are_relative_to_the_part() -> None:
    line, places = unwrap("skip this\npart of it", 10)
    assert line == "part of it"
    assert places == list(range(11))


COMMON = [chr(code) for code in range(0x10000) if text._COMMON.fullmatch(chr(code))]


@given(st.text(st.sampled_from(COMMON), max_size=20))
def test_what_is_common_is_what_cleaning_would_leave_alone(common: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_COMMON", re.compile("(?!)"))
        assert clean(common) == common


def test_only_what_is_safe_is_common() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_COMMON", re.compile("(?!)"))
        changed = {chr(code) for code in range(0x110000) if clean(chr(code)) != chr(code)}
    assert len(COMMON) > 500
    assert not changed & set(COMMON)


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [(0, "fault", "0 faults"), (1, "entry", "1 entry"), (1200, "entry", "1,200 entries"), (2, "day", "2 days")],
)
def test_a_number_of_things_is_one_thing_or_several(count: int, noun: str, text: str) -> None:
    assert number_of(count, noun) == text
