"""A disagreement is named by its subject with both values, and it is told where it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run

from pctui.database.build import seed
from pctui.kinds.vocabulary import where_disputed
from pctui.page.sections import disagreements
from pctui.queries.evidence import (
    BETWEEN_DOCUMENTS,
    DISAGREEMENTS,
    Disagreement,
    disagreement_of,
    disagreement_records,
    each_disagreement,
)
from pctui.queries.store import Store
from pctui.render.text import render

Changed = Callable[..., Store]
TOWERS, CHARTS = "towers-saved-ships", "charts-saved-ships"
NAMED = "      subject: What saved ships\n      value: towers\n      other_value: not the towers\n"


@pytest.fixture
def changed(corpus: Path, tmp_path: Path) -> Changed:
    """The store of the lighthouses with some texts of a file replaced by others."""

    def make(file: str, *changes: tuple[str, str]) -> Store:
        path = corpus / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        seed(corpus, tmp_path / "changed.db")
        return Store(tmp_path / "changed.db")

    return make


def only(store: Store) -> Disagreement:
    (found,) = each_disagreement(store)
    return found


def test_it_is_named_as_the_link_names_it(lights: Path) -> None:
    with closing(Store(lights)) as store:
        found = only(store)
        assert found.title == "What saved ships: towers / not the towers (Calder & Wren 1911)"
        assert found.where == "Disagreement in what Calder & Wren 1911 reports"
        assert disagreement_of(store, CHARTS) == (TOWERS, CHARTS)
        assert disagreement_of(store, "lamp-house") is None
        printed = " ".join(render(disagreements(store)).split())
        assert "Between those whom a document reports" in printed
        assert re.search(r"What saved ships: towers \[1\] / not the towers \[1\] \(Calder & Wren 1911\)", printed)


def test_two_findings_without_a_subject_are_named_by_what_they_are_about(changed: Changed) -> None:
    with closing(changed("findings.yaml", (NAMED, ""))) as store:
        assert only(store).title == (
            "Tower station: Wrecks fell, and the towers did it / The lit shore did no better (Calder & Wren 1911)"
        )


def test_two_figures_of_one_measure_are_named_by_it_and_by_their_values(changed: Changed) -> None:
    link = "  links: [{type: disputes, to: towers-1850}]\n  citations:\n"
    with closing(changed("figures.yaml", ("  citations:\n", link))) as store:
        assert [row.title for row in store.rows(DISAGREEMENTS, 0, -1) if "Number" in row.title] == [
            "Number of lights: 26 lights / 9 lights (Calder & Wren 1911)"
        ]


def test_statements_of_two_documents_are_listed_first_and_apart(changed: Changed) -> None:
    cited = re.search(  # a citation of the other document
        r"    - \{document: keepers-1898.*\n", (Path("tests/corpora/lighthouses/events.yaml")).read_text()
    )
    assert cited
    old = "    - {document: calder-wren-1911, paragraph: 5, anchors: [c4d38c471e-33577f7af0-25-271bff05f7]}\n"
    with closing(changed("findings.yaml", (old, cited[0]))) as store:
        assert only(store).title == "What saved ships: towers (Calder & Wren 1911) / not the towers (Keepers 1898)"
        assert only(store).where == "Disagreement between Calder & Wren 1911 and Keepers 1898"
        assert [row.title for row in store.rows(BETWEEN_DOCUMENTS, 0, -1)] == [
            "Between documents",
            only(store).title,
        ]


def test_a_forecast_and_what_came_of_it_are_compared_if_the_link_names_their_subject(changed: Changed) -> None:
    with closing(changed("findings.yaml", ("type: disputes", "type: outcome_of"))) as store:
        assert only(store).where == "A forecast and what came of it"
    with closing(changed("findings.yaml", (NAMED, ""))) as store:
        assert not list(each_disagreement(store))


@pytest.mark.parametrize(
    ("cited", "shared", "modalities", "kinds", "expected"),
    [
        (True, True, ["claimed", "opinion"], ["finding", "finding"], "reported"),
        (True, True, ["happened", "planned"], ["event", "event"], "reported"),
        (True, True, ["happened", "forecast"], ["finding", "finding"], "views"),
        (True, True, ["happened", "happened"], ["event", "change"], "facts"),
        (True, True, ["happened", "happened"], ["figure", "recommendation"], "views"),
        (True, False, ["claimed", "happened"], ["figure", "figure"], "documents"),
        (False, False, ["claimed", "happened"], ["figure", "figure"], "outside"),
    ],
)
def test_where_two_statements_disagree_is_derived(
    cited: bool, shared: bool, modalities: list[str], kinds: list[str], expected: str
) -> None:
    assert where_disputed(cited=cited, shared=shared, modalities=modalities, kinds=kinds) == expected


def test_as_data_it_has_its_subject_and_both_values_with_their_citations(lights: Path) -> None:
    with closing(Store(lights)) as store:
        (found,) = disagreement_records(store)
        assert found["subject"] == "What saved ships"
        assert [(said["slug"], said["value"]) for said in found["statements"]] == [
            (TOWERS, "towers"),
            (CHARTS, "not the towers"),
        ]
        assert [said["citations"][0]["paragraph"] for said in found["statements"]] == [5, 5]
        assert not list(disagreement_records(store, among={"lamp-house"}))


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ("      subject: Ships\n      value: towers\n", "findings.yaml:15: links: 'value' without 'other_value'"),
        ("      value: towers\n      other_value: charts\n", "findings.yaml:14: links: 'value' without 'subject'"),
    ],
)
def test_half_of_it_is_a_fault(pctui: Run, corpus: Path, named: str, fault: str) -> None:
    file = corpus / "findings.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(NAMED, named), encoding="utf-8")
    assert fault in pctui("check", "--corpus", corpus).err


def test_its_numbers_must_be_in_the_passages_of_one_of_the_two(pctui: Run, corpus: Path, documents: Path) -> None:
    file = corpus / "findings.yaml"
    text = file.read_text(encoding="utf-8")
    link = "{type: disputes, to: towers-saved-ships, subject: Wrecks, value: no fewer, other_value: six a year}"
    end = "  certainty: qualified\n  citations:"
    # Six wrecks a year are in the passage of the other statement only.
    file.write_text(
        text.replace(end, end.replace("  citations:", f"  links: [{link}]\n  citations:"), 1), encoding="utf-8"
    )
    answer = pctui("check", "--corpus", corpus, "--documents", documents)
    assert answer.code == 0, answer.err
    file.write_text(text.replace("value: towers\n", "value: 731 a year\n"), encoding="utf-8")
    answer = pctui("check", "--corpus", corpus, "--documents", documents)
    assert "findings.yaml:15: 'towers-saved-ships': 731 is not in the passage cited" in answer.err
