"""Every command that lists entries, in every format: all have the same entries, as read by independent parsers."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, PROJECT, Run, editing
from markdown_it import MarkdownIt

from pctui import paths
from pctui.model import Reference
from pctui.panes import PANES
from pctui.reader.notes import Notes

SCHEMA = json.loads((PROJECT / "docs" / "export.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator({"$ref": "#/$defs/answer", "$defs": SCHEMA["$defs"]})
COMMANDS = {
    **{pane: [pane] for pane in PANES},
    "show": ["show", "lamp-house"],
    "at": ["at", "1898-06"],
    "search": ["search", "lamp"],
    "compare": ["compare", "lamp-house", "tower-station", "class-2"],
    "lineage": ["lineage", "lamp-house"],
}
NARROWED = {
    "timeline, narrowed": ["timeline", "--lane", "lights", "--modality", "happened", "--since", "1830"],
    "timeline, sorted": ["timeline", "--sort", "title", "--limit", "4"],
    "recommendations, by actor": ["recommendations", "--by", "actor", "--document", "Calder & Wren 1911"],
    "evidence, cut": ["evidence", "--limit", "2"],
    "search, of two kinds": ["search", "lamp", "--kind", "figure", "--kind", "level", "--sort", "slug"],
}
Ask = Callable[..., str]


@pytest.fixture
def ask(pctui: Run, lights: Path) -> Ask:
    def run(*arguments: str) -> str:
        answer = pctui(*arguments, "--db", lights)
        assert answer.code == 0, answer.err
        return answer.out

    return run


def document(text: str) -> dict[str, Any]:
    found = json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
    VALIDATOR.validate(found)
    assert isinstance(found, dict)
    return found


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


@pytest.mark.parametrize("context", [False, True], ids=["", "context"])
@pytest.mark.parametrize("command", [*COMMANDS.values(), *NARROWED.values()], ids=[*COMMANDS, *NARROWED])
def test_every_format_has_the_same_entries(ask: Ask, command: list[str], context: bool) -> None:
    command = [*command, *(["--context"] if context else [])]
    found = document(ask(*command, "--format", "json"))
    whole = json.loads(ask("export", "json", *(["--context"] if context else [])))
    assert found["command"] == command[0]
    assert found["context"] is context
    assert found["corpus"] == {"slug": "marrow-lights", "version": "1.0.0"}
    assert found["total"] >= len(found["entries"]) > 0
    everything = {entry["slug"]: entry for entry in whole["entries"]}
    assert all(entry == everything[entry["slug"]] for entry in found["entries"]), "one shape, here and in the export"
    if command[0] in PANES:
        assert {entry["kind"] for entry in found["entries"]} <= set(PANES[command[0]].kinds)

    lines = [json.loads(line) for line in ask(*command, "--format", "jsonl").splitlines()]
    rows = table(ask(*command, "--format", "csv"))
    text, markdown = ask(*command), ask(*command, "--format", "markdown")
    tokens = MarkdownIt("commonmark").parse(markdown)
    assert [t.tag for t in tokens if t.type == "heading_open"][:1] == ["h1"]
    assert [t.tag for t in tokens if t.type == "heading_open"].count("h1") == 1
    if command[0] == "compare":
        assert lines == found["attributes"]
        assert [row["attribute"] for row in rows] == [line["attribute"] for line in lines]
        slugs = command[1:4]
        assert list(rows[0]) == ["attribute", "differ", *(c for slug in slugs for c in (slug, f"{slug}_citations"))]
        for row, line in zip(rows, lines, strict=True):
            for slug in slugs:
                values = line["values"][slug]
                # (A sign that a spreadsheet would take for a formula has an apostrophe before it.)
                assert row[slug].removeprefix("'") == "; ".join(value["text"] for value in values)
                cited = [dict.fromkeys(f"{c['document']} ¶{c['paragraph']}" for c in v["citations"]) for v in values]
                assert row[f"{slug}_citations"] == ("; ".join(map(", ".join, cited)) if any(cited) else "")
        summary = next(line["values"] for line in lines if line["attribute"] == "Summary")
        for entry in found["entries"]:
            assert summary[entry["slug"]] == [{"text": entry["summary"], "citations": entry["citations"]}]
        numbers = {int(n) for n in re.findall(r"\[(\d+)\]", text)}
        assert numbers == set(range(1, len(re.findall(r"^\[\d+\] ", text, re.MULTILINE)) + 1))
        return
    assert lines == found["entries"]
    slugs = [e["slug"] for e in found["entries"] if command[0] != "lineage" or e["kind"] == "change"]
    assert [row["slug"] for row in rows] == slugs
    shown = " ".join(text.split())
    for entry, row in zip((e for e in found["entries"] if e["slug"] in slugs), rows, strict=True):
        title = entry["label"] if command[0] == "sources" else entry["title"]
        assert title in shown
        assert title.split("&")[0] in markdown
        assert (row["kind"], row["title"], row["modality"]) == (entry["kind"], entry["title"], entry["modality"])
        for field in ("date", "existence"):
            if entry.get(field) and field in row:
                assert row[field] == entry[field]
                assert row[f"{field}_earliest"] == (entry["computed"][f"{field}_earliest"] or "")
                assert row[f"{field}_latest"] == (entry["computed"][f"{field}_latest"] or "")
        places = [place.split(" ¶") for place in row["citations"].split("; ") if place]
        assert {(d, int(n)) for d, n in places} == {(c["document"], c["paragraph"]) for c in entry["citations"]}


def test_the_request_is_in_the_document(ask: Ask) -> None:
    found = document(
        ask("timeline", "--lane", "Law", "--lane", "lights", "--since", "182X", "--sort", "date", "--limit", "2",
            "--format", "json")
    )  # fmt: skip
    assert found["filters"] == {"lane": ["law", "lights"], "since": "182X", "sort": "date", "limit": 2}
    assert (found["total"], len(found["entries"])) == (8, 2)
    assert document(ask("compare", "class-1", "class-2", "--differences", "--format", "json"))["filters"] == {
        "slugs": ["class-1", "class-2"],
        "differences": True,
    }


def test_a_cell_is_safe_in_a_spreadsheet(pctui: Run, lights: Path) -> None:
    hostile = table(pctui("show", "concept-hostile", "--db", lights, "--format", "csv").out)[0]
    for command in (["show", "concept-hostile"], ["search", "concept", "--limit", "100"], *COMMANDS.values()):
        for row in table(pctui(*command, "--db", lights, "--format", "csv").out):
            assert not [cell for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@"))]
    assert hostile["title"]


def test_paragraphs_of_attached_documents_are_listed_separately(pctui: Run, ask: Ask, lights: Path) -> None:
    assert pctui("attach", *LIGHTHOUSE_DOCUMENTS.glob("*.txt"), "--db", lights).code == 0
    found = document(ask("search", "lamp", "--format", "json"))
    assert found["passages"]
    assert found["total"] == len(found["entries"]) + len(found["passages"])
    lines = [json.loads(line) for line in ask("search", "lamp", "--format", "jsonl").splitlines()]
    assert lines == [*found["entries"], *found["passages"]]
    rows = [row for row in table(ask("search", "lamp", "--format", "csv")) if row["kind"] == "passage"]
    assert [row["citations"] for row in rows] == [f"{p['document']} ¶{p['paragraph']}" for p in found["passages"]]
    only = document(ask("search", "lamp", "--kind", "passages", "--format", "json"))
    assert (only["entries"], only["passages"]) == ([], found["passages"])
    of_one = document(ask("search", "lamp", "--document", "keepers-1898", "--format", "json"))
    assert {p["document"] for p in of_one["passages"]} == {"keepers-1898"}
    assert of_one["entries"]
    assert document(ask("search", "lamp", "--modality", "happened", "--format", "json"))["passages"] == []
    assert "(Passage, calder-wren-1911 ¶" in ask("search", "lamp", "--format", "markdown")
    assert document(ask("show", "lamp-house", "--format", "json"))["passages"]
    few = pctui("search", "lamp", "--limit", "1", "--db", lights)
    assert few.err == f"showing 1 of {found['total']}; --limit shows more\n"


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "text", "markdown"])
@pytest.mark.parametrize(
    "command",
    [
        ["timeline", "--lane", "law", "--type", "publication"],
        ["search", "zzz"],
        ["at", "1850", "--lane", "people"],
        ["lineage", "keepers-union"],
        ["notes"],
    ],
    ids=" ".join,
)
def test_an_empty_result_is_reported_once_and_data_remains_valid(
    pctui: Run, lights: Path, command: list[str], form: str
) -> None:
    answer = pctui(*command, "--db", lights, "--format", form)
    assert answer.code == 1
    assert answer.err.startswith("pctui: ")
    if form == "json":
        found = document(answer.out)
        assert (found["entries"], found["total"]) == ([], 0)
    elif form == "csv":
        assert table(answer.out) == []
    else:
        assert answer.out == ""


def test_entries_that_do_not_differ(pctui: Run, lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        for slug in ("one", "two"):
            connection.execute(
                "INSERT INTO entries (id, slug, kind, title, summary, origin, modality) "
                "VALUES ((SELECT MAX(id) + 1 FROM entries), ?, 'person', 'Twin', 'The same', 'document', 'happened')",
                (slug,),
            )
            connection.execute("INSERT INTO person_details (slug) VALUES (?)", (slug,))
    for form in ("text", "markdown", "json", "jsonl", "csv"):
        answer = pctui("compare", "one", "two", "--differences", "--db", lights_copy, "--format", form)
        assert (answer.code, answer.err) == (1, "pctui: the entries do not differ\n")
        if form == "json":
            assert document(answer.out)["attributes"] == []
    assert "≠ 0 of" in pctui("compare", "one", "two", "--db", lights_copy).out


@pytest.mark.parametrize("form", ["text", "markdown", "json", "jsonl", "csv"])
def test_a_kind_of_a_foreign_database(pctui: Run, lights_copy: Path, form: str) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE entries SET kind = 'weather' WHERE slug = 'tobias-wren'")
    for command in (["show", "tobias-wren"], ["search", "wren", "--kind", "weather"]):
        answer = pctui(*command, "--db", lights_copy, "--format", form)
        assert answer.code == 0
        assert "Tobias Wren" in answer.out


def test_marks_and_notes_as_data(pctui: Run, ask: Ask) -> None:
    notes = Notes(paths.reader(), "marrow-lights")
    notes.mark(Reference("train-together", "recommendation", "Train"), "adopt")
    notes.begin(Reference("light-the-fog", "recommendation", "Fog")).save("=1+1\nsecond")
    notes.mark(Reference("lamp-house", "organisation", "Lamp"), "reject")
    found = document(ask("notes", "--format", "json"))
    assert {note["slug"]: note["missing"] for note in found["notes"]} == {
        "train-together": False, "light-the-fog": True, "lamp-house": False,
    }  # fmt: skip
    assert {entry["slug"] for entry in found["entries"]} == {"train-together", "lamp-house"}
    assert [json.loads(line) for line in ask("notes", "--format", "jsonl").splitlines()] == found["notes"]
    rows = {row["slug"]: row for row in table(ask("notes", "--format", "csv"))}
    assert rows["light-the-fog"]["note"] == "'=1+1\nsecond"
    assert rows["train-together"]["mark"] == "adopt"
    kept = document(ask("notes", "--kind", "recommendation", "--mark", "adopt", "--mark", "reject", "--format", "json"))
    assert [note["slug"] for note in kept["notes"]] == ["train-together"]
    assert kept["filters"] == {"kind": ["recommendation"], "mark": ["adopt", "reject"]}
    answer = pctui("notes", "--mark", "consider", "--db", "/nowhere")
    assert answer.code == 3
