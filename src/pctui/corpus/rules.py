"""The kinds of fault in a corpus, and where each fault is: for programs that read what `pctui check` found.

The names of the kinds stay the same from one version to the next; messages do not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..bounded import YAML_FILE, TooLarge, read_bytes
from ..errors import Fault
from .files import name_in
from .parse import Place, read

FILE, NO_COPY = "file", "no-copy"
# Each with the sentence that says what is right.
RULES: Mapping[str, str] = {
    FILE: "A file is UTF-8, in YAML or JSON Lines, with a list of records.",
    "no-corpus": "A corpus has one record of kind `corpus`.",
    "kind": "A record has one of the kinds of the format.",
    "unknown-key": "A record has no keys but those of its kind.",
    "missing-key": "A record has every key that its kind requires.",
    "value": "A value is of the type, the form and the size that its field requires.",
    "date": "A date is EDTF.",
    "term": "A term is one of the vocabulary that its field takes.",
    "reference": "A slug is that of an entry, of the kind that the field requires.",
    "citation": "A citation names a document of the corpus, and a paragraph of it.",
    "duplicate": "A slug, the number of a paragraph and a rung are each given once.",
    "inconsistent": "The fields of a record agree with each other.",
    "uncited": "An entry cites a passage, or is a draft; a background fact has a public source.",
    "reads-otherwise": "A passage reads in the copy as its anchor says.",
    "not-found": "A passage is in the copy of its document.",
    "ambiguous": "A passage is in one place of the copy.",
    "paragraph": "A passage is in the paragraph that its citation names.",
    "number": "A number or month of a statement is in the passage that it cites, or is listed under `derived`.",
    "stated-date": "A date that is marked stated is printed in the passage.",
    "record": "What the record of a document says is printed in the document, or is listed under `supplied`.",
    NO_COPY: "There is a copy of each document.",
}
# What to do about kinds of fault whose messages say only what is wrong.
_CITE_AGAIN = (
    "a passage that reads otherwise or is not found: read it in your copy, and cite it again with pctui cite; "
    "of a new edition, pctui update DOCUMENT FILE finds the passages again"
)
_REMEDIES: Mapping[str, str] = {
    "reads-otherwise": _CITE_AGAIN,
    "not-found": _CITE_AGAIN,
    "ambiguous": "a passage in several places: cite more of its words with pctui cite",
    "paragraph": "a wrong paragraph: pctui check --fix --corpus FOLDER corrects it",
}
ERROR = "error"  # the severity of every fault: with one, nothing is built or verified


def remedies(faults: Iterable[Fault]) -> list[str]:
    """Return what to do about faults whose messages do not say it, each once."""
    return list(dict.fromkeys(_REMEDIES[fault.code] for fault in faults if fault.code in _REMEDIES))


class Located(NamedTuple):
    """A fault, and where it is: `file` is relative to the corpus's folder, lines and columns are counted from 1.

    `slug` is that of the entry (of a paragraph: of its document). What is not known is None.
    """

    file: str | None
    line: int | None
    column: int | None
    slug: str | None
    field: str | None
    code: str
    message: str


def located(folder: Path, faults: Iterable[Fault], places: Mapping[str, Place]) -> Iterator[Located]:
    """Yield where each fault of the corpus in `folder` is, in the same order.

    Only files with faults are read again. `places` are those of the valid entries: a document without a copy is there.
    """
    files: dict[str, _File] = {}
    for fault in faults:
        if fault.code == NO_COPY and fault.file in places:
            place = places[fault.file]
            yield Located(place.file, place.line() or None, None, fault.file, None, fault.code, fault.message)
            continue
        code = fault.code or FILE
        field = fault.field or None
        if not fault.line:
            name = None if code == "no-corpus" else fault.file
            yield Located(name, None, None, None, field, code, fault.message)
            continue
        if fault.file not in files:
            files[fault.file] = _File(folder, fault.file)
        slug, column = files[fault.file].at(fault.line, fault.field)
        yield Located(fault.file, fault.line, column, slug, field, code, fault.message)


class _File:
    """A file with faults: its lines, and which record begins where."""

    def __init__(self, folder: Path, name: str) -> None:
        path = folder / name
        self._lines: list[str] = []
        self._firsts: list[int] = []
        self._slugs: list[str | None] = []
        ignored: list[Fault] = []
        try:
            if path.suffix != ".jsonl":  # a line of JSON is a record: where a field is in it says little
                self._lines = read_bytes(path, YAML_FILE).decode("utf-8", "replace").splitlines()
            for raw in read(path, ignored, name_in(folder, path)):
                value = raw.value if isinstance(raw.value, dict) else {}
                slug = value.get("slug", value.get("document"))
                self._firsts.append(raw.line())
                self._slugs.append(slug if isinstance(slug, str) else None)
        except (OSError, TooLarge):
            pass  # it changed since it was checked: that it has faults is known, and where

    def at(self, line: int, field: str) -> tuple[str | None, int | None]:
        """Return the slug of the record at a line, and the column in which the field begins."""
        record = bisect_right(self._firsts, line) - 1
        slug = self._slugs[record] if record >= 0 else None
        if line > len(self._lines):
            return slug, None
        text = self._lines[line - 1]
        keys = [key for key in field.split(".") if key and not key.isdigit()]
        found = re.search(rf"(?:^|[\s{{,\"'])({re.escape(keys[-1])})[\"']?\s*:", text) if keys else None
        return slug, found.start(1) + 1 if found else len(text) - len(text.lstrip()) + 1
