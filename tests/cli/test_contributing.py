"""CONTRIBUTING.md, followed to the letter from an empty folder."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, PROJECT, Run, reason
from guides import follow

CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """A folder in which every step has been run, and has printed what the guide shows."""
    folder = tmp_path / "empty"
    folder.mkdir()
    assert follow(CONTRIBUTING, folder) > 10
    return folder


def test_every_step_prints_what_the_guide_shows(followed: Path, pctui: Run) -> None:
    db = followed / "ferry.db"
    assert "by 1914" in pctui("show", "bridge-forecast", "--db", db).out
    assert pctui("sources", "--db", db).code == 0
    assert "ferryman" in pctui("search", "ferryman", "--db", db).out
    assert "(Passage, ferry-report ¶3)" in pctui("search", "carts", "--db", db).out


def test_the_mistake_is_reported_as_the_guide_shows(followed: Path, pctui: Run) -> None:
    entries = followed / "ferry" / "entries.yaml"
    entries.write_text(entries.read_text().replace("May 1908", "May 1909"))
    answer = pctui("check", "--corpus", followed / "ferry", "--documents", followed / "copies")
    assert answer.code == 1
    assert f"    {answer.err.splitlines()[0]}\n" in CONTRIBUTING


GUIDES = [
    *(PROJECT / name for name in ("CONTRIBUTING.md", "README.md", "bench/README.md")),
    *sorted((PROJECT / "docs").glob("*.md")),
]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.relative_to(PROJECT).as_posix())
def test_what_a_guide_links_to_and_names_exists(guide: Path) -> None:
    """Links to files; and in the code, a path from the top or from `src/pctui`, or the name of a file."""
    text = guide.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (guide.parent / link).exists(), link
    source = PROJECT / "src" / "pctui"
    for place in re.findall(r"`((?:src|tests|docs|seed|db|bench|corpus|store|cli|tui|export)/[\w./-]*)`", text):
        assert (PROJECT / place).exists() or (source / place).exists() or [*source.rglob(place)], place
    names = {path.name for folder in (source, PROJECT / "tests", PROJECT / "bench") for path in folder.rglob("*")}
    for place in re.findall(r"`([\w./-]+\.(?:py|tcss|j2))`", text):
        assert Path(place).name in names, place


def test_paragraphs_reports_what_it_leaves_out(pctui: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(
        b"The yearly light report\r\n\r\nI. Lamps\r\n \r\nThe lamps were lit\r\nevery night of the year.\r\n\x0c\r\n"
        b"The yearly light report\r\n\r\n\x1b[31mThe end\r\n"
    )
    answer = pctui("paragraphs", "lights-1890", copy)
    assert answer.code == 0
    comment, *records = answer.out.splitlines()
    assert comment.startswith("# lights-1890, cut at blank lines. For its document record: sha256: [")
    assert len(records) == 1
    assert records[0].startswith("- {kind: paragraph, document: lights-1890, number: 1, anchors: [")
    assert re.search(r"-9-[0-9a-f]{10}\]}$", records[0])
    messages = answer.err.splitlines()
    assert messages[0].startswith("line 1, “The yearly light report”, is left out: anchor ")
    assert messages[0].endswith(" is found in 2 places")
    assert messages[1] == "line 3, “I. Lamps”, is left out: a passage needs at least 4 words; this one has 2"
    assert messages[2].startswith("line 8, ")
    assert "\x1b" not in answer.err


def test_paragraphs_splits_the_lighthouses_as_recorded(pctui: Run) -> None:
    answer = pctui("paragraphs", "keepers-1898", LIGHTHOUSE_DOCUMENTS / "keepers-letter.txt")
    written = (LIGHTHOUSES / "paragraphs.yaml").read_text()
    anchors = re.findall(r"anchors: \[(.*?)\]", answer.out)
    assert anchors
    assert any(anchor in written for anchor in anchors)


@pytest.mark.parametrize(
    ("document", "text", "code", "message"),
    [
        ("Lights 1890", "The lamps were lit every night.", 2, "'Lights 1890' is not a slug"),
        ("lights", "Three short words", 1, "has no paragraph of 4 words or more"),
        ("lights", "", 1, "give a document with more text"),
        ("lights", None, 4, reason(errno.ENOENT)),
    ],
)
def test_paragraphs_reports_errors(
    pctui: Run, tmp_path: Path, document: str, text: str | None, code: int, message: str
) -> None:
    copy = tmp_path / "copy.txt"
    if text is not None:
        copy.write_text(text)
    answer = pctui("paragraphs", document, copy)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err


def test_cite_works_in_an_unfinished_corpus(pctui: Run, corpus: Path) -> None:
    there = ("--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS)
    sound = pctui("cite", "keepers-1898", "the keepers of the outer lights", *there)
    (corpus / "more.yaml").write_text("- {kind: person, slug: seven, title: S, summary: S}\n")
    assert pctui("check", *there).code == 2
    assert pctui("cite", "keepers-1898", "the keepers of the outer lights", *there) == sound


def test_cite_reports_the_faults_that_hide_a_document(pctui: Run, corpus: Path) -> None:
    (corpus / "documents.yaml").write_text("- a: b: c\n")
    answer = pctui("cite", "keepers-1898", "the keepers of the outer lights", "--corpus", corpus)
    assert answer.code == 2
    assert "documents.yaml:1: a text with ': ' must stand in quotes" in answer.err
    assert "Correct these first: they may be why 'keepers-1898' is missing." in answer.err


def test_cite_says_how_to_split_a_document_without_paragraphs(pctui: Run, corpus: Path) -> None:
    (corpus / "paragraphs.yaml").unlink()
    documents = corpus / "documents.yaml"
    documents.write_text(re.sub(r"(?m)^  sha256:.*\n(    - .*\n)*", "", documents.read_text()))
    answer = pctui(
        "cite", "keepers-1898", "the keepers", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS
    )  # fmt: skip
    assert answer.code == 1
    assert "pctui paragraphs keepers-1898 FILE prints them" in answer.err
