"""Readers who write, and take each other's notes in any order, lose nothing, come to the same, and stay so."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

from conftest import examples
from hostile import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pctui.model import MARKS, Reference
from pctui.reader.exchange import Carried, Outcome, join, read
from pctui.reader.notes import version_of
from pctui.text import clean

ENTRY = Reference("e", "event", "An event")
READERS = 3
LABEL = "— Imported from x, marked adopt —"
TEXTS = st.one_of(st.sampled_from(["A", "B", "A\n\nB", LABEL, f"B\n\n{LABEL}\n\nA"]), HOSTILE)


class Written(NamedTuple):
    """A reader sets a mark and a note."""

    reader: int
    mark: str | None
    text: str


class Taken(NamedTuple):
    """A reader takes the lines of another."""

    reader: int
    other: int


WHO = st.integers(0, READERS - 1)
WRITING = st.builds(Written, WHO, st.sampled_from([None, *MARKS]), TEXTS)
TAKING = st.builds(Taken, WHO, WHO)


class Readers:
    """Some readers, each with their mark and note on one entry; what each has written last, unless they edited more."""

    def __init__(self) -> None:
        self.own: list[Carried | None] = [None] * READERS
        self.clock = 0
        self.written: set[tuple[str | None, str]] = set()  # what nobody has changed since

    def write(self, step: Written) -> None:
        self.clock += 1
        before = self.own[step.reader]
        earlier: tuple[str, ...] = ()
        if before:
            earlier = (*before.earlier, version_of(before.mark, before.note, before.changed))
        note = clean(step.text).strip() or None
        changed = f"2026-11-30T12:00:{self.clock:02}+00:00"
        self.own[step.reader] = Carried("c", ENTRY, step.mark, note, changed, earlier)

    def take(self, step: Taken, *, update: bool = False) -> Outcome:
        line = self.own[step.other]
        if line is None:
            return Outcome.SAME
        (carried,) = read("x", BytesIO(line.line.encode()))
        result = join(self.own[step.reader], carried, f"reader {step.other}", update=update)
        if result.outcome is not Outcome.SAME:
            self.own[step.reader] = result.carried
        return result.outcome

    def exchange(self) -> bool:
        """Let everybody take from everybody; return whether anything changed."""
        pairs = [Taken(one, other) for one in range(READERS) for other in range(READERS) if one != other]
        return {Outcome.SAME} != {self.take(pair) for pair in pairs}


def lines_of(own: Carried | None) -> set[str]:
    """Return what is in a note, but for the lines that say where a part of it is from."""
    lines = {line.strip() for line in ((own.note if own else None) or "").splitlines()}
    return {line for line in lines if line and not line.startswith("— Imported from ")}


@settings(max_examples=examples(200))
@given(
    st.lists(WRITING, min_size=READERS, max_size=READERS, unique_by=lambda step: step.reader), st.permutations(range(6))
)
def test_nothing_that_was_written_is_lost_and_all_come_to_the_same(writings: list[Written], order: list[int]) -> None:
    readers = Readers()
    for step in writings:
        readers.write(step)
    written = [own for own in readers.own if own]
    pairs = [Taken(one, other) for one in range(READERS) for other in range(READERS) if one != other]
    for number in order:
        readers.take(pairs[number])
    for _ in range(3):
        readers.exchange()
    assert not readers.exchange()  # nothing changes, or grows, any more
    everything = set().union(*(lines_of(own) for own in written))
    for reader, own in enumerate(readers.own):
        assert everything <= lines_of(own)
        mine = next((each for each in writings if each.reader == reader), None)
        if mine and mine.mark and own:
            assert own.mark == mine.mark  # nobody's mark is changed by another
        said = {own.mark, *(mark for mark in MARKS if f"marked {mark}" in (own.note or ""))} if own else set()
        assert {each.mark for each in written} - {None} <= said


@settings(max_examples=examples(200))
@given(st.lists(st.one_of(WRITING, TAKING), max_size=12))
def test_to_take_twice_changes_nothing_more_whatever_went_before(steps: list[Written | Taken]) -> None:
    readers = Readers()
    for step in steps:
        if isinstance(step, Written):
            readers.write(step)
            continue
        before = lines_of(readers.own[step.reader])
        readers.take(step)
        assert before <= lines_of(readers.own[step.reader])  # nothing of one's own is lost
        after = readers.own[step.reader]
        assert readers.take(step) is Outcome.SAME
        assert readers.own[step.reader] == after
    for _ in range(3):
        readers.exchange()
    assert not readers.exchange()


@settings(max_examples=examples(200))
@given(st.lists(WRITING, min_size=1, max_size=6), st.booleans())
def test_one_person_who_updates_has_the_last_version_everywhere(writings: list[Written], third: bool) -> None:
    """Each time carried to the machine that is used next, before it is used."""
    readers = Readers()
    at, last = None, None
    for step in writings:
        if at is not None and at != step.reader:
            readers.take(Taken(step.reader, at), update=True)
        readers.write(step)
        at = step.reader
        last = readers.own[at]
        if last is None or not (last.mark or last.note):  # deleting is not carried
            return
    assert at is not None
    assert last
    for reader in range(READERS if third else READERS - 1):
        readers.take(Taken(reader, at), update=True)
        own = readers.own[reader]
        assert own
        assert (own.mark, own.note) == (last.mark, last.note)


@given(TEXTS, st.sampled_from([None, *MARKS]))
def test_a_line_is_read_back(text: str, mark: str | None) -> None:
    one = Carried("c", ENTRY, mark, clean(text).strip() or None, "2026-11-30T12:00:00.123456+00:00", ("0" * 16,))
    assert read("x", BytesIO(one.line.encode())) == [one]
    assert "\n" not in one.line.removesuffix("\n")
    assert replace(one, note=None) != one or not one.note
