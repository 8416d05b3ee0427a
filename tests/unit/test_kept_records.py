"""What was read of a corpus before: the same as if nothing had been kept, whatever is in the files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES, PROJECT, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pctui.corpus import kept_records, word_index
from pctui.corpus.kept_records import KeptRecords, ReadRecord, cut
from pctui.corpus.loaded import Loaded
from pctui.corpus.loader import load_documents, records
from pctui.corpus.parse import Place, Raw
from pctui.errors import Fault
from pctui.paths import cache_folder

PACKAGE = PROJECT / "src" / "pctui"
_PARAGRAPH = "- {{kind: paragraph, document: report, number: {}, anchors: [0000000000-0000000000-9-0000000000]}}\n"
_PIECES = (
    *map(_PARAGRAPH.format, (1, 2, "'x'")),
    "- kind: person\n  slug: ada\n  title: Ada\n  summary: |\n    She wrote\n\n    - a program\n\n",
    "- kind: person\n  slug: bob\n  title: 'Bob'\n  citations:\n  - document: report\n    paragraph: 1\n",
    "- kind: document\n  slug: report\n  title: 7\n  nonsense: 1\n  summary: S\n",
    "- kind: event\n  slug: fire\n  date: 1999-13\n",
    "# a comment\n",
    "\n",
    "- \n",
    "-\n  kind: person\n",
    '- slug: "open\n',
    'shut"\n',
    "- slug: [a,\n",
    "b]\n",
    "- &name {kind: person}\n",
    "- *name\n",
    "- !tag x\n",
    "- |\n",
    "  text\n",
    "   more\n",
    "plain\n",
    "key: value\n",
    "---\n",
    "...\n",
    "- - a\n",
    "-\ta\n",
    "- ? a\n",
    "- a: b\n- c",
    "\t- a\n",
    "- a\r\n- b\r\n",
    "- a\x85- b\n",
    "- {kind: person, kind: person}\n",
    "%YAML 1.2\n",
    "- \x01\n",
)


class _AsAWhole(KeptRecords):
    """Reads every file as a whole, and keeps nothing."""

    def _pieces(self, name: str, text: str) -> None:
        return None


def _seen(found: ReadRecord) -> tuple[object, ...]:
    raws = [raw and (raw.value, raw.lines, raw.written) for raw in (found.raw, found.remains)]
    return found.record, _lines(found.place), raws


def _lines(place: Place) -> object:
    paths = [(), ("slug",), ("summary",), ("citations",), ("citations", 0), ("citations", 0, "paragraph"), ("number",)]
    return place.file, [place.line(path) for path in paths]


def _read(before: KeptRecords, file: Path) -> tuple[list[tuple[object, ...]], list[Fault]]:
    faults: list[Fault] = []
    return [_seen(found) for found in before.read(file.name, faults)], faults


@pytest.fixture(autouse=True)
def keeps_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_records, "_WORTH_IT", 0)


@settings(max_examples=examples(400))
@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=7))
def test_records_read_apart_are_those_of_the_whole_file(pieces: list[str], tmp_path: Path) -> None:
    text = "".join(pieces)
    assert "".join(cut(text)) == text
    file = tmp_path / "x.yaml"
    file.write_bytes(text.encode())
    as_a_whole = _read(_AsAWhole(tmp_path), file)
    before = KeptRecords(tmp_path)
    for _ in range(2):  # the second time from what was kept
        assert _read(before, file) == as_a_whole
        before.save(whole=False)
    assert _read(KeptRecords(tmp_path), file) == as_a_whole


class _Edits(RuleBasedStateMachine):
    """A corpus that somebody edits, checked after each change."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        for old in self.folder.glob("*.yaml"):
            old.unlink()
        (self.folder / "corpus.yaml").write_text((LIGHTHOUSES / "corpus.yaml").read_text())
        self.before = KeptRecords(self.folder)

    @rule(name=st.sampled_from("ab"), pieces=st.lists(st.sampled_from(_PIECES[:9]), max_size=4))
    def write(self, name: str, pieces: list[str]) -> None:
        (self.folder / f"{name}.yaml").write_text("".join(pieces))

    @rule(name=st.sampled_from("ab"), piece=st.sampled_from(_PIECES))
    def append(self, name: str, piece: str) -> None:
        with (self.folder / f"{name}.yaml").open("a", newline="") as file:
            file.write(piece)

    @rule(name=st.sampled_from("ab"))
    def remove(self, name: str) -> None:
        (self.folder / f"{name}.yaml").unlink(missing_ok=True)

    @rule()
    def start_again(self) -> None:
        self.before = KeptRecords(self.folder)

    @invariant()
    def the_outcome_is_that_of_a_check_from_nothing(self) -> None:
        expected, expected_faults = _examined(self.folder, _AsAWhole(self.folder))
        found, faults = _examined(self.folder, self.before)
        assert sorted(faults) == sorted(expected_faults)
        assert (found.entries, found.paragraphs, found.corpus) == (
            expected.entries,
            expected.paragraphs,
            expected.corpus,
        )
        assert [*map(_lines, found.places.values())] == [*map(_lines, expected.places.values())]


def _examined(folder: Path, before: KeptRecords) -> tuple[Loaded, list[Fault]]:
    loaded, faults = Loaded(), list[Fault]()
    for record, place in records(folder, faults, before):
        loaded.add(record, place)
    return loaded, faults


def test_any_edits_give_what_a_check_from_nothing_gives(tmp_path: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    _Edits.folder = tmp_path
    run_state_machine_as_test(_Edits, settings=settings(max_examples=examples(25), stateful_step_count=12))


def test_only_what_changed_is_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path.name: path.read_text() for path in LIGHTHOUSES.glob("*.yaml")}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    _examined(tmp_path, KeptRecords(tmp_path))
    parsed: list[str] = []
    parse = kept_records.yaml_records

    def counted(name: str, text: str, faults: list[Fault]) -> Iterator[Raw]:
        parsed.append(text)
        return parse(name, text, faults)

    monkeypatch.setattr(kept_records, "yaml_records", counted)
    name, text = max(files.items(), key=lambda file: file[1].count("  summary: "))
    pieces = cut(text)
    assert len(pieces) > 4
    pieces[3] = pieces[3].replace("summary: ", "summary: Now ")
    (tmp_path / name).write_text("".join(pieces))
    _examined(tmp_path, KeptRecords(tmp_path))
    assert parsed == [pieces[3]]
    parsed.clear()
    assert load_documents(tmp_path, "keepers-1898").documents
    assert not parsed


def test_what_is_kept_is_not_believed_once_it_is_damaged(tmp_path: Path) -> None:
    expected = _examined(LIGHTHOUSES, _AsAWhole(LIGHTHOUSES))
    assert _examined(LIGHTHOUSES, KeptRecords(LIGHTHOUSES))[0].entries == expected[0].entries
    (file,) = cache_folder().glob("records-*/*")
    data = bytearray(file.read_bytes())
    for place in range(40, len(data), len(data) // 50):
        damaged = data.copy()
        damaged[place] ^= 1
        file.write_bytes(damaged)
        assert not KeptRecords(LIGHTHOUSES)._known
    assert _examined(LIGHTHOUSES, KeptRecords(LIGHTHOUSES))[0].entries == expected[0].entries


# They decide nothing about what is kept.
_OF_PROGRAM = {"__init__.py", "errors.py", "cache.py", "bounded.py", "paths.py", "private.py", "restricted.py"}
_NEUTRAL = {*_OF_PROGRAM, "temporary.py", "corpus/files.py", "corpus/journal.py", "corpus/unchanged.py"}


@pytest.mark.parametrize("sources", [kept_records.SOURCES, word_index.SOURCES])
def test_whatever_decides_what_is_kept_is_part_of_its_version(sources: tuple[str, ...]) -> None:
    listed = {path for name in sources for path in _files(PACKAGE / name)}
    reached, waiting = set[Path](), [*listed]
    while waiting:
        file = waiting.pop()
        if file not in reached:
            reached.add(file)
            waiting += _imported(file)
    assert {path.relative_to(PACKAGE).as_posix() for path in reached - listed} <= _NEUTRAL


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.py")) if path.is_dir() else [path]


def _imported(file: Path) -> Iterator[Path]:
    """Yield the files of the package that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = file.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for path in (base, *(base / name.name for name in node.names)):
                if path.with_suffix(".py").is_file():
                    yield path.with_suffix(".py")
                elif path.is_dir() and path != PACKAGE:
                    yield path / "__init__.py"
