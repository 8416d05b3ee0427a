"""The corpus that is being written: its folder, found from where the person is, and what is in it."""

from __future__ import annotations

import shlex
from pathlib import Path

from ..corpus.loaded import Loaded
from ..corpus.loader import examine
from ..errors import FilesError, UsageError
from ..paths import built_in_corpus
from .new_corpus import RECORD


def corpus_folder(given: Path | None) -> Path:
    """Return the folder of the corpus to write: the one given, else the working folder or the nearest above it."""
    if given is not None:
        if not given.is_dir():
            raise FilesError(f"{given} is not a folder", f"Make a corpus with: pctui init {given}")
        return given
    if here := corpus_here():
        return here
    raise UsageError(
        f"there is no corpus here: no {RECORD}", "Name its folder with --corpus, or make one: pctui init NAME"
    )


def check_command(given: Path | None) -> str:
    """Return what checks the corpus, as it is typed where the person is: `given` is what --corpus was."""
    return f"pctui check --corpus {shlex.quote(str(given))}" if given else "pctui check"


def corpus_here() -> Path | None:
    """Return the working folder or the nearest above it that is a corpus; None if there is none."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / RECORD).is_file()), None)


def corpus_to_read(given: Path | None) -> Path:
    """Return the folder of the corpus to read: the one given, else the one here, else the built-in one."""
    return given or corpus_here() or built_in_corpus()


def read_corpus(folder: Path) -> Loaded:
    """Return what is valid in a corpus; UsageError if it has no record of its own, without which nothing is added."""
    loaded, faults = examine(folder)
    if loaded.corpus is None:
        first = f": {faults[0]}" if faults else ""
        raise UsageError(f"{folder} is not a corpus that can be read{first}", "See: pctui check --corpus FOLDER")
    return loaded
