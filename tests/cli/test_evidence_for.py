"""The evidence for and against a recommendation: findings about its examples or linked to it, by sign."""

from __future__ import annotations

from pathlib import Path

from conftest import Run


def test_findings_about_examples_and_linked_findings_are_grouped_by_sign(
    pctui: Run, corpus: Path, tmp_path: Path
) -> None:
    file = corpus / "recommendations.yaml"
    records = file.read_text()
    before = "  exemplars: [kestrel-point]\n"
    assert before in records
    links = "  links:\n    - {type: disputes, to: oil-cost-twice}\n    - {type: part_of, to: towers-saved-ships}\n"
    file.write_text(records.replace(before, f"  exemplars: [kestrel-point, tower-station]\n{links}"))
    database = tmp_path / "lights.db"
    assert pctui("seed", "--corpus", corpus, "--db", database).code == 0
    page = pctui("show", "train-together", "--db", database).out
    assert (
        "Evidence for\n------------\n\n- “+ Wrecks fell, and the towers did it (about Tower station; claimed)\n\n"
        "Evidence against\n----------------\n\n- − Oil cost twice the forecast (disagrees with this proposal)\n\n"
        "Evidence either way\n-------------------\n\n"
        "- “∅ The lit shore did no better (about Tower station; opinion)\n\n"
    ) in page
    assert "none in this corpus" not in page


def test_a_recommendation_without_evidence_says_so(pctui: Run, lights: Path) -> None:
    page = pctui("show", "train-together", "--db", lights).out
    assert "Evidence: none in this corpus on this proposal or its examples" in page
