"""Packs: a corpus and the database built from it in one file, to send to somebody; without copies of documents.

A pack is a zip archive of `database.db` and `corpus/…`. It may come from anywhere: nothing in it is executed, its sizes
are limited, and of its names only those of files of a corpus are read. The database is opened like any other from
elsewhere; if another version of the program built it, it is built again from the corpus.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import IO

from .. import paths
from ..bounded import PACK, PACKED_FILE
from ..corpus.files import corpus_files, name_in
from ..corpus.journal import reading
from ..errors import DatabaseError, FilesError, from_os
from ..private import FOLDER, create_folder
from ..restricted import allow_writing
from ..temporary import folder_beside
from .build import seed
from .open import APPLICATION_ID, header, open_read_only, schema_version
from .read_only import ReadOnlyDatabase

_DATABASE, _CORPUS = "database.db", "corpus/"
_NAME = re.compile(r"corpus/(?:[\w-][\w. -]*/){0,8}[\w-][\w. -]*\.(?:yaml|yml|jsonl)")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others take memory as the file says, and fail in other ways
_DATE = (1980, 1, 1, 0, 0, 0)  # the same corpus gives the same bytes
_MOST_FILES = 200_000
_PIECE = 1 << 20
_MOST_PACKED = 100  # times: databases and corpora are packed to a tenth at most


def pack(corpus: Path, target: Path, force: bool = False) -> None:
    """Build the database of `corpus`, and write both into one file; FilesError if it exists and not `force`."""
    allow_writing()
    if target.exists() and not force:
        raise FilesError(f"{target} already exists", "Overwrite it with --force, or give another name.")
    try:
        with folder_beside(target) as place, reading(corpus):  # so that both are of the same state
            seed(corpus, place / _DATABASE)
            with zipfile.ZipFile(place / "new", "w", zipfile.ZIP_DEFLATED) as archive:
                _store(archive, place / _DATABASE, _DATABASE)
                for file in corpus_files(corpus):
                    _store(archive, file, f"{_CORPUS}{name_in(corpus, file)}")
            (place / "new").replace(target)
    except OSError as error:
        raise from_os(error, "write", target) from error


def _store(archive: zipfile.ZipFile, file: Path, name: str) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    with file.open("rb") as source, archive.open(info, "w", force_zip64=True) as stored:
        shutil.copyfileobj(source, stored, _PIECE)


def unpacked(path: Path) -> Path:
    """Return the database in the pack at `path`, taken out into the cache; DatabaseError if it is not a sound pack."""
    allow_writing()
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while data := file.read(_PIECE):
                digest.update(data)
        create_folder(paths.cache_folder())
        folder = paths.cache_folder() / "packs"
        folder.mkdir(FOLDER, exist_ok=True)
        target = folder / f"{digest.hexdigest()}-{schema_version()}.db"
        if not target.exists():
            with folder_beside(target) as place, zipfile.ZipFile(path) as archive:
                _take_out(path, archive, place)
                (place / _DATABASE).replace(target)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, UnicodeError, RuntimeError) as error:
        raise DatabaseError(
            f"{path} is not a pack of pctui, or is damaged: {error}", "Make one with: pctui pack"
        ) from error
    except OSError as error:
        raise from_os(error, "read", path) from error
    return target


def _take_out(path: Path, archive: zipfile.ZipFile, place: Path) -> None:
    """Take the database out of a pack, or build it from its corpus if another version of the program built it."""
    members = {info.filename: info for info in archive.infolist()[: _MOST_FILES + 1]}
    names = [name for name in members if _NAME.fullmatch(name)]
    if _DATABASE not in members or not names:
        raise DatabaseError(f"{path} is not a pack of pctui", "Make one with: pctui pack")
    if any(members[name].compress_type not in _METHODS for name in (_DATABASE, *names)):
        raise DatabaseError(f"{path} is not a pack of pctui: it is packed in another way", "Make one with: pctui pack")
    size = sum(info.file_size for info in members.values())
    if len(members) > _MOST_FILES or size > min(PACK, _PIECE + _MOST_PACKED * path.stat().st_size):
        raise DatabaseError(f"{path} is not a valid pack: it is larger than it declares, or too tightly compressed")
    database = place / _DATABASE
    with archive.open(members[_DATABASE]) as source:
        _copy(source, database, size)
    if not _is_current(database):
        corpus = place / "corpus"
        for name in names:
            file = place / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(members[name]) as source:
                _copy(source, file, PACKED_FILE)
        database.unlink()
        seed(corpus, database)
    try:
        ReadOnlyDatabase(database).close()
    except DatabaseError as error:
        said = error.message.replace(str(database), "the database in it")
        raise DatabaseError(f"{path} cannot be opened: {said}", "Ask for another: pctui pack makes it.") from error


def _copy(source: IO[bytes], target: Path, most: int) -> None:
    """Copy a member, which may be larger than the archive says; DatabaseError if it has more than `most` bytes."""
    written = 0
    with target.open("wb") as file:
        while data := source.read(_PIECE):
            written += len(data)
            if written > most:
                raise DatabaseError(f"a file in the pack has more than {most:,} bytes")
            file.write(data)


def _is_current(database: Path) -> bool:
    """Whether this version of the program would build the same database."""
    found = header(database)
    if found.application_id != APPLICATION_ID:
        raise DatabaseError("the pack has no database of pctui in it", "Make one with: pctui pack")
    if found.user_version != schema_version():
        return False
    try:
        with closing(open_read_only(database)) as connection:
            return bool(connection.execute("SELECT 1 FROM corpus").fetchone())
    except (sqlite3.Error, UnicodeError):
        return False
