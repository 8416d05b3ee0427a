"""The folder of a corpus that is written in the explorer, the database built from it, and what was changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import paths
from ..bounded import YAML_FILE
from ..corpus.files import corpus_files, name_in
from ..corpus.journal import reading
from ..corpus.parse import Place, read
from ..database.fingerprint import fingerprint
from ..errors import CorpusError, Fault, FilesError, NotFound, PctuiError, UsageError
from ..kinds.base import Entry
from ..kinds.vocabulary import OF_THE_CORPUS
from ..locales import DEFAULT
from ..queries.store import Store
from ..restricted import allow_writing
from .changes import ChangedOnDisk, Changes, FileChange, apply
from .editor_schema import has_schema, names_changed, renew_schema
from .rebuilding import Rebuilding

if TYPE_CHECKING:
    from .removing import Referring

_SHOWN = 40  # characters of a value in a message

Term = tuple[str, str, str]
"""A new term: its vocabulary, its slug, its title."""


class Step(NamedTuple):
    """What was changed at once: its title, and the change of files."""

    title: str
    change: Changes


class Workspace:
    """A corpus that is written: its folder, its database, and the steps that can be undone and made again."""

    def __init__(self, folder: Path, database: Path) -> None:
        allow_writing()
        self.folder = folder
        self.database = database
        self.done: list[Step] = []
        self.undone: list[Step] = []
        record = corpus_record(folder) or {}
        self.language = str(record.get("language", DEFAULT))
        self._slug, self._place = record.get("slug"), _identity(folder)
        self._rebuilding = Rebuilding(folder, database)
        self._reading = Lock()  # of the corpus: the schema is renewed while the reader goes on
        self._schema_is_old = False
        self.faulty: Place | None = None
        self._not_in_schema: list[Changes] = []  # changes of which it is not known yet whether the schema has them
        self.last: dict[str, dict[str, str]] = {}  # by kind, what was chosen last in its fields

    def add(self, record: Mapping[str, Any], terms: Sequence[Term] = ()) -> None:
        """Add an entry, and the new terms that it uses; build the database again.

        If just that entry is there, an explorer has saved it that was ended before it could say so.
        """
        from .editing import added, with_terms

        def new() -> Changes:
            try:
                return with_terms(added(self.folder, [record]), _in_corpus(terms))
            except UsageError:
                if not self._has(record):
                    raise
                return Changes(self.folder, ())

        self._do(f"the {record['kind']} “{record['title']}”", new)

    def replace(
        self, slug: str, before: Mapping[str, Any], record: Mapping[str, Any], terms: Sequence[Term] = ()
    ) -> None:
        """Change an entry that was `before`; what somebody else changed in it meanwhile stays.

        ChangedMeanwhile if both changed the same.
        """
        from .editing import replaced, with_terms

        def changed() -> Changes:
            change = replaced(self.folder, slug, merged(before, self.record(slug), record))
            return with_terms(change, _in_corpus(terms))

        self._do(f"the change of “{record['title']}”", changed)

    def _has(self, record: Mapping[str, Any]) -> bool:
        """Whether just this entry is in the corpus."""
        try:
            return self.record(str(record["slug"])) == record
        except NotFound:
            return False

    def record(self, slug: str) -> dict[str, Any]:
        """Return the record of an entry as its file has it now."""
        from .editing import record

        return record(self.folder, slug)

    def place(self, slug: str) -> Place:
        """Return where the record of an entry is; NotFound if it is in no file."""
        ignored: list[Fault] = []
        with reading(self.folder):
            for file in corpus_files(self.folder):
                if slug.encode() in file.read_bytes():
                    for raw in read(file, ignored, name_in(self.folder, file)):
                        match raw.value:
                            case {"slug": str(found), **others} if found == slug and "document" not in others:
                                return raw.place()
        raise NotFound(f"there is no entry '{slug}' in {self.folder}")

    def edited(self, place: Place, before: bytes, title: str) -> None:
        """Take what another program made of a file that was `before` as a step, and build the database.

        CorpusError, if there are faults in the files: the place of the first is `faulty` until they are mended.
        """
        file = self.folder / place.file
        after = file.read_bytes() if file.exists() else None
        if after != before:
            change = Changes(self.folder, (FileChange(place.file, before, after),))
            if self.faulty and self.done:  # all is one step until then: what is between has no database to go back to
                change = self.done.pop().change.then(change)
            self.done.append(Step(title, change))
            self.undone.clear()
        self.faulty = None
        self._schema_is_old = True  # other files may have been changed as well
        try:
            self._build(())
        except CorpusError as error:
            if error.faults:
                self.faulty = Place(error.faults[0].file, max(1, error.faults[0].line), None)
            raise

    def renew_schema(self) -> None:
        """Renew the schema for editors if it has what was changed; see `editor_schema.renew_schema`."""
        with self._reading:
            changes, self._not_in_schema = self._not_in_schema, []
            old, self._schema_is_old = self._schema_is_old, False
            if has_schema(self.folder) and (old or any(names_changed(change.files) for change in changes)):
                renew_schema(self.folder, self._rebuilding.before)

    def remove(self, slug: str, before: Mapping[str, Any], referring: Sequence[Referring] = ()) -> None:
        """Delete an entry that was `before`, and what refers to it; FilesError if one of them was changed since."""
        from .editing import removed

        def gone() -> Changes:
            for entry, then in [(slug, before), *((each.slug, each.before) for each in referring)]:
                if self.record(entry) != then:
                    raise FilesError(
                        f"'{entry}' was changed in its file meanwhile", "Look again at it, and at what refers to it."
                    )
            return removed(self.folder, slug, {each.slug: each.after for each in referring})

        self._do(f"the deletion of “{before['title']}”", gone)

    def decide(self, shown: Entry, reviewed: bool) -> None:
        """Mark an entry that was `shown` as reviewed, or as a draft; FilesError if it was changed meanwhile."""
        from .review import decided

        self._do(f"the review of “{shown.title}”", lambda: decided(self.folder, shown.slug, reviewed, shown))

    def _expect_folder(self) -> None:
        """Raise FilesError if the folder was removed, or another corpus has taken its place, since it was opened."""
        if (found := _identity(self.folder)) != self._place:
            if found is None or corpus_slug(self.folder) != self._slug:
                raise FilesError(
                    f"{self.folder} is no longer the folder of the corpus '{self._slug}'",
                    "Bring it back, or open the corpus where it is now: pctui write --corpus FOLDER",
                )
            self._place = found

    def _do(self, title: str, make: Callable[[], Changes]) -> None:
        """Make a change, and build the database; if it cannot be built for that, nothing is changed."""
        self.done.append(Step(title, self._made(make)))
        self.undone.clear()

    def _made(self, make: Callable[[], Changes]) -> Changes:
        """Make a change, and build the database; return what was changed."""
        self._expect_folder()
        made = _applied(make())
        try:
            self._build([made])
        except PctuiError as error:
            _take_back(made, error)
            raise
        return made

    def _build(self, changes: Sequence[Changes]) -> None:
        """Build the database, unless there are faults in the files that were changed.

        Where others do not hold in the copies, it is built all the same; CorpusError, if it cannot be.
        """
        with self._reading:
            rebuilt = self._rebuilding.rebuild()
            if rebuilt.faults:
                names = {file.name for change in changes for file in change.files if file.after is not None}
                if ours := [fault for fault in rebuilt.faults if fault.file in names]:
                    raise CorpusError(ours, "Nothing was saved.")
                self._rebuilding.build()
            else:
                self.faulty = None
            self._not_in_schema += changes

    def undo(self) -> str:
        """Undo the last step; return what it was."""
        step = self.done[-1]
        self._made(step.change.undone)
        self.undone.append(self.done.pop())
        return step.title

    def redo(self) -> str:
        """Make the step again that was undone last; return what it is."""
        step = self.undone[-1]
        self._made(lambda: step.change)
        self.done.append(self.undone.pop())
        return step.title


def _applied(change: Changes) -> Changes:
    """Make a change, joined with what somebody else has written to its files since; return what was changed then.

    FilesError if both made different things of the same.
    """
    from .merging import Conflict, merged

    while True:
        try:
            apply(change, schema=False)
            return change
        except ChangedOnDisk:
            joined = merged(change)
            if isinstance(joined, Conflict):
                raise FilesError(f"both changed the same: {joined}", "Settle it in the file.") from None
            if joined == change:
                raise
            change = joined


def _take_back(change: Changes, error: PctuiError) -> None:
    """Undo a change for an error; if that fails as well, FilesError says both."""
    try:
        _applied(change.undone())
    except PctuiError as another:
        names = " and ".join(file.name for file in change.files)
        raise FilesError(
            f"{error.message}; the change of {names} stays all the same: {another.message}", error.hint
        ) from error


def _in_corpus(terms: Sequence[Term]) -> list[Term]:
    """Return terms with the field of the corpus's record that has their vocabulary."""
    return [(OF_THE_CORPUS[vocabulary], slug, title) for vocabulary, slug, title in terms]


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another at the same place; None if there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


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
    with reading(folder):
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
