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
BIBLIOGRAPHY = 32 * _MIB  # bytes of a bibliography: one of 10,000 works with abstracts has some 20 MiB
TABLE = 32 * _MIB  # bytes of a table of entries
DOCUMENT = 16 * _MIB  # bytes of the text of a document: a thousand pages have some 3 MiB
ORIGINAL = 256 * _MIB  # bytes of a document in another format, with its pictures
YAML_FILE = 16 * _MIB  # bytes of a corpus file for hands; one for machines, JSON Lines, is read line by line
PACK, PACKED_FILE = 2048 * _MIB, 256 * _MIB  # bytes of all that is in a pack, and of one corpus file in it
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
