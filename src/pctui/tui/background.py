"""Queries that may take long, in a thread, on a connection of their own: no key waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TypeVar

from textual.widget import Widget
from textual.worker import Worker

from ..queries.store import Store

T = TypeVar("T")


def instead(widget: Widget, group: str, work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run `work` instead of what the widget still has running in the same group."""
    widget.workers.cancel_group(widget, group)
    _: Worker[None] = widget.run_worker(work, group=group)


async def in_background(store: Store, work: Callable[[Store], T]) -> T:
    """Return what `work` returns of a further connection, which is then its own to close.

    If the task that awaits this is cancelled, what it has running is interrupted.
    """
    further = store.further()
    running = asyncio.get_running_loop().run_in_executor(None, work, further)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        further.interrupt()
        running.add_done_callback(partial(_drop, further))
        raise
    except BaseException:
        further.close()
        raise


def _drop(further: Store, done: asyncio.Future[T]) -> None:
    """Close the connection of what was interrupted; its error is of no interest."""
    further.close()
    if not done.cancelled():
        done.exception()
