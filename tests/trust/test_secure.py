"""`PCTUI_SECURE=1` gives a login that can only read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run
from terminal import SEQUENCES, Terminal

from pctui.authoring.adding import Intake
from pctui.authoring.changes import Changes, FileChange, apply
from pctui.authoring.importing import Options, import_table
from pctui.authoring.new_corpus import create
from pctui.authoring.tables import Table
from pctui.corpus.loader import load
from pctui.database.build import seed
from pctui.errors import UsageError
from pctui.kinds.registry import KINDS
from pctui.reader.database import writing
from pctui.render.files import write, write_folder
from pctui.tui.remapping import character, normalised, tables


@pytest.fixture
def home(tmp_path: Path, lights: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder that contains only the database, which the login gives on the command line."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "lights.db").write_bytes(lights.read_bytes())
    monkeypatch.setenv("PCTUI_SECURE", "1")
    monkeypatch.chdir(home)
    return home


def files(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def test_no_key_of_the_explorer_writes(home: Path) -> None:
    before = files(home)
    hostile = {"TEXTUAL_LOG": str(home / "log"), "TEXTUAL_DRIVER": "no.such:Driver", "TEXTUAL_SCREENSHOT": "1"}
    terminal = Terminal(home / "nowhere.db", "--db", str(home / "lights.db"), **hostile)
    try:
        assert terminal.read_until(b"Beacon Act")
        for key in (b"m", b"a", b"ab", b"\x1b", b"e", b"x.md\r", b"\x1b", b"3", b"m", b"\x10"):  # ^P: the palette
            terminal.press(key)
        assert b"the title of an entry" in terminal.sent
        terminal.press(b"Export")
        assert b"Export the page or the list to a file" not in terminal.sent
        terminal.press(b"\x1b")
        terminal.press(b"q")
        assert terminal.leave() == 0
    finally:
        terminal.close()
    assert files(home) == before
    for word in (b"Mark", b"Note"):  # the footer shows neither
        assert word not in terminal.sent


# Runs pctui with a hook that records, in a file opened before, whatever is opened for writing or started.
AUDITED = """
import os, sys
log = os.open(sys.argv.pop(1), os.O_WRONLY)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NEVER = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.mkdir", "os.rename", "os.remove",
  "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate", "os.utime", "shutil.", "tempfile.",
  "socket.connect", "socket.bind", "socket.sendto", "webbrowser.")

def hook(event, arguments):
    written = event == "open" and arguments[2] & WRITING and arguments[0] not in ("/dev/null", "/dev/tty")
    database = event == "sqlite3.connect" and "mode=ro" not in str(arguments[0]) and ":memory:" not in str(arguments[0])
    if written or database or event.startswith(NEVER):
        os.write(log, f"{event} {arguments}\\n".encode())

sys.addaudithook(hook)
from pctui.__main__ import main
main()
"""


class Audited(Terminal):
    """The explorer with the hook, which writes to `log`."""

    def __init__(self, log: Path, *arguments: str) -> None:
        self.open([sys.executable, "-c", AUDITED, str(log), *arguments])


def every_key() -> list[bytes]:
    """Return what a terminal sends for each key of every table of commands, except those that leave."""
    commands = [command for _, table in tables() for command in table if command.action != "quit"]
    keys = {normalised(key)[0] for command in commands for key in command.keys.split(",")}
    sent = {key: SEQUENCES.get(key) or (character(key) or "").encode() for key in sorted(keys)}
    return [each for each in sent.values() if each and each != b"q"]


def test_a_session_opens_no_file_for_writing_and_starts_nothing(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "audit.log"
    log.touch()
    terminal = Audited(log, "--db", "lights.db")
    try:
        assert terminal.read_until(b"Beacon Act")
        for keys in every_key():
            terminal.press(keys, quiet=0.05)
            terminal.press(b"x\r", quiet=0.05)  # into a dialog, if that was its key
            terminal.press(b"\x1b", quiet=0.05)
        terminal.press(b"\x1b")
        terminal.press(b"q")
        assert terminal.leave() == 0, terminal.sent[-500:]
    finally:
        terminal.close()
    assert log.read_text() == ""


def test_commands_that_write_or_take_a_path_are_disabled(home: Path, pctui: Run) -> None:
    before = files(home)
    for command in (
        ["seed", "--corpus", LIGHTHOUSES],
        ["attach", LIGHTHOUSE_DOCUMENTS],
        ["check", "--corpus", LIGHTHOUSES],
        ["export", "markdown", "--output", "x.md"],
        ["export", "markdown", "--template", "briefing", "--var", "organisation=tower-station"],
        ["cite", "lights", "a passage"],
        ["watch", "--corpus", LIGHTHOUSES],
        ["paragraphs", LIGHTHOUSE_DOCUMENTS / "lights.txt"],
        ["diff", LIGHTHOUSES, LIGHTHOUSES],
        ["init", "new"],
        ["add", LIGHTHOUSE_DOCUMENTS / "keepers-letter.txt", "--corpus", LIGHTHOUSES, "--dry-run"],
        ["import", "events.csv", "--dry-run"],
        ["split", "--corpus", LIGHTHOUSES],
        ["write", "--corpus", LIGHTHOUSES],
    ):
        answer = pctui(*command)
        assert answer == (2, "", f"pctui: '{command[0]}' is disabled in this login\n{HINT}\n")
    for command in (["notes", "export"], ["notes", "export", "-o", "x"], ["notes", "import", "lights.db", "--dry-run"]):
        answer = pctui(*command)
        assert answer == (2, "", f"pctui: '{' '.join(command[:2])}' is disabled in this login\n{HINT}\n")
    assert pctui("notes", "--db", "lights.db").code == 1  # there are none
    assert pctui("recommendations", "--notes", "--db", "lights.db").code == 0
    assert pctui("show", "lamp-house", "--db", "lights.db").code == 0
    assert pctui("schema", "export").code == pctui("template", "briefing").code == 0
    assert files(home) == before


def test_the_commands_of_writing_do_not_even_exist(process: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    known = [
        {line.split()[0].partition(".")[0] for line in process("keys", env=env).stdout.decode().splitlines() if line}
        for env in ({"PCTUI_SECURE": "1"}, {"PCTUI_SECURE": "0"})
    ]
    assert known[1] - known[0] == {
        "write",
        "select",
        "entry",
        "kind",
        "deletion",
        "Writing",
        "Selecting",
        "The",
        "Deleting",
    }


HINT = "PCTUI_SECURE is set: this login is read-only."


def test_nothing_is_built_and_no_variable_names_another_file(
    home: Path, lights: Path, process: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    (home / "config").write_text("secret = 'of another'\n")
    env = {"PCTUI_DB": str(lights), "PCTUI_CONFIG": str(home / "config"), "PCTUI_READER": str(home / "config")}
    before = files(home)
    done = process("timeline", env=env)
    assert done.returncode == 3
    assert b"there is no database" in done.stderr
    done = process("keys", env=env)
    assert b"secret" not in done.stdout + done.stderr
    assert files(home) == before


@pytest.mark.parametrize("value", ["0", ""])
def test_it_can_be_switched_off(home: Path, pctui: Run, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PCTUI_SECURE", value)
    assert pctui("export", "markdown", "--db", "lights.db", "--output", "x.md").code == 0
    assert "x.md" in files(home)


def test_functions_that_write_refuse_however_they_are_called(home: Path) -> None:
    before = files(home)
    with pytest.raises(UsageError, match="writing is disabled"):
        write(home / "x", ["text"])
    with pytest.raises(UsageError, match="writing is disabled"):
        write_folder(home / "x", [("a.md", "text")])
    with pytest.raises(UsageError, match="writing is disabled"):
        seed(LIGHTHOUSES, home / "x.db")
    with pytest.raises(UsageError, match="writing is disabled"), writing(home / "reader.db"):
        pass
    with pytest.raises(UsageError, match="writing is disabled"):
        create(home / "new")
    loaded = load(LIGHTHOUSES)
    with pytest.raises(UsageError, match="writing is disabled"):
        Intake(home, loaded).add(LIGHTHOUSE_DOCUMENTS / "keepers-letter.txt")
    with pytest.raises(UsageError, match="writing is disabled"):
        import_table(home, loaded, Table("x.csv", [], [], []), lambda _: None, Options(KINDS["event"]))
    with pytest.raises(UsageError, match="writing is disabled"):
        apply(Changes(home / "corpus", (FileChange("corpus.yaml", None, b"- x"),)))
    assert files(home) == before


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_shell_completion_cannot_be_installed(
    home: Path, process: Callable[..., subprocess.CompletedProcess[bytes]], option: str
) -> None:
    before = files(home)
    for shell in ([], ["bash"]):
        for surroundings in ({}, {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}):
            done = process(option, *shell, env=surroundings)
            assert (done.returncode, done.stdout) == (2, b"")
            assert b"completion is disabled" in done.stderr
    assert files(home) == before


def test_requests_for_shell_completion_are_ignored(
    home: Path, process: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    env = {"_PCTUI_COMPLETE": "complete_bash", "COMP_WORDS": "pctui show --db lights.db lamp", "COMP_CWORD": "4"}
    done = process("show", "lamp-house", "--db", home / "lights.db", env=env)
    assert (done.returncode, done.stdout.split(b"\n")[0]) == (0, b"Lamp house")
