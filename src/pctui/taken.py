"""The terminal while the program has it: signals end or stop the program, and it is given back as it was before.

Only what Python has loaded anyway is imported, so that the terminal can be taken before anything else.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

LINE_CLOSED = 128 + signal.SIGHUP
# Signals that end the explorer. (SIGKILL and SIGSTOP reach no program.)
ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2)
_GRACE = 5.0  # seconds in which the explorer ends by itself after such a signal, or a closed line
ALTERNATE_SCREEN = "\x1b[?1049h"
_HIDDEN_CURSOR = "\x1b[?25l"
# Leave application mode: bracketed paste, line wrap, size reports, mouse, kitty keys, alternate screen, cursor, focus.
_RESTORE = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[<u"
    "\x1b[?1049l\x1b[?25h\x1b[?1004l"
)


class Taken:
    """The terminal, as it was when it was taken; `now` is the one that is.

    `page` is what it shows on the alternate screen before the explorer paints, else None; `size` is for how many
    columns and lines, 0 if the terminal has changed its size since. `end` asks the explorer to end with an exit code;
    it returns False if there is none running.
    """

    now: ClassVar[Taken | None] = None

    def __init__(self) -> None:
        """Remember the terminal of stdin; OSError, ValueError or termios.error if there is none."""
        self._fileno = sys.__stdin__.fileno() if sys.__stdin__ else -1
        self.before: list[Any] = termios.tcgetattr(self._fileno)
        self.page: str | None = None
        self.size = (0, 0)
        self.end: Callable[[int], bool] = lambda _: False
        self._ending = 0
        self._handlers: dict[signal.Signals, Any] = {}
        for number in ENDING:
            self._handle(number, self._end)
        self._handle(signal.SIGALRM, self._end_by_force)

    def _handle(self, number: signal.Signals, handler: Callable[[int, object], None]) -> None:
        self._handlers[number] = signal.signal(number, handler)

    def must_end(self, code: int) -> None:
        """End the program by force with this exit code if it has not ended by itself after some seconds."""
        self._ending = code
        signal.setitimer(signal.ITIMER_REAL, _GRACE)

    def _end(self, number: int, _: object) -> None:
        self.must_end(128 + number)
        if not self.end(128 + number):  # not running yet, or not any more
            raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)

    def _end_by_force(self, *_: object) -> None:
        """The program is still busy, or waits for a terminal that takes nothing."""
        os.set_blocking(2, False)
        try:
            self._restore()
        except (OSError, termios.error):
            pass  # the line is closed
        os._exit(self._ending)

    def show(self, page: str) -> bool:
        """Show a page on the alternate screen until the explorer paints over it. What is typed waits unseen.

        Return False, and give the terminal back, if it cannot show the page.
        """
        assert sys.__stderr__
        # Stopped meanwhile, nothing is known of the terminal: the explorer begins as if there had been no page.
        self._handle(signal.SIGTSTP, self._stop)
        self._handle(signal.SIGCONT, lambda *_: self.give_back())
        self._handle(signal.SIGWINCH, self._resized)
        self.page = page
        try:
            columns, lines = os.get_terminal_size(2)
            self.size = columns, lines
            data = f"{ALTERNATE_SCREEN}{_HIDDEN_CURSOR}{page}".encode(sys.__stderr__.encoding)
            termios.tcsetattr(self._fileno, termios.TCSANOW, _unseen(self.before))
            while data:
                data = data[os.write(2, data) :]
        except (OSError, UnicodeError, termios.error):
            self.give_back()  # the line is closed, or takes fewer characters than it did
        return self.page is not None

    def _resized(self, *_: object) -> None:
        self.size = (0, 0)

    def _stop(self, *_: object) -> None:
        self.give_back()
        os.killpg(os.getpgrp(), signal.SIGTSTP)

    def _restore(self) -> None:
        os.write(2, _RESTORE.encode())
        termios.tcsetattr(self._fileno, termios.TCSANOW, self.before)

    def give_back(self) -> None:
        """Make the terminal what it was, and signals as well; nothing if that is done."""
        if Taken.now is self:
            Taken.now = None
        signal.setitimer(signal.ITIMER_REAL, 0)
        shown, self.page = self.page is not None, None
        try:
            if self._handlers and (shown or termios.tcgetattr(self._fileno) != self.before):
                self._restore()
        except (OSError, termios.error):
            pass  # the line is closed
        while self._handlers:
            signal.signal(*self._handlers.popitem())


def take() -> Taken | None:
    """Return the terminal, which is taken now if it was not; None if there is none."""
    if Taken.now is None:
        try:
            Taken.now = Taken()
        except (OSError, ValueError, termios.error):
            return None
    return Taken.now


def hide_page() -> None:
    """Give the terminal back if it shows a page and no explorer yet: something else is to be said."""
    if Taken.now and Taken.now.page is not None:
        Taken.now.give_back()


def _unseen(before: list[Any]) -> list[Any]:
    """Return attributes under which keys wait as they were typed, and unseen; Ctrl+C and Ctrl+Z still act at once."""
    mode = [*before[:6], list(before[6])]
    mode[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    mode[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
    return mode
