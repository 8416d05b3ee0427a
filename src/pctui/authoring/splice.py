"""Changes one record in the text of a corpus file, and leaves every other byte as it is: comments, order, quoting.

A key, a value or an item of a list is replaced, added or removed where it stands, in the form that its neighbours have.
What is written is read again: if it is not what was meant, because something stands there that cannot be changed in
place, that one record is written as a whole, and if even that does not help, nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import yaml

from ..corpus.nodes import Node, records_in
from ..errors import FilesError
from ..kinds.kind import Part
from . import emit
from .edited_text import LINE_END, CannotSplice, Edit
from .splice_flow import FlowSplicer, Order, aligned, declared, key_before


def with_record_changed(name: str, text: str, index: int, record: Mapping[str, Any]) -> str:
    """Return the text of a file in which a record (its index among those of the file) is now `record`.

    FilesError if that cannot be written.
    """
    whole = records_in(name, text)
    node = _item(whole, index)
    if node.holds(dict(record)):
        return text
    intended = [record if n == index else None for n in range(len(whole.items or ()))]
    order = emit.order_of(str(record.get("kind")))
    splicer = Splicer(name, text)

    def spliced() -> str:
        splicer.change(node, record, order)
        return splicer.result()

    def whole_record() -> str:
        again = Splicer(name, text)
        again.replace_item(whole, index, emit.in_order(record))
        return again.result()

    return _first_right(name, whole, intended, (spliced, whole_record))


def with_records_removed(name: str, text: str, indexes: Collection[int]) -> str:
    """Return the text of a file without some of its records, and without the comment lines that belong to them."""
    whole = records_in(name, text)
    kept = [node for n, node in enumerate(whole.items or ()) if n not in indexes]

    def spliced() -> str:
        splicer = Splicer(name, text)
        splicer.remove_records(whole, indexes)
        return splicer.result()

    return _first_right(name, Node(0, 0, items=kept), [None] * len(kept), (spliced,))


def with_records_added(name: str, text: str, records: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of a file with further records at its end."""
    whole = records_in(name, text)
    ordered = [emit.in_order(record) for record in records]
    items = whole.items or []
    intended = [*(None for _ in items), *ordered]

    def spliced() -> str:
        splicer = Splicer(name, text)
        splicer.add_records(whole, ordered)
        return splicer.result()

    return _first_right(name, whole, intended, (spliced,))


def _item(whole: Node, index: int) -> Node:
    return (whole.items or [])[index]


def _first_right(name: str, before: Node, intended: Sequence[Any], ways: Sequence[Any]) -> str:
    """Return what the first of the ways writes that is read back as intended: None stands for a record as before."""
    items = before.items or []
    expected = [items[n].data() if record is None else record for n, record in enumerate(intended)]
    for way in ways:
        try:
            written: str = way()
            found = records_in(name, written).items or []
        except (CannotSplice, ValueError, IndexError, yaml.YAMLError):
            continue
        if len(found) == len(expected) and all(map(Node.holds, found, expected)):
            return written
    raise FilesError(f"{name} cannot be changed by pctui: the record is written in an unusual way", "Edit it by hand.")


class Splicer(FlowSplicer):
    """Collects the edits that make values and records others."""

    # Values.

    def change(self, node: Node, value: Any, order: Order) -> None:
        """Make a value in block style, or one in brackets, the mapping or list `value`."""
        if node.holds(value):
            return
        if node.flow:
            self.edits.append(Edit(node.start, node.end, self.in_flow(node, value, order)))
        elif node.pairs and isinstance(value, Mapping) and value:
            self._change_mapping(node, value, order)
        elif node.items and isinstance(value, (list, tuple)) and value:
            self._change_list(node, value, order)
        else:
            raise CannotSplice

    def _can_change(self, node: Node, value: Any) -> bool:
        """Whether a value can become `value` in parts."""
        if isinstance(value, Mapping):
            return node.pairs is not None and (node.flow or bool(value))
        if isinstance(value, (list, tuple)):
            return node.items is not None and (node.flow or bool(value))
        return False

    def _change_mapping(self, node: Node, value: Mapping[str, Any], order: Order) -> None:
        assert node.pairs
        indent = self.column(node.pairs[0][0].start)
        floor = node.start
        for key, inner in node.pairs:
            if self.text[key.start : key.start + 1] == "?" or self.text[self.line_start(key.start)] == "?":
                raise CannotSplice
            if key.value not in value:
                self._remove_pair(key, inner, indent, floor, node)
            elif not inner.holds(value[key.value]):
                self._change_pair(key, inner, value[key.value], indent, declared(order, key.value), node)
            floor = inner.end
        present = [key.value for key, _ in node.pairs]
        ends = {key.value: max(inner.end, key.end) for key, inner in node.pairs}
        added: dict[int, list[str]] = {}
        for name in emit.in_this_order(value, order):
            if name not in present:
                after = ends[key_before(name, present, [declared for declared, _ in order])]
                new = emit.ordered_field(value[name], declared(order, name))
                lines = emit.pair_lines(name, new, indent, step=self._step(node, indent))
                added.setdefault(self.next_line(after), []).extend(lines)
        for at, lines in added.items():
            self.insert_lines(at, lines)

    def _step(self, node: Node, indent: int) -> int:
        """Return by how much the items of lists are indented within a mapping."""
        for _, inner in node.pairs or ():
            if inner.items and not inner.flow:
                return self.column(inner.start) - indent
        return emit.STEP

    def _remove_pair(self, key: Node, inner: Node, indent: int, floor: int, node: Node) -> None:
        below = self.past_own_comments(self.next_line(max(inner.end, key.end)), indent, len(self.text))
        if self.begins_line(key.start):
            self.remove_lines(self.with_comment_above(self.line_start(key.start), indent, floor), below)
        else:  # the first, on the line of a dash: the next takes its place
            assert node.pairs
            following = next((k.start for k, _ in node.pairs if k.start > key.start), None)
            if following is None or self.text[below:following].strip(" "):
                raise CannotSplice
            self.edits.append(Edit(key.start, following, ""))

    def _change_pair(self, key: Node, inner: Node, value: Any, indent: int, part: Part | None, node: Node) -> None:
        if self._can_change(inner, value):
            self.change(inner, value, emit.order_within(part))
            return
        written = self.text[key.start : key.end]
        value = emit.ordered_field(value, part)
        lines = emit.pair_lines(key.value, value, indent, written=written, step=self._step(node, indent))
        if isinstance(value, (Mapping, list, tuple)):
            self.replace_with_lines(key.start, max(inner.end, key.end), [lines[0].lstrip(" "), *lines[1:]])
        else:
            self._change_scalar(inner, value, key, lines)

    def _change_scalar(self, inner: Node, value: Any, key: Node | None, lines: Sequence[str]) -> None:
        """Replace a scalar in block style. `lines` are those of its key, or of its dash, with the new value."""
        old = self.text[inner.start : inner.end]
        if len(lines) == 1 and not LINE_END.search(old) and inner.end > inner.start:
            self.edits.append(Edit(inner.start, inner.end, self.scalar(value, inner.style)))
            return
        start = key.start if key else inner.start
        first = lines[0].lstrip(" ").removeprefix("" if key else "- ")
        if inner.style in ("|", ">") and (comment := re.search(r"[ \t]+#[^\r\n]*", old.splitlines()[0])):
            first += comment[0]
        self.replace_with_lines(start, max(inner.end, key.end if key else 0), [first, *lines[1:]])

    def _change_list(self, node: Node, value: Sequence[Any], order: Order) -> None:
        assert node.items
        indent = self.column(node.start)
        floor = node.start
        starts = [self._dash(item, indent) for item in node.items]
        nexts = [*starts[1:], len(self.text)]
        for old, new in aligned(node.items, value):
            if old is None:
                continue
            n = old
            item = node.items[n]
            floor = node.items[n - 1].end if n else node.start - indent
            if new is None:
                if not self.begins_line(starts[n]):
                    raise CannotSplice
                end = self.past_own_comments(self.next_line(item.end), indent, nexts[n])
                self.remove_lines(self.with_comment_above(self.line_start(starts[n]), indent, floor), end)
            elif not item.holds(value[new]):
                self._change_item(item, value[new], indent, order)
        self._insert_items(node, value, indent, order)

    def _change_item(self, item: Node, value: Any, indent: int, order: Order) -> None:
        if self._can_change(item, value):
            self.change(item, value, order)
            return
        lines = emit.item_lines(emit.ordered(value, order), indent)
        if isinstance(value, (Mapping, list, tuple)):
            self.replace_with_lines(item.start, item.end, [lines[0].lstrip(" ").removeprefix("- "), *lines[1:]])
        else:
            self._change_scalar(item, value, None, lines)

    def _insert_items(self, node: Node, value: Sequence[Any], indent: int, order: Order) -> None:
        assert node.items
        added: dict[int, list[str]] = {}
        at = self.line_start(self._dash(node.items[0], indent))
        for old, new in aligned(node.items, value):
            if old is not None:
                at = self.next_line(node.items[old].end)
            elif new is not None:
                model = node.items[-1]
                as_flow = model.flow if (model.pairs or model.items) else None
                lines = emit.item_lines(emit.ordered(value[new], order), indent, as_flow=as_flow)
                added.setdefault(at, []).extend(lines)
        for place, lines in added.items():
            self.insert_lines(place, lines)

    def _dash(self, item: Node, column: int) -> int:
        """Return where the dash of an item is, given the column of all dashes of its list."""
        start = self.line_start(item.start)
        while True:
            at = start + column
            if (
                at < max(item.start, 1)
                and self.text[at] == "-"
                and not self.text[at + 1 : item.start].split("#")[0].strip()
            ):
                return at
            if start == 0:
                raise CannotSplice
            start = self.line_start(start - (2 if self.text[start - 2 : start] == "\r\n" else 1))

    # Records.

    def replace_item(self, whole: Node, index: int, record: Mapping[str, Any]) -> None:
        """Write a whole record in its place."""
        node = _item(whole, index)
        if self.json or whole.flow:
            self.edits.append(Edit(node.start, node.end, self.new_in_flow(record, ())))
            return
        indent = self.column(whole.start)
        lines = emit.yaml_of(record).rstrip("\n").split("\n")
        first, *others = [f"{' ' * indent}{line}" if line else line for line in lines]
        end = self.next_line(node.end) if others else node.end
        self.edits.append(Edit(node.start, node.end, first[indent + 2 :]))
        if others:
            self.insert_lines(end, others)

    def remove_records(self, whole: Node, indexes: Collection[int]) -> None:
        """Take out records, each with the comment lines directly above it and those further in that follow it.

        A comment at the beginning of the file is the file's, unless a blank line parts it from that above the record.
        """
        items = whole.items or []
        if whole.flow:
            places = [(item.start, item.end) for item in items]
            kept: list[tuple[int | None, str]] = [
                (n, self.text[start:end]) for n, (start, end) in enumerate(places) if n not in indexes
            ]
            self.edits.append(Edit(whole.start, whole.end, self._rebuilt(whole, places, kept)))
            return
        extents: list[tuple[int, int]] = []
        for start, end in sorted(self.extent(whole, index) for index in indexes):
            adjoins = extents and extents[-1][1] == start
            extents.append((extents.pop()[0] if adjoins else start, end))
        for start, end in extents:
            self.remove_lines(start, end)

    def extent(self, whole: Node, index: int) -> tuple[int, int]:
        """Return where the lines of a record start and end, with the comments that belong to it.

        The blank lines that part it from the next are its own.
        """
        items = whole.items or []
        node = items[index]
        if self.json:
            return self.line_start(node.start), self.next_line(node.end)
        column = self.column(whole.start)
        dash = self._dash(node, column)
        if whole.flow or not self.begins_line(dash):
            raise CannotSplice
        floor = self.next_line(items[index - 1].end) if index else 0
        start = self.with_comment_above(self.line_start(dash), column, floor)
        if start == 0:  # the file's own comment
            start = self.line_start(dash)
        following = self._dash(items[index + 1], column) if index + 1 < len(items) else len(self.text)
        end = self.past_own_comments(self.next_line(node.end), column, following)
        return start, self.past_blank_lines(end, following)

    def add_records(self, whole: Node, records: Sequence[Mapping[str, Any]]) -> None:
        """Add records after all others."""
        if self.json:
            self.insert_lines(len(self.text), [self.new_in_flow(record, ()) for record in records])
            return
        if whole.flow:
            raise CannotSplice
        items = whole.items or []
        indent = self.column(whole.start) if items else 0
        lines = [line for record in records for line in emit.yaml_of(record).rstrip("\n").split("\n")]
        at = self.next_line(items[-1].end) if items else len(self.text)
        self.insert_lines(at, [f"{' ' * indent}{line}" if line else line for line in lines])
