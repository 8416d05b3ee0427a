"""The floor of checking: reads a corpus and its documents, hashes every run of four words, looks every anchor up.

    python bench/floor_check.py CORPUS [DOCUMENTS]

It knows the copy of a document by its file name, and proves only the edges of a passage.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a corpus."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as file:
                yield from map(json.loads, file)
        elif path.suffix == ".yaml":
            import yaml

            found = yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            yield from (one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict))


def main(corpus: str, documents: str = "") -> None:
    """Check `corpus`, against the copies in `documents` if there are any."""
    anchors: dict[str, list[str]] = defaultdict(list)
    for record in records(Path(corpus)):
        for cited in record.get("citations", ()):
            anchors[cited["document"]] += cited["anchors"]
    for path in Path(documents).iterdir() if documents else ():
        words = re.findall(r"\w+", path.read_text(encoding="utf-8").casefold())
        runs = {sha256(" ".join(words[i : i + 4]).encode()).hexdigest()[:10] for i in range(len(words) - 3)}
        held = sum(set(anchor.split("-")[:2]) <= runs for anchor in anchors[path.stem])
        print(path.stem, held, len(anchors[path.stem]))


if __name__ == "__main__":
    main(*sys.argv[1:])
