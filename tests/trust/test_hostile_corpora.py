"""A corpus from elsewhere, with links and a `.pctui/` prepared by somebody: nothing outside it is touched or hidden."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES, Run, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui.authoring.changes import Changes, FileChange, apply
from pctui.authoring.editor_schema import renew_schema
from pctui.corpus.files import corpus_digest
from pctui.database.packs import pack
from pctui.errors import ExitCode, FilesError

OURS, THEIRS = b"- ours\n", b"- theirs\n"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def tree(folder: Path) -> dict[str, bytes | str]:
    """Every file and link in a folder, with its content, or where it leads."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The reader's home folder, with files that are nobody else's business."""
    home = tmp_path / "home_of_reader"
    (home / "staged-photos").mkdir(parents=True)
    for name in ("0", "keys.yaml", "profile", "staged-photos/1"):
        (home / name).write_bytes(b"mine")
    return home


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A clone: a corpus with git's own folder, and `.pctui/`, as nobody keeps it from being in a repository."""
    folder = tmp_path / "corpus"
    for name, data in {"a.yaml": OURS, ".git/config": b"[core]\n", ".pctui/staged-x/0": THEIRS}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / ".git" / "hooks").mkdir()
    return folder


def journal(corpus: Path, *steps: tuple[str, str | None, bytes | None, bytes | None], staged: str = "staged-x") -> None:
    files = [
        {"name": name, "staged": new, "before": before and sha256(before), "after": after and sha256(after)}
        for name, new, before, after in steps
    ]
    (corpus / ".pctui" / "journal.json").write_text(json.dumps({"staged": staged, "files": files}))


def hook(corpus: Path, _home: Path) -> None:
    """A program that git runs, through a link with a harmless name."""
    (corpus / "more").symlink_to(".git")
    (corpus / ".pctui" / "staged-x" / "0").chmod(0o755)
    journal(corpus, ("more/hooks/post-checkout", "0", None, THEIRS))


def hidden(corpus: Path, _home: Path) -> None:
    journal(corpus, (".gitattributes", "0", None, THEIRS))


def beside_git(corpus: Path, _home: Path) -> None:
    (corpus / "config.yaml").symlink_to(".git/config")
    journal(corpus, ("config.yaml", "0", b"[core]\n", THEIRS))


def set_aside(corpus: Path, home: Path) -> None:
    """What cannot be placed is kept, in a folder that leads elsewhere."""
    (corpus / ".pctui" / "not-written").symlink_to(home)
    (corpus / "keys.yaml").write_bytes(OURS)
    journal(corpus, ("keys.yaml", "0", b"another", THEIRS))


def taken_from_outside(corpus: Path, home: Path) -> None:
    (corpus / ".pctui" / "staged-y").symlink_to(home)
    journal(corpus, ("b.yaml", "0", None, b"mine"), staged="staged-y")


def file_taken_from_outside(corpus: Path, home: Path) -> None:
    (corpus / ".pctui" / "staged-x" / "1").symlink_to(home / "profile")
    journal(corpus, ("b.yaml", "1", None, b"mine"))


def other_content(corpus: Path, _home: Path) -> None:
    journal(corpus, ("a.yaml", "0", OURS, b"what it says that it is"))


def endless(corpus: Path, _home: Path) -> None:
    (corpus / ".pctui" / "journal.json").symlink_to("/dev/zero")


def pipe(corpus: Path, _home: Path) -> None:
    os.mkfifo(corpus / ".pctui" / "journal.json")


def nested(corpus: Path, _home: Path) -> None:
    (corpus / ".pctui" / "journal.json").write_text("[" * 200_000)


def onto_a_pipe(corpus: Path, _home: Path) -> None:
    os.mkfifo(corpus / "b")
    journal(corpus, ("b", "0", None, THEIRS))


HOSTILE = (
    hook,
    hidden,
    beside_git,
    set_aside,
    taken_from_outside,
    file_taken_from_outside,
    other_content,
    endless,
    pipe,
    nested,
    onto_a_pipe,
)


@pytest.mark.parametrize("prepare", HOSTILE, ids=lambda prepare: str(prepare.__name__))
def test_a_journal_from_elsewhere_harms_nothing_and_is_named(
    corpus: Path, home: Path, prepare: Callable[[Path, Path], None]
) -> None:
    prepare(corpus, home)
    mine, git, ours = tree(home), tree(corpus / ".git"), (corpus / "a.yaml").read_bytes()
    names = {path.name for path in corpus.iterdir()}
    with pytest.raises(FilesError) as refused:
        corpus_digest(corpus)
    assert refused.value.hint
    assert str(corpus) in refused.value.message + refused.value.hint
    assert (tree(home), tree(corpus / ".git"), (corpus / "a.yaml").read_bytes()) == (mine, git, ours)
    assert {path.name for path in corpus.iterdir()} == names


def test_a_folder_for_changes_that_leads_elsewhere_is_refused(corpus: Path, home: Path) -> None:
    (corpus / ".pctui").rename(corpus / "old")
    (corpus / ".pctui").symlink_to(home)
    before = tree(home)
    with pytest.raises(FilesError, match="is not a folder of its own"):
        apply(Changes(corpus, (FileChange("a.yaml", OURS, THEIRS),)))
    assert tree(home) == before
    assert (corpus / "a.yaml").read_bytes() == OURS


@pytest.mark.parametrize("link", [".pctui/schema.json", ".pctui"])
def test_a_schema_that_is_a_link_is_not_written(corpus: Path, home: Path, link: str) -> None:
    (home / "schema.json").write_bytes(b"mine")
    (corpus / ".pctui" / "schema.json").unlink(missing_ok=True)
    if link == ".pctui":
        (corpus / ".pctui").rename(corpus / "old")
    (corpus / link).symlink_to(home if link == ".pctui" else home / "schema.json")
    renew_schema(corpus)
    assert (home / "schema.json").read_bytes() == b"mine"


_NAMES = st.lists(st.sampled_from(["a.yaml", "..", ".git", "link", "out", "hooks", "x", ".pctui", ""]), max_size=4)
_TEXTS = st.sampled_from([None, OURS, THEIRS, b"mine", b"[core]\n"])


@given(
    st.lists(st.tuples(_NAMES.map("/".join), st.sampled_from([None, "0", "1", "../0"]), _TEXTS, _TEXTS), max_size=3),
    st.sampled_from(["staged-x", "staged-y", "../x", "staged-"]),
)
@settings(max_examples=examples(200))
def test_whatever_a_journal_lists_nothing_outside_the_corpus_or_hidden_changes(
    steps: list[tuple[str, str | None, bytes | None, bytes | None]], staged: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        _whatever(Path(name), steps, staged)


def _whatever(base: Path, steps: list[tuple[str, str | None, bytes | None, bytes | None]], staged: str) -> None:
    corpus, home = base / "corpus", base / "home"
    for name in ("corpus/a.yaml", "corpus/.pctui/staged-x/0", "corpus/.git/hooks/x", "home/x", "home/0"):
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_bytes(OURS if name.endswith("a.yaml") else THEIRS if name.endswith("/0") else b"mine")
    for name, place in {"link": ".git", "out": str(home), ".pctui/staged-y": str(home)}.items():
        (corpus / name).symlink_to(place)
    journal(corpus, *steps, staged=staged)
    mine, git = tree(home), tree(corpus / ".git")
    try:
        corpus_digest(corpus)
    except FilesError:
        pass
    assert (tree(home), tree(corpus / ".git")) == (mine, git)


def _link(place: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(place)


ODD: dict[str, Callable[[Path], None]] = {
    "a device": _link("/dev/zero"),
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": lambda path: path.mkdir(),
    "a link to itself": _link("zz.yaml"),
    "a link to nowhere": _link("nowhere"),
    "a link to a folder": _link("."),
}
_ENDLESS = ("a device", "a pipe")  # who reads them never ends
COMMANDS = [
    ["check", "--files-only"],
    ["check", "--fix"],
    ["seed", "--db", "x.db"],
    ["schema", "corpus"],
    ["split"],
    ["review", "--list"],
    ["add", "paper.txt"],
    ["import", "table.csv"],
    ["update", "keepers-1898", "paper.txt"],
    ["pack", "--output", "x.pctui"],
    ["cite", "keepers-1898", "one two three four"],
    ["watch", "--db", "x.db"],
]


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_file_is_named_by_every_command(
    pctui: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    folder = Path(shutil.copytree(LIGHTHOUSES, tmp_path / "lights"))
    ODD[odd](folder / "zz.yaml")
    (tmp_path / "paper.txt").write_text("A paper with a paragraph of more than four words.\n")
    (tmp_path / "table.csv").write_text("title\nA title\n")
    monkeypatch.chdir(tmp_path)
    before = tree(folder)
    for command in COMMANDS if odd in _ENDLESS else COMMANDS[:1]:
        answer = pctui(*command, "--corpus", folder)
        assert answer.code == ExitCode.FILES, (command, answer)
        assert "zz.yaml" in answer.err
    assert tree(folder) == before


def test_a_hard_link_to_a_file_outside_is_cut_and_not_followed(corpus: Path, home: Path) -> None:
    (home / "profile").write_bytes(OURS)
    (corpus / "b.yaml").hardlink_to(home / "profile")
    apply(Changes(corpus, (FileChange("b.yaml", OURS, THEIRS),)))
    assert (corpus / "b.yaml").read_bytes() == THEIRS
    assert (home / "profile").read_bytes() == OURS


# Packs: a zip archive of a corpus and its database.


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("pack")
    pack(LIGHTHOUSES, folder / "lights.pctui")
    with zipfile.ZipFile(folder / "lights.pctui") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


HOSTILE_SQL = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON entries BEGIN SELECT 1; END",
    "a view without end": "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = 'CREATE VIEW timeline AS WITH "
    "RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT * FROM c' WHERE name = 'timeline'",
    "a table more": "CREATE TABLE more (x)",
    "other rows": "UPDATE entries SET title = 'another'",
}


@pytest.mark.parametrize("sql", HOSTILE_SQL.values(), ids=HOSTILE_SQL)
def test_a_pack_with_a_hostile_database_is_refused_and_not_kept(
    pctui: Run, tmp_path: Path, members: dict[str, bytes], sql: str
) -> None:
    (tmp_path / "x.db").write_bytes(members["database.db"])
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        connection.executescript(sql)
        connection.commit()
    target = tmp_path / "hostile.pctui"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, "database.db": (tmp_path / "x.db").read_bytes()}.items():
            archive.writestr(name, data)
    answer = pctui("timeline", "--db", target)
    assert (answer.code, answer.out) == (ExitCode.DATABASE, "")
    assert f"{target} cannot be opened: the database in it " in answer.err
    assert not list(tmp_path.rglob("packs/*"))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("at", [0, 60, 200])
def test_a_pack_that_is_packed_in_another_way_is_refused(
    pctui: Run, tmp_path: Path, members: dict[str, bytes], method: int, at: int
) -> None:
    target = tmp_path / "other.pctui"
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    if at:
        data = target.read_bytes()
        target.write_bytes(data[:at] + b"\xff" * 8 + data[at + 8 :])
    answer = pctui("timeline", "--db", target)
    assert (answer.code, answer.out) == (ExitCode.DATABASE, "")
    assert "is not a pack of pctui" in answer.err


@pytest.mark.parametrize("odd", ODD)
def test_a_pack_that_is_no_file_is_refused(pctui: Run, tmp_path: Path, odd: str) -> None:
    ODD[odd](tmp_path / "zz.yaml")
    (tmp_path / "x.pctui").symlink_to("zz.yaml")
    answer = pctui("timeline", "--db", tmp_path / "x.pctui")
    assert answer.code in (ExitCode.DATABASE, ExitCode.FILES)
    assert "x.pctui" in answer.err
    assert "internal error" not in answer.err
