"""A corpus of one's own, as a person begins it: init, add, import, check; and what is said on the way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import ferry_papers
import pytest
import yaml
from conftest import Run

from pctui.errors import ExitCode


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with somebody's papers, who works in it."""
    folder = tmp_path / "papers"
    folder.mkdir()
    ferry_papers.brought(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def ferry(here: Path, pctui: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus with the document in it; the working folder is the corpus."""
    assert pctui("init", "ferry", "--title", "The ferry: a history").code == 0
    monkeypatch.chdir(here / "ferry")
    assert pctui("add", "../aldmere.txt", "--bib", "../library.bib").code == 0
    return here / "ferry"


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def records(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def test_a_session_from_nothing_to_twenty_proved_entries(here: Path, pctui: Run, monkeypatch: Any) -> None:
    made = pctui("init", "ferry")
    assert made.code == 0
    assert made.out.split() == ["ferry/corpus.yaml", "ferry/.gitignore", "ferry/.pctui/schema.json"]
    assert pctui("seed", "--corpus", "ferry", "--db", "empty.db").code == 0
    assert pctui("check", "--corpus", "ferry").code == 0

    added = pctui("add", "aldmere.txt", "--bib", "library.bib", "--corpus", "ferry")
    assert added.code == 0, added.err
    assert "calder1912" in added.out
    assert "library.bib:2, by title" in added.out
    assert pctui("check", "--corpus", "ferry").code == 0

    options = ["--set", "type=change", "--new-terms", "--corpus", "ferry"]
    tried = pctui("import", "events.csv", *options, "--dry-run")
    assert tried.code == 0, tried.err
    assert not (here / "ferry" / "entries").exists()
    imported = pctui("import", "events.csv", *options)
    assert imported.out == tried.out
    assert imported.out.count("cited  ") == 19
    assert "draft  talk-of-a-museum: Talk of a museum" in imported.out
    assert "Seen by" in imported.err  # a column that is no field

    checked = pctui("check", "--corpus", "ferry")
    assert checked.code == 0, checked.err
    assert "21 entries" in checked.out
    (entry,) = records(here / "ferry" / "entries" / "event" / "rope-breaks.yaml")
    assert entry["date"] == "1811-03-04"
    assert entry["lane"] == "crossings"
    assert "status" not in entry
    assert entry["citations"][0]["document"] == "calder1912"

    assert '"rope-breaks"' in (here / "ferry" / ".pctui" / "schema.json").read_text()  # for the editor
    again = pctui("import", "events.csv", *options)
    assert again.code == 0
    assert again.out.count("there  ") == 20
    once = pctui("add", "aldmere.txt", "--corpus", "ferry")
    assert (once.code, once.out) == (0, "")
    assert "in the corpus already, as 'calder1912'" in once.err

    assert pctui("seed", "--corpus", "ferry", "--db", "ferry.db").code == 0
    assert "7 passengers" in pctui("quote", "rope-breaks", "--db", "ferry.db").out
    text = "".join(data.decode() for data in files(here / "ferry").values())
    assert "drowned" not in text  # the document's sentences stay outside


# init


def test_the_record_of_a_new_corpus_explains_each_vocabulary_and_is_valid_with_its_examples(
    here: Path, pctui: Run
) -> None:
    from pctui.kinds.vocabulary import OF_THE_CORPUS

    title = 'Of "all" things: a é 历史'
    assert pctui("init", "new", "--title", title, "--ci").code == 0
    file = here / "new" / "corpus.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=.pctui/schema.json\n")
    assert records(file)[0]["title"] == title
    lines = [line.replace("  # ", "  ", 1) if line.endswith((":", "}")) else line for line in text.splitlines()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert set(OF_THE_CORPUS.values()) <= records(file)[0].keys()
    assert pctui("check", "--corpus", "new").code == 0
    assert "pctui check" in (here / "new" / ".github" / "workflows" / "check.yaml").read_text()
    assert json.loads((here / "new" / ".pctui" / "schema.json").read_text())["$schema"]


def test_a_corpus_is_never_made_where_there_are_files(here: Path, pctui: Run) -> None:
    before = files(here)
    for name in (".", "aldmere.txt"):
        answer = pctui("init", name)
        assert answer.code == ExitCode.FILES
        assert "new folder" in answer.err
    assert files(here) == before
    (here / "empty").mkdir()
    assert pctui("init", "empty").code == 0
    assert pctui("init", "deep/er/corpus").code == 0


# add


def test_what_the_document_does_not_print_is_supplied_with_its_source(ferry: Path) -> None:
    document = records(ferry / "documents" / "calder1912.yaml")[0]
    assert document["csl"] == {
        "type": "report",
        "author": [{"family": "Calder", "given": "Ruth"}, {"family": "Pell", "given": "Owen"}],
        "title": "The Ferry at Aldmere, 1801 to 1911",
        "issued": "1912",
    }
    assert [(each["field"], each["value"]) for each in document["supplied"]] == [
        ("publisher", "Aldmere Historical Society"),
        ("DOI", "10.1234/aldmere.1912"),
    ]
    source = document["supplied"][0]["source"]
    assert source["title"] == "library.bib, calder1912"
    assert source["url"] == "https://doi.org/10.1234/aldmere.1912"
    assert document["label"] == "Calder & Pell 1912"
    assert document["status"] == "draft"


def test_a_source_needs_neither_an_address_nor_a_day(ferry: Path, pctui: Run) -> None:
    file = ferry / "documents" / "calder1912.yaml"
    lines = [line for line in file.read_text().splitlines() if "url:" not in line and "read:" not in line]
    file.write_text("\n".join(lines) + "\n")
    assert pctui("check", "--corpus", ".").code == 0
    assert pctui("seed", "--corpus", ".", "--db", "x.db").code == 0
    assert "supplied: publisher, DOI (from library.bib, calder1912)" in pctui("export", "ris", "--db", "x.db").out
    assert "from library.bib, calder1912\n" in pctui("show", "calder1912", "--db", "x.db").out


def test_many_files_are_each_added_on_their_own(ferry: Path, here: Path, pctui: Run) -> None:
    (here / "letter.txt").write_text(
        "A letter of the keepers\n\nThe keepers wrote in June 1898 that the oil was bad.\n"
    )
    (here / "broken.txt").write_bytes(b"\x00\x01\x02\xff binary")
    (here / "short.txt").write_text("Too short\n")
    names = ["letter.txt", "broken.txt", "nowhere.txt", "short.txt", "aldmere.txt"]
    answer = pctui("add", *(f"../{name}" for name in names))
    assert answer.code == ExitCode.FILES
    assert "a-letter-of-the" in answer.out
    for name in ("broken.txt", "nowhere.txt", "short.txt"):
        assert name in answer.err
    assert sorted(path.name for path in (ferry / "documents").iterdir()) == [
        "a-letter-of-the-keepers.yaml",
        "calder1912.yaml",
    ]
    assert pctui("check", "--corpus", ".").code == 0


def test_another_edition_is_said_and_added_only_under_a_slug_of_its_own(ferry: Path, here: Path, pctui: Run) -> None:
    (here / "second.txt").write_text(ferry_papers.REPORT.replace("May 1876", "June 1876").replace("9,000", "9,100"))
    answer = pctui("add", "../second.txt")
    assert answer.code == ExitCode.EDITION
    assert "is another edition: 15 of 16 paragraphs of 'calder1912' hold in it" in answer.err
    assert "--slug calder1912-2" in answer.err
    assert len(list((ferry / "documents").iterdir())) == 1
    (here / "same.txt").write_text(ferry_papers.REPORT.replace("\nof Aldmere", " of Aldmere") + "\n")
    assert "in another form" in pctui("add", "../same.txt").err
    assert pctui("add", "../second.txt", "--slug", "calder1912-2").code == 0
    assert pctui("check", "--corpus", ".").code == 0


def test_a_slug_that_is_none_or_is_taken_is_refused(ferry: Path, pctui: Run) -> None:
    answer = pctui("add", "../events.csv", "--slug", "second.edition")
    assert answer.code == ExitCode.USAGE
    assert "write 'second-edition'" in answer.err
    answer = pctui("add", "../events.csv", "--slug", "calder1912")
    assert "taken, at documents/calder1912.yaml:1" in answer.err
    assert pctui("add", "../events.csv", "../aldmere.txt", "--slug", "x").code == ExitCode.USAGE


def test_without_a_bibliography_what_was_guessed_is_said(here: Path, pctui: Run) -> None:
    pctui("init", "ferry")
    answer = pctui("add", "aldmere.txt", "--corpus", "ferry")
    assert "the-ferry-at-aldmere-1801-to-1911" in answer.out
    assert "to fill in: summary, author, date" in answer.out
    assert "title is taken to be its first line" in answer.err
    (here / "minutes_may-1921.txt").write_text("In this year the boat was sold to a smith. It sank.\n")
    answer = pctui("add", "minutes_may-1921.txt", "--corpus", "ferry")
    assert "the name of the file" in answer.err
    assert pctui("check", "--corpus", "ferry").code == 0


def test_a_corpus_is_found_from_a_folder_within_it(ferry: Path, pctui: Run, monkeypatch: Any, here: Path) -> None:
    monkeypatch.chdir(ferry / "documents")
    assert "already" in pctui("add", "../../aldmere.txt").err
    monkeypatch.chdir(here)
    answer = pctui("add", "aldmere.txt")
    assert answer.code == ExitCode.USAGE
    assert "pctui init" in answer.err
    assert pctui("add", "aldmere.txt", "--corpus", "nowhere").code == ExitCode.FILES


def test_what_is_added_is_printed_as_json(here: Path, pctui: Run) -> None:
    pctui("init", "ferry")
    answer = pctui("add", "aldmere.txt", "nowhere.txt", "--corpus", "ferry", "--bib", "library.bib", "--format", "json")
    found = json.loads(answer.out)
    assert [each["document"] for each in found] == ["calder1912", None]
    assert found[0]["paragraphs"] == 16
    assert found[0]["supplied"] == ["publisher", "DOI"]
    assert "nowhere.txt" in found[1]["message"]


def test_a_dry_run_writes_nothing(here: Path, pctui: Run) -> None:
    pctui("init", "ferry")
    before = files(here / "ferry")
    answer = pctui("add", "aldmere.txt", "--corpus", "ferry", "--dry-run")
    assert answer.code == 0
    assert "the-ferry-at-aldmere-1801-to-1911" in answer.out
    assert files(here / "ferry") == before
    assert not pctui("check", "--corpus", "ferry").err.count("calder")


@pytest.mark.parametrize("width", [60, 80])
def test_the_table_fits_a_narrow_terminal(here: Path, pctui: Run, monkeypatch: Any, width: int) -> None:
    monkeypatch.setattr("pctui.cli.add.text_width", lambda: width)
    pctui("init", "ferry")
    slug = "a-very-long-slug-of-a-document-that-has-much-to-say-about-the-ferry"
    answer = pctui("add", "aldmere.txt", "--corpus", "ferry", "--slug", slug)
    assert slug in answer.out
    assert all(len(line) <= width for line in answer.out.splitlines() if line != slug)


# import


def imported(pctui: Run, *options: str, name: str = "../events.csv") -> Any:
    return pctui("import", name, "--set", "type=change", "--new-terms", *options)


def test_faults_are_said_by_line_and_nothing_is_written(ferry: Path, here: Path, pctui: Run) -> None:
    table = ferry_papers.table(
        opened=(",May 1801", ",June 1801"),
        breaks=("rope broke", "rope tore"),
        named=("July 1853", "33 July 1853"),
        Fare=("Fare of 2 pence", "Fare of 3 pence"),
    )
    (here / "bad.csv").write_text(table)
    before = files(ferry)
    answer = imported(pctui, name="../bad.csv")
    assert answer.code == ExitCode.USAGE
    assert answer.out == ""
    said = [line for line in answer.err.splitlines() if line.startswith("bad.csv:")]
    assert [line.split(": ")[0] for line in said] == ["bad.csv:2", "bad.csv:5", "bad.csv:8", "bad.csv:11"]
    assert "date 1801-06 is marked stated, but the passage does not print" in said[0]
    assert "are not in the document" in said[1]
    assert "3 is not in the passage cited" in said[2]
    assert "not a date" in said[3]
    assert files(ferry) == before


def test_with_drafts_what_is_not_proved_is_a_draft_that_says_why(ferry: Path, here: Path, pctui: Run) -> None:
    (here / "bad.csv").write_text(ferry_papers.table(opened=("Ferry opened", "Ferry opened by 12")))
    answer = imported(pctui, "--drafts", name="../bad.csv")
    assert answer.code == 0, answer.err
    assert "draft  ferry-opened-by-12" in answer.out
    assert "bad.csv:2: " in answer.err
    (entry,) = records(ferry / "entries" / "event" / "ferry-opened-by-12.yaml")
    assert entry["status"] == "draft"
    assert "12 is not in the passage" in entry["note"]
    assert pctui("check", "--corpus", ".").code == 0


def test_a_term_that_the_corpus_lacks_is_a_fault_or_added(ferry: Path, here: Path, pctui: Run) -> None:
    assert imported(pctui).code == 0
    table = "title,when,lane\nA fair,1950,crosings\nA feast,1951,Crossings\n"
    (here / "more.csv").write_text(table)
    answer = pctui("import", "../more.csv", "--map", "date=when", "--set", "type=change")
    assert answer.code == ExitCode.USAGE
    assert "more.csv:2: lane: 'crosings' is not in the corpus's lanes; did you mean 'crossings'?" in answer.err
    answer = imported(pctui, "--map", "date=when", name="../more.csv")
    assert "lanes: crosings is new" in answer.err
    assert {"slug": "crosings", "title": "crosings"} in records(ferry / "corpus.yaml")[0]["lanes"]
    text = (ferry / "corpus.yaml").read_text()
    assert "# The corpus itself" in text  # comments stay


def test_a_table_without_a_needed_column_says_how_to_name_it(ferry: Path, here: Path, pctui: Run) -> None:
    answer = pctui("import", "../events.csv")
    assert answer.code == ExitCode.USAGE
    assert "no column for type" in answer.err
    assert "--set type=VALUE" in answer.err
    answer = imported(pctui, "--map", "dat=Date")
    assert "'dat' is not a field of the kind 'event'; did you mean 'date'?" in answer.err
    answer = imported(pctui, "--map", "date=Dates")
    assert "there is no column 'Dates'; did you mean 'Date'?" in answer.err
    assert imported(pctui, "--map", "date").code == ExitCode.USAGE
    assert pctui("import", "../events.csv", "--kind", "evnt").code == ExitCode.USAGE
    assert pctui("import", "../nowhere.csv").code == ExitCode.FILES


def test_rows_of_other_kinds_and_of_json_lines(ferry: Path, here: Path, pctui: Run) -> None:
    rows = [
        {"title": "The parish", "classification": "named body", "summary": "It ran the ferry.", "existence": "to 1852",
         "existence_basis": "stated", "lane": "Rules", "population": {"value": "1,200"}},
        {"title": "The county", "classification": "named body", "purpose": "x"},
    ]  # fmt: skip
    (here / "bodies.jsonl").write_text("\n".join(map(json.dumps, rows)))
    answer = pctui("import", "../bodies.jsonl", "--kind", "organisation", "--new-terms")
    assert answer.code == 0, answer.err
    (entry,) = records(ferry / "entries" / "organisation" / "the-parish.yaml")
    assert entry["population"] == {"value": 1200}
    assert entry["existence"] == "../1852"
    (here / "links.csv").write_text(
        "title;date;lane;organisations;links.type;links.to\n"
        "Handed over;1852;rules;The parish; see_also;Opened again\n"
        "Opened again;1853;rules;the-parish; The county;;\n"
    )
    answer = imported(pctui, name="../links.csv")
    assert answer.code == 2
    (here / "links.csv").write_text(
        "title\tdate\tlane\torganisations\tlinks.type\tlinks.to\n"
        "Handed over\t1852\trules\tThe parish\tsee_also\tOpened again\n"
        "Opened again\t1853\trules\tthe-parish; The county\t\t\n"
    )
    answer = imported(pctui, name="../links.csv")
    assert answer.code == 0, answer.err
    (entry,) = records(ferry / "entries" / "event" / "handed-over.yaml")
    assert entry["links"] == [{"type": "see_also", "to": "opened-again"}]
    (entry,) = records(ferry / "entries" / "event" / "opened-again.yaml")
    assert entry["organisations"] == ["the-parish", "the-county"]
    assert pctui("check", "--corpus", ".").code == 0


def test_a_timeline_is_imported_as_drafts(ferry: Path, here: Path, pctui: Run) -> None:
    slides = {"events": [{"start_date": {"year": 1920}, "text": {"headline": "A museum"}, "group": "Crossings"}]}
    (here / "timeline.json").write_text(json.dumps(slides))
    assert imported(pctui, name="../timeline.json").out == "draft  a-museum: A museum\n"
    slides["events"][0] |= {"start_date": {"year": 1920, "month": 13}, "text": {"headline": "Another"}}
    (here / "timeline.json").write_text(json.dumps(slides))
    assert "timeline.json: event 1: date: " in imported(pctui, name="../timeline.json").err


def test_a_quotation_without_a_copy_says_how_to_attach_one(ferry: Path, here: Path, pctui: Run) -> None:
    (here / "home" / "x").mkdir(parents=True, exist_ok=True)
    shutil.rmtree(Path(str(here.parent / "home")), ignore_errors=True)
    answer = imported(pctui)
    assert answer.code == ExitCode.USAGE
    assert "there is no copy of 'calder1912' to search; attach one: pctui attach FILE" in answer.err
    assert imported(pctui, "--documents", "..").code == 0


def test_the_language_of_a_corpus_is_in_its_record(pctui: Run, tmp_path: Path) -> None:
    assert pctui("init", tmp_path / "faehre", "--lang", "de").code == 0
    assert "\n  language: de  # that its statements are in\n" in (tmp_path / "faehre" / "corpus.yaml").read_text(
        "utf-8"
    )
    answer = pctui("init", tmp_path / "other", "--lang", "Deutsch!")
    assert answer.code == 2
    assert "'Deutsch!' is not the tag of a language" in answer.err
    assert not (tmp_path / "other").exists()
