"""The page of a document, on which a passage can be selected: by sentence, by word, by paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from textual.message import Message

from ..commands import ACROSS, ON_PAGE, PAGE, SELECTING, Command, bindings
from .layout import Piece
from .matches import mark
from .page import Page

if TYPE_CHECKING:
    from ...authoring.selecting import Part, Place, Selection
    from ...model import Snippet
    from ...page import Block

_FIRST = "Nothing comes before this."
_LAST = "Nothing comes after this."


class SelectablePage(Page):
    """A page with a selection over the text of its paragraphs, while there is one."""

    BINDINGS = bindings(SELECTING, ON_PAGE, PAGE, ACROSS[1:])

    class Selected(Message):
        """What is selected has changed."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id)
        self.selection: Selection | None = None
        self.snippet: Snippet = ()  # what the search that led to the passage in view found there
        self._spans: dict[int, list[tuple[int, int, str]]] = {}  # by line: the columns selected, with their role

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the commands of a selection while there is none."""
        if action.startswith("select_"):
            return self.selection is not None
        return super().check_action(action, parameters)

    @property
    def commands(self) -> list[Command]:
        return [*SELECTING, *super().commands] if self.selection else super().commands

    @property
    def state(self) -> str:
        return self.selection.described() if self.selection else super().state

    # Where the paragraphs are on the page.

    def _lines_of(self, number: int) -> tuple[int, int]:
        """Return the first and the last line, which is excluded, of a paragraph's text."""
        starts = self._layout.blocks
        at = bisect_right(starts, self._layout.marks[f"¶{number}"]) - 1
        return starts[at], starts[at + 1] if at + 1 < len(starts) else len(self._layout.lines)

    def _places(self, part: Part) -> list[tuple[int, int]]:
        """Return the line and column of every character of a paragraph that is not blank.

        The text of a paragraph is wrapped between its words, and never changed otherwise.
        """
        first, last = self._lines_of(part.paragraph.number)
        lines = ["".join(piece.text for piece in self._layout.lines[line]) for line in range(first, last)]
        found = [(first + y, x) for y, line in enumerate(lines) for x, sign in enumerate(line) if not sign.isspace()]
        return found[_signs(part.paragraph.locator) :]

    def _place_at(self, line: int, column: int = 0) -> Place:
        """Return the word at a place on the page, or the first one after it in the paragraph there."""
        from ...authoring.selecting import Part, Place

        assert self.selection
        at = [(first, int(name[1:])) for name, first in self._layout.marks.items() if name[1:].isdigit()]
        before = [number for first, number in sorted(at) if first <= line]
        index = self.selection.index_of(before[-1] if before else 0)
        paragraph = self.selection.paragraph(index)
        if f"¶{paragraph.number}" not in self._layout.marks:
            return Place(index, 0)
        places = self._places(Part(paragraph, 0, 0))
        signs = sum(place < (line, column) for place in places)
        if places and signs == len(places) and index + 1 < len(self.selection):
            return Place(index + 1, 0)  # the place is below the text of the paragraph
        offsets = [offset for offset, sign in enumerate(paragraph.text) if not sign.isspace()]
        return Place(index, paragraph.word_at(offsets[min(signs, len(offsets) - 1)]))

    def _start(self) -> Place:
        """Return the word to start at: at the match, the passage or the link in view, or else at the top."""
        assert self.selection
        bottom = self.scroll_offset.y + self.size.height
        if (match := self._matches.place) and self._top <= match[0] < bottom:
            return self._place_at(*match)
        if self._mark and self._top <= self._layout.marks.get(self._mark, -1) < bottom:
            anchor = self._mark.partition(" ")[2]
            found = self.selection.copy.match(anchor).span if anchor else None
            place = self._place_at(self._layout.marks[self._mark])
            if found:
                words = self.selection.paragraph(place.paragraph).words
                number = next((i for i, word in enumerate(words) if word.number >= found.first), place.word)
                return place._replace(word=number)
            return place if anchor else place._replace(word=self._found_word(place))
        if self._top == 0:
            return self._place_at(0)
        place = self._place_at(self._top)
        paragraph = self.selection.paragraph(place.paragraph)
        first, _ = paragraph.sentences[paragraph.sentence_at(place.word)]
        if first < place.word:  # it begins above the first line in view
            following = paragraph.sentence_at(place.word) + 1
            if following < len(paragraph.sentences):
                return place._replace(word=paragraph.sentences[following][0])
        return place

    def _found_word(self, place: Place) -> int:
        """Return the first word that the search found in the paragraph of a place, or the word of that place."""
        assert self.selection
        whole = "".join(text for text, _ in self.snippet)
        before = "".join(text for text, _ in takewhile(lambda piece: not piece[1], self.snippet))
        paragraph = self.selection.paragraph(place.paragraph)
        at = paragraph.text.find(whole.strip("…")) if whole != before else -1
        return paragraph.word_at(at + len(before.lstrip("…"))) if at >= 0 else place.word

    # The selection.

    def show(self, blocks: Sequence[Block], mark: str | None = None) -> None:
        """Show other blocks; what was selected in those before is no longer."""
        self.leave()
        self.snippet = ()
        super().show(blocks, mark)

    def begin(self, selection: Selection) -> None:
        """Select the sentence at the reader's place."""
        self.selection = selection
        selection.select_sentence(self._start())
        self._select(-1)  # one cursor is enough
        self._changed(True)
        self.screen.refresh_bindings()

    def leave(self) -> None:
        """Select nothing any more."""
        if self.selection:
            self.selection = None
            self._spans = {}
            self.refresh()
            self.screen.refresh_bindings()
            self.post_message(self.Selected())

    def _changed(self, moved: bool, end: str = "") -> None:
        if not moved:
            self.inform(end)
            return
        self._work_out()
        self._show_end()
        self.refresh()
        self.post_message(self.Selected())

    def _work_out(self) -> None:
        """Find the columns of what is selected on each line."""
        self._spans = {}
        if self.selection is None or not self._width:
            return
        for part in self.selection.parts:
            if f"¶{part.paragraph.number}" not in self._layout.marks:
                continue
            places, text = self._places(part), part.paragraph.text
            start, end = part.paragraph.shown(part.first, part.last)
            self._mark_columns(places[_signs(text[:start]) : _signs(text[:end])], "selected")
        at = self.selection.moving
        paragraph = self.selection.paragraph(at.paragraph)
        word = paragraph.words[at.word]
        if f"¶{paragraph.number}" in self._layout.marks:
            places = self._places(self.selection.parts[0]._replace(paragraph=paragraph))
            before, after = _signs(paragraph.text[: word.start]), _signs(paragraph.text[: word.end])
            self._mark_columns(places[before:after], "cursor", first=True)

    def _mark_columns(self, places: Sequence[tuple[int, int]], role: str, *, first: bool = False) -> None:
        columns: dict[int, list[int]] = {}
        for line, column in places:
            columns.setdefault(line, []).append(column)
        for line, found in columns.items():
            span = min(found), max(found) + 1, role
            spans = self._spans.setdefault(line, [])
            spans.insert(0 if first else len(spans), span)

    def _show_end(self) -> None:
        """Scroll so that the end that moves is in view, and all that is selected if there is room for it."""
        if not self._spans:
            return
        top, bottom = min(self._spans), max(self._spans)
        line = next(line for line, spans in self._spans.items() if any(role == "cursor" for *_, role in spans))
        height = self.size.height
        if self._top <= top and bottom < self.scroll_offset.y + height:
            return
        if bottom - top < height - 2:
            self._scroll(max(0, min(top - 2, bottom) if line == top else bottom - height + 3))
        elif not self._top <= line < self.scroll_offset.y + height - 1:
            self._scroll(max(0, line - height // 2))

    def _overlaid(self, line: int, pieces: Sequence[Piece]) -> Sequence[Piece]:
        spans = self._spans.get(line)
        return mark(pieces, spans) if spans else pieces

    def _lay_out(self) -> None:
        super()._lay_out()
        self._work_out()

    # The keys.

    def action_select_sentence(self, by: int) -> None:
        assert self.selection
        self._changed(self.selection.next_sentence(by), _LAST if by > 0 else _FIRST)

    def action_select_more(self, by: int) -> None:
        assert self.selection
        self._changed(self.selection.move_sentence(by), _LAST if by > 0 else _FIRST)

    def action_select_word(self, by: int) -> None:
        assert self.selection
        self._changed(self.selection.move_word(by), _LAST if by > 0 else _FIRST)

    def action_select_paragraph(self, by: int) -> None:
        assert self.selection
        self._changed(self.selection.move_paragraph(by), _LAST if by > 0 else _FIRST)

    def action_select_other(self) -> None:
        assert self.selection
        self.selection.turn()
        self._changed(True)

    def action_select_leave(self) -> None:
        self.leave()


def _signs(text: str) -> int:
    """Return how many characters of a text are not blank."""
    return sum(not sign.isspace() for sign in text)
