"""Generate `docs/reference.md` and the manual page from the help of the commands.

To run it: `python -m pctui.cli.reference_docs markdown` or `man`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

from .. import __version__
from ..errors import ExitCode
from ..settings import THEMES
from .app import app
from .output import write

_EXAMPLE = "Example: "
_ENVIRONMENT = {
    "PCTUI_DB": "The database, unless --db names one. Default: pctui.db in the platform's folder for user data.",
    "PCTUI_READER": "The file with your attached copies, marks and notes. Default: reader.db in the same folder.",
    "PCTUI_CONFIG": "The settings of the explorer. Default: config.toml in the platform's folder for settings.",
    "PCTUI_THEME": f"The explorer's theme: one of {', '.join(THEMES)}.",
    "PCTUI_ASCII": "1 draws the explorer in ASCII, 0 in Unicode, regardless of the locale.",
    "NO_COLOR": "If set, the explorer uses no colours of its own.",
}


@dataclass(frozen=True)
class Manual:
    """The help of one command; `terms` are its arguments and options, each with its description."""

    name: str
    usage: str
    prose: tuple[str, ...]
    examples: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]


def manuals() -> Iterator[Manual]:
    """Yield the help of every command: pctui itself first, each group before its commands."""
    yield from _manuals(typer.main.get_command(app), None)


def _manuals(command: Any, parent: typer.Context | None) -> Iterator[Manual]:
    context = typer.Context(command, info_name=command.name, parent=parent)
    prose = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
    records = [param.get_help_record(context) for param in command.get_params(context)]
    yield Manual(
        context.command_path,
        " ".join([context.command_path, *command.collect_usage_pieces(context)]),
        tuple(part for part in prose if part and not part.startswith(_EXAMPLE)),
        tuple(part.removeprefix(_EXAMPLE) for part in prose if part.startswith(_EXAMPLE)),
        tuple((term, " ".join(text.split())) for term, text in filter(None, records) if "--help" not in term),
    )
    for sub in getattr(command, "commands", {}).values():
        yield from _manuals(sub, context)


def as_markdown() -> str:
    """Return the reference page in CommonMark."""
    parts = ["# Reference", "Every command with its arguments and options, as `--help` prints them."]
    for manual in manuals():
        parts += [f"## {manual.name}", f"    {manual.usage}", *manual.prose]
        if manual.terms:
            parts.append("\n".join(f"- `{term}`: {text}" if text else f"- `{term}`" for term, text in manual.terms))
        parts += [f"For example:\n\n    {example}" for example in manual.examples]
    parts += [
        "## Exit codes",
        "\n".join(f"- {code:d}: {code.meaning}" for code in ExitCode),
        "## Environment",
        "\n".join(f"- `{name}`: {text}" for name, text in _ENVIRONMENT.items()),
    ]
    return "\n\n".join(parts) + "\n"


def as_man() -> str:
    """Return the manual page, in macros that groff and mandoc both read. It has no date, so that it is reproducible."""
    whole, *commands = manuals()
    summary, *description = whole.prose
    lines = [
        f'.TH PCTUI 1 "" "pctui {__version__}" "User commands"',
        ".ad l",
        ".nh",
        ".SH NAME",
        f"pctui \\- {_roff(summary[:1].lower() + summary[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        f".B {_roff(whole.usage)}",
        ".SH DESCRIPTION",
        "\n.PP\n".join(map(_roff, [summary, *description])),
        ".SH OPTIONS",
        *_terms(whole.terms),
        ".SH COMMANDS",
        "Each takes",
        ".B \\-\\-help",
        "as well.",
    ]
    for manual in commands:
        lines += [f".SS {_roff(manual.usage.removeprefix('pctui '))}", "\n.PP\n".join(map(_roff, manual.prose))]
        lines += _terms(manual.terms)
        for example in manual.examples:
            lines += [".PP", "For example:", ".PP", ".RS 4", ".EX", _roff(example), ".EE", ".RE"]
    lines += [".SH EXIT STATUS", *_terms((str(int(code)), code.meaning) for code in ExitCode)]
    lines += [".SH ENVIRONMENT", *_terms(_ENVIRONMENT.items())]
    return "\n".join(lines) + "\n"


def _terms(terms: Any) -> Iterator[str]:
    for term, text in terms:
        yield from (".TP", f".B {_roff(term)}", _roff(text))


def _roff(text: str) -> str:
    """Return a text as one ASCII line of roff, escaped so that it contains no requests and keeps its hyphens."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "")
    escaped = re.sub(r"[^\x00-\x7f]", lambda match: f"\\[u{ord(match[0]):04X}]", escaped)
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    write({"markdown": as_markdown, "man": as_man}[sys.argv[1]]())
