"""A corpus that is checked and built again and again: the outcome is that of a check and a build from nothing."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from pctui.authoring.rebuilding import Rebuilding, Rebuilt
from pctui.corpus import unchanged
from pctui.corpus.files import corpus_names
from pctui.corpus.kept_records import KeptRecords, cut
from pctui.corpus.verify import statements
from pctui.errors import PctuiError

_RECORDS = [name for name in corpus_names(LIGHTHOUSES) if name.endswith(".yaml")]
_COPIES = sorted(path.name for path in LIGHTHOUSE_DOCUMENTS.iterdir() if path.is_file())
_names, _copies = st.sampled_from(_RECORDS), st.sampled_from(_COPIES)
_places = st.floats(0, 1, exclude_max=True)


class _Edits(RuleBasedStateMachine):
    """A corpus and copies of its documents, of which one file changes at a time."""

    folder: Path
    patch: pytest.MonkeyPatch

    @initialize()
    def start(self) -> None:
        self.corpus, self.documents = self.folder / "corpus", self.folder / "documents"
        for place, original in ((self.corpus, LIGHTHOUSES), (self.documents, LIGHTHOUSE_DOCUMENTS)):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(original, place)
        for name in ("kept.db", "new.db"):
            (self.folder / name).unlink(missing_ok=True)
        self.rebuilding = Rebuilding(self.corpus, self.folder / "kept.db", self.documents)

    @rule(name=_names)
    def restore(self, name: str) -> None:
        shutil.copyfile(LIGHTHOUSES / name, self.corpus / name)

    @rule(name=_copies)
    def restore_copy(self, name: str) -> None:
        shutil.copyfile(LIGHTHOUSE_DOCUMENTS / name, self.documents / name)

    @rule(name=_names, place=_places, digit=st.sampled_from("0189"))
    def change_a_digit(self, name: str, place: float, digit: str) -> None:
        _change_a_digit(self.corpus / name, place, digit)

    @rule(name=_copies, place=_places, digit=st.sampled_from("0189"))
    def change_a_digit_of_a_copy(self, name: str, place: float, digit: str) -> None:
        _change_a_digit(self.documents / name, place, digit)

    @rule(name=_copies, place=_places)
    def put_a_word_into_a_copy(self, name: str, place: float) -> None:
        with suppress(FileNotFoundError):
            words = (self.documents / name).read_text(encoding="utf-8").split(" ")
            words.insert(int(place * len(words)), "twelve")
            (self.documents / name).write_text(" ".join(words), encoding="utf-8")

    @rule(name=_copies)
    def remove_a_copy(self, name: str) -> None:
        (self.documents / name).unlink(missing_ok=True)

    @rule(name=_names, place=_places, other=_places)
    def move_a_record(self, name: str, place: float, other: float) -> None:
        pieces = self._pieces(name)
        if len(pieces) > 2:  # the first has what is before it
            moved = pieces.pop(1 + int(place * (len(pieces) - 1)))
            pieces.insert(1 + int(other * (len(pieces) - 1)), moved)
            (self.corpus / name).write_text("".join(pieces), encoding="utf-8")

    @rule(name=_names, place=_places)
    def remove_a_record(self, name: str, place: float) -> None:
        pieces = self._pieces(name)
        if len(pieces) > 1:
            del pieces[int(place * len(pieces))]
            (self.corpus / name).write_text("".join(pieces), encoding="utf-8")

    @rule(name=_names)
    def put_into_another_folder(self, name: str) -> None:
        with suppress(FileNotFoundError):
            (self.corpus / "more").mkdir(exist_ok=True)
            (self.corpus / name).rename(self.corpus / "more" / name)

    @rule(name=_names, new=st.sampled_from(["lang: de", "status: draft", "note: A remark"]))
    def write_more_of_a_record(self, name: str, new: str) -> None:
        with (self.corpus / name).open("a", encoding="utf-8") as file:
            file.write(f"  {new}\n")

    @rule(language=st.sampled_from(["en", "de", "fr"]))
    def change_the_language(self, language: str) -> None:
        file = self.corpus / "corpus.yaml"
        with suppress(FileNotFoundError):
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("  title: ", f"  language: {language}\n  title: ", 1), encoding="utf-8")

    @rule()
    def change_nothing(self) -> None:
        pass

    @invariant()
    def the_outcome_is_that_of_a_build_from_nothing(self) -> None:
        kept, new = self.folder / "kept.db", self.folder / "new.db"
        found = _outcome(self.rebuilding)
        with self.patch.context() as patch:
            patch.setattr(KeptRecords, "_pieces", lambda *_: None)  # everything is read as a whole
            expected = _outcome(Rebuilding(self.corpus, new, self.documents))
        assert found == expected
        if isinstance(found, Rebuilt) and not found.faults:
            assert kept.read_bytes() == new.read_bytes()

    def _pieces(self, name: str) -> list[str]:
        try:
            return cut((self.corpus / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []


def _outcome(rebuilding: Rebuilding) -> Rebuilt | str:
    try:
        return rebuilding.rebuild()
    except PctuiError as error:
        return error.message


def _change_a_digit(file: Path, place: float, digit: str) -> None:
    with suppress(FileNotFoundError):
        text = file.read_text(encoding="utf-8")
        digits = [i for i, character in enumerate(text) if character.isdigit()]
        if digits:
            i = digits[int(place * len(digits))]
            file.write_text(text[:i] + digit + text[i + 1 :], encoding="utf-8")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe that a file has not changed although it was just written: here nothing writes twice at one moment."""
    monkeypatch.setattr(unchanged, "_SETTLED", -(10**18))


@pytest.mark.usefixtures("at_once")
def test_any_edits_give_what_a_build_from_nothing_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _Edits.folder, _Edits.patch = tmp_path, monkeypatch
    run_state_machine_as_test(_Edits, settings=settings(max_examples=examples(8), stateful_step_count=10))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIGHTHOUSES, tmp_path / "lights"))


@pytest.mark.usefixtures("at_once")
def test_only_what_changed_is_read_and_verified_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    verified: list[str] = []
    whole = KeptRecords._read

    def reading(self: KeptRecords, name: str, *more: object) -> object:
        read.append(name)
        return whole(self, name, *more)  # type: ignore[arg-type]

    def verifying(loaded: object, entry: object, *more: object) -> object:
        verified.append(entry.slug)  # type: ignore[attr-defined]
        return statements(loaded, entry, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(KeptRecords, "_read", reading)
    monkeypatch.setattr("pctui.corpus.verify.statements", verifying)
    rebuilding = Rebuilding(corpus, tmp_path / "x.db", LIGHTHOUSE_DOCUMENTS)
    assert rebuilding.rebuild().faults == ()
    assert read == corpus_names(corpus)
    assert len(verified) > 30
    file = corpus / "events.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title: Beacon Act", "title: The Beacon Act", 1), encoding="utf-8")
    read.clear()
    verified.clear()
    assert rebuilding.rebuild().faults == ()
    assert [name for name in read if name.endswith(".yaml")] == ["events.yaml"]
    assert len(verified) < 5  # the entry, and what is linked to it


def test_a_file_that_was_just_written_is_read_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second change at the same moment may leave its size and times as they were."""
    rebuilding = Rebuilding(corpus, tmp_path / "x.db", LIGHTHOUSE_DOCUMENTS)
    file = corpus / "events.yaml"
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    real, as_it_was = os.stat, file.stat()

    def stat(path: Any, **options: Any) -> os.stat_result:
        return as_it_was if str(path) == str(file) else real(path, **options)

    monkeypatch.setattr(os, "stat", stat)
    assert rebuilding.rebuild().faults == ()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("only eleven were", "only twelve wer", 1), encoding="utf-8")
    assert [fault.code for fault in rebuilding.rebuild().faults] == ["number"]
