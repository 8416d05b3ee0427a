"""Renders the differences between two corpora as text with `-` and `+` lines, as Markdown, or as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import Any

from ..compare.corpora import CitationChange, Difference, RecordChange, RecordName
from ..page import Block, Bullets, Heading, Prose, Run
from ..text import one_line
from .data import line
from .markdown import render

_CONTEXT = 4  # words shown before and after those that differ
_LONG = 16  # from this number of words, only those that differ are shown, with their context
_ONLY_BLANKS = "(the same words; only blanks or line breaks differ)"

Lines = list[tuple[str, str]]  # the old (`-`) and new (`+`) value of a field


def counts(found: Difference) -> str:
    """Return the number of differences, on one line: `2 added, 1 changed`."""
    groups = [("added", found.added), ("removed", found.removed), ("changed", found.changed)]
    return ", ".join(f"{len(names)} {label}" for label, names in groups if names) or "no difference"


def as_text(found: Difference, width: int | None = None) -> str:
    """Return the differences as text, wrapped to `width` columns if given; an empty string if there are none."""
    if not found:
        return ""
    parts = [counts(found)]
    for sign, names in (("-", found.removed), ("+", found.added)):
        if names:
            parts.append("\n".join(_wrapped(f"{sign} ", _named(name), width) for name in names))
    for changed in found.changed:
        lines = [_wrapped("", _named(changed.name), width, "  ")]
        for field, pairs in _fields(changed):
            lines.append(_wrapped("  ", field, width, "    "))
            lines += [_wrapped(f"    {sign} ", text, width) for sign, text in pairs]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def as_markdown(found: Difference) -> str:
    """Return the differences as CommonMark."""
    return render(_blocks(found))


def as_json(found: Difference) -> str:
    """Return the differences as one JSON document, with each old and new value in full."""
    return f"{line({'format': 'pctui diff', 'version': 1, **asdict(found)})}\n"


def _wrapped(first: str, text: str, width: int | None, rest: str | None = None) -> str:
    if width is None:
        return first + one_line(text)
    rest = " " * len(first) if rest is None else rest
    return textwrap.fill(
        one_line(text),
        max(width, 30),
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _blocks(found: Difference) -> Iterator[Block]:
    yield Heading(1, "Differences")
    both = dict.fromkeys(f"{corpus.title} ({corpus.slug})" for corpus in (found.new, found.old))
    yield Prose((Run(f"{' compared with '.join(both)}: {counts(found)}."),))
    for heading, names in (("Removed", found.removed), ("Added", found.added)):
        if names:
            yield Heading(2, heading)
            yield Bullets(tuple((Run(_named(name)),) for name in names))
    if found.changed:
        yield Heading(2, "Changed")
    for changed in found.changed:
        yield Heading(3, _named(changed.name))
        items: list[tuple[int, tuple[Run, ...]]] = []
        for field, pairs in _fields(changed):
            items.append((0, (Run(field, "strong"),)))
            items += [(1, (Run(f"{'was' if sign == '-' else 'is'}: {text}"),)) for sign, text in pairs]
        yield Bullets(tuple(runs for _, runs in items), tuple(depth for depth, _ in items))


def _named(name: RecordName) -> str:
    return f"{name.kind} {name.slug}: {name.title}" if name.title else f"{name.kind} {name.slug}"


def _fields(changed: RecordChange) -> Iterator[tuple[str, Lines]]:
    """Yield each field that differs with its lines; several changes of the same field are combined."""
    found: dict[str, Lines] = {}
    for change in changed.fields:
        found.setdefault(change.field, []).extend(_lines(change.old, change.new))
    for citation in changed.citations:
        part = f" of {citation.part}" if citation.part else ""
        found.setdefault(f"{_change_name(citation)}{part}", []).extend(_citation_lines(citation))
    yield from found.items()


def _change_name(change: CitationChange) -> str:
    return "citation added" if change.old is None else "citation removed" if change.new is None else "citation moved"


def _citation_lines(change: CitationChange) -> Lines:
    """Return the old and new place, including the anchors if both are in the same paragraph."""
    both = [citation for citation in (change.old, change.new) if citation]
    places = [f"{citation['document']} ¶{citation['paragraph']}" for citation in both]
    if len(set(places)) == 1:
        places = [f"{place} {' '.join(c['anchors'])}" for place, c in zip(places, both, strict=True)]
    return list(zip((["-"] if change.old else []) + (["+"] if change.new else []), places, strict=True))


def _lines(old: Any, new: Any) -> Lines:
    if isinstance(old, str) and isinstance(new, str):
        return _prose(old.split(), new.split())
    return [(sign, _value(value)) for sign, value in (("-", old), ("+", new)) if value is not None]


def _value(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            return (
                _value(value["text"]) if "text" in value else "; ".join(f"{k}: {_value(v)}" for k, v in value.items())
            )
        case list():
            return ", ".join(map(_value, value))
    return str(value)


def _prose(old: list[str], new: list[str]) -> Lines:
    """Compare two texts by words: return them in full if short, else the words that differ with some context."""
    if old == new:
        return [("-", _ONLY_BLANKS)]
    if max(len(old), len(new)) < _LONG:
        return [("-", " ".join(old)), ("+", " ".join(new))]
    lines: Lines = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT):
        (_, old_start, _, new_start, _), (_, _, old_end, _, new_end) = group[0], group[-1]
        lines += [("-", _excerpt(old, old_start, old_end)), ("+", _excerpt(new, new_start, new_end))]
    return lines


def _excerpt(words: list[str], start: int, end: int) -> str:
    return " ".join([*(["…"] if start else []), *words[start:end], *(["…"] if end < len(words) else [])])
