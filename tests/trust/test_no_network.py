"""No command and no pane opens a connection, looks up a name or sends a byte to another machine.

Python tells a hook of everything that its modules do with sockets and addresses (https://peps.python.org/pep-0578/).
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, PROJECT

from pctui.cli.app import COMMANDS
from pctui.cli.reference_docs import manuals
from pctui.errors import ExitCode
from pctui.panes import PANES

NETWORK = ("socket", "ssl", "asyncio", "urllib.request", "http.client", "ftplib", "smtplib", "webbrowser")
# What the examples in the help stand for.
STANDS_FOR = {"SLUG": "lamp-house", "DOCUMENT": "keepers-1898"}

# Records what the hook is told, except sockets that lead to this process itself, by which asyncio wakes its loop.
WATCHED = """
import json, sys
events = []
def hook(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "ssl.")):
        if event != "socket.__new__" or arguments[1] != 1:  # AF_UNIX
            events.append(event)
sys.addaudithook(hook)
"""

COMMAND_LINE = """
from pctui.__main__ import main
from pctui.authoring import watching
watching._changes = lambda folders: ()  # else a corpus is watched until Ctrl+C
codes = []
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["pctui", *arguments]
    try:
        main()
    except SystemExit as left:
        codes.append(left.code or 0)
print(json.dumps({"codes": codes, "events": events}), file=sys.stderr)
"""

EXPLORER = """
import asyncio, pathlib
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.tui.app import Explorer
async def used():
    database, panes, *steps = sys.argv[1:]
    store = Store(pathlib.Path(database))
    app = Explorer(store, Reader.of(store))
    seen = []
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for pane in range(1, int(panes) + 1):
            for key in (str(pane), "down", "down", *steps):
                await pilot.press(key)
            seen.append(app.screen.pane.shown if hasattr(app.screen, "pane") else "")
    store.close()
    print(json.dumps({"panes": len(seen), "events": events}), file=sys.stderr)
asyncio.run(used())
"""


def watched(code: str, *arguments: object, folder: Path, **env: object) -> dict[str, list[object]]:
    """Run code in a process with the hook, and return what it prints last on stderr, with the recorded events."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED + code, *map(str, arguments)],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT / "src"), **{name: str(value) for name, value in env.items()}},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, list[object]] = json.loads(done.stderr.decode().splitlines()[-1])
    return found


@pytest.fixture
def folder(tmp_path: Path, lights: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples in the help name."""
    monkeypatch.setenv("PCTUI_DB", str(lights))
    for name in ("", "copy", "my-corpus"):
        (tmp_path / "home" / name).mkdir(exist_ok=True, parents=True)
    home = tmp_path / "home"
    shutil.copytree(LIGHTHOUSE_DOCUMENTS, home / "papers")
    shutil.copytree(LIGHTHOUSES, home / "my-corpus", dirs_exist_ok=True)
    shutil.copy(next(LIGHTHOUSE_DOCUMENTS.glob("*.txt")), home / "minutes.txt")
    shutil.copy(lights, home / "my.db")
    (home / "notes.jsonl").touch()
    return home


def examples(home: Path) -> list[list[str]]:
    """The examples in the help of every command, as arguments."""
    found = []
    for manual in manuals():
        for example in manual.examples:
            _, *words = shlex.split(example.split(" | ")[0].split(" > ")[0])
            words = [STANDS_FOR.get(word, word.replace("~", str(home))) for word in words]
            expanded = [sorted(map(str, home.glob("papers/*.txt"))) if "*" in word else [word] for word in words]
            found.append([argument for several in expanded for argument in several])
    return found


def test_the_hook_is_told_of_connections(tmp_path: Path) -> None:
    code = (
        "import socket, urllib.request\n"
        "for attempt in (lambda: socket.create_connection(('127.0.0.1', 9), 0.1),\n"
        "                lambda: urllib.request.urlopen('http://127.0.0.1:9/', timeout=0.1)):\n"
        "    try:\n        attempt()\n    except OSError:\n        pass\n"
        "print(json.dumps({'events': events}), file=sys.stderr)\n"
    )
    assert {"socket.connect", "socket.getaddrinfo", "urllib.Request"} <= {*watched(code, folder=tmp_path)["events"]}


def test_no_command_uses_the_network(folder: Path) -> None:
    typed = [[], ["--help"], ["--version"], ["--plain"], *examples(folder), *([name, "--help"] for name in COMMANDS)]
    assert {arguments[0] for arguments in examples(folder)} == {*COMMANDS}
    found = watched(COMMAND_LINE, json.dumps(typed), folder=folder)
    assert found["events"] == []
    outcomes = dict(zip(map(" ".join, typed), found["codes"], strict=True))
    assert len(outcomes) > 2 * len(COMMANDS)
    assert not {ExitCode.BUG, ExitCode.DATABASE, ExitCode.FILES} & {*outcomes.values()}, outcomes
    assert list(outcomes.values()).count(0) > 0.8 * len(outcomes), outcomes


def test_no_pane_uses_the_network(folder: Path, lights: Path) -> None:
    """In every pane: an entry, its passage, the copying of its citation, search, help, the palette."""
    keys = ["enter", "s", "escape", "y", "escape", "slash", "l", "a", "enter", "escape", "question_mark", "escape"]
    found = watched(EXPLORER, lights, len(PANES), *keys, "ctrl+p", "escape", "v", "f", "escape", folder=folder)
    assert found == {"panes": len(PANES), "events": []}


def loaded(code: str) -> set[str]:
    """The modules for networks that are loaded after some code."""
    ending = f"\nimport sys, json; print(json.dumps(sorted({{*{NETWORK!r}}} & sys.modules.keys())))"
    done = subprocess.run(
        [sys.executable, "-c", code + ending],
        capture_output=True,
        env={"PATH": "", "PYTHONPATH": str(PROJECT / "src")},
        check=True,
        timeout=60,
    )
    return set(json.loads(done.stdout))


def test_only_textual_loads_modules_for_networks() -> None:
    """Textual runs on asyncio, which imports `socket` and `ssl`; pctui leaves `ssl` out, and prints without any."""
    assert loaded("import pctui.cli.app, pctui.render.formats, pctui.queries.store, pctui.reader.search") == set()
    assert loaded("import pctui.database.build, pctui.corpus.verify, pctui.render.template") <= {
        "asyncio",
        "socket",
        "ssl",
    }
    textual = loaded("import textual.app, textual.widgets, textual.screen")
    assert textual == {"asyncio", "socket", "ssl"}
    assert loaded("import pctui.tui.app") == textual - {"ssl"}
    assert loaded("import pctui.tui.app, ssl") == textual, "what else wants it can have it"
