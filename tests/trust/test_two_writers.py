"""Several writers of one corpus, explorers, commands, editors, git: nothing is lost, and the second is told."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run
from terminal import Terminal

from pctui.authoring import editing
from pctui.authoring.changes import Changes
from pctui.authoring.workspace import Workspace
from pctui.corpus.loader import examine, load
from pctui.database.build import seed
from pctui.errors import ExitCode, FaultsError, FilesError, UsageError
from pctui.reader.entry_drafts import EntryDrafts
from pctui.reader.verifying import verified

ACT = "beacon-act-1821"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the corpus, its database, and a reader's file in which the documents are attached."""
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copytree(LIGHTHOUSES, folder / "corpus")
    seed(folder / "corpus", folder / "x.db")
    run = [sys.executable, "-m", "pctui", "attach", str(LIGHTHOUSE_DOCUMENTS), "--db", str(folder / "x.db")]
    subprocess.run(run, check=True, capture_output=True, env={**os.environ, "PCTUI_READER": str(folder / "reader.db")})
    return folder


@pytest.fixture
def here(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(prepared, tmp_path / "here"))
    monkeypatch.setenv("PCTUI_READER", str(folder / "reader.db"))
    return folder


class Writer(Terminal):
    """An explorer that writes the corpus, with a database of its own."""

    def __init__(self, here: Path, name: str) -> None:
        database = here / f"{name}.db"
        shutil.copy(here / "x.db", database)
        files = {"PCTUI_READER": str(here / "reader.db"), "PCTUI_THEME": "pctui-dark"}
        command = [sys.executable, "-m", "pctui", "write", "--corpus", str(here / "corpus"), "--db", str(database)]
        self.open(command, **files)
        assert self.read_until(b"Beacon Act"), self.sent

    def type(self, *keys: str, then: str = "") -> str:
        """Type keys, one after another; return what was printed, once it has `then`."""
        self.sent = b""
        for key in keys:
            self.press(key.encode(), quiet=0.05)
        assert not then or self.read_until(then.encode()), self.sent.decode(errors="replace")[-3000:]
        return self.sent.decode(errors="replace")

    def open_form(self, slug: str = ACT) -> None:
        """Open the form of an entry."""
        self.type("o", slug, "\r", then="")
        self.type("E", then="Change the")

    def select_act(self) -> None:
        """Select the sentence on the act in its document."""
        self.type("6", then="Calder")  # what follows at once would make it a number
        self.press(b"", quiet=0.3)
        self.type("l", "\\", "beacon act of", "\r", "V", then="one place")

    def write_event(self, title: str, drafts: EntryDrafts) -> None:
        """Fill in the form of a new event, of the sentence on the act, until all of it is in the draft."""
        self.select_act()
        self.type("a", "e", then="one place")
        self.type(title, "\t", "In March 1821 the Board began to take dues.", "\t", then="1821-03")
        for key, field in (("\x14", "date"), ("1", "lane"), ("1", "type")):
            self.type(key)
            end = time.monotonic() + 20
            while not any(draft.texts.get(field) for draft in drafts.all()):
                assert time.monotonic() < end, "no draft is kept"
                self.press(b"", quiet=0.1)


@pytest.fixture
def writers(here: Path) -> Iterator[Callable[[str], Writer]]:
    opened: list[Writer] = []

    def writer(name: str) -> Writer:
        opened.append(Writer(here, name))
        return opened[-1]

    yield writer
    for each in opened:
        each.close()


def nothing_wrong(folder: Path) -> None:
    loaded, faults = examine(folder / "corpus")
    assert faults == []
    assert verified(loaded, LIGHTHOUSE_DOCUMENTS).faults == []
    assert not list((folder / "corpus").rglob("*.pctui"))


# Two explorers.


def test_two_explorers_on_one_corpus(here: Path, writers: Callable[[str], Writer]) -> None:
    """Different entries merge; so do different fields of one entry; of the same field the second is told."""
    one, two = writers("one"), writers("two")
    one.open_form()
    two.open_form()
    one.type("\x05", " of old", "\x13", then="Saved: ")
    two.type("\t", "\x05", " It was long.", "\x13", then="Saved: ")
    entry = load(here / "corpus").entries[ACT]
    assert entry.title == "Beacon Act of old"
    assert entry.summary.endswith("It was long.")
    one.type("\x1b", "E", then="Change the")
    two.type("\x1b", "E", then="Change the")
    one.type("\x05", " and new", "\x13", then="Saved: ")
    two.type("\x05", " and last", "\x13", then="title is now")
    assert load(here / "corpus").entries[ACT].title == "Beacon Act of old and new"
    two.type("\x13", then="Saved: ")
    assert load(here / "corpus").entries[ACT].title == "Beacon Act of old and last"
    nothing_wrong(here)


def test_an_explorer_that_is_killed_keeps_the_draft_of_its_form(here: Path, writers: Callable[[str], Writer]) -> None:
    one = writers("one")
    drafts = EntryDrafts(here / "reader.db", "marrow-lights")
    one.write_event("The dues begin", drafts)
    one.process.send_signal(signal.SIGKILL)
    one.process.wait()
    (draft,) = drafts.all()
    assert draft.texts["title"] == "The dues begin"
    assert "began to take dues" in draft.texts["summary"]
    two = writers("two")
    two.select_act()
    two.type("a", "1", then="1821-03")
    two.type("\x13", then="Saved: the-dues-begin")
    assert "the-dues-begin" in load(here / "corpus").entries
    assert drafts.all() == []
    nothing_wrong(here)


# One who writes in the explorer, and whatever else changes the same files.


@pytest.fixture
def workspace(here: Path) -> Workspace:
    return Workspace(here / "corpus", here / "x.db")


def edited(folder: Path, old: str, new: str) -> None:
    """Save a file in an editor, as another person."""
    file = folder / "events.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def event(slug: str, lane: str = "law") -> dict[str, object]:
    return {
        "kind": "event",
        "slug": slug,
        "title": slug,
        "summary": "Something happened.",
        "status": "draft",
        "date": "1850",
        "date_basis": "stated",
        "lane": lane,
        "type": "act",
    }


def test_undoing_leaves_what_somebody_else_wrote_since(workspace: Workspace) -> None:
    before = workspace.record(ACT)
    workspace.replace(ACT, before, {**before, "title": "Beacon Act of old"})
    edited(workspace.folder, "title: All lamp houses", "title: The lamp houses")
    workspace.undo()
    text = (workspace.folder / "events.yaml").read_text()
    assert "title: Beacon Act\n" in text
    assert "title: The lamp houses" in text
    workspace.redo()
    edited(workspace.folder, "Beacon Act of old", "Beacon Act of theirs")
    with pytest.raises(FilesError, match="both changed the same"):
        workspace.undo()
    assert "Beacon Act of theirs" in (workspace.folder / "events.yaml").read_text()


def test_what_was_changed_meanwhile_is_not_deleted(workspace: Workspace) -> None:
    before = workspace.record("train-together")
    workspace.replace("train-together", before, {**before, "title": "Train apart"})
    with pytest.raises(FilesError, match="was changed in its file meanwhile"):
        workspace.remove("train-together", before)
    assert workspace.record("train-together")["title"] == "Train apart"


def test_two_who_add_the_same_term_both_save(here: Path, workspace: Workspace) -> None:
    other = Workspace(here / "corpus", here / "other.db")
    term = ("lane", "tolls", "Tolls")
    workspace.add(event("one", "tolls"), [term])
    other.add(event("two", "tolls"), [term])
    assert [lane.slug for lane in load(here / "corpus").corpus.lanes].count("tolls") == 1  # type: ignore[union-attr]
    with pytest.raises(FaultsError) as refused:
        workspace.undo()  # the other one's entry is in that lane
    assert "'tolls' is not in the corpus's lanes" in str(refused.value.faults[0])
    assert {"one", "two"} <= load(here / "corpus").entries.keys()


def test_who_was_killed_after_saving_saves_again_and_has_it_once(here: Path, workspace: Workspace) -> None:
    workspace.add(event("one"))
    before = workspace_files(workspace.folder)
    again = Workspace(here / "corpus", here / "x.db")
    again.add(event("one"))
    assert workspace_files(workspace.folder) == before
    for other, said in (({"title": "Another"}, "is taken"), ({"slug": "No Slug"}, "No Slug")):
        with pytest.raises(UsageError, match=said):
            again.add({**event("one"), **other})
    assert workspace_files(workspace.folder) == before


def test_a_folder_that_is_removed_or_replaced_is_not_written(here: Path, workspace: Workspace) -> None:
    folder = workspace.folder
    folder.rename(here / "elsewhere")
    with pytest.raises(FilesError, match="is no longer the folder of the corpus 'marrow-lights'"):
        workspace.add(event("one"))
    assert not folder.exists()
    other = Path(shutil.copytree(here / "elsewhere", here / "other"))
    (other / "corpus.yaml").write_text(
        (other / "corpus.yaml").read_text().replace("slug: marrow-lights", "slug: other")
    )
    folder.symlink_to(other)
    with pytest.raises(FilesError, match="is no longer the folder of the corpus"):
        workspace.add(event("one"))
    assert not (other / "entries").exists()
    folder.unlink()
    folder.symlink_to(here / "elsewhere")  # where the same corpus is now
    workspace.add(event("one"))
    assert "one" in load(here / "elsewhere").entries


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_git_under_an_open_form(here: Path, workspace: Workspace) -> None:
    folder = workspace.folder

    def git(*arguments: str, code: int = 0) -> None:
        name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        done = subprocess.run(["git", *name, *arguments], cwd=folder, capture_output=True, text=True)
        assert done.returncode == code, done

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "All")
    git("checkout", "-qb", "other")
    edited(folder, "title: Beacon Act", "title: The Beacon Act")
    git("commit", "-qam", "Theirs")
    git("checkout", "-q", "main")
    before = workspace.record(ACT)
    git("checkout", "-q", "other")
    workspace.replace(ACT, before, {**before, "summary": before["summary"].replace("An act", "The act")})
    assert workspace.record(ACT)["title"] == "The Beacon Act"
    git("commit", "-qam", "Both")
    git("checkout", "-q", "main")
    edited(folder, "title: Beacon Act", "title: Act on beacons")
    git("commit", "-qam", "Ours")
    before = workspace.record(ACT)
    git("merge", "other", code=1)
    marked = (folder / "events.yaml").read_bytes()
    assert b"<<<<<<<" in marked
    with pytest.raises(FaultsError) as refused:
        workspace.replace(ACT, before, {**before, "hedge": "perhaps"})
    assert "conflict" in str(refused.value.faults[0])
    assert (folder / "events.yaml").read_bytes() == marked


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
@pytest.mark.parametrize("command", [["stash", "-q"], ["checkout", "-q", "--", "."], ["commit", "-qam", "Half"]])
def test_git_between_a_kill_and_the_next_command(pctui: Run, here: Path, command: list[str]) -> None:
    """Whoever restores or commits what is on the disk finds a whole change afterwards, or is told of each file."""
    folder = here / "corpus"
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "All"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    before = {path: path.read_bytes() for path in folder.glob("*.yaml")}
    kills = "from pctui.corpus import journal; from pathlib import Path; import os, signal\n"
    kills += "journal._place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
    kills += "from pctui.authoring.editing import all_replaced, record; from pctui.authoring.changes import apply\n"
    kills += f"folder = Path({str(folder)!r})\n"
    kills += "both = {s: {**record(folder, s), 'title': 'New'} for s in ('beacon-act-1821', 'train-together')}\n"
    kills += "apply(all_replaced(folder, both))\n"
    assert subprocess.run([sys.executable, "-c", kills]).returncode == -signal.SIGKILL
    subprocess.run([*git, *command], cwd=folder, capture_output=True)
    answer = pctui("check", "--files-only", "--corpus", folder)
    assert answer.code == 0, answer
    assert "completed a change of the corpus" in answer.err
    changed = [path.name for path, data in before.items() if path.read_bytes() != data]
    assert sorted(changed) == ["events.yaml", "recommendations.yaml"]
    assert not (folder / ".pctui").exists()


# Commands that take long, or wait for an answer, while somebody else writes.


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: str, answers: list[str], change: Callable[[], None]) -> None:
    """Answer the questions of a command; before the first answer, somebody else changes the corpus."""
    said = iter(answers)

    def read(*_: object) -> str:
        change()
        return next(said)

    monkeypatch.setattr(f"{module}.read_letter", read)


def test_a_review_does_not_count_for_what_nobody_saw(pctui: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = here / "corpus"
    meanwhile(monkeypatch, "pctui.cli.review", ["n"], lambda: edited(folder, "allowed the Board", "obliged the Board"))
    answer = pctui("review", ACT, "--corpus", folder, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert "'beacon-act-1821' was changed in the meantime" in answer.err
    assert "0 of 1 decided" in answer.err
    text = (folder / "events.yaml").read_text()
    assert "obliged the Board" in text
    assert "status:" not in text


def test_an_update_moves_no_citation_that_was_changed_meanwhile(
    pctui: Run, here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = here / "corpus"
    text = (LIGHTHOUSE_DOCUMENTS / "lights-of-marrow-sound.txt").read_text()
    new = tmp_path / "new.txt"
    new.write_text(f"{text}\nA later edition has one paragraph more, on the weather.\n")
    before = workspace_files(folder)
    citation = load(folder).entries[ACT].citations[0]
    line = f"    - {{document: calder-wren-1911, paragraph: 2, anchors: [{citation.anchors[0]}]}}\n"

    def added_before() -> None:
        if line in (folder / "events.yaml").read_text():
            edited(folder, line, line.replace("paragraph: 2", "paragraph: 3") + line)

    meanwhile(monkeypatch, "pctui.cli.update", ["m"] * 99, added_before)
    answer = pctui("update", "calder-wren-1911", new, "--slug", "calder-wren-2", "--found", "ask", "--corpus", folder)
    assert answer.code == ExitCode.FILES, answer
    assert f"the citations of '{ACT}' were changed in the meantime; nothing was written" in answer.err
    after = workspace_files(folder)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {"events.yaml"}


def test_of_several_documents_the_one_that_somebody_else_added_keeps_out_no_other(
    pctui: Run, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = here / "corpus"
    (tmp_path / "a.txt").write_text("A letter on the toll\n\nThe toll was raised in May 1862, by one penny.\n")
    (tmp_path / "b.txt").write_text("Of the fog\n\nThe fog of January 1870 lay on the sound for nine days.\n")
    added = editing.added

    def meanwhile_added(to: Path, records: list[dict[str, object]]) -> Changes:
        found = added(to, records)
        if records[0]["slug"] == "a-letter-on-the-toll":
            (to / "documents").mkdir()
            (to / "documents" / "a-letter-on-the-toll.yaml").write_text("# theirs\n")
        return found

    monkeypatch.setattr(editing, "added", meanwhile_added)
    answer = pctui("add", tmp_path / "a.txt", tmp_path / "b.txt", "--corpus", folder)
    assert answer.code == ExitCode.FILES, answer
    assert "a-letter-on-the-toll.yaml was made in the meantime" in answer.err
    assert (folder / "documents" / "a-letter-on-the-toll.yaml").read_text() == "# theirs\n"
    assert "of-the-fog" in load(folder).documents


def workspace_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_commands_at_once(here: Path, tmp_path: Path) -> None:
    """Two that add the same document, one that adds another, one that imports: all that they brought is there once."""
    folder = here / "corpus"
    (tmp_path / "toll.txt").write_text("A letter on the toll\n\nThe toll was raised in May 1862, by one penny.\n")
    (tmp_path / "fog.txt").write_text("Of the fog\n\nThe fog of January 1870 lay on the sound for nine days.\n")
    (tmp_path / "some.csv").write_text("title,date,lane\nFirst fog bell,1871,Law\nSecond fog bell,1872,Law\n")
    commands = [
        ["add", "toll.txt", "--slug", "toll"],
        ["add", "toll.txt", "--slug", "toll"],
        ["add", "fog.txt", "--slug", "fog"],
        ["import", "some.csv", "--set", "type=act"],
    ]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "pctui", *command, "--corpus", str(folder)],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    results = [(process.communicate(timeout=120)[1], process.returncode) for process in running]
    codes = [code for _, code in results]
    assert codes[2:] == [0, 0], results
    assert 0 in codes[:2], results
    for said, code in results[:2]:
        assert code == 0 or "in the meantime" in said or "is taken" in said, results
    loaded, faults = examine(folder)
    assert faults == []
    assert {"toll", "fog"} <= loaded.documents.keys()
    assert {"first-fog-bell", "second-fog-bell"} <= loaded.entries.keys()
    assert not (folder / ".pctui").exists()


# Locks, and places where nothing can be written.

HOLDING = """
import sys, time
from pathlib import Path
from pctui.corpus.journal import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_lock_of_a_stopped_process_is_named_and_goes_with_it(
    pctui: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pctui.corpus.journal._PATIENCE", 0.1)
    folder = here / "corpus"
    with subprocess.Popen([sys.executable, "-c", HOLDING, folder], stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout
            assert holder.stdout.readline() == "held\n"
            holder.send_signal(signal.SIGSTOP)
            for command in (["check", "--files-only"], ["seed", "--db", here / "y.db"], ["split"]):
                answer = pctui(*command, "--corpus", folder)
                assert answer.code == ExitCode.FILES
                assert f"another process is using the corpus in {folder}" in answer.err
        finally:
            holder.kill()
    assert pctui("check", "--files-only", "--corpus", folder).code == 0


def isolated(folder: Path, mounted: str, *command: object) -> subprocess.CompletedProcess[str]:
    """Run pctui in a mount namespace of its own, with something mounted on the corpus; skip where that cannot be."""
    script = f'{mounted} && exec "$@"'
    arguments = ["unshare", "-rm", "sh", "-c", script, "sh", sys.executable, "-m", "pctui", *map(str, command)]
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rm", "sh", "-c", mounted]).returncode:
        pytest.skip("nothing can be mounted here")
    return subprocess.run(arguments, capture_output=True, text=True, cwd=folder, timeout=120)


def test_a_corpus_on_a_read_only_file_system(here: Path) -> None:
    """It is read as any other, and what would write says that it cannot."""
    folder = here / "corpus"
    before = workspace_files(folder)
    mounted = f"mount --bind '{folder}' '{folder}' && mount -o remount,bind,ro '{folder}'"
    assert isolated(here, mounted, "check", "--files-only", "--corpus", folder).returncode == 0
    assert isolated(here, mounted, "seed", "--corpus", folder, "--db", here / "y.db").returncode == 0
    done = isolated(here, mounted, "split", "--corpus", folder)
    assert done.returncode == ExitCode.FILES, done
    assert "cannot change" in done.stderr
    assert "Traceback" not in done.stderr
    assert workspace_files(folder) == before


@pytest.mark.parametrize("size", [8, 24, 40, 56])
def test_a_full_disk_leaves_the_corpus_as_it_was(here: Path, size: int) -> None:
    """In a file system of some KB more than the corpus has: everything is written, or nothing."""
    corpus = here / "corpus"
    before = workspace_files(corpus)
    whole = sum(-(-len(data) // 4096) * 4 + 4 for data in before.values())
    disk = here / "disk"
    disk.mkdir()
    mounted = f"mount -t tmpfs -o size={whole + size}k none '{disk}' && cp -r '{corpus}'/. '{disk}'"
    keep = "import shutil, subprocess, sys; code = subprocess.run(sys.argv[3:]).returncode; "
    keep += "shutil.copytree(sys.argv[1], sys.argv[2]); sys.exit(code)"
    command = [
        sys.executable,
        "-c",
        keep,
        disk,
        here / "kept",
        sys.executable,
        "-m",
        "pctui",
        "split",
        "--corpus",
        disk,
    ]
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rm", "sh", "-c", mounted]).returncode:
        pytest.skip("nothing can be mounted here")
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f'{mounted} && exec "$@"', "sh", *map(str, command)],
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    after = workspace_files(here / "kept")
    if done.returncode:
        assert done.returncode == ExitCode.FILES, done
        assert "no space left" in done.stderr.lower()
        assert after == before
    else:
        assert load(here / "kept").entries.keys() == load(corpus).entries.keys()
        assert "events.yaml" not in after
