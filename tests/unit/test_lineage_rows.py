"""How the rows of a lineage and the lines between them are drawn, for any corpus."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pctui.model import Lineage, LineageNode, Succession
from pctui.page.lineage import descent, outline
from pctui.tui.panes.organisations.lineage_rows import LEGEND, LaneRow, lane_rows, legend, window, words
from pctui.tui.signs import plain

text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Mn", "Me"]), max_size=40)
SLUGS = "abcdefg"
ends = st.lists(st.sampled_from(SLUGS), max_size=3).map(tuple)
days = st.none() | st.integers(1990, 1999).map(lambda year: f"{year}-01-01")


@st.composite
def lineages(draw: st.DrawFn) -> Lineage:
    nodes = [LineageNode(slug, draw(text.filter(str.strip)), draw(text)) for slug in SLUGS[: draw(st.integers(1, 7))]]
    changes = []
    for number in range(draw(st.integers(0, 9))):
        earliest, latest = draw(days), draw(days)
        if earliest and latest and latest < earliest:
            earliest, latest = latest, earliest
        changes.append(
            Succession(
                f"change-{number}", draw(text), draw(text), draw(ends), draw(ends), draw(st.booleans()),
                draw(st.booleans()), earliest, latest,
            )
        )  # fmt: skip
    known = {node.slug for node in nodes}
    return Lineage(tuple(nodes), tuple(c for c in changes if known & {*c.original, *c.resulting}))


@given(lineages())
def test_every_organisation_and_change_has_one_row_in_chronological_order(found: Lineage) -> None:
    rows = [row.entry for row in lane_rows(found)]
    assert rows == outline(found)
    assert sorted(row.slug for row in rows) == sorted(entry.slug for entry in (*found.organisations, *found.changes))
    assert [row for row in rows if isinstance(row, Succession)] == list(found.changes)
    at = {row.slug: y for y, row in enumerate(rows)}
    for change in found.changes:
        assert all(at[slug] < at[change.slug] for slug in change.original if slug in at)


def links_drawn(rows: list[LaneRow]) -> dict[str, tuple[set[str], set[str]]]:
    """Return the original and resulting organisations of each change, read from the drawing alone."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    lines: dict[int, str] = {}  # by lane: the organisation whose line is in it
    begun: dict[int, str] = {}  # by lane: the change from which an organisation may come next
    lanes = max((row.across for row in rows), default=0)
    for row in rows:
        drawing = "".join(character for character, _ in row.cells())
        signs = [n for n, character in enumerate(drawing) if character in "●◐○▼▽↺"]
        if signs:
            found[row.entry.slug] = (set(), set())
            assert not set(drawing[signs[0] : signs[-1]]) & {" "}, "the line across is broken"
        for lane in range(lanes):
            match drawing[2 * lane : 2 * lane + 1]:
                case "█":
                    if lane in begun:
                        found[begun.pop(lane)][1].add(row.entry.slug)
                    lines[lane] = row.entry.slug
                case "●" | "◐" | "○":
                    found[row.entry.slug][0].add(lines[lane])
                    begun[lane] = row.entry.slug
                case "↺":
                    found[row.entry.slug][0].add(lines[lane])
                    found[row.entry.slug][1].add(lines[lane])
                case "▼" | "▽":
                    begun.pop(lane, None)
                    if lane in lines:
                        found[row.entry.slug][1].add(lines[lane])
                    else:
                        begun[lane] = row.entry.slug
                case "│":
                    pass
                case _:
                    lines.pop(lane, None)
                    begun.pop(lane, None)
    return found


@given(lineages())
def test_the_drawing_links_each_change_to_exactly_its_organisations(found: Lineage) -> None:
    known = {node.slug for node in found.organisations}
    assert links_drawn(lane_rows(found)) == {
        change.slug: (known & {*change.original}, known & {*change.resulting}) for change in found.changes
    }


@given(lineages())
def test_there_are_at_most_as_many_lanes_as_organisations(found: Lineage) -> None:
    for row in lane_rows(found):
        assert row.across <= len(found.organisations)
        assert len(row.cells()) == 2 * row.across
        assert all(cell_len(character) == 1 for character, _ in row.cells())


@given(lineages(), st.integers(0, 20), st.integers(1, 20))
def test_cut_lanes_end_in_a_sign(found: Lineage, first: int, room: int) -> None:
    for row in lane_rows(found):
        whole = "".join(character for character, _ in row.cells())
        seen = "".join(character for character, _ in window(row.cells(), first, room))
        assert len(seen) == room
        assert not whole[:first].strip() or seen[0] == "…"
        assert not whole[first + room :].strip() or seen[-1] == "…"


@given(lineages(), st.integers(0, 90))
def test_the_words_of_a_row_keep_to_their_width(found: Lineage, room: int) -> None:
    for row in lane_rows(found):
        assert sum(cell_len(said) for said, _ in words(row.entry, room)) == room


@given(lineages(), st.integers(14, 140))
def test_the_legend_explains_every_sign_and_keeps_to_its_width(found: Lineage, width: int) -> None:
    rows = lane_rows(found)
    lines = legend(rows, width)
    assert all(cell_len(line) <= width for line in lines)
    drawn = {character for row in rows for character, _ in row.cells()} - {" ", "│"}
    assert drawn <= set("".join(lines))
    assert set("".join(lines)) <= set(LEGEND)


@given(lineages())
def test_predecessors_and_successors_are_inverse(found: Lineage) -> None:
    slugs = [node.slug for node in found.organisations]
    before, after = ({s: descent(found.changes, s, back=back) for s in slugs} for back in (True, False))
    for one in slugs:
        assert one not in before[one] | after[one]
        for other in slugs:
            assert (other in after[one]) == (one in before[other])


def simple(*changes: tuple[str, str]) -> Lineage:
    """Return one change per year: `("ab", "c")` is A and B into C."""
    slugs = dict.fromkeys("".join(a + b for a, b in changes))
    return Lineage(
        tuple(LineageNode(slug, slug.upper()) for slug in slugs),
        tuple(
            Succession(f"change-{n}", "", f"{1990 + n}", tuple(a), tuple(b), False, False, f"{1990 + n}-01-01",
                       f"{1990 + n}-12-31")
            for n, (a, b) in enumerate(changes)
        ),
    )  # fmt: skip


def lines(found: Lineage) -> list[str]:
    rows = lane_rows(found)
    across = 2 * max(row.across for row in rows)
    return [
        "".join(c for c, _ in row.cells()).ljust(across) + "".join(t for t, _ in words(row.entry, 8)).rstrip()
        for row in rows
    ]


def test_a_succession_is_a_straight_line() -> None:
    assert lines(simple(("a", "b"))) == ["█ A", "● ● 1990", "█ B"]


def test_a_merger_and_a_split() -> None:
    assert lines(simple(("ab", "cd"))) == [
        "█   A",
        "│ █ B",
        "●─● ● 1990",
        "█ │ C",
        "  █ D",
    ]


def test_an_organisation_reached_in_two_ways_has_one_row_and_both_lines() -> None:
    assert lines(simple(("a", "bc"), ("b", "d"), ("c", "d"))) == [
        "█   A",
        "●─▼ ● 1990",
        "█ │ B",
        "│ █ C",
        "● │ ● 1991",
        "█ │ D",
        "▼─● ● 1992",
    ]


def test_a_change_that_leads_back_joins_the_line_of_the_earlier_organisation() -> None:
    assert lines(simple(("a", "a"))) == ["█ A", "↺ ● 1990"]
    assert lines(simple(("a", "b"), ("b", "a"))) == ["█   A", "●─▼ ● 1990", "│ █ B", "▼─● ● 1991"]


def test_a_horizontal_line_passes_behind_lines_it_does_not_join() -> None:
    assert "●─│─● ● 1991" in lines(simple(("abc", "abc"), ("ac", "d"), ("b", "e")))


def test_partial_and_planned_changes_have_their_own_lines_and_signs() -> None:
    nodes = (LineageNode("a", "A"), LineageNode("b", "B"))
    for in_part, planned, drawing in ((True, False, "◐╌▽"), (False, True, "○┈▽"), (True, True, "○┈▽")):
        changes = [
            Succession("c", "", "1999", ("a",), ("a", "b"), in_part, planned),
            Succession("d", "", "1999", ("a",), ("b",), partial, planned),
        ]
        made = lines(Lineage(nodes, tuple(changes)))
        assert made[-1].startswith(drawing)
        assert plain(drawing).isascii()
    assert len({plain(sign) for sign in "█●◐○▼▽↺│─╌┈↑↓■"} | {" "}) >= 13


def test_an_earlier_successor_is_not_that_of_a_later_merger() -> None:
    found = simple(("a", "b"), ("c", "a"))
    assert "b" not in descent(found.changes, "c", back=False)
    assert "c" not in descent(found.changes, "b", back=True)
    assert descent(found.changes, "c", back=False) == {"change-1", "a"}
    undated = tuple(Succession(c.slug, "", "", c.original, c.resulting) for c in found.changes)
    assert "b" in descent(undated, "c", back=False)


def test_a_change_has_predecessors_and_successors_too() -> None:
    found = simple(("a", "b"), ("b", "c"), ("c", "d"))
    assert descent(found.changes, "change-1", back=True) == {"b", "change-0", "a"}
    assert descent(found.changes, "change-1", back=False) == {"c", "change-2", "d"}


def test_a_large_lineage_is_laid_out_completely() -> None:
    slugs = [f"o{n}" for n in range(100)]
    changes = [Succession(f"c{n}", "", "1999", tuple(slugs[:50]), tuple(slugs[50:])) for n in range(1000)]
    assert len(lane_rows(Lineage(tuple(LineageNode(s, s) for s in slugs), tuple(changes)))) == 1100
