"""What becomes of the parts of a document in each format: headings, items, tables, notes, pages, metadata."""

from __future__ import annotations

import textwrap

import pytest
from originals import archive, book, book_parts, numbered, open_document, paragraph, word

from pctui.convert.archive import convert as read_archive
from pctui.convert.html import convert as read_page
from pctui.convert.model import Converted, Found
from pctui.convert.numerals import numeral
from pctui.convert.plain import convert as read_text
from pctui.errors import FilesError

SENTENCE = "The harbour was closed in winter, and the keeper wrote each ship down in a book that has been lost."


def shown(converted: Converted) -> list[str]:
    """Each block in a line: its role with its level, the page if it has one, the text."""
    return [
        f"{block.role}{block.level or ''}{f' p. {block.page}' if block.page else ''}: {block.text}"
        for block in converted.blocks
    ]


def page(body: str, head: str = "") -> Converted:
    return read_page(f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode())


def test_the_elements_of_a_web_page_are_blocks() -> None:
    found = page(
        "<h1>The  ferry</h1><p>It was <b>opened</b> in<br>1908, with a ferry&shy;man.</p>"
        "<ul><li>one boat<ul><li>with oars</li></ul></li><li><p>two men</p><p>of whom one was ill</p></li></ul>"
        "<ol start=4><li>fourth</li><li value=9>ninth</li></ol><ol type=a><li>lettered</li></ol>"
        "<dl><dt>Fare</dt><dd>a penny</dd><dt>Toll:</dt><dd>none</dd><dt>alone</dt></dl>"
        "<blockquote>Nobody came.</blockquote><pre>one\ntwo</pre>"
        "<table><caption>Passengers</caption><tr><th>Year<th>Number<tr><td>1911<td>2,400</table>"
        "<figure><img src=x.png><figcaption>The boat</figcaption></figure>"
        "Loose text<br><br>and more"
    )
    assert shown(found) == [
        "heading1: The ferry",
        "paragraph: It was opened in 1908, with a ferryman.",
        "item: one boat",
        "item: with oars",
        "item: two men",
        "paragraph: of whom one was ill",
        "item: 4. fourth",
        "item: 9. ninth",
        "item: a. lettered",
        "item: Fare: a penny",
        "item: Toll: none",
        "item: alone",
        "paragraph: Nobody came.",
        "paragraph: one two",
        "caption: Passengers",
        "table: Year\tNumber\n1911\t2,400",
        "caption: The boat",
        "paragraph: Loose text",
        "paragraph: and more",
    ]
    assert found.left_out == {"pictures": 1}


def test_what_is_around_the_text_of_a_page_is_dropped_and_counted() -> None:
    found = page(
        "<header><a href=/>Home</a> The Daily Ferry</header><nav><ul><li><a href=1>News</a></ul></nav>"
        f"<div class='cookie-consent'>We use cookies.</div><main><h1>Winter</h1><p>{SENTENCE}</p>"
        "<aside>Read also</aside>"
        f"<p hidden>secret</p><p style='color: red; display:none'>secret</p><p>{SENTENCE}</p>"
        "<script>alert(1)</script><button>Share</button></main><footer>© 1999</footer>"
    )
    assert shown(found) == ["heading1: Winter", f"paragraph: {SENTENCE}", f"paragraph: {SENTENCE}"]
    assert found.left_out["asides"] == found.left_out["scripts"] == found.left_out["forms"] == 1
    assert found.left_out["hidden elements"] == 2


def test_a_page_that_does_not_say_what_its_text_is_loses_none_of_it() -> None:
    links = "".join(f"<li><a href={n}>Chapter {n}</a>" for n in range(9))
    found = page(
        f"<table width=100%><tr><td><a href=p>Prev</a></td><td><a href=n>Next</a></td></tr></table><h1>Winter</h1>"
        f"<div class=toc><ul>{links}</ul></div><div id=content><p>{SENTENCE}</p><h2>Ice</h2><p>{SENTENCE}</p></div>"
        f"<div class=sidebar-left>Weather: fair</div><div><p>{SENTENCE}</p></div>"
    )
    assert [line.partition(":")[0] for line in shown(found)] == [
        "heading1",
        "paragraph",
        "heading2",
        "paragraph",
        "paragraph",
    ]
    assert found.left_out == {"navigation": 1, "contents": 1, "asides": 1}


def test_a_box_of_prose_is_kept_whatever_its_class() -> None:
    found = page(
        f"<p>{SENTENCE * 9}</p><div class=sidebar><p>{SENTENCE * 3}</p></div><div class=sidebar><p>x</p></div>"
    )
    assert (len(found.blocks), found.left_out) == (2, {"asides": 1})


def test_a_class_never_hides_most_of_a_page() -> None:
    assert shown(page(f"<div class='nav'><p>{SENTENCE}</p></div>")) == [f"paragraph: {SENTENCE}"]


def test_notes_are_notes_and_their_marks_no_part_of_the_text() -> None:
    found = page(
        "<article><p>It closed<sup><a href='#fn1' id=r1>1</a></sup> in 1911<a role=doc-noteref href='#fn2'>[2]</a>.</p>"
        "<p>It is 3<sup>2</sup> miles to <a href='#x'>1911</a>.</p>"
        "<section class=footnotes><ol><li id=fn1>For good. <a href='#r1'>↩</a></li><li id=fn2><p>Or so.</p></ol>"
        "</section></article>"
    )
    assert shown(found) == [
        "paragraph: It closed in 1911.",
        "paragraph: It is 32 miles to 1911.",
        "note: 1. For good.",
        "note: 2. Or so.",
    ]
    assert found.left_out == {"note marks": 3}


def test_a_table_that_arranges_the_page_is_no_table() -> None:
    found = page(f"<table><tr><td><p>{SENTENCE * 11}</p></td><td><p>Two</p><p>Three</p></td></tr><tr><td>x</table>")
    assert [line.partition(":")[0] for line in shown(found)] == ["paragraph"] * 4


def test_printed_pages_are_kept_where_the_page_says_them() -> None:
    found = page(
        "<p>Before <span role=doc-pagebreak aria-label='Page xii'></span>and <span class=pagenum>[13]</span> after.</p>"
        "<p>On it.</p><p><a epub:type=pagebreak id=page_14 />Next.</p>"
    )
    assert shown(found) == ["paragraph p. 13: Before and after.", "paragraph p. 13: On it.", "paragraph p. 14: Next."]
    assert found.pages == 3


HIGHWIRE = (
    "<title>Ice | Journal</title><meta name=citation_title content='Ice in harbours'><meta name=citation_author "
    "content='Lamb, A.'><meta name=citation_author content='Roe, B.'><meta name=citation_publication_date "
    "content='1998/5/2'><meta name=citation_doi content='doi:10.1234/ice.5'><meta name=citation_publisher "
    "content='Press'>"
)
LINKED = (
    '<title>Ice</title><script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": '
    '"Ice in harbours", "author": [{"name": "Lamb, A."}, "Roe, B."], "datePublished": "1998-05-02T10:00", '
    '"publisher": {"name": "Press"}}]}</script>'
)


@pytest.mark.parametrize(
    ("head", "doi"),
    [
        (HIGHWIRE, "10.1234/ice.5"),
        (HIGHWIRE.replace("citation_publisher", "DC.publisher").replace("citation_title", "DC.title"), "10.1234/ice.5"),
        (LINKED, ""),
    ],
)
def test_a_page_says_what_it_is(head: str, doi: str) -> None:
    assert page("<h1>x</h1>", head).found == Found(
        "Ice in harbours", ("Lamb, A.", "Roe, B."), "1998-05-02", doi, "Press", "en"
    )


def test_a_page_that_says_less() -> None:
    assert page("<p>x<a href='https://doi.org/10.1234/ice.5'>y</a>", "<title>Ice</title>").found == Found(
        "Ice", doi="10.1234/ice.5", language="en"
    )
    several = "<h1>Snow</h1><a href='https://doi.org/10.1234/a'>y</a><a href='https://doi.org/10.1234/b'>y</a>"
    assert page(several, "<title>Ice</title>").found == Found("Snow", language="en")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv=Content-Type content="text/html; charset=windows-1251">', "cp1251"),
        ("<meta charset=shift_jis>", "cp932"),
        ("<meta charset=gb2312>", "gb18030"),
        ("", "utf-16"),
        ("", "utf-8-sig"),
        ("", "utf-8"),
    ],
)
def test_the_encoding_of_a_page_is_the_one_that_it_says(declared: str, encoding: str) -> None:
    text = {"cp1252": "“Café”", "cp1251": "Гавань", "cp932": "港湾", "gb18030": "港口"}.get(encoding, "港 café")
    found = read_page(f"<html><head>{declared}</head><body><p>{text}".encode(encoding))
    assert (shown(found), found.doubts) == ([f"paragraph: {text}"], ())


def test_a_page_that_says_another_encoding_than_it_has() -> None:
    found = read_page("<html><meta charset=utf-8><p>Après les élèves, le conseil décida à Orléans.".encode("cp1252"))
    assert shown(found) == ["paragraph: Après les élèves, le conseil décida à Orléans."]
    assert "utf-8" in found.doubts[0]


def test_an_xhtml_page_with_empty_elements_is_whole() -> None:
    text = '<?xml version="1.0"?><html><head><title/><script src="x"/></head><body><p><a id="x"/>One<br/>two</p>'
    assert shown(read_page(f'{text}<div title="a > b"/><p>Three</p></body></html>'.encode())) == [
        "paragraph: One two",
        "paragraph: Three",
    ]


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(FilesError, match="no text"):
        page("<div id=root></div><script>render()</script>")


def test_a_book_is_read_in_its_order_without_contents() -> None:
    found = read_archive(
        book(
            '<h1>One</h1><span epub:type="pagebreak" id="p1" title="1"/><p>First <span epub:type="pagebreak" '
            'id="p2" title="2"/>page.<a epub:type="noteref" href="#n1">1</a></p><aside epub:type="footnote" id="n1">'
            "<p>A note.</p></aside><nav epub:type='toc'><ol><li>x</li></ol></nav>",
            "<h1>Two</h1><aside><p>In a box.</p></aside>",
            metadata=(
                "<dc:title>The Ferry</dc:title><dc:creator>Lamb, A.</dc:creator><dc:creator>Roe, B.</dc:creator>"
                "<dc:date>1998-05-02</dc:date><dc:language>en-GB</dc:language><dc:publisher>Press</dc:publisher>"
                "<dc:identifier>urn:isbn:9780000000000</dc:identifier><dc:identifier>10.1234/ferry</dc:identifier>"
            ),
            nav="<nav><ol><li><a href='text/chapter-1.xhtml'>One</a></li></ol></nav>",
        )
    )
    assert shown(found) == [
        "heading1: One",
        "paragraph p. 1–2: First page.",
        "note p. 2: A note.",
        "heading1 p. 2: Two",
        "paragraph p. 2: In a box.",
    ]
    assert found.found == Found("The Ferry", ("Lamb, A.", "Roe, B."), "1998-05-02", "10.1234/ferry", "Press", "en-GB")
    assert (found.form, found.pages, found.left_out) == ("EPUB", 2, {"contents": 2, "note marks": 1})


def test_a_book_lists_its_printed_pages_apart() -> None:
    pages = "".join(
        f"<li><a href='text/{href}'>{label}</a>"
        for href, label in (("chapter-1.xhtml", "xi"), ("chapter-1.xhtml#a", "xii"), ("chapter-2.xhtml#b", "1"))
    )
    found = read_archive(
        book(
            "<p>One</p><p id='a'>Two</p>",
            "<p>Three <a id='b'/>and more</p>",
            nav=f"<nav epub:type='page-list'><ol>{pages}</ol></nav>",
        )
    )
    assert shown(found) == ["paragraph p. xi: One", "paragraph p. xii: Two", "paragraph p. xii–1: Three and more"]
    assert found.pages == 3


def test_an_older_book_lists_its_printed_pages_in_a_part_of_its_own() -> None:
    parts = book_parts("<p id='a'>One</p>", "<p id='b'>Two</p>")
    targets = "".join(
        f"<pageTarget><navLabel><text>{n}</text></navLabel>"
        f'<content src="text/chapter-{n - 10}.xhtml#{at}"/></pageTarget>'
        for n, at in ((11, "a"), (12, "b"))
    )
    ncx = "http://www.daisy.org/z3986/2005/ncx/"
    parts["OEBPS/toc.ncx"] = f'<ncx xmlns="{ncx}"><pageList>{targets}</pageList></ncx>'
    parts["OEBPS/book.opf"] = str(parts["OEBPS/book.opf"]).replace(
        "<manifest>", '<manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    )
    assert shown(read_archive(archive(parts))) == ["paragraph p. 11: One", "paragraph p. 12: Two"]


def test_a_number_of_a_word_document_is_no_longer_than_a_line() -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{numbered(("decimal", "%1" * 50_000, ""))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    found = read_archive(word(paragraph("x", number=(1, 0)) * 3, numbering=lists))
    assert max(len(block.text) for block in found.blocks) < 70


def test_a_book_that_lacks_a_chapter_says_so() -> None:
    parts = book_parts("<p>One</p>", "<p>Two</p>")
    del parts["OEBPS/text/chapter-2.xhtml"]
    found = read_archive(archive(parts))
    assert shown(found) == ["paragraph: One"]
    assert found.doubts == ("1 of its chapters are not in the file.",)


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kop"><w:name w:val="Own"/><w:basedOn w:val="Heading1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="Deep"/><w:pPr>'
    '<w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
)


def test_a_word_document_has_its_headings_by_style_and_its_notes() -> None:
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(c)}</w:tc>' for c in row)}</w:tr>" for row in ("ab", "12"))
    found = read_archive(
        word(
            paragraph("Ferry", "Heading1")
            + paragraph("Own", "Kop")
            + paragraph("Deep", "Deep")
            + paragraph("It closed", "Loop", '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r>')
            + f"<w:tbl>{cells}</w:tbl><w:p><w:ins w:id='1'><w:r><w:t>Added</w:t></w:r></w:ins>"
            + "<w:del w:id='2'><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
            styles=STYLES,
            footnotes=f'<w:footnote w:id="2">{paragraph("For good.")}</w:footnote>',
        )
    )
    assert shown(found) == [
        "heading1: Ferry",
        "heading1: Own",
        "heading3: Deep",
        "paragraph: It closed.",
        "table: a\tb\n1\t2",
        "paragraph: Added",
        "note: 1. For good.",
    ]
    assert found.form == "Word"
    assert "tracked changes" in found.doubts[0]


OUTLINE = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
    '<w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
)
LISTS = (
    f'<w:abstractNum w:abstractNumId="0">'
    f"{numbered(('upperRoman', 'Article %1.', ''), ('decimal', '%1.%2', '<w:isLgl/>'), ('lowerLetter', '(%3)', ''))}"
    f'</w:abstractNum><w:abstractNum w:abstractNumId="1">{numbered(("decimal", "%1.", ""), ("bullet", "o", ""))}'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def test_word_s_numbers_are_printed_before_headings_and_items() -> None:
    found = read_archive(
        word(
            paragraph("Scope", "H1")
            + paragraph("The harbour", "H2")
            + paragraph("the quay", number=(1, 2))
            + paragraph("It is said between.")
            + paragraph("the boats", number=(1, 2))
            + paragraph("Deleted", number=(1, 2))
            .replace("<w:p>", "<w:p>")
            .replace("</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>")
            + paragraph("The parish", "H2")
            + paragraph("the clerk", number=(1, 2))
            + paragraph("Rules", "H1")
            + paragraph("Boats", "H2")
            + paragraph("No number", "H1", number=(0, 0))
            + paragraph("first", number=(2, 0))
            + paragraph("with a bullet", number=(2, 1))
            + paragraph("second", number=(2, 0))
            + paragraph("another list", number=(3, 0))
            + paragraph("goes on", number=(3, 0)),
            styles=OUTLINE,
            numbering=LISTS,
        )
    )
    assert shown(found) == [
        "heading1: Article I. Scope",
        "heading2: 1.1 The harbour",
        "item: (a) the quay",
        "paragraph: It is said between.",
        "item: (b) the boats",
        "heading2: 1.2 DeletedThe parish",
        "item: (a) the clerk",
        "heading1: Article II. Rules",
        "heading2: 2.1 Boats",
        "heading1: No number",
        "item: 1. first",
        "item: with a bullet",
        "item: 2. second",
        "item: 7. another list",
        "item: 8. goes on",
    ]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("lowerLetter", ["a", "b", "z", "aa", "bb"]),
        ("upperRoman", ["I", "II", "XXVI", "XXVII", "XXVIII"]),
        ("decimalZero", ["01", "02", "26", "27", "28"]),
        ("chineseCounting", ["一", "二", "二十六", "二十七", "二十八"]),
        ("russianLower", ["а", "б", "э", "ю", "я"]),
        ("decimalEnclosedCircle", ["①", "②", "26", "27", "28"]),
        ("hebrew1", ["1", "2", "26", "27", "28"]),
    ],
)
def test_word_counts_in_many_ways(form: str, printed: list[str]) -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{numbered((form, "%1", ""))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    found = read_archive(word(paragraph("x", number=(1, 0)) * 28, numbering=lists))
    numbers = [block.text.removesuffix(" x") for block in found.blocks]
    assert [numbers[at] for at in (0, 1, 25, 26, 27)] == printed


def test_chinese_numbers_have_their_zero_once() -> None:
    written = {1: "一", 10: "十", 11: "十一", 101: "一百〇一", 110: "一百一十", 1001: "一千〇一", 2030: "二千〇三十"}
    assert {number: numeral(number, "一") for number in written} == written


def test_what_word_prints_elsewhere_is_read_or_counted() -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"<w:drawing><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    formula = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a+b</m:t></m:r></m:oMath>'
    found = read_archive(
        word(
            paragraph("Contents", "TOC1")
            + paragraph("Title", "H1")
            + paragraph("Around", inner=box)
            + paragraph("It is ", inner=f"{formula}<w:fldSimple><w:r><w:t> exactly.</w:t></w:r></w:fldSimple>")
            + "<w:p><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>moved</w:t></w:r>"
            "</w:moveTo></w:p>"
            + paragraph("Direct").replace("<w:p>", '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
            + paragraph("One", inner='<w:r><w:endnoteReference w:id="1"/></w:r>')
            + paragraph("Two", inner='<w:r><w:footnoteReference w:id="1"/></w:r>')
            + paragraph("Three", inner='<w:r><w:endnoteReference w:id="2"/></w:r>'),
            styles=OUTLINE + '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>',
            footnotes=f'<w:footnote w:id="1">{paragraph("At the foot.")}</w:footnote>',
            endnotes=f'<w:endnote w:id="1">{paragraph("At the end.")}</w:endnote>'
            f'<w:endnote w:id="2">{paragraph("Also.")}</w:endnote>',
            comments='<w:comment w:id="1"/><w:comment w:id="2"/>',
        )
    )
    assert shown(found) == [
        "heading1: Title",
        "paragraph: Around",
        "paragraph: In a box.",
        "paragraph: It is a+b exactly.",
        "paragraph: moved",
        "heading2: Direct",
        "paragraph: One",
        "paragraph: Two",
        "paragraph: Three",
        "note: i. At the end.",
        "note: 1. At the foot.",
        "note: ii. Also.",
    ]
    assert found.left_out == {"contents": 1, "comments": 2, "note marks": 6}
    assert "tracked changes" in found.doubts[0]


def test_open_document_s_numbers_are_printed_before_headings_and_items() -> None:
    def level(at: int, form: str) -> str:
        how = f'style:num-format="{form}" style:num-suffix="." text:display-levels="{at}"'
        return f'<text:outline-level-style text:level="{at}" {how}/>'

    styles = (
        f"<text:outline-style>{level(1, 'I')}{level(2, '1')}</text:outline-style>"
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="a" '
        'style:num-prefix="(" style:num-suffix=")" text:start-value="2"/><text:list-level-style-number text:level="2" '
        'style:num-format="1" style:num-list-format="%1%-%2%."/><text:list-level-style-bullet text:level="3"/>'
        "</text:list-style>"
    )

    def items(*texts: str) -> str:
        return "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)

    deepest = f"<text:list-item><text:list>{items('bullet')}</text:list></text:list-item>"
    inner = f"<text:list>{items('deep', 'deeper')}{deepest}</text:list>"
    found = read_archive(
        open_document(
            '<text:h text:outline-level="1">Ferry</text:h><text:h text:outline-level="2">Boats</text:h>'
            '<text:h text:outline-level="2">Men</text:h><text:h text:outline-level="1">Tolls</text:h>'
            '<text:h text:outline-level="2" text:is-list-header="true">Bare</text:h>'
            f'<text:list text:style-name="L">{items("one")}<text:list-item><text:p>two</text:p>'
            f"<text:p>its second</text:p>{inner}</text:list-item></text:list><text:p>between</text:p>"
            f'<text:list text:style-name="L" text:continue-numbering="true">{items("three")}'
            f"<text:list-item><text:list>{items('below')}</text:list></text:list-item></text:list>"
            f'<text:list text:style-name="L">{items("afresh")}</text:list><text:list>{items("no style")}</text:list>',
            styles=styles,
        )
    )
    assert shown(found) == [
        "heading1: I. Ferry",
        "heading2: I.1. Boats",
        "heading2: I.2. Men",
        "heading1: II. Tolls",
        "heading2: Bare",
        "item: (b) one",
        "item: (c) two",
        "paragraph: its second",
        "item: c-1. deep",
        "item: c-2. deeper",
        "item: bullet",
        "paragraph: between",
        "item: (d) three",
        "item: d-1. below",
        "item: (b) afresh",
        "item: no style",
    ]


def test_boxes_and_changes_of_an_open_document() -> None:
    found = read_archive(
        open_document(
            "<text:tracked-changes><text:changed-region><text:p>gone</text:p></text:changed-region>"
            "</text:tracked-changes><text:p>Around<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box>"
            "<svg:desc>A boat</svg:desc></draw:frame> it.</text:p>"
            "<text:p><text:ruby><text:ruby-base>港</text:ruby-base><text:ruby-text>みなと</text:ruby-text></text:ruby></text:p>"
        )
    )
    assert shown(found) == ["paragraph: Around it.", "paragraph: In a box.", "paragraph: 港"]
    assert found.left_out == {"deleted text": 1, "readings": 1}
    assert "tracked changes" in found.doubts[0]


def test_an_open_document_has_its_headings_lists_tables_and_notes() -> None:
    found = read_archive(
        open_document(
            '<text:h text:outline-level="2">Ferry</text:h><text:table-of-content><text:p>x</text:p>'
            "</text:table-of-content>"
            "<text:p>It<text:s/>closed<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>For "
            "good.</text:p></text:note-body></text:note>.<office:annotation><text:p>?</text:p></office:annotation></text:p>"
            "<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list><table:table><table:table-row>"
            "<table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell "
            "table:number-columns-repeated='9999999'><text:p>b</text:p></table:table-cell></table:table-row></table:table>",
            "<dc:title>The Ferry</dc:title><meta:initial-creator>Lamb</meta:initial-creator>",
        )
    )
    assert shown(found) == [
        "heading2: Ferry",
        "paragraph: It closed.",
        "note: 1. For good.",
        "item: one",
        "table: a\tb",
    ]
    assert found.found == Found("The Ferry", ("Lamb",))
    assert found.left_out == {"contents": 1, "note marks": 1, "comments": 1}


def test_a_text_has_headings_lists_and_tables_as_people_type_them() -> None:
    text = """\
        The ferry
        =========

        It was opened in 1908, and was closed as the long-
        term plans of the parish had it.

        Rules
        -----
        1. No dogs. They were
           not liked.
        2. No
           smoking.
        So it was.

        Fare
            What they paid, which was
            a penny.

        They paid (a) little and
        (b) late.

        ## Fares ##
        - a penny
        - two for
          children

        4.1 Of Winter

        Year    Passengers    Boats
        1911    2,400         1

        | a | b |
        |---|---|
        | 1 | 2 |

        ---------
        """
    assert shown(read_text(textwrap.dedent(text).encode())) == [
        "heading1: The ferry",
        "paragraph: It was opened in 1908, and was closed as the longterm plans of the parish had it.",
        "heading2: Rules",
        "item: 1. No dogs. They were not liked.",
        "item: 2. No smoking.",
        "paragraph: So it was.",
        "item: Fare: What they paid, which was a penny.",
        "paragraph: They paid (a) little and (b) late.",
        "heading2: Fares",
        "item: a penny",
        "item: two for children",
        "heading2: 4.1 Of Winter",
        "table: Year\tPassengers\tBoats\n1911\t2,400\t1",
        "table: a\tb\n1\t2",
    ]


def report(pages: int) -> str:
    """A text in pages as RFCs have them: a head, a foot with the number, and paragraphs that run over the page."""
    made = []
    for n in range(1, pages + 1):
        whole = textwrap.fill(
            f"{SENTENCE} It was page number {n} of it.", 60, initial_indent="   ", subsequent_indent="   "
        )
        begun = f"   The {n}. paragraph is not finished at the end of the page, and"
        ended = f"   it goes on after paragraph {n - 1}.\n\n" if n > 1 else ""
        made.append(f"RFC 9999        Ice        June 1999\n\n{ended}{whole}\n\n{begun}\n\nLamb      [Page {n}]\n")
    return "\f\n".join(made)


def test_running_heads_are_dropped_and_paragraphs_go_on_over_pages() -> None:
    found = read_text(report(5).encode())
    lines = shown(found)
    assert lines[0] == f"paragraph p. 1: {SENTENCE} It was page number 1 of it."
    assert lines[1] == (
        "paragraph p. 1–2: The 1. paragraph is not finished at the end of the page, and it goes on after paragraph 1."
    )
    assert len(lines) == 10
    assert (found.pages, found.left_out["running heads"]) == (5, 10)


def test_pages_are_found_without_form_feeds() -> None:
    found = read_text(report(5).replace("\f\n", "\n\n\n").encode())
    assert shown(found) == shown(read_text(report(5).encode()))
    assert found.pages == 5


def test_paragraphs_of_a_page_are_cut_where_a_short_line_ends_a_sentence() -> None:
    written = [f"{name} {SENTENCE} {name} {SENTENCE} It ended." for name in ("Alpha", "Beta", "Gamma", "Delta")]
    wrapped = ["\n".join(textwrap.wrap(each, 60)) for each in written]
    text = f"{wrapped[0]}\n{wrapped[1]}\n\nReport 1\f{wrapped[2]}\n{wrapped[3]}\n\nReport 2\n"
    assert [block.text for block in read_text(text.encode()).blocks if "Report" not in block.text] == written


def test_a_text_without_blank_lines_is_cut_at_its_indents_or_lines() -> None:
    indented = "".join(f"   Paragraph {n} of the text,\nwhich has three lines in\nall, and ends.\n" for n in "abc")
    assert len(read_text(indented.encode()).blocks) == 3
    assert len(read_text("\n".join(SENTENCE * 2 for _ in range(9)).encode()).blocks) == 9


def test_contents_of_a_text_are_dropped() -> None:
    titles = [f"{n}. Of Part {n}" for n in range(1, 7)]
    leaders = "\n".join(f"{n}. Of Winter ............ {n}" for n in range(3))
    text = "\n".join(titles) + "\n\n" + leaders + "\n\n" + "\n\n".join(f"{t}\n\n   {SENTENCE}" for t in titles)
    found = read_text(text.encode())
    assert shown(found) == [line for t in titles for line in (f"heading1: {t}", f"paragraph: {SENTENCE}")]
    assert found.left_out["lines of contents"] == 9


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Après le conseil, les élèves de l’école où l’on avait été à Orléans s’en allèrent. " * 3, "cp1252"),
        ("The committee had £2.4 million for the harbour, and “nothing” was spent by the members. " * 3, "cp1252"),
        ("Müller schrieb über das Café in Zürich, und niemand antwortete ihm für lange Zeit. ", "cp1252"),
        ("Комитет собрался четвёртого июня и решил, что гавань не будет расширена до конца года. " * 3, "koi8-r"),
        ("委員会は六月四日に会合を開き、港を拡張しないことを決定した。" * 3, "cp932"),
        ("国务院决定自二〇〇三年三月起撤销该部门。委员会于六月四日举行会议。" * 3, "gb18030"),
        ("The committee met on the fourth of June, and spent nothing. " * 9, "utf-16-le"),
    ],
)
def test_an_encoding_is_guessed_where_it_is_clear(text: str, encoding: str) -> None:
    found = read_text(text.encode(encoding))
    assert [block.text for block in found.blocks] == [text.strip()]
    assert "--encoding" in found.doubts[0]


def test_an_encoding_that_is_not_clear_must_be_given() -> None:
    data = ("Az ülésen a képviselők többsége elutasította a kikötő bővítését. " * 3).encode("cp1250")
    with pytest.raises(FilesError) as refused:
        read_text(data)
    assert "--encoding" in refused.value.hint
    assert read_text(data, "cp1250").blocks[0].text.startswith("Az ülésen a képviselők")
