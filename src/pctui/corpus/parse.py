"""Reads the files of a corpus as plain data, with the line of every value.

Only mappings, lists, texts, numbers, booleans and null are accepted. Tags and aliases are faults and the depth is
limited, so that reading a file cannot run code, use unbounded memory or crash the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec
import yaml

from ..bounded import RECORD, YAML_FILE, TooLarge, read_bytes
from ..errors import Fault, from_os
from ..kinds.vocabulary import NOTE
from .conflicts import Conflicts, has_conflicts
from .mistakes import mistake

Path_ = tuple[str | int, ...]

_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})$")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]{1,3})?$")
_PLAIN = {"": None, "~": None, "null": None, "true": True, "false": False}
_CORE = "tag:yaml.org,2002:"
_CORE_TAGS = {None} | {f"{_CORE}{name}" for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")}
_MOST_DEEP = 40
_QUOTED = re.compile(r"""\"(?:[^"\\]|\\.)*"|'[^']*'""")


class Raw(NamedTuple):
    """One record as read: its value, the line of each of its values, and how its plain scalars were written."""

    file: str
    value: Any
    lines: dict[Path_, int]
    written: dict[Path_, str]

    def line(self, path: Path_ = ()) -> int:
        """Return the line of the value at `path`, or of the nearest value that contains it."""
        return _line_in(self.lines, path)

    def place(self) -> Place:
        """Return where it was read, which can be kept when its value need not be."""
        return Place(self.file, self.line(), self.lines if len(self.lines) > 1 else None)


class Place(NamedTuple):
    """Where a record was read, so that faults can be reported with file and line.

    `lines` are those of its values; None if they are all on the first line of the record.
    """

    file: str
    first: int
    lines: Mapping[Path_, int] | None

    def line(self, path: Path_ = ()) -> int:
        """Return the line of the value at `path`, or of the nearest value that contains it."""
        return _line_in(self.lines, path) if path and self.lines else self.first

    def fault(self, message: str, *path: str | int, code: str) -> Fault:
        """Return a fault of the value at `path`; `code` is its kind, one of corpus/rules.py."""
        return Fault(self.file, self.line(path), message, dotted(path), code)


def dotted(path: Path_) -> str:
    """Return the place of a value in its record: `links.0.type`."""
    return ".".join(map(str, path))


def _line_in(lines: Mapping[Path_, int], path: Path_) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


# Where a line ends: as PyYAML counts, and in JSON Lines, whose texts may have a line separator in them.
_YAML_END, _JSON_END = (re.compile(rf"(\r\n|[{ends}])") for ends in ("\n\r\x85\u2028\u2029", "\n\r"))


def lines_and_ends(name: str, text: str) -> list[str]:
    """Split the text of a corpus file into lines and, between them, what they end with, whatever that is."""
    return (_JSON_END if name.endswith(".jsonl") else _YAML_END).split(text)


def read(file: Path, faults: list[Fault], name: str = "") -> Iterator[Raw]:
    """Yield the records of `file` (YAML or JSON Lines by its ending), adding its faults to `faults`.

    `name` is what faults call it, by default its own name.
    """
    name = name or file.name
    if file.suffix == ".jsonl":
        yield from _read_json_lines(file, name, faults)
    elif (text := decoded_file(file, name, faults)) is not None:
        yield from yaml_records(name, text, faults)


def decoded_file(file: Path, name: str, faults: list[Fault]) -> str | None:
    """Return the text of a YAML file; None, and a fault, if it is too large or not UTF-8."""
    try:
        data = read_bytes(file, YAML_FILE)
    except OSError as error:
        raise from_os(error, "read", file) from error
    except TooLarge:
        faults.append(Fault(name, 0, f"has more than {YAML_FILE:,} bytes; divide it, or write JSON Lines"))
        return None
    return _decoded(name, 1, data, faults)


def read_data(name: str, data: bytes, faults: list[Fault]) -> Iterator[Raw]:
    """Yield the records of a file that was read, as `read` does."""
    if name.endswith(".jsonl"):
        yield from json_lines(name, BytesIO(data), RECORD, faults)
    elif (text := _decoded(name, 1, data, faults)) is not None:
        yield from yaml_records(name, text, faults)


def yaml_records(name: str, text: str, faults: list[Fault]) -> Iterator[Raw]:
    """Yield the records in the text of a YAML file, adding its faults to `faults`."""
    return _YamlReader(name, text, faults).records()


def _decoded(name: str, line: int, data: bytes, faults: list[Fault]) -> str | None:
    """Return the text of `data`, which starts at a line; None if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig" if line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        wrong = data[error.start]
        line += len(lines_and_ends(name, data[: error.start].decode("utf-8"))) // 2
        faults.append(Fault(name, line, f"byte 0x{wrong:02x} is not UTF-8; save the file in UTF-8"))
        return None


def _read_json_lines(file: Path, name: str, faults: list[Fault]) -> Iterator[Raw]:
    try:
        with file.open("rb") as opened:
            yield from json_lines(name, opened, RECORD, faults)
    except OSError as error:
        raise from_os(error, "read", file) from error


def json_lines(name: str, opened: BinaryIO, most: int, faults: list[Fault]) -> Iterator[Raw]:
    """Yield what is on the lines of JSON Lines, which ends after one of more than `most` bytes; OSError if unreadable.

    `name` is that of the file in its faults.
    """
    number = 0
    conflicts = Conflicts()
    while data := opened.readline(most + 1):
        if len(data) > most:
            faults.append(Fault(name, number + 1, f"a line of more than {most:,} bytes; each line is one record"))
            return
        for line in data.removesuffix(b"\n").removesuffix(b"\r").split(b"\r"):
            number += 1
            if (text := _decoded(name, number, line, faults)) is None:
                continue
            if not conflicts.line(number, text):
                yield from _record(name, number, text, faults)
    faults += [Fault(name, *found) for found in conflicts.all()]


def _record(name: str, number: int, line: str, faults: list[Fault]) -> Iterator[Raw]:
    """Yield the record on a line of JSON Lines; none if the line is blank, has a fault or is a reader's note."""
    if not line.strip():
        return
    try:
        value = msgspec.json.decode(line)
    except RecursionError:
        faults.append(Fault(name, number, "nested too deeply; a record is a few levels deep"))
    except (msgspec.DecodeError, UnicodeError) as error:
        faults.append(Fault(name, number, f"not JSON: {error}; each line is one record"))
    else:
        if not (isinstance(value, dict) and value.get("kind") == NOTE):
            yield Raw(name, value, {(): number}, {})


class _TooDeep(Exception):
    """The file nests deeper than a record can."""


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return int(mark.line) + 1 if mark else 0


class _YamlReader:
    """Turns the parser's events into plain values, one record at a time, and records their lines."""

    def __init__(self, name: str, text: str, faults: list[Fault]) -> None:
        self.name = name
        self.text = text
        self.faults = faults
        self.events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self.lines: dict[Path_, int] = {}
        self.written: dict[Path_, str] = {}
        self.spoilt = False

    def records(self) -> Iterator[Raw]:
        if has_conflicts(self.text):
            conflicts = Conflicts()
            for number, text in enumerate(lines_and_ends(self.name, self.text)[::2], 1):
                conflicts.line(number, text)
            for line, message in conflicts.all():
                self._add_fault(line, message)
            if self.spoilt:
                return
        if bad := yaml.reader.Reader.NON_PRINTABLE.search(self.text):
            line = len(lines_and_ends(self.name, self.text[: bad.start()])) // 2 + 1
            self._add_fault(line, f"character U+{ord(bad[0]):04X} is not allowed in YAML; remove it")
            return
        try:
            yield from self._documents()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = 0 if mark is None else int(mark.line) + 1
            if mark is not None and self._depth_before(mark) > _MOST_DEEP:
                self._too_deep(line)
            elif mark is not None and (found := self._mistake(mark, error.context_mark)):
                self._add_fault(*found)
            else:
                self._add_fault(line, f"not YAML: {error.problem or error.context}")
        except yaml.YAMLError as error:
            self._add_fault(0, f"not YAML: {error}")
        except _TooDeep as error:
            self._too_deep(error.args[0])

    def _mistake(self, mark: yaml.Mark, opened: yaml.Mark | None) -> tuple[int, str] | None:
        """Return what is likely wrong where the parser stopped, and the line; None if that is not known."""
        lines = lines_and_ends(self.name, self.text)[::2]
        return mistake(lines, int(mark.line), int(mark.column), (opened.line, opened.column) if opened else None)

    def _depth_before(self, mark: yaml.Mark) -> int:
        """Return how deep brackets nest in the line of `mark`, before it.

        The parser looks ahead within a line, and can reach its own limit there before our limit sees an event.
        """
        line = self.text[self.text.rfind("\n", 0, mark.index) + 1 : mark.index]
        deepest = depth = 0
        for character in _QUOTED.sub("", line):
            depth += (character in "[{") - (character in "]}")
            deepest = max(deepest, depth)
        return deepest

    def _too_deep(self, line: int) -> None:
        self._add_fault(line, f"nested too deeply; at most {_MOST_DEEP} levels")

    def _documents(self) -> Iterator[Raw]:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(event, "a second YAML document starts here; keep one list of records per file")
                    return
            elif isinstance(event, yaml.SequenceStartEvent):
                yield from self._list()
            elif isinstance(event, yaml.NodeEvent):
                self._fault(event, "a corpus file is a list of records: start each with '- kind: …'")
                return

    def _list(self) -> Iterator[Raw]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            self.lines, self.written, self.spoilt = {}, {}, False
            value = self._value(event, (), 1)
            if not self.spoilt:
                yield Raw(self.name, value, self.lines, self.written)

    def _add_fault(self, line: int, message: str) -> None:
        self.spoilt = True
        self.faults.append(Fault(self.name, line, message))

    def _fault(self, event: yaml.Event, message: str) -> None:
        self._add_fault(_line(event), message)

    def _value(self, event: yaml.Event, path: Path_, depth: int) -> Any:
        self.lines[path] = _line(event)
        if depth > _MOST_DEEP:
            raise _TooDeep(_line(event))
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, f"alias '*{event.anchor}' is not plain data; write the value out")
            return None
        self._check_tag(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(child := next(self.events), yaml.SequenceEndEvent):
                items.append(self._value(child, (*path, len(items)), depth + 1))
            return items
        return self._scalar(event, path) if isinstance(event, yaml.ScalarEvent) else None

    def _check_tag(self, event: yaml.Event) -> None:
        tag: str | None = getattr(event, "tag", None)
        if tag not in _CORE_TAGS:
            tag = str(tag).replace(_CORE, "!!")
            self._fault(event, f"tag '{tag}' is not plain data; write text, a number, a list or a mapping")

    def _mapping(self, path: Path_, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(event, "a key must be text")
                self._value(event, path, depth + 1)
                self._value(next(self.events), path, depth + 1)
                continue
            self._check_tag(event)
            key = event.value
            value = self._value(next(self.events), (*path, key), depth + 1)
            if key in found:
                self._fault(event, f"duplicate key '{key}'; keep one")
                continue
            found[key] = value
            self.lines[(*path, key)] = _line(event)
        return found

    def _scalar(self, event: yaml.ScalarEvent, path: Path_) -> Any:
        text: str = event.value
        if quoted(event):
            return text
        self.written[path] = text
        return plain_scalar(text)


def quoted(event: yaml.ScalarEvent) -> bool:
    """Whether a scalar is text by how it is written: in quotes, over several lines, or by its tag."""
    return event.style in ("'", '"', "|", ">") or event.tag == f"{_CORE}str"


def plain_scalar(text: str) -> Any:
    """Return what a plain scalar is: null, true or false, a number, or text."""
    if text.lower() in _PLAIN and (text in _PLAIN or text.istitle()):
        return _PLAIN[text.lower()]
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text
