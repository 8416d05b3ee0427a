"""All that pctui uses of Textual's private parts, which may change with any release: nothing else may use them.

The parts are listed below and compared with the installed Textual when this module is imported. Where one of them is
missing or different, pctui does without all that depends on it, and Textual's own behaviour takes its place. When a new
Textual fails the tests, compare this module with its `app.py`, `screen.py`, `_compositor.py`, `_xterm_parser.py` and
`drivers/linux_driver.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from inspect import signature
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console, RenderableType
from textual.app import App
from textual.driver import Driver
from textual.events import Key
from textual.geometry import Offset, Size
from textual.keys import Keys
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from ..first_page import Part
from .painted import Painted, Stretch, sequence

Result = TypeVar("Result")

# Every private part, below `textual`: the parameters of a method; None for an attribute that `__init__` sets.
Parts = Mapping[str, tuple[str, ...] | None]

# To send only what the terminal does not show yet. Without: Textual's own painting, which sends more.
PAINTING: Parts = {
    "app.App._display": ("self", "screen", "renderable"),
    "_compositor.CompositorUpdate.render_segments": ("self", "console"),
    "_compositor.LayoutUpdate.strips": None,
    "_compositor.LayoutUpdate.region": None,
    "_compositor.ChopsUpdate.chops": None,
    "_compositor.ChopsUpdate.spans": None,
    "_compositor.ChopsUpdate.chop_ends": None,
}
# To draw a dialog only once all of it is there. Without: it is drawn in vain each time that it is laid out before.
BATCHES: Parts = {"screen.Screen._compositor_refresh": ("self",), "app.App._batch_count": None}
# To report an unexpected error like those of other commands. Without: Textual's own traceback.
ERRORS: Parts = {"app.App._handle_exception": ("self", "error")}
# To put the labels of jump mode over the screen as it is. Without: a message that jump mode is not available.
STRIPS: Parts = {
    "screen.Screen._compositor": None,
    "_compositor.Compositor.render_strips": ("self", "size"),
}
# To work out what the next start shows first. Without: nothing is shown before the explorer has started.
KEEPING: Parts = {
    **PAINTING,
    "screen.Screen._compositor": None,
    "screen.Screen._on_timer_update": ("self",),
    "_compositor.Compositor.render_full_update": ("self", "simplify"),
}
# To ignore what no terminal sends, but anyone can type. Without: such bytes end the explorer, with Textual's traceback.
PARSING: Parts = {
    "_parser.Parser.feed": ("self", "data"),
    "_parser.Parser.tick": ("self",),
    "_parser.Parser._timeout_time": None,
    "_xterm_parser.XTermParser.parse_mouse_code": ("self", "code"),
    "_xterm_parser.XTermParser._sequence_to_key_events": ("self", "sequence", "alt"),
    "_xterm_parser.XTermParser.mouse_pixels": None,
    "drivers.linux_driver.LinuxDriver.run_input_thread": ("self",),
}
# To say something of a key that nothing has obeyed. Without: nothing is said.
BINDINGS: Parts = {"app.App._check_bindings": ("self", "key", "priority")}
# To end when the line is closed while something is written. Without: the explorer waits until it is killed.
WRITING: Parts = {"drivers.linux_driver.LinuxDriver._file": None}


def lacking(parts: Parts) -> list[str]:
    """Return those of `parts` that the installed Textual does not have as they are listed."""
    return [name for name, expected in parts.items() if not _as_expected(name, expected)]


def _as_expected(name: str, expected: tuple[str, ...] | None) -> bool:
    module, owner, part = name.rsplit(".", 2)
    try:
        cls = getattr(import_module(f"textual.{module}"), owner)
        if expected is None:
            return part in cls.__init__.__code__.co_names
        return tuple(signature(getattr(cls, part)).parameters) == expected
    except (ImportError, AttributeError, TypeError):
        return False


PAINTS_DIFFERENCES = not lacking(PAINTING)
CATCHES_ERRORS = not lacking(ERRORS)
READS_SCREEN = not lacking(STRIPS)
KEEPS_PAGES = not lacking(KEEPING)
PARSES_SAFELY = not lacking(PARSING)
WRITES_SAFELY = not lacking(WRITING)
NOTICES_KEYS = not lacking(BINDINGS)
DRAWS_ONCE = not lacking(BATCHES)


if TYPE_CHECKING or PAINTS_DIFFERENCES:
    from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

    class Changes(CompositorUpdate):
        """The changes that an update makes to what the terminal shows. Textual renders it only to send it."""

        def __init__(self, painted: Painted, stretches: Sequence[Stretch], cursor: Offset) -> None:
            self.stretches = stretches
            self._painted = painted
            self._cursor = cursor

        def render_segments(self, console: Console) -> str:
            self._painted.record(self.stretches, self._cursor)
            return sequence(self.stretches)


def _strips(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Yield the strips of an update with their columns and lines."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield x, y, strip
                x += strip.cell_length
    else:
        for y, first, last in update.spans:
            for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if chop is not None and x < last and end > first:
                    yield x, y, chop if end <= last else chop.crop(0, last - x)


class ExplorerBase(App[int]):
    """An application that sends only what changed, and keeps an unexpected error for whoever ran it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.failure: Exception | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.obeyed = 0  # keys, clicks and pastes
        self.copied = ""  # how the last text got to the clipboard
        # Set by our driver; there is another one under test.
        self.write_to_terminal: Callable[[str], None] = lambda _: None
        self.suspend_job: Callable[[], None] | None = None
        self._painted = Painted() if PAINTS_DIFFERENCES else None
        # What the terminal shows before anything is painted, and the size that it was made for.
        self.shown: tuple[str, Size] | None = None
        self.updates = 0  # how often something was painted, whether it was sent or not
        self.unseen = False  # whether what is painted is not sent

    def on_load(self) -> None:
        self.loop = asyncio.get_running_loop()

    def on_resize(self) -> None:
        """The terminal has another size, or has come back: what it shows is not known."""
        self._forget()

    def action_redraw(self) -> None:
        """Send all of the screen: something else has written on the terminal."""
        self._forget()
        self.screen.refresh(layout=True)

    def delay_update(self, delay: float = 0.05) -> None:
        """Paint nothing for some seconds; if nothing is sent anyway, lay out what there is at once."""
        if not (self.unseen or self.shown):
            super().delay_update(delay)

    def paint_over(self) -> None:
        """Paint over the page that the terminal has shown so far: send what is different."""
        if self.shown:
            page, size = self.shown
            if self._painted and size == self.size:
                self._painted.take_over(page, size)
            self.shown = None
            self.screen.refresh()
            paint_soon(self.screen)

    def _forget(self) -> None:
        if self._painted:
            self._painted.forget()

    if PAINTS_DIFFERENCES:

        def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
            """Send what the terminal does not show yet; if that cannot be worked out, let Textual paint from now on."""
            self.updates += renderable is not None
            if self.unseen or self.shown:
                return
            if self._painted and isinstance(renderable, (ChopsUpdate, LayoutUpdate)):
                cursor = self.cursor_position
                try:
                    stretches = self._painted.changes(_strips(renderable), self.console)
                except Exception:
                    if self.is_headless:
                        raise  # a test should fail
                    self._painted = None
                else:
                    if not stretches and cursor == self._painted.cursor:
                        return
                    renderable = Changes(self._painted, stretches, cursor)  # type: ignore[assignment]
            super()._display(screen, renderable)

    if CATCHES_ERRORS:

        def _handle_exception(self, error: Exception) -> None:
            """Exit, and keep the error; under test, let Textual report it."""
            if self.is_headless:
                super()._handle_exception(error)
                return
            if not self.unseen:  # what is only worked out for the next start may fail
                self.failure = self.failure or error
            self.exit(1 if self.failure else 0)

    if NOTICES_KEYS:

        async def _check_bindings(self, key: str, priority: bool = False) -> bool:
            """Obey a key, and tell `unbound` of one that nobody obeys."""
            obeyed = await super()._check_bindings(key, priority)
            if not (obeyed or priority):
                self.unbound(key)
            return obeyed

    def unbound(self, key: str) -> None:
        """A key was pressed that does nothing here."""

    def end(self, code: int) -> None:
        """Exit because of a signal."""
        self.exit(code)

    def fail(self, error: Exception) -> None:
        """Exit because of an error that was caught outside of any handler."""
        self._handle_exception(error)


class PaintedOnce(Screen[Result]):
    """A screen that is not even drawn within `App.batch_update`, where Textual draws it and throws that away."""

    if DRAWS_ONCE:

        def _compositor_refresh(self) -> None:
            if not self.app._batch_count:
                super()._compositor_refresh()


def paint_soon(screen: Screen[Any]) -> None:
    """Paint what is to be painted without waiting for the next of Textual's sixty frames a second."""
    if KEEPS_PAGES:
        screen.call_next(screen._on_timer_update)


def painted(screen: Screen[Any], console: Console) -> list[Part]:
    """Return a screen as it is painted. (Call it only if `KEEPS_PAGES`.)"""
    update = screen._compositor.render_full_update()
    return [Part(x, y, strip.render(console)) for x, y, strip in _strips(update)]


def screen_strips(screen: Screen[Any]) -> list[Strip] | None:
    """Return the lines of a screen as they are painted, with what shows through it; None if Textual cannot say."""
    return screen._compositor.render_strips() if READS_SCREEN else None


if TYPE_CHECKING or PARSES_SAFELY:
    from textual._xterm_parser import XTermParser

    class SafeParser(XTermParser):
        """Textual's parser of what the terminal sends, without faults on what it cannot read."""

        @property
        def patience(self) -> float | None:
            """Seconds until `tick` has something to do: None if it waits for nothing that may follow an Esc."""
            return None if self._timeout_time is None else max(0.0, self._timeout_time - monotonic())

        def parse_mouse_code(self, code: str) -> Message | None:
            self.mouse_pixels = False  # set by a report of the window's size, for which the explorer does not ask
            try:
                return super().parse_mouse_code(code)
            except ValueError:  # a number with thousands of digits
                return None

        def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
            try:
                return list(super()._sequence_to_key_events(sequence, alt))
            except (ValueError, OverflowError):  # a key whose number is no character
                return [Key(Keys.Ignore, sequence)]


def write_to(driver: Driver, file: Any) -> None:
    """Let a driver of the terminal write to another file than stderr."""
    if WRITES_SAFELY:
        driver._file = file  # type: ignore[attr-defined]


def forget(widget: Widget) -> None:
    """Let go of a removed text area, which the application would otherwise keep until the next change of colours."""
    watchers: dict[str, list[tuple[Any, Any]]] = getattr(widget.app, "__watchers", {})
    for watching in watchers.values():
        watching[:] = [(watcher, callback) for watcher, callback in watching if watcher is not widget]
