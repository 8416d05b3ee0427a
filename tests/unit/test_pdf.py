"""A PDF becomes the paragraphs that a person reads in it, or an error that says why it cannot."""

from __future__ import annotations

import re

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import BOLD, HEIGHT, LEFT, MONO, TOP, UNICODE, WORDS, Page, Text, pdf, prose, texts

from pctui.convert.model import Block, Role
from pctui.convert.numerals import numeral
from pctui.convert.pdf import convert
from pctui.convert.pdf_joining import Vocabulary, joined
from pctui.convert.pdf_marks import marker
from pctui.convert.pdf_page_numbers import from_roman
from pctui.errors import FilesError


def book(count: int, *, heads: bool = True, numbers: bool = True, first: int = 1) -> list[Page]:
    """Return pages with two paragraphs each, a running head, and numbers at their foot."""
    pages = []
    for at in range(count):
        page = Page(y=700)
        page.paragraph(prose(2 * at)).paragraph(prose(2 * at + 1))
        if heads:
            page.at(LEFT, 760, "The lights of the coast")
        if numbers:
            page.at(300, 30, str(at + first))
        pages.append(page)
    return pages


# Paragraphs


def test_lines_become_paragraphs() -> None:
    document = convert(pdf([Page().paragraph(prose(1)).paragraph(prose(2))]))
    assert texts(document) == [prose(1), prose(2)]
    assert {block.role for block in document.blocks} == {Role.PARAGRAPH}


def test_a_first_line_that_is_indented_begins_a_paragraph() -> None:
    page = Page()
    for seed in range(5):
        page.paragraph(prose(seed), first=18, space=0)
    assert texts(convert(pdf([page]))) == [prose(seed) for seed in range(5)]


def test_a_last_line_that_is_short_ends_a_paragraph_though_no_space_follows() -> None:
    page = Page()
    for seed in range(4):
        page.paragraph(prose(seed, 52), space=0)
    assert texts(convert(pdf([page]))) == [prose(seed, 52) for seed in range(4)]


def test_a_paragraph_goes_on_over_a_page_and_has_both_their_numbers() -> None:
    words = prose(9, 120).replace(".", "").split()
    pages = book(3)
    pages[1].y, pages[1].items = 150, pages[1].items[-2:]
    pages[1].paragraph(" ".join(words[:30]))
    pages[2].items = pages[2].items[-2:]
    pages[2].y = 700
    whole = pages[1].items[-1]
    assert isinstance(whole, Text)
    pages[2].paragraph("and " + prose(3))
    broken = next(block for block in convert(pdf(pages)).blocks if " and " in block.text)
    assert broken.page == "2–3"
    assert broken.text == " ".join(words[:30]) + " and " + prose(3)


def test_words_broken_at_the_end_of_a_line_are_joined() -> None:
    full = "the keepers of the lights along the northern coast wrote in their ledgers of estab-"
    page = (
        Page().put(full).put("lishment and repair, of long-term plans, and of a lamp that burns day and night, long-")
    )
    page.put("term or not.")
    wanted = (
        "the keepers of the lights along the northern coast wrote in their ledgers of establishment and repair, of "
    )
    wanted += "long-term plans, and of a lamp that burns day and night, long-term or not."
    assert texts(convert(pdf([page]))) == [wanted]


def test_ligatures_soft_hyphens_and_hard_blanks_are_plain_text() -> None:
    page = Page().at(LEFT, TOP, "The ﬁrst oﬃcer ﬂew the ﬂag\u00a0high on the co\u00adast", font=UNICODE, size=9)
    assert texts(convert(pdf([page]))) == ["The first officer flew the flag high on the coast"]


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=40), st.integers(12, 40))
@settings(max_examples=examples(60))
def test_joining_is_the_inverse_of_breaking_at_blanks(words: list[str], width: int) -> None:
    import textwrap

    text = " ".join(words)
    assert joined(textwrap.wrap(text, width), Vocabulary([text])) == text


@given(st.sampled_from(WORDS), st.integers(2, 8))
def test_a_word_that_stands_elsewhere_is_joined_as_it_is_there(word: str, at: int) -> None:
    at = min(at, len(word) - 1)
    assert joined([f"a {word[:at]}-", f"{word[at:]} b"], Vocabulary([word])) == f"a {word} b"
    compound = f"{word[:at]}-{word[at:]}"
    assert joined([f"a {word[:at]}-", f"{word[at:]} b"], Vocabulary([compound])) == f"a {compound} b"


# Scripts


def test_chinese_lines_are_joined_without_blanks() -> None:
    line = "灯塔看守人在冬季修理灯塔并记录每次风暴的情况直到春天来临为止"
    lines = [line[at:] + line[:at] for at in (0, 7, 15)] + ["结束。"]
    page = Page()
    for at, each in enumerate(lines):
        page.at(LEFT, TOP - 14 * at, each, font=UNICODE)
    assert texts(convert(pdf([page]))) == ["".join(lines)]


def test_arabic_is_read_from_the_right_and_is_doubted() -> None:
    line = "\u0645\u0646\u0627\u0631\u0629"  # as it is read
    page = Page()
    for at in range(4):
        page.at(LEFT, TOP - 14 * at, line[::-1] + " " + line[::-1], font=UNICODE)
    document = convert(pdf([page]))
    assert f"{line} {line}" in " ".join(texts(document))
    assert any("right to left" in doubt for doubt in document.doubts)


# Pages


def test_running_heads_and_numbers_are_left_out_and_counted() -> None:
    document = convert(pdf(book(6)))
    assert texts(document) == [prose(seed) for seed in range(12)]
    assert document.left_out == {"running heads": 6, "page numbers": 6}
    assert [block.page for block in document.blocks] == [str(1 + at // 2) for at in range(12)]


def test_heads_that_change_with_the_chapter_are_left_out() -> None:
    pages = book(8, heads=False)
    for at, page in enumerate(pages):
        page.at(LEFT, 760, f"Chapter {1 + at // 4}. " + ("Lamps" if at < 4 else "Boats and their crews"))
        page.at(500, 760, f"{WORDS[at]} and {WORDS[at + 1]}")
    assert texts(convert(pdf(pages))) == [prose(seed) for seed in range(16)]


def test_a_heading_at_the_top_of_a_page_is_no_running_head() -> None:
    pages = []
    for at in range(6):
        page = Page(y=700).put(f"{at + 1} The {WORDS[at]} of the {WORDS[at + 5]}", size=14, font=BOLD)
        pages.append(page.paragraph(prose(at)).at(LEFT, 760, "The lights of the coast").at(300, 30, str(at + 1)))
    document = convert(pdf(pages))
    assert texts(document, Role.HEADING) == [f"{at + 1} The {WORDS[at]} of the {WORDS[at + 5]}" for at in range(6)]


def test_labels_of_the_file_are_the_numbers_of_its_pages() -> None:
    document = convert(pdf(book(6, numbers=False), labels="0 << /S /r >> 2 << /S /D /St 5 >> 4 << /P (A-) /S /D >>"))
    assert [block.page for block in document.blocks][::2] == ["i", "ii", "5", "6", "A-1", "A-2"]


def test_printed_numbers_win_over_labels_that_contradict_them() -> None:
    document = convert(pdf(book(6, first=101), labels="0 << /S /D >>"))
    assert [block.page for block in document.blocks][::2] == [str(101 + at) for at in range(6)]
    assert any("numbered in print" in doubt for doubt in document.doubts)


def test_numbers_that_are_in_no_sequence_are_no_page_numbers() -> None:
    pages = book(5, numbers=False)
    for page, number in zip(pages, (7, 3, 12, 1, 99), strict=True):
        page.at(300, 30, str(number))
    assert {block.page for block in convert(pdf(pages)).blocks} == {None}


@given(st.integers(1, 3), st.integers(2, 60), st.integers(3, 9), st.booleans())
@settings(max_examples=examples(25), deadline=None)
def test_every_sequence_of_printed_numbers_is_read(front: int, first: int, count: int, gap: bool) -> None:
    """Roman numbers in front, then Arabic ones; a page that opens a chapter may print none."""
    pages = book(3 + front + count, numbers=False, heads=False)
    wanted = [numeral(at + 1, "i") for at in range(2 + front)] + [str(first + at) for at in range(count + 1)]
    for at, page in enumerate(pages):
        if not (gap and at == 2 + front + count // 2 and count > 4):
            page.at(300, 30, wanted[at])
    assert [block.page for block in convert(pdf(pages)).blocks][::2] == wanted


@given(st.integers(1, 3999))
def test_roman_numbers_are_read_as_they_are_written(number: int) -> None:
    assert from_roman(numeral(number, "i")) == number


def test_numbers_of_lines_are_left_out() -> None:
    pages = []
    for at in range(3):
        page = Page(y=700)
        for seed in range(4):
            page.paragraph(prose(10 * at + seed), space=0 if seed else 8)
        lines = [item for item in page.items if isinstance(item, Text)]
        for number, item in enumerate(lines, 1):
            page.at(50, item.y, str(number), size=7)
        pages.append(page)
    document = convert(pdf(pages))
    assert document.left_out["line numbers"] > 40
    assert not any(re.search(r"\d", text) for text in texts(document))


def test_a_page_printed_sideways_and_one_turned_are_read() -> None:
    turned = Page(turned=90).paragraph(prose(1))
    assert texts(convert(pdf([turned, Page().paragraph(prose(2))]))) == [prose(1), prose(2)]


# Columns


def columns(page: Page, left: list[str], right: list[str], top: float) -> None:
    for x, paragraphs in ((LEFT, left), (320, right)):
        page.y = top
        for text in paragraphs:
            page.paragraph(text, x=x, columns=44, space=0, first=10)


def test_two_columns_are_read_one_after_the_other_under_a_title_across_them() -> None:
    page = Page().put("On the lights of the northern coast and of their keepers", x=120, size=16, font=BOLD)
    page.paragraph(prose(1, 70), space=12)
    columns(page, [prose(2), prose(3)], [prose(4), prose(5)], page.y - 20)
    assert texts(convert(pdf([page])))[1:] == [prose(1, 70), *(prose(seed) for seed in range(2, 6))]


def test_two_columns_are_told_from_a_file_that_gives_line_beside_line() -> None:
    pages = []
    for at in range(4):
        page = Page()
        columns(page, [prose(4 * at, 120)], [prose(4 * at + 1, 120)], TOP)
        page.items.sort(key=lambda item: (-item.y, item.x if isinstance(item, Text) else 0))
        pages.append(page)
    found = texts(convert(pdf(pages)))
    assert found == [prose(4 * at + side, 120) for at in range(4) for side in range(2)]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    page = Page()
    text = prose(7, 100)
    import textwrap

    lines = textwrap.wrap(text, 44)
    half = len(lines) // 2
    for at, line in enumerate(lines[:half]):
        page.at(LEFT, TOP - 12 * at, line)
    for at, line in enumerate(lines[half:]):
        page.at(320, TOP - 12 * at, line)
    assert texts(convert(pdf([page]))) == [text]


def test_a_table_across_columns_does_not_mix_them() -> None:
    page = Page()
    columns(page, [prose(1)], [prose(2)], TOP)
    page.y -= 30
    for row in range(4):
        for at in range(4):
            page.at(LEFT + 125 * at, page.y - 14 * row, f"cell {row}{at}")
    page.y -= 80
    columns(page, [prose(3)], [prose(4)], page.y)
    document = convert(pdf([page]))
    assert texts(document, Role.PARAGRAPH) == [prose(seed) for seed in range(1, 5)]
    assert texts(document, Role.TABLE) == [
        "\n".join("\t".join(f"cell {row}{at}" for at in range(4)) for row in range(4))
    ]


# Headings


def test_headings_follow_the_outline() -> None:
    page = Page().put("Of lamps", size=12).paragraph(prose(1)).put("Of oil", space=10).paragraph(prose(2))
    page.put("3 Of boats", space=10).paragraph(prose(3) + " Of boats")
    outline = [("Of lamps", 1, 0, 730.0), ("Of oil", 2, 0, None), ("Of boats", 1, 0, None), ("Of nothing", 1, 0, None)]
    document = convert(pdf([page], outline=outline))
    assert [(block.level, block.text) for block in document.blocks if block.role is Role.HEADING] == [
        (1, "Of lamps"),
        (2, "Of oil"),
        (1, "3 Of boats"),
    ]


def test_headings_are_known_by_size_weight_and_number() -> None:
    page = Page().put("The lights of the coast", size=20, font=BOLD)
    page.put("1 Lamps", size=14, font=BOLD, space=10).paragraph(prose(1))
    page.put("1.1 Oil lamps", font=BOLD, space=10).paragraph(prose(2))
    page.put("1.2 Gas lamps", font=BOLD, space=10).paragraph(prose(3))
    found = [(block.level, block.text) for block in convert(pdf([page])).blocks if block.role is Role.HEADING]
    assert found == [(1, "The lights of the coast"), (1, "1 Lamps"), (2, "1.1 Oil lamps"), (2, "1.2 Gas lamps")]


def test_terms_that_are_explained_below_are_no_headings() -> None:
    page = Page().put("OPTIONS", font=BOLD)
    for seed in range(4):
        page.put(f"--{WORDS[seed]}", x=LEFT + 36, font=BOLD, space=8).paragraph(prose(seed, 20), x=LEFT + 72, space=0)
    document = convert(pdf([page]))
    assert texts(document, Role.HEADING) == ["OPTIONS"]


@pytest.mark.parametrize("title", ["he.html", "file:///report", "Untitled", "slides.pptx"])
def test_the_name_of_a_file_is_no_title(title: str) -> None:
    page = Page().put("The lights of the coast", size=20).paragraph(prose(1))
    assert convert(pdf([page], info={"Title": title})).found.title == "The lights of the coast"


def test_headings_of_one_size_with_text_between_them_are_no_title() -> None:
    page = Page()
    for seed, heading in enumerate(("NAME", "SYNOPSIS")):
        page.put(heading, size=12, font=BOLD, space=12).paragraph(prose(seed))
    assert convert(pdf([page])).found.title == ""


def test_a_heading_of_two_lines_is_one() -> None:
    page = Page().put("The lights of the northern coast", size=16).put("and of their keepers", size=16)
    assert texts(convert(pdf([page.paragraph(prose(1))])), Role.HEADING) == [
        "The lights of the northern coast and of their keepers"
    ]


# Lists, notes, tables


@pytest.mark.parametrize(
    "marks",
    [
        ("1.", "2.", "3."),
        ("(a)", "(b)", "(c)"),
        ("4.1.1", "4.1.2", "4.1.3"),
        ("Article 5", "Article 6", "Article 7"),
        ("§ 7", "§ 8", "§ 9"),
        ("•", "•", "•"),
    ],
    ids=" ".join,
)
def test_items_and_clauses_are_blocks_of_their_own(marks: tuple[str, ...]) -> None:
    page = Page().paragraph("The keepers agreed on what follows:")
    for seed, mark in enumerate(marks):
        page.paragraph(f"{mark} {prose(seed)}", space=0)
    document = convert(pdf([page]))
    assert texts(document, Role.ITEM) == [
        prose(seed) if mark == "•" else f"{mark} {prose(seed)}" for seed, mark in enumerate(marks)
    ]


@pytest.mark.parametrize(
    "mark",
    "Article 5|Article 1er|Article L. 121-3|Art. 5a|Artículo 12.º|§ 12a|§§ 3.1|第三条|第三十二条之一|第5条の2|제5조|"
    "제12조의2|المادة 5|Стаття 7|Άρθρο 9|Madde 4|Pasal 33|Section 4.1|(a)|(iv)|1.2.3|5.|a)|一、|（三）|סעיף 12".split(
        "|"
    ),
)
def test_clauses_of_laws_are_known_by_their_marks(mark: str) -> None:
    found = marker(f"{mark} The keeper of the light is named by the parish.")
    assert found is not None
    assert found.text == mark
    assert not found.bullet


@pytest.mark.parametrize("text", ["Articles of faith", "Section heads met", "Art is long", "1911 was wet", "a boat"])
def test_words_that_name_no_clause_are_no_mark(text: str) -> None:
    assert marker(text) is None


def test_a_year_at_the_beginning_of_a_line_is_no_item() -> None:
    line = "The lamp was lit by the keeper in the presence of the parish on the first day of spring in"
    page = (
        Page()
        .put(line)
        .put("1908. It burned for many winters, and was put out at last when the tower was taken down by")
    )
    page.put("the crew of the survey.")
    assert len(convert(pdf([page])).blocks) == 1


def test_notes_are_taken_out_and_their_marks_not_glued_to_words() -> None:
    pages = book(4)
    for number, page in enumerate(pages):
        first = page.items[0]
        assert isinstance(first, Text)
        cut = first.text.index(" ", 20)
        page.items[0] = first._replace(text=first.text[:cut])
        end = LEFT + 5 * cut
        page.at(end, first.y + 4, "19", size=6)
        page.at(end + 9, first.y, first.text[cut + 1 :])
        page.rule(LEFT, LEFT + 100, 112)
        page.at(LEFT, 103, "19", size=5).at(LEFT + 7, 100, f"Deciding this took a {WORDS[number]}.", size=8)
    document = convert(pdf(pages))
    assert texts(document, Role.PARAGRAPH) == [prose(seed) for seed in range(8)]
    assert texts(document, Role.NOTE) == [f"19 Deciding this took a {word}." for word in WORDS[:4]]
    assert document.left_out["note references"] == 4


def test_the_mark_of_a_note_at_the_end_of_the_book_is_not_glued_to_a_word() -> None:
    page = (
        Page()
        .at(LEFT, TOP, "The lamp")
        .at(LEFT + 40, TOP + 4, "19", size=6)
        .at(LEFT + 50, TOP, "was lit at the tower.")
    )
    document = convert(pdf([page]))
    assert texts(document) == ["The lamp was lit at the tower."]
    assert document.left_out == {"note references": 1}


def test_a_power_is_no_mark_of_a_note() -> None:
    page = (
        Page().at(LEFT, TOP, "It covers 400 m").at(LEFT + 75, TOP + 4, "2", size=6).at(LEFT + 81, TOP, "of the cliff.")
    )
    assert texts(convert(pdf([page]))) == ["It covers 400 m² of the cliff."]


def test_a_note_does_not_part_the_paragraph_around_it() -> None:
    pages = book(2, heads=False, numbers=False)
    pages[0].items = []
    words = prose(5, 80).replace(".", "").lower()
    pages[0].y = 200
    pages[0].paragraph(words, columns=80)
    last = pages[0].items[-1]
    assert isinstance(last, Text)
    pages[0].items[-1] = last._replace(text=last.text.ljust(79, "x"))
    pages[0].rule(LEFT, LEFT + 100, 112).at(LEFT, 100, "1 A note of the parish.", size=8)
    pages[1].items = []
    pages[1].y = 700
    pages[1].paragraph("and so it was to the end.", columns=80).paragraph(prose(6), columns=80)
    document = convert(pdf(pages))
    assert [block.role for block in document.blocks] == [Role.PARAGRAPH, Role.NOTE, Role.PARAGRAPH]
    assert document.blocks[0].text.endswith("and so it was to the end.")


def test_tables_keep_their_cells_also_those_of_several_lines() -> None:
    page = Page().paragraph(prose(1))
    page.put("Table 1: Lights and their keepers", space=10)
    rows = [
        ("Name", "Year", "Keeper"),
        ("North light", "1871", "the parish, later"),
        ("South light", "1902", "the survey"),
    ]
    y = page.y - 10
    for row in rows:
        page.rule(LEFT, 400, y + 10)
        for at, cell in enumerate(row):
            page.at(LEFT + 120 * at, y, cell)
        y -= 14
        if "later" in row[2]:
            page.at(LEFT + 240, y + 2, "the survey")
            y -= 12
    page.rule(LEFT, 400, y + 10)
    document = convert(pdf([page]))
    assert texts(document, Role.TABLE) == [
        "Name\tYear\tKeeper\nNorth light\t1871\tthe parish, later the survey\nSouth light\t1902\tthe survey"
    ]
    assert texts(document, Role.CAPTION) == ["Table 1: Lights and their keepers"]


def test_contents_and_index_are_left_out_and_counted() -> None:
    contents = Page().put("Contents", size=16, font=BOLD)
    for at in range(8):
        contents.put(f"{at + 1} The {WORDS[at]} {'. ' * 30} {at + 1}")
    index = Page().put("Index", size=16, font=BOLD)
    for at, word in enumerate(WORDS):
        index.put(f"{word}, {at + 1}, {at + 3}–{at + 5}")
    document = convert(pdf([contents, *book(3, numbers=False), index]))
    assert texts(document) == [prose(seed) for seed in range(6)]
    assert document.left_out["lines of contents"] == 9
    assert document.left_out["lines of an index"] == len(WORDS) + 1


def test_code_stays_together() -> None:
    page = Page().paragraph(prose(1)).put("light --north \\", font=MONO, space=8).put("  --until dawn", font=MONO)
    assert texts(convert(pdf([page.paragraph(prose(2))]))) == [prose(1), "light --north \\ --until dawn", prose(2)]


# What the file says of itself


def test_title_authors_date_and_language_are_found() -> None:
    info = {"Title": "Lights", "Author": "A. Keeper; B. Watch", "CreationDate": "D:19980704120000Z"}
    found = convert(pdf([Page().paragraph("See doi:10.1234/lights.5. " + prose(1))], info=info, language="en-GB")).found
    assert (found.title, found.authors, found.issued) == ("Lights", ("A. Keeper", "B. Watch"), "1998-07-04")
    assert (found.language, found.doi) == ("en-GB", "10.1234/lights.5")


def test_the_largest_print_of_the_first_page_is_the_title_where_the_file_names_its_program() -> None:
    page = Page().put("The lights of the coast", size=20).paragraph(prose(1))
    assert convert(pdf([page], info={"Title": "Microsoft Word - draft3.doc"})).found.title == "The lights of the coast"


def test_it_is_the_same_each_time() -> None:
    data = pdf(book(5))
    assert convert(data) == convert(data)


# What cannot be read


def refused(data: bytes) -> FilesError:
    with pytest.raises(FilesError) as failed:
        convert(data)
    assert failed.value.hint
    return failed.value


def test_a_scan_without_text_is_refused() -> None:
    assert "pictures" in refused(pdf([Page(picture=True) for _ in range(3)])).message
    mixed = [Page(picture=True), Page(picture=True), Page().paragraph(prose(1))]
    assert "2 of its 3 pages" in refused(pdf(mixed)).message


def test_a_file_most_of_whose_pages_have_no_text_is_refused() -> None:
    assert "2 of its 3 pages" in refused(pdf([Page(), Page(), Page().paragraph(prose(1))])).message


def test_a_page_without_text_among_others_is_doubted() -> None:
    document = convert(pdf([*book(3), Page(picture=True)]))
    assert any(doubt.startswith("Page 4") for doubt in document.doubts)


def test_no_text_at_all_is_refused() -> None:
    assert "no text" in refused(pdf([Page()])).message


def test_a_password_is_named() -> None:
    assert "password" in refused(pdf([Page().paragraph(prose(1))], password=True)).message


def overprinted() -> Page:
    """Return a page on which two texts are printed over each other, as a box over a column is."""
    page = Page().paragraph(prose(1, 120), space=0)
    page.y = TOP - 5
    return page.paragraph(prose(2, 120), x=LEFT + 80, space=0)


def test_text_over_other_text_is_refused() -> None:
    error = refused(pdf([overprinted()]))
    assert "order of its text is not clear" in error.message
    assert "(on page 1)" in error.message


def test_columns_that_nothing_parts_are_refused() -> None:
    page = Page()
    for at in range(12):  # line by line, at other heights, and with hardly a gap between them
        page.at(LEFT, TOP - 14 * at, prose(at, 6)[:38])
        page.at(LEFT + 38 * 5 + 4, TOP - 5 - 14 * at, prose(at + 20, 6)[:38])
    assert "order of its text is not clear" in refused(pdf([page])).message


def test_a_page_without_order_among_others_is_doubted() -> None:
    document = convert(pdf([*book(8), overprinted()]))
    assert "The order of the text on page 9 is not clear." in document.doubts


def test_fonts_that_do_not_say_their_characters_are_refused() -> None:
    page = Page()
    for at in range(10):
        page.at(LEFT, TOP - 14 * at, "".join(chr(0xE100 + (7 * at + each) % 40) for each in range(40)), font=UNICODE)
    assert "fonts" in refused(pdf([page])).message


def test_letters_that_make_no_words_are_refused() -> None:
    shifted = prose(1, 400).lower().translate(str.maketrans("aeioubcdfg", "bcdfgaeiou"))
    assert "words" in refused(pdf([Page().paragraph(shifted)])).message


def test_lines_from_top_to_bottom_are_refused() -> None:
    page = Page()
    for column in range(10):
        for at in range(30):
            page.at(500 - 20 * column, TOP - 12 * at, "ABCDEFGHIJ"[(7 * column + at) % 10])
    assert "top to bottom" in refused(pdf([page])).message


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n", b"%PDF-" + b"\x00" * 500])
def test_a_file_without_pages_is_damaged(data: bytes) -> None:
    assert "damaged" in refused(data).message


def test_blocks_are_plain_lines() -> None:
    for block in convert(pdf(book(3))).blocks:
        assert isinstance(block, Block)
        assert "\n" not in block.text
        assert block.text == block.text.strip()


def test_what_is_beside_the_page_is_not_read() -> None:
    page = Page().paragraph(prose(1)).at(LEFT, HEIGHT + 50, "beside the page").at(900, 400, "far away")
    assert texts(convert(pdf([page]))) == [prose(1)]
