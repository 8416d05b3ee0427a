"""The terminal: what is read from it and written to it, and how it is given back, whatever happens."""

from __future__ import annotations

import asyncio
import codecs
import os
import selectors
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message
from textual.messages import InBandWindowResize

from ..taken import ALTERNATE_SCREEN, LINE_CLOSED, Taken, take
from .textual_private import PARSES_SAFELY, ExplorerBase, write_to

MOST_WAITING = 2000  # keys, clicks and pastes that are read and not obeyed yet; the rest waits in the terminal


class Output:
    """The terminal as a file that is written to by a thread of Textual's: a closed line ends the explorer."""

    def __init__(self, file: IO[str], lost: Any) -> None:
        self._file = file
        self._lost = lost

    def write(self, text: str) -> None:
        self._attempt(self._file.write, text)

    def flush(self) -> None:
        self._attempt(self._file.flush)

    def fileno(self) -> int:
        return self._file.fileno()

    def _attempt(self, function: Any, *arguments: str) -> None:
        try:
            function(*arguments)
        except (OSError, ValueError):
            self._lost()


class Ending(threading.Event):
    """An event that can be waited for with `select` as well: there is something to read for as long as it is set."""

    def __init__(self) -> None:
        super().__init__()
        self._receiver, self._sender = os.pipe()
        os.set_blocking(self._receiver, False)
        os.set_blocking(self._sender, False)

    def set(self) -> None:
        super().set()
        os.write(self._sender, b"\0")

    def clear(self) -> None:
        super().clear()
        with suppress(BlockingIOError):
            os.read(self._receiver, 4096)

    def fileno(self) -> int:
        return self._receiver


class ExplorerDriver(LinuxDriver):
    """Textual's driver; it also gives the terminal back when it is stopped, and believes less of what it reads."""

    def __init__(self, app: ExplorerBase, **options: Any) -> None:
        super().__init__(app, **options)
        self._explorer = app
        self.exit_event = self._ending = Ending()
        app.write_to_terminal, app.suspend_job = self.write, self.suspend
        self._main_loop = asyncio.get_running_loop()
        self._read = 0
        self._entered = False  # whether the alternate screen has been entered before
        self._expected = 0  # how many SIGCONT are still to come from stops of ours
        if sys.__stderr__:
            write_to(self, Output(sys.__stderr__, self._line_closed))
        # Textual's own handlers write to the terminal in the middle of whatever runs, and believe any SIGCONT.
        self._on(signal.SIGTSTP, self.suspend)
        self._on(signal.SIGCONT, self._continued)

    # Starting, ending and stopping.

    def start_application_mode(self) -> None:
        """Take the terminal, or take it over with the page that it shows already."""
        terminal = take()
        self._entered = terminal is not None and terminal.page is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if terminal:
            self.attrs_before = terminal.before
            if terminal.page is not None:
                self._explorer.shown = terminal.page, Size(*terminal.size)
            terminal.page = None

    def write(self, data: str) -> None:
        if self._entered and data == ALTERNATE_SCREEN:  # to enter it again would clear it
            self._entered = False
        else:
            super().write(data)

    def _on(self, number: int, handler: Callable[[], None]) -> None:
        def handle() -> None:
            try:
                handler()
            except Exception as error:  # noqa: BLE001 - reported as any other
                self._explorer.fail(error)

        self._main_loop.add_signal_handler(number, handle)

    def stop_application_mode(self) -> None:
        self.write("\x1b[?1016l")  # mouse positions in pixels
        super().stop_application_mode()

    def suspend(self) -> None:
        """Give the terminal back, stop until the shell continues the job, and take it again."""
        self.suspend_application_mode()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        self._stop(signal.SIGTSTP)
        self._resume()

    def _stop(self, number: int) -> None:
        """Stop as the terminal does, with whatever started the explorer."""
        continued: list[int] = []
        signal.signal(signal.SIGCONT, lambda *_: continued.append(1))
        os.killpg(os.getpgrp(), number)
        self._on(signal.SIGCONT, self._continued)
        self._expected += len(continued)  # none if there is no shell that could continue the job: then nothing stops

    def _continued(self) -> None:
        """Handle SIGCONT: after a stop that was not announced, nothing is known of the terminal."""
        if self._expected:
            self._expected -= 1
            return
        self.suspend_application_mode()
        self._resume()

    def _resume(self) -> None:
        self._wait_for_foreground()
        self._on(signal.SIGTSTP, self.suspend)
        self.resume_application_mode()
        self._explorer.action_redraw()

    def _wait_for_foreground(self) -> None:
        """Stop again for as long as the job was only continued in the background."""
        while self._in_background():
            self._stop(signal.SIGSTOP)

    def _in_background(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        except OSError:
            return False  # the terminal does not control jobs

    def _line_closed(self) -> None:
        """End: there is nobody to read from or to write to. (Called in threads.)"""
        if Taken.now:
            Taken.now.must_end(LINE_CLOSED)
        try:
            self._main_loop.call_soon_threadsafe(self._explorer.end, LINE_CLOSED)
        except RuntimeError:
            pass  # the loop has ended already

    # Reading.

    def process_message(self, message: Message) -> None:
        """Pass on what was read. (Called in the thread that reads.)"""
        if isinstance(message, (InBandWindowResize, events.Resize)):
            return  # the size is asked of the system; what claims to be a report of it can be typed by anyone
        if isinstance(message, (events.InputEvent, events.Paste)):
            while self._read - self._explorer.obeyed > MOST_WAITING and not self.exit_event.is_set():
                time.sleep(0.01)
            self._read += 1
        super().process_message(message)

    if TYPE_CHECKING or PARSES_SAFELY:

        def run_input_thread(self) -> None:
            """Read from the terminal until the explorer ends or the line is closed."""
            try:
                self._read_terminal()
            except Exception as error:  # noqa: BLE001 - reported as any other
                self._main_loop.call_soon_threadsafe(self._explorer.fail, error)

        def _read_terminal(self) -> None:
            from .textual_private import SafeParser

            parser = SafeParser()
            decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                selector.register(self._ending, selectors.EVENT_READ)
                while not self._ending.is_set():
                    ready = selector.select(parser.patience)
                    if any(key.fileobj == self.fileno for key, _ in ready):
                        try:
                            data = os.read(self.fileno, 4096)
                        except OSError:
                            data = b""
                        if not data:
                            self._line_closed()
                            return
                        if text := decode(data):
                            for message in parser.feed(text):
                                self.process_message(message)
                    for message in parser.tick():
                        self.process_message(message)


@contextmanager
def given_back(explorer: ExplorerBase) -> Iterator[None]:
    """Run the explorer in this block: signals end it, and however it ends, the terminal is as it was before."""
    terminal = take()
    if terminal is None:
        yield
        return

    def end(code: int) -> bool:
        try:
            assert explorer.loop
            explorer.loop.call_soon_threadsafe(explorer.end, code)
        except (AssertionError, RuntimeError):  # not running yet, or not any more
            return False
        return True

    terminal.end = end
    try:
        yield
    finally:
        terminal.give_back()
