"""`pctui split` gives each entry a file of its own, and changes nothing else of a corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, Run

from pctui.authoring.changes import apply
from pctui.authoring.splitting import split
from pctui.corpus.loader import load
from pctui.errors import ExitCode
from pctui.paths import built_in_corpus


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_entry_gets_a_file_and_check_says_the_same(pctui: Run, corpus: Path) -> None:
    checked = pctui("check", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS)
    before, whole = files_in(corpus), load(corpus)
    found = split(corpus)
    tried = pctui("split", "--corpus", corpus, "--dry-run")
    assert files_in(corpus) == before
    assert "events.yaml:1 entries/event/beacon-act-1821.yaml\n" in tried.out
    assert tried.err.startswith("would move ")
    done = pctui("split", "--corpus", corpus)
    assert (done.code, done.out) == (0, tried.out)
    now = load(corpus)
    assert (now.corpus, now.entries, now.paragraphs) == (whole.corpus, whole.entries, whole.paragraphs)
    after = pctui("check", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert sorted(after.out.splitlines()) == sorted(checked.out.splitlines())
    assert (after.code, after.err) == (checked.code, checked.err)
    slugs = {file.stem for file in (corpus / "entries").rglob("*") if file.is_file()}
    assert slugs == set(whole.entries) - set(whole.documents)
    assert {file.stem for file in (corpus / "documents").iterdir()} == set(whole.documents)
    apply(found.changes.undone())
    assert files_in(corpus) == before
    apply(found.changes)
    again = pctui("split", "--corpus", corpus)
    assert (again.out, again.err) == ("", "each entry has a file of its own already\n")


def test_every_line_of_the_built_in_corpus_is_kept() -> None:
    folder = built_in_corpus()
    files = split(folder).changes.files
    schema = b"# yaml-language-server: $schema="
    old, new = (
        sorted(line for data in side if data for line in data.splitlines() if line.strip() and schema not in line)
        for side in zip(*((file.before, file.after) for file in files), strict=True)
    )
    assert old == new
    for file in files:
        if file.after is not None:
            path = file.after.splitlines()[0].removeprefix(schema).decode()
            assert (folder / file.name).parent.joinpath(path).resolve() == (folder / "corpus.schema.json").resolve()


COMMENTED = """\
# All events.\r
\r
# The first.\r
- kind: person\r
  slug: a\r
  title: A\r
  summary: A.  # not printed\r
  origin: context\r
  sources: [{title: T, url: http://x.y, read: '2020'}]\r
  # It ends here.\r
\r
# A group:\r
\r
- {kind: person, slug: b, title: B, summary: B., origin: context, sources: [{title: T, url: http://x, read: '2020'}]}"""


def test_comments_go_with_the_record_below_them(corpus: Path) -> None:
    (corpus / "more.yaml").write_text(COMMENTED, newline="")
    apply(split(corpus).changes)
    first, second = ((corpus / f"entries/person/{slug}.yaml").read_bytes().decode() for slug in "ab")
    cut = COMMENTED.index("\r\n# A group")
    assert first == COMMENTED[:cut]
    assert second == COMMENTED[cut + 2 :] + "\r\n"


def test_a_corpus_with_faults_is_left_alone(pctui: Run, corpus: Path) -> None:
    events = corpus / "events.yaml"
    events.write_text(events.read_text().replace("lane: law", "lane: laws", 1))
    before = files_in(corpus)
    answer = pctui("split", "--corpus", corpus)
    assert answer.code == ExitCode.USAGE
    assert "lane: 'laws' is not in the corpus's lanes" in answer.err
    assert answer.err.endswith("Correct them first: nothing was changed.\n")
    assert files_in(corpus) == before


def test_records_in_brackets_are_refused(corpus: Path) -> None:
    import json

    import yaml

    events = corpus / "events.yaml"
    events.write_text(json.dumps(yaml.safe_load(events.read_text()), default=str))
    with pytest.raises(Exception, match=r"events\.yaml cannot be divided"):
        split(corpus)


def test_a_read_only_login_splits_nothing(pctui: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_in(corpus)
    monkeypatch.setenv("PCTUI_SECURE", "1")
    assert pctui("split", "--corpus", corpus).code == ExitCode.USAGE
    assert files_in(corpus) == before


@pytest.mark.parametrize("command", ["split --dry-run", "review --list", "pack --output other.pctui"])
def test_a_command_that_writes_a_corpus_takes_the_one_it_is_run_in(
    pctui: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """In its folder and in one below; anywhere else, it says what to do."""
    (corpus / "below").mkdir()
    monkeypatch.chdir(corpus / "below")
    assert pctui(*command.split()).code == 0
    (corpus / "corpus.yaml").rename(corpus / "record.yaml")
    refused = pctui(*command.split())
    assert (refused.code, "Name its folder with --corpus" in refused.err) == (ExitCode.USAGE, True)
