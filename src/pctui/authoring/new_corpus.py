"""Makes the folder of a new corpus: its record with commented vocabularies, and what editors, git and a CI need."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec

from ..corpus.editor_schema import PLACE, schema_of
from ..corpus.files import COPIES
from ..errors import FilesError, UsageError, from_os
from ..kinds.base import Language
from ..kinds.corpus import Corpus
from ..kinds.kind import parts
from ..kinds.vocabulary import OF_THE_CORPUS
from ..locales import DEFAULT
from ..restricted import allow_writing
from ..slugs import slug_of
from ..temporary import folder_beside, real_path, replace_folder, sweep
from ..text import one_line

RECORD = "corpus.yaml"
MADE = PLACE.parent.as_posix()  # the folder of what is made from the corpus, which git ignores
SCHEMA = PLACE.as_posix()
SCHEMA_LINE = f"# yaml-language-server: $schema={SCHEMA}"
WORKFLOW = ".github/workflows/check.yaml"

# A term of each vocabulary, as an example; other vocabularies are shown with `_TERM`.
_EXAMPLES = {
    "lane": "law, title: Law",
    "boundary": "between-offices, title: Between offices",
    "actor": "government, title: The government",
    "proposer": "committee, title: The committee",
    "domain": "cost, title: Cost",
    "event_type": "founding, title: Founding",
    "aspect": "rights, title: Rights",
    "classification": "committee, title: Committee, heading: Committees",
    "link_type": "contradicts, title: contradicts, inverse: contradicted by",
}
_TERM = "first, title: The first of them"
_WORKFLOW = f"""\
# Checks the corpus whenever something is pushed. Copies of the documents are not in the repository: without them, the
# format of all records and their references are checked; with a folder `{COPIES}`, every citation as well.
name: check
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install pctui
      - run: |
          if [ -d {COPIES} ]; then pctui check --corpus . --documents {COPIES}
          else pctui check --corpus . --files-only
          fi
"""


def create(folder: Path, title: str = "", *, language: str = DEFAULT, workflow: bool = False) -> list[str]:
    """Create a corpus in `folder`, which must not have files, and return the names of its files.

    It is there as a whole or not at all. Without a title, it is that of the folder. UsageError if the language is no
    BCP 47 tag.
    """
    allow_writing()
    language = checked_language(language)
    name = folder.resolve().name
    title = one_line(title) or name.replace("-", " ").replace("_", " ").strip()
    slug = slug_of(name) or slug_of(title) or "corpus"
    if not title:
        raise UsageError(f"{folder} has no name", "Give the corpus a title: --title.")
    files = {RECORD: record(slug, title, language), ".gitignore": f"{COPIES}/\n{MADE}/\n"}
    if workflow:
        files[WORKFLOW] = _WORKFLOW
    try:
        target = real_path(folder)
        sweep(target)
        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            what = "contains files" if target.is_dir() else "is a file"
            raise FilesError(f"{folder} {what}", "Give the name of a new folder.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with folder_beside(target) as place:
            for file, text in files.items():
                _write(place / "new" / file, text)
            _write(place / "new" / SCHEMA, schema_of(place / "new"))
            replace_folder(place, target)
    except OSError as error:
        raise from_os(error, "write", folder) from error
    return [*files, SCHEMA]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())


def checked_language(tag: str) -> str:
    """Return the tag of a language; UsageError if it is not of that form (BCP 47)."""
    try:
        return msgspec.convert(tag, Language)
    except msgspec.ValidationError:
        raise UsageError(f"'{tag}' is not the tag of a language", "Tags are like en, de, pt-BR, zh-Hant.") from None


def record(slug: str, title: str, language: str = DEFAULT) -> str:
    """Return the file with the record of a new corpus: each vocabulary is explained, with an example commented out."""
    lines = [
        SCHEMA_LINE,
        "# The corpus itself, and the vocabularies that its entries choose from. Remove the # before an example, or",
        "# write terms of your own. A vocabulary that no entry needs can be left out.",
        "- kind: corpus",
        f"  slug: {slug}",
        f"  title: {json.dumps(title, ensure_ascii=False)}",
        '  summary: "To be written: a sentence or two about what this corpus covers."',
        "  version: 0.1.0",
        f"  language: {language}  # that its statements are in",
    ]
    described = {part.key: part.description for part in parts(Corpus)}
    for vocabulary, field in OF_THE_CORPUS.items():
        term = _EXAMPLES.get(vocabulary, _TERM)
        lines += ["", f"  # {described[field]}.", f"  # {field}:", f"  #   - {{slug: {term}}}"]
    return "\n".join(lines) + "\n"
