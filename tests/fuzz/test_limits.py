"""What is too large, too deep or too many is refused in a sentence, in little memory and time.

Each command runs in a process that may have half a gigabyte of memory and ten seconds of processor time: enough for
everything within the limits, and far too little for what is refused here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES

from pctui import bounded
from pctui.errors import ExitCode

resource = pytest.importorskip("resource", reason="limits of memory and time are only set on Unix")
MEMORY, TIME = 1 << 29, 10  # bytes, seconds

Limited = Callable[..., subprocess.CompletedProcess[str]]


def nested(opening: str, closing: str = "", depth: int = 10_000) -> str:
    return opening * depth + closing * depth


_TITLE = '<text variable="title"/>'


def _use(number: int) -> str:
    return f'<text macro="m{number}"/>'


def _macro(number: int, content: str) -> str:
    return f'<macro name="m{number}">{content}</macro>'


LAUGHS = "".join(f"  {new}: &{new} [{f'*{old},' * 9}]\n" for old, new in pairwise("abcdefghij"))
KEYS = ",".join(f'"{number}": 1' for number in range(1_000_000))
# The file, its content or its size, and how a line on stderr begins.
CORPORA = {
    "brackets of YAML 10,000 deep": ("x.yaml", "- " + nested("[", "]"), "x.yaml:1: nested too deeply"),
    "mappings of YAML 10,000 deep": ("x.yaml", "- " + nested("{a: ", "}"), "x.yaml:1: nested too deeply"),
    "dashes of YAML 10,000 deep": ("x.yaml", nested("- "), "x.yaml:1: nested too deeply"),
    "lines of YAML 5,000 deep": (
        "x.yaml",
        "- x:\n" + "".join(f"{' ' * (depth + 3)}a:\n" for depth in range(5000)),
        "x.yaml:41: nested too deeply",
    ),
    "lists of JSON 10,000 deep": ("x.jsonl", nested("[", "]"), "x.jsonl:1: nested too deeply"),
    "mappings of JSON 10,000 deep": ("x.jsonl", nested('{"a":') + "1", "x.jsonl:1: nested too deeply"),
    "a billion laughs": ("x.yaml", f"- a: &a [ha]\n{LAUGHS}", "x.yaml:10: alias '*i' is not plain data"),
    "a million keys of JSON": ("x.jsonl", f'{{"kind": "event", {KEYS}}}', "x.jsonl:1: unknown key '0'"),
    "a hundred thousand keys of YAML": (
        "x.yaml",
        "- kind: event\n" + "".join(f"  k{number}: 1\n" for number in range(100_000)),
        "x.yaml:2: unknown key 'k0'",
    ),
    "ten million digits": ("x.jsonl", f'{{"kind": {"9" * 10_000_000}}}', "x.jsonl:1: not JSON"),
    "ten million characters": ("x.yaml", f"- kind: {'x' * 10_000_000}", "x.yaml:1: unknown kind 'xxx"),
    "a gigabyte of YAML": ("x.yaml", 1 << 30, f"x.yaml: has more than {bounded.YAML_FILE:,} bytes"),
    "a gigabyte on a line": ("x.jsonl", 1 << 30, f"x.jsonl:1: a line of more than {bounded.RECORD:,} bytes"),
}


@pytest.fixture
def limited(tmp_path: Path, lights: Path) -> Limited:
    """Run the command in a process with little memory and time: `limited("show", "x", stdin=text)`."""

    def restrict() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (TIME, TIME))

    def run(*arguments: object, stdin: str = "", **env: object) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "pctui", *map(str, arguments)],
            capture_output=True,
            text=True,
            input=stdin,
            env={**os.environ, "PCTUI_DB": str(lights), **{name: str(value) for name, value in env.items()}},
            preexec_fn=restrict,
        )
        assert "Traceback" not in done.stderr
        return done

    return run


def written(path: Path, content: str | int) -> Path:
    """Write a text, or a file of so many bytes that takes no space."""
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    else:
        with path.open("wb") as file:
            file.truncate(content)
    return path


@pytest.mark.parametrize("name", CORPORA)
def test_a_corpus_beyond_the_limits(limited: Limited, tmp_path: Path, name: str) -> None:
    file, content, expected = CORPORA[name]
    written(tmp_path / file, content)
    done = limited("check", "--corpus", tmp_path)
    assert done.returncode == ExitCode.USAGE
    assert any(line.startswith(expected) for line in done.stderr.splitlines()), done.stderr[:500]
    assert len(done.stderr) < 20_000


def test_what_is_within_the_limits_is_read_in_that_memory_and_time(limited: Limited, tmp_path: Path) -> None:
    done = limited("check", "--corpus", LIGHTHOUSES, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert done.returncode == ExitCode.OK
    assert limited("seed", "--corpus", LIGHTHOUSES, "--db", tmp_path / "x.db").returncode == ExitCode.OK


def test_lines_of_a_large_file_are_read_one_by_one(limited: Limited, tmp_path: Path) -> None:
    """A corpus of any size can be written for machines: only its lines are limited."""
    record = '{"kind": "person", "slug": "a", "title": "A", "summary": "' + "x" * 1_000_000 + '"'
    with (tmp_path / "x.jsonl").open("w") as file:
        file.writelines(f"{record}\n" for _ in range(600))  # more than the memory; each has a missing bracket
    done = limited("check", "--corpus", tmp_path)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.count("x.jsonl:") == 600


@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (["attach", "FILE"], bounded.DOCUMENT),
        (["paragraphs", "x", "FILE"], bounded.DOCUMENT),
        (["export", "markdown", "--template", "FILE"], bounded.TEMPLATE),
        (["quote", "lamp-house", "--style", "FILE"], bounded.STYLE),
    ],
)
def test_a_gigabyte_given_as_a_file(limited: Limited, tmp_path: Path, arguments: list[str], most: int) -> None:
    file = written(tmp_path / "large.txt", 1 << 30)
    done = limited(*(str(file) if word == "FILE" else word for word in arguments))
    assert (done.returncode, done.stdout) == (ExitCode.FILES, "")
    assert f"{file} is too large: it has more than {most:,} bytes" in done.stderr


STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>A</title><id>a</id><updated>2020-01-01T00:00:00Z</updated></info>
{}<citation><layout><text macro="m0"/></layout></citation></style>"""
_TITLE = '<text variable="title"/>'


def _use(number: int) -> str:
    return f'<text macro="m{number}"/>'


def _macro(number: int, content: str) -> str:
    return f'<macro name="m{number}">{content}</macro>'


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
STYLES = {
    "macros that double": "".join(_macro(n, _use(n + 1) * 2) for n in range(60)) + _macro(60, _TITLE),
    "macros of many elements": "".join(_macro(n, _use(n + 1) * 9000) for n in range(3)) + _macro(3, _TITLE * 9000),
    "a macro of many elements": _macro(0, _use(1) * 2) + _macro(1, _TITLE * 9000),
    "a macro of itself": _macro(0, _use(0)),
}


@pytest.mark.parametrize("name", STYLES)
def test_a_style_that_asks_for_too_much(limited: Limited, tmp_path: Path, name: str) -> None:
    pytest.importorskip("citeproc")
    file = written(tmp_path / "a.csl", STYLE.format(STYLES[name]))
    done = limited("quote", "lamp-house", "--style", file)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert "its macros use each other without end" in done.stderr


def test_a_style_of_a_billion_laughs(limited: Limited, tmp_path: Path) -> None:
    pytest.importorskip("citeproc")
    text = STYLE.format("").replace("<title>A", "<title>&a11;")
    file = written(tmp_path / "a.csl", f'<!DOCTYPE style [<!ENTITY a0 "ha">{LAUGHS}]>{text}')
    done = limited("quote", "lamp-house", "--style", file)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert re.search(r"a\.csl:1: (not XML|a style has no DOCTYPE)", done.stderr)


def test_a_gigabyte_in_a_folder_of_documents(limited: Limited, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    written(folder / "large.txt", 1 << 30)
    done = limited("attach", folder, PCTUI_READER=tmp_path / "reader.db")
    assert done.returncode == ExitCode.NO
    assert "too large" in done.stdout
    done = limited("check", "--corpus", LIGHTHOUSES, "--documents", folder)
    assert done.returncode == ExitCode.NO


def test_a_gigabyte_of_settings(limited: Limited, tmp_path: Path) -> None:
    file = written(tmp_path / "large.toml", 1 << 30)
    done = limited("keys", PCTUI_CONFIG=file)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith("large.toml: longer than ")


@pytest.mark.parametrize("line", ["k = 1\n", "[keys]\n", "x = '''\n", 'a = "\n', "[a.b.c]\n"])
def test_settings_of_the_most_bytes(limited: Limited, tmp_path: Path, line: str) -> None:
    """Finding the line of a fault takes time, but not much even in the largest file."""
    file = written(tmp_path / "full.toml", line * (bounded.SETTINGS // len(line)))
    done = limited("keys", PCTUI_CONFIG=file)
    assert done.returncode == ExitCode.USAGE
    assert "full.toml:" in done.stderr


def test_a_search_of_many_megabytes(limited: Limited) -> None:
    done = limited("search", *["lamp house " * 10_000] * 15)  # all that a command can be given
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert f"at most {bounded.TYPED:,} characters" in done.stderr
    for typed in ("/" + "lamp " * 2_000_000, "x" * 10_000_000, "o " + "x-" * 5_000_000):
        done = limited("--plain", stdin=f"{typed}\n/keeper\nq\n")
        assert done.returncode == ExitCode.OK
        assert done.stdout.count(f"A line has at most {bounded.TYPED:,} characters") == 1
        assert "Search: keeper" in done.stdout


@pytest.mark.parametrize("text", ["a " * 500, "lamp " * 200, '"a" ' * 250, "x" * 1000, "kind:e " * 140])
def test_the_longest_search_is_answered(limited: Limited, text: str) -> None:
    assert limited("search", text[: bounded.TYPED]).returncode in (ExitCode.OK, ExitCode.NO)


def test_too_little_memory_is_reported_as_such(limited: Limited, tmp_path: Path) -> None:
    template = written(tmp_path / "t.j2", "{{ 'x' * 9999999999 }}")
    done = limited("export", "markdown", "--template", template)
    assert done.returncode in (ExitCode.USAGE, ExitCode.FILES)
    assert done.stderr
