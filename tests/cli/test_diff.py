"""`pctui diff`: a folder or a database on either side, and the result as an exit code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES, Run
from surroundings import printed

from pctui.errors import ExitCode
from pctui.paths import built_in_corpus

SAME = (0, "", "no difference\n")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_corpus_and_its_database_are_equal(pctui: Run, lights: Path, tmp_path: Path) -> None:
    for old, new in ((LIGHTHOUSES, lights), (lights, LIGHTHOUSES), (lights, lights), (LIGHTHOUSES, LIGHTHOUSES)):
        assert pctui("diff", old, new) == SAME
    built_in = tmp_path / "built-in.db"
    assert pctui("seed", "--db", built_in).code == 0
    assert pctui("diff", built_in_corpus(), built_in) == SAME


def test_an_exported_and_reseeded_corpus_is_equal(pctui: Run, lights: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    assert pctui("export", "jsonl", "--context", "--output", copy / "all.jsonl", "--db", lights).code == 0
    assert pctui("diff", lights, copy) == SAME


def test_edits_are_reported(pctui: Run, lights: Path, corpus: Path) -> None:
    edit(corpus / "events.yaml", "modality: forecast", "modality: planned")
    edit(corpus / "events.yaml", "paragraph: 2, anchors: [128fc73691", "paragraph: 3, anchors: [128fc73691")
    edit(corpus / "people.yaml", "slug: kestrel-point", "slug: kestrel-school")
    edit(corpus / "people.yaml", "title: Kestrel Point school", "title: Kestrel school")
    for file in ("organisations.yaml", "recommendations.yaml", "findings.yaml"):
        text = (corpus / file).read_text(encoding="utf-8")
        (corpus / file).write_text(text.replace("kestrel-point", "kestrel-school"), encoding="utf-8")
    answer = pctui("diff", lights, corpus)
    assert (answer.code, answer.err) == (ExitCode.NO, "")
    assert answer.out == (
        "1 added, 1 removed, 3 changed\n"
        "\n"
        "- project kestrel-point: Kestrel Point school\n"
        "\n"
        "+ project kestrel-school: Kestrel school\n"
        "\n"
        "event beacon-act-1821: Beacon Act\n"
        "  citation moved\n"
        "    - calder-wren-1911 ¶2\n"
        "    + calder-wren-1911 ¶3\n"
        "\n"
        "event towers-by-1860: All lamp houses to be towers by 1860\n"
        "  modality\n"
        "    - forecast\n"
        "    + planned\n"
        "\n"
        "recommendation train-together: Train keepers together with pilots\n"
        "  exemplars\n"
        "    - kestrel-point\n"
        "    + kestrel-school\n"
    )
    assert pctui("diff", LIGHTHOUSES, corpus) == answer
    markdown = pctui("diff", lights, corpus, "--format", "markdown")
    assert markdown.code == ExitCode.NO
    assert "- **modality**\n  - was: forecast\n  - is: planned\n" in markdown.out


def test_json_has_each_value_in_full(pctui: Run, lights: Path, corpus: Path) -> None:
    edit(corpus / "organisations.yaml", "max: 5", "max: 6")
    answer = pctui("diff", lights, corpus, "--format", "json")
    found = json.loads(answer.out)
    assert (answer.code, found["format"], found["version"]) == (1, "pctui diff", 1)
    assert (found["added"], found["removed"]) == ([], [])
    assert found["changed"] == [
        {
            "name": {"kind": "organisation", "slug": "tower-station", "title": "Tower station"},
            "fields": [{"field": "population.max", "old": 5, "new": 6}],
            "citations": [],
        }
    ]
    same = json.loads(pctui("diff", lights, lights, "--format", "json").out)
    assert (same["added"], same["removed"], same["changed"]) == ([], [], [])


def _faulty(corpus: Path, _folder: Path) -> tuple[Path, int, str]:
    edit(corpus / "events.yaml", "lane: law", "lane: sea")
    return corpus, ExitCode.USAGE, "lane: 'sea' is not in the corpus's lanes"


def _foreign(_corpus: Path, folder: Path) -> tuple[Path, int, str]:
    (folder / "notes.txt").write_text("not a database")
    return folder / "notes.txt", ExitCode.DATABASE, "is not a pctui database"


def _absent(_corpus: Path, folder: Path) -> tuple[Path, int, str]:
    return folder / "nowhere", ExitCode.FILES, "does not exist"


def _empty(_corpus: Path, folder: Path) -> tuple[Path, int, str]:
    (folder / "empty").mkdir()
    return folder / "empty", ExitCode.FILES, "contains no corpus"


@pytest.mark.parametrize("spoil", [_faulty, _foreign, _absent, _empty])
def test_what_cannot_be_compared_is_an_error_not_a_difference(
    pctui: Run, lights: Path, corpus: Path, tmp_path: Path, spoil: Callable[[Path, Path], tuple[Path, int, str]]
) -> None:
    bad, code, message = spoil(corpus, tmp_path)
    for old, new in ((bad, lights), (lights, bad)):
        answer = pctui("diff", old, new)
        assert (answer.code, answer.out) == (code, "")
        assert message in answer.err


def test_the_bytes_are_the_same_in_any_surroundings(lights: Path, corpus: Path, tmp_path: Path) -> None:
    for file in corpus.glob("*.yaml"):  # many differences
        file.write_text(file.read_text(encoding="utf-8").replace("tower", "turret"), encoding="utf-8")
    commands = [["diff", lights, corpus, "--format", form] for form in ("text", "markdown", "json")]
    one, other = (
        printed(commands, tmp_path, surroundings, code=ExitCode.NO)
        for surroundings in (
            {"PYTHONHASHSEED": "1", "LANG": "C", "LC_ALL": "C", "COLUMNS": "20", "TZ": "Pacific/Kiritimati"},
            {"PYTHONHASHSEED": "2", "LANG": "tr_TR.UTF-8", "PYTHONIOENCODING": "latin-1", "TERM": "dumb"},
        )
    )
    assert one == other
    assert min(text.count(b"turret") for text in one) > 20


def test_the_location_and_file_names_of_a_corpus_do_not_matter(pctui: Run, corpus: Path, lights: Path) -> None:
    shutil.move(corpus / "people.yaml", corpus / "0-people.yaml")
    assert pctui("diff", lights, corpus) == SAME
