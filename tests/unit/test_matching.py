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
        (document("Anything", "See https://doi.org/10.1234/lights."), "lights", "by DOI"),
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
    first, second = work("a", "Annual report of the Board 1901"), work("b", "Annual report of the Board 1902")
    found = match(document("Annual report of the Board 1903"), "scan", [first, second])
    assert found.work is None
    assert "several titles are alike" in found.how


def test_the_documents_own_doi_counts_before_those_it_cites() -> None:
    cited = work("cited", "Another", "10.1234/cited")
    given = document("A title", "Cites doi:10.1234/cited and 10.1234/lights", found=Found(doi="10.1234/LIGHTS"))
    assert match(given, "scan", [cited, LIGHTS]).work is LIGHTS
