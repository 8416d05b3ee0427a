"""The benchmarks run: each once, on a tiny corpus. What they find is no matter here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from conftest import PROJECT

pytestmark = pytest.mark.once
BENCH = PROJECT / "bench"
COMMANDS = (
    "--version",
    "--help",
    "search",
    "search --limit 20",
    "show",
    "timeline --limit 20",
    "timeline",
    "timeline --format csv",
    "export markdown",
    "timeline --format markdown",
    "export csv",
    "export json",
    "organisations",
    "evidence",
    "sources",
    "seed",
    "check --coverage",
    "check --documents",
    "cite",
)
WITH_MEMORY = (
    "timeline",
    "timeline --format csv",
    "export markdown",
    "timeline --format markdown",
    "export csv",
    "export json",
    "seed",
    "check --documents",
)
KEYS = (
    *(
        "first key, down",
        "down",
        "page down",
        "G",
        "g",
        "+",
        "-",
        "s, passage",
        "Esc, back",
        "F, filter",
        "/, search",
        "Esc, search",
    ),
    *(f"{n}, first time" for n in range(2, 7)),
    *(f"{n}, again" for n in range(1, 7)),
    *(f"letter {n} of a search" for n in range(1, 5)),
)
WHOLE = ("start, first paint", "start, list shown", "start, ready", "start, CPU", "start, sent", "quit", "peak memory")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCTUI_BENCH_QUIET", "0.06")


def run(program: str, *arguments: str) -> str:
    """Run one of the programs in bench/, and return what it prints."""
    done = subprocess.run(
        [sys.executable, str(BENCH / f"{program}.py"), *arguments], capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return done.stdout


def test_every_promise_is_measured_beside_its_floor() -> None:
    rows = {row["what"]: row for row in json.loads(run("run", "--entries", "60", "--rounds", "0", "--json"))["rows"]}
    wanted = {
        *COMMANDS,
        *WHOLE,
        *(f"{name}, peak memory" for name in WITH_MEMORY),
        *(f"{key}: {figure}" for key in KEYS for figure in ("first output", "settled", "CPU", "sent")),
    }
    assert wanted - rows.keys() == set()
    assert [what for what, row in rows.items() if row["failed"]] == []
    assert [what for what in wanted if rows[what]["floor_median"] is None or not rows[what]["promise"]] == []


def test_a_first_start_builds_the_database() -> None:
    rows = json.loads(run("run", "--rounds", "0", "--only", "first start", "--json"))["rows"]
    assert {row["what"] for row in rows} == {"first start, first paint", "first start, ready"}


def test_a_program_that_fails_has_a_row_that_says_so(tmp_path: Path) -> None:
    for name, line in (
        ("python", f'exec {sys.executable} "$@"'),
        ("pctui", f'case $1 in show) echo lost >&2; exit 3;; esac; exec {sys.executable} -m pctui "$@"'),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o700)
    done = subprocess.run(
        [sys.executable, str(BENCH / "run.py"), "--rounds", "0", "--only", "^show", "--bin", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 1
    assert "fails" in done.stdout
    assert "lost" in done.stdout


def test_every_citation_of_a_synthetic_corpus_holds_in_its_documents(tmp_path: Path) -> None:
    run("synthetic", "2100", str(tmp_path / "one"))
    run("synthetic", "2100", str(tmp_path / "two"))
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len(files) == 3
    assert [
        file for file in files if (tmp_path / "one" / file).read_bytes() != (tmp_path / "two" / file).read_bytes()
    ] == []
    folders = ("--corpus", str(tmp_path / "one" / "corpus"), "--documents", str(tmp_path / "one" / "documents"))
    checked = subprocess.run(
        [sys.executable, "-m", "pctui", "check", *folders],
        env={**os.environ, "HOME": str(tmp_path), "PCTUI_READER": str(tmp_path / "reader.db")},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_slow_line_carries_every_key_and_many_sessions_share_a_database() -> None:
    rows = {row["what"] for row in json.loads(run("line", "--entries", "60", "--rounds", "0", "--json"))["rows"]}
    for line in ("no line", "100 ms, 1 Mbit/s", "300 ms, 1 Mbit/s"):
        assert {f"down, settled: {line}", f"20 down typed ahead, settled: {line}"} <= rows
    if Path("/proc/self/smaps_rollup").exists():
        rows = {row["what"] for row in json.loads(run("sessions", "--sessions", "2", "--json"))["rows"]}
        assert {f"{what}: 2 at once" for what in ("PSS", "USS", "start, ready", "down, settled")} <= rows


def test_a_missing_program_is_said_and_the_others_are_measured(tmp_path: Path) -> None:
    found = json.loads(run("peers", "--entries", "60", "--rounds", "0", "--peers", str(tmp_path), "--json"))
    assert "harlequin is not installed: not measured" in found["missing"]
    assert {"first paint: pctui", "search: pctui"} <= {row["what"] for row in found["rows"]}


def test_the_phases_of_a_start_are_told() -> None:
    phases = {row["what"] for row in json.loads(run("startup", "--rounds", "0", "--json"))["rows"]}
    assert {"Python itself", "imports: Textual", "queries", "stylesheet parsed", "ready"} <= phases


def test_growth_is_drawn_from_the_figures_that_are_kept(tmp_path: Path) -> None:
    only = ("--rounds", "0", "--only", "^--version", "--output", str(tmp_path))
    run("growth", "--sizes", "60", *only)
    run("growth", "--sizes", "30", *only)
    kept = json.loads((tmp_path / "growth.json").read_text(encoding="utf-8"))
    assert list(kept) == ["30", "60"]
    drawn = ElementTree.parse(tmp_path / "growth.svg").getroot()
    assert len(drawn.findall(".//{*}circle")) == 2


@pytest.mark.parametrize("arguments", [["x", "folder"], ["10"], []], ids=" ".join)
def test_a_synthetic_corpus_needs_a_number_and_a_folder(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, str(BENCH / "synthetic.py"), *arguments], capture_output=True, text=True)
    assert done.returncode == 2
    assert "usage" in done.stderr


def test_no_file_of_the_benchmarks_is_long() -> None:
    long = [path.name for path in BENCH.glob("*.py") if len(path.read_text(encoding="utf-8").splitlines()) >= 300]
    assert long == []
