"""Turns one record as read into its struct, telling each of its faults in the reader's terms."""

from __future__ import annotations

import difflib
import re
from typing import Any

import msgspec

from ..errors import Fault
from ..kinds.registry import RECORD_KINDS
from .parse import Path_, Raw

_MOST_FAULTS = 50
_AT = re.compile(r" - at (?P<key>`key` in )?`(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")
_SOME = "..."  # how msgspec names a value of a mapping, whichever key it stands under
_EMPTY = re.compile(r"Expected `(?:str|array)` of length >= 1$")
_TYPES = {
    "`array`": "a list",
    "`object`": "a mapping",
    "`str`": "a text",
    "`int`": "a whole number",
    "`float`": "a number",
    "`bool`": "true or false",
    "`null`": "nothing",
}
_FORMS = {
    "anchors": "an anchor is printed by `pctui cite`",
    "url": "a URL starts with http:// or https://",
    "number": "a number in digits, quoted",
    "sha256": "64 hexadecimal digits",
}
_SLUG = "a slug has lower-case letters, digits and single hyphens"


def record_of(raw: Raw, faults: list[Fault]) -> tuple[msgspec.Struct | None, bool]:
    """Convert one record, adding each of its faults; say whether it is sound.

    A record that is not sound comes without what is faulty in it, for what can be told of the rest; as None where
    too little is left of it.
    """
    value = raw.value
    if not isinstance(value, dict):
        faults.append(Fault(raw.file, raw.line(), "a record is a mapping that starts with 'kind'"))
        return None, False
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in RECORD_KINDS:
        told = f"unknown kind {_shown(kind)}" if "kind" in value else "a record without 'kind'"
        faults.append(Fault(raw.file, raw.line(("kind",)), f"{told}; one of {', '.join(RECORD_KINDS)}"))
        return None, False
    conversion = _Conversion(raw, value, RECORD_KINDS[kind])
    record = conversion.run()
    faults.extend(conversion.faults)
    return record, not conversion.faults


class _Conversion:
    """One record on its way. msgspec tells one fault at a time: what is faulty is taken out, the rest tried again."""

    def __init__(self, raw: Raw, value: dict[str, Any], struct: type[msgspec.Struct]) -> None:
        self.raw = raw
        self.value = value
        self.struct = struct
        self.faults: list[Fault] = []
        self.removed: set[Path_] = set()  # paths as written
        self.left: dict[Path_, list[int]] = {}  # of a list that lost items, by its path: the items still there

    def run(self) -> msgspec.Struct | None:
        while len(self.faults) < _MOST_FAULTS:
            try:
                return msgspec.convert(self.value, self.struct)
            except msgspec.ValidationError as error:
                if not self._take_out(*_told(str(error))):
                    break
        return None

    def _take_out(self, message: str, path: Path_, in_key: bool) -> bool:
        """Note the fault and take what is faulty out of the record; False where nothing more can be told."""
        if in_key:
            return self._bad_keys(path)
        path = self._resolved(path)
        if (
            message.startswith("Expected `str`, got")
            and (text := self.raw.written.get(self._written(path))) is not None
        ):
            _get(self.value, path[:-1])[path[-1]] = text  # a date or volume written without quotes
            return True
        if message.startswith("Object missing required field"):
            return self._missing(path)
        unknown = _UNKNOWN.match(message)
        where = (*path, unknown[1]) if unknown else path
        if not (_EMPTY.match(message) and self._written(path) in self.left):
            self._tell(where, self._unknown(path, unknown[1]) if unknown else self._worded(message, path))
        return self._remove(where)

    def _tell(self, path: Path_, message: str) -> None:
        self.faults.append(Fault(self.raw.file, self.raw.line(self._written(path)), message))

    def _resolved(self, path: Path_) -> Path_:
        """The path with the key in the place of `...`: the first under which alone the fault remains."""
        if _SOME not in path:
            return path
        at = path.index(_SOME)
        holder, mapping = _get(self.value, path[: at - 1]), _get(self.value, path[:at])
        found = path[:at]
        for name in mapping:
            holder[path[at - 1]] = {name: mapping[name]}
            try:
                msgspec.convert(self.value, self.struct)
            except msgspec.ValidationError as error:
                if _told(str(error))[1] == path:
                    found = (*path[:at], name, *path[at + 1 :])
                    break
        holder[path[at - 1]] = mapping
        return found

    def _written(self, path: Path_) -> Path_:
        """The path as it stood in the file: items taken out of lists counted."""
        found: Path_ = ()
        for step in path:
            found = (*found, self.left[found][step] if isinstance(step, int) and found in self.left else step)
        return found

    def _remove(self, path: Path_) -> bool:
        holder = _get(self.value, path[:-1]) if path else None
        self.removed.add(self._written(path))
        if isinstance(holder, dict) and path[-1] in holder:
            del holder[path[-1]]
        elif isinstance(holder, list):
            left = self.left.setdefault(self._written(path[:-1]), list(range(len(holder))))
            del holder[int(path[-1])], left[int(path[-1])]
        else:
            return False
        return True

    def _missing(self, path: Path_) -> bool:
        here = _get(self.value, path)
        inside = f" in {_dotted(self._written(path))}" if path else ""
        for name in _required(self.struct, path):
            if name not in here and (*self._written(path), name) not in self.removed:
                self._tell(path, f"key '{name}' is missing{inside}")
        return bool(path) and self._remove(path)

    def _bad_keys(self, path: Path_) -> bool:
        """Keys of a mapping that takes only certain ones."""
        choices = _choices(_type_at(self.struct, path, key=True))
        mapping = _get(self.value, path)
        for name in [name for name in mapping if name not in choices]:
            self._tell((*path, name), f"{_dotted(path)}: {_shown(name)} is not allowed; one of {', '.join(choices)}")
            del mapping[name]
        return True

    def _unknown(self, path: Path_, name: str) -> str:
        known = _fields(self.struct, path)
        near = difflib.get_close_matches(name, known, 1)
        right = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
        return f"unknown key '{name}'{f' in {_dotted(self._written(path))}' if path else ''}; {right}"

    def _worded(self, message: str, path: Path_) -> str:
        """Say a fault in the reader's terms, with what would be right."""
        name = _dotted(self._written(path))
        got = _shown(_get(self.value, path))
        if message.startswith("Invalid enum value"):
            return f"{name}: {got} is not allowed; one of {', '.join(_choices(_type_at(self.struct, path)))}"
        if "matching regex" in message:
            field = next((step for step in reversed(path) if isinstance(step, str)), "")
            return f"{name}: {got} has not the right form; {_FORMS.get(field, _SLUG)}"
        if _EMPTY.match(message):
            return f"{name}: nothing is given; write it, or leave the key out where it may be"
        message = message.replace(" | null`", "`")
        for theirs, ours in _TYPES.items():
            message = message.replace(theirs, ours)
        return f"{name}: {message[0].lower()}{message[1:]}" if name else message


def _told(error: str) -> tuple[str, Path_, bool]:
    """Split msgspec's message into what, where, and whether it is about a key there."""
    at = _AT.search(error)
    if not at:
        return error, (), False
    steps: list[str | int] = []
    for name, index in _STEP.findall(at["path"].removeprefix("$")):
        steps.append(index if index == _SOME else int(index) if index else name)
    return error[: at.start()], tuple(steps), bool(at["key"])


def _dotted(path: Path_) -> str:
    return ".".join(str(step) for step in path)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _get(value: Any, path: Path_) -> Any:
    for step in path:
        value = value[step]
    return value


def _type_at(struct: type, path: Path_, key: bool = False) -> Any:
    """What the format says of the value at `path`, or of the keys of the mapping there."""
    kind = _unwrap(msgspec.inspect.type_info(struct))
    for step in path:
        if isinstance(kind, msgspec.inspect.StructType):
            kind = next(f.type for f in kind.fields if f.encode_name == step)
        elif isinstance(kind, msgspec.inspect.ListType):
            kind = kind.item_type
        elif isinstance(kind, msgspec.inspect.DictType):
            kind = kind.value_type
        kind = _unwrap(kind)
    return _unwrap(kind.key_type) if key else kind


def _unwrap(kind: Any) -> Any:
    while isinstance(kind, (msgspec.inspect.Metadata, msgspec.inspect.UnionType)):
        if isinstance(kind, msgspec.inspect.Metadata):
            kind = kind.type
        else:
            kind = next(t for t in kind.types if not isinstance(t, msgspec.inspect.NoneType))
    return kind


def _fields(struct: type, path: Path_) -> list[str]:
    return [f.encode_name for f in _type_at(struct, path).fields]


def _required(struct: type, path: Path_) -> list[str]:
    return [f.encode_name for f in _type_at(struct, path).fields if f.required]


def _choices(kind: Any) -> list[str]:
    return [str(value) for value in kind.values]
