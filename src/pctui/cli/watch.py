"""The command that checks a corpus, and rebuilds its database, whenever a file is saved."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from ..errors import PctuiError, say
from ..text import number_of
from .options import CorpusFolder, Database, Documents
from .output import write
from .store import BEFORE

if TYPE_CHECKING:
    from ..authoring.watching import Round


def watch(corpus: CorpusFolder = None, db: Database = None, documents: Documents = None) -> None:
    """Check a corpus and rebuild its database, at once and whenever a file is saved, until Ctrl+C.

    Each check prints the faults, and a line with the time that it took. If there are faults, the database
    stays as it was. An explorer that is open shows the new one. Without --documents, citations are verified in your
    attached copies; of a document without a copy, only the format is checked.

    Example: pctui watch --corpus my-corpus --db my.db
    """
    from ..authoring.folder import corpus_to_read
    from ..authoring.watching import rounds
    from ..authoring.workspace import corpus_slug, database_of

    folder = corpus_to_read(corpus or BEFORE.corpus)
    target = database_of(corpus_slug(folder) or "", db or BEFORE.db)
    unverified: tuple[str, ...] = ()
    try:
        with _interrupted():
            say(f"watching {folder}, for {target}; Ctrl+C ends it")
            for done in rounds(folder, target, documents):
                write(_report(done))
                unverified = _say_unverified(done, unverified)
    except KeyboardInterrupt:
        pass  # that is how it ends


@contextmanager
def _interrupted() -> Iterator[None]:
    """Within this, a terminal that is closed, and `kill`, end the process as Ctrl+C does."""
    numbers = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = [signal.signal(number, signal.default_int_handler) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _report(done: Round) -> str:
    """Return what came of a round: a line for each fault, then one for the round."""
    now = f"{datetime.now().astimezone():%H:%M:%S}"
    taken = f"{done.seconds:.2f} s"
    result = done.result
    if isinstance(result, PctuiError):
        return f"{now} {result.message}; the database stays as it was\n"
    if not result.faults:
        found = f"{number_of(result.entries, 'entry')} from {number_of(result.documents, 'document')}"
        return f"{now} rebuilt in {taken}: {found}\n"
    count = number_of(len(result.faults), "fault")
    return "".join(f"{fault}\n" for fault in result.faults) + f"{now} {count}, {taken}; the database stays as it was\n"


def _say_unverified(done: Round, before: tuple[str, ...]) -> tuple[str, ...]:
    """Say which documents have no copy, unless that was said before; return them."""
    if isinstance(done.result, PctuiError):
        return before
    missing = done.result.without_copy
    if missing and missing != before:
        say(f"not verified, for there is no copy: {', '.join(missing)}; attach yours: pctui attach FILE…")
    return missing
