"""`PCTUI_SECURE=1` gives a login that can only read."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run
from terminal import SEQUENCES, Terminal

import pctui as pctui_package
from pctui.authoring.adding import Intake
from pctui.authoring.changes import Changes, FileChange, apply
from pctui.authoring.importing import Options, import_table
from pctui.authoring.new_corpus import create
from pctui.authoring.tables import Table
from pctui.cli.app import ALLOWED_WHEN_SECURE, COMMANDS
from pctui.corpus.loader import load
from pctui.database.build import seed
from pctui.errors import UsageError
from pctui.kinds.registry import KINDS
from pctui.panes import PANES
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.reader.database import writing
from pctui.render.files import write, write_folder
from pctui.tui.app import Explorer
from pctui.tui.remapping import character, normalised, tables
from pctui.tui.screens.main import Main


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
"""
# At its end, it also records what it has loaded of what writes.
LOADED = """
finally:
    writing = ("pctui.authoring", "pctui.convert", "pctui.tui.dialogs.entry_form", "pctui.tui.screens.writer")
    for name in sys.modules:
        if name.startswith(writing):
            os.write(log, f"imported {name}\\n".encode())
"""


class Audited(Terminal):
    """The explorer with the hook, which writes to `log`."""

    def __init__(self, log: Path, *arguments: str) -> None:
        self.open([sys.executable, "-c", f"{AUDITED}try:\n    main(){LOADED}", str(log), *arguments])


def every_key() -> list[bytes]:
    """Return what a terminal sends for each key of every table of commands, except those that leave."""
    commands = [command for _, table in tables() for command in table if command.action != "quit"]
    keys = {normalised(key)[0] for command in commands for key in command.keys.split(",")}
    sent = {key: SEQUENCES.get(key) or (character(key) or "").encode() for key in sorted(keys)}
    return [each for each in sent.values() if each and each != b"q"]


def test_a_session_opens_no_file_for_writing_starts_nothing_and_loads_nothing_that_writes(
    home: Path, tmp_path: Path
) -> None:
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
    """Every command that is not declared as allowed, whatever it is given: so also one that is new."""
    before = files(home)
    for command in sorted(COMMANDS.keys() - ALLOWED_WHEN_SECURE.keys()):
        for arguments in ([], ["--corpus", LIGHTHOUSES], ["--help"], ["x", "--dry-run"]):
            answer = pctui(command, *arguments)
            assert answer == (2, "", f"pctui: '{command}' is disabled in this login\n{HINT}\n")
    for command in (["notes", "export"], ["notes", "export", "-o", "x"], ["notes", "import", "lights.db", "--dry-run"]):
        answer = pctui(*command)
        assert answer == (2, "", f"pctui: '{' '.join(command[:2])}' is disabled in this login\n{HINT}\n")
    assert pctui("notes", "--db", "lights.db").code == 1  # there are none
    assert pctui("recommendations", "--notes", "--db", "lights.db").code == 0
    assert files(home) == before


# What `pctui --help` would show of the commands that are allowed, each with the options of its own.
ALLOWED = {
    **{name: [name] for name in PANES},
    "search": ["search", "lamp"],
    "show": ["show", "lamp-house"],
    "quote": ["quote", "lamp-house"],
    "open": ["open", "lamp-house"],
    "at": ["at", "1850"],
    "compare": ["compare", "lamp-house", "tower-station"],
    "lineage": ["lineage", "lamp-house"],
    "notes": ["notes"],
    "keys": ["keys"],
    "doctor": ["doctor"],
    "schema": ["schema", "export"],
    "template": ["template", "briefing"],
    "corpora": ["corpora"],
}
_WITHOUT_DATABASE = {"keys", "schema", "template", "corpora"}
EACH = """
for line in sys.stdin.read().splitlines():
    sys.argv = ["pctui", *line.split()]
    try:
        main()
    except SystemExit as left:
        print(line, int(left.code or 0), file=sys.__stderr__)
"""


def test_commands_that_are_allowed_write_nothing(home: Path, tmp_path: Path) -> None:
    """Each is run; one that is new has to be added to the table."""
    assert ALLOWED.keys() == ALLOWED_WHEN_SECURE.keys()
    before = files(home)
    log = tmp_path / "audit.log"
    log.touch()
    lines = [
        " ".join([*words, *([] if name in _WITHOUT_DATABASE else ["--db", "lights.db"])])
        for name, words in ALLOWED.items()
    ]
    code = AUDITED + EACH
    done = subprocess.run(
        [sys.executable, "-c", code, log], input="\n".join(lines), capture_output=True, text=True, cwd=home
    )
    assert done.returncode == 0, done.stderr
    codes = [line for line in done.stderr.splitlines() if line.rpartition(" ")[0] in lines]
    assert len(codes) == len(lines), done.stderr
    assert [line for line in codes if line.rpartition(" ")[2] not in "01"] == [], done.stderr
    assert log.read_text() == ""
    assert files(home) == before


# What can be done with a corpus in the explorer: the actions of the modules in which it is written.

TUI = Path(pctui_package.__file__).parent / "tui"
_READING = {"panes/sources.py"}  # it has the page on which passages are selected, and that page's actions are its own


def writing_actions() -> set[str]:
    """Return every action in the explorer's modules that import what writes a corpus, now or when it is done."""
    found = set()
    for path in TUI.rglob("*.py"):
        parsed = ast.parse(path.read_text(encoding="utf-8"))
        imported = {node.module or "" for node in ast.walk(parsed) if isinstance(node, ast.ImportFrom)}
        writes = any(name.startswith("authoring") for name in imported) or path.parent.name == "entry_form"
        if writes and path.relative_to(TUI).as_posix() not in _READING:
            found |= {
                node.name.removeprefix("action_")
                for node in ast.walk(parsed)
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("action_")
            }
    return found


TABLES = """
import json
from pctui.tui.remapping import tables
print(json.dumps([[place, command.id, command.action] for place, table in tables() for command in table]))
"""


def test_no_command_of_a_secure_explorer_leads_to_writing(tmp_path: Path) -> None:
    """Commands are what footer, help, palette and keys are made of. One that is new fails here until it is left out."""
    writing = writing_actions()
    assert {"write", "select", "edit", "delete", "undo", "save", "take_all", "select_sentence"} <= writing
    commands = {}
    for secure in ("0", "1"):
        env = {**os.environ, "PCTUI_SECURE": secure}
        done = subprocess.run([sys.executable, "-c", TABLES], env=env, capture_output=True, text=True, check=True)
        commands[secure] = {
            (place, id_): action.partition("(")[0].rpartition(".")[2] for place, id_, action in json.loads(done.stdout)
        }
    own = {
        id_
        for (_, id_), action in commands["0"].items()
        if id_.partition(".")[0] in {"write", "select", "entry", "kind", "review"}
    }
    assert {commands["0"][key] for key in commands["0"] if key[1] in own} <= writing | {"screen"}
    gone = {id_ for _, id_ in commands["0"]} - {id_ for _, id_ in commands["1"]}
    assert own <= gone
    # The words of other dialogs, too.
    shared = {"save", "close", "move", "open", "field", "offer", "choose", "discard", "more", "note"}
    left = {key: action for key, action in commands["1"].items() if action in writing - shared}
    assert left == {}


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


async def test_every_action_of_writing_does_nothing_however_it_is_called(
    home: Path, lights: Path, tmp_path: Path
) -> None:
    """Not by its key, which is gone, but as a palette or a program that has the explorer would call it."""
    folder = Path(shutil.copytree(LIGHTHOUSES, tmp_path / "corpus"))
    before = files(home), files(folder)
    with closing(Store(home / "lights.db")) as store:
        app = Explorer(store, Reader.of(store, tmp_path / "reader.db"), "pctui-dark", corpus=folder, writes=True)
        async with app.run_test(size=(100, 40)) as pilot:
            await pilot.pause()
            for action in sorted(writing_actions() - {"save", "close", "field"}):  # which are of other screens too
                for name in (f"screen.{action}", f"app.{action}", action):
                    for arguments in ("", "(1)"):
                        with suppress(TypeError):  # it takes another number of them
                            await app.run_action(f"{name}{arguments}", default_namespace=app.screen)
                        await pilot.pause()
            assert [type(screen) for screen in app.screen_stack] == [Main]
            assert app.screen.workspace is None  # type: ignore[attr-defined]
    assert (files(home), files(folder)) == before
    assert not (tmp_path / "reader.db").exists()
