"""`pctui show` quotes the passages that an entry cites from the reader's copies, and only from those of its corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, Run

SOUND = LIGHTHOUSE_DOCUMENTS / "lights-of-marrow-sound.txt"
LETTER = LIGHTHOUSE_DOCUMENTS / "keepers-letter.txt"


def show(pctui: Run, lights: Path, slug: str, form: str = "text") -> str:
    answer = pctui("show", slug, "--db", lights, "--format", form)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


@pytest.fixture
def changed(pctui: Run, lights: Path, tmp_path: Path) -> None:
    """A copy in which a passage reads otherwise, another is missing, and a third is there twice."""
    text = SOUND.read_text()
    twice = "In 1850 there were 26 lamp houses and nine tower stations."
    assert twice in text
    text = text.replace("the Board expected every lamp house", "the Board expected each lamp house")
    text = text.replace("only eleven of them", "only twelve of them")
    copy = tmp_path / "changed.txt"
    copy.write_text(f"{text}\n{twice}\n")
    assert pctui("attach", copy, "--db", lights, "--edition").code == 0


def test_without_a_copy_nothing_is_added_and_stderr_says_how_to_attach_one(pctui: Run, lights: Path) -> None:
    before = pctui("show", "lamp-house", "--db", lights)
    assert before.err == (
        "The passages of Calder & Wren 1911 are not quoted: attach your copy with pctui attach FILE…\n"
    )
    assert pctui("attach", LETTER, "--db", lights).code == 0
    assert pctui("show", "lamp-house", "--db", lights) == before, "the copy of another document"
    assert "passages" not in json.loads(pctui("show", "lamp-house", "--db", lights, "--format", "json").out)


def test_an_entry_that_cites_nothing_needs_no_copy(pctui: Run, lights: Path) -> None:
    answer = pctui("show", "light-museum", "--db", lights, "--context")
    assert (answer.code, answer.err) == (0, "")


def test_text_and_markdown_quote_each_passage_below_its_source(pctui: Run, lights: Path) -> None:
    assert pctui("attach", SOUND, "--db", lights).code == 0
    forecast = "“In 1849 the Board expected every lamp house to be a tower by 1860;”"
    text = show(pctui, lights, "lamp-house")
    place = "Calder & Wren 1911 ¶5, What came of it"
    assert f"\n[2] {place}\n    {forecast}\n    “only eleven of them ever were.”\n" in text
    assert text == pctui("open", "lamp-house", "--db", lights).out
    markdown = show(pctui, lights, "lamp-house", "markdown")
    assert f"]: Calder \\& Wren 1911, para. 5, What came of it\n\n    > {forecast}\n    >\n    > “only" in markdown


def test_json_has_the_passages_with_their_outcome(pctui: Run, lights: Path) -> None:
    assert pctui("attach", SOUND, "--db", lights).code == 0
    found = json.loads(show(pctui, lights, "lamp-house", "json"))
    assert found["passages"][2] == {
        "kind": "passage",
        "document": "calder-wren-1911",
        "paragraph": 5,
        "anchor": found["entries"][0]["outcomes"][1]["citations"][0]["anchors"][0],
        "outcome": "holds",
        "text": "only eleven of them ever were.",
        "difference": None,
    }
    lines = [json.loads(line) for line in show(pctui, lights, "lamp-house", "jsonl").splitlines()]
    assert lines == [*found["entries"], *found["passages"]]
    assert "only eleven of them ever were." in show(pctui, lights, "lamp-house", "csv")


@pytest.mark.usefixtures("changed")
def test_a_passage_that_does_not_hold_says_so(pctui: Run, lights: Path) -> None:
    text = show(pctui, lights, "lamp-house")
    otherwise = "In 1849 the Board expected each lamp house to be a tower by 1860;"
    assert f"\n    Changed in the attached copy, which reads otherwise: “{otherwise}”\n" in text
    assert "\n    Not found in the attached copy.\n" in text
    assert "\n    Found in several places of the attached copy.\n" in text
    outcomes = {(p["outcome"], p["text"]) for p in json.loads(show(pctui, lights, "lamp-house", "json"))["passages"]}
    assert ("not found", None) in outcomes
    assert ("reads otherwise", otherwise) in outcomes
    figures = json.loads(show(pctui, lights, "lamp-houses-1850", "json"))["passages"]
    assert [(p["outcome"], p["text"]) for p in figures] == [("ambiguous", None)]


@pytest.mark.usefixtures("changed")
def test_the_plain_walk_says_so_too(pctui: Run, lights: Path) -> None:
    out = pctui("--plain", "--db", lights, stdin="o towers-by-1860\ns\no eleven-towers\ns\nq\n").out
    assert 'Changed in the attached copy, which reads otherwise: "' in out
    assert "Not found in the attached copy." in out


def test_the_copies_of_another_corpus_are_never_quoted(pctui: Run, lights: Path, corpus: Path, tmp_path: Path) -> None:
    for file in corpus.glob("*.yaml"):
        file.write_text(file.read_text().replace("slug: marrow-lights", "slug: other-lights"))
    other = tmp_path / "other.db"
    assert pctui("seed", "--corpus", corpus, "--db", other).code == 0
    assert pctui("attach", SOUND, LETTER, "--db", other).code == 0
    answer = pctui("show", "lamp-house", "--db", lights)
    assert "“In 1849" not in answer.out
    assert answer.err.startswith("The passages of Calder & Wren 1911 are not quoted")
    assert "“In 1849" in pctui("show", "lamp-house", "--db", other).out


def test_another_edition_is_compared_with_the_copy_that_it_replaced(pctui: Run, lights: Path, tmp_path: Path) -> None:
    text = SOUND.read_text()
    difference = "Compared with the copy attached before: … the Board expected [-every-] {+each+} lamp house to …"

    def attach(name: str, *words: str) -> None:
        (tmp_path / name).write_text(
            text.replace("every lamp house", words[0]).replace("eleven", *words[1:] or ["eleven"])
        )
        assert pctui("attach", tmp_path / name, "--db", lights, "--edition").code == 0

    attach("alone.txt", "each lamp house")
    assert "Compared with" not in show(pctui, lights, "lamp-house"), "there was no copy before"
    attach("known.txt", "every lamp house")
    attach("second.txt", "each lamp house")
    assert difference in show(pctui, lights, "lamp-house")
    attach("third.txt", "each lamp house", "twelve")
    out = show(pctui, lights, "lamp-house")
    assert difference in out, "still that of the copy in which the passage held"
    assert (
        "Not found in the attached copy. Compared with the copy attached before: [-only eleven of them ever were-]"
        in out
    )
    passages = json.loads(show(pctui, lights, "lamp-house", "json"))["passages"]
    assert [p["difference"] for p in passages if p["difference"]] == [
        "… the Board expected [-every-] {+each+} lamp house to …",
        "[-only eleven of them ever were-]",
    ]
    attach("known.txt", "every lamp house")
    assert "Compared with" not in show(pctui, lights, "lamp-house")
