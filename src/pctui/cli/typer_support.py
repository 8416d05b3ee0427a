"""What pctui does differently from typer's defaults: commands are loaded when needed, and errors are its own."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from ..errors import UsageError

# The exception that typer raises for a usage error; not every version exports it under its own name.
_Mistake: Any = typer.BadParameter.__base__
_PARAMETERS = "pctui_parameters"  # the function attribute with the factory of its parameters


class LazyGroup(TyperGroup):
    """A group whose commands are built when needed, because typer takes half a millisecond to build an option.

    A subclass has the `NAMES` in the order in which help lists them, and a method `find`.
    """

    NAMES: ClassVar[Sequence[str]] = ()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": _Commands(self)})

    def find(self, name: str) -> Callable[..., None] | typer.Typer:
        """Return the function of a command, or the app of a group of commands."""
        raise NotImplementedError

    def help_of(self, name: str) -> str:
        """Return the help of a command without building its options."""
        found = self.find(name)
        return inspect.getdoc(_callback(found) if isinstance(found, typer.Typer) else found) or ""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        return list(self.NAMES)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands with the first sentence of their help, without building their options."""
        listed: Any = {name: TyperCommand(name, help=self.help_of(name)) for name in self.NAMES}
        TyperGroup(commands=listed).format_commands(ctx, formatter)


class _Commands(Mapping[str, Any]):
    """The commands of a group by name, each built on first access."""

    def __init__(self, group: LazyGroup) -> None:
        self._group = group
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            if name not in self._group.NAMES:
                raise KeyError(name)
            self._built[name] = _build(name, self._group.find(name))
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._group.NAMES)

    def __len__(self) -> int:
        return len(self._group.NAMES)


def group(commands: type[LazyGroup], name: str, **settings: Any) -> typer.Typer:
    """Return the app of a group, without rich markup, which a text of the corpus could contain."""
    return typer.Typer(name=name, cls=commands, rich_markup_mode=None, pretty_exceptions_enable=False, **settings)


def _callback(app: typer.Typer) -> Callable[..., None] | None:
    """Return what a group of commands does by itself, whose help is the group's."""
    return app.registered_callback.callback if app.registered_callback else None


def _build(name: str, found: Callable[..., None] | typer.Typer) -> Any:
    function = _callback(found) if isinstance(found, typer.Typer) else found
    if parameters := getattr(function, _PARAMETERS, None):
        signature = inspect.Signature([each.replace(kind=each.KEYWORD_ONLY) for each in parameters()])
        setattr(function, "__signature__", signature)  # noqa: B010 - mypy does not know the attribute
    if isinstance(found, typer.Typer):
        built = typer.main.get_command(found)
    else:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(name)(found)
        built = typer.main.get_command(alone)
    return built


def choice(name: str, words: Iterable[str]) -> Any:
    """Return the type of an option that takes one of `words`; its value is a string."""
    members: Any = {word.replace("-", "_"): word for word in words}
    return StrEnum(name, members)


def with_parameters(
    function: Callable[..., None],
    parameters: Callable[[], Iterable[inspect.Parameter]],
    *,
    name: str = "",
    doc: str | None = None,
) -> Callable[..., None]:
    """Return `function` as a command with these `parameters`, created when the command is built, passed by name."""

    def command(**values: Any) -> None:
        function(**values)

    command.__name__ = name or function.__name__
    command.__doc__ = doc or function.__doc__
    setattr(command, _PARAMETERS, parameters)
    return command


def run(app: typer.Typer, name: str, arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; UsageError if it is invalid.

    `app()` is not used because it handles a closed pipe, Ctrl+C and usage errors in its own way.
    """
    command: Any = typer.main.get_command(app)
    try:
        with command.make_context(name, list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    except _Mistake as mistake:
        context = mistake.ctx
        raise UsageError(
            mistake.format_message(), f"See: {context.command_path if context else name} --help"
        ) from mistake
    return 0


def complete(app: typer.Typer, name: str) -> None:
    """Print completions for the command line that the shell passes in environment variables."""
    # If rich is installed, typer would use it to parse the completions as markup.
    sys.modules["rich"] = None  # type: ignore[assignment]
    app(prog_name=name)
