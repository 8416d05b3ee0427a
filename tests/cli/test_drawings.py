"""Graphs and timelines of a part of the corpus, with the filters that the panes have."""

from __future__ import annotations

import json
import re
from pathlib import Path

from conftest import Run, editing

from pctui.errors import ExitCode
from pctui.render.mermaid import MOST


def slides(answer: str) -> set[str]:
    return {slide["unique_id"] for slide in json.loads(answer)["events"]}


def nodes(answer: str) -> set[str]:
    return set(re.findall(r'^  "([a-z0-9-]+)" \[', answer, re.MULTILINE))


def test_the_lineage_of_one_organisation(pctui: Run, lights: Path) -> None:
    whole = nodes(pctui("export", "dot", "--db", lights).out)
    one = nodes(pctui("export", "dot", "--organisation", "tower-station", "--db", lights).out)
    assert one == {"tower-station", "lamp-house", "lamps-to-towers", "lamps-to-towers-again"}
    assert one < whole
    by_title = pctui("export", "dot", "--organisation", "Tower station", "--db", lights)
    assert nodes(by_title.out) == one
    chart = pctui("export", "mermaid", "--organisation", "tower-station", "--db", lights).out
    assert {name.replace("_", "-") for name in re.findall(r"^  e_(\w+)[(\[]", chart, re.MULTILINE)} == one


def test_a_timeline_between_two_dates_and_of_one_lane(pctui: Run, lights: Path) -> None:
    whole = slides(pctui("export", "timelinejs", "--db", lights).out)
    early = slides(pctui("export", "timelinejs", "--until", "1840", "--db", lights).out)
    late = slides(pctui("export", "timelinejs", "--since", "1841", "--db", lights).out)
    assert early | late == whole
    assert "lamp-house" in early & late, "it existed before and after"
    law = pctui("export", "vis-timeline", "--lane", "law", "--since", "1800", "--db", lights)
    assert {item["group"] for item in json.loads(law.out)["items"]} == {"law"}
    assert {item["id"] for item in json.loads(law.out)["items"]} < whole


def test_a_timeline_has_what_its_pane_lists_and_organisations(pctui: Run, lights: Path) -> None:
    for filters in ([], ["--modality", "planned"], ["--document", "keepers-1898"], ["--type", "act"], ["--milestone"]):
        listed = {
            entry["slug"]: entry
            for entry in json.loads(pctui("timeline", *filters, "--format", "json", "--db", lights).out)["entries"]
        }
        drawn = slides(pctui("export", "timelinejs", *filters, "--db", lights).out)
        assert set(listed) <= drawn, filters
        others = drawn - set(listed)
        kinds = {json.loads(pctui("show", slug, "--format", "jsonl", "--db", lights).out)["kind"] for slug in others}
        assert kinds <= {"organisation"}


def test_what_matches_nothing_writes_nothing(pctui: Run, lights: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    answer = pctui("export", "timelinejs", "--until", "1700", "--lane", "law", "-o", target, "--db", lights)
    assert (answer.code, answer.out) == (ExitCode.NO, "")
    assert answer.err.startswith("pctui: no event, change or organisation matches\nThere would be ")
    assert "without --until" in answer.err
    assert not target.exists()
    answer = pctui("export", "dot", "--since", "1990", "--db", lights)
    assert (answer.code, answer.err.splitlines()[0]) == (ExitCode.NO, "pctui: no change matches")
    answer = pctui("export", "mermaid", "--lane", "weather", "--db", lights)
    assert (answer.code, answer.out) == (ExitCode.USAGE, "")


def test_entries_that_cannot_be_drawn_are_counted(pctui: Run, lights_copy: Path) -> None:
    for form in (["timelinejs"], ["vis-timeline"], ["mermaid", "--diagram", "gantt"]):
        assert pctui("export", *form, "--db", lights_copy).err == "entries without a date omitted: 3\n"
    with editing(lights_copy) as connection:
        connection.execute(
            "UPDATE event_details SET date_edtf = 'Y170000002', date_earliest = 'Y09170000002-01-01', "
            "date_latest = 'Y09170000002-12-31' WHERE slug = 'charts-1838'"
        )
    far = pctui("export", "vis-timeline", "--db", lights_copy)
    assert "entries outside the years -271820 to 275758 omitted: 1\n" in far.err
    assert "charts-1838" not in far.out
    drawn = pctui("export", "timelinejs", "--db", lights_copy)
    assert json.loads(drawn.out)["scale"] == "cosmological"


def test_a_diagram_that_mermaid_would_not_draw_is_pointed_out(pctui: Run, lights_copy: Path, tmp_path: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE entries SET title = ? WHERE kind = 'event'", ["long " * 2_000])
    answer = pctui("export", "mermaid", "--diagram", "timeline", "-o", tmp_path / "x.mmd", "--db", lights_copy)
    assert answer.code == 0
    assert f"Mermaid draws no diagram of more than {MOST:,} characters" in answer.err
    assert "Filters make it shorter." in answer.err
