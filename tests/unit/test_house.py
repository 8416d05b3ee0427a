"""Rules for the source code: which modules may import, print and query, and which words are banned."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
from conftest import PROJECT

from pctui.corpus.editor_schema import schema_of
from pctui.corpus.files import corpus_files
from pctui.corpus.parse import read
from pctui.kinds.schema import corpus_schema
from pctui.paths import built_in_corpus
from pctui.render.export_schema import export_schema

SOURCE = PROJECT / "src" / "pctui"
MODULES = sorted(SOURCE.rglob("*.py"))


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield the strings of a module that are not docstrings."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def outside_tui() -> list[Path]:
    return [path for path in MODULES if "tui" not in path.relative_to(SOURCE).parts]


def test_the_modules_are_found() -> None:
    assert len(MODULES) > 20


def test_textual_is_imported_only_under_tui() -> None:
    assert [path for path in outside_tui() if "textual" in imports(path)] == []


def test_sqlite_utils_is_imported_only_where_a_database_is_written() -> None:
    found = {path.relative_to(SOURCE).as_posix() for path in MODULES if "sqlite_utils" in imports(path)}
    assert found == {"reader/database.py"}


def test_selects_are_only_in_the_packages_that_query() -> None:
    for path in MODULES:
        if path.parent.name not in ("queries", "database", "reader"):
            queries = [s for s in strings(ast.parse(path.read_text(encoding="utf-8"))) if re.search(r"\bSELECT\b", s)]
            assert not queries, path


def test_only_errors_writes_to_stderr() -> None:
    for path in outside_tui():
        if path.name != "errors.py":
            text = path.read_text(encoding="utf-8").replace("stderr=subprocess.DEVNULL", "")
            assert not re.search(r"\bstderr\b|err=True|\bwarnings\.warn\b|\blogging\b", text), path


def test_only_front_ends_print() -> None:
    for path in outside_tui():
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        ]
        assert not calls or path.name == "errors.py", path


def test_the_code_has_no_words_of_the_built_in_subject() -> None:
    """Another corpus in the same format must open as well, so the subject of this one belongs only in seed/."""
    field = re.compile(
        r"primary[\s_-]*care|\bNHS\b|fund-?hold|\bPC[TG]s?\b|\bGPs?\b|\bhealth\b|commissioning|practitioner|patient"
        r"|hospital|white[\s_-]paper|goodwin|wilkin|walshe|zealand|england|english|\bdoctors\b|breaking boundaries",
        re.IGNORECASE,
    )
    for path in [*MODULES, *SOURCE.rglob("*.tcss")]:
        found = field.findall(path.read_text(encoding="utf-8"))
        assert not found, (path, found)


def test_every_module_has_a_docstring() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert not text.strip() or ast.get_docstring(ast.parse(text)), path


def test_no_failure_is_swallowed() -> None:
    for path in MODULES:
        assert not re.search(r"except( Base)?( Exception)?:\s*\n\s*pass", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["search", "lamp"],
        ["show", "lamp-house"],
        ["timeline"],
        ["export", "markdown"],
        ["export", "json"],
        ["export", "bibtex"],
        ["export", "csv", "--table", "events"],
        ["at", "1850"],
        ["diff", "LIGHTS", "LIGHTS"],
        ["export", "--help"],
        ["check", "--help"],
    ],
    ids=" ".join,
)
def test_a_command_that_reads_imports_neither_textual_nor_sqlite_utils(arguments: list[str], lights: Path) -> None:
    code = (
        "import sys\n"
        "from pctui.__main__ import main\n"
        "sys.argv = ['pctui', *sys.argv[1:]]\n"
        "try:\n    main()\n"
        "except SystemExit as left:\n    assert not left.code, left.code\n"
        "heavy = {'textual', 'sqlite_utils', 'rich', 'pydantic', 'jinja2', 'hypothesis', 'edtf', 'yaml', 'msgspec'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *(str(lights) if word == "LIGHTS" else word for word in arguments)],
        capture_output=True,
        env={"PATH": "", "PYTHONPATH": str(PROJECT / "src"), "PCTUI_DB": str(lights), "HOME": str(lights.parent)},
        timeout=60,
    )
    loaded = done.stderr.decode().strip().splitlines()[-1]
    # Results are msgspec structs, which are ten times as fast to create as dataclasses.
    reads = not {"--help", "--version"} & set(arguments)
    allowed = {"['msgspec']", *(["['edtf', 'msgspec']"] if arguments[0] == "at" else [])} if reads else {"[]"}
    assert done.returncode == 0, done.stderr
    assert loaded in allowed


SCHEMAS = [
    ("seed/corpus.schema.json", "pctui.kinds.schema", corpus_schema),
    ("docs/export.schema.json", "pctui.render.export_schema", export_schema),
]


@pytest.mark.parametrize(("file", "module", "schema"), SCHEMAS)
def test_the_written_schemas_are_current(file: str, module: str, schema: Callable[[], str]) -> None:
    assert (PROJECT / file).read_text(encoding="utf-8") == schema(), "run: make schema"
    done = subprocess.run([sys.executable, "-m", module], capture_output=True, timeout=60)
    assert done.stdout.decode() == schema()


@pytest.mark.parametrize(
    "folder",
    [
        built_in_corpus(),
        PROJECT / "examples" / "governance",
        PROJECT / "tests" / "corpora" / "lighthouses",
        PROJECT / "tests" / "corpora" / "byelaws",
    ],
    ids=["seed", "governance", "lighthouses", "byelaws"],
)
def test_a_valid_corpus_validates_against_the_schema(folder: Path) -> None:
    for text in (corpus_schema(), schema_of(folder)):
        jsonschema.Draft202012Validator.check_schema(json.loads(text))
        validator = jsonschema.Draft202012Validator(json.loads(text))
        for file in corpus_files(folder):
            for raw in read(file, []):
                faults = [f"{file.name}:{raw.line()}: {e.message}" for e in validator.iter_errors([raw.value])]
                assert not faults


@pytest.mark.parametrize(
    "record",
    [
        {"kind": "person", "slug": "a", "title": "t"},
        {"kind": "person", "slug": "A b", "title": "t", "summary": "s"},
        {"kind": "person", "slug": "a", "title": "t", "summary": "s", "rôle": "x"},
        {
            "kind": "level",
            "slug": "a",
            "title": "t",
            "summary": "s",
            "ladder": "l",
            "rung": 1,
            "aspects": {"Taste!": ["x"]},
        },
        {"kind": "nothing"},
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(record: dict[str, object]) -> None:
    assert not jsonschema.Draft202012Validator(json.loads(corpus_schema())).is_valid([record])


# Words that once had several meanings in this code; CONTRIBUTING asks for plain ones.
BANNED = re.compile(
    r"(^|_)(told|tells?|telling|wanted|sought|remark(s|ed)?|kin|being|ask(s|ed|ing)?|bearing|perhaps|anew)(_|$)",
    re.IGNORECASE,
)


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Yield every name that a module defines, imports, reads or passes."""
    for node in ast.walk(tree):
        for field in ("id", "attr", "arg", "name", "asname", "module"):
            if isinstance(name := getattr(node, field, None), str):
                yield from name.split(".")


def test_no_identifier_uses_a_banned_word() -> None:
    found = {
        (path.relative_to(SOURCE).as_posix(), name)
        for path in MODULES
        for name in [*identifiers(ast.parse(path.read_text(encoding="utf-8"))), path.stem]
        if BANNED.search(name)
    }
    assert not found


def test_one_place_decides_whether_background_facts_are_shown() -> None:
    deciding = re.compile(r":context\b|origin\s*(=|<>|!=|IS)\s*(NOT\s+)?'(document|context)'")
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        if any(map(deciding.search, strings(ast.parse(path.read_text(encoding="utf-8")))))
    }
    storing = {
        "facet_counts",
        "grouped_lists",
        "timeline",
        "worked_out",
    }  # what is listed, counted or numbered with and without
    assert found == {"database/open.py", *(f"database/{name}.py" for name in storing)}


def test_no_widget_is_named_like_one_of_textuals() -> None:
    """A style sheet selects widgets by the name of their class: ours would take Textual's styles, and give it ours."""
    from textual import containers, widgets

    taken = {*widgets.__all__, *vars(containers), "Toast"}  # `Toast` is in no list, but in every app
    found = {
        (path.relative_to(SOURCE).as_posix(), node.name)
        for path in MODULES
        if "tui" in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name in taken
        if any(not (isinstance(base, ast.Name) and base.id == "Struct") for base in node.bases)
    }
    assert not found
