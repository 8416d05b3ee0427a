"""Corpora that are shared: packed into one file, or installed as a package."""

from __future__ import annotations

import shutil
import stat
import zipfile
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pctui import paths
from pctui.database.packs import unpacked
from pctui.errors import PctuiError


@pytest.fixture
def packed(pctui: Run, tmp_path: Path) -> Path:
    """The lighthouses as a pack."""
    target = tmp_path / "lights.pctui"
    answer = pctui("pack", "--corpus", LIGHTHOUSES, "--output", target)
    assert answer.code == 0, answer.err
    return target


def test_a_pack_is_read_by_every_command_as_its_database_is(pctui: Run, packed: Path, lights: Path) -> None:
    for command in (["timeline"], ["search", "lamp"], ["export", "jsonl", "--context"], ["show", "lamp-house"]):
        assert pctui(*command, "--db", packed).out == pctui(*command, "--db", lights).out
    assert pctui("open", packed).out == pctui("--db", lights).out


def test_a_pack_has_no_copies_and_the_same_bytes_each_time(pctui: Run, packed: Path, corpus: Path) -> None:
    (corpus / "copies").mkdir()
    (corpus / "copies" / "report.txt").write_text("The text of a document.", encoding="utf-8")
    (corpus / ".pctui").mkdir()
    again = packed.with_name("again.pctui")
    assert pctui("pack", "--corpus", corpus, "--output", again).code == 0
    assert again.read_bytes() == packed.read_bytes()
    names = zipfile.ZipFile(packed).namelist()
    assert names == ["database.db", *(f"corpus/{file.name}" for file in sorted(LIGHTHOUSES.iterdir()))]


def test_a_pack_of_another_version_is_built_again_from_its_corpus(pctui: Run, packed: Path, lights: Path) -> None:
    older = packed.with_name("older.pctui")
    with zipfile.ZipFile(packed) as archive, zipfile.ZipFile(older, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "database.db":
                data = data[:60] + (1).to_bytes(4, "big") + data[64:]  # its schema version
            changed.writestr(name, data)
    assert pctui("timeline", "--db", older).out == pctui("timeline", "--db", lights).out


def test_a_pack_is_not_overwritten_and_nothing_is_packed_with_faults(pctui: Run, packed: Path, corpus: Path) -> None:
    before = packed.read_bytes()
    answer = pctui("pack", "--corpus", corpus, "--output", packed)
    assert answer.code == 4
    assert "already exists" in answer.err
    (corpus / "odd.yaml").write_text("- kind: evnt\n", encoding="utf-8")
    answer = pctui("pack", "--corpus", corpus, "--output", packed, "--force")
    assert answer.code == 2
    assert "odd.yaml:1: unknown kind 'evnt'" in answer.err
    assert packed.read_bytes() == before
    assert "does not end in .pctui" in pctui("pack", "--corpus", corpus, "--output", "x.zip").err


BAD = {
    "empty": [],
    "no corpus": [("database.db", b"")],
    "no database": [("corpus/a.yaml", b"- kind: corpus\n")],
    "not a database": [("database.db", b"x" * 4096), ("corpus/a.yaml", b"[]")],
    "leaves the folder": [("database.db", b"x"), ("corpus/../../a.yaml", b"[]"), ("/corpus/a.yaml", b"[]")],
    "a gigabyte behind a kilobyte": [("database.db", bytes(1 << 26)), ("corpus/a.yaml", b"[]")],
}


@pytest.mark.parametrize("members", BAD.values(), ids=list(BAD))
def test_what_is_no_sound_pack_is_refused(pctui: Run, tmp_path: Path, members: list[tuple[str, bytes]]) -> None:
    target = tmp_path / "bad.pctui"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    if not members:
        target.write_bytes(b"PK\x03\x04")
    answer = pctui("timeline", "--db", target)
    assert answer.code == 3
    assert "internal error" not in answer.err
    assert [file.name for file in tmp_path.glob("**/a.yaml")] == []


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_pack_is_refused_or_read(packed: Path, data: st.DataObject) -> None:
    whole = packed.read_bytes()
    start = data.draw(st.integers(0, len(whole) - 1))
    damaged = packed.with_name("damaged.pctui")
    damaged.write_bytes(whole[:start] + data.draw(st.binary(min_size=1, max_size=20)) + whole[start + 1 :])
    try:
        assert unpacked(damaged).stat().st_size > 0
    except PctuiError:
        pass


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with the lighthouses and copies of their documents, as pip would have installed it."""
    site = tmp_path / "site"
    folder = site / "corpus_lights" / "data"
    shutil.copytree(LIGHTHOUSES, folder)
    shutil.copytree(LIGHTHOUSE_DOCUMENTS, folder / "copies")
    (site / "corpus_lights" / "__init__.py").write_text("raise SystemExit('nothing of it is run')\n")
    info = site / "corpus_lights-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: corpus-lights\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[pctui.corpora]\nlights = corpus_lights:data\ngone = corpus_gone\n")
    monkeypatch.syspath_prepend(site)
    return folder


@pytest.mark.usefixtures("installed")
def test_an_installed_corpus_is_opened_by_its_name_with_its_text(pctui: Run, lights: Path) -> None:
    listed = pctui("corpora").out.splitlines()
    assert listed[-1] == "lights  The lights of Marrow Sound"
    assert [line.split()[0] for line in listed] == [*paths.installed_corpora()]
    assert pctui("--corpus", "lights", "timeline").out == pctui("timeline", "--db", lights).out
    assert "(Passage, " in pctui("--corpus", "lights", "search", "oil").out
    assert pctui("--corpus", "lights", "attach").out.count("known copy") == 2


def test_an_installed_corpus_is_built_again_when_it_changes(pctui: Run, installed: Path) -> None:
    assert "Lamp house" in pctui("--corpus", "lights", "show", "lamp-house").out
    file = installed / "organisations.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: Lamp house", "title: Lampen house", 1), "utf-8")
    assert "Lampen house" in pctui("--corpus", "lights", "show", "lamp-house").out


def test_a_corpus_that_is_not_installed_is_named(pctui: Run, tmp_path: Path) -> None:
    answer = pctui("--corpus", "../lights", "timeline")
    assert answer.code == 2
    assert "no corpus '../lights' is installed" in answer.err
    answer = pctui("--corpus", "lights", "--db", tmp_path / "x.db", "timeline")
    assert "--corpus and --db both say what to open" in answer.err


def test_a_read_only_login_opens_and_makes_no_packs(pctui: Run, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    assert "opens no files" in pctui("open", packed).err
    assert "'pack' is disabled in this login" in pctui("pack", "--corpus", LIGHTHOUSES).err
    assert pctui("timeline", "--db", packed).code == 2


def test_others_may_read_a_pack(packed: Path) -> None:
    assert stat.S_IMODE(packed.stat().st_mode) & 0o044
