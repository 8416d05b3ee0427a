"""Mends citeproc-py where it differs from the CSL specification, or does more work than it need.

It finds the class of an XML element by its name among the subclasses of CitationStylesElement, of which the last
counts: so it takes those below in place of its own, also for others who use it in this process.
"""

from __future__ import annotations

from typing import Any

import citeproc  # type: ignore[import-untyped]
from citeproc import model
from citeproc.source import Reference, VariableError  # type: ignore[import-untyped]
from citeproc.string import MixedString, String  # type: ignore[import-untyped]

from .csl_file import NAMESPACE

# How many elements the macros may have that print one work, since macros may use macros, and themselves: ten
# times as many as Chicago's styles use.
MOST_ELEMENTS = 10_000


class Work(Reference):  # type: ignore[misc]
    """A work, of which those fields are hidden that have been printed in place of its author."""

    def __init__(self, key: str, type_: str, **fields: object) -> None:
        # `self.x = …` would make a field of it.
        object.__setattr__(self, "used", set())
        object.__setattr__(self, "hidden", set())
        object.__setattr__(self, "hides", True)
        object.__setattr__(self, "elements", 0)  # of the macros used for it
        super().__init__(key, type_, **fields)

    def __contains__(self, name: object) -> bool:
        return name not in self.hidden and super().__contains__(name)

    def __getitem__(self, name: str) -> object:
        if name in self.hidden:
            raise VariableError
        self.used.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: object = None) -> object:
        return self[name] if name in self else default  # noqa: SIM401 - that is this function


class Item(citeproc.CitationItem):  # type: ignore[misc]
    """A work in a citation or in the list of references, which has a number or, as the caller counts, none."""

    @property
    def number(self) -> int:
        if self.place is None:
            raise VariableError
        return int(self.place)


class _Mended:
    """Changes the case of texts and numbers that citeproc-py has joined to plain strings as well, and finds macros in a
    table (docs/speed.md: citeproc-py searches the file for each).
    """

    def get_macro(self, name: str) -> Any:
        macros = self.get_root().macros  # type: ignore[attr-defined]
        return macros[name] if macros else super().get_macro(name)  # type: ignore[misc]

    def case(self, text: Any, language: str | None = None) -> Any:
        if isinstance(text, list):
            text = MixedString([part if isinstance(part, String) else String(part) for part in text if part])
        elif not isinstance(text, String):
            text = String(text)
        return super().case(text, language) if str(text) else text  # type: ignore[misc]


_MENDED = [
    type(each.__name__, (_Mended, each, model.CitationStylesElement), {})
    for each in (model.Text, model.Number, model.Name_Part, model.Label, model.Key)
]


class Date_Part(_Mended, model.Date_Part, model.CitationStylesElement):  # type: ignore[misc] # noqa: N801 - its name
    """A part of a date, which otherwise kept the form that the last date gave it."""

    def render(self, *arguments: Any, **named: Any) -> Any:
        kept = dict(self.attrib)
        try:
            return super().render(*arguments, **named)
        finally:
            self.attrib.clear()
            self.attrib.update(kept)


class Substitute(model.Substitute, model.CitationStylesElement):  # type: ignore[misc]
    """What is printed in place of a missing author, and is not printed a second time."""

    def render(self, item: Any, context: Any = None, **named: Any) -> Any:
        work = item.reference
        if not isinstance(work, Work):
            return super().render(item, context=context, **named)
        work.used.clear()
        text = super().render(item, context=context, **named)
        if text and work.hides:
            work.hidden.update(work.used - {"language", "type", "key"})
        return text


class Macro(model.Macro, model.CitationStylesElement):  # type: ignore[misc]
    """A macro, of which a style may not use too much."""

    def render(self, item: Any, *arguments: Any, **named: Any) -> Any:
        work = item.reference
        if isinstance(work, Work):
            sizes = self.get_root().sizes
            name = self.get("name")
            if name not in sizes:
                sizes[name] = sum(1 for _ in self.iter())
            object.__setattr__(work, "elements", work.elements + sizes[name])
            if work.elements > MOST_ELEMENTS:
                raise RecursionError
        return super().render(item, *arguments, **named)

    def calls_variable(self) -> bool:
        """Whether it prints a field, which is asked often and worked out once."""
        known: dict[str, bool] | None = self.get_root().calling
        name = self.get("name")
        if known is None:
            return bool(super().calls_variable())
        if name not in known:
            known[name] = False  # for a macro that uses itself
            known[name] = super().calls_variable()
        return known[name]


def mend(root: Any) -> None:
    """Write into a style what citeproc-py does not take from where it stands, and let works be cited in any order."""
    for sort in root.iterfind(f"{{{NAMESPACE}}}citation/{{{NAMESPACE}}}sort"):
        sort.getparent().remove(sort)
    for date in root.iter(f"{{{NAMESPACE}}}date"):
        # The delimiter of a localised date is that of the locale.
        if date.get("form") and date.get("variable") and not date.get("delimiter"):
            localised = date.get_date(date.get("form"))
            if localised is not None and localised.get("delimiter"):
                date.set("delimiter", localised.get("delimiter"))
    _spell_names(root)


def _spell_names(root: Any) -> None:
    """Give `initialize-with` to those names alone that are abbreviated: citeproc-py knows no `initialize="false"`."""
    if not root.xpath("//*[@initialize='false']"):
        return
    holders = [root, *(root.find(f"{{{NAMESPACE}}}{part}") for part in ("citation", "bibliography"))]
    inherited = [holder for holder in holders if holder is not None and holder.get("initialize-with") is not None]
    if len({holder.get("initialize-with") for holder in inherited}) == 1:
        mark = inherited[0].get("initialize-with")
        for names in root.iter(f"{{{NAMESPACE}}}names"):
            if names.find(f"{{{NAMESPACE}}}name") is None and names.getparent().tag != f"{{{NAMESPACE}}}substitute":
                names.insert(0, model.Name())
        for name in root.iter(f"{{{NAMESPACE}}}name"):
            if name.getparent().tag == f"{{{NAMESPACE}}}names" and name.get("initialize-with") is None:
                name.set("initialize-with", mark)
        for holder in inherited:
            del holder.attrib["initialize-with"]
    for name in root.xpath("//*[@initialize='false']"):
        name.attrib.pop("initialize-with", None)
