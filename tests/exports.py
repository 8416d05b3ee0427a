"""Every way to export, and for each a reader that is not of pctui.

A command under `pctui export` that has no reader here fails a test: add one to READERS, or to OF_FOLDERS if it writes a
folder, and to OPTIONS what is to be tried beyond the bare command.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import warnings
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pydot
import pytest
import rispy
from bibtex import read_bibtex
from drawings import Tags
from markdown_it import MarkdownIt

from pctui.cli.export import Exports
from pctui.paths import templates

FOLDER = "FOLDER"  # stands for where a folder is written
VARIABLES = {"briefing": ["--var", "organisation=tower-station"]}  # of the templates that need some
# What is tried of the commands that take more than a file to write; of others, the command without options.
OPTIONS: dict[str, list[list[str]]] = {
    "csv": [["--table", "events"], ["--table", "statements", "--raw"], ["--folder", FOLDER]],
    "markdown": [
        [],
        ["--section", "recommendations"],
        ["--folder", FOLDER],
        *(["--template", name, *VARIABLES.get(name, [])] for name in templates()),
    ],
    "html": [["lamp-house"], ["--section", "timeline"]],
    "mermaid": [["--diagram", "flowchart"], ["--diagram", "timeline", "--fenced"], ["--diagram", "gantt"]],
    "parquet": [["--folder", FOLDER]],
    "site": [["--output", FOLDER]],
    "timelinejs": [[], ["--since", "1838", "--organisation", "lamp-house"]],
}
# Each way to export, by what is typed after `pctui export`; and those that write a file.
WAYS = {" ".join([name, *options]): [name, *options] for name in Exports.NAMES for options in OPTIONS.get(name, [[]])}
FILES = {title: way for title, way in WAYS.items() if FOLDER not in way}

ways = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
files = pytest.mark.parametrize("way", FILES.values(), ids=list(FILES))


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _strings(value: Any) -> Iterable[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _strings(item)
        case dict():
            yield from _strings(list(value.values()))


def _json(text: str) -> Iterable[str]:
    return _strings(json.loads(text))


def _json_lines(text: str) -> Iterable[str]:
    return _strings([json.loads(line) for line in text.splitlines()])


def _csv(text: str) -> Iterable[str]:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    return itertools.chain.from_iterable(rows)


def _markdown(text: str) -> Iterable[str]:
    """Read what is shown; front matter is YAML, which ends at the second line of dashes."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    assert not [token for token in tokens if token.type == "html_block"]
    for token in tokens:
        children = token.children or []
        assert not [child for child in children if child.type in ("html_inline", "image")]
        yield "".join(
            child.content if child.type in ("text", "text_special", "code_inline") else " " for child in children
        )


def _bibtex(text: str) -> Iterable[str]:
    words = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}"}
    words |= {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", "{@}": "@"}
    words |= {f"\\{character}": character for character in "$&%#_"}
    pattern = "|".join(re.escape(word) for word in words)
    for field in _strings(read_bibtex(text)):
        yield re.sub(pattern, lambda match: words[match[0]], field)


def _html(text: str) -> Iterable[str]:
    """Read texts of JSON that are HTML; TimelineJS reads some of them twice."""
    for found in _json(text):
        yield Tags(found).text
        yield Tags(Tags(found).text.replace("<", "&lt;")).text


def _dot(text: str) -> Iterable[str]:
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # pydot uses old names of pyparsing
        (graph,) = pydot.graph_from_dot_data(text) or []
    for thing in graph.get_nodes():
        label = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], (thing.get("label") or "").strip('"'))
        yield label.replace("&amp;", "&").replace("\n", " ")


def _mermaid(text: str) -> Iterable[str]:
    for line in text.splitlines():
        yield re.sub(r"#(\d+);", lambda match: chr(int(match[1])), line).replace("\u2060", "")


class _Page(HTMLParser):
    """Collects the text of a page, in which nothing may run that is not the program's own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        assert not [name for name, _ in attrs if name.startswith("on")]
        assert not [value for _, value in attrs if (value or "").strip().lower().startswith("javascript:")]

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in ("script", "style"):
            self.found.append(data)


def _page(text: str) -> Iterable[str]:
    return _Page(text).found


def _parquet(data: bytes) -> Iterable[str]:
    from pyarrow import BufferReader, parquet

    return _strings(parquet.read_table(BufferReader(data)).to_pylist())


# Each reads an export as those do that it is for, and returns the texts in it.
READERS: dict[str, Callable[[str], Iterable[str]]] = {
    "json": _json,
    "jsonl": _json_lines,
    "csv": _csv,
    "markdown": _markdown,
    "csl-json": _json,
    "bibtex": _bibtex,
    "ris": lambda text: _strings(list(rispy.loads(text))),
    "timelinejs": _html,
    "vis-timeline": _html,
    "dot": _dot,
    "mermaid": _mermaid,
    "html": _page,
}
# And each a file of a folder, by the end of its name.
OF_FOLDERS: dict[str, Callable[[str], Iterable[str]]] = {"csv": _csv, "json": _json, "md": _markdown, "html": _page}


def texts(way: list[str], out: str, folder: Path) -> list[str]:
    """Return the texts in an export that was printed, or written to `folder`."""
    if FOLDER not in way:
        return list(READERS[way[0]](out))
    found: list[str] = []
    for name, data in written(folder).items():
        kind = name.rpartition(".")[2]
        if kind == "parquet":
            found += _parquet(data)
        elif kind in OF_FOLDERS:
            found += OF_FOLDERS[kind](data.decode())
    return found
