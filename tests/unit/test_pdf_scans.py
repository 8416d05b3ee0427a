"""A scan whose text was recognised: lines that slope, sizes that say nothing, letters that were misread."""

from __future__ import annotations

import pytest
from pdfs import LEFT, Page, pdf, prose, texts

from pctui.convert.model import Role
from pctui.convert.pdf import convert


def scan(count: int, slopes: tuple[float, ...] = (0.01, -0.008, 0.004)) -> list[Page]:
    """Return scanned pages with two paragraphs each, each page laid askew in another way."""
    pages = []
    for at in range(count):
        page = Page(y=700, scanned=True, slope=slopes[at % len(slopes)])
        pages.append(page.paragraph(prose(2 * at)).paragraph(prose(2 * at + 1)))
    return pages


@pytest.mark.parametrize("slope", [0.0, 0.003, 0.012, -0.02])
def test_lines_that_slope_are_whole_lines(slope: float) -> None:
    document = convert(pdf(scan(2, (slope,))))
    assert texts(document) == [prose(seed) for seed in range(4)]
    assert "recognised in a scan" in document.doubts[0]


def test_what_stands_on_one_line_of_a_page_laid_askew_is_one_line() -> None:
    page = Page(scanned=True, slope=0.025).paragraph(prose(1)).paragraph(prose(2))
    for at in range(4):
        page.at(LEFT, 500 - 14 * at, f"Boats in 190{at}").at(400, 500 - 14 * at, f"{at},400")
    (table,) = texts(convert(pdf([page])), Role.TABLE)
    assert table.splitlines() == [f"Boats in 190{at}\t{at},400" for at in range(4)]


def test_words_broken_at_the_end_of_a_line_are_joined_in_a_scan() -> None:
    page = Page(scanned=True, slope=0.01)
    for line in (
        f"{prose(1, 14)[:80]} har-",
        "bour of the parish, which the keepers had left, was open again¬",
        "ly.",
    ):
        page.put(line)
    (text,) = texts(convert(pdf([page])))
    assert "harbour of the parish" in text
    assert text.endswith("was open againly.")


def test_heads_and_numbers_of_a_scan_are_left_out_though_they_were_misread() -> None:
    pages = scan(9)
    for at, page in enumerate(pages, 10):
        head = "The lights of the coast, a report"
        page.at(LEFT, 748 + at * 7 % 15, head if at % 3 else head.replace("l", "1", 1).replace("o", "c", at % 5))
        page.at(300, 30 - at % 4, str(at).replace("1", "l") if at % 2 else str(at))
    document = convert(pdf(pages))
    assert texts(document) == [prose(seed) for seed in range(18)]
    assert [block.page for block in document.blocks] == [str(page) for page in range(10, 19) for _ in "12"]
    assert document.left_out["running heads"] == 9
    assert document.left_out["page numbers"] + document.left_out.get("running feet", 0) == 9  # of `ll`, nothing is left


def test_dust_is_left_out_and_counted_and_bullets_are_known() -> None:
    page = Page(scanned=True, slope=-0.01)
    page.paragraph(prose(1)).at(590, 500, "'.").at(30, 300, "|")
    page.put("+ " + prose(2, 8), space=8).put("« " + prose(3, 8), space=8)
    document = convert(pdf([page]))
    assert texts(document) == [prose(1), prose(2, 8), prose(3, 8)]
    assert [block.role for block in document.blocks] == [Role.PARAGRAPH, Role.ITEM, Role.ITEM]
    assert document.left_out == {"specks": 2}


def test_headings_and_notes_of_a_scan_are_known_by_their_size() -> None:
    pages = scan(3)
    pages[1].put("3 The harbour", size=14, space=14).paragraph(prose(20))
    pages[1].at(LEFT, 110, "1See the ledger, which a keeper had left there.", size=8)
    pages[1].at(LEFT, 100, "2See the book.", size=8)
    blocks = convert(pdf(pages)).blocks
    assert [block.text for block in blocks if block.role is Role.HEADING] == ["3 The harbour"]
    assert [block.text for block in blocks if block.role is Role.NOTE] == [
        "1 See the ledger, which a keeper had left there.",
        "2 See the book.",
    ]


def test_the_day_on_which_a_scan_was_made_is_not_its_date() -> None:
    info = {"CreationDate": "D:20260102030405Z", "Title": "The lights"}
    assert convert(pdf(scan(2), info=info)).found.issued == ""
    drawn = scan(2)
    for page in drawn:
        page.scanned = False
    assert convert(pdf(drawn, info=info)).found.issued == "2026-01-02"
