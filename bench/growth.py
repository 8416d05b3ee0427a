#!/usr/bin/env python3
"""Measures every promise at growing sizes, and draws how the costs grow. See README.md.

Figures are kept in docs/growth.json by size, so that sizes can be measured one at a time; docs/growth.svg is drawn from
all that are there. Size 0 is the built-in corpus.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from driver import Failed
from measure import Row, progress
from plot import Panel, svg
from report import described
from run import measured
from setting import PROJECT, numbers, options, prepared

SIZES = "100,1000,10000,100000,1000000"
BUILT_IN = "0"  # measured too, but not drawn: it has other things in it than the synthetic corpora
Kept = dict[str, dict[str, Any]]  # by number of events: the setting and the rows


def grown(sizes: list[int], rounds: int, only: str, bin_folder: Path, kept: Kept) -> Kept:
    """Return `kept` with the figures at `sizes` measured anew; those that `only` leaves out stay."""
    for size in sizes:
        print(f"{size:,} events", file=sys.stderr)
        with prepared(size, bin_folder) as setting:
            about = described(setting, rounds) | {"all": str(setting.entries)}
            rows = {row["what"]: row for row in kept.get(str(size), {}).get("rows", ()) if only}
            rows |= {row.what: short(row) for row in measured(setting, rounds, only)}
        kept[str(size)] = {"setting": about, "rows": list(rows.values())}
    return dict(sorted(kept.items(), key=lambda item: int(item[0])))


def panels(kept: Kept) -> list[Panel]:
    """Return a panel for each time to the end and each memory that has a floor."""
    found: dict[str, Panel] = {}
    for size, one in kept.items():
        if size == BUILT_IN:
            continue
        entries = int(one["setting"]["all"])
        for row in (Row(**row) for row in one["rows"]):
            name, _, figure = row.what.partition(": ")
            if not row.floor or row.unit not in ("ms", "MiB") or figure not in ("", "settled") or "written" in row.what:
                continue
            panel = found.setdefault(
                row.what, Panel(f"key {name}" if figure else name.replace(", peak memory", ""), row.unit, {}, {})
            )
            panel.ours[entries] = row.median  # type: ignore[index]
            panel.floor[entries] = row.floor_median  # type: ignore[index]
    return sorted(found.values(), key=lambda panel: (panel.unit == "MiB", panel.title.startswith("key")))


def short(row: Row) -> dict[str, Any]:
    """Return what there is in a row, with no more digits than it is worth."""
    said = {name: value for name, value in asdict(row).items() if value not in (None, "")}
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in said.items()}


def dumped(kept: Kept) -> str:
    """Return the figures as JSON with a line for each row, so that a renewal can be read as a difference."""
    sizes = []
    for size, one in kept.items():
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in one["rows"])
        sizes.append(f'{json.dumps(size)}: {{"setting": {json.dumps(one["setting"])}, "rows": [\n{rows}\n]}}')
    return "{" + ",\n".join(sizes) + "}\n"


def kept_in(path: Path) -> Kept:
    """Return the figures kept in `path`; none if there is no such file."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def drawn(kept: Kept) -> str:
    """Return the picture of what is kept."""
    dates = sorted({one["setting"]["date"] for one in kept.values()})
    return svg(
        panels(kept),
        f"pctui (solid) and the floor of each row (dashed) over the number of entries; {', '.join(dates)}. Log scales.",
    )


def main() -> int:
    """Measure the sizes that the arguments name, and write the figures and the picture."""
    parser = options(__doc__, rounds=3)
    parser.add_argument("--sizes", type=numbers, default=SIZES, help=f"numbers of events ({SIZES})")
    parser.add_argument("--only", default="", help="only what this expression matches, as for run.py")
    parser.add_argument("--output", type=Path, default=PROJECT / "docs", help="the folder to write to")
    chosen = parser.parse_args()
    data = chosen.output / "growth.json"
    try:
        kept = grown(chosen.sizes, chosen.rounds, chosen.only, chosen.bin, kept_in(data))
        data.write_text(dumped(kept), encoding="utf-8")
        (chosen.output / "growth.svg").write_text(drawn(kept), encoding="utf-8")
    except (Failed, OSError, ValueError) as error:
        progress("")
        print(f"growth: {error}", file=sys.stderr)
        return 1
    progress("")
    print(f"{data}\n{chosen.output / 'growth.svg'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
