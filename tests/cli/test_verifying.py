"""cite, attach and check, on copies as people have them."""

from __future__ import annotations

import errno
import re
import shutil
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run, reason

SOUND = LIGHTHOUSE_DOCUMENTS / "lights-of-marrow-sound.txt"
LETTER = LIGHTHOUSE_DOCUMENTS / "keepers-letter.txt"


def another_extraction(text: str) -> str:
    """The same text as another program extracts it: other lines, other hyphens, no-break spaces, CRLF."""
    text = re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "", text)
    words = text.split(" ")
    return "\r\n".join("\u00a0".join(words[i : i + 7]) for i in range(0, len(words), 7)).replace(
        "harbour", "har-\nbour"
    )


def test_check_proves_every_anchor(pctui: Run) -> None:
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert answer.code == 0
    assert answer.err == "every citation verified\n"
    assert answer.out.splitlines() == [
        "document          verified  not found  ambiguous  copy",
        "calder-wren-1911        52          0          0  known",
        "keepers-1898            14          0          0  known",
        "47 entries, 73 numbers and dates found in their passages",
    ]


def test_check_without_copies_is_not_a_proof(pctui: Run, tmp_path: Path) -> None:
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", tmp_path)
    assert answer.code == 1
    assert "keepers-1898: no copy of this document: give --documents, or attach it" in answer.err
    assert "absent" in answer.out
    assert pctui("check", "--corpus", LIGHTHOUSES).code == 1
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", tmp_path / "nowhere")
    assert (answer.code, "is not a folder" in answer.err) == (4, True)


def test_check_knows_a_copy_by_whatever_name_and_prefers_it(pctui: Run, tmp_path: Path) -> None:
    shutil.copy(SOUND, tmp_path / "zz.bin")
    shutil.copy(LETTER, tmp_path / "scan")
    (tmp_path / "aa.txt").write_text(another_extraction(SOUND.read_text()), newline="")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "folder").mkdir()
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", tmp_path)
    assert answer.code == 0
    assert answer.out.count("known") == 2


def test_check_holds_in_another_extraction(pctui: Run, tmp_path: Path) -> None:
    for file in (SOUND, LETTER):
        (tmp_path / file.name).write_text(another_extraction(file.read_text()), newline="")
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", tmp_path)
    assert answer.code == 0, answer.err
    assert "another extraction, 7/7 spans" in answer.out


def test_cite_prints_what_the_corpus_holds(pctui: Run) -> None:
    written = (LIGHTHOUSES / "events.yaml").read_text()
    answer = pctui("cite", "calder-wren-1911", "Beacon Act of March … that anchored", "--corpus", LIGHTHOUSES,
                   "--documents", LIGHTHOUSE_DOCUMENTS)  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("- {document: calder-wren-1911, paragraph: 2, anchors: [")
    assert f"    {answer.out}" in written


def test_cite_takes_a_passage_broken_by_a_column_in_parts(pctui: Run) -> None:
    there = ("--corpus", LIGHTHOUSES, "--documents", LIGHTHOUSE_DOCUMENTS)
    parts = ("light of class three … budget of its own", "which met about 80% ... stay out")
    answer = pctui("cite", "calder-wren-1911", *parts, *there)
    assert answer.code == 0
    assert f"    {answer.out}" in (LIGHTHOUSES / "organisations.yaml").read_text()
    answer = pctui("cite", "calder-wren-1911", "light of class three … stay out", *there)
    assert answer.code == 1
    assert "is not within one paragraph or column" in answer.err
    assert "cite each part" in answer.err


@pytest.mark.parametrize(
    ("document", "quotation", "code", "told"),
    [
        ("nobody", ["the words"], 1, "there is no document 'nobody'"),
        ("calder-wren-1911", ["words that are not there"], 1, "are not in the document"),
        ("calder-wren-1911", ["the Board"], 1, "times: quote more of them"),
        ("calder-wren-1911", ["wreck of the Halcyon … no such"], 1, "do not follow"),
        ("calder-wren-1911", ["Beacon Act"], 1, "a passage needs at least 4 words; this one has 2"),
        ("calder-wren-1911", [""], 1, "no words"),
        ("calder-wren-1911", ["Most of the dues went", "Calder doubts it: the new"], 2, "the parts are in ¶4 and ¶5"),
    ],
)
def test_cite_fails_loudly(pctui: Run, document: str, quotation: list[str], code: int, told: str) -> None:
    answer = pctui("cite", document, *quotation, "--corpus", LIGHTHOUSES, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err


def test_cite_without_a_copy_says_how_to_give_one(pctui: Run) -> None:
    answer = pctui("cite", "keepers-1898", "the keepers of the outer lights", "--corpus", LIGHTHOUSES)
    assert answer.code == 1
    assert "Attach one (pctui attach FILE), or give --documents." in answer.err


def test_attach_then_everything_uses_the_copies(pctui: Run, lights: Path, tmp_path: Path) -> None:
    assert "No copies are attached" in pctui("attach").err
    copy = tmp_path / "my copy.txt"
    copy.write_text(another_extraction(SOUND.read_text()), newline="")
    answer = pctui("attach", copy, LETTER, "--db", lights)
    assert answer.code == 0
    assert answer.out.splitlines() == [
        f"{copy}: calder-wren-1911, another extraction; every passage found",
        f"{LETTER}: keepers-1898, a known copy",
    ]
    assert pctui("attach").out.splitlines() == [
        f"calder-wren-1911: {copy} (another extraction)",
        f"keepers-1898: {LETTER} (known copy)",
    ]
    assert pctui("check", "--corpus", LIGHTHOUSES).code == 0
    assert pctui("cite", "keepers-1898", "the keepers of the outer lights", "--corpus", LIGHTHOUSES).code == 0
    found = pctui("search", "volunteers from the village", "--db", lights).out
    assert "(Passage, calder-wren-1911 ¶3)" in found
    assert "Nobody kept a light" in pctui("search", '"nobody kept"', "--db", lights).out


def test_attach_tells_passage_by_passage_what_does_not_hold(pctui: Run, lights: Path, tmp_path: Path) -> None:
    copy = tmp_path / "worn.txt"
    copy.write_text(SOUND.read_text().replace("Calder doubts it", "Calder did doubt it"))
    answer = pctui("attach", copy, "--db", lights)
    assert answer.code == 0
    assert "another extraction; 2 passages not found" in answer.out
    assert "  ¶5: the passage cited by 'charts-saved-ships' is not found" in answer.err


def test_attach_takes_a_folder_and_says_what_is_no_document(pctui: Run, lights: Path, tmp_path: Path) -> None:
    shutil.copy(SOUND, tmp_path / "a.txt")
    (tmp_path / "b\x1b[31m.txt").write_text("something else entirely, in more than four words")
    (tmp_path / "c.bin").write_bytes(b"\xff\xfe\x00")
    answer = pctui("attach", tmp_path, "--db", lights)
    assert answer.code == 1
    assert "\x1b" not in answer.out + answer.err
    assert f"{tmp_path}/a.txt: calder-wren-1911, a known copy" in answer.out
    assert f"{tmp_path}/b␛[31m.txt: not a document of this corpus" in answer.out
    assert f"{tmp_path}/c.bin: not a document of this corpus" in answer.out


def test_attach_goes_on_after_a_file_that_cannot_be_read(pctui: Run, lights: Path, tmp_path: Path) -> None:
    missing, binary, pipe = tmp_path / "no.txt", tmp_path / "x.pdf", tmp_path / "pipe"
    binary.write_bytes(b"%PDF-1.4 \xff\xff")
    import os

    os.mkfifo(pipe)
    answer = pctui("attach", missing, binary, pipe, LETTER, "--db", lights)
    assert answer.code == 4
    assert f"cannot read {missing}: {reason(errno.ENOENT)}" in answer.err
    assert f"{binary} is not UTF-8 text" in answer.err
    assert f"{pipe} is not a file" in answer.err
    assert answer.out == f"{LETTER}: keepers-1898, a known copy\n"


def test_the_built_in_corpus_is_sound(pctui: Run) -> None:
    from pctui.corpus.loader import load
    from pctui.paths import built_in_corpus

    assert len(load(built_in_corpus()).documents) == 5


def test_the_built_in_corpus_holds_in_its_documents(pctui: Run, source_documents: Path) -> None:
    answer = pctui("check", "--documents", source_documents)
    assert answer.code == 0, answer.err
    assert answer.out.count("  known\n") == 5


def test_coverage_tells_what_rests_on_each_paragraph(pctui: Run, corpus: Path, documents: Path) -> None:
    answer = pctui("check", "--coverage", "--corpus", corpus, "--documents", documents)
    assert answer.code == 0
    assert "calder-wren-1911: 6 of 6 paragraphs cited" in answer.out
    assert "of the words are in cited passages" in answer.out
    assert "beacon-act-1821" in next(line for line in answer.out.split("\n") if line.startswith("  ¶2"))


def test_coverage_needs_no_copy_but_counts_no_words_without(pctui: Run, corpus: Path) -> None:
    answer = pctui("check", "--coverage", "--corpus", corpus)
    assert answer.code == 0
    assert "words" not in answer.out


def test_a_paragraph_that_carries_nothing_wants_a_reason(pctui: Run, corpus: Path) -> None:
    file = corpus / "paragraphs.yaml"
    file.write_text(
        file.read_text(encoding="utf-8")
        + "- {kind: paragraph, document: keepers-1898, number: 9, anchors: [0123456789-0123456789-4]}\n",
        encoding="utf-8",
    )
    answer = pctui("check", "--coverage", "--corpus", corpus)
    assert answer.code == 1
    assert "keepers-1898 ¶9" in answer.err
    file.write_text(
        file.read_text(encoding="utf-8").replace("-4]}\n", "-4], carries_nothing: a link line}\n"), encoding="utf-8"
    )
    answer = pctui("check", "--coverage", "--corpus", corpus)
    assert answer.code == 0
    assert "not cited: a link line" in answer.out
