"""What stands under the headings of a proposal: only what a typed link puts there, whatever a finding's direction."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

from pctui.corpus.loader import load
from pctui.errors import FaultsError

Shown = Callable[[str], str]
NONE = "Evidence: none in this corpus on this proposal, what it is part of, its examples or its concepts"
NONE_LINKED = "Evidence: none linked, though there are findings about"


def linked(file: Path, slug: str, *links: str) -> None:
    """Give the entry these links, and no others."""
    before, own, after = file.read_text().partition(f"  slug: {slug}\n")
    record, *rest = after.split("\n- kind:")
    if "  links:\n" in record:
        head, _, tail = record.partition("  links:\n")
        record = head + "  citations:\n" + tail.partition("  citations:\n")[2]
    record = record.replace("  citations:\n", f"  links: [{', '.join(links)}]\n  citations:\n")
    file.write_text(before + own + "\n- kind:".join((record, *rest)))


@pytest.fixture
def shown(pctui: Run, corpus: Path, tmp_path: Path) -> Shown:
    """The page of an entry of the changed corpus, without the numbers of its citations."""

    def show(slug: str) -> str:
        database = tmp_path / "lights.db"
        answer = pctui("seed", "--corpus", corpus, "--db", database)
        assert answer.code == 0, answer.err
        return re.sub(r" \[\d+\]", "", pctui("show", slug, "--db", database).out)

    return show


def test_only_supports_and_opposes_are_evidence_whatever_the_direction(corpus: Path, shown: Shown) -> None:
    linked(corpus / "findings.yaml", "oil-cost-twice", "{type: supports, to: train-together, note: It shows the cost}")
    linked(corpus / "findings.yaml", "towers-saved-ships", "{type: opposes, to: train-together}")
    linked(corpus / "findings.yaml", "charts-saved-ships", "{type: see_also, to: train-together}")
    page = shown("train-together")
    assert (
        "Evidence for\n------------\n\n- Oil cost twice the forecast (It shows the cost)\n\n"
        "Evidence against\n----------------\n\n- Wrecks fell, and the towers did it (claimed)\n\n"
        "Links\n-----\n\n- see also The lit shore did no better\n\n"
    ) in page
    assert "Evidence: none" not in page


def test_a_disagreement_or_a_mere_mention_is_no_evidence(corpus: Path, shown: Shown) -> None:
    linked(
        corpus / "recommendations.yaml",
        "train-together",
        "{type: disputes, to: oil-cost-twice}",
        "{type: see_also, to: towers-saved-ships}",
    )
    page = shown("train-together")
    assert "Evidence for" not in page
    assert "Evidence against" not in page
    assert NONE in page


def test_the_problem_and_what_follows_otherwise_have_headings(corpus: Path, shown: Shown) -> None:
    linked(
        corpus / "recommendations.yaml",
        "train-together",
        "{type: answers, to: oil-cost-twice}",
        "{type: otherwise, to: stations-order}",
    )
    page = shown("train-together")
    assert "Problem it answers\n------------------\n\n- Oil cost twice the forecast\n\n" in page
    assert (
        "If it is not done\n-----------------\n\n- Stations Order puts out thirteen lamp houses (planned)\n\n" in page
    )
    assert "Links\n" not in page
    assert "- answered by Train keepers together with pilots" in shown("oil-cost-twice")
    assert "- the alternative to Train keepers together with pilots" in shown("stations-order")


def test_what_is_linked_to_a_whole_an_example_or_a_concept_is_found_and_says_so(corpus: Path, shown: Shown) -> None:
    proposals = corpus / "recommendations.yaml"
    linked(proposals, "train-together", "{type: part_of, to: share-boats}", "{type: see_also, to: concept-dues}")
    linked(proposals, "share-boats", "{type: part_of, to: beacon-act-1821}", "{type: answers, to: oil-cost-twice}")
    linked(corpus / "findings.yaml", "towers-saved-ships", "{type: supports, to: beacon-act-1821}")
    linked(corpus / "findings.yaml", "charts-saved-ships", "{type: opposes, to: concept-dues}")
    linked(corpus / "findings.yaml", "oil-cost-twice", "{type: opposes, to: kestrel-point}")
    page = shown("train-together")
    assert "- Wrecks fell, and the towers did it (claimed; supports Beacon Act, of which this is part)" in page
    assert "- Oil cost twice the forecast (opposes Kestrel Point school, its example)" in page
    assert "- The lit shore did no better (opinion; opposes Light dues, its concept)" in page
    assert "- Oil cost twice the forecast (answered by Share boats with lifeboat crews, of which this is part)" in page
    assert "supports Beacon Act" not in shown("beacon-act-1821")
    assert "Evidence for\n------------\n\n- Wrecks fell, and the towers did it (claimed)\n" in shown("beacon-act-1821")


def test_that_there_is_none_is_said_only_where_nothing_was_found_about_any_of_these(corpus: Path, shown: Shown) -> None:
    assert NONE in shown("train-together")
    linked(corpus / "recommendations.yaml", "train-together", "{type: part_of, to: tower-station}")
    page = shown("train-together")
    assert NONE_LINKED in page
    assert NONE not in page


def test_what_is_only_forecast_is_no_evidence(corpus: Path, shown: Shown) -> None:
    linked(corpus / "events.yaml", "towers-by-1860", "{type: supports, to: train-together}")
    page = shown("train-together")
    assert "Evidence for" not in page
    assert "supported by All lamp houses to be towers by 1860" in page
    findings = corpus / "findings.yaml"
    linked(findings, "oil-cost-twice", "{type: supports, to: train-together}")
    planned = findings.read_text().replace("  basis: review\n", "  basis: policy intent\n")
    findings.write_text(planned.replace("  direction: worsened\n", "  direction: descriptive\n"))
    with pytest.raises(FaultsError) as fault:
        load(corpus)
    assert [each.message for each in fault.value.faults] == [
        "'supports': what is only intended or forecast is no evidence"
    ]
