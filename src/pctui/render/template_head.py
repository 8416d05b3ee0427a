"""The comment at the head of a template, which says what it makes and declares its variables.

    {#
    One line that says what the template makes

    Variables:
        organisation     a variable that must be given
        since=           one that may be left out, and is then empty
        most=five        one that may be left out, and is then `five`;
                         what is said of a variable may go on

    Citations: author-date
    #}

Of a template without such a list, every variable is taken. `Citations` is how it cites unless `--citations` is given;
it may be left out too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from ..errors import UsageError
from ..panes import CITATIONS
from ..text import nearest

_COMMENT = re.compile(r"\s*\{#(.*?)#\}", re.DOTALL)
_LIST = re.compile(r"^Variables:\n((?:[ \t]+\S.*\n?)+)", re.MULTILINE)
_CITATIONS = re.compile(r"^Citations: *(\S+)$", re.MULTILINE)
_VARIABLE = re.compile(r"[ \t]+(?P<name>[A-Za-z_]\w*)(?P<default>=\S*)?(?:[ \t]{2,}(?P<help>.*))?")


class Variable(Struct, frozen=True):
    """A variable of a template; without a `default` it must be given."""

    name: str
    default: str | None
    help: str

    @property
    def needed(self) -> bool:
        return self.default is None

    @property
    def described(self) -> str:
        """What it is, and whether it must be given: `the slug of an organisation (must be given)`."""
        left_out = "must be given" if self.needed else f"otherwise {self.default}" if self.default else ""
        return f"{self.help} ({left_out})" if left_out else self.help


class Head(Struct, frozen=True):
    """The head of a template: its first line, its variables (None if it does not list them), and how it cites."""

    title: str
    variables: tuple[Variable, ...] | None
    citations: str | None = None


def read(source: str) -> Head:
    """Return the head of a template."""
    comment = _COMMENT.match(source)
    text = comment[1] if comment else ""
    listed = _LIST.search(text)
    cites = _CITATIONS.search(text)
    title = text.strip().partition("\n")[0]
    return Head(title, tuple(_variables(listed[1])) if listed else None, cites[1] if cites else None)


def _variables(listed: str) -> list[Variable]:
    found: list[Variable] = []
    lines = listed.splitlines()
    indent = min(len(line) - len(line.lstrip()) for line in lines)
    for line in lines:
        if line[indent].isspace() and found:  # what is said of a variable goes on
            last = found[-1]
            found[-1] = Variable(last.name, last.default, f"{last.help} {line.strip()}".strip())
        elif match := _VARIABLE.fullmatch(line):
            default = None if match["default"] is None else match["default"][1:]
            found.append(Variable(match["name"], default, (match["help"] or "").strip()))
    return found


def citations_of(source: str, name: str) -> str | None:
    """Return how the template `name` cites by default, one of CITATIONS; None if it does not say."""
    form = read(source).citations
    if form and form not in CITATIONS:
        raise UsageError(f"{name}: there is no way of citing '{form}'", f"Choose one of: {', '.join(CITATIONS)}")
    return form


def filled(source: str, name: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of the template `name`: those given, and otherwise their defaults.

    UsageError if one is missing or unknown; the hint lists those that the template takes.
    """
    declared = read(source).variables
    if declared is None:
        return dict(given)
    known = {variable.name: variable for variable in declared}
    hint = "It takes " + "; ".join(f"{each.name}: {each.described}" for each in declared)
    if unknown := next((each for each in given if each not in known), None):
        raise UsageError(f"{name} has no variable '{unknown}'{nearest(unknown, known)}", hint if known else "")
    values = {each.name: given.get(each.name, each.default) for each in declared}
    if missing := [each for each, value in values.items() if value is None]:
        raise UsageError(f"{name} needs {' '.join(f'--var {each}=…' for each in missing)}", hint)
    return {each: value for each, value in values.items() if value is not None}
