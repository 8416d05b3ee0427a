"""Values in brackets, as `{a: 1}` and `[a, b]`, and those of JSON: they are changed within their line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from ..corpus.nodes import Node
from ..kinds.kind import Part
from . import emit
from .edited_text import CannotSplice, EditedText

Order = Sequence[tuple[str, Part | None]]


class FlowSplicer(EditedText):
    """Makes the text of a value in brackets that of another, of which what stays is as it was."""

    def in_flow(self, node: Node, value: Any, order: Order) -> str:
        """Return a value in brackets, or a scalar within, as `value`."""
        if node.holds(value):
            return self.text[node.start : node.end]
        if node.pairs and isinstance(value, Mapping) and value:
            kept = [n for n, (key, _) in enumerate(node.pairs) if key.value in value]
            present = [node.pairs[n][0].value for n in kept]
            pieces: list[tuple[int | None, str]] = [
                (n, self._flow_pair(*node.pairs[n], value[node.pairs[n][0].value], order)) for n in kept
            ]
            names = [name for name, _ in order]
            for key in emit.in_this_order(value, order):
                if key not in present:
                    before = key_before(key, present, names) if present else None
                    place = present.index(before) + 1 if before is not None else 0
                    pieces.insert(place, (None, f"{self._flow_new(key)}: {self._flow_new(value[key], order, key)}"))
                    if self.compact:
                        pieces[place] = (None, f"{self._flow_new(key)}:{self._flow_new(value[key], order, key)}")
                    present.insert(place, key)
            return self._rebuilt(node, [(key.start, inner.end) for key, inner in node.pairs], pieces)
        if node.items and isinstance(value, (list, tuple)) and value:
            pairs = aligned(node.items, value)
            pieces = [
                (
                    old,
                    self.new_in_flow(value[new], order)
                    if old is None
                    else self.in_flow(node.items[old], value[new], order),
                )
                for old, new in pairs
                if new is not None
            ]
            return self._rebuilt(node, [(item.start, item.end) for item in node.items], pieces)
        if node.pairs is None and node.items is None and not isinstance(value, (Mapping, list, tuple)):
            if self.json:
                return self.scalar(value, node.style)
            return emit.scalar(value, in_flow=True, quote=node.style if node.style in ("'", '"') else "")
        return self.new_in_flow(value, order)

    def _flow_pair(self, key: Node, inner: Node, value: Any, order: Order) -> str:
        part = declared(order, key.value)
        if inner.end == inner.start and not inner.holds(value):
            return f"{self.text[key.start : key.end]}: {self.new_in_flow(value, emit.order_within(part))}"
        return self.text[key.start : inner.start] + self.in_flow(inner, value, emit.order_within(part))

    def _flow_new(self, value: Any, order: Order = (), key: str = "") -> str:
        return self.new_in_flow(value, emit.order_within(declared(order, key)) if key else ())

    def new_in_flow(self, value: Any, order: Order) -> str:
        """Return a value that is written anew, in brackets if it has parts."""
        ordered = emit.ordered(value, order)
        if self.json:
            return emit.json_of(ordered, ascii_only=self.ascii_only, compact=self.compact)
        return emit.flow(ordered)

    def _rebuilt(self, node: Node, places: list[tuple[int, int]], pieces: list[tuple[int | None, str]]) -> str:
        """Return a mapping or list in brackets, of whose parts (`places`) those with a number are kept in `pieces`."""
        text = self.text
        gaps = [text[places[n][1] : places[n + 1][0]] for n in range(len(places) - 1)]
        usual = next((gap for gap in gaps if "#" not in gap), "," if self.compact else ", ")
        if any("#" in gap for gap in gaps) and len(pieces) != len(places):
            raise CannotSplice
        found = [text[node.start : places[0][0]]]
        for place, (n, piece) in enumerate(pieces):
            if place:
                before = pieces[place - 1][0]
                found.append(gaps[n - 1] if n and before == n - 1 else usual)
            found.append(piece)
        return "".join([*found, text[places[-1][1] : node.end]])

    def scalar(self, value: Any, style: str) -> str:
        """Return a scalar in the quotes that it had."""
        if self.json:
            return emit.json_of(value, ascii_only=self.ascii_only, compact=self.compact)
        return emit.scalar(value, quote=style if style in ("'", '"') else "")


def declared(order: Order, key: str) -> Part | None:
    """Return the declaration of a key."""
    return next((part for name, part in order if name == key), None)


def key_before(key: str, present: Sequence[str], names: Sequence[str]) -> str:
    """Return after which of the keys present a new one is written: the last one that is declared before it."""
    earlier = names[: names.index(key)] if key in names else present
    return next((name for name in reversed(present) if name in earlier), present[0])


def aligned(items: Sequence[Node], values: Sequence[Any]) -> list[tuple[int | None, int | None]]:
    """Return which item becomes which value, in the order of the values; None for none."""
    old = [_identity(item.data()) for item in items]
    new = [_identity(value) for value in values]
    found: list[tuple[int | None, int | None]] = []
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        common = min(b - a, d - c)
        found += [(a + n, c + n) for n in range(common)]
        found += [(n, None) for n in range(a + common, b)]
        found += [(None, n) for n in range(c + common, d)]
    return found


def _identity(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
