"""Reads the records of a corpus in the corpus format, from a folder of files or from a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from ..errors import FaultsError, FilesError
from ..text import clean_all


def contents(place: Path) -> Iterator[dict[str, Any]]:
    """Yield every record of the corpus in the folder or database at `place`: its own, the entries, the paragraphs.

    Each record has all the fields of its kind, named as in the corpus format.
    """
    if not place.exists():
        raise FilesError(f"{place} does not exist", "Give the folder of a corpus, or a database.")
    yield from _folder(place) if place.is_dir() else _database(place)


def _database(path: Path) -> Iterator[dict[str, Any]]:
    from ..queries.damage import explain
    from ..queries.records import corpus_record, paragraphs, records
    from ..queries.store import Store

    with closing(Store(path, context=True)) as store:
        store.read_whole()
        try:
            yield corpus_record(store).fields
            yield from (record.fields for record in records(store))
            yield from paragraphs(store)
        except Exception as error:
            explain(error, path)
            raise


def _folder(folder: Path) -> Iterator[dict[str, Any]]:
    from ..corpus.loader import examine
    from ..kinds.registry import plain

    loaded, faults = examine(folder)
    if faults:
        raise FaultsError(faults, f"the corpus in {folder}", "Nothing was compared.")
    for record in (loaded.corpus, *loaded.entries.values(), *loaded.paragraphs.values()):
        yield clean_all(plain(record))
