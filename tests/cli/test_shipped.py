"""Everything that the help mentions is shipped: its commands run, including from a wheel."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from conftest import LIGHTHOUSES, PROJECT, Run

from pctui.cli.reference_docs import manuals
from pctui.corpus.parse import read

WHEEL = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
    "wheel"
]
HELP = {
    manual.name: " ".join([*manual.prose, *manual.examples, *(text for term in manual.terms for text in term)])
    for manual in manuals()
}
MENTIONED = sorted({command for text in HELP.values() for command in re.findall(r"`(pctui [^`]+)`", text)})


@pytest.mark.parametrize("name", HELP)
def test_help_names_no_file_of_the_project(name: str) -> None:
    folders = {path.name for path in PROJECT.iterdir() if path.is_dir()}
    for word in re.findall(r"[\w.~-]+(?:/[\w.-]+)+", HELP[name]):
        assert word.split("/")[0] not in folders, f"{word} is not in the wheel: name a command that prints it"


@pytest.mark.parametrize("command", MENTIONED)
def test_a_command_that_help_mentions_runs(
    pctui: Run, lights_copy: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PCTUI_DB", str(lights_copy))
    answer = pctui(*command.split()[1:])
    assert answer.code == 0, answer.err


def test_help_mentions_the_schema_and_the_template() -> None:
    assert {"pctui schema export", "pctui template briefing", "pctui template"} <= set(MENTIONED)


@pytest.fixture
def installed(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """The program in the layout of the wheel, run outside the project's folder."""
    (package,) = WHEEL["packages"]
    site = tmp_path / "site"
    shutil.copytree(PROJECT / package, site / "pctui", ignore=shutil.ignore_patterns("__pycache__"))
    for source, target in WHEEL["force-include"].items():
        (site / target).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (PROJECT / source).is_dir() else shutil.copy
        copy(PROJECT / source, site / target)

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(site), "PCTUI_DB": str(tmp_path / "x.db")}
        command = [sys.executable, "-c", "from pctui.__main__ import main; main()", *arguments]
        return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, timeout=60)

    return run


@pytest.mark.parametrize("command", [command for command in MENTIONED if re.match("pctui (schema|template)", command)])
def test_shipped_files_are_in_the_wheel(
    installed: Callable[..., subprocess.CompletedProcess[bytes]], pctui: Run, command: str
) -> None:
    done = installed(*command.split()[1:])
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == pctui(*command.split()[1:]).out


def test_the_wheel_renders_its_template(installed: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    done = installed("export", "markdown", "--template", "briefing", "--var", "organisation=primary-care-trust")
    assert done.returncode == 0, done.stderr
    assert b"\n## " in done.stdout


def test_the_schema_of_the_corpus_describes_its_files(pctui: Run) -> None:
    schema = jsonschema.Draft202012Validator(json.loads(pctui("schema", "corpus").out))
    schema.validate([raw.value for raw in read(LIGHTHOUSES / "concepts.jsonl", [])])
    assert not schema.is_valid([{"kind": "event"}])


def test_the_schema_of_the_export_describes_it(pctui: Run, lights: Path) -> None:
    schema = jsonschema.Draft202012Validator(json.loads(pctui("schema", "export").out))
    schema.validate(json.loads(pctui("export", "json", "--db", lights).out))
    schema.validate(json.loads(pctui("timeline", "--format", "json", "--db", lights).out))
    assert not schema.is_valid({})


def test_an_unknown_schema_is_reported(pctui: Run) -> None:
    answer = pctui("schema", "exprot")
    assert (answer.code, answer.out) == (2, "")
    assert "corpus" in answer.err
    assert "export" in answer.err


def test_a_template_is_listed_printed_adapted_and_used(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    listed = pctui("template").out
    assert re.search(r"^briefing: A briefing .*\n +--var organisation=… .*must be given", listed, re.MULTILINE)
    printed = pctui("template", "briefing").out
    command = ["export", "markdown", "--db", lights, "--var", "organisation=tower-station", "--template"]
    shipped = pctui(*command, "briefing").out
    assert shipped.startswith("# Tower station")
    Path("mine.md.j2").write_text(printed + "The end.\n", encoding="utf-8")
    assert pctui(*command, "mine.md.j2").out == shipped + "The end.\n"
    Path("briefing").write_text("My own.\n", encoding="utf-8")
    assert pctui(*command, "./briefing").out == "My own.\n"
    assert pctui(*command, "briefing").out == shipped  # a plain name is never a file


@pytest.mark.parametrize("command", [["template"], ["export", "markdown", "--template"]])
def test_an_unknown_template_is_reported(pctui: Run, lights: Path, command: list[str]) -> None:
    answer = pctui(*command, "brefing")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        "pctui: there is no template 'brefing'; did you mean 'briefing'?",
        "Choose one of: briefing, chronology, handout, options. For a file without a suffix: ./brefing",
    ]
