"""The records of a corpus that were read before: what was made of a text is kept by the SHA-256 of that text.

To parse YAML and to convert what is in it takes most of the time of reading a corpus, of which little changes between
two checks. A file is cut into the texts of its records, where that can be done safely; each of them gives the same
record whatever stands around it. Only records without a fault are kept: what is wrong is read, and said, each time.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property, partial, reduce
from operator import or_
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..cache import keep, kept, version_of
from ..errors import Fault, from_os
from ..kinds.registry import RECORD_KINDS
from .files import file_hash
from .parse import Path_, Place, Raw, decoded_file, read, yaml_records
from .unchanged import Unchanged
from .validate import record_of

# What decides which record is made of a text.
_OF_CORPUS = tuple(f"corpus/{name}.py" for name in ("parse", "conflicts", "mistakes", "validate", "kept_records"))
SOURCES = ("kinds", "edtf", "amounts.py", "folding.py", "slugs.py", "text.py", *_OF_CORPUS)
_WORTH_IT = 32 * 1024  # bytes of YAML from which anything is kept: less is read in some hundredths of a second
_WORTH_WRITING = 50  # records that the next process would have to parse
_MOST = 128 * 1024 * 1024  # bytes of all that is kept of one corpus
_OTHER_ENDS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_BEFORE = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n)*(?=-[ \r\n])")  # blank lines and comments
_RECORD = re.compile(r"^-(?=[ \r\n])", re.MULTILINE)
_DOCUMENT = re.compile(r"^(?:---|\.\.\.)", re.MULTILINE)


class ReadRecord(NamedTuple):
    """A record as it was read: converted, and where; or, if it has a fault, what was read and what of it is valid."""

    record: msgspec.Struct | None
    place: Place
    raw: Raw | None = None
    remains: Raw | None = None

    @property
    def sound(self) -> bool:
        """Whether it has no fault."""
        return self.raw is None


class _Lines(Mapping[Path_, int]):
    """The lines of the values of a record, which are seldom asked for, and are unpacked then."""

    def __init__(self, packed: bytes, before: int) -> None:
        self._packed = packed
        self._before = before

    @cached_property
    def _lines(self) -> dict[Path_, int]:
        return {tuple(path): line + self._before for path, line in msgspec.msgpack.decode(self._packed)}

    def __getitem__(self, path: Path_) -> int:
        return self._lines[path]

    def __iter__(self) -> Iterator[Path_]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """What is kept of a record: what it is called, its line in the text, itself, the lines of its values if several."""

    name: str
    line: int
    record: msgspec.Raw
    lines: bytes = b""


class _File(NamedTuple):
    """What was read of a file: its records, its faults, what is kept of its records, its characters of YAML."""

    records: list[ReadRecord]
    faults: list[Fault]
    used: dict[bytes, _Kept]
    size: int


_KEPT = msgspec.msgpack.Decoder(dict[bytes, _Kept])
_RECORDS: msgspec.msgpack.Decoder[msgspec.Struct] = msgspec.msgpack.Decoder(reduce(or_, RECORD_KINDS.values()))


def cut(text: str) -> list[str]:
    """Return the texts of the records in a YAML file, the first with what is before it; the whole where it is unclear.

    A dash that begins a line begins a record, unless a quotation or a bracket of the one before is still open, which is
    then no YAML by itself. Two documents in a file, or line ends of other kinds, are left as they are.
    """
    before = _BEFORE.match(text)
    if before is None or _OTHER_ENDS.search(text) or _DOCUMENT.search(text):
        return [text]
    places = [match.start() for match in _RECORD.finditer(text, before.end())]
    return [text[first:after] for first, after in zip([0, *places[1:]], [*places[1:], len(text)], strict=True)]


class KeptRecords:
    """The records of the corpus in `folder` that were read before.

    It can be used again and again, each time for the corpus as it then is; `save` writes it for the next process. With
    `again`, the process is going to read the corpus again: then the files that have not changed are not even read.
    """

    def __init__(self, folder: Path, *, again: bool = False) -> None:
        self._folder = folder
        self._hashes: Unchanged[bytes] | None = Unchanged(folder) if again else None
        self._files: Unchanged[_File] | None = Unchanged(folder) if again else None
        self._key = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()
        self._used: dict[bytes, _Kept] = {}
        self._saved: frozenset[bytes] = frozenset()
        self._size = 0  # characters of YAML

    @cached_property
    def _name(self) -> str:
        return f"records-{version_of(*SOURCES)}"

    @cached_property
    def _known(self) -> dict[bytes, _Kept]:
        data = kept(self._name, self._key)
        try:
            known = _KEPT.decode(data) if data else {}
        except msgspec.DecodeError:
            known = {}
        self._saved = frozenset(known)
        return known

    def hash_of(self, name: str) -> bytes:
        """Return the SHA-256 of a file of the corpus. OSError if it cannot be read."""
        made = partial(file_hash, self._folder, name)
        return self._hashes.of(name, lambda: (made(), True)) if self._hashes else made()

    def read(self, name: str, faults: list[Fault], only: frozenset[str] | None = None) -> Iterator[ReadRecord]:
        """Yield the records of the file with this name in the folder, adding its faults to `faults`.

        Of the records that were read before, `only` those of these names, if given: `corpus`, `paragraph report-1`.
        """
        if self._files is None or only is not None or name.endswith(".jsonl"):
            yield from self._read(name, faults, only)
            return
        try:
            file = self._files.of(name, lambda: self._whole(name))
        except OSError as error:
            raise from_os(error, "read", self._folder / name) from error
        self._size += file.size
        self._used.update(file.used)
        faults.extend(file.faults)
        yield from file.records

    def _whole(self, name: str) -> tuple[_File, bool]:
        """Return all that is read of a file, and whether it can be kept in memory."""
        faults: list[Fault] = []
        size, used, self._used, self._size = self._size, self._used, {}, 0
        try:
            records = [*self._read(name, faults)]
            found = _File(records, faults, self._used, self._size)
        finally:
            self._used, self._size = used, size
        return found, not faults

    def _read(self, name: str, faults: list[Fault], only: frozenset[str] | None = None) -> Iterator[ReadRecord]:
        file = self._folder / name
        if file.suffix == ".jsonl":  # is read as fast as what would be kept of it
            yield from (_converted(raw, faults) for raw in read(file, faults, name))
        elif (text := decoded_file(file, name, faults)) is not None:
            self._size += len(text)
            if (pieces := self._pieces(name, text)) is None:
                yield from (_converted(raw, faults) for raw in yaml_records(name, text, faults))
            else:
                yield from self._of_pieces(name, pieces, faults, only)

    def _pieces(self, name: str, text: str) -> list[tuple[int, bytes, _Kept | Raw]] | None:
        """Return each record of a YAML file: the lines before it, its key, and what is kept of it or what was read.

        None if the file has to be read as a whole.
        """
        found: list[tuple[int, bytes, _Kept | Raw]] = []
        before = 0
        whole = hashlib.sha256(text.encode()).digest()
        if item := self._known.get(whole):  # it is one record
            return [(0, whole, item)]
        for piece in cut(text):
            key = hashlib.sha256(piece.encode()).digest()
            if (item := self._known.get(key) or self._used.get(key)) is None:
                faults: list[Fault] = []
                raws = [*yaml_records(name, piece, faults)]
                if faults or len(raws) != 1:
                    return None
                found.append((before, key, raws[0]))
            else:
                found.append((before, key, item))
            before += piece.count("\n")
        return found

    def _of_pieces(
        self,
        name: str,
        pieces: list[tuple[int, bytes, _Kept | Raw]],
        faults: list[Fault],
        only: frozenset[str] | None,
    ) -> Iterator[ReadRecord]:
        for before, key, item in pieces:
            if isinstance(item, Raw):
                found = _converted(_moved(item, before), faults)
                if found.sound and found.record is not None:
                    self._used[key] = _to_keep(found.record, item)
                yield found
            else:
                self._used[key] = item
                if only is None or item.name in only:
                    lines = _Lines(item.lines, before) if item.lines else None
                    yield ReadRecord(_RECORDS.decode(item.record), Place(name, item.line + before, lines))

    def save(self, whole: bool) -> None:
        """Keep what was read; `whole` says that all of the corpus was, so that the rest is of no more use.

        Where the same process reads the corpus again, it is not written for each record that has changed.
        """
        used, large = self._used, self._size >= _WORTH_IT
        self._known = used if whole else {**self._known, **used}
        self._used, self._size = {}, 0
        new = len(used.keys() - self._saved)
        enough = new >= _WORTH_WRITING if self._files and self._saved else new
        if large and (enough or (whole and len(self._saved) > 2 * len(used))):
            data = msgspec.msgpack.encode(self._known)
            if len(data) <= _MOST:
                keep(self._name, self._key, data)
                self._saved = frozenset(self._known)


def _converted(raw: Raw, faults: list[Fault]) -> ReadRecord:
    record, remains, sound = record_of(raw, faults)
    return ReadRecord(record, raw.place()) if sound else ReadRecord(record, remains.place(), raw, remains)


def _moved(raw: Raw, lines: int) -> Raw:
    """Return what was read of a record, with so many lines before it."""
    return raw._replace(lines={path: line + lines for path, line in raw.lines.items()}) if lines else raw


def _to_keep(record: msgspec.Struct, raw: Raw) -> _Kept:
    kind = str(record.__struct_config__.tag)
    names = (kind, getattr(record, "document" if kind == "paragraph" else "slug", ""))
    several = len({*raw.lines.values()}) > 1
    lines = msgspec.msgpack.encode([*raw.lines.items()]) if several else b""
    name = " ".join(names[: 1 if kind == "corpus" else 2])
    return _Kept(name, raw.line(), msgspec.Raw(msgspec.msgpack.encode(record)), lines)
