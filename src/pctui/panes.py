"""The registry of panes, for the explorer's tabs, the commands, the plain walk and the exports, and of their options.

Besides its record here, a pane has a class that draws it (tui/panes/), a list (database/grouped_lists.py)
and, if it prints more than that list, a function in page/sections.py. This module imports none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

# The orders in which lists can be sorted, with the words for them; their SQL is in queries/lists.py.
ORDERS = {
    "date": "by date",
    "newest": "newest first",
    "title": "by title",
    "strength": "by strength",
    "slug": "by identifier",
}

# How Markdown can cite, by what is made of it; each is a class in render/citing.py.
CITATIONS = {
    "footnotes": "a footnote for each paragraph, which GitHub, Obsidian, MkDocs and pandoc show",
    "pandoc": "keys for `pandoc --citeproc`, whose bibliography is `export csl-json` or `bibtex`",
    "numbered": "numbers that link to a list, in plain CommonMark",
    "author-date": "author, year and paragraph in parentheses",
}
DEFAULT_CITATIONS = "footnotes"


class Section(NamedTuple):
    """A section of an export of the whole corpus, with the kinds of entry that it lists."""

    name: str
    title: str
    kinds: tuple[str, ...]


class Pane(NamedTuple):
    """A pane of the explorer, which is also a command and a section of exports, all with the same `name`.

    `widget` is the class that draws it, in tui/panes. `list_name` is its list in the database; if it has `groupings`,
    there is one list for each. `facets` are the options that filter it (queries/facets.py), and `orders` are those of
    ORDERS in which it can be sorted. Entries of its `kinds`, and of those in `also_home_of`, open in it. `overview`
    says that an unfiltered pane prints more than its list.
    """

    name: str
    title: str
    kinds: tuple[str, ...]
    help: str
    example: str
    widget: str
    list_name: str
    facets: tuple[str, ...]
    groupings: tuple[str, ...] = ()
    also_home_of: tuple[str, ...] = ()
    orders: tuple[str, ...] = ("date", "newest", "title", "slug")
    overview: bool = False

    def grouped_list(self, grouping: str | None = None) -> str:
        """The list in the database, grouped by one of `groupings`, or by the first."""
        return f"{self.list_name} by {grouping or self.groupings[0]}" if self.groupings else self.list_name

    def widget_class(self) -> Any:
        """Import the class that draws the pane."""
        module, _, name = self.widget.rpartition(".")
        return getattr(import_module(f".tui.panes.{module}", __package__), name)


# In the order of the explorer's tabs and of an export.
_ALL: tuple[Pane | Section, ...] = (
    Pane(
        "timeline",
        "Timeline",
        ("event", "change"),
        help="Print the timeline.",
        example="pctui timeline --since 1997 --lane policy --format csv",
        widget="timeline.pane.TimelinePane",
        list_name="timeline",
        facets=("lane", "type", "milestone", "modality", "document", "organisation", "kind", "status"),
        overview=True,
    ),
    Pane(
        "ladder",
        "Ladder",
        ("level",),
        also_home_of=("ladder",),
        help="Print the ladders, with what is new at each level.",
        example="pctui ladder --format markdown",
        widget="ladder.LadderPane",
        list_name="levels",
        facets=("ladder", "modality", "document", "organisation", "status"),
        orders=(),
        overview=True,
    ),
    Pane(
        "recommendations",
        "Recommendations",
        ("recommendation",),
        help="Print the recommendations.",
        example="pctui recommendations --by actor --strength firm",
        widget="recommendations.RecommendationsPane",
        list_name="recommendations",
        groupings=("heading", "boundary", "actor", "proposer", "strength", "standing", "document"),
        orders=("date", "newest", "title", "strength", "slug"),
        facets=(
            *("proposer", "actor", "boundary", "strength", "standing"),
            *("modality", "document", "organisation", "status"),
        ),
    ),
    Pane(
        "organisations",
        "Organisations",
        ("organisation",),
        help="Print the organisations.",
        example="pctui organisations --classification form --since 1999 --format json",
        widget="organisations.pane.OrganisationsPane",
        list_name="organisations",
        facets=("classification", "lane", "modality", "document", "status"),
    ),
    Pane(
        "evidence",
        "Evidence",
        ("finding",),
        help=(
            "Print the findings by subject and by domain, and the disagreements between statements.\n\n"
            "With a filter, only the findings that match and their disagreements."
        ),
        example="pctui evidence --direction improved --direction mixed",
        widget="evidence.pane.EvidencePane",
        list_name="evidence",
        facets=("domain", "direction", "modality", "document", "organisation", "status"),
        overview=True,
    ),
    Section("figures", "Figures", ("figure",)),
    Section("concepts", "Concepts", ("concept",)),
    Section("people", "People and projects", ("person", "project")),
    Pane(
        "sources",
        "Sources",
        ("document",),
        help="Print the source documents.",
        example="pctui sources --sort newest",
        widget="sources.SourcesPane",
        list_name="documents",
        facets=("document", "status"),
    ),
)

SECTIONS = {section.name: section for section in _ALL}
PANES = {section.name: section for section in _ALL if isinstance(section, Pane)}
# The pane in which an entry of each kind opens.
HOMES = {kind: pane.name for pane in PANES.values() for kind in (*pane.kinds, *pane.also_home_of)}
