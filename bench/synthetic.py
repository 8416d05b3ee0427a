"""Generates a corpus of any size as JSON Lines; the same size always gives the same corpus."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

_LANES = ("policy", "purchasing", "provision", "people")
_TYPES = ("launch", "report", "merger", "closure")
_DOMAINS = ("cost", "access", "quality")
_DIRECTIONS = ("improved", "worsened", "mixed", "no effect or not achieved", "unclear", "descriptive")
_CLASSES = ("form", "named body", "network", "professional body")
_WORDS = (
    "accounts agreement area board budget care carers centre charter clinic committee community contract cost council "
    "county deficit district fund governor grant group hospital house inquiry inspector joint lay leader list local "
    "manager member merger nurse office officer panel parish partner patient pilot plan practice project provider "
    "pooled register report reserve review rota scheme service share site staff standard survey team town trust "
    "union visit voluntary ward waiting year"
).split()
_PARAGRAPHS = 200  # per document
_EVENTS_PER_ORGANISATION = 100  # and per finding and recommendation
_EVENTS_PER_DOCUMENT = 2_000


def write(folder: Path, events: int) -> int:
    """Write a corpus of `events` events into `folder`; return its total number of entries."""
    count = 0
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
        for record in _records(events):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += record["kind"] not in ("corpus", "paragraph")
    return count


def _records(events: int) -> Iterator[dict[str, object]]:
    chance = random.Random(events)
    yield {
        "kind": "corpus",
        "slug": "synthetic",
        "title": f"A corpus of {events:,} events",
        "summary": "Generated for benchmarks; nothing in it is true.",
        "version": "1",
        "lanes": _terms(_LANES),
        "boundaries": _terms(_DOMAINS),
        "domains": _terms(_DOMAINS),
        "event_types": _terms(_TYPES),
    }
    documents = events // _EVENTS_PER_DOCUMENT + 1
    for document in range(1, documents + 1):
        yield {
            "kind": "document",
            "label": f"Nobody {document}",
            **_common(chance, _document(document), documents),
            "csl": {"type": "report", "title": f"Report {document}", "issued": "2000"},
            "extent": "whole",
        }
        for number in range(1, _PARAGRAPHS + 1):
            yield {"kind": "paragraph", "document": _document(document), "number": number, "anchors": [_anchor(number)]}
    organisations = [f"body-{number}" for number in range(1, events // _EVENTS_PER_ORGANISATION + 2)]
    for slug in organisations:
        start = chance.randint(1900, 2000)
        yield {
            "kind": "organisation",
            **_common(chance, slug, documents),
            "classification": chance.choice(_CLASSES),
            "existence": f"{start}/{start + chance.randint(1, 40)}",
            "existence_basis": "stated",
            "lane": chance.choice(_LANES),
        }
    for number, organisation in enumerate(organisations, 1):
        yield {
            "kind": "finding",
            **_common(chance, f"finding-{number}", documents),
            "subject": organisation,
            "domains": [chance.choice(_DOMAINS)],
            "direction": chance.choice(_DIRECTIONS),
            "basis": "review",
            "certainty": "firm",
        }
        yield {
            "kind": "recommendation",
            **_common(chance, f"proposal-{number}", documents),
            "proposer": "nobody",
            "boundaries": [{"slug": chance.choice(_DOMAINS), "basis": "inferred"}],
            "strength": chance.choice(("hedged", "one option", "firm")),
            "stance": "own",
        }
    for number in range(1, events + 1):
        yield {
            "kind": "event",
            **_common(chance, f"event-{number}", documents),
            "date": _date(chance),
            "date_basis": "stated",
            "lane": chance.choice(_LANES),
            "type": chance.choice(_TYPES),
            "organisations": [chance.choice(organisations)],
            "modality": chance.choice(("happened",) * 8 + ("planned", "forecast")),
        }


def _common(chance: random.Random, slug: str, documents: int) -> dict[str, object]:
    """Return the fields common to all entries: `slug`, a title, a summary and a citation of one of the documents."""
    document, number = _document(chance.randint(1, documents)), chance.randint(1, _PARAGRAPHS)
    return {
        "slug": slug,
        "title": " ".join(chance.choices(_WORDS, k=5)).capitalize(),
        "summary": " ".join(chance.choices(_WORDS, k=20)).capitalize() + ".",
        "citations": [{"document": document, "paragraph": number, "anchors": [_anchor(number)]}],
    }


def _date(chance: random.Random) -> str:
    """Return a year, a month, a day or, one time in twenty, an interval."""
    year, month, day = chance.randint(1900, 2019), chance.randint(1, 12), chance.randint(1, 28)
    return chance.choices(
        (f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}", f"{year}/{year + 2}"), (6, 7, 6, 1)
    )[0]


def _document(number: int) -> str:
    return f"nobody-{number}"


def _anchor(number: int) -> str:
    return f"{number:010x}-{number:010x}-20"


def _terms(slugs: Iterable[str]) -> list[dict[str, str]]:
    return [{"slug": slug, "title": slug.capitalize()} for slug in slugs]
