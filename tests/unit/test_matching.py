"""Which work of a bibliography a document is: by DOI, by title; in doubt none, and the doubt is said."""

from __future__ import annotations

import pytest

from pctui.authoring.bibliographies import Work
from pctui.authoring.matching import match
from pctui.convert.model import Block, Converted, Found, Role
from pctui.kinds.document import Csl


def work(key: str, title: str | None = None, doi: str | None = None) -> Work:
    return Work(key, Csl(type="report", title=title, doi=doi), f"library.bib:{key}")


def document(*texts: str, found: Found | None = None) -> Converted:
    blocks = tuple(Block(text, Role.HEADING if n == 0 else Role.PARAGRAPH) for n, text in enumerate(texts))
    return Converted("text", blocks, found or Found())


LIGHTS = work("lights", "The Lights of Marrow Sound", "10.1234/LIGHTS")
KEEPERS = work("keepers", "The keepers of Marrow Sound and their lives")


@pytest.mark.parametrize(
    ("given", "key", "how"),
    [
        (document("Anything", found=Found(doi="10.1234/lights")), "lights", "by DOI"),
        (document("The lights of Marrow Sound", "https://doi.org/10.1234/lights"), "lights", "by DOI"),
        (document("Anything", "See https://doi.org/10.1234/lights."), None, ""),  # it may be cited
        (document("THE LIGHTS OF MARROW SOUND"), "lights", "by title"),
        (document("Coast, volume 2", "The Lights of Marrow Sound, by R. Calder"), "lights", "by title"),
        (document("x", found=Found(title="The lights of Marrow Sound")), "lights", "by title"),
        (document("The Light of Marrow Sound"), "lights", "by a title that is alike (98%)"),
        (document("The keepers of Marrow Sound"), None, ""),
        (document("Something else"), None, ""),
    ],
)
def test_a_work_is_found_or_not(given: Converted, key: str | None, how: str) -> None:
    found = match(given, "scan-17", [KEEPERS, LIGHTS])
    assert (found.work.key if found.work else None, found.how) == (key, how)


def test_a_file_may_be_named_by_its_citation_key() -> None:
    assert match(document("A letter"), "Keepers", [KEEPERS, LIGHTS]) == (
        KEEPERS,
        "by the file's name, its citation key",
    )


def test_between_two_it_is_not_decided() -> None:
    first, second = work("a", "Annual report of the Board"), work("b", "Annual report of the Board")
    found = match(document("Annual Report of the Board"), "scan", [first, second])
    assert found.work is None
    assert found.how == "several works fit by title: library.bib:a, library.bib:b"
    first, second = work("a", "The lights of Marrow Sound"), work("b", "The lights of Narrow Sound")
    found = match(document("The lights of Farrow Sound"), "scan", [first, second])
    assert found.work is None
    assert "several titles are alike" in found.how


@pytest.mark.parametrize(
    "title",
    ["Annual report of the Board 1903", "Annual report of the Board, volume IV", "Annual report of the Board"],
)
def test_another_year_or_volume_is_another_work(title: str) -> None:
    works = [
        work("a", "Annual report of the Board 1901"),
        work("b", "Annual report of the Board, volume III"),
        Work("c", Csl(type="report", title="Annual report of the Board", issued="1899"), "library.bib:c"),
    ]
    for each in works[:2]:
        assert match(document(title), "scan", [each]).work is None
    found = match(document(title, "Printed for the Board in 1904"), "scan", works)
    assert found.work is None
    assert match(document("Annual report of the Board", "Quay Press, 1899"), "scan", works).work == works[2]
    if title == "Annual report of the Board":
        assert found.how == "the title of library.bib:c fits, but its year (1899) is not printed"


def test_a_title_that_is_cited_or_reviewed_is_not_that_of_the_document() -> None:
    prose = "The keepers followed what The Lights of Marrow Sound had said of the oil, the lens and the boats."
    for text in (
        prose,
        f"{prose} {prose}",
        "A long review, by A. Roe, of a book by R. Calder, The Lights of Marrow Sound",
    ):
        assert match(document("On oil", text), "scan", [LIGHTS]).work is None
    assert match(document("The Lights of", "Marrow Sound"), "scan", [LIGHTS]).work == LIGHTS
    longer = document("The Lights of Marrow Sound: a history of the coast, its keepers, their boats and their oil")
    assert match(longer, "scan", [LIGHTS]).work == LIGHTS


def test_a_library_of_hundreds_with_near_titles_has_no_wrong_match() -> None:
    places = ["Marrow", "Calder", "Quay", "Harbour", "Cliff", "Granite", "Beacon", "Tide"]
    titles = [f"The lights of {a} and {b}, part {n}" for a in places for b in places for n in range(1, 7) if a != b]
    works = [work(str(at), title) for at, title in enumerate(titles)]
    without = [each for each in works if each.key != "100"]
    assert match(document(titles[100]), "scan", works).work == works[100]
    assert match(document(titles[100]), "scan", without).work is None
    assert match(document(titles[100].replace("lights", "Iights")), "scan", works).work in (works[100], None)
