"""cite, attach and check, with realistic copies."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from conftest import CORPORA, LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run, reason
from terminal import Terminal

SOUND = LIGHTHOUSE_DOCUMENTS / "lights-of-marrow-sound.txt"
LETTER = LIGHTHOUSE_DOCUMENTS / "keepers-letter.txt"


def another_extraction(text: str) -> str:
    """Return the same text as another program would extract it: other lines and hyphens, no-break spaces, CRLF."""
    text = re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "", text)
    words = text.split(" ")
    return "\r\n".join("\u00a0".join(words[i : i + 7]) for i in range(0, len(words), 7)).replace(
        "harbour", "har-\nbour"
    )


def test_check_verifies_every_anchor(pctui: Run) -> None:
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert answer.code == 0
    assert answer.err == "every citation verified\n"
    assert answer.out.splitlines() == [
        "document          holds  reads otherwise  not found  ambiguous  copy",
        "calder-wren-1911     56                0          0          0  known",
        "keepers-1898         14                0          0          0  known",
        "47 entries, 85 numbers and dates found in their passages",
    ]


def test_check_without_copies_fails(pctui: Run, tmp_path: Path) -> None:
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", tmp_path)
    assert answer.code == 1
    assert "keepers-1898: no copy of this document: give --documents, or attach it" in answer.err
    assert "absent" in answer.out
    assert pctui("check", "--corpus", LIGHTHOUSES).code == 1
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", tmp_path / "nowhere")
    assert (answer.code, "is not a folder" in answer.err) == (4, True)


def test_check_says_which_documents_of_the_folder_it_could_not_read(pctui: Run, tmp_path: Path) -> None:
    copies = shutil.copytree(LIGHTHOUSE_DOCUMENTS, tmp_path / "copies")
    (copies / "report.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (copies / "letter.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (copies / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    (copies / "notes.txt").write_text("This has nothing to do with the lighthouses.")
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", copies)
    said = answer.err.splitlines()
    assert (answer.code, len(said), said[-1]) == (0, 3, "every citation verified")
    assert said[0].startswith(f"not read: {copies / 'letter.doc'}: it is an old Word document")
    assert said[1].startswith(f"not read: {copies / 'report.pdf'}: it is damaged")
    corpus = shutil.copytree(LIGHTHOUSES, tmp_path / "corpus")
    fixed = pctui("check", "--fix", "--corpus", corpus, "--documents", copies)  # reads the copies twice
    assert (fixed.code, fixed.err.splitlines()) == (0, said)
    (copies / "lights-of-marrow-sound.txt").unlink()  # now a document has no copy, and that is a fault
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", copies)
    assert (answer.code, answer.err.count("not read: ")) == (1, 2)


def test_check_recognises_a_known_copy_by_any_name_and_prefers_it(pctui: Run, tmp_path: Path) -> None:
    shutil.copy(SOUND, tmp_path / "zz.bin")
    shutil.copy(LETTER, tmp_path / "scan")
    (tmp_path / "aa.txt").write_text(another_extraction(SOUND.read_text()), newline="")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "folder").mkdir()
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", tmp_path)
    assert answer.code == 0
    assert answer.out.count("known") == 2


def test_check_verifies_another_extraction(pctui: Run, tmp_path: Path) -> None:
    for file in (SOUND, LETTER):
        (tmp_path / file.name).write_text(another_extraction(file.read_text()), newline="")
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", tmp_path)
    assert answer.code == 0, answer.err
    assert "another extraction, 7/7 paragraphs" in answer.out


def test_cite_prints_the_citation_in_the_corpus(pctui: Run) -> None:
    written = (LIGHTHOUSES / "events.yaml").read_text()
    answer = pctui("cite", "calder-wren-1911", "Beacon Act of March … that anchored", "--corpus", LIGHTHOUSES,
                   "--documents", LIGHTHOUSE_DOCUMENTS)  # fmt: skip
    assert (answer.code, answer.err) == (
        0,
        "¶2 “Beacon Act of March 1821 let a new Board of Lights raise dues from every ship that anchored”\n",
    )
    assert answer.out.startswith("- {document: calder-wren-1911, paragraph: 2, anchors: [")
    assert f"    {answer.out}" in written


def test_cite_accepts_a_passage_in_parts(pctui: Run) -> None:
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
    ("document", "quotation", "code", "message"),
    [
        ("nobody", ["the words"], 1, "there is no document 'nobody'"),
        ("calder-wren-1911", ["words that are not there"], 1, "are not in the document"),
        ("calder-wren-1911", ["the Board"], 1, "times: quote more of them"),
        ("calder-wren-1911", ["wreck of the Halcyon … no such"], 1, "are not in the document"),
        ("calder-wren-1911", ["Beacon Act"], 1, "a passage needs at least 4 words; this one has 2"),
        ("calder-wren-1911", [""], 1, "no words"),
        ("calder-wren-1911", ["Most of the dues went", "Calder doubts it: the new"], 2, "the parts are in ¶4 and ¶5"),
    ],
)
def test_cite_reports_errors(pctui: Run, document: str, quotation: list[str], code: int, message: str) -> None:
    answer = pctui("cite", document, *quotation, "--corpus", LIGHTHOUSES, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err


def test_cite_without_a_copy_says_how_to_attach_one(pctui: Run) -> None:
    answer = pctui("cite", "keepers-1898", "the keepers of the outer lights", "--corpus", LIGHTHOUSES)
    assert answer.code == 1
    assert "Attach one (pctui attach FILE), or give --documents." in answer.err


def test_attached_copies_are_used_everywhere(pctui: Run, lights: Path, tmp_path: Path) -> None:
    assert "No copies are attached" in pctui("attach", "--db", lights).err
    copy = tmp_path / "my copy.txt"
    copy.write_text(another_extraction(SOUND.read_text()), newline="")
    answer = pctui("attach", copy, LETTER, "--db", lights)
    assert answer.code == 0
    assert answer.out.splitlines() == [
        f"{copy}: calder-wren-1911, another extraction; every passage holds",
        f"{LETTER}: keepers-1898, a known copy",
    ]
    assert pctui("attach", "--db", lights).out.splitlines() == [
        f"calder-wren-1911: {copy} (another extraction)",
        f"keepers-1898: {LETTER} (known copy)",
    ]
    assert pctui("check", "--corpus", LIGHTHOUSES).code == 0
    assert pctui("cite", "keepers-1898", "the keepers of the outer lights", "--corpus", LIGHTHOUSES).code == 0
    found = pctui("search", "volunteers from the village", "--db", lights).out
    assert "(Passage, calder-wren-1911 ¶3)" in found
    assert "Nobody kept a light" in pctui("search", '"nobody kept"', "--db", lights).out


def test_attach_lists_the_passages_not_found(pctui: Run, lights: Path, tmp_path: Path) -> None:
    copy = tmp_path / "worn.txt"
    copy.write_text(SOUND.read_text().replace("Calder doubts it", "Calder did doubt it"))
    answer = pctui("attach", copy, "--db", lights, "--edition")
    assert answer.code == 0
    assert "another extraction; 2 cited passages do not hold" in answer.out
    assert (
        "  ¶5: the passage cited by 'charts-saved-ships' is not found" in answer.err
    )  # the change is in its last words


def test_a_revised_edition_is_refused_and_each_passage_compared_with_the_earlier_copy(
    pctui: Run, lights: Path, tmp_path: Path
) -> None:
    assert pctui("attach", LETTER, "--db", lights).code == 0
    revised = tmp_path / "revised.txt"
    revised.write_text(LETTER.read_text().replace("no more than £2,000 a year", "not more than £3,000 a year"))
    answer = pctui("attach", revised, "--db", lights)
    assert (answer.code, answer.out) == (
        5,
        f"{revised}: keepers-1898: 3 of 4 paragraphs hold: another edition? Not attached\n",
    )
    assert str(LETTER) in pctui("attach", "--db", lights).out
    (result,) = json.loads(pctui("attach", revised, "--db", lights, "--format", "json").out)
    assert (result["document"], result["attached"]) == ("keepers-1898", False)
    answer = pctui("attach", revised, "--db", lights, "--edition")
    assert answer.code == 0
    assert "is not found: [-says that this will save no more than £2,000 a year-]" in answer.err
    assert str(revised) in pctui("attach", "--db", lights).out


def test_one_corpus_never_sees_the_copies_of_another(pctui: Run, lights: Path, corpus: Path, tmp_path: Path) -> None:
    for file in corpus.glob("*.yaml"):
        file.write_text(file.read_text().replace("slug: marrow-lights", "slug: other-lights"))
    other = tmp_path / "other.db"
    assert pctui("seed", "--corpus", corpus, "--db", other).code == 0
    assert pctui("attach", SOUND, LETTER, "--db", lights).code == 0
    assert "(Passage, calder-wren-1911" in pctui("search", "nobody kept", "--db", lights).out
    assert "(Passage" not in pctui("search", "nobody kept", "--db", other).out
    assert "No copies are attached" in pctui("attach", "--db", other).err
    assert pctui("check", "--corpus", corpus).code == 1
    mine = tmp_path / "mine.txt"
    mine.write_text(LETTER.read_text() + "\nA note of my own about the letter of the keepers.\n")
    assert pctui("attach", mine, "--db", other).code == 0
    assert str(mine) not in pctui("attach", "--db", lights).out
    assert str(LETTER) in pctui("attach", "--db", lights).out


def test_attach_takes_a_folder_and_reports_other_files(pctui: Run, lights: Path, tmp_path: Path) -> None:
    shutil.copy(SOUND, tmp_path / "a.txt")
    (tmp_path / "b\x1b[31m.txt").write_text("something else entirely, in more than four words")
    (tmp_path / "c.bin").write_bytes(b"\xff\xfe\x00")
    answer = pctui("attach", tmp_path, "--db", lights)
    assert answer.code == 1
    assert "\x1b" not in answer.out + answer.err
    assert f"{tmp_path}/a.txt: calder-wren-1911, a known copy" in answer.out
    assert f"{tmp_path}/b␛[31m.txt: not a document of this corpus" in answer.out
    assert f"{tmp_path}/c.bin: not a document of this corpus" in answer.out


def test_a_folder_of_documents_in_another_form_shows_the_way(pctui: Run, lights: Path, tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 x}")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04\x00\x00\xff")
    answer = pctui("attach", tmp_path, "--db", lights)
    assert answer.code == 1
    assert f"{tmp_path}/a.rtf: it is rich text\n" in answer.out
    assert f"{tmp_path}/b.docx: it is damaged: it is no whole archive\n" in answer.out
    assert "save it as .docx" in answer.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\r", "\r\n", "\x85", "\u2028"])
def test_a_copy_is_taken_in_any_unicode_encoding_and_with_any_line_ends(
    pctui: Run, lights: Path, tmp_path: Path, encoding: str, end: str
) -> None:
    text = SOUND.read_text(encoding="utf-8").replace("\n", end)
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    copy = tmp_path / "sound.txt"
    copy.write_bytes(mark + text.encode(encoding))
    answer = pctui("attach", copy, "--db", lights)
    assert answer.code == 0, answer.err
    assert "calder-wren-1911, another extraction; every passage holds" in answer.out


def test_attach_continues_after_an_unreadable_file(pctui: Run, lights: Path, tmp_path: Path) -> None:
    missing, binary, pipe = tmp_path / "no.txt", tmp_path / "x.rtf", tmp_path / "pipe"
    binary.write_bytes(b"{\\rtf1 \xff\xff")
    import os

    os.mkfifo(pipe)
    answer = pctui("attach", missing, binary, pipe, LETTER, "--db", lights)
    assert answer.code == 4
    assert f"cannot read {missing}: {reason(errno.ENOENT)}" in answer.err
    assert f"{binary}: it is rich text. Open it in a word processor, and save it as .docx." in answer.err
    assert f"{pipe}: it is not a file" in answer.err
    assert answer.out == f"{LETTER}: keepers-1898, a known copy\n"


def test_the_built_in_corpus_is_valid(pctui: Run) -> None:
    from pctui.corpus.loader import load
    from pctui.paths import built_in_corpus

    assert len(load(built_in_corpus()).documents) == 5


def test_the_built_in_corpus_is_verified_in_its_documents(pctui: Run, source_documents: Path) -> None:
    answer = pctui("check", "--documents", source_documents)
    assert answer.code == 0, answer.err
    assert answer.out.count("  known\n") == 5


def test_coverage_lists_the_entries_that_cite_each_paragraph(pctui: Run, corpus: Path, documents: Path) -> None:
    answer = pctui("check", "--coverage", "--corpus", corpus, "--documents", documents)
    assert answer.code == 0
    assert "calder-wren-1911: 6 of 6 paragraphs cited" in answer.out
    assert "of the words are in cited passages" in answer.out
    assert "beacon-act-1821" in next(line for line in answer.out.split("\n") if line.startswith("  ¶2"))


def test_coverage_without_copies_counts_no_words(pctui: Run, corpus: Path) -> None:
    answer = pctui("check", "--coverage", "--corpus", corpus)
    assert answer.code == 0
    assert "words" not in answer.out


def test_an_uncited_paragraph_needs_a_reason(pctui: Run, corpus: Path) -> None:
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


@pytest.mark.parametrize(("typed", "code", "attached"), [("y\n", 0, True), ("\n", 5, False), ("\x04", 5, False)])
def test_on_a_terminal_another_edition_is_attached_if_the_reader_agrees(
    pctui: Run, lights: Path, tmp_path: Path, typed: str, code: int, attached: bool
) -> None:
    revised = tmp_path / "revised.txt"
    revised.write_text(LETTER.read_text().replace("no more than £2,000 a year", "not more than £3,000 a year"))
    mine = tmp_path / "mine.db"
    terminal = Terminal(lights, "attach", str(revised), PCTUI_READER=str(mine))
    try:
        assert terminal.read_until(b"3 of 4 paragraphs hold: another edition? Attach it? [y/N] ")
        os.write(terminal.main, typed.encode())
        assert terminal.leave() == code
        assert (b"another extraction" in terminal.sent) is attached
        assert mine.exists() is attached
    finally:
        terminal.close()


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_to_be_written_instead_is_said(pctui: Run, corpus: Path, documents: Path) -> None:
    """What a person writes, which the format has another form for: the message has that form."""
    change(corpus / "events.yaml", "date: 1821-03", "date: March 1821")
    change(corpus / "figures.yaml", "min: 18", "min: 1,500")
    change(corpus / "documents.yaml", "    volume: '12'\n", "    volume: '12'\n    publisher: Quay Press\n")
    answer = pctui("check", "--corpus", corpus, "--documents", documents)
    assert "date 'March 1821' is not EDTF; write 1821-03" in answer.err
    assert "min: must be a number, not '1,500'; write 1500" in answer.err
    assert (
        "publisher 'Quay Press' is not printed in the document; move it from 'csl' to 'supplied', and say where it is "
        "from: supplied: [{field: publisher, value: 'Quay Press', source: {title: …}}]"
    ) in answer.err


def test_a_title_that_the_document_prints_is_not_left_out(pctui: Run, corpus: Path, documents: Path) -> None:
    change(corpus / "documents.yaml", "    title: The Lights of Marrow Sound\n", "")
    answer = pctui("check", "--corpus", corpus, "--documents", documents)
    assert "csl has no title, but the document prints 'The Lights of Marrow Sound'; add it there" in answer.err


def test_the_last_words_of_a_quotation_are_those_after_its_first_words(pctui: Run) -> None:
    given = ("--corpus", CORPORA / "byelaws", "--documents", CORPORA / "byelaw-documents")
    again = pctui("cite", "market", "No stall shall stand on the quay … the evening", *given)
    assert (again.code, again.out.count("anchors")) == (0, 1)
    before = pctui("cite", "market", "Every trader pays two … trader", *given)
    assert "the words “trader” do not follow the words “Every trader pays two”" in before.err
    absent = pctui("cite", "market", "Every trader pays … nothing", *given)
    assert "the words “nothing” are not in the document" in absent.err
    short = pctui("cite", "market", "Every … pays", *given)
    assert "a passage needs at least 4 words; this one has 3: “Every trader pays”" in short.err


def test_paragraphs_without_entries_are_said_in_ranges(pctui: Run, corpus: Path, documents: Path) -> None:
    file = corpus / "paragraphs.yaml"
    text = file.read_text(encoding="utf-8")
    anchor = re.search(r"anchors: \[([^],]+)\]", text)
    assert anchor
    more = [100, 101, 102, 104]
    for number in more:
        text += f"- {{kind: paragraph, document: keepers-1898, number: {number}, anchors: [{anchor[1]}]}}\n"
    file.write_text(text, encoding="utf-8")
    answer = pctui("check", "--coverage", "--corpus", corpus, "--documents", documents)
    assert "¶100–102, ¶104: no entry cites them" in answer.err
    assert [line.split() for line in answer.out.splitlines() if "¶10" in line][-1][-2:] == ["NOT", "CITED"]
    assert "¶100–102, ¶104" in answer.out


def test_what_is_in_the_folder_and_is_not_read_is_named(pctui: Run, corpus: Path) -> None:
    for name in (
        "figures.json",
        "old/x.csv",
        "old/X.YAML",
        "README.md",
        "LICENSE",
        ".x.json",
        "copies/a.txt",
        "x.pctui",
    ):
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text("x")
    (corpus / "shared").symlink_to(LIGHTHOUSE_DOCUMENTS)
    answer = pctui("check", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert answer.code == 0
    assert answer.err == (
        "not read: figures.json, old/X.YAML, old/x.csv, shared (a link to a folder); "
        "a corpus is made of .yaml, .yml and .jsonl files\nevery citation verified\n"
    )
    for n in range(9):
        (corpus / f"old/{n}.csv").write_text("x")
    answer = pctui("check", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS, "--format", "json")
    assert "old/6.csv, old/7.csv, old/8.csv and 3 more; a corpus" in answer.err
