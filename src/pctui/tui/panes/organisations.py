"""The organisations pane: forms and bodies."""

from __future__ import annotations

from .base import ListPane


class OrganisationsPane(ListPane):
    """Forms and bodies."""

    NAME = "organisations"
    LIST = "organisations"
    SIDE = 22
    HELP_TEXT = (
        "The organisational forms and the named bodies: how many people they covered, how they were joined, what "
        "they were for, what they came from and what they became."
    )
