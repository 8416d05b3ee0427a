"""A form for an entry: the fields of its kind, made from its declaration, and the record that what is typed makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from msgspec import Struct, structs

from ..edtf import DateError
from ..edtf.typed import read
from ..kinds.base import Path
from ..kinds.kind import COMMON, Kind, Part

TEXT, LINE, DATE, NUMBER, CHOICE, TERMS, ENTRIES, TEXTS, MAPPING = (
    "text",  # prose
    "line",  # a word or two
    "date",
    "number",
    "choice",  # one of a few words
    "terms",  # of a vocabulary of the corpus
    "entries",  # slugs of other entries
    "texts",  # several, with a semicolon between them
    "mapping",  # a line for each: the key, a colon, the text
)
FLAG = ("yes", "no")
_FIRST = ("title", "summary", "slug")
_LAST = ("links", "origin", "sources")  # made by other commands than the form
_SEVERAL = re.compile(r"\s*(?<!\\);\s*")  # one that is part of a text is written \\;


class FormField(Struct, frozen=True):
    """A field as it is filled in: its path in the record, and how it is typed.

    `choices` are all that it can be; `term_of` and `refers_to` are as in its declaration, and of a mapping `term_of` is
    the vocabulary of its keys. `many` says that several can be given, with a comma between them.
    """

    path: Path
    label: str
    type: str
    required: bool
    help: str
    many: bool = False
    choices: tuple[str, ...] = ()
    term_of: str = ""
    refers_to: str = ""
    whole: bool = False  # a whole number

    @property
    def name(self) -> str:
        """The path as a text: `population.min`."""
        return ".".join(map(str, self.path))

    def parted(self, typed: str) -> tuple[str, str]:
        """Return what is typed before the value that is typed now, and that value as far as it is there."""
        sign = "\n" if self.type == MAPPING else "," if self.many else ""
        before, found, value = typed.rpartition(sign) if sign else ("", "", typed)
        return f"{before}{found} " if found == "," else before + found, value.strip()


def fields(kind: Kind, record: Mapping[str, Any] | None = None) -> list[FormField]:
    """Return the fields of an entry's form: those that are required first, then the others.

    Of a list of mappings there are the fields of each that `record` has, and of one more.
    """
    needed = {field.encode_name for field in structs.fields(kind.struct) if field.required}
    common = {part.key: part for part in COMMON}
    first = [common[key] for key in _FIRST]
    own = sorted(kind.parts, key=lambda part: part.key not in needed)
    rest = [part for part in COMMON if part.key not in (*_FIRST, *_LAST)]
    found: list[FormField] = []
    for part in [*first[:2], *own, *rest]:
        found += _fields(part, (part.key,), part.key in needed, (record or {}).get(part.key))
    required = [field for field in found if field.required]
    slug = next(iter(_fields(first[2], ("slug",), True, None)))
    return [*required, slug, *(field for field in found if not field.required)]


def link_fields(number: int, *, disputes: bool) -> list[FormField]:
    """Return the fields of the link `number` of an entry; of one that `disputes` another, what the two say."""
    links = next(part for part in COMMON if part.key == "links")
    assert links.item
    found: list[FormField] = []
    for part in links.item.parts:
        if disputes or part.key not in ("subject", "value", "other_value"):
            found += _fields(part, ("links", number, part.key), part.key in ("type", "to"), None)
    return found


def _fields(part: Part, path: Path, required: bool, value: Any, before: str = "") -> Iterator[FormField]:
    own = part.field.label or part.name.strip("_").replace("_", " ").capitalize()
    label = f"{before}: {own.lower()}" if before else own
    if part.many is list and part.item and part.item.parts:
        count = len(value) if isinstance(value, list) else 0
        for number in range(count + 1):
            each = value[number] if number < count else None
            role = part.table.role.capitalize() if part.table else ""
            heading = f"{role or label} {number + 1}"
            yield from _inner(part.item.parts, (*path, number), each, heading)
    elif part.parts and not part.many:
        yield from _inner(part.parts, path, value, label)
    else:
        yield _leaf(part, path, label, required)


def _inner(of: Sequence[Part], path: Path, value: Any, heading: str) -> Iterator[FormField]:
    """Yield the fields of a mapping. None of them is required, because the mapping is not."""
    for part in of:
        inner = value.get(part.key) if isinstance(value, dict) else None
        yield from _fields(part, (*path, part.key), False, inner, heading)


def _leaf(part: Part, path: Path, label: str, required: bool) -> FormField:
    item = part.item or part
    choices = item.words
    if part.many is dict:
        kind = MAPPING
    elif part.base is bool:
        kind, choices = CHOICE, FLAG
    elif choices:
        kind = CHOICE
    elif item.field.term_of or part.field.term_of:
        kind = TERMS
    elif item.field.refers_to or part.field.refers_to:
        kind = ENTRIES
    elif item.date:
        kind = DATE
    elif part.base in (int, float):
        kind = NUMBER
    elif part.many is list:
        kind = TEXTS
    else:
        kind = TEXT if (part.free and part.field.proved) or part.key in ("note", "sic") else LINE
    field = part.field if part.field.term_of or part.field.refers_to else item.field
    term_of = part.field.keys_of if kind == MAPPING else field.term_of
    return FormField(
        path,
        label,
        kind,
        required,
        part.description.replace("`", ""),
        part.many is list,
        choices,
        term_of,
        field.refers_to,
        part.base is int,
    )


# What is typed, and what the record has.


def typed(field: FormField, record: Mapping[str, Any]) -> str:
    """Return the value of a field in a record as it would be typed; '' if it is not there."""
    value: Any = record
    for step in field.path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return FLAG[not value]
    if field.type == MAPPING and isinstance(value, dict):
        return "\n".join(f"{key}: {' '.join(text.split())}" for key, texts in value.items() for text in texts)
    if isinstance(value, list):
        if field.type == TEXTS:
            return "; ".join(str(text).replace(";", r"\;") for text in value)
        return ", ".join(map(str, value))
    return str(value)


def value(field: FormField, text: str) -> Any:
    """Return what is typed as the record has it; None for nothing. What cannot be read is left as it is."""
    text = text.strip()
    if not text:
        return None
    match field.type:
        case "choice" if field.choices == FLAG:
            return text == FLAG[0] if text in FLAG else text
        case "date":
            try:
                return read(text)
            except DateError:
                return text
        case "number":
            return _number(text, field.whole)
        case "texts":
            return [part.replace(r"\;", ";") for part in _SEVERAL.split(text) if part]
        case "mapping":
            return _mapping(text)
    if field.many:
        return [part.strip() for part in text.split(",") if part.strip()]
    return " ".join(text.split())


def _number(text: str, whole: bool) -> Any:
    plain = re.sub(r"(?<=\d)[,\s\u00a0\u202f](?=\d{3})", "", text)
    try:
        number = float(plain)
    except ValueError:
        return text
    if number != number or abs(number) == float("inf"):
        return text
    return int(number) if number.is_integer() else text if whole else number


def _mapping(text: str) -> Any:
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        key, colon, statement = line.partition(":")
        if not colon:
            return text
        found.setdefault(key.strip(), []).append(statement.strip())
    return found


def record(
    kind: Kind, of: Sequence[FormField], texts: Mapping[str, str], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the record that what is typed in the fields makes, by their names.

    What `before` has beside the fields of the form stays; a field that is empty now is left out.
    """
    made: dict[str, Any] = deepcopy(dict(before or {}))
    made.pop("kind", None)
    for field in of:
        text = texts.get(field.name, "")
        if before is not None and text == typed(field, before):
            continue  # as it was written
        _put(made, field.path, value(field, text))
    made = {key: _tidied(item) for key, item in made.items()}
    made = {key: item for key, item in made.items() if item not in (None, [], {})}
    order = ["slug", "title", "summary", "modality", "hedge", *(part.key for part in kind.parts)]
    if before is None:
        made = {key: made[key] for key in [*(k for k in order if k in made), *(k for k in made if k not in order)]}
        if "citations" in made:
            made["citations"] = made.pop("citations")
    return {"kind": kind.name, **made}


def _put(made: dict[str, Any], path: Path, new: Any) -> None:
    """Put a value at a path; nothing is made for one that is None."""
    at: Any = made
    for step, following in pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(at, list):
            assert isinstance(step, int)
            while len(at) <= step:
                at.append({})
            at = at[step]
        else:
            if new is None and not at.get(step):
                return
            if not isinstance(at.get(step), (dict, list)):
                at[step] = empty
            at = at[step]
    if new is None:
        if isinstance(at, dict):
            at.pop(path[-1], None)
    else:
        at[path[-1]] = new


def _tidied(item: Any) -> Any:
    """Return a list without the mappings that have nothing in them."""
    if isinstance(item, list):
        return [each for each in item if each != {}]
    return item


def letters(names: Sequence[str]) -> dict[str, str]:
    """Return a letter for each name: its first, or the first in it that no other has."""
    found: dict[str, str] = {}
    for name in names:
        if name[0] not in found.values():
            found[name] = name[0]
    for name in names:
        if name not in found:
            free = (letter for letter in (*name, *map(chr, range(97, 123))) if letter.isalpha())
            found[name] = next(letter for letter in free if letter not in found.values())
    return {name: found[name] for name in names}
