"""The folder of a corpus that is written in the explorer, the database built from it, and what was changed."""

from __future__ import annotations

from pathlib import Path

from ..bounded import YAML_FILE
from ..corpus.files import corpus_files, name_in
from ..corpus.parse import read
from ..errors import Fault, FilesError, NotFound
from ..queries.store import Store
from ..restricted import allow_writing


class Workspace:
    """A corpus that is written: its folder, its database, and the changes that can be undone and made again."""

    def __init__(self, folder: Path, database: Path) -> None:
        allow_writing()
        self.folder = folder
        self.database = database
        self.done: list[object] = []
        self.undone: list[object] = []


def corpus_slug(folder: Path) -> str | None:
    """Return the slug of the corpus in a folder; None if there is no record of a corpus in it."""
    ignored: list[Fault] = []
    try:
        files = sorted(corpus_files(folder), key=lambda file: (file.stem != "corpus", len(file.parts)))
    except FilesError:
        return None
    for file in files:
        if file.stat().st_size <= YAML_FILE and b"corpus" in file.read_bytes():
            for raw in read(file, ignored, name_in(folder, file)):
                match raw.value:
                    case {"kind": "corpus", "slug": str() as slug}:
                        return slug
    return None


def at_hand(store: Store, given: Path | None) -> Workspace:
    """Return the folder of a database's corpus: that which is given, or the working directory; NotFound if neither is.
    """
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
