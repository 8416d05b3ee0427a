"""The corpus that the README shows in full, typed as it is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from conftest import PROJECT, Run

README = (PROJECT / "README.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """A folder with the README's files."""
    for name, text in _EXAMPLE.findall(README):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_example_is_verified_and_builds_a_database(typed: Path, pctui: Run) -> None:
    where = ("--corpus", typed / "mills", "--documents", typed / "copies")
    assert pctui("check", *where).err == "every citation verified\n", "and no anchor is of an older form"
    cited = pctui("cite", "minutes-1921", "close the upper mill … 1921", *where)
    assert (cited.code, cited.err) == (0, "¶2 “close the upper mill in September 1921”\n")
    assert pctui("seed", "--corpus", typed / "mills", "--db", typed / "mills.db").code == 0
    assert pctui("attach", typed / "copies", "--db", typed / "mills.db").code == 0
    shown = pctui("show", "upper-mill-closes", "--db", typed / "mills.db")
    assert shown.err == ""
    assert "“The committee resolved to close the upper mill" in shown.out


def test_the_briefings_are_written(pctui: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    section = README.partition("\n## Briefings\n")[2].partition("\n## ")[0]
    commands = [shlex.split(line) for line in re.findall(r"^    pctui (.*)$", section, re.MULTILINE)]
    assert [command[3] for command in commands] == ["briefing", "options", "chronology", "handout"]
    for command in commands:
        answer = pctui(*command)
        assert (answer.code, answer.out) == (0, "")
        written = Path(command[-1]).read_text(encoding="utf-8")
        assert written.startswith("# ")
        assert "## References\n" in written
        assert len(written.splitlines()) > 20
