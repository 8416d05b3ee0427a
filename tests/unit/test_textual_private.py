"""Private parts of Textual are used in one module alone, which checks that they are there."""

from __future__ import annotations

import ast
import inspect
import sys
from collections import namedtuple
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest
from conftest import PROJECT

import pctui.tui
from pctui.tui import textual_private

FOLDER = Path(pctui.tui.__file__).parent
MODULES = {
    ".".join(("pctui", "tui", *path.relative_to(FOLDER).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(FOLDER.rglob("*.py"))
}
ON_NAMED_TUPLES = set(dir(namedtuple("_", ())))  # public, despite their underscore


def private(names: set[str]) -> set[str]:
    return {n for n in names if n.startswith("_") and not n.startswith("__")} - ON_NAMED_TUPLES


def definitions(tree: ast.AST) -> set[str]:
    """The private names that a module's classes define, and that it gives to attributes."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for part in _body(node):
                targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", part)]
                found.update(getattr(target, "name", getattr(target, "id", "")) for target in targets)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
    return private(found)


def _body(node: ast.ClassDef | ast.If) -> Iterator[ast.stmt]:
    """The statements of a class, also those under a condition."""
    for part in node.body:
        if isinstance(part, ast.If):
            yield from _body(part)
        else:
            yield part


def imported(tree: ast.AST) -> set[str]:
    """The private modules of Textual that a module imports, and private names from any of its modules."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [f"{getattr(node, 'module', None) or ''}.{alias.name}".strip(".") for alias in node.names]
            found.update(part for name in names if name.startswith("textual") for part in name.split("."))
    return private(found)


def read(tree: ast.AST) -> Iterator[tuple[bool, str]]:
    """Yield every private attribute that a module reads, with whether it is one of `self` or a class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and private({node.attr}):
            if isinstance(node.value, ast.Name) and node.value.id in sys.stdlib_module_names:
                continue
            yield isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"), node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("attr"):
            yield from ((False, n) for n in private({str(a.value) for a in node.args if isinstance(a, ast.Constant)}))


@cache
def definitions_of_class(cls: type) -> set[str]:
    return definitions(ast.parse(dedent(inspect.getsource(cls))))


def overridden(module: str) -> set[str]:
    """The private names that a module's classes define and Textual's classes below them as well."""
    found = set()
    for cls in vars(import_module(module)).values():
        if isinstance(cls, type) and cls.__module__ == module:
            textual = [base for base in cls.__mro__ if base.__module__.split(".")[0] == "textual"]
            found |= definitions_of_class(cls) & set().union(*map(definitions_of_class, textual))
    return found


def not_ours(source: str) -> set[str]:
    """What a module reads that is private and not ours: of `self`, what no class of ours defines; else, this module."""
    tree = ast.parse(source)
    ours = {True: defined_by_us(), False: definitions(tree)}
    return imported(tree) | {name for of_self, name in read(tree) if name not in ours[of_self]}


@cache
def defined_by_us() -> set[str]:
    paths = [path for module, path in MODULES.items() if module != textual_private.__name__]
    return set().union(*(definitions(ast.parse(path.read_text(encoding="utf-8"))) for path in paths))


def test_private_parts_of_textual_are_used_in_one_module() -> None:
    found = {
        path.relative_to(PROJECT).as_posix(): parts
        for module, path in MODULES.items()
        if (parts := not_ours(path.read_text(encoding="utf-8")) | overridden(module))
    }
    assert set(found) == {"src/pctui/tui/textual_private.py"}, found


def test_every_private_part_that_is_used_is_checked() -> None:
    module = textual_private.__name__
    source = MODULES[module].read_text(encoding="utf-8")
    used = not_ours(source) - definitions(ast.parse(source)) | overridden(module)
    tables = [value for name, value in vars(textual_private).items() if name.isupper() and isinstance(value, dict)]
    parts = [part for table in tables for part in table]
    assert used <= private({name for part in parts for name in part.split(".")})


@pytest.mark.parametrize(
    "source",
    [
        "from textual._compositor import Compositor",
        "import textual._compositor",
        "from textual import _compositor",
        "from textual.keys import _character_to_key",
        "strips = self.screen._compositor.render_strips()",
        "if self._batch_count: pass",
        "count = self.page._lines",  # a name that classes of ours define as well
        "getattr(screen, '_compositor', None)",
    ],
)
def test_a_private_part_of_textual_is_found(source: str) -> None:
    assert not_ours(source)
