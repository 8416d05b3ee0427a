"""The drawing of a lineage, a comparison and a chart: pure, against whatever a corpus may hold."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pctui.compare.entries import Compared
from pctui.model import Lineage, LineageNode, Succession
from pctui.page import Amount
from pctui.queries.lineage import lineage as asked
from pctui.queries.store import Store
from pctui.tui.panes.organisations.drawing import Drawing, draw, neighbour, spans
from pctui.tui.panes.organisations.graph import arrange
from pctui.tui.panes.organisations.near import near
from pctui.tui.widgets.bar import bar
from pctui.tui.widgets.comparison_table import comparison_table

text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Mn", "Me"]), max_size=40)
word = text.filter(str.strip)
SLUGS = "abcdefg"
ends = st.lists(st.sampled_from(SLUGS), max_size=3).map(tuple)


@st.composite
def lineages(draw_: st.DrawFn) -> Lineage:
    node = [LineageNode(slug, draw_(text.filter(str.strip)), draw_(text)) for slug in SLUGS[: draw_(st.integers(1, 7))]]
    changes = draw_(st.lists(st.tuples(ends, ends, text, st.booleans(), st.booleans()), max_size=8))
    return Lineage(
        tuple(node),
        tuple(Succession(f"change-{n}", "Change", date, *both, p, q) for n, (*both, date, p, q) in enumerate(changes)),
    )


def drawn(found: Lineage) -> set[str]:
    """The organisations, and the changes that have one of them."""
    known = {node.slug for node in found.organisations}
    return known | {c.slug for c in found.changes if known & {*c.original, *c.resulting}}


@given(lineages())
def test_all_is_drawn_and_nothing_over_another(found: Lineage) -> None:
    made = draw(found)
    assert set(made.boxes) == drawn(found)
    taken: set[tuple[int, int]] = set()
    for box in made.boxes.values():
        here = {(x, y) for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)}
        assert not here & taken
        assert not any(made.cells[place].role == "fill" for place in here if place in made.cells)
        assert max(x for x, _ in here) < made.width
        assert max(y for _, y in here) < made.height
        taken |= here
    assert all(x >= 0 and y >= 0 for x, y in made.cells)


OPEN = {
    "╰": "NE", "╯": "NW", "╭": "SE", "╮": "SW", "├": "NSE", "┤": "NSW", "┬": "SEW", "┴": "NEW", "┼": "NSEW",
    "▶": "W", "▷": "W",
}  # fmt: skip
STEP = {"N": (0, -1), "S": (0, 1), "W": (-1, 0), "E": (1, 0)}


@given(lineages())
def test_no_line_ends_in_nothing(found: Lineage) -> None:
    made = draw(found)
    for (x, y), cell in made.cells.items():
        if cell.role == "fill":
            for way in OPEN.get(cell.text, ""):
                dx, dy = STEP[way]
                assert (x + dx, y + dy) in made.cells, (x, y, cell.text, way)


def linked(made: Drawing, change: str) -> set[str]:
    """The organisations that the lines of a change reach, read off the drawing."""
    box = made.boxes[change]
    seen: set[tuple[int, int]] = set()
    reached: set[str] = set()
    todo = [(box.x + box.width, box.y, 1, 0), (box.x - 2, box.y, -1, 0)]
    owners = {
        (x, y): key for key, b in made.boxes.items() for x in range(b.x, b.x + b.width) for y in (b.y,) if key in SLUGS
    }
    while todo:
        x, y, dx, dy = todo.pop()
        # A blank parts a line from the name that it leads to or from.
        for place in ((x, y), (x + dx, y)):
            if dx and place in owners:
                reached.add(owners[place])
        cell = made.cells.get((x, y))
        if cell is None or (x, y, dx) in seen or cell.role not in ("fill", ""):
            continue
        if cell.role == "" and not cell.text.isspace():
            continue
        if cell.role == "fill" and change not in cell.owner.split("\n") and cell.text not in "▶▷":
            if dy and cell.text in "─╌┈":  # broken where another crosses: goes on behind it
                todo.append((x + dx, y + dy, dx, dy))
            continue
        seen.add((x, y, dx))  # type: ignore[arg-type]
        ways = OPEN.get(cell.text) if cell.text not in "▶▷ " else "EW"
        for way in ways or ("EW" if dx else "NS"):
            step = STEP[way]
            if step != (-dx, -dy):
                todo.append((x + step[0], y + step[1], *step))
    return reached


@given(lineages())
def test_the_lines_of_a_change_lead_to_its_organisations_and_no_other(found: Lineage) -> None:
    made = draw(found)
    for change in found.changes:
        box = made.boxes.get(change.slug)
        if box and box.column % 2:  # a loop has no lines
            ways = {*made.left.get(change.slug, ()), *made.right.get(change.slug, ())}
            assert linked(made, change.slug) == {key for key in ways if made.boxes[key].column != box.column}


@given(lineages(), st.integers(0, 40), st.integers(0, 20), st.integers(1, 90))
def test_a_row_in_view_has_its_width(found: Lineage, x: int, y: int, width: int) -> None:
    parts = spans(draw(found), y, x, width, "a", True)
    assert sum(cell_len(part) for part, _ in parts) == width


@given(lineages(), st.integers(0, 40), st.integers(0, 20), st.integers(1, 90))
def test_a_name_is_in_view_whole_or_not_at_all(found: Lineage, x: int, y: int, width: int) -> None:
    made = draw(found)
    parts = spans(made, y, x, width, None, True)
    for box in made.boxes.values():
        cut = not (x <= box.x and box.x + box.width <= x + width)
        if cut and box.y <= y < box.y + box.height:
            at = 0
            for part, role in parts:
                if box.x <= x + at < box.x + box.width:
                    assert part in (" ", "", "←", "→") or role == "fill"
                at += cell_len(part)


@given(lineages(), st.integers(1, 200))
def test_names_are_wrapped_for_the_room_and_never_shortened(found: Lineage, room: int) -> None:
    made = draw(found, room)
    assert made.width <= max(room, draw(found, 1).width)
    assert not any("…" in cell.text for cell in made.cells.values() if cell.owner in SLUGS) or any(
        "…" in node.title + node.existence for node in found.organisations
    )


@given(lineages(), st.sampled_from(SLUGS))
def test_what_is_near_is_all_of_its_changes_and_the_count_of_the_others(found: Lineage, slug: str) -> None:
    part, hidden = near(found, slug)
    for node in part.organisations:
        own = {c.slug for c in found.changes if node.slug in (*c.original, *c.resulting)}
        assert len(own) == len(own & {c.slug for c in part.changes}) + hidden.get(node.slug, 0)
    assert slug not in hidden


@given(lineages())
def test_every_organisation_that_is_linked_can_be_walked_to_and_back(found: Lineage) -> None:
    made = draw(found)
    for key in made.boxes:
        for across in (1, -1):
            there = neighbour(made, key, across, 0)
            if there is not None and made.boxes[there].column != made.boxes[key].column:
                assert neighbour(made, there, -across, 0, key) == key
        below = neighbour(made, key, 0, 1)
        assert below is None or neighbour(made, below, 0, -1) == key


def simple(*changes: tuple[str, str]) -> Lineage:
    slugs = dict.fromkeys("".join(a + b for a, b in changes))
    return Lineage(
        tuple(LineageNode(slug, slug.upper()) for slug in slugs),
        tuple(Succession(f"change-{n}", "", "1999", tuple(a), tuple(b)) for n, (a, b) in enumerate(changes)),
    )


def lines(found: Lineage) -> list[str]:
    made = draw(found)
    return ["".join(part for part, _ in spans(made, y, 0, made.width, None, True)).rstrip() for y in range(made.height)]


def test_a_succession_is_a_straight_line() -> None:
    assert lines(simple(("a", "b"))) == [" A ─ ● 1999 ─▶ B"]


def test_a_merger_and_a_split() -> None:
    assert lines(simple(("ab", "cd"))) == [
        " A ─╮        ╭─▶ C",
        "    ├ ● 1999 ┤",
        " B ─╯        ╰─▶ D",
    ]


def test_what_leads_back_is_a_loop_at_the_organisation() -> None:
    assert lines(simple(("a", "a"))) == [" A", " ↺ ● 1999 to itself"]
    assert [line for line in lines(simple(("a", "b"), ("b", "a"))) if "↺ ● 1999 to A" in line]
    assert arrange(simple(("a", "b"), ("b", "c"), ("c", "a"))).columns == [["a"], ["b"], ["c"]]


def test_partial_and_planned_have_lines_and_signs_of_their_own() -> None:
    node = (LineageNode("a", "A"), LineageNode("b", "B"))
    for partial, planned, drawing in (
        (True, False, " A ╌ ◐ 1999 ╌▷ B"),
        (False, True, " A ┈ ○ 1999 ┈▷ B"),
        (True, True, " A ┈ ○ 1999 ┈▷ B"),
    ):
        change = Succession("c", "", "1999", ("a",), ("b",), partial, planned)
        assert lines(Lineage(node, (change,))) == [drawing]


def test_a_long_way_passes_the_columns_between() -> None:
    made = lines(simple(("a", "b"), ("b", "c"), ("a", "c")))
    assert any(line.count("● 1999") == 1 for line in made)
    assert sum(line.count("● 1999") for line in made) == 3
    assert sum(line.count("▶") for line in made) == 2


def test_a_crowd_is_drawn_in_bounds_and_says_that_it_is_not_all() -> None:
    slugs = [f"o{n}" for n in range(60)]
    changes = [Succession(f"c{n}", "", "1999", tuple(slugs[:30]), tuple(slugs[30:])) for n in range(400)]
    made = draw(Lineage(tuple(LineageNode(s, s) for s in slugs), tuple(changes)))
    assert made.cut


def test_the_lineage_of_a_body_is_all_that_hangs_together_with_it(lighthouses: Path) -> None:
    store = Store(lighthouses)
    found = asked(store, "tower-station")
    assert {node.slug for node in found.organisations} == {
        "private-beacon", "board-of-lights", "lamp-house", "tower-station"
    }  # fmt: skip
    assert [change.slug for change in found.changes if change.partial] == ["lamps-to-towers"]
    assert not found.more
    assert asked(store, "tower-station", most=2).more
    assert [node.slug for node in asked(store, "harbour-master").organisations] == ["harbour-master"]
    store.close()


def test_a_change_from_outside_the_documents_is_hidden_until_asked_for(lights_copy: Path) -> None:
    with sqlite3.connect(lights_copy) as connection:
        connection.execute("UPDATE entries SET origin = 'context' WHERE slug = 'beacons-bought'")
    connection.close()
    for context, count in ((False, 2), (True, 4)):
        store = Store(lights_copy, context=context)
        assert len(asked(store, "tower-station").organisations) == count
        store.close()


@given(
    st.lists(text, min_size=2, max_size=5),
    st.lists(st.tuples(text, st.lists(st.lists(word, max_size=3), min_size=5, max_size=5)), max_size=5),
    st.integers(20, 160),
    st.integers(-1, 6),
)  # fmt: skip
def test_a_comparison_keeps_to_its_width(
    titles: list[str], told: list[tuple[str, list[list[str]]]], width: int, first: int
) -> None:
    rows = [Compared(name, tuple(tuple(v) for v in values[: len(titles)])) for name, values in told]
    made = comparison_table(titles, rows, width, first)
    for line in [*made.head, *made.lines]:
        assert sum(cell_len(piece.text) for piece in line) <= width
    assert 0 <= made.first <= made.columns - made.shown


def test_columns_stand_side_by_side_stack_or_scroll_by_the_room_there_is() -> None:
    titles, rows = ["One", "Two", "Three"], [Compared("Name", (("x",), ("y",), ("x",)))]
    wide, middle, narrow = (comparison_table(titles, rows, width) for width in (140, 70, 40))
    assert (wide.shown, middle.shown, narrow.head) == (3, 2, [])
    assert "→" in middle.head[0][0].text
    assert "←" in comparison_table(titles, rows, 70, 1).head[0][0].text
    assert ["".join(p.text for p in line).strip() for line in narrow.lines] == [
        "≠ Name", "One", "x", "Two", "y", "Three", "x"
    ]  # fmt: skip


def test_the_columns_in_view_are_counted_and_their_heads_wrapped() -> None:
    titles = ["The first of all the stations on the coast", "Two", "Three"]
    rows = [
        Compared("Name", (("x",), ("y",), ("x",))),
        Compared("Later", ((), (), ("z",))),
        Compared("Summary", (("p",), ("q",), ())),
    ]
    made = comparison_table(titles, rows, 70)
    head = ["".join(piece.text for piece in line) for line in made.head]
    assert head[0].startswith(" 1–2 of 3 →")
    assert "The first of all the" in head[0]
    assert "stations on the coast" in head[1]
    assert [line[0].text for line in made.lines] == [" ≠ ", "   ", "   "]  # none in view has the second
    assert " ← 2–3 of 3" in comparison_table(titles, rows, 70, 1).head[0][0].text


amounts = st.floats(0, 1e7)


@given(st.none() | amounts, st.none() | amounts, amounts, st.integers(1, 90), st.booleans())
def test_a_bar_keeps_to_its_width(start: float | None, end: float | None, most: float, width: int, plan: bool) -> None:
    drawing = bar(Amount((), start, end, plan), most, width)
    assert drawing.strip()
    assert cell_len(drawing) <= max(width, 2)


@given(amounts, amounts, amounts, st.integers(10, 90))
def test_a_larger_amount_has_no_shorter_bar(one: float, other: float, more: float, width: int) -> None:
    small, large = sorted((one, other))
    most = large + more
    assert len(bar(Amount((), small, small), most, width)) <= len(bar(Amount((), large, large), most, width))


def test_what_a_bar_says() -> None:
    def drawn_as(start: float | None, end: float | None, plan: bool = False) -> str:
        return bar(Amount((), start, end, plan), 10, 11)

    assert drawn_as(4, 4) == "━━━━"
    assert drawn_as(4.5, 4.5) == "━━━━╸"
    assert drawn_as(4, None) == "━━━━▸"
    assert drawn_as(4, 8) == "    ├───┤"
    assert drawn_as(None, 4) == "╶───┤"
    assert drawn_as(4, 4, plan=True) == "╍╍╍╍"
    assert drawn_as(4, 8, plan=True) == "    ├┄┄┄┤"
