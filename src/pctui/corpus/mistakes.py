"""Says what is likely wrong where a corpus file is not YAML, by the lines of the text, in the words of its author.

The parser knows where it could not go on. What was meant there is found by looking at the lines, for each of the
mistakes that people often make; what is not found here is said in the parser's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

Found = tuple[int, str]  # the line, from 1, and what is wrong there

_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$)")
_KEY = r"(?P<indent>[ \t\xa0]*)(?P<dash>(?:- +)*)(?P<key>[A-Za-z_][\w-]*)"
_PAIR = re.compile(rf"{_KEY}:(?P<space>[ \t]+)(?P<value>[^#\s].*?)[ \t]*$")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_KEY_LINE = re.compile(rf"{_KEY}:(?:[ \t]|$)")


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


_SLUG = re.compile(r"""\bslug["']?\s*:\s*["']?([a-z0-9-]+)""")
_PARAGRAPH = re.compile(r"""\bdocument["']?\s*:\s*["']?([a-z0-9-]+)["']?,?\s+["']?number["']?\s*:\s*(\d{1,7})\b""")
_CORPUS = re.compile(r"""\bkind["']?\s*:\s*["']?corpus\b""")


class Mentioned(NamedTuple):
    """What a file that cannot be read likely has: slugs, paragraphs by document and number, and the corpus's record."""

    slugs: set[str]
    paragraphs: set[tuple[str, int]]
    corpus: bool


def mentioned(text: str) -> Mentioned:
    """Return what the records of a text are likely called, so that references to them need not be faults as well."""
    paragraphs = {(found[1], int(found[2])) for found in _PARAGRAPH.finditer(text)}
    return Mentioned(set(_SLUG.findall(text)), paragraphs, bool(_CORPUS.search(text)))


def mistake(lines: list[str], line: int, column: int, opened: tuple[int, int] | None) -> Found | None:
    """Return what is likely wrong where the parser stopped, at a line and a column of it, both counted from 0.

    `opened` is where what it was reading began. None if none of the mistakes that are known is found.
    """
    line = min(line, len(lines) - 1)
    opened = opened if opened and opened[0] < len(lines) else None  # what is missing at the end of a file began there
    for look in (_quote, _tab, _no_break_space, _escape, _bracket):
        if found := look(lines, line, column, opened):
            return found
    for at in (line, *_before(lines, line)):
        for check in _ON_A_LINE:
            if said := check(lines, at):
                return at + 1, said
    return None


def _before(lines: list[str], line: int) -> Iterator[int]:
    """Yield the line before another that says something: a mistake often shows only on the line below."""
    for at in range(line - 1, -1, -1):
        if lines[at].strip() and not lines[at].lstrip().startswith("#"):
            yield at
            return


def _tab(lines: list[str], line: int, _column: int, _opened: tuple[int, int] | None) -> Found | None:
    for at in (line, *_before(lines, line)):
        if "\t" in lines[at][: len(lines[at]) - len(lines[at].lstrip())]:
            return at + 1, "a tab indents this line; YAML takes spaces only"
    return None


def _no_break_space(lines: list[str], line: int, _column: int, _opened: tuple[int, int] | None) -> Found | None:
    for at in (line, *_before(lines, line)):
        blank = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        if odd := blank.strip(" \t"):
            return at + 1, f"the character U+{ord(odd[0]):04X} indents this line; type spaces instead"
    return None


def _escape(lines: list[str], line: int, column: int, opened: tuple[int, int] | None) -> Found | None:
    here = lines[line]
    if opened and lines[opened[0]][opened[1] : opened[1] + 1] == '"' and "\\" in here[max(column - 1, 0) : column + 1]:
        return line + 1, "a backslash has a meaning of its own within \"…\"; put the text in '…', or write it twice"
    return None


def _quote(lines: list[str], line: int, _column: int, opened: tuple[int, int] | None) -> Found | None:
    """Look for a quote that is not closed, or closed too soon, in the record that the line is in."""
    at = _record_above(lines, line)
    if opened and lines[opened[0]][opened[1] : opened[1] + 1] in ("'", '"') and opened[0] < at:
        return opened[0] + 1, f"the quote {lines[opened[0]][opened[1]]} that opens in this line is not closed"
    while at <= line:
        found = re.match(r"\s*(?:- +)*(?:[\w-]+:[ \t]+)?(?P<quote>['\"])", lines[at])
        if not found:
            at += 1
            continue
        quote, start = found["quote"], found.end()
        end_line, end = _closing(lines, at, start, quote)
        if end_line is None:
            return at + 1, f"the quote {quote} that opens in this line is not closed"
        rest = lines[end_line][end:]
        if not re.match(r"\s*(#.*|[:,\]}].*)?$", rest):
            if end_line > at:
                return at + 1, f"the quote {quote} that opens in this line is not closed"
            if quote == "'" and re.match(r"\w", rest):
                return at + 1, "an apostrophe within '…' is written twice: ''; or put the text in \"…\""
            return at + 1, f"text follows the closing quote {quote}; put all of it in quotes, and others within it"
        at = end_line + 1
    return None


def _closing(lines: list[str], line: int, start: int, quote: str) -> tuple[int | None, int]:
    """Return the line and the column after the quote that closes a text; None if there is none."""
    pattern = re.compile(r'(?:[^"\\]|\\.)*"' if quote == '"' else r"(?:[^']|'')*'")
    text = "\n".join([lines[line][start:], *lines[line + 1 :]])
    found = pattern.match(text)
    if not found:
        return None, 0
    inside = found[0]
    breaks = inside.count("\n")
    return line + breaks, len(inside) - inside.rfind("\n") - 1 if breaks else start + len(inside)


def _bracket(lines: list[str], line: int, _column: int, opened: tuple[int, int] | None) -> Found | None:
    """Look at what was opened by a bracket: where the parser says so, or else above where it stopped."""
    if opened and opened[0] < len(lines) and lines[opened[0]][opened[1] : opened[1] + 1] in ("[", "{"):
        return _in_brackets(lines, *opened, line)
    for at in range(line, _record_above(lines, line) - 1, -1):
        found = re.match(r"\s*(?:- +)*(?:[\w-]+:[ \t]+)?(?=[\[{])", lines[at])
        if found and (said := _in_brackets(lines, at, found.end(), line)):
            return said
    return None


def _in_brackets(lines: list[str], at: int, column: int, line: int) -> Found | None:
    rest = lines[at][column:]
    inside = _QUOTED.sub("", rest)
    if _depth(_QUOTED.sub("", "\n".join([rest, *lines[at + 1 : line + 1]]))) > 0:
        return at + 1, f"the bracket {rest[0]} that opens in this line is not closed"
    if re.search(r":\s[^,:\[\]{}]*:(\s|$)", inside):
        return at + 1, "a text with ': ' must stand in quotes"
    if re.search(r"[\]}]\s*[^\s,\]}#]", inside) and _PAIR.match(lines[at]):
        return at + 1, f"a text that starts with '{rest[0]}' must stand in quotes"
    return None


def _record_above(lines: list[str], line: int) -> int:
    """Return the line on which the record starts that a line is in."""
    while line and not lines[line].startswith("- "):
        line -= 1
    return line


def _depth(text: str) -> int:
    return sum((character in "[{") - (character in "]}") for character in text)


# Mistakes that a line shows by itself, or beside the one before it.


def _colon_in_text(lines: list[str], at: int) -> str:
    found = _PAIR.match(lines[at])
    if found and found["value"][0] not in "'\"[{|>" and re.search(r":(\s|$)", found["value"]):
        shown = found["value"].replace("'", "''")
        example = f": {found['key']}: '{shown}'" if len(shown) <= 50 else ""
        return f"a text with ': ' must stand in quotes{example}"
    return ""


def _sign_in_front(lines: list[str], at: int) -> str:
    found = _PAIR.match(lines[at]) or re.match(r"[ \t]*- +(?P<value>\S.*)", lines[at])
    if found and found["value"][0] in "@`%":
        return f"a text that starts with '{found['value'][0]}' must stand in quotes"
    return ""


def _list_beside_key(lines: list[str], at: int) -> str:
    found = _PAIR.match(lines[at])
    if found and found["value"].startswith("- "):
        return f"a list starts on the line below its key '{found['key']}'; a text that starts with '-' stands in quotes"
    return ""


def _stray_dash(lines: list[str], at: int) -> str:
    found = _PAIR.match(lines[at])
    above = next(_before(lines, at), None)
    if not found or not found["dash"] or above is None:
        return ""
    other = _PAIR.match(lines[above])
    if other and _column_of(other) == len(found["indent"]) and found["key"] in _field_names():
        return f"a stray '- ' before '{found['key']}': only a new item starts with one; remove it, or align it"
    return ""


def _misaligned(lines: list[str], at: int) -> str:
    found = _KEY_LINE.match(lines[at])
    if not found or found["key"] not in _field_names() or found["dash"]:
        return ""
    columns = []
    for above in range(at - 1, -1, -1):
        other = _KEY_LINE.match(lines[above])
        if other and other["key"] in _field_names():
            columns.append(_column_of(other))
            if other["dash"]:
                break
    here = _column_of(found)
    if columns and here not in columns:
        return f"the key '{found['key']}' starts in column {here + 1}, the one above in {columns[0] + 1}; align them"
    return ""


def _no_space(lines: list[str], at: int) -> str:
    if found := re.match(rf"{_KEY}:(?=[^\s/])", lines[at]):
        if found["key"] in _field_names():
            return f"a space is missing after '{found['key']}:'"
    elif (found := re.match(r"[ \t]*-(?P<key>[a-z_]+):\s", lines[at])) and found["key"] in _field_names():
        return f"a space is missing after the dash: - {found['key']}:"
    return ""


def _no_colon(lines: list[str], at: int) -> str:
    found = re.match(rf"{_KEY}(?:[ \t]+[^:]*)?$", lines[at])
    above = next(_before(lines, at), None)
    if not found or found["key"] not in _field_names() or above is None:
        return ""
    other = _KEY_LINE.match(lines[above])
    if found["dash"] or (other and _column_of(other) == _column_of(found)):
        return f"a colon is missing after '{found['key']}'"
    return ""


def _text_after_text(lines: list[str], at: int) -> str:
    """Look for the second line of a text, not a key of the record, with a colon in it."""
    if re.search(r":(\s|$)", lines[at]) and not lines[at].lstrip().startswith(("- ", "#", "'", '"')):
        found, above = re.match(r"[ \t]*", lines[at]), next(_before(lines, at), None)
        other = _PAIR.match(lines[above]) if above is not None else None
        if found and other and found.end() > _column_of(other):
            return f"a text with ': ' must stand in quotes; that of '{other['key']}' goes on here"
    return ""


_ON_A_LINE: tuple[Callable[[list[str], int], str], ...] = (
    _sign_in_front,
    _list_beside_key,
    _misaligned,
    _colon_in_text,
    _stray_dash,
    _no_space,
    _no_colon,
    _text_after_text,
)


def _column_of(found: re.Match[str]) -> int:
    return len(found["indent"]) + len(found["dash"])


@cache
def _field_names() -> frozenset[str]:
    """Return the names of all fields of all kinds of record."""
    from ..kinds.kind import COMMON, Part, parts
    from ..kinds.registry import KINDS, RECORD_KINDS

    def within(part: Part) -> Iterator[str]:
        yield part.key
        for inner in part.item.parts if part.item else part.parts:
            yield from within(inner)

    declared = [*COMMON, *(part for kind in KINDS.values() for part in kind.parts)]
    declared += [part for struct in RECORD_KINDS.values() for part in parts(struct) if struct.__name__ != "Entry"]
    return frozenset({"kind", "citations", "document", "paragraph"} | {n for part in declared for n in within(part)})
