"""A form while it is filled in: what is typed, what is offered for each field, and the record that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ..edtf import DateError, label
from ..edtf.typed import read
from ..kinds.base import ENTRY, Path
from ..kinds.kind import Kind
from ..locales import DEFAULT
from ..queries.slugs import matching
from ..queries.store import Store
from ..reader.entry_drafts import EntryDraft
from ..slugs import free_slug, numbered_slug, slug_of
from . import form
from .cited_text import CitedText
from .form import CHOICE, DATE, ENTRIES, MAPPING, NUMBER, TERMS, FormField
from .suggested_dates import Suggestion, date_basis, dates

_MOST = 50  # values offered for a field
_BASIS = "_basis"
_JUDGED = ("modality", "hedge")


class Offer(NamedTuple):
    """A value for a field: what it stands for, why it is offered, whether it is a new term, or is to be judged.

    What is to be judged, because words suggest it that may mean something else, is not taken with all others.
    """

    value: str
    title: str = ""
    why: str = ""
    new: bool = False
    judged: bool = False


class Filling:
    """A form of one entry. `texts` has what is typed, by the names of the fields.

    `passages` are those that the entry cites, as the copy prints them. `before` is the record of an entry that is
    changed. `last` has what was chosen last in the fields of the same kind, `quotation` the passages
    as they are shown. `fields` are those of the form, if not all. `printed`
    has the passages by what cites them, where that is not only the entry as a whole.
    """

    def __init__(
        self,
        store: Store,
        kind: Kind,
        citations: Sequence[dict[str, Any]] = (),
        passages: Sequence[str] = (),
        before: Mapping[str, Any] | None = None,
        last: Mapping[str, str] | None = None,
        quotation: str = "",
        fields: Sequence[FormField] = (),
        printed: Mapping[Path, Sequence[str]] | None = None,
    ) -> None:
        self.store = store
        self.kind = kind
        self.citations = list(citations)
        self.passages = list(passages)
        self.printed: Mapping[Path, Sequence[str]] = {(): self.passages} if printed is None else printed
        self.before = before
        self.last = dict(last or {})
        self.fields = list(fields) or form.fields(kind, before)
        self.texts = {field.name: form.typed(field, before) for field in self.fields} if before else {}
        self.fixed: dict[str, str] = {}  # what is not typed, by the names of fields that the form may not show
        self.terms: list[tuple[str, str, str]] = []  # new ones: vocabulary, slug, title
        self.quotation = quotation or " … ".join(" ".join(passage.split()) for passage in passages)
        self.language = DEFAULT  # of the corpus
        self._slug = ""  # the slug that was made of the title last
        documents = [self.store.document(slug) for slug in {citation["document"]: None for citation in self.citations}]
        self.issued = next((str(d.record["issued"]) for d in documents if d.record.get("issued")), None)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def put(self, name: str, text: str) -> None:
        """Take what is typed in a field. The slug follows the title of a new entry, until it is typed itself."""
        self.texts[name] = text
        self._grow(name)
        if name == "title" and self.before is None and self.text("slug") in ("", self._slug):
            self._slug = self._slug_of(text)
            self.texts["slug"] = self._slug

    def _grow(self, name: str) -> None:
        """Add the fields of one more item once something is in the last one of a list."""
        field = next((field for field in self.fields if field.name == name), None)
        number = field.path[1] if field and len(field.path) > 1 else None
        if field is None or not isinstance(number, int) or not self.text(name).strip():
            return
        key = str(field.path[0])
        if all(each.path[:2] != (key, number + 1) for each in self.fields):
            more = form.fields(self.kind, {key: [{}] * (number + 1)})
            after = max(at for at, each in enumerate(self.fields) if each.path[:2] == (key, number)) + 1
            self.fields[after:after] = [each for each in more if each.path[:2] == (key, number + 1)]

    def _slug_of(self, title: str) -> str:
        if not title.strip():
            return ""
        taken = _Taken(self.store)
        slug = slug_of(title)
        return free_slug(slug, taken) if slug else numbered_slug(self.kind.name, taken)

    @cached_property
    def said(self) -> CitedText:
        """What the passages say."""
        return CitedText(self.store, self.citations, self.passages, self.language)

    # What is offered.

    def shown(self, field: FormField) -> bool:
        """Whether a field is shown at first: it is required, has something in it, or something speaks for it."""
        if field.path[0] == "links":
            return field.name not in self.fixed
        if field.required or self.text(field.name):
            return True
        if field.type == NUMBER and len(field.path) == 1:
            return bool(self.said.figures)
        return field.name in ("modality", "hedge") and self.suggestion(field) is not None

    def suggestion(self, field: FormField) -> Offer | None:
        """Return what is suggested for a field that is empty; None if nothing is."""
        if self.text(field.name):
            return None
        found: Suggestion | None = None
        if field.name == "modality":
            found = self.said.modality
        elif field.name == "hedge":
            found = self.said.hedge
        elif field.name.endswith(_BASIS) and field.type == CHOICE and len(field.path) == 1:
            found = self._basis(field.name.removesuffix(_BASIS))
        elif field.type == DATE and field.required:
            found = self.said.date
        elif field.type == NUMBER and field.path == ("value",):
            found = next(iter(self.said.figures), None)
        elif field.type == ENTRIES and (field.required or len(field.path) == 1) and not self.before:
            offered = self._entries_in_passage(field)
            if offered and field.required:
                return offered[0]
        if found:
            return Offer(found.value, why=_quoted(found), judged=field.name in _JUDGED)
        if field.required and field.type in (TERMS, CHOICE, ENTRIES) and (before := self.last.get(field.name)):
            return Offer(before, why="as in the entry before")
        return None

    def _basis(self, name: str) -> Suggestion | None:
        field = next((field for field in self.fields if field.name == name), None)
        if field is None:
            return None
        text = self.text(name)
        if not text and (offer := self.suggestion(field)):
            text = offer.value
        value = form.value(field, self._date(text))
        return date_basis(value, self.said.dates, self.issued) if isinstance(value, str) else None

    def _entries_in_passage(self, field: FormField) -> list[Offer]:
        found = [each for each in self.said.entries if field.refers_to in (ENTRY, each.entry.kind)]
        return [Offer(each.entry.slug, each.entry.title, f"“{each.words}”") for each in found]

    def offers(self, field: FormField, typed: str) -> list[Offer]:
        """Return the values that are offered for a field in which this is typed, the likeliest first."""
        part = field.parted(typed)[1]
        suggested = self.suggestion(field) if not part else None
        match field.type:
            case "choice":
                found = [Offer(word) for word in field.choices if word.casefold().startswith(part.casefold())]
            case "terms":
                found = self._terms(field, part)
            case "mapping" if field.term_of and ":" not in part:
                found = self._terms(field, part)
            case "entries":
                found = self._entries(field, part)
            case "date":
                found = [Offer(date.value, label(date.value), _quoted(date)) for date in self.said.dates]
                found = [offer for offer in found if not part or part.casefold() in offer.why.casefold()]
            case "number":
                found = [Offer(n.value, "", _quoted(n)) for n in self.said.figures if n.value.startswith(part)]
            case _:
                found = []
        first = [suggested] if suggested else []
        given = {value.strip() for value in typed.split(",")} if field.many else set()
        return [*first, *(o for o in found if (not suggested or o.value != suggested.value) and o.value not in given)][
            :_MOST
        ]

    def _terms(self, field: FormField, part: str) -> list[Offer]:
        known = [
            *self.store.terms(field.term_of),
            *((s, f"{t} (new)") for vocabulary, s, t in self.terms if vocabulary == field.term_of),
        ]
        words = part.casefold()
        found = [
            Offer(slug, title)
            for slug, title in known
            if slug.startswith(words) or any(word.startswith(words) for word in title.casefold().split())
        ]
        if part and part not in (slug for slug, _ in known) and (slug := slug_of(part)):
            sides = ", the same from both sides" if field.term_of == "link_type" else ""
            found.append(Offer(slug, part, f"a new term of the {form_name(field)}{sides}", new=True))
        return found

    def _entries(self, field: FormField, part: str) -> list[Offer]:
        if not part:
            return self._entries_in_passage(field)
        found = matching(self.store, part, _MOST)
        return [Offer(e.slug, e.title) for e in found if field.refers_to in (ENTRY, e.kind)]

    def take(self, field: FormField, offer: Offer, typed: str) -> str:
        """Return what is in a field in which this is typed, once a value that was offered is taken."""
        if offer.new and (field.term_of, offer.value, offer.title) not in self.terms:
            self.terms.append((field.term_of, offer.value, offer.title))
        before, _ = field.parted(typed)
        return f"{before}{offer.value}{': ' if field.type == MAPPING else ''}"

    def reading(self, field: FormField) -> str:
        """Return how what is typed in a field is read, where that does not show: the date, the title of an entry."""
        text = self.text(field.name).strip()
        if not text:
            return ""
        if field.type == DATE:
            try:
                edtf = self._date(text)
                words = label(edtf)
            except DateError:
                return ""
            return f"{edtf}: {words}" if edtf != text else words if words != text else ""
        if field.type == NUMBER:
            number = form.value(field, text)
            return str(number) if str(number) != text else ""
        if field.type == ENTRIES:
            slugs = [part.strip() for part in text.split(",")]
            known = self.store.kinds_of(slugs)
            return "; ".join(self.store.reference(slug).title for slug in slugs if slug in known)
        return ""

    def _date(self, text: str) -> str:
        """Return a date that is typed as EDTF, if only the language of the corpus has it so; else as it is typed."""
        try:
            read(text)
        except DateError:
            found = dates(text, self.language)
            if len(found) == 1 and found[0].words == text.strip():
                return found[0].value
        return text

    # What comes of it.

    @property
    def record(self) -> dict[str, Any]:
        """The record as it is now."""
        dated = {field.name: self._date(self.text(field.name)) for field in self.fields if field.type == DATE}
        made = form.record(self.kind, self.fields, {**self.texts, **dated, **self.fixed}, self.before)
        if self.before is None and self.citations:
            made["citations"] = self.citations
        return made

    def to_check(self) -> tuple[dict[str, Any], set[str]]:
        """Return the record with something in each required field that is still empty, and the keys of these."""
        record = self.record
        guessed = set[str]()
        for field in self.empty:
            key = str(field.path[0])
            guessed.add(key)
            record[key] = self._anything(field)
        return record, guessed

    def _anything(self, field: FormField) -> Any:
        some: Any = field.choices[-1] if field.choices else "x"
        if field.type == TERMS:
            some = next((slug for slug, _ in self.store.terms(field.term_of)), "x")
        elif field.type == DATE:
            some = "2000"
        elif field.type == NUMBER:
            some = 0
        return [some] if field.many else some

    @property
    def own(self) -> str:
        """The slug that the entry has already; '' for a new one."""
        return str(self.before["slug"]) if self.before else ""

    @property
    def empty(self) -> list[FormField]:
        """The fields that are required and have nothing in them."""
        return [
            field
            for field in self.fields
            if field.required and field.name not in self.fixed and not self.text(field.name).strip()
        ]

    @property
    def used_terms(self) -> list[tuple[str, str, str]]:
        """The new terms that the entry uses."""
        used: set[tuple[str, str]] = set()
        for field in self.fields:
            if field.term_of:
                found = form.value(field, self.text(field.name))
                each = found if isinstance(found, (list, dict)) else [found]
                used |= {(field.term_of, str(term)) for term in each}
        return [term for term in self.terms if term[:2] in used]

    @property
    def changed(self) -> bool:
        """Whether anything is typed that is not in the record before."""
        if self.before is None:
            return any(text.strip() for name, text in self.texts.items() if name != "slug")
        return any(self.text(field.name) != form.typed(field, self.before) for field in self.fields)

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen in the fields of which the next entry of the kind may have the same."""
        return {
            field.name: self.text(field.name)
            for field in self.fields
            if field.required and field.type in (TERMS, ENTRIES) and self.text(field.name)
        }

    def draft(self, writer: str, about: str = "") -> EntryDraft:
        """Return what is typed as a draft; `about` says what the form does, if not a whole entry is in it."""
        texts = {name: text for name, text in self.texts.items() if text}
        before = dict(self.before or {})
        return EntryDraft(
            self.kind.name, texts, self.citations, self.own, before, self.terms, writer, self.fixed, about
        )

    def resume(self, draft: EntryDraft) -> None:
        """Take what was typed before."""
        self.texts = dict(draft.texts)
        for name in sorted(self.texts):
            self._grow(name)
        self.terms = list(draft.terms)
        self._slug = self.text("slug") if self.before is None else ""


def _quoted(found: Suggestion) -> str:
    return f"“{found.words}”" if found.words else ""


def form_name(field: FormField) -> str:
    """Return what the vocabulary of a field is called in the corpus's record: `event_types`."""
    from ..kinds.vocabulary import OF_THE_CORPUS

    return OF_THE_CORPUS[field.term_of].replace("_", " ")


class _Taken:
    """The slugs of a database, to be asked for one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, slug: object) -> bool:
        return bool(self._store.kinds_of([str(slug)]))
