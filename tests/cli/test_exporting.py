"""`pctui export`: files and folders are written completely or not at all, and never over foreign files."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from conftest import Run, editing, reason

from pctui.errors import ExitCode, FilesError
from pctui.render import files
from pctui.render.files import MARKER, write_folder

TEXTS = ["json", "jsonl", "csl-json", "bibtex", "ris", "markdown", "timelinejs", "dot"]


def inside(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def nothing_beside(folder: Path) -> bool:
    """Whether no temporary folder was left behind."""
    return not [path for path in folder.parent.iterdir() if path.name.startswith(f".{folder.name}")]


@pytest.mark.parametrize("name", TEXTS)
def test_output_equals_stdout_and_is_not_overwritten(pctui: Run, lights: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    printed = pctui("export", name, "--db", lights)
    assert pctui("export", name, "--db", lights, "-o", target) == (0, "", f"wrote {target}\n{printed.err}")
    assert target.read_bytes() == printed.out.encode()
    refused = pctui("export", name, "--db", lights, "-o", target, "--context")
    assert (refused.code, "already exists" in refused.err) == (ExitCode.FILES, True)
    assert target.read_bytes() == printed.out.encode()
    assert pctui("export", name, "--db", lights, "-o", target, "--force", "--context").code == 0
    assert target.read_bytes() == pctui("export", name, "--db", lights, "--context").out.encode()


@pytest.mark.parametrize("name", [*TEXTS, "csv", "parquet"])
def test_help_has_an_example(pctui: Run, name: str) -> None:
    answer = pctui("export", name, "--help")
    assert f"Example: pctui export {name}" in " ".join(answer.out.split())
    assert "--context" in answer.out
    assert "--force" in answer.out


@pytest.mark.parametrize("name", ["json", "csl-json"])
def test_force_without_a_file_is_a_mistake(pctui: Run, lights: Path, name: str) -> None:
    answer = pctui("export", name, "--force", "--db", lights)
    assert (answer.code, answer.out) == (ExitCode.USAGE, "")


def test_one_table(pctui: Run, lights: Path, tmp_path: Path) -> None:
    assert pctui("export", "csv", "--folder", tmp_path / "t", "--db", lights).code == 0
    one = pctui("export", "csv", "--table", "figures", "--db", lights)
    assert one.out.encode() == (tmp_path / "t" / "figures.csv").read_bytes()
    assert one.out.startswith("\ufeffslug,title,")
    assert pctui("export", "csv", "--table", "figures", "--raw", "--db", lights).out == one.out.removeprefix("\ufeff")
    assert pctui("export", "csv", "--table", "figures", "-o", tmp_path / "f.csv", "--db", lights).code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Give --folder DIR or --table NAME."),
        (["--folder", "x", "--table", "figures"], "Give --folder DIR or --table NAME."),
        (["--folder", "x", "--output", "y"], "Give --output or --folder."),
        (["--table", "weather"], "Choose one of: corpus, terms, entries, events"),
        (["--table", "figures", "--force"], "--force is only for a file"),
    ],
)
def test_csv_requires_a_folder_or_a_table(pctui: Run, lights: Path, arguments: list[str], message: str) -> None:
    answer = pctui("export", "csv", *arguments, "--db", lights)
    assert (answer.code, answer.out) == (ExitCode.USAGE, "")
    assert message in answer.err


def test_pages_of_selected_sections(pctui: Run, lights: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    answer = pctui(
        "export", "markdown", "--folder", folder, "--section", "ladder", "--section", "people", "--db", lights
    )
    assert answer == (0, "", f"wrote {folder}\n")
    assert {path.name for path in folder.glob("*.md")} == {"index.md", "entries.md", "ladder.md", "people.md"}
    assert "- [People and projects](people.md)\n" in (folder / "index.md").read_text(encoding="utf-8")
    answer = pctui("export", "markdown", "--folder", folder, "--output", tmp_path / "x.md", "--db", lights)
    assert (answer.code, "Give --output or --folder." in answer.err) == (ExitCode.USAGE, True)


def test_a_slug_of_a_foreign_database_cannot_name_a_file(pctui: Run, lights_copy: Path, tmp_path: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute(
            "INSERT INTO entries (id, slug, kind, title, summary, origin, modality) "
            "VALUES ((SELECT MAX(id) + 1 FROM entries), '../../outside', 'concept', 't', 's', 'document', 'happened')"
        )
        connection.execute("INSERT INTO concept_details (slug) VALUES ('../../outside')")
    answer = pctui("export", "markdown", "--folder", tmp_path / "deep" / "out", "--db", lights_copy)
    assert answer.code == ExitCode.FILES
    (tmp_path / "deep").mkdir()
    answer = pctui("export", "markdown", "--folder", tmp_path / "deep" / "out", "--db", lights_copy)
    assert (answer.code, "is not a safe file name" in answer.err) == (ExitCode.FILES, True)
    assert not list(tmp_path.rglob("outside*"))


def test_a_folder_is_not_overwritten_without_force(pctui: Run, lights: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()  # an empty folder may exist
    assert pctui("export", "csv", "--folder", folder, "--db", lights).code == 0
    before = inside(folder)
    answer = pctui("export", "csv", "--folder", folder, "--db", lights, "--context")
    assert (answer.code, "already contains an export" in answer.err) == (ExitCode.FILES, True)
    assert inside(folder) == before
    assert pctui("export", "csv", "--folder", folder, "--db", lights, "--context", "--force").code == 0
    assert inside(folder).keys() == before.keys()
    assert inside(folder) != before
    assert nothing_beside(folder)


@pytest.mark.parametrize("force", [False, True])
def test_a_foreign_folder_is_never_touched(tmp_path: Path, force: bool) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(FilesError, match="not from an export"):
        write_folder(folder, [("a.md", "a")], force)
    assert inside(folder) == {"mine.txt": "mine"}
    (tmp_path / "file").write_text("x")
    with pytest.raises(FilesError, match="is not a folder"):
        write_folder(tmp_path / "file", [("a.md", "a")], force)


def test_force_replaces_only_exported_files(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_folder(folder, [("a.md", "old"), ("entries/b.md", "old"), ("entries/c.md", "old")])
    (folder / "mine.txt").write_text("mine")
    (folder / "entries" / "notes.md").write_text("mine too")
    (folder / ".vault" / "deep" / "empty").mkdir(parents=True)
    (folder / ".vault" / "settings").write_text("{}")
    (folder / "link").symlink_to("/nowhere")
    (folder / "folders").symlink_to(tmp_path)
    folder.chmod(0o750)
    write_folder(folder, [("a.md", "new"), ("entries/d.md", "new")], force=True)
    assert {k: v for k, v in inside(folder).items() if k != MARKER} == {
        "a.md": "new", "entries/d.md": "new", "mine.txt": "mine", "entries/notes.md": "mine too",
        ".vault/settings": "{}",
    }  # fmt: skip
    assert (folder / ".vault" / "deep" / "empty").is_dir()
    assert os.readlink(folder / "link") == "/nowhere"  # noqa: PTH115 - as it was written
    assert (folder / "folders").is_symlink()
    assert folder.stat().st_mode & 0o777 == 0o750
    assert nothing_beside(folder)


def test_a_foreign_file_in_the_way_is_reported_and_nothing_changes(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_folder(folder, [("a.md", "old")])
    (folder / "b.md").write_text("mine")
    with pytest.raises(FilesError, match=r"b\.md is in the way"):
        write_folder(folder, [("a.md", "new"), ("b.md", "new")], force=True)
    assert (folder / "a.md").read_text() == "old"
    assert (folder / "b.md").read_text() == "mine"
    assert nothing_beside(folder)


@pytest.mark.parametrize("name", ["../x.md", "/x.md", "a/../../x.md", "a/b/c.md", "", ".x.md", "x\n.md", "A.md"])
def test_no_file_is_written_outside(tmp_path: Path, name: str) -> None:
    with pytest.raises(FilesError):
        write_folder(tmp_path / "out", [("a.md", "a"), (name, "x")])
    assert not (tmp_path / "out").exists()
    assert nothing_beside(tmp_path / "out")


def test_a_foreign_marker_removes_nothing_outside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / MARKER).write_text("x\n../mine.txt\n/etc/passwd\n")
    write_folder(folder, [("a.md", "a")], force=True)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_failed_folder_export_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    write_folder(folder, [("a.md", "old")])

    def interrupted() -> object:
        yield "a.md", "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(folder, interrupted(), force=True)  # type: ignore[arg-type]
    assert (folder / "a.md").read_text() == "old"
    assert nothing_beside(folder)

    real = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(self, target)

    monkeypatch.setattr(files.Path, "rename", failing)
    monkeypatch.setattr("pctui.temporary._exchange", lambda *_: False)  # as where the system cannot
    with pytest.raises(FilesError, match=reason(errno.ENOSPC)):
        write_folder(folder, [("a.md", "new")], force=True)
    assert (folder / "a.md").read_text() == "old"
    assert nothing_beside(folder)


def test_a_failed_file_export_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")

    def interrupted() -> object:
        yield "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.write(target, interrupted(), force=True)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["out.json"]
    assert target.read_text() == "old"


def test_a_folder_through_a_link_and_in_a_missing_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_folder(tmp_path / "link", [("a.md", "a")])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "a.md").read_text() == "a"
    with pytest.raises(FilesError, match=reason(errno.ENOENT)):
        write_folder(tmp_path / "no" / "where", [("a.md", "a")])
