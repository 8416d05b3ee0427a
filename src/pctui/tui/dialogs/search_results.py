"""The results of the search dialog: two lines each, the second with what was found and the passage that is cited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from textual.strip import Strip

from ...errors import PctuiError
from ...model import Citation, Hit, Row, locator
from ...page import kind_name, titled
from ...queries.entry import statement_citations
from ...queries.store import Store
from ...reader.search import PASSAGE
from ...text import one_line
from ...widths import shorten, wrap
from ..widgets.list_view import RowList
from ..widgets.rows import Rows

_NARROWEST = 10  # cells of a line of what is said
_TOGETHER = 20  # results of which the passages are asked for together


SUGGESTION = "suggestion"  # the kind of the row that offers another spelling


class Results(RowList):
    """What is said of the results, the suggestion, and the results: two lines each.

    A result has its title, and where it matched with the first passage that it cites.
    """

    can_focus = False

    def __init__(self, store: Store) -> None:
        super().__init__(id="results")
        self.store = store
        self.hits: list[Hit] = []
        self.suggestion = ""
        self._said: list[str] = []
        self._others: Callable[[], list[Hit]] | None = None
        self._cited: dict[str, tuple[Citation, ...]] = {}  # by slug, of the results that have been in view

    def show_hits(
        self,
        hits: list[Hit],
        empty: str,
        total: int = 0,
        others: Callable[[], list[Hit]] = list,
        said: Sequence[str] = (),
        suggestion: str = "",
    ) -> None:
        """Show `total` results below what is `said` of them, or the message `empty` if there are none.

        `hits` are the first of them; `others` returns them all, and is called before more are in view.
        """
        self.hits = hits
        self._others = others if total > len(hits) else None
        self._cited = {}
        self.suggestion = suggestion
        lines = said if total else [empty] if suggestion else []
        self._said = [line for text in lines for line in wrap(one_line(text), max(self.inner - 3, _NARROWEST))]
        self.empty = empty
        count = self._above + 2 * total
        self.show(Rows(lambda: count, self._rows), self._above if total else 0)

    @property
    def _above(self) -> int:
        """The number of lines above the first result."""
        return len(self._said) + bool(self.suggestion)

    def _rows(self, offset: int, limit: int) -> list[Row]:
        # What is said, and the second line of a result, are rows without a slug: the cursor skips them.
        above = [Row("", "", text) for text in self._said]
        if self.suggestion:
            above.append(Row(SUGGESTION, SUGGESTION, self.suggestion))
        found = above[offset : offset + limit]
        for index in range(max(offset, self._above), offset + limit):
            number, second = divmod(index - self._above, 2)
            if hit := self._hit(number):
                found.append(Row("", hit.kind, "") if second else Row(hit.slug, hit.kind, hit.title, status=hit.status))
        return found

    def _hit(self, number: int) -> Hit | None:
        """Return a result by its number, from 0; None if there are not so many."""
        if number >= len(self.hits) and self._others:
            others, self._others = self._others, None
            self.hits = others()
        return self.hits[number] if 0 <= number < len(self.hits) else None

    @property
    def suggested(self) -> bool:
        """Whether the cursor is on the suggestion."""
        return self.current is not None and self.current.kind == SUGGESTION

    @property
    def hit(self) -> Hit | None:
        """The result under the cursor."""
        if self.current is None or self.cursor < self._above:
            return None
        return self._hit((self.cursor - self._above) // 2)

    def citation(self, hit: Hit) -> Citation | None:
        """Return the first passage that a result cites; a paragraph that was found cites none, but is one."""
        if hit.kind == PASSAGE:
            return None
        if hit.slug not in self._cited:
            at = self.hits.index(hit)
            near = [other.slug for other in self.hits[at : at + _TOGETHER] if other.kind != PASSAGE]
            try:
                cited = statement_citations(self.store, near)
            except PctuiError:
                cited = {}
            self._cited |= {slug: cited.get(slug, ()) for slug in near}
        return next(iter(self._cited[hit.slug]), None)

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        width = self.inner
        if index < len(self._said):
            return self.paint([(f"  {shorten(self._said[index], width - 3)}", "accent")])
        if index < self._above:
            here = index == self.cursor
            role = "cursor" if here else ""
            before, after = "Did you mean: ", "?"
            words = shorten(self.suggestion, width - len(before) - len(after) - 3)
            line = [("▸ " if here else "  ", role), (before, role), (words, role or "strong"), (after, role)]
            return self.paint(line)
        number, second = divmod(index - self._above, 2)
        hit = self._hit(number)
        if hit is None:
            return super().render_line(y)
        if not second:
            here = index == self.cursor
            kind = kind_name(hit.kind)
            title = f"{hit.title} ¶{hit.paragraph}" if hit.kind == "passage" else titled(hit.title, hit.status)
            title = shorten(title, width - cell_len(kind) - 5)
            gap = " " * max(1, width - cell_len(title) - cell_len(kind) - 3)
            role = "cursor" if here else ""
            return self.paint(
                [("▸ " if here else "  ", role), (title, role or "strong"), (gap, role), (f"{kind} ", role or "muted")]
            )
        citation = self.citation(hit)
        place = short_place(citation, width // 2) if citation else ""
        parts = [("    ", ""), *found(hit.snippet, width - 5 - (cell_len(place) + 2 if place else 0))]
        used = sum(cell_len(text) for text, _ in parts)
        return self.paint([*parts, (" " * max(0, width - used - cell_len(place) - 1), ""), (place, "cite")])


def short_place(citation: Citation, room: int) -> str:
    """Return the place of a passage in at most `room` cells, if need be without its page or with a shorter name."""
    place = one_line(citation.place)
    if cell_len(place) <= room:
        return place
    paragraph = f" {locator(citation.paragraph, None)}"
    return shorten(f"{shorten(one_line(citation.label), room - cell_len(paragraph))}{paragraph}", room)


def found(snippet: Sequence[tuple[str, bool]], room: int) -> Iterator[tuple[str, str]]:
    """Yield the parts (text, role) of a snippet in at most `room` cells, the first match among them if it fits."""
    first = next((number for number, (_, matched) in enumerate(snippet) if matched), 0)
    before, after = ("".join(text for text, _ in part) for part in (snippet[:first], snippet[first + 1 :]))
    spare = room - cell_len(snippet[first][0]) - 2 if snippet else 0
    if before and cell_len(before) > spare + 2:
        # As much of what comes before it as what follows leaves room for, at least half, from the start of a word.
        kept = set_cell_size(before[::-1], max(0, spare - min(cell_len(after), spare // 2)))[::-1]
        if not before.removesuffix(kept).endswith(" "):
            kept = kept.partition(" ")[2]
        snippet = [(f"… {kept}", False), *snippet[first:]]
    left = sum(cell_len(text) for text, _ in snippet)
    for text, matched in snippet:
        role = "match" if matched else "muted"
        if left > room and cell_len(text) >= room:  # there must be room for the sign of a cut
            yield shorten(f"{text}…", room), role
            return
        yield text, role
        left -= cell_len(text)
        room -= cell_len(text)
