"""With a Textual whose private parts are others, the explorer works, only without what depends on them."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminal import Terminal

from pctui.tui import textual_private
from pctui.tui.textual_private import BATCHES, ERRORS, PAINTING, PARSING, STRIPS, WRITING, lacking

Rewrite = list[tuple[str, str, str]]
PARTS = {**PAINTING, **BATCHES, **ERRORS, **STRIPS, **PARSING, **WRITING}
METHODS = [name for name, parameters in PARTS.items() if parameters]


def renamed(name: str) -> Rewrite:
    """Give another name to a private part, wherever Textual uses it."""
    module, _, part = name.rsplit(".", 2)
    if PARTS[name] or part.startswith("_"):
        return [("textual", rf"\b{part}\b", f"{part}_renamed")]
    return [(f"textual.{module}", rf"\bself\.{part}\b", f"self.{part}_renamed")]  # other classes have such a name too


def with_another_parameter(name: str) -> Rewrite:
    module, _, method = name.rsplit(".", 2)
    return [(f"textual.{module}", rf"(def {method}\((?:[^()]|\(.*?\))*?),?(\s*\))", r"\1, reason: object = None\2")]


class Reader:
    """A reader at a terminal, and the text that is sent to it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.read = 0

    def sees(self, words: str) -> bool:
        """Whether `words` come, after what was read before."""
        end = time.monotonic() + 20
        while words not in self.text() and time.monotonic() < end:
            self.terminal.read_until(b"\0", 0.05)
        found = words in self.text()
        self.read = len(self.terminal.sent)
        return found

    def text(self) -> str:
        return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", self.terminal.sent[self.read :].decode(errors="replace"))

    def press(self, keys: bytes) -> None:
        os.write(self.terminal.main, keys)


@contextmanager
def opened(lighthouses: Path, rewrite: Rewrite, gone: str = "") -> Iterator[Reader]:
    """Open the explorer with rewritten modules."""
    folder = str(Path(__file__).parent / "other_textual")
    terminal = Terminal(lighthouses, "--fresh", PYTHONPATH=folder, REWRITE=json.dumps(rewrite), GONE=gone)
    try:
        yield Reader(terminal)
    finally:
        terminal.close()


def explore(reader: Reader, jumps: bool = True) -> bool:
    """Use the explorer and leave it; return whether it was painted in Textual's own way."""
    assert reader.sees("Beacon Act"), reader.terminal.sent
    start = len(reader.terminal.sent)
    reader.press(b"\x1b[B")
    assert reader.sees("The body that raised dues")
    reader.press(b"\r")
    assert reader.sees("Classification")
    reader.press(b"\x1b")
    assert reader.sees("Zoom")
    reader.press(b";")
    assert reader.sees("Type the letters of a label" if jumps else "No jump mode")
    if jumps:
        reader.press(b"s")  # the first row
        assert reader.sees("Lamp house")
    reader.press(b"q")
    assert reader.terminal.leave() == 0
    assert reader.terminal.restored
    return b"\n" in reader.terminal.sent[start:].partition(b"\x1b[?1049l")[0]  # Textual ends every line that it sends


def test_the_installed_textual_has_every_private_part() -> None:
    assert lacking(PARTS) == [], f"changed in this Textual: adapt {textual_private.__file__}"


def test_without_a_change_only_differences_are_painted(lighthouses: Path) -> None:
    with opened(lighthouses, []) as reader:
        assert not explore(reader)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_renamed(lighthouses: Path, name: str) -> None:
    gone = "textual._compositor" if name.endswith("._compositor") else ""  # the module has the name of the attribute
    with opened(lighthouses, renamed(name), gone) as reader:
        assert explore(reader, jumps=name not in STRIPS) == (name in PAINTING or bool(gone))


@pytest.mark.parametrize("name", METHODS)
def test_a_method_has_other_parameters(lighthouses: Path, name: str) -> None:
    with opened(lighthouses, with_another_parameter(name)) as reader:
        assert explore(reader, jumps=name not in STRIPS) == (name in PAINTING)


def test_an_error_in_our_painting_leaves_the_rest_of_the_session_to_textual(lighthouses: Path) -> None:
    broken = [("pctui.tui.painted", r"\Z", "\ndef differing(*_):\n    raise LookupError\n")]
    with opened(lighthouses, broken) as reader:
        assert explore(reader)


@pytest.mark.parametrize("changed", [renamed, with_another_parameter])
def test_textual_reports_an_error_where_we_cannot(lighthouses: Path, changed: Callable[[str], Rewrite]) -> None:
    help_fails = (
        "pctui.tui.screens.main",
        r"(def action_help\(self\) -> None:)",
        r"\1\n        raise LookupError(self)",
    )
    with opened(lighthouses, [*changed("app.App._handle_exception"), help_fails]) as reader:
        assert reader.sees("Beacon Act")
        reader.press(b"?")
        assert reader.terminal.leave() == 1
        assert reader.terminal.restored
        assert reader.sees("LookupError")
