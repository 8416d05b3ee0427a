"""The panes as data: what there is, in what order, and where each is made."""

from __future__ import annotations

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
