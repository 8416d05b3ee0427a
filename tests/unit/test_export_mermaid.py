"""Mermaid diagrams keep to a part of its grammar in which no text can be anything else, whatever the corpus contains.

Its parser is a program for browsers that is not to be had here. In a browser, by hand, Mermaid 11.17 read all three
diagrams of both corpora, and of the lighthouses with NASTY for every text, and showed that as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import yaml
from conftest import examples
from drawings import NASTY, dated, lineage
from hostile import HOSTILE, hostile_store
from hypothesis import example, given, settings
from markdown_it import MarkdownIt

from pctui.queries import drawn
from pctui.queries.records import corpus_record, records_of
from pctui.queries.store import Store
from pctui.render import mermaid
from pctui.text import one_line


def gantt(store: Store) -> str:
    entries = records_of(store, drawn.on_timeline(store, by_lane=True))
    lanes = dict(store.terms("lane"))
    return "".join(mermaid.gantt(corpus_record(store), entries, lanes, drawn.places(store), Counter()))


_SAFE = r"(?:[A-Za-z0-9 ,().\-]|#\d+;|[^\x00-\x7f])*"
# What begins a line is no word of Mermaid's (all that its grammar of a timeline or a Gantt chart has there), nor a day.
_WORDS = "acc|axisFormat|call|click|dateFormat|excludes|gantt|href|includes|inclusive|section|tickInterval|timeline"
_FIRST = rf"(?!(?i:{_WORDS}|title|todayMarker|topAxis|week)|\d{{4}}-){_SAFE}"
_NODE, _COMMENT = "e_[A-Za-z0-9_]+", r"  %% [^%{}`\n]*"
_LABEL = rf'"{_SAFE}(?:<br/>{_SAFE})*"'
GRAMMARS = {
    "flowchart LR": (
        rf"  accDescr: {_SAFE}",
        r"  classDef [a-z]+ [a-z0-9:,#\- ]+",
        rf"  {_NODE}(?:\({_LABEL}\)|\[{_LABEL}\]):::[a-z]+",
        rf"  {_NODE} (?:---|-\.-|-->|-\.->|<-->|<-\.->) {_NODE}",
        _COMMENT,
    ),
    "timeline": (rf"  (?: +|{_FIRST}) : {_SAFE}", _COMMENT),
    "gantt": (
        rf"  (?:dateFormat YYYY-MM-DD|axisFormat %Y|inclusiveEndDates|section {_SAFE})",
        rf"    (?:{_FIRST}) :(?:done, |milestone, )*\d{{4}}-\d\d-\d\d, (?:0d|\d{{4}}-\d\d-\d\d)",
        _COMMENT,
    ),
}


def read_mermaid(text: str) -> tuple[str, list[str]]:
    """Return the title of a diagram and its lines, each of which is of the grammar, with entities decoded."""
    _, front, body = text.split("---\n", 2)
    head, *lines = body.splitlines()
    assert body.endswith("\n")
    for line in lines:
        assert any(re.fullmatch(form, line) for form in GRAMMARS[head]), line
        assert not re.search(r"style.*:\S*#.*;", line) or line.startswith("  %%"), line  # it would lose its last sign
    return yaml.safe_load(front)["title"], [decoded(line) for line in lines]


def decoded(text: str) -> str:
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), text).replace("\u2060", "")


def test_the_lineage_as_a_flowchart(lights: Path) -> None:
    with closing(Store(lights)) as store:
        title, lines = read_mermaid(lineage(mermaid.flowchart, store))
    assert title == "The lights of Marrow Sound: predecessors and successors"
    assert '  e_lamp_house("Lamp house<br/>about 1821 – July 1899"):::organisation' in lines
    towers = '  e_lamps_to_towers["Lamp houses grow into towers<br/>until 1911 (in part)"]:::dashed'
    assert lines[lines.index(towers) + 1].startswith("  %% Lamp houses grow into towers. Sources: Calder & W")
    assert "  e_lamp_house <-.-> e_lamps_to_towers" in lines, "it continues"
    assert "  e_lamp_house --- e_lamps_to_towers_again" in lines
    assert "  e_lamps_to_towers -.-> e_tower_station" in lines


def test_dated_entries_as_a_timeline_and_as_a_gantt_chart(lights: Path) -> None:
    with closing(Store(lights)) as store:
        _, lines = read_mermaid(dated(mermaid.timeline, store))
        _, tasks = read_mermaid(gantt(store))
    shown = [line for line in lines if not line.startswith("  %%")]
    assert shown[0] == "  about 1821 – July 1899 : Lamp house"
    order = "Stations Order puts out thirteen lamp houses (planned)"
    assert any(line.endswith(f" : {order}") for line in shown)
    (task,) = [line for line in tasks if order in line and not line.startswith("  %%")]
    assert "done" not in task
    sections = [line for line in tasks if line.startswith("  section")]
    assert sections == ["  section Law", "  section Lights", "  section People"], "in the order of the corpus"
    assert any(re.fullmatch(r"    .*Lamp house :done, 1821-01-01, 1899-07-31", line) for line in tasks)


def texts_of(store: Store) -> Iterator[tuple[str, list[str]]]:
    yield read_mermaid(lineage(mermaid.flowchart, store))
    yield read_mermaid(dated(mermaid.timeline, store))
    yield read_mermaid(gantt(store))


@settings(max_examples=examples(20))
@given(HOSTILE)
@example(NASTY)
@example("end")
@example("title x")
@example("section 1: a; b")
@example("1. a")
def test_hostile_text_does_not_break_the_diagrams(lights: Path, text: str) -> None:
    with closing(Store(lights, context=True)) as store:
        plain = [len(lines) for _, lines in texts_of(store)][:2]
    with closing(hostile_store(lights, text)) as store:
        found = list(texts_of(store))
    assert [len(lines) for _, lines in found][:2] == plain
    for title, lines in found:
        assert title.startswith(one_line(text))
        said = [line for line in lines if not line.startswith("  %%")]
        assert sum(one_line(text) in line for line in said) >= 4


def test_a_fence_cannot_be_closed_from_within(lights: Path) -> None:
    with closing(hostile_store(lights, "```\n# x\n```")) as store:
        text = lineage(mermaid.flowchart, store)
    (fence,) = MarkdownIt("commonmark").parse("".join(mermaid.fenced([text])))
    assert (fence.type, fence.info, fence.content) == ("fence", "mermaid", text)
