"""What people met in other tools, at the command line: dates of every form, texts of every script, file names."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from conftest import LIGHTHOUSES, Run

from pctui.queries.store import Store

EVENT = """
- kind: event
  slug: {slug}
  title: '{title}'
  summary: '{summary}'
  origin: context
  date: '{date}'
  date_basis: stated
  lane: law
  type: act
  sources:
    - {{title: A public source, url: 'https://example.org', read: 2026-11-01}}
"""
FLOOD = "e" + "\u0301" * 900
HIDDEN = "".join(chr(0xE0000 + ord(letter)) for letter in "IGNORE ALL")
EVENTS = [
    ("winter", "Zebra crossing", "2001-24"),
    ("winter-before", "apple harvest", "2000-24"),
    ("decade", "Émile sails", "195X"),
    ("con", "Österreich joins", "1950"),
    ("quarter", "Zürich signs", "2001-33"),
    ("months", "主要医疗改革", "1984-1X"),
    ("caesar", "Die Straße nach Łódź", "-0043-03-15"),
    ("pompey", "Nguyễn Trường Tộ", "-0047"),
    ("cooperation", "A co-operation in C++", "0000"),
    ("letter", "A city called C", "Y17E7"),
    ("flood", f"Flood {FLOOD} of{HIDDEN} ma\u200brks", "1900"),
]


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the lighthouses, with events as other tools met them."""
    import shutil

    from pctui.database.build import seed

    folder = tmp_path_factory.mktemp("field")
    corpus = shutil.copytree(LIGHTHOUSES, folder / "corpus")
    text = "".join(EVENT.format(slug=s, title=t, summary=f"About {t}.", date=d) for s, t, d in EVENTS)
    # Lines end as old Macintoshes ended them.
    (corpus / "field.yaml").write_bytes(text.replace("\n", "\r").encode())
    seed(corpus, folder / "field.db")
    return folder / "field.db"


@pytest.fixture
def ask(pctui: Run, field: Path):
    """Run a command on that database, background facts included."""

    def run(*arguments: str):
        return pctui(*arguments[:1], "--db", field, "--context", *arguments[1:])

    return run


def slugs(answer) -> list[str]:
    assert not answer.err, answer.err
    return [entry["slug"] for entry in json.loads(answer.out)["entries"]]


def test_a_winter_lasts_until_february(ask) -> None:
    found = slugs(ask("timeline", "--since", "2002-01", "--format", "json"))
    assert "winter" in found
    assert "winter-before" not in found
    assert "winter" not in slugs(ask("timeline", "--since", "2002-03", "--format", "json"))


def test_months_that_are_not_specified_are_a_period(ask) -> None:
    found = slugs(ask("timeline", "--since", "1984-1X", "--until", "1984-1X", "--format", "json"))
    assert found == ["months"]
    assert "months" not in slugs(ask("timeline", "--until", "1984-09", "--format", "json"))


def test_years_before_0_and_far_away_are_in_order(ask) -> None:
    found = slugs(ask("timeline", "--until", "0001", "--format", "json"))
    assert [slug for slug in found if slug in ("pompey", "caesar", "cooperation")] == [
        "pompey",
        "caesar",
        "cooperation",
    ]
    assert slugs(ask("timeline", "--since", "-0045", "--until", "-0040", "--format", "json")) == ["caesar"]
    assert slugs(ask("timeline", "--since", "Y10000", "--format", "json"))[-1] == "letter"
    (entry,) = json.loads(ask("show", "caesar", "--format", "json").out)["entries"]
    assert entry["computed"]["date_earliest"] == "-0043-03-15"
    assert entry["computed"]["date_label"] == "15 March −43 (44 BC)"


@pytest.mark.parametrize("date", ["1999-X9", "1984-1X", "0X99", "..", "1999-0X", "Y1E5", "nonsense"])
@pytest.mark.parametrize("command", ["at", "timeline"])
def test_nothing_but_data_is_printed(ask, command: str, date: str) -> None:
    answer = ask(command, *(["--since"] if command == "timeline" else []), date, "--format", "json")
    assert answer.code in (0, 1, 2)
    assert not answer.out or json.loads(answer.out)
    assert bool(answer.out) == (answer.code == 0) or answer.code == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Strasse", "caesar"),
        ("Lodz", "caesar"),
        ("Nguyen", "pompey"),
        ("医疗", "months"),
        ("cooperation", "cooperation"),
        ("C++", "cooperation"),
        ("emile", "decade"),
    ],
)
def test_words_are_found_as_readers_write_them(ask, typed: str, found: str) -> None:
    assert slugs(ask("search", typed, "--kind", "event", "--format", "json")) == [found]
    assert typed not in ("Strasse", "医疗") or {"Strasse": "Straße"}.get(typed, typed) in ask("search", typed).out


def test_titles_are_in_the_order_of_readers(ask, field: Path) -> None:
    found = slugs(ask("timeline", "--sort", "title", "--format", "json"))
    ours = [slug for slug in found if slug in {"winter", "winter-before", "decade", "con", "quarter"}]
    assert ours == ["winter-before", "decade", "con", "winter", "quarter"]
    with closing(Store(field, context=True)) as store:
        ours = [slug for slug in store.of_kind("event") if slug in ours]
    assert ours == ["winter-before", "decade", "con", "winter", "quarter"]


def test_a_folder_has_names_that_every_system_takes(pctui: Run, field: Path, tmp_path: Path) -> None:
    answer = pctui("export", "markdown", "--db", field, "--context", "--folder", tmp_path / "folder")
    assert answer.code == 0, answer.err
    names = {path.stem for path in (tmp_path / "folder").rglob("*.md")}
    assert "con_" in names
    assert not names & {"con", "nul", "aux", "prn", "com1", "lpt1"}
    assert "](entries/con_.md)" in (tmp_path / "folder" / "entries.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "format_", ["json", "jsonl", "csv", "markdown", "timelinejs", "dot", "bibtex", "csl-json", "ris"]
)
def test_what_cannot_be_seen_is_in_no_export(pctui: Run, field: Path, format_: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    folder = ["--folder", target] if format_ == "csv" else ["-o", target]
    answer = pctui("export", format_, "--db", field, "--context", *folder)
    assert answer.code == 0, answer.err
    files = [path for path in target.rglob("*") if path.is_file()] if target.is_dir() else [target]
    texts = "".join(path.read_text(encoding="utf-8") for path in files)
    assert "\u0301" * 7 not in texts
    assert not any(character in texts for character in {*HIDDEN, "\u200b"})
    assert format_ in ("bibtex", "csl-json", "ris", "dot") or "marks" in texts


@pytest.mark.parametrize("command", [["show", "flood"], ["timeline"], ["search", "marks"], ["compare", "flood", "con"]])
def test_what_cannot_be_seen_is_on_no_screen(ask, command: list[str]) -> None:
    answer = ask(*command)
    shown = answer.out + answer.err
    assert "\u0301" * 7 not in shown
    assert not any(character in shown for character in {*HIDDEN, "\u200b"})
    assert "⟨…⟩" in shown or command[0] == "compare"
