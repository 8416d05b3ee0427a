"""What tests of writing do again and again at the keyboard."""

from __future__ import annotations

import re
from pathlib import Path

from pctui.corpus.loader import load
from pctui.reader.verifying import verified

from .conftest import Session

ACT = "The Beacon Act of March 1821 let"


async def select_act(session: Session) -> str:
    """Select the sentence on the act."""
    await session.press("6", "l", "backslash", *"beacon act of", "enter")
    return await session.press("V")


def plain(seen: str) -> str:
    """The text on the screen on one line, without the lines of boxes."""
    return " ".join(re.sub("[─-╿▁-█]", " ", seen).split())


async def turn_to(session: Session, slug: str) -> str:
    """Go to the page of an entry."""
    return await session.press("o", *slug, "enter")


async def settle(session: Session) -> str:
    """Wait for what is done in the background."""
    await session.app.workers.wait_for_complete()
    await session.pilot.pause(1)
    return await session.seen()


async def write_event(session: Session, title: str = "The dues begin") -> str:
    """Write an event of the sentence on the act, and save it."""
    await select_act(session)
    await session.press("a", "e", *title, "tab", *"In March 1821 the Board began to take dues.", "tab", "ctrl+t")
    await session.press("1", "1", "ctrl+s")
    return await settle(session)


def proved(folder: Path) -> list[str]:
    """What `check` would say of the corpus, verified in the attached copies."""
    return [str(fault) for fault in verified(load(folder), None).faults]
