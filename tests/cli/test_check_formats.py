"""Faults as data: `pctui check` in JSON, in SARIF, and as lines that GitHub's problem matcher reads."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import CORPORA, PROJECT, Run

from pctui.corpus.rules import RULES

Data = dict[str, Any]
COPIES = CORPORA / "lighthouse-documents"

# The part of the schema of SARIF 2.1.0 that what we write makes use of.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
POSITIVE = {"type": "integer", "minimum": 1}
LOCATION: Data = {
    "type": "object",
    "additionalProperties": False,
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "additionalProperties": False,
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"uri": {"type": "string", "format": "uri-reference"}},
                },
                "region": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["startLine"],
                    "properties": {"startLine": POSITIVE, "startColumn": POSITIVE},
                },
            },
        },
        "logicalLocations": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {key: {"type": "string"} for key in ("name", "fullyQualifiedName", "kind")},
            },
        },
    },
}
SARIF: Data = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["tool"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "additionalProperties": False,
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "additionalProperties": False,
                                            "required": ["id"],
                                            "properties": {"id": {"type": "string"}, "shortDescription": TEXT},
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["message"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": TEXT,
                                "locations": {"type": "array", "items": LOCATION},
                            },
                        },
                    },
                },
            },
        },
    },
}


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def spoilt(corpus: Path) -> Path:
    """The lighthouses with a fault of several kinds, in folders and files of each sort."""
    change(corpus / "events.yaml", "lane: law", "lane: sea")
    change(corpus / "figures.yaml", "min: 18", "min: 180")
    change(corpus / "levels.yaml", "rung: 2", "rung: two")
    change(corpus / "paragraphs.yaml", "document: keepers-1898", "document: keeper")
    (corpus / "more").mkdir()
    (corpus / "more" / "a b.jsonl").write_text('{"kind": "person", "slug": "x"}\n', encoding="utf-8")
    (corpus / "broken.yaml").write_text("- kind: person\n  slug: [\n", encoding="utf-8")
    return corpus


def test_a_fault_says_where_it_is_and_of_what_kind(pctui: Run, spoilt: Path) -> None:
    answer = pctui("check", "--corpus", spoilt, "--files-only", "--format", "json")
    assert answer.code == 2
    faults = json.loads(answer.out)["faults"]
    assert all(fault.keys() == {"severity", *FIELDS} for fault in faults)
    assert [fault["message"] for fault in faults] == [line.split(": ", 1)[1] for line in answer.err.splitlines()[:-1]]
    assert {fault["code"] for fault in faults} <= RULES.keys()
    found = {fault["code"]: fault for fault in faults}
    lines = (spoilt / "events.yaml").read_text(encoding="utf-8").splitlines()
    line = lines.index("  lane: sea") + 1
    slug = next(text.split(": ")[1] for text in reversed(lines[:line]) if text.startswith("  slug"))
    assert [found["term"][name] for name in FIELDS[:-1]] == ["events.yaml", line, 3, slug, "lane", "term"]
    assert (found["missing-key"]["file"], found["missing-key"]["line"]) == ("more/a b.jsonl", 1)
    assert found["missing-key"]["slug"] == "x"
    assert (found["value"]["field"], found["value"]["column"]) == ("rung", 3)
    assert (found["file"]["file"], found["file"]["slug"]) == ("broken.yaml", None)
    assert found["inconsistent"]["message"].startswith("min 180 is more than max")
    assert found["citation"]["field"] == "document"
    assert "keeper" in (spoilt / found["citation"]["file"]).read_text(encoding="utf-8")


FIELDS = ("file", "line", "column", "slug", "field", "code", "message")


def test_what_does_not_hold_in_a_copy_is_of_a_kind_too(pctui: Run, corpus: Path, documents: Path) -> None:
    copy = documents / "keepers-letter.txt"
    words = copy.read_text(encoding="utf-8").split()
    copy.write_text(" ".join([*words[:30], "never", *words[31:]]), encoding="utf-8")
    faults = json.loads(pctui("check", "--corpus", corpus, "--documents", documents, "--format", "json").out)["faults"]
    assert {"reads-otherwise", "not-found"} & {fault["code"] for fault in faults}
    alone = json.loads(pctui("check", "--corpus", corpus, "--format", "json").out)["faults"]
    assert {(fault["code"], fault["file"], fault["slug"]) for fault in alone} == {
        ("no-copy", "documents.yaml", "calder-wren-1911"),
        ("no-copy", "documents.yaml", "keepers-1898"),
    }


def test_the_files_alone_need_no_copy(pctui: Run, corpus: Path) -> None:
    answer = pctui("check", "--corpus", corpus, "--files-only")
    assert (answer.code, answer.err) == (0, "no fault in the files; no citation was verified\n")
    assert pctui("check", "--corpus", corpus, "--files-only", "--documents", COPIES).code == 2


def test_sarif_is_valid_and_says_the_same(pctui: Run, spoilt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(spoilt.parent)
    text = pctui("check", "--corpus", spoilt.name, "--files-only", "--format", "sarif").out
    log = json.loads(text)
    jsonschema.Draft7Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    faults = json.loads(pctui("check", "--corpus", spoilt.name, "--files-only", "--format", "json").out)["faults"]
    assert len(run["results"]) == len(faults) > 5
    for result, fault in zip(run["results"], faults, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == fault["code"]
        assert result["message"]["text"] == fault["message"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == f"{spoilt.name}/{fault['file']}".replace(" ", "%20")
        assert place["region"]["startLine"] == fault["line"]
        assert place["region"].get("startColumn") == fault["column"]
    elsewhere = spoilt.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert '"uri": "file:///' in pctui("check", "--corpus", spoilt, "--files-only", "--format", "sarif").out


def test_a_corpus_without_its_record_has_a_fault_without_a_file(pctui: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("[]\n", encoding="utf-8")
    (fault,) = json.loads(pctui("check", "--corpus", tmp_path, "--files-only", "--format", "json").out)["faults"]
    assert (fault["code"], fault["file"], fault["line"]) == ("no-corpus", None, None)
    jsonschema.validate(
        json.loads(pctui("check", "--corpus", tmp_path, "--files-only", "--format", "sarif").out), SARIF
    )


def test_the_problem_matcher_reads_every_line(pctui: Run, spoilt: Path) -> None:
    matcher = json.loads((PROJECT / "docs" / "problem-matcher.json").read_text(encoding="utf-8"))
    (pattern,) = matcher["problemMatcher"][0]["pattern"]
    answer = pctui("check", "--corpus", spoilt, "--files-only")
    faults = json.loads(pctui("check", "--corpus", spoilt, "--files-only", "--format", "json").out)["faults"]
    found = [match for line in answer.err.splitlines() if (match := re.search(pattern["regexp"], line))]
    assert [(match[pattern["file"]], int(match[pattern["line"]]), match[pattern["message"]]) for match in found] == [
        (fault["file"], fault["line"], fault["message"]) for fault in faults
    ]


def test_every_kind_of_fault_is_declared_and_documented() -> None:
    """The codes in the source are those of `RULES`, and docs/checking.md lists them."""
    used = set()
    for path in (PROJECT / "src" / "pctui" / "corpus").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
                used.add(node.value.value)
    assert used <= RULES.keys()
    text = (PROJECT / "docs" / "checking.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", text.partition("| code |")[2], re.MULTILINE)) == RULES
