"""What is wrong with a file that is not YAML is said as its author would see it, on the line where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import examples
from hypothesis import given, settings
from strategies import YAML, changed, texts_of

from pctui.corpus.parse import read, read_data
from pctui.errors import Fault
from pctui.paths import built_in_corpus

BEFORE = """\
- kind: event
  slug: first
  title: 'The first: of all'
  summary: "It is told
    over two lines."
  citations:
    - {document: log, paragraph: 1, anchors: [a, b]}
"""
AFTER = """\
- kind: event
  slug: last
  title: The last
"""
START = BEFORE.count("\n") + 1  # the line on which what is between starts


def faults_of(text: str, name: str = "entries.yaml") -> list[Fault]:
    faults: list[Fault] = []
    for _ in read_data(name, text.encode(), faults):
        pass
    return faults


HEAD = "- kind: event\n  slug: a\n"  # below, ^ stands for it
MISTAKES = [
    ("a text with ': ' must stand in quotes: title: 'Debian: the beginning'", 2, "^  title: Debian: the beginning\n"),
    ("a text with ': ' must stand in quotes: title: 'It''s so: yes'", 2, "^  title: It's so: yes\n"),
    ("a text with ': ' must stand in quotes", 2, f"^  title: A{'b ' * 30}: c\n"),
    (
        "a text with ': ' must stand in quotes; that of 'title' goes on here",
        3,
        "^  title: Of these\n    Debian: the first\n",
    ),
    ("a text with ': ' must stand in quotes", 3, "^  citations:\n    - {document: log: 1, paragraph: 2}\n"),
    ("a tab indents this line; YAML takes spaces only", 1, "- kind: event\n\tslug: a\n"),
    ("a tab indents this line; YAML takes spaces only", 2, "^\ttitle: b\n"),
    ("the character U+00A0 indents this line; type spaces instead", 2, "^\xa0\xa0title: b\n"),
    ("the quote ' that opens in this line is not closed", 2, "^  title: 'The end\n  summary: x\n"),
    ('the quote " that opens in this line is not closed', 2, '^  title: "The end\n  summary: "It ended."\n'),
    ("an apostrophe within '…' is written twice: ''; or put the text in \"…\"", 2, "^  title: 'The ferry's end'\n"),
    (
        'text follows the closing quote "; put all of it in quotes, and others within it',
        2,
        '^  title: "Ferry" and bridge\n',
    ),
    (
        "a backslash has a meaning of its own within \"…\"; put the text in '…', or write it twice",
        2,
        '^  title: "C:\\web"\n',
    ),
    ("a stray '- ' before 'title': only a new item starts with one; remove it, or align it", 2, "^  - title: x\n"),
    ("a space is missing after 'title:'", 2, "^  title:The end\n  summary: x\n"),
    ("a space is missing after the dash: - kind:", 0, "-kind: event\n  slug: a\n"),
    ("a colon is missing after 'title'", 2, "^  title The end\n  summary: x\n"),
    ("the key 'title' starts in column 4, the one above in 3; align them", 2, "^   title: x\n"),
    ("the key 'title' starts in column 2, the one above in 3; align them", 2, "^ title: x\n"),
    ("the bracket [ that opens in this line is not closed", 2, "^  organisations: [a, b\n  title: x\n"),
    (
        "the bracket { that opens in this line is not closed",
        3,
        "^  citations:\n    - {document: log, paragraph: 2\n  title: x\n",
    ),
    ("a text that starts with '[' must stand in quotes", 2, "^  title: [sic] is not printed\n"),
    ("a text that starts with '@' must stand in quotes", 2, "^  title: @home\n"),
    ("a text that starts with '`' must stand in quotes", 2, "^  title: `ls` is a command\n"),
    ("a text that starts with '%' must stand in quotes", 2, "^  title: %40 of all\n"),
    (
        "a list starts on the line below its key 'title'; a text that starts with '-' stands in quotes",
        2,
        "^  title: - first\n",
    ),
    (
        "conflict markers of git; settle lines 10–14, or run: pctui settle",
        2,
        "^<<<<<<< HEAD\n  title: x\n=======\n  title: y\n>>>>>>> theirs\n",
    ),
    (
        "conflict markers of git; settle lines 10–16, or run: pctui settle",
        2,
        "^<<<<<<< HEAD\n  title: x\n||||||| base\n  title: z\n=======\n  title: y\n>>>>>>> theirs\n",
    ),
    ("a conflict marker of git, >>>>>>>, was left here; settle the conflict and remove it", 2, "^>>>>>>> theirs\n"),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("said", "line", "text"), MISTAKES, ids=[f"{n}" for n in range(len(MISTAKES))])
def test_a_mistake_is_named_on_its_line(said: str, line: int, text: str, end: str) -> None:
    whole = (BEFORE + text.replace("^", HEAD) + AFTER).replace("\n", end)
    assert faults_of(whole) == [Fault("entries.yaml", START + line, said)]


@pytest.mark.parametrize(("said", "line", "text"), MISTAKES, ids=[f"{n}" for n in range(len(MISTAKES))])
def test_a_mistake_at_the_end_of_a_file_is_named_as_well(said: str, line: int, text: str) -> None:
    (fault,) = faults_of(BEFORE + text.replace("^", HEAD))
    assert fault == Fault("entries.yaml", START + line, said)


def test_conflicts_in_json_lines() -> None:
    conflict = '<<<<<<< HEAD\n{"a": 1}\n||||||| base\n=======\n{"a": 2}\n>>>>>>> b\n'
    text = f'{{"kind": "x"}}\n{conflict}{{"kind": "y"}}\n<<<<<<< HEAD\n'
    faults: list[Fault] = []
    found = [raw.value for raw in read_data("x.jsonl", text.encode(), faults)]
    assert found == [{"kind": "x"}, {"kind": "y"}]
    assert [str(fault) for fault in faults] == [
        "x.jsonl:2: conflict markers of git; settle lines 2–7, or run: pctui settle",
        "x.jsonl:9: conflict markers of git; settle what follows, to the end of the file",
    ]


def test_two_conflicts_are_both_named() -> None:
    one = "<<<<<<< a\n- x\n=======\n- y\n>>>>>>> b\n"
    assert [fault.line for fault in faults_of(one + BEFORE + one)] == [1, START + 5]


def test_what_looks_like_a_marker_within_a_text_is_text() -> None:
    assert faults_of("- title: |\n    <<<<<<< a\n    =======\n") == []


TEXTS = texts_of(built_in_corpus(), "events.yaml")[:1]


@settings(max_examples=examples(60))
@given(changed([text[:4000] for text in TEXTS], YAML))
def test_whatever_is_changed_in_a_file_the_fault_is_within_it(text: str) -> None:
    for fault in faults_of(text):
        assert 0 <= fault.line <= text.count("\n") + text.count("\r") + 60


def test_the_words_are_of_no_library(tmp_path: Path) -> None:
    """The name of the file is what the fault has, and not what a library calls it."""
    file = tmp_path / "x.yaml"
    file.write_text("- [\n")
    faults: list[Fault] = []
    list(read(file, faults))
    assert faults == [Fault("x.yaml", 1, "the bracket [ that opens in this line is not closed")]
