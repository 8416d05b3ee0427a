"""`pctui --plain`: the panes in words, as a conversation."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, Run
from hypothesis import given
from hypothesis import strategies as st

from pctui.cli.plain.commands import COMMANDS
from pctui.cli.plain.speech import in_ranges, spoken
from pctui.cli.plain.views import Views
from pctui.cli.plain.walk import Walk
from pctui.panes import PANES
from pctui.queries.evidence import each_disagreement
from pctui.queries.store import Store
from pctui.reader.copies import Reader

Walked = Callable[..., list[str]]
# What a screen reader spells out, or leaves out so that the meaning is lost.
SIGNS = re.compile(r"[○●◌◆◇◐█░▲▼▾▸◂›↺±∅−–—·¶→≠×…“”‘’✓✗]|={2}|-{2}|^- |\bpp?\. \d|\d-\d{4}")


@pytest.fixture
def walked(pctui: Run, lights: Path) -> Walked:
    """Return what is said first, and the answer to each line typed."""

    def run(*typed: str) -> list[str]:
        answer = pctui("--plain", "--db", lights, stdin="".join(f"{line}\n" for line in typed))
        assert (answer.code, answer.err) == (0, "")
        assert "\x1b" not in answer.out
        parts = re.split(r"^(?:Command|Line): .*\n", answer.out, flags=re.MULTILINE)
        return parts[: len(typed) + 1]

    return run


def test_the_walk_begins_with_what_the_corpus_is_and_its_panes(walked: Walked) -> None:
    assert walked()[0] == (
        "The lights of Marrow Sound.\n"
        "How an invented coast was lit, from two invented documents.\n"
        "1. Timeline.\n2. Ladder.\n3. Recommendations.\n4. Organisations.\n5. Evidence.\n6. Sources.\n"
        "Type a number, or help.\n"
    )


def test_the_timeline_has_the_organisations_too_and_says_how_many_there_are(walked: Walked) -> None:
    timeline = walked("timeline")[1]
    assert timeline.startswith("Timeline.\n14 items.\n1. from about 1821: Lamp house, Lights, organisation.\n")
    assert "\n2. March 1821: Beacon Act, Law.\n" in timeline
    assert "\n7. 1849 to 1860: All lamp houses to be towers by 1860, forecast, Lights.\n" in timeline


def test_a_long_list_says_which_items_are_read_and_how_to_go_on(pctui: Run) -> None:
    out = pctui("--plain", stdin="timeline\n\nfrom last\nfrom 45\n45\nback\nmore\nfrom 1000\n").out
    said = re.split(r"^Command: .*\n", out, flags=re.MULTILINE)
    assert re.match(r"Timeline.\nItems 1 to 20 of (\d+).\n1. ", said[1])
    assert said[1].endswith("\nPress Enter for the next 20.\n")
    assert said[2].startswith("Items 21 to 40 of ")
    assert "Press Enter" not in said[3]
    assert re.match(r"Timeline.\nItems 45 to \d+ of \d+.\n45. ", said[4])
    assert said[6].startswith("Back to Timeline.\nYou opened 45. ")
    assert said[7].startswith("Items 45 to ")
    assert said[8].startswith("From which item?\nType from and a number, from 1 to ")


def test_an_entry_has_its_links_and_sources_numbered_where_they_stand(walked: Walked) -> None:
    page, link, back, source = walked("open lamp house", "3", "back", "2")[1:]
    assert page.startswith(
        "Lamp house.\nOrganisation, about 1821 to July 1899.\n"
        "A lamp under one paid keeper, who answered to the Board (source 1).\n"
        "Heading: What came of it, 2 items.\n"
        "In 1849 the Board expected all of them to be towers by 1860 (source 2) (forecast).\n"
    )
    assert "Predecessors: Private beacon (link 3).\n" in page
    assert page.endswith("Part 1 of 2. Press Enter for more.\n")
    assert link.startswith("Private beacon.\n")
    assert back == "Back to Lamp house.\nYou opened link 3.\nPress Enter to read from there.\n"
    assert source.startswith("Calder & Wren 1911 paragraph 5, ")


def test_nothing_is_said_twice(walked: Walked) -> None:
    page = "".join(walked("open lamp house", "all")[1:])
    assert page.count("Board of Lights (link ") == 1
    assert len(re.findall(r"^Source \d+: (.*)", page, re.MULTILINE)) == len(
        set(re.findall(r"^Source \d+: (.*)", page, re.MULTILINE))
    )
    evidence = walked("evidence")[1]
    assert "1. Wrecks fell, and the towers did it, claimed, improved, Tower station.\n" in evidence
    recommendations = walked("recommendations")[1]
    assert "Heading: Calder & Wren 1911: What should be done, 2 items, all: proposed.\n1. Train" in recommendations
    assert recommendations.count("proposed") == 1


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pctui.database.build import seed
    from pctui.paths import built_in_corpus

    database = tmp_path_factory.mktemp("built-in") / "built-in.db"
    seed(built_in_corpus(), database)
    return database


@pytest.mark.parametrize("corpus", ["lights", "built_in"])
def test_words_are_said_for_every_sign(corpus: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with closing(Store(request.getfixturevalue(corpus))) as store:
        views = Views(store, Reader.of(store, tmp_path / "reader.db"))
        shown = [views.pane(name)() for name in PANES]
        for view in ("matrix", "disagreements"):
            views.list_of("evidence").view = view
            shown.append(views.pane("evidence")())
        shown += [views.date(date) for date in ("1849", "1990s", "April 1999")]
        shown += [views.paragraphs(document.slug) for document in store.documents()]
        for slug in store.slugs():
            shown.append(views.entry(slug))
            if store.reference(slug).kind == "organisation":
                shown.append(views.lineage(slug))
        shown += [views.disagreement(pair.source, pair.target) for pair in each_disagreement(store)]
        for each in shown:
            for _, line in each.lines():
                found = SIGNS.findall(re.sub(r"https?://\S+|\[?\d{4}-\d\d-\d\d\]?", "", line))
                assert not found, (found, line)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Goodwin 2001 ¶24, p. 11", "Goodwin 2001 paragraph 24, page 11"),
        ("¶3, pp. 11–12", "paragraph 3, pages 11 to 12"),
        ("1991–1992", "1991 to 1992"),
        ("about 1991 – perhaps April 1999", "about 1991 to perhaps April 1999"),
        ("Networks – one way", "Networks, one way"),
        ("source's hedge: “potentially all”", 'source\'s hedge: "potentially all"'),
        ("−c Worse", "worsened: Worse"),
        ("?f Not known", "unclear: Not known"),
        ("− worsened (2)", "worsened (2)"),
        ("adopt ✓", "adopt"),
        ("A + B → C", "A and B became C"),
        ("Act. [proposed] Close it", "Act. Proposed: Close it"),
        ("−44", "minus 44"),
    ],
)
def test_signs_become_words(printed: str, said: str) -> None:
    assert spoken(printed) == said


def test_several_sources_are_ranges() -> None:
    assert in_ranges([7]) == "7"
    assert in_ranges([2, 1]) == "1 and 2"
    assert in_ranges([1, 2, 3, 9, 12]) == "1 to 3, 9 and 12"


def test_a_list_is_filtered_sorted_and_grouped(walked: Walked) -> None:
    said = walked("timeline", "filter lane law", "filter until 1825", "drop", "clear", "sort title", "sort newest")
    assert said[2].startswith("Timeline, filtered: lane Law.\n4 items.\nAll: Law.\n1. March 1821: Beacon Act.\n")
    assert said[3].startswith("Timeline, filtered: lane Law; until 1825.\n3 items.\n")
    assert said[4] == said[2]
    assert said[5].startswith("Timeline.\n14 items.\n")
    assert said[6].startswith("Timeline, sorted by title.\n14 items.\n1. 1849 to 1860: All lamp houses")
    assert said[7].startswith("Timeline, sorted by newest.\n14 items.\n1. until 1911: Eleven")
    grouped = walked("recommendations", "group actor")[2]
    assert grouped.startswith("Recommendations, grouped by actor.\n3 items.\nHeading: Board of Lights, 2 items.\n1. ")


def test_a_filter_alone_lists_what_can_be_chosen_by_number(walked: Walked) -> None:
    _, _, facets, values, chosen, back = walked("recommendations", "filter", "2", "2", "back")
    assert facets.startswith("Filter of Recommendations.\nNo filter yet. 3 items.\n1. Proposer.\n2. Actor.\n")
    assert values.startswith("Recommendations by actor.\n3 values.\n1. Authorities, 2 items.\n2. Board of Lights,")
    assert chosen.startswith("Recommendations, filtered: actor Board of Lights.\n2 items.\n")
    assert back.startswith("Back to The lights of Marrow Sound.\n")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("filter lane nowhere", "There is no lane 'nowhere'.\nType filter lane to hear what there is.\n"),
        ("filter lanes law", "Timeline cannot be filtered by 'lanes'.\nSimilar: lane.\n"),
        ("filter since soon", "'soon' is not a date. Write 1 April 1999"),
        ("filter since", "Since when?\nFor example: filter since 1997.\n"),
        ("sort by date", "Sort by what?\nType sort and one of: date, newest, title, slug, none.\n"),
        ("group actor", "Timeline has one grouping only.\n"),
        ("view matrix", "Timeline has one view only.\n"),
        ("lineage", "No entry is shown here.\nOpen one, or give its number.\n"),
        ("compare 2", "Comparing takes two entries or more.\n"),
        ("mark adopt", "No entry is shown here.\n"),
        ("cite", "No passage is cited here.\nGive the number of an item or a source.\n"),
        ("77", "There is no 77 here.\nType help for what can be typed.\n"),
        ("0", "There is no 0 here.\n"),
        ("99999999999", "There is no 99999999999 here.\n"),
        ("foo", "Unknown command 'foo'.\nType help.\n"),
        ("serach lamp", "Unknown command 'serach'.\nSimilar: search. Type help.\n"),
        ("co", "'co' can be contents or compare.\nType more of it.\n"),
        ("open", "Open what?\n"),
        ("open lamp-hose", "There is no entry 'lamp-hose'.\nSimilar: Lamp house; "),
        ("at soon", "'soon' is not a date. Write 1 April 1999"),
        ("find zebra", "'zebra' is not in this list.\n"),
        ("next", "Find what?\n"),
        ("search", "Search for what?\n"),
        ("²", "Unknown command '²'.\nType help.\n"),
        ("x" * 1001, "A line has at most 1,000 characters.\n"),
    ],
)
def test_a_mistake_says_what_can_be_typed(walked: Walked, typed: str, said: str) -> None:
    assert walked("timeline", typed)[2].startswith(said)


def test_dates_lineage_and_comparison_are_read_out(walked: Walked) -> None:
    date = walked("at March 1821")[1]
    assert date.startswith("March 1821.\nHeading: Dated then, 2 items.\nMarch 1821: Beacon Act (link 1).\n")
    assert "Heading: In existence in March 1821.\nBoard of Lights (link 2, from March 1821).\n" in date
    lineage = walked("open lamp house", "lineage")[2]
    assert lineage.startswith("Lineage of Lamp house.\nIn existence: about 1821 to July 1899.\nHeading: Preceded by")
    assert re.search(r"Private beacon \(link \d+, until 1825\) became Board of Lights", lineage)
    near = walked("open beacon act", "lineage")[2]
    assert near.startswith("Only organisations have a lineage.\nType for Board of Lights: lineage ")
    compared = walked("organisations", "compare 3 4")[2]
    assert compared.startswith("Compared: Lamp house and Tower station.\n")
    assert re.search(r"^\d+ of \d+ facts differ.\nHeading: [^,]*, different.\nLamp house: ", compared, re.MULTILINE)
    picked = walked("organisations", "pick 3 4", "open watch fire", "pick", "pick", "compare")
    assert picked[2] == "Picked: Lamp house. 1 picked.\nPicked: Tower station. 2 picked.\n"
    assert picked[5] == "No longer picked: Watch fire. 2 picked.\n"
    assert picked[6] == compared


def test_the_evidence_has_three_views(walked: Walked) -> None:
    said = walked("evidence", "view matrix", "1", "1", "view", "1", "view findings")
    assert "1. Tower station: Safety, claimed: 1 improved, 1 no effect or not achieved.\n" in said[2]
    assert said[3].startswith("Findings on Tower station.\n1. Safety: claimed: 1 improved, ")
    assert said[4].startswith("Tower station: Safety.\nHeading: Claimed or argued, 2 items.\nimproved: Wrecks fell, ")
    assert "1. What saved ships: towers, against not the towers (Calder & Wren 1911)" in said[5]
    assert "How they differ: The same fall is put down to towers and to charts.\n" in said[6]
    assert said[7].startswith("Evidence.\n5 items.\n")


def test_the_headings_of_a_page_and_the_groups_of_a_list_can_be_gone_to(walked: Walked) -> None:
    said = walked("open lamp house", "contents", "2", "organisations", "contents", "2", "5", "timeline", "contents")
    assert said[2].startswith("Contents of Lamp house.\n")
    assert "2. Functions.\n" in said[2]
    assert said[3].startswith("Lamp house.\n")
    assert said[5].startswith("Contents of Organisations.\n4 headings.\n1. Forms.\n2. Named bodies.\n")
    assert said[6].startswith("Organisations.\nItems 5 to 8 of 8.\nHeading: Named bodies, 2 items.\n5. Board of Lights")
    assert said[7].startswith("Board of Lights.\n")
    assert "There are no groups." in said[9]


def test_words_are_found_in_what_is_read(walked: Walked) -> None:
    said = walked("timeline", "find lamp", "next", "next", "previous", "", "forward")
    assert (
        said[2]
        == "Match 1 of 6: 1. from about 1821: Lamp house, Lights, organisation.\nPress Enter to read from there.\n"
    )
    assert said[3].startswith("Match 2 of 6: 7. ")
    assert said[5] == said[3]
    assert said[6].startswith("14 items.\n1. ")
    assert said[7] == "There is nothing to go forward to.\n"


def test_a_search_is_narrowed_to_a_kind(walked: Walked) -> None:
    said = walked("search lamp", "kind", "1", "kind figure", "/zebra", "search kind:event beacon", "1")
    assert re.match(r"Search: lamp.\n\d+ results.\n1. Lamp house, organisation: ", said[1])
    assert said[2].startswith("Kinds found: lamp.\n")
    assert ", change event only.\n" in said[3]
    assert said[4].startswith("Search: lamp, figure only.\n")
    assert said[5] == "Search: zebra.\nNo matches. Try fewer words.\n"
    assert said[7].startswith("Beacon Act.\nEvent, March 1821.\n")


def test_back_and_forward_lead_through_all_that_was_read(walked: Walked) -> None:
    said = walked("timeline", "2", "back", "forward", "back", "back", "back", "where", "again")
    assert said[3] == "Back to Timeline.\nYou opened 2. March 1821: Beacon Act, Law.\nPress Enter to read from there.\n"
    assert said[4] == said[2]
    assert said[6].startswith("Back to The lights of Marrow Sound.\n")
    assert said[7] == "This is the first view.\n"
    assert said[8] == "The lights of Marrow Sound.\nThere is more: press Enter.\n"
    assert said[9] == said[8]


def test_passages_are_quoted_from_an_attached_copy_and_cited(walked: Walked, pctui: Run, lights: Path) -> None:
    attach = "No copy is attached, so its text is not shown. Attach yours: pctui attach FILE..."
    assert f"Calder & Wren 1911 paragraph 2, Beginnings.\n{attach}\n" in walked("open beacon act", "passage")[2]
    assert (
        f"Keepers 1898 paragraph 1.\n{attach} https://doi.org/10.0000/marrow.17.\n" in walked("o keepers-write", "p")[2]
    )
    assert pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights).code == 0
    passage, more = walked("open beacon act", "passage", "1")[2:]
    assert re.match(r'Calder & Wren 1911 paragraph 2[^\n]*\n"', passage)
    assert "Heading: Entries that cite this paragraph, " in passage
    assert more.startswith("Calder & Wren 1911, paragraphs.\nHeading: paragraph 2")
    cited, styles, item = walked("open beacon act", "cite", "cite all", "timeline", "cite 2")[2:5]
    assert cited.startswith("Calder, Ines; Wren, Tobias. The Lights of Marrow Sound")
    assert styles.startswith("Short: Calder & Wren 1911 ¶2\nFull reference: ")
    del item
    assert walked("timeline", "cite 2")[2] == cited


def test_marks_and_notes_are_kept(walked: Walked, pctui: Run, lights: Path) -> None:
    said = walked(
        "open lamp house", "mark adopt", "note First.", "note", "Second", "line.", ".", "organisations", "marked"
    )
    assert said[2] == "Marked adopt: Lamp house.\n"
    assert said[3] == "Note saved.\n"
    assert said[4] == "Your note so far: First.\nType your note; end with a line that has only a dot.\n"
    assert said[7] == "Added to your note.\n"
    assert "3. Lamp house, about 1821 to July 1899. Your mark: adopt, with your note.\n" in said[8]
    assert said[9].startswith("Organisations, only marked.\n1 item.\nHeading: Forms")
    assert "First.\nSecond\nline.\n" in pctui("notes", "--db", lights).out.replace("> ", "")
    every = walked("marked", "marked reject", "open lamp house", "erase", "mark none", "erase")
    assert (
        every[1] == "Your marks and notes.\n1 item.\n1. Lamp house, organisation. Your mark: adopt, with your note.\n"
    )
    assert every[2] == "Marked reject.\nNothing is marked so.\n"
    assert every[4] == "Note deleted. It said: First. Second line.\n"
    assert every[6] == "There is no note here.\n"


def test_a_note_that_is_cut_short_is_kept_as_a_draft(walked: Walked, pctui: Run, lights: Path) -> None:
    out = pctui("--plain", "--db", lights, stdin="open lamp house\nnote\nHalf a\n").out
    assert out.endswith("Line: Half a\nLine: \nNot saved; what you typed is kept as a draft.\nCommand: \n")
    said = walked("open lamp house", "note", ".", "note", "thought.", ".")
    assert said[2] == "Your draft: Half a\nType your note; end with a line that has only a dot.\n"
    assert said[3] == "Nothing was typed.\n"
    assert said[6] == "Added to your note.\n"


def test_what_is_read_is_exported(walked: Walked, tmp_path: Path) -> None:
    markdown, text = tmp_path / "list.md", tmp_path / "page.txt"
    said = walked("timeline", "filter lane law", f"export {markdown}", "2", f"e {text}", f"e {text}", f"e {text}", "e")
    assert said[3] == f"Exported Timeline, filtered: lane Law to {markdown}.\n"
    assert "**Beacon Act**" in markdown.read_text()
    assert "New charts" not in markdown.read_text()
    assert said[5] == f"Exported Board of Lights to {text}.\n"
    assert text.read_text().startswith("Board of Lights\n======")
    assert said[6] == "page.txt already exists. Type the same again to overwrite it.\n"
    assert said[7].startswith("Exported ")
    assert said[8] == "Export to which file?\nFor example: export board-of-lights.md\n"
    assert walked(f"export {tmp_path}/x.md")[1] == "There is no list or page here to export.\n"


def test_marks_and_notes_are_exported_as_the_words_after_the_name_say(walked: Walked, tmp_path: Path) -> None:
    said = walked(
        "open train keepers together with pilots",
        "mark reject",
        "note Ask the union.",
        f"export {tmp_path}/page.md",
        f"export {tmp_path}/bare page.md without notes",
        f"export {tmp_path}/x.md by mark",
        "recommendations",
        f"export {tmp_path}/list.md by mark, citing numbered",
        "ladder",
        f"export {tmp_path}/ladder.md citing pandoc",
    )
    assert "> Ask the union." in (tmp_path / "page.md").read_text()
    bare = (tmp_path / "bare page.md").read_text()
    assert "union" not in bare
    assert "Your mark" not in bare
    assert said[6] == "This is no list of entries, which could be divided by mark.\n"
    listed = (tmp_path / "list.md").read_text()
    assert listed.startswith("# Recommendations\n\n## Reject ✗\n")
    assert "\n\n  > Ask the union.\n" in listed
    assert '<a id="ref-1"></a>' in listed
    assert "::: {#refs}" in (tmp_path / "ladder.md").read_text()


def test_a_read_only_login_writes_nothing(lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    out = BytesIO()
    stream = TextIOWrapper(out, encoding="utf-8")
    lines = iter(["timeline", "1", "mark adopt", "note x", "note", "erase", f"export {tmp_path}/x.md", "marked"])
    with closing(Store(lights)) as store, redirect_stdout(stream):
        Walk(store, Reader.of(store, tmp_path / "reader.db"), lambda _: next(lines, None)).run()
    said = out.getvalue().decode()
    refused = "Marks and notes are disabled in this login.\nPCTUI_SECURE is set: this login is read-only.\n"
    assert said.count(refused) == 4
    assert "Writing is disabled in this login.\nPCTUI_SECURE is set: this login is read-only.\n" in said
    assert not [*tmp_path.glob("*.*")]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_explained_and_does_what_it_says(
    walked: Walked, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where `export` writes
    command = COMMANDS[name]
    explained = walked(f"help {name}")[1]
    assert command.help in explained
    assert "Unknown command" not in "".join(walked("organisations", "1", command.example or name))


def test_help_is_short_and_by_topic(walked: Walked) -> None:
    short, topic, word, every, pane = walked("help", "help lists", "?/", "help all", "help ladder")[1:]
    assert len(short.splitlines()) < 10
    assert topic.startswith("filter WHAT VALUE: ")
    assert word.startswith("search WORDS, or /: ")
    assert len(every.splitlines()) == len(COMMANDS)
    assert pane == "ladder: Open the pane Ladder.\n"


def test_names_can_be_shortened(walked: Walked) -> None:
    for short, name in (
        ("tim", "timeline"),
        ("rec", "recommendations"),
        ("HELP", "help"),
        ("h", "?"),
        ("/lamp", "search lamp"),
    ):
        assert walked(short)[1] == walked(name)[1]


def test_every_view_ends_at_the_end_of_the_input(walked: Walked, pctui: Run, lights: Path) -> None:
    assert pctui("--plain", "--db", lights).out.endswith("Type a number, or help.\nCommand: \n")
    assert walked("quit", "timeline")[1:] == [""]


@given(
    st.lists(
        st.one_of(
            st.text(st.sampled_from('123456789bpsnv/o "*-lamp\x1b'), max_size=6),
            st.sampled_from([*COMMANDS, *PANES, "", "filter lane law", "compare 1 2", "find a", "1", "3"]),
            st.tuples(st.sampled_from([*COMMANDS]), st.text(max_size=8)).map(" ".join),
        ).filter(lambda typed: not typed.strip().startswith(("export", "e "))),
        max_size=12,
    )
)
def test_no_input_causes_an_error(lights: Path, typed: list[str]) -> None:
    lines = iter(typed)
    with closing(Store(lights)) as store, redirect_stdout(TextIOWrapper(BytesIO(), encoding="utf-8")):
        Walk(store, Reader.of(store), lambda _: next(lines, None)).run()


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_lines_are_wrapped_at_the_width_of_the_terminal(lights: Path, width: int) -> None:
    out = BytesIO()
    lines = iter(["open lamp house", "at 1849", "evidence"])
    stream = TextIOWrapper(out, encoding="utf-8")
    with closing(Store(lights)) as store, redirect_stdout(stream):
        Walk(store, Reader.of(store), lambda _: next(lines, None), lambda: width).run()
    assert max(map(len, out.getvalue().decode().splitlines())) <= width
