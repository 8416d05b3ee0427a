"""What holds for every export: the same bytes anywhere, hostile text intact, bounded memory, and nothing half written.

A command under `pctui export` that has no reader here fails the first test: add one to READERS, and to OPTIONS what is
to be tried beyond the bare command.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import resource
import shlex
import shutil
import stat
import subprocess
import sys
import tracemalloc
import warnings
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import bibtexparser
import pydot
import pytest
import rispy
from conftest import PROJECT, Run
from drawings import NASTY, Tags
from hostile import hostile_store
from markdown_it import MarkdownIt

from pctui.cli.export import Exports
from pctui.cli.reference_docs import manuals
from pctui.errors import ExitCode
from pctui.text import clean, one_line

FOLDER = "FOLDER"  # stands for where a folder is written
# What is tried of the commands that take more than a file to write; of others, the command without options.
OPTIONS: dict[str, list[list[str]]] = {
    "csv": [["--table", "events"], ["--table", "statements", "--raw"], ["--folder", FOLDER]],
    "markdown": [
        [],
        ["--section", "recommendations"],
        ["--folder", FOLDER],
        ["--template", "briefing", "--var", "organisation=tower-station"],
    ],
    "mermaid": [["--diagram", "flowchart"], ["--diagram", "timeline", "--fenced"], ["--diagram", "gantt"]],
    "timelinejs": [[], ["--since", "1838", "--organisation", "lamp-house"]],
}
WAYS = {" ".join([name, *options]): [name, *options] for name in Exports.NAMES for options in OPTIONS.get(name, [[]])}
FILES = {title: way for title, way in WAYS.items() if FOLDER not in way}

ways = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
files = pytest.mark.parametrize("way", FILES.values(), ids=list(FILES))


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- The same bytes


@ways
def test_the_same_bytes_twice(pctui: Run, lights: Path, tmp_path: Path, way: list[str]) -> None:
    found = []
    for name in ("one", "other"):
        place = tmp_path / name
        answer = pctui("export", *(str(place) if word == FOLDER else word for word in way), "--db", lights)
        assert answer.code == 0, answer.err
        found.append(written(place) if FOLDER in way else answer.out)
    assert found[0]
    assert found[0] == found[1]


SURROUNDINGS: list[dict[str, str]] = [
    {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "COLUMNS": "20"},
    {"TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "TERM": "dumb"},
    {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0", "PYTHONHASHSEED": "3", "NO_COLOR": "1"},
]
UMASKS = (0o022, 0o077, 0o002)


@ways
def test_the_same_bytes_in_any_surroundings(pctui: Run, lights: Path, tmp_path: Path, way: list[str]) -> None:
    """The time zone, the locale, the order of sets, the folder and the umask change nothing but the modes of files."""
    here = tmp_path / "here"
    answer = pctui("export", *(str(here) if word == FOLDER else word for word in way), "--db", lights)
    expected = written(here) if FOLDER in way else {"out": answer.out.encode()}
    for number, (surroundings, umask) in enumerate(zip(SURROUNDINGS, UMASKS, strict=True)):
        folder = tmp_path / str(number)
        folder.mkdir()
        command = [sys.executable, "-m", "pctui", "export", *("out" if word == FOLDER else word for word in way)]
        command += ["--db", str(lights), *([] if FOLDER in way else ["--output", "out"])]
        settings: dict[str, Any] = {"cwd": folder, "env": {**os.environ, **surroundings}, "capture_output": True}
        done = subprocess.run(command, umask=umask, timeout=60, **settings)
        assert (done.returncode, done.stdout) == (0, b""), done.stderr
        place = folder / "out"
        assert (written(place) if FOLDER in way else {"out": place.read_bytes()}) == expected
        modes = {stat.S_IMODE(path.stat().st_mode) for path in [place, *place.rglob("*")] if path.is_file()}
        assert modes == {0o666 & ~umask}
        if number == 0 and FOLDER not in way:
            done = subprocess.run(command[:-2], timeout=60, **settings)
            assert (done.returncode, done.stdout) == (0, expected["out"])


# --- Hostile text


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
    parser = bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    words = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}"}
    words |= {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", "{@}": "@"}
    words |= {f"\\{character}": character for character in "$&%#_"}
    pattern = "|".join(re.escape(word) for word in words)
    for field in _strings(parser.parse(text).entries):
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
}
HOSTILE = [
    NASTY,
    "=1+1",
    "\nER  - \nTY  - ",
    "[a](javascript:b) ![c](d) <!-- e",
    "\n\n# x\n\n---\n\n| a |",
    "@article{x,",
]


def test_every_export_has_a_reader() -> None:
    assert set(READERS) == set(Exports.NAMES)


@pytest.mark.parametrize("text", HOSTILE)
@ways
def test_hostile_text_arrives_as_text(pctui: Run, lights: Path, tmp_path: Path, way: list[str], text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        database = store.path
    place = tmp_path / "out"
    arguments = ["export", *(str(place) if word == FOLDER else word for word in way), "--context"]
    answer = pctui(*arguments, "--db", database)
    assert answer.code == 0, answer.err
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", answer.out)
    texts = [answer.out]
    if FOLDER in way:
        texts = [file.decode() for name, file in written(place).items() if not name.startswith(".")]
    read = [part for whole in texts for part in READERS[way[0]](whole)]
    shown = "".join(one_line(text).split())
    assert any(shown in "".join(part.split()) for part in read)
    if way[0] in ("json", "jsonl", "csv"):  # which have lines within a text
        assert any(clean(text) in part.replace("\r\n", "\n") for part in read)


# --- Memory


SMALL, LARGE = 1_000, 4_000  # events


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Databases of generated corpora: of a thousand events, and of four times as many."""
    sys.path.insert(0, str(PROJECT / "bench"))
    try:
        import synthetic
    finally:
        sys.path.pop(0)
    from pctui.database.build import seed

    found = {}
    for events in (SMALL, LARGE):
        folder = tmp_path_factory.mktemp(f"events-{events}")
        synthetic.write(folder, events)
        found[events] = folder / "x.db"
        seed(folder / "corpus", found[events])
    return found


# A template is one text: what it numbers and lists at its end, and its own loops, may ask for anything before. Of the
# other, little is in these corpora.
NOT_MEASURED = {
    "markdown --template briefing --var organisation=tower-station",
    "timelinejs --since 1838 --organisation lamp-house",
}


@pytest.mark.parametrize("title", [title for title in WAYS if title not in NOT_MEASURED])
def test_memory_does_not_grow_with_the_corpus(
    pctui: Run, monkeypatch: pytest.MonkeyPatch, lights: Path, sizes: dict[int, Path], tmp_path: Path, title: str
) -> None:
    """Written at once, four times as many entries would take three times the memory or more."""

    def taken(_folder: Path, files: Iterable[tuple[str, str]], _force: bool) -> None:
        for _ in files:  # thousands of files take long to write, and only their names are kept
            pass

    monkeypatch.setattr("pctui.render.files.write_folder", taken)

    def peak(database: Path, place: Path) -> int:
        arguments = [str(place) if word == FOLDER else word for word in WAYS[title]]
        target = [] if FOLDER in WAYS[title] else ["--output", os.devnull]
        tracemalloc.start()
        try:
            assert pctui("export", *arguments, *target, "--db", database).code == 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(lights, tmp_path / "warm")  # imports, and what is kept of them
    small, large = peak(sizes[SMALL], tmp_path / "small"), peak(sizes[LARGE], tmp_path / "large")
    assert large < 2 * small + 500_000, f"{large / small:.1f} times as much"


def test_references_are_written_one_by_one() -> None:
    from pctui.model import Document
    from pctui.render import bibtex, csl, ris

    taken = 0

    def documents() -> Iterable[Document]:
        nonlocal taken
        for number in itertools.count():
            taken += 1
            yield Document(f"d-{number}", "D", "T", "s", "whole", None, None, {"type": "report"}, (), ())

    for form in (bibtex, csl, ris):
        taken = 0
        assert len(list(itertools.islice(form.pieces(documents()), 10))) == 10
        assert taken <= 11


# --- Where it goes


@files
def test_a_closed_pipe_is_quiet(lights: Path, way: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "pctui", "export", *way]
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(command, stdout=gone, stderr=subprocess.PIPE, env={**os.environ, "PCTUI_DB": str(lights)})
    said = [line for line in done.stderr.decode().splitlines() if "omitted" not in line]
    assert (done.returncode, said) == (0, [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@files
def test_a_full_disk_is_reported(lights: Path, tmp_path: Path, way: list[str]) -> None:
    command = [sys.executable, "-m", "pctui", "export", *way, "--db", str(lights)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == ExitCode.FILES
    assert done.stderr.startswith(b"pctui: cannot read or write: ")
    assert done.stderr.count(b"\n") == 1


@ways
def test_where_a_disk_fills_nothing_is_left(lights: Path, tmp_path: Path, way: list[str]) -> None:
    place = tmp_path / "there" / "out"
    place.parent.mkdir()
    command = [sys.executable, "-m", "pctui", "export", *(str(place) if word == FOLDER else word for word in way)]
    command += ["--db", str(lights), *([] if FOLDER in way else ["--output", str(place)])]
    done = subprocess.run(
        command, capture_output=True, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)),  # bytes of any file
    )  # fmt: skip
    assert done.returncode == ExitCode.FILES, done.stderr
    assert done.stderr.decode().startswith(f"pctui: cannot write {place}: ")
    assert list(place.parent.iterdir()) == []


@ways
def test_a_place_that_cannot_be_written_is_named(pctui: Run, lights: Path, tmp_path: Path, way: list[str]) -> None:
    place = tmp_path / "no" / "where"
    arguments = [str(place) if word == FOLDER else word for word in way]
    target = [] if FOLDER in way else ["--output", place]
    answer = pctui("export", *arguments, *target, "--db", lights)
    assert (answer.code, answer.out) == (ExitCode.FILES, "")
    assert answer.err.startswith(f"pctui: cannot write {place}: ")
    assert not place.parent.exists()


# --- Progress


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def _exported(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> tuple[bytes, str]:
    """Run an export with stderr on a terminal, and return what it wrote to stdout and what was to be seen."""
    from pctui.__main__ import main

    out, screen = io.BytesIO(), _Screen()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["pctui", "export", *map(str, arguments)])
        stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
        patch.setattr(sys, "stdout", stdout)
        patch.setattr(sys, "stderr", screen)
        with pytest.raises(SystemExit) as left:
            main()
        stdout.flush()
        assert not left.value.code
        return out.getvalue(), screen.getvalue()


@ways
def test_long_work_says_how_far_it_has_come(
    pctui: Run, monkeypatch: pytest.MonkeyPatch, lights: Path, tmp_path: Path, way: list[str]
) -> None:
    place = tmp_path / "out"
    arguments = [*(str(place) if word == FOLDER else word for word in way), "--db", lights]
    plain = b"" if FOLDER in way else pctui("export", *arguments).out.encode()
    quick, seen = _exported(monkeypatch, *arguments)
    assert quick == plain
    assert "\r" not in seen, "what is done within a second says nothing"
    shutil.rmtree(place, ignore_errors=True)
    monkeypatch.setattr("pctui.cli.output.PATIENCE", -1)
    slow, seen = _exported(monkeypatch, *arguments)
    assert slow == plain
    shown = seen.split("\r\x1b[2K")
    assert re.fullmatch(rf"writing(?: {re.escape(str(place))})?: \d+\.\d MB …", shown[1])
    assert "MB" not in shown[-1], "the line is taken away at the end"


# --- Examples


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the examples can be typed: with a program `pctui`, and the files that they name."""
    home = tmp_path_factory.mktemp("reader")
    example = re.compile(r"<!-- example: (\S+) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for name, text in example.findall((PROJECT / "README.md").read_text(encoding="utf-8")):
        file = home / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copytree(home / "mills", home / "my-corpus")
    shutil.copytree(home / "copies", home / "papers")
    (home / "bin").mkdir()
    program = home / "bin" / "pctui"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m pctui "$@"\n')
    program.chmod(0o755)
    return home


EXAMPLES = [(manual.name, example) for manual in manuals() for example in manual.examples]


def test_every_export_has_an_example() -> None:
    named = {name for name, _ in EXAMPLES}
    assert {f"pctui export {name}" for name in Exports.NAMES} <= named


@pytest.mark.parametrize(
    ("name", "example"),
    [pair for pair in EXAMPLES if pair[0].startswith("pctui export")],
    ids=[name for name, _ in EXAMPLES if name.startswith("pctui export")],
)
def test_the_example_works_as_it_is_printed(reader: Path, tmp_path: Path, name: str, example: str) -> None:
    words = shlex.split(example)
    missing = [word for before, word in itertools.pairwise(words) if before == "|" and not shutil.which(word)]
    if missing:
        pytest.skip(f"there is no {missing[0]} here")
    home = tmp_path / "home"
    shutil.copytree(reader, home)
    (home / "copy").mkdir()
    environment = {**os.environ, "HOME": str(home), "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    before = {path for path in home.rglob("*") if path.is_file()}
    done = subprocess.run(["sh", "-ec", example], cwd=home, env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    new = {path for path in home.rglob("*") if path.is_file()} - before
    assert done.stdout or new
    assert all(path.stat().st_size for path in new)
