"""The evidence pane: findings by domain."""

from __future__ import annotations

from .grouped import GroupedPane


class EvidencePane(GroupedPane):
    """Findings by domain."""

    NAME = "evidence"
    LIST = "evidence"
    WHEN = 1
    SIDE = 24
    HELP_TEXT = (
        "What is said to have come of it, by domain. The sign before each finding: + improved, − worsened, ± mixed, "
        "∅ no clear effect, ? unclear. The page tells on what basis, and what disagrees."
    )
