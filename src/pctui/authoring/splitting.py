"""Gives each entry of a corpus a file of its own, as an older one that has many in a file may become.

The bytes of each record stay, and so do comments: with the record that they stand above.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..corpus.files import corpus_files, name_in
from ..corpus.journal import reading
from ..corpus.loader import examine
from ..corpus.nodes import Node, records_in
from ..errors import CorpusError, FilesError, from_os
from ..kinds.vocabulary import NOTE
from .changes import Changes, FileChange
from .edited_text import CannotSplice
from .editing import Source, file_of, source_of
from .splice import Splicer

_BLANK_LINES = re.compile(r"\A(?:[ \t]*(?:\r\n|\n|\r))+")
# The line by which an editor finds the schema of a file.
_SCHEMA = re.compile(r"(?P<head># yaml-language-server: \$schema=)(?P<path>\S+)(?P<end>[ \t]*(?:\r\n|\n|\r))")


class Move(NamedTuple):
    """Where a record goes: from a line of a file, to a file."""

    file: str
    line: int
    target: str


class Split(NamedTuple):
    """The change, and where each record goes that does not stay."""

    changes: Changes
    moves: list[Move]


class _Piece(NamedTuple):
    """A record with its comments, as it stands in its file; the comments at the head of the file are the first's."""

    line: int
    unit: tuple[str, str]  # the kind and slug of the entry, or of the document, that it belongs to
    text: str


def split(folder: Path) -> Split:
    """Return the change after which each entry, and each document with its paragraphs, has a file of its own.

    Files that have no more than one stay as they are. CorpusError if the corpus has faults.
    """
    _, faults = examine(folder)
    if faults:
        raise CorpusError(faults, "Correct them first: nothing was changed.")
    sources = list(_sources(folder))
    pieces = {source.name: _pieces(source) for source in sources}
    several = [source for source in sources if len({piece.unit for piece in pieces[source.name]}) > 1]
    taken = {source.name for source in sources} - {source.name for source in several}
    texts: dict[str, list[str]] = {}
    targets: dict[tuple[tuple[str, str], str], str] = {}
    moves = []
    for source in several:
        suffix, end = posixpath.splitext(source.name)[1], Splicer(source.name, source.text).end
        for piece in pieces[source.name]:
            key = piece.unit, suffix
            if key not in targets:
                targets[key] = _free(file_of(*piece.unit), suffix, taken)
                taken.add(targets[key])
            target = targets[key]
            text = _with_schema(piece.text, source, target, first=target not in texts)
            texts.setdefault(target, []).append(text if text.endswith(("\n", "\r")) else text + end)
            moves.append(Move(source.name, piece.line, target))
    before = {source.name: source.data for source in several}
    files = [FileChange(name, before.get(name), "".join(parts).encode()) for name, parts in texts.items()]
    files += [FileChange(name, data, None) for name, data in before.items() if name not in texts]
    _check(several, files)
    moves = [move for move in moves if move.target != move.file]
    return Split(Changes(folder, tuple(files)), moves)


def _sources(folder: Path) -> Iterator[Source]:
    with reading(folder):
        for file in corpus_files(folder):
            try:
                yield source_of(name_in(folder, file), file.read_bytes())
            except OSError as error:
                raise from_os(error, "read", file) from error


def _pieces(source: Source) -> list[_Piece]:
    whole = records_in(source.name, source.text)
    splicer = Splicer(source.name, source.text)
    pieces: list[_Piece] = []
    at = 0
    for index, node in enumerate(source.records):
        try:
            end = splicer.extent(whole, index)[1]
        except CannotSplice:
            raise FilesError(
                f"{source.name} cannot be divided: its list of records is in brackets",
                "Write a record to a line, starting with '- ', or JSON Lines.",
            ) from None
        if index == len(source.records) - 1:
            end = len(source.text)
        text = _BLANK_LINES.sub("", source.text[at:end])
        line = source.text.count("\n", 0, node.start) + 1
        unit = _unit(node)
        if unit[0] == NOTE and pieces:  # a reader's note, which is no record: it stays with the line above
            unit = pieces[-1].unit
        pieces.append(_Piece(line, unit, _without_last_blank_lines(text)))
        at = end
    return pieces


def _without_last_blank_lines(text: str) -> str:
    """Return a text without the blank lines at its end, which parted it from the next."""
    lines = text.splitlines(keepends=True)
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    return "".join(lines)


def _unit(node: Node) -> tuple[str, str]:
    record = node.data()
    if record["kind"] == "paragraph":
        return "document", record["document"]
    return record["kind"], str(record.get("slug"))


def _free(stem: str, suffix: str, taken: set[str]) -> str:
    number, name = 1, f"{stem}{suffix}"
    while name in taken:
        number += 1
        name = f"{stem}-{number}{suffix}"
    return name


def _with_schema(text: str, source: Source, target: str, first: bool) -> str:
    """Return the text of a record with the line that names the schema, if its file had one: once in each new file."""
    found = _SCHEMA.match(source.text)
    if not found:
        return text
    text = text.removeprefix(found[0])
    path = found["path"]
    if "://" not in path and not path.startswith("/"):
        path = posixpath.relpath(posixpath.join(posixpath.dirname(source.name), path), posixpath.dirname(target) or ".")
    return f"{found['head']}{path}{found['end']}{text}" if first else text


def _check(several: list[Source], files: list[FileChange]) -> None:
    """Check that the new files have the records of the old ones, no more and no fewer; FilesError if not."""
    old = [node.data() for source in several for node in source.records]
    new = [node.data() for file in files if file.after is not None for node in source_of(file.name, file.after).records]
    if sorted(map(repr, old)) != sorted(map(repr, new)):
        raise FilesError("the corpus cannot be divided: a record is written in an unusual way", "Divide it by hand.")
