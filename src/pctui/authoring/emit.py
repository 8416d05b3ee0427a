"""Writes records as YAML that a person would write: fields in the declared order, quotes only where they are needed.

What is written is read back as the same record, whatever its texts contain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from textwrap import wrap
from typing import Any

from ..kinds.kind import COMMON, Part, parts
from ..kinds.registry import KINDS, RECORD_KINDS

WIDTH = 118  # columns of a line of text
STEP = 2  # columns by which what is inside is indented

# Where the fields that all entries have are shown, of those that come before the fields of a kind.
_FIRST = ("", "heading", "first paragraph", "status")
_LONG = 30  # characters of a text in words that has a line of its own

# Texts that a reader of YAML 1.1 or 1.2 takes for something else than text.
_WORDS = re.compile(r"(?i:~|null|true|false|yes|no|on|off|y|n|nan|inf|\.nan|[-+]?\.inf|<<|=)")
_NUMERIC = re.compile(r"[-+.]?[0-9][0-9eExXoO_.,:/+~?%TtZzu-]*")
_STARTS = frozenset("-?:,[]{}#&*!|>'\"%@`=~.")
_IN_FLOW = frozenset(",[]{}")
# What YAML does not allow as it is, or takes for the end of a line.
_UNPRINTABLE = re.compile(r"[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def yaml_of(record: Mapping[str, Any]) -> str:
    """Return one record as an item of a corpus file, which ends in a line end.

    `record` is plain data: mappings, lists, texts, numbers, booleans and None. A paragraph takes one line.
    """
    if record.get("kind") == "paragraph":
        return f"- {flow(in_order(record))}\n"
    return "".join(f"{line}\n" for line in item_lines(in_order(record), 0, as_flow=False))


def in_order(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with its fields, and those of all values within it, in the order in which they are written.

    That is the declared order; of an entry, first what all have (citations, links and other lists at the end).
    """
    kind = record.get("kind")
    found: dict[str, Any] = ordered(record, order_of(kind) if isinstance(kind, str) else ())
    return found


@cache
def order_of(kind: str) -> tuple[tuple[str, Part | None], ...]:
    """Return the keys of a kind of record in the order in which they are written, each with its declaration."""
    if kind in KINDS:
        first = [part for part in COMMON if part.field.shown in _FIRST]
        fields = [*first, *KINDS[kind].parts, *(part for part in COMMON if part not in first)]
    elif kind in RECORD_KINDS:
        fields = list(parts(RECORD_KINDS[kind]))
    else:
        return (("kind", None),)
    return ("kind", None), *((part.key, part) for part in fields), ("citations", None)


def order_within(part: Part | None) -> tuple[tuple[str, Part | None], ...]:
    """Return the keys of a mapping that a field holds, or of each item of its list; () where none are declared."""
    item = part if part is None or not part.many else part.item
    if item is None or not item.parts:
        return ()
    return *((inner.key, inner) for inner in item.parts), ("citations", None)


def ordered(value: Any, order: Sequence[tuple[str, Part | None]]) -> Any:
    """Return a value with the keys of all mappings within it in their order."""
    if isinstance(value, Mapping):
        declared = dict(order)
        return {key: ordered_field(value[key], declared.get(key)) for key in in_this_order(value, order)}
    if isinstance(value, (list, tuple)):
        return [ordered(item, order) for item in value]
    return value


def in_this_order(keys: Iterable[str], order: Sequence[tuple[str, Part | None]]) -> list[str]:
    """Return the keys: first those in `order`, then the others."""
    given = dict.fromkeys(keys)
    declared = dict(order)
    return [*(key for key in declared if key in given), *(key for key in given if key not in declared)]


def ordered_field(value: Any, part: Part | None) -> Any:
    """Return the value of a field with the keys of all mappings within it in their order."""
    if part is not None and part.many is dict and isinstance(value, Mapping):  # by terms, which have their own order
        return {key: ordered(item, order_within(part)) for key, item in value.items()}
    return ordered(value, order_within(part))


def item_lines(value: Any, indent: int, *, as_flow: bool | None = None) -> list[str]:
    """Return the lines of an item of a list whose dash is at the column `indent`.

    `as_flow` says whether a mapping or list is written on one line; by default, if it fits there.
    """
    if isinstance(value, (Mapping, list, tuple)):
        if not value or (_fits(value, indent + STEP) if as_flow is None else as_flow):
            return [f"{' ' * indent}- {flow(value)}"]
        first, *others = block_lines(value, indent + STEP)
        return [f"{' ' * indent}- {first.lstrip(' ')}", *others]
    first, *others = _scalar_lines(value, indent, indent + STEP)
    return [f"{' ' * indent}- {first}", *others]


def block_lines(value: Mapping[str, Any] | Sequence[Any], indent: int) -> list[str]:
    """Return the lines of a mapping or a list in block style, its keys or dashes at the column `indent`."""
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in pair_lines(key, inner, indent)]
    return [line for item in value for line in item_lines(item, indent)]


def pair_lines(key: str, value: Any, indent: int, *, written: str = "", step: int = STEP) -> list[str]:
    """Return the lines of a key and its value, the key at the column `indent`.

    `written` is the key as it stands in a file; `step` the columns by which the items of a list are indented.
    """
    head = f"{' ' * indent}{written or scalar(key, in_flow=True)}:"
    if isinstance(value, (Mapping, list, tuple)):
        if not value or _fits(value, len(head) + 1, as_value=True):
            return [f"{head} {flow(value)}"]
        return [head, *block_lines(value, indent + (STEP if isinstance(value, Mapping) else step))]
    first, *others = _scalar_lines(value, indent, len(head) + 1)
    return [f"{head} {first}", *others]


def _scalar_lines(value: Any, indent: int, used: int) -> list[str]:
    """Return a scalar, over several lines if it is a long text; what contains it is at the column `indent`."""
    if isinstance(value, str):
        if "\n" in value and (header := literal_header(value)):
            return [header, *(f"{' ' * (indent + STEP)}{line}".rstrip(" ") for line in value.rstrip("\n").split("\n"))]
        if used + len(value) > WIDTH and can_fold(value):
            return [">-", *(f"{' ' * (indent + STEP)}{line}" for line in folded(value, indent + STEP))]
    return [scalar(value)]


def folded(text: str, indent: int) -> list[str]:
    """Return the lines of a text that is folded at the column `indent`, without their indentation."""
    width = max(WIDTH - indent, 40)
    return wrap(text, width, break_long_words=False, break_on_hyphens=False, expand_tabs=False)


def can_fold(text: str) -> bool:
    """Whether a text that is folded is read back as it is: single spaces between words, and nothing unprintable."""
    return not (_UNPRINTABLE.search(text) or re.search(r"\s", text.replace(" ", ""))) and all(text.split(" "))


def literal_header(text: str) -> str:
    """Return what heads a text that is written line by line (`|-`); '' if it cannot be written so."""
    lines = text.removesuffix("\n").split("\n")
    sound = lines[0] and lines[-1] and not any(line.strip() != line for line in lines)
    if not sound or _UNPRINTABLE.search(text.replace("\n", "")):
        return ""
    return "|" if text.endswith("\n") else "|-"


def _fits(value: Any, used: int, as_value: bool = False) -> bool:
    """Whether a list or mapping is written on one line, which has `used` columns before it.

    That is one of plain values, or of lists of them, that fits in; also if it has only identifiers (anchors, slugs).
    `as_value` says that it is the value of a key: then a mapping has a line for each of its texts in several words.
    """
    inner = list(value.values()) if isinstance(value, Mapping) else list(value)
    atoms = [atom for each in inner for atom in (each if isinstance(each, (list, tuple)) else [each])]
    if any(isinstance(atom, (Mapping, list, tuple)) for atom in atoms):
        return False
    texts = [atom for atom in atoms if isinstance(atom, str)]
    if as_value and any(" " in text and (isinstance(value, Mapping) or len(text) > _LONG) for text in texts):
        return False
    if any("\n" in text for text in texts):
        return False
    citing = isinstance(value, Mapping) and "anchors" in value
    return citing or used + len(flow(value)) <= WIDTH


def flow(value: Any) -> str:
    """Return a value on one line: `{document: report, paragraph: 2, anchors: [a, b]}`."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{scalar(key, in_flow=True)}: {flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value, in_flow=True)


def scalar(value: Any, *, in_flow: bool = False, quote: str = "") -> str:
    """Return a text, number, boolean or None on one line. A text has the quotes `quote` where they can hold it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if not isinstance(value, str):
        return str(value)
    if not quote and _plain(value, in_flow):
        return value
    unprintable = _UNPRINTABLE.search(value)
    if not unprintable and (quote == "'" or (quote != '"' and "'" not in value)):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(_escaped(value)) + '"'


def _float(value: float) -> str:
    text = repr(value)
    mantissa, e, exponent = text.partition("e")
    return text if not e or "." in mantissa else f"{mantissa}.0e{exponent}"


def _plain(text: str, in_flow: bool) -> bool:
    """Whether a text needs no quotes."""
    return not (
        not text
        or text != text.strip()
        or text[0] in _STARTS
        or _UNPRINTABLE.search(text)
        or "\t" in text
        or ": " in text
        or " #" in text
        or text[-1] == ":"
        or _WORDS.fullmatch(text)
        or _NUMERIC.fullmatch(text)
        or (in_flow and (_IN_FLOW & set(text) or (":" in text and not re.search(r"^[a-z]+://", text))))
    )


def _escaped(text: str) -> Iterator[str]:
    for character in text:
        if character in '"\\':
            yield f"\\{character}"
        elif character == "\n":
            yield "\\n"
        elif character == "\t":
            yield "\\t"
        elif _UNPRINTABLE.match(character):
            number = ord(character)
            yield (
                f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
            )
        else:
            yield character


def json_of(value: Any, *, ascii_only: bool = False, compact: bool = False) -> str:
    """Return a value on one line of JSON."""
    return json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":") if compact else (", ", ": "))
