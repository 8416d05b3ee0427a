"""After an upgrade, a database built by another version of the program is rebuilt on the next start."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES, Run, editing

import pctui
from pctui import edtf, paths
from pctui.database import fingerprint


@pytest.fixture(autouse=True)
def small_built_in_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the lighthouses as the built-in corpus, because they build faster."""
    monkeypatch.setattr(paths, "built_in_corpus", lambda: LIGHTHOUSES)


def build_with_another_version(run: Run, monkeypatch: pytest.MonkeyPatch) -> str:
    """Leave the default database as another version built it, with `circa` in its labels; return its organisations."""
    with monkeypatch.context() as older:
        older.setattr(fingerprint, "__version__", "0.0.1")
        assert run("organisations").code == 0
        with editing(paths.database(None)) as connection:
            connection.execute(
                "UPDATE organisation_details SET existence_label = replace(existence_label, 'about', 'circa')"
            )
        return run("organisations").out


def test_labels_of_another_version_are_replaced_on_the_next_start(pctui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    older = build_with_another_version(pctui, monkeypatch)
    assert "circa" in older
    newer = pctui("organisations").out
    assert "circa" not in newer
    assert newer == older.replace("circa", "about")


def test_a_changed_source_file_counts_as_another_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = fingerprint.fingerprint(LIGHTHOUSES)
    copy = tmp_path / "edtf.py"
    shutil.copy(Path(edtf.__file__), copy)
    copy.write_text(copy.read_text(encoding="utf-8").replace("about", "circa"), encoding="utf-8")
    monkeypatch.setattr(fingerprint, "_sources", lambda: [copy])
    assert fingerprint.fingerprint(LIGHTHOUSES) != before


def test_an_upgrade_leaves_marks_and_notes_alone(pctui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from pctui.model import Reference
    from pctui.reader.notes import Notes

    build_with_another_version(pctui, monkeypatch)
    notes = Notes(paths.reader(), "marrow-lights")
    notes.mark(Reference("lamp-house", "organisation", "Lamp house"), "adopt")
    before = paths.reader().read_bytes()
    assert pctui("organisations").code == 0
    assert paths.reader().read_bytes() == before
    assert "Lamp house" in pctui("notes").out


def test_a_user_built_database_is_not_rebuilt(pctui: Run, lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE corpus SET digest = 'older'")
    before = lights_copy.read_bytes()
    assert pctui("organisations", "--db", lights_copy).code == 0
    assert lights_copy.read_bytes() == before


def test_the_version_is_part_of_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint.fingerprint(LIGHTHOUSES)
    monkeypatch.setattr(fingerprint, "__version__", f"{pctui.__version__}.post1")
    assert fingerprint.fingerprint(LIGHTHOUSES) != before
