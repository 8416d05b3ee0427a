"""Bibliographies are read from CSL-JSON, BibTeX and RIS; what cannot be read is a fault at its place, and no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui import bounded
from pctui.authoring.bibliographies import Bibliography, doi_in, read_bibliography
from pctui.errors import PctuiError, UsageError
from pctui.kinds.document import Csl

BIBTEX = r"""
@string{press = {Marrow Press}}
@article{calder1911,
  author = {Calder, Ruth A. and B{\"o}hm, {\'E}mile and {Board of {Lights}} and Ludwig van Pell and others},
  title = {The {L}ights of \emph{Marrow} --- a \& b}, year = 1911, month = mar, publisher = press,
  pages = {40--51}, journal = {Coast}, number = {3}, doi = {https://doi.org/10.1234/l\_x},
  url = {https://example.org/a%20b_c},
}
@article{calder1911, title = {Again}}
@book{broken, title = {No end
@thesis{pell2001, title = "Towers", subtitle = {a history}, date = {2001-05/2002}, institution = {Marrow}}
@inbook{roe, author = {Roe}, title = {In}, booktitle = {Out}, year = {n.d.}}
"""
RIS = """\
TY  - JOUR\r
ID  - calder1911\r
AU  - Calder, Ruth\r
AU  - Board of Lights\r
TI  - The Lights of Marrow\r
 Sound\r
PY  - 1911\r
DA  - 1911/03/04/\r
SP  - 40\r
EP  - 51\r
T2  - Coast\r
VL  - 2\r
ER  - \r
\r
TY  - RPRT\r
TI  - No last line\r
DO  - 10.1234/no.end\r
PY  - 1899///spring\r
"""


def read(folder: Path, name: str, text: str) -> Bibliography:
    (folder / name).write_text(text, encoding="utf-8")
    return read_bibliography(folder / name)


def plain(csl: Csl) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(csl)
    return found


def test_bibtex_is_read_with_its_names_dates_braces_and_commands(tmp_path: Path) -> None:
    found = read(tmp_path, "library.bib", BIBTEX)
    article, thesis, chapter = found.works
    assert (article.key, article.where) == ("calder1911", "library.bib:3")
    assert plain(article.csl) == {
        "type": "article-journal",
        "author": [
            {"family": "Calder", "given": "Ruth A."},
            {"family": "Böhm", "given": "Émile"},
            {"literal": "Board of Lights"},
            {"family": "van Pell", "given": "Ludwig"},
        ],
        "title": "The Lights of Marrow — a & b",
        "issued": "1911-03",
        "container-title": "Coast",
        "issue": "3",
        "page": "40–51",
        "publisher": "Marrow Press",
        "DOI": "10.1234/l_x",
        "URL": "https://example.org/a%20b_c",
    }
    assert plain(thesis.csl) == {
        "type": "thesis",
        "title": "Towers: a history",
        "issued": "2001-05/2002",
        "publisher": "Marrow",
    }
    assert plain(chapter.csl) == {
        "type": "chapter",
        "author": [{"family": "Roe"}],
        "title": "In",
        "container-title": "Out",
    }
    assert sorted(fault.line for fault in found.faults) == [9, 10]
    assert "library.bib:9: calder1911: a second work with this key" in map(str, found.faults)


def test_ris_is_read_with_a_line_that_goes_on_and_without_a_last_line(tmp_path: Path) -> None:
    article, report = read(tmp_path, "library.ris", RIS).works
    assert (article.key, article.where) == ("calder1911", "library.ris:1")
    assert plain(article.csl) == {
        "type": "article-journal",
        "author": [{"family": "Calder", "given": "Ruth"}, {"literal": "Board of Lights"}],
        "title": "The Lights of Marrow Sound",
        "issued": "1911-03-04",
        "container-title": "Coast",
        "volume": "2",
        "page": "40–51",
    }
    assert plain(report.csl) == {
        "type": "report",
        "title": "No last line",
        "issued": "1899",
        "DOI": "10.1234/no.end",
    }
    assert report.where == "library.ris:15"


def test_csl_json_is_read_with_its_particles_circa_seasons_and_markup(tmp_path: Path) -> None:
    items = [
        {
            "id": "http://zotero.org/users/1/items/X",
            "citation-key": "bergLights1911",
            "type": "book",
            "title": "The <i>Lights</i> of H<sub>2</sub>O",
            "author": [{"family": "Berg", "non-dropping-particle": "van den", "given": "A."}, {"literal": "Board"}],
            "issued": {"date-parts": [["1911", 3, "4"]]},
            "DOI": "doi:10.1234/X",
        },
        {"id": 2, "type": "report", "issued": {"date-parts": [[1899], [1901]], "circa": True}},
        {"id": "s", "type": "report", "issued": {"date-parts": [[1899]], "season": 1}},
        {"id": "r", "type": "report", "issued": {"raw": "4 June 1898"}},
        {"itemType": "journalArticle", "citationKey": "other"},
        17,
    ]
    found = read(tmp_path, "library.json", json.dumps(items))
    assert [work.key for work in found.works] == ["bergLights1911", "2", "s", "r"]
    assert plain(found.works[0].csl) == {
        "type": "book",
        "author": [{"family": "van den Berg", "given": "A."}, {"literal": "Board"}],
        "title": "The Lights of H2O",
        "issued": "1911-03-04",
        "DOI": "10.1234/X",
    }
    assert [work.csl.issued for work in found.works[1:]] == ["1899~/1901~", "1899-21", "1898-06-04"]
    assert [str(fault) for fault in found.faults] == [
        f"library.json: work {n}: has no 'type' of CSL; export the bibliography as CSL-JSON" for n in (5, 6)
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", "{", "not JSON"),
        ("a.json", "[" * 100_000, "not JSON"),
        ("a.json", '{"a": 1}', "not CSL-JSON"),
        ("a.ris", "nothing of the sort", "not RIS"),
        ("a.bib", "@book{a, title={" + "{" * 100_000 + "x" + "}" * 100_000 + "}}", "nested"),
        ("a.bib", "@a{" * 20_000, "cannot be read"),
    ],
)
def test_what_is_no_bibliography_is_said(tmp_path: Path, name: str, text: str, said: str) -> None:
    found = read(tmp_path, name, text)
    assert not found.works
    assert said in str(found.faults[0])


def test_only_the_endings_of_bibliographies_are_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bibliography"):
        read(tmp_path, "library.xml", "<a/>")
    (tmp_path / "latin.bib").write_bytes("@book{a, title={é}}".encode("latin-1"))
    with pytest.raises(PctuiError, match=r"latin\.bib:1 is not UTF-8"):
        read_bibliography(tmp_path / "latin.bib")
    with pytest.raises(PctuiError):
        read_bibliography(tmp_path / "nowhere.bib")
    large = tmp_path / "large.bib"
    large.touch()
    os.truncate(large, bounded.BIBLIOGRAPHY + 1)
    with pytest.raises(bounded.TooLarge):
        read_bibliography(large)


def test_nothing_that_a_library_prints_reaches_anybody(tmp_path: Path) -> None:
    (tmp_path / "library.bib").write_text(BIBTEX + "@a{" * 50, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from pctui.authoring.bibliographies import read_bibliography\n"
        "read_bibliography(Path(sys.argv[1]))"
    )
    # In a process of its own: pytest takes what is logged.
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "library.bib"], capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1234/a.b-c.", "10.1234/a.b-c"),
        ("(doi: 10.1234/a)", "10.1234/a"),
        ("DOI:10.12345/X_1, p. 4", "10.12345/X_1"),
        ("version 10.4/5", ""),
    ],
)
def test_a_doi_is_found_in_what_is_around_it(text: str, doi: str) -> None:
    assert doi_in(text) == doi


# What a hostile bibliography is made of.
PIECES = st.sampled_from(
    ["@book{", "a,", "author={", "title={", "year=", "}", '"', "{", "\\", "$", "%", "#", " and ", ",", "\n", "TY  - ",
     "ER  - ", "AU  - ", "x", "\\'e", "@string{", "\x00", "\u202e", "é", "1999/13/40", "date={", "-", "\\cmd{"]
)  # fmt: skip


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_any_bibliography_gives_works_and_faults(tmp_path: Path, ending: str) -> None:
    @settings(max_examples=examples(60))
    @given(st.lists(PIECES, max_size=60).map("".join))
    def check(text: str) -> None:
        found = read(tmp_path, f"any.{ending}", text)
        for work in found.works:
            assert all("\u202e" not in str(value) and "\x00" not in str(value) for value in plain(work.csl).values())

    check()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["id", "type", "title", "author", "issued", "date-parts", "family", "literal", "season", "circa", "raw", "DOI"]
    ), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


def test_any_json_gives_works_and_faults(tmp_path: Path) -> None:
    @settings(max_examples=examples(100))
    @given(st.lists(JSON, max_size=3))
    def check(value: object) -> None:
        read(tmp_path, "any.json", json.dumps(value))

    check()


def test_without_the_libraries_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rispy", None)
    with pytest.raises(UsageError) as raised:
        read(tmp_path, "library.ris", RIS)
    assert "pctui[write]" in raised.value.hint
    assert raised.value.exit_code == 2
