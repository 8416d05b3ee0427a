"""An anchor finds its passage in any copy, and nothing else."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pctui.corpus.anchors import EDGE, AnchorError, Copy, Outcome, difference_from

WORDS = st.text(st.sampled_from("abcdefgilnorstuéß"), min_size=1, max_size=9)
TEXTS = st.lists(st.one_of(WORDS, st.tuples(WORDS, WORDS).map("-".join)), min_size=12, max_size=60)
UNIQUE = st.lists(WORDS, min_size=12, max_size=40, unique_by=str.casefold)


def rewrapped(words: list[str], seed: int) -> str:
    """Return the same words as in another extraction, with random line breaks, hyphens and spaces."""
    chance = random.Random(seed)
    parts = []
    for whole in words:
        word = whole
        at = chance.randrange(len(word)) if len(word) > 3 else 0
        if at and word[at - 1].isalpha() and word[at].isalpha() and chance.random() < 0.3:
            word = word[:at] + chance.choice(["-\n", "\u00ad\n", "-\r\n   ", "\u2010\n", "\u00ad"]) + word[at:]
        elif "-" in word and chance.random() < 0.5:
            word = word.replace("-", "-\n")
        parts.append(word.upper() if chance.random() < 0.05 and "ß" not in word else word)
        parts.append(chance.choice([" ", "\n", "\u00a0", "  \n  ", "\r\n", ", ", " “", "”\n\n"]))
    return "".join(parts)


def without_whole(anchor: str) -> str:
    """The anchor without the hash of all the words."""
    return anchor.rpartition("-")[0]


def a_span(data: st.DataObject, length: int) -> tuple[int, int]:
    first = data.draw(st.integers(0, length - EDGE))
    return first, data.draw(st.integers(first + EDGE, length))


@given(TEXTS, st.integers(), st.data())
def test_an_anchor_is_found_however_the_text_is_wrapped(words: list[str], seed: int, data: st.DataObject) -> None:
    copy, other = Copy(" ".join(words)), Copy(rewrapped(words, seed))
    first, last = a_span(data, len(copy.words))
    anchor = copy.anchor(first, last)
    try:
        span = copy.find(anchor)
    except AnchorError:
        assume(False)  # the text happens to repeat the passage
    assert (span.first, span.last) == (first, last)
    assert other.find(anchor)[:2] == (first, last)


@given(UNIQUE, st.data())
def test_a_passage_with_a_changed_word_at_either_end_is_not_found(words: list[str], data: st.DataObject) -> None:
    copy = Copy(" ".join(words))
    first, last = a_span(data, len(copy.words))
    anchor = copy.anchor(first, last)
    edge = [*range(first, first + EDGE), *range(last - EDGE, last)]
    changed = [word.text for word in copy.words]
    changed[data.draw(st.sampled_from(edge))] = "zzz"
    with pytest.raises(AnchorError):
        Copy(" ".join(changed)).find(anchor)


@given(UNIQUE, st.data())
def test_a_passage_with_a_word_added_or_removed_is_not_found(words: list[str], data: st.DataObject) -> None:
    copy = Copy(" ".join(words))
    first, last = a_span(data, len(copy.words))
    assume(last - first >= 2 * EDGE)
    anchor = copy.anchor(first, last)
    texts = [word.text for word in copy.words]
    inside = data.draw(st.integers(first + EDGE, last - EDGE))
    with pytest.raises(AnchorError):
        Copy(" ".join([*texts[:inside], "zzz", *texts[inside:]])).find(anchor)


@given(UNIQUE, st.data())
def test_one_word_changed_in_the_middle_reads_otherwise(words: list[str], data: st.DataObject) -> None:
    copy = Copy(" ".join(words))
    first, last = a_span(data, len(copy.words))
    assume(last - first > 2 * EDGE)
    changed = [word.text for word in copy.words]
    changed[data.draw(st.integers(first + EDGE, last - EDGE - 1))] = "zzz"
    match = Copy(" ".join(changed)).match(copy.anchor(first, last))
    assert (match.outcome, match.span and match.span[:2]) == (Outcome.READS_OTHERWISE, (first, last))


@given(UNIQUE, st.data())
def test_two_words_swapped_in_the_middle_read_otherwise(words: list[str], data: st.DataObject) -> None:
    copy = Copy(" ".join(words))
    first, last = a_span(data, len(copy.words))
    assume(last - first >= 2 * EDGE + 2)
    swapped = [word.text for word in copy.words]
    i = data.draw(st.integers(first + EDGE, last - EDGE - 2))
    swapped[i], swapped[i + 1] = swapped[i + 1], swapped[i]
    assert Copy(" ".join(swapped)).match(copy.anchor(first, last)).outcome is Outcome.READS_OTHERWISE


@given(UNIQUE, st.data())
def test_a_word_dropped_from_the_middle_reads_otherwise(words: list[str], data: st.DataObject) -> None:
    texts = [word.text for word in Copy(" ".join(words)).words]
    first, last = a_span(data, len(texts))
    assume(last - first >= 2 * EDGE)
    copy = Copy(" ".join([*texts[: first + EDGE], "not", *texts[first + EDGE :]]))
    assume(texts.count("not") == 0)
    match = Copy(" ".join(texts)).match(copy.anchor(first, last + 1))
    assert (match.outcome, match.span and match.span[:2]) == (Outcome.READS_OTHERWISE, (first, last))


@given(UNIQUE, st.data())
def test_an_anchor_of_three_parts_verifies_its_edges_alone(words: list[str], data: st.DataObject) -> None:
    copy = Copy(" ".join(words))
    first, last = a_span(data, len(copy.words))
    older = without_whole(copy.anchor(first, last))
    match = copy.match(older)
    assert (match.outcome, match.edges_only) == (Outcome.HOLDS, True)
    if last - first > 2 * EDGE:
        changed = [word.text for word in copy.words]
        changed[first + EDGE] = "zzz"
        assert Copy(" ".join(changed)).match(older).outcome is Outcome.HOLDS


def test_two_passages_with_the_same_edges_are_told_apart_by_the_words_between() -> None:
    text = "the leader serves for one year from the day. And the leader serves for ten years from the day."
    copy = Copy(text)
    anchors = [copy.anchor(0, 9), copy.anchor(10, 19)]
    assert [copy.match(anchor).span[:2] for anchor in anchors] == [(0, 9), (10, 19)]  # type: ignore[index]
    assert {copy.match(without_whole(anchor)).outcome for anchor in anchors} <= {Outcome.AMBIGUOUS, Outcome.HOLDS}


def test_the_difference_is_shown_word_by_word() -> None:
    cited = Copy("The secretary serves for one year\nand may be ap-\npointed again by the leader.")
    revised = Copy("The secretary serves for ten years and may not be appointed again by the leader.")
    anchor = cited.anchor(0, len(cited.words))
    assert difference_from(anchor, revised, cited) == (
        "… secretary serves for [-one year-] {+ten years+} and may {+not+} be appointed again …"
    )
    assert difference_from(anchor, revised, None) == ""


@pytest.mark.parametrize(
    ("cited", "revised"),
    [
        ("初级保健集团成立于一九九九年", "初级保健信托成立于一九九九年"),
        ("यह समूह नहीं है अब भी यहाँ रहता है", "यह समूह कहीं है अब भी यहाँ रहता है"),
    ],
)
def test_a_changed_character_is_caught_in_any_script(cited: str, revised: str) -> None:
    copy = Copy(cited)
    assert Copy(revised).match(copy.anchor(0, len(copy.words))).outcome is not Outcome.HOLDS


@given(UNIQUE, st.data())
def test_the_anchor_of_a_quotation_finds_the_same_words(words: list[str], data: st.DataObject) -> None:
    copy = Copy(" ".join(words))
    assume(len({word.text for word in copy.words}) == len(words))
    first, last = a_span(data, len(words))
    full = copy.locate(" ".join(words[first:last]))
    short = copy.locate(f"{words[first]} … {words[last - 1]}")
    assert (full.first, full.last) == (first, last) == (short.first, short.last)
    assert copy.find(copy.anchor(full.first, full.last)) == full
    assert copy.text[full.start : full.end] == " ".join(words[first:last])


def test_an_ambiguous_passage_is_reported() -> None:
    copy = Copy("the lamp was lit at night " * 2)
    with pytest.raises(AnchorError, match="in 2 places") as caught:
        copy.find(copy.anchor(0, 6))
    assert caught.value.places == 2
    with pytest.raises(AnchorError, match="occur 2 times"):
        copy.locate("the lamp was lit")


@pytest.mark.parametrize(
    ("quotation", "message"),
    [
        ("no such words here", "are not in the document"),
        ("the keeper … no such end", "are not in the document"),
        ("… the keeper", "no words before"),
        ("the keeper …", "no words after"),
        ("", "no words"),
        ("?! —", "no words"),
        ("and the boat … the keeper", "do not follow"),
    ],
)
def test_a_quotation_that_is_not_in_the_document_is_refused(quotation: str, message: str) -> None:
    with pytest.raises(AnchorError, match=message):
        Copy("the keeper and the boat").locate(quotation)


@pytest.mark.parametrize("anchor", ["", "x", "a-b-c", "0123456789-0123456789-" + "9" * 5000, "0123456789-0123456789-3"])
def test_a_malformed_anchor_is_reported(anchor: str) -> None:
    with pytest.raises(AnchorError):
        Copy("one two three four five").find(anchor)


def test_three_words_are_too_few_for_an_anchor() -> None:
    with pytest.raises(AnchorError, match="needs at least 4 words"):
        Copy("one two three").anchor(0, 3)


def test_an_anchor_contains_no_text() -> None:
    assert re.fullmatch(
        r"[0-9a-f]{10}-[0-9a-f]{10}-7-[0-9a-f]{10}", Copy("one two three four five six seven").anchor(0, 7)
    )


def test_the_built_in_anchors_hold_in_another_extraction(source_documents: Path) -> None:
    """Re-wrapped at another width, with no-break spaces and other hyphens, every anchor of the corpus is found."""
    from pctui.corpus.copies import copies_in
    from pctui.corpus.loader import load
    from pctui.paths import built_in_corpus

    loaded = load(built_in_corpus())
    found = copies_in(source_documents, loaded.known())
    assert set(found) == set(loaded.documents)
    for slug, copy in found.items():
        plain = re.sub(r"(?<=[^\W\d_])-\s*\n\s*(?=[^\W\d_])", "", copy.copy.text)
        other = Copy(re.sub(r"[ \n]+", lambda m: "\u00a0" if m.start() % 3 else "\n", plain))
        for (document, number), paragraph in loaded.paragraphs.items():
            if document == slug:
                for anchor in paragraph.anchors:
                    assert other.find(anchor), (slug, number)


PASSAGE = (
    "The Board resolved in the spring to reopen the outer lights, and in the years that followed it was deciding on "
    "the funds of each of them for the whole of the northern coast"
)
HEAD = "The Lights of the Sound"
BEFORE, AFTER = "Nothing of note had happened there before then. ", ". After that the Board met no more for many years."


def reading(passage: str) -> tuple[Outcome, str]:
    """Return what becomes of the anchor of PASSAGE where a copy has this instead, and the difference shown."""
    original = Copy(BEFORE + PASSAGE + AFTER)
    span = original.locate(PASSAGE)
    copy = Copy(BEFORE + passage + AFTER)
    anchor = original.anchor(span.first, span.last)
    return copy.match(anchor).outcome, difference_from(anchor, copy, None)


@pytest.mark.parametrize("sign", ["-", "\u2010", "\u00ad"])
@pytest.mark.parametrize("end", [" ", "  ", "\n", "\r\n", "\r", "\x0c", "\x85", "\u2028", "\n\n  "])
@pytest.mark.parametrize("words", ["reopen", "resolved", "northern Board", "coast", "deciding followed whole"])
def test_a_word_broken_at_the_end_of_a_line_is_one_word_however_the_break_is_written(
    sign: str, end: str, words: str
) -> None:
    passage = PASSAGE
    for word in words.split():
        passage = passage.replace(word, f"{word[:2]}{sign}{end}{word[2:]}")
    assert reading(passage) == (Outcome.HOLDS, "")


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("deciding", "19deciding", "… followed it was [-deciding-] {+19deciding+} on the funds …"),
        ("deciding", "deciding19", "… followed it was [-deciding-] {+deciding19+} on the funds …"),
        ("deciding", "deciding 19", "… it was deciding {+19+} on the funds …"),
        ("The Board", "The 7Board", "The [-Board-] {+7Board+} resolved in the …"),
        ("coast", "coast12", "… of the northern [-coast-] {+coast12+}"),
        ("it was", f"it\n\n{HEAD.upper()} 44\n\nwas", f"… that followed it {{+{HEAD.upper()} 44+}} was deciding on …"),
        ("it was", f"it {HEAD}, {HEAD} 4 was", f"… that followed it {{+{HEAD}, {HEAD} 4+}} was deciding on …"),
    ],
)
def test_what_a_page_puts_into_a_passage_is_shown(old: str, new: str, shown: str) -> None:
    assert reading(PASSAGE.replace(old, new)) == (Outcome.READS_OTHERWISE, shown)
    broken = PASSAGE.replace(old, new).replace("reopen", "re- open")
    outcome, difference = reading(broken)
    assert outcome is Outcome.READS_OTHERWISE
    assert difference.split("{+")[1] == shown.split("{+")[1]


@pytest.mark.parametrize(
    "passage",
    [
        PASSAGE.replace("coast", "shore"),
        PASSAGE.replace("The Board", "The 1899 Board"),  # a year is no number of a note
        PASSAGE.replace("The Board", "The Society"),
        "re- open 19deciding 7",
    ],
)
def test_another_edge_is_not_found(passage: str) -> None:
    assert reading(passage) == (Outcome.NOT_FOUND, "")


def test_suspended_hyphens_stay_two_words() -> None:
    text = BEFORE + "the pre- and post-war lights of the whole coast" + AFTER
    copy = Copy(text)
    span = copy.locate("the pre- and post-war lights of the whole coast")
    anchor = copy.anchor(span.first, span.last)
    assert copy.match(anchor).outcome is Outcome.HOLDS
    assert Copy(text.replace("pre- and", "preand")).match(anchor).outcome is not Outcome.HOLDS


@given(st.lists(st.sampled_from(["re-", "open", "19", "a1", "2b", "the", "of", "coast", "- "]), max_size=200))
def test_any_copy_is_searched_and_nothing_is_found_that_is_not_there(pieces: list[str]) -> None:
    original = Copy(BEFORE + PASSAGE + AFTER)
    span = original.locate(PASSAGE)
    anchor = original.anchor(span.first, span.last)
    assert Copy(" ".join(pieces)).match(anchor).outcome is Outcome.NOT_FOUND
