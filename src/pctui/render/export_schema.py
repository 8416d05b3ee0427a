"""The JSON Schema of what is written as JSON: the kinds as they are declared, and what their entries come in.

`python -m pctui.render.export_schema` prints it; `docs/export.schema.json` is its output.
"""

import inspect
import json
import re
import sys
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, defstruct

from ..kinds.base import Slug
from ..kinds.corpus import Corpus, Paragraph
from ..kinds.document import Name
from ..kinds.kind import COMMON_COLUMNS, Column, Kind
from ..kinds.registry import KINDS
from ..model import MARKS
from ..panes import PANES
from ..queries.facets import FACETS
from ..queries.lists import GROUPINGS, ORDERS

# Built from what is declared elsewhere, so that mypy cannot know them.
_AnyEntry: Any = reduce(or_, (kind.struct for kind in KINDS.values()))
_Mark: Any = Literal[tuple(MARKS)]
_Command: Any = Literal[(*PANES, "show", "at", "search", "compare", "lineage", "notes")]
_Chosen: Any = Annotated[list[str], Meta(min_length=1)]
_VERSION = Meta(description="Raised when a field changes its meaning or goes")


class Whole(Struct, forbid_unknown_fields=True):
    """What `pctui export json` writes: a whole corpus."""

    format: Literal["pctui export"]
    version: Annotated[Literal[1], _VERSION]
    corpus: Corpus
    entries: Annotated[list[_AnyEntry], Meta(description="In the corpus's order")]
    paragraphs: list[Paragraph]


class Of(Struct, forbid_unknown_fields=True):
    """The corpus that an answer is from."""

    slug: Slug
    version: str


Filters = defstruct(
    "Filters",
    [
        ("since", Annotated[str | UnsetType, Meta(description="As it was typed: EDTF")], UNSET),
        ("until", Annotated[str | UnsetType, Meta(description="As it was typed: EDTF")], UNSET),
        ("date", Annotated[str | UnsetType, Meta(description="`at`: as it was typed")], UNSET),
        ("words", Annotated[str | UnsetType, Meta(description="`search`")], UNSET),
        ("slug", Annotated[str | UnsetType, Meta(description="`show`, `lineage`")], UNSET),
        ("slugs", Annotated[list[Slug] | UnsetType, Meta(description="`compare`")], UNSET),
        (
            "differences",
            Annotated[
                bool | UnsetType, Meta(description="`compare`: only what differs", extra_json_schema={"const": True})
            ],
            UNSET,
        ),
        *((facet, _Chosen | UnsetType, UNSET) for facet in FACETS),
        ("by", Literal[tuple(GROUPINGS)] | UnsetType, UNSET),
        ("sort", Literal[tuple(ORDERS)] | UnsetType, UNSET),
        ("limit", Annotated[int, Meta(ge=1)] | UnsetType, UNSET),
        ("mark", Annotated[list[_Mark], Meta(min_length=1)] | UnsetType, UNSET),
    ],
    forbid_unknown_fields=True,
    namespace={"__doc__": "What was asked for, by the option's name or the argument's; what was not given is absent"},
)


class Passage(Struct, forbid_unknown_fields=True):
    """A paragraph of a document that the reader attached, of `search`."""

    kind: Literal["passage"]
    document: Slug
    paragraph: Annotated[int, Meta(ge=1)]
    snippet: str


class Attribute(Struct, forbid_unknown_fields=True):
    """An attribute in which entries are compared: what each of them has there, by its slug."""

    attribute: str
    differ: bool
    values: dict[Slug, list[str]]


class InExistence(Struct, forbid_unknown_fields=True):
    """How an organisation was in existence at the date of `at`."""

    slug: Slug
    existence: str
    planned: Annotated[bool, Meta(description="Whether that was only planned or forecast then")]
    doubt: Annotated[str | None, Meta(description="Why that is not certain; null where it is")]


class Note(Struct, forbid_unknown_fields=True):
    """The reader's mark and note on an entry. One that the corpus no longer has is `missing`, not among the entries."""

    kind: str
    slug: str
    title: str
    mark: _Mark | None
    note: str | None
    draft: Annotated[str | None, Meta(description="What was typed and not saved")]
    missing: bool


class Answer(Struct, forbid_unknown_fields=True):
    """What a command prints with --format json.

    Its --format jsonl prints the items of `entries`, then those of `passages`, each on a line; of `compare` those of
    `attributes`, of `notes` those of `notes`.
    """

    pctui: Annotated[Literal[1], _VERSION]
    command: _Command
    corpus: Of
    context: Annotated[bool, Meta(description="Whether background facts from other sources are included")]
    filters: Filters  # type: ignore[valid-type]
    total: Annotated[
        int | None,
        Meta(description="How many there are without --limit, passages included; null where they were not counted"),
    ]
    entries: Annotated[list[_AnyEntry], Meta(description="In the order in which they are shown")]
    passages: list[Passage] | UnsetType = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    in_existence: Annotated[list[InExistence], Meta(description="In the order of `entries`")] | UnsetType = UNSET
    notes: list[Note] | UnsetType = UNSET


_ENVELOPES = (Whole, Answer, Filters, Of, Passage, Attribute, InExistence, Note)
_DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def export_schema() -> str:
    """Return the schema of a JSON document as JSON that ends in a newline."""
    (whole, answered), found = msgspec.json.schema_components((Whole, Answer), ref_template="#/$defs/{name}")
    enveloping = {of.__name__ for of in _ENVELOPES}
    defined = {_name(name): _refined(of if name in enveloping else _complete(name, of)) for name, of in found.items()}
    for kind in KINDS.values():
        defined[kind.name]["properties"]["computed"] = _computed(kind)
    defined["corpus"]["properties"]["computed"] = _object(
        {"context": {"type": "boolean", "description": "Whether background facts are included (--context)"}}
    )
    for of in (*KINDS, "corpus"):
        defined[of]["required"].append("computed")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What pctui writes as JSON",
        "description": "A whole corpus, or what a command lists of one, with the same entries. Every field of a kind "
        "is there, null or empty where the corpus says nothing; `computed` holds what the program derived. A slug "
        "leads to an entry of the corpus or, without --context, possibly to a background fact that is left out.",
        "oneOf": [_refined(whole), _refined(answered)],
        "$defs": {"entry": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS]}, **defined},
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _name(struct: str) -> str:
    """`InExistence` as the schema calls it: `in_existence`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", struct).lower()


def _complete(name: str, of: dict[str, Any]) -> dict[str, Any]:
    """A struct of the format as it is written: with all its fields, whether or not the corpus gives them."""
    if name == Name.__name__:  # but the parts of a name that there are, and no others
        present = {key: _without_null(value) for key, value in of["properties"].items()}
        return of | {"properties": present, "minProperties": 1}
    return of | {"required": list(of["properties"])}


def _without_null(of: dict[str, Any]) -> dict[str, Any]:
    return next(option for option in of["anyOf"] if option != {"type": "null"})


def _refined(value: Any) -> Any:
    """A schema in fewer words: no defaults, and entries, constants and what may be null put shortly."""
    if isinstance(value, list):
        return [_refined(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "discriminator" in value:  # one of the kinds of entry
        return {"$ref": "#/$defs/entry"}
    found = {
        key: {name: _refined(of) for name, of in item.items()} if key == "properties" else _refined(item)
        for key, item in value.items()
        if key not in ("default", "title")
    }
    if isinstance(text := value.get("description"), str):
        found["description"] = " ".join(inspect.cleandoc(text).split())
    if isinstance(ref := value.get("$ref"), str):
        found["$ref"] = f"#/$defs/{_name(ref.rpartition('/')[2])}"
    if len(value.get("enum", ())) == 1:
        found["const"] = found.pop("enum")[0]
    match found.get("anyOf"):
        case [{"enum": [*words], **more}, {"type": "null"}]:
            del found["anyOf"]
            return more | found | {"enum": [*words, None]}
        case [{"type": str() as of, **more}, {"type": "null"}]:
            del found["anyOf"]
            return more | found | {"type": [of, "null"]}
    return found


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def _computed(kind: Kind) -> dict[str, Any]:
    """What the program derives for entries of a kind."""
    slug = _refined(msgspec.json.schema(Slug))
    others = {
        computed.name: ({"type": "array", "items": slug} if computed.many else {"anyOf": [slug, {"type": "null"}]})
        | {"description": computed.description}
        for computed in kind.struct.computed
    }
    columns = (*kind.columns, *COMMON_COLUMNS)
    dates = {column.name: _date(column) for column in columns if column.computed}
    return _object(dates | others, description="What the program derived")


def _date(column: Column) -> dict[str, Any]:
    """A bound or the label of a date; null where there is none."""
    of = column.part.key
    if column.end == "label":
        return {"type": ["string", "null"] if column.part.optional else "string", "description": f"`{of}` in words"}
    day = "First" if column.end == "earliest" else "Last"
    return _DAY | {"description": f"{day} day of `{of}`; null where open or unknown"}


if __name__ == "__main__":
    sys.stdout.write(export_schema())
