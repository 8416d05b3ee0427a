#!/usr/bin/env python3
"""Measures everything and writes the figures into docs/speed.md, docs/growth.json and docs/growth.svg. See README.md.

What stands between `<!-- NAME -->` and `<!-- end -->` in docs/speed.md is replaced; all else there is written by hand.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import growth
import line
import peers
import sessions
import tables
from driver import Failed
from measure import Row, progress
from report import described
from setting import PROJECT, options, prepared

SIZES = f"{growth.BUILT_IN},{growth.SIZES}"
PARTS = ("promises", "peers", "sessions", "line")
_SETTING = ("date", "entries", "rounds", "python", "SQLite", "textual", "processors", "memory", "load", "terminal")


def about(setting: dict[str, str], preliminary: bool) -> str:
    """Return in one line when and where figures were taken."""
    said = ", ".join(f"{name} {setting[name]}" for name in _SETTING)
    note = "**Preliminary: other programs were running.** " if preliminary or setting.get("preliminary") else ""
    return f"{note}{said[0].upper()}{said[1:]}."


def table(rows: Iterable[Row]) -> str:
    """Return the table of the rows that are not of keys, and that of the keys if there are any."""
    rows = list(rows)
    found = [tables.markdown(tables.cells(row) for row in rows if not tables.is_key(row))]
    if keys := [row for row in rows if tables.is_key(row)]:
        head, lines = tables.of_keys(keys)
        found.append(tables.markdown(lines, head, (0,)))
    return "\n\n".join([*found, *tables.failures(rows)])


def promises(kept: growth.Kept) -> str:
    """Return the tables of every size that was measured."""
    parts = []
    for one in kept.values():
        rows = (Row(**row) for row in one["rows"])
        parts.append(f"### {one['setting']['entries']}\n\n{about(one['setting'], False)}\n\n{table(rows)}")
    return "\n\n".join(parts)


def written(page: str, name: str, text: str) -> str:
    """Return `page` with what is marked as `name` replaced by `text`; Failed if it has no such mark."""
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not marked.search(page):
        raise Failed(f"docs/speed.md has no <!-- {name} --> … <!-- end -->")
    return marked.sub(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", page, count=1)


def main() -> int:
    """Measure what the arguments name, and write it."""
    parser = options(__doc__, rounds=5)
    parser.set_defaults(entries=10_000)
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of events of the promises, 0: built-in ({SIZES})")
    parser.add_argument("--parts", default=",".join(PARTS), help=f"what to measure ({','.join(PARTS)})")
    parser.add_argument("--sessions", default=sessions.SIZES, help=f"how many at once ({sessions.SIZES})")
    parser.add_argument("--preliminary", action="store_true", help="say that the machine was not quiet")
    parser.add_argument("--output", type=Path, default=PROJECT / "docs", help="the folder to write to")
    chosen = parser.parse_args()
    wanted = set(chosen.parts.split(","))
    if not wanted <= set(PARTS):
        parser.error(f"--parts: {', '.join(sorted(wanted - set(PARTS)))}: not one of {', '.join(PARTS)}")
    page, data = chosen.output / "speed.md", chosen.output / "growth.json"
    found: dict[str, str] = {}
    try:
        if "promises" in wanted:
            sizes = [int(size) for size in chosen.sizes.split(",") if size]
            kept = growth.grown(sizes, chosen.rounds, "", chosen.bin, growth.kept_in(data))
            for size in sizes if chosen.preliminary else ():
                kept[str(size)]["setting"]["preliminary"] = "yes"
            data.write_text(growth.dumped(kept), encoding="utf-8")
            (chosen.output / "growth.svg").write_text(growth.drawn(kept), encoding="utf-8")
            found["promises"] = promises(kept)
        if wanted - {"promises"}:
            with prepared(chosen.entries, chosen.bin) as setting:
                said = about(described(setting, chosen.rounds), chosen.preliminary)
                if "peers" in wanted:
                    rows, missing = peers.measured(setting, chosen.rounds, PROJECT / ".venv-peers" / "bin")
                    head, lines = peers.matrix(rows)
                    found["peers"] = "\n\n".join((said, tables.markdown(lines, head, (0,)), *missing))
                if "sessions" in wanted:
                    many = sessions.measured(setting, [int(size) for size in chosen.sessions.split(",")])
                    found["sessions"] = f"{said}\n\n{tables.markdown(map(tables.cells, many))}"
                if "line" in wanted:
                    slow = line.measured(setting, chosen.rounds)
                    found["line"] = f"{said}\n\n{tables.markdown(map(tables.cells, slow))}"
        text = page.read_text(encoding="utf-8")
        for name, part in found.items():
            text = written(text, name, part)
        page.write_text(text, encoding="utf-8")
    except (Failed, OSError, ValueError, subprocess.CalledProcessError) as error:
        progress("")
        print(f"figures: {error}", file=sys.stderr)
        return 1
    progress("")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
