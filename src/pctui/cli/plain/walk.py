"""The plain walk (`--plain`): reads what is typed, line by line, and answers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...bounded import TYPED
from ...errors import NotFound, UsageError
from ...kinds.vocabulary import DRAFT
from ...model import MARKS, Citation, Reference
from ...panes import CITATIONS
from ...restricted import HINT, secure
from ...text import clean, one_line
from ..output import write
from .narrowing import Narrowing
from .speech import spoken

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader
    from ...render.citation_styles import Copying
    from .view import View

_AROUND = 150  # characters on either side of what was found in a long line
_NOTE_PROMPT = "Line: "
_CITING = "citing "


@dataclass
class Walk(Narrowing):
    """A walk, with the commands that find, read and write."""

    _words: str = ""  # what was found last
    _copying: Copying | None = None  # once something has been cited
    _overwrite: str = ""  # the file whose name was typed last, and that exists

    # Finding.

    def do_search(self, rest: str) -> None:
        if not rest:
            raise UsageError("search for what?", "Type search and words, for example: search budgets.")
        self._new(lambda: self.views.search(rest))

    def do_kind(self, rest: str) -> None:
        words = next((step.view.words for step in reversed(self.steps) if step.view.words), "")
        if not words:
            raise UsageError("there is no search here", "Type search and words first.")
        if rest:
            self.do_search(f"kind:{rest} {words}")
        else:
            self._new(lambda: self.views.kinds_found(words, self.do_search))

    def do_open(self, rest: str) -> None:
        if not rest:
            raise UsageError("open what?", "Type open and a title or an identifier.")
        self._new(lambda: self.views.named(rest))

    def do_at(self, rest: str) -> None:
        if not rest:
            raise UsageError("go to which date?", "For example: at 1 April 1999.")
        self._new(lambda: self.views.date(rest))

    def do_find(self, rest: str) -> None:
        if rest:
            self._words = rest
        self.match = -1
        self.do_next("")

    def do_next(self, _: str, by: int = 1) -> None:
        if not self._words:
            raise UsageError("find what?", "Type find and a word, for example: find budget.")
        words = self._words.casefold()
        matches = [(part, line) for part, line in self.view.lines() if words in line.casefold()]
        if not matches:
            raise UsageError(f"'{self._words[:60]}' is not in this {'list' if self.view.lists else 'page'}")
        self.match = (self.match + by) % len(matches) if self.match >= 0 else (0 if by > 0 else len(matches) - 1)
        part, line = matches[self.match]
        self.view.at = part
        self._say(
            f"Match {self.match + 1} of {len(matches)}: {_around(line, words)}", "Press Enter to read from there."
        )

    def do_previous(self, _: str) -> None:
        self.do_next("", -1)

    # Reading.

    def _citation(self, rest: str) -> Citation:
        """Return the first citation of the view, or what a number cites."""
        citations = self.view.citations
        if rest:
            target = self._target(rest)
            if target.citation:
                return target.citation
            citations = self.views.entry(target.slug).citations if target.slug else ()
        if not citations:
            raise UsageError("no passage is cited here", "Give the number of an item or a source.")
        return citations[0]

    def do_passage(self, rest: str) -> None:
        citation = self._citation(rest)
        self._new(lambda: self.views.passage(citation))

    def do_cite(self, rest: str) -> None:
        from ...render.citation_styles import STYLES, Copying

        first, _, after = rest.partition(" ")
        every, style = first.lower() == "all", first.lower() if first.lower() in STYLES else ""
        if first and not (every or style or first.isdecimal()):
            raise UsageError(f"there is no style '{first[:40]}'", f"Styles: {', '.join(STYLES)}; or all.")
        citation = self._citation(after.strip() if every or style else rest)
        document = self.store.document(citation.document)
        if self._copying is None:
            self._copying = Copying(self.store, self.reader)
        copying = self._copying
        if every:
            self._say(*(f"{styled.name}: {styled.text}" for styled in copying.every(None, citation, document)))
        elif style:
            self._say(copying.named(style, citation, document).text)
        elif styled := copying.one(None, citation, document):
            self._say(styled.text, f"{copying.problem}." if copying.problem else "")

    def do_lineage(self, rest: str) -> None:
        slug = self._slug(rest)
        if not rest and self._here().kind != "organisation":
            near = [
                f"{spoken(reference.title)}: lineage {number}"
                for number, target in enumerate(self.view.targets, 1)
                if target.slug and (reference := self.store.reference(target.slug)).kind == "organisation"
            ]
            hint = f"Type for {'; for '.join(near[:5])}." if near else "Open an organisation first."
            raise UsageError("only organisations have a lineage", hint)
        self._new(lambda: self.views.lineage(slug))

    def do_export(self, rest: str) -> None:
        from ...reader.marked import Marked
        from ...render.files import write as write_file
        from ...render.markdown import citing
        from ...render.saved import saved

        if secure():
            raise UsageError("writing is disabled in this login", HINT)
        view = self.view
        if view.blocks is None:
            raise UsageError("there is no list or page here to export")
        if not rest:
            raise UsageError("export to which file?", f"For example: export {view.stem}.md")
        name, options = _export_options(rest)
        if "by mark" in options and not view.divides:
            raise UsageError("this is no list of entries, which could be divided by mark")
        path = Path(name).expanduser().absolute()
        if path.is_file() and self._overwrite != rest:
            self._overwrite = rest
            self._say(f"{path.name} already exists. Type the same again to overwrite it.")
            return
        marked = Marked(self.reader.notes.load(), notes="without notes" not in options, by_mark="by mark" in options)
        cited = next((option.removeprefix(_CITING) for option in options if option.startswith(_CITING)), None)
        with self._exported(view, drafts="with drafts" in options) as (shown, note):
            assert shown.blocks
            content = saved(path.name, self.store, shown.blocks(marked), citing(self.store, cited))
            write_file(path, content, force=self._overwrite == rest)
        self._overwrite = ""
        self._say(f"Exported {view.title} to {path}.", note)

    @contextmanager
    def _exported(self, view: View, *, drafts: bool) -> Iterator[tuple[View, str]]:
        """Yield a view to export, with what is to be said of it; within this, the store has no drafts.

        It has them if they are asked for: by a filter, or because what is shown is one.
        """
        kept = drafts or (view.lists and DRAFT in self.views.list_of(view.lists).filters.chosen("status"))
        if kept or not self.store.drafts:
            yield view, ""
            return
        from ...database.without_drafts import left_out, without_drafts
        from ...queries.store import Store

        drafts_there, entries = self.store.drafts, sum(self.store.counts().values())
        with closing(Store(without_drafts(self.store.path), context=self.store.context)) as fewer:
            if view.entry and fewer.missing([view.entry.slug]):
                yield view, ""
                return
            said, several = left_out(drafts_there, entries - sum(fewer.counts().values()))
            note = f"In this corpus, {said}. After the name, with drafts keeps {'them' if several else 'it'}."
            self._close_lists()
            try:
                with self.store.showing(fewer):
                    try:
                        shown = self.steps[-1].go()
                    except NotFound:  # it is of drafts that were named: two compared, or in disagreement
                        shown, note = view, ""
                    yield shown, note
            finally:
                self._close_lists()

    # Marks and notes.

    def _writable(self) -> Reference:
        if secure():
            raise UsageError("marks and notes are disabled in this login", HINT)
        return self._here()

    def do_mark(self, rest: str) -> None:
        entry, mark = self._writable(), rest.lower()
        if mark not in (*MARKS, "none"):
            raise UsageError("mark it how?", f"Type mark and one of: {', '.join(MARKS)}, none.")
        self.reader.notes.load()
        self.reader.notes.mark(entry, None if mark == "none" else mark)
        self._say(f"{'Mark removed' if mark == 'none' else f'Marked {mark}'}: {spoken(entry.title)}.")

    def do_note(self, rest: str) -> None:
        editor = self.reader.notes.begin(self._writable())
        before = editor.text
        lines = [rest] if rest else []
        line: str | None = rest
        if not rest:
            self._say(
                f"{'Your draft' if before != editor.saved else 'Your note so far'}: {before}" if before else "",
                "Type your note; end with a line that has only a dot.",
            )
        while not rest:
            try:
                line = self.read_line(_NOTE_PROMPT)
            except KeyboardInterrupt:
                line = None
            if line is None or line.strip() == ".":
                break
            lines.append(line.rstrip("\n"))
            editor.keep("\n".join([before, *lines] if before else lines))
        if not rest and line is None:
            self._say("", "Not saved; what you typed is kept as a draft.")
            return
        if not lines:
            self._say("Nothing was typed.")
            return
        editor.save("\n".join([before, *lines] if before else lines))
        self._say("Added to your note." if before else "Note saved.")

    def do_erase(self, _: str) -> None:
        entry = self._writable()
        editor = self.reader.notes.begin(entry)
        if not editor.text:
            raise UsageError("there is no note here")
        said = editor.text
        editor.save("")
        self._say(f"Note deleted. It said: {one_line(said)}")


def _export_options(typed: str) -> tuple[str, set[str]]:
    """Return the name of a file, and the options that follow it: `list.md by mark without notes`."""
    options = {"with notes", "without notes", "with drafts", "by mark", *(f"{_CITING}{form}" for form in CITATIONS)}
    found: set[str] = set()
    while option := next((each for each in options if typed.lower().endswith(f" {each}")), ""):
        typed = typed[: -len(option)].rstrip(" ,")
        found.add(option)
    return typed, found


def _around(line: str, words: str) -> str:
    """Return a line, or of a long one what is around the words that were found in it."""
    at = line.casefold().find(words)
    if len(line) <= 2 * _AROUND or at < 0:
        return line
    first, last = max(0, at - _AROUND), at + len(words) + _AROUND
    start = line.find(" ", first) + 1 if first else 0
    end = line.rfind(" ", at, last) if last < len(line) else len(line)
    return f"{'...' if start else ''}{line[start : max(end, at + len(words))]}{'...' if end < len(line) else ''}"


def walk(store: Store, reader: Reader) -> None:
    """Run the walk on stdin and stdout. What comes from a file or a pipe is repeated in it."""
    typed_here = sys.stdin.isatty()

    def width() -> int | None:
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else None

    def read_line(prompt: str) -> str | None:
        write(prompt)
        typed = line = sys.stdin.readline(TYPED + 2)
        while line and not line.endswith("\n"):  # the rest of a line that is too long
            line = sys.stdin.readline(TYPED)
        if not typed_here:
            write(f"{clean(typed.rstrip(chr(10)))}\n")
        elif not typed:
            write("\n")
        return typed or None

    Walk(store, reader, read_line, width).run()
