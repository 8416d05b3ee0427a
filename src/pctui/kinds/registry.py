"""The kinds of entry, each with its own file. A new kind is added to the list here."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, structs

from .base import Entry
from .change import Change
from .concept import Concept
from .corpus import Corpus, Paragraph
from .document import Document
from .event import Event
from .figure import Figure
from .finding import Finding
from .kind import Kind
from .ladder import Ladder
from .level import Level
from .organisation import Organisation
from .person import Person
from .project import Project
from .recommendation import Recommendation

_ENTRIES: tuple[type[Entry], ...] = (
    Event,
    Organisation,
    Change,
    Ladder,
    Level,
    Recommendation,
    Finding,
    Figure,
    Concept,
    Person,
    Project,
    Document,
)
KINDS = {kind.name: kind for kind in map(Kind, _ENTRIES)}
_KINDS_BY_STRUCT = {kind.struct: kind for kind in KINDS.values()}
RECORD_KINDS: dict[str, type[Struct]] = {
    "corpus": Corpus,
    "paragraph": Paragraph,
    **{kind.name: kind.struct for kind in KINDS.values()},
}


def kind_of(entry: Entry) -> Kind:
    """Return the kind of an entry."""
    return _KINDS_BY_STRUCT[type(entry)]


def plain(value: Any) -> Any:
    """Return a record as plain data with every field of its kind, by their names in the format."""
    match value:
        case Struct():
            fields = {f.encode_name: plain(getattr(value, f.name)) for f in structs.fields(value)}
            kind = value.__struct_config__.tag
            return {"kind": kind, **fields} if kind else fields
        case list():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case float() if value.is_integer():
            return int(value)
    return value
