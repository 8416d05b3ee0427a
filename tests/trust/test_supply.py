"""Everything installed is pinned by hash, and what is made of the pins says exactly what they say."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REQUIREMENTS = sorted((PROJECT / "requirements").glob("*.txt"))
TRUST = PROJECT / "docs" / "trust.md"
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
_PIN = re.compile(r"([a-z0-9-]+)==(\S+)(?: ; .+?)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n(?:    # .*\n)+")


def pins(path: Path) -> dict[str, tuple[str, set[str]]]:
    """Return the version and hashes of each package; nothing else may stand in the file."""
    text = re.sub(r"\A# .*\n#  .*\n", "", path.read_text(encoding="utf-8"))
    assert _PIN.sub("", text) == "", "not a pin with hashes"
    return {name: (version, set(re.findall("[0-9a-f]{64}", hashes))) for name, version, hashes in _PIN.findall(text)}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_every_package_has_a_version_and_hashes_and_no_index_is_named(path: Path) -> None:
    assert pins(path)
    assert "://" not in path.read_text(encoding="utf-8")


def test_every_requirement_of_pyproject_is_pinned_within_its_rule() -> None:
    groups = SETTINGS["dependency-groups"]
    required = {
        "run": SETTINGS["project"]["dependencies"],
        **{name: [rule for rule in rules if isinstance(rule, str)] for name, rules in groups.items()},
    }
    peers = "peers"  # programs that are measured beside ours: peers.in has their rules
    required[peers] = (PROJECT / "requirements" / f"{peers}.in").read_text(encoding="utf-8").splitlines()
    required[peers] = [rule for rule in required[peers] if rule and not rule.startswith("#")]
    assert {path.stem for path in REQUIREMENTS} == {*required}
    for name, rules in required.items():
        found = pins(PROJECT / "requirements" / f"{name}.txt")
        for rule in map(Requirement, rules):
            assert rule.specifier.contains(found[canonicalize_name(rule.name)][0]), rule


def test_a_package_has_the_same_version_wherever_it_is_pinned_for_running_and_developing() -> None:
    run, dev = pins(PROJECT / "requirements" / "run.txt"), pins(PROJECT / "requirements" / "dev.txt")
    assert {name: pin for name, pin in dev.items() if name in run} == run


def test_the_list_of_components_has_exactly_the_pins(tmp_path: Path) -> None:
    if not (PROJECT / ".venv-supply" / ".installed").exists():
        pytest.skip("the tool is not installed: make sbom")
    found = []
    for epoch in ("0", "1700000000"):
        subprocess.run(
            ["make", "-s", "-o", "requirements/supply.txt", "sbom"],
            cwd=PROJECT,
            env={"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": epoch},
            check=True,
        )
        found.append((PROJECT / "dist" / "sbom.json").read_bytes())
    assert found[0] == found[1]
    listed = json.loads(found[0])
    assert listed["bomFormat"] == "CycloneDX"
    assert (listed["metadata"]["component"]["name"], "timestamp" in listed["metadata"]) == ("pctui", False)
    components = {
        one["name"]: (
            one["version"],
            {found["content"] for reference in one["externalReferences"] for found in reference["hashes"]},
        )
        for one in listed["components"]
    }
    assert components == pins(PROJECT / "requirements" / "run.txt")
    assert set(re.findall(r"https?://([^/\"]+)", found[0].decode())) <= {
        "pypi.org",
        "cyclonedx.org",
        "github.com",
        "cyclonedx-bom-tool.readthedocs.io",
        "cyclonedx-python-library.readthedocs.io",
        "owasp.org",
    }


def audit() -> Any:
    """The script that `make audit` runs."""
    spec = spec_from_file_location("audit", PROJECT / "requirements" / "audit.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CLEAN = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "not found"}
KNOWN = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "line"),
    [
        ([CLEAN], 0, "no known advisories for the 1 packages"),
        ([SKIPPED], 2, "not audited: none of the 1 packages could be looked up in an index of advisories"),
        ([CLEAN, SKIPPED], 2, "not audited: only 1 of the 2 packages could be looked up in an index of advisories"),
        ([CLEAN, SKIPPED, KNOWN], 1, "c 2: PYSEC-1, CVE-1; corrected in 3"),
    ],
)
def test_an_audit_says_what_could_not_be_looked_up(packages: list[dict[str, Any]], code: int, line: str) -> None:
    assert audit().report({"dependencies": packages}) == (code, [line])


def test_the_table_of_libraries_has_every_pin() -> None:
    supply = TRUST.read_text(encoding="utf-8").partition("\n## Supply\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([a-z0-9-]+) (\S+) \|", supply, re.MULTILINE)
    assert dict(rows) == {name: version for name, (version, _) in pins(PROJECT / "requirements" / "run.txt").items()}
