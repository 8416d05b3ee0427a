"""Opens the database for a command, and closes it when the command ends."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PctuiError, UsageError, say
from ..restricted import secure

if TYPE_CHECKING:
    from ..queries.store import Store


class Before:
    """The options given before the command's name, as in `pctui --db my.db timeline`."""

    db: Path | None = None
    context: bool = False
    corpus: Path | None = None  # the folder of the corpus that --corpus names


BEFORE = Before()
_OPENED: list[Store] = []


def open_store(
    db: Path | None, context: bool, *, whole: bool = False, drafts: bool = True, named: Iterable[str | None] = ()
) -> Store:
    """Open the database; build the default one first if it is missing or out of date.

    With `whole`, even a large one is checked for damage first, because the command will describe every entry. Without
    `drafts`, it is as if they were not there, and how many these are is said; but if a draft is among the entries that
    are `named`, it is asked for, and so are drafts.
    """
    from ..database.ensure import ensure
    from ..database.seal import warning
    from ..queries.store import Store

    store = Store(ensure(db or BEFORE.db), context=context or BEFORE.context)
    _OPENED.append(store)
    if not drafts and store.drafts:
        store = _without_drafts(store, named)
    store.allow_for_size()
    if whole:
        store.read_whole()
    elif found := warning(store.path):
        say(found)
    return store


def folder_to_write(given: Path | None) -> Path:
    """Return the folder of the corpus to write: the one given after or before the command, else the one at hand.

    UsageError if it is an installed one by name, whose files belong to its package.
    """
    from ..authoring.folder import corpus_folder
    from ..paths import installed_corpora

    if given is None and BEFORE.corpus in installed_corpora().values():
        raise UsageError(
            f"the corpus in {BEFORE.corpus} is installed, and not to be changed", "Copy the folder, and give the copy."
        )
    return corpus_folder(given or BEFORE.corpus)


def select_corpus(name: str) -> Path:
    """Return the database of a corpus, installed or in a folder, for the commands that follow; built if out of date.

    The copies of documents that come with an installed corpus are attached, unless the reader has others.
    """
    from ..corpus.files import COPIES
    from ..database.ensure import ensure_installed
    from ..paths import installed_corpora

    if Path(name).is_dir() and not secure() and name not in installed_corpora():
        BEFORE.corpus = Path(name)
        return _database_of_folder(Path(name))
    database, built = ensure_installed(name)
    BEFORE.corpus = installed_corpora()[name]
    copies = BEFORE.corpus / COPIES
    if copies.is_dir() and not secure():
        _attach_included(database, copies, built)
    return database


def _attach_included(database: Path, copies: Path, built: bool) -> None:
    """Attach the copies that come with a corpus: when its database is `built`, or if none was attached yet."""
    from contextlib import closing

    from ..queries.store import Store
    from ..reader.attach import attach_files
    from ..reader.copies import Reader

    with closing(Store(database, context=True)) as store:
        reader = Reader.of(store)
        try:
            attached = reader.attached()
            files = [copies]
            if attached:  # renew those of an earlier version, which have the slug of their document as their name
                own = {copy.document for copy in attached if Path(copy.path).parent != copies}
                others = {document.slug for document in store.documents()} - own
                files = [file for file in sorted(copies.iterdir()) if file.stem in others] if built else []
            for _ in attach_files(store, reader, files):
                pass
        except PctuiError as error:
            say(f"the documents that come with the corpus are not attached: {error.message}")


def _database_of_folder(folder: Path) -> Path:
    from ..authoring.workspace import corpus_slug, database_of, is_current
    from ..database.build import seed

    slug = corpus_slug(folder)
    if slug is None:
        raise UsageError(f"{folder} has no record of kind 'corpus'", "Give the folder of a corpus.")
    database = database_of(slug, None)
    if not is_current(database, folder):
        seed(folder, database)
    return database


def _without_drafts(store: Store, named: Iterable[str | None]) -> Store:
    """Return the same database without drafts, and say how many entries that leaves out; see `open_store`."""
    from ..database.without_drafts import left_out, without_drafts
    from ..queries.store import Store

    if secure():  # which writes no file, and so has no other database
        say("Drafts are not left out in this login; each is marked.")
        return store
    fewer = Store(without_drafts(store.path), context=store.context)
    _OPENED.append(fewer)
    names = [slug for slug in named if slug]
    if set(fewer.missing(names)) - set(store.missing(names)):
        return store
    said, several = left_out(store.drafts, sum(store.counts().values()) - sum(fewer.counts().values()))
    say(f"{said}; --drafts writes {'them' if several else 'it'}")
    return fewer


def explain(error: Exception) -> None:
    """Raise Damaged if an opened database is the cause of an error that would else be called one of pctui itself."""
    if _OPENED:
        from ..queries.damage import explain as explained_by

        for store in _OPENED:
            explained_by(error, store.path)


def close_stores() -> None:
    """Close the databases that the command opened."""
    while _OPENED:
        _OPENED.pop().close()
