"""Renders the reader's own Jinja2 template as Markdown, in a sandbox.

Corpus text in the output is escaped, as in all Markdown from pctui; only the template's own text is syntax. A template
can use only what `names` returns: no files, no other templates, no random numbers.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from msgspec.structs import replace

from ..errors import PctuiError, UsageError
from ..kinds.vocabulary import DIRECTIONS, NOT_HAPPENED
from ..model import Attribute, Citation, Entry
from ..page import Numbering
from .markdown import escape

_TEMPLATE = "<template>"  # the file name that Jinja2 gives to a template compiled from a string


@dataclass(frozen=True, slots=True)
class Passage:
    """A cited paragraph with its number."""

    number: int
    document: str
    paragraph: int
    locator: str
    place: str
    section: str | None


def render(source: str, name: str, names: Mapping[str, object]) -> str:
    """Return the output of the template `source` of the file `name`; UsageError with file and line if it fails."""
    environment = SandboxedEnvironment(
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    del environment.filters["random"], environment.globals["lipsum"]  # output must be reproducible
    # Filters that escape for HTML escape for Markdown here; those that produce HTML are removed.
    environment.filters.update(dict.fromkeys(("e", "escape", "forceescape"), _shown))
    del environment.filters["urlize"], environment.filters["xmlattr"]
    try:
        return environment.from_string(source).render(names)
    except PctuiError:
        raise
    except TemplateSyntaxError as error:
        raise UsageError(f"{name}:{error.lineno}: {error.message}") from error
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _TEMPLATE]
        if not lines:
            raise  # a bug in pctui, not in the template
        raise UsageError(f"{name}:{lines[-1]}: {str(error) or type(error).__name__}") from error


def _shown(value: object) -> Markup:
    """Return what an expression prints: escaped, unless it comes from a macro or `safe`; nothing for None."""
    if isinstance(value, Markup):
        return value
    if callable(value) and not isinstance(value, Undefined):
        raise TypeError("a function must be called, with parentheses")
    return Markup("") if value is None else Markup(escape(str(value)))


def names(
    corpus: Mapping[str, object],
    entry: Callable[[str], Entry],
    entries: Callable[[str], Iterable[Entry]],
    variables: Mapping[str, str],
) -> dict[str, object]:
    """Return what a template can use: the corpus, its entries, the numbering of citations, and its variables."""
    numbering = Numbering()

    def attribute(of: Entry, name: str) -> Attribute:
        return next((a for a in of.attributes if name in (a.name, a.field)), Attribute(name, ()))

    def cite(of: Entry, part: str = "") -> Markup:
        # Ignoring the anchors gives each paragraph one number, since a template does not show which passage is cited.
        cited: list[Citation] = [replace(c, anchors=()) for c in of.citations if c.part == part]
        numbers = dict.fromkeys(numbering.number(citation) for citation in cited)
        return Markup("").join(Markup(f" \\[{number}\\]") for number in numbers)

    def passages() -> list[Passage]:
        return [
            Passage(n, c.document, c.paragraph, c.locator, c.place, c.section)
            for n, c in enumerate(numbering.citations, 1)
        ]

    def unseen(of: Entry) -> str:
        return of.modality if of.modality in NOT_HAPPENED else ""

    def fail(message: object) -> None:
        raise UsageError(str(message))

    available: dict[str, object] = {
        "corpus": corpus,
        "entry": lambda slug: entry(str(slug)),  # `str` raises an error if the slug is undefined
        "entries": lambda kind: list(entries(str(kind))),
        "attribute": attribute,
        "cite": cite,
        "passages": passages,
        "directions": list(DIRECTIONS),
        "unseen": unseen,
        "fail": fail,
    }
    for name, value in variables.items():
        if name in available or not name.isidentifier():
            raise UsageError(f"a variable cannot be called '{name}'")
        available[name] = value
    return available
