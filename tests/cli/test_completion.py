"""Shell completion of commands, options, slugs and terms: by the shells' protocol, and in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import PROJECT, editing

Offer = Callable[..., list[str]]
Process = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def bash(process: Process, lights: Path) -> Offer:
    """Return bash's completions for the last word of a line."""

    def ask(line: str, database: object = lights) -> list[str]:
        words = line.split(" ")
        done = process(
            env={
                "PCTUI_DB": str(database),
                "COMP_WORDS": line,
                "COMP_CWORD": str(len(words) - 1),
                "_PCTUI_COMPLETE": "complete_bash",
            }
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode().split()

    return ask


@pytest.fixture
def fish(process: Process, lights: Path) -> Offer:
    """Return fish's completions at the end of a line, with their descriptions."""

    def ask(line: str, database: object = lights) -> list[str]:
        done = process(
            env={
                "PCTUI_DB": str(database),
                "_TYPER_COMPLETE_ARGS": line,
                "_TYPER_COMPLETE_FISH_ACTION": "get-args",
                "_PCTUI_COMPLETE": "complete_fish",
            }
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode().splitlines()

    return ask


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("pctui exp", ["export"]),
        ("pctui export js", ["json", "jsonl"]),
        ("pctui timeline --co", ["--context"]),
        (
            "pctui recommendations --by ",
            ["heading", "boundary", "actor", "proposer", "strength", "standing", "document", "mark"],
        ),
        ("pctui notes --format m", ["markdown"]),
        ("pctui timeline --lane l", ["law", "lights"]),
        ("pctui timeline --type c", ["closure"]),
        ("pctui timeline --modality p", ["planned", "proposed"]),
        ("pctui timeline --organisation k", ["keepers-union"]),
        ("pctui search --kind fi", ["figure", "finding"]),
        ("pctui evidence --domain ", ["safety", "money"]),
        ("pctui evidence --direction im", ["improved"]),
        ("pctui organisations --classification ne", ["network"]),
        ("pctui recommendations --strength fi", ["firm"]),
        ("pctui recommendations --boundary sea", ["sea-and-shore"]),
        ("pctui ladder --ladder t", ["ties-to-others"]),
        ("pctui compare class-1 class-", ["class-1", "class-2", "class-3"]),
        ("pctui lineage tower-s", ["tower-station"]),
        ("pctui export markdown --section pe", ["people"]),
        ("pctui export csv --table fig", ["figures"]),
        ("pctui export markdown --template ch", ["chronology"]),
        ("pctui export markdown --template chronology --var ", ["since=", "until=", "lane=", "organisation="]),
        ("pctui export markdown --template chronology --var lane=l", ["lane=law", "lane=lights"]),
        ("pctui export markdown --template chronology --var actor=b", []),
        ("pctui export markdown --var la", []),
        ("pctui show class", ["class-1", "class-2", "class-3", "classes-of-light"]),
        ("pctui open tower-s", ["tower-station"]),
        ("pctui show light", []),  # a background fact: hidden by default
        ("pctui show --context light", ["light-museum"]),
        ("pctui --context show light", ["light-museum"]),
        ("pctui cite ", ["calder-wren-1911", "keepers-1898"]),
        ("pctui show Nobody", []),
        ("pctui seed --corpus ", []),  # the shell's own: files
    ],
)
def test_bash_offers_valid_completions(bash: Offer, line: str, offered: list[str]) -> None:
    assert bash(line) == offered


def test_slugs_are_offered_with_their_titles(fish: Offer, process: Process, lights: Path) -> None:
    assert fish("pctui show lamp-house") == ["lamp-house\tLamp house", "lamp-houses-1850\tLamp houses in 1850"]
    asked = {"_TYPER_COMPLETE_ARGS": "pctui show lamp-house", "_PCTUI_COMPLETE": "complete_zsh"}
    done = process(env={"PCTUI_DB": str(lights), **asked})
    assert done.stdout.decode() == (
        '_arguments \'*: :(("lamp-house":"Lamp house"\n"lamp-houses-1850":"Lamp houses in 1850"))\'\n'
    )


def test_completion_uses_the_database_named_on_the_command_line(bash: Offer, lights: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.db"
    assert bash(f"pctui show --db {lights} lamp-h", nowhere) == ["lamp-house", "lamp-houses-1850"]
    assert bash(f"pctui --db {lights} show lamp-h", nowhere) == ["lamp-house", "lamp-houses-1850"]
    home = Path(os.environ["HOME"])
    home.mkdir()
    shutil.copy(lights, home / "mine.db")
    assert bash("pctui show --db ~/mine.db lamp-h", nowhere) == ["lamp-house", "lamp-houses-1850"]


def test_without_a_database_nothing_is_offered_or_built(bash: Offer, lights: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.db"
    assert bash("pctui show lamp-", nowhere) == []
    assert not nowhere.exists()
    (tmp_path / "other.db").write_bytes(b"not ours")
    assert bash("pctui show lamp-", tmp_path / "other.db") == []
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(lights.read_bytes()[:20_000])
    assert bash("pctui show lamp-", damaged) == []
    assert bash("pctui exp", nowhere) == ["export"]  # commands are offered even without a database


def test_too_many_candidates_are_not_offered(lights_copy: Path) -> None:
    from pctui.queries.slugs import beginning
    from pctui.queries.store import Store

    with closing(Store(lights_copy)) as store:
        assert beginning(store, "class", most=3) == []
        assert [r.slug for r in beginning(store, "class-", most=3)] == ["class-1", "class-2", "class-3"]


def test_completion_imports_nothing_heavy(lights: Path) -> None:
    code = (
        "import atexit, sys\n"
        "heavy = {'textual', 'sqlite_utils', 'rich.text', 'pydantic', 'jinja2', 'edtf', 'yaml'}\n"
        "atexit.register(lambda: print(sorted(heavy & set(sys.modules)), file=sys.stderr))\n"
        "from pctui.__main__ import main\n"
        "main()\n"
    )
    asked = {"_TYPER_COMPLETE_ARGS": "pctui show lamp", "_PCTUI_COMPLETE": "complete_zsh", "PCTUI_DB": str(lights)}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(PROJECT / "src"), **asked},
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert b"lamp-house" in done.stdout
    assert done.stderr == b"[]\n"


@pytest.fixture
def hostile(lights_copy: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A database whose slugs and titles would run a command if a shell evaluated them, and the file it would create."""
    left = tmp_path / "was-here"
    command = f"touch {left}"
    with editing(lights_copy) as connection:
        for n, title in enumerate(
            (
                f"\\$({command})",
                f"\\`{command}`",
                f"'; {command}; '",
                f'"; {command}; "',
                "[/x] [bold]",
                f"))'; {command}",
            )
        ):
            connection.execute(
                "INSERT INTO entries (id, slug, kind, title, summary, origin, modality) "
                "VALUES ((SELECT MAX(id) + 1 FROM entries), ?, 'concept', ?, '', ?, ?)",
                (f"evil-{n}", title, "document", "happened"),
            )
        connection.execute("UPDATE entries SET slug = ? WHERE slug = 'evil-5'", (f"evil-$({command})",))
    return lights_copy, left


SHELLS = {
    "bash": (
        ["--norc", "-c"],
        (
            'source <(pctui --show-completion bash); COMP_WORDS=(pctui show "$1"); COMP_CWORD=2; '
            '_pctui_completion pctui; printf "%s\\n" "${COMPREPLY[@]}"'
        ),
    ),
    # zsh's `_arguments` evaluates the list between the inner parentheses.
    "zsh": (
        ["-f", "-c"],
        (
            "_arguments() { local action=${1#'*: :'}; eval \"offered=( ${action[3,-3]} )\"; print -l ${offered%%:*} }; "
            'compdef() { }; eval "$(pctui --show-completion zsh)"; words=(pctui show "$1"); CURRENT=3; '
            "_pctui_completion"
        ),
    ),
    "fish": (
        ["--no-config", "-c"],
        'pctui --show-completion fish | source; complete -C "pctui show $argv[1]" | string split -f 1 \\t',
    ),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_in_the_real_shells(shell: str, hostile: tuple[Path, Path], tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    database, left = hostile
    (tmp_path / "bin").mkdir()
    pctui = tmp_path / "bin" / "pctui"
    pctui.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pctui "$@"\n')
    pctui.chmod(0o755)
    env = {**os.environ, "PATH": f"{pctui.parent}:{os.environ['PATH']}", "PCTUI_DB": str(database)}
    (*options, script) = [*SHELLS[shell][0], SHELLS[shell][1]]
    for typed, offered in (
        ("class-", ["class-1", "class-2", "class-3"]),
        ("evil", [f"evil-{n}" for n in range(5)]),
    ):
        arguments = [typed] if shell == "fish" else [shell, typed]
        done = subprocess.run(
            [shell, *options, script, *arguments], env=env, capture_output=True, timeout=60, cwd=tmp_path
        )
        assert (done.stdout.decode().split(), done.stderr) == (offered, b"")
    assert not left.exists()
