"""The words of a copy and the hashes of their runs: kept by the SHA-256 of the text, and never believed if damaged."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui import cache
from pctui.corpus import word_index
from pctui.corpus.anchors import Copy, Outcome
from pctui.corpus.loader import load
from pctui.corpus.word_index import index_of
from pctui.paths import cache_folder
from pctui.text import words


@pytest.fixture(autouse=True)
def keeps_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index, "_LONG", 0)


@settings(max_examples=examples(100))
@given(st.text(st.sampled_from("ab Ab-\n\u00ad1é委ﷺ.5"), max_size=60))
def test_the_index_has_the_words_of_the_text(text: str) -> None:
    expected = words(text)
    texts = [word.text for word in expected]
    for _ in range(2):  # made, and kept
        index = index_of(text)
        assert index.words() == expected
        assert [index.text(i) for i in range(len(index))] == texts
        for i in range(len(texts) - 3):
            hashed = sha256(" ".join(texts[i : i + 4]).encode()).hexdigest()[:10]
            assert index.digest(i, i + 4) == hashed
            assert i in index.runs.at(int(hashed, 16))
        for length in (1, 2, 5):
            if phrase := texts[1 : 1 + length]:
                places = [i for i in range(len(texts)) if texts[i : i + len(phrase)] == phrase]
                assert set(places) <= set(index.places(phrase))


def test_every_anchor_holds_by_what_is_kept_as_by_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    known = load(LIGHTHOUSES).known()
    texts = [path.read_text() for path in sorted(LIGHTHOUSE_DOCUMENTS.glob("*.txt"))]
    anchors = [anchor for document in known.values() for anchor in document.anchors]
    anchors += [f"{anchor[:-1]}{'0' if anchor[-1] != '0' else '1'}" for anchor in anchors]  # of other words
    first = [[Copy(text).match(anchor) for anchor in anchors] for text in texts]
    assert {match.outcome for matches in first for match in matches} >= {Outcome.HOLDS, Outcome.NOT_FOUND}
    monkeypatch.setattr(word_index, "words", None)  # nothing is split into words again
    assert [[Copy(text).match(anchor) for anchor in anchors] for text in texts] == first


def test_an_index_that_was_damaged_or_of_another_version_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The keeper lit the lamp at six and at seven."
    anchor = Copy(text).anchor(0, 6)
    (file,) = cache_folder().glob("words-*/*")
    data = bytearray(file.read_bytes())
    for place in range(len(data)):
        damaged = data.copy()
        damaged[place] ^= 0x10
        file.write_bytes(damaged)
        assert Copy(text).match(anchor).outcome is Outcome.HOLDS
        assert Copy(text.replace("six", "ten")).match(anchor).outcome is Outcome.HOLDS
    file.write_bytes(data[:-4])
    assert index_of(text).words() == words(text)
    monkeypatch.setattr(cache.sys, "version", "4.0")
    index_of(text)
    assert len([*cache_folder().glob("words-*")]) == 2


def test_what_another_text_was_kept_as_is_not_this_text() -> None:
    text = "The keeper lit the lamp at six and at seven."
    other = text.replace("keeper", "sailor")
    anchor = Copy(other).anchor(0, 6)
    kept = next(cache_folder().glob("words-*/*"))
    index_of(text)
    mine = next(path for path in cache_folder().glob("words-*/*") if path != kept)
    assert mine.name == sha256(text.encode()).hexdigest()
    assert Copy(text).match(anchor).outcome is Outcome.NOT_FOUND


def test_the_oldest_files_make_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cache, "_MOST", 1000)
    for number in range(10):
        cache.keep(f"words-{number % 2}", str(number), bytes(300))
        assert cache.kept(f"words-{number % 2}", str(number)) == bytes(300)
    cache.keep("others-1", "1", bytes(300))
    sizes = [path.stat().st_size for path in cache_folder().glob("words-*/*")]
    assert 1000 <= sum(sizes) <= 1400
    assert cache.kept("others-1", "1") == bytes(300)


def test_a_read_only_login_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    assert index_of("one two three four five").words()
    assert not cache_folder().exists()
