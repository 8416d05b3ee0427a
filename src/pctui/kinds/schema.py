"""The JSON Schema of a corpus file, written from the structs, so that an editor completes and checks.

`python -m pctui.kinds.schema` prints it; `seed/corpus.schema.json` is its output. What a record may have is decided by
its kind alone, so that a fault in one field is one error, and an editor offers only the fields of the kind. For one
corpus, fields that hold a term or a slug list those that the corpus has.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from .base import ENTRY, Strict
from .corpus import Paragraph
from .kind import Part, parts
from .registry import KINDS, RECORD_KINDS
from .vocabulary import OF_THE_CORPUS

Data = dict[str, Any]
MOST_LISTED = 2000  # slugs that a field lists; where there are more, only how a slug is written is checked


class Known(NamedTuple):
    """What the fields of a corpus's entries may hold, each with its title.

    `terms` are those of its vocabularies, by vocabulary; `slugs` those of its entries, by kind; `sections` those of its
    documents.
    """

    title: str
    terms: Mapping[str, Mapping[str, str]]
    slugs: Mapping[str, Mapping[str, str]]
    sections: Mapping[str, str]


def corpus_schema(known: Known | None = None) -> str:
    """Return the schema of one corpus file, a list of records, as JSON that ends in a newline.

    With what is `known` of a corpus, it is the schema of that corpus's files.
    """
    record: Any = reduce(or_, RECORD_KINDS.values())
    found = msgspec.json.schema(list[record])["$defs"]
    structs = {struct.__name__: struct for struct in _structs()}
    offered: dict[str, Data] = {}
    defined = {name: _of_struct(structs[name], found[name], known, offered) for name in found}
    title = f"Files of the corpus “{known.title}”" if known else "pctui corpus file"
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": "A list of records. A corpus is a folder of such files, in YAML or one record a line in JSON.",
        "type": "array",
        "items": _record(),
        "$defs": defined | dict(sorted(offered.items())),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _record() -> Data:
    """Return the schema of a record: its kind, and what follows from that."""
    kinds = {kind: struct.__name__ for kind, struct in RECORD_KINDS.items()}
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {
                "description": "What the record is",
                "enum": list(kinds),
                "enumDescriptions": [_described(struct) for struct in RECORD_KINDS.values()],
            }
        },
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{name}"},
            }
            for kind, name in kinds.items()
        ],
    }


def _described(struct: type[Struct]) -> str:
    """Return the first paragraph of what a struct is described as."""
    return " ".join((inspect.getdoc(struct) or "").partition("\n\n")[0].split())


def _structs() -> Iterator[type[Struct]]:
    """Yield the structs of records, and those within them."""
    waiting, seen = [*RECORD_KINDS.values()], set[type[Struct]]()
    while waiting:
        struct = waiting.pop()
        if struct in seen:
            continue
        seen.add(struct)
        yield struct
        for info in msgspec.structs.fields(struct):
            waiting += _within(info.type)


def _within(annotation: Any) -> list[type[Struct]]:
    """Return the structs that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, Struct):
        return [annotation]
    return [struct for inner in getattr(annotation, "__args__", ()) for struct in _within(inner)]


def _declared(struct: type[Struct]) -> dict[str, Part]:
    """Return the fields of a struct, those of its bases too, by their names in the format."""
    bases = [base for base in reversed(struct.__mro__) if issubclass(base, Strict) and base is not Strict]
    return {part.key: part for part in chain.from_iterable(map(parts, bases))}


def _of_struct(struct: type[Struct], schema: Data, known: Known | None, offered: dict[str, Data]) -> Data:
    """Return the schema of a struct; what its fields may hold is added to `offered`."""
    declared = _declared(struct)
    properties = {}
    for key, value in schema["properties"].items():
        plain = _plain(value)
        if part := declared.get(key):
            if part.words:
                _in_order(plain, part.words)
            if known:
                plain = _offering(plain, struct, part, known, offered)
        elif key == struct.__struct_config__.tag_field:
            plain = {"description": "What the record is", "const": struct.__struct_config__.tag}
        properties[key] = plain
    return {**schema, "description": _described(struct), "properties": properties}


def _plain(value: Any) -> Any:
    """Return a schema of which each value has one type, or null as well, so that it is one error if it has another.

    A text that is written without quotes may look like a number, which the loader takes as it is written.
    """
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _plain(item) for key, item in value.items() if key != "default" or item not in (None, [], {})}
    if isinstance(text := found.get("description"), str):
        found["description"] = inspect.cleandoc(text)
    match found:
        case {"anyOf": [{"$ref": str() as ref}, {"type": "null"}]}:
            within = {"type": ["object", "null"], "if": {"type": "object"}, "then": {"$ref": ref}}
            return {key: item for key, item in found.items() if key != "anyOf"} | within
        case {"anyOf": [{"enum": [*words], **more}, {"type": "null"}]}:
            return {**more, **{key: item for key, item in found.items() if key != "anyOf"}, "enum": [*words, None]}
        case {"anyOf": [{"type": of, **more}, {"type": "null"}]}:
            types = [*(of if isinstance(of, list) else [of]), "null"]
            return {**more, **{key: item for key, item in found.items() if key != "anyOf"}, "type": types}
        case {"type": "string"} if "pattern" not in found:
            return found | {"type": ["string", "number"]}
    return found


def _in_order(schema: Data, words: tuple[str, ...]) -> None:
    """Put the words that a field may have into the order in which they are declared."""
    target = schema if "enum" in schema else schema.get("items", {})
    if "enum" in target:
        target["enum"].sort(key=lambda word: words.index(word) if word in words else len(words))


def _offering(schema: Data, struct: type[Struct], part: Part, known: Known, offered: dict[str, Data]) -> Data:
    """Return the schema of a field with the terms or slugs that it may hold, if it holds any."""
    if part.field.keys_of:
        keys = known.terms[part.field.keys_of]
        item = schema["additionalProperties"]
        properties = {name: {"description": title} | item for name, title in keys.items()}
        kept = {key: value for key, value in schema.items() if key != "propertyNames"}
        return kept | {"properties": properties, "additionalProperties": False}
    name, values = _values(struct, part, known)
    if not values or len(values) > MOST_LISTED:
        return schema
    leaf = schema.get("items", schema)
    nullable = "null" in leaf.get("type", ())
    where = f"{name}-or-null" if nullable else name
    offered[where] = {"enum": [*values, None] if nullable else [*values]}
    offered[where]["enumDescriptions"] = [*values.values(), "none"] if nullable else [*values.values()]
    of = {"description": leaf["description"]} if "description" in leaf else {}
    return schema | {"items": {"$ref": f"#/$defs/{where}"}} if "items" in schema else {"$ref": f"#/$defs/{where}"} | of


def _values(struct: type[Struct], part: Part, known: Known) -> tuple[str, Mapping[str, str]]:
    """Return what a field may hold, with titles, and what that is called; nothing for a field of free text."""
    if vocabulary := part.field.term_of:
        return OF_THE_CORPUS[vocabulary], known.terms[vocabulary]
    if struct is Paragraph and part.name == "section":
        return "sections", known.sections
    match part.field.refers_to:
        case "":
            return "", {}
        case kind if kind == ENTRY:
            return "entries", {slug: title for of in known.slugs.values() for slug, title in of.items()}
        case kind:
            return f"slugs-of-{KINDS[kind].plural}", known.slugs.get(kind, {})


if __name__ == "__main__":
    sys.stdout.write(corpus_schema())
