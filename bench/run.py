#!/usr/bin/env python3
"""Measures complete pctui commands and the explorer, each against its floor in the same run. See README.md."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import platform
import pty
import re
import resource
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import synthetic

HERE = Path(__file__).parent
COLUMNS, LINES = 80, 24
QUIET, LONG_QUIET = 0.12, 0.4  # seconds without output after which the screen counts as settled; with many entries
TIMEOUT = 60.0  # seconds after which a program that displays nothing has failed


@dataclass(frozen=True)
class Command:
    """A command and its floor: Python with only the imports that the command needs."""

    name: str
    arguments: tuple[str, ...]
    floor: str


COMMANDS = (
    Command("--version", ("--version",), "import typer"),
    Command("--help", ("--help",), "import typer"),
    Command("search", ("search", "care"), "import typer, sqlite3"),
    Command("show", ("show", "primary-care-group"), "import typer, sqlite3"),
    Command("export markdown", ("export", "markdown"), "import typer, sqlite3"),
    Command("export json", ("export", "json"), "import typer, sqlite3, json"),
    Command("seed", ("seed",), "import typer, msgspec, yaml, sqlite_utils"),
)
# The commands that are fast enough on a synthetic corpus.
LIGHT = tuple(command for command in COMMANDS if command.name == "search")

DOWN, PAGE_DOWN, CTRL_END, CTRL_HOME, ESCAPE = b"\x1b[B", b"\x1b[6~", b"\x1b[1;5F", b"\x1b[1;5H", b"\x1b"
# The keys in the order in which they are pressed, and the name under which each is measured; '' is not measured.
KEYS: tuple[tuple[str, bytes], ...] = (
    *(("down", DOWN),) * 10,
    *(("page down", PAGE_DOWN),) * 3,
    *(("end", b"G"), ("", b"g")) * 3,
    *(("", PAGE_DOWN),) * 2,
    *(("zoom", b"+"),) * 3,
    *(("", b"-"),) * 3,
    ("passage, first time", b"s"),
    ("passage, back", ESCAPE),
    *(("passage, again", b"s"), ("passage, back", ESCAPE)) * 3,
    *((f"pane {n}, first time", str(n).encode()) for n in range(2, 6)),
    *(("pane, again", str(n).encode()) for n in (1, 2, 3, 4, 5, 6)),
    ("", b"1"),
    ("search, box", b"/"),
    *(("search, letter", letter.encode()) for letter in "care"),
)
# The corresponding keys of the floor app, which has no panes, no chart and no passages.
FLOOR_KEYS: tuple[tuple[str, bytes], ...] = (
    *(("down", DOWN),) * 10,
    *(("page down", PAGE_DOWN),) * 3,
    *(("", CTRL_HOME), ("end", CTRL_END)) * 3,
    ("search, box", b"/"),
    *(("search, letter", letter.encode()) for letter in "care"),
)


class Failed(Exception):
    """A measured program failed, so its time means nothing."""


@dataclass(frozen=True)
class Row:
    """One row of the results: what was measured, and the same for its floor if it has one."""

    what: str
    unit: str
    median: float
    least: float
    floor_median: float | None = None
    floor_least: float | None = None
    ratio: float | None = None


def row(what: str, unit: str, values: list[float], floors: list[float] | None = None) -> Row:
    """Summarise `values` and `floors`; the ratio is the median over the pairs, so that shared noise cancels out."""
    if not floors:
        return Row(what, unit, median(values), min(values))
    ratios = [value / floor for value, floor in zip(values, floors, strict=True) if floor]
    return Row(what, unit, median(values), min(values), median(floors), min(floors), median(ratios) if ratios else None)


# ---------------------------------------------------------------------------------------- commands


def timed(argv: list[str], environment: Mapping[str, str]) -> float:
    """Run `argv` to its end, discarding its output, and return milliseconds."""
    return run(argv, environment)[0]


def run(argv: list[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Run `argv` to its end, discarding its output, and return milliseconds and its peak memory in MiB."""
    with tempfile.TemporaryFile() as errors:
        to_null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1)]
        started = time.perf_counter()
        pid = os.posix_spawn(
            argv[0], argv, environment, file_actions=[*to_null, (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)]
        )
        _, status, usage = os.wait4(pid, 0)
        taken = (time.perf_counter() - started) * 1000
        if status:
            errors.seek(0)
            raise Failed(f"{' '.join(argv)} failed:\n{errors.read().decode(errors='replace')}")
    return taken, memory_of(usage)


def memory_of(usage: resource.struct_rusage) -> float:
    """Return the peak memory in MiB from `usage`."""
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def seeding(tools: Tools, entries: int, folder: Path) -> Iterator[Row]:
    """Build the database that everything else reads, from a synthetic corpus if `entries` is not 0."""
    argv = [tools.pctui, "seed"]
    if entries:
        corpus = folder / "corpus"
        corpus.mkdir()
        progress(f"writing a corpus of {entries:,} events")
        synthetic.write(corpus, entries)
        argv += ["--corpus", str(corpus)]
    progress("seeding")
    taken, memory = run(argv, tools.environment)
    for what, unit, value in (
        ("pctui seed, once", "ms", taken),
        ("pctui seed, memory", "MiB", memory),
        ("database", "MiB", Path(tools.environment["PCTUI_DB"]).stat().st_size / (1 << 20)),
    ):
        yield row(what, unit, [value])


def commands(tools: Tools, rounds: int, chosen: tuple[Command, ...]) -> Iterator[Row]:
    """Measure the `chosen` commands and their floors alternately."""
    pairs: list[tuple[list[str], list[str] | None]] = [([tools.python, "-c", "pass"], None)]
    pairs += [([tools.pctui, *c.arguments], [tools.python, "-c", c.floor]) for c in chosen]
    times: dict[int, list[float]] = defaultdict(list)
    floors: dict[int, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for i, (argv, floor) in enumerate(pairs):
            for measured, target in ((argv, times), (floor, floors))[:: 1 if number % 2 else -1]:
                if measured is not None:
                    taken = timed(measured, tools.environment)
                    if number:  # round 0 warms the caches
                        target[i].append(taken)
        progress(f"commands: round {number} of {rounds}")
    for i, name in enumerate(("python -c pass", *(f"pctui {c.name}" for c in chosen))):
        yield row(name, "ms", times[i], floors[i])


# ---------------------------------------------------------------------------------------- explorer


class Terminal:
    """A program in a pseudo-terminal, and its output: bytes with the time at which they were read."""

    def __init__(self, argv: list[str], environment: Mapping[str, str], quiet: float) -> None:
        self.quiet = quiet
        self.chunks: list[tuple[float, bytes]] = []
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.execve(argv[0], argv, dict(environment))

    def settle(self, timeout: float, quiet: float | None = None) -> list[tuple[float, bytes]]:
        """Read until there is no output for `quiet` seconds, or none at all within `timeout`; return what was read."""
        quiet = quiet or self.quiet
        since, deadline = len(self.chunks), time.perf_counter() + timeout
        while select.select([self.fd], [], [], max(0.0, deadline - time.perf_counter()))[0]:
            try:
                data = os.read(self.fd, 1 << 16)
            except OSError:  # the program has ended
                break
            if not data:
                break
            self.chunks.append((time.perf_counter(), data))
            self._answer(data)
            deadline = time.perf_counter() + quiet
        return self.chunks[since:]

    def _answer(self, data: bytes) -> None:
        """Reply to queries like a common terminal: cursor position, device attributes, synchronised output."""
        for query, answer in (
            (b"\x1b[6n", b"\x1b[1;1R"),
            (b"\x1b[c", b"\x1b[?62;22c"),
            (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
        ):
            if query in data:
                os.write(self.fd, answer)

    def press(self, key: bytes) -> tuple[float, float, int] | None:
        """Press `key`; return milliseconds to its first and last output, and the number of bytes; None if none."""
        pressed = time.perf_counter()
        os.write(self.fd, key)
        output = self.settle(TIMEOUT)
        if not output:
            return None
        first, last = ((at - pressed) * 1000 for at, _ in (output[0], output[-1]))
        return first, last, sum(len(data) for _, data in output)

    def quit(self) -> tuple[float, float]:
        """Press q; return milliseconds until the process has ended, and its peak memory in MiB."""
        self.press(ESCAPE)  # close the search box, where q is a letter
        pressed = time.perf_counter()
        os.write(self.fd, b"q")
        while time.perf_counter() - pressed < 5:
            self.settle(0.002, 0.002)
            pid, _, usage = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return (time.perf_counter() - pressed) * 1000, memory_of(usage)
        raise Failed("the program did not quit on q")

    def close(self) -> None:
        """Kill the program if it is still running."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


_PRIVATE = re.compile(
    rb"\x1b\[(?:[<=>?][0-9;:]*[ -/]*|[0-9;:]*[ -/]+)[@-~]|\x1b[\]P_^X](?:[^\x07\x1b]|\x1b(?!\\))*(?:\x07|\x1b\\)"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]*)?\Z")


def painted(chunks: Iterable[tuple[float, bytes]]) -> tuple[float | None, list[str]]:
    """Replay `chunks`; return when the first visible character appeared (None if never), and the last screen."""
    import pyte

    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    first, rest = None, b""
    for at, data in chunks:
        text = _PRIVATE.sub(b"", rest + data)  # remove modes and queries, which pyte would print
        tail = _UNFINISHED.search(text)
        rest = text[tail.start() :] if tail else b""
        stream.feed(text[: len(text) - len(rest)])
        if first is None and any(line.strip() for line in screen.display):
            first = at
    return first, list(screen.display)


def session(
    argv: list[str], environment: Mapping[str, str], keys: Iterable[tuple[str, bytes]], quiet: float
) -> dict[str, list[float]]:
    """Start a program, press keys, quit; return what was measured, by name."""
    measured: dict[str, list[float]] = defaultdict(list)
    terminal = Terminal(argv, environment, quiet)
    try:
        terminal.settle(TIMEOUT, 0.4)
        first, screen = painted(terminal.chunks)
        while first is None and terminal.settle(TIMEOUT, 0.4):  # so far it has only queried the terminal
            first, screen = painted(terminal.chunks)
        chunks = list(terminal.chunks)
        if first is None or os.waitpid(terminal.pid, os.WNOHANG)[0]:
            raise Failed(f"{' '.join(argv)} displayed nothing:\n" + "\n".join(line.rstrip() for line in screen).strip())
        measured["start to first paint"].append((first - terminal.started) * 1000)
        measured["start to settled"].append((chunks[-1][0] - terminal.started) * 1000)
        measured["start, sent"].append(sum(len(data) for _, data in chunks))
        for name, key in keys:
            answer = terminal.press(key)
            if answer is None:
                raise Failed(f"{' '.join(argv)} painted nothing on {name or key!r}")
            if name:
                for what, value in zip((name, f"{name}, settled", f"{name}, sent"), answer, strict=True):
                    measured[what].append(value)
        time_to_quit, memory = terminal.quit()
        measured["q to prompt"].append(time_to_quit)
        measured["peak memory"].append(memory)
    finally:
        terminal.close()
    return {name: [median(values)] for name, values in measured.items()}


def explorer(tools: Tools, rounds: int, quiet: float) -> Iterator[Row]:
    """Measure the explorer and the floor app alternately."""
    environment = {**tools.environment, "TERM": "xterm-256color"}
    ours: dict[str, list[float]] = defaultdict(list)
    floors: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        both = (
            ([tools.pctui], KEYS, ours),
            ([tools.python, str(HERE / "floor_app.py")], FLOOR_KEYS, floors),
        )
        for argv, keys, target in both[:: 1 if number % 2 else -1]:
            for name, values in session(argv, environment, keys, quiet).items():
                if number:  # round 0 warms the caches
                    target[name] += values
        progress(f"explorer: round {number} of {rounds}")
    for name, values in ours.items():
        unit = "bytes" if name.endswith(", sent") else "MiB" if name == "peak memory" else "ms"
        yield row(name, unit, values, floors.get(name))


# ------------------------------------------------------------------------------------------- output


@dataclass(frozen=True)
class Tools:
    """The programs to measure and their environment, in which they cannot touch the user's own files."""

    python: str
    pctui: str
    environment: dict[str, str]


def releases(tools: Tools) -> dict[str, str]:
    """Return the versions of what is measured."""
    code = """
import json, platform
from importlib.metadata import version
packages = {name: version(name) for name in ("pctui", "textual", "typer")}
print(json.dumps({"python": platform.python_version(), **packages}))
"""
    done = subprocess.run(
        [tools.python, "-c", code], env=tools.environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{tools.python} has no pctui:\n{done.stderr}")
    return dict(json.loads(done.stdout))


def progress(message: str) -> None:
    """Show progress on stderr, if it is a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{message}", end="", file=sys.stderr, flush=True)


def table(rows: Iterable[Row]) -> str:
    """Return `rows` as an aligned table."""
    lines: list[tuple[str, ...]] = [("", "unit", "median", "min", "floor", "min", "ratio")]
    for r in rows:
        ratio = f"{r.ratio:.2f}" if r.ratio else ""
        lines.append((r.what, r.unit, *map(_figure, (r.median, r.least, r.floor_median, r.floor_least)), ratio))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}" if value < 1000 else f"{value:.0f}"


def main() -> int:
    """Run the benchmarks that the arguments select, and print the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="how many times to measure each (default: 10)")
    parser.add_argument("--only", choices=("commands", "explorer"), help="measure only commands or only the explorer")
    parser.add_argument(
        "--entries",
        type=int,
        nargs="?",
        const=10_000,
        default=0,
        help="measure on a synthetic corpus of N events (default: 10000) instead of the built-in one",
        metavar="N",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument(
        "--bin",
        type=Path,
        default=Path(sys.executable).parent,
        help="the folder of the python and the pctui to measure",
    )
    options = parser.parse_args()
    if options.rounds < 1 or options.entries < 0:
        parser.error("--rounds must be 1 or more, and --entries 0 or more")
    with tempfile.TemporaryDirectory(prefix="pctui-bench-") as folder:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        own = {"HOME": folder, "PCTUI_DB": f"{folder}/pctui.db", "PCTUI_READER": f"{folder}/reader.db"}
        tools = Tools(str(options.bin / "python"), str(options.bin / "pctui"), {**kept, **own})
        rows: list[Row] = []
        try:
            versions = releases(tools)
            rows += seeding(tools, options.entries, Path(folder))
            if options.only != "explorer":
                rows += commands(tools, options.rounds, LIGHT if options.entries else COMMANDS)
            if options.only != "commands":
                rows += explorer(tools, options.rounds, LONG_QUIET if options.entries else QUIET)
        except (Failed, OSError) as error:
            progress("")
            print(f"bench: {error}", file=sys.stderr)
            return 1
        progress("")
    setting = {**versions, "system": platform.system(), "terminal": f"{COLUMNS}x{LINES}", "rounds": str(options.rounds)}
    if options.entries:
        setting["entries"] = f"{options.entries:,}"
    if options.json:
        print(json.dumps({"setting": setting, "rows": [asdict(r) for r in rows]}, indent=2))
    else:
        print(", ".join(f"{name} {value}" for name, value in setting.items()))
        print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
