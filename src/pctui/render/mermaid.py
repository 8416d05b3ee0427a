"""Renders the lineage of organisations, or dated entries, as Mermaid, which GitHub and Obsidian draw within Markdown.

Mermaid has no escapes that hold everywhere: whatever is not a letter, a digit or a sign without any meaning to it is
written as an entity (`#35;`), which it decodes once it has read the diagram. Comments have the passages cited.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..model import Record
from ..text import one_line
from .dated import Dated, Day, LeftOut, Place, cited, dated
from .lineage import LEGEND, Ends, Step, existence, steps, when

MOST = 50_000  # characters of a diagram that Mermaid reads unless it is told otherwise
# The years of which its Gantt charts read the days.
_FIRST, _LAST = 100, 9999

_CLASSES = """\
  classDef organisation fill:#e8eef4,stroke:#34566f,color:#000
  classDef change fill:#fff,stroke:#8a6d3b,color:#000
  classDef dashed fill:#fff,stroke:#8a6d3b,color:#000,stroke-dasharray:6 4
  classDef dotted fill:#fff,stroke:#8a6d3b,color:#000,stroke-dasharray:2 3
"""


def flowchart(corpus: Record, changes: Iterable[Record], ends: Ends, place: Place) -> Iterator[str]:
    """Yield a flowchart of changes, which come in chronological order, and the organisations that take part in them."""
    yield f"{_title(f'{corpus.title}: predecessors and successors')}flowchart LR\n"
    yield f"  accDescr: {_text(' '.join(LEGEND))}\n{_CLASSES}"
    for step in steps(changes, ends):
        for organisation in step.organisations:
            label = _lines(organisation.title, existence(organisation))
            yield f'  {_name(organisation.slug)}("{label}"):::organisation\n{_sources(organisation, place)}'
        yield _change(step, place)


def _change(step: Step, place: Place) -> str:
    name = _name(step.change.slug)
    style = "change" if step.line == "solid" else step.line
    lines = [f'  {name}["{_lines(step.change.title, when(step.change))}"]:::{style}\n{_sources(step.change, place)}']
    line, arrow, both = ("---", "-->", "<-->") if step.line == "solid" else ("-.-", "-.->", "<-.->")
    lines += [f"  {_name(slug)} {both if slug in step.resulting else line} {name}\n" for slug in step.original]
    new = [slug for slug in step.resulting if slug not in step.original]
    lines += [f"  {name} {arrow} {_name(slug)}\n" for slug in new]
    return "".join(lines)


def timeline(corpus: Record, records: Iterable[Record], place: Place, left_out: LeftOut) -> Iterator[str]:
    """Yield a timeline of entries, which come in chronological order; those of the same date stand together."""
    yield f"{_title(corpus.title)}timeline\n"
    for label, entries in groupby(dated(records, {}, left_out), lambda entry: entry.label):
        start = _first(label)
        for entry in entries:
            yield f"  {start} : {_text(entry.headline)}\n{_sources(entry.record, place)}"
            start = " " * len(start)


def gantt(
    corpus: Record, records: Iterable[Record], lanes: dict[str, str], place: Place, left_out: LeftOut
) -> Iterator[str]:
    """Yield a Gantt chart of entries, which come by their lanes: `done` is what happened, a diamond has one date."""
    yield f"{_title(corpus.title)}gantt\n  dateFormat YYYY-MM-DD\n  axisFormat %Y\n  inclusiveEndDates\n"
    entries = dated(records, lanes, left_out, _FIRST, _LAST)
    for group, of_group in groupby(entries, lambda entry: entry.group):
        yield f"  section {_text(group) or 'No lane'}\n"
        for entry in of_group:
            yield f"    {_first(f'{entry.label}, {entry.headline}')} :{_task(entry)}\n{_sources(entry.record, place)}"


def _task(entry: Dated) -> str:
    happened = "done, " if entry.record.fields["modality"] == "happened" else ""
    if entry.end is None:
        return f"milestone, {happened}{_iso(entry.start)}, 0d"
    return f"{happened}{_iso(entry.start)}, {_iso(entry.end, last=True)}"


def _iso(day: Day, *, last: bool = False) -> str:
    year, month, number = day.bound(last=last)
    return f"{year:04}-{month:02}-{number:02}"


def fenced(diagram: Iterable[str]) -> Iterator[str]:
    """Yield a diagram as a block of Markdown."""
    yield "```mermaid\n"
    yield from diagram
    yield "```\n"


def _title(title: str) -> str:
    """Return the head of a diagram, which is YAML, with its title."""
    written = "".join(c if _plain(c) or ord(c) > 0x7F else f"\\x{ord(c):02x}" for c in one_line(title))
    return f'---\ntitle: "{written}"\n---\n'


def _name(slug: str) -> str:
    """Return a name for a node that is no word of Mermaid's, whatever the slug."""
    return "e_" + "".join(c if c.isascii() and c.isalnum() else "_" if c == "-" else f"_{ord(c)}_" for c in slug)


def _sources(record: Record, place: Place) -> str:
    found = cited(record, place)
    return f"  %% {_IN_COMMENTS.sub(_entity, one_line(f'{record.title}. {found}'))}\n" if found else ""


_IN_COMMENTS = re.compile("[%{}`]")  # in a comment, `%%{` would begin a directive


def _entity(match: re.Match[str]) -> str:
    return f"#{ord(match[0])};"


def _lines(*lines: str) -> str:
    return "<br/>".join(_text(line) for line in lines if line)


# With these a line of a timeline or of a Gantt chart begins that is no entry.
_KEYWORDS = re.compile(
    "acc|axisformat|call|click|dateformat|excludes|gantt|href|includes|inclusive|section|tickinterval|timeline|title"
    "|todaymarker|topaxis|week",
    re.IGNORECASE,
)


def _first(text: str) -> str:
    """Return a text that begins a line."""
    written = _text(text)
    return f"#{ord(written[0])};{written[1:]}" if _KEYWORDS.match(written) else written


# Signs that have no meaning, and letters that are part of how Mermaid itself writes an entity while it reads.
_SIGNS = frozenset(" ,–—‘’“”…()")
_OF_ENTITIES = frozenset("\ufb02\xdf")


def _plain(character: str) -> bool:
    return character in _SIGNS or (unicodedata.category(character)[0] in "LMN" and character not in _OF_ENTITIES)


def _text(text: str) -> str:
    """Return a text of one line for any place in a diagram.

    A full stop after a digit and a hyphen that is not within a word could begin a list, which Mermaid does not draw.
    """
    line = _ACTIVE_PAIRS.sub("\u2060", one_line(text))
    return "".join(
        c if _plain(c) or (c in ".-" and _within(line, place)) else f"#{ord(c)};" for place, c in enumerate(line)
    )


# What Mermaid obeys even where it has decoded entities: formulas, line ends, icons, and its own way to write entities.
# An invisible sign between the two keeps it from that.
_ACTIVE_PAIRS = re.compile(r"(?<=\$)(?=\$)|(?<=\\)(?=n)|(?<=:)(?=fa-)|(?<=ﬂ)(?=°)|(?<=¶)(?=ß)")


def _within(line: str, place: int) -> bool:
    before, after = line[max(0, place - 1) : place], line[place + 1 : place + 2]
    return (before.isalpha() or before in ")’”") and (line[place] == "." or after.isalpha())
