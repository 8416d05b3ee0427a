"""SARIF 2.1.0, in which code hosts and editors take what a checker found: https://docs.oasis-open.org/sarif/sarif/v2.1.0.

Files are named relative to the folder in which the command runs, as a repository's checks do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..corpus.rules import ERROR, RULES, Located
from ..text import clean_all

Data = dict[str, Any]
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PLACES = {rule: place for place, rule in enumerate(RULES)}


def sarif(faults: Iterable[Located], folder: Path, version: str) -> str:
    """Return the faults of the corpus in `folder`, as JSON that ends in a newline; `version` is that of pctui."""
    driver = {
        "name": "pctui",
        "version": version,
        "rules": [{"id": rule, "shortDescription": {"text": right}} for rule, right in RULES.items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(fault, folder) for fault in faults],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(clean_all(log), indent=2, ensure_ascii=False) + "\n"


def _result(fault: Located, folder: Path) -> Data:
    place: Data = {"artifactLocation": {"uri": _uri(folder / fault.file if fault.file else folder)}}
    if fault.line:
        place["region"] = {"startLine": fault.line} | ({"startColumn": fault.column} if fault.column else {})
    location: Data = {"physicalLocation": place}
    if fault.slug:
        name = f"{fault.slug}.{fault.field}" if fault.field else fault.slug
        location["logicalLocations"] = [{"name": fault.slug, "fullyQualifiedName": name, "kind": "object"}]
    return {
        "ruleId": fault.code,
        "ruleIndex": _PLACES[fault.code],
        "level": ERROR,
        "message": {"text": fault.message},
        "locations": [location],
    }


def _uri(path: Path) -> str:
    """Return a path as a URI: relative if it is in the working folder."""
    absolute = path.absolute()
    try:
        return quote(absolute.relative_to(Path.cwd()).as_posix())
    except ValueError:
        return absolute.as_uri()
