"""Reads BibTeX and BibLaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from ..edtf import MONTHS
from .works import Found, edtf_of, missing

_LONGEST = 200_000  # characters of a field of BibTeX before its braces and commands are read
# By the types of BibTeX and BibLaTeX.
_BIBTEX_TYPES = {
    "article": "article-journal",
    **dict.fromkeys(("book", "mvbook", "collection", "proceedings", "manual"), "book"),
    "booklet": "pamphlet",
    **dict.fromkeys(("inbook", "incollection", "bookinbook", "suppbook"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    "unpublished": "manuscript",
    "jurisdiction": "legal_case",
    "letter": "personal_communication",
    **{name: name for name in ("dataset", "legislation", "patent", "periodical", "software", "standard")},
}
_BIBTEX_FIELDS = {
    "title": ("title",),
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "page": ("pages",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "language": ("langid", "language"),
}
_VERBATIM = {"DOI": "doi", "URL": "url"}  # fields in which a percent sign begins no comment
_DEEPEST = 50  # braces within each other
_ESCAPED = re.compile(r"\\([_%&#{}~$])")


def read_bibtex(text: str) -> Iterator[Found]:
    """Yield the works of BibTeX or BibLaTeX, and what is wrong with those that cannot be read."""
    try:
        from bibtexparser import entrypoint, splitter
        from bibtexparser.model import DuplicateBlockKeyBlock
    except ImportError:
        raise missing("BibTeX") from None
    for module in (entrypoint, splitter):
        module.logger.disabled = True  # what is wrong is said below, once
    if _depth(text) > _DEEPEST:
        yield Found("", 0, wrong=f"braces are nested more than {_DEEPEST} deep; this is not a bibliography")
        return
    library = entrypoint.parse_string(text)
    decoded = _bibtex_decoder()
    failed = {}
    for block in library.failed_blocks:
        if isinstance(block, DuplicateBlockKeyBlock):
            failed[block.start_line] = Found(block.key, _line(block.start_line), wrong="a second work with this key")
        else:
            failed[block.start_line] = Found("", _line(block.start_line), wrong="this work cannot be read")
    yield from failed.values()
    for entry in library.entries:
        yield decoded(entry.entry_type, entry.key, _line(entry.start_line), entry.fields_dict)


def _line(start: int | None) -> int:
    return (start or 0) + 1


def _bibtex_decoder() -> Callable[[str, str, int, Mapping[str, Any]], Found]:
    """Return what makes a work of a BibTeX entry: its type, key, line and fields."""
    from bibtexparser.library import Library
    from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
    from bibtexparser.model import Entry, Field

    people = ("author", "editor")
    used = {"subtitle", "date", "year", "month", *chain.from_iterable(_BIBTEX_FIELDS.values())}
    steps = (SeparateCoAuthors(name_fields=people), SplitNameParts(name_fields=people))
    latex = LatexDecodingMiddleware(keep_math_mode=False)

    def parts_of(names: str) -> list[Any] | None:
        """Return the names of several people in parts; None if they cannot be read."""
        block: Any = Entry("", "", [Field(people[0], names)])
        for step in steps:
            block = step.transform_entry(block, Library())
            if not isinstance(block, Entry):
                return None
        return [name for name in block.fields[0].value if (name.first, name.last) != ([], ["others"])]

    def decoded(kind: str, key: str, line: int, fields: Mapping[str, Any]) -> Found:
        given = {name.lower(): str(field.value)[:_LONGEST] for name, field in fields.items()}
        organisations: list[bool] = []
        try:
            names = parts_of(next((given[name] for name in people if given.get(name)), ""))
            organisations = list(map(_in_braces, names or ()))
            texts = [Field(name, text) for name, text in given.items() if name in used]
            block: Any = Entry("", "", [*texts, *(Field(f"name {n}", name) for n, name in enumerate(names or ()))])
            block = latex.transform_entry(block, Library())
        except (ValueError, RecursionError):
            names, block = None, None
        if names is None or not isinstance(block, Entry):
            return Found(key, line, wrong="its names or its LaTeX cannot be read")
        values = {field.key: field.value for field in block.fields}
        found: dict[str, Any] = {
            field: next((values[name] for name in names if values.get(name)), "")
            for field, names in _BIBTEX_FIELDS.items()
        }
        if values.get("subtitle"):
            found["title"] = f"{found['title']}: {values['subtitle']}"
        for field, name in _VERBATIM.items():
            found[field] = _ESCAPED.sub(r"\1", given.get(name, "")).strip("{}")
        found["type"] = _BIBTEX_TYPES.get(kind.lower(), "document")
        found["author"] = [
            _bibtex_author(values[f"name {n}"], organisation) for n, organisation in enumerate(organisations)
        ]
        dated = edtf_of(values.get("date", ""))
        found["issued"] = dated or _bibtex_date(values.get("year", ""), values.get("month", ""))
        return Found(key, line, found)

    return decoded


def _in_braces(name: Any) -> bool:
    return not (name.first or name.von or name.jr) and len(name.last) == 1 and name.last[0].startswith("{")


def _bibtex_author(name: Any, organisation: bool) -> dict[str, str]:
    if organisation:
        return {"literal": " ".join(name.last)}
    return {"family": " ".join([*name.von, *name.last]), "given": " ".join([*name.first, *name.jr])}


def _bibtex_date(year: str, month: str) -> str:
    if not year:
        return ""
    number = int(month) if month.isdigit() else next((n for n, m in enumerate(MONTHS, 1) if _begins(m, month)), 0)
    return edtf_of(f"{year}-{number:02}" if 1 <= number <= 12 else year) or edtf_of(year)


def _begins(month: str, written: str) -> bool:
    return len(written) >= 3 and month.lower().startswith(written.lower().rstrip("."))


def _depth(text: str) -> int:
    deepest = depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text):
        depth = max(0, depth + (1 if brace == "{" else -1))
        deepest = max(deepest, depth)
    return deepest
