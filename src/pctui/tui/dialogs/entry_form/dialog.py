"""The form: the passage above, the fields, what is offered for the one with the focus, and what the check finds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import closing

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from ....authoring.entry_check import Checked, check
from ....authoring.filling import Filling
from ....authoring.form import MAPPING
from ....errors import PctuiError
from ....page import Run, kind_name
from ....queries.store import Store
from ....reader.entry_drafts import EntryDrafts
from ...background import in_background, instead
from ...commands import bindings
from ...dismissal import Dialog
from ...remapping import key_label
from .draft_keeper import DraftKeeper
from .keys import FORM
from .offers import Offers
from .rows import FieldRow
from .sentences import Sentences

_CHECK_DELAY = 0.15  # seconds from a letter to the check of what is typed
_DRAFT_DELAY = 0.5  # seconds from the first change to saving the draft

Save = Callable[[Filling], Awaitable[str]]
"""Saves what is filled in; returns what is wrong, '' if it is in the corpus."""


class EntryForm(Dialog[str | None]):
    """The form of one entry; the result is the slug of what was saved, or None."""

    BINDINGS = bindings(FORM)
    HOLDS_TEXT = True  # what is open is not followed meanwhile: see following.py
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-tall")]
    DEFAULT_CSS = """
    EntryForm { align: center middle; background: $background 60%; }
    EntryForm:ansi { background: ansi_default; }
    #entry-box {
      width: 90%; max-width: 110; height: 92%; max-height: 40;
      border: round $accent; border-title-color: $accent; background: $background; padding: 0 1;
    }
    EntryForm.-narrow #entry-box { width: 100%; height: 100%; max-height: 100%; }
    #entry-passage, #entry-found { height: auto; }
    #entry-fields { height: 1fr; scrollbar-size-vertical: 1; border-top: solid $foreground 25%; }
    #entry-below { height: auto; border-top: solid $foreground 25%; }
    #entry-more { height: 1; color: $foreground 70%; text-overflow: ellipsis; text-wrap: nowrap; }
    #entry-keys { height: 1; color: $foreground 70%; text-overflow: ellipsis; text-wrap: nowrap; }
    """

    def __init__(
        self,
        store: Store,
        filling: Filling,
        drafts: EntryDrafts | None,
        save: Save,
        place: str,
        writer: str = "",
        title: str = "",
    ) -> None:
        super().__init__()
        self.store = store
        self.filling = filling
        self._save = save
        self._place = place  # of the passage, in words
        kind = kind_name(filling.kind.name).lower()
        self._draft = DraftKeeper(filling, drafts, writer, title)
        self._title = title or (f"Change the {kind}" if filling.before else f"New {kind}")
        self._all = False  # whether all fields are shown
        self._rows: dict[str, FieldRow] = {}
        self._checked = Checked()
        self._check_timer: Timer | None = None
        self._draft_timer: Timer | None = None
        self._saving = False
        self._discarding = False
        self._message = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="entry-box") as box:
            box.border_title = Content(self._title)
            yield Sentences("entry-passage", 4, 2)
            with VerticalScroll(id="entry-fields", can_focus=False):
                for field in self.filling.fields:
                    if self.filling.shown(field):
                        yield self._row(field.name)
                yield Static("", id="entry-more", markup=False)
            with Vertical(id="entry-below"):
                yield Offers()
                yield Sentences("entry-found", 3, 2)
            yield Static("", id="entry-keys", markup=False)

    def _row(self, name: str) -> FieldRow:
        field = next(field for field in self.filling.fields if field.name == name)
        row = self._rows[name] = FieldRow(field, self.filling.text(name))
        return row

    def on_mount(self) -> None:
        passage = self.filling.quotation
        # The place comes first, because the end of a long passage is cut.
        runs = (
            [Run(f"{self._place}  ", "muted"), Run(f"“{passage}”", "strong")]
            if passage
            else [Run(self._place, "muted")]
        )
        self.query_one("#entry-passage", Sentences).show(runs)
        keys = (command for command in FORM if command.footer)
        self.query_one("#entry-keys", Static).update(
            "  ".join(f"{key_label(key, self.app)} {key.label}" for key in keys)
        )
        self._say_more()
        self._suggest()
        first = next((row for row in self._rows.values() if not row.text), None)
        (first or next(iter(self._rows.values()))).box.focus()
        self._check()

    # What is typed.

    @property
    def row(self) -> FieldRow | None:
        """The field with the focus."""
        return next((row for row in self._rows.values() if row.has_focus_within), None)

    def on_field_row_typed(self, event: FieldRow.Typed) -> None:
        event.stop()
        self._take(event.row)

    def _take(self, row: FieldRow) -> None:
        name = row.field.name
        if row.text == self.filling.text(name):
            return
        self.filling.put(name, row.text)
        self._discarding, self._message = False, ""
        if name == "title" and "slug" in self._rows:
            self._rows["slug"].fill(self.filling.text("slug"))
        if self._all:
            self._mount_missing()
        self._suggest()
        self._read(row)
        self._offer()
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(_DRAFT_DELAY, self._keep)
        if self._check_timer:
            self._check_timer.stop()
        self._check_timer = self.set_timer(_CHECK_DELAY, self._check)

    def _suggest(self) -> None:
        """Show what is suggested for the empty fields, and the fields for which something is."""
        for row in self._rows.values():
            row.suggest(self.filling.suggestion(row.field))

    def _read(self, row: FieldRow) -> None:
        """Say below a field how it is read, or what is wrong with it."""
        wrong = next((w.message for w in self._checked.wrong if self._at(w.path) == row.field.name), "")
        if wrong and row.text.strip():
            row.say(wrong, "warn")
        else:
            row.say(self.filling.reading(row.field))

    def _at(self, path: tuple[str | int, ...]) -> str:
        """Return the field that has what is at a path of the record, or within."""
        for end in range(len(path), 0, -1):
            name = ".".join(map(str, path[:end]))
            if any(field.name == name for field in self.filling.fields):
                return name
        return ""

    # What is offered.

    def on_descendant_focus(self) -> None:
        self._offer()

    @property
    def offers(self) -> Offers:
        return self.query_one(Offers)

    def _offer(self) -> None:
        row = self.row
        if row is None or not self.is_mounted:
            return
        try:
            row.offers = self.filling.offers(row.field, row.typed)
        except PctuiError as error:
            row.offers = []
            self._say(error.message)
        self.offers.show(row.offers, row.field.help, numbered=row.picked_by_number)

    def action_offer(self, by: int) -> None:
        self.offers.move(by)

    def on_field_row_looked(self, event: FieldRow.Looked) -> None:
        event.stop()
        self.offers.move(event.by)

    def on_field_row_moved(self, event: FieldRow.Moved) -> None:
        event.stop()
        self._offer()

    def on_offers_clicked(self, event: Offers.Clicked) -> None:
        event.stop()
        if row := self.row:
            self._pick(row, event.number)

    def on_field_row_picked(self, event: FieldRow.Picked) -> None:
        event.stop()
        if event.row is self.row:
            self._offer()  # the key may come before what follows the focus
        if event.number < len(event.row.offers):
            self._pick(event.row, event.number)
        elif event.row.picked_by_number:
            event.row.insert(str(event.number + 1))

    def _pick(self, row: FieldRow, number: int) -> None:
        """Take a value that is offered, and go on to the next field, unless this one can have more."""
        if number < len(row.offers):
            row.take(self.filling.take(row.field, row.offers[number], row.typed))
            self._take(row)
            if not row.field.many and row.field.type != MAPPING:
                self._go(row, 1)

    def on_field_row_entered(self, event: FieldRow.Entered) -> None:
        """Take the value under the cursor, or the only one that fits what is typed, and go on."""
        event.stop()
        row = event.row
        typed = row.field.parted(row.typed)[1]
        whole = row.field.type != MAPPING  # there, the statement still follows
        chosen = bool(row.field.choices or row.field.term_of or row.field.refers_to)
        if self.offers.current:
            self._pick(row, self.offers.at)
        elif chosen and typed and row.offers and not (whole and typed in [o.value for o in row.offers if not o.new]):
            self._pick(row, 0)
        else:
            self._go(row, 1)

    def _go(self, row: FieldRow, by: int) -> None:
        rows = [each for each in self.query(FieldRow) if each.display]
        at = rows.index(row) + by
        rows[at % len(rows)].box.focus()

    def action_field(self, by: int) -> None:
        if row := self.row:
            self._go(row, by)

    def action_take_all(self) -> None:
        """Put what is suggested into all empty fields, the first first, and go to the first that still needs a value.

        One may depend on another. What the reader has to judge is only said.
        """
        taken = 0
        judged = []
        for row in self._rows.values():
            offer = self.filling.suggestion(row.field)
            if not offer or row.text.strip():
                continue
            if offer.judged:
                judged.append(f"{row.field.label} “{offer.value}”")
                continue
            row.fill(offer.value)
            self._take(row)
            taken += 1
        if judged:
            self._say(f"Left for you to judge: {', '.join(judged)}.")
        else:
            self._say("" if taken else "Nothing is suggested for the fields that are empty.")
        empty = (row for row in self._rows.values() if row.field.required and not row.text.strip())
        if needed := next(empty, None):
            needed.box.focus()

    def action_more(self) -> None:
        """Show all fields, or only those that count at first and those with something in them."""
        self._all = not self._all
        for row in self._rows.values():
            row.display = self._all or self.filling.shown(row.field) or bool(row.text)
        if self._all:
            self._mount_missing()
        self._suggest()
        self._say_more()
        if self._all:
            hidden = next((row for row in self.query(FieldRow) if not self.filling.shown(row.field)), None)
            if hidden:
                hidden.box.focus()

    def _mount_missing(self) -> None:
        """Show the fields that have no row yet, each before the field that follows it."""
        fields = self.query_one("#entry-fields")
        missing: list[FieldRow] = []
        for field in self.filling.fields:
            if row := self._rows.get(field.name):
                fields.mount(*missing, before=row)
                missing = []
            elif field.name not in self.filling.fixed:
                missing.append(self._row(field.name))
        fields.mount(*missing, before="#entry-more")

    def _say_more(self) -> None:
        left = [
            f.label
            for f in self.filling.fields
            if f.name not in self.filling.fixed and (f.name not in self._rows or not self._rows[f.name].display)
        ]
        key = key_label(next(command for command in FORM if command.id == "entry.more"), self.app)
        text = f"{key}: {len(left)} more fields: {', '.join(left)}" if left else ""
        self.query_one("#entry-more", Static).update(text)

    # What the check finds.

    def _check(self) -> None:
        if self._check_timer:
            self._check_timer.stop()
            self._check_timer = None
        instead(self, "check", self._check_meanwhile)

    async def _check_meanwhile(self) -> None:
        filling = self.filling
        (record, guessed), passages = filling.to_check(), filling.printed
        terms = self._terms()
        own = filling.own

        def look(store: Store) -> Checked:
            with closing(store):
                return check(store, record, passages, terms, own, guessed, filling.language)

        try:
            self._checked = await in_background(self.store, look)
        except PctuiError as error:
            self._say(error.message)
            return
        for row in self._rows.values():
            self._read(row)
        self._show_found()

    def _terms(self) -> dict[str, list[str]]:
        terms: dict[str, list[str]] = {}
        for vocabulary, slug, _ in self.filling.used_terms:
            terms.setdefault(vocabulary, []).append(slug)
        return terms

    def _show_found(self) -> None:
        if not self.is_mounted:
            return
        found = self._checked
        runs: list[Run] = []
        if self._message:
            runs.append(Run(f"{self._message}  ", "warn"))
        if self.filling.passages and not self.filling.before:
            runs.append(Run("✓ one place  ", "accent"))
        runs += [Run(f"✓ {text}  ", "accent") for text in found.found]
        runs += [Run(f"✗ {text} is not in the passage  ", "warn") for text in found.missing]
        if empty := self.filling.empty:
            runs.append(Run(f"Still empty: {', '.join(field.label for field in empty)}.  ", "muted"))
        else:
            shown = {self._at(wrong.path) for wrong in found.faults} & self._rows.keys()
            others = [w.message for w in found.faults if self._at(w.path) not in shown]
            runs += [Run(f"{message}  ", "warn") for message in others]
            if not found.wrong:
                runs.append(Run("Nothing is wrong.", "muted"))
        self.query_one("#entry-found", Sentences).show(runs)

    def _say(self, message: str) -> None:
        """Say something before what the check has found."""
        self._message = message
        self._show_found()

    # Saving, and leaving.

    async def action_save(self) -> None:
        """Save the entry, if nothing is wrong and its passages print its numbers."""
        if self._saving:
            return
        for row in self._rows.values():
            self.filling.texts[row.field.name] = row.text
        if empty := self.filling.empty:
            self._say(f"Not saved yet: fill in {', '.join(field.label for field in empty)}.")
            self._go_to(empty[0].name)
            return
        own = self.filling.own
        try:
            self._checked = check(
                self.store, self.filling.record, self.filling.printed, self._terms(), own, (), self.filling.language
            )
        except PctuiError as error:
            self._say(f"Not saved: {error.message}")
            return
        for row in self._rows.values():
            self._read(row)
        if bad := self._checked.faults:
            self._say("Not saved yet: something is wrong.")
            self._go_to(self._at(bad[0].path))
            return
        if self._checked.missing:
            printed = f"the passage does not print {', '.join(self._checked.missing)}"
            self._say(f"Not saved yet: {printed}. Correct it, select more, or list it under Derived.")
            return
        self._saving = True
        self._say("Saving …")
        instead(self, "save", self._save_meanwhile)

    def _go_to(self, name: str) -> None:
        """Go to a field, if it is shown."""
        if row := self._rows.get(name):
            row.box.focus()

    async def _save_meanwhile(self) -> None:
        try:
            wrong = await self._save(self.filling)
        except PctuiError as error:
            wrong = f"{error.message} {error.hint}".strip()
        finally:
            self._saving = False
        if wrong:
            self._say(f"Not saved: {wrong}")
            return
        self._drop_draft()
        self.dismiss(str(self.filling.record["slug"]))

    def _keep(self) -> None:
        """Store what is typed as a draft; if that fails, say so and try again at the next letter."""
        self._stop_draft_timer()
        try:
            self._draft.keep()
        except PctuiError as error:
            self._say(f"The draft is not kept: {error.message}")

    def _drop_draft(self) -> None:
        self._stop_draft_timer()
        try:
            self._draft.drop()
        except PctuiError as error:
            self.app.notify(error.message, title="The draft is still there", severity="warning", markup=False)

    def _stop_draft_timer(self) -> None:
        if self._draft_timer:
            self._draft_timer.stop()
            self._draft_timer = None

    def action_close(self) -> None:
        self._keep()
        self.dismiss(None)

    def action_discard(self) -> None:
        """Discard what is typed, when asked a second time."""
        if self.filling.changed and not self._discarding:
            self._discarding = True
            key = key_label(next(command for command in FORM if command.id == "entry.discard"), self.app)
            self._say(f"{key} again discards what you typed.")
            return
        self._drop_draft()
        self.dismiss(None)

    def on_unmount(self) -> None:
        self._keep()  # also if the program is ended meanwhile
