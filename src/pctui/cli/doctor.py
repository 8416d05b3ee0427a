"""The command that examines the installation, the program's files, the terminal and a read-only login."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ExitCode
from .options import Database
from .output import text_width, write
from .store import BEFORE
from .typer_support import choice

if TYPE_CHECKING:
    from ..doctor.checks import Check

    Groups = list[tuple[str, list[Check]]]

_Format = choice("Format", ("text", "json"))


def doctor(
    db: Database = None,
    form: Annotated[_Format, typer.Option("--format", help="Output format.")] = "text",  # type: ignore[valid-type]
) -> None:
    """Examine versions, files, the terminal and a read-only login, and say what to do about each fault.

    Reads the whole database and your own file, to find damage that other commands meet only where they read. The exit
    code is 1 if there is a fault. Nothing is changed.

    Example: pctui doctor
    """
    from .. import paths
    from ..doctor.checks import State
    from ..doctor.groups import groups

    given = db or BEFORE.db
    found = list(groups(paths.database(given), given is not None))
    write(_as_json(found) if form == "json" else _as_text(found, text_width()))
    if any(check.state == State.FAULT for _, checks in found for check in checks):
        raise typer.Exit(ExitCode.NO)


def _as_text(found: Groups, width: int | None) -> str:
    """Return a line for each check, with its advice below it."""
    from ..doctor.checks import State
    from ..text import clean
    from ..widths import wrap

    names = max(len(check.name) for _, checks in found for check in checks)
    states = max(map(len, State))
    lines = []
    for group, checks in found:
        lines.append(group)
        for check in checks:
            head = f"  {check.state:{states}}  {check.name:{names}}  "
            texts = [clean(text) for text in (check.found, check.advice) if text]
            wrapped = [line for text in texts for line in (wrap(text, width - len(head)) if width else [text])]
            lines += [f"{head if not i else ' ' * len(head)}{line}" for i, line in enumerate(wrapped)]
    return "\n".join(lines) + "\n"


def _as_json(found: Groups) -> str:
    """Return the checks as JSON, in their order."""
    import json
    from dataclasses import asdict

    from ..text import clean_all

    checks = [{"group": group, **asdict(check)} for group, checks in found for check in checks]
    return json.dumps(clean_all({"checks": checks}), indent=2, ensure_ascii=False) + "\n"
