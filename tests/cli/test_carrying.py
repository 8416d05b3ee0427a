"""Marks and notes are carried between machines and people: `pctui notes export` and `pctui notes import`."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, TESTS, Run, reason

from pctui.model import Reference
from pctui.reader.database import VERSION, version, writing
from pctui.reader.notes import Notes

TRAIN = Reference("train-together", "recommendation", "Train keepers together with pilots")
BOATS = Reference("share-boats", "recommendation", "Share the boats")
GONE = Reference("light-the-fog", "recommendation", "Light the fog")


class Machine:
    """A computer with a reader's file of its own."""

    def __init__(self, pctui: Run, lights: Path, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.file, self.sent = folder / f"{name}.db", folder / f"{name}.jsonl"
        self._pctui, self._lights, self._monkeypatch = pctui, lights, monkeypatch
        self.notes = Notes(self.file, "marrow-lights")

    def run(self, *arguments: object) -> tuple[int, str, str]:
        with self._monkeypatch.context() as patch:
            patch.setenv("PCTUI_READER", str(self.file))
            return self._pctui(*arguments, "--db", self._lights)

    def send(self) -> Path:
        """Write the notes of this machine to a file to carry."""
        code, _, err = self.run("notes", "export", "--output", self.sent, "--force")
        assert code == 0, err
        return self.sent

    def take(self, other: Machine, *options: str) -> tuple[str, str]:
        code, out, err = self.run("notes", "import", other.send(), *options)
        assert code == 0, err
        return out, err

    @property
    def kept(self) -> dict[str, tuple[str | None, str | None]]:
        return {slug: (found.mark, found.note) for slug, found in self.notes.load().items()}


Machines = Callable[[str], Machine]


@pytest.fixture
def machine(pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machines:
    return lambda name: Machine(pctui, lights, tmp_path, name, monkeypatch)


def test_notes_are_carried_to_another_machine_and_back(machine: Machines) -> None:
    office, home = machine("office"), machine("home")
    office.notes.mark(TRAIN, "adopt")
    office.notes.begin(TRAIN).save("Ask the union.\n\nIn May.")
    office.notes.mark(GONE, "reject")
    out, err = home.take(office)
    assert out == (
        "taken    light-the-fog: Light the fog\ntaken    train-together: Train keepers together with pilots\n"
    )
    assert err == "2 taken\nNot in this corpus, and kept: light-the-fog\n"
    assert home.kept == office.kept == {
        "train-together": ("adopt", "Ask the union.\n\nIn May."), "light-the-fog": ("reject", None)
    }  # fmt: skip
    assert office.take(home) == ("", "2 the same\nNot in this corpus, and kept: light-the-fog\n")
    assert office.send().read_bytes() == home.send().read_bytes()


def test_the_file_has_one_line_for_each_entry_without_drafts(machine: Machines) -> None:
    office = machine("office")
    office.notes.begin(TRAIN).save("Ask the union.")
    office.notes.begin(BOATS).keep("half a thought")
    (line,) = office.send().read_text().splitlines()
    found = json.loads(line)
    assert (found.pop("changed")[:3], found.pop("changed", None)) == ("202", None)
    assert found == {
        "corpus": "marrow-lights", "slug": "train-together", "kind": "recommendation",
        "title": "Train keepers together with pilots", "mark": None, "note": "Ask the union.", "earlier": [],
    }  # fmt: skip
    code, out, _ = office.run("notes", "export")
    assert (code, out) == (0, f"{line}\n")
    assert office.run("notes", "export", "--mark", "adopt")[0] == 1
    assert machine("nobody").run("notes", "export")[:2] == (1, "")


def test_where_two_people_differ_both_sides_are_kept(machine: Machines) -> None:
    anna, bob = machine("anna"), machine("bob")
    anna.notes.mark(TRAIN, "adopt")
    anna.notes.begin(TRAIN).save("Cheap.")
    bob.notes.mark(TRAIN, "reject")
    bob.notes.begin(TRAIN).save("Too slow.")
    bob.notes.mark(BOATS, "consider")
    anna.notes.mark(BOATS, "adopt")
    out, err = anna.take(bob)
    assert out.splitlines() == ["joined   share-boats: Share the boats", f"joined   train-together: {TRAIN.title}"]
    assert err == "2 joined\n"
    mark, note = anna.kept["train-together"]
    assert mark == "adopt"
    first, label, second = (note or "").split("\n\n")
    assert (first, second) == ("Cheap.", "Too slow.")
    assert label.startswith("— Imported from bob.jsonl, 20")
    assert label.endswith(" UTC, marked reject —")
    assert (anna.kept["share-boats"][1] or "").endswith("marked consider —")
    # The other way, and again: both have both, each their own first, and nothing grows.
    bob.take(anna)
    assert bob.kept["train-together"][0] == "reject"
    assert (bob.kept["train-together"][1] or "").startswith("Too slow.\n\n— Imported from anna.jsonl, ")
    for one, other in ((anna, bob), (bob, anna)) * 2:
        before = one.kept
        assert one.take(other) == ("", "2 the same\n")
        assert one.kept == before


def test_what_was_changed_elsewhere_replaces_ones_own_if_asked(machine: Machines) -> None:
    office, home = machine("office"), machine("home")
    office.notes.mark(TRAIN, "consider")
    office.notes.begin(TRAIN).save("Ask the unoin.")
    home.take(office)
    home.notes.mark(TRAIN, "adopt")
    home.notes.begin(TRAIN).save("Ask the union.")
    # The old version, which is known at home, is not taken back there.
    assert home.take(office) == ("", "1 the same\n")
    out, err = office.take(home, "--dry-run")
    assert out == f"joined   train-together: {TRAIN.title}\n"
    assert err == (
        "1 joined\n1 changed there since it was carried from here: --update takes the change in place of yours.\n"
        "Nothing was written.\n"
    )
    assert office.kept == {"train-together": ("consider", "Ask the unoin.")}
    assert office.take(home, "--update") == (f"updated  train-together: {TRAIN.title}\n", "1 updated\n")
    assert office.kept == home.kept == {"train-together": ("adopt", "Ask the union.")}
    # What both have changed is kept on both sides, even so.
    office.notes.begin(TRAIN).save("Ask in May.")
    home.notes.begin(TRAIN).save("Ask in June.")
    assert office.take(home, "--update")[0].startswith("joined ")
    home.take(office, "--update")
    assert home.kept == office.kept
    assert "Ask in May." in (home.kept["train-together"][1] or "")
    assert "Ask in June." in (home.kept["train-together"][1] or "")
    office.notes.begin(TRAIN).save("Ask in May or June.")
    home.take(office, "--update")
    assert home.kept == {"train-together": ("adopt", "Ask in May or June.")}


def test_a_mark_and_a_note_complete_each_other(machine: Machines) -> None:
    office, home = machine("office"), machine("home")
    office.notes.mark(TRAIN, "adopt")
    home.notes.begin(TRAIN).save("Cheap.")
    office.take(home)
    home.take(office)
    assert office.kept == home.kept == {"train-together": ("adopt", "Cheap.")}


def test_what_both_wrote_is_there_once(machine: Machines) -> None:
    anna, bob = machine("anna"), machine("bob")
    for person, mark in ((anna, "adopt"), (bob, "reject")):
        person.notes.begin(TRAIN).save("Ask the union.")
        person.notes.mark(TRAIN, mark)
    anna.take(bob)
    mark, note = anna.kept["train-together"]
    assert mark == "adopt"
    assert (note or "").startswith("Ask the union.\n\n— Imported from bob.jsonl, ")
    assert (note or "").endswith(" UTC, marked reject —")


def test_notes_on_another_corpus_are_kept_for_it(machine: Machines) -> None:
    office, home = machine("office"), machine("home")
    Notes(office.file, "ferry").mark(Reference("ferry-opens", "event", "The ferry opens"), "adopt")
    assert office.run("notes", "export")[0] == 1
    code, out, _ = office.run("notes", "export", "--all", "--output", office.sent)
    assert (code, out) == (0, "")
    code, out, err = home.run("notes", "import", office.sent)
    assert out == "taken    ferry-opens (corpus ferry): The ferry opens\n"
    assert err == "1 taken\nOf other corpora, and kept for them: ferry\n"
    assert Notes(home.file, "ferry").load()["ferry-opens"].mark == "adopt"
    assert home.kept == {}


def test_the_commands_of_the_readme_work_in_their_order(
    machine: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = (PROJECT / "README.md").read_text(encoding="utf-8").partition("## Your marks and notes")[2]
    commands = re.findall(r"^pctui (notes .*?)  +#", section.partition("\n## ")[0], re.MULTILINE)
    commands += re.findall(r"`pctui (recommendations [^`]*)`", section.partition("\n## ")[0])
    assert len(commands) == 3
    office = machine("office")
    office.notes.mark(TRAIN, "adopt")
    monkeypatch.chdir(tmp_path)
    for command in commands:
        code, _, err = office.run(*command.split())
        assert code == 0, err
    assert (tmp_path / "notes.jsonl").is_file()


def line(**fields: Any) -> str:
    return json.dumps({"corpus": "marrow-lights", "slug": "train-together", "mark": "adopt"} | fields)


def test_lines_by_hand_need_little(machine: Machines, tmp_path: Path) -> None:
    home = machine("home")
    by_hand = tmp_path / "mine.jsonl"
    by_hand.write_text(f"\ufeff{line(note='Ask.')}\r\n\r\n{line(slug='nothing', mark=None)}\n")
    assert home.run("notes", "import", by_hand) == (
        0, "taken    train-together: train-together\n", "1 taken, 1 the same\nNot in this corpus, and kept: nothing\n"
    )  # fmt: skip
    assert home.kept == {"train-together": ("adopt", "Ask.")}
    by_hand.write_text(line(note="Ask again.", mark=None))
    assert home.run("notes", "import", by_hand)[0] == 0
    assert home.kept == {"train-together": ("adopt", "Ask.\n\n— Imported from mine.jsonl —\n\nAsk again.")}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "notes.jsonl:2: not JSON: "),
        ("[]", "notes.jsonl:2: a line of notes is an object, as `pctui notes export` writes it"),
        (line(mark="maybe"), 'notes.jsonl:2: unknown mark "maybe"; one of adopt, consider, reject, null'),
        (line(mark=["adopt"]), 'notes.jsonl:2: unknown mark ["adopt"]; one of adopt, consider, reject, null'),
        (line(note=7), "notes.jsonl:2: 'note' must be text"),
        (line(slug="../x"), "notes.jsonl:2: 'slug' must be an identifier: lower-case letters, digits and hyphens"),
        (line(corpus=None), "notes.jsonl:2: 'corpus' must be an identifier: lower-case letters, digits and hyphens"),
        (line(title="x" * 1001), "notes.jsonl:2: 'title' has more than 1,000 characters"),
        (line(changed="now"), "notes.jsonl:2: 'changed' must be a time in UTC, such as 2026-11-30T12:00:00+00:00"),
        (line(earlier=["x"]), "notes.jsonl:2: 'earlier' must be a list of versions, as `pctui notes export` writes it"),
        (line(earlier=["0" * 16] * 1001), "notes.jsonl:2: 'earlier' has more than 1,000 versions"),
        (line(draft="x"), "notes.jsonl:2: unknown field 'draft'; one of corpus, slug, kind, title, mark, note, "),
        (line(note="x" * 1024 * 1024), "notes.jsonl:2: a line of more than 1,048,576 bytes; each line is one record"),
        ("[" * 100_000, "notes.jsonl:2: n"),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_taken(
    machine: Machines, tmp_path: Path, written: str, said: str
) -> None:
    home = machine("home")
    (tmp_path / "notes.jsonl").write_text(f"{line(slug='share-boats')}\n{written}\n")
    code, out, err = home.run("notes", "import", tmp_path / "notes.jsonl")
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert err.endswith("pctui: 1 fault in notes.jsonl\nNothing was imported.\n")
    assert home.kept == {}


def test_a_file_that_cannot_be_read_is_told(machine: Machines, tmp_path: Path) -> None:
    home = machine("home")
    code, _, err = home.run("notes", "import", tmp_path / "none.jsonl")
    assert code == 4
    assert err == f"pctui: cannot read {tmp_path / 'none.jsonl'}: {reason(2)}\n"
    (tmp_path / "large.jsonl").write_bytes(b"\n" * (64 * 1024 * 1024 + 1))
    assert home.run("notes", "import", tmp_path / "large.jsonl")[2] == (
        "pctui: large.jsonl is too large: it has more than 67,108,864 bytes\n"
    )


def test_control_characters_of_a_file_are_shown_not_sent(machine: Machines, tmp_path: Path) -> None:
    home = machine("home")
    name = tmp_path / "a\x1b[31m\u202eb.jsonl"
    name.write_text(line(title="T\x1b]0;x\x07", note="one\x9b31m\r\ntwo") + "\n" + line(note="other", mark="reject"))
    code, out, err = home.run("notes", "import", name)
    assert code == 0
    _, printed, _ = home.run("notes")
    for text in (out, err, printed, str(home.kept)):
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e", "\r"}
    before = home.kept
    assert home.run("notes", "import", name)[2] == "2 the same\n"  # the name in the label does not matter
    assert home.kept == before


def test_standard_input_is_read(
    machine: Machines, lights: Path, process: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    home = machine("home")
    env = {"PCTUI_READER": str(home.file)}
    done = process("notes", "import", "-", "--db", lights, env=env, input=line().encode())
    assert (done.returncode, done.stdout) == (0, b"taken    train-together: train-together\n")
    assert home.kept == {"train-together": ("adopt", None)}


def test_options_for_printing_do_not_reach_what_carries(machine: Machines) -> None:
    home = machine("home")
    for option, name in (
        (["--mark", "adopt"], "mark"),
        (["--format", "json"], "format"),
        (["--kind", "event"], "kind"),
    ):
        assert home.run("notes", *option, "export") == (
            2, "", f"pctui: --{name} before 'export' is for printing\nSee: pctui notes export --help\n"
        )  # fmt: skip


def test_an_explorer_that_is_writing_is_waited_for(machine: Machines) -> None:
    office, home = machine("office"), machine("home")
    office.notes.mark(TRAIN, "adopt")
    office.send()
    home.notes.mark(BOATS, "reject")
    held, free = threading.Event(), threading.Event()

    def explorer() -> None:
        with writing(home.file) as connection:
            connection.execute("UPDATE notes SET mark = 'consider'")
            held.set()
            free.wait(5)

    thread = threading.Thread(target=explorer)
    thread.start()
    held.wait(5)
    threading.Timer(0.3, free.set).start()
    home.take(office)
    thread.join()
    assert home.kept == {"share-boats": ("consider", None), "train-together": ("adopt", None)}


def test_a_note_that_is_open_meanwhile_is_not_lost(machine: Machines) -> None:
    office, home = machine("office"), machine("home")
    office.notes.begin(TRAIN).save("Cheap.")
    editor = home.notes.begin(TRAIN)
    editor.keep("Too")
    home.take(office)
    assert editor.save("Too slow.")
    assert home.kept == {"train-together": (None, "Cheap.\n\nToo slow.")}


IMPORTER = """
import sys
from io import BytesIO
from pathlib import Path
from killing import at_every_moment
from pctui.model import Reference
from pctui.reader.exchange import read, take
from pctui.reader.notes import Notes
path = Path(sys.argv[1])
lines = read("other", BytesIO(b"\\n".join(
    b'{"corpus": "c", "slug": "e%d", "mark": "adopt", "note": "other%d"}' % (i, i) for i in range(50))))
def ready():
    path.unlink(missing_ok=True)
    for number in (0, 1):
        Notes(path, "c").begin(Reference(f"e{number}", "event", "An event")).save("own")
found = []
def check():
    kept = Notes(path, "c").load()
    found.append(len(kept))
    assert found[-1] in (2, 50), found
    assert all(annotation.note.startswith("own") for slug, annotation in kept.items() if slug in ("e0", "e1"))
    ready()
ready()
print(at_every_moment(lambda: take(path, lines, "other"), check))
assert (found[0], found[-1]) == (2, 50)
"""


def test_a_kill_at_any_moment_of_an_import_leaves_all_or_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTER, tmp_path / "reader.db"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(TESTS), "PATH": ""},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5


def test_a_file_of_an_earlier_version_is_carried_from_and_to(machine: Machines) -> None:
    office, home = machine("office"), machine("home")
    office.notes.begin(TRAIN).save("Cheap.")
    with closing(sqlite3.connect(office.file)) as connection, connection:
        connection.execute("ALTER TABLE notes DROP COLUMN earlier")
        connection.execute("DROP TABLE choices")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name IN ('earlier_notes', 'choices')")
        connection.execute("PRAGMA user_version = 8")
    before = office.file.read_bytes()
    home.take(office)
    assert home.kept == {"train-together": (None, "Cheap.")}
    assert office.file.read_bytes() == before  # to export is to read
    home.notes.begin(TRAIN).save("Cheap and good.")
    office.take(home, "--update")
    assert version(office.file) == VERSION
    assert office.kept == {"train-together": (None, "Cheap and good.")}
