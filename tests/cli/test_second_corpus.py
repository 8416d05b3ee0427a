"""The second built-in corpus: it brings its documents along, and shows their text from the first start."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import PROJECT, Run
from exports import FOLDER, WAYS

from pctui import paths

SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
NAMES = SETTINGS["project"]["entry-points"]["pctui.corpora"]
WHEEL = SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]
NAME = "python-governance"
FOLDER_OF_CORPUS = PROJECT / "examples" / "governance"
COPIES = sorted((FOLDER_OF_CORPUS / "copies").iterdir())
ORGANISATION, DOCUMENT = "steering-council", "pep-8012"


def test_every_passage_that_it_cites_is_in_the_documents_that_come_with_it(pctui: Run) -> None:
    answer = pctui("check", "--corpus", FOLDER_OF_CORPUS, "--documents", FOLDER_OF_CORPUS / "copies")
    assert answer.code == 0, answer.err
    rows = [line.split() for line in answer.out.splitlines()[1:-1]]
    assert [row[0] for row in rows] == [file.stem for file in sorted(COPIES, key=lambda file: int(file.stem[4:]))]
    assert {tuple(row[2:]) for row in rows} == {("0", "0", "0", "known")}


def test_its_documents_may_travel(pctui: Run) -> None:
    readme = (FOLDER_OF_CORPUS / "README.md").read_text(encoding="utf-8")
    for file in COPIES:
        assert f"`{file.name}`" in readme
        assert "public domain" in file.read_text(encoding="utf-8")
    assert "Copyright (c) Django Software Foundation" in readme  # of which some text is
    assert sum(file.stat().st_size for file in COPIES) < 200_000


def test_both_built_in_corpora_are_listed(pctui: Run) -> None:
    listed = pctui("corpora").out.splitlines()
    assert [line.split()[0] for line in listed][: len(NAMES)] == [*NAMES]
    assert f"{NAME}  How Python is governed" in listed


def test_it_shows_passages_from_the_first_start(pctui: Run) -> None:
    found = pctui("--corpus", NAME, "search", "lobbying").out
    assert "(Finding, a-single-leader-invites-lobbying; PEP 8012 ¶17)" in found
    assert "(Passage, pep-8012 ¶17)" in found
    assert (
        "“The Dictator setup invites lobbying"
        in pctui("--corpus", NAME, "show", "a-single-leader-invites-lobbying").out
    )
    attached = pctui("--corpus", NAME, "attach").out
    assert attached.count("known copy") == len(COPIES)


def test_it_leaves_the_other_corpus_alone(pctui: Run) -> None:
    first = pctui().out
    assert pctui("--corpus", NAME).out != first
    assert pctui().out == first
    assert "Passage" not in pctui("search", "lobbying").out


def test_commands_on_corpora_take_the_one_that_is_named_before_them(pctui: Run, tmp_path: Path) -> None:
    checked = pctui("--corpus", NAME, "check")
    assert (checked.code, checked.out.splitlines()[1].split()[0]) == (0, "pep-10")
    assert "Name its folder" in pctui("--corpus", NAME, "check", "--fix").err
    cited = pctui("--corpus", NAME, "cite", DOCUMENT, "The Dictator setup invites … a single person")
    assert "document: pep-8012, paragraph: 17" in cited.out
    before = pctui("--corpus", NAME).out
    assert pctui("--corpus", NAME, "seed").code == 0
    assert pctui("--corpus", NAME).out == before
    assert pctui("--corpus", NAME, "pack", "--output", tmp_path / "x.pctui").code == 0
    assert pctui("--db", tmp_path / "x.pctui").out == before


def test_commands_that_write_take_a_folder_that_is_named_before_them_but_no_installed_corpus(
    pctui: Run, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(FOLDER_OF_CORPUS, mine, ignore=shutil.ignore_patterns("copies"))
    done = pctui("--corpus", mine, "split", "--dry-run")
    assert (done.code, done.err) == (0, "each entry has a file of its own already\n")
    refused = pctui("--corpus", NAME, "split", "--dry-run")
    assert refused.code == 2
    assert "is installed" in refused.err


def test_copies_that_a_start_did_not_attach_are_attached_by_the_next(pctui: Run) -> None:
    assert pctui("--corpus", NAME).code == 0
    paths.reader().unlink()  # as if it had been stopped before
    assert "(Passage, " in pctui("--corpus", NAME, "search", "lobbying").out


def test_the_readers_own_copy_stays(pctui: Run, tmp_path: Path) -> None:
    own = Path(shutil.copy(FOLDER_OF_CORPUS / "copies" / "pep-13.txt", tmp_path))
    assert pctui("--corpus", NAME, "attach", own).code == 0
    next(paths.data_folder().glob(f"{NAME}.db")).unlink()  # built again by another version
    assert str(own) in pctui("--corpus", NAME, "attach").out


def test_where_nothing_can_be_attached_it_opens_and_says_so(
    pctui: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCTUI_READER", str(tmp_path))  # a folder
    answer = pctui("--corpus", NAME, "timeline")
    assert answer.code == 0
    assert "the documents that come with the corpus are not attached" in answer.err


def test_a_read_only_login_shows_the_passages_as_well(pctui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):  # which such a login does not obey
        monkeypatch.delenv(name)
    pctui("--corpus", NAME)
    before = {path: path.read_bytes() for path in paths.data_folder().rglob("*") if path.is_file()}
    monkeypatch.setenv("PCTUI_SECURE", "1")
    assert "(Passage, " in pctui("--corpus", NAME, "search", "lobbying").out
    assert {path: path.read_bytes() for path in paths.data_folder().rglob("*") if path.is_file()} == before


def test_it_is_exported_in_every_way(pctui: Run, tmp_path: Path) -> None:
    pctui("--corpus", NAME)
    for number, way in enumerate(WAYS.values()):
        words = {
            "lamp-house": ORGANISATION,
            "tower-station": ORGANISATION,
            "1838": "2018",
            FOLDER: str(tmp_path / str(number)),
        }
        command = [words.get(word, word.replace("tower-station", ORGANISATION)) for word in way]
        answer = pctui("--corpus", NAME, "export", *command)
        assert answer.code == 0, (command, answer.err)
        assert answer.out or any((tmp_path / str(number)).iterdir()), command


def test_it_is_in_the_wheel(tmp_path: Path) -> None:
    """In the layout of the wheel, outside the project's folder."""
    site = tmp_path / "site"
    shutil.copytree(PROJECT / WHEEL["packages"][0], site / "pctui", ignore=shutil.ignore_patterns("__pycache__"))
    for source, target in WHEEL["force-include"].items():
        shutil.copytree(PROJECT / source, site / target, ignore=shutil.ignore_patterns(".pctui"))
    info = site / "pctui-9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pctui\nVersion: 9\n")
    offered = "".join(f"{name} = {value}\n" for name, value in NAMES.items())
    (info / "entry_points.txt").write_text(f"[pctui.corpora]\n{offered}")
    command = [sys.executable, "-c", "from pctui.__main__ import main; main()", "--corpus", NAME, "search", "lobbying"]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(site)}, cwd=tmp_path, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert re.search(rb"\(Passage, pep-8012 .17\)", done.stdout.replace("¶".encode(), b"."))
    assert "/examples" in SETTINGS["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
