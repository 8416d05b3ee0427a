"""The commands that print files shipped with the program: the JSON Schemas and the templates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .completion import templates
from .output import write
from .typer_support import choice

_Schema = choice("Schema", ("corpus", "export"))


def schema(
    name: Annotated[
        _Schema,  # type: ignore[valid-type]
        typer.Argument(help="corpus: the files of a corpus. export: the JSON that pctui prints and exports."),
    ],
) -> None:
    """Print a JSON Schema. With that of a corpus, an editor can complete and check corpus files.

    Example: pctui schema corpus > corpus.schema.json
    """
    from ..kinds.schema import corpus_schema
    from ..render.export_schema import export_schema

    write(corpus_schema() if name == "corpus" else export_schema())


def template(
    name: Annotated[
        str | None, typer.Argument(help="The template.", show_default=False, autocompletion=templates)
    ] = None,
) -> None:
    """Print a template for `pctui export markdown`, to adapt. Without a name: list the templates.

    Example: pctui template briefing > my-briefing.md.j2
    """
    from .. import paths

    if name is not None:
        write(shipped_template(name).read_text(encoding="utf-8"))
        return
    for known, path in paths.templates().items():
        opening = path.read_text(encoding="utf-8").removeprefix("{#").strip().partition("\n")[0]
        write(f"{known}: {opening}\n")


def shipped_template(name: str) -> Path:
    """Return the file of the template called `name`; UsageError if there is none."""
    from .. import paths
    from ..text import nearest

    known = paths.templates()
    if name not in known:
        hint = f"Choose one of: {', '.join(known)}. For a file without a suffix: ./{name}"
        raise UsageError(f"there is no template '{name}'{nearest(name, known)}", hint)
    return known[name]
