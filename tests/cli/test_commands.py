"""Every command as a user runs it: its help, its output, and its message if there is nothing to print."""

from __future__ import annotations

import errno
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES, PROJECT, Run, reason

from pctui.errors import ExitCode

COMMANDS = (
    "seed check cite attach search show at timeline ladder recommendations organisations evidence sources compare "
    "lineage notes".split()
)


@pytest.mark.parametrize(
    "command", [[], *([c] for c in COMMANDS), ["export"], ["export", "markdown"]], ids=lambda c: " ".join(c) or "pctui"
)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_at_every_level(pctui: Run, command: list[str], flag: str) -> None:
    answer = pctui(*command, flag)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"Usage: pctui{''.join(f' {c}' for c in command)} ")
    assert command == ["export"] or "Example: pctui " in answer.out
    # Every option has an explanation.
    lines = [*answer.out.splitlines(), ""]
    for line, following in pairwise(lines):
        explained = len(line.strip().split("  ")) > 1 or following.startswith(" " * 10)
        assert not line.startswith("  -") or explained, line


def test_help_names_every_command(pctui: Run) -> None:
    listed = pctui("--help").out.split("Commands:")[1]
    for command in [*COMMANDS, "export"]:
        assert f"\n  {command} " in listed


@pytest.mark.parametrize("arguments", [["-h", "timeline"], ["--db", "timeline", "--help"], ["--context", "-h"]])
def test_a_group_without_a_command_lists_its_commands(pctui: Run, arguments: list[str]) -> None:
    assert pctui(*arguments) == pctui("--help")


def test_version(pctui: Run) -> None:
    from pctui import __version__

    assert pctui("--version") == (0, f"pctui {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "named", "see"),
    [
        (["--nonsense"], ["--nonsense"], "pctui --help"),
        (["nonsense"], ["nonsense"], "pctui --help"),
        (["--db", "timeline", "timelin"], ["timelin", "timeline"], "pctui --help"),
        (["show"], ["slug"], "pctui show --help"),
        (["cite", "x"], ["quotation"], "pctui cite --help"),
        (["export"], [], "pctui export --help"),
        (["export", "docx"], ["docx"], "pctui export --help"),
        (["export", "markdown", "--section", "weather"], ["weather", "timeline"], "pctui export markdown --help"),
        (["recommendations", "--by", "colour"], ["colour", "boundary", "actor"], "pctui recommendations --help"),
        (["search", "x", "--limit", "0"], ["--limit"], "pctui search --help"),
        (["search", "x", "--limit", "99999999999999999999"], ["--limit"], "pctui search --help"),
        (["search", "x", "--limit", "ten"], ["--limit", "ten"], "pctui search --help"),
        (["timeline", "--db"], ["--db"], "pctui --help"),
    ],
)
def test_a_wrong_argument_is_named_with_a_pointer_to_the_help(
    pctui: Run, arguments: list[str], named: list[str], see: str
) -> None:
    answer = pctui(*arguments)
    assert answer.code == ExitCode.USAGE == 2
    assert answer.out == ""
    assert re.fullmatch(rf"pctui: .+\nSee: {see}\n", answer.err)  # the sentence is typer's
    words = re.findall(r"[\w-]+", answer.err.splitlines()[0])
    assert set(named) <= set(words)


def test_without_a_terminal_the_overview_lists_the_commands(pctui: Run, lights: Path) -> None:
    answer = pctui("--db", lights)
    assert answer.code == 0
    assert answer.out.startswith("The lights of Marrow Sound, 1821–1911 · 2 documents · 46 entries\n====")
    assert "Event: 6" in answer.out
    assert "- pctui timeline" in answer.out
    assert "Event: 7" in pctui("--db", lights, "--context").out


def test_timeline_is_in_order_and_hides_context(pctui: Run, lights: Path) -> None:
    lines = pctui("timeline", "--db", lights).out.splitlines()
    items = [line for line in lines if line.startswith("- ")]
    assert items[0].startswith("- about 1821 – July 1899: Lamp house. ")
    assert [i for i in items if "museum" in i] == []
    with_context = pctui("timeline", "--db", lights, "--context").out
    assert "1974: A museum opens" in with_context
    assert "[context]" in with_context
    assert "Source: Marrow museum, https://example.org/museum, read 2026-11-02." in with_context


def test_forecast_outcome_and_misprint_are_marked(pctui: Run, lights: Path) -> None:
    out = pctui("timeline", "--db", lights).out
    assert "[forecast] In 1849" in out
    assert "[planned]" in out
    assert "As printed (sic): The order is dated 1898 in one place" in out
    assert "outcome of All lamp houses to be towers" in pctui("show", "eleven-towers", "--db", lights).out
    assert "has the outcome Eleven lamp houses" in pctui("show", "towers-by-1860", "--db", lights).out


def test_ladder_marks_what_is_new_at_each_level(pctui: Run, lights: Path) -> None:
    out = pctui("ladder", "--db", lights).out
    assert "Provision: Licenses pilots (new at this level)" in out
    assert "Composition: Volunteers from the village\n" in out
    assert out.count("Accountability: Answers to the Board (new at this level)") == 1


@pytest.mark.parametrize(
    ("by", "heading"),
    [
        ("heading", "Calder & Wren 1911: What should be done"),
        ("heading", "Keepers 1898: no heading printed"),
        ("boundary", "Sea and shore"),
        ("actor", "Actor not said"),
        ("strength", "One option"),
        ("standing", "Proposal"),
        ("document", "Keepers 1898"),
    ],
)
def test_recommendations_in_groups(pctui: Run, lights: Path, by: str, heading: str) -> None:
    out = pctui("recommendations", "--by", by, "--db", lights).out
    assert f"\n\n{heading}\n\n" in out
    assert out.count("\n- ") == (4 if by == "boundary" else 3), "one has two boundaries"


def test_lineage_names_each_organisation_once_and_never_itself(pctui: Run, lights: Path) -> None:
    out = pctui("show", "lamp-house", "--db", lights).out
    assert "Successors: Tower station\n" in out
    assert "Predecessors: Private beacon\n" in out
    shown = pctui("show", "private-beacon", "--db", lights).out
    assert "Successors\n----------\n\n- Board of Lights\n- Lamp house\n" in shown


def test_evidence_shows_both_sides_of_a_disagreement(pctui: Run, lights: Path) -> None:
    out = pctui("evidence", "--db", lights).out
    signs = "+ improved, − worsened, ± mixed, ∅ no effect or not achieved, ? unclear, (n) descriptive, c claimed"
    assert f"Signs: {signs}, f forecast." in out
    assert "Disagreements" in out
    assert "What saved ships: towers [1] / not the towers [1] (Calder & Wren 1911)" in out


def test_the_lineage_of_all_organisations_is_printed_without_a_slug(pctui: Run, lights: Path) -> None:
    out = pctui("lineage", "--db", lights).out
    assert out.startswith("Lineage\n-------\n")
    assert "Private beacon (until 1825) → Board of Lights" in out
    assert out.count("Lamp house") >= 1
    found = json.loads(pctui("lineage", "--db", lights, "--format", "json").out)
    assert "slug" not in found["filters"]
    assert {"private-beacon", "tower-station", "lamps-to-towers"} <= {entry["slug"] for entry in found["entries"]}


def test_the_disagreements_are_in_the_data_of_evidence(pctui: Run, lights: Path) -> None:
    found = json.loads(pctui("evidence", "--db", lights, "--format", "json").out)
    (pair,) = found["disagreements"]
    assert pair["subject"] == "What saved ships"
    assert [said["value"] for said in pair["statements"]] == ["towers", "not the towers"]
    narrowed = json.loads(pctui("evidence", "--db", lights, "--format", "json", "--domain", "money").out)
    assert narrowed["disagreements"] == []


def test_sources_list_missing_and_supplied_fields(pctui: Run, lights: Path) -> None:
    out = pctui("sources", "--db", lights).out
    assert "Keepers 1898. Petition of the outer lights. 4 June 1898. https://doi.org/10.0000/marrow.17 " in out
    assert "an extract: a claim that is absent here may be in the full work" in out
    shown = pctui("show", "keepers-1898", "--db", lights).out
    assert "title (not printed): Petition of the outer lights, from Catalogue of the Marrow archive" in shown


ONE_OF_EACH_KIND = """
beacon-act-1821 light-museum board-of-lights tower-station lamps-to-towers classes-of-light class-2 train-together
towers-saved-ships dues-on-oil concept-dues tobias-wren kestrel-point calder-wren-1911 concept-hostile
""".split()


@pytest.mark.parametrize("slug", ONE_OF_EACH_KIND)
def test_every_kind_of_entry_is_shown_in_full(pctui: Run, lights: Path, slug: str) -> None:
    answer = pctui("show", slug, "--db", lights)
    assert answer.code == 0
    assert "None" not in answer.out
    assert "\x1b" not in answer.out
    assert "Sources" in answer.out or "Public sources" in answer.out


def test_an_unknown_entry_is_reported(pctui: Run, lights: Path) -> None:
    assert pctui("show", "nobody", "--db", lights) == (
        1,
        "",
        "pctui: there is no entry 'nobody'\nSearch for it with: pctui search WORDS\n",
    )
    assert pctui("show", "lamp-hose", "--db", lights).err.splitlines()[1].startswith("Similar: lamp-house")
    assert pctui("show", "\udcff\x1b[31m", "--db", lights).code == 1


@pytest.mark.parametrize(
    ("date", "there", "absent"),
    [("1850", "Lamp house", "Northern wire"), ("1895-06", "Northern wire", "Private beacon"),
     ("1898-06-04", "Keepers' union (from 1887)", "Private beacon")],
)  # fmt: skip
def test_organisations_in_existence_at_a_date(pctui: Run, lights: Path, date: str, there: str, absent: str) -> None:
    out = pctui("at", date, "--db", lights).out
    assert there in out.partition("Possibly")[0]
    assert absent not in out


@pytest.mark.parametrize(
    ("date", "heading", "doubt"),
    [("1700", "In existence in 1700", "Private beacon (until 1825; may not have started)"),
     ("1898-06-04", "In existence on 4 June 1898", "Lamp house (about 1821 – July 1899; planned or forecast then)"),
     ("1821-05", "In existence in May 1821", "Lamp house (about 1821 – July 1899; may not have started)"),
     ("1850", "In existence in 1850", "Tower station (may not have started, end date unknown)"),
     ("1950", "In existence in 1950", "Keepers' union (from 1887; last documented on 4 June 1898)"),
     ("1950", "In existence in 1950", "Board of Lights (from March 1821; last documented in May 1911)")],
)  # fmt: skip
def test_possible_existence_is_listed_separately(pctui: Run, lights: Path, date: str, heading: str, doubt: str) -> None:
    certain, _, may = pctui("at", date, "--db", lights).out.partition("Possibly in existence")
    assert certain.startswith(f"{heading}\n")
    assert f"- {doubt}\n" in may
    assert doubt.partition(" (")[0] not in certain


def test_undated_organisations_are_named_and_later_ones_are_not(pctui: Run, lights: Path) -> None:
    out = pctui("at", "1700", "--db", lights).out
    assert out.endswith("Known to exist, dates not given\n\nWatch fire; Harbour master\n")
    assert "Tower station" not in out, "it succeeded lamp houses"
    listed = json.loads(pctui("at", "1700", "--format", "json", "--db", lights).out)["in_existence"]
    assert listed[-1] == {"slug": "harbour-master", "existence": None, "planned": False, "doubt": "dates not given"}


def test_invalid_dates_and_dates_without_organisations(pctui: Run, lights: Path) -> None:
    assert pctui("at", "yesterday", "--db", lights).code == 2
    assert "Write 1 April 1999, April 1999" in pctui("at", "yesterday", "--db", lights).err
    assert "has no first day" in pctui("at", "../1999", "--db", lights).err


def test_search_finds_words_phrases_and_prefixes(pctui: Run, lights: Path) -> None:
    first = pctui("search", "lamp", "houses", "1850", "--db", lights).out.splitlines()[0]
    assert first == "Lamp houses in 1850 (Figure, lamp-houses-1850; Calder & Wren 1911 ¶4, p. 41)"
    assert "Watch fire" in pctui("search", '"fed on foggy nights"', "--db", lights).out
    assert "Kestrel" in pctui("search", "kest", "--db", lights).out
    assert pctui("search", "museum", "--db", lights).code == 1
    assert pctui("search", "museum", "--db", lights, "--context").code == 0
    assert len(pctui("search", "light", "--db", lights, "--limit", "2").out.splitlines()) == 4
    for words in ("zzz", '"', "AND OR", "a*^b", ""):
        answer = pctui("search", words, "--db", lights)
        assert answer.code in (0, 1)
        assert answer.code == 0 or answer.err == f"pctui: nothing matches '{words}'\n"


def test_export_to_a_file_writes_the_same_as_stdout(pctui: Run, lights: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    printed = pctui("export", "markdown", "--db", lights)
    answer = pctui("export", "markdown", "--db", lights, "--output", target)
    assert (answer.code, answer.out, answer.err) == (0, "", f"wrote {target}\n")
    assert target.read_text(encoding="utf-8") == printed.out
    answer = pctui("export", "markdown", "--db", lights, "-o", target, "--section", "people")
    assert (answer.code, "already exists" in answer.err) == (4, True)
    assert target.read_text(encoding="utf-8") == printed.out
    assert pctui("export", "markdown", "--db", lights, "-o", target, "--section", "people", "--force").code == 0
    assert target.read_text(encoding="utf-8").count("\n## ") == 2
    assert [p.name for p in tmp_path.glob("*.md*")] + [p.name for p in tmp_path.glob(".out*")] == ["out.md"]


def test_export_to_paths_that_are_not_files(pctui: Run, lights: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "real.md", tmp_path / "link.md"
    target.write_text("old")
    link.symlink_to(target)
    assert pctui("export", "markdown", "--db", lights, "-o", link, "--force").code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("# The lights")
    assert pctui("export", "markdown", "--db", lights, "-o", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()
    for path, message in (
        (tmp_path, "is a folder"),
        (tmp_path / "no" / "x.md", reason(errno.ENOENT)),
        (target / "x", reason(errno.ENOTDIR)),
    ):
        answer = pctui("export", "markdown", "--db", lights, "-o", path, "--force")
        assert answer.code == 4
        assert message in answer.err
        assert str(path) in answer.err


def test_the_exit_codes_are_those_of_the_readme() -> None:
    import re

    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = {
        (int(code), name, meaning)
        for code, name, meaning in re.findall(r"^\| *(\d+) *\| *(\w+) *\| *(.*?) *\|$", readme, re.MULTILINE)
    }
    assert rows == {(int(code), code.name, code.meaning) for code in ExitCode}


def test_seed_reports_what_it_built(pctui: Run, tmp_path: Path) -> None:
    database = tmp_path / "deep" / "x.db"
    answer = pctui("seed", "--corpus", LIGHTHOUSES, "--db", database)
    assert answer == (0, "", f"{database}: 47 entries from 2 documents\n")
    assert database.stat().st_mode & 0o777 == 0o644 or database.stat().st_mode & 0o400


def test_a_level_lists_what_is_about_it_apart_from_what_is_about_the_whole_form(
    pctui: Run, corpus: Path, tmp_path: Path
) -> None:
    levels = corpus / "levels.yaml"
    levels.write_text(
        levels.read_text()
        .replace("  rung: 3\n  organisation: tower-station\n", "  rung: 3\n  organisation: lamp-house\n")
        .replace(
            "  rung: 2\n  organisation: lamp-house\n",
            "  rung: 2\n  organisation: lamp-house\n  links:\n    - {type: outcome_of, to: towers-by-1860}\n",
        )
    )
    database = tmp_path / "lights.db"
    assert pctui("seed", "--corpus", corpus, "--db", database).code == 0
    page = pctui("show", "class-2", "--db", database).out
    own, _, of_form = page.partition("Events of lamp house, class two and class three\n")
    assert "Events at this level\n--------------------\n\n- 1849–1860: All lamp houses to be towers by 1860 [" in own
    assert "The Board takes over the beacons" in of_form
    assert "All lamp houses" not in of_form
    assert "Figures of lamp house, class two and class three\n" in of_form
    assert "Events at this level" not in pctui("show", "class-3", "--db", database).out
    levels.write_text(
        levels.read_text().replace("type: outcome_of, to: towers-by-1860", "type: see_also, to: towers-by-1860")
    )
    assert pctui("seed", "--corpus", corpus, "--db", database).code == 0
    assert "Events at this level" not in pctui("show", "class-2", "--db", database).out, "see_also heads nothing"
