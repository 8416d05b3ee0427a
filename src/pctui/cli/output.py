"""Print the result of a command in the requested format, or say why it is empty."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..collector import without_collector
from ..errors import NotFound, say
from ..text import TO_ASCII

if TYPE_CHECKING:
    from ..page import Block
    from ..queries.filters import Filter
    from ..render.formats import Answer, Form


def write(text: str) -> None:
    """Write `text` to stdout: in UTF-8 regardless of the locale, or in ASCII on a terminal that takes only that."""
    write_all([text])


def write_all(pieces: Iterable[str]) -> None:
    """Write the pieces of a text to stdout as they come; see `write`."""
    sys.stdout.flush()
    buffer = sys.stdout.buffer
    encoding, errors = ("ascii", TO_ASCII) if sys.stdout.errors == TO_ASCII else ("utf-8", "strict")
    with without_collector():
        for piece in pieces:
            buffer.write(piece.encode(encoding, errors))
    buffer.flush()


def text_width() -> int | None:
    """Return the width at which text is wrapped on a terminal; None elsewhere, where each paragraph is one line."""
    import shutil

    return min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print blocks as plain text."""
    from ..render.text import pieces

    write_all(pieces(blocks, text_width()))


def request(filters: Filter, **options: object) -> dict[str, Any]:
    """Return a command's request as data: the values chosen for each facet, and other options as typed."""
    facets = {facet: list(filters.chosen(facet)) for facet in filters.active if facet != "dates"}
    return {**facets, **{name: value for name, value in options.items() if value is not None}}


def print_answer(answer: Answer, form: Form, nothing: Callable[[], tuple[str, str]]) -> None:
    """Print an answer in a form, and say how much was cut. If it is empty, NotFound with `nothing()`."""
    from ..render.formats import FORMATS

    found = FORMATS[form.name]
    if found.is_data or answer.shown:
        own = answer.own.get(form.name)
        write_all(own(form) if own else found.printed(answer, text_width(), form))
    if not answer.shown:
        raise NotFound(*nothing())
    if answer.total is None or answer.total > answer.shown:
        total = "more" if answer.total is None else f"{answer.total:,}"
        say(f"showing {answer.shown:,} of {total}; --limit shows more")


def hidden(filters: Filter, count: Callable[[Filter], int]) -> str:
    """Say how many entries there would be without each of the options."""
    dates = " and ".join(f"--{end}" for end in ("since", "until") if getattr(filters, end))
    without = {dates if facet == "dates" else f"--{facet}": count(filters.without(facet)) for facet in filters.active}
    counted = [f"{number:,} without {option}" for option, number in without.items() if number]
    return f"There would be {', '.join(counted)}." if counted else ""
