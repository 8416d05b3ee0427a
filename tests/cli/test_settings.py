"""The settings file: its options, and that every fault is reported with its line."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from conftest import PROJECT, Answer, Run
from hypothesis import given
from hypothesis import strategies as st

from pctui.settings import OPTIONS, THEMES, read


@pytest.fixture
def keys_with(pctui: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Return a function that runs `pctui keys` with a settings file."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("PCTUI_CONFIG", str(path))

    def run(text: str, *arguments: str) -> Answer:
        path.write_text(text, encoding="utf-8")
        return pctui("keys", *arguments)

    return run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('theme = "drak"', '1: theme is "drak"; it must be one of "dark", "light", "contrast", "terminal"'),
        ("\nresume = 1", "2: resume is 1; it must be true or false"),
        ("theme = true", '1: theme is true; it must be one of "dark", "light", "contrast", "terminal"'),
        ('context = "yes"', '1: context is "yes"; it must be true or false'),
        ("keys = 1", "1: keys is 1; it must be a table: [keys]"),
        ("resumes = true", "1: there is no option 'resumes'; did you mean 'resume'?"),
        ("[kyes]\n", "1: there is no option 'kyes'; did you mean 'keys'?"),
        ('[keys]\nserach = "x"', "2: there is no command 'serach'; did you mean 'search'?"),
        ('[keys]\n# no\n"page.donw" = "x"', "3: there is no command 'page.donw'; did you mean 'page.down'?"),
        ('[keys]\nsearch = "pgdn"', "2: there is no key 'pgdn'; did you mean 'pagedown'?"),
        (
            '[keys]\nsearch = "hypr+x"',
            "2: there is no key 'hypr+x'; examples: n, ctrl+n, f2, pagedown, question_mark",
        ),
        (
            '[keys]\nsearch = ""',
            '2: \'search\' has an empty key; write one, like "f2" (the comma key is "comma"), or remove the line',
        ),
        ('[keys]\nsearch = "shift+x"', "2: a terminal sends 'shift+x' as 'X'; write 'X'"),
        ('[keys]\nsearch = "ctrl+q"', "2: 'ctrl+q' is reserved for quitting; choose another key"),
        ("[keys]\nsearch = 1", '2: the keys of search are 1; they must be text, like "n,ctrl+n"'),
        (
            '[keys]\n"search.close" = "x"',
            "2: 'x' types a character where 'search.close' applies; choose another, like \"ctrl+n\" or \"f2\"",
        ),
        (
            '[keys]\nsearch = "q"',
            "2: 'search' and 'quit' would both use 'q' in the pane Timeline; give one of them another key",
        ),
        (
            '[keys]\nquit = "f"',
            "2: 'quit' and 'timeline.fit' would both use 'f' in the pane Timeline; give one of them another key",
        ),
        (
            '[keys]\nsearch = "f2"\nquit = "f2"',
            "3: 'quit' and 'search' would both use 'f2' in the pane Timeline; give one of them another key",
        ),
        (
            '[keys]\nfind = "x"\nfind.next = "z"',
            '3: not TOML (…); quote names with a dot: "page.down" = "n"',
        ),
        ('keys.find.next = "z"\nkeys.find = "x"', '2: not TOML (…); quote names with a dot: "page.down" = "n"'),
        ('[keys]\n"find.next" = "z"\nfind = "x"\nfind = "y"', '4: not TOML (…); TOML is like: theme = "dark"'),
        ("theme = ", '1: not TOML (…); TOML is like: theme = "dark"'),
        ("\n\ntheme = 'dark\nresume = true\n", '3: not TOML (…); TOML is like: theme = "dark"'),
        ('resume = [\n1,\nx,\n]\n[keys]\nfind = "x"\nfind.next = "z"', "1: not TOML (…); TOML is like: …"),
        ("\nx = " + "[" * 900, '2: nested too deeply; a setting is a single value, like: theme = "dark"'),
        ("\nx = " + "[" * 900 + "]" * 900, '2: nested too deeply; a setting is a single value, like: theme = "dark"'),
        ("theme." + ".".join("a" * 3000) + " = 1", "1: nested too deeply; …"),
        ("[keys]\n" + ".".join("a" * 3000) + " = 1", "2: nested too deeply; …"),
        ("theme = [" + "1, " * 2000 + "]", "1: theme is [1, …; it must be one of …"),
        ("#" * 70_000, " longer than 64 KB; …"),
        ("x = " + "{a = " * 9000, '1: nested too deeply; a setting is a single value, like: theme = "dark"'),
    ],
)
def test_a_fault_is_reported_with_its_line_and_what_would_be_valid(keys_with: Run, text: str, expected: str) -> None:
    answer = keys_with(text)
    assert answer.code == 2
    assert answer.out == ""
    first, count, hint = answer.err.splitlines()
    assert re.fullmatch(re.escape(f"config.toml:{expected}").replace("…", ".+"), first)  # … is the parser's
    assert count.startswith("pctui: 1 fault in ")
    assert hint == "For all settings, see: pctui keys --toml"


def test_all_faults_are_reported_in_one_run(keys_with: Run) -> None:
    answer = keys_with('theme = "x"\nresume = 3\n[keys]\nseek = "a"\nquit = "slash"\n')
    assert [line.split(" ")[0] for line in answer.err.splitlines()] == [
        *(f"config.toml:{line}:" for line in (1, 2, 4, 5)),
        "pctui:",
        "For",
    ]


def test_a_file_that_is_not_utf8_is_reported_with_its_line(
    pctui: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"# a\n# \xff\n")
    monkeypatch.setenv("PCTUI_CONFIG", str(path))
    assert pctui("keys").err.startswith("config.toml:2: not UTF-8")


def test_a_named_file_must_exist_but_the_default_one_need_not(
    pctui: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pctui("keys").code == 0
    monkeypatch.setenv("PCTUI_CONFIG", str(tmp_path / "nowhere.toml"))
    answer = pctui("keys")
    assert answer.code == 4
    assert "nowhere.toml" in answer.err


def test_the_default_file_is_read(pctui: Run, tmp_path: Path) -> None:
    usual = read().path
    usual.parent.mkdir(parents=True)
    usual.write_text('keys.quit = "Q"\n')
    assert str(usual).startswith(str(tmp_path))
    assert any(line.split()[:2] == ["quit", "Q"] for line in pctui("keys").out.splitlines())


def test_keys_lists_every_command_once_with_its_keys(pctui: Run) -> None:
    lines = pctui("keys").out.splitlines()
    ids = [line.split()[0] for line in lines if line.startswith("  ")]
    assert len(ids) == len(set(ids)) > 40
    assert "  search " in "\n".join(lines)
    assert "Search entries and attached documents" in "\n".join(lines)


def test_keys_as_toml_is_a_settings_file_that_changes_nothing(keys_with: Run) -> None:
    printed = keys_with("", "--toml").out
    assert tomllib.loads(printed)["keys"]["search"] == "slash"
    again = keys_with(printed, "--toml")
    assert again.code == 0
    assert again.out == printed


def test_the_printed_file_has_every_option_with_its_values(keys_with: Run, tmp_path: Path) -> None:
    printed = keys_with("", "--toml").out
    for name, option in OPTIONS.items():
        at = next(i for i, line in enumerate(printed.splitlines()) if line.removeprefix("# ").startswith(f"{name} = "))
        assert option["meaning"] in printed.splitlines()[at - 1]
        for choice in option["choices"]:
            text = json.dumps(choice)  # TOML writes these as JSON does
            assert text in printed.splitlines()[at - 1]
            answer = keys_with(f"{name} = {text}", "--toml")
            assert answer.code == 0
            assert tomllib.loads(answer.out)[name] == choice


def test_every_theme_exists_and_is_listed_wherever_one_can_be_chosen() -> None:
    from pctui.tui import theme

    assert list(theme.THEMES) == list(theme.ROLES) == [f"pctui-{name}" for name in THEMES]
    *others, last = THEMES
    assert f"# {', '.join(others)} or {last}\n" in (PROJECT / "README.md").read_text(encoding="utf-8")


def test_keys_as_toml_keeps_the_current_settings(keys_with: Run) -> None:
    printed = keys_with('theme = "light"\nresume = false\n[keys]\nquit = "f10,Q"\n', "--toml").out
    parsed = tomllib.loads(printed)
    assert (parsed["theme"], parsed["resume"], parsed["keys"]["quit"]) == ("light", False, "f10,Q")


@given(st.text())
def test_any_file_gives_at_worst_faults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.toml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    settings = read(path)
    assert all(fault.file == "any.toml" for fault in settings.faults)
