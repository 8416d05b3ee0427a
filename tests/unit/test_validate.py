"""The faults of a record: a record is refused exactly if msgspec refuses it, and every fault is named."""

from __future__ import annotations

import copy
import enum
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest
from conftest import LIGHTHOUSES
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import Meta, inspect

from pctui.corpus import validate
from pctui.corpus.files import corpus_files
from pctui.corpus.parse import Raw, read
from pctui.errors import Fault
from pctui.kinds.registry import KINDS, RECORD_KINDS

SOUND = [raw.value for file in corpus_files(LIGHTHOUSES) for raw in read(file, [])]
KEYS = sorted({key for record in SOUND for key in record} | {"text", "to", "document", "anchors", "csl", "min", "frm"})

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**14, 10**400)
    | st.floats()
    | st.text(max_size=90)
    | st.sampled_from(["a-slug", "1999", "document", "happened", "http://x.org", "0123456789-0123456789-9", "ab" * 32])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=4),
    max_leaves=12,
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Yield the path of every value in a record except its kind."""
    steps = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    below = [(*path, step) for step in steps if (*path, step) != ("kind",)]
    return below + [found for place in below for found in paths(at(value, place[-1:]), place)]


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid record with up to three values replaced, deleted, repeated, renamed or added."""
    record = copy.deepcopy(draw(st.sampled_from(SOUND)))
    kind = record["kind"]
    for _ in range(draw(st.integers(1, 3))):
        assume(places := paths(record))
        *before, step = draw(st.sampled_from(places))
        holder = at(record, tuple(before))
        match draw(st.sampled_from(["replace", "delete", "repeat", "rename", "add"])):
            case "replace":
                holder[step] = draw(values)
            case "delete":
                del holder[step]
            case "repeat" if isinstance(holder, list):
                holder.insert(step, holder[step])
            case "rename" if isinstance(holder, dict):
                holder[draw(st.sampled_from(KEYS))] = holder.pop(step)
            case _:
                if isinstance(holder, dict):
                    holder[draw(st.sampled_from(KEYS) | st.text())] = draw(values)
    record["kind"] = draw(st.just(kind) | st.sampled_from(list(RECORD_KINDS)))
    return record


def check(record: dict[str, Any]) -> list[Fault]:
    """Validate a record, compare the result with msgspec's own, and return the faults."""
    before = copy.deepcopy(record)
    faults: list[Fault] = []
    converted, remains, sound = validate.record_of(Raw("x.jsonl", record, {(): 1}, {}), faults)
    try:
        expected = msgspec.convert(record, RECORD_KINDS[record["kind"]])
    except msgspec.ValidationError:
        assert faults
        assert not sound
        assert len(faults) <= 50
        assert not any("not a valid record" in fault.message for fault in faults), "the walk missed a fault"
        assert converted is None or converted == msgspec.convert(remains.value, RECORD_KINDS[record["kind"]])
    else:
        assert (faults, sound, converted) == ([], True, expected)
    assert repr(record) == repr(before)  # as repr, since NaN is not equal to itself
    return faults


@given(mutated())
def test_a_changed_record_is_refused_exactly_if_msgspec_refuses_it(record: dict[str, Any]) -> None:
    check(record)


@given(st.sampled_from(list(RECORD_KINDS)), st.dictionaries(st.sampled_from(KEYS) | st.text(), values))
def test_any_mapping_is_refused_exactly_if_msgspec_refuses_it(kind: str, record: dict[str, Any]) -> None:
    check({**record, "kind": kind})


@given(values)
def test_a_value_without_a_known_kind_is_one_fault(value: Any) -> None:
    assume(not (isinstance(value, dict) and value.get("kind") in list(RECORD_KINDS)))
    faults: list[Fault] = []
    assert validate.record_of(Raw("x.jsonl", value, {(): 1}, {}), faults)[0] is None
    assert len(faults) == 1


def test_every_valid_record_is_accepted_without_msgspec() -> None:
    """A valid record is converted directly; with an unknown key added, exactly that fault must be found."""
    for record in SOUND:
        faults = check({**record, "unknown-key": 1})
        assert ["unknown key 'unknown-key'" in fault.message for fault in faults] == [True]


def test_all_faults_of_a_record_are_found_at_once() -> None:
    record = next(record for record in SOUND if record["kind"] == "event" and record["citations"])
    for path in paths(record):
        spoilt = copy.deepcopy(record)
        at(spoilt, path[:-1])[path[-1]] = object
        assert len(check(spoilt)) == 1, path
    spoilt = {**record, **dict.fromkeys(("slug", "title", "date", "lane", "links"), object), "x": 1}
    del spoilt["type"]
    assert len(check(spoilt)) == 7


def test_at_most_fifty_faults_of_a_record_are_named() -> None:
    assert len(check({**SOUND[0], **{f"x{i}": i for i in range(1000)}})) == 50


def patterns(declared: Any, seen: set[int]) -> Any:
    """Yield every text type with a pattern within a type, and its description."""
    for kind, description in validate._members(declared):
        if isinstance(kind, inspect.StrType) and kind.pattern:
            yield kind.pattern, description
        elif isinstance(kind, inspect.StructType) and id(kind) not in seen:
            seen.add(id(kind))
            for field in kind.fields:
                yield from patterns(field.type, seen)
        elif isinstance(kind, inspect.ListType):
            yield from patterns(kind.item_type, seen)
        elif isinstance(kind, inspect.DictType):
            yield from (*patterns(kind.key_type, seen), *patterns(kind.value_type, seen))


def test_every_pattern_is_explained() -> None:
    found = {p for struct in RECORD_KINDS.values() for p in patterns(inspect.type_info(struct), set())}
    assert len(found) >= 5
    assert all(pattern in validate._HINTS or description for pattern, description in found), found
    assert set(validate._HINTS) <= {pattern for pattern, _ in found}, "a hint for a pattern that no field has"


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Odd(msgspec.Struct, tag_field="kind", tag="odd", forbid_unknown_fields=True, kw_only=True):
    """A kind with features that the real kinds do not use."""

    colour: Colour | None = None
    rate: Annotated[float, Meta(gt=0, lt=1)] = 0.5
    actors: list[str] | Literal["unspecified"] = "unspecified"
    names: Annotated[dict[str, int], Meta(min_length=2, max_length=3)] = {}
    pair: Annotated[list[int], Meta(min_length=2, max_length=3)] | None = None
    code: Annotated[str, Meta(pattern="^[A-Z]{2}$", description="Two capital letters")] = "AA"
    fives: Annotated[int, Meta(multiple_of=5)] = 5
    any: Any = None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"colour": "red", "rate": 0.1, "actors": ["a"], "names": {"a": 1, "b": 2}, "pair": [1, 2], "any": [{}]}, None),
        ({"colour": None, "pair": None, "actors": "unspecified"}, None),
        ({"colour": "green"}, "colour: 'green' is not allowed; one of red, blue"),
        ({"colour": 1}, "colour: must be one of red, blue, not 1"),
        ({"rate": 1}, "rate: must be a number of more than 0 and less than 1, not 1"),
        ({"rate": 10**400}, "rate: must be a number of more than 0 and less than 1, not 1000"),
        ({"actors": "nobody"}, "actors: 'nobody' is not allowed; one of unspecified"),
        ({"actors": 1}, "actors: must be a list or one of unspecified, not 1"),
        ({"actors": [None]}, "actors.0: must be text, not null"),
        ({"names": {}}, "names: must not be empty (or remove the key)"),
        ({"names": {"a": 1}}, "names: must have at least 2 items, not 1"),
        ({"names": {"a": 1, "b": True}}, "names.b: must be a whole number, not true"),
        ({"pair": [1, 2, 3, 4]}, "pair: must have at most 3 items, not 4"),
        ({"code": "ab"}, "code: 'ab' is not valid; two capital letters"),
        ({"fives": 7}, "this is not a valid record of kind 'odd'"),  # a rule that _Walk does not check
    ],
)
def test_a_kind_can_use_other_types_of_msgspec(
    monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], message: str | None
) -> None:
    monkeypatch.setitem(RECORD_KINDS, "odd", Odd)
    faults: list[Fault] = []
    sound = validate.record_of(Raw("x.yaml", {"kind": "odd", **fields}, {(): 1}, {}), faults).sound
    assert sound == (message is None)
    assert [fault.message[: len(message or "")] for fault in faults] == ([message] if message else [])


def read_one(tmp_path: Path, text: str) -> tuple[validate.Outcome, list[Fault]]:
    file = tmp_path / "x.yaml"
    file.write_text(text)
    faults: list[Fault] = []
    (raw,) = read(file, faults)
    return validate.record_of(raw, faults), faults


def test_unquoted_values_are_text_in_text_fields(tmp_path: Path) -> None:
    outcome, faults = read_one(
        tmp_path,
        "- kind: document\n  slug: 1999\n  title: true\n  summary: 1.50\n  label: x\n  extent: whole\n"
        "  csl: {type: book, issued: 1911, volume: 017, issue: null, page: 12}\n",
    )
    assert faults == []
    assert outcome.sound
    document: Any = outcome.record
    assert (document.slug, document.title, document.summary) == ("1999", "true", "1.50")
    assert (document.csl.issued, document.csl.volume, document.csl.page) == ("1911", "017", "12")
    assert document.csl.issue is None


def test_a_key_without_a_value_is_empty(tmp_path: Path) -> None:
    _, faults = read_one(tmp_path, "- kind: person\n  slug: a\n  title:\n  summary: x\n  links:\n")
    assert [str(fault) for fault in faults] == [
        "x.yaml:3: title: must not be empty",
        "x.yaml:5: links: must be a list, not null",
    ]


def test_valid_items_of_a_faulty_list_keep_their_lines(tmp_path: Path) -> None:
    outcome, faults = read_one(
        tmp_path,
        "- kind: person\n  slug: a\n  title: A\n  summary: A\n  links:\n"
        "    - {type: advises, to: NO}\n    - {type: advises, to: b}\n    - 1\n    - {type: advises, to: c}\n",
    )
    assert [fault.line for fault in faults] == [6, 8]
    person: Any = outcome.record
    assert [link.to for link in person.links] == ["b", "c"]
    assert [outcome.raw.line(("links", i, "to")) for i in range(2)] == [7, 9]


def test_a_derived_date_without_its_reason_is_a_fault_of_its_field() -> None:
    common = {"slug": "a", "title": "t", "summary": "s"}
    dated = {"date": "1900", "date_basis": "derived", "lane": "l", "type": "t"}
    existing = {"classification": "form", "lane": "l", "existence": "1900/..", "existence_basis": "derived"}
    for kind, record, field in (("event", dated, "date_basis"), ("organisation", existing, "existence_basis")):
        entry = msgspec.convert({"kind": kind, **common, **record}, KINDS[kind].struct)
        assert [path for path, message in entry.faults() if "a derived date" in message] == [(field,)]
