"""The commands that print files shipped with the program: the JSON Schemas and the templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from ..errors import UsageError
from .completion import templates
from .output import text_width, write, write_all
from .typer_support import choice

_Schema = choice("Schema", ("corpus", "export"))


def schema(
    name: Annotated[
        _Schema,  # type: ignore[valid-type]
        typer.Argument(help="corpus: the files of a corpus. export: the JSON that pctui prints and exports."),
    ] = "corpus",
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus",
            help="The schema of this corpus: with its vocabularies and the slugs of its entries.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print a JSON Schema. With that of a corpus, an editor can complete and check corpus files.

    With --corpus, it also lists the lanes and other terms, the entries and the documents that a field can have.

    Example: pctui schema --corpus my-corpus > my-corpus.schema.json
    """
    from ..corpus.editor_schema import schema_of
    from ..kinds.schema import corpus_schema
    from ..render.export_schema import export_schema

    if name != "corpus":
        if corpus is not None:
            raise UsageError("--corpus is for the schema of corpus files", "pctui schema --corpus FOLDER")
        write(export_schema())
    else:
        write(schema_of(corpus) if corpus is not None else corpus_schema())


def template(
    name: Annotated[
        str | None, typer.Argument(help="The template.", show_default=False, autocompletion=templates)
    ] = None,
) -> None:
    """Print a template for `pctui export markdown`, to adapt.

    Without a name: list the templates with their variables, and what a template can use.

    Example: pctui template briefing > my-briefing.md.j2
    """
    if name is not None:
        write(shipped_template(name).read_text(encoding="utf-8"))
        return
    write_all(_overview())


_PRINTED = """\
Text of the corpus is escaped; `| safe` prints it unchanged. Print texts one after the other, as in {{ a }}{{ b }}:
one that is joined with ~ to the result of a macro or of `cite` is escaped for HTML instead. Several empty lines in a
row are printed as one."""


def _overview() -> Iterator[str]:
    """Yield the list of the templates with their variables, and of what a template can use."""
    from .. import paths
    from ..render import template_head
    from ..render.template_names import described

    for known, path in paths.templates().items():
        head = template_head.read(path.read_text(encoding="utf-8"))
        yield f"{known}: {head.title}\n"
        yield from _aligned((f"--var {each.name}=…", each.described) for each in head.variables or ())
        if head.citations:
            yield f"    It cites as --citations {head.citations} does, unless you say otherwise.\n"
        yield "\n"
    yield "Beside its variables and the features of Jinja2, a template can use:\n\n"
    yield from _aligned(described())
    yield f"\n{_PRINTED}\n"


def _aligned(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield lines with two columns, the second of which is folded."""
    every = list(rows)
    indent = " " * (6 + max((len(term) for term, _ in every), default=0))
    width = text_width() or 110
    for term, text in every:
        yield fill(text, width, initial_indent=f"    {term}".ljust(len(indent)), subsequent_indent=indent) + "\n"


def shipped_template(name: str) -> Path:
    """Return the file of the template called `name`; UsageError if there is none."""
    from .. import paths
    from ..text import nearest

    known = paths.templates()
    if name not in known:
        hint = f"Choose one of: {', '.join(known)}. For a file without a suffix: ./{name}"
        raise UsageError(f"there is no template '{name}'{nearest(name, known)}", hint)
    return known[name]
