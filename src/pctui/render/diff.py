"""What differs between two corpora, to be read: as text with `-` and `+` lines, as Markdown, as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import Any

from ..compare.corpora import Changed, Difference, Moved, Name
from ..page import Block, Bullets, Heading, Prose, Run
from ..text import one_line
from .data import line
from .markdown import render

_AROUND = 4  # words shown before and after those that differ
_LONG = 16  # words from which a text is shown by its differing words alone
_ONLY_BLANKS = "(the same words, parted by other blanks or line breaks)"

Lines = list[tuple[str, str]]  # what a field was (`-`) and is (`+`)


def counts(found: Difference) -> str:
    """How much differs, in a line."""
    told = [("added", found.added), ("removed", found.removed), ("changed", found.changed)]
    return ", ".join(f"{len(names)} {what}" for what, names in told if names) or "no difference"


def as_text(found: Difference, width: int | None = None) -> str:
    """The difference as text, wrapped to `width` columns where it is given; nothing where there is none."""
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
    """The difference as CommonMark."""
    return render(_blocks(found))


def as_json(found: Difference) -> str:
    """The difference as one JSON document: each value whole, as it was and as it is."""
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
    yield Heading(1, "What differs")
    both = dict.fromkeys(f"{corpus.title} ({corpus.slug})" for corpus in (found.new, found.old))
    yield Prose((Run(f"{' against '.join(both)}: {counts(found)}."),))
    for head, names in (("Removed", found.removed), ("Added", found.added)):
        if names:
            yield Heading(2, head)
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


def _named(name: Name) -> str:
    return f"{name.kind} {name.slug}: {name.title}" if name.title else f"{name.kind} {name.slug}"


def _fields(changed: Changed) -> Iterator[tuple[str, Lines]]:
    """Each field that differs, with its lines; changes of one field stand together."""
    found: dict[str, Lines] = {}
    for change in changed.fields:
        found.setdefault(change.field, []).extend(_lines(change.old, change.new))
    for moved in changed.citations:
        part = f" of {moved.part}" if moved.part else ""
        found.setdefault(f"{_fate(moved)}{part}", []).extend(_cited(moved))
    yield from found.items()


def _fate(moved: Moved) -> str:
    return "citation added" if moved.old is None else "citation removed" if moved.new is None else "citation moved"


def _cited(moved: Moved) -> Lines:
    """Where it was and is; by its anchors as well where the paragraph does not tell the passage."""
    both = [citation for citation in (moved.old, moved.new) if citation]
    places = [f"{citation['document']} ¶{citation['paragraph']}" for citation in both]
    if len(set(places)) == 1:
        places = [f"{place} {' '.join(c['anchors'])}" for place, c in zip(places, both, strict=True)]
    return list(zip((["-"] if moved.old else []) + (["+"] if moved.new else []), places, strict=True))


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
    """Two texts by their words: whole where they are short, else the words that differ with some around them."""
    if old == new:
        return [("-", _ONLY_BLANKS)]
    if max(len(old), len(new)) < _LONG:
        return [("-", " ".join(old)), ("+", " ".join(new))]
    lines: Lines = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        (_, start, _, begin, _), (_, _, end, _, stop) = group[0], group[-1]
        lines += [("-", _excerpt(old, start, end)), ("+", _excerpt(new, begin, stop))]
    return lines


def _excerpt(words: list[str], start: int, end: int) -> str:
    return " ".join([*(["…"] if start else []), *words[start:end], *(["…"] if end < len(words) else [])])
