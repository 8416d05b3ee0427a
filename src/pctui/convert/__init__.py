"""Converts documents in the formats that people have (PDF, HTML, Word, EPUB, text) into blocks of plain text.

Each format has a module with a function `convert`, which worker.py calls in a process of its own. It takes the bytes of
the document (and the encoding that was given, where the format may need one), and raises FilesError with a message
about `it`: the front door puts the name of the file before it.
"""

from __future__ import annotations

import hashlib
import stat
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .. import __version__
from ..bounded import ORIGINAL, TooLarge
from ..cache import cached
from ..errors import FilesError, UsageError, from_os
from ..restricted import allow_writing
from .forms import FAULTS, HEAD, SUPPORTED, form_of
from .process import Limits, run

if TYPE_CHECKING:
    from .model import Converted

_VERSION = 12  # hex digits of the hash of the program, by which a cached document is known to be of this version


class Original(NamedTuple):
    """A document as converted, and the SHA-256 of the file that it was converted from."""

    converted: Converted
    sha256: str


def convert(path: Path, encoding: str | None = None) -> Converted:
    """Return the document in a file, converted; its format is recognised by its content.

    `encoding` is that of a text or web page that does not say its own. FilesError, which names the file, says what is
    wrong with it; MissingLibrary, what to install; UsageError, that there is no such encoding.
    """
    return original(path, encoding).converted


def original(path: Path, encoding: str | None = None, limits: Limits | None = None) -> Original:
    """Return the same with the SHA-256 of the file. What is converted is cached."""
    import msgspec

    from .worker import Answer

    allow_writing()
    name = f"converted-{version()}" + (f"-{_known(encoding)}" if encoding else "")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FilesError("it is not a file", f"Give files ({SUPPORTED}), or folders of them.")
        with path.open("rb") as file:
            if path.stat().st_size > ORIGINAL:
                raise TooLarge(f"it is too large: it has more than {ORIGINAL:,} bytes")
            form_of(file.read(HEAD))  # OtherForm, if that is what it is
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()

            def made() -> bytes:
                data = run(file, [encoding or ""], limits or Limits())
                answer = msgspec.json.decode(data, type=Answer)
                if answer.fault:
                    raise FAULTS.get(answer.fault, FilesError)(answer.message, answer.hint)
                if answer.sha256 != sha256:
                    raise FilesError("it changed while it was read", "Try again.")
                return data

            answer = msgspec.json.decode(cached(name, sha256, made), type=Answer)
    except OSError as error:
        raise from_os(error, "read", path) from error
    except FilesError as error:
        raise type(error)(f"{path}: {error.message}", error.hint) from error
    if answer.converted is None:  # the reader's cache has been changed by hand
        raise FilesError(f"{path}: what is cached of it is damaged", "Delete the cache: pctui doctor names its folder.")
    return Original(answer.converted, sha256)


@cache
def version() -> str:
    """Return what changes whenever a document may be converted in another way than before."""
    digest = hashlib.sha256(__version__.encode())
    folder = Path(__file__).parent
    for file in (*sorted(folder.glob("*.py")), folder.parent / "text.py"):
        if file.exists():  # else the program is installed without its source
            digest.update(file.read_bytes())
    return digest.hexdigest()[:_VERSION]


def _known(encoding: str) -> str:
    """Return the name of an encoding; UsageError if there is no such encoding of text."""
    import codecs

    try:
        "".encode(encoding)
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise UsageError(
            f"there is no encoding '{encoding}'", "Encodings are like utf-8, windows-1252, gb18030."
        ) from None
