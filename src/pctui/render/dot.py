"""Renders the lineage of organisations as DOT, for Graphviz: organisations and the changes between them.

Time goes from left to right, along an axis of years. Lines are solid for what passes in whole, dashed for what passes
in part, dotted for what is not known to have happened; the label of the change says so too. The tooltips of the drawing
have what an entry says and the passages that it cites, and `id` its slug.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Record
from ..text import one_line
from ..widths import wrap
from .dated import Place, account
from .lineage import LEGEND, Ends, Step, existence, steps, when

_WIDTH = 18  # columns of a label
# A landscape page of A4 or Letter, with margins; a smaller drawing keeps its size.
_HEAD = """\
digraph lineage {{
  graph [rankdir=LR, newrank=true, size="11,7.6", ranksep=0.25, nodesep=0.15, fontname="Helvetica,Arial,sans-serif",
    fontsize=16, labelloc=t, label={label}, tooltip={title}];
  node [shape=box, fontname="Helvetica,Arial,sans-serif", fontsize=11, margin="0.08,0.05", height=0.3];
  edge [color="#555555", arrowsize=0.7];
"""
_ORGANISATION = 'style="rounded,filled", fillcolor="#e8eef4", color="#34566f"'
_CHANGE = 'style={line}, color="#8a6d3b"'
_YEAR = 'shape=plaintext, fontsize=14, fontcolor="#666666"'


def pieces(corpus: Record, changes: Iterable[Record], ends: Ends, place: Place) -> Iterator[str]:
    """Yield a digraph of changes, which come in chronological order, with the organisations that take part in them."""
    title = f"{corpus.title}: predecessors and successors"
    yield _HEAD.format(label=_quoted(title, *LEGEND), title=_tip(title))
    years = -1
    for step in steps(changes, ends):
        for organisation in step.organisations:
            yield _organisation(organisation, place)
        yield _change(step, place)
        if step.rank is not None:
            if step.rank > years:
                yield _axis(step)
                years = step.rank
            yield f"  {{ rank=same; {_year(step.rank)}; {_quoted(step.change.slug)}; }}\n"
    yield "}\n"


def _organisation(record: Record, place: Place) -> str:
    label = _quoted(*wrap(one_line(record.title), _WIDTH), *wrap(one_line(existence(record)), _WIDTH))
    return f"  {_quoted(record.slug)} [{_ORGANISATION}, label={label}, {_described(record, place)}];\n"


def _change(step: Step, place: Place) -> str:
    change = step.change
    name = _quoted(change.slug)
    label = _quoted(*wrap(one_line(change.title), _WIDTH), *wrap(one_line(when(change)), _WIDTH))
    style = _CHANGE.format(line=step.line)
    lines = [f"{name} [{style}, label={label}, {_described(change, place)}];"]
    for slug in step.original:
        # What continues beside its successors, or within them, is at both ends.
        ends = "both" if slug in step.resulting else "none"
        lines.append(f"{_quoted(slug)} -> {name} [style={step.line}, dir={ends}];")
    new = [slug for slug in step.resulting if slug not in step.original]
    lines += [f"{name} -> {_quoted(slug)} [style={step.line}, weight=4];" for slug in new]  # close to how it came about
    return "".join(f"  {line}\n" for line in lines)


def _axis(step: Step) -> str:
    """Return the place of a rank on the axis, with its year if it is the first of it."""
    rank = step.rank or 0
    label = _quoted(step.year)
    shape = _YEAR if step.year else "shape=none, width=0, height=0, margin=0"
    line = f'  {_year(rank - 1)} -> {_year(rank)} [arrowhead=none, color="#bbbbbb", weight=100];\n' if rank else ""
    return f"  {_year(rank)} [{shape}, label={label}, tooltip={label}];\n{line}"


def _year(rank: int) -> str:
    return f'"rank {rank}"'  # no slug has a blank


def _described(record: Record, place: Place) -> str:
    return f"id={_quoted(record.slug)}, tooltip={_tip(*account(record, place))}"


def _tip(*lines: str) -> str:
    """Return the text of a tooltip. Graphviz looks for escapes in it twice, so a backslash is given its wide form."""
    return _quoted(*(line.replace("\\", "\uff3c") for line in lines))


def _quoted(*lines: str) -> str:
    """Return a quoted string of one or more lines. In labels a backslash is an escape, and `&` an HTML entity."""
    escaped = [one_line(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines]
    return '"' + "\\n".join(escaped) + '"'
