"""Whatever a PDF has been damaged or built to do, it is converted, or refused in a sentence."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import LEFT, Page, pdf

from pctui.convert import convert as front_door
from pctui.convert.model import Converted
from pctui.convert.pdf import convert
from pctui.convert.pdf_reading import MOST_PAGES
from pctui.errors import FilesError

GOOD = pdf(
    [
        Page()
        .put("1 Lamps", size=14)
        .paragraph("The keepers lit the lamp of the tower each night of the winter. " * 4),
        Page()
        .paragraph("In spring they wrote the account of the season into the ledger of the parish. " * 4)
        .at(300, 30, "2"),
    ],
    labels="0 << /S /r >>",
    outline=[("Lamps", 1, 0, 730.0), ("Oil", 2, 1, None)],
    info={"Title": "Lights"},
    language="en",
)


def _explained(error: FilesError) -> None:
    assert error.message
    assert error.hint


def ends(data: bytes) -> Converted | None:
    try:
        document = convert(data)
    except FilesError as error:
        return _explained(error)
    assert document.blocks
    assert len(document.text()) < 100_000
    return document


def test_the_undamaged_one_is_read() -> None:
    assert ends(GOOD)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=40))
@settings(max_examples=examples(60), deadline=None)
def test_bytes_are_changed(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value
    ends(bytes(data))


@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)))
@settings(max_examples=examples(40), deadline=None)
def test_a_part_is_cut_out(first: int, last: int) -> None:
    first, last = sorted((first, last))
    ends(GOOD[:first] + GOOD[last:])


@given(st.from_regex(rb"\d+", fullmatch=True), st.integers(0, 400))
@settings(max_examples=examples(60), deadline=None)
def test_a_number_is_replaced(number: bytes, which: int) -> None:
    """References then point in circles or nowhere, sizes are huge, and counts wrong."""
    places = [match.span() for match in re.finditer(rb"\d+", GOOD)]
    first, last = places[which % len(places)]
    ends(GOOD[:first] + number[:12] + GOOD[last:])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"/Count 2 /Kids", b"/Count 2000000000 /Kids"),
        (rb"/Kids \[\d+ 0 R", b"/Kids [2 0 R"),  # the pages are their own child
        (rb"/Contents \d+ 0 R", b"/Contents 2 0 R"),
        (rb"/First (\d+) 0 R", rb"/First \1 0 R /Next \1 0 R"),
        (rb"startxref\n\d+", b"startxref\n0"),
        (rb"/Size \d+", b"/Size 4294967295"),
        (rb"/MediaBox \[0 0 612 792\]", b"/MediaBox [0 0 1e30 -1e30]"),
        (rb"/MediaBox \[0 0 612 792\]", b"/MediaBox [0 0 0 0]"),
        (rb" 10\.0 Tf", b" 1e20 Tf"),
        (rb" 10\.0 Tf", b" 0 Tf"),
        (rb"/Length \d+", b"/Length 99999999999"),
        (rb"/Root 1 0 R", b"/Root 1 0 R /Prev 9 /Prev 9"),
    ],
    ids=lambda value: value.decode()[:20],
)
def test_structures_that_go_in_circles_or_beyond_all_bounds(old: bytes, new: bytes) -> None:
    data = re.sub(old, new, GOOD)
    assert data != GOOD
    ends(data)


def test_too_many_pages_are_refused() -> None:
    page = re.search(rb"/Kids \[(\d+) 0 R", GOOD)
    assert page
    kids = (page[1] + b" 0 R ") * (MOST_PAGES + 1)
    data = re.sub(rb"/Count 2 /Kids \[[^\]]*\]", b"/Count %d /Kids [%s]" % (MOST_PAGES + 1, kids), GOOD)
    with pytest.raises(FilesError, match=rf"{MOST_PAGES:,}"):
        convert(data)


def test_a_page_of_a_million_characters_is_read_in_bounds() -> None:
    page = Page()
    for at in range(40):
        page.at(LEFT, 700 - 12 * at, "tide and lamp " * 2000)
    ends(pdf([page]))


def test_a_stream_that_unpacks_beyond_all_bounds_ends_in_its_own_process(tmp_path: Path) -> None:
    """20 MiB of text come out of 50 KiB, all of it in one place."""
    content = re.search(rb"<< /Length \d+  >>\nstream\nBT(?:.*?)endstream", GOOD, re.DOTALL)
    assert content
    bomb = zlib.compress(b"BT /F1 10 Tf 72 700 Td (tide) Tj ET\n" * 600_000, 9)
    packed = f"<< /Length {len(bomb)} /Filter /FlateDecode >>\nstream\n".encode() + bomb + b"\nendstream"
    file = tmp_path / "bomb.pdf"
    file.write_bytes(GOOD[: content.start()] + packed + GOOD[content.end() :])
    assert len(front_door(file).text()) < 1_000_000
