"""Renders the lineage of organisations as DOT (Graphviz), with change events as edges.

An edge is solid for a complete succession, dashed for a partial one, dotted for one that is not known to have
happened; its label says so too. A change of several organisations into several has a node of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..kinds.vocabulary import NOT_HAPPENED
from ..model import Record
from ..text import one_line


def render(corpus: Record, records: Iterable[Record]) -> str:
    """Return a digraph with a node for each organisation that takes part in a change."""
    records = list(records)
    changes = [record for record in records if record.kind == "change"]
    concerned = {slug for change in changes for slug in _ends(change, "original") + _ends(change, "resulting")}
    lines = [
        f"label={_quoted(f'{corpus.title}: predecessors and successors')};",
        "labelloc=t;",
        "rankdir=LR;",
        'node [shape=box, style=rounded, fontname="sans-serif"];',
        'edge [fontname="sans-serif", fontsize=10];',
    ]
    for record in records:
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
    attributes = f"[style={style}, label={_quoted(*label)}, tooltip={_quoted(change.title)}]"
    if sources and targets and (len(sources) == 1 or len(targets) == 1):
        for source in sources:
            for target in targets:
                if source != target:  # an organisation that continues beside its successors needs no edge to itself
                    yield f"{_quoted(source)} -> {_quoted(target)} {attributes};"
        return
    middle = _quoted(change.slug)
    yield f"{middle} [shape=ellipse, style={style}, label={_quoted(change.title, *label)}];"
    for source in sources:
        yield f"{_quoted(source)} -> {middle} [style={style}];"
    for target in targets:
        yield f"{middle} -> {_quoted(target)} [style={style}];"


def _style(change: Record) -> tuple[str, list[str]]:
    modality, partial = change.fields["modality"], change.fields["partial"]
    not_happened = modality in NOT_HAPPENED
    qualifiers = ", ".join([*(["in part"] if partial else []), *([modality] if not_happened else [])])
    label = [change.computed["date_label"], *([qualifiers] if qualifiers else [])]
    return "dotted" if not_happened else "dashed" if partial else "solid", label


def _quoted(*lines: str) -> str:
    """Return a quoted string of one or more lines. In labels a backslash is an escape, and `&` an HTML entity."""
    escaped = [one_line(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines]
    return '"' + "\\n".join(escaped) + '"'
