"""Somebody without a terminal is sent a site, or one file."""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import PROJECT, Run
from webpages import Page

from pctui.render.site import search_index


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("option", ["--output", "--folder", "-o"])
def test_a_site_is_written_to_a_folder(pctui: Run, lights: Path, tmp_path: Path, option: str) -> None:
    folder = tmp_path / "site"
    answer = pctui("export", "site", option, folder, "--db", lights)
    assert (answer.code, answer.out, answer.err) == (0, "", f"wrote {folder}\n")
    assert (folder / "index.html").is_file()
    assert (folder / "entries" / "tower-station.html").is_file()


def test_a_site_takes_the_place_of_an_earlier_one_only_with_force(pctui: Run, lights: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert pctui("export", "site", "--output", folder, "--context", "--db", lights).code == 0
    (folder / "my-notes.txt").write_text("mine")
    before = contents(folder)
    answer = pctui("export", "site", "--output", folder, "--db", lights)
    assert answer.code == 4
    assert "Replace it with --force" in answer.err
    assert contents(folder) == before
    assert pctui("export", "site", "--output", folder, "--force", "--db", lights).code == 0
    after = contents(folder)
    assert after["my-notes.txt"] == b"mine"
    assert after.keys() < before.keys()  # no page of a background fact is left


def test_a_site_without_a_folder_says_what_is_missing(pctui: Run, lights: Path) -> None:
    answer = pctui("export", "site", "--db", lights)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "pctui: a site needs a folder\nName it with --output DIR.\n"


def test_the_commands_that_the_readme_shows_work(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Sending it to someone without a terminal\n")[2].partition("\n## ")[0]
    commands = re.findall(r"^    pctui (.+)$", section, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    for command in commands:
        answer = pctui(*command.split(), "--db", lights)
        assert (answer.code, answer.out) == (0, ""), answer.err
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == ["proposals.html", "site"]
    for limit in (search_index.TEXTS, search_index.MOST):
        assert f"{limit:,}" in section


def alone(text: str) -> Page:
    """Read a page that is sent alone: it may load nothing at all, and has no script."""
    page = Page(text)
    assert page.loaded == []
    assert "script" not in page.named
    policy = next(given["content"] for tag, given in page.attributes if given.get("http-equiv"))
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link.startswith("https://") or link.removeprefix("#") in page.ids, link
    return page


def test_an_entry_is_one_file_with_its_references(pctui: Run, lights: Path, tmp_path: Path) -> None:
    file = tmp_path / "tower.html"
    answer = pctui("export", "html", "tower-station", "--output", file, "--db", lights)
    assert (answer.code, answer.out, answer.err) == (0, "", f"wrote {file}\n")
    page = alone(file.read_text(encoding="utf-8"))
    assert page.headings[0] == (1, "Tower station")
    assert [text for _, text in page.headings][-2:] == ["Sources", "References"]
    assert len([link for link in page.links if link.startswith("#c")]) > 5
    # What prints alike is one reference.
    places = re.findall(r'<li id="c\d+">(.*)</li>', file.read_text(encoding="utf-8"))
    assert len(places) == len(set(places)) > 1


def test_sections_are_one_file_with_the_timeline_drawn(pctui: Run, lights: Path) -> None:
    answer = pctui("export", "html", "--section", "timeline", "--section", "recommendations", "--db", lights)
    assert (answer.code, answer.err) == (0, "")
    page = alone(answer.out)
    assert [text for level, text in page.headings if level == 2][:2] == ["Timeline", "Recommendations"]
    assert page.named.count("svg") > 3


@pytest.mark.parametrize("arguments", [(), ("tower-station", "--section", "timeline")])
def test_html_is_of_an_entry_or_of_sections(pctui: Run, lights: Path, arguments: tuple[str, ...]) -> None:
    answer = pctui("export", "html", *arguments, "--db", lights)
    assert (answer.code, answer.out) == (2, "")
    assert "Give a SLUG, or --section NAME." in answer.err


def test_html_of_an_entry_that_is_not_there_suggests_another(pctui: Run, lights: Path) -> None:
    answer = pctui("export", "html", "tower-statoin", "--db", lights)
    assert (answer.code, answer.out) == (1, "")
    assert "Similar: tower-station" in answer.err


def test_a_login_that_only_reads_writes_no_site(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    answer = pctui("export", "site", "--output", tmp_path / "site")
    assert answer.code == 2
    assert not (tmp_path / "site").exists()
