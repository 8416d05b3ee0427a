"""A corpus with aspects, classifications and types of links of its own: a market's byelaws."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest
from conftest import Run

from pctui.queries.store import Store
from pctui.render.export_schema import export_schema

CORPUS = Path(__file__).parents[1] / "corpora" / "byelaws"
COPIES = CORPUS.parent / "byelaw-documents"


@pytest.fixture(scope="module")
def byelaws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pctui.database.build import seed

    database = tmp_path_factory.mktemp("byelaws") / "byelaws.db"
    seed(CORPUS, database)
    return database


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CORPUS, tmp_path / "byelaws"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_citation_of_it_holds(pctui: Run) -> None:
    answer = pctui("check", "--corpus", str(CORPUS), "--documents", str(COPIES))
    assert (answer.code, answer.err) == (0, "every citation verified\n")


def sections(page: str) -> dict[str, str]:
    """The text under each heading of a page."""
    headed = re.split(r"^(\S.*)\n-+\n", page, flags=re.MULTILINE)
    return dict(zip(headed[1::2], headed[2::2], strict=True))


@pytest.mark.parametrize(
    ("slug", "heading", "text"),
    [
        ("fair-order-made", "Links", "- amends The byelaws of the market are made"),
        ("fair-order-made", "Links", "- cites The byelaws of the market are made"),
        ("market-byelaws-made", "Links", "- cited by The fair has an order of its own"),
        ("market-byelaws-made", "Amendments", "- The fair has an order of its own"),
        ("market-byelaws-made", "What it repeals", "- Order on barrows"),
        ("barrow-order", "Repealed by", "- The byelaws of the market are made"),
        ("market-hours", "Contradictions", "- Hours of the fair"),
        ("fair-hours", "Contradictions", "- Hours of the market"),
    ],
)
def test_a_link_is_named_from_both_sides(pctui: Run, byelaws: Path, slug: str, heading: str, text: str) -> None:
    found = sections(pctui("show", slug, "--db", str(byelaws)).out)
    assert text in found[heading]
    assert heading == "Links" or text.removeprefix("- ") not in re.sub("cite.*", "", found.get("Links", ""))


def test_levels_and_organisations_are_shown_in_its_terms(pctui: Run, byelaws: Path) -> None:
    level = pctui("show", "fair-trader", "--db", str(byelaws)).out
    assert "Rights: Speaks before the committee and may call a witness (new at this level)" in level
    assert "Duties to pay: Five shillings for the week" in level
    assert "Classification: Standing committee" in pctui("show", "market-committee", "--db", str(byelaws)).out
    listed = pctui("organisations", "--db", str(byelaws)).out
    places = [listed.index(each) for each in ("\nCommittees\n", "\nStanding committees\n", "\nOffices\n")]
    assert places == sorted(places)


def test_a_classification_is_a_filter_that_finds_narrower_ones(pctui: Run, byelaws: Path) -> None:
    found = pctui("organisations", "--classification", "Committee", "--format", "json", "--db", str(byelaws))
    assert [entry["slug"] for entry in json.loads(found.out)["entries"]] == ["fair-committee", "market-committee"]
    wrong = pctui("organisations", "--classification", "network", "--db", str(byelaws))
    assert wrong.code == 2
    assert "Choose one of: committee, standing-committee, office" in wrong.err


def test_exports_have_its_vocabularies(pctui: Run, byelaws: Path, tmp_path: Path) -> None:
    exported = json.loads(pctui("export", "json", "--db", str(byelaws)).out)
    jsonschema.validate(exported, json.loads(export_schema()), jsonschema.Draft202012Validator)
    links = {link["slug"]: link for link in exported["corpus"]["link_types"]}
    assert list(links) == ["amends", "repeals", "contradicts", "cites"]
    assert links["contradicts"] == {
        "slug": "contradicts", "title": "contradicts", "inverse": None, "symmetric": True,
        "heading": "Contradictions", "inverse_heading": None,
    }  # fmt: skip
    assert exported["corpus"]["aspects"][1]["broader"] == ["duties"]
    folder = tmp_path / "tables"
    assert pctui("export", "csv", "--raw", "--folder", str(folder), "--db", str(byelaws)).code == 0
    rows = (folder / "terms.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "vocabulary,slug,title,broader,heading,inverse,symmetric,inverse_heading,position"
    assert "link_types,amends,amends,,,amended by,0,Amendments,0" in rows
    assert "classifications,standing-committee,Standing committee,committee,Standing committees,,,,1" in rows
    fields = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (types,) = [
        field["constraints"]["enum"]
        for table in fields["resources"] if table["name"] == "links"
        for field in table["schema"]["fields"] if field["name"] == "type"
    ]  # fmt: skip
    assert {"disputes", "see_also", "contradicts"} <= set(types)


def test_a_corpus_that_declares_none_has_those_of_the_format(pctui: Run, lights: Path, tmp_path: Path) -> None:
    exported = json.loads(pctui("export", "json", "--db", str(lights)).out)
    assert not {"aspects", "classifications", "link_types"} & exported["corpus"].keys()
    jsonschema.validate(exported, json.loads(export_schema()), jsonschema.Draft202012Validator)
    terms = pctui("export", "csv", "--table", "terms", "--raw", "--db", str(lights)).out
    assert terms.startswith("vocabulary,slug,title,broader,position")
    assert "named body" not in terms


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("entries.yaml", "classification: office", "classification: network",
         ("classification: 'network' is not in the corpus's classifications; "
         "one of committee, standing-committee, office (declared in corpus.yaml:15)")),
        ("entries.yaml", "    rights: [", "    standing: [",
         ("aspects: 'standing' is not in the corpus's aspects; "
         "one of rights, duties-to-pay, duties (declared in corpus.yaml:11)")),
        ("entries.yaml", "type: contradicts,", "type: contradict,",
         ("links: 'contradict' is not in the corpus's link_types; one of accountable_to, advises, "
         "subcommittee_of, funds, evaluates, exemplifies, disputes, outcome_of, supports, opposes, answers, otherwise, "
         "supersedes, part_of, see_also, amends, repeals, contradicts, cites "
         "(declare more under 'link_types' in the corpus record, corpus.yaml:19)")),
        ("corpus.yaml", "slug: cites, title: cites", "slug: supports, title: cites",
         "link_types: 'supports' is one of the format's own; leave it out, or choose another slug"),
        ("corpus.yaml", ", inverse: cited by", "",
         ("link_types: 'cites' has no 'inverse', its words on the page of the other entry; "
         "add it, or 'symmetric: true' if they are the same")),
        ("corpus.yaml", "symmetric: true", "symmetric: true, inverse: contradicted by",
         "link_types: 'contradicts' is symmetric, and has 'inverse'; leave out one of the two"),
        ("corpus.yaml", "heading: Contradictions", "heading: evidence against",
         ("link_types: the heading 'evidence against' is only for the format's own links; "
         "choose another")),
        ("corpus.yaml", "broader: [committee]", "broader: [board]",
         ("broader: 'board' is not among the classifications; "
         "one of committee, standing-committee, office")),
    ],
)  # fmt: skip
def test_a_term_that_is_not_declared_is_a_fault(
    pctui: Run, corpus: Path, file: str, old: str, new: str, message: str
) -> None:
    text = (corpus / file).read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    change(corpus / file, old, new)
    answer = pctui("seed", "--corpus", str(corpus), "--db", str(corpus.parent / "x.db"))
    assert answer.code == 2
    assert f"{file}:{line}: {message}" in answer.err.splitlines()


FINDING = """
- kind: finding
  slug: stalls-closed
  title: Stalls were closed
  summary: The committee may close a stall.
  subject: market-committee
  domains: [order]
  direction: descriptive
  basis: review
  certainty: firm
  citations:
"""


@pytest.mark.parametrize(("name", "heading"), [("form", "Committees"), ("committee", "Subjects")])
def test_the_matrix_has_a_row_for_a_narrower_form(pctui: Run, corpus: Path, name: str, heading: str) -> None:
    change(corpus / "corpus.yaml", "slug: committee,", f"slug: {name},")
    change(corpus / "corpus.yaml", "broader: [committee]", f"broader: [{name}]")
    change(corpus / "corpus.yaml", "  aspects:", "  domains: [{slug: order, title: Order}]\n  aspects:")
    change(corpus / "entries.yaml", "classification: committee", f"classification: {name}")
    entries = corpus / "entries.yaml"
    text = entries.read_text(encoding="utf-8")
    (cited,) = set(re.findall(r"^    - \{document: market, paragraph: 4,.*\n", text, flags=re.MULTILINE))
    entries.write_text(f"{text}{FINDING}{cited}", encoding="utf-8")
    database = corpus.parent / "x.db"
    assert pctui("seed", "--corpus", str(corpus), "--db", str(database)).code == 0
    with closing(Store(database)) as store:
        first, *_ = store.grouped("evidence subjects").rows(0, 1)
    assert first.title == heading
