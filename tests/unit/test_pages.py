"""Printed pages: a paragraph may have one, and every place of a citation prints it."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run

from pctui.database.build import seed
from pctui.model import Citation, pages
from pctui.queries.entry import describe
from pctui.queries.store import Store
from pctui.render.citation_styles import styles


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("11", "p. 11"), ("xii", "p. xii"), ("11–12", "pp. 11–12"), ("11-12", "pp. 11-12"), ("11, 14", "pp. 11, 14"),
        ("A-3", "p. A-3"),
    ],
)  # fmt: skip
def test_one_page_and_several(page: str, printed: str) -> None:
    assert pages(page) == printed


def test_a_place_has_the_page_if_it_is_known(lights: Path) -> None:
    with closing(Store(lights)) as store:
        places = {c.place for slug in ("lamp-house", "lamp-houses-1850") for c in describe(store, slug).citations}
        found = {p.number: p.locator for p in store.paragraphs("calder-wren-1911")}
    assert places == {"Calder & Wren 1911 ¶3, pp. 40–41", "Calder & Wren 1911 ¶4, p. 41", "Calder & Wren 1911 ¶5"}
    assert (found[2], found[3], found[4]) == ("¶2", "¶3, pp. 40–41", "¶4, p. 41")


def test_every_style_of_citation_has_the_page(lights: Path) -> None:
    with closing(Store(lights)) as store:
        entry = describe(store, "lamp-house")
        made = {s.name: s.text for s in styles(entry, entry.citations[0], store.document("calder-wren-1911"))}
    assert made["Short"] == "Calder & Wren 1911 ¶3, pp. 40–41"
    assert made["Full reference"].endswith(", pp. 40–41, para. 3, The classes of light.")
    assert "pp. 40–41, para. 3" in made["Markdown footnote"]
    assert made["LaTeX, by BibTeX key"] == "\\cite[para.~3, pp.~40--41]{calder-wren-1911}"
    assert "(Calder & Wren 1911 ¶3, pp. 40–41; " in made["Summary, cited"]


def test_a_page_cannot_end_an_option_in_latex(lights: Path) -> None:
    citation = Citation("d", "D", 1, None, (), page="4]{x}")
    with closing(Store(lights)) as store:
        made = styles(None, citation, store.document("calder-wren-1911"))
    with_page = next(style.text for style in made if style.name.startswith("LaTeX"))
    assert with_page == "\\cite[para.~1, p.~4{]}\\textbraceleft{}x\\textbraceright{}]{d}"


def test_every_command_prints_the_page(pctui: Run, lights: Path) -> None:
    def out(*arguments: str) -> str:
        answer = pctui(*arguments, "--db", lights)
        assert answer.code == 0
        return answer.out

    place = "Calder & Wren 1911 ¶3, pp. 40–41"
    assert f"[1] {place}, The classes of light\n" in out("show", "lamp-house")
    assert "]: Calder \\& Wren 1911, pp. 40–41, para. 3, The classes of light\n" in out(
        "show", "lamp-house", "--format", "markdown"
    )
    assert place in out("compare", "lamp-house", "tower-station")
    briefing = out("export", "markdown", "--template", "briefing", "--var", "organisation=lamp-house")
    assert "pp. 40–41, para. 3" in briefing
    assert "¶3, pp. 40–41" in out("export", "timelinejs")
    exported = json.loads(out("export", "json"))["paragraphs"]
    assert [(p["number"], p["page"]) for p in exported if p["page"]] == [(3, "40–41"), (4, "41")]
    assert "\r\ncalder-wren-1911,4,figures,41," in out("export", "csv", "--table", "paragraphs")


def test_a_page_is_a_text_and_may_not_be_empty(corpus: Path, tmp_path: Path, pctui: Run) -> None:
    file = corpus / "paragraphs.yaml"
    text = file.read_text(encoding="utf-8")
    for wrong in ("page: ''", "page: [41]"):
        file.write_text(text.replace("page: '41'", wrong), encoding="utf-8")
        answer = pctui("check", "--corpus", corpus)
        assert answer.code == 2
        assert "paragraphs.yaml:4: " in answer.err
        assert "page" in answer.err
    file.write_text(text.replace("page: '41'", "page: 041"), encoding="utf-8")  # quotation marks may be left out
    seed(corpus, tmp_path / "unquoted.db")
    with closing(Store(tmp_path / "unquoted.db")) as store:
        assert store.paragraphs("calder-wren-1911")[3].page == "041"


def test_a_corpus_written_as_json_lines_keeps_its_pages(pctui: Run, lights: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    folder.mkdir()
    written = pctui("export", "jsonl", "--context", "--db", lights, "--output", folder / "corpus.jsonl")
    assert written.code == 0
    seed(folder, tmp_path / "again.db")
    assert pctui("diff", lights, tmp_path / "again.db").code == 0
