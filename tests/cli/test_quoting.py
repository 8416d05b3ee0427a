"""`pctui quote` prints passages with their citations, and `--style` in the style of a journal."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, Run
from markdown_it import MarkdownIt

from pctui.render import csl_styles
from pctui.render.export_schema import export_schema

REFERENCE = "Calder, Ines; Wren, Tobias. The Lights of Marrow Sound. Marrow Quarterly, May 1911, 12(3):40-43"
HARVARD = "Calder, I. and Wren, T. (1911) ‘The Lights of Marrow Sound’, Marrow Quarterly, 12(3), pp. 40–43."
styled = pytest.mark.skipif(bool(csl_styles.missing()), reason="the citation processor is not installed")


@pytest.fixture
def copies(pctui: Run, lights: Path) -> None:
    assert pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights).code == 0


@pytest.fixture
def changed(pctui: Run, lights: Path, tmp_path: Path) -> None:
    text = (LIGHTHOUSE_DOCUMENTS / "lights-of-marrow-sound.txt").read_text(encoding="utf-8")
    copy = tmp_path / "changed.txt"
    copy.write_text(text.replace("only eleven of them", "only twelve of them"), encoding="utf-8")
    assert pctui("attach", copy, "--db", lights, "--edition").code == 0


def quote(pctui: Run, lights: Path, *arguments: str) -> str:
    answer = pctui("quote", *arguments, "--db", lights)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


@pytest.mark.usefixtures("copies")
def test_each_passage_is_quoted_with_its_citation(pctui: Run, lights: Path) -> None:
    out = quote(pctui, lights, "towers-by-1860")
    assert out == (
        f"“In 1849 the Board expected every lamp house to be a tower by 1860” {REFERENCE}, para. 5, What came of it.\n"
    )


def test_without_a_copy_it_is_cited_and_stderr_says_how_to_attach_one(pctui: Run, lights: Path) -> None:
    answer = pctui("quote", "towers-by-1860", "--db", lights)
    assert answer == (
        0,
        f"{REFERENCE}, para. 5, What came of it.\n",
        "The passages of Calder & Wren 1911 are not quoted: attach your copy with pctui attach FILE…\n",
    )


@pytest.mark.usefixtures("changed")
def test_what_the_copy_does_not_have_word_for_word_is_not_quoted(pctui: Run, lights: Path) -> None:
    answer = pctui("quote", "eleven-towers", "--db", lights)
    assert answer == (
        0,
        f"{REFERENCE}, para. 5, What came of it.\n",
        "Calder & Wren 1911 ¶5 is not quoted: not found in the attached copy\n",
    )


@styled
@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize(
    ("style", "cited", "references"),
    [
        ("harvard", "” (Calder and Wren, 1911, para. 5)\n", f"\nReferences\n\n{HARVARD}\n"),
        ("vancouver", "” (1, para. 5)\n", "\nReferences\n\n1. Calder I, Wren T. The Lights of Marrow Sound. "),
        ("chicago", "” (Calder and Wren 1911, para. 5)\n", "\nReferences\n\nCalder, Ines, and Tobias Wren. 1911."),
        ("chicago-notes", "”\nInes Calder and Tobias Wren, “The Lights of Marrow Sound,” Marrow Quarterly 12, ", ""),
    ],
)  # fmt: skip
def test_every_style(pctui: Run, lights: Path, style: str, cited: str, references: str) -> None:
    out = quote(pctui, lights, "towers-by-1860", "--style", style)
    assert out.startswith(f"“In 1849 the Board expected every lamp house to be a tower by 1860{cited}")
    assert references in out
    assert ("References" in out) is bool(references)


@styled
@pytest.mark.usefixtures("copies")
def test_markdown_quotes_in_a_block(pctui: Run, lights: Path) -> None:
    out = quote(pctui, lights, "towers-by-1860", "--style", "harvard", "--format", "markdown")
    assert out == (
        "> In 1849 the Board expected every lamp house to be a tower by 1860\n\n"
        "\\(Calder and Wren, 1911, para. 5)\n\n"
        "## References\n\n"
        f"{HARVARD.replace('Marrow Quarterly', '*Marrow Quarterly*')}\n"
    )
    kinds = [token.type for token in MarkdownIt().parse(out) if token.level == 0]
    assert kinds == [
        *("blockquote_open", "blockquote_close", "paragraph_open", "inline", "paragraph_close"),
        *("heading_open", "inline", "heading_close", "paragraph_open", "inline", "paragraph_close"),
    ] or [kind for kind in kinds if kind != "inline"]


@styled
@pytest.mark.usefixtures("copies")
def test_as_data_it_is_what_the_schema_says(pctui: Run, lights: Path) -> None:
    found = json.loads(quote(pctui, lights, "towers-by-1860", "--style", "harvard", "--format", "json"))
    schema = json.loads(export_schema())
    jsonschema.Draft202012Validator({"$ref": "#/$defs/answer", "$defs": schema["$defs"]}).validate(found)
    assert found["filters"] == {"slug": "towers-by-1860", "style": "harvard"}
    (row,) = found["quotations"]
    assert row == {
        "kind": "quotation",
        "document": "calder-wren-1911",
        "paragraph": 5,
        "page": None,
        "anchors": found["entries"][0]["citations"][0]["anchors"],
        "text": "In 1849 the Board expected every lamp house to be a tower by 1860",
        "why": None,
        "citation": "(Calder and Wren, 1911, para. 5)",
        "reference": HARVARD,
    }
    lines = quote(pctui, lights, "towers-by-1860", "--style", "harvard", "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == [*found["entries"], row]
    assert row["text"] in quote(pctui, lights, "towers-by-1860", "--format", "csv")


@pytest.mark.usefixtures("copies")
def test_one_of_several_passages(pctui: Run, lights: Path) -> None:
    every = quote(pctui, lights, "lamp-house").split("\n\n")
    assert len(every) > 1
    assert [quote(pctui, lights, "lamp-house", "--citation", str(n)) for n in range(1, len(every) + 1)] == [
        f"{each.rstrip()}\n" for each in every
    ]
    answer = pctui("quote", "lamp-house", "--citation", "99", "--db", lights)
    assert (answer.code, answer.err.splitlines()[0]) == (
        2,
        f"pctui: 'lamp-house' cites {len(every)} passages: there is no number 99",
    )


def test_what_has_no_passage(pctui: Run, lights: Path) -> None:
    answer = pctui("quote", "light-museum", "--context", "--db", lights)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("pctui: 'light-museum' cites no passage\n")
    assert pctui("quote", "nobody", "--db", lights).code == 1


def test_in_a_read_only_login_it_is_the_same_without_files(
    pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_DATA_HOME")  # which such a login does not obey
    assert pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights).code == 0
    before = quote(pctui, lights, "towers-by-1860")
    file = tmp_path / "own.csl"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("PCTUI_SECURE", "1")
    assert quote(pctui, lights, "towers-by-1860") == before
    for command in (["quote", "towers-by-1860"], ["show", "towers-by-1860", "--format", "markdown"]):
        answer = pctui(*command, "--style", file, "--db", lights)
        assert (answer.code, answer.out) == (2, "")
        assert "a style cannot be read from a file in this login" in answer.err


# --style, of everything that is printed as Markdown.

PRINTED = {
    "show": ["show", "towers-by-1860", "--format", "markdown"],
    "timeline": ["timeline", "--format", "markdown"],
    "evidence": ["evidence", "--format", "markdown"],
    "at": ["at", "1850", "--format", "markdown"],
    "search": ["search", "lamp", "--format", "markdown"],
    "compare": ["compare", "lamp-house", "tower-station", "--format", "markdown"],
    "lineage": ["lineage", "lamp-house", "--format", "markdown"],
    "export": ["export", "markdown"],
    "template": ["export", "markdown", "--template", "briefing", "--var", "organisation=lamp-house"],
}


@styled
@pytest.mark.parametrize("command", PRINTED.values(), ids=PRINTED)
def test_markdown_is_in_the_style(pctui: Run, lights: Path, command: list[str]) -> None:
    plain = pctui(*command, "--db", lights).out
    for citations in ("footnotes", "numbered", "author-date"):
        answer = pctui(*command, "--style", "harvard", "--citations", citations, "--db", lights)
        assert answer.code == 0, answer.err
        assert ("## References" in answer.out) is ("## References" in plain)
        if "## References" in plain:
            assert f"\n- {HARVARD.replace('Marrow Quarterly', '*Marrow Quarterly*')}" in answer.out
            assert "Calder, Ines" not in answer.out.rpartition("## References")[2]
        if citations == "author-date" and "## References" in plain:
            assert "(Calder and Wren, 1911, p" in answer.out


@styled
def test_a_folder_is_in_the_style(pctui: Run, lights: Path, tmp_path: Path) -> None:
    answer = pctui("export", "markdown", "--folder", tmp_path / "x", "--style", "vancouver",
                   "--citations", "author-date", "--db", lights)  # fmt: skip
    assert answer.code == 0, answer.err
    page = (tmp_path / "x" / "entries" / "towers-by-1860.md").read_text(encoding="utf-8")
    assert " (1, para. 5)" in page
    assert "\n1. Calder I, Wren T. The Lights of Marrow Sound." in page


@styled
def test_a_style_for_notes_writes_the_footnotes(pctui: Run, lights: Path) -> None:
    out = pctui("show", "towers-by-1860", "--format", "markdown", "--style", "chicago-notes", "--db", lights).out
    assert "[^calder-wren-1911-5]: Ines Calder and Tobias Wren, “The Lights of Marrow Sound,” *Marrow Quarterly*" in out
    dated = pctui("show", "towers-by-1860", "--format", "markdown", "--style", "chicago-notes", "--citations",
                  "author-date", "--db", lights).out  # fmt: skip
    assert (
        " (Ines Calder and Tobias Wren, “The Lights of Marrow Sound,” *Marrow Quarterly* 12, no. 3 (1911): para. 5)."
        in dated
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "lamp-house", "--style", "harvard"], "--style is how Markdown cites"),
        (["show", "lamp-house", "--format", "markdown", "--style", "harvard", "--citations", "pandoc"],
         "the style is pandoc's"),
        (["export", "markdown", "--style", "harvard", "--citations", "pandoc"], "the style is pandoc's"),
        (["quote", "lamp-house", "--style", "oxbridge"], "there is no style 'oxbridge'"),
    ],
)  # fmt: skip
def test_a_style_that_cannot_be_followed(pctui: Run, lights: Path, arguments: list[str], message: str) -> None:
    answer = pctui(*arguments, "--db", lights)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


@styled
@pytest.mark.parametrize("command", [["quote", "lamp-house"], ["export", "markdown"]])
def test_without_the_processor_stderr_says_how_to_get_it(
    pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(csl_styles, "_shipped", lambda: None)
    answer = pctui(*command, "--style", "harvard", "--db", lights)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        "pctui: the style 'harvard' cannot be used",
        "Citation styles need a citation processor. Install it with: pip install 'pctui[styles]'",
    ]
    assert pctui(*command, "--db", lights).code == 0


@styled
def test_a_faulty_file_is_named_with_its_line(pctui: Run, lights: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.csl"
    file.write_text("<style>\n<frob>\n", encoding="utf-8")
    answer = pctui("quote", "lamp-house", "--style", file, "--db", lights)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"{file}:")
    assert "Traceback" not in answer.err


CODE = """
import sys
from pctui.__main__ import main
try:
    main()
except SystemExit as left:
    assert not left.code
print(*sorted({"citeproc", "lxml", "pctui.render.csl_styles"} & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "command", [["export", "markdown"], ["show", "lamp-house", "--format", "markdown"], ["--help"]]
)
def test_the_processor_is_imported_for_a_style_alone(lights: Path, command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE, *command, *(["--db", str(lights)] if len(command) > 1 else [])],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == ""


@styled
@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_pandoc_reads_what_is_in_a_style(pctui: Run, lights: Path) -> None:
    out = pctui("export", "markdown", "--style", "vancouver", "--citations", "author-date", "--db", lights).out
    done = subprocess.run(
        ["pandoc", "-f", "markdown", "-t", "plain", "--wrap=none"],
        input=out,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "1.  Calder I, Wren T. The Lights of Marrow Sound. Marrow Quarterly. 1911 May;12(3):40–3." in done.stdout
