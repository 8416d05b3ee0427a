"""Converts a raw record into its struct, and finds all its faults, each with its line and what would be valid.

msgspec reports only one fault at a time, in its own words. A record that it rejects is therefore compared with the
declared types (`msgspec.inspect`) to find every fault, and its valid part is then converted.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count, islice
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from ..errors import Fault
from ..kinds.base import NUMBER_OR_MONTH
from ..kinds.registry import RECORD_KINDS
from ..kinds.vocabulary import ANCHOR
from ..slugs import offered
from ..text import nearest
from .parse import Path_, Raw, dotted

_MOST_FAULTS = 50  # of one record
# A number in a text, whose thousands may be grouped: 1,500.
_NUMBER = re.compile(r"(?<![\w.,-])(?:\d{1,3}(?:([, \u00a0\u202f])\d{3})(?:\1\d{3})*|\d+)(?:\.\d+)?(?![\w,-]|\.\d)")
_INVALID: Any = object()  # stands for a value with a fault
_PYTHON: dict[type[inspect.Type], tuple[type, str]] = {
    inspect.StrType: (str, "text"),
    inspect.IntType: (int, "a whole number"),
    inspect.FloatType: (float, "a number"),
    inspect.BoolType: (bool, "true or false"),
    inspect.NoneType: (type(None), "null"),
    inspect.ListType: (list, "a list"),
    inspect.DictType: (dict, "a mapping"),
    inspect.StructType: (dict, "a mapping"),
}
_BOUNDS = {
    "ge": ("at least", operator.ge),
    "gt": ("more than", operator.gt),
    "le": ("at most", operator.le),
    "lt": ("less than", operator.lt),
}
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
# What would be valid, by pattern. Other patterns are explained by their description.
_HINTS = {
    _SLUG: "a slug has lower-case letters, digits and single hyphens",
    ANCHOR: "an anchor is printed by `pctui cite`",
    r"^https?://\S+$(?!\n)": "a URL starts with http:// or https://",
    NUMBER_OR_MONTH: "a number in digits, quoted; or half, or a month",
    r"^[0-9a-f]{64}$(?!\n)": "64 hexadecimal digits",
}


class Outcome(NamedTuple):
    """A converted record. If it has faults, `raw` and `record` are its valid part, if that is enough for a record."""

    record: msgspec.Struct | None
    raw: Raw
    sound: bool


def record_of(raw: Raw, faults: list[Fault]) -> Outcome:
    """Convert one record, adding each of its faults to `faults`, at most 50."""
    value = raw.value
    if not isinstance(value, dict):
        faults.append(Fault(raw.file, raw.line(), "a record is a mapping that starts with 'kind'", code="kind"))
        return Outcome(None, raw, False)
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in RECORD_KINDS:
        problem = f"unknown kind {_shown(kind)}" if "kind" in value else "a record without 'kind'"
        like = nearest(kind, RECORD_KINDS) if isinstance(kind, str) else ""
        message = problem + (like or f"; one of {', '.join(RECORD_KINDS)}")
        faults.append(Fault(raw.file, raw.line(("kind",)), message, "kind", "kind"))
        return Outcome(None, raw, False)
    struct = RECORD_KINDS[kind]
    try:
        return Outcome(msgspec.convert(value, struct), raw, True)
    except msgspec.ValidationError:
        walk = _Walk(raw)
    found, complete = walk.fields(_declared(struct), value, ())
    faults.extend(walk.faults)
    remains = Raw(raw.file, found, walk.lines(), {})
    try:
        record = msgspec.convert(found, struct) if complete else None
    except msgspec.ValidationError:  # a rule that _Walk does not check
        faults.append(Fault(raw.file, raw.line(), f"this is not a valid record of kind '{kind}'", code="value"))
        return Outcome(None, remains, False)
    return Outcome(record, remains, not walk.faults)


@cache
def _declared(struct: type[msgspec.Struct]) -> inspect.StructType:
    declared = inspect.type_info(struct)
    assert isinstance(declared, inspect.StructType)
    return declared


class _Walk:
    """Compares a record with its declared types: collects the faults, and returns the valid part."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.faults: list[Fault] = []
        self.moved: dict[Path_, dict[str | int, int | None]] = {}  # by list: each item's new index, None where left out

    def fault(self, path: Path_, message: str, code: str = "value") -> None:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(self.raw.file, self.raw.line(path), message, dotted(path), code))

    def lines(self) -> dict[Path_, int]:
        """Return the lines of the valid part, in which the items of a list after removed ones have moved up."""
        if not self.moved:
            return self.raw.lines
        found = {}
        for path, line in self.raw.lines.items():
            now = [self.moved.get(path[:depth], {}).get(step, step) for depth, step in enumerate(path)]
            if None not in now:
                found[tuple(step for step in now if step is not None)] = line
        return found

    def fields(self, struct: inspect.StructType, value: dict[str, Any], path: Path_) -> tuple[dict[str, Any], bool]:
        """Return the valid fields of a mapping for `struct`, and whether all required fields are present."""
        known = {field.encode_name: field for field in struct.fields}
        inside = f" in {dotted(path)}" if path else ""
        unknown = (name for name in value if name not in known and name != struct.tag_field)
        for name in islice(unknown, _MOST_FAULTS):
            right = nearest(name, known) or f"; valid keys: {', '.join(known)}"
            self.fault((*path, name), f"unknown key '{name}'{inside}{right}", "unknown-key")
        sound = {name: value[name] for name in value if name == struct.tag_field}
        complete = True
        for name, field in known.items():
            if name in value:
                item = self.value(field.type, value[name], (*path, name), optional=not field.required)
                if item is not _INVALID:
                    sound[name] = item
            elif field.required:
                self.fault(path, f"key '{name}' is missing{inside}", "missing-key")
            complete = complete and (name in sound or not field.required)
        return sound, complete

    def value(self, declared: inspect.Type, value: Any, path: Path_, optional: bool = False) -> Any:
        """Return the valid part of a value, or _INVALID."""
        kind, wrong = _judge(declared, value, optional)
        text = self.raw.written.get(path)
        if kind is None and text is not None and (as_text := _judge(declared, text, optional))[0]:
            value, (kind, wrong) = text, as_text  # a date or a volume written without quotes
        if wrong:
            self.fault(path, f"{dotted(path)}: {wrong}")
            return _INVALID
        match kind:
            case inspect.StructType():
                found, complete = self.fields(kind, value, path)
                return found if complete else _INVALID
            case inspect.ListType():
                return self.items(kind, value, path)
            case inspect.DictType():
                return self.mapping(kind, value, path)
        return value

    def items(self, kind: inspect.ListType, value: list[Any], path: Path_) -> Any:
        found = [self.value(kind.item_type, item, (*path, i)) for i, item in enumerate(value)]
        sound = [item for item in found if item is not _INVALID]
        if len(sound) < len(found):
            index = count()
            self.moved[path] = {i: None if item is _INVALID else next(index) for i, item in enumerate(found)}
        return sound if len(sound) >= (kind.min_length or 0) else _INVALID

    def mapping(self, kind: inspect.DictType, value: dict[str, Any], path: Path_) -> Any:
        sound = {}
        for key, item in value.items():
            if wrong := _judge(kind.key_type, key)[1]:
                self.fault((*path, key), f"{dotted(path)}: {wrong}")
            elif (found := self.value(kind.value_type, item, (*path, key))) is not _INVALID:
                sound[key] = found
        return sound if len(sound) >= (kind.min_length or 0) else _INVALID


def _judge(declared: inspect.Type, value: Any, optional: bool = False) -> tuple[inspect.Type | None, str]:
    """Return the alternative of `declared` that accepts the type of `value`, and a message if `value` is not valid.

    The alternative is None if the type is wrong; the message is empty if nothing is wrong.
    """
    members = list(_members(declared))
    for kind, description in members:
        if _fits(kind, value):
            return kind, _wrong(kind, description, value, optional)
    kinds = [kind for kind, _ in members]
    written = _written_plainly(value, kinds)
    too_large = not written and isinstance(value, str) and _NUMBER.fullmatch(value)  # such a number is read as a text
    named = [(_right if too_large else _type)(kind) for kind in kinds if not isinstance(kind, inspect.NoneType)]
    return None, f"must be {' or '.join(named)}, not {_shown(value)}{written}"


def _written_plainly(value: Any, kinds: Sequence[inspect.Type]) -> str:
    """Return how the one number in a text is written, as the end of a sentence; '' if a number would not be right."""
    found = list(_NUMBER.finditer(value)) if isinstance(value, str) else []
    if len(found) != 1:
        return ""
    plain = re.sub(r"[^\d.]", "", found[0][0])
    number = float(plain) if "." in plain else int(plain)
    if not any(_fits(kind, number) and not _wrong(kind, "", number, False) for kind in kinds):
        return ""
    return f"; write {plain}" + (" without quotes" if plain == value else "")


def _members(declared: inspect.Type, description: str = "") -> Iterator[tuple[inspect.Type, str]]:
    """Yield the alternatives of a type, each with its description."""
    match declared:
        case inspect.Metadata():
            yield from _members(declared.type, (declared.extra_json_schema or {}).get("description", description))
        case inspect.UnionType():
            for member in declared.types:
                yield from _members(member, description)
        case _:
            yield declared, description


def _fits(kind: inspect.Type, value: Any) -> bool:
    if isinstance(kind, (inspect.LiteralType, inspect.EnumType)):
        return type(value) in map(type, _choices(kind))
    # An int is a number too. Types that are not in the table are left to the conversion.
    python = _PYTHON[type(kind)][0] if type(kind) in _PYTHON else type(value)
    return type(value) is python or (python is float and type(value) is int)


def _wrong(kind: inspect.Type, description: str, value: Any, optional: bool) -> str:
    """Return what is wrong with a value of the right type, and what would be valid; empty if nothing is wrong."""
    match kind:
        case inspect.LiteralType() | inspect.EnumType() if value not in _choices(kind):
            return f"{_shown(value)} is not allowed; {_right(kind)}"
        case inspect.IntType() | inspect.FloatType() if not _within(kind, value):
            return f"must be {_right(kind)}, not {_shown(value)}"
        case inspect.StrType() | inspect.ListType() | inspect.DictType():
            least, most = kind.min_length or 0, kind.max_length
            unit = "characters" if isinstance(kind, inspect.StrType) else "items"
            if not value and least:
                return "must not be empty (or remove the key)" if optional else "must not be empty"
            if len(value) < least:
                return f"must have at least {least} {unit}, not {len(value)}"
            if most is not None and len(value) > most:
                return f"must have at most {most} {unit}, not {len(value)}"
            if isinstance(kind, inspect.StrType) and kind.pattern and not re.search(kind.pattern, value):
                hint = _HINTS.get(kind.pattern) or description[:1].lower() + description[1:]
                hint += offered(value) if kind.pattern == _SLUG else ""
                return f"{_shown(value)} is not valid; {hint}"
    return ""


def _within(kind: inspect.IntType | inspect.FloatType, value: float) -> bool:
    try:
        number = value if isinstance(kind, inspect.IntType) else float(value)
    except OverflowError:
        return False
    bounds = [(good, getattr(kind, name)) for name, (_, good) in _BOUNDS.items()]
    return all(bound is None or good(number, bound) for good, bound in bounds)


def _right(kind: inspect.Type) -> str:
    """Return what would be valid: `a whole number of at least 1`."""
    bounds = [(word, getattr(kind, name, None)) for name, (word, _) in _BOUNDS.items()]
    limits = " and ".join(f"{word} {bound:,.15g}" for word, bound in bounds if bound is not None)
    return f"{_type(kind)} of {limits}" if limits else _type(kind)


def _type(kind: inspect.Type) -> str:
    """Return which type is valid: `a whole number`, `one of red, blue`, `a mapping with the keys family, given`."""
    if isinstance(kind, (inspect.LiteralType, inspect.EnumType)):
        return f"one of {', '.join(map(str, _choices(kind)))}"
    fields = kind.fields if isinstance(kind, inspect.StructType) else ()
    required = [field.encode_name for field in fields if field.required]
    return _PYTHON[type(kind)][1] + (f" with the keys {', '.join(required)}" if required else "")


def _choices(kind: inspect.LiteralType | inspect.EnumType) -> list[Any]:
    return list(kind.values) if isinstance(kind, inspect.LiteralType) else [member.value for member in kind.cls]


def _shown(value: Any) -> str:
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a mapping"
    text = str(value).lower() if isinstance(value, bool) else "null" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
