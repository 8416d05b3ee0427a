"""What becomes of the entries that refer to one that is deleted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES

from pctui.authoring.editing import record
from pctui.authoring.removing import Referring, referring, without
from pctui.authoring.workspace import Workspace
from pctui.corpus.loader import load
from pctui.errors import FilesError
from pctui.queries.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIGHTHOUSES, tmp_path / "corpus"))


@pytest.fixture
def store(lights: Path) -> Iterator[Store]:
    with closing(Store(lights)) as store:
        yield store


def found(folder: Path, store: Store, slug: str) -> dict[str, Referring]:
    return {each.slug: each for each in referring(folder, store, slug)}


def test_a_link_goes_and_the_rest_stays(folder: Path, store: Store) -> None:
    (each,) = found(folder, store, "towers-by-1860").values()
    before = record(folder, each.slug)
    assert each.before == before
    assert each.after == {key: value for key, value in before.items() if key != "links"}
    assert each.losses == ("links: outcome_of → none",)
    assert not each.wrong


def test_an_entry_that_needs_a_reference_says_so(folder: Path, store: Store) -> None:
    entries = found(folder, store, "classes-of-light")
    assert set(entries) >= {"class-1", "class-2", "class-3"}
    for slug in ("class-1", "class-2", "class-3"):
        assert "ladder" in entries[slug].wrong
        assert entries[slug].losses == ("ladder: classes-of-light → none",)


def test_a_document_takes_the_citations_of_it_along_unless_they_are_the_only_ones(folder: Path, store: Store) -> None:
    for each in found(folder, store, "keepers-1898").values():
        cited = [citation["document"] for citation in each.before["citations"]]
        assert bool(each.wrong) == (set(cited) == {"keepers-1898"}), each


def test_several_places_of_one_record_go_together() -> None:
    before = {
        "organisations": ["a", "b", "a"],
        "links": [{"type": "see_also", "to": "a"}, {"type": "part_of", "to": "b"}, {"type": "disputes", "to": "a"}],
        "functions": [{"text": "It ran.", "citations": [{"document": "a"}]}],
        "ladder": "a",
    }
    paths = [("organisations", 0), ("links", 0), ("links", 2), ("organisations", 2), ("ladder",)]
    assert without(before, [*paths, ("functions", 0, "citations", 0)]) == {
        "organisations": ["b"],
        "links": [{"type": "part_of", "to": "b"}],
        "functions": [{"text": "It ran."}],
    }
    assert without(before, [("organisations", n) for n in range(3)]) == {
        key: value for key, value in before.items() if key != "organisations"
    }


def test_all_of_it_is_one_step_that_is_undone_at_once(folder: Path, lights: Path, tmp_path: Path) -> None:
    database = Path(shutil.copy(lights, tmp_path / "written.db"))
    files = {file: file.read_bytes() for file in folder.rglob("*.*")}
    workspace = Workspace(folder, database)
    with closing(Store(database)) as store:
        entries = referring(folder, store, "towers-by-1860")
    workspace.remove("towers-by-1860", workspace.record("towers-by-1860"), entries)
    loaded = load(folder)
    assert "towers-by-1860" not in loaded.entries
    assert all(link.to != "towers-by-1860" for entry in loaded.entries.values() for link in entry.links)
    workspace.undo()
    assert {file: file.read_bytes() for file in folder.rglob("*.*")} == files


def test_what_was_changed_meanwhile_is_not_overwritten(folder: Path, lights: Path, tmp_path: Path) -> None:
    database = Path(shutil.copy(lights, tmp_path / "written.db"))
    workspace = Workspace(folder, database)
    with closing(Store(database)) as store:
        (each,) = referring(folder, store, "towers-by-1860")
    file = folder / workspace.place(each.slug).file
    file.write_text(file.read_text().replace(f"title: {each.title}", f"title: {each.title} now"))
    changed = file.read_bytes()
    with pytest.raises(FilesError, match="was changed in its file meanwhile"):
        workspace.remove("towers-by-1860", workspace.record("towers-by-1860"), [each])
    assert file.read_bytes() == changed
    assert "towers-by-1860" in load(folder).entries
