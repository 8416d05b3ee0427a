"""The reference and the manual page have the same content as the help, and every command has a working example."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib

import pytest
import typer
from conftest import PROJECT
from markdown_it import MarkdownIt

from pctui.cli.app import COMMANDS, app
from pctui.cli.reference_docs import Manual, as_man, as_markdown, manuals
from pctui.errors import ExitCode

ALL = list(manuals())
RENEW = "run: make reference"


def test_the_written_pages_are_current() -> None:
    assert (PROJECT / "docs" / "reference.md").read_text(encoding="utf-8") == as_markdown(), RENEW
    assert (PROJECT / "docs" / "pctui.1").read_text(encoding="utf-8") == as_man(), RENEW


@pytest.mark.parametrize("form", ["markdown", "man"])
def test_the_module_prints_them_in_any_environment(form: str) -> None:
    surroundings = {"LANG": "C", "COLUMNS": "20", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "pctui.cli.reference_docs", form],
        capture_output=True,
        env={"PATH": "", "PYTHONPATH": str(PROJECT / "src"), **surroundings},
        timeout=60,
    )
    assert done.stdout.decode("utf-8") == (as_markdown() if form == "markdown" else as_man())


def test_every_command_is_documented() -> None:
    names = {manual.name for manual in ALL}
    assert {"pctui", "pctui show", "pctui diff", "pctui export", "pctui export markdown"} <= names
    assert {"pctui", *(f"pctui {name}" for name in COMMANDS)} < names
    assert len(names) == len(ALL)


@pytest.mark.parametrize("manual", ALL, ids=lambda manual: manual.name)
def test_a_command_has_prose_and_an_example_that_parses(manual: Manual) -> None:
    assert manual.prose
    assert manual.examples
    for term, description in manual.terms:
        assert description, term
    for example in manual.examples:
        words = shlex.split(example.split(" | ")[0].split(" > ")[0])
        assert " ".join(words).startswith(manual.name)
        command, context, name = typer.main.get_command(app), None, "pctui"
        arguments = words[1:]
        while True:  # parsed as if typed, down to the command it names; unknown options are refused
            context = command.make_context(name, arguments, parent=context)
            if not (further := [*context._protected_args, *context.args]) or not hasattr(command, "resolve_command"):
                break
            found, command, arguments = command.resolve_command(context, further)
            assert command is not None
            name = str(found)


def test_the_reference_is_commonmark_of_headings_lists_and_code() -> None:
    tokens = MarkdownIt("commonmark").parse(as_markdown())
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} <= {
        "heading", "paragraph", "bullet_list", "list_item", "inline", "code_block",
    }  # fmt: skip
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {"text", "code_inline", "softbreak"}


def test_the_manual_page_is_valid_roff() -> None:
    page = as_man()
    assert page.isascii()
    if shutil.which("groff") is None:
        pytest.skip("there is no groff here")
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-P-c"], input=page.encode(), capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    text = re.sub(".\b", "", done.stdout.decode())  # bold is a letter typed over itself
    for heading in ("NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT"):
        assert f"\n{heading}\n" in text
    for code in ExitCode:
        assert f"{code:d}" in text


def test_the_wheel_includes_the_manual_page() -> None:
    """Only the target is checked here; .ci/run builds the wheel and checks that the page is in it."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/pctui.1": "share/man/man1/pctui.1"}
