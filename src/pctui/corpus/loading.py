"""Loads a corpus: its files into typed records, with every fault of every file told in one run."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from ..errors import CorpusError, Fault
from .copies import Known
from .files import corpus_files
from .reading import Path_, Raw, read
from .structs import RECORD_KINDS, Corpus, Document, Entry, Paragraph

_MOST_FAULTS_A_RECORD = 50
_AT = re.compile(r" - at `(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


@dataclass
class Place:
    """Where a record was read: for the lines of faults."""

    raw: Raw

    def fault(self, message: str, *path: str | int) -> Fault:
        return Fault(self.raw.file, self.raw.line(path), message)


@dataclass
class Loaded:
    """A corpus in memory: its record, its entries by slug, the paragraphs, and where each was read."""

    corpus: Corpus
    entries: dict[str, Entry] = field(default_factory=dict)
    paragraphs: dict[tuple[str, int], Paragraph] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    paragraph_places: dict[tuple[str, int], Place] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)  # slugs of records with faults: they are there, if not sound

    @property
    def documents(self) -> dict[str, Document]:
        return {slug: entry for slug, entry in self.entries.items() if isinstance(entry, Document)}

    def known(self) -> dict[str, Known]:
        """What copies of the documents are recognised by."""
        anchors: dict[str, list[str]] = {slug: [] for slug in self.documents}
        for (document, _), paragraph in self.paragraphs.items():
            anchors[document].extend(paragraph.anchors)
        return {slug: Known(document.sha256, anchors[slug]) for slug, document in self.documents.items()}


def load(folder: Path) -> Loaded:
    """Read and check the corpus in `folder`; CorpusError with all its faults where there are any."""
    from .checks import check_structure

    faults: list[Fault] = []
    loaded: Loaded | None = None
    broken: set[str] = set()
    entries: list[tuple[Entry, Place]] = []
    paragraphs: list[tuple[Paragraph, Place]] = []
    for file in corpus_files(folder):
        for raw in read(file, faults):
            record = _record(raw, faults)
            place = Place(raw)
            if isinstance(record, Corpus):
                if loaded is not None:
                    faults.append(place.fault("a second record of kind 'corpus'; keep one"))
                loaded = Loaded(record)
            elif isinstance(record, Paragraph):
                paragraphs.append((record, place))
            elif isinstance(record, Entry):
                entries.append((record, place))
            elif record is None and isinstance(raw.value, dict):
                broken.add(str(raw.value.get("slug")))
    if loaded is None:
        if not faults:
            faults.append(Fault(str(folder), 0, "no record of kind 'corpus'; it names the corpus and its lanes"))
        raise CorpusError(faults)
    loaded.broken = broken
    for entry, place in entries:
        if entry.slug in loaded.entries:
            first = loaded.places[entry.slug]
            where = f"{first.raw.file}:{first.raw.line()}"
            faults.append(place.fault(f"slug '{entry.slug}' is taken at {where}; choose another", "slug"))
            continue
        loaded.entries[entry.slug] = entry
        loaded.places[entry.slug] = place
    for paragraph, place in paragraphs:
        key = (paragraph.document, paragraph.number)
        if key in loaded.paragraphs:
            faults.append(place.fault(f"¶{paragraph.number} of '{paragraph.document}' stands twice", "number"))
            continue
        loaded.paragraphs[key] = paragraph
        loaded.paragraph_places[key] = place
    faults.extend(check_structure(loaded))
    if faults:
        raise CorpusError(faults)
    return loaded


def _record(raw: Raw, faults: list[Fault]) -> msgspec.Struct | None:
    """Convert one record, adding each of its faults; None where it has any."""
    from .checks import loose_date_faults

    value = raw.value
    if not isinstance(value, dict):
        faults.append(Fault(raw.file, raw.line(), "a record is a mapping that starts with 'kind'"))
        return None
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in RECORD_KINDS:
        told = f"unknown kind {kind!r}" if "kind" in value else "a record without 'kind'"
        faults.append(Fault(raw.file, raw.line(("kind",)), f"{told}; one of {', '.join(RECORD_KINDS)}"))
        return None
    struct = RECORD_KINDS[kind]
    before = len(faults)
    removed: set[Path_] = set()
    for _ in range(_MOST_FAULTS_A_RECORD):
        try:
            record = msgspec.convert(value, struct)
        except msgspec.ValidationError as error:
            message, path = _told(str(error))
            if message.startswith("Expected `str`, got") and path in raw.written:
                _put(value, path, raw.written[path])  # a date or volume written without quotes
                continue
            if missing := re.match(r"Object missing required field `(.+)`", message):
                gone = [name for name in _required(struct, path) if name not in (_get(value, path) or {})]
                for name in gone:
                    if (*path, name) not in removed:
                        faults.append(Fault(raw.file, raw.line(path), _missing(name, path)))
                if not path:
                    break
                where = path
            else:
                where = _faulty(message, path)
                faults.append(Fault(raw.file, raw.line(where), _worded(message, path, struct, value)))
            removed.add(_remove(value, where))
        else:
            if len(faults) == before:
                return record
            break
    faults.extend(loose_date_faults(raw))
    return None


def _told(error: str) -> tuple[str, Path_]:
    """Split msgspec's message into what and where."""
    at = _AT.search(error)
    if not at:
        return error, ()
    steps: list[str | int] = []
    for name, index in _STEP.findall(at["path"].removeprefix("$")):
        if index == "...":
            break
        steps.append(int(index) if index else name)
    return error[: at.start()], tuple(steps)


def _faulty(message: str, path: Path_) -> Path_:
    unknown = re.match(r"Object contains unknown field `(.+)`", message)
    return (*path, unknown[1]) if unknown else path


def _missing(name: str, path: Path_) -> str:
    inside = ".".join(str(step) for step in path)
    return f"key '{name}' is missing{f' in {inside}' if inside else ''}"


def _worded(message: str, path: Path_, struct: type, value: Any) -> str:
    """Say a fault in the reader's terms, with what would be right."""
    name = ".".join(str(step) for step in path)
    got = _get(value, path)
    if unknown := re.match(r"Object contains unknown field `(.+)`", message):
        known = _fields(struct, path)
        near = difflib.get_close_matches(unknown[1], known, 1)
        right = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
        return f"unknown key '{unknown[1]}'{f' in {name}' if name else ''}; {right}"
    if message.startswith("Invalid enum value"):
        return f"{name}: {got!r} is not allowed; one of {', '.join(_choices(struct, path))}"
    if "regex" in message or "pattern" in message:
        pattern = str(path[-1]) if path and isinstance(path[-1], str) else str(path[-2]) if len(path) > 1 else name
        right = {
            "anchors": "an anchor is printed by `pctui cite`",
            "url": "a URL starts with http:// or https://",
            "number": "a number in digits, quoted",
            "sha256": "64 hexadecimal digits",
        }.get(pattern, "a slug has lower-case letters, digits and single hyphens")
        return f"{name}: {got!r} has not the right form; {right}"
    plain = message[0].lower() + message[1:].replace("`", "'")
    return f"{name}: {plain}" if name else plain


def _type_at(struct: type, path: Path_) -> Any:
    kind: Any = msgspec.inspect.type_info(struct)
    for step in path:
        kind = _unwrap(kind)
        if isinstance(kind, msgspec.inspect.StructType):
            kind = next((f.type for f in kind.fields if f.encode_name == step), None)
        elif isinstance(kind, msgspec.inspect.ListType):
            kind = kind.item_type
        elif isinstance(kind, msgspec.inspect.DictType):
            kind = kind.value_type if step else kind.key_type
    return _unwrap(kind)


def _unwrap(kind: Any) -> Any:
    while isinstance(kind, (msgspec.inspect.Metadata, msgspec.inspect.UnionType)):
        if isinstance(kind, msgspec.inspect.Metadata):
            kind = kind.type
        else:
            kind = next(t for t in kind.types if not isinstance(t, msgspec.inspect.NoneType))
    return kind


def _fields(struct: type, path: Path_) -> list[str]:
    kind = _type_at(struct, path)
    return [f.encode_name for f in kind.fields] if isinstance(kind, msgspec.inspect.StructType) else []


def _required(struct: type, path: Path_) -> list[str]:
    kind = _type_at(struct, path)
    return [f.encode_name for f in kind.fields if f.required] if isinstance(kind, msgspec.inspect.StructType) else []


def _choices(struct: type, path: Path_) -> list[str]:
    kind = _type_at(struct, path)
    if isinstance(kind, msgspec.inspect.DictType):
        kind = _unwrap(kind.key_type)
    return [str(v) for v in kind.values] if isinstance(kind, msgspec.inspect.LiteralType) else []


def _get(value: Any, path: Path_) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _put(value: Any, path: Path_, new: Any) -> None:
    _get(value, path[:-1])[path[-1]] = new


def _remove(value: dict[str, Any], path: Path_) -> Path_:
    """Take the faulty value out so that the next fault can be found; return the path of what was taken out."""
    holder = _get(value, path[:-1]) if path else None
    if not isinstance(holder, dict):
        path = path[:1]  # an element of a list: taking it out would shift the others' lines
        holder = value
    holder.pop(path[-1], None)
    return path
