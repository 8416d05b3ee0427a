"""The lineage of organisations is drawn by Graphviz, whatever the corpus contains."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pydot
import pytest
from conftest import examples
from drawings import CORPUS, NASTY, lineage, place
from hostile import HOSTILE, hostile_store
from hypothesis import example, given, settings

from pctui.database.read_only import BATCH
from pctui.model import Record
from pctui.queries.store import Store
from pctui.render import dot, mermaid
from pctui.text import one_line


def graph(text: str) -> pydot.Dot:
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # pydot uses old names of pyparsing
        graphs = pydot.graph_from_dot_data(text)
    assert graphs is not None
    (found,) = graphs
    return found


# A string of DOT ends at the first quotation mark without a backslash; Graphviz pairs no other escapes there.
_TOKEN = re.compile(r'\s+|[{}\[\];=,]|->|[A-Za-z_][A-Za-z_0-9]*|\d+(?:\.\d+)?|"(?:[^"\\]|\\.)*"', re.DOTALL)


def tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match, text[at : at + 40]
        at = match.end()
        if not match[0].isspace():
            found.append(match[0])
    return found


def shape(text: str) -> list[str]:
    """Return the tokens without the strings that are labels."""
    found = tokens(text)
    return [
        token for before, token in zip(["", *found], found, strict=False)
        if not (before == "=" and token.startswith('"'))
    ]  # fmt: skip


def edges(found: pydot.Dot) -> set[tuple[str, str, str, str | None]]:
    return {
        (edge.get_source().strip('"'), edge.get_destination().strip('"'), edge.get("style"), edge.get("dir"))
        for edge in found.get_edges()
        if not edge.get_source().startswith('"rank ')
    }


def test_lineage_is_a_graph_of_organisations_and_changes(lights: Path) -> None:
    with closing(Store(lights)) as store:
        found = graph(lineage(dot.pieces, store))
    assert found.get_type() == "digraph"
    nodes = {node.get_name().strip('"'): node for node in found.get_nodes()}
    assert {"lamp-house", "tower-station", "private-beacon", "board-of-lights"} <= nodes.keys()
    assert "watch-fire" not in nodes
    assert nodes["lamps-to-towers"].get("label") == r'"Lamp houses grow\ninto towers\nuntil 1911 (in\npart)"'
    assert "Sources: Calder & Wren 1911 ¶" in nodes["lamps-to-towers"].get("tooltip").replace("&amp;", "&")
    assert edges(found) >= {
        ("lamp-house", "lamps-to-towers", "dashed", "both"),
        ("lamp-house", "lamps-to-towers-again", "solid", "none"),
        ("lamps-to-towers", "tower-station", "dashed", None),
    }


def change(
    original: list[str], resulting: list[str], modality: str = "happened", *, partial: bool = False, at: int = 1900
) -> Record:
    fields = {
        "original": original, "resulting": resulting, "modality": modality, "partial": partial, "summary": "s",
        "origin": "document", "hedge": None, "sic": None, "citations": [], "sources": [],
    }  # fmt: skip
    computed = {"date_label": str(at), "date_earliest": f"{at}-01-01", "date_latest": f"{at}-12-31"}
    return Record(f"{'-'.join(original)}-{at}-{'-'.join(resulting)}", "change", "C", fields, computed)


@pytest.mark.parametrize(
    ("record", "drawn_edges", "style", "said"),
    [
        (change(["a"], ["b"]), {("a", "C", "none"), ("C", "b", None)}, "solid", "1900"),
        (change(["a"], ["b"], partial=True), {("a", "C", "none"), ("C", "b", None)}, "dashed", "1900 (in part)"),
        (change(["a"], ["b"], "planned"), {("a", "C", "none"), ("C", "b", None)}, "dotted", "1900 (planned)"),
        (change(["a"], [], "forecast", partial=True), {("a", "C", "none")}, "dotted", r"1900 (in part,\nforecast)"),
        (change(["a", "b"], ["c"]), {("a", "C", "none"), ("b", "C", "none"), ("C", "c", None)}, "solid", "1900"),
        (change(["a"], ["a", "b"]), {("a", "C", "both"), ("C", "b", None)}, "solid", "1900"),
        (change(["a"], ["a"]), {("a", "C", "both")}, "solid", "1900"),
        (change([], ["a"], "planned"), {("C", "a", None)}, "dotted", "1900 (planned)"),
    ],
)
def test_lines_and_label_of_a_change(
    record: Record, drawn_edges: set[tuple[str, str, str | None]], style: str, said: str
) -> None:
    found = graph("".join(dot.pieces(CORPUS, [record], lambda _: [], place)))
    shown = edges(found)
    names = {record.slug: "C"}
    assert {(names.get(a, a), names.get(b, b), way) for a, b, _, way in shown} == drawn_edges
    assert {line for _, _, line, _ in shown} == {style}
    assert f'"C\\n{said}"' in {node.get("label") for node in found.get_nodes()}


def axis(*changes: Record) -> list[tuple[str, list[str]]]:
    """Return the years along the axis ('' where one stands for several ranks) with the changes beside each."""
    found = graph("".join(dot.pieces(CORPUS, changes, lambda _: [], place)))
    years = {node.get_name(): node.get("label").strip('"') for node in found.get_nodes() if "rank " in node.get_name()}
    beside: dict[str, list[str]] = {name: [] for name in years}
    for group in found.get_subgraphs():
        rank, of = (node.get_name() for node in group.get_nodes())
        beside[rank].append(of.strip('"'))
    return [(years[name], beside[name]) for name in years]


def test_changes_stand_along_the_years_and_after_what_they_follow_from() -> None:
    first, second, third = change(["a"], ["b"], at=1900), change(["b"], ["c"], at=1900), change(["c"], ["d"], at=1950)
    expected = [("1900", [first.slug]), ("", [second.slug]), ("1950", [third.slug])]
    assert axis(first, second, third) == expected
    assert axis(second, first, third) == expected, "whatever their order within a day"
    circle = change(["b"], ["a"], at=1900)
    assert [year for year, _ in axis(first, circle)] == ["1900", ""], "a circle has no first"
    beside = change(["x"], ["y"], at=1900)
    assert axis(first, beside) == [("1900", [first.slug, beside.slug])]
    undated = Record("u", "change", "U", change(["c"], ["d"]).fields, {
        "date_label": "open at both ends", "date_earliest": None, "date_latest": None})  # fmt: skip
    assert axis(undated) == []


def test_a_lineage_without_end_is_drawn_as_it_is_read() -> None:
    taken = 0

    def changes() -> Iterator[Record]:
        nonlocal taken
        for year in itertools.count(1000):
            taken += 1
            yield change([f"o-{year}"], [f"o-{year + 1}"], at=year)

    for form in (dot.pieces, mermaid.flowchart):
        taken = 0
        assert len(list(itertools.islice(form(CORPUS, changes(), lambda _: [], place), 100))) == 100
        assert taken <= BATCH + 1


@settings(max_examples=examples(30))
@given(HOSTILE)
def test_hostile_text_does_not_break_the_graph(lights: Path, text: str) -> None:
    with closing(Store(lights, context=True)) as store:
        plain = lineage(dot.pieces, store)
    with closing(hostile_store(lights, text)) as store:
        found = lineage(dot.pieces, store)
    assert shape(found) == shape(plain)


needs_graphviz = pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed here")
_TITLE = "{http://www.w3.org/1999/xlink}title"
_SVG = "{http://www.w3.org/2000/svg}"


def svg(text: str) -> ElementTree.Element:
    done = subprocess.run(["dot", "-Tsvg"], input=text.encode(), capture_output=True, timeout=60)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return ElementTree.fromstring(done.stdout)


def written(drawing: ElementTree.Element, name: str) -> str:
    """Return the text of the node with this id."""
    (node,) = [part for part in drawing.iter(f"{_SVG}g") if part.get("id") == name]
    return " ".join("".join(part.itertext()) for part in node.iter(f"{_SVG}text"))


@needs_graphviz
def test_graphviz_draws_the_lineage(lights: Path) -> None:
    with closing(Store(lights)) as store:
        drawing = svg(lineage(dot.pieces, store))
    assert written(drawing, "lamp-house") == "Lamp house about 1821 – July 1899"
    assert written(drawing, "lamps-to-towers") == "Lamp houses grow into towers until 1911 (in part)"
    dashes = [p for p in drawing.iter(f"{_SVG}path") if p.get("stroke-dasharray")]
    assert dashes
    tips = [link.get(_TITLE) or "" for link in drawing.iter(f"{_SVG}a")]
    assert any("Sources: Calder & Wren 1911 ¶" in tip for tip in tips)
    assert float(str(drawing.get("width")).removesuffix("pt")) <= 11 * 72
    assert float(str(drawing.get("height")).removesuffix("pt")) <= 7.6 * 72


def unspaced(text: str) -> str:
    return "".join(text.split())


@needs_graphviz
@settings(max_examples=examples(8))
@given(HOSTILE)
@example(NASTY)
def test_graphviz_draws_hostile_text_as_text(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        drawing = svg(lineage(dot.pieces, store))
    assert {part.tag.removeprefix(_SVG) for part in drawing.iter()} <= {
        "svg", "g", "title", "a", "text", "polygon", "path", "ellipse", "polyline"
    }  # fmt: skip
    shown = unspaced(one_line(text))
    assert unspaced(written(drawing, "lamp-house")).startswith(shown)
    tips = [unspaced(link.get(_TITLE) or "") for link in drawing.iter(f"{_SVG}a")]
    assert sum(shown.replace("\\", "\uff3c") in tip for tip in tips) >= 4
    assert not [link for link in drawing.iter(f"{_SVG}a") if link.get("{http://www.w3.org/1999/xlink}href")]
