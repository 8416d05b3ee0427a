"""`pctui check --fix` brings a corpus up to date, and changes nothing else in its files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import LIGHTHOUSE_DOCUMENTS, Run

from pctui.errors import ExitCode

Rewrite = Callable[[str], str]


def older(text: str) -> str:
    """The text with anchors of the form that has no hash of all the words."""
    return re.sub(r"\b([0-9a-f]{10}-[0-9a-f]{10}-\d+)-[0-9a-f]{10}\b", r"\1", text)


def renumbered(text: str) -> str:
    """The text with citations that name another paragraph."""
    return re.sub(r'(\bparagraph"?: ?)([2-6])\b', lambda m: f"{m[1]}{8 - int(m[2]) if m[2] != '4' else 5}", text)


def as_written(text: str) -> str:
    return text


def in_blocks(text: str) -> str:
    return str(yaml.safe_dump(yaml.safe_load(text), sort_keys=False, allow_unicode=True))


def as_json_lines(text: str) -> str:
    records = yaml.safe_load(text.replace("read: 2", "read: !!str 2"))
    return "".join(f"{json.dumps(record, ensure_ascii=False, default=str)}\n" for record in records)


def with_crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


@pytest.mark.parametrize("form", [as_written, in_blocks, as_json_lines, with_crlf])
@pytest.mark.parametrize("spoil", [older, renumbered, lambda text: older(renumbered(text))])
def test_only_anchors_and_numbers_change(pctui: Run, corpus: Path, form: Rewrite, spoil: Rewrite) -> None:
    original = corpus / "events.yaml"
    right = form(original.read_text())
    original.unlink()
    file = original.with_suffix(".jsonl" if form is as_json_lines else ".yaml")
    file.write_text(spoil(right), newline="")
    assert file.read_bytes().decode() != right
    command = ("check", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS)
    before = pctui(*command)
    answer = pctui(*command, "--fix")
    assert (answer.code, answer.err.splitlines()[-1]) == (0, "every citation verified")
    assert file.read_bytes().decode() == right
    assert ("of an older form" in before.out) == (spoil is not renumbered)
    assert "of an older form" not in answer.out
    assert re.search(rf"^{file.name}:\d+: '[a-z0-9-]+': (¶\d|[0-9a-f-]+) is now ", answer.err, re.MULTILINE)
    assert pctui(*command, "--fix").err == "every citation verified\n", "there is nothing left to do"


def test_what_does_not_hold_is_left_for_a_person(pctui: Run, corpus: Path) -> None:
    file = corpus / "recommendations.yaml"
    text = re.sub(r"[0-9a-f]{10}(-[0-9a-f]{10}-\d+)-[0-9a-f]{10}", r"0123456789\1", file.read_text(), count=1)
    file.write_text(text)
    answer = pctui("check", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS, "--fix")
    assert (answer.code, "is not found" in answer.err) == (1, True)
    assert file.read_text() == text


def test_the_built_in_corpus_is_not_changed_unless_it_is_named(pctui: Run) -> None:
    answer = pctui("check", "--fix", "--documents", LIGHTHOUSE_DOCUMENTS)
    assert answer.code == ExitCode.USAGE
    assert "Name its folder: pctui check --fix --corpus FOLDER" in answer.err
