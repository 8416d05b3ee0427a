"""The commands of the plain walk on lists: filter, sort, group, view, marked only, compare."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import UsageError
from ...model import MARKS
from .lists import ANY, NOTED, VIEWS
from .speech import spoken
from .steps import Steps


@dataclass
class Narrowing(Steps):
    """The steps of a walk, with the commands on lists."""

    def _relist(self) -> None:
        """Read the list anew, in place of all that came after it."""
        while not self.steps[-1].lists:
            self.steps.pop()
        name = self.steps.pop().lists
        self._new(self.views.pane(name), name)

    def do_filter(self, rest: str) -> None:
        shown = self.current_list()
        what, _, value = rest.partition(" ")
        if shown.view in ("matrix", "disagreements"):
            raise UsageError(f"the {shown.view} cannot be filtered", "Type view findings first.")
        if not what:
            self._new(lambda: self.views.filters(shown, self._filter_by))
        elif what.lower() in shown.pane.facets and not value and what.lower() != "milestone":
            self._new(lambda: self.views.values(shown, what.lower(), self._filter_by))
        else:
            self._filter_by(what.lower(), value.strip())

    def _filter_by(self, facet: str, value: str) -> None:
        if facet in ("since", "until") and not value:
            raise UsageError(f"{facet} when?", f"For example: filter {facet} 1997.")
        self.current_list().choose(facet, value)
        self._relist()

    def do_clear(self, rest: str) -> None:
        self.current_list().clear(rest.lower())
        self._relist()

    def do_drop(self, _: str) -> None:
        if not self.current_list().drop():
            raise UsageError("this list is not filtered")
        self._relist()

    def do_sort(self, rest: str) -> None:
        self.current_list().sort(rest.lower())
        self._relist()

    def do_group(self, rest: str) -> None:
        shown = self.current_list()
        ways = shown.pane.groupings
        if not ways:
            raise UsageError(f"{shown.pane.title} has one grouping only")
        found = [way for way in ways if rest and way.startswith(rest.lower())]
        if len(found) != 1:
            raise UsageError("group by what?", f"Type group and one of: {', '.join(ways)}.")
        shown.grouping, shown.order = found[0], ""
        self._relist()

    def do_view(self, rest: str) -> None:
        shown = self.current_list()
        names = VIEWS.get(shown.pane.name)
        if not names:
            raise UsageError(f"{shown.pane.title} has one view only", "For an organisation, type lineage.")
        now = shown.view or names[0]
        chosen = [name for name in names if rest and name.startswith(rest.lower())]
        if rest and len(chosen) != 1:
            raise UsageError(f"there is no view '{rest[:40]}'", f"There are: {', '.join(names)}.")
        shown.view = chosen[0] if rest else names[(names.index(now) + 1) % len(names)]
        self._relist()

    def do_marked(self, rest: str) -> None:
        mark = rest.lower()
        if mark not in ("", "all", NOTED, *MARKS):
            raise UsageError(
                f"there is no mark '{mark[:40]}'", f"Type marked and one of: {', '.join([*MARKS, NOTED, 'all'])}."
            )
        name = self.view.lists
        if not name or name in ("timeline", "ladder", "sources"):
            self._new(lambda: self.views.marks(ANY if mark in ("", "all") else mark))
            return
        shown = self.views.list_of(name)
        shown.marked = "" if mark == "all" or (not mark and shown.marked) else mark or ANY
        self._relist()

    def do_pick(self, rest: str) -> None:
        picked = self.views.picked
        for slug in [self._slug(each) for each in rest.split() or [""]]:
            title = spoken(self.store.reference(slug).title)
            if slug in picked:
                del picked[slug]
                self._say(f"No longer picked: {title}. {len(picked)} picked.")
            else:
                picked[slug] = None
                self._say(f"Picked: {title}. {len(picked)} picked.")

    def do_compare(self, rest: str) -> None:
        words = rest.replace(",", " ").replace(" and ", " ").split()
        slugs = tuple(dict.fromkeys(self._slug(word) for word in words)) if words else tuple(self.views.picked)
        if len(slugs) < 2:
            raise UsageError(
                "comparing takes two entries or more", "Type compare and their numbers, or pick them first."
            )
        self._new(lambda: self.views.comparison(slugs))
