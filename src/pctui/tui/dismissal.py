"""Screens over the main one. A second key for "close" may come before the first has closed the screen."""

from __future__ import annotations

from typing import TypeVar

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultCallbackType

from .sizes import CurrentSize
from .textual_private import PaintedOnce

Result = TypeVar("Result")


class DismissedOnce(CurrentSize[Result]):
    """A screen that can be dismissed more than once: only the first time counts.

    It comes last among the bases of a class, because Textual takes the styles from the first one.
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()  # type: ignore[no-untyped-call]


class Dialog(ModalScreen[Result], DismissedOnce[Result], PaintedOnce[Result]):
    """The base of every dialog."""


async def open_dialog(app: App[int], dialog: Dialog[Result], callback: ScreenResultCallbackType[Result]) -> None:
    """Put a dialog over the screen; it is painted once all of it is there, and what is below it with it."""
    below = app.screen
    with app.batch_update():
        await app.push_screen(dialog, callback)
    below.check_idle()  # otherwise it would have all painted again at the first key
