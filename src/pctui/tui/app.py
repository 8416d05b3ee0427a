"""The application: opens the database, chooses the colours, and leaves the terminal as it found it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

gc.disable()  # nothing made while importing is garbage: collecting then only costs start-up time

from textual import events  # noqa: E402
from textual.binding import Binding  # noqa: E402
from textual.driver import Driver  # noqa: E402
from textual.filter import LineFilter  # noqa: E402
from textual.geometry import Size  # noqa: E402
from textual.notifications import SeverityLevel  # noqa: E402
from textual.screen import Screen  # noqa: E402
from textual.widgets import Input  # noqa: E402

from .. import paths  # noqa: E402
from ..clipboard import Way, through_tmux, way  # noqa: E402
from ..database.seal import warning  # noqa: E402
from ..errors import say  # noqa: E402
from ..model import Reference  # noqa: E402
from ..queries.store import Store  # noqa: E402
from ..reader.copies import Reader  # noqa: E402
from ..reader.session import Session  # noqa: E402
from ..restricted import secure  # noqa: E402
from ..settings import Settings  # noqa: E402
from ..terminal import ascii_only  # noqa: E402
from ..text import clean  # noqa: E402
from .commands import EVERYWHERE, bindings  # noqa: E402
from .counts import Counts  # noqa: E402
from .dismissal import open_dialog  # noqa: E402
from .following import LOOK, Following  # noqa: E402
from .next_start import NextStart  # noqa: E402
from .remapping import key_name, remapped  # noqa: E402
from .screens.main import Main  # noqa: E402
from .signs import Plain  # noqa: E402
from .sizes import bounded  # noqa: E402
from .textual_private import KEEPS_PAGES, ExplorerBase  # noqa: E402
from .theme import CONTRAST, THEMES, chosen_theme  # noqa: E402
from .type_ahead import TypeAhead, at_rest  # noqa: E402
from .widgets.message_line import MessageLine, inform  # noqa: E402

if TYPE_CHECKING:
    from .copying import Copy
    from .dialogs.copy import Clipboard
    from .dialogs.palette import Choice

gc.freeze()
gc.enable()


_STARTING = 0.02  # seconds until it is asked again whether the explorer has started


_BLANKS = str.maketrans("\n\t", "  ")  # in a box of one line


class Explorer(ExplorerBase):
    """The explorer of one database."""

    CSS_PATH = "app.tcss"
    TITLE = "pctui"
    ENABLE_COMMAND_PALETTE = False  # we have our own
    BINDINGS = bindings(EVERYWHERE)

    def __init__(
        self,
        store: Store,
        reader: Reader,
        theme: str | None = None,
        remapped: Mapping[str, str] | None = None,
        session: Session | None = None,
        start: Reference | None = None,
        next_start: NextStart | None = None,
        *,
        counts: bool = False,
        follows: bool = False,
        corpus: Path | None = None,
        writes: bool = False,
    ) -> None:
        chosen = theme or chosen_theme()
        # Whether colours are to be left to the terminal must be known before Textual sets up its filters.
        super().__init__(ansi_color=True if THEMES[chosen].ansi else None, driver_class=_driver())
        self._type_ahead = TypeAhead(self, self._obey)
        self.store = store
        self.reader = reader
        self.session = session
        self.start = start
        self.corpus = corpus  # the folder of the corpus, if it was given
        self._writes = writes
        self._next_start = next_start
        self._citations: Clipboard | None = None  # once something has been copied
        self.counts = Counts() if counts else None
        self._first_theme = chosen
        self._leaving = False
        self._following = Following(self)
        self._follows = follows
        self.animation_level = "none"
        self._plain = [Plain()] if ascii_only() else []
        for known in THEMES.values():
            self.register_theme(known)
        self.theme = chosen
        self.title = store.corpus["title"]
        self.remapped = dict(remapped or {})
        self.set_keymap(self.remapped)

    def get_default_screen(self) -> Screen[None]:
        return Main(self.store, self.reader, self.session, self.start)

    def refresh_css(self, animate: bool = True) -> None:
        """Apply the colours: before there is a screen, without parsing everything that its screen will parse again."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())
            self.stylesheet.update(self, animate)

    def on_ready(self) -> None:
        """Paint the main screen once it is laid out, or once all is in its place if a page was shown before."""
        self._type_ahead.started.set()
        for screen in self.screen_stack:
            if isinstance(screen, Main):
                screen.paint()
                if self._writes and not secure():
                    screen.action_write()
        if self._follows:
            self.set_interval(LOOK, self.follow)
        if self.shown:
            self.run_worker(self._take_over(), group="type-ahead", exit_on_error=True)

    async def follow(self) -> None:
        """Show the database that has taken the place of the one that is open, if one has."""
        await self._following.look()

    def exit(self, *arguments: Any, **more: Any) -> None:
        """Leave, by whatever way, keeping where the reader was."""
        screen = self.screen_stack[0] if self.screen_stack else None
        if isinstance(screen, Main) and not self.failure:
            screen.keep_place()
        super().exit(*arguments, **more)

    async def _take_over(self) -> None:
        """Paint once all is in its place: until then, the page of the last session shows more."""
        await at_rest(self)
        self.paint_over()

    async def action_quit(self) -> None:
        """Leave, once it is kept what the next start shows first."""
        if not self._leaving:
            self._leaving = True
            # (Not in the handler of a key: it is waited for what handlers do.)
            self.run_worker(self._leave(), group="type-ahead", exit_on_error=True)

    async def _leave(self) -> None:
        screen = self.screen_stack[0]
        if self._next_start and isinstance(screen, Main) and screen.ready and self.theme == self._first_theme:
            screen.keep_place()
            await self._next_start.keep(self, self.store, self.reader)
        self.exit(0)

    def end(self, code: int) -> None:
        """Leave because of a signal: once there is something to leave, if the explorer has not started yet."""
        if any(isinstance(screen, Main) and screen.ready for screen in self.screen_stack):
            self.exit(code)
        elif self.loop:
            self.loop.call_later(_STARTING, self.end, code)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a message: on the lines that a screen has for it, over a box as one of Textual's notices."""
        if lines := self.screen.query(MessageLine):
            lines.first().show_message(message, title, severity)
        else:
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and the one for terminals that take ASCII only."""
        return [*super().get_line_filters(), *self._plain]

    def watch_theme(self, name: str) -> None:
        self.ansi_color = True if name in THEMES and THEMES[name].ansi else None
        self.set_class(name == CONTRAST.name, "-contrast")

    @property
    def size(self) -> Size:
        """The size that is drawn: the terminal's, within bounds."""
        return bounded(super().size)

    async def on_event(self, event: events.Event) -> None:
        """Let what is typed wait for its turn; give pasted text the line ends of where it goes."""
        match event:
            case events.Resize():
                await super().on_event(events.Resize.from_dimensions(bounded(event.size), None))
            case events.InputEvent() | events.Paste() if not event.is_forwarded:
                await self._type_ahead.accept(event)
            case events.AppFocus():
                await super().on_event(event)
                await self.follow()
            case _:
                await super().on_event(event)

    async def _obey(self, event: events.Event) -> None:
        self.obeyed += 1
        await self._following.before_key()
        if isinstance(event, events.Key) and await self._counted(event):
            return
        if isinstance(event, events.Paste):
            text = clean(event.text)
            # A line that was copied whole brings its end with it.
            event.text = text.translate(_BLANKS).rstrip() if isinstance(self.focused, Input) else text
        await super().on_event(event)

    def unbound(self, key: str) -> None:
        """Say of a key that does nothing why, or where it works."""
        typing = isinstance(self.focused, Input) or getattr(self.focused, "TAKES_TEXT", False)
        if isinstance(self.screen, Main) and self.screen.ready and not typing:
            self.screen.explain(key)

    async def _counted(self, event: events.Key) -> bool:
        """Whether a key belongs to a number before a motion, and is not to be obeyed by itself."""
        screen = self.screen
        return self.counts is not None and isinstance(screen, Main) and await self.counts.take(screen, event)

    def action_suspend(self) -> None:
        """Stop the explorer until the shell continues it."""
        if secure():
            self.notify("This login is nothing but the explorer: there is no shell to go to.", severity="warning")
        elif self.suspend_job and os.getsid(0) != os.getpid():
            self.suspend_job()
        else:
            self.notify("pctui was not started from a shell: there is none to go to.", severity="warning")

    def copy_to_clipboard(self, text: str) -> None:
        """Send a text to the terminal's clipboard, through tmux if it only lets it through."""
        super().copy_to_clipboard(text)
        chosen = way()
        self.copied = chosen.value
        if chosen is Way.THROUGH_TMUX:
            self.write_to_terminal(through_tmux(text))

    def on_copy(self, request: Copy) -> None:
        """Copy a citation, or ask in which style."""
        from ..render.citation_styles import Copying
        from .dialogs.copy import Clipboard

        if self._citations is None:
            self._citations = Clipboard(self, Copying(self.store, self.reader), self.session)
        self._citations.copy(request)

    def action_command_palette(self) -> None:
        """Open the palette over the main screen."""
        from .dialogs.palette import Palette

        if isinstance(self.screen, Main) and self.screen.ready:
            self.call_next(open_dialog, self, Palette(self.store, self.screen.pane), self._chosen)
        else:
            inform(self.screen, "The commands are those of the panes: go back to them first.")

    async def _chosen(self, choice: Choice | None) -> None:
        """Do the command, or open the entry, that was chosen in the palette."""
        if isinstance(choice, Reference) and isinstance(self.screen, Main):
            await self.screen.open_entry(choice.slug, choice.kind)
        elif isinstance(choice, tuple):
            node, action = choice
            await self.run_action(action, node)

    def action_use(self, theme: str) -> None:
        self.theme = theme

    def get_key_display(self, binding: Binding) -> str:
        return binding.key_display or key_name(binding.key)


def _driver() -> type[Driver] | None:
    """Return the driver of the terminal; None for Textual's own on Windows, which has no job control."""
    if sys.platform == "win32":
        return None
    from .driver import ExplorerDriver

    return ExplorerDriver


def _terminal_given_back(explorer: Explorer) -> AbstractContextManager[None]:
    if sys.platform == "win32":
        return nullcontext()
    from .driver import given_back

    return given_back(explorer)


def run(
    path: Path,
    settings: Settings,
    *,
    context: bool = False,
    fresh: bool = False,
    start: str | None = None,
    corpus: Path | None = None,
) -> int:
    """Open the explorer on the database at `path`; return its exit code. ConfigError where the settings are wrong.

    With the folder of its `corpus`, writing is on.
    """
    keys = remapped(settings)
    settings.require()
    as_next = path == paths.database() and context <= settings.context  # whether `pctui` alone would open the same
    keeps = KEEPS_PAGES and as_next and not secure() and sys.platform != "win32"
    next_start = NextStart(path, settings) if keeps else None
    store = Store(path, context=context or settings.context)
    if found := warning(path):
        say(found)
    reader = Reader.of(store)
    notes = reader.notes
    session = None
    if not secure():
        session = Session(reader.path, store.corpus["slug"], resume=settings.resume, fresh=fresh)
    first = store.reference(start) if start else None
    explorer = Explorer(
        store,
        reader,
        chosen_theme(settings.theme),
        keys,
        session,
        first,
        next_start,
        counts=settings.counts,
        follows=True,
        corpus=corpus,
        writes=corpus is not None,
    )
    try:
        with _terminal_given_back(explorer):
            code = explorer.run()
    finally:
        store.close()
        for entry, text in notes.rescue():
            say(f"pctui: what you wrote on “{entry.title}” could not be saved. Here it is:\n{text}")
        if session and session.error:
            say(f"pctui: your place could not be saved: {session.error}")
    if explorer.failure:
        from ..queries.damage import explain

        explain(explorer.failure, path)
        raise explorer.failure
    return explorer.return_code or code or 0
