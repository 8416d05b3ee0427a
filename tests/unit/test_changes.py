"""Several files of a corpus change together: all or none, whatever is killed, and an undo restores every byte."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from killing import at_every_moment

from pctui.authoring.changes import ChangedOnDisk, Changes, FileChange, apply
from pctui.corpus.files import corpus_digest
from pctui.corpus.journal import reading, writing
from pctui.errors import FilesError, UsageError
from pctui.restricted import SECURE

OLD = {"a.yaml": b"- old a\n", "entries/b.yaml": b"- old b\n", "gone/c.yaml": b"- old c\n"}
NEW = {"a.yaml": b"- new a\n", "entries/b.yaml": b"- old b\n", "made/far/d.yaml": b"- new d\n"}


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def folders_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def written(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def change(folder: Path) -> Changes:
    return Changes(folder, tuple(FileChange(name, OLD.get(name), NEW.get(name)) for name in sorted({*OLD, *NEW})))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    written(folder, OLD)
    return folder


def test_all_files_change_and_an_undo_restores_them(old: Path) -> None:
    (old / "a.yaml").chmod(0o640)
    apply(change(old))
    assert files_in(old) == NEW
    assert folders_in(old) == {"entries", "made", "made/far"}, "an emptied folder goes, and nothing else is left"
    assert stat.S_IMODE((old / "a.yaml").stat().st_mode) == 0o640
    apply(change(old).undone())
    assert files_in(old) == OLD
    assert folders_in(old) == {"entries", "gone"}


def test_a_new_file_has_the_mode_that_any_new_file_has(old: Path) -> None:
    apply(change(old))
    (old / "mine").touch()
    assert (old / "made/far/d.yaml").stat().st_mode == (old / "mine").stat().st_mode


def test_a_folder_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(FilesError, match="is not a folder"):
        apply(Changes(tmp_path / "gone", (FileChange("corpus.yaml", None, b"- x\n"),)))
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("a.yaml", b"mine", "was changed"), ("gone/c.yaml", None, "was removed"), ("made/far/d.yaml", b"x", "was made")],
)
def test_nothing_is_written_over_what_somebody_else_wrote(old: Path, name: str, data: bytes | None, said: str) -> None:
    if data is None:
        (old / name).unlink()
    else:
        written(old, {name: data})
    before = files_in(old)
    with pytest.raises(ChangedOnDisk, match=rf"^{name} {said}") as refused:
        apply(change(old))
    assert refused.value.name == name
    assert refused.value.hint
    assert files_in(old) == before
    assert not (old / ".pctui").exists()


def test_links_stay_links(old: Path) -> None:
    (old / "a.yaml").rename(old / "real.yaml")
    (old / "a.yaml").symlink_to("real.yaml")
    apply(change(old))
    assert (old / "a.yaml").is_symlink()
    assert (old / "real.yaml").read_bytes() == NEW["a.yaml"]


@pytest.mark.parametrize(
    "name",
    ["../x.yaml", "a/../../x.yaml", "/x.yaml", "", ".", ".git/hooks/x", "a/.GIT/x", "git~1/x", "a\\b", "c:x", "a\n"],
)
def test_no_file_outside_the_corpus_is_written(old: Path, name: str) -> None:
    with pytest.raises(FilesError, match="is no name for a file"):
        apply(Changes(old, (FileChange(name, None, b"x"),)))
    assert files_in(old.parent) == {f"corpus/{name}": data for name, data in OLD.items()}


def test_a_link_that_leads_out_is_not_followed(old: Path) -> None:
    outside = old.parent / "outside"
    outside.mkdir()
    (old / "entries2").symlink_to(outside)
    (old / "x.yaml").symlink_to(outside / "x.yaml")
    for name in ("entries2/x.yaml", "x.yaml"):
        with pytest.raises(FilesError, match="outside the corpus"):
            apply(Changes(old, (FileChange(name, None, b"x"),)))
    assert not list(outside.iterdir())


def test_whatever_is_killed_the_next_reader_finds_all_or_nothing(old: Path) -> None:
    found = set()

    def check() -> None:
        corpus_digest(old)  # a reader, who completes what was begun
        now = files_in(old)
        left = {name: now.pop(name) for name in list(now) if name.startswith(".pctui/")}
        assert now in (OLD, NEW)
        assert not any(name.endswith("pctui/journal.json") for name in left)
        found.add(now == NEW)
        with writing(old):
            assert not (old / ".pctui").exists(), "a writer removes what a killed one left"
        for name in {*OLD, *NEW}:
            (old / name).unlink(missing_ok=True)
        written(old, OLD)

    kills = at_every_moment(lambda: apply(change(old)), check)
    assert kills > 10
    assert found == {False, True}


def test_whatever_is_killed_while_completing_the_next_one_completes(old: Path) -> None:
    """A second process that is killed while it completes what the first has left."""
    journal = old / ".pctui" / "journal.json"
    written(old, {".pctui/staged-x/0": NEW["a.yaml"]})
    import hashlib
    import json

    def digest(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def begun() -> None:
        written(old, {**OLD, ".pctui/staged-x/0": NEW["a.yaml"], ".pctui/staged-x/1": NEW["made/far/d.yaml"]})
        steps = [
            {"name": "a.yaml", "staged": "0", "before": digest(OLD["a.yaml"]), "after": digest(NEW["a.yaml"])},
            {"name": "gone/c.yaml", "staged": None, "before": digest(OLD["gone/c.yaml"]), "after": None},
            {"name": "made/far/d.yaml", "staged": "1", "before": None, "after": digest(NEW["made/far/d.yaml"])},
        ]
        journal.write_text(json.dumps({"staged": "staged-x", "files": steps}))

    def check() -> None:
        with reading(old):
            now = {name: data for name, data in files_in(old).items() if not name.startswith(".pctui/")}
        assert now == NEW
        for name in NEW:
            (old / name).unlink()
        begun()

    begun()
    assert at_every_moment(lambda: corpus_digest(old), check) > 4


def left_by_a_killed_writer(folder: Path, *names: str) -> None:
    """Leave what a writer leaves that is killed with the journal in its place, before any file is."""
    import hashlib
    import json

    new = hashlib.sha256(NEW["a.yaml"]).hexdigest()
    steps = []
    for number, name in enumerate(names):
        old = hashlib.sha256(OLD[name]).hexdigest() if name in OLD else None
        steps.append({"name": name, "staged": f"{number}", "before": old, "after": new})
        written(folder, {f".pctui/staged-x/{number}": NEW["a.yaml"]})
    (folder / ".pctui" / "journal.json").write_text(json.dumps({"staged": "staged-x", "files": steps}))


def test_what_was_edited_by_hand_since_is_kept_and_named(old: Path) -> None:
    left_by_a_killed_writer(old, "a.yaml")
    (old / "a.yaml").write_bytes(b"- by hand\n")
    with pytest.raises(FilesError, match=r"a\.yaml was edited since"):
        corpus_digest(old)
    assert (old / "a.yaml").read_bytes() == b"- by hand\n"
    assert (old / ".pctui" / "not-written" / "a.yaml").read_bytes() == NEW["a.yaml"]
    corpus_digest(old)  # once it is said, it is in nobody's way


def test_where_one_file_was_edited_since_no_other_is_written(old: Path) -> None:
    left_by_a_killed_writer(old, "a.yaml", "more/new.yaml")
    (old / "a.yaml").write_bytes(b"- by hand\n")
    with pytest.raises(FilesError, match=r"a\.yaml was edited since") as refused:
        corpus_digest(old)
    assert "not-written" in refused.value.hint
    assert not (old / "more").exists()
    kept = old / ".pctui" / "not-written"
    assert files_in(kept) == {"a.yaml": NEW["a.yaml"], "more/new.yaml": NEW["a.yaml"]}


def test_who_completes_a_change_says_so(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apply(change(old))
    apply(change(old).undone())
    assert capsys.readouterr().err == "", "of a change of one's own there is nothing to say"
    left_by_a_killed_writer(old, "a.yaml", "b.yaml", "c.yaml", "d.yaml")
    corpus_digest(old)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.endswith("that was interrupted: a.yaml, b.yaml, c.yaml and 1 more\n")
    corpus_digest(old)
    assert capsys.readouterr().err == ""


def test_a_journal_from_elsewhere_reaches_no_file_outside(old: Path) -> None:
    written(old.parent, {"a.yaml": OLD["a.yaml"]})
    left_by_a_killed_writer(old, "../a.yaml")
    with pytest.raises(FilesError, match=r"journal\.json is damaged"):
        corpus_digest(old)
    assert (old.parent / "a.yaml").read_bytes() == OLD["a.yaml"]


@pytest.mark.parametrize(
    "journal",
    ["", "{", "[]", '{"staged": "../x", "files": []}', '{"staged": "staged-x", "files": [{"name": 1}]}', "null"],
)
def test_a_damaged_journal_is_named(old: Path, journal: str) -> None:
    written(old, {".pctui/journal.json": journal.encode()})
    with pytest.raises(FilesError, match=r"journal\.json is damaged"):
        corpus_digest(old)


def test_a_reader_who_may_not_write_is_told_what_to_do(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left_by_a_killed_writer(old, "a.yaml")
    monkeypatch.setenv(SECURE, "1")
    with pytest.raises(UsageError, match="writing is disabled"):
        corpus_digest(old)
    assert files_in(old)["a.yaml"] == OLD["a.yaml"]


def test_a_read_only_login_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECURE, "1")
    with pytest.raises(UsageError, match="writing is disabled"):
        apply(change(old))
    assert files_in(old) == OLD


def test_a_writer_waits_for_readers_and_other_writers(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pctui.corpus.journal._PATIENCE", 0)
    with reading(old), reading(old), pytest.raises(FilesError, match="another process is using the corpus"):
        apply(change(old))
    with writing(old), pytest.raises(FilesError, match="another process is using the corpus"):
        corpus_digest(old)
    assert files_in(old) == OLD
    apply(change(old))


def test_two_processes_that_change_one_corpus_take_turns(old: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from pctui.authoring.changes import ChangedOnDisk, Changes, FileChange, apply\n"
        "folder, mark = Path(sys.argv[1]), sys.argv[2].encode()\n"
        "for _ in range(20):\n"
        "    while True:\n"
        "        data = (folder / 'a.yaml').read_bytes()\n"
        "        try:\n"
        "            apply(Changes(folder, (FileChange('a.yaml', data, data + mark),)))\n"
        "            break\n"
        "        except ChangedOnDisk:\n"
        "            pass\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, old, mark]) for mark in ("x", "y")]
    assert [process.wait(60) for process in both] == [0, 0]
    data = (old / "a.yaml").read_bytes().removeprefix(OLD["a.yaml"])
    assert sorted(data) == sorted(b"x" * 20 + b"y" * 20)
