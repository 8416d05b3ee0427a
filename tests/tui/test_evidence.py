"""The evidence pane: its matrix at any width, its three views, its disagreements."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pctui.database.build import seed
from pctui.kinds.vocabulary import DIRECTIONS, SIGNS, STATUS_SIGNS
from pctui.queries.evidence import Subject, Tally, findings, in_words, subjects
from pctui.queries.store import Store
from pctui.tui.panes.evidence.matrix import (
    cell_pieces,
    cell_status,
    cell_text,
    grid,
    head_lines,
    head_of,
    head_text,
    legend_lines,
    row_pieces,
    shown_texts,
)
from pctui.tui.widgets.layout import Piece, lay_out
from pctui.tui.widgets.view_bar import Words, in_lines

from .conftest import SIZES, Open, Session, flat
from .test_drawing import block, text

tally = st.builds(
    Tally, st.sampled_from(list(STATUS_SIGNS)), st.sampled_from(list(DIRECTIONS)), st.integers(1, 3) | st.just(4321)
)
cell = st.lists(tally, max_size=12).map(tuple)
domains = st.lists(text.filter(str.strip), max_size=9).map(lambda titles: [(str(n), t) for n, t in enumerate(titles)])


def width_of(line: list[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in line)


def said(session: Session) -> str:
    """What the line below the matrix says of the cell under the cursor."""
    return "".join(run.text for run in session.app.screen.query_one("#matrix-status", Words).said)


def words(line: list[Piece]) -> str:
    return "".join(piece.text for piece in line)


@given(cell, st.integers(1, 30))
def test_a_cell_keeps_its_width_and_shows_less_rather_than_be_cut(cell: tuple[Tally, ...], width: int) -> None:
    shown = words(cell_pieces(cell, width))
    assert cell_len(shown) == width
    if cell_len(cell_text(cell)) <= width:
        assert shown.rstrip() == cell_text(cell)
    elif width > 5:
        assert "…" not in shown


@given(cell)
def test_the_signs_of_a_cell_do_not_run_into_each_other(cell: tuple[Tally, ...]) -> None:
    for sign in cell_text(cell).split():
        assert re.fullmatch(r"[+−±∅?]\d*[cf]?|\(\d+\)|·", sign)


@given(
    domains,
    st.lists(st.tuples(text.filter(str.strip), st.lists(cell, max_size=9)), min_size=1, max_size=6),
    st.integers(1, 160),
    st.integers(0, 8),
    st.integers(0, 8),
)
def test_the_matrix_keeps_its_width_and_shows_the_cursor(
    domains: list[tuple[str, str]],
    subjects: list[tuple[str, list[tuple[Tally, ...]]]],
    width: int,
    column: int,
    first: int,
) -> None:
    rows = [
        Subject(str(n), "organisation", title, cells=tuple((str(i), c) for i, c in enumerate(cells)))
        for n, (title, cells) in enumerate(subjects)
    ]
    made = grid(rows, domains, width)
    if domains:
        column, first = column % len(domains), first % len(domains)
        first = made.showing(column, first)
        assert first <= column < first + made.shown(first)
    for line in head_lines(made, domains, column, first):
        assert width_of(line) == width
    for row in rows:
        for at in (column, None):
            line = row_pieces(made, row, domains, first, at, "cursor")
            assert width_of(line) == width
            if domains and width > 30:
                assert ("▸" in words(line)) == (at is not None) or "▸" in row.title


@given(text.filter(str.strip), st.integers(1, 30))
def test_a_head_fits_its_column(title: str, width: int) -> None:
    assert len(head_text(title, width)) <= 3
    for line in head_text(title, width):
        assert cell_len(line) <= width


def test_a_head_wraps_its_words_whole_and_breaks_a_long_one() -> None:
    assert head_text("Access and range of services", 8) == ["Access &", "range of", "services"]
    assert head_text("Institutions", 8) == ["Instit-", "utions"]
    assert head_text("Institutions", 12) == ["Institutions"]
    assert head_text("One two three four five", 5)[-1].endswith("…")


def test_columns_are_separated_by_a_rule() -> None:
    row = Subject("s", "organisation", "Body", cells=(("a", (Tally("found", "mixed", 2),)),))
    two = [("a", "Access"), ("b", "Cost")]
    assert words(row_pieces(grid([row], two, 40), row, two, 0, None, "")).split("┊") == [
        "  Body    ", " ±2    ", " ·     " + " " * 14
    ]  # fmt: skip
    assert "┊▸±2" in words(row_pieces(grid([row], two, 40), row, two, 0, 0, "cursor"))


def test_findings_that_report_no_effect_are_counted_apart_without_a_sign() -> None:
    cell = (Tally("found", "improved", 2), Tally("found", "descriptive", 3), Tally("claimed", "descriptive", 1))
    assert cell_text(cell) == "+2 (4)"
    assert cell_text(cell[1:]) == "(4)"
    assert in_words(cell) == "found: 2 improved, 3 descriptive; claimed: 1 descriptive"
    assert in_words(cell[:2]) == "2 improved, 3 descriptive (all found)"
    assert in_words(cell[2:]) == "1 descriptive (claimed)"


@given(text, text, cell, st.integers(30, 160))
def test_the_status_line_fits(subject: str, domain: str, cell: tuple[Tally, ...], width: int) -> None:
    lines = in_lines(cell_status(subject, domain, cell), width)
    assert len(lines) == len(in_lines((), width))  # nothing moves when the cursor does
    for line in [*lines, *legend_lines(width)]:
        assert width_of(line) <= width


def test_the_legend_explains_exactly_the_signs_in_view() -> None:
    rows = [Subject("s", "organisation", "Body", cells=(("a", (Tally("claimed", "worsened", 2),)), ("b", ())))]
    two = [("a", "Access"), ("b", "Cost")]
    made = grid(rows, two, 60)
    (line,) = legend_lines(60, shown_texts(made, rows, two, 0))
    assert words(line).split() == "− worsened c claimed · no findings".split()


@pytest.mark.parametrize("width", [30, 58, 80, 100])
def test_the_legend_names_every_sign(width: int) -> None:
    shown = " ".join(words(line) for line in legend_lines(width))
    for direction, sign in SIGNS.items():
        assert f"{sign} {direction}" in shown
    assert "(n) descriptive" in shown
    assert "c claimed" in shown
    assert "f forecast" in shown


@given(st.lists(block, max_size=4), st.lists(block, max_size=4), st.integers(8, 140))
def test_two_columns_fit_the_page_and_lose_no_stop(left: list[object], right: list[object], width: int) -> None:
    from pctui.page import Beside

    layout = lay_out([Beside(tuple(left), tuple(right))], width)  # type: ignore[arg-type]
    under = lay_out([*left, *right], width)  # type: ignore[arg-type]
    assert len(layout.stops) == len(under.stops)
    lines = [stop.first for stop in layout.stops if stop.first >= 0]
    assert lines == sorted(lines)
    for line in layout.lines:
        assert width_of(line) <= width
    for number, stop in enumerate(layout.stops):
        if stop.first >= 0:
            assert any(piece.stop == number for piece in layout.lines[stop.first])


def test_what_was_found_comes_before_what_is_claimed(lighthouses: Path) -> None:
    store = Store(lighthouses)
    rows = {row.slug: row for row in subjects(store) if not row.heading}
    assert in_words(rows["tower-station"].cell("safety")) == "1 improved, 1 no effect or not achieved (all claimed)"
    assert cell_text(rows["tower-station"].cell("safety")) == "+c ∅c"
    assert cell_text(rows["board-of-lights"].cell("money")) == "−"
    assert [row.title for row in subjects(store) if row.heading] == [
        "Forms",
        "Other subjects",
        "Forms without findings",
    ]
    assert [finding.status for finding in findings(store, "tower-station", "safety")] == ["claimed", "claimed"]
    store.close()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_arrows_move_in_the_matrix_and_enter_opens_a_cell(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        seen = await session.press("5")
        assert "[Matrix]" in seen
        assert "▸+c ∅c" in seen
        assert "Tower station" in seen
        assert "∅ no effect or not achieved" in seen
        assert said(session) == "Tower station × Safety: 1 improved, 1 no effect or not achieved (all claimed)"
        seen = await session.press("down", "l")
        assert "▸−" in seen
        assert said(session) == "Board of Lights × Money: 1 worsened (found)"
        seen = await session.press("up", "left", "enter")
        assert "Tower station: Safety" in seen
        assert "Claimed or argued" in seen
        assert "+c Wrecks fell, and the towers did it [1]" in flat(seen)
        assert "evaluation, firm, claimed, disputed" in flat(seen)
        seen = await session.press("enter")
        assert "Wren's count gives the towers the credit" in flat(seen)
        seen = await session.press("escape")
        assert "Tower station: Safety" in seen
        assert "▸+c ∅c" in await session.press("escape")


async def test_an_empty_cell_says_that_it_is_empty(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("5", "right")
        assert "▸·" in seen
        assert said(session) == "Tower station × Money: no findings"
        assert "No findings in this corpus" in flat(seen)


async def test_a_move_of_the_cursor_redraws_only_the_lines_that_changed(explorer: Open) -> None:
    from pctui.tui.panes.evidence.widgets import Heads, MatrixView

    async with explorer((140, 40)) as session:
        await session.press("5", "down")
        view, heads = session.app.screen.query_one(MatrixView), session.app.screen.query_one(Heads)
        drawn: list[object] = []
        for widget in (view, heads):
            widget.refresh = lambda *regions, **_: drawn.append(regions)  # type: ignore[method-assign]
        await session.press("up")
        assert len(drawn) == 2
        await session.press("right")
        assert len(drawn) == 2 + 1 + 1
        assert all(regions and all(region.height == 1 for region in regions) for regions in drawn)


async def test_v_changes_the_view_and_each_keeps_its_cursor(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("5", "down", "right")
        seen = await session.press("v")
        assert "[By domain]" in seen
        assert "c claimed" in seen  # the legend is that of the matrix: one sign means one thing everywhere
        assert "▸ +c Wrecks fell" in seen
        await session.press("down")
        seen = await session.press("v")
        assert "[Disagreements]" in seen
        assert "▾ Between those whom a document reports 1" in seen
        assert "▸ What saved ships: towers / not the towers (Calder & Wren 1911)" in seen
        seen = await session.press("v")
        assert "[Matrix]" in seen
        assert "▸−" in seen
        assert "Board of Lights: Money" in seen
        seen = await session.press("v")
        assert "▸ ∅c The lit shore" in seen
        assert "Calder doubts" in flat(seen)


async def test_v_returns_to_where_the_reader_was_on_the_page(explorer: Open) -> None:
    async with explorer((100, 30)) as session:
        await session.press("5", "v", "enter", "down", "down")
        pane = session.app.screen.pane  # type: ignore[attr-defined]
        shown, stop = pane.shown, pane.page.stop
        assert stop > 0
        seen = await session.press("v")
        assert "[Disagreements]" in seen
        await session.press("v")
        seen = await session.press("v")
        assert "[By domain]" in seen
        assert (pane.shown, pane.page.stop, pane.page.has_focus) == (shown, stop, True)


async def test_the_finding_that_is_read_is_selected_in_the_next_view(explorer: Open) -> None:
    async with explorer((100, 30)) as session:
        await session.press("5", "v", "down")
        assert "The lit shore did no better" in await session.press("enter")
        assert "▸ What saved ships" in await session.press("v")


async def test_only_disagreements_between_documents_are_shown_with_d(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        assert "Between documents" not in await session.press("5")
        await session.press("v", "v")
        seen = await session.press("d")
        assert "between documents only" in seen
        assert "This corpus records no disagreements." in seen
        seen = await session.press("d")
        assert "▸ What saved ships: towers / not the towers (Calder & Wren 1911)" in seen
        assert "between documents only" not in seen


async def test_the_entry_selected_in_one_pane_is_selected_in_another_that_has_it(explorer: Open) -> None:
    async with explorer((100, 30)) as session:
        await session.press("4", "down", "down")
        assert session.app.screen.pane.shown == "lamp-house"  # type: ignore[attr-defined]
        await session.press("1")
        assert session.app.screen.pane.shown == "lamp-house"  # type: ignore[attr-defined]
        before = await session.press("4")
        assert "▸ Lamp house" in before
        await session.press("down")
        seen = await session.press("5")
        assert "Tower station: Safety" in seen
        seen = await session.press("down", "1", "5")  # nothing was selected in the timeline: the matrix keeps its cell
        assert "Board of Lights" in seen.split("▸")[0].split("\n")[-1]


async def test_a_disagreement_shows_both_statements_with_their_passages(explorer: Open, attached: Path) -> None:
    async with explorer((140, 40), reader=attached) as session:
        seen = await session.press("5", "v", "v")
        assert "How they differ: The same fall is put down to towers and to charts" in flat(seen)
        titles = "Wrecks fell, and the towers", "The lit shore did no better"
        assert any(all(title in line.partition("│")[2] for title in titles) for line in seen.split("\n"))
        assert seen.count("May 1911") == 2
        cited = [
            piece.text
            for line in session.app.screen.query_one("#page-evidence")._layout.lines  # type: ignore[attr-defined]
            for piece in line
            if piece.role == "cited"
        ]
        assert len(cited) > 2
        seen = await session.press("enter", "down", "enter")
        assert "Calder doubts the towers" in flat(seen)
        assert "About" in seen
        seen = await session.press("escape", "down", "enter")
        assert "6 Sources" in seen
        assert "¶5" in seen
        seen = await session.press("escape")
        assert "How they differ" in flat(seen)
        assert "[Disagreements]" in seen


async def test_both_passages_begin_in_view_on_a_small_screen(explorer: Open, attached: Path) -> None:
    async with explorer((80, 24), reader=attached) as session:
        seen = await session.press("5", "v", "v")
        assert seen.count("“") >= 1
        assert any(line.partition("│")[0].count("¶5") and "¶5" in line.partition("│")[2] for line in seen.split("\n"))


async def test_without_copies_a_disagreement_shows_places_and_how_to_attach(explorer: Open) -> None:
    async with explorer((60, 20)) as session:
        seen = flat(await session.press("5", "v", "v", "enter"))  # in view without a step down the page
        assert "¶5, What came of it" in seen
        assert "No copy is attached" in seen
        assert "pctui attach FILE…" in seen


async def test_a_finding_that_is_searched_for_is_shown_in_its_cell(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("slash", *"oil cost twice the forecast")
        seen = await session.press("enter")
        assert "5 Evidence" in seen
        assert "▸−" in seen
        assert "Oil cost double what had been foreseen" in flat(seen)
        seen = await session.press("left", "enter")  # Enter on the cell leads from the finding to the cell itself
        assert "Board of Lights: Money" in seen


async def test_the_matrix_scrolls_sideways_under_its_row_heads(explorer: Open, tmp_path: Path) -> None:
    folder = tmp_path / "wide"
    folder.mkdir()
    many = ", ".join(f"{{slug: d{n}, title: The long domain {n}}}" for n in range(12))
    (folder / "corpus.yaml").write_text(
        f"- kind: corpus\n  slug: c\n  title: Wide\n  summary: None\n  version: '1'\n  lanes: []\n  domains: [{many}]\n"
        "- {kind: document, slug: d, title: D, label: D, summary: D, csl: {type: book}, extent: whole,"
        "   citations: [{document: d, paragraph: 1, anchors: [0123456789-0123456789-9]}]}\n"
        "- {kind: paragraph, document: d, number: 1, anchors: [0123456789-0123456789-9]}\n"
        "- {kind: organisation, slug: o, title: An office, summary: S, classification: form,"
        "   citations: [{document: d, paragraph: 1, anchors: [0123456789-0123456789-9]}]}\n"
        "- {kind: finding, slug: f, title: F, summary: S, subject: o, domains: [d0], direction: mixed, basis: review,"
        "   certainty: firm, citations: [{document: d, paragraph: 1, anchors: [0123456789-0123456789-9]}]}\n",
        encoding="utf-8",
    )
    database = tmp_path / "wide.db"
    seed(folder, database)
    async with explorer((60, 20), database=database) as session:
        seen = await session.press("5")
        assert "more →" in seen
        assert "▸±" in seen
        seen = await session.press(*["right"] * 11)
        assert "more →" not in seen
        assert "← " in seen
        assert "An office" in seen
        assert "× The long domain 11: no findings" in flat(seen)
        assert "▸·" in seen


async def test_a_corpus_without_evidence_says_so(explorer: Open, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "corpus.yaml").write_text(
        "- kind: corpus\n  slug: c\n  title: Nothing yet\n  summary: None\n  version: '1'\n  lanes: []\n",
        encoding="utf-8",
    )
    database = tmp_path / "empty.db"
    seed(folder, database)
    async with explorer(database=database) as session:
        assert "This corpus has no findings." in await session.press("5", "right", "down", "enter", "escape")
        assert "This corpus has no findings." in await session.press("v")
        assert "This corpus records no disagreements." in await session.press("v")


async def test_views_and_cells_can_be_clicked(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("5")
        await session.pilot.click("#evidence-views", offset=(12, 0))
        assert "[By domain]" in await session.seen()
        await session.pilot.click("#evidence-views", offset=(3, 0))
        seen = (await session.seen()).split("\n")
        y = next(n for n, line in enumerate(seen) if "Board of Lights" in line)
        await session.pilot.click(offset=(seen[y].index("−"), y))
        assert "▸−" in await session.seen()


@pytest.mark.parametrize("size", [(10, 3), (1, 1), (20, 5), (31, 12)])
async def test_a_tiny_window_causes_no_error_and_keeps_the_cursor(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        await session.press("5", "down", "right", "enter", "escape", "v", "down", "v", "enter", "escape", "v", "left")
        assert "▸·" in await session.resize(80, 24)


async def test_a_cell_and_a_disagreement_can_be_copied_from_and_exported(
    explorer: Open, attached: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with explorer(reader=attached) as session:
        assert "Cite" not in await session.press("5", "y", "Y")
        await session.press("e", "enter")
        text = (tmp_path / "evidence.md").read_text(encoding="utf-8")
        assert text.startswith("# Evidence\n\n## Subjects by domain\n\n- Tower station\n  - **Safety:** 1 improved")
        await session.press("v", "e")
        session.app.screen.query_one("#save-name").value = "findings.md"  # type: ignore[attr-defined]
        await session.press("enter")
        assert "## Safety" in (tmp_path / "findings.md").read_text(encoding="utf-8")
        await session.press("v", "e")
        session.app.screen.query_one("#save-name").value = "pairs.md"  # type: ignore[attr-defined]
        await session.press("enter")
        assert "**What saved ships:** towers" in (tmp_path / "pairs.md").read_text(encoding="utf-8")
        await session.press("enter", "e", "enter")
        text = (tmp_path / "towers-saved-ships-charts-saved-ships.md").read_text(encoding="utf-8")
        assert "**How they differ:** The same fall" in text
        assert ": Calder & Wren 1911, para. 5, What came of it" in text.replace("\\", "")
        await session.press("v", "enter", "e", "enter")
        text = (tmp_path / "tower-station-safety.md").read_text(encoding="utf-8")
        assert "# Tower station: Safety" in text


@pytest.mark.parametrize(
    ("title", "width", "head"),
    [
        ("Lamp house", 10, "Lamp house"),
        ("Outer harbour tower", 14, "Outer ha…tower"),
        ("Outer harbour lights", 14, "Outer h…lights"),
        ("A Lampenputzer-Vereinigung", 14, "A Lampenputze…"),
    ],
)
def test_a_head_of_the_matrix_keeps_its_last_word(title: str, width: int, head: str) -> None:
    assert head_of(title, width) == head
