"""docs/your-own.md, followed to the letter from an empty folder: from a PDF to a cited brief."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import PROJECT, Run
from guides import follow
from pdfs import BOLD, Page, pdf

from pctui.cli.app import COMMANDS

GUIDE = (PROJECT / "docs" / "your-own.md").read_text(encoding="utf-8")
_CODE = "\n".join(re.findall(r"`pctui [^`]*`|^(?:    )?pctui .*$", GUIDE, re.MULTILINE))
PAGES = (
    ("Report on the Aldmere ferry", 18, ["By a committee of the parish of Aldmere, printed in 1912 for all who pay."]),
    (
        "The ferry",
        13,
        [
            "The parish opened the ferry in May 1908, with one boat and a ferryman paid by the week. It pays.",
            "The ferry pays for itself in summer. In winter it does not, and the parish has made up the difference.",
        ],
    ),
    (
        "The bridge",
        13,
        [
            "The committee expects the bridge to be finished by 1914, and that the ferry is kept for carts.",
            "The county is to pay two thirds of the cost. The committee recommends that the parish borrow the rest.",
        ],
    ),
)  # fmt: skip


def report() -> bytes:
    """Return the report as a PDF of two pages, 11 and 12."""
    pages = [Page().at(300, 40, "11"), Page().at(300, 40, "12")]
    for number, (heading, size, paragraphs) in enumerate(PAGES):
        page = pages[number // 2]
        page.put(heading, size=size, font=BOLD, space=24)
        for paragraph in paragraphs:
            page.paragraph(paragraph)
    return pdf(pages)


def settle(patched: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the reader's own files be in a folder."""
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        patched.setenv(name, str(folder / name))
    for name in ("PCTUI_DB", "PCTUI_READER"):
        patched.delenv(name, raising=False)


def test_the_document_of_the_guide_is_beside_it() -> None:
    """Made by `report`: to renew it, write what that returns to docs/ferry.pdf."""
    assert (PROJECT / "docs" / "ferry.pdf").read_bytes() == report()


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every step has been run, and has printed what the guide shows."""
    folder = tmp_path_factory.mktemp("followed")
    (folder / "ferry.pdf").write_bytes(report())
    with pytest.MonkeyPatch.context() as patched:
        settle(patched, folder)
        assert follow(GUIDE, folder) > 10
    return folder


@pytest.fixture
def here(followed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what came of the guide, with the reader in its corpus."""
    shutil.copytree(followed, tmp_path / "here")
    settle(monkeypatch, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here" / "ferry")
    return tmp_path / "here"


@pytest.mark.usefixtures("here")
def test_every_step_prints_what_the_guide_shows_and_the_passage_is_a_search_away(pctui: Run) -> None:
    assert "The ferry opens" in pctui("--corpus", ".", "show", "the-ferry-opens").out
    assert "(Passage, aldmere1912 ¶3)" in pctui("--corpus", ".", "search", "ferryman").out
    assert "“The parish opened the ferry in May 1908" in pctui("--corpus", ".", "quote", "the-ferry-opens").out


def test_the_mistake_is_refused_as_the_guide_shows(here: Path, pctui: Run) -> None:
    shutil.rmtree(here / "ferry" / "entries")
    table = here / "events.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("May 1908", "May 1909"), encoding="utf-8")
    answer = pctui("import", table, "--document", "aldmere1912")
    assert answer.code == 2
    (shown,) = re.findall(r"^    (events\.csv:2: .*)$", GUIDE, re.MULTILINE)
    assert shown in answer.err


def test_every_command_that_the_guide_names_is_one() -> None:
    named = re.findall(r"pctui (?:--corpus \S+ )?([a-z]+)", _CODE)
    assert len(named) > 10
    assert {*named} <= {*COMMANDS}
