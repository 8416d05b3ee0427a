"""The panes, one module or folder each, imported when they are first looked at."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader
    from .base import Pane

# In the order of their digits: title, module, class.
PANES = {
    "timeline": ("Timeline", "timeline.pane", "TimelinePane"),
    "ladder": ("Ladder", "ladder", "LadderPane"),
    "recommendations": ("Recommendations", "recommendations", "RecommendationsPane"),
    "organisations": ("Organisations", "organisations.pane", "OrganisationsPane"),
    "evidence": ("Evidence", "evidence.pane", "EvidencePane"),
    "sources": ("Sources", "sources", "SourcesPane"),
}
TITLES = {name: title for name, (title, _, _) in PANES.items()}


def make(name: str, store: Store, reader: Reader) -> Pane:
    """Make the pane `name`."""
    _, module, kind = PANES[name]
    pane: Pane = getattr(import_module(f".{module}", __name__), kind)(store, reader)
    return pane
