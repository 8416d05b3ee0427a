"""Words keep their signs in every script, and are the same in either normal form."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui.text import unwrap, words

WORDS = [
    ("हिन्दी भाषा में", "हिन्दी | भाषा | में"),
    ("வரலாறு பிறக்கின்றனர்", "வரலாறு | பிறக்கின்றனர்"),
    ("সমস্ত মানুষ", "সমস্ত | মানুষ"),
    ("يُولَدُ جَمِيعُ النَّاسِ", "يُولَدُ | جَمِيعُ | النَّاسِ"),
    ("محـــمد هـ", "محمد | ه"),  # a word that is stretched
    ("בְּרֵאשִׁית בָּרָא בני־אדם", "בְּרֵאשִׁית | בָּרָא | בני | אדם"),
    ("ܒܪܹܝܼܬܐ", "ܒܪܹܝܼܬܐ"),
    ("འགྲོ་བ་མིའི་རིགས", "འགྲོ | བ | མིའི | རིགས"),  # a syllable is a word
    ("ᠬᠦᠮᠦᠨ ᠪᠦᠷ", "ᠬᠦᠮᠦᠨ | ᠪᠦᠷ"),
    ("የሰው፡ልጅ፡ሁሉ።", "የሰው | ልጅ | ሁሉ"),
    ("모든 인간은", "모든 | 인간은"),
    ("сво\u0301боды", "сво\u0301боды"),
    ("i\ufe20u\ufe21dicheskii\ufe20a\ufe21", "i\ufe20u\ufe21dicheskii\ufe20a\ufe21"),
    ("国务院自2003年", "国 | 务 | 院 | 自 | 2003 | 年"),
    ("が ガ ｶﾞー・", "が | ガ | ガ | ー"),
    ("สภามีมติ", "ส | ภา | มี | ม | ติ"),
    ("ມະນຸດ", "ມ | ະ | ນຸ | ດ"),
    ("ស្មើ", "ស្ | មើ"),
    ("လူတိုင်း", "လူ | တို | င်း"),
    ("50㎏ ㈱", "50 | kg | (株)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), WORDS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_word_has_its_signs(text: str, found: str, form: str) -> None:
    there = [word.text for word in words(unicodedata.normalize(form, text))]
    assert there == unicodedata.normalize("NFKC", found.replace("(株)", "㈱")).split(" | ")


def texts(text: str) -> list[str]:
    return [word.text for word in words(text)]


LETTERS = [chr(i) for i in range(sys.maxunicode + 1) if unicodedata.category(chr(i)) in ("Lo", "Ll", "Lm", "Nd")]
# Musical signs, signs for writing the gestures of deaf people, and shorthand are not text of documents.
MARKS = [
    chr(i)
    for i in range(sys.maxunicode + 1)
    if unicodedata.category(chr(i)) in ("Mn", "Mc") and not 0x1BC9D <= i < 0x1E000 and len(texts(f"x{chr(i)}")) == 1
]


@settings(max_examples=examples(300))
@given(st.sampled_from(LETTERS), st.sampled_from(LETTERS), st.sampled_from(MARKS))
def test_a_sign_is_in_every_word_and_none_is_a_word(one: str, other: str, mark: str) -> None:
    from pctui.text import _ZERO_WIDTH, compiled

    if compiled(f"[{_ZERO_WIDTH}\u0640]").search(one + other + mark):
        return
    with_it, without = texts(f"{one}{mark}{other}"), texts(f"{one}{other}")
    assert with_it != without
    assert len(with_it) == len(without)


@given(st.text(st.one_of(st.sampled_from(LETTERS), st.sampled_from(" -.,1"))))
def test_words_are_the_same_in_either_normal_form(text: str) -> None:
    assert texts(unicodedata.normalize("NFC", text)) == texts(unicodedata.normalize("NFD", text))
    assert all(word and " " not in word for word in texts(text))


def test_lines_of_a_script_without_spaces_are_joined_without_a_blank() -> None:
    assert (
        unwrap("国务院决\n定自1998\n年3月\n起，\n　　撤销 text\nof 它")[0] == "国务院决定自1998年3月起，撤销 text of 它"
    )
    assert unwrap("สภามี\nมติ และ\nอื่น")[0] == "สภามีมติ และอื่น"
    assert unwrap("모든\n인간은 सभी\nमनुष्यों")[0] == "모든 인간은 सभी मनुष्यों"
