"""One record of a file is changed, and every other byte stays as a person left it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import LIGHTHOUSES, examples
from hostile import HOSTILE
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import corpora

from pctui.authoring.emit import yaml_of
from pctui.authoring.splice import with_record_changed, with_records_added, with_records_removed
from pctui.corpus.files import corpus_files
from pctui.corpus.nodes import Node, records_in
from pctui.paths import built_in_corpus

Data = dict[str, Any]
Change = Callable[[Data], object]
FILE = """\
# yaml-language-server: $schema=corpus.schema.json
# The lights, by date.

# First the beacons.
- kind: event   # the oldest
  slug: beacons
  # Title as in the log
  title: "Beacons"  # not printed
  summary: >-  # in two lines
    Forty beacons
    were bought.
  date: 1824/1825
  organisations: [ board,  lamp-house ]   # both
  # Why so:
  links:
  - {type: see_also, to: towers}  # a guess
  - type: disputes
    to: dues
    note: |
      # not a comment
      It says so.
  citations:
      # the log
      - {document: log, paragraph: 2, anchors: [aa, bb]}
  # to be done

# Then the towers.
- {kind: event, slug: towers, title: 'Towers', links: []}
- kind: event
  slug: dues
  title: Dues
  summary:
"""


def edited(text: str, index: int, change: Change, name: str = "x.yaml") -> str:
    """The text of a file after a change of one of its records, which is read back as intended."""
    records = records_in(name, text).data()
    change(records[index])
    found = with_record_changed(name, text, index, records[index])
    assert records_in(name, found).data() == records
    return found


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def changed_lines(before: str, after: str) -> list[str]:
    """What `diff` prints of the lines that differ."""
    import difflib

    differing = list(difflib.unified_diff(lines(before), lines(after), n=0))[2:]
    return [line.rstrip("\n") for line in differing if not line.startswith("@@")]


CHANGES: list[tuple[int, Change, list[str]]] = [
    (
        0,
        lambda r: r.update(title="Lights"),
        ['-  title: "Beacons"  # not printed', '+  title: "Lights"  # not printed'],
    ),
    (0, lambda r: r.update(date="1824"), ["-  date: 1824/1825", "+  date: '1824'"]),
    (
        0,
        lambda r: r.update(summary="Thirty."),
        [
            "-  summary: >-  # in two lines",
            "-    Forty beacons",
            "-    were bought.",
            "+  summary: Thirty.  # in two lines",
        ],
    ),
    (0, lambda r: r.pop("title"), ["-  # Title as in the log", '-  title: "Beacons"  # not printed']),
    (0, lambda r: r.update(lane="sea"), ["+  lane: sea"]),
    (0, lambda r: r.update(odd=1), ["+  odd: 1"]),
    (
        0,
        lambda r: r["organisations"].append("x"),
        ["-  organisations: [ board,  lamp-house ]   # both", "+  organisations: [ board,  lamp-house,  x ]   # both"],
    ),
    (
        0,
        lambda r: r["organisations"].remove("board"),
        ["-  organisations: [ board,  lamp-house ]   # both", "+  organisations: [ lamp-house ]   # both"],
    ),
    (
        0,
        lambda r: r["citations"].append({"document": "log", "paragraph": 3, "anchors": ["cc"]}),
        ["+      - {document: log, paragraph: 3, anchors: [cc]}"],
    ),
    (0, lambda r: r["links"].append({"type": "x", "to": "z"}), ["+  - type: x", "+    to: z"]),
    (0, lambda r: r["links"].pop(0), ["-  - {type: see_also, to: towers}  # a guess"]),
    (0, lambda r: r["links"][1].update(to="us"), ["-    to: dues", "+    to: us"]),
    (
        0,
        lambda r: r["links"][0].update(note="a: b"),
        [
            "-  - {type: see_also, to: towers}  # a guess",
            "+  - {type: see_also, to: towers, note: 'a: b'}  # a guess",
        ],
    ),
    (
        0,
        lambda r: r["links"][1].update(note="So."),
        ["-    note: |", "-      # not a comment", "-      It says so.", "+    note: So."],
    ),
    (0, lambda r: r["links"][1].pop("note"), ["-    note: |", "-      # not a comment", "-      It says so."]),
    (
        1,
        lambda r: r.update(title="It's", links=[{"type": "x", "to": "z"}]),
        [
            "-- {kind: event, slug: towers, title: 'Towers', links: []}",
            "+- {kind: event, slug: towers, title: 'It''s', links: [{type: x, to: z}]}",
        ],
    ),
    (
        1,
        lambda r: (r.pop("links"), r.update(date="1850")),
        [
            "-- {kind: event, slug: towers, title: 'Towers', links: []}",
            "+- {kind: event, slug: towers, title: 'Towers', date: '1850'}",
        ],
    ),
    (2, lambda r: r.update(summary="Paid: by ships"), ["-  summary:", "+  summary: 'Paid: by ships'"]),
    (2, lambda r: r.update(links=[{"type": "x", "to": "z"}]), ["+  links:", "+    - {type: x, to: z}"]),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("index", "change", "differ"), CHANGES, ids=[differ[-1] for _, _, differ in CHANGES])
def test_only_what_changes_is_written(index: int, change: Change, differ: list[str], end: str) -> None:
    text = FILE.replace("\n", end)
    found = edited(text, index, change)
    assert found.count("\n") == found.count(end)
    assert [line.rstrip("\r") for line in changed_lines(text, found)] == differ


def test_a_long_text_is_folded_and_the_comment_beside_it_stays() -> None:
    found = edited(FILE, 0, lambda r: r.update(title="word " * 30 + "end"))
    assert changed_lines(FILE, found) == [
        '-  title: "Beacons"  # not printed',
        "+  title: >-  # not printed",
        f"+    {' '.join(['word'] * 23)}",
        f"+    {' '.join(['word'] * 7)} end",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_last_line_without_an_end_stays_so(end: str) -> None:
    text = "- kind: event\n  slug: a\n- kind: event\n  slug: b".replace("\n", end)
    assert edited(text, 1, lambda r: r.update(title="t")) == f"{text}{end}  title: t"
    assert with_records_removed("x.yaml", text, [1]) == f"- kind: event{end}  slug: a"
    assert with_records_added("x.yaml", text, [{"kind": "event"}]) == f"{text}{end}- kind: event"


def test_a_record_goes_with_its_own_comments() -> None:
    found = with_records_removed("x.yaml", FILE, [0])
    assert found.startswith(
        "# yaml-language-server: $schema=corpus.schema.json\n# The lights, by date.\n\n# Then the towers.\n- {kind"
    )
    found = with_records_removed("x.yaml", FILE, [1])
    assert "# Then the towers." not in found
    assert "# to be done\n\n- kind: event\n  slug: dues" in found
    assert with_records_removed("x.yaml", FILE, [0, 1, 2]).startswith("# yaml-language-server")


def test_the_comment_at_the_beginning_is_the_files() -> None:
    text = "# All lights\n- kind: event\n  slug: a\n# of b\n- kind: event\n  slug: b\n"
    assert with_records_removed("x.yaml", text, [0]) == "# All lights\n# of b\n- kind: event\n  slug: b\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.jsonl", '{"kind":"event","slug":"a","n":[1,2]}\n{"kind": "event"}\n'),
        ("x.yaml", '[{"kind":"event","slug":"a","n":[1,2]},\n {"kind": "event"}]\n'),
        ("x.yaml", "- ? kind\n  : event\n  ? slug\n  : a\n  n: [1, 2]\n- kind: event\n"),
        ("x.yaml", "-\n  kind: event\n  slug: a\n  n:\n    -   1\n    - 2\n- kind: event\n"),
        ("x.yaml", "  - kind: event\n    slug: a\n    n: [\n      1,  # one\n      2,\n    ]\n  - kind: event\n"),
        ("x.yaml", "-\tkind: event\n\tslug: a\n"),
        ("x.yaml", "- kind: event\n  slug: &s a\n  n: [1, 2]\n  deep: {a: {b: [c, {d: e}]}}\n- kind: event"),
        ("x.yaml", "---\n- kind: event\n  slug: a\n  n:\n  - - 1\n    - 2\n  - 3\n- kind: event\n...\n"),
        ("x.yaml", "- kind: event\n  slug: a\n  note: |+\n    kept\n\n\n  n: !!str 12\n- kind: event\n"),
    ],
)
@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.update(slug="b c"),
        lambda r: r.update(n=[2, "x: y", 3]),
        lambda r: r.update(n=[]),
        lambda r: r.update(n={"a": {"b": "c"}}),
        lambda r: r.pop("n", None),
        lambda r: r.update(kind="person", title="t", note="a\nb"),
        lambda r: r.update(deep={"a": {"b": ["c"]}}),
        lambda r: r.update(deep={"a": {"b": ["c", {"d": "f"}, {"g": None}]}}),
    ],
    ids=str.split("text list none mapping gone several deep deeper"),
)
def test_whatever_a_record_looks_like_it_becomes_what_was_meant(name: str, text: str, change: Change) -> None:
    try:
        edited(text, 0, change, name)
    except yaml.YAMLError:
        assert "\t" in text


# Every form in which a record may be written.
def in_blocks(records: list[Data]) -> str:
    return str(yaml.safe_dump(records, sort_keys=False, allow_unicode=True, width=60))


def in_brackets(records: list[Data]) -> str:
    return str(yaml.safe_dump(records, sort_keys=False, allow_unicode=True, width=60, default_flow_style=True))


def as_json(records: list[Data]) -> str:
    """JSON as YAML reads it: there, a character is one escape, never two."""
    pairs = re.compile(r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}")
    return pairs.sub(lambda found: str(json.loads(f'"{found[0]}"')), json.dumps(records, indent=1))


def as_json_lines(records: list[Data]) -> str:
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)


def as_a_person(records: list[Data]) -> str:
    return "# Head\n" + "\n# Next\n".join(map(yaml_of, records)) + "# End\n"


FORMS = [in_blocks, in_brackets, as_json, as_json_lines, as_a_person]


def any_change(draw: st.DrawFn, record: Data) -> set[str]:
    """Change a record in some of its keys, and return them."""
    values = st.one_of(
        HOSTILE,
        st.integers(0, 9999),
        st.lists(HOSTILE, max_size=3),
        st.lists(st.dictionaries(st.sampled_from(["to", "type", "note"]), HOSTILE, min_size=1), max_size=3),
    )
    keys = draw(st.lists(st.sampled_from([*record, "note", "links", "new-key"]), min_size=1, max_size=4, unique=True))
    for key in keys:
        old = record.get(key)
        action = draw(st.sampled_from(["replace", "remove", "inside"]))
        if key in ("slug", "kind"):
            continue
        if action == "remove":
            record.pop(key, None)
        elif action == "inside" and isinstance(old, list) and old:
            where = draw(st.integers(0, len(old)))
            if draw(st.booleans()):
                old.insert(where, copy.deepcopy(draw(st.sampled_from(old))))
            else:
                del old[min(where, len(old) - 1)]
        elif action == "inside" and isinstance(old, dict) and old:
            inner = draw(st.sampled_from(list(old)))
            old[inner] = draw(values)
        else:
            record[key] = draw(values)
    return set(keys)


@settings(max_examples=examples(100))
@given(st.data())
def test_any_change_of_any_corpus_is_read_back_and_leaves_the_rest(data: st.DataObject) -> None:
    records = list(data.draw(corpora()).values())
    start = data.draw(st.integers(0, len(records) - 3))
    records = records[start : start + 3]
    form = data.draw(st.sampled_from(FORMS))
    name = "x.jsonl" if form is as_json_lines else "x.yaml"
    text = form(records)
    if data.draw(st.booleans()) and "\r" not in text:
        text = text.replace("\n", "\r\n")
    if data.draw(st.booleans()):
        text = text.rstrip("\r\n")
    index = data.draw(st.integers(0, 2))
    before = records_in(name, text)
    assume(before.data() == records)
    intended = copy.deepcopy(records)
    touched = any_change(data.draw, intended[index])
    after_text = with_record_changed(name, text, index, intended[index])
    after = records_in(name, after_text)
    assert after.data() == intended
    unchanged(text, before, after_text, after, index, touched)
    assert after_text.endswith(("\n", "\r")) == text.endswith(("\n", "\r"))


def unchanged(text: str, before: Node, after_text: str, after: Node, index: int, touched: set[str]) -> None:
    """Check that the other records, the other keys and all comments outside are byte for byte as they were."""
    assert before.items
    assert after.items
    for n, (old, new) in enumerate(zip(before.items, after.items, strict=True)):
        if n != index:
            assert text[old.start : old.end] == after_text[new.start : new.end]
            continue
        pairs = {key.value: after_text[key.start : inner.end] for key, inner in new.pairs or ()}
        for key, inner in old.pairs or ():
            if key.value not in touched:
                assert text[key.start : inner.end] == pairs[key.value]
    for comment in re.findall(r"^# \w+$", text, re.MULTILINE):
        assert text.count(comment) == after_text.count(comment)


@settings(max_examples=examples(30))
@given(st.data())
def test_any_record_is_removed_or_added_and_the_rest_stays(data: st.DataObject) -> None:
    records = list(data.draw(corpora()).values())[-4:]
    form = data.draw(st.sampled_from(FORMS))
    name = "x.jsonl" if form is as_json_lines else "x.yaml"
    text = form(records[:3])
    if data.draw(st.booleans()):
        text = text.rstrip("\n")
    gone = data.draw(st.sets(st.integers(0, 2), min_size=1, max_size=2))
    assume(records_in(name, text).data() == records[:3])  # another program may write a text that reads as a number
    kept = [record for n, record in enumerate(records[:3]) if n not in gone]
    assert records_in(name, with_records_removed(name, text, gone)).data() == kept
    if form not in (as_json, in_brackets):
        added = with_records_added(name, text, [records[3]])
        assert records_in(name, added).data() == records
        assert added.startswith(text.removesuffix("# End").removesuffix("# End\n"))


@pytest.mark.parametrize("folder", [built_in_corpus(), LIGHTHOUSES], ids=["built-in", "lighthouses"])
def test_every_key_of_every_third_record_can_go(folder: Path) -> None:
    for file in corpus_files(folder):
        text = file.read_text(encoding="utf-8")
        before = records_in(file.name, text)
        records = before.data()
        for index in range(0, min(len(records), 4), 3):
            for key in list(records[index])[2:]:
                record = {name: value for name, value in records[index].items() if name != key}
                found = with_record_changed(file.name, text, index, record)
                unchanged(text, before, found, records_in(file.name, found), index, {key})
