"""A document that was made to do harm ends in a document or in a sentence, in bounded time and memory."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run
from originals import CONTAINER, archive, book, book_parts, open_document, paragraph, word, word_parts, xhtml

from pctui import convert as front
from pctui.convert import archive as archives
from pctui.convert import convert
from pctui.convert.process import Limits
from pctui.errors import FilesError

MIB = 1024 * 1024
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file://{}">]>'


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], str]:
    """Convert a document that is refused, with a tenth of the time and a quarter of the memory; return the sentence."""
    monkeypatch.setattr(front, "Limits", lambda: Limits(512 * MIB, 12, 60, 16 * MIB))

    def run(data: bytes) -> str:
        file = tmp_path / "paper"
        file.write_bytes(data)
        with pytest.raises(FilesError) as failed:
            convert(file)
        assert "Traceback" not in failed.value.message
        return failed.value.message.removeprefix(f"{file}: ")

    return run


def with_part(parts: dict[str, str | bytes], name: str, content: str | bytes) -> bytes:
    return archive(parts | {name: content})


def test_a_hundred_megabytes_behind_a_hundred_kilobytes_are_not_read(refused: Callable[[bytes], str]) -> None:
    data = io.BytesIO(word(paragraph("One")))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as file, file.open("word/styles.xml", "w") as part:
        for _ in range(100):
            part.write(b" " * MIB)
    assert len(data.getvalue()) < MIB // 4
    assert refused(data.getvalue()) == "its text has more than 67,108,864 bytes"


def test_a_size_that_is_not_true_does_not_let_more_through(refused: Callable[[bytes], str]) -> None:
    """The archive says that a part has 100 bytes, and it has a hundred million."""
    data = bytearray(archive(book_parts(xhtml("x" * (100 * MIB)))))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rindex(b"OEBPS/text/chapter-1.xhtml") if signature == b"PK\x01\x02" else data.index(b"OEBPS/text/")
        start = data.rindex(signature, 0, at)
        struct.pack_into("<I", data, start + offset, 100)
    assert "is damaged" in refused(bytes(data))


def test_too_many_parts(refused: Callable[[bytes], str]) -> None:
    parts = word_parts(paragraph("One")) | {f"x{n}": b"" for n in range(20_001)}
    assert refused(archive(parts)) == "it has more than 20,000 parts"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word/../../x", "..\\x", "C:\\x"])
def test_a_part_outside_of_its_folder(refused: Callable[[bytes], str], name: str) -> None:
    assert refused(with_part(word_parts(paragraph("One")), name, "x")) == "it has a part outside of its own folder"


@pytest.mark.parametrize("head", [LAUGHS, EXTERNAL.format("/etc/passwd")])
@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (word_parts(paragraph("One")), "word/document.xml"),
        (word_parts(paragraph("One")), "docProps/core.xml"),
        (word_parts(paragraph("One")), "word/_rels/document.xml.rels"),
        (book_parts("<p>One</p>"), "OEBPS/book.opf"),
        (book_parts("<p>One</p>"), "META-INF/container.xml"),
    ],
)
def test_entities_are_refused_and_nothing_is_fetched(
    refused: Callable[[bytes], str], parts: dict[str, str | bytes], name: str, head: str
) -> None:
    assert "defines entities" in refused(with_part(parts, name, f"{head}<x>&e11;&secret;</x>"))


def test_entities_of_a_chapter_are_text(tmp_path: Path) -> None:
    """A chapter is read as HTML, which has no entities of its own."""
    secret = tmp_path / "secret"
    secret.write_text("the secret", encoding="utf-8")
    file = tmp_path / "book.epub"
    chapter = f"{EXTERNAL.format(secret)}<html><body><p>One &secret; two</p></body></html>"
    file.write_bytes(with_part(book_parts("<p>x</p>"), "OEBPS/text/chapter-1.xhtml", chapter))
    assert "the secret" not in convert(file).text()
    assert "One" in convert(file).text()


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://127.0.0.1:9/x", "../../../etc/passwd"])
def test_what_a_word_document_refers_to_is_not_opened(tmp_path: Path, target: str) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    drawing = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="p"/>'
        "</w:drawing></w:r></w:p>"
    )
    parts = word_parts(paragraph("One") + drawing)
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="p" '
        f'Type="{office}/image" Target="{target}" TargetMode="External"/></Relationships>'
    )
    file = tmp_path / "x.docx"
    file.write_bytes(with_part(parts, "word/_rels/document.xml.rels", relations))
    assert convert(file).text() == "One\n"


def test_macros_are_counted_and_never_read(tmp_path: Path) -> None:
    file = tmp_path / "x.docm"
    file.write_bytes(with_part(word_parts(paragraph("One")), "word/vbaProject.bin", b"\xff" * 99))
    assert convert(file).left_out == {"macros": 1}


def encrypted(method: str) -> str:
    return (
        f'<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptionMethod Algorithm="{method}"/>'
        "</encryption>"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("META-INF/rights.xml", "<x/>"),
        ("META-INF/encryption.xml", encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc")),
    ],
)
def test_a_locked_book_is_said_to_be_locked(refused: Callable[[bytes], str], name: str, content: str) -> None:
    assert "locked (DRM)" in refused(with_part(book_parts("<p>One</p>"), name, content))


def test_a_book_whose_fonts_alone_are_hidden_is_read(tmp_path: Path) -> None:
    file = tmp_path / "x.epub"
    fonts = encrypted("http://www.idpf.org/2008/embedding")
    file.write_bytes(with_part(book_parts("<p>One</p>"), "META-INF/encryption.xml", fonts))
    assert convert(file).text() == "One\n"


def test_a_part_with_a_password(refused: Callable[[bytes], str]) -> None:
    data = bytearray(word(paragraph("One")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] |= 1
    assert refused(bytes(data)) == "it is protected by a password"


# Each is made only when it is tried.
BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "elements in Word": (lambda: word("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "nested too deeply"),
    "attributes in Word": (lambda: word(f"<w:p {attributes(9999)}/>"), "has too many parts"),
    "sections": (lambda: open_document("<text:section>" * 600 + "</text:section>" * 600), "nested too deeply"),
    "elements in a book": (lambda: book("<div>" * 9000), "more than 4,000 elements within each other"),
    "elements in a page": (lambda: b"<html><body>" + b"<div>" * 1_000_000, "more than 4,000 elements"),
    "attributes in a page": (lambda: f"<html><p {attributes(1_000_000)}>x".encode(), "more than 2,000 attributes"),
    "a large page": (lambda: b"<html>" + b"<p>x" * 5_000_000, "too large"),
    "a large text": (lambda: b"x" * (17 * MIB), "too large"),
    "half an archive": (lambda: b"PK\x03\x04" + b"\0" * 999, "is damaged"),
    "an archive": (lambda: archive({"a": "x"}), "it is an archive, not a document"),
    "a table": (
        lambda: archive({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}),
        "a table or a presentation",
    ),
    "no XML": (lambda: word("<w:p>"), "is not XML"),
    "no package": (lambda: archive({"META-INF/container.xml": CONTAINER}), "it does not say what it consists of"),
    "no chapters": (lambda: book(), "it has no text"),
    "no paragraphs": (lambda: word(""), "it has no text"),
}


def attributes(count: int) -> str:
    return " ".join(f"a{n}='1'" for n in range(count))


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_refused_in_a_sentence(refused: Callable[[bytes], str], name: str) -> None:
    make, sentence = BROKEN[name]
    assert sentence in refused(make())


# What is repeated, how often, and what follows.
LARGE = {
    "<html>": [
        ("<p>x", 40_000, ""),
        ("<a href=#>", 20_000, "x"),
        ("<b><i>", 1900, "x"),
        ("<table><tr><td>", 1900, "x"),
        ("<tr><td>x<td>y", 10_000, ""),
        ("<div class='nav sidebar toc'>x", 3900, ""),
        ("<br>", 40_000, "x"),
        ("<!--", 40_000, "--><p>x"),
        ("<p title='", 20_000, "'>x"),
        ("&#1114112;&#0;&#xd800;&amp", 10_000, "x"),
        ("</p>", 40_000, "x"),
        ("<ol start=999999><li value=1>x", 1900, ""),
    ],
    "<?xml version='1.0'?><html>": [('<a "', 40_000, "><p>x"), ("<a/>", 20_000, "x")],
    "": [
        ("1. x\n", 60_000, ""),
        ("x\n", 200_000, ""),
        ("x\f", 20_000, ""),
        ("x\n\n", 60_000, ""),
        ("x", 1_000_000, ""),
        ("=\n", 100_000, ""),
        (". ", 400_000, "x"),
        ("a-\n", 100_000, ""),
        (" ", 1_000_000, "x"),
        ("\n", 1_000_000, "x"),
        ("a   b\n", 60_000, ""),
        ("1 ", 400_000, ""),
    ],
}


@pytest.mark.parametrize(
    ("start", "part", "count", "end"), [(start, *each) for start, parts in LARGE.items() for each in parts]
)
def test_no_page_or_text_takes_long(start: str, part: str, count: int, end: str, tmp_path: Path) -> None:
    file = tmp_path / "paper"
    file.write_text(start + part * count + end, encoding="utf-8")
    try:
        front.original(file, limits=Limits(512 * MIB, 15, 120, 64 * MIB))
        said = ""
    except FilesError as error:
        said = error.message
    assert not re.search(r"seconds|memory|fail", said)


def test_the_limit_of_what_is_read_holds_for_all_parts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_READ", 10)
    opened = archives.Archive(archive({"a": "123456", "b": "123456"}))
    assert opened.read("a") == b"123456"
    with pytest.raises(FilesError, match="more than 10 bytes"):
        opened.read("b")


def test_attach_says_what_is_wrong_with_each_file(pctui: Run, lights: Path, tmp_path: Path) -> None:
    (tmp_path / "bomb.docx").write_bytes(with_part(word_parts(paragraph("One")), "word/styles.xml", f"{LAUGHS}<x/>"))
    (tmp_path / "locked.epub").write_bytes(with_part(book_parts("<p>x</p>"), "META-INF/rights.xml", "<x/>"))
    answer = pctui("attach", tmp_path, "--db", lights)
    assert answer.code == 1
    assert f"{tmp_path}/bomb.docx: its part word/styles.xml defines entities" in answer.out
    assert f"{tmp_path}/locked.epub: it is locked (DRM)" in answer.out
