"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing is: as it should be, worth knowing, or to be put right."""

    OK = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """What was found, and what to do about it; `advice` is empty if nothing is to be done."""

    name: str
    found: str
    state: State = State.OK
    advice: str = ""
