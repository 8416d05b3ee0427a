"""Reads BibTeX back with a library that is not ours."""

from __future__ import annotations

import bibtexparser


def read_bibtex(text: str) -> list[dict[str, str]]:
    """Return the fields of each entry, with its key as ID and its type as ENTRYTYPE."""
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return [
        {"ID": entry.key, "ENTRYTYPE": entry.entry_type, **{field.key: field.value for field in entry.fields}}
        for entry in library.entries
    ]
