"""The templates that come with the program: good documents from any corpus, in any style, whatever is missing in it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import PROJECT, Run, editing, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pctui import paths
from pctui.cli.options import filter_of
from pctui.database.build import seed
from pctui.kinds.kind import COMMON_LISTS
from pctui.kinds.registry import KINDS
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


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Databases of the corpora that README and CONTRIBUTING show in full: each has but a few entries."""
    databases = []
    for guide, corpus in (("README.md", "mills"), ("CONTRIBUTING.md", "ferry")):
        folder = tmp_path_factory.mktemp(corpus)
        for name, text in _FILE.findall((PROJECT / guide).read_text(encoding="utf-8")):
            (folder / name).parent.mkdir(exist_ok=True)
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write(text)
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


def shaped(store: Store, template: str, **variables: str) -> str:
    names = Names(store, citing(store, None)(), partial(filter_of, store), dict)
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
    | \bNone\b | \bsays:?\s*(?:and\b|[,.;]|$) | \bOn\s*[,*]{2}""",
    re.VERBOSE,
)


def stray(text: str) -> list[str]:
    return [f"{line}: {found[0]}" for line in text.splitlines() if (found := STRAY.search(line))]


def test_a_briefing_on_any_organisation_is_a_document(pctui: Run, lights: Path, built_in: Path) -> None:
    for database in (lights, built_in):
        for slug in organisations(database):
            text = written(pctui, database, "briefing", organisation=slug)
            assert_document(text, slug)
            assert not stray(text), slug
            assert not re.search(r"\band \w+ more\b", text), slug
            assert len(text.split()) < 2000, slug


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "briefing"])
def test_a_template_makes_a_document_of_any_corpus(
    pctui: Run, lights: Path, built_in: Path, small: list[Path], template: str
) -> None:
    for database in (lights, built_in, *small):
        text = written(pctui, database, template)
        assert_document(text, database.name)
        assert not stray(text)


def _optional(database: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the columns of a database that may be empty, and the tables of lists that an entry may lack."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        tables = [name for name in tables if re.fullmatch(r"entries|\w+_details|paragraphs|disagreements", name)]
        columns = [
            (table, column[1])
            for table in tables
            for column in connection.execute(f"PRAGMA table_info({table})")
            if not column[3] and not column[5]
        ]
    lists = {table.name for kind in KINDS.values() for _, table in (*COMMON_LISTS, *kind.lists)}
    return columns, sorted(lists | {"citations"})


@settings(max_examples=examples(60))
@given(data=st.data())
def test_what_is_missing_leaves_no_trace(lights: Path, data: st.DataObject) -> None:
    columns, lists = _optional(lights)
    emptied = data.draw(st.lists(st.sampled_from(columns), max_size=40, unique=True))
    cleared = data.draw(st.lists(st.sampled_from(lists), max_size=6, unique=True))
    database = lights.with_name("missing.db")
    shutil.copy(lights, database)
    with editing(database) as connection:
        for table, column in emptied:
            connection.execute(f"UPDATE {table} SET {column} = NULL")
        for table in cleared:
            connection.execute(f"DELETE FROM {table}")
    with closing(Store(database)) as store:
        for template in TEMPLATES:
            text = shaped(store, template, **NEEDED.get(template, {}))
            assert_document(text, template)
            assert not stray(text), text
