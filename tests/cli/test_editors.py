"""The schema of a corpus's own files: what an editor offers, and what it underlines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import CORPORA, LIGHTHOUSES, Run

from pctui.authoring import changes, editing
from pctui.authoring.editor_schema import renew_schema
from pctui.authoring.splitting import split
from pctui.corpus.editor_schema import PLACE, schema_of
from pctui.corpus.files import corpus_files
from pctui.corpus.parse import read
from pctui.errors import FilesError, UsageError
from pctui.kinds import schema as schema_module
from pctui.kinds.kind import COMMON, parts
from pctui.kinds.registry import KINDS, RECORD_KINDS
from pctui.kinds.schema import corpus_schema

Data = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> Data:
    """That of the lighthouses."""
    found: Data = json.loads(schema_of(LIGHTHOUSES))
    return found


def errors(schema: Data, records: object) -> list[tuple[str, str]]:
    """What an editor underlines: where, and the beginning of why."""
    validator = jsonschema.Draft202012Validator(schema)
    found = [("/".join(map(str, e.absolute_path)), e.message) for e in validator.iter_errors(records)]
    return sorted(found)


def records(name: str) -> list[Data]:
    return [raw.value for raw in read(LIGHTHOUSES / name, [])]


def test_three_wrong_lanes_are_three_errors(schema: Data) -> None:
    events = records("events.yaml")
    assert errors(schema, events) == []
    for place, lane in enumerate(("rulez", "law ", "Lights")):
        events[place]["lane"] = lane
    assert errors(schema, events) == [
        (f"{place}/lane", f"{lane!r} is not one of ['law', 'lights', 'people']")
        for place, lane in enumerate(("rulez", "law ", "Lights"))
    ]


@pytest.mark.parametrize(
    ("spoilt", "place"),
    [
        ({"kind": "evnt"}, "0/kind"),
        ({"titel": "x"}, "0"),
        ({"date_basis": "guessed"}, "0/date_basis"),
        ({"hedge": ["x"]}, "0/hedge"),
        ({"milestone": "perhaps"}, "0/milestone"),
        ({"organisations": ["nobody"]}, "0/organisations/0"),
        ({"links": [{"type": "likes", "to": "board-of-lights"}]}, "0/links/0/type"),
        ({"derived": [{"number": 1871, "from": "x"}]}, "0/derived/0/number"),
    ],
)
@pytest.mark.parametrize("of", ["every corpus", "this one"])
def test_one_mistake_is_one_error(schema: Data, spoilt: Data, place: str, of: str) -> None:
    event = records("events.yaml")[0]
    event.setdefault("links", [])
    event["links"] = []
    assert errors(schema, [event]) == []
    every = json.loads(corpus_schema())
    chosen = schema if of == "this one" else every
    known = of == "this one" or not {"organisations", "links"} & spoilt.keys()  # only the corpus knows its names
    assert [where for where, _ in errors(chosen, [event | spoilt])] == ([place] if known else [])


def test_every_field_that_holds_a_term_or_a_slug_lists_them(schema: Data) -> None:
    """An editor offers what is in `enum`, and says of each what is in `enumDescriptions`."""
    expected = {
        "term_of": {
            "lane": {"law": "Law", "lights": "Lights", "people": "People"},
            "classification": {"form": "form", "named body": "named body"},
            "link_type": {"disputes": "disagrees with", "see_also": "see also"},
        },
        "refers_to": {
            "organisation": {"board-of-lights": "Board of Lights"},
            "ladder": {"classes-of-light": "Classes of light"},
            "document": {"calder-wren-1911": "The Lights of Marrow Sound"},
            "entry": {"board-of-lights": "Board of Lights", "classes-of-light": "Classes of light"},
        },
    }
    seen = 0
    for struct in {*RECORD_KINDS.values(), *schema_module._structs()}:
        fields = [*(COMMON if struct in {kind.struct for kind in KINDS.values()} else ()), *parts(struct)]
        for part in fields:
            for role, by_name in expected.items():
                if not (name := getattr(part.field, role)) or not struct.__name__:
                    continue
                listed = schema["$defs"][struct.__name__]["properties"][part.key]
                of = listed.get("items", listed)
                if name in ("boundary", "actor", "proposer", "domain", "event_type") or name in by_name:
                    seen += 1
                    found = schema["$defs"][of["$ref"].rsplit("/", 1)[1]]
                    titles = dict(zip(found["enum"], found["enumDescriptions"], strict=True))
                    assert by_name.get(name, {}).items() <= titles.items()
                    assert (None in titles) == (part.optional and not part.many)
                    assert listed["description"]
    assert seen > 20
    sections = schema["$defs"]["Paragraph"]["properties"]["section"]["$ref"]
    assert sections == "#/$defs/sections-or-null"


def test_aspects_are_offered_as_keys() -> None:
    byelaws = json.loads(schema_of(CORPORA / "byelaws"))
    aspects = byelaws["$defs"]["Level"]["properties"]["aspects"]
    assert {name: of["description"] for name, of in aspects["properties"].items()} == {
        "rights": "Rights",
        "duties-to-pay": "Duties to pay",
        "duties": "Duties",
    }
    assert aspects["additionalProperties"] is False


def test_everything_is_described() -> None:
    schema = json.loads(corpus_schema())
    kinds = schema["items"]["properties"]["kind"]
    assert len(kinds["enum"]) == len(kinds["enumDescriptions"]) == len(RECORD_KINDS)
    for name, of in schema["$defs"].items():
        assert of["description"], name
        assert [key for key, value in of["properties"].items() if not value.get("description")] == []


def test_numbers_and_years_without_quotes_are_as_right_as_for_the_loader(schema: Data) -> None:
    event = records("events.yaml")[0] | {"date": 1871, "title": 1871}
    assert errors(schema, [event]) == []


def test_the_schema_of_a_large_corpus_lists_no_slugs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_module, "MOST_LISTED", 3)
    schema = json.loads(schema_of(LIGHTHOUSES))
    subject = schema["$defs"]["Finding"]["properties"]["subject"]
    assert "pattern" in subject
    assert "enum" in schema["$defs"]["lanes"]
    assert errors(schema, records("findings.yaml")) == []


def test_an_entry_with_a_fault_can_be_referred_to(corpus: Path) -> None:
    file = corpus / "organisations.yaml"
    organisations = yaml.safe_load(file.read_text(encoding="utf-8"))
    organisations[0]["classification"] = ["wrong"]
    file.write_text(yaml.safe_dump(organisations), encoding="utf-8")
    (corpus / "broken.yaml").write_text("- kind: [", encoding="utf-8")
    schema = json.loads(schema_of(corpus))
    assert organisations[0]["slug"] in schema["$defs"]["slugs-of-organisations"]["enum"]


def test_the_command_prints_it(pctui: Run, tmp_path: Path) -> None:
    assert pctui("schema", "--corpus", LIGHTHOUSES).out == schema_of(LIGHTHOUSES)
    assert pctui("schema").out == pctui("schema", "corpus").out == corpus_schema()
    assert pctui("schema", "export", "--corpus", LIGHTHOUSES).code == 2
    assert pctui("schema", "--corpus", tmp_path / "nowhere").code == 4


def test_it_is_renewed_in_the_folder_and_written_only_when_it_changes(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus / PLACE
    renew_schema(corpus)
    assert not path.exists()  # nobody has asked for it
    path.parent.mkdir()
    path.write_text("{}", encoding="utf-8")
    renew_schema(corpus)
    assert path.read_text(encoding="utf-8") == schema_of(corpus)
    first = path.stat().st_ino, path.stat().st_mtime_ns
    renew_schema(corpus)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == first
    assert path not in corpus_files(corpus)
    file = corpus / "corpus.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("slug: law,", "slug: rules,"), encoding="utf-8")
    renew_schema(corpus)
    assert "rules" in json.loads(path.read_text(encoding="utf-8"))["$defs"]["lanes"]["enum"]
    monkeypatch.setenv("PCTUI_SECURE", "1")
    with pytest.raises(UsageError):
        renew_schema(corpus)


@pytest.fixture
def with_schema(corpus: Path) -> Path:
    """A corpus that keeps its schema."""
    (corpus / PLACE).parent.mkdir()
    (corpus / PLACE).write_text("{}", encoding="utf-8")
    renew_schema(corpus)
    return corpus


def changed(corpus: Path, slug: str, **fields: object) -> changes.Changes:
    return editing.replaced(corpus, slug, {**editing.record(corpus, slug), **fields})


@pytest.mark.parametrize(
    ("change", "renews"),
    [
        (lambda corpus: changed(corpus, "beacon-act-1821", title="The act on the beacons"), True),
        (lambda corpus: changed(corpus, "beacon-act-1821", summary="Another."), False),
        (lambda corpus: changed(corpus, "beacon-act-1821", status="reviewed"), False),
        (lambda corpus: editing.removed(corpus, "share-boats"), True),
        (lambda corpus: editing.with_terms(changes.Changes(corpus, ()), [("lanes", "harbours", "Harbours")]), True),
        (lambda corpus: editing.added(corpus, [{"kind": "concept", "slug": "fog", "title": "Fog"}]), True),
        (lambda corpus: split(corpus).changes, False),
    ],
    ids=["a title", "a summary", "a status", "a deletion", "a term", "a new entry", "other files"],
)
def test_whatever_changes_a_corpus_renews_its_schema_where_that_has_what_changed(
    with_schema: Path, change: Callable[[Path], changes.Changes], renews: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def renew(folder: Path) -> None:
        written.append(folder)
        renew_schema(folder)

    monkeypatch.setattr("pctui.authoring.editor_schema.renew_schema", renew)
    changes.apply(change(with_schema))
    assert written == ([with_schema] if renews else [])
    assert (with_schema / PLACE).read_text(encoding="utf-8") == schema_of(with_schema)


def test_a_schema_that_cannot_be_written_is_said_and_the_change_stays(
    with_schema: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path) -> None:
        raise FilesError("the disk is full")

    monkeypatch.setattr("pctui.authoring.editor_schema.renew_schema", full)
    changes.apply(changed(with_schema, "beacon-act-1821", title="The act on the beacons"))
    assert "The schema for editors was not renewed: the disk is full" in capsys.readouterr().err
    assert editing.record(with_schema, "beacon-act-1821")["title"] == "The act on the beacons"
