"""Where each record of a corpus file, and each value in it, stands in the text of the file.

Places are offsets in the text, so that a value can be replaced without touching anything else. What is found is what
`parse` reads; a file with faults is refused by the caller, who has read it first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from .parse import Path_, lines_and_ends, plain_scalar, quoted


class Node(msgspec.Struct):
    """A value from `start` to `end` of a text: a scalar, a mapping (`pairs` of keys and values) or a list (`items`).

    `flow` says that a mapping or list is in brackets. Of a scalar, `value` is what is read; `style` is its quote, or
    the sign that heads a text of several lines, and '' if it is plain; `written` is then the text.
    """

    start: int
    end: int
    flow: bool = False
    value: Any = None
    style: str = ""
    written: str | None = None
    pairs: list[tuple[Node, Node]] | None = None
    items: list[Node] | None = None

    def data(self) -> Any:
        """Return the value as plain data."""
        if self.pairs is not None:
            return {key.value: value.data() for key, value in self.pairs}
        if self.items is not None:
            return [item.data() for item in self.items]
        return self.value

    def field(self, key: str) -> Node | None:
        """Return the value of a key; None if this is no mapping or has no such key."""
        return next((value for name, value in self.pairs or () if name.value == key), None)

    def at(self, path: Path_) -> Node | None:
        """Return the value at a path of keys and indexes; None if there is none."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            if isinstance(step, int):
                node = node.items[step] if node.items is not None and step < len(node.items) else None
            else:
                node = node.field(step)
        return node

    def holds(self, value: Any) -> bool:
        """Whether this is `value`; a number or date without quotes is also the text that is written there."""
        if isinstance(value, dict):
            pairs = self.pairs
            return (
                pairs is not None
                and len(pairs) == len(value)
                and all(key.value in value and inner.holds(value[key.value]) for key, inner in pairs)
            )
        if isinstance(value, (list, tuple)):
            items = self.items
            return items is not None and len(items) == len(value) and all(map(Node.holds, items, value))
        if self.pairs is not None or self.items is not None:
            return False
        if isinstance(value, str) and self.written is not None:
            return self.written == value
        return isinstance(value, bool) == isinstance(self.value, bool) and bool(self.value == value)


def records_in(name: str, text: str) -> Node:
    """Return the list of records in the text of a corpus file, without its byte order mark.

    A file that `parse` reads without faults; yaml.YAMLError or ValueError for others.
    """
    if name.endswith(".jsonl"):
        return _json_records(text)
    events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for event in events:
        if isinstance(event, yaml.SequenceStartEvent):
            return _node(event, events, text)
    return Node(len(text), len(text), items=[])


def _node(event: yaml.Event, events: Iterator[yaml.Event], text: str) -> Node:
    start = _offset(event.start_mark)
    if isinstance(event, yaml.MappingStartEvent):
        pairs = []
        while not isinstance(child := next(events), yaml.MappingEndEvent):
            key = _node(child, events, text)
            pairs.append((key, _node(next(events), events, text)))
        return Node(start, _end(child, event, pairs[-1][1] if pairs else None), bool(event.flow_style), pairs=pairs)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(child := next(events), yaml.SequenceEndEvent):
            items.append(_node(child, events, text))
        return Node(start, _end(child, event, items[-1] if items else None), bool(event.flow_style), items=items)
    end = _offset(event.end_mark)
    if not isinstance(event, yaml.ScalarEvent):
        return Node(start, end)
    style = event.style or ""
    if style in ("|", ">"):
        header = re.match(r"[^#\r\n]*", text[start:end])
        kept = "+" in (header[0] if header else "")
        end = start + len(text[start:end].rstrip("" if kept else " \t\r\n"))
    if quoted(event):
        return Node(start, end, value=event.value, style=style)
    return Node(start, end, value=plain_scalar(event.value), written=event.value)


def _offset(mark: Any) -> int:
    return int(mark.index)


def _end(last: yaml.Event, first: yaml.CollectionStartEvent, inner: Node | None) -> int:
    """Return where a mapping or list ends: what is in no brackets, with the last value in it."""
    return _offset(last.end_mark) if first.flow_style or inner is None else inner.end


def _json_records(text: str) -> Node:
    items, at = [], 0
    for n, part in enumerate(lines_and_ends(".jsonl", text)):
        if n % 2 == 0 and part.strip():
            first = at + len(part) - len(part.lstrip())
            items.append(_json_node(text, first))
        at += len(part)
    return Node(0, len(text), items=items)


_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_ATOM = re.compile(r"[^\s,\]}]+")


def _json_node(text: str, start: int) -> Node:
    """Return the value that starts at an offset of valid JSON."""
    opening = text[start]
    if opening == '"':
        value, end = _DECODER.raw_decode(text, start)
        return Node(start, end, value=value, style='"')
    if opening not in "{[":
        atom = _ATOM.match(text, start)
        if not atom:
            raise ValueError(f"no JSON value at {start}")
        return Node(start, atom.end(), value=json.loads(atom[0]))
    pairs: list[tuple[Node, Node]] = []
    items: list[Node] = []
    at = _past_space(text, start + 1)
    while text[at] not in "}]":
        node = _json_node(text, at)
        at = _past_space(text, node.end)
        if opening == "{":
            inner = _json_node(text, _past_space(text, at + 1))  # past the colon
            at = _past_space(text, inner.end)
            pairs.append((node, inner))
        else:
            items.append(node)
        if text[at] == ",":
            at = _past_space(text, at + 1)
    if opening == "{":
        return Node(start, at + 1, flow=True, pairs=pairs)
    return Node(start, at + 1, flow=True, items=items)


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found
    return found.end()
