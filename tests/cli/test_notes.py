"""`pctui notes`: the reader's marks and notes as text and Markdown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

from pctui import paths
from pctui.errors import ExitCode
from pctui.model import Reference
from pctui.reader.notes import Notes

TRAIN = Reference("train-together", "recommendation", "Train keepers together with pilots")
GONE = Reference("light-the-fog", "recommendation", "Light the *fog*")


def written() -> None:
    notes = Notes(paths.reader(), "marrow-lights")
    notes.begin(TRAIN).save("- Ask the union.\nThen the <b>pilots</b>.\n\nIn May.")
    notes.mark(Reference("board-of-lights", "organisation", "Board of Lights"), "reject")
    notes.mark(TRAIN, "adopt")
    notes.begin(Reference("beacon-act-1821", "event", "Beacon Act")).keep("What of")
    notes.mark(GONE, "consider")


def test_without_notes_the_exit_code_is_1(pctui: Run, lights: Path) -> None:
    answer = pctui("notes", "--db", lights)
    assert (answer.code, answer.out) == (ExitCode.NO, "")
    assert "press m to mark an entry" in answer.err


def test_as_text(pctui: Run, lights: Path) -> None:
    written()
    answer = pctui("notes", "--db", lights)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "Your marks and notes\n====================\n\n"
        "Adopt ✓\n-------\n\nTrain keepers together with pilots\n\nRecommendation, train-together\n\n"
        "> - Ask the union.\n> Then the <b>pilots</b>.\n>\n> In May.\n\n"
        "Reject ✗\n--------\n\nBoard of Lights\n\nOrganisation, board-of-lights\n\n"
        "Notes without a mark\n--------------------\n\nBeacon Act\n\nEvent, beacon-act-1821\n\n"
        "Draft, not saved:\n\n> What of\n\n"
        "No longer in the corpus\n-----------------------\n\nLight the *fog*\n\n"
        "Recommendation, light-the-fog, consider ?\n"
    )


def test_as_markdown(pctui: Run, lights: Path) -> None:
    written()
    answer = pctui("notes", "--db", lights, "--format", "markdown")
    assert "# Your marks and notes\n\n## Adopt ✓\n\n### Train keepers together with pilots\n\n" in answer.out
    assert "> \\- Ask the union.\\\n> Then the \\<b\\>pilots\\</b\\>.\n>\n> In May.\n" in answer.out
    assert "### Light the \\*fog\\*" in answer.out


@pytest.mark.parametrize("command", [["notes"], ["notes", "export"], ["recommendations", "--mark", "adopt", "--notes"]])
def test_printing_imports_nothing_heavy(lights: Path, command: list[str]) -> None:
    written()
    code = (
        "import sys\n"
        "from pctui.__main__ import main\n"
        f"sys.argv = ['pctui', *{command}]\n"
        "try:\n    main()\n"
        "except SystemExit as left:\n    assert not left.code, left.code\n"
        "heavy = {'textual', 'sqlite_utils', 'rich', 'yaml'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PCTUI_DB": str(lights)}, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
