"""DOT (Graphviz): which organisations became which, by change events.

An edge is solid for a whole succession, dashed for one in part, dotted for one that was not seen to happen; what a
line means is said on it as well. A change of several into several goes through a node of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..kinds.vocabulary import NOT_HAPPENED
from ..model import Record
from ..text import one_line


def render(corpus: Record, records: Iterable[Record]) -> str:
    """A digraph with a node for each organisation that a change concerns."""
    there = list(records)
    changes = [record for record in there if record.kind == "change"]
    concerned = {slug for change in changes for slug in _ends(change, "original") + _ends(change, "resulting")}
    lines = [
        f"label={_quoted(f'{corpus.title}: what became of what')};",
        "labelloc=t;",
        "rankdir=LR;",
        'node [shape=box, style=rounded, fontname="sans-serif"];',
        'edge [fontname="sans-serif", fontsize=10];',
    ]
    for record in there:
        if record.kind == "organisation" and record.slug in concerned:
            label = [record.title, *filter(None, [record.computed["existence_label"]])]
            lines.append(f"{_quoted(record.slug)} [label={_quoted(*label)}];")
    for change in changes:
        lines.extend(_edges(change))
    body = "".join(f"  {line}\n" for line in lines)
    return f"digraph lineage {{\n{body}}}\n"


def _ends(change: Record, role: str) -> list[str]:
    return list(change.fields[role])


def _edges(change: Record) -> Iterator[str]:
    sources, targets = _ends(change, "original"), _ends(change, "resulting")
    style, label = _style(change)
    said = f"[style={style}, label={_quoted(*label)}, tooltip={_quoted(change.title)}]"
    if sources and targets and (len(sources) == 1 or len(targets) == 1):
        for source in sources:
            for target in targets:
                if source != target:  # what goes on beside what came of it is a node already
                    yield f"{_quoted(source)} -> {_quoted(target)} {said};"
        return
    middle = _quoted(change.slug)
    yield f"{middle} [shape=ellipse, style={style}, label={_quoted(change.title, *label)}];"
    for source in sources:
        yield f"{_quoted(source)} -> {middle} [style={style}];"
    for target in targets:
        yield f"{middle} -> {_quoted(target)} [style={style}];"


def _style(change: Record) -> tuple[str, list[str]]:
    modality, partial = change.fields["modality"], change.fields["partial"]
    unseen = modality in NOT_HAPPENED
    said = ", ".join([*(["in part"] if partial else []), *([modality] if unseen else [])])
    label = [change.computed["date_label"], *([said] if said else [])]
    return "dotted" if unseen else "dashed" if partial else "solid", label


def _quoted(*lines: str) -> str:
    """A quoted string of one line or several. Labels read a backslash as an escape and `&` as an HTML entity."""
    escaped = [one_line(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines]
    return '"' + "\\n".join(escaped) + '"'
