"""Renders a folder of CommonMark: one file for each entry, with YAML front matter, and an index page for each pane.

Links are relative, so that a vault of notes, a static-site generator and a file browser can all follow them. Except for
title, description and tags, the front matter only uses names that have no special meaning in any of these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import chain

from ..folding import sort_key
from ..model import Record
from ..page import Block, Bullets, Heading, Passages, Prose, Run, kind_name
from ..page.blocks import raised
from ..text import clean, one_line
from .citing import Citing, Footnotes
from .files import file_stem
from .markdown import pieces
from .markdown import render as commonmark

# Characters that YAML accepts only as an escape but JSON does not escape; the sanitiser has removed all others.
_UNPRINTABLE = re.compile("[\x7f-\x9f\ufffe\uffff]")


def render(
    corpus: Record,
    pages: Iterable[tuple[str, str, Iterable[Block]]],
    entries: Iterable[tuple[Record, Iterable[Block]]],
    exported: Container[str],
    citing: Callable[[], Citing] = Footnotes,
) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each file, or of a piece of it: `pages` (name, title, blocks), then `entries`.

    Only entries in `exported` (slugs) become links; `citing` makes the citations of a file.
    """
    listed: list[tuple[str, str]] = []
    for name, title, blocks in pages:
        remaining = iter(blocks)
        if (first := next(remaining, None)) is None:
            continue
        listed.append((name, title))
        yield f"{name}.md", _front_matter({"title": title, "tags": ["index"]})
        page = (raised(block) for block in chain([first], remaining, [Passages("Passages cited")]))
        yield from ((f"{name}.md", text) for text in pieces(page, _links(exported, "entries/"), citing()))
    titles: dict[str, list[tuple[str, str]]] = {}  # and slugs, by kind
    for record, blocks in entries:
        titles.setdefault(record.kind, []).append((record.title, record.slug))
        text = _front_matter(_entry(record)) + commonmark(blocks, _links(exported, ""), citing())
        yield f"entries/{file_stem(record.slug)}.md", text
    yield "entries.md", _front_matter({"title": "Entries", "tags": ["index"]}) + _all(titles)
    yield (
        "index.md",
        _front_matter({"title": corpus.title, "tags": ["index"]}) + _index(corpus, [*listed, ("entries", "Entries")]),
    )


def _links(exported: Container[str], folder: str) -> Callable[[str], str | None]:
    return lambda slug: f"{folder}{file_stem(slug)}.md" if slug in exported else None


def _all(titles: dict[str, list[tuple[str, str]]]) -> str:
    blocks: list[Block] = [Heading(1, "Entries")]
    for kind, entries in sorted(titles.items()):
        blocks.append(Heading(2, kind_name(kind)))
        ordered = sorted(entries, key=lambda entry: (sort_key(entry[0]), *entry))
        blocks.append(Bullets(tuple((Run(title, entry=slug),) for title, slug in ordered)))
    return commonmark(blocks, lambda slug: f"entries/{file_stem(slug)}.md")


def _index(corpus: Record, pages: list[tuple[str, str]]) -> str:
    blocks: list[Block] = [
        Heading(1, corpus.title),
        Prose((Run(str(corpus.fields["summary"])),)),
        Bullets(tuple((Run(title, entry=name),) for name, title in pages)),
    ]
    return commonmark(blocks, lambda name: f"{name}.md")


def _entry(record: Record) -> dict[str, object]:
    fields, computed = record.fields, record.computed
    front: dict[str, object] = {
        "title": record.title,
        "description": fields["summary"],
        "slug": record.slug,
        "entry_kind": record.kind,
        "tags": [record.kind],
        "origin": fields["origin"],
        "modality": fields["modality"],
    }
    if fields.get("status"):
        front["status"] = fields["status"]
    for name in ("date", "existence", "issued"):
        edtf = fields.get("csl", {}).get("issued") if name == "issued" else fields.get(name)
        if edtf:
            front[f"{name}_edtf"] = edtf
            for end in ("earliest", "latest", "label"):
                if computed.get(f"{name}_{end}"):
                    front[f"{name}_{end}"] = computed[f"{name}_{end}"]
    for name in ("lane", "type", "classification", "heading", "actors", "domains", "direction"):
        if value := fields.get(name) or computed.get(name):
            front["event_type" if name == "type" else name] = value
    if cited := list(dict.fromkeys(citation["document"] for citation in fields["citations"])):
        front["documents"] = cited
    return front | {name: value for name, value in (record.reader or {}).items() if value}


def _front_matter(fields: dict[str, object]) -> str:
    """Return YAML front matter, with every value in JSON notation, which is valid YAML; only a note has line breaks."""
    lines = (f"{name}: {_value(value, clean if name == 'note' else one_line)}\n" for name, value in fields.items())
    return f"---\n{''.join(lines)}---\n\n"


def _value(value: object, safe: Callable[[str], str]) -> str:
    shown = safe(value) if isinstance(value, str) else value
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(shown, ensure_ascii=False))
