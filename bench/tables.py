"""Prints rows: as an aligned table, as Markdown, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from measure import Row
from promises import KEY

HEAD = ("", "unit", "median", "min", "floor", "median", "min", "ratio", "promise")
_LEFT = (0, 1, 4)  # columns that are not figures


def cells(row: Row) -> tuple[str, ...]:
    """Return what a table says of a row; what is over its promise is marked."""
    if row.failed:
        return row.what, row.unit, "fails", "", row.floor, "", "", "!", figure(row.promise)
    ratio = f"{row.ratio:.2f}{' !' if row.over else ''}" if row.ratio else ""
    ours, floors = (row.median, row.least), (row.floor_median, row.floor_least)
    promise = f"{row.promise:g}" if row.promise and row.ratio else ""
    return (row.what, row.unit, *map(figure, ours), row.floor, *map(figure, floors), ratio, promise)


def figure(value: float | None) -> str:
    """Return a figure with as many digits as it is worth."""
    return "" if value is None else f"{value:.1f}" if value < 1000 else f"{value:,.0f}"


def of_keys(rows: Iterable[Row]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the head and the lines of a table of keys: for each its figures with their ratio to the floor's."""
    lines: dict[str, dict[str, tuple[str, str]]] = {}
    figures: dict[str, None] = {}
    for one in rows:
        key, _, what = one.what.partition(": ")
        figures[name := f"{what}, {one.unit}"] = None
        lines.setdefault(key, {})[name] = "fails" if one.failed else figure(one.median), cells(one)[7]
    head = ("key", *(title for name in figures for title in (name, "×")))
    absent = ("", "")  # a key that could not be measured has no figures
    return head, [(key, *(cell for name in figures for cell in line.get(name, absent))) for key, line in lines.items()]


def side_by_side(groups: Mapping[str, Iterable[Row]]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the head and the lines of a table with a column for each group: the median, and × the floor's."""
    lines: dict[tuple[str, str], dict[str, str]] = {}
    more: dict[tuple[str, str], tuple[str, str]] = {}
    for name, rows in groups.items():
        for one in rows:
            line = (one.what, one.unit)
            times = cells(one)[7]
            said = f"{figure(one.median)}{times and f' ×{times}'}"
            lines.setdefault(line, {})[name] = "fails !" if one.failed else said
            if one.floor:
                more[line] = one.floor, f"×{one.promise:g}" if one.promise else ""
    head = ("", "unit", *groups, *(("floor", "promise") if more else ()))
    ends = {line: more.get(line, ("", "")) if more else () for line in lines}
    return head, [(*line, *(found.get(name, "") for name in groups), *ends[line]) for line, found in lines.items()]


def grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return `rows` by what stands after the last colon of their names, which is taken off."""
    groups: dict[str, list[Row]] = {}
    for one in rows:
        what, _, name = one.what.rpartition(": ")
        groups.setdefault(name, []).append(replace(one, what=what))
    return groups


def in_columns(rows: Sequence[Row]) -> str:
    """Return `rows` as an aligned table with a column for each group."""
    head, lines = side_by_side(grouped(rows))
    return "\n".join([text(lines, head, (0, 1)), *failures(rows)])


def failures(rows: Iterable[Row]) -> list[str]:
    """Return a line for each row that has no figure."""
    return [f"{row.what} fails: {row.failed}" for row in rows if row.failed]


def is_key(row: Row) -> bool:
    """Whether a row is one of the figures of a key."""
    return row.what.rpartition(": ")[2] in KEY


def text(rows: Iterable[Sequence[str]], head: Sequence[str] = HEAD, left: Sequence[int] = _LEFT) -> str:
    """Return `rows` as an aligned table."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i in left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def whole(rows: Sequence[Row]) -> str:
    """Return everything there is to say of `rows` as text: the table, that of the keys, what failed."""
    parts = [text([cells(row) for row in rows if not is_key(row)])]
    if keys := [row for row in rows if is_key(row)]:
        head, lines = of_keys(keys)
        parts.append(text(lines, head, (0,)))
    promised = sum(bool(row.promise) for row in rows)
    ending = [f"{sum(row.over for row in rows)} of {promised} are over their promise (!)."] if promised else []
    return "\n\n".join([*parts, "\n".join([*failures(rows), *ending])]).rstrip()


def markdown(rows: Iterable[Sequence[str]], head: Sequence[str] = HEAD, left: Sequence[int] = _LEFT) -> str:
    """Return `rows` as a table in Markdown."""
    rule = ["---" if i in left else "---:" for i in range(len(head))]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *rows))


def as_json(setting: Mapping[str, str], rows: Iterable[Row], **more: Any) -> str:
    """Return everything as JSON."""
    return json.dumps({"setting": dict(setting), "rows": [asdict(row) for row in rows], **more}, indent=2)
