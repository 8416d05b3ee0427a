"""Where every export goes: a closed pipe, a full disk, a folder that is not there; and what is said meanwhile."""

from __future__ import annotations

import io
import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run
from exports import FOLDER, files, ways

from pctui.cli import output
from pctui.errors import ExitCode


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
    # Python itself would keep what it compiles in such a file, cut off: -B.
    command = [sys.executable, "-B", "-m", "pctui", "export", *(str(place) if word == FOLDER else word for word in way)]
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
    assert output.PATIENCE == 1.0
    monkeypatch.setattr(output, "PATIENCE", 3600)
    quick, seen = _exported(monkeypatch, *arguments)
    assert quick == plain
    assert "\r" not in seen, "what is done before says nothing"
    shutil.rmtree(place, ignore_errors=True)
    monkeypatch.setattr(output, "PATIENCE", -1)
    slow, seen = _exported(monkeypatch, *arguments)
    assert slow == plain
    shown = seen.split("\r\x1b[2K")
    assert re.fullmatch(rf"writing(?: {re.escape(str(place))})?: \d+\.\d MB …", shown[1])
    assert "MB" not in shown[-1], "the line is taken away at the end"
