"""The page of an entry: the entry itself, then information from other entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

from ..amounts import amount_of
from ..kinds.vocabulary import INTENDED
from ..model import Entry, Measure, Measured, Reference
from ..queries import ladder
from ..queries.entry import citations_of, describe
from ..queries.figures import measures
from ..queries.store import Store
from .blocks import Amount, Block, Bullets, Chart, Heading, Run, Runs
from .entry import entry_blocks, marks_drafts


class EntryPage:
    """Everything shown about one entry: the `entry`, and its `blocks`, queried on first access."""

    def __init__(self, store: Store, slug: str) -> None:
        self._store = store
        self.entry = describe(store, slug)

    @cached_property
    def blocks(self) -> list[Block]:
        """The page: the entry in full, with comparable figures and, on a level, its events and figures."""
        return list(page_blocks(self._store, self.entry))


@marks_drafts
def page_blocks(store: Store, entry: Entry, more: Iterable[Block] = ()) -> Iterator[Block]:
    """Yield the page of an entry that has been described already; `more` comes after what others add to it."""
    return entry_blocks(entry, chain(_additions(store, entry), more))


def _additions(store: Store, entry: Entry) -> Iterator[Block]:
    """Yield the information from other entries, each statement with its citations."""
    if entry.kind == "level":
        yield from _level(store, entry.slug)
    yield from _figures(store, entry.slug)


def entry_page(store: Store, slug: str) -> EntryPage:
    """Return the page of the entry `slug`; NotFound if it does not exist."""
    return EntryPage(store, slug)


def _level(store: Store, slug: str) -> Iterator[Block]:
    """Yield the events and figures of a level, and apart from them those of the organisation that passes through it."""
    form = ladder.form(store, slug)
    for name, own, of_form in (("Events", ladder.events, ladder.events_of_form),
                               ("Figures", ladder.figures, ladder.figures_of_form)):  # fmt: skip
        yield from _items(store, f"{name} at this level", own(store, slug))
        if form:
            yield from _items(store, f"{name} of {_whole(form)}", of_form(store, slug))


def _whole(form: ladder.Form) -> str:
    """Return what an organisation is called in a heading: with its levels, if it passes through several."""
    levels = [_lower(title.partition(":")[0]) for title in form.levels]
    named = f", {', '.join(levels[:-1])} and {levels[-1]}" if len(levels) > 1 else ""
    return f"{_lower(form.title)}{named}"


def _items(store: Store, title: str, found: ladder.Found) -> Iterator[Block]:
    if found:
        yield Heading(2, title)
        yield Bullets(tuple(_item(store, words, reference) for words, reference in found))


def _item(store: Store, words: str, reference: Reference) -> Runs:
    citations = tuple(Run("", citation=citation) for citation in citations_of(store, reference.slug))
    return (Run(f"{words}: " if words else "", "muted"), Run(reference.title, entry=reference.slug), *citations)


def _figures(store: Store, slug: str) -> Iterator[Block]:
    """Yield a chart for each measure in which the entry can be compared with others."""
    for measure in measures(store, slug):
        yield Heading(2, measure.name)
        yield chart(store, measure, slug)


def chart(store: Store, measure: Measure, slug: str) -> Chart:
    """Return a chart of one measure, with the figures of the entry `slug` in bold."""
    return Chart(tuple(_amount(store, figure, measure.unit, slug) for figure in measure.figures))


def _amount(store: Store, figure: Measured, unit: str, slug: str) -> Amount:
    words = [amount_of(figure.low, figure.high, figure.value, None, figure.comparator, unit)]
    if figure.denominator:
        words.append(_lower(figure.denominator))
    if figure.modality != "happened":
        words.append(figure.modality)
    if figure.as_of:
        words.append(f"as of {figure.as_of}")
    elif figure.issued:
        words.append(f"as of its document, {figure.issued}")
    own = figure.subject.slug == slug
    runs = [
        Run(figure.subject.title, "strong" if own else ""),
        Run(": "),
        Run(", ".join(words), entry=figure.figure.slug),
        *(Run("", citation=citation) for citation in citations_of(store, figure.figure.slug)),
    ]
    start, end = reach(figure)
    return Amount(tuple(runs), start, end, figure.modality in INTENDED, own)


def _lower(text: str) -> str:
    """Return `text` with a small initial letter, for use within a sentence; an acronym is kept."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def reach(figure: Measured) -> tuple[float | None, float | None]:
    """Return the ends of a figure: (150, 150) if exact or about, (150, None) if over, (None, 150) if up to 150."""
    low, high, value = figure.low, figure.high, figure.value
    if low is not None or high is not None:
        return low, high
    if figure.comparator in ("over", "at least"):
        return value, None
    if figure.comparator in ("up to", "under"):
        return None, value
    return value, value
