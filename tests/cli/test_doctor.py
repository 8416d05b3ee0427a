"""`pctui doctor` says what is wrong with an installation, a file, a terminal or a login, and what to do about it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, Run
from terminal import Terminal

from pctui.database import engine
from pctui.doctor import login
from pctui.paths import reader


def checks(pctui: Run, *arguments: object) -> dict[str, dict[str, Any]]:
    """Run it, and return its checks by name; the exit code agrees with them."""
    answer = pctui("doctor", "--format", "json", *arguments)
    found = json.loads(answer.out)["checks"]
    assert answer.code == any(check["state"] == "fault" for check in found)
    return {check["name"]: check for check in found}


def test_a_new_installation_has_no_faults(pctui: Run) -> None:
    answer = pctui("doctor")
    assert answer.code == 0
    for line in ("Versions", "Files", "Terminal", "Login"):
        assert f"\n{line}\n" in f"\n{answer.out}"
    assert "the next start builds it" in answer.out
    assert "PCTUI_SECURE is not set" in answer.out


def test_your_own_file_is_closed_to_others_by_the_next_start(pctui: Run, lights: Path) -> None:
    assert pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights).code == 0
    own = reader()
    own.chmod(0o644)
    assert checks(pctui, "--db", lights)["Your own file"]["state"] == "ok"
    assert own.stat().st_mode & 0o777 == 0o600


def test_a_database_that_anyone_may_replace_is_a_fault(pctui: Run, lights_copy: Path) -> None:
    lights_copy.chmod(0o666)
    found = checks(pctui, "--db", lights_copy)["Database"]
    assert found["state"] == "fault"
    assert "chmod o-w" in found["advice"]


def test_damage_is_found(pctui: Run, lights_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "reader.db"
    own.write_bytes(b"not a database")
    settings = tmp_path / "config.toml"
    settings.write_text("theme = 'pink'\n")
    monkeypatch.setenv("PCTUI_READER", str(own))
    monkeypatch.setenv("PCTUI_CONFIG", str(settings))
    lights_copy.write_bytes(lights_copy.read_bytes()[:5000])
    found = checks(pctui, "--db", lights_copy)
    for name in ("Settings", "Database", "Your own file"):
        assert found[name]["state"] == "fault", name
        assert found[name]["advice"], name


def test_flaws_of_an_old_sqlite_are_named(pctui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "version", lambda: (3, 40, 1))
    found = checks(pctui)["SQLite"]
    assert (found["state"], found["found"]) == ("note", "3.40.1")
    assert all(name in found["advice"] for name in engine.FLAWS)
    monkeypatch.setattr(engine, "version", lambda: max(engine.FLAWS.values()))
    assert checks(pctui)["SQLite"]["state"] == "ok"
    monkeypatch.setattr(engine, "version", lambda: (3, 36, 0))
    assert checks(pctui)["SQLite"]["state"] == "fault"


@pytest.mark.parametrize(("column", "words"), [(2, b"one cell"), (3, b"columns do not line up")])
def test_the_terminal_is_asked_how_wide_it_draws_signs(lights: Path, column: int, words: bytes) -> None:
    terminal = Terminal(lights, "doctor", LANG="C.UTF-8", COLORTERM="truecolor")
    try:
        assert terminal.read_until(b"\x1b[6n")
        os.write(terminal.main, f"\x1b[1;{column}R".encode())
        assert terminal.leave() == (column != 2)
        assert words in terminal.sent
        assert b"80 columns by 24 lines" in terminal.sent
        assert b"24-bit" in terminal.sent
    finally:
        terminal.close()


def test_a_terminal_that_does_not_answer_is_not_waited_for(lights: Path) -> None:
    terminal = Terminal(lights, "doctor", LANG="C.UTF-8", NO_COLOR="1")
    try:
        assert terminal.leave() == 0
        assert b"did not say" in terminal.sent
        assert b"NO_COLOR is set" in terminal.sent
    finally:
        terminal.close()


def test_a_login_that_passes_variables_on_is_at_fault(
    pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    monkeypatch.setenv("SHELL", "/bin/sh")
    found = checks(pctui, "--db", lights)
    assert found["Environment"]["state"] == found["Python"]["state"] == "fault"
    assert "docs/ssh.md" in found["Environment"]["advice"]


def test_a_login_by_the_recipe_has_only_the_faults_of_its_user(lights: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *("/usr/bin/env", "-i", "TERM=dumb", f"HOME={tmp_path}", "LANG=C.UTF-8", "PCTUI_SECURE=1"),
            *(sys.executable, "-I", "-m", "pctui", "--db", lights, "doctor", "--format", "json"),
        ],
        capture_output=True,
    )
    found = {check["name"]: check for check in json.loads(done.stdout)["checks"] if check["group"] == "Login"}
    assert found["Python"]["found"] == "isolated (-I)" or found["Python"]["found"].startswith("this login can change")
    assert found["Environment"]["state"] == "ok"
    assert found["User"]["state"] == ("fault" if os.getuid() == 0 else "ok")
    assert found["Database"]["state"] == "fault"  # a guest must not own it


def test_limits_of_a_control_group_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "user.slice").mkdir()
    (tmp_path / "user.slice" / "memory.max").write_text("2147483648\n")
    (tmp_path / "memory.max").write_text("max\n")
    group = tmp_path / "cgroup"
    group.write_text("0::/user.slice/session-1.scope\n")
    monkeypatch.setattr(login, "_CGROUPS", tmp_path)
    monkeypatch.setattr(login, "_OWN_GROUP", group)
    assert login.limit("memory.max") == 2147483648
