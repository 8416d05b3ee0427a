#!/usr/bin/env python3
"""Measures other programs beside pctui on the same data, those that are installed. See README.md.

less and the rest show or print the same events: as lines, as CSV, or as the database itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import tables
from driver import Failed, terminal, when
from explorer import titles
from measure import Row, Run, counted, progress, rounds_of, row, run
from promises import DOWN, PAGE_DOWN
from report import report
from setting import PROJECT, QUIET, Setting, options

_PATIENCE = 20.0  # seconds that a key may take; what paints nothing by then has no figure


class Peer(NamedTuple):
    """A program that shows or prints the events: its command line, and whether it needs a terminal."""

    name: str
    argv: list[str]
    job: str = ""  # what it prints; '' for one that shows the events on a terminal


def found(setting: Setting, folder: Path) -> tuple[list[Peer], list[str]]:
    """Return the peers that are installed, pctui first, and a line for each that is not."""
    text, table, database = (str(setting.folder / name) for name in ("events.txt", "events.csv", "pctui.db"))
    script = f"SELECT title FROM entries_fts WHERE entries_fts MATCH '{setting.word}' LIMIT 20"
    first = "SELECT date, title, summary FROM timeline ORDER BY place LIMIT 20"
    export = "SELECT * FROM timeline ORDER BY place"
    wanted = [
        Peer("less", ["less", text]),
        Peer("visidata", ["vd", table]),
        Peer("harlequin", ["harlequin", "--adapter", "sqlite", database]),
        Peer("sqlite-utils", ["sqlite-utils", "query", database, first], "first 20"),
        Peer("sqlite-utils", ["sqlite-utils", "query", database, script], "search"),
        Peer("sqlite-utils", ["sqlite-utils", "query", "--csv", database, export], "all as CSV"),
        Peer("datasette", ["datasette", database, "--get", "/pctui/timeline.json?_size=20"], "first 20"),
        Peer(
            "datasette",
            ["datasette", database, "--get", f"/pctui/entries.json?_size=20&_search={setting.word}"],
            "search",
        ),
    ]
    ours = [
        Peer("pctui", [setting.pctui]),
        Peer("pctui", [setting.pctui, "timeline", "--limit", "20"], "first 20"),
        Peer("pctui", [setting.pctui, "search", setting.word, "--limit", "20"], "search"),
        Peer("pctui", [setting.pctui, "timeline", "--format", "csv"], "all as CSV"),
    ]
    path = os.pathsep.join((str(folder), os.environ.get("PATH", os.defpath)))
    missing = dict.fromkeys(peer.name for peer in wanted if not shutil.which(peer.argv[0], path=path))
    there = [
        peer._replace(argv=[str(shutil.which(peer.argv[0], path=path)), *peer.argv[1:]])
        for peer in wanted
        if peer.name not in missing
    ]
    return [*ours, *there], [f"{name} is not installed: not measured" for name in missing]


def shown(setting: Setting, peers: list[Peer], rounds: int) -> Iterator[Row]:
    """Measure the programs on a terminal: start, two keys, leaving."""
    figures: dict[str, dict[str, list[float]]] = {peer.name: defaultdict(list) for peer in peers}
    failed: dict[str, str] = {}
    listed = titles(setting)

    def measure(peer: Peer) -> None:
        if peer.name in failed:
            return
        into = figures[peer.name]
        try:
            with terminal(peer.argv, setting.environment, QUIET) as program:
                chunks = program.start()
                first = when(chunks, lambda lines: any(line.strip() for line in lines)) or chunks[-1][0]
                into["first paint"].append((first - program.started) * 1000)
                if (at := when(chunks, listed)) is not None:
                    into["list shown"].append((at - program.started) * 1000)
                into["ready"].append((chunks[-1][0] - program.started) * 1000)
                into["CPU to ready"].append(program.cpu)
                for name, key in (("down", DOWN), ("page down", PAGE_DOWN)):
                    answers = [program.press(key, _PATIENCE) for _ in range(4)]
                    into[f"{name}, settled"].append(sorted(answer.settled for answer in answers)[1])
                into["peak memory"].append(program.memory)
        except Failed as error:
            failed[peer.name] = str(error)

    for number in rounds_of(rounds, *(lambda peer=peer: measure(peer) for peer in peers)):
        progress(f"on a terminal: round {number} of {rounds}")
    for peer in peers:
        for what, values in figures[peer.name].items():
            yield row(f"{what}: {peer.name}", "MiB" if what == "peak memory" else "ms", counted(values))
        if peer.name in failed:
            yield Row(f"start: {peer.name}", "ms", failed=failed[peer.name].partition("\n")[0][-80:])


def printed(environment: Mapping[str, str], peers: list[Peer], rounds: int) -> Iterator[Row]:
    """Measure the commands, those with the same job alternately."""
    for job in dict.fromkeys(peer.job for peer in peers):
        runs: dict[str, list[Run]] = defaultdict(list)
        failed: dict[str, str] = {}

        def measure(peer: Peer, runs: dict[str, list[Run]] = runs, failed: dict[str, str] = failed) -> None:
            if peer.name not in failed:
                try:
                    runs[peer.name].append(run(peer.argv, environment))
                except Failed as error:
                    failed[peer.name] = str(error)

        same = [peer for peer in peers if peer.job == job]
        for number in rounds_of(rounds, *(lambda peer=peer: measure(peer) for peer in same)):
            progress(f"{job}: round {number} of {rounds}")
        for peer in same:
            if peer.name in failed:
                yield Row(f"{job}: {peer.name}", "ms", failed=failed[peer.name][-80:])
                continue
            yield row(f"{job}: {peer.name}", "ms", [one.wall for one in counted(runs[peer.name])])
            yield row(f"{job}, memory: {peer.name}", "MiB", [one.memory for one in counted(runs[peer.name])])


def measured(setting: Setting, rounds: int, folder: Path) -> tuple[list[Row], list[str]]:
    """Return the rows of the peers, and a line for each that is missing."""
    with (setting.folder / "events.csv").open("wb") as table:
        argv = [setting.pctui, "timeline", "--format", "csv"]
        subprocess.run(argv, env=setting.environment, stdout=table, check=True)
    lines = (
        " ".join(map(str, row)) for row in setting.ask("SELECT dated, title, summary FROM timeline ORDER BY place")
    )
    (setting.folder / "events.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    peers, missing = found(setting, folder)
    rows = list(shown(setting, [peer for peer in peers if not peer.job], rounds))
    rows += printed(setting.environment, [peer for peer in peers if peer.job], rounds)
    return rows, missing


def main() -> int:
    """Measure the peers that are installed, and print one table."""
    parser = options(__doc__, rounds=5)
    parser.add_argument(
        "--peers",
        type=Path,
        default=PROJECT / ".venv-peers" / "bin",
        help="the folder of their programs (make bench-peers)",
    )
    chosen = parser.parse_args()
    missing: list[str] = []

    def measure(setting: Setting) -> list[Row]:
        rows, lines = measured(setting, chosen.rounds, chosen.peers)
        missing.extend(lines)
        return rows

    code = report("peers", chosen, measure, tables.in_columns, missing=missing)
    for line in missing:
        print(line, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
