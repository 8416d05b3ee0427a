"""A document is converted in a process of its own: whatever that does, it ends with a document or in a sentence."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from pctui import convert as front
from pctui.cache import cached
from pctui.convert import convert, original
from pctui.convert.forms import Form, NoDocument, OtherForm, form_of
from pctui.convert.process import Limits, run
from pctui.errors import FilesError, UsageError

MIB = 1024 * 1024
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the platform has no such limit")


def made(folder: Path, data: bytes, name: str = "paper") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def ended(program: str, tmp_path: Path, limits: Limits) -> str:
    """Return why a program fails that takes the place of the converter."""
    with made(tmp_path, b"x").open("rb") as file, pytest.raises(FilesError) as failed:
        run(file, [], limits, program)
    return failed.value.message


LIMITED = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from pctui.convert import worker; "
LIMITED += "worker._limit(worker.Limits(*json.loads(sys.argv[2])))\n"


def test_a_converter_that_hangs_is_ended(tmp_path: Path) -> None:
    assert ended("import time; time.sleep(100)", tmp_path, Limits(clock=1)) == "reading it took more than 1 seconds"


@POSIX
def test_a_converter_that_works_for_too_long_is_ended(tmp_path: Path) -> None:
    assert "1 seconds of the processor" in ended(f"{LIMITED}while True: pass", tmp_path, Limits(processor=1))


def test_a_converter_that_answers_without_end_is_ended(tmp_path: Path) -> None:
    message = ended("while True: print('x' * 9999)", tmp_path, Limits(answer=MIB))
    assert message == "it has more than 1,048,576 bytes of text"


@POSIX
def test_a_converter_that_takes_all_memory_is_ended(tmp_path: Path) -> None:
    assert ended(f"{LIMITED}b'x' * (1 << 30)", tmp_path, Limits(memory=512 * MIB)) == "it made its reader fail"


def test_a_converter_that_crashes_is_said_to_have_failed(tmp_path: Path) -> None:
    assert ended("import os; os.abort()", tmp_path, Limits()) == "it made its reader fail"


def test_what_a_library_prints_goes_nowhere(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = (
        "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from pctui.convert import plain, worker\n"
        "def loud(data, encoding):\n"
        "    import os; print('out'); print('err', file=sys.stderr); os.write(1, b'one'); os.write(2, b'two')\n"
        "    return convert(data, encoding)\n"
        "convert, plain.convert = plain.convert, loud\n"
        "worker.main()\n"
    )
    with made(tmp_path, b"One paragraph.").open("rb") as file:
        answer = run(file, [""], Limits(), program)
    assert answer.startswith(b'{"converted":{"form":"text"')
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "attempt",
    [
        "open('written', 'w')",
        "os.open('written', os.O_CREAT)",
        "os.system('touch written')",
        "__import__('subprocess').run(['touch', 'written'])",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
    ],
)
def test_a_converter_can_neither_write_nor_connect_nor_start_a_program(attempt: str, tmp_path: Path) -> None:
    program = (
        "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from pctui.convert import worker\n"
        f"import os; os.chdir({str(tmp_path)!r}); sys.addaudithook(worker._refuse)\n"
        f"try: {attempt}\nexcept PermissionError as error: print('refused', error)\n"
    )
    with made(tmp_path, b"x").open("rb") as file:
        assert run(file, [], Limits(), program).startswith(b"refused")
    assert not (tmp_path / "written").exists()


def test_the_process_has_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", "x")
    monkeypatch.setenv("SECRET", "x")
    with made(tmp_path, b"x").open("rb") as file:
        found = run(file, [], Limits(), "import os; print(*os.environ)").split()
    assert {b"SECRET", b"PYTHONSTARTUP"}.isdisjoint(found)


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"%PDF-1.7", Form.PDF),
        (b"\n\n%PDF-1.4", Form.PDF),
        (b"PK\x03\x04", Form.ARCHIVE),
        (b"<!DOCTYPE html>", Form.HTML),
        (b"\xef\xbb\xbf\n<!-- saved --> <HTML lang=en>", Form.HTML),
        ("<html>".encode("utf-16"), Form.HTML),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN">', Form.HTML),
        (b"<p>One", Form.HTML),
        (b"<particular> is what they say", Form.TEXT),
        (b"a < b", Form.TEXT),
        (b"", Form.TEXT),
    ],
)
def test_a_format_is_recognised_by_its_content(head: bytes, form: Form) -> None:
    assert form_of(head) is form


@pytest.mark.parametrize(
    "head",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"{\\rtf1",
        b'<?xml version="1.0"?><book>',
        b"From: x\nContent-Type: multipart/related;",
    ],
)
def test_of_a_format_that_cannot_be_converted_it_is_said_how_to_save_it(head: bytes) -> None:
    with pytest.raises(OtherForm) as refused:
        form_of(head)
    assert refused.value.hint


def test_a_file_is_converted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = made(tmp_path, b"One paragraph.\n\nAnother one.")
    first = original(file)
    assert [block.text for block in first.converted.blocks] == ["One paragraph.", "Another one."]
    monkeypatch.setattr(front, "run", None)
    assert original(file) == first


def test_a_cache_that_was_changed_by_hand_is_no_document(tmp_path: Path) -> None:
    file = made(tmp_path, b"One paragraph.")
    sha256 = original(file).sha256
    for each in (tmp_path / "home").rglob(sha256):
        each.unlink()
    cached(f"converted-{front.version()}", sha256, lambda: b"{}")
    with pytest.raises(FilesError, match="cached"):
        convert(file)


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoDocument, match="paper"):
        convert(made(tmp_path, b"\x7fELF\0\0\x80"))
    with pytest.raises(FilesError, match="is not a file"):
        convert(tmp_path)
    with pytest.raises(FilesError, match="absent"):
        convert(tmp_path / "absent")


def test_a_library_that_is_missing_is_named_with_what_installs_it(tmp_path: Path) -> None:
    program = (
        "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from pctui.convert import worker\n"
        "sys.modules['pctui.convert.plain'] = None\n"
        "worker.main()\n"
    )
    with made(tmp_path, b"x").open("rb") as file:
        assert b"pip install 'pctui[write]'" in run(file, [""], Limits(), program)


def test_an_encoding_is_one_that_there_is(tmp_path: Path) -> None:
    file = made(tmp_path, "café".encode("latin-1"))
    assert convert(file, "latin-1").blocks[0].text == "café"
    with pytest.raises(UsageError, match="klingon"):
        convert(file, "klingon")
    with pytest.raises(UsageError, match="zip"):
        convert(file, "zip")
    with pytest.raises(FilesError, match="is not ascii text"):
        convert(file, "ascii")


def test_a_read_only_login_converts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = made(tmp_path, b"One paragraph.")
    monkeypatch.setenv("PCTUI_SECURE", "1")
    with pytest.raises(UsageError, match="disabled"):
        convert(file)


def test_the_file_is_read_from_its_beginning(tmp_path: Path) -> None:
    file = made(tmp_path, b"0123456789")
    with file.open("rb") as open_file:
        open_file.seek(5, io.SEEK_SET)
        assert run(open_file, [], Limits(), "import sys; print(sys.stdin.read())").strip() == b"0123456789"
