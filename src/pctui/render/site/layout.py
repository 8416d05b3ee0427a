"""The layouts of pages, filled in by Jinja2 with everything escaped that has not been already."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...text import one_line

_HERE = Path(__file__).parent
# What a page may load: its own files and nothing else. Browsers differ on whether a file is of the same origin.
POLICY = "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src data:; base-uri 'none'"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )


def fill(layout: str, **values: object) -> str:
    """Return a layout filled in; text is put on one line and escaped, but what `markup` returned stays as it is."""
    return _environment().get_template(f"{layout}.html.j2").render(**values)


def markup(pieces: Iterable[str]) -> Markup:
    """Return HTML whose text is escaped already."""
    return Markup("").join(map(Markup, pieces))


@cache
def asset(name: str) -> str:
    """Return a file that pages use: a style sheet or a script."""
    return (_HERE / "assets" / name).read_text(encoding="utf-8")
