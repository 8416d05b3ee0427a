"""The templates that come with the program: good documents from any corpus, in any style, whatever is missing in it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import closing
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest
from conftest import PROJECT, Run, editing, examples
from hostile import HOSTILE, hostile_store
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pctui import paths
from pctui.cli.options import filter_of
from pctui.database.build import seed
from pctui.kinds.kind import COMMON, COMMON_LISTS, columns
from pctui.kinds.registry import KINDS
from pctui.panes import CITATIONS
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.render.escaping import escape
from pctui.render.markdown import citing
from pctui.render.template import render
from pctui.render.template_names import Names, reached

TEMPLATES = paths.templates()
PARSER = MarkdownIt("commonmark")
Item = TypeVar("Item")
NEEDED = {"briefing": {"organisation": "tower-station"}}  # the variables that must be given, for the lighthouses


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the built-in corpus."""
    database = tmp_path_factory.mktemp("built-in") / "built-in.db"
    seed(paths.built_in_corpus(), database)
    return database


_FILE = re.compile(r"<!-- (?:example|append): (\S+) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)

_PARAGRAPH = re.compile(r"^- \{kind: paragraph, document: ferry-report.*\n", re.MULTILINE)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Databases of the corpora that README and CONTRIBUTING show in full: each has but a few entries."""
    databases = []
    for guide, corpus in (("README.md", "mills"), ("CONTRIBUTING.md", "ferry")):
        folder = tmp_path_factory.mktemp(corpus)
        guide_text = (PROJECT / guide).read_text(encoding="utf-8")
        for name, text in _FILE.findall(guide_text):
            (folder / name).parent.mkdir(exist_ok=True)
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write(text)
        if corpus == "ferry":  # what a command prints there
            (folder / corpus / "paragraphs.yaml").write_text("".join(re.findall(_PARAGRAPH, guide_text)))
        databases.append(folder / f"{corpus}.db")
        seed(folder / corpus, databases[-1])
    return databases


def options(**variables: str) -> list[str]:
    return [word for name, value in variables.items() for word in ("--var", f"{name}={value}")]


def written(pctui: Run, database: Path, template: str, **variables: str) -> str:
    answer = pctui("export", "markdown", "--template", template, *options(**variables), "--db", database)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


@cache
def source(template: str) -> str:
    return TEMPLATES[template].read_text(encoding="utf-8")


def shaped(store: Store, template: str, form: str | None = None, **variables: str) -> str:
    names = Names(store, citing(store, form)(), partial(filter_of, store), dict)
    return render(source(template), template, reached(names), variables)


def headings(parsed: list[Token]) -> list[tuple[int, str]]:
    return [(int(opened.tag[1:]), text.content) for opened, text in pairwise(parsed) if opened.type == "heading_open"]


def assert_document(text: str, about: str) -> None:
    """A document has one title, no heading without a text, no empty item, and no blank lines or ends too many."""
    parsed = PARSER.parse(text)
    kinds = {token.type.rsplit("_", 1)[0] for token in parsed}
    assert kinds <= {"heading", "paragraph", "bullet_list", "ordered_list", "list_item", "inline"}, about
    found = headings(parsed)
    assert [level for level, _ in found].count(1) == 1, about
    assert all(title.strip() for _, title in found), about
    openings = [token for token in parsed if token.type in ("heading_open", "paragraph_open", "list_item_open")]
    for one, other in pairwise(openings):
        if one.type == "heading_open":
            deeper = other.type != "heading_open" or other.tag > one.tag
            assert deeper, f"{about}: an empty section in line {(one.map or [0])[0] + 1}"
    assert openings[-1].type != "heading_open" or openings[-1].tag == "h1", about
    assert not any(re.fullmatch(r"- ?|\d+\. ?", line) for line in text.splitlines()), f"{about}: an empty item"
    assert "\n\n\n" not in text, about
    assert not [line for line in text.splitlines() if line != line.rstrip()], about
    assert text.endswith("\n")


# Punctuation without the words that it belongs to; and a word for nothing.
STRAY = re.compile(
    r"""\(\s*[,;:)] | [,;:]\s*\) | [,;:][ ]*[,;.] | [ ][,;.](?:\s|$) | \.\.(?!\.)  # punctuation without its words
    | “” | \*\*\s*\*\* | (?<!\w)\*\*: | :\*\*$  # nothing in quotation marks or in bold
    | \bNone(?:[,.;)]|$) | \bsays:\s*(?:and\b|[,.;]|$) | \bOn\s*[,*]{2}""",
    re.VERBOSE,
)


def stray(text: str) -> list[str]:
    return [f"{line}: {found[0]}" for line in text.splitlines() if (found := STRAY.search(line))]


def test_a_briefing_on_any_organisation_is_a_document(lights: Path, built_in: Path) -> None:
    for database in (lights, built_in):
        with closing(Store(database)) as store:
            for slug in store.of_kind("organisation"):
                text = shaped(store, "briefing", organisation=slug)
                assert_document(text, slug)
                assert not stray(text), slug
                assert not re.search(r"\band \w+ more\b", text), slug
                assert len(text.split()) < 2000, slug


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "briefing"])
def test_a_template_makes_a_document_of_any_corpus(
    lights: Path, built_in: Path, small: list[Path], template: str
) -> None:
    for database in (lights, built_in, *small):
        with closing(Store(database)) as store:
            text = shaped(store, template)
        assert_document(text, database.name)
        assert not stray(text)


# The fields that an entry may lack, each with its columns; and the tables of lists that may be empty.
OPTIONAL = [
    (table, [column.name for column in columns((part,))])
    for table, parts in (("entries", COMMON), *((kind.table, kind.parts) for kind in KINDS.values()))
    for part in parts
    if part.optional and table
] + [("disagreements", ["subject"]), ("disagreements", ["label", "other_label"]), ("paragraphs", ["section", "page"])]
LISTS = sorted({table.name for kind in KINDS.values() for _, table in (*COMMON_LISTS, *kind.lists)} | {"citations"})


def some(of: Sequence[Item]) -> st.SearchStrategy[list[Item]]:
    """Each of these or not: half of them on average."""
    chosen = st.lists(st.booleans(), min_size=len(of), max_size=len(of))
    return chosen.map(lambda wanted: [item for item, each in zip(of, wanted, strict=True) if each])


@settings(max_examples=examples(30))
@given(some(OPTIONAL), some(LISTS) | st.just([]))
def test_what_is_missing_leaves_no_trace(
    lights: Path, missing: list[tuple[str, list[str]]], cleared: list[str]
) -> None:
    database = lights.with_name("missing.db")
    shutil.copy(lights, database)
    with editing(database) as connection:
        for table, names in missing:
            connection.execute(f"UPDATE {table} SET {', '.join(f'{name} = NULL' for name in names)}")
        for table in cleared:
            connection.execute(f"DELETE FROM {table}")
    with closing(Store(database)) as store:
        for template in TEMPLATES:
            text = shaped(store, template, **NEEDED.get(template, {}))
            assert_document(text, template)
            assert not stray(text), text


@settings(max_examples=examples(8))
@given(HOSTILE)
def test_hostile_text_is_text(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        for template in TEMPLATES:
            for form in CITATIONS:
                assert_only_text(shaped(store, template, form, **NEEDED.get(template, {})), form)


def assert_only_text(text: str, form: str) -> None:
    """Nothing is markup but what templates and citations write: a text of the corpus makes no link, tag or code."""
    parsed = PARSER.parse(text)
    kinds = {token.type.rsplit("_", 1)[0] for token in parsed}
    assert kinds <= {"heading", "paragraph", "bullet_list", "ordered_list", "list_item", "inline"}
    assert [token.tag for token in parsed if token.type == "heading_open"].count("h1") == 1
    inline = [child for token in parsed for child in token.children or []]
    allowed = {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "code_inline", "softbreak"}
    allowed |= {"link_open", "link_close"} | ({"html_inline"} if form == "numbered" else set())
    assert {token.type for token in inline} <= allowed
    addresses = [str(token.attrs["href"]) for token in inline if token.type == "link_open"]
    assert all(re.match(r"https?://|#ref-\d+$", address) for address in addresses)
    tags = [token.content for token in inline if token.type == "html_inline"]
    assert all(re.fullmatch(r'<a id="ref-\d+">|</a>', tag) for tag in tags)
    assert {token.content for token in inline if token.type == "code_inline"} <= CODE


CODE = {"--var statements=all", "chronology"}  # what templates print as code


HEADINGS = {
    "briefing": [
        "Tower station", "At a glance", "What it was to do", "What it was made up of", "What the evidence says",
        "Claimed or argued", "Drawbacks mentioned", "Where the documents disagree", "History", "Figures",
    ],
    "options": [
        "Options", "Recommendations (3)", "Train keepers together with pilots", "Share boats with lifeboat crews",
        "Join a network rather than close",
    ],
    "chronology": [
        "The lights of Marrow Sound: a chronology", "1820s", "1830s", "1840s", "1890s", "1910s", "In existence",
    ],
    "handout": ["The lights of Marrow Sound", "Milestones", "Key terms", "To discuss"],
}  # fmt: skip
LISTED = {"footnotes": ["References"], "pandoc": ["References"], "numbered": ["Passages cited", "References"]}


@pytest.mark.parametrize("form", CITATIONS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_sections_of_a_template_in_each_way_of_citing(lights: Path, template: str, form: str) -> None:
    with closing(Store(lights)) as store:
        text = shaped(store, template, form, **NEEDED.get(template, {}))
    titles = [title for _, title in headings(PARSER.parse(text))]
    assert titles == HEADINGS[template] + LISTED.get(form, ["References"])
    assert_only_text(text, form)


def section(text: str, title: str) -> str:
    return re.split(r"^##? ", text.partition(f"## {title}\n")[2], flags=re.MULTILINE)[0].strip()


def test_the_evidence_is_told_in_sentences(pctui: Run, built_in: Path) -> None:
    text = written(pctui, built_in, "briefing", organisation="primary-care-group")
    evidence = section(text, "What the evidence says")
    assert "\n\nFive findings report an improvement. Developing primary care services was among " in evidence
    assert "\n\nOne finding reports a change for the worse. On the whole, " in evidence
    assert evidence.index("### Found by") < evidence.index("### Claimed or") < evidence.index("`--var statements=all`")
    assert ";" not in re.sub(r"\[\^.*?\]", "", evidence.partition("Five findings")[0])
    with closing(Store(built_in)) as store:
        about = Names(store, citing(store)(), partial(filter_of, store), dict)
        findings = [entry for group in about.evidence(about.entry("primary-care-group")) for entry in group.entries]
        told = shaped(store, "briefing", organisation="primary-care-group", statements="all")
    assert len(findings) == 43
    assert all(escape(entry.summary) in told for entry in findings)
    assert "--var" not in told


def test_a_disagreement_of_the_body_itself_is_told(pctui: Run, built_in: Path) -> None:
    text = written(pctui, built_in, "briefing", organisation="total-purchasing-pilot")
    assert "- On *Maternity care first bought*, Goodwin 2001 says: total purchasing[^" in text
    assert ", and in another place says: extended fundholding[^" in text
    other = written(pctui, built_in, "briefing", organisation="extended-fundholding")
    assert "- On *Maternity care first bought*, " in other, "on the page of either of the two"
    trusts = written(pctui, built_in, "briefing", organisation="primary-care-trust")
    assert "- On *Trusts created*, Walshe 2004 says: 303 in 2002[^" in trusts
    assert ", and Goodwin 2001 says: 40 by 2001[^" in trusts
    assert "On *Size of a trust*" in section(trusts, "What was foreseen, and what came of it")


def test_a_figure_is_told_once(pctui: Run, built_in: Path) -> None:
    figures = section(written(pctui, built_in, "briefing", organisation="primary-care-trust"), "Figures")
    assert "303 primary care trusts were created." in figures
    assert figures.count("303") == 1
    assert "303 bodies" not in figures


def test_a_figure_whose_summary_lacks_it_has_its_value(lights: Path) -> None:
    database = lights.with_name("figure.db")
    shutil.copy(lights, database)
    with editing(database) as connection:
        connection.execute("UPDATE entries SET summary = 'Towers stood high.' WHERE slug = 'tower-height'")
    with closing(Store(database)) as store:
        text = shaped(store, "briefing", organisation="tower-station")
    assert "- Towers stood high (18–30 metres).[^" in text


def test_what_is_planned_or_forecast_is_said_to_be(pctui: Run, lights: Path) -> None:
    text = written(pctui, lights, "chronology")
    assert "- **1849–1860: All lamp houses to be towers by 1860 (forecast, as of 1849).** In 1849 the Board" in text
    assert "- **July 1899: Stations Order puts out thirteen lamp houses (planned).** " in text
    assert text.index("## 1890s") < text.index("4 June 1898") < text.index("July 1899") < text.index("## 1910s")


def test_what_is_from_outside_the_documents_says_so(lights: Path) -> None:
    with closing(Store(lights, context=True)) as store:
        text = shaped(store, "chronology")
    museum = "in 1974. (from outside the documents: Marrow museum, <https://example.org/museum>, read 2026-11-02)"
    assert museum in text


def test_a_chronology_is_narrowed(pctui: Run, lights: Path, built_in: Path) -> None:
    text = written(pctui, lights, "chronology", lane="Law", since="1830", organisation="board-of-lights")
    assert text.startswith("# Board of Lights: a chronology\n\n*From: The lights of Marrow Sound*\n\n*Only these: ")
    assert "Beacon Act" not in text
    titles = [title for level, title in headings(PARSER.parse(written(pctui, built_in, "chronology"))) if level == 2]
    assert titles[:3] == ["1950s", "1970s", "1980s"], "what is dated by decade is not put into its first year"
    assert {"1997", "1998", "1999"} < set(titles)


@pytest.fixture
def marked(lights: Path) -> None:
    """Two recommendations with marks, one of them with a note."""
    with closing(Store(lights)) as store:
        notes = Reader.of(store).notes
        for slug, mark in (("share-boats", "adopt"), ("join-the-wire", "reject")):
            notes.mark(store.reference(slug), mark)
        notes.begin(store.reference("share-boats")).save("Ask the *crews*\n\n# first")


@pytest.mark.usefixtures("marked")
def test_options_by_mark(pctui: Run, lights: Path) -> None:
    text = written(pctui, lights, "options")
    found = [title for level, title in headings(PARSER.parse(text)) if level == 2]
    assert found == ["Adopt (1)", "Reject (1)", "Not marked (1)", "References"]
    assert "**Note:**" not in text, "notes are the reader's own until they are asked for"
    with_notes = written(pctui, lights, "options", notes="yes")
    assert "- **Note:** Ask the \\*crews\\* \\# first" in section(with_notes, "Adopt (1)")
    only = written(pctui, lights, "options", marked="reject", actor="Board of Lights")
    assert "*Only these: actor Board of Lights; marked reject.*" in only
    assert [title for _, title in headings(PARSER.parse(only))][2:3] == ["Join a network rather than close"]
    assert "This paper has two recommendations. " in written(pctui, lights, "options", marked="any")
    assert "No recommendation matches." in written(pctui, lights, "options", marked="consider")


def test_an_option_says_what_bears_on_it(pctui: Run, lights: Path, built_in: Path) -> None:
    assert "- **Evidence:** None in this corpus on this proposal" in written(pctui, lights, "options")
    text = written(pctui, built_in, "options", document="goodwin-2001")
    more_time = text.partition("### Give groups more time before they become trusts\n")[2].partition("\n### ")[0]
    assert "- **Disagreement:** On *When groups become trusts*, Goodwin 2001 says: after more time" in more_time


def test_a_handout_is_one_page(built_in: Path, lights: Path) -> None:
    for database in (lights, built_in):
        with closing(Store(database)) as store:
            for slug in ("", *store.of_kind("organisation")):
                text = shaped(store, "handout", "author-date", organisation=slug)
                assert_document(text, slug)
                assert not stray(text), slug
                assert len(text.split()) <= 450, slug


def test_a_handout_asks_what_the_corpus_disagrees_on(pctui: Run, built_in: Path) -> None:
    asked = section(written(pctui, built_in, "handout"), "To discuss").splitlines()
    assert [line[:2] for line in asked] == ["1.", "2.", "3."]
    assert asked[0].startswith("1. *Trusts created:* 303 in 2002 (Walshe 2004, paras ")
    assert asked[0].endswith("? Which would you rely on, and why?")
    assert asked[1].endswith("? Why did it come out otherwise than was foreseen?")


def test_a_handout_cites_by_author_unless_told_otherwise(pctui: Run, lights: Path) -> None:
    assert "(Calder \\& Wren 1911, para. 2)" in written(pctui, lights, "handout")
    answer = pctui("export", "markdown", "--template", "handout", "--citations", "footnotes", "--db", lights)
    assert "[^calder-wren-1911-2]: " in answer.out
