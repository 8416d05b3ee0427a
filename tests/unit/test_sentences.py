"""Where sentences end."""

from __future__ import annotations

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui.authoring.sentences import sentences


@pytest.mark.parametrize(
    "written",
    [
        "The lamp was lit. | It burned until 4.30 a.m. on foggy nights. | Nobody saw it!",
        "Dr. J. B. Wren and Mrs. Calder wrote it. | See vol. 12, no. 3, pp. 40-43, for more.",
        "It cost £2.4m. | In 1850. 26 lamp houses stood.".replace(". 26", ". | 26"),
        "“Why is it dark?” he asked. | “Because of the fog.” | She went home.",
        "The wire joined nine stations (see Fig. 2). | It held… and then it broke. | It was mended...",
        "1. The Board keeps the lights. | 2. It pays the keepers.".split(" | ")[0],
        "In the U.S. there are more. | He works for the U.S. navy.",
        "The keepers, e.g. Mr. Holt, i.e. the old ones, agreed. | Nos. 4 and 5 not. | Was that No. 7? | No. | Good.",
        "Das Feuer brannte am 3. Mai 1821, d.h. im Mai. | Die Nr. 4 nicht.",
        "国务院决定成立委员会。|该委员会于2003年撤销！|“为什么？”|没有人知道。",
        "समिति बनी। | वह चली गई।",
        "هل انتهى؟ | نعم.",
        "สภามีมติ |ให้ปิดประภาคาร",
        "The visit [12] ended there.[3] | It began again.",
        "no full stop at all",
    ],
)
def test_sentences_end_where_a_reader_ends_them(written: str) -> None:
    expected = [part.strip() for part in written.split("|")]
    text = written.replace("|", "")
    text = " ".join(text.split())
    assert [text[start:end] for start, end in sentences(text)] == expected


@settings(max_examples=examples(60))
@given(st.text(alphabet="aB1 .!?…。\"”)'’Dr्ส", max_size=60))
def test_no_character_but_blanks_is_outside_of_a_sentence_or_in_two(text: str) -> None:
    found = sentences(text)
    at = 0
    for start, end in found:
        assert not text[at:start].strip()
        assert start < end
        at = end
    assert not text[at:].strip()
