#!/usr/bin/env python3
"""Measures everything and writes the figures into docs/speed.md, docs/growth.json and docs/growth.svg. See README.md.

What stands between `<!-- NAME -->` and `<!-- end -->` in docs/speed.md is replaced; all else there is written by hand.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import growth
import line
import peers
import sessions
import tables
from driver import Failed
from measure import Row, progress
from promises import KEY
from report import described
from setting import PROJECT, numbers, options, prepared

SIZES = f"{growth.BUILT_IN},{growth.SIZES}"
PARTS = ("promises", "peers", "sessions", "line")
_SETTING = ("date", "entries", "rounds", "python", "SQLite", "textual", "processors", "memory", "load", "terminal")


def about(setting: dict[str, str], preliminary: bool) -> str:
    """Return in one line when and where figures were taken."""
    said = ", ".join(f"{name} {setting[name]}" for name in _SETTING)
    note = "**Preliminary: other programs were running.** " if preliminary or setting.get("preliminary") else ""
    return f"{note}{said[0].upper()}{said[1:]}."


def table(groups: Mapping[str, Iterable[Row]]) -> str:
    """Return the Markdown table of `groups`, and what failed."""
    known = {name: list(rows) for name, rows in groups.items()}
    head, lines = tables.side_by_side(known)
    failed = [f"{name}: {line}" for name, rows in known.items() for line in tables.failures(rows)]
    left = [i for i, title in enumerate(head) if title in ("", "unit", "floor")]
    return "\n\n".join([tables.markdown(lines, head, left), *failed])


def promises(kept: growth.Kept) -> str:
    """Return the tables of every size that was measured: what is not of keys, then each figure of the keys."""
    groups = {one["setting"]["entries"]: [Row(**row) for row in one["rows"]] for one in kept.values()}
    parts = [f"- {about(one['setting'], False)}" for one in kept.values()]
    whole = {name: [row for row in rows if not tables.is_key(row)] for name, rows in groups.items()}
    parts = ["\n".join(parts), table(whole)]
    for figure in KEY:
        of_keys = {
            name: [
                replace(row, what=key)
                for row in rows
                for key in [row.what.removesuffix(f": {figure}")]
                if key != row.what
            ]
            for name, rows in groups.items()
        }
        parts.append(f"### Keys: {figure}\n\n{table(of_keys)}")
    return "\n\n".join(parts)


def written(page: str, name: str, text: str) -> str:
    """Return `page` with what is marked as `name` replaced by `text`; Failed if it has no such mark."""
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not marked.search(page):
        raise Failed(f"docs/speed.md has no <!-- {name} --> … <!-- end -->")
    return marked.sub(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", page, count=1)


def parts(chosen: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Measure each part that is wanted; yield its name and text."""
    wanted = set(chosen.parts)
    if "promises" in wanted:
        data = chosen.output / "growth.json"
        kept = growth.grown(chosen.sizes, chosen.rounds, "", chosen.bin, growth.kept_in(data))
        for size in chosen.sizes if chosen.preliminary else ():
            kept[str(size)]["setting"]["preliminary"] = "yes"
        data.write_text(growth.dumped(kept), encoding="utf-8")
        (chosen.output / "growth.svg").write_text(growth.drawn(kept), encoding="utf-8")
        yield "promises", promises(kept)
    if wanted == {"promises"}:
        return
    with prepared(chosen.entries, chosen.bin) as setting:
        said = about(described(setting, chosen.rounds), chosen.preliminary)
        if "peers" in wanted:
            rows, missing = peers.measured(setting, chosen.rounds, PROJECT / ".venv-peers" / "bin")
            yield "peers", "\n\n".join((said, table(tables.grouped(rows)), *missing))
        if "sessions" in wanted:
            yield "sessions", f"{said}\n\n{table(tables.grouped(sessions.measured(setting, chosen.sessions)))}"
        if "line" in wanted:
            yield "line", f"{said}\n\n{table(tables.grouped(line.measured(setting, chosen.rounds)))}"


def main() -> int:
    """Measure what the arguments name, and write each part as soon as it is there."""
    parser = options(__doc__, rounds=5)
    parser.set_defaults(entries=10_000)
    parser.add_argument(
        "--sizes", type=numbers, default=SIZES, help=f"numbers of events of the promises, 0: built-in ({SIZES})"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (all)")
    parser.add_argument("--sessions", type=numbers, default=sessions.SIZES, help=f"how many at once ({sessions.SIZES})")
    parser.add_argument("--preliminary", action="store_true", help="say that the machine was not quiet")
    parser.add_argument("--output", type=Path, default=PROJECT / "docs", help="the folder to write to")
    chosen = parser.parse_args()
    page = chosen.output / "speed.md"
    try:
        for name, text in parts(chosen):
            page.write_text(written(page.read_text(encoding="utf-8"), name, text), encoding="utf-8")
    except (Failed, OSError, ValueError, subprocess.CalledProcessError) as error:
        progress("")
        print(f"figures: {error}", file=sys.stderr)
        return 1
    progress("")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
