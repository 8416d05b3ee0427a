"""How Markdown cites: four forms, read by the programs that they are for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import Run, examples
from hostile import HOSTILE
from hypothesis import given, settings
from markdown_it import MarkdownIt

from pctui.model import Citation, Document
from pctui.page import Bullets, Passages, Prose
from pctui.page import Run as Piece
from pctui.panes import CITATIONS, DEFAULT_CITATIONS
from pctui.render.citing import FORMS, Citing
from pctui.render.markdown import render
from pctui.text import one_line

PANDOC = shutil.which("pandoc")
needs_pandoc = pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
FORM = pytest.mark.parametrize("form", CITATIONS)


def doc(slug: str, label: str, **record: str) -> Document:
    return Document(slug, label, f"Title of {label}", "s", "whole", None, "1911", {"DOI": "", **record}, (), ())


DOCUMENTS = {
    "voyage": doc("voyage", "Voyage 1871", DOI="10.0000/(a)<b> c", author="Calder, Ines"),
    "charts": doc("charts", "Charts 1838", URL="https://example.org/charts?x=1&y=2", author="Wren, Tobias"),
    "letter": doc("letter", "Letter 1898"),
}


def cite(document: str, paragraph: int, anchor: str = "a", **more: str | None) -> Citation:
    given: dict[str, str | None] = {"section": None, "page": None} | more
    label = DOCUMENTS[document].label
    return Citation(document, label, paragraph, given["section"], (anchor,), page=given["page"])


def documents(slugs: Iterable[str]) -> list[Document]:
    return [DOCUMENTS[slug] for slug in slugs]


def stated(text: str, *citations: Citation) -> tuple[Piece, ...]:
    return Piece(text), *(Piece("", citation=citation) for citation in citations)


def written(form: str, *items: tuple[Piece, ...], quoted: dict[int, list[str]] | None = None) -> str:
    passages = Passages(quoted=lambda citation: (quoted or {}).get(citation.paragraph, []))
    return render([Bullets(items), passages], citing=FORMS[form](documents))


ITEMS = (
    stated("It burned.", cite("voyage", 3, section="The reef"), cite("voyage", 3, "b"), cite("charts", 9, page="11")),
    stated("They went out.", cite("voyage", 3, "c")),
    stated("Nobody came.", cite("letter", 1, section="[Body]")),
)


def test_every_form_is_declared_once() -> None:
    assert set(FORMS) == set(CITATIONS)
    assert DEFAULT_CITATIONS in CITATIONS


def test_footnotes_are_named_for_the_paragraph_and_lead_to_the_document() -> None:
    assert (
        written("footnotes", *ITEMS)
        == """\
- It burned.[^voyage-3][^charts-9]
- They went out.[^voyage-3]
- Nobody came.[^letter-1]

## References

- Calder, Ines. Title of Voyage 1871. 1911. <https://doi.org/10.0000/(a)%3Cb%3E%20c>
- Title of Letter 1898. 1911.
- Wren, Tobias. Title of Charts 1838. 1911. <https://example.org/charts?x=1&y=2>

[^voyage-3]: [Voyage 1871](https://doi.org/10.0000/%28a%29%3Cb%3E%20c), para. 3, The reef
[^charts-9]: [Charts 1838](https://example.org/charts?x=1&y=2), p. 11, para. 9
[^letter-1]: Letter 1898, para. 1
"""
    )


def test_pandoc_gets_keys_within_the_sentence() -> None:
    assert (
        written("pandoc", *ITEMS)
        == """\
- It burned [@voyage, para. 3; @charts, p. 11, para. 9].
- They went out [@voyage, para. 3].
- Nobody came [@letter, para. 1].

## References

::: {#refs}
:::
"""
    )


def test_numbers_lead_to_their_place_in_the_list() -> None:
    text = written("numbered", *ITEMS)
    assert text.startswith("- It burned. [\\[1\\]](#ref-1) [\\[2\\]](#ref-2)\n- They went out. [\\[1\\]](#ref-1)\n")
    tokens = [child for token in MarkdownIt("commonmark").parse(text) for child in token.children or []]
    targets = {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}
    anchors = {f"#{name}" for token in tokens for name in re.findall('id="([^"]*)"', token.content)}
    assert anchors == {target for target in targets if target.startswith("#")} == {"#ref-1", "#ref-2", "#ref-3"}


def test_author_and_date_are_within_the_sentence() -> None:
    text = written("author-date", *ITEMS, stated("See 1821", cite("voyage", 1), cite("voyage", 2)))
    assert text.splitlines()[:4] == [
        "- It burned (Voyage 1871, para. 3; Charts 1838, p. 11, para. 9).",
        "- They went out (Voyage 1871, para. 3).",
        "- Nobody came (Letter 1898, para. 1).",
        "- See 1821 (Voyage 1871, paras 1, 2)",
    ]


@pytest.mark.parametrize("text", ["In the U.S.", "Was it so?", "And so on…", "It was *so.*"])
def test_only_the_end_of_a_sentence_follows_the_citation(text: str) -> None:
    citing = FORMS["author-date"]()
    assert citing.cited(text, [cite("voyage", 1)]) == f"{text} (Voyage 1871, para. 1)"


@FORM
def test_what_prints_alike_is_one_reference(form: str) -> None:
    found = written(form, *(stated("Lamps.", cite("voyage", 3, anchor)) for anchor in "abcdefgh"))
    assert found.count("Calder, Ines") == (form != "pandoc")
    assert len(re.findall(r"^(\[\^|\d+\. )", found, re.MULTILINE)) == (form in ("footnotes", "numbered"))


@FORM
def test_a_passage_that_is_quoted_stands_below_its_place(form: str) -> None:
    found = written(form, *ITEMS, quoted={3: ["“A *lamp* burned”", "“and went out”"]})
    assert re.search(r"para\. 3.*\n\n +> “A \\\*lamp\\\* burned”\n +>\n +> “and went out”", found)
    assert "> " not in written(form, *ITEMS)


@FORM
def test_without_citations_nothing_is_listed(form: str) -> None:
    assert written(form, (Piece("Lamps."),)) == "- Lamps.\n"


def test_a_document_that_is_not_there_is_cited_by_its_label() -> None:
    citing: Citing = FORMS["footnotes"]()
    text = render([Prose(stated("So.", Citation("1*2", "- A [b]", 7, None, ()))), Passages()], citing=citing)
    assert text == "So.[^1-2-7]\n\n[^1-2-7]: \\- A \\[b\\], para. 7\n"


def pandoc(text: str, *options: str, to: str = "json") -> str:
    command = [str(PANDOC), "--from", "markdown", "--to", to, *options]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=120).stdout


def kinds(value: object) -> set[str]:
    """Return the kinds of element in a document of pandoc."""
    if isinstance(value, dict):
        own = {value["t"]} if isinstance(value.get("t"), str) else set()
        return own.union(*map(kinds, value.values()))
    return set().union(*map(kinds, value)) if isinstance(value, list) else set()


@needs_pandoc
@FORM
def test_pandoc_reads_what_each_form_means(form: str) -> None:
    found = kinds(json.loads(pandoc(written(form, *ITEMS))))
    assert ("Note" in found) == (form == "footnotes")
    assert ("Cite" in found) == (form == "pandoc")
    assert found <= {
        "BulletList", "OrderedList", "Decimal", "Period", "Plain", "Para", "Str", "Space", "SoftBreak", "Header",
        "Link", "Note", "Cite", "Div", "Span", "RawInline", "NormalCitation",
    }  # fmt: skip


@needs_pandoc
@settings(max_examples=examples(5))
@given(HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_is_text_in_pandoc(one: str, two: str, three: str) -> None:
    lines = [one_line(text) for text in (one, two, three, "@doe99 says", "(1) A. b) iv. x", "A. Smith", "(@) x")]
    shown = [line for line in lines if line]
    found = json.loads(pandoc(render([Prose((Piece(line),)) for line in shown])))
    assert [block["t"] for block in found["blocks"]] == ["Para"] * len(shown)
    assert kinds(found["blocks"]) <= {"Para", "Str", "Space", "Quoted", "SingleQuote", "DoubleQuote"}


@needs_pandoc
@pytest.mark.parametrize("bibliography", ["csl-json", "bibtex"])
def test_pandoc_makes_a_word_file_with_a_bibliography(
    pctui: Run, lights: Path, tmp_path: Path, bibliography: str
) -> None:
    ending = {"csl-json": "json", "bibtex": "bib"}[bibliography]
    sources, text, word = (tmp_path / name for name in (f"sources.{ending}", "report.md", "report.docx"))
    assert pctui("export", bibliography, "--db", lights, "--output", sources).code == 0
    assert pctui("export", "markdown", "--citations", "pandoc", "--db", lights, "--output", text).code == 0
    command = [str(PANDOC), "--citeproc", "--bibliography", str(sources), str(text), "--output", str(word)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert not done.stderr, "every key is in the bibliography"
    with zipfile.ZipFile(word) as archive:
        document = archive.read("word/document.xml").decode()
    said = re.sub("<[^>]*>", "", document)
    assert re.search(r"\(Calder and Wren 1911, (para\. 2|40–41, para\. 3)\)", said)
    assert 'w:val="Bibliography"' in document
    assert "Marrow Quarterly" in said
    assert "@calder" not in said


@FORM
def test_every_command_that_prints_markdown_takes_the_form(pctui: Run, lights: Path, tmp_path: Path, form: str) -> None:
    signs = {"footnotes": "[^calder-", "pandoc": "[@calder-", "numbered": "](#ref-1)", "author-date": "Wren 1911, "}
    sign = signs[form]
    for command in (
        ["recommendations"], ["timeline"], ["ladder"], ["organisations"], ["evidence"], ["show", "lamp-house"],
        ["search", "lamp"], ["compare", "lamp-house", "tower-station"], ["lineage"],
    ):  # fmt: skip
        found = pctui(*command, "--format", "markdown", "--citations", form, "--db", lights)
        assert found.code == 0
        assert sign in found.out.replace("\\", "").partition("## References")[0], command
    for options in ([], ["--section", "ladder"], ["--template", "briefing", "--var", "organisation=lamp-house"]):
        found = pctui("export", "markdown", *options, "--citations", form, "--db", lights)
        assert sign in found.out.replace("\\", "").partition("## References")[0], options
    folder = tmp_path / "pages"
    assert pctui("export", "markdown", "--citations", form, "--folder", folder, "--db", lights).code == 0
    page = (folder / "entries" / "lamp-house.md").read_text(encoding="utf-8")
    assert sign in page.replace("\\", "").partition("## References")[0]


def test_only_markdown_has_a_form(pctui: Run, lights: Path) -> None:
    answer = pctui("ladder", "--citations", "pandoc", "--db", lights)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "pctui: --citations is how Markdown cites\nAdd: --format markdown\n"
