"""What a template can use: each public name of `Names`, which `pctui template` lists with its docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from .. import edtf
from ..errors import UsageError
from ..kinds.vocabulary import CORPUS_FIELDS, DIRECTIONS, NOT_HAPPENED, STATUSES
from ..model import MARKS, Annotation, Attribute, Citation, Entry, merged
from ..page.blocks import joined
from ..panes import PANES
from ..queries import evidence as found
from ..queries.entry import describe, describe_all
from ..queries.facet_values import find_value, titles
from ..queries.facets import FACETS
from ..queries.filters import Filter
from ..queries.listing import Listing
from ..queries.related import says
from ..queries.store import Store
from ..text import one_line
from .citing import Citing
from .escaping import escape, escape_within, printed_address

Filters = Callable[[Mapping[str, list[str]], str | None, str | None], Filter]
_DATES = ("since", "until")
_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


class Group(Struct, frozen=True):
    """The findings about an entry that have one status and direction; `lead` counts them in a sentence."""

    status: str
    heading: str
    direction: str
    effect: bool
    lead: str
    entries: tuple[Entry, ...]


class Period(Struct, frozen=True):
    """A year or decade, and the dated entries that begin in it."""

    title: str
    entries: tuple[Entry, ...]


class Entries:
    """The entries of a list, read as they are gone through, each time anew: of however many, few are in memory."""

    def __init__(self, store: Store, slugs: Listing) -> None:
        self._store, self._slugs = store, slugs

    @property
    def slugs(self) -> Iterator[str]:
        return iter(self._slugs)

    def __iter__(self) -> Iterator[Entry]:
        return filter(None, describe_all(self._store, self._slugs))

    def __len__(self) -> int:
        return len(self._slugs)

    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        return list(self)[index]

    def __repr__(self) -> str:
        return repr(list(self))


class Names:
    """What a template can use. The first sentence of each docstring is the help for whoever writes a template.

    `citing` makes the citations, `filters` reads what filters the entries as a command reads its options, and
    `annotations` returns the reader's marks and notes by slug.
    """

    def __init__(
        self,
        store: Store,
        citing: Citing,
        filters: Filters,
        annotations: Callable[[], Mapping[str, Annotation]],
    ) -> None:
        self._store, self._citing, self._filters, self._annotations = store, citing, filters, annotations

    @property
    def corpus(self) -> Mapping[str, object]:
        """The slug, title, summary, version and language of the corpus."""
        return {field: self._store.corpus[field] for field in CORPUS_FIELDS}

    def entry(self, slug: object) -> Entry:
        """An entry: slug, kind, title, summary, date, modality, origin, hedge, as_of, note, sic, attributes, links."""
        return describe(self._store, str(slug))  # `str` raises an error if the slug is undefined

    def find(self, kind: object, name: object) -> Entry:
        """An organisation, a document or a ladder by its slug or its title: find("organisation", organisation)."""
        facets = [facet.name for facet in FACETS.values() if facet.kind == facet.name]
        if str(kind) not in facets:
            raise UsageError(f"'{kind}' is not found by its title", f"Choose one of: {', '.join(facets)}")
        return self.entry(find_value(self._store, str(kind), str(name)))

    def entries(self, kind: object, **filters: object) -> list[Entry]:
        """The entries of a kind by title; filtered if you say so: entries("finding", direction="improved")."""
        return self._described(self._store.of_kind(str(kind), self._filter(filters)))

    def listed(self, pane: object, order: str = "", **filters: object) -> Entries:
        """The entries of a pane, each once, in its order or in one of your own: listed("timeline", order="newest")."""
        of = PANES.get(str(pane))
        if of is None:
            raise UsageError(f"there is no pane '{pane}'", f"Choose one of: {', '.join(PANES)}")
        if order and order not in of.orders:
            raise UsageError(f"{pane} cannot be sorted by '{order}'", f"Choose one of: {', '.join(of.orders)}")
        return Entries(self._store, Listing(self._store, of.grouped_list(), self._filter(filters), order or None))

    def chosen_titles(self, **filters: object) -> list[tuple[str, str]]:
        """What filters choose, as pairs of a filter and the title of its value: actor, The Board."""
        chosen = titles(self._store, self._filter(filters))
        return [(name, title) for name, values in chosen.items() for title in values]

    def attribute(self, entry: Entry, name: str) -> Attribute:
        """What `pctui show` prints of an entry under a name: its name and items (text, note, part, entry).

        The name may also be that of a field of the corpus format.
        """
        return next((a for a in entry.attributes if name in (a.name, a.field)), Attribute(name, ()))

    def evidence(self, entry: Entry) -> list[Group]:
        """The findings about an entry in groups: status, heading, direction, effect, lead, entries.

        `lead` counts those of the group in a sentence; `effect` says whether they report one.
        """
        about = found.findings_about(self._store, entry.slug)
        groups = groupby(about, key=lambda finding: finding[:2])
        return [
            self._group(status, direction, [slug for *_, slug in findings]) for (status, direction), findings in groups
        ]

    def _group(self, status: str, direction: str, slugs: list[str]) -> Group:
        said, meaning = STATUSES[status], DIRECTIONS[direction]
        verb = said.one if len(slugs) == 1 else said.many
        lead = self.sentence(f"{self.number(len(slugs))} {verb} {meaning.reported}")
        return Group(status, said.heading, direction, bool(meaning.sign), lead, tuple(self._described(slugs)))

    def figure(self, entry: Entry) -> str:
        """The summary of a figure, and its value if the summary does not have it."""
        value = "; ".join(item.text for item in self.attribute(entry, "value").items)
        return entry.summary if not value or says(entry.summary, value) else self.sentence(entry.summary, value)

    def disagreements(self, **filters: object) -> list[found.Disagreement]:
        """The pairs of statements that disagree, of which one matches the filters.

        Each has source and target (slugs), subject, value and other_value, label and other_label (their documents),
        place, where and note.
        """
        return list(found.each_disagreement(self._store, self._filter(filters)))

    def periods(self, entries: Sequence[Entry] | Entries) -> Iterator[Period]:
        """Dated entries in order, by the year in which they begin, or by decade if there is less than one in two years.

        Each period has a title and entries.
        """
        slugs = entries.slugs if isinstance(entries, Entries) else (entry.slug for entry in entries)
        years = [edtf.parts(day)[0] for slug in _ends(slugs) if (day := self._store.dated(slug)[0])]
        by_year = 2 * len(entries) > max(years, default=0) - min(years, default=0)
        titled = ((_period(*self._store.dated(entry.slug), by_year=by_year), entry) for entry in entries)
        together = groupby(titled, key=lambda of: of[0])
        return (Period(title, tuple(entry for _, entry in of)) for title, of in together if title)

    def by_links(self, entries: Iterable[Entry]) -> list[Entry]:
        """Entries by the number of their links, those with most first."""
        return sorted(entries, key=lambda entry: -len(entry.links))

    def fitting(self, items: Iterable[object], words: int, each: int, *fields: str) -> list[object]:
        """Of entries or disagreements as many as have so many words in all, in those fields: "title", "summary".

        One that has more than `each`, or that is too long for the room that is left, is passed over.
        """
        kept = []
        for item in items:
            length = sum(len(str(getattr(item, field) or "").split()) for field in fields)
            if length <= min(each, words):
                kept.append(item)
                words -= length
        return kept

    def cited(self, text: object, entry: Entry, part: str = "") -> Markup:
        """A text with the citations of an entry, or of one item of it, where they belong in it."""
        written = self._citing.cited(escape(str(text)), self._citations(entry, part))
        return Markup(written) + self._outside(entry, part)

    def cite(self, entry: Entry, part: str = "") -> Markup:
        """Only these citations."""
        cited = self._citations(entry, part)
        return Markup(self._citing.sign(cited) if cited else "") + self._outside(entry, part)

    def _citations(self, entry: Entry, part: str) -> list[Citation]:
        return merged(citation for citation in entry.citations if citation.part == part)

    def _outside(self, entry: Entry, part: str) -> Markup:
        """Return, for a statement from outside the documents, where it is from."""
        if part or entry.origin != "context":
            return Markup("")
        where = "; ".join(
            f"{escape_within(one_line(source.title))}, {printed_address(source.url)}, read {escape_within(source.read)}"
            for source in entry.sources
        )
        return Markup(f" ({': '.join(filter(None, ('from outside the documents', where)))})")

    def references(self) -> Markup:
        """The references of all that was cited, under their heading."""
        listed = self._citing.listed(lambda _slug: None, lambda _citation: ())
        return Markup("".join(joined(listed)).strip())

    def mark(self, entry: Entry) -> str:
        """The reader's mark on an entry: adopt, consider, reject; nothing if it has none."""
        return self._marked(entry).mark or ""

    def note(self, entry: Entry) -> str:
        """The reader's note on an entry; nothing if there is none."""
        return self._marked(entry).note or ""

    @property
    def marks(self) -> list[str]:
        """The marks that a reader can set, in order."""
        return list(MARKS)

    @property
    def directions(self) -> list[str]:
        """The directions that a finding can have, in order."""
        return list(DIRECTIONS)

    def unseen(self, entry: Entry) -> str:
        """How an entry is put if it is not said to have happened: planned, forecast, proposed, claimed, opinion."""
        return entry.modality if entry.modality in NOT_HAPPENED else ""

    def manner(self, entry: Entry) -> str:
        """The same with the words in which the passage hedges: forecast, “likely”."""
        said = self.unseen(entry)
        return f"{said}, “{entry.hedge}”" if said and entry.hedge else said

    def number(self, count: int) -> str:
        """A count as a sentence has it: no, one … twelve, 13."""
        return _WORDS[count] if 0 <= count < len(_WORDS) else f"{count:,}"

    def sentence(self, text: object, aside: str = "") -> str:
        """A text with a capital and a full stop, if it lacks them; an aside in parentheses is put before that."""
        whole = self.capital(text)
        if aside and whole:
            whole = f"{whole.removesuffix('.')} ({aside})"
        return whole if not whole or _ENDED.search(whole) else f"{whole}."

    def capital(self, text: object) -> str:
        """A text with a capital, if it lacks one."""
        whole = str(text).strip()
        return f"{whole[:1].upper()}{whole[1:]}"

    def fail(self, message: object) -> None:
        """Stop with an error message."""
        raise UsageError(str(message))

    def _filter(self, filters: Mapping[str, object]) -> Filter:
        """Return a filter; what is empty does not narrow it."""
        if unknown := next((name for name in filters if name not in FACETS and name not in _DATES), None):
            raise UsageError(f"there is no filter '{unknown}'", f"Choose one of: {', '.join([*FACETS, *_DATES])}")
        given = {name: str(value) for name, value in filters.items() if str(value)}
        facets = {name: [value] for name, value in given.items() if name not in _DATES}
        return self._filters(facets, given.get("since"), given.get("until"))

    def _described(self, slugs: Iterable[str]) -> list[Entry]:
        return [entry for entry in describe_all(self._store, slugs) if entry]

    @cached_property
    def _known(self) -> Mapping[str, Annotation]:
        return self._annotations()

    def _marked(self, entry: Entry) -> Annotation:
        return self._known.get(entry.slug) or Annotation(entry.reference)


# A full stop, or another sign that ends a sentence, perhaps in quotation marks or brackets.
_ENDED = re.compile(r"[.!?…][)\]”’\"']*$")


def _ends(slugs: Iterable[str]) -> list[str]:
    """Return the first and the last of several."""
    first = last = ""
    for last in slugs:
        first = first or last
    return [first, last] if first else []


def _period(first: str | None, last: str | None, *, by_year: bool) -> str:
    """Return the title of the period in which a date begins: its year, or its decade; '' if it has no days."""
    if not first:
        return ""
    year, month, day = edtf.parts(first)
    whole = (year % 10, month, day) == (0, 1, 1) and last is not None and last.endswith("9-12-31")  # of decades
    if 0 <= year <= 9999 and (whole or not by_year):
        return edtf.label(f"{year // 10:03}X")
    return edtf.label(edtf.written_year(year))


def _public() -> Iterator[tuple[str, Any]]:
    """Yield what a template can use, by name, in the order in which it is declared."""
    return ((name, member) for name, member in vars(Names).items() if not name.startswith("_"))


def reached(names: Names) -> dict[str, Any]:
    """Return what a template can use, by name."""
    return {name: getattr(names, name) for name, _ in _public()}


def described() -> Iterator[tuple[str, str]]:
    """Yield each name that a template can use, as it is written there, with its help."""
    for name, member in _public():
        if isinstance(member, property):
            yield name, _help(member)
            continue
        parameters = list(inspect.signature(member).parameters.values())[1:]  # without `self`
        written = (f"{each.name}=…" if each.kind is each.VAR_KEYWORD else each.name for each in parameters)
        yield f"{name}({', '.join(written)})", _help(member)


def _help(of: object) -> str:
    return " ".join((inspect.getdoc(of) or "").split())
