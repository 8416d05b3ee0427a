"""Rewords the messages of libraries (`pytest --reword=all`), because new releases may reword them too.

Names in a message, which are in quotation marks or options, are kept without quotation marks; other words are removed.
"""

from __future__ import annotations

import functools
import os
import re
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pctui

OURS = str(Path(pctui.__file__).parent)
NAMED = re.compile(r"'([^']*)'|\"([^\"]*)\"|`([^`]*)`|(--[a-z-]+)")


def reworded(message: object) -> str:
    """Return a message reworded: only the names in it."""
    if str(message).startswith("reworded"):
        return str(message)
    found = ["".join(groups) for groups in NAMED.findall(str(message))]
    return " ".join(["reworded", *found])


def _reword(error: BaseException) -> None:
    """Reword the message of `error`, unless pctui raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    if type(error).__module__.startswith("pctui") or frames[-1].filename.startswith(OURS):
        return
    if error.args and isinstance(error.args[0], str):
        error.args = (reworded(error.args[0]), *error.args[1:])
    for name in ("msg", "problem", "context"):
        if isinstance(said := getattr(error, name, None), str):
            setattr(error, name, reworded(said))


def _around(holder: object, name: str) -> None:
    """Reword every exception that the function `name` of `holder` raises."""
    function: Callable[..., Any] = getattr(holder, name)

    @functools.wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except Exception as error:
            _reword(error)
            raise

    setattr(holder, name, call)


def _typer() -> None:
    """Reword usage errors of typer, wherever this version defines its exceptions."""
    import typer

    def family(kind: type) -> Iterator[type]:
        yield kind
        for child in kind.__subclasses__():
            yield from family(child)

    def wrapped(format_message: Callable[[Any], str]) -> Callable[[Any], str]:
        return lambda error: reworded(format_message(error))

    (root,) = (kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
    for kind in family(root):
        if "format_message" in vars(kind):
            kind.format_message = wrapped(kind.format_message)


def _jinja2() -> None:
    import jinja2

    _around(jinja2.Environment, "from_string")
    _around(jinja2.Template, "render")


def _yaml() -> None:
    import yaml

    parse = yaml.parse

    def parsed(*arguments: Any, **options: Any) -> Iterator[Any]:
        try:
            yield from parse(*arguments, **options)
        except yaml.YAMLError as error:
            _reword(error)
            raise

    yaml.parse = parsed


def _toml() -> None:
    import tomllib

    _around(tomllib, "loads")
    try:
        import tomli
    except ModuleNotFoundError:
        return  # in Python 3.14 this is all in tomllib
    _around(tomli, "loads")


def _os() -> None:
    """Reword messages of the operating system, which differ by libc and locale."""
    from pctui import errors

    strerror, from_os = os.strerror, errors.from_os

    def other(number: int) -> str:
        return f"Reworded {number}" if strerror(number) else ""

    def reworded_from_os(error: OSError, *arguments: Any, **options: Any) -> Any:
        if error.errno is not None and error.strerror == strerror(error.errno):
            error.strerror = other(error.errno)
        return from_os(error, *arguments, **options)

    os.strerror, errors.from_os = other, reworded_from_os


def _msgspec() -> None:
    import msgspec

    _around(msgspec, "convert")


LIBRARIES = {"typer": _typer, "jinja2": _jinja2, "yaml": _yaml, "toml": _toml, "os": _os, "msgspec": _msgspec}


def reword(names: str) -> None:
    """Reword the messages of the libraries in `names` (comma-separated), or of all."""
    for name in LIBRARIES if names == "all" else names.split(","):
        LIBRARIES[name]()
