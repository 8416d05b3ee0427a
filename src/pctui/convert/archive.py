"""Opens what is a ZIP archive (Word, OpenDocument, EPUB), and refuses one that was made to do harm.

Nothing is ever unpacked into a folder. A member is never read further than the size that the archive gives for it, and
the sizes of those that are read have a limit together: so a small file cannot become a large one.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from importlib import import_module
from lzma import LZMAError
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree
from xml.parsers import expat

from ..errors import FilesError
from .forms import NoDocument, OtherForm
from .model import Converted
from .process import BROKEN

_MIB = 1024 * 1024
_MEMBERS = 20_000  # of an archive: a book with a file for every page has a tenth
_READ = 64 * _MIB  # bytes of the members that are read: pictures are not
_ELEMENTS = 2_000_000  # of a part in XML
_DEEPEST = 500  # elements within each other
_ATTRIBUTES = 500  # of an element
# What the standard library raises at a damaged archive.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,  # and NotImplementedError
    ValueError,
)
_ENCRYPTED = 1  # the bit of a member that is encrypted


class Archive:
    """The members of an archive, by their names."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            members = self._file.infolist()
        except _DAMAGED as error:
            raise FilesError("it is damaged: it is no whole archive", "Copy or download it again.") from error
        if len(members) > _MEMBERS:
            raise FilesError(f"it has more than {_MEMBERS:,} parts", BROKEN)
        self.names = {member.filename: member for member in members}
        for name in self.names:
            if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name[:2]:
                raise FilesError("it has a part outside of its own folder", BROKEN)
        self._left = _READ

    def read(self, name: str) -> bytes:
        """Return a member; b"" if there is none. FilesError if it is damaged or encrypted, or if too much is read."""
        member = self.names.get(name)
        if member is None:
            return b""
        if member.flag_bits & _ENCRYPTED:
            raise FilesError("it is protected by a password", "Save it without a password.")
        self._left -= member.file_size
        if self._left < 0:
            raise FilesError(f"its text has more than {_READ:,} bytes", BROKEN)
        try:
            return self._file.read(member)
        except _DAMAGED as error:
            raise FilesError(f"it is damaged: its part {name} cannot be read", "Copy or download it again.") from error

    def xml(self, name: str) -> ElementTree.Element | None:
        """Return a member that is XML; None if there is none. FilesError if it is not well-formed, or not safe."""
        data = self.read(name)
        if not data:
            return None
        check_xml(data, name)
        return ElementTree.fromstring(data)


def convert(data: bytes) -> Converted:
    """Return a document that is an archive as blocks; OtherForm if it can be named but not converted."""
    archive = Archive(data)
    kind = archive.read("mimetype").strip() if "mimetype" in archive.names else b""
    if kind == b"application/epub+zip" or "META-INF/container.xml" in archive.names:
        module = "epub"
    elif kind.startswith(b"application/vnd.oasis.opendocument.text"):
        module = "odt"
    elif "word/document.xml" in archive.names or _main_part(archive):
        module = "docx"
    elif kind.startswith(b"application/vnd.oasis.opendocument") or "[Content_Types].xml" in archive.names:
        raise OtherForm("it is a table or a presentation", "Save it as PDF.")
    else:
        raise NoDocument("it is an archive, not a document", "Unpack it, and give the documents in it.")
    converted: Converted = import_module(f"pctui.convert.{module}").convert(archive)
    return converted


def _main_part(archive: Archive) -> bool:
    return b"wordprocessingml.document.main" in archive.read("[Content_Types].xml") or (
        b"ms-word.document.macroEnabled.main" in archive.read("[Content_Types].xml")
    )


def check_xml(data: bytes, name: str) -> None:
    """Raise FilesError if a part in XML is not well-formed, defines entities, or is nested or large without reason.

    So nothing is expanded, and nothing is fetched, by whatever parser reads it afterwards.
    """
    depth = elements = 0

    def start(_: str, attributes: list[str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > _DEEPEST or elements > _ELEMENTS or len(attributes) > 2 * _ATTRIBUTES:
            raise FilesError(f"its part {name} is nested too deeply, or has too many parts itself", BROKEN)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*_: object) -> None:
        raise FilesError(f"its part {name} defines entities, which no word processor writes", BROKEN)

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise FilesError(f"it is damaged: its part {name} is not XML", "Copy or download it again.") from error


def resolved(base: str, reference: str) -> str:
    """Return the name of the member that a reference in the member `base` leads to; it may not exist."""
    try:
        path = unquote(urlsplit(reference).path)
    except ValueError:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
