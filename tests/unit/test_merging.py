"""Two people write one corpus, in one program or with git, and neither loses what they wrote."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui.authoring.changes import ChangedOnDisk, Changes, FileChange, apply
from pctui.authoring.editing import added, record, removed, replaced, with_terms
from pctui.authoring.merging import Conflict, merged
from pctui.corpus.loader import examine
from pctui.corpus.nodes import records_in

CITATION = {"document": "calder-wren-1911", "paragraph": 2, "anchors": ["128fc73691-5557718e2d-18-f9401bb763"]}
EVENT, OTHER = "beacon-act-1821", "towers-by-1860"


def joined(changes: Changes) -> Changes:
    """Join a change that somebody else's got ahead of, and make it."""
    with pytest.raises(ChangedOnDisk):
        apply(changes)
    found = merged(changes)
    assert isinstance(found, Changes)
    apply(found)
    return found


def test_two_writers_of_different_records_both_win(corpus: Path) -> None:
    mine = replaced(corpus, EVENT, {**record(corpus, EVENT), "title": "Mine"})
    apply(replaced(corpus, OTHER, {**record(corpus, OTHER), "title": "Theirs"}))
    joined(mine)
    assert record(corpus, EVENT)["title"] == "Mine"
    assert record(corpus, OTHER)["title"] == "Theirs"
    assert examine(corpus)[1] == []


def test_two_writers_of_different_fields_both_win(corpus: Path) -> None:
    mine = replaced(corpus, EVENT, {**record(corpus, EVENT), "title": "Mine", "note": "Mine."})
    apply(replaced(corpus, EVENT, {**record(corpus, EVENT), "summary": "Theirs.", "hedge": "so they say"}))
    (corpus / "events.yaml").write_text("# by hand\n" + (corpus / "events.yaml").read_text())
    undo = joined(mine).undone()
    now = record(corpus, EVENT)
    assert (now["title"], now["note"], now["summary"], now["hedge"]) == ("Mine", "Mine.", "Theirs.", "so they say")
    apply(undo)
    now = record(corpus, EVENT)
    assert ("note" in now, now["summary"]) == (False, "Theirs."), "an undo takes back only one's own"


def _cited(corpus: Path, citation: dict[str, Any]) -> Changes:
    """The change that adds a citation to the event."""
    before = record(corpus, EVENT)
    return replaced(corpus, EVENT, {**before, "citations": [*before["citations"], citation]})


def test_two_writers_of_one_list_both_win(corpus: Path) -> None:
    mine, theirs = {**CITATION, "paragraph": 3}, {**CITATION, "paragraph": 4}
    change = _cited(corpus, mine)
    term = with_terms(Changes(corpus, ()), [("lanes", "mine", "Mine")])
    apply(_cited(corpus, theirs))
    apply(with_terms(Changes(corpus, ()), [("lanes", "theirs", "Theirs")]))
    joined(change)
    joined(term)
    assert record(corpus, EVENT)["citations"][1:] == [theirs, mine]
    assert [lane["slug"] for lane in record(corpus, "marrow-lights")["lanes"]][-2:] == ["theirs", "mine"]


def test_one_adds_a_record_and_the_other_removes_one(corpus: Path) -> None:
    mine = removed(corpus, EVENT)
    new = {**record(corpus, EVENT), "slug": "theirs"}
    import yaml

    (corpus / "events.yaml").write_text((corpus / "events.yaml").read_text() + yaml.safe_dump([new], sort_keys=False))
    joined(mine)
    assert record(corpus, "theirs") == new
    assert EVENT not in (corpus / "events.yaml").read_text()


def test_a_conflict_names_the_entry_the_field_and_both_values(corpus: Path) -> None:
    mine = replaced(corpus, EVENT, {**record(corpus, EVENT), "title": "Mine"})
    apply(replaced(corpus, EVENT, {**record(corpus, EVENT), "title": "Theirs"}))
    before = (corpus / "events.yaml").read_bytes()
    conflict = merged(mine)
    assert conflict == Conflict("events.yaml", EVENT, "title", "Mine", "Theirs")
    assert str(conflict) == f"events.yaml: title of '{EVENT}': Mine on one side, Theirs on the other"
    assert (corpus / "events.yaml").read_bytes() == before


@pytest.mark.parametrize(("mine", "theirs"), [("removed", "changed"), ("changed", "removed")])
def test_who_removes_what_the_other_changed_is_in_conflict(corpus: Path, mine: str, theirs: str) -> None:
    ways = {
        "removed": removed(corpus, EVENT),
        "changed": replaced(corpus, EVENT, {**record(corpus, EVENT), "title": "T"}),
    }
    apply(ways[theirs])
    conflict = merged(ways[mine])
    assert isinstance(conflict, Conflict)
    assert (conflict.entry, conflict.field) == (EVENT, "")
    assert (conflict.mine is None) == (mine == "removed")
    assert (conflict.theirs is None) == (theirs == "removed")


def test_a_file_that_both_made_is_in_conflict_or_the_same(corpus: Path) -> None:
    entry = {**record(corpus, EVENT), "slug": "new"}
    mine, same = added(corpus, [entry]), added(corpus, [entry])
    apply(added(corpus, [{**entry, "title": "Theirs"}]))
    conflict = merged(mine)
    assert isinstance(conflict, Conflict)
    assert (conflict.entry, conflict.field, conflict.theirs) == ("new", "title", "Theirs")
    (corpus / "entries/event/new.yaml").write_bytes(mine.files[0].after or b"")
    joined(same)
    assert record(corpus, "new") == entry


VALUES = st.recursive(
    st.sampled_from(["a", "b", "c", 1, 2, None]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
    max_leaves=5,
)
RECORDS = st.dictionaries(st.sampled_from(["p", "q", "r"]), VALUES, max_size=3)
FILES = st.dictionaries(st.sampled_from(["e", "f", "g"]), RECORDS, min_size=1, max_size=3)


def written(records: dict[str, dict[str, Any]]) -> bytes:
    from pctui.authoring.emit import yaml_of

    return "".join(yaml_of({"kind": "event", "slug": slug, **fields}) for slug, fields in records.items()).encode()


@settings(max_examples=examples(100))
@given(FILES, FILES, FILES)
def test_whatever_two_people_write_nothing_is_lost(tmp_path: Path, base: Any, mine: Any, theirs: Any) -> None:
    """Each field is as one of the two left it, and as the one who changed it did; else the conflict is named."""
    (tmp_path / "x.yaml").write_bytes(written(theirs))
    found = merged(Changes(tmp_path, (FileChange("x.yaml", written(base), written(mine)),)))
    if isinstance(found, Conflict):
        assert found.mine != found.theirs or found.mine is None  # null is as good as nothing
        return
    (change,) = found.files
    assert change.before == written(theirs)
    nodes = records_in("x.yaml", (change.after or b"").decode()).items or []
    result = {node.data().pop("slug"): node.data() for node in nodes}
    for slug in {*base, *mine, *theirs}:
        versions = [version.get(slug) for version in (base, mine, theirs)]
        if versions[0] == versions[1]:
            expect(result.get(slug), versions[2])
        elif versions[0] == versions[2]:
            expect(result.get(slug), versions[1])
        else:
            for field in {*"pqr"}:
                old, one, two = ((version or {}).get(field, "nothing") for version in versions)
                now = (result.get(slug) or {}).get(field, "nothing")
                if old == one:
                    assert now == two
                elif old == two:
                    assert now == one


def expect(found: Any, fields: Any) -> None:
    assert (None if found is None else {k: v for k, v in found.items() if k not in ("kind", "slug")}) == fields


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_two_branches_that_add_entries_merge_without_a_hand(corpus: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=n@x", "-c", "commit.gpgsign=false", *arguments],
            cwd=corpus,
            check=True,
            capture_output=True,
        )

    def commit(title: str) -> None:
        git("add", "-A")
        git("commit", "-m", title)

    git("init", "-b", "main")
    commit("start")
    old = record(corpus, EVENT)
    for branch in ("one", "two"):
        git("checkout", "-b", branch, "main")
        apply(added(corpus, [{**old, "slug": f"{branch}-{n}", "title": branch} for n in range(2)]))
        commit(branch)
    git("merge", "one", "-m", "both")
    loaded, faults = examine(corpus)
    assert faults == []
    assert {"one-0", "one-1", "two-0", "two-1"} <= set(loaded.entries)
