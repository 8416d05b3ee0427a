"""The folder of a corpus that is written in the explorer, the database built from it, and what was changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from .. import paths
from ..bounded import YAML_FILE
from ..corpus.files import corpus_files, name_in
from ..corpus.kept_records import KeptRecords
from ..corpus.parse import Place, read
from ..database.build import seed
from ..database.fingerprint import fingerprint
from ..errors import CorpusError, Fault, FilesError, NotFound, PctuiError
from ..kinds.vocabulary import OF_THE_CORPUS
from ..locales import DEFAULT
from ..queries.store import Store
from ..restricted import allow_writing
from .changes import Changes, apply
from .editor_schema import has_schema, names_changed, renew_schema
from .rebuilding import rebuild

_SHOWN = 40  # characters of a value in a message

Term = tuple[str, str, str]
"""A new term: its vocabulary, its slug, its title."""


class Step(NamedTuple):
    """What was changed at once, in the order in which it was: its title, and the changes of files."""

    title: str
    changes: tuple[Changes, ...]


class Workspace:
    """A corpus that is written: its folder, its database, and the steps that can be undone and made again."""

    def __init__(self, folder: Path, database: Path) -> None:
        allow_writing()
        self.folder = folder
        self.database = database
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self.language = str((corpus_record(folder) or {}).get("language", DEFAULT))
        self._before = KeptRecords(folder)  # what was read, so that only what is changed is read again
        self._reading = Lock()  # of that: the schema is renewed while the reader goes on
        self._schema_is_old = False
        self._not_in_schema: list[Changes] = []  # changes of which it is not known yet whether the schema has them
        self.last: dict[str, dict[str, str]] = {}  # by kind, what was chosen last in its fields

    def add(self, record: Mapping[str, Any], terms: Sequence[Term] = ()) -> None:
        """Add an entry, and the new terms that it uses; build the database again."""
        from .editing import added

        title = f"the {record['kind']} “{record['title']}”"
        self._do(title, [*self._terms(terms), lambda: added(self.folder, [record])])

    def replace(
        self, slug: str, before: Mapping[str, Any], record: Mapping[str, Any], terms: Sequence[Term] = ()
    ) -> None:
        """Change an entry that was `before`; what somebody else changed in it meanwhile stays.

        ChangedMeanwhile if both changed the same.
        """
        from .editing import replaced

        def changed() -> Changes:
            return replaced(self.folder, slug, merged(before, self.record(slug), record))

        self._do(f"the change of “{record['title']}”", [*self._terms(terms), changed])

    def record(self, slug: str) -> dict[str, Any]:
        """Return the record of an entry as its file has it now."""
        from .editing import record

        return record(self.folder, slug)

    def place(self, slug: str) -> Place:
        """Return where the record of an entry is; NotFound if it is in no file."""
        ignored: list[Fault] = []
        for file in corpus_files(self.folder):
            if slug.encode() in file.read_bytes():
                for raw in read(file, ignored, name_in(self.folder, file)):
                    if isinstance(raw.value, dict) and raw.value.get("slug") == slug and "document" not in raw.value:
                        return raw.place()
        raise NotFound(f"there is no entry '{slug}' in {self.folder}")

    def rebuild(self) -> None:
        """Build the database from the files as they are now; CorpusError if they have faults."""
        self._schema_is_old = True  # they may have been changed outside
        self._build(())

    def renew_schema(self) -> None:
        """Renew the schema for editors if it has what was changed; see `editor_schema.renew_schema`."""
        with self._reading:
            changes, self._not_in_schema = self._not_in_schema, []
            old, self._schema_is_old = self._schema_is_old, False
            if has_schema(self.folder) and (old or any(names_changed(change.files) for change in changes)):
                renew_schema(self.folder, self._before)

    def remove(self, slug: str, title: str) -> None:
        """Delete an entry."""
        from .editing import removed

        self._do(f"the deletion of “{title}”", [lambda: removed(self.folder, slug)])

    def decide(self, slug: str, title: str, reviewed: bool) -> None:
        """Mark an entry as reviewed, or as a draft."""
        from .review import decided

        self._do(f"the review of “{title}”", [lambda: decided(self.folder, slug, reviewed)])

    def _terms(self, terms: Sequence[Term]) -> list[Callable[[], Changes]]:
        from .editing import with_term

        return [
            partial(with_term, self.folder, OF_THE_CORPUS[vocabulary], slug, title) for vocabulary, slug, title in terms
        ]

    def _do(self, title: str, made: Sequence[Callable[[], Changes]]) -> None:
        """Make changes one after the other, and build the database; if it cannot be built for them, none is made."""
        changes: list[Changes] = []
        try:
            for make in made:
                change = make()
                apply(change, schema=False)
                changes.append(change)
            self._build(changes)
        except PctuiError:
            self._take_back(changes)
            raise
        self.done.append(Step(title, tuple(changes)))
        self.undone.clear()

    def _build(self, changes: Sequence[Changes]) -> None:
        """Build the database, unless there are faults in the files that were changed.

        Where others do not hold in the copies, it is built all the same; CorpusError, if it cannot be.
        """
        with self._reading:
            rebuilt = rebuild(self.folder, self.database, before=self._before)
            if rebuilt.faults:
                names = {file.name for change in changes for file in change.files if file.after is not None}
                if ours := [fault for fault in rebuilt.faults if fault.file in names]:
                    raise CorpusError(ours, "Nothing was saved.")
                seed(self.folder, self.database, before=self._before, silent=True)
            self._not_in_schema += changes

    @staticmethod
    def _take_back(changes: Sequence[Changes]) -> None:
        for change in reversed(changes):
            apply(change.undone(), schema=False)

    def undo(self) -> str:
        """Undo the last step; return what it was."""
        step = self.done[-1]
        self._again(tuple(change.undone() for change in reversed(step.changes)))
        self.undone.append(self.done.pop())
        return step.title

    def redo(self) -> str:
        """Make the step again that was undone last; return what it is."""
        step = self.undone[-1]
        self._again(step.changes)
        self.done.append(self.undone.pop())
        return step.title

    def _again(self, changes: Sequence[Changes]) -> None:
        made: list[Changes] = []
        try:
            for change in changes:
                apply(change, schema=False)
                made.append(change)
            self._build(changes)
        except PctuiError:
            self._take_back(made)
            raise


class ChangedMeanwhile(FilesError):
    """Somebody else changed the same in the file of an entry, while it was changed in a form; `record` is theirs."""

    def __init__(self, record: Mapping[str, Any], keys: Sequence[str]) -> None:
        said = "; ".join(f"{key} is now {_shortened(record.get(key))}" for key in keys)
        super().__init__(
            f"the entry was changed in its file meanwhile: {said}", "Save again to put yours in the place of that."
        )
        self.record = dict(record)


def _shortened(value: Any) -> str:
    text = "left out" if value is None else repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def merged(before: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with what was changed in each of two, by key; ChangedMeanwhile if both changed a key."""
    found = dict(theirs)
    conflicts = []
    for key in [*theirs, *(key for key in ours if key not in theirs)]:
        was, their, our = before.get(key), theirs.get(key), ours.get(key)
        if our in (was, their):
            continue
        if their != was:
            conflicts.append(key)
        elif key in ours:
            found[key] = our
        else:
            del found[key]
    if conflicts:
        raise ChangedMeanwhile(theirs, conflicts)
    return found


def corpus_record(folder: Path) -> dict[str, Any] | None:
    """Return the record of the corpus in a folder, as its file has it; None if there is none."""
    ignored: list[Fault] = []
    try:
        files = sorted(corpus_files(folder), key=lambda file: (file.stem != "corpus", len(file.parts)))
    except FilesError:
        return None
    for file in files:
        if file.stat().st_size <= YAML_FILE and b"corpus" in file.read_bytes():
            for raw in read(file, ignored, name_in(folder, file)):
                match raw.value:
                    case {"kind": "corpus", "slug": str()}:
                        found: dict[str, Any] = raw.value
                        return found
    return None


def corpus_slug(folder: Path) -> str | None:
    """Return the slug of the corpus in a folder; None if there is no record of a corpus in it."""
    record = corpus_record(folder)
    return record["slug"] if record else None


def at_hand(store: Store, given: Path | None) -> Workspace:
    """Return the folder of a database's corpus: that given, or the working directory; NotFound if neither is it."""
    slug = store.corpus["slug"]
    for folder in filter(None, (given, Path.cwd())):
        has_one = any((folder / f"corpus{ending}").is_file() for ending in (".yaml", ".jsonl"))
        if (folder == given or has_one) and corpus_slug(folder) == slug:
            return Workspace(folder, store.path)
    if given:
        raise NotFound(f"{given} is not the folder of the corpus '{slug}'", "Give that with --corpus.")
    raise NotFound(
        f"the folder of the corpus '{slug}' is not at hand",
        "Start in it, or with pctui write --corpus FOLDER.",
    )


def database_of(slug: str, given: Path | None) -> Path:
    """Return the database of a corpus: that given, or the usual one if it is of the corpus; else its own."""
    usual = paths.database(given)
    if given or "PCTUI_DB" in os.environ or _built_from(usual, slug):
        return usual
    return paths.data_folder() / f"{slug}.db"


def _built_from(database: Path, slug: str) -> bool:
    """Whether a database is of the corpus with this slug."""
    try:
        with closing(Store(database)) as store:
            return bool(store.corpus["slug"] == slug)
    except PctuiError:
        return False


def is_current(database: Path, folder: Path) -> bool:
    """Whether a database was built from the corpus in a folder as it is now."""
    try:
        with closing(Store(database)) as store:
            return bool(store.corpus["digest"] == fingerprint(folder))
    except PctuiError:
        return False
