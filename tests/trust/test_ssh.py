"""A guest who logs in over SSH by the recipe of docs/ssh.md gets the explorer, and nothing else."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sshd
from sshd import Guest, Server

pytestmark = pytest.mark.skipif(not (sshd.SSHD and sshd.SSH), reason="OpenSSH's server and client are not installed")

FIRST = b"Beacon Act"
PROMPT = b"Command: "  # where the terminal cannot show the explorer, the panes can be read as text


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that must never come into being."""
    return tmp_path_factory.mktemp("owned") / "file"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guest")


@pytest.fixture(scope="module")
def server(lights: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("sshd"), sshd.recipe(lights, home))
    yield server
    server.close()


def visit(server: Server, *options: str, **environment: str) -> bytes:
    """Log in, look at the explorer, leave with `q`, and return what was sent to the terminal."""
    guest = Guest(server, *options, **environment)
    try:
        assert guest.read_until(FIRST), guest.sent
        guest.press(b"q")
        assert guest.leave() == 0
        assert guest.restored
        return guest.sent
    finally:
        guest.close()


def test_a_guest_gets_the_explorer(server: Server, home: Path) -> None:
    sent = visit(server)
    assert b"Note" not in sent  # in the footer: a guest has no notes
    assert not list(home.iterdir())


def variables(owned: Path, folder: Path) -> dict[str, dict[str, str]]:
    """Return variables by which a client could run or load something or spoil the screen, by who reads them."""
    script = folder / "script.py"
    script.write_text(f"open({str(owned)!r}, 'w').close()\n")
    (folder / "sitecustomize.py").write_text(script.read_text())
    (folder / "pctui").mkdir()
    (folder / "pctui" / "config.toml").write_text("theme = 'of the client'\n")
    run = f"touch {owned}"
    replaced = ("env", "/usr/bin/env", "exec", "[", "test", "shopt", "command", "umask")
    return {
        "the shell's functions": {f"BASH_FUNC_{name}%%": f"() {{ {run}; }}" for name in replaced},
        "the shell's options": {"BASH_ENV": f"$({run})", "ENV": f"$({run})", "SHELLOPTS": "xtrace", "PS4": f"$({run})"},
        "the loader": {
            "LD_PRELOAD": "/no/such/library",
            "LD_AUDIT": "/no/such/library",
            "LD_LIBRARY_PATH": str(folder),
        },
        "Python": {
            "PYTHONPATH": str(folder),
            "PYTHONSTARTUP": str(script),
            "PYTHONINSPECT": "1",
            "PYTHONHOME": str(folder),
            "PYTHONPYCACHEPREFIX": str(folder / "cache"),
            "PYTHONTRACEMALLOC": "x",
        },
        "the terminal": {"COLUMNS": "20000", "LINES": "20000", "PS1": f"$({run})"},
        "pctui": {
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "PCTUI_SECURE": "0",
            "PCTUI_DB": "/etc/passwd",
            "PCTUI_READER": str(folder / "reader.db"),
            "PCTUI_CONFIG": str(folder / "pctui" / "config.toml"),
            "TEXTUAL_LOG": str(folder / "log"),
            "TEXTUAL_DRIVER": "no.such:Driver",
            "_PCTUI_COMPLETE": "complete_bash",
        },
    }


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_no_variable_of_a_client_has_an_effect(server: Server, owned: Path, tmp_path: Path, home: Path) -> None:
    hostile = variables(owned, tmp_path)
    before = files(tmp_path)
    for reader, values in hostile.items():
        sent = " ".join(f'"{name}={value}"' for name, value in values.items())
        assert b"of the client" not in visit(server, f"-oSetEnv={sent}"), reader
        assert not owned.exists(), reader
    assert files(tmp_path) == before
    assert not list(home.iterdir())


@pytest.mark.parametrize("term", ["vt100", "no-such-terminal", "$(touch x)", "x" * 4000, "screen", "linux"])
def test_any_kind_of_terminal_can_be_left(server: Server, home: Path, term: str) -> None:
    visit(server, TERM=term)
    assert not list(home.iterdir())


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_without_a_screen_gets_the_plain_text(server: Server, home: Path, term: str) -> None:
    guest = Guest(server, TERM=term)
    try:
        assert guest.read_until(PROMPT), guest.sent
        guest.press(b"q\r")
        assert guest.leave() == 0
    finally:
        guest.close()
    assert not list(home.iterdir())


def test_a_command_and_a_subsystem_get_the_plain_text(server: Server, owned: Path) -> None:
    for options in (["127.0.0.1", f"touch {owned}"], ["-s", "127.0.0.1", "sftp"]):
        done = subprocess.run(server.client(*options), capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
        assert done.returncode == 0
        assert FIRST in done.stdout or b"pctui timeline" in done.stdout
    assert not owned.exists()


def test_nothing_is_forwarded(server: Server) -> None:
    done = subprocess.run(
        server.client("-W", f"127.0.0.1:{server.port}", "127.0.0.1"),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert done.returncode != 0
    assert b"SSH-" not in done.stdout
    remote = subprocess.run(
        server.client("-oExitOnForwardFailure=yes", "-R", "127.0.0.1:0:127.0.0.1:9", "127.0.0.1"),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert remote.returncode != 0


def sessions(database: Path) -> set[int]:
    """Return the processes that show `database`, whatever their user started."""
    found = set()
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it has ended, or is no process
        if os.fsencode(database) in words and b"pctui" in words and b"-I" in words:
            found.add(int(folder.name))
    return found


def resident(process: int) -> float:
    """Return the memory of a process in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def own_server(lights: Path, home: Path, folder: Path) -> tuple[Server, Path]:
    """Return a server that shows a database of its own, by which its sessions are told from others."""
    database = folder / "own.db"
    database.write_bytes(lights.read_bytes())
    return Server(folder, sshd.recipe(database, home)), database


ON_LINUX = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are listed in /proc on Linux")


@ON_LINUX
def test_what_a_terminal_reports_takes_no_memory(lights: Path, home: Path, tmp_path: Path) -> None:
    server, database = own_server(lights, home, tmp_path)
    guest = Guest(server)
    try:
        assert guest.read_until(FIRST)
        [session] = sessions(database)
        for report in (b"\x1b[48;99999999;99999999;1;1t", b"\x1b]52;c;cm0=\x07", b"\x1bP1$r0m\x1b\\", b"\x1b[?1;2c"):
            guest.press(report)
        for keys in (b";ff", b"\x10\r\r", b"\x1b", b"/pooled\x1b", b"123456", b"?", b"\x1b", b"1"):
            guest.press(keys)
        guest.resize(65_535, 65_535)
        guest.press(b"jjj", quiet=1)
        assert resident(session) < 200
        guest.resize(80, 24)
        guest.press(b"\x1b", quiet=0.5)
        guest.press(b"q")
        assert guest.leave() == 0
        assert guest.restored
    finally:
        guest.close()
        server.close()


@ON_LINUX
def test_a_line_that_drops_ends_the_explorer(lights: Path, home: Path, tmp_path: Path) -> None:
    server, own = own_server(lights, home, tmp_path)
    guest = Guest(server)
    try:
        assert guest.read_until(FIRST)
        assert sessions(own)
        guest.process.kill()  # as when the guest's machine loses its power, or its network
        end = time.monotonic() + 20
        while sessions(own):
            assert time.monotonic() < end, "the explorer outlives its line"
    finally:
        guest.close()
        server.close()
