"""Markdown in the shape of a reader's own Jinja2 template, run in a sandbox.

What a template prints of the corpus is escaped as everywhere in Markdown; only its own text is syntax. It can reach
the names of `names` and nothing else: no file, no other template, no chance.
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
from ..kinds.vocabulary import NOT_HAPPENED
from ..model import Attribute, Citation, Entry
from ..page import Numbering
from .markdown import escape

_WHOLE = "<template>"  # the file name by which Jinja2 compiles a template that comes as text


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that was cited, by the number it was cited with."""

    number: int
    document: str
    paragraph: int
    place: str
    section: str | None


def render(source: str, name: str, names: Mapping[str, object]) -> str:
    """The template `source`, from the file `name`, with what it can reach; UsageError by file and line."""
    environment = SandboxedEnvironment(
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    del environment.filters["random"], environment.globals["lipsum"]  # the same corpus gives the same bytes
    # What others escape for HTML is escaped for Markdown here; what makes HTML has no place in it.
    environment.filters.update(dict.fromkeys(("e", "escape", "forceescape"), _shown))
    del environment.filters["urlize"], environment.filters["xmlattr"]
    try:
        return environment.from_string(source).render(names)
    except PctuiError:
        raise
    except TemplateSyntaxError as error:
        raise UsageError(f"{name}:{error.lineno}: {error.message}") from error
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _WHOLE]
        if not lines:
            raise  # a fault of ours
        raise UsageError(f"{name}:{lines[-1]}: {str(error) or type(error).__name__}") from error


def _shown(value: object) -> Markup:
    """What an expression prints: escaped, unless a macro or `safe` made it; nothing where there is nothing."""
    if isinstance(value, Markup):
        return value
    if callable(value) and not isinstance(value, Undefined):
        raise TypeError("a function is to be called, with parentheses")
    return Markup("") if value is None else Markup(escape(str(value)))


def names(
    corpus: Mapping[str, object],
    entry: Callable[[str], Entry],
    entries: Callable[[str], Iterable[Entry]],
    variables: Mapping[str, str],
) -> dict[str, object]:
    """What a template can reach: the corpus, its entries, the numbering of citations, and the variables given."""
    numbering = Numbering()

    def attribute(of: Entry, name: str) -> Attribute:
        return next((a for a in of.attributes if a.name == name), Attribute(name, ()))

    def cite(of: Entry, part: str = "") -> Markup:
        # A paragraph has one number, whichever of its passages is cited: there is no more to be told from them.
        cited: list[Citation] = [replace(c, anchors=()) for c in of.citations if c.part == part]
        numbers = dict.fromkeys(numbering.number(citation) for citation in cited)
        return Markup("").join(Markup(f" \\[{number}\\]") for number in numbers)

    def passages() -> list[Passage]:
        return [Passage(n, c.document, c.paragraph, c.place, c.section) for n, c in enumerate(numbering.citations, 1)]

    def unseen(of: Entry) -> str:
        return of.modality if of.modality in NOT_HAPPENED else ""

    def fail(message: object) -> None:
        raise UsageError(str(message))

    reached: dict[str, object] = {
        "corpus": corpus,
        "entry": lambda slug: entry(str(slug)),  # where the slug is undefined, `str` says so
        "entries": lambda kind: list(entries(str(kind))),
        "attribute": attribute,
        "cite": cite,
        "passages": passages,
        "unseen": unseen,
        "fail": fail,
    }
    for name, value in variables.items():
        if name in reached or not name.isidentifier():
            raise UsageError(f"a variable cannot be called '{name}'")
        reached[name] = value
    return reached
