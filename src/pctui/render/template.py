"""Renders the reader's own Jinja2 template as Markdown, in a sandbox.

Corpus text in the output is escaped, as in all Markdown from pctui; only the template's own text is syntax. A template
can use only what `names` returns: no files, no other templates, no random numbers.
"""

from __future__ import annotations

import traceback
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, pass_context, utils
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from ..errors import PctuiError, UsageError
from ..kinds.vocabulary import DIRECTIONS, NOT_HAPPENED
from ..model import Attribute, Citation, Entry, merged
from ..page.blocks import joined
from .citing import Citing
from .escaping import escape

_TEMPLATE = "<template>"  # the file name that Jinja2 gives to a template compiled from a string


class _NoText:
    """Something to use, not to print: as text it would be an address in memory, another one each time."""

    def __repr__(self) -> str:
        raise TypeError(f"a {type(self).__name__.lower()} has no text of its own")


class Cycler(_NoText, utils.Cycler):
    """`cycler` of Jinja2."""


class Joiner(_NoText, utils.Joiner):
    """`joiner` of Jinja2."""


class Namespace(_NoText, utils.Namespace):
    """`namespace` of Jinja2."""


class Function(_NoText):
    """A function or method to call."""

    def __init__(self, function: Callable[..., object]) -> None:
        self._function = function

    def __call__(self, *arguments: object, **named: object) -> object:
        return self._function(*arguments, **named)


class _Environment(SandboxedEnvironment):
    """A sandbox in which the same template always gives the same bytes."""

    intercepted_binops = frozenset("-")

    def getattr(self, obj: Any, attribute: str) -> Any:
        return _usable(super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        return _usable(super().getitem(obj, argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return a difference; one of keys is a set, whose order would be another each time."""
        found = super().call_binop(context, operator, left, right)
        return sorted(found) if isinstance(found, (set, frozenset)) else found


def _usable(found: Any) -> Any:
    methods = (types.FunctionType, types.MethodType, types.BuiltinMethodType)
    return Function(found) if isinstance(found, methods) else found


def _listing(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter with its results in a list, if they would otherwise be computed one by one."""

    @wraps(filter_)
    def listing(*arguments: Any, **named: Any) -> Any:
        found = filter_(*arguments, **named)
        return list(found) if isinstance(found, Iterator) else found

    return listing


def render(source: str, name: str, names: Mapping[str, object]) -> str:
    """Return the output of the template `source` of the file `name`; UsageError with file and line if it fails."""
    environment = _Environment(
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    del environment.filters["random"], environment.globals["lipsum"]  # output must be reproducible
    environment.globals.update(cycler=Cycler, joiner=Joiner, namespace=Namespace)
    # Filters that escape for HTML escape for Markdown here; those that produce HTML are removed.
    environment.filters.update(dict.fromkeys(("e", "escape", "forceescape"), _escaped))
    del environment.filters["urlize"], environment.filters["xmlattr"]
    environment.filters = {key: _listing(filter_) for key, filter_ in environment.filters.items()}
    try:
        template = environment.from_string(source)
    except TemplateSyntaxError as error:
        raise UsageError(f"{name}:{error.lineno}: {error.message}") from error
    except (RecursionError, SyntaxError, MemoryError) as error:  # Jinja2 makes Python of it, which has limits
        raise UsageError(
            f"{name}: nested too deeply", "Divide it with macros, or set parts of it beforehand."
        ) from error
    try:
        return template.render({key: _usable(value) for key, value in names.items()})
    except PctuiError:
        raise
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _TEMPLATE]
        if not lines:
            raise  # a bug in pctui, not in the template
        raise UsageError(f"{name}:{lines[-1]}: {str(error) or type(error).__name__}") from error


# With the context as an argument it is not applied to constants beforehand, which Jinja2 would escape for HTML first.
@pass_context
def _shown(_context: Context, value: object) -> Markup:
    """Return what an expression prints: escaped, unless it comes from a macro or `safe`; nothing for None."""
    return _escaped(value)


def _escaped(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    if callable(value) and not isinstance(value, Undefined):
        raise TypeError("a function must be called, with parentheses")
    return Markup("") if value is None else Markup(escape(str(value)))


def names(
    corpus: Mapping[str, object],
    entry: Callable[[str], Entry],
    entries: Callable[[str], Iterable[Entry]],
    citing: Citing,
    variables: Mapping[str, str],
) -> dict[str, object]:
    """Return what a template can use: the corpus, its entries, what makes the citations, and its variables."""

    def attribute(of: Entry, name: str) -> Attribute:
        return next((a for a in of.attributes if name in (a.name, a.field)), Attribute(name, ()))

    def citations(of: Entry, part: str) -> list[Citation]:
        return merged(citation for citation in of.citations if citation.part == part)

    def cite(of: Entry, part: str = "") -> Markup:
        found = citations(of, part)
        return Markup(citing.sign(found) if found else "")

    def cited(text: object, of: Entry, part: str = "") -> Markup:
        return Markup(citing.cited(_escaped(text), citations(of, part)))

    def references() -> Markup:
        return Markup("".join(joined(citing.listed(lambda _slug: None, lambda _citation: ()))).strip())

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
        "cited": cited,
        "references": references,
        "directions": list(DIRECTIONS),
        "unseen": unseen,
        "fail": fail,
    }
    for name, value in variables.items():
        if name in available or not name.isidentifier():
            raise UsageError(f"a variable cannot be called '{name}'")
        available[name] = value
    return available
