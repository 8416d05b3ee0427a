"""The templates that come with the program: good documents from any corpus, in any style, whatever is missing in it."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

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
from pctui.render.markdown import citing
from pctui.render.template import render
from pctui.render.template_names import Names, reached

TEMPLATES = paths.templates()
PARSER = MarkdownIt("commonmark")
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


def organisations(database: Path) -> list[str]:
    with closing(Store(database)) as store:
        return store.of_kind("organisation")


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


@settings(max_examples=examples(30))
@given(st.lists(st.sampled_from(OPTIONAL), max_size=30), st.sets(st.sampled_from(LISTS), max_size=6))
def test_what_is_missing_leaves_no_trace(
    lights: Path, missing: list[tuple[str, list[str]]], cleared: set[str]
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


@settings(max_examples=examples(20))
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
