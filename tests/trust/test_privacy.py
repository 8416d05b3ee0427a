"""What the program keeps for the reader can be read by nobody else, and is written only where the reader meant."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run, reason
from killing import at_every_moment

from pctui.database import seal
from pctui.errors import ExitCode
from pctui.model import Reference
from pctui.paths import cache_folder, data_folder, reader
from pctui.private import FILE, write_private
from pctui.reader.database import writing
from pctui.reader.notes import Notes

ENTRY = Reference("lamp-house", "organisation", "Lamp house")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_notes_and_copies_are_the_readers_own_whatever_the_umask(
    pctui: Run, lights: Path, umask: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with writing(tmp_path / "first" / "mine.db"):  # from the first moment on
        for path in (tmp_path / "first").iterdir():
            assert mode(path) == 0o600
    for path in (reader(), tmp_path / "elsewhere" / "mine.db"):
        monkeypatch.setenv("PCTUI_READER", str(path))
        assert pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights).code == 0
        assert (mode(path.parent), mode(path)) == (0o700, 0o600)
        with writing(path) as connection:
            connection.execute("DELETE FROM copies")
            assert mode(path.with_name(f"{path.name}-journal")) == 0o600


def test_a_file_that_others_could_read_is_closed_to_them_on_the_next_start(pctui: Run, lights: Path) -> None:
    Notes(reader(), "marrow-lights").mark(ENTRY, "adopt")
    data_folder().chmod(0o755)
    reader().chmod(0o644)
    assert pctui("notes", "--db", lights).code == 0
    assert (mode(data_folder()), mode(reader())) == (0o700, 0o600)


def test_a_folder_that_is_not_the_programs_own_keeps_its_permissions(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o775)
    monkeypatch.setenv("PCTUI_READER", str(shared / "mine.db"))
    Notes(reader(), "marrow-lights").mark(ENTRY, "adopt")
    assert pctui("notes", "--db", lights).code == 0
    assert (mode(shared), mode(reader())) == (0o775, 0o600)


def test_the_data_folder_and_the_cache_are_the_readers_own(
    pctui: Run, umask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "WHOLE", 0)  # every database is large, so that it is remembered that it was checked
    assert pctui("seed", "--corpus", LIGHTHOUSES).code == 0
    assert mode(data_folder()) == 0o700
    listed = cache_folder() / "checked.json"
    assert (mode(cache_folder()), mode(listed)) == (0o700, 0o600)


def test_what_stands_in_place_of_the_readers_file_is_told(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, folder, link = tmp_path / "pipe", tmp_path / "folder", tmp_path / "link"
    os.mkfifo(pipe)
    folder.mkdir()
    link.symlink_to(tmp_path / "unplugged" / "mine.db")
    for path, message in (
        (pipe, "not a regular file"),
        (folder, reason(errno.EISDIR)),
        (link, f"is a link to {tmp_path / 'unplugged' / 'mine.db'}, which is not there"),
    ):
        monkeypatch.setenv("PCTUI_READER", str(path))
        for command in (("notes",), ("attach",), ("attach", LIGHTHOUSE_DOCUMENTS)):
            answer = pctui(*command, "--db", lights)
            assert answer.code in (ExitCode.DATABASE, ExitCode.FILES), (path, command, answer)
            assert message in answer.err, (path, command)
    assert not (tmp_path / "unplugged").exists()
    assert list(folder.iterdir()) == []


def test_the_folders_of_a_mistyped_path_are_not_made(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = pctui("seed", "--corpus", LIGHTHOUSES, "--db", tmp_path / "svr" / "pctui" / "x.db")
    assert (answer.code, f"there is no folder {tmp_path / 'svr'}" in answer.err) == (ExitCode.FILES, True)
    monkeypatch.setenv("PCTUI_READER", str(tmp_path / "svr" / "pctui" / "mine.db"))
    answer = pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights)
    assert (answer.code, f"there is no folder {tmp_path / 'svr'}" in answer.err) == (ExitCode.FILES, True)
    assert not (tmp_path / "svr").exists()
    assert pctui("seed", "--corpus", LIGHTHOUSES, "--db", tmp_path / "new" / "x.db").code == 0


def test_a_link_that_leads_in_a_circle_is_told_and_left(pctui: Run, tmp_path: Path) -> None:
    loop = tmp_path / "loop.db"
    loop.symlink_to(loop)
    for command in (
        ("seed", "--corpus", LIGHTHOUSES, "--db", loop),
        ("export", "json", "--force", "--output", loop),
        ("export", "csv", "--force", "--folder", loop),
    ):
        answer = pctui(*command)
        assert (answer.code, reason(errno.ELOOP) in answer.err) == (ExitCode.FILES, True), answer
    assert loop.is_symlink()


def test_what_a_killed_process_left_beside_a_private_file_goes_with_the_next(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "words"
    path.parent.mkdir()

    def left() -> None:
        write_private(path, "new")
        assert [each.name for each in path.parent.iterdir()] == ["words"]
        assert stat.S_IMODE(path.stat().st_mode) == FILE

    assert at_every_moment(lambda: write_private(path, "killed"), left) >= 3
