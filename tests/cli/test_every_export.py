"""What holds for every export: the same bytes anywhere, hostile text intact, and bounded memory."""

from __future__ import annotations

import itertools
import os
import re
import stat
import sys
import tracemalloc
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import PROJECT, Run
from drawings import NASTY
from exports import FILES, FOLDER, READERS, WAYS, texts, ways, written
from hostile import hostile_store
from surroundings import printed

from pctui.text import clean, one_line


@ways
def test_the_same_bytes_twice(pctui: Run, lights: Path, tmp_path: Path, way: list[str]) -> None:
    found = []
    for name in ("one", "other"):
        place = tmp_path / name
        answer = pctui("export", *(str(place) if word == FOLDER else word for word in way), "--db", lights)
        assert answer.code == 0, answer.err
        found.append(written(place) if FOLDER in way else answer.out)
    assert found[0]
    assert found[0] == found[1]


SURROUNDINGS: list[dict[str, str]] = [
    {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "COLUMNS": "20"},
    {"TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "TERM": "dumb"},
    {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0", "PYTHONHASHSEED": "3", "NO_COLOR": "1"},
]
UMASKS = (0o022, 0o077, 0o002)


@pytest.fixture(scope="module")
def elsewhere(lights: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """For each of the surroundings, a folder with what every way to export has written there."""
    folders = []
    for surroundings, umask in zip(SURROUNDINGS, UMASKS, strict=True):
        folder = tmp_path_factory.mktemp("elsewhere")
        commands = [
            ["export", *(f"{number}" if word == FOLDER else word for word in way), "--db", lights]
            + ([] if FOLDER in way else ["--output", f"{number}"])
            for number, way in enumerate(WAYS.values())
        ]
        assert printed(commands, folder, surroundings, umask=umask) == [b""] * len(commands)
        folders.append(folder)
    return folders


@pytest.mark.once
@pytest.mark.parametrize("number", range(len(WAYS)), ids=list(WAYS))
def test_the_same_bytes_in_any_surroundings(
    pctui: Run, lights: Path, tmp_path: Path, elsewhere: list[Path], number: int
) -> None:
    """The time zone, the locale, the order of sets, the folder and the umask change nothing but the modes of files."""
    here, way = tmp_path / "here", list(WAYS.values())[number]
    answer = pctui("export", *(str(here) if word == FOLDER else word for word in way), "--db", lights)
    expected = written(here) if FOLDER in way else {"out": answer.out.encode()}
    for folder, umask in zip(elsewhere, UMASKS, strict=True):
        place = folder / f"{number}"
        assert (written(place) if FOLDER in way else {"out": place.read_bytes()}) == expected
        modes = {stat.S_IMODE(path.stat().st_mode) for path in [place, *place.rglob("*")] if path.is_file()}
        assert modes == {0o666 & ~umask}


@pytest.mark.once
def test_the_same_bytes_on_stdout_in_any_surroundings(pctui: Run, lights: Path, tmp_path: Path) -> None:
    commands = [["export", *way, "--db", lights] for way in FILES.values()]
    here = [pctui(*command).out.encode() for command in commands]
    for surroundings in SURROUNDINGS:
        assert printed(commands, tmp_path, surroundings) == here


HOSTILE = [
    NASTY,
    "=1+1",
    "\nER  - \nTY  - ",
    "[a](javascript:b) ![c](d) <!-- e",
    "\n\n# x\n\n---\n\n| a |",
    "@article{x,",
]


def test_every_export_has_a_reader() -> None:
    assert {way[0] for way in FILES.values()} <= READERS.keys()


@pytest.mark.parametrize("text", HOSTILE)
@ways
def test_hostile_text_arrives_as_text(pctui: Run, lights: Path, tmp_path: Path, way: list[str], text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        database = store.path
    place = tmp_path / "out"
    arguments = ["export", *(str(place) if word == FOLDER else word for word in way), "--context"]
    answer = pctui(*arguments, "--db", database)
    assert answer.code == 0, answer.err
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", answer.out)
    read = texts(way, answer.out, place)
    shown = "".join(one_line(text).split())
    assert any(shown in "".join(part.split()) for part in read)
    if way[0] in ("json", "jsonl", "csv"):  # which have lines within a text
        assert any(clean(text) in part.replace("\r\n", "\n") for part in read)


# Events: for a thousand, SQLite's pages and the blocks of a file have reached their full size.
SMALL, LARGE = 1_000, 2_000


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Databases of generated corpora: of a thousand events, and of twice as many."""
    sys.path.insert(0, str(PROJECT / "bench"))
    try:
        import synthetic
    finally:
        sys.path.pop(0)
    from pctui.database.build import seed

    found = {}
    for events in (SMALL, LARGE):
        folder = tmp_path_factory.mktemp(f"events-{events}")
        synthetic.write(folder, events)
        found[events] = folder / "x.db"
        seed(folder / "corpus", found[events])
    return found


NOT_MEASURED = {
    # One text: what it numbers and lists at its end, and its own loops, may ask for anything before.
    *(title for title, way in WAYS.items() if "--template" in way),
    # One entry, or a few.
    "html lamp-house",
    "timelinejs --since 1838 --organisation lamp-house",
    # Thousands of pages: a minute. (At four times the entries it took less than twice the memory.)
    "site --output FOLDER",
}


@pytest.mark.once
@pytest.mark.parametrize("title", [title for title in WAYS if title not in NOT_MEASURED])
def test_memory_does_not_grow_with_the_corpus(
    pctui: Run, monkeypatch: pytest.MonkeyPatch, lights: Path, sizes: dict[int, Path], tmp_path: Path, title: str
) -> None:
    """Kept until all is written, twice as many entries would take a fifth more memory, or twice as much."""
    monkeypatch.setattr("pctui.database.seal.WHOLE", 0)  # hashing the file takes more memory than some exports do

    def taken(_folder: Path, files: Iterable[tuple[str, str]], _force: bool) -> None:
        for _ in files:  # thousands of files take long to write, and only their names are kept
            pass

    monkeypatch.setattr("pctui.render.files.write_folder", taken)

    def peak(database: Path, place: Path) -> int:
        arguments = [str(place) if word == FOLDER else word for word in WAYS[title]]
        target = [] if FOLDER in WAYS[title] else ["--output", os.devnull]
        tracemalloc.start()
        try:
            assert pctui("export", *arguments, *target, "--db", database).code == 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(lights, tmp_path / "warm")  # imports, and what is kept of them
    small, large = peak(sizes[SMALL], tmp_path / "small"), peak(sizes[LARGE], tmp_path / "large")
    assert large < 1.15 * small, f"{large / small:.1f} times as much"


def test_references_are_written_one_by_one() -> None:
    from pctui.model import Document
    from pctui.render import bibtex, csl, ris

    taken = 0

    def documents() -> Iterable[Document]:
        nonlocal taken
        for number in itertools.count():
            taken += 1
            yield Document(f"d-{number}", "D", "T", "s", "whole", None, None, {"type": "report"}, (), ())

    for form in (bibtex, csl, ris):
        taken = 0
        assert len(list(itertools.islice(form.pieces(documents()), 10))) == 10
        assert taken <= 11
