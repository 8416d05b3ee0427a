"""The command as a process: pipes, signals, locales, internal errors."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES, TESTS, Run, editing
from surroundings import printed

from pctui.errors import ExitCode

Process = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.parametrize(
    "arguments",
    [
        *(["timeline"], ["export", "markdown"], ["--help"], ["--version"], ["search", "light"]),
        *(["timeline", "--format", form] for form in ("markdown", "json", "jsonl", "csv")),
        *(["compare", "class-1", "class-2"], ["lineage", "lamp-house"], ["timeline", "--limit", "1"]),
    ],
    ids=" ".join,
)
def test_a_closed_pipe_is_quiet(lights: Path, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "pctui", *arguments],
            stdout=gone,
            stderr=subprocess.PIPE,
            env={**os.environ, "PCTUI_DB": str(lights)},
        )
    assert (done.returncode, done.stderr) == (0, b"")


def test_head_gets_its_lines_without_an_error(lights: Path) -> None:
    done = subprocess.run(
        f"'{sys.executable}' -m pctui export markdown --db '{lights}' | head -n 1", shell=True, capture_output=True
    )
    assert (done.stdout, done.stderr) == (b"# The lights of Marrow Sound\n", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["timeline"], ["--help"], ["--version"]])
def test_a_full_disk_is_reported(lights: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pctui", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PCTUI_DB": str(lights)},
        )
    assert done.returncode == ExitCode.FILES
    assert done.stderr.startswith(b"pctui: cannot read or write: ")
    assert done.stderr.count(b"\n") == 1


def test_without_stdout_or_stderr(process: Process, lights: Path) -> None:
    command = f"'{sys.executable}' -m pctui --db '{lights}'"
    done = subprocess.run(f"{command} >&-", shell=True, capture_output=True)
    assert (done.returncode, done.stderr) == (4, b"pctui: there is no stdout to write to\n")
    done = subprocess.run(f"{command} 2>&-", shell=True, capture_output=True)
    assert done.returncode == 0
    done = subprocess.run(f"{command.replace('--db', 'show x --db')} 2>&-", shell=True, capture_output=True)
    assert (done.returncode, done.stdout) == (1, b"")


def test_an_interrupt_exits_with_130_and_one_word(tmp_path: Path) -> None:
    code = (
        "import os, signal\n"
        "import pctui.database.build as build\n"
        "build.Rows = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
        "from pctui.__main__ import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code, "seed", "--corpus", str(LIGHTHOUSES), "--db", str(tmp_path / "x.db")]
    done = subprocess.run(command, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.INTERRUPTED, b"", b"interrupted\n")
    assert list(tmp_path.glob(".x*")) + list(tmp_path.glob("x*")) == []


@pytest.mark.parametrize("watched", [False, True])
def test_a_process_ends_without_being_taken_apart_unless_it_is_watched(tmp_path: Path, watched: bool) -> None:
    code = (
        "import atexit, sys\n"
        "from pctui.__main__ import program\n"
        "atexit.register(print, 'taken apart')\n"
        f"sys.settrace((lambda *_: None) if {watched} else None)\n"
        "program()\n"
    )
    for arguments, expected in ((["--version"], 0), (["show", "x", "--db", str(tmp_path / "x")], 3), (["x"], 2)):
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, capture_output=True, timeout=60)
        assert done.returncode == expected
        assert bool(done.stderr) == bool(expected)
        assert (b"taken apart" in done.stdout) == watched
        assert done.stdout.startswith(b"pctui ") == (not expected)


SURROUNDINGS = (
    {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "COLUMNS": "20"},
    {"TERM": "dumb", "NO_COLOR": "1"},
)


PRINTED = (
    *(["timeline"], ["export", "markdown"], ["search", "light"], ["timeline", "--since", "1838", "--format", "csv"]),
    *(["compare", "lamp-house", "tower-station"], ["lineage", "lamp-house", "--format", "json"]),
)


@pytest.mark.once
def test_the_bytes_are_the_same_in_every_locale(lights: Path, tmp_path: Path) -> None:
    env = {"PCTUI_DB": str(lights)}
    here = printed(PRINTED, tmp_path, env)
    assert all(here)
    for surroundings in SURROUNDINGS:
        *others, usage = printed([*PRINTED, ["cite", "--help"]], tmp_path, env | surroundings)
        assert others == here
        assert usage.decode("utf-8")


def test_only_debug_shows_a_traceback(pctui: Run, monkeypatch: pytest.MonkeyPatch, lights: Path) -> None:
    plain = pctui("show", "nobody", "--db", lights)
    shown = pctui("--debug", "show", "nobody", "--db", lights)
    assert shown.code == plain.code == 1
    assert "Traceback (most recent call last)" in shown.err
    assert shown.err.endswith(plain.err)

    def broken(*_given: object) -> None:
        raise KeyError("a fault of ours \x1b[31m")

    monkeypatch.setattr("pctui.page.entry_page.entry_blocks", broken)
    answer = pctui("show", "lamp-house", "--db", lights)
    assert answer.code == ExitCode.BUG == 70
    assert answer.err.startswith("pctui: internal error: KeyError: ")
    assert "pctui --debug" in answer.err
    assert "\x1b" not in answer.err
    answer = pctui("--debug", "show", "lamp-house", "--db", lights)
    assert answer.code == ExitCode.BUG
    assert "in broken" in answer.err
    assert "\x1b" not in answer.err


def test_arguments_that_are_not_text(process: Process, lights: Path) -> None:
    for arguments in ([b"show", b"\xff\xfe"], [b"search", b"\xff"], [b"at", b"\xff"], [b"timeline", b"--db", b"/\xff"]):
        done = subprocess.run(
            [os.fsencode(sys.executable), b"-m", b"pctui", *arguments],
            capture_output=True,
            env={**os.environ, "PCTUI_DB": str(lights)},
        )
        assert done.returncode in (1, 2, 3), (arguments, done.stderr)
        assert b"itself" not in done.stderr
        assert done.stderr.decode("utf-8")


def seeding(database: Path, corpus: Path = LIGHTHOUSES) -> list[str]:
    return [sys.executable, "-m", "pctui", "seed", "--corpus", str(corpus), "--db", str(database)]


# Its arguments: a corpus, the database to replace, and the expected new database.
KILLED = """
import sys
from pathlib import Path
from killing import at_every_moment
from pctui.database import build
corpus, database, new = map(Path, sys.argv[1:])
before, after = database.read_bytes(), new.read_bytes()
found = []
def check():
    found.append(database.read_bytes())
    assert found[-1] in (before, after)
print(at_every_moment(lambda: build.seed(corpus, database), check, statements=4))
assert (found[0], found[-1]) == (before, after) and before != after
"""


@pytest.fixture
def old(lights_copy: Path) -> Path:
    """A database that a new build replaces with other bytes."""
    with editing(lights_copy) as connection:
        connection.execute("UPDATE corpus SET title = 'The old one'")
    return lights_copy


@pytest.mark.once
def test_a_killed_build_leaves_the_old_or_the_new_database(lights: Path, old: Path) -> None:
    """kill -9 at every moment of the build leaves either the old or the new database, byte for byte."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, LIGHTHOUSES, old, lights],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


@pytest.mark.parametrize("moment", ["build._sync", "pathlib.Path.replace"])
def test_a_build_killed_before_renaming_is_swept_away(tmp_path: Path, lights: Path, old: Path, moment: str) -> None:
    """Killed just before the rename; what is left is removed by the next build."""
    before = old.read_bytes()
    code = (
        "import os, signal, sys, pathlib\n"
        "from pctui.database import build\n"
        f"{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build.seed(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(LIGHTHOUSES), str(old)], timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert old.read_bytes() == before
    (left,) = tmp_path.glob(".copy.db.*.pctui")
    subprocess.run(seeding(old), check=True, capture_output=True)
    assert old.read_bytes() == lights.read_bytes()
    assert not left.exists()
