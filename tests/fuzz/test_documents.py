"""Whatever is in a document, its converter returns blocks of safe text, or refuses it in a sentence.

The converters run here without their process, so that Hypothesis sees what they do; a crash of a library would end the
test. tests/trust/test_hostile_documents.py has what takes long or much.
"""

from __future__ import annotations

import re

from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from originals import archive, book_parts, open_document, paragraph, word_parts, xhtml

from pctui.convert import html, plain, worker
from pctui.convert.archive import convert as read_archive
from pctui.convert.model import Converted, Role
from pctui.errors import FilesError
from pctui.text import clean

TAGS = (
    "p div span table tr td th caption ul ol li dl dt dd h1 h3 pre br a sup nav aside header footer main article "
    "blockquote script style template svg math title body html frameset select option form input figure figcaption "
    "section font b i ruby rt p/ a/ !doctype ?xml !--"
).split()
ATTRIBUTES = [
    *(f"class={name}" for name in ("nav", "toc", "footnote", "pagenum", "sidebar", "headerlink")),
    *("role=main", "role=doc-pagebreak", "role=doc-footnote", "epub:type=pagebreak", "epub:type=noteref", "hidden"),
    *(
        "href=#fn1",
        "id=fn1",
        "id=page_12",
        "title='3'",
        "start=-9",
        "value=x",
        "reversed",
        "type=i",
        "style=display:none",
    ),
]
WORDS = [
    "harbour ",
    "1911",
    "Ⅳ",
    "港",
    "\u202e",
    "\x1b[31m",
    "&amp;",
    "&#0;",
    "&nbsp;",
    "\n",
    "\t",
    "- ",
    "\x0c",
    "<",
    ">",
    '"',
]
TAG = st.builds(
    lambda end, tag, attributes: f"<{end}{tag}{''.join(f' {each}' for each in attributes)}>",
    st.sampled_from(["", "", "/"]),
    st.sampled_from(TAGS),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=2),
)
MARKUP = st.lists(st.one_of(TAG, TAG, st.sampled_from(WORDS)), max_size=60).map("".join)
LINES = st.sampled_from(
    [
        "",
        "",
        "The ferry",
        "=====",
        "-----",
        "1. one",
        "   two",
        "- three",
        "(a) four",
        "a    b    c",
        "| a | b |",
        "\x0c",
        "4.1 Of Winter",
        "WINTER",
        "Of Winter ........ 3",
        "Page 3",
        "3",
        "iv",
        "and so it goes-",
        "on. It ended.",
        "x" * 200,
    ]
)


def hold(converted: Converted) -> None:
    """What is promised of every document."""
    tidied = worker._tidied(converted)
    for block in tidied.blocks:
        assert block.text == clean(block.text).strip()
        assert block.text
        assert block.role is Role.TABLE or not re.search(r"[\n\t]|  ", block.text)
        assert (block.role is Role.HEADING) == (block.level > 0)
        assert block.page is None or len(block.page) < 20
    assert tidied.text().endswith("\n")


@settings(max_examples=examples(300))
@given(MARKUP)
def test_any_page(markup: str) -> None:
    try:
        hold(html.convert(f"<html>{markup}".encode()))
    except FilesError:
        pass  # it has no text


@settings(max_examples=examples(100))
@given(MARKUP)
def test_any_chapter(markup: str) -> None:
    try:
        hold(read_archive(archive(book_parts("<p>One</p>") | {"OEBPS/text/chapter-1.xhtml": xhtml(markup)})))
    except FilesError:
        pass


@settings(max_examples=examples(200))
@given(st.lists(LINES, max_size=60).map("\n".join))
def test_any_lines(text: str) -> None:
    hold(plain.convert(text.encode()))


@settings(max_examples=examples(100))
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf", b"%PDF-1.4\n", b"PK\x03\x04"]),
)
def test_any_bytes(data: bytes, head: bytes) -> None:
    answer = worker._answer(head + data, "")
    assert answer.converted or answer.message


PARTS = [
    archive(book_parts("<p>One <b>two</b></p>", "<h1>x</h1>", metadata="<dc:title>x</dc:title>")),
    archive(word_parts(paragraph("One") + f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>")),
    open_document("<text:p>One<text:s/>two</text:p><table:table><table:table-row/></table:table>"),
]


@settings(max_examples=examples(200))
@given(
    st.sampled_from(PARTS),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=5),
    st.integers(0, 200),
)
def test_a_damaged_archive(data: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    changed = bytearray(data[: len(data) - cut] if cut < 20 else data)
    for at, value in changes:
        changed[at % len(changed)] = value
    answer = worker._answer(bytes(changed), "")
    assert answer.converted or answer.message
    assert "Error" not in answer.message


NAMES = [
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:pPr",
    "w:pStyle",
    "w:numPr",
    "w:hyperlink",
    "w:sdt",
    "w:del",
    "x",
]
NAMES += ["w:footnoteReference", "w:fldChar", "w:instrText", "w:drawing", "w:sym", "w:br", "w:gridSpan", "w:vMerge"]
ELEMENT = st.recursive(
    st.just("text"),
    lambda inner: st.builds(
        lambda name, attribute, children: f'<{name} w:{attribute}="1" r:id="x">{"".join(children)}</{name}>',
        st.sampled_from(NAMES),
        st.sampled_from(["val", "id", "fldCharType", "char", "anchor"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=examples(200))
@given(ELEMENT, ELEMENT)
def test_any_elements_of_word(body: str, note: str) -> None:
    answer = worker._answer(archive(word_parts(body, footnotes=note, numbering=note, styles=body)), "")
    assert answer.converted or answer.message
