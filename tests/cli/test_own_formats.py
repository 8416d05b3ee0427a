"""A reader whose copies are web pages, Word documents, e-books and texts in any encoding: each is taken as it is."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, Run
from originals import book, open_document, paragraph, word

LETTER = LIGHTHOUSE_DOCUMENTS / "keepers-letter.txt"
SOUND = LIGHTHOUSE_DOCUMENTS / "lights-of-marrow-sound.txt"


def blocks(file: Path) -> list[str]:
    return [html.escape(" ".join(part.split())) for part in re.split(r"\n\s*\n", file.read_text(encoding="utf-8"))]


def page(file: Path) -> bytes:
    text = "".join(f"<p>{each}</p>" for each in blocks(file))
    around = "<nav><a href=/>Home</a> <a href=/all>All papers</a></nav>"
    return f"<!doctype html><meta charset=utf-8><title>x</title><body>{around}<main>{text}</main>{around}".encode()


FORMATS: dict[str, Callable[[Path], bytes]] = {
    "html": page,
    "docx": lambda file: word("".join(map(paragraph, blocks(file)))),
    "epub": lambda file: book("".join(f"<p>{each}</p>" for each in blocks(file))),
    "odt": lambda file: open_document("".join(f"<text:p>{each}</text:p>" for each in blocks(file))),
    "txt": lambda file: file.read_bytes().decode().encode("cp1252"),
}


@pytest.mark.parametrize("form", FORMATS)
def test_a_copy_in_another_format_is_attached_with_every_passage(
    pctui: Run, lights: Path, tmp_path: Path, form: str
) -> None:
    paper, document, entry, passage = (
        (LETTER, "keepers-1898", "stations-order", "July 1899")
        if form == "txt"
        else (SOUND, "calder-wren-1911", "tower-station", "some forty private beacons")
    )
    copy = tmp_path / f"paper.{form}"
    copy.write_bytes(FORMATS[form](paper))
    answer = pctui("attach", copy, "--db", lights)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"{copy}: {document}, another extraction; every passage holds\n"
    assert passage in pctui("show", entry, "--db", lights).out


def test_a_folder_of_mixed_files_is_checked_cited_and_seeded(pctui: Run, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "sound.epub").write_bytes(FORMATS["epub"](SOUND))
    (folder / "letter.docx").write_bytes(FORMATS["docx"](LETTER))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\xff")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1")
    answer = pctui("check", "--corpus", LIGHTHOUSES, "--documents", folder)
    assert (answer.code, answer.out.count("another extraction")) == (0, 2), answer.err
    assert pctui("seed", "--corpus", LIGHTHOUSES, "--documents", folder, "--db", tmp_path / "x.db").code == 0
    words = blocks(LETTER)[1].split()
    quotation = f"{' '.join(words[:5])} … {' '.join(words[-5:])}"
    cited = pctui("cite", "keepers-1898", quotation, "--corpus", LIGHTHOUSES, "--documents", folder)
    assert (cited.code, cited.out.startswith("- {document: keepers-1898, paragraph: 2")) == (0, True), cited.err


def test_a_web_page_is_cut_into_its_paragraphs_and_known_by_the_file(pctui: Run, tmp_path: Path) -> None:
    import hashlib

    file = tmp_path / "letter.html"
    file.write_bytes(page(LETTER))
    answer = pctui("paragraphs", "letter", file)
    text = pctui("paragraphs", "letter", LETTER)
    assert answer.out.splitlines()[1:] == text.out.splitlines()[1:]
    assert hashlib.sha256(file.read_bytes()).hexdigest() in answer.out.splitlines()[0]
    assert "Home" not in answer.err


def test_a_text_in_unicode_is_read_without_a_process(pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pctui import convert

    monkeypatch.setattr(convert, "run", None)
    assert pctui("attach", SOUND, LETTER, "--db", lights).code == 0


def test_an_encoding_that_is_not_clear_is_asked_for(pctui: Run, lights: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(("Az ülésen a képviselők többsége elutasította a kikötő bővítését. " * 3).encode("cp1250"))
    answer = pctui("paragraphs", "letter", file)
    assert (answer.code, answer.out) == (4, "")
    assert f"{file}: its encoding is not clear" in answer.err
    assert "--encoding" in answer.err
    assert pctui("paragraphs", "letter", file, "--encoding", "windows-1250").code in (0, 1)
    assert pctui("paragraphs", "letter", file, "--encoding", "klingon").code == 2


def test_a_missing_library_is_named_with_what_installs_it(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pctui import convert
    from pctui.convert import process

    without = process.WORKER.replace("from pctui", "sys.modules['selectolax.lexbor'] = None; from pctui", 1)
    monkeypatch.setattr(convert, "run", lambda file, rest, limits: process.run(file, rest, limits, without))
    file = tmp_path / "letter.html"
    file.write_bytes(page(LETTER))
    answer = pctui("attach", file, LETTER, "--db", lights)
    assert answer.code == 2
    assert "pip install 'pctui[write]'" in answer.err
    folder = pctui("attach", tmp_path, "--db", lights)
    assert f"{file}: selectolax, which reads its format, is not installed" in folder.out
    assert "pip install 'pctui[write]'" in folder.err
