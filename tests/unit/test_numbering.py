"""Numbers of citations: the same however many there are, and memory that does not grow with them."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.errors import FilesError
from pctui.model import Citation
from pctui.page import Block, Bullets, Numbering, Passages, Run
from pctui.render import markdown, text
from pctui.render.citing import Footnotes


def cite(number: int, section: str | None = None) -> Citation:
    return Citation("voyage", "Voyage 1871", number, section, (f"anchor-{number}",), page="ix" if number % 2 else None)


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([None, "Lamps", "Öl"])).map(lambda drawn: cite(*drawn))))
def test_a_passage_has_the_same_number_whether_it_is_in_memory_or_in_a_file(citations: list[Citation]) -> None:
    kept, spilled = Numbering(), Numbering(2)
    assert [spilled.number(each) for each in citations] == [kept.number(each) for each in citations]
    assert list(spilled.citations) == list(kept.citations)
    assert list(spilled.citations) == list(kept.citations), "as often as they are asked for"


def long_list(length: int) -> Iterator[Block]:
    for start in range(0, length, 500):
        yield Bullets(
            tuple((Run(f"Lamp {n}", citation=None), Run("", citation=cite(n))) for n in range(start, start + 500))
        )
    yield Passages()


def in_text(blocks: Iterator[Block]) -> Iterator[str]:
    return text.pieces(blocks, numbering=Numbering(1_000))


def in_markdown(blocks: Iterator[Block]) -> Iterator[str]:
    citing = Footnotes()
    citing.numbering = Numbering(1_000)
    return markdown.pieces(blocks, citing=citing)


@pytest.mark.once
@pytest.mark.parametrize("render", [in_text, in_markdown])
def test_a_long_list_of_passages_takes_no_memory(render: object) -> None:
    assert callable(render)

    def peak(length: int) -> int:
        tracemalloc.start()
        try:
            written = sum(map(len, render(long_list(length))))
            assert written > 10 * length
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def least(length: int) -> int:
        """Return the peak without what else happens to be done in the process meanwhile, such as what others left."""
        return min(peak(length) for _ in range(3))

    peak(2_000)  # whatever is loaded once
    assert least(8_000) < least(2_000) + 70_000  # kept, the passages would take more than a megabyte


def test_a_login_that_may_write_nothing_keeps_them_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    numbering = Numbering(2)
    assert [numbering.number(cite(n)) for n in (1, 2, 3, 4, 3)] == [1, 2, 3, 4, 3]
    assert numbering._further is None


def test_a_full_disk_is_reported() -> None:
    numbering = Numbering(1)
    numbering.number(cite(1))
    numbering.number(cite(2))
    assert numbering._further
    numbering._further._connection.execute("PRAGMA max_page_count = 5")

    def go_on() -> None:
        for n in range(3, 3_000):
            numbering.number(cite(n))

    with pytest.raises(FilesError, match="temporary file"):
        go_on()
