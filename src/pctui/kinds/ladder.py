"""A ladder."""

from typing import ClassVar

from .base import Computed, Entry


class Ladder(Entry, frozen=True, kw_only=True, tag="ladder"):
    """Levels in their order, the rungs of a ladder."""

    plural: ClassVar = "ladders"
    computed: ClassVar = (Computed("levels", "Its rungs, the lowest first", many=True),)
