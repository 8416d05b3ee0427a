"""Reads the files of a corpus as plain data with a line for every value. YAML here is plain data only.

Nothing is constructed but mappings, lists, texts, numbers, booleans and null: tags and aliases are
faults, so a file can neither run code nor grow when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml

from ..errors import Fault

Path_ = tuple[str | int, ...]

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]+)?$")
_PLAIN = {"": None, "~": None, "null": None, "true": True, "false": False}
_CORE_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")
}
_MOST_DEEP = 40


class Raw(NamedTuple):
    """One record as read: its value, the line of each of its values, and how its plain scalars were written."""

    file: str
    value: Any
    lines: dict[Path_, int]
    written: dict[Path_, str]

    def line(self, path: Path_ = ()) -> int:
        """Line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def read(file: Path, faults: list[Fault]) -> Iterator[Raw]:
    """Yield the records of `file` (YAML or JSON Lines by its name), adding what is wrong to `faults`."""
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        faults.append(Fault(file.name, line, f"byte 0x{data[error.start]:02x} is not UTF-8; save the file in UTF-8"))
        return
    if file.suffix == ".jsonl":
        yield from _read_json_lines(file.name, text, faults)
    else:
        yield from _read_yaml(file.name, text, faults)


def _read_json_lines(name: str, text: str, faults: list[Fault]) -> Iterator[Raw]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            faults.append(Fault(name, number, f"not JSON: {error}; each line is one record"))
            continue
        yield Raw(name, value, {(): number}, {})


def _read_yaml(name: str, text: str, faults: list[Fault]) -> Iterator[Raw]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if "*" in text or "&" in text:
            for event in yaml.parse(text, Loader=loader):
                if isinstance(event, yaml.AliasEvent):
                    line = event.start_mark.line + 1
                    faults.append(Fault(name, line, f"alias '*{event.anchor}' is not plain data; write the value out"))
                    return
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.append(Fault(name, mark.line + 1 if mark else 0, f"not YAML: {error.problem or error.context}"))
        return
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        faults.append(Fault(name, line, f"character U+{int(error.character):04X} may not stand in YAML"))
        return
    except RecursionError:
        faults.append(Fault(name, 0, "nested too deeply"))
        return
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        faults.append(
            Fault(name, root.start_mark.line + 1, "a corpus file is a list of records: start each with '- kind: …'")
        )
        return
    for node in root.value:
        reader = _YamlReader(name, faults)
        value = reader.value(node, (), 0)
        if not reader.spoilt:
            yield Raw(name, value, reader.lines, reader.written)


class _YamlReader:
    """Turns one record's nodes into plain values, noting lines."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.name = name
        self.faults = faults
        self.lines: dict[Path_, int] = {}
        self.written: dict[Path_, str] = {}
        self.spoilt = False

    def _fault(self, node: yaml.Node, message: str) -> None:
        self.spoilt = True
        self.faults.append(Fault(self.name, node.start_mark.line + 1, message))

    def value(self, node: yaml.Node, path: Path_, depth: int) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if node.tag not in _CORE_TAGS:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            self._fault(node, f"tag '{tag}' is not plain data; write a text, number, list or mapping")
            return None
        if depth > _MOST_DEEP:
            self._fault(node, "nested too deeply")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, i), depth + 1) for i, child in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path_, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, "a key is a text")
                continue
            key = key_node.value
            if key in found:
                self._fault(key_node, f"key '{key}' stands twice in one record; keep one")
                continue
            found[key] = self.value(value_node, (*path, key), depth + 1)
            self.lines[(*path, key)] = key_node.start_mark.line + 1
        return found

    def _scalar(self, node: yaml.ScalarNode, path: Path_) -> Any:
        text: str = node.value
        if node.style in ("'", '"', "|", ">"):
            return text
        self.written[path] = text
        if text.lower() in _PLAIN and (text in _PLAIN or text.istitle()):
            return _PLAIN[text.lower()]
        if _INT.match(text):
            return int(text)
        if _FLOAT.match(text):
            return float(text)
        return text
