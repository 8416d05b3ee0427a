"""What is measured and where: the programs, a corpus with its database, and the shape of the machine.

None of the user's own files are read or written: database, notes and home folder are temporary.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import synthetic
from driver import COLUMNS, LINES, Failed
from measure import progress, run

HERE = Path(__file__).parent
PROJECT = HERE.parent
# Seconds without output or work after which a screen counts as settled: less than the half second of a blinking cursor.
# The tests, for which the figures do not matter, wait for less.
QUIET = float(os.environ.get("PCTUI_BENCH_QUIET") or 0.25)


@dataclass(frozen=True)
class Setting:
    """The programs to measure, their environment, and a corpus with its database.

    `documents` are copies of the corpus's documents, if there are any. `events` is 0 for the built-in corpus.
    """

    python: str
    pctui: str
    environment: dict[str, str]
    folder: Path
    corpus: Path
    documents: Path | None
    events: int

    @property
    def database(self) -> Path:
        """The database that everything reads."""
        return Path(self.environment["PCTUI_DB"])

    def floor(self, name: str, *arguments: str) -> list[str]:
        """Return the command line of one of the floors in this folder."""
        return [self.python, str(HERE / f"{name}.py"), *arguments]

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows of a query of the database."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()

    @cached_property
    def entries(self) -> int:
        """How many entries the database has."""
        return int(str(self.ask("SELECT COUNT(*) FROM entries")[0][0]))

    @cached_property
    def slug(self) -> str:
        """An entry to show."""
        return str(self.ask("SELECT slug FROM organisation_details ORDER BY slug LIMIT 1")[0][0])

    @cached_property
    def word(self) -> str:
        """A word of about one in ten entries."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            database.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, entries_fts, row)")
            found = database.execute(
                "SELECT term FROM temp.words WHERE LENGTH(term) > 3 ORDER BY ABS(doc - ?), term LIMIT 1",
                (self.entries / 10,),
            ).fetchone()
        return str(found[0])


def shape() -> dict[str, str]:
    """Return what the machine is like, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processors": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "load": " ".join(f"{one:.1f}" for one in os.getloadavg()),
        "terminal": f"{COLUMNS}x{LINES}",
    }


def releases(python: str, *packages: str) -> dict[str, str]:
    """Return the versions of Python, SQLite and `packages` in an environment; Failed if one is missing."""
    code = (
        "import json, platform, sqlite3, sys; from importlib.metadata import version;"
        "print(json.dumps({'python': platform.python_version(), 'SQLite': sqlite3.sqlite_version,"
        "**{name: version(name) for name in sys.argv[1:]}}))"
    )
    done = subprocess.run([python, "-c", code, *packages], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{python} lacks one of {', '.join(packages)}:\n{done.stderr}")
    return dict(json.loads(done.stdout))


def environment(folder: Path) -> dict[str, str]:
    """Return an environment for programs that may write only into `folder`."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {**kept, "HOME": str(folder), "PCTUI_DB": f"{folder}/pctui.db", "PCTUI_READER": f"{folder}/reader.db"}


@contextmanager
def prepared(events: int, bin_folder: Path, documents: Path | None = None) -> Iterator[Setting]:
    """Build a database of `events` events, or of the built-in corpus if 0, and yield what can be measured."""
    with tempfile.TemporaryDirectory(prefix="pctui-bench-") as name:
        folder = Path(name)
        corpus = PROJECT / "seed"
        if events:
            progress(f"writing a corpus of {events:,} events")
            synthetic.write(folder / "synthetic", events)
            corpus, documents = folder / "synthetic" / "corpus", folder / "synthetic" / "documents"
        python, pctui = (str(bin_folder / program) for program in ("python", "pctui"))
        own = environment(folder)
        progress("seeding")
        run([pctui, "seed", *(("--corpus", str(corpus)) if events else ())], own)
        yield Setting(python, pctui, own, folder, corpus, documents, events)


def options(description: str | None, *, rounds: int) -> argparse.ArgumentParser:
    """Return a parser with the options of every program in this folder."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--rounds",
        type=_number,
        default=rounds,
        help=f"how often to measure each, after once to warm the caches ({rounds})",
    )
    parser.add_argument(
        "--entries",
        type=_number,
        nargs="?",
        const=10_000,
        default=0,
        metavar="N",
        help="a synthetic corpus of N events (10000) instead of the built-in one",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument(
        "--bin",
        type=Path,
        default=Path(sys.executable).parent,
        help="the folder of the python and the pctui to measure",
    )
    parser.add_argument(
        "--documents",
        type=Path,
        default=os.environ.get("PCTUI_DOCUMENTS"),
        help="copies of the built-in corpus's documents, for check and cite (PCTUI_DOCUMENTS)",
    )
    return parser


def _number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("must be a number, 0 or more")
    return int(text)


def numbers(text: str) -> list[int]:
    """Return the numbers of an option, which are separated by commas."""
    return [_number(one.strip()) for one in text.split(",") if one.strip()]
