"""What the tests of graphs and timelines share: what is drawn, as text, and what is shown of HTML."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest

from pctui.model import Record
from pctui.queries import drawn
from pctui.queries.records import corpus_record, records_of
from pctui.queries.store import Store

NASTY = (
    '<img src=x onerror=alert(1)> "];} %%{init: {}}%% `x` 1. style: #35; end ; &amp; &lt;b&gt; __b__ **c** fa:fa-car '
    "ß ﬂ°°60¶ß :::x --> <script>alert(2)</script> \\n \\N \\G $$x^2$$ - title"
)


def lineage(form: Any, store: Store) -> str:
    changes = records_of(store, drawn.changes(store))
    return "".join(form(corpus_record(store), changes, lambda slugs: records_of(store, slugs), drawn.places(store)))


def dated(form: Any, store: Store, left_out: Counter[str] | None = None) -> str:
    entries = records_of(store, drawn.on_timeline(store))
    return "".join(
        form(corpus_record(store), entries, drawn.places(store), Counter() if left_out is None else left_out)
    )


CORPUS = Record("c", "corpus", "C", {"summary": "s", "lanes": []}, {})


def place(citation: dict[str, Any]) -> str:
    return f"{citation['document']} ¶{citation['paragraph']}"


def event(edtf: str) -> Record:
    fields = {
        "date": edtf, "summary": "s", "modality": "happened", "hedge": None, "sic": None, "citations": [],
        "sources": [{"title": "t", "url": "javascript:alert(1)", "read": "2026"}], "lane": "none", "origin": "document",
    }  # fmt: skip
    return Record("a", "event", "t", fields, {"date_label": "L"})


class Tags(HTMLParser):
    """Collects the text of HTML, and its tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        pytest.fail("a comment")


def plain(html: str) -> str:
    """Return the text of HTML without any tags."""
    found = Tags(html)
    assert found.tags == []
    return found.text
