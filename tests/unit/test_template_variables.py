"""What a template takes: the variables that its head declares, and the names that it can use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import Answer, Run

from pctui import paths
from pctui.errors import ExitCode
from pctui.kinds.vocabulary import DIRECTIONS, STATUSES
from pctui.render import template_head
from pctui.render.template_names import Names, described

TEMPLATES = paths.templates()


def given_as(variables: Mapping[str, str]) -> list[str]:
    return [word for name, value in variables.items() for word in ("--var", f"{name}={value}")]


@pytest.mark.parametrize(
    ("template", "given", "message", "hint"),
    [
        ("briefing", {}, "briefing.md.j2 needs --var organisation=…", "It takes organisation: the organisation, by"),
        ("briefing", {"organization": "x"}, "no variable 'organization'; did you mean 'organisation'?", "It takes "),
        ("options", {"lane": "law"}, "has no variable 'lane'", "boundary: only those about this boundary"),
        ("options", {"marked": "maybe"}, "marked must be any, adopt, consider, reject, not 'maybe'", ""),
        ("options", {"actor": "bord"}, "there is no actor 'bord'", "Choose one of: authorities, board"),
        ("chronology", {"since": "soon"}, "--since: 'soon'", ""),
        ("briefing", {"organisation": "tower-station", "statements": "some"}, "must be effects or all", ""),
        (
            "briefing",
            {"organisation": "beacon-act-1821"},
            "there is no organisation 'beacon-act-1821'",
            "board-of-lights",
        ),
        (
            "handout",
            {"organisation": "beacon-act-1821"},
            "there is no organisation 'beacon-act-1821'",
            "board-of-lights",
        ),
    ],
)
def test_a_variable_that_is_wrong_or_missing(
    pctui: Run, lights: Path, template: str, given: dict[str, str], message: str, hint: str
) -> None:
    answer = pctui("export", "markdown", "--template", template, *given_as(given), "--db", lights)
    assert (answer.code, answer.out) == (ExitCode.USAGE, "")
    assert message in answer.err
    assert hint in answer.err


@pytest.mark.parametrize("template", ["briefing", "handout", "chronology"])
def test_an_organisation_by_its_slug_or_title(pctui: Run, lights: Path, template: str) -> None:
    def written(name: str) -> Answer:
        return pctui("export", "markdown", "--template", template, "--var", f"organisation={name}", "--db", lights)

    assert written("tower-station").out.startswith("# Tower station")
    assert written("Tower Station") == written("tower-station")
    missing = written("tower-statoin")
    assert (missing.code, missing.out) == (ExitCode.USAGE, "")
    assert "there is no organisation 'tower-statoin'" in missing.err
    assert "tower-station" in missing.err


def test_the_head_of_a_template_declares_what_it_takes() -> None:
    listed = "Variables:\n    a    this\n         one\n    b=   that\n    c=x\n"
    head = template_head.read(f"{{#\nMine\n\n{listed}\nMore\n#}}\n{{{{ a }}}}")
    assert head.title == "Mine"
    assert head.variables is not None
    assert [(each.name, each.default, each.described) for each in head.variables] == [
        ("a", None, "this one (must be given)"),
        ("b", "", "that"),
        ("c", "x", " (otherwise x)"),
    ]
    assert template_head.read("{# Mine #}{{ a }}").variables is None
    assert template_head.filled("no head", "t", {"a": "1"}) == {"a": "1"}


def test_the_templates_list_is_complete(pctui: Run) -> None:
    listed = pctui("template").out
    for name, path in TEMPLATES.items():
        head = template_head.read(path.read_text(encoding="utf-8"))
        assert f"{name}: {head.title}\n" in listed
        assert head.variables
        for variable in head.variables:
            assert f"    --var {variable.name}=… " in listed
    names = [name for name in vars(Names) if not name.startswith("_")]
    assert [written.partition("(")[0] for written, _ in described()] == names
    for written, meaning in described():
        assert f"    {written} " in listed
        assert meaning.endswith(".")
        assert meaning.split()[0] in listed


def test_templates_use_every_variable_that_they_declare_and_no_other() -> None:
    for name, path in TEMPLATES.items():
        body = path.read_text(encoding="utf-8").partition("#}")[2]
        for variable in template_head.read(path.read_text(encoding="utf-8")).variables or ():
            assert re.search(rf"\b{variable.name}\b", body), f"{name}: {variable.name}"


def test_templates_take_the_directions_from_the_vocabulary() -> None:
    for name, path in TEMPLATES.items():
        assert not [word for word in (*DIRECTIONS, *STATUSES) if f'"{word}"' in path.read_text(encoding="utf-8")], name
