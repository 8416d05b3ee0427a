"""A reader cites, checks and searches documents in twelve languages and nine scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from languages import SPECIMENS, text_of, write_corpus

IN_ENGLISH = "Adopted on 10 December 1948 by 48 votes; the record has 1,234,567 words."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus in English with the documents of all languages, its copies, and its database."""
    from pctui.database.build import seed

    folder = tmp_path_factory.mktemp("languages")
    write_corpus(folder, summary=IN_ENGLISH)
    seed(folder / "corpus", folder / "all.db")
    return folder


def checked(pctui: Run, folder: Path) -> list[str]:
    answer = pctui("check", "--corpus", folder / "corpus", "--documents", folder / "copies")
    assert answer.code == (1 if "records.jsonl:" in answer.err else 0), answer.err
    return [line for line in answer.err.splitlines() if "records.jsonl:" in line]


def test_a_statement_in_english_is_proved_by_documents_in_every_language(pctui: Run, folder: Path) -> None:
    assert checked(pctui, folder) == []


@pytest.mark.parametrize("language", SPECIMENS)
def test_a_statement_is_proved_in_its_own_language(pctui: Run, tmp_path: Path, language: str) -> None:
    write_corpus(tmp_path, language=language)
    assert checked(pctui, tmp_path) == []


def test_a_wrong_number_is_refused_in_every_language(pctui: Run, tmp_path: Path) -> None:
    write_corpus(tmp_path, summary=IN_ENGLISH.replace("48 votes", "49 votes").replace("567", "576"))
    faults = checked(pctui, tmp_path)
    assert sum(": 49 is not in the passage" in fault for fault in faults) == len(SPECIMENS)
    assert sum(": 1,234,576 is not in the passage" in fault for fault in faults) == len(SPECIMENS)


@pytest.mark.parametrize("date", ["1948-11-10", "1948-12-11", "1949-12-10"])
def test_a_wrong_date_is_refused_in_every_language(pctui: Run, tmp_path: Path, date: str) -> None:
    write_corpus(tmp_path, summary="Adopted.", date=date)
    faults = checked(pctui, tmp_path)
    refused = [fault for fault in faults if "is marked stated, but the passage does not print" in fault]
    assert {fault.split("'")[1] for fault in refused} == {f"adopted-{language}" for language in SPECIMENS}
    assert len(refused) == len(faults)


def test_the_missing_month_is_named_in_the_language_of_the_document(pctui: Run, tmp_path: Path) -> None:
    write_corpus(tmp_path, summary="Adopted.", date="1948-11-10")
    said = "\n".join(checked(pctui, tmp_path))
    for month in ("'November'", "'novembre'", "'ноября'", "'พฤศจิกายน'", "'नवंबर'"):
        assert month in said


@pytest.mark.parametrize("language", SPECIMENS)
def test_a_passage_is_cited_by_its_first_and_last_words(pctui: Run, folder: Path, language: str) -> None:
    specimen = SPECIMENS[language]
    there = ("--corpus", folder / "corpus", "--documents", folder / "copies")
    answer = pctui("cite", f"text-{language}", specimen.quotation, *there)
    assert answer.code == 0, answer.err
    assert answer.out.startswith(f"- {{document: text-{language}, paragraph: 1, anchors: [")
    passage = answer.err.partition("“")[2].rpartition("”")[0]
    assert specimen.article_1.startswith(passage)  # its lines are joined as the language joins them


@pytest.mark.parametrize("language", SPECIMENS)
def test_an_entry_and_a_passage_are_found_by_a_word(pctui: Run, folder: Path, language: str) -> None:
    specimen = SPECIMENS[language]
    copies = [folder / "copies" / f"{language}.txt"]
    assert pctui("attach", *copies, "--db", folder / "all.db").code == 0

    def found(words: str, kind: str) -> list[dict[str, str]]:
        answer = pctui("search", words, "--db", folder / "all.db", "--format", "json")
        return json.loads(answer.out)[kind] if answer.code == 0 else []

    assert f"adopted-{language}" in [hit["slug"] for hit in found(specimen.searched, "entries")]
    assert [hit["document"] for hit in found(specimen.in_article, "passages")] == [f"text-{language}"]


def test_other_words_and_signs_are_not_found(pctui: Run, folder: Path) -> None:
    for words in ("员委", "会委", "มติไม่", "صوتي"):
        assert pctui("search", f'"{words}"', "--db", folder / "all.db").code == 1


def test_paragraphs_of_a_chinese_book_begin_with_an_indented_line(pctui: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(
        "　　人人生而自由,在尊严和权利上\n一律平等。\n　　人人有权享有生命、自由和人身安全。\n第三条\n",
        encoding="utf-8",
    )
    answer = pctui("paragraphs", "text", copy)
    assert answer.out.count("kind: paragraph") == 2
    copy.write_text("第二十一条\n\n宣言\n", encoding="utf-8")
    answer = pctui("paragraphs", "text", copy)
    assert (answer.code, answer.out) == (1, "")
    assert "or of 8 characters in a script without spaces" in answer.err


def test_a_document_is_recognised_in_either_normal_form(pctui: Run, folder: Path, tmp_path: Path) -> None:
    import unicodedata

    copies = tmp_path / "copies"
    copies.mkdir()
    for language in SPECIMENS:
        decomposed = unicodedata.normalize("NFD", text_of(language))
        (copies / f"{language}.txt").write_text(decomposed, encoding="utf-8")
    answer = pctui("check", "--corpus", folder / "corpus", "--documents", copies)
    assert answer.code == 0, answer.err


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("国务院委员会", "zh"),  # two words that are not together
        ("委", "zh"),
        ("总会", ""),
        ("האום", "he"),
        ('האו"ם', "he"),
        ("הַכְרָזַת", "he"),
        ("महासभा घोषणा", "hi"),
    ],
)
def test_search_forgives_how_words_are_joined_and_pointed(pctui: Run, folder: Path, typed: str, language: str) -> None:
    answer = pctui("search", typed, "--db", folder / "all.db", "--format", "json")
    slugs = [hit["slug"] for hit in json.loads(answer.out)["entries"]] if answer.code == 0 else []
    assert slugs[:1] == ([f"adopted-{language}"] if language else [])


def test_what_is_found_in_the_title_is_marked_in_the_summary_as_well(tmp_path: Path) -> None:
    from contextlib import closing

    from pctui.database.build import seed
    from pctui.queries.store import Store

    write_corpus(tmp_path, language="th")
    seed(tmp_path / "corpus", tmp_path / "th.db")
    with closing(Store(tmp_path / "th.db")) as store:
        hit = next(hit for hit in store.search("รับรอง") if hit.kind == "event")
    assert ("รับรอง", True) in hit.snippet
    assert "".join(text for text, _ in hit.snippet).startswith("รับรองเมื่อ")
