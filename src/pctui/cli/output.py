"""Where output goes: to stdout, a file or a folder. The result of a command in its format, or why it is empty."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..collector import without_collector
from ..errors import NotFound, Progress, UsageError, say
from ..text import TO_ASCII

if TYPE_CHECKING:
    from ..page import Block
    from ..queries.filters import Filter
    from ..reader.marked import Marked
    from ..render.formats import Answer, Form


_Piece = TypeVar("_Piece", bound=Sized)
PATIENCE = 1.0  # seconds in which a command says nothing of its progress


def write(text: str) -> None:
    """Write `text` to stdout: in UTF-8 regardless of the locale, or in ASCII on a terminal that takes only that."""
    write_all([text])


def write_all(pieces: Iterable[str]) -> None:
    """Write the pieces of a text to stdout as they come; see `write`.

    Where that takes long, a terminal is told how far it has come, unless the text itself appears on one.
    """
    sys.stdout.flush()
    buffer = sys.stdout.buffer
    encoding, errors = ("ascii", TO_ASCII) if sys.stdout.errors == TO_ASCII else ("utf-8", "strict")
    with without_collector(), Progress(PATIENCE) as progress:
        for piece in pieces if sys.stdout.isatty() else counted(pieces, progress, "writing"):
            buffer.write(piece.encode(encoding, errors))
    buffer.flush()


def read_letter(prompt: str, letters: str) -> str:
    """Return the first letter of the line typed after `prompt`, one of `letters`; the last of these when input ends."""
    while True:
        write(prompt)
        try:
            typed = input().strip().lower()[:1]
        except EOFError:
            write("\n")
            return letters[-1]
        if typed and typed in letters:
            return typed
        say(f"Answer {', '.join(letters[:-1])} or {letters[-1]}.")


def deliver(text: Iterable[str], output: Path | None, force: bool) -> None:
    """Write the pieces of a text to a file, or to stdout."""
    if output is None:
        if force:
            raise UsageError("--force is only for a file: name it with --output")
        write_all(text)
    else:
        deliver_file(text, output, force)


def deliver_file(pieces: Iterable[str | bytes], output: Path, force: bool) -> None:
    """Write the pieces of a file."""
    from ..render.files import write as write_file

    with without_collector(), Progress(PATIENCE) as progress:
        write_file(output, counted(pieces, progress, f"writing {output}"), force)
    say(f"wrote {output}")


def only_folder(folder: Path, output: Path | None) -> None:
    """Raise UsageError if a file is given as well."""
    if output is not None:
        raise UsageError(f"both a file ({output}) and a folder ({folder}) were given", "Give --output or --folder.")


def deliver_folder(files: Iterable[tuple[str, str | bytes]], folder: Path, force: bool) -> None:
    """Write the pieces of files, each with the path within the folder."""
    from ..render.files import write_folder

    with without_collector(), Progress(PATIENCE) as progress:
        write_folder(folder, counted(files, progress, f"writing {folder}", lambda piece: len(piece[1])), force)
    say(f"wrote {folder}")


def counted(
    pieces: Iterable[_Piece], progress: Progress, doing: str, length: Callable[[_Piece], int] = len
) -> Iterable[_Piece]:
    """Return the pieces of a text or of files; as they are taken, `progress` counts their characters."""

    def counting() -> Iterator[_Piece]:
        written = 0
        for piece in pieces:
            written += length(piece)
            progress.count(f"{doing}: {written / 1e6:.1f} MB …")
            yield piece

    return counting() if progress.shown else pieces


def text_width() -> int | None:
    """Return the width at which text is wrapped on a terminal; None elsewhere, where each paragraph is one line."""
    import shutil

    return min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print blocks as plain text."""
    from ..render.text import pieces

    write_all(pieces(blocks, text_width()))


def noted(blocks: Iterable[Block], marked: Marked | None) -> Iterable[Block]:
    """Return the blocks of a list with the reader's mark and note on each entry, if they are wanted."""
    if not (shown := marked.shown if marked else {}):
        return blocks
    from ..page.notes import with_annotations

    return with_annotations(blocks, shown)


def request(filters: Filter, marked: Marked | None = None, **options: object) -> dict[str, Any]:
    """Return a command's request as data: the values chosen for each facet, and other options as typed."""
    facets = {facet: list(filters.chosen(facet)) for facet in filters.active if filters.chosen(facet)}
    of_reader = marked.request if marked else {}
    return {**facets, **{name: value for name, value in options.items() if value is not None}, **of_reader}


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
