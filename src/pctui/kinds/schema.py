"""The JSON Schema of a corpus file, written from the structs, so that an editor completes and checks.

`python -m pctui.kinds.schema` prints it; `seed/corpus.schema.json` is its output.
"""

from __future__ import annotations

import inspect
import json
import sys
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from .registry import RECORD_KINDS


def corpus_schema() -> str:
    """Return the schema of one corpus file, a list of records, as JSON that ends in a newline."""
    record: Any = reduce(or_, RECORD_KINDS.values())
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pctui corpus file",
        "description": "A list of records. A corpus is a folder of such files, in YAML or one record a line in JSON.",
        **_tidied(msgspec.json.schema(list[record])),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _tidied(value: Any) -> Any:
    """Return `value` with its descriptions dedented: how a docstring is indented depends on the version of Python."""
    match value:
        case dict():
            return {
                key: inspect.cleandoc(item) if key == "description" and isinstance(item, str) else _tidied(item)
                for key, item in value.items()
            }
        case list():
            return [_tidied(item) for item in value]
    return value


if __name__ == "__main__":
    sys.stdout.write(corpus_schema())
