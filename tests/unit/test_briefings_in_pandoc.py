"""The templates that come with the program, in each way of citing, as pandoc makes web pages and Word files of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Run
from markdown_it import MarkdownIt

from pctui import paths
from pctui.database.build import seed
from pctui.panes import CITATIONS

PANDOC = shutil.which("pandoc")
pytestmark = [pytest.mark.once, pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")]
ORGANISATIONS = {"lights": "tower-station", "built-in": "primary-care-group"}
HOSTILE = "A *starred* [link](https://example.org) <b>title</b> # | `x`"  # the title of a concept of the lighthouses
# What would be seen if markup were not understood: signs of it, of citations, or of a template.
MARKUP = re.compile(r"\*\*|\[\^|\]\(|\\[^\s]|\{[{%#]|^#+ |<[a-z/]|:::|\[@|&[a-z]+;", re.MULTILINE)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TARGETS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("built-in") / "built-in.db"
    seed(paths.built_in_corpus(), database)
    return database


class Page(HTMLParser):
    """The headings, the addresses and the text of a web page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self._heading = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._heading = bool(re.fullmatch("h[1-6]", tag)) or self._heading
        if re.fullmatch("h[1-6]", tag):
            self.headings.append("")
        self.addresses += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self._heading = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._heading:
            self.headings[-1] += data


class Word:
    """The headings, the addresses and the text of a Word file, its footnotes included."""

    def __init__(self, file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            body = ElementTree.fromstring(archive.read("word/document.xml"))
            notes = ElementTree.fromstring(archive.read("word/footnotes.xml"))
            relations = ElementTree.fromstring(archive.read("word/_rels/document.xml.rels"))
            relations.extend(ElementTree.fromstring(archive.read("word/_rels/footnotes.xml.rels")))
        paragraphs = [*body.iter(f"{WORD}p"), *notes.iter(f"{WORD}p")]
        self.text = "\n".join(map(self._text, paragraphs))
        self.headings = [
            self._text(paragraph)
            for paragraph in paragraphs
            for style in paragraph.iter(f"{WORD}pStyle")
            if style.attrib[f"{WORD}val"].startswith("Heading")
        ]
        self.addresses = [each.attrib["Target"] for each in relations if each.attrib["Type"].endswith("/hyperlink")]

    @staticmethod
    def _text(paragraph: ElementTree.Element) -> str:
        return "".join(piece.text or "" for piece in paragraph.iter(f"{WORD}t"))


def headings(markdown: str) -> list[str]:
    parsed = MarkdownIt("commonmark").parse(markdown)
    return [
        "".join(child.content for child in text.children or [])
        for opened, text in zip(parsed, parsed[1:], strict=False)  # noqa: RUF007
        if opened.type == "heading_open"
    ]


@pytest.mark.parametrize("form", CITATIONS)
@pytest.mark.parametrize("template", paths.templates())
def test_a_template_is_a_web_page_and_a_word_file(
    pctui: Run, lights: Path, built_in: Path, tmp_path: Path, template: str, form: str
) -> None:
    for name, database in (("lights", lights), ("built-in", built_in)):
        text, sources, page, word = (tmp_path / f"{name}.{end}" for end in ("md", "json", "html", "docx"))
        variables = ["--var", f"organisation={ORGANISATIONS[name]}"] if template == "briefing" else []
        command = ["export", "markdown", "--template", template, "--citations", form, *variables, "--db", database]
        assert pctui(*command, "--output", text).code == 0
        bibliography: list[str | Path] = []
        if form == "pandoc":
            assert pctui("export", "csl-json", "--db", database, "--output", sources).code == 0
            bibliography = ["--citeproc", "--bibliography", sources]
        for made in (page, word):
            done = subprocess.run(
                [str(PANDOC), "--wrap=none", text, *bibliography, "--output", made],
                capture_output=True,
                text=True,
                timeout=120,
            )
            assert (done.returncode, done.stderr) == (0, "")
        written = text.read_text(encoding="utf-8")
        for shown in (Page(page.read_text(encoding="utf-8")), Word(word)):
            assert [" ".join(title.split()) for title in shown.headings] == [
                title.replace("'", "’") for title in headings(written)
            ]
            readable = shown.text.replace(HOSTILE, "")
            assert not MARKUP.findall(readable)
            assert (HOSTILE in shown.text) == (name == "lights" and template == "handout")
            assert all(re.match(r"https?://|#", address) for address in shown.addresses)
            assert "https://example.org" not in shown.addresses, "an address in a title is no link"
            assert ("https://doi.org/10.5334/ijic.20" in shown.addresses) == (name == "built-in")
