"""Type-ahead: keys that come together are obeyed one after another.

Over a slow line, keys come in bursts: `/` and a word in one read. Textual gives each key to what has the focus when the
key comes, so the word would miss the box that `/` is about to open; and it carries out editing keys after the letters
that follow them (Textual#6605). So what is typed, clicked and pasted waits here until what came before it is done: no
message waits, no handler runs, and what was opened has the focus.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.widgets import Input

from .textual_private import ExplorerBase, paint_soon

_PATIENCE = 5.0  # seconds that a key waits at most for the one before it
_GLANCE = 0.02  # seconds after which it is looked who was removed meanwhile and will never answer
_ROUNDS = 20  # of painting, at most, before a screen counts as complete
_TURNS = 50  # of the event loop, before waiting for whoever is still busy


class TypeAhead:
    """What was typed and is not obeyed yet. `obey` is Textual's own way to handle an event."""

    def __init__(self, app: App[int], obey: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._obey = obey
        self._waiting: deque[events.Event] = deque()
        self.started = asyncio.Event()  # set once there is something that can obey
        self._acting = True  # whether the last event obeyed, or the start, may still be at work
        self._typed = False  # whether what a character typed into a box leads to may still be at work
        self._releasing = False

    async def accept(self, event: events.Event) -> None:
        """Obey an event now, or once those before it are done."""
        if self._waiting or self._releasing or self._must_wait(event):
            self._waiting.append(event)
            if not self._releasing:
                self._releasing = True
                self._app.run_worker(self._release(), group="type-ahead", exit_on_error=True)
        else:
            await self._carry_out(event)

    def _must_wait(self, event: events.Event) -> bool:
        return self._acting or (self._typed and not self._types(event))

    async def _carry_out(self, event: events.Event) -> None:
        if self._types(event):
            self._typed = True
        elif not isinstance(event, events.MouseMove):
            self._acting = True
        await self._obey(event)

    def _types(self, event: events.Event) -> bool:
        """Whether an event only types a character into the box that has the focus: these keep their order anyway."""
        focused = self._app.focused
        takes_text = isinstance(focused, Input) or getattr(focused, "TAKES_TEXT", False)
        return takes_text and isinstance(event, events.Key) and event.is_printable

    async def _release(self) -> None:
        try:
            await self.started.wait()
            while self._waiting:
                if self._must_wait(self._waiting[0]):
                    await settled(self._app)
                    self._acting = self._typed = False
                done = asyncio.Event()
                self._app.call_later(self._next, done)
                await done.wait()
        finally:
            self._releasing = False

    async def _next(self, done: asyncio.Event) -> None:
        """Obey the next event, as a message of the application."""
        try:
            await self._carry_out(self._waiting.popleft())
        finally:
            done.set()


def _pumps(node: App[int] | DOMNode) -> Iterator[MessagePump]:
    """Yield whoever may have something to do: the application, its screens, and their widgets in view."""
    yield node
    for child in node.screen_stack if isinstance(node, App) else node.displayed_children:
        yield from _pumps(child)


def _messages(pumps: list[MessagePump]) -> bool:
    return any(pump.message_queue_size for pump in pumps)


async def settled(app: App[int], among: DOMNode | None = None) -> None:
    """Wait until everything that was asked for is done; `among` is a screen, if only what it has to do matters."""
    loop = asyncio.get_running_loop()
    end = loop.time() + _PATIENCE
    while loop.time() < end:
        pumps = list(_pumps(among or app))
        for _ in range(_TURNS):
            if not _messages(pumps):
                break
            await asyncio.sleep(0)
        idle = not _messages(pumps)
        await _passed(pumps)
        searching = any(worker.is_running and worker.group != "type-ahead" for worker in app.workers)
        if searching:
            await asyncio.sleep(0.01)  # a search of the command palette
        elif idle and pumps == list(_pumps(among or app)) and not _messages(pumps):
            return


async def at_rest(app: ExplorerBase) -> None:
    """Wait until everything on the screen is done and painted, and nothing follows from that."""
    for _ in range(_ROUNDS):
        before = app.updates
        await settled(app, app.screen)
        paint_soon(app.screen)
        refreshed = asyncio.Event()
        if app.screen.call_after_refresh(refreshed.set):
            await asyncio.wait_for(refreshed.wait(), _PATIENCE)
        if app.updates == before:
            return


async def _passed(pumps: list[MessagePump]) -> None:
    """Wait until each of `pumps` has done what is before it now: a handler that it is in, and its messages."""
    passed = asyncio.Event()
    waiting = set()

    def one_passed(pump: MessagePump) -> None:
        waiting.discard(pump)
        if not waiting:
            passed.set()

    for pump in pumps:
        if pump.call_later(one_passed, pump):
            waiting.add(pump)
    for _ in range(int(_PATIENCE / _GLANCE)):
        if not waiting:
            return
        try:
            await asyncio.wait_for(passed.wait(), _GLANCE)
        except TimeoutError:
            waiting.intersection_update([pump for pump in waiting if pump.is_running])  # others were removed meanwhile
