"""Renders the reader's own Jinja2 template as Markdown, in a sandbox.

Corpus text in the output is escaped, as in all Markdown from pctui; only the template's own text is syntax. A template
can use only what `Names` offers (template_names.py) and its variables: no files, no other templates, no random numbers.
"""

from __future__ import annotations

import re
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
from .escaping import escape
from .template_head import filled

# So many pieces are put together before they are printed; what fails before then prints nothing.
_BUFFERED = 5_000
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


def render(source: str, name: str, names: Mapping[str, object], variables: Mapping[str, str] | None = None) -> str:
    """Return the output of a template; see `pieces`."""
    return "".join(pieces(source, name, names, variables))


def pieces(
    source: str, name: str, names: Mapping[str, object], variables: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Yield the output of the template `source` of the file `name`; UsageError with file and line if it fails.

    `names` are what it can use, beside the `variables` given. Several empty lines in a row are printed as one.
    """
    values = filled(source, name, variables or {})
    for variable in values:
        if variable in names or not variable.isidentifier():
            raise UsageError(f"a variable cannot be called '{variable}'")
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
    stream = template.stream({key: _usable(value) for key, value in {**names, **values}.items()})
    stream.enable_buffering(_BUFFERED)
    try:
        yield from _without_gaps(stream)
    except PctuiError:
        raise
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _TEMPLATE]
        if not lines:
            raise  # a bug in pctui, not in the template
        raise UsageError(f"{name}:{lines[-1]}: {str(error) or type(error).__name__}") from error


def _without_gaps(stream: Iterable[str]) -> Iterator[str]:
    """Yield a text with at most one empty line in a row: no template need care for what its conditions leave out."""
    ends = ""  # the line ends that may go on in what follows
    for piece in stream:
        text = ends + piece
        body = text.rstrip("\n")
        ends = text[len(body) :][:2]
        if body:
            yield re.sub(r"\n{3,}", "\n\n", body)
    yield ends


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
