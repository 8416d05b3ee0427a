"""The limits on what is read from outside, and reading a file no further than its limit.

Each is far more than people need and little enough to be read in seconds, so that a file given by mistake is refused
in a sentence instead of filling the memory.
"""

from __future__ import annotations

import os
from pathlib import Path

from .errors import FilesError

_KIB, _MIB = 1024, 1024 * 1024
SETTINGS = 64 * _KIB  # bytes of a settings file: `pctui keys --toml` prints every setting in less than a tenth
TEMPLATE = _MIB  # bytes of a template
STYLE = _MIB  # bytes of a citation style: the largest of those that journals use has a quarter of it
DOCUMENT = 16 * _MIB  # bytes of a copy of a document: the text of a thousand pages has some 3 MiB
YAML_FILE = 16 * _MIB  # bytes of a corpus file for hands; one for machines, JSON Lines, is read line by line
EDITED = 256 * _MIB  # bytes of a corpus file that is changed, which is read as a whole
RECORD = 16 * _MIB  # bytes of a line of JSON Lines
NOTE, NOTES = _MIB, 64 * _MIB  # bytes of a line of exported notes, and of all of them
TYPED = 1000  # characters of a search, or of a line typed at the prompt of the plain walk


class TooLarge(FilesError):
    """A file has more bytes than its limit."""


def read_bytes(path: Path, most: int) -> bytes:
    """Return the content of a file; TooLarge if it has more than `most` bytes, OSError if it cannot be read."""
    with path.open("rb") as file:
        expected = min(os.fstat(file.fileno()).st_size, most)  # else room is made for the most that it could be
        data = file.read(expected + 1)
        if expected < len(data) <= most:  # it has grown, or is not a file that has a size
            data += file.read(most + 1 - len(data))
    if len(data) > most:
        raise TooLarge(f"{path} is too large: it has more than {most:,} bytes")
    return data
