"""Writes a corpus of any size, and the documents that it cites: the same size always gives the same files.

    python bench/synthetic.py EVENTS FOLDER

FOLDER/corpus has the corpus as JSON Lines, FOLDER/documents the documents, in which every citation holds. Both are
written as they are made, one document at a time, so that memory does not grow with their size.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TextIO

_LANES = ("policy", "purchasing", "provision", "people")
_TYPES = ("launch", "report", "merger", "closure")
_DOMAINS = ("cost", "access", "quality")
_DIRECTIONS = ("improved", "worsened", "mixed", "no effect or not achieved", "unclear", "descriptive")
_CLASSES = ("form", "named body", "network", "professional body")
MONTHS = "January February March April May June July August September October November December".split()
_WORDS = (
    "accounts agreement area board budget care carers centre charter clinic committee community contract cost council "
    "county deficit district fund governor grant group hospital house inquiry inspector joint lay leader list local "
    "manager member merger nurse office officer panel parish partner patient pilot plan practice project provider "
    "pooled register report reserve review rota scheme service share site staff standard survey team town trust "
    "union visit voluntary ward waiting year"
).split()
_TENTH = "ferry"  # a word of every tenth entry
_PARAGRAPHS = 200  # per document
_EVENTS_PER_ORGANISATION = 100  # and per finding and recommendation
_EVENTS_PER_DOCUMENT = 2_000

Record = dict[str, object]
Common = Callable[
    ..., Record
]  # the fields of any entry, from its slug and number and what the passage says of its date


def write(folder: Path, events: int) -> int:
    """Write a corpus of `events` events and its documents into `folder`; return its total number of entries."""
    chance = random.Random(events)
    count = 0
    for name in ("corpus", "documents"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with (folder / "corpus" / "corpus.jsonl").open("w", encoding="utf-8") as corpus:
        _print(corpus, _corpus(events))
        for first in range(1, events + 1, _EVENTS_PER_DOCUMENT):
            document = _Document(first // _EVENTS_PER_DOCUMENT + 1)
            entries = list(
                _entries(chance, document, events, range(first, min(first + _EVENTS_PER_DOCUMENT, events + 1)))
            )
            text = document.text()
            (folder / "documents" / f"{document.slug}.txt").write_text(text, encoding="utf-8")
            for record in (*document.records(chance, sha256(text.encode()).hexdigest()), *entries):
                _print(corpus, record)
                count += record["kind"] != "paragraph"
    return count


class _Document:
    """A document that is made while entries cite it: each cites a sentence of its own."""

    def __init__(self, number: int) -> None:
        self.number, self.slug = number, f"nobody-{number}"
        self.sentences = 0
        self.paragraphs: list[list[str]] = [[] for _ in range(_PARAGRAPHS)]
        self.own = [
            self.cite(f"opens paragraph {number} of its report", number) for number in range(1, _PARAGRAPHS + 1)
        ]

    def cite(self, said: str, paragraph: int) -> Record:
        """Write a sentence into `paragraph` and return the citation of it."""
        self.sentences += 1
        # What is at its edges occurs once in a document, so that its first and last words find it.
        sentence = f"Item {self.sentences} of Nobody {said} as item {self.sentences} tells"
        self.paragraphs[paragraph - 1].append(f"{sentence}.")
        return {"document": self.slug, "paragraph": paragraph, "anchors": [anchor(sentence)]}

    def text(self) -> str:
        title = f"Report of Nobody {self.number}, 2000"
        return "\n\n".join((title, *(" ".join(sentences) for sentences in self.paragraphs))) + "\n"

    def records(self, chance: random.Random, digest: str) -> Iterator[Record]:
        """Yield its own record and those of its paragraphs; no more can be cited afterwards."""
        yield {
            "kind": "document",
            "label": f"Nobody {self.number}",
            "slug": self.slug,
            "title": some_words(chance, 5),
            "summary": f"{some_words(chance, 20)}.",
            "citations": [self.own[0]],
            "csl": {"type": "report", "title": f"Report of Nobody {self.number}", "issued": "2000"},
            "extent": "whole",
            "sha256": [digest],
        }
        for number, sentences in enumerate(self.paragraphs, 1):
            anchors = [anchor(" ".join(sentences))]
            record: Record = {"kind": "paragraph", "document": self.slug, "number": number, "anchors": anchors}
            if len(sentences) == 1 and number > 1:
                record["carries_nothing"] = "no entry cites it"
            yield record


def _corpus(events: int) -> Record:
    return {
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


def _entries(chance: random.Random, document: _Document, events: int, numbers: range) -> Iterator[Record]:
    """Yield the events `numbers`, and what is yielded with every hundredth, all citing `document`."""

    def common(slug: str, number: int, dated: str = "") -> Record:
        title, words = some_words(chance, 5), some_words(chance, 19).split()
        words.insert(9, _TENTH if number % 10 == 0 else chance.choice(_WORDS))
        cited = document.cite(f"tells of the {title.lower()}{dated and ' '}{dated}", chance.randint(1, _PARAGRAPHS))
        return {"slug": slug, "title": title, "summary": f"{' '.join(words)}.", "citations": [cited]}

    bodies = (events - 1) // _EVENTS_PER_ORGANISATION + 1
    for number in numbers:
        if number % _EVENTS_PER_ORGANISATION == 1:
            yield from _hundredth(chance, number // _EVENTS_PER_ORGANISATION + 1, common)
        date, printed = _date(chance)
        yield {
            "kind": "event",
            **common(f"event-{number}", number, printed),
            "date": date,
            "date_basis": "stated",
            "lane": chance.choice(_LANES),
            "type": chance.choice(_TYPES),
            "organisations": [f"body-{chance.randint(1, bodies)}"],
            "modality": chance.choice(("happened",) * 8 + ("planned", "forecast")),
        }


def _hundredth(chance: random.Random, number: int, common: Common) -> Iterator[Record]:
    """Yield an organisation, a finding about it and a recommendation."""
    start = chance.randint(1900, 2000)
    end = start + chance.randint(1, 40)
    yield {
        "kind": "organisation",
        **common(f"body-{number}", number, f"from {start} to {end}"),
        "classification": chance.choice(_CLASSES),
        "existence": f"{start}/{end}",
        "existence_basis": "stated",
        "lane": chance.choice(_LANES),
    }
    yield {
        "kind": "finding",
        **common(f"finding-{number}", number),
        "subject": f"body-{number}",
        "domains": [chance.choice(_DOMAINS)],
        "direction": chance.choice(_DIRECTIONS),
        "basis": "review",
        "certainty": "firm",
    }
    yield {
        "kind": "recommendation",
        **common(f"proposal-{number}", number),
        "proposer": "nobody",
        "boundaries": [{"slug": chance.choice(_DOMAINS), "basis": "inferred"}],
        "strength": chance.choice(("hedged", "one option", "firm")),
        "stance": "own",
    }


def _date(chance: random.Random) -> tuple[str, str]:
    """Return a year, a month, a day or, one time in twenty, an interval; and the same as a document prints it."""
    year, month, day = chance.randint(1900, 2019), chance.randint(1, 12), chance.randint(1, 28)
    name = MONTHS[month - 1]
    return chance.choices(
        (
            (f"{year}", f"in {year}"),
            (f"{year}-{month:02}", f"in {name} {year}"),
            (f"{year}-{month:02}-{day:02}", f"on {day} {name} {year}"),
            (f"{year}/{year + 2}", f"from {year} to {year + 2}"),
        ),
        (6, 7, 6, 1),
    )[0]


def anchor(passage: str) -> str:
    """Return the anchor of a passage whose only signs are full stops."""
    words = passage.replace(".", "").casefold().split()
    first, last, whole = (sha256(" ".join(run).encode()).hexdigest()[:10] for run in (words[:4], words[-4:], words))
    return f"{first}-{last}-{len(words)}-{whole}"


def some_words(chance: random.Random, number: int) -> str:
    """Return a number of words, of which the first has a capital letter."""
    return " ".join(chance.choices(_WORDS, k=number)).capitalize()


def _terms(slugs: Iterable[str]) -> list[dict[str, str]]:
    return [{"slug": slug, "title": slug.capitalize()} for slug in slugs]


def _print(file: TextIO, record: Record) -> None:
    file.write(json.dumps(record, ensure_ascii=False) + "\n")


def main() -> int:
    """Write the corpus that the arguments name."""
    if len(sys.argv) != 3 or not sys.argv[1].isdecimal():
        print("usage: python bench/synthetic.py EVENTS FOLDER", file=sys.stderr)
        return 2
    folder = Path(sys.argv[2])
    try:
        count = write(folder, int(sys.argv[1]))
    except OSError as error:
        print(f"synthetic: {error}", file=sys.stderr)
        return 1
    print(f"{folder / 'corpus'}: {count:,} entries; {folder / 'documents'}: the documents that they cite")
    return 0


if __name__ == "__main__":
    sys.exit(main())
