"""A file is recognised by its SHA-256, and compared only with the documents that it could be a copy of."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES
from hypothesis import given
from hypothesis import strategies as st

from pctui.corpus import copies, file_hashes
from pctui.corpus.anchors import Copy
from pctui.corpus.copies import Documents, KnownDocument, copies_in, held, known_copy
from pctui.corpus.loader import load, load_documents

WORDS = "lamp keeper tower rock harbour dues board letter winter oil".split()


def library(folder: Path, count: int) -> dict[str, KnownDocument]:
    """Write `count` documents of four paragraphs into a folder, and return them without their SHA-256."""
    known = {}
    for number in range(count):
        paragraphs = [" ".join(f"{word}{number}x{p}" for word in WORDS) for p in range(4)]
        (folder / f"{number:02}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
        anchors = [copy.anchor(0, len(copy.words)) for copy in map(Copy, paragraphs)]
        known[f"document-{number}"] = KnownDocument((), anchors)
    return known


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[Copy]:
    """The copies that documents are compared with, one after the other."""
    found: list[Copy] = []

    def counted(copy: Copy, known: KnownDocument) -> int:
        found.append(copy)
        return held(copy, known)

    monkeypatch.setattr(copies, "held", counted)
    return found


def test_a_known_copy_is_compared_with_no_document(compared: list[Copy]) -> None:
    found = copies_in(LIGHTHOUSE_DOCUMENTS, load(LIGHTHOUSES).known())
    assert {copy.document: copy.known for copy in found.values()} == {"calder-wren-1911": True, "keepers-1898": True}
    assert compared == []


def test_an_unknown_file_is_compared_with_the_one_document_that_it_could_be(
    tmp_path: Path, compared: list[Copy]
) -> None:
    found = copies_in(tmp_path, library(tmp_path, 12))
    assert {slug: copy.path.stem for slug, copy in found.items()} == {f"document-{n}": f"{n:02}" for n in range(12)}
    assert len(compared) == 12


def test_of_known_copies_only_the_one_asked_for_is_found() -> None:
    loaded = load_documents(LIGHTHOUSES, "keepers-1898")
    assert (list(loaded.documents), list(loaded.entries)) == (["keepers-1898"], ["keepers-1898"])
    whole = load(LIGHTHOUSES)
    assert loaded.corpus == whole.corpus
    assert loaded.paragraphs == {key: p for key, p in whole.paragraphs.items() if key[0] == "keepers-1898"}
    known = loaded.known()["keepers-1898"]
    found = known_copy(LIGHTHOUSE_DOCUMENTS, "keepers-1898", known)
    assert found
    assert found.path.name == "keepers-letter.txt"
    assert known_copy(LIGHTHOUSES, "keepers-1898", known) is None


@given(data=st.data())
def test_what_is_left_out_could_not_have_been_it(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """However a copy was made, as much of each document holds as if it were compared with all of them."""
    folder = tmp_path_factory.mktemp("library")
    known = library(folder, 3)
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())).split()
    start = data.draw(st.integers(0, 100))
    words = words[start : data.draw(st.integers(start, 120))]
    for _ in range(data.draw(st.integers(0, 4))):
        if words:
            at = data.draw(st.integers(0, len(words) - 1))
            other = data.draw(st.sampled_from(["{}", "{} 12", "{}7", "x- {}", "other", "-{}"]))
            words[at] = words[at][:2] + "- " + words[at][2:] if other == "x- {}" else other.format(words[at])
    file = folder / "copy.txt"
    file.write_text(" ".join(words), encoding="utf-8")
    counts = {slug: held(Copy(" ".join(words)), document) for slug, document in known.items()}
    best = max(counts, key=lambda slug: counts[slug])
    found = Documents(known).recognise(file)
    assert (found.document if found else "") == (best if counts[best] >= 1 else "")


def test_a_kept_hash_only_says_which_file_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = load(LIGHTHOUSES).known()["keepers-1898"]
    folder = tmp_path / "copies"
    shutil.copytree(LIGHTHOUSE_DOCUMENTS, folder)
    found = known_copy(folder, "keepers-1898", known)
    assert found
    opened: list[Path] = []
    read = copies.read_text

    def noted(path: Path, encoding: str | None = None) -> tuple[str, str]:
        opened.append(path)
        return read(path, encoding)

    monkeypatch.setattr(copies, "read_text", noted)
    assert known_copy(folder, "keepers-1898", known)
    assert opened == [found.path]  # no other file is read
    text = found.path.read_text(encoding="utf-8")
    stat = found.path.stat()
    monkeypatch.setattr(file_hashes, "_state", lambda _: (1,))  # nothing tells that the file has changed
    assert known_copy(folder, "keepers-1898", known)
    found.path.write_text(text.replace("the", "a"), encoding="utf-8")
    os.utime(found.path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert known_copy(folder, "keepers-1898", known) is None
