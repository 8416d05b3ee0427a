"""The floor of a first paint: the explorer's first page in raw escape sequences, over the same database, no toolkit."""

from __future__ import annotations

import os
import sqlite3
import sys
import termios
import tty

COLUMNS, LINES, CHART = 80, 24, 6

database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
title = database.execute("SELECT title FROM corpus").fetchone()[0]
rows = database.execute(
    "SELECT date_label, title, date_earliest, lane, summary FROM timeline_places JOIN event_details USING (slug)"
    " JOIN entries USING (slug) WHERE place < ? ORDER BY place",
    (LINES - CHART - 4,),
).fetchall()


def line(text: str, style: str = "0") -> str:
    """Return a line of the screen, as wide as the screen."""
    return f"\x1b[{style}m{text[:COLUMNS]:{COLUMNS}}\x1b[0m"


def page(selected: int) -> str:
    """Return the page: a title, a chart, the list, what is selected, the keys."""
    lines = [line(title, "1"), line("1 Timeline  2 Ladder  3 Recommendations  4 Organisations  5 Evidence  6 Sources")]
    for number, (_, _, day, lane, _) in enumerate(rows[:CHART]):
        lines.append(line(f"{lane:12.12}{'·' * (int((day or '1900')[:4]) % 60)}●", "7" if number == selected else "36"))
    lines += [line(f"{row[0]:24.24} {row[1]}", "7" if i == selected else "0") for i, row in enumerate(rows)]
    lines.append(line(rows[selected][4] if rows else ""))
    lines = [*lines[: LINES - 1], line("Enter Open  / Search  s Passage  ? Help  q Quit", "2")]
    return "\x1b[H" + "\r\n".join(lines)


before = termios.tcgetattr(0)
tty.setraw(0)
selected = 0
os.write(1, b"\x1b[?1049h\x1b[?25l" + page(selected).encode())
while (key := os.read(0, 16)) not in (b"q", b""):
    step = {b"\x1b[B": 1, b"\x1b[A": -1}.get(key, 0)
    selected = min(max(selected + step, 0), max(len(rows) - 1, 0))
    os.write(1, page(selected).encode())
os.write(1, b"\x1b[?1049l\x1b[?25h")
termios.tcsetattr(0, termios.TCSADRAIN, before)
