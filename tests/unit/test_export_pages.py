"""Exports as a Markdown folder are read by independent parsers, whatever the corpus contains."""

from __future__ import annotations

import posixpath
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import examples, whole_files
from hostile import HOSTILE, hostile_store
from hypothesis import given, settings
from markdown_it import MarkdownIt

from pctui.page import SECTIONS, entry_blocks
from pctui.queries.entry import describe
from pctui.queries.records import corpus_record, records
from pctui.queries.store import Store
from pctui.render import markdown_folder
from pctui.text import one_line

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def pages(store: Store) -> dict[str, str]:
    return whole_files(
        markdown_folder.render(
            corpus_record(store),
            ((name, name.capitalize(), SECTIONS[name](store)) for name in SECTIONS),
            ((record, entry_blocks(describe(store, record.slug))) for record in records(store)),
            frozenset(store.slugs()),
        )
    )


def parts(page: str) -> tuple[dict[str, Any], str]:
    """Return the front matter of a page, read as YAML, and its Markdown."""
    assert page.startswith("---\n")
    front, body = page.removeprefix("---\n").split("\n---\n", 1)
    found = yaml.safe_load(front)
    assert isinstance(found, dict)
    return found, body


def links(body: str) -> list[str]:
    """Return the targets of the links of a page in the folder; it may contain only text, emphasis and links."""
    children = [child for token in PARSER.parse(body) for child in token.children or []]
    assert {child.type for child in children} <= {
        "text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "link_open", "link_close",
        "softbreak",
    }  # fmt: skip
    hrefs = (str(child.attrs["href"]) for child in children if child.type == "link_open")
    return [href for href in hrefs if not href.startswith(("https://", "http://"))]


def hold_together(found: dict[str, str]) -> None:
    """Check that every link leads to a page of the folder, and that every page can be reached from the index."""
    reached, left = set(), ["index.md"]
    while left:
        name = left.pop()
        if name in reached:
            continue
        reached.add(name)
        _, body = parts(found[name])
        for href in links(body):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), href))
            assert target in found, (name, href)
            left.append(target)
    assert reached == set(found)


@pytest.mark.parametrize("context", [False, True])
def test_every_link_in_the_folder_leads_to_a_page(lights: Path, context: bool) -> None:
    with closing(Store(lights, context=context)) as store:
        found = pages(store)
        slugs = store.slugs()
    hold_together(found)
    assert {name for name in found if name.startswith("entries/")} == {f"entries/{slug}.md" for slug in slugs}
    assert {"index.md", "entries.md", *(f"{name}.md" for name in SECTIONS)} <= set(found)
    for name, page in found.items():
        _, body = parts(page)
        levels = [int(token.tag[1]) for token in PARSER.parse(body) if token.type == "heading_open"]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name


def test_front_matter_describes_the_entry(lights: Path) -> None:
    with closing(Store(lights, context=True)) as store:
        found = pages(store)
    front, _ = parts(found["entries/towers-by-1860.md"])
    assert front == {
        "title": "All lamp houses to be towers by 1860",
        "description": "In 1849 the Board foresaw that each lamp house would have become a tower by 1860.",
        "slug": "towers-by-1860", "entry_kind": "event", "tags": ["event"], "origin": "document",
        "modality": "forecast", "date_edtf": "1849/1860", "date_earliest": "1849-01-01",
        "date_latest": "1860-12-31", "date_label": "1849–1860", "lane": "lights", "event_type": "forecast",
        "documents": ["calder-wren-1911"],
    }  # fmt: skip
    # Names that have a special meaning in site generators or note vaults.
    reserved = {"date", "aliases", "layout", "type", "url", "permalink", "kind", "draft", "cssclasses"}
    assert not any(reserved & parts(page)[0].keys() for page in found.values())


def test_a_pane_without_entries_has_no_page(lights: Path) -> None:
    with closing(Store(lights)) as store:
        found = dict(markdown_folder.render(corpus_record(store), [("x", "X", []), ("y", "Y", [])], [], set()))
    assert set(found) == {"index.md", "entries.md"}


@settings(max_examples=examples(20))
@given(HOSTILE)
def test_hostile_text_does_not_break_the_folder(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        found = pages(store)
    hold_together(found)
    for name, page in found.items():
        front, body = parts(page)
        if name.startswith("entries/"):
            assert front["title"] == front["description"] == one_line(text)
        assert "\x1b" not in body
