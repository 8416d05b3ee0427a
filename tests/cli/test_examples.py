"""The example in the help of every command works as it is printed."""

from __future__ import annotations

import itertools
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT

from pctui.cli.export import Exports
from pctui.cli.reference_docs import manuals
from pctui.errors import ExitCode
from pctui.model import Reference
from pctui.reader.notes import Notes


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder in which the examples can be typed: with a program `pctui`, and the files that they name."""
    from pctui.database.build import seed
    from pctui.paths import built_in_corpus

    home = tmp_path_factory.mktemp("reader")
    example = re.compile(r"<!-- example: (\S+) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for name, text in example.findall((PROJECT / "README.md").read_text(encoding="utf-8")):
        file = home / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (home / "mills").rename(home / "my-corpus")
    (home / "copies").rename(home / "papers")
    shutil.copy(home / "papers" / "minutes.txt", home)
    seed(home / "my-corpus", home / "my.db")
    seed(built_in_corpus(), home / "built-in.db")
    marked = Reference(PLACEHOLDERS["SLUG"], "organisation", "Primary care trust")
    Notes(home / "reader.db", "english-primary-care").mark(marked, "adopt")
    (home / "bin").mkdir()
    program = home / "bin" / "pctui"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m pctui "$@"\n')
    program.chmod(0o755)
    return home


EXAMPLES = [(manual.name, example) for manual in manuals() for example in manual.examples]
# What an example has in place of something of the reader's own.
PLACEHOLDERS = {
    "SLUG SLUG": "primary-care-group primary-care-trust",
    "SLUG": "primary-care-trust",
    "DOCUMENT": "goodwin-2001",
}
# There are no copies of the documents.
NOTHING_THERE = {"pctui attach", "pctui check", "pctui cite"}
ELSEWHERE = {"pctui write", "pctui settle"}  # where there is no terminal, or no repository, they say so
# What runs until Ctrl+C.
ENDLESS = {"pctui watch"}
# What must be typed before.
BEFORE = {
    "pctui notes import": "pctui notes export --output notes.jsonl",
    "pctui add": "echo 'The weavers wrote of the mills in May 1921.' > letter.txt",
    "pctui update": "echo 'The weavers wrote of the mills again, in May 1922.' > minutes-2.txt",
    "pctui import": "printf 'Title,Date,Lane,Type\\nA mill is built,1850,works,closure\\n' > events.csv",
}


def interrupted(example: str, settings: dict[str, Any]) -> None:
    """Run an example until it has printed a line, and then end it as Ctrl+C does."""
    with subprocess.Popen(["sh", "-ec", f"exec {example}"], stdout=subprocess.PIPE, **settings) as running:
        assert running.stdout
        assert running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == ExitCode.OK


def test_every_export_has_an_example() -> None:
    assert {f"pctui export {name}" for name in Exports.NAMES} <= {name for name, _ in EXAMPLES}


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_the_example_works_as_it_is_printed(reader: Path, tmp_path: Path, name: str, example: str) -> None:
    words = shlex.split(example)
    missing = [word for before, word in itertools.pairwise(words) if before == "|" and not shutil.which(word)]
    if missing:
        pytest.skip(f"there is no {missing[0]} here")
    home = tmp_path / "reader"
    shutil.copytree(reader, home)
    (home / "copy").mkdir()
    for placeholder, own in PLACEHOLDERS.items():
        example = example.replace(placeholder, own)
    environment = {**os.environ, "HOME": str(home), "PCTUI_DB": str(home / "built-in.db")}
    environment["PCTUI_READER"] = str(home / "reader.db")
    environment["PATH"] = f"{home / 'bin'}{os.pathsep}{environment['PATH']}"
    if name in BEFORE:
        subprocess.run(["sh", "-ec", BEFORE[name]], check=True, cwd=home, env=environment, capture_output=True)
    before = {path for path in home.rglob("*") if path.is_file()}
    settings: dict[str, Any] = {"cwd": home, "env": environment}
    if name in ENDLESS:
        interrupted(example, settings)
        return
    settings |= {"capture_output": True, "timeout": 120}
    done = subprocess.run(["sh", "-ec", example], stdin=subprocess.DEVNULL, **settings)
    said = done.stderr.decode()
    expected = {**dict.fromkeys(NOTHING_THERE, ExitCode.NO), **dict.fromkeys(ELSEWHERE, ExitCode.USAGE)}
    assert done.returncode == expected.get(name, ExitCode.OK), said
    assert "Traceback" not in said
    new = {path for path in home.rglob("*") if path.is_file()} - before
    assert done.stdout or new or said
    if name.startswith("pctui export"):
        assert done.stdout or new
        assert all(path.stat().st_size for path in new)
