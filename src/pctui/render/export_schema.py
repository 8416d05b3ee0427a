"""The JSON Schema of the JSON that pctui writes: the declared kinds, and the documents that contain entries.

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

from ..corpus.anchors import Outcome
from ..database.grouped_lists import GROUPINGS
from ..kinds.base import Citation, Slug
from ..kinds.corpus import Corpus, Paragraph
from ..kinds.document import Name
from ..kinds.kind import COMMON_COLUMNS, Column, Kind, end_description
from ..kinds.registry import KINDS
from ..kinds.vocabulary import DISAGREEMENTS, OF_THE_CORPUS, WITH_DEFAULTS
from ..model import MARKS
from ..panes import PANES
from ..queries.facets import FACETS
from ..queries.filters import MARK
from ..queries.lists import ORDERS

# Built from declarations elsewhere, so that mypy cannot know them.
_AnyEntry: Any = reduce(or_, (kind.struct for kind in KINDS.values()))
_Mark: Any = Literal[tuple(MARKS)]
_Command: Any = Literal[(*PANES, "show", "quote", "at", "search", "compare", "lineage", "notes")]
_Outcome: Any = Literal[tuple(str(outcome) for outcome in Outcome)]
_Place: Any = Literal[tuple(DISAGREEMENTS)]
_Chosen: Any = Annotated[list[str], Meta(min_length=1)]
_VERSION = Meta(description="Increased when a field is removed or changes its meaning")


class Whole(Struct, forbid_unknown_fields=True):
    """The output of `pctui export json`: a whole corpus."""

    format: Literal["pctui export"]
    version: Annotated[Literal[1], _VERSION]
    corpus: Corpus
    entries: Annotated[list[_AnyEntry], Meta(description="In the order of the corpus")]
    paragraphs: list[Paragraph]


class Of(Struct, forbid_unknown_fields=True):
    """The corpus that was queried."""

    slug: Slug
    version: str


Filters = defstruct(
    "Filters",
    [
        ("since", Annotated[str | UnsetType, Meta(description="As typed: EDTF")], UNSET),
        ("until", Annotated[str | UnsetType, Meta(description="As typed: EDTF")], UNSET),
        ("date", Annotated[str | UnsetType, Meta(description="`at`: as typed")], UNSET),
        ("words", Annotated[str | UnsetType, Meta(description="`search`")], UNSET),
        ("slug", Annotated[str | UnsetType, Meta(description="`show`, `quote`, `lineage`")], UNSET),
        ("style", Annotated[str | UnsetType, Meta(description="`quote`: the citation style")], UNSET),
        ("slugs", Annotated[list[Slug] | UnsetType, Meta(description="`compare`")], UNSET),
        (
            "differences",
            Annotated[
                bool | UnsetType,
                Meta(description="`compare`: only attributes that differ", extra_json_schema={"const": True}),
            ],
            UNSET,
        ),
        *((facet, _Chosen | UnsetType, UNSET) for facet in FACETS),
        ("by", Literal[(*GROUPINGS, MARK)] | UnsetType, UNSET),
        ("sort", Literal[tuple(ORDERS)] | UnsetType, UNSET),
        ("limit", Annotated[int, Meta(ge=1)] | UnsetType, UNSET),
        ("mark", Annotated[list[_Mark], Meta(min_length=1)] | UnsetType, UNSET),
        ("notes", Annotated[bool | UnsetType, Meta(extra_json_schema={"const": True})], UNSET),
    ],
    forbid_unknown_fields=True,
    namespace={"__doc__": "The request, by the name of each option or argument that was given"},
)


class Passage(Struct, forbid_unknown_fields=True):
    """A passage of an attached document: one that `search` found, or that the entry of `show` cites."""

    kind: Literal["passage"]
    document: Slug
    paragraph: Annotated[int, Meta(ge=1)]
    snippet: Annotated[str | UnsetType, Meta(description="`search`")] = UNSET
    anchor: Annotated[str | UnsetType, Meta(description="`show`: as in the entry's `citations`")] = UNSET
    outcome: Annotated[_Outcome | UnsetType, Meta(description="`show`: what became of the anchor in the copy")] = UNSET
    text: Annotated[
        str | UnsetType | None, Meta(description="`show`: null if the passage is not found or in several places")
    ] = UNSET
    difference: Annotated[
        str | UnsetType | None,
        Meta(description="`show`: the words that differ from the copy attached before; null if there are none"),
    ] = UNSET


class Quotation(Struct, forbid_unknown_fields=True):
    """`quote`: a passage that the entry cites, quoted from the attached copy."""

    kind: Literal["quotation"]
    document: Slug
    paragraph: Annotated[int, Meta(ge=1)]
    page: Annotated[str | None, Meta(description="As printed; null if it is not known")]
    anchors: list[str]
    text: Annotated[str | None, Meta(description="Null if it is not quoted")]
    why: Annotated[str | None, Meta(description="Why it is not quoted; null if it is")]
    citation: Annotated[str, Meta(description="As in a text, in the style chosen")]
    reference: Annotated[str, Meta(description="Of the document, in the style chosen")]


class Value(Struct, forbid_unknown_fields=True):
    """`compare`: one value of an attribute, with the passages that it cites."""

    text: str
    citations: list[Citation]


class Attribute(Struct, forbid_unknown_fields=True):
    """`compare`: an attribute, with the values of each entry by slug."""

    attribute: str
    differ: Annotated[bool, Meta(description="Whether the texts of the values differ, whatever they cite")]
    values: dict[Slug, list[Value]]


class Said(Struct, forbid_unknown_fields=True):
    """`evidence`: what one of two statements says of their subject, with the passages that it cites."""

    slug: Slug
    value: str
    citations: list[Citation]


class Disagreement(Struct, forbid_unknown_fields=True):
    """`evidence`: two statements that disagree about a subject."""

    subject: Annotated[str | None, Meta(description="What both are about; null if that is not known")]
    place: Annotated[_Place, Meta(description="Where they disagree")]
    title: Annotated[str, Meta(description="The subject, both values and their documents in one line")]
    note: Annotated[str | None, Meta(description="How they differ")]
    statements: Annotated[list[Said], Meta(min_length=2, max_length=2)]


class InExistence(Struct, forbid_unknown_fields=True):
    """`at`: an organisation in existence at the date."""

    slug: Slug
    existence: Annotated[str | None, Meta(description="Its dates; null if none are given")]
    planned: Annotated[bool, Meta(description="Whether its existence at the date was only planned or forecast")]
    doubt: Annotated[str | None, Meta(description="Why its existence is uncertain; null if it is certain")]


class Note(Struct, forbid_unknown_fields=True):
    """The reader's mark and note on an entry. If the entry is no longer in the corpus, `missing` is true."""

    kind: str
    slug: str
    title: str
    mark: _Mark | None
    note: str | None
    draft: Annotated[str | None, Meta(description="The unsaved text")]
    missing: bool


class OfReader(Struct, forbid_unknown_fields=True):
    """The reader's own mark on the entry and, with --notes, their note."""

    mark: Annotated[_Mark | None, Meta(description="null if there is none")]
    note: Annotated[str | UnsetType | None, Meta(description="null if there is none; drafts are left out")] = UNSET


class Notice(Struct, forbid_unknown_fields=True):
    """`search`: what is to be said of what it found."""

    about: Annotated[
        Literal["synonym", "partial", "suggestion"],
        Meta(
            description="`synonym`: a name that was typed, and what has it; `partial`: few or no entries have all the "
            "words; `suggestion`: the search with misspelled words replaced"
        ),
    ]
    text: str


class Answer(Struct, forbid_unknown_fields=True):
    """The output of a command with --format json.

    With --format jsonl, a command prints the items of `entries` and then of `passages` or `quotations`, one per line;
    `compare` prints those of `attributes`, `notes` those of `notes`.
    """

    pctui: Annotated[Literal[1], _VERSION]
    command: _Command
    corpus: Of
    context: Annotated[bool, Meta(description="Whether background facts from other sources are included")]
    filters: Filters  # type: ignore[valid-type]
    total: Annotated[
        int | None,
        Meta(description="The number of results without --limit, including passages; null if they were not counted"),
    ]
    entries: Annotated[list[_AnyEntry], Meta(description="In the order shown")]
    passages: Annotated[
        list[Passage] | UnsetType, Meta(description="`search`; `show`, if a copy of a document it cites is attached")
    ] = UNSET
    quotations: Annotated[list[Quotation] | UnsetType, Meta(description="`quote`")] = UNSET
    notices: Annotated[list[Notice] | UnsetType, Meta(description="`search`")] = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    disagreements: Annotated[list[Disagreement] | UnsetType, Meta(description="`evidence`")] = UNSET
    in_existence: Annotated[list[InExistence], Meta(description="In the order of `entries`")] | UnsetType = UNSET
    notes: list[Note] | UnsetType = UNSET


_ENVELOPES = (
    *(Whole, Answer, Filters, Of, Passage, Quotation, Value, Attribute, Said, Disagreement, InExistence, Note),
    Notice,
    OfReader,
)
_DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def export_schema() -> str:
    """Return the schema as JSON that ends in a newline."""
    (whole, answered, _), found = msgspec.json.schema_components(
        (Whole, Answer, OfReader), ref_template="#/$defs/{name}"
    )
    enveloping = {of.__name__ for of in _ENVELOPES}
    defined = {_name(name): _refined(of if name in enveloping else _complete(name, of)) for name, of in found.items()}
    for kind in KINDS.values():
        defined[kind.name]["properties"] |= {
            "computed": _computed(kind),
            "reader": {"$ref": f"#/$defs/{_name(OfReader.__name__)}", "description": "With --mark or --notes"},
        }
    defined["corpus"]["properties"]["computed"] = _object(
        {"context": {"type": "boolean", "description": "Whether background facts are included (--context)"}}
    )
    for of in (*KINDS, "corpus"):
        defined[of]["required"].append("computed")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "JSON written by pctui",
        "description": "A whole corpus, or the result of a command, with the same entries. Every field of a kind is "
        "present, null or empty if the corpus has no value; `computed` has what the program derived. A slug "
        "refers to an entry or, without --context, possibly to a background fact that is left out.",
        "oneOf": [_refined(whole), _refined(answered)],
        "$defs": {"entry": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS]}, **defined},
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _name(struct: str) -> str:
    """Return the name of a struct in the schema: `in_existence` for `InExistence`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", struct).lower()


def _complete(name: str, of: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a struct in the output, in which all fields are present."""
    if name == Name.__name__:  # except in a name, which has only the parts given
        present = {key: _without_null(value) for key, value in of["properties"].items()}
        return of | {"properties": present, "minProperties": 1}
    optional = {OF_THE_CORPUS[vocabulary] for vocabulary in WITH_DEFAULTS} if name == Corpus.__name__ else set()
    return of | {"required": [key for key in of["properties"] if key not in optional]}


def _without_null(of: dict[str, Any]) -> dict[str, Any]:
    return next(option for option in of["anyOf"] if option != {"type": "null"})


def _refined(value: Any) -> Any:
    """Return a shorter equivalent of a schema: no defaults, and short forms for entries, constants and nulls."""
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
    """Return the schema of what the program derives for entries of a kind."""
    slug = _refined(msgspec.json.schema(Slug))
    others = {
        computed.name: (
            {"type": "array", "items": slug}
            if computed.many
            else {"anyOf": [{"type": "string"} if computed.text else slug, {"type": "null"}]}
        )
        | {"description": computed.description}
        for computed in kind.struct.computed
    }
    columns = (*kind.columns, *COMMON_COLUMNS)
    dates = {column.name: _date(column) for column in columns if column.computed}
    return _object(dates | others, description="Derived by the program")


def _date(column: Column) -> dict[str, Any]:
    """Return the schema of a bound or the label of a date, null if there is none."""
    described = {"description": end_description(column.part, column.end)}
    if column.end == "label":
        return {"type": ["string", "null"] if column.part.optional else "string"} | described
    return _DAY | described


if __name__ == "__main__":
    sys.stdout.write(export_schema())
