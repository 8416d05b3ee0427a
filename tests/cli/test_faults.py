"""All faults of a corpus are reported in one run, with file, line and what would be valid, and nothing is built."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Answer, Run, reason

HERE = Path(tempfile.gettempdir()) / "pctui-was-here"
Seed = Callable[[], tuple[int, list[str]]]


@pytest.fixture
def seed(pctui: Run, corpus: Path, lights: Path, tmp_path: Path) -> Seed:
    """Seed from the faulty corpus over a database that must not change; return the exit code and the messages."""
    database = Path(shutil.copy(lights, tmp_path / "old.db"))
    before = database.read_bytes()

    def run() -> tuple[int, list[str]]:
        answer = pctui("seed", "--corpus", corpus, "--db", database)
        assert answer.out == ""
        assert database.read_bytes() == before
        assert list(tmp_path.glob(".old.db*")) == []
        return answer.code, answer.err.splitlines()

    return run


def replace(file: Path, old: str, new: str) -> int:
    """Replace the only `old` by `new`; return its line."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def expect_faults(lines: list[str], *expected: str) -> None:
    """Check that exactly the `expected` faults are reported."""
    faults = lines[:-2]
    for one in expected:
        assert one in faults, "\n".join(lines)
    assert len(faults) == len(expected), "\n".join(lines)
    assert lines[-2] == f"pctui: {len(faults)} fault{'s' if len(faults) > 1 else ''} in the corpus"
    assert lines[-1] == "Nothing was built."


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("events.yaml", "lane: law", "lanes: law", "unknown key 'lanes'; did you mean 'lane'?|key 'lane' is missing"),
        ("events.yaml", "date: 1821-03", "date: '1821-13'", ("date '1821-13' is not EDTF; EDTF is like 1999, 1999-04, "
         "1991/1992, 199X, 2002~ or 2000-07/..")),
        ("events.yaml", "date: 1821-03", "date: 1821-02-30",
         ("date '1821-02-30' is not EDTF: there is no such day; EDTF is like 1999, 1999-04, "
         "1991/1992, 199X, 2002~ or 2000-07/..")),
        ("events.yaml", "slug: towers-by-1860", "slug: Towers", ("slug: 'Towers' is not valid; a slug has "
         "lower-case letters, digits and single hyphens; write 'towers'")),
        ("events.yaml", "[board-of-lights]", "[board-of-light]",
         "organisations: there is no entry 'board-of-light'; did you mean 'board-of-lights'?"),
        ("events.yaml", "[board-of-lights]", "[tobias-wren]",
         "organisations: 'tobias-wren' is a person, not an organisation"),
        ("events.yaml", "type: outcome_of", "type: outcome", "unknown link"),
        ("events.yaml", "date_basis: stated", "date_basis: guessed",
         "date_basis: 'guessed' is not allowed; one of derived, document-date, stated"),
        ("events.yaml", "lane: law", "lane: sea",
         "lane: 'sea' is not in the corpus's lanes; one of law, lights, people (declared in corpus.yaml:7)"),
        ("events.yaml", "title: Beacon Act", "title: ''",
         "title: must not be empty"),
        ("events.yaml", "title: Beacon Act", "title: [Beacon, Act]", "title: must be text, not a list"),
        ("events.yaml", "- kind: event", "- kind: evnt", "unknown kind 'evnt'; did you mean 'event'?"),
        ("events.yaml", "- kind: event", "- kind: deed", ("unknown kind 'deed'; one of corpus, paragraph, event, "
         "organisation, change, ladder, level, recommendation, finding, figure, concept, person, project, document")),
        ("figures.yaml", "value: 26", "value: many",
         "value: must be a number, not 'many'"),
        ("figures.yaml", "value: 26", "value: '26'", "value: must be a number, not '26'; write 26 without quotes"),
        ("figures.yaml", "value: 26", "value: about 26", "value: must be a number, not 'about 26'; write 26"),
        ("figures.yaml", "  value: 26\n", "", "~a figure needs a value, min or max, or words"),
        ("figures.yaml", "min: 18", "min: 180", "min 180 is more than max 30"),
        ("findings.yaml", "modality: claimed", "modality: planned",
         "~what is planned has improved nothing yet; the direction of an aim is 'descriptive'"),
        ("findings.yaml", "basis: review", "basis: policy intent",
         "~what is planned has worsened nothing yet; the direction of an aim is 'descriptive'"),
        ("levels.yaml", "rung: 2", "rung: 1", "rung 1 of 'classes-of-light' is taken by 'class-1'"),
        ("levels.yaml", "composition: [A paid", "taste: [A paid", ("aspects: 'taste' is not in the corpus's aspects; "
         "one of "
         "composition, function, standing, accountability, share of services, budget share, provision "
         "(declare your own under 'aspects' in the corpus record, corpus.yaml:2)")),
        ("levels.yaml", "ladder: classes-of-light", "ladder: lamp-house",
         "ladder: 'lamp-house' is an organisation, not a ladder"),
        ("organisations.yaml", "existence: 1887/..", "existence: '1887'",
         "existence '1887' is not an interval; write 1887/.. if its end is open"),
        ("organisations.yaml", "existence: 1887/..", "existence: yes",
         "existence 'yes' is not EDTF; EDTF is like 1999, 1999-04, 1991/1992, 199X, 2002~ or 2000-07/.."),
        ("organisations.yaml", "sub_organization_of: board-of-lights", "sub_organization_of: tower-station",
         "sub_organization_of: 'tower-station' refers to itself"),
        ("organisations.yaml", "min: 3", "min: 99999999999999999999",
         ("population.min: must be a whole number of at least 0 and at most 100,000,000,000, "
         "not '99999999999999999999'")),
        ("paragraphs.yaml", "section: figures", "section: figure",
         ("'calder-wren-1911' has no section 'figure'; "
         "one of front-matter, beginnings, classes, figures, effects, proposals")),
        ("documents.yaml", "slug: beginnings", "slug: classes", "~sections: duplicate 'classes'"),
        ("documents.yaml", "url: https://example.org/marrow/17", "url: /marrow",
         "supplied.0.source.url: '/marrow' is not valid; a URL starts with http:// or https://"),
        ("corpus.yaml", "{slug: money, title: Money}", "{slug: safety, title: Money}",
         "domains: duplicate 'safety'"),
    ],
)  # fmt: skip
def test_one_fault_is_reported_with_its_line_and_what_would_be_valid(
    seed: Seed, corpus: Path, file: str, old: str, new: str, message: str
) -> None:
    line = replace(corpus / file, old, new)
    code, lines = seed()
    assert code == 2
    if message == "unknown link":
        assert lines[0].startswith(
            f"{file}:{line}: links: 'outcome' is not in the corpus's link_types; one of accountable_to, advises"
        )
    elif message.startswith("~"):  # the line of the record, not of the change
        assert re.fullmatch(rf"{file}:[0-9]+: {re.escape(message[1:])}", lines[0]), lines
    elif "|" in message:
        assert f"{file}:{line}: {message.split('|')[0]}" in lines
        assert any(text.endswith(message.split("|")[1]) for text in lines)
    else:
        assert f"{file}:{line}: {message}" in lines, "\n".join(lines)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("events.yaml", "date: 1821-03", "date: '1999-13'", "date '1999-13' is not EDTF"),
        (
            "organisations.yaml",
            "slug: board-of-lights",
            "slug: Board of Lights",
            "slug: 'Board of Lights' is not valid",
        ),
    ],
)
def test_one_mistake_is_one_fault(
    pctui: Run, corpus: Path, documents: Path, file: str, old: str, new: str, message: str
) -> None:
    """A date that is none need not be printed in its passage; a slug that is none may be referred to as mended."""
    line = replace(corpus / file, old, new)
    *faults, last = pctui("check", "--corpus", corpus, "--documents", documents).err.splitlines()
    assert [fault.startswith(f"{file}:{line}: {message}") for fault in faults] == [True], faults
    assert last == "1 fault"


def test_a_duplicate_slug_is_reported_with_both_places(seed: Seed, corpus: Path) -> None:
    line = replace(corpus / "people.yaml", "slug: tobias-wren", "slug: board-of-lights")
    assert seed() == (2, [
        f"people.yaml:{line}: duplicate slug 'board-of-lights', first at organisations.yaml:1; choose another",
        "pctui: 1 fault in the corpus",
        "Nothing was built.",
    ])  # fmt: skip


def test_a_citation_needs_its_anchors_and_an_entry_its_citation(seed: Seed, corpus: Path) -> None:
    (corpus / "more.yaml").write_text(
        "- {kind: person, slug: one, title: One, summary: One}\n"
        "- {kind: person, slug: two, title: Two, summary: Two, citations: []}\n"
        "- {kind: person, slug: three, title: T, summary: T, citations: [{document: keepers-1898, paragraph: 1}]}\n"
        "- {kind: person, slug: four, title: F, summary: F,\n"
        "   citations: [{document: keepers-1898, paragraph: 1, anchors: []}]}\n"
        "- {kind: person, slug: five, title: F, summary: F,\n"
        "   citations: [{document: keepers-1898, paragraph: 1, anchors: [the first words]}]}\n"
        "- {kind: person, slug: six, title: S, summary: S,\n"
        "   citations: [{document: keeper-1898, paragraph: 1, anchors: [0123456789-0123456789-9]},\n"
        "     {document: keepers-1898, paragraph: 99, anchors: [0123456789-0123456789-9]}]}\n"
        "- {kind: person, slug: seven, title: S, summary: S, origin: context}\n"
    )
    code, lines = seed()
    assert code == 2
    expect_faults(
        lines,
        "more.yaml:1: 'one' has no citation; `pctui cite` prints one, or mark it 'status: draft'",
        "more.yaml:2: 'two' has no citation; `pctui cite` prints one, or mark it 'status: draft'",
        "more.yaml:3: key 'anchors' is missing in citations.0",
        "more.yaml:5: citations.0.anchors: must not be empty",
        "more.yaml:7: citations.0.anchors.0: 'the first words' is not valid; an anchor is printed by `pctui cite`",
        "more.yaml:9: citation: there is no document 'keeper-1898'; did you mean 'keepers-1898'?",
        "more.yaml:10: citation: 'keepers-1898' has no ¶99; its last is ¶4",
        "more.yaml:11: 'seven' has the origin context but no source; add 'sources'",
    )


def test_all_faults_of_all_files_and_of_one_record_are_reported_in_one_run(seed: Seed, corpus: Path) -> None:
    (corpus / "a.yaml").write_text(
        "- {kind: person, slug: a, title: A, summary: A, nmae: x, role: [], note: '',\n"
        "   links: [{type: x, to: nobody}, {type: advises, to: nobody},\n"
        "     {to: nobody}], citations: [{}, {document: d, paragraph: 0, anchors: [x, y]}]}\n"
    )
    (corpus / "b.yaml").write_text("- kind: [\n")
    (corpus / "c.jsonl").write_text('{"kind": "person"}\n\n{"kind": \n')
    (corpus / "d.yaml").write_text("- {kind: event, slug: e, title: E, as_of: never}\n")
    code, lines = seed()
    assert code == 2
    for expected in (
        "a.yaml:1: unknown key 'nmae'; valid keys: slug, title",
        "a.yaml:1: role: must be text, not a list",
        "a.yaml:1: note: must not be empty (or remove the key)",
        "a.yaml:2: links: 'x' is not in the corpus's link_types; one of",
        "a.yaml:2: links: there is no entry 'nobody'",
        "a.yaml:3: key 'type' is missing in links.2",
        "a.yaml:3: key 'document' is missing in citations.0",
        "a.yaml:3: key 'anchors' is missing in citations.0",
        "a.yaml:3: citations.1.paragraph: must be a whole number of at least 1 and at most 1,000,000, not 0",
        "a.yaml:3: citations.1.anchors.0: 'x' is not valid; an anchor is printed by",
        "a.yaml:3: citations.1.anchors.1: 'y' is not valid; an anchor is printed by",
        "b.yaml:1: the bracket [ that opens in this line is not closed",
        "c.jsonl:1: key 'slug' is missing",
        "c.jsonl:3: not JSON: ",
        "d.yaml:1: as_of 'never' is not EDTF",
        "d.yaml:1: key 'date_basis' is missing",
    ):
        assert any(line.startswith(expected) for line in lines), (expected, lines)


def test_a_reference_to_a_faulty_record_is_not_a_fault(seed: Seed, corpus: Path) -> None:
    line = replace(corpus / "documents.yaml", "extent: whole", "extent: all")
    code, lines = seed()
    assert code == 2
    expect_faults(lines, f"documents.yaml:{line}: extent: 'all' is not allowed; one of extract, whole")
    replace(corpus / "documents.yaml", "extent: all", "extent: whole")
    replace(corpus / "paragraphs.yaml", "section: effects", "part: effects")
    assert len(seed()[1]) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"- !!python/object/apply:os.system ['touch {HERE}']\n", "1: tag '!!python/object/apply:os.system' PLAIN"),
        ("- kind: person\n  slug: !!python/name:os.system x\n", "2: tag '!!python/name:os.system' PLAIN"),
        ("- !thing {a: b}\n", "1: tag '!thing' PLAIN"),
        ("- {!!python/none 'a': b}\n", "1: tag '!!python/none' PLAIN"),
        ("- a: &a [x]\n  b: *a\n", "2: alias '*a' is not plain data; write the value out"),
        ("- {kind: person, kind: person}\n", "1: duplicate key 'kind'; keep one"),
        ("- {[a]: b}\n", "1: a key must be text"),
        ("kind: person\n", "1: a corpus file is a list of records: start each with '- kind: …'"),
        ("just a text\n", "1: a corpus file is a list of records: start each with '- kind: …'"),
        ("- just a text\n", "1: a record is a mapping that starts with 'kind'"),
        ("- {slug: x}\n", ("1: a record without 'kind'; one of corpus, paragraph, event, organisation, change, ladder, "
         "level, recommendation, finding, figure, concept, person, project, document")),
        ("- []\n---\n- []\n", "2: a second YAML document starts here; keep one list of records per file"),
        ("# fine\n\n- \x07\n", "3: character U+0007 is not allowed in YAML; remove it"),
        ("- a: " + "[" * 100_000, "1: nested too deeply; at most 40 levels"),
        ("- a: " + "[" * 45, "1: nested too deeply; at most 40 levels"),
        ("- é: ['[', \"[\", " + "[" * 50_000 + "]" * 50_000 + "]", "1: nested too deeply; at most 40 levels"),
        ("- a\n- b: [" + "[\n" * 5_000, "40: nested too deeply; at most 40 levels"),
        ("- a: " + "{a: " * 5_000, "1: nested too deeply; at most 40 levels"),
        ("- a: '" + "[" * 5_000 + "'\n  b: [x\n", "2: the bracket [ that opens in this line is not closed"),
        ("- " * 60 + "a\n", "1: nested too deeply; at most 40 levels"),
        ("- a: b: c\n", "1: a text with ': ' must stand in quotes: a: 'b: c'"),
        ("- a\n\t- b\n", None),
        ("- {kind: person, slug: x, title: " + "9" * 5000 + "}\n", None),
    ],
)  # fmt: skip
def test_yaml_that_is_not_plain_data_is_a_fault(seed: Seed, corpus: Path, text: str, message: str | None) -> None:
    (corpus / "extra.yaml").write_text(text)
    code, lines = seed()
    assert code == 2
    assert lines[0].startswith("extra.yaml:")
    if message:
        right = "is not plain data; write text, a number, a list or a mapping"
        expected = re.escape(f"extra.yaml:{message.replace('PLAIN', right)}").replace("…", ".+")  # … is PyYAML's
        assert any(re.fullmatch(expected, line) for line in lines), lines
    assert not HERE.exists()


def test_an_alias_bomb_is_reported_without_being_expanded(seed: Seed, corpus: Path) -> None:
    rows = ["- a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    rows += [f"  a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    (corpus / "bomb.yaml").write_text("\n".join(rows))
    code, lines = seed()
    assert code == 2
    assert lines[0] == "bomb.yaml:2: alias '*a0' is not plain data; write the value out"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.yaml", b"- kind: person\n  title: caf\xe9\n", "x.yaml:2: byte 0xe9 is not UTF-8; save the file in UTF-8"),
        ("x.yaml", "- kind: person\n".encode("utf-16"), "x.yaml:1: byte 0xff is not UTF-8; save the file in UTF-8"),
        ("x.jsonl", b'{}\n{"a": "\xff"}\n', "x.jsonl:2: byte 0xff is not UTF-8; save the file in UTF-8"),
        ("x.jsonl", b"\n[1]\n", "x.jsonl:2: a record is a mapping that starts with 'kind'"),
        ("x.jsonl", b"\n\n{'kind': 1}\n", "x.jsonl:3: not JSON: "),
        ("x.jsonl", b"[" * 100_000, "x.jsonl:1: nested too deeply"),
        ("x.jsonl", b'{"kind": "figure", "value": 1e999}', "x.jsonl:1: not JSON: "),
        ("x.jsonl", b'{"kind": "evnt"}', "x.jsonl:1: unknown kind 'evnt'; did you mean 'event'?"),
    ],
)
def test_encodings_and_json_lines(seed: Seed, corpus: Path, name: str, data: bytes, message: str) -> None:
    (corpus / name).write_bytes(data)
    code, lines = seed()
    assert code == 2
    assert any(line.startswith(message) for line in lines), lines


def test_json_lines_and_byte_order_marks_are_read(pctui: Run, corpus: Path, tmp_path: Path) -> None:
    import json

    import yaml

    for file in corpus.glob("*.yaml"):
        records = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        if file.name in ("people.yaml", "recommendations.yaml"):
            for record in records:
                for citation in record["citations"]:
                    citation["paragraph"] = int(citation["paragraph"])
            lines = "\n\n".join(json.dumps(record) for record in records)
            file.with_suffix(".jsonl").write_text(lines, encoding="utf-8-sig")
            file.unlink()
    both = [tmp_path / "one.db", tmp_path / "two.db"]
    assert pctui("seed", "--corpus", corpus, "--db", both[0]).code == 0
    assert pctui("seed", "--corpus", LIGHTHOUSES, "--db", both[1]).code == 0
    one, two = (pctui("export", "markdown", "--section", "people", "--db", db) for db in both)
    assert one.out == two.out != ""


def test_a_folder_without_a_corpus(pctui: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder, message in (
        (empty, "contains no corpus"),
        (tmp_path / "nowhere", "does not exist"),
        (LIGHTHOUSES / "corpus.yaml", "is not a folder"),
    ):
        for command in ("seed", "check"):
            answer = (
                pctui(command, "--corpus", folder, "--db", tmp_path / "x.db")
                if command == "seed"
                else pctui(command, "--corpus", folder)
            )
            assert answer.code == 4
            assert message in answer.err
    (empty / "only.yaml").write_text("")
    answer = pctui("seed", "--corpus", empty, "--db", tmp_path / "x.db")
    assert answer.code == 2
    assert "no file has a record of kind 'corpus'" in answer.err
    assert not (tmp_path / "x.db").exists()


def test_an_unreadable_file_is_not_skipped(pctui: Run, corpus: Path, tmp_path: Path) -> None:
    (corpus / "gone.yaml").symlink_to(tmp_path / "nowhere")
    answer = pctui("seed", "--corpus", corpus, "--db", tmp_path / "x.db")
    assert answer.code == 4
    assert "gone.yaml is not a readable file" in answer.err
    (corpus / "gone.yaml").unlink()
    os.mkfifo(corpus / "pipe.jsonl")
    assert "pipe.jsonl is not a readable file" in pctui("check", "--corpus", corpus).err


@pytest.fixture
def nobody(pctui: Run) -> Iterator[tuple[Path, Run]]:
    """A folder with the corpus, and the command as run by a user without all permissions."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    base = Path(tempfile.mkdtemp(prefix="pctui-"))

    def run(*arguments: object) -> Answer:
        os.seteuid(65534)
        try:
            return pctui(*arguments)
        finally:
            os.seteuid(0)

    try:
        base.chmod(0o755)
        shutil.copytree(LIGHTHOUSES, base / "corpus")
        # Import everything needed in advance: only root may have access to this Python.
        pctui("check", "--corpus", base / "corpus", "--documents", base)
        pctui("seed", "--corpus", base / "corpus", "--db", base / "root.db")
        yield base, run
    finally:
        shutil.rmtree(base)


def test_files_without_permission_are_reported(nobody: tuple[Path, Run]) -> None:
    base, run = nobody
    assert reason(errno.EACCES) in run("seed", "--corpus", base / "corpus", "--db", base / "x.db").err
    (base / "corpus" / "people.yaml").chmod(0)
    answer = run("check", "--corpus", base / "corpus")
    assert (answer.code, answer.err) == (4, f"pctui: cannot read {base}/corpus/people.yaml: {reason(errno.EACCES)}\n")
    (base / "corpus").chmod(0o700)
    answer = run("seed", "--corpus", base / "corpus", "--db", base / "x.db")
    assert (answer.code, answer.err) == (4, f"pctui: cannot read the corpus in {base}/corpus: {reason(errno.EACCES)}\n")
    (base / "root.db").chmod(0)
    answer = run("timeline", "--db", base / "root.db")
    assert answer.code == 3
    assert re.fullmatch(rf"pctui: cannot read {base}/root\.db: .+\n", answer.err)


def test_anchors_and_numbers_are_reported_with_other_faults(
    pctui: Run, corpus: Path, documents: Path, tmp_path: Path
) -> None:
    """Anchors not found, ambiguous or in another paragraph, missing numbers and dates, and an invalid field at once."""
    letter = documents / "keepers-letter.txt"
    letter.write_text(letter.read_text() + "\nThe keepers’ union, which was founded in 1887.\n")
    anchor = (corpus / "recommendations.yaml").read_text().split("anchors: [")[1].split("]")[0]
    missing = replace(corpus / "recommendations.yaml", anchor, "0123456789-0123456789-12")
    number = replace(corpus / "figures.yaml", "value: 26", "value: 27")
    words = replace(corpus / "figures.yaml", "no more than £2,000", "no more than £3,000")
    date = replace(corpus / "events.yaml", "date: 1821-03", "date: 1821-05")
    place = replace(corpus / "people.yaml", "paragraph: 6", "paragraph: 4")
    form = replace(corpus / "changes.yaml", "partial: true", "partail: true")
    right = "is not in the passage cited; correct it, cite the passage that prints it, or list it under 'derived'"
    dated = "date 1821-05 is marked stated, but the passage does not print 'May'; correct it or mark it derived"
    nowhere = "the passage cited in 'calder-wren-1911' is not found"
    expected = [
        f"changes.yaml:{form}: unknown key 'partail'; did you mean 'partial'?",
        f"events.yaml:{date}: 'beacon-act-1821': {dated}",
        f"figures.yaml:{number}: 'lamp-houses-1850': 27 {right}",
        f"figures.yaml:{words}: 'saving-of-the-order': 3000 {right}",
        f"people.yaml:{place}: 'kestrel-point': the passage is not in ¶4 but in ¶6",
        f"recommendations.yaml:{missing}: 'train-together': {nowhere}",
    ]
    answer = pctui("check", "--corpus", corpus, "--documents", documents)
    lines = answer.err.splitlines()
    assert answer.code == 2
    ambiguous = [line for line in lines if "is found in 2 places" in line]
    assert len(ambiguous) == 1
    assert ambiguous[0].startswith("organisations.yaml:")
    assert sorted(set(lines[:-4]) - set(ambiguous)) == sorted(expected)
    *remedies, last = lines[-4:]
    assert [remedy.split(":")[0] for remedy in remedies] == [
        "a passage in several places",
        "a wrong paragraph",
        "a passage that reads otherwise or is not found",
    ]
    assert last == "7 faults"
    assert "calder-wren-1911     53                0          1          0  known" in answer.out
    assert (
        "keepers-1898         13                0          0          1  another extraction, 4/4 paragraphs"
        in answer.out
    )

    replace(corpus / "changes.yaml", "partail: true", "partial: true")
    assert pctui("check", "--corpus", corpus, "--documents", documents).code == 1
    database = tmp_path / "x.db"
    answer = pctui("seed", "--corpus", corpus, "--documents", documents, "--db", database)
    assert answer.code == 2
    assert answer.err.splitlines()[-2:] == ["pctui: 6 faults in the corpus", "Nothing was built."]
    assert not database.exists()
    assert pctui("seed", "--corpus", LIGHTHOUSES, "--documents", LIGHTHOUSE_DOCUMENTS, "--db", database).code == 0


def test_a_number_must_be_in_the_passage_cited_by_its_own_statement(pctui: Run, corpus: Path) -> None:
    """A number in a function must not be found only in the entry's other citations, nor the other way round."""
    line = replace(corpus / "organisations.yaml", "text: Licenses pilots", "text: Licenses pilots of 200 ships")
    answer = pctui("check", "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS)
    assert answer.code == 1
    assert answer.err.splitlines()[0].startswith(
        f"organisations.yaml:{line}: 'tower-station': 200 is not in the passage"
    )


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("events.yaml", "events.yaml:2: conflict markers of git; settle lines 2–6, or run: pctui settle"),
        ("documents.yaml", "documents.yaml:2: conflict markers of git; settle lines 2–6, or run: pctui settle"),
        ("corpus.yaml", "corpus.yaml:2: conflict markers of git; settle lines 2–6, or run: pctui settle"),
        ("paragraphs.yaml", "paragraphs.yaml:2: conflict markers of git; settle lines 2–6, or run: pctui settle"),
    ],
)
def test_what_refers_into_a_file_that_cannot_be_read_is_no_fault(
    seed: Seed, corpus: Path, file: str, said: str
) -> None:
    """One conflict is one message, not one for every entry that refers to what is in the file."""
    found = next(iter(corpus.glob(f"{Path(file).stem}.*")), None)
    if found is None or found.name != file:
        pytest.skip(f"the lighthouses have no {file}")
    first, *others = found.read_text().splitlines()
    markers = ["<<<<<<< HEAD", "# mine", "=======", "# theirs", ">>>>>>> other"]
    found.write_text("\n".join([first, *markers, *others]) + "\n")
    expect_faults(seed()[1], said)
