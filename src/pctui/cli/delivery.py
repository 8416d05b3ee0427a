"""Where an export goes: to stdout, to a file or to a folder, with progress on a terminal where it takes long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from ..collector import without_collector
from ..errors import Progress, UsageError, say
from .output import PATIENCE, counted, write_all

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to a file instead of stdout.", show_default=False)
]
Folder = Annotated[Path | None, typer.Option("--folder", help="Write a folder of files.", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Overwrite existing files.")]


def deliver(text: Iterable[str], output: Path | None, force: bool) -> None:
    """Write the pieces of a text to a file, or to stdout."""
    if output is None:
        if force:
            raise UsageError("--force is only for a file: name it with --output")
        write_all(text)
        return
    from ..render.files import write as write_file

    with without_collector(), Progress(PATIENCE) as progress:
        write_file(output, counted(text, progress, f"writing {output}"), force)
    say(f"wrote {output}")


def only_folder(folder: Path, output: Path | None) -> None:
    """Raise UsageError if a file is given as well."""
    if output is not None:
        raise UsageError(f"both a file ({output}) and a folder ({folder}) were given", "Give --output or --folder.")


def deliver_folder(files: Iterable[tuple[str, str]], folder: Path, force: bool) -> None:
    """Write the pieces of files, each with the path within the folder."""
    from ..render.files import write_folder

    with without_collector(), Progress(PATIENCE) as progress:
        write_folder(folder, _counted(files, progress, f"writing {folder}"), force)
    say(f"wrote {folder}")


def _counted(files: Iterable[tuple[str, str]], progress: Progress, doing: str) -> Iterator[tuple[str, str]]:
    if not progress.shown:
        yield from files
        return
    written, names = 0, set()
    for name, text in files:
        written += len(text)
        names.add(name)
        progress.count(f"{doing}: {len(names):,} files, {written / 1e6:.1f} MB …")
        yield name, text
