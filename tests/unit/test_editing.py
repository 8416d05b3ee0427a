"""A corpus is edited as its author would: entries are added, changed and removed, each a change that can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import LIGHTHOUSES

from pctui.authoring.changes import Changes, apply
from pctui.authoring.editing import added, record, removed, replaced, with_terms
from pctui.corpus.loader import examine, load
from pctui.errors import CorpusError, NotFound, UsageError

CITATION = {"document": "calder-wren-1911", "paragraph": 2, "anchors": ["128fc73691-5557718e2d-18-f9401bb763"]}
ENTRY: dict[str, Any] = {
    "kind": "event",
    "slug": "dues-end",
    "title": "The dues end",
    "summary": "An end: of dues.",
    "date": "1911",
    "date_basis": "stated",
    "lane": "law",
    "type": "act",
    "citations": [CITATION],
}
DOCUMENT: dict[str, Any] = {
    "kind": "document",
    "slug": "log-1911",
    "title": "The log",
    "summary": "A log.",
    "label": "Log 1911",
    "csl": {"type": "book"},
    "extent": "whole",
    "citations": [{**CITATION, "document": "log-1911", "paragraph": 1}],
}
PARAGRAPHS = [
    {"kind": "paragraph", "document": "log-1911", "number": n, "anchors": CITATION["anchors"]} for n in (1, 2)
]


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def done(changes: Changes) -> dict[str, bytes]:
    """Make a change; the files before it. The corpus has no faults after it, and the undo restores every byte."""
    before = files_in(changes.folder)
    apply(changes)
    after = files_in(changes.folder)
    apply(changes.undone())
    assert files_in(changes.folder) == before
    apply(changes)
    assert files_in(changes.folder) == after
    assert examine(changes.folder)[1] == []
    return before


def test_a_new_entry_has_a_file_of_its_own(corpus: Path) -> None:
    done(added(corpus, [ENTRY]))
    assert (corpus / "entries/event/dues-end.yaml").read_text() == (
        "- kind: event\n"
        "  slug: dues-end\n"
        "  title: The dues end\n"
        "  summary: 'An end: of dues.'\n"
        "  date: '1911'\n"
        "  date_basis: stated\n"
        "  lane: law\n"
        "  type: act\n"
        "  citations:\n"
        "    - {document: calder-wren-1911, paragraph: 2, anchors: [128fc73691-5557718e2d-18-f9401bb763]}\n"
    )
    assert record(corpus, "dues-end") == ENTRY


def test_a_document_has_its_paragraphs_in_its_file(corpus: Path) -> None:
    done(added(corpus, [PARAGRAPHS[0], DOCUMENT, PARAGRAPHS[1], {**ENTRY, "kind": "event"}]))
    text = (corpus / "documents/log-1911.yaml").read_text()
    assert text.startswith("- kind: document\n")
    assert text.endswith(
        "- {kind: paragraph, document: log-1911, number: 2, anchors: [128fc73691-5557718e2d-18-f9401bb763]}\n"
    )
    more = [{**PARAGRAPHS[0], "number": 3}]
    before = done(added(corpus, more))["documents/log-1911.yaml"]
    assert (corpus / "documents/log-1911.yaml").read_bytes().startswith(before)


def test_a_new_corpus_is_added_to_nothing(tmp_path: Path) -> None:
    own = {"kind": "corpus", "slug": "c", "title": "C", "summary": "C.", "version": "1", "lanes": []}
    assert [file.name for file in added(tmp_path / "new", [own]).files] == ["corpus.yaml"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slug": "beacon-act-1821"}, r"'beacon-act-1821' is taken at events\.yaml:1"),
        ({"slug": "../x"}, r"'\.\./x' is not a slug"),
        ({"slug": None}, "'None' is not a slug"),
        ({"kind": "evnt"}, "there is no kind 'evnt'"),
    ],
)
def test_what_cannot_be_added(corpus: Path, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        added(corpus, [{**ENTRY, **wrong}])
    with pytest.raises(UsageError, match="two records have the slug"):
        added(corpus, [ENTRY, ENTRY])


def test_another_file_of_that_name_is_left_alone(corpus: Path) -> None:
    (corpus / "entries/event").mkdir(parents=True)
    (corpus / "entries/event/dues-end.yaml").write_text("# nothing yet\n")
    done(added(corpus, [ENTRY]))
    assert (corpus / "entries/event/dues-end-2.yaml").exists()


def test_only_what_differs_is_written(corpus: Path) -> None:
    found = record(corpus, "towers-by-1860")
    before = done(replaced(corpus, "towers-by-1860", {**found, "hedge": "hoped", "note": "So it says."}))
    old, new = before["events.yaml"].decode(), (corpus / "events.yaml").read_text()
    assert new == old.replace("hedge: expected\n", "hedge: hoped\n").replace(
        "as_of: '1849'\n", "as_of: '1849'\n  note: So it says.\n", 1
    )
    assert replaced(corpus, "towers-by-1860", record(corpus, "towers-by-1860")).files == ()


def test_a_number_without_quotes_is_the_text_that_it_stands_for(corpus: Path) -> None:
    """A date that was read by its type is no change."""
    found = record(corpus, "beacons-bought")
    assert replaced(corpus, "beacons-bought", {**found, "date": str(found["date"])}).files == ()


def cited_once_more(corpus: Path, slug: str) -> Changes:
    """The change that adds a citation to an entry."""
    before = record(corpus, slug)
    return replaced(corpus, slug, {**before, "citations": [*before.get("citations", []), CITATION]})


def test_a_citation_is_added_in_the_form_of_its_siblings(corpus: Path) -> None:
    before = done(cited_once_more(corpus, "beacon-act-1821"))
    line = "    - {document: calder-wren-1911, paragraph: 2, anchors: [128fc73691-5557718e2d-18-f9401bb763]}\n"
    old, new = before["events.yaml"].decode(), (corpus / "events.yaml").read_text()
    assert new == old.replace(line, line * 2, 1)
    done(cited_once_more(corpus, "concept-dues"))


def test_a_term_is_added_to_a_vocabulary(corpus: Path) -> None:
    before = done(with_terms(Changes(corpus, ()), [("lanes", "air", "Air: above")]))
    new = (corpus / "corpus.yaml").read_text()
    old = before["corpus.yaml"].decode()
    assert new == old.replace("title: People}\n", "title: People}\n    - {slug: air, title: 'Air: above'}\n", 1)
    with pytest.raises(UsageError, match="'air' is already among the lanes"):
        with_terms(Changes(corpus, ()), [("lanes", "air", "Air")])


def test_the_first_term_of_a_vocabulary_keeps_those_that_the_format_has(corpus: Path) -> None:
    before = load(corpus).corpus
    done(with_terms(Changes(corpus, ()), [("classifications", "committee", "Committee")]))
    done(with_terms(Changes(corpus, ()), [("aspects", "right", "Right")]))
    done(with_terms(Changes(corpus, ()), [("link_types", "contradicts", "contradicts")]))
    after = load(corpus).corpus
    for vocabulary in ("classification", "aspect", "link_type"):
        assert list(after.terms(vocabulary))[:-1] == list(before.terms(vocabulary))


def test_an_entry_is_removed_and_the_last_one_takes_its_file_along(corpus: Path) -> None:
    apply(added(corpus, [ENTRY]))
    done(removed(corpus, "dues-end"))
    assert not (corpus / "entries").exists()
    text = (corpus / "concepts.jsonl").read_text() if (corpus / "concepts.jsonl").exists() else ""
    apply(removed(corpus, "concept-hostile"))
    assert "concept-hostile" in text
    assert (corpus / "concepts.jsonl").read_text() == text.splitlines(keepends=True)[0]


def test_a_document_is_removed_with_its_paragraphs(corpus: Path) -> None:
    apply(added(corpus, [DOCUMENT, *PARAGRAPHS]))
    done(removed(corpus, "log-1911"))
    assert files_in(corpus) == files_in(LIGHTHOUSES)


def test_what_is_not_there_is_named_with_what_was_likely_meant(corpus: Path) -> None:
    for edit in (lambda: removed(corpus, "beacon-act-1822"), lambda: replaced(corpus, "beacon-act-1822", ENTRY)):
        with pytest.raises(NotFound, match=r"there is no entry 'beacon-act-1822'.*beacon-act-1821"):
            edit()


@pytest.mark.parametrize("text", ["- slug: {}\n- slug: [\n", '- slug: "\\x61b"\n- slug: [\n'])
def test_a_file_that_cannot_be_read_is_named_if_it_may_have_the_slug(corpus: Path, text: str) -> None:
    (corpus / "a.yaml").write_text("- slug: [\n")
    assert added(corpus, [ENTRY]).files
    (corpus / "a.yaml").write_text(text.format(ENTRY["slug"]))
    with pytest.raises(CorpusError) as refused:
        added(corpus, [ENTRY])
    assert refused.value.faults[0].file == "a.yaml"


def test_a_byte_order_mark_and_line_ends_stay(corpus: Path) -> None:
    file = corpus / "events.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = done(cited_once_more(corpus, "beacon-act-1821"))["events.yaml"]
    after = file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == after.count(b"\n") == before.count(b"\n") + 1


def test_what_refers_to_an_entry_that_is_removed_is_a_fault(corpus: Path) -> None:
    apply(removed(corpus, "towers-by-1860"))
    _, faults = examine(corpus)
    assert [(fault.file, "there is no entry 'towers-by-1860'" in fault.message) for fault in faults] == [
        ("events.yaml", True)
    ]
    line = (corpus / "events.yaml").read_text().splitlines()[faults[0].line - 1]
    assert "to: towers-by-1860" in line
