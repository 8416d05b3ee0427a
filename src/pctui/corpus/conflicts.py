"""Finds what git left in a file where two changes of it conflict."""

from __future__ import annotations

import re

Found = tuple[int, str]  # the line, from 1, and what is wrong there

_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$)")


class Conflicts:
    """Finds the conflicts that git left in a file, whose lines are given one after the other, from the first.

    Each reaches from `<<<<<<<` to `>>>>>>>`; a single marker that was forgotten is named by itself.
    """

    def __init__(self) -> None:
        self.first = 0  # the line on which the conflict begins that the lines are in
        self.found: list[Found] = []

    def line(self, number: int, text: str) -> bool:
        """Take in a line; return whether it is part of a conflict."""
        marker = conflict_marker(text)
        inside = bool(marker or self.first)
        if marker == "<":
            self.first = self.first or number
        elif marker == ">" and self.first:
            said = f"conflict markers of git; settle lines {self.first}–{number}, or run: pctui settle"
            self.found.append((self.first, said))
            self.first = 0
        elif marker and not self.first:
            said = f"a conflict marker of git, {text[:7]}, was left here; settle the conflict and remove it"
            self.found.append((number, said))
        return inside

    def all(self) -> list[Found]:
        """Return the conflicts, when there are no more lines."""
        if self.first:
            self.found.append((self.first, "conflict markers of git; settle what follows, to the end of the file"))
        return self.found


def conflict_marker(line: str) -> str:
    """Return which conflict marker of git a line is: `<`, `|`, `=`, `>`, or '' for none."""
    found = _CONFLICT.match(line)
    return found[0][0] if found else ""


def has_conflicts(text: str) -> bool:
    """Whether a text may have conflict markers of git: a quick look."""
    return any(f"\n{marker * 7}" in text or text.startswith(marker * 7) for marker in "<=>|")
