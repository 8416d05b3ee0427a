"""Writes what a group of people has that writes a corpus on documents of its own: the same files each time.

    python bench/own_documents.py FOLDER

FOLDER/apart is a corpus with a file for each entry and each document, FOLDER/together the same corpus in a file for
each kind; FOLDER/documents has the documents as text. Every citation and every number holds in them.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from synthetic import MONTHS, anchor, some_words

DOCUMENTS, WORDS, ENTRIES = 50, 15_000, 3_000
_PARAGRAPH = 85  # words
_LANES = ("policy", "provision", "people")


class _Document:
    """A document: paragraphs of sentences, each of which has a number of its own, so that it is found in one place."""

    def __init__(self, chance: random.Random, number: int, words: int) -> None:
        self.number, self.slug = number, f"report-{number}"
        self.paragraphs: list[list[str]] = []
        sentences = count = 0
        while count < words:
            paragraph: list[str] = []
            length = 0
            while length < _PARAGRAPH:
                sentences += 1
                year, month = chance.randint(1950, 2019), chance.choice(MONTHS)
                said = some_words(chance, chance.randint(4, 16)).lower()
                paragraph.append(
                    f"Item {sentences} of {month} {year} says that {said}, as item {sentences} of it tells"
                )
                length += len(paragraph[-1].split())
            self.paragraphs.append(paragraph)
            count += length

    def text(self) -> str:
        """Return its text, in lines as a page has them."""
        title = f"Report number {self.number}, 2000"
        return "\n\n".join((title, *(_wrapped(". ".join(sentences) + ".") for sentences in self.paragraphs))) + "\n"

    def records(self) -> Iterator[str]:
        """Yield its record and those of its paragraphs, as they stand in a file."""
        first = anchor(self.paragraphs[0][0].replace(",", ""))
        yield (
            f"- kind: document\n  slug: {self.slug}\n  title: A report\n  label: Report {self.number}\n"
            f"  summary: One of the reports.\n  extent: whole\n"
            f"  csl: {{type: report, title: Report number {self.number}, issued: '2000'}}\n"
            f"  sha256: [{sha256(self.text().encode()).hexdigest()}]\n"
            f"  citations:\n    - {{document: {self.slug}, paragraph: 1, anchors: [{first}]}}\n"
        )
        for number, sentences in enumerate(self.paragraphs, 1):
            whole = anchor(". ".join(sentences).replace(",", ""))
            yield f"- {{kind: paragraph, document: {self.slug}, number: {number}, anchors: [{whole}]}}\n"


def _wrapped(text: str) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 80:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _event(chance: random.Random, number: int, documents: list[_Document]) -> str:
    document = chance.choice(documents)
    paragraph = chance.randrange(len(document.paragraphs))
    sentence = chance.choice(document.paragraphs[paragraph])
    words = sentence.split()
    month, year = words[3], words[4]
    cited = [(document.slug, paragraph + 1, anchor(sentence.replace(",", "")))]
    if number % 3 == 0:
        other = chance.randrange(len(document.paragraphs))
        second = chance.choice(document.paragraphs[other])
        cited.append((document.slug, other + 1, anchor(second.replace(",", ""))))
    citations = "".join(
        f"    - {{document: {slug}, paragraph: {place}, anchors: [{found}]}}\n" for slug, place, found in cited
    )
    return (
        f"- kind: event\n  slug: event-{number}\n  title: {some_words(chance, 5)}\n"
        f"  summary: In {month} {year} there was the {some_words(chance, 12).lower()}.\n"
        f"  date: {year}-{MONTHS.index(month) + 1:02}\n  date_basis: stated\n  lane: {chance.choice(_LANES)}\n"
        f"  type: {chance.choice(('report', 'launch'))}\n  citations:\n{citations}"
    )


_CORPUS = """- kind: corpus
  slug: own
  title: A corpus on documents of our own
  summary: Generated for benchmarks; nothing in it is true.
  version: '1'
  lanes: [{slug: policy, title: Policy}, {slug: provision, title: Provision}, {slug: people, title: People}]
  event_types: [{slug: report, title: Report}, {slug: launch, title: Launch}]
"""


def write(folder: Path, documents: int = DOCUMENTS, words: int = WORDS, entries: int = ENTRIES) -> None:
    """Write both corpora, and their documents, into `folder`."""
    chance = random.Random(entries)
    made = [_Document(chance, number, words) for number in range(1, documents + 1)]
    apart, together, texts = (folder / name for name in ("apart", "together", "documents"))
    for each in (apart / "documents", apart / "entries" / "event", together, texts):
        each.mkdir(parents=True)
    for corpus in (apart, together):
        (corpus / "corpus.yaml").write_text(_CORPUS, encoding="utf-8")
    of_documents: list[str] = []
    for document in made:
        (texts / f"{document.slug}.txt").write_text(document.text(), encoding="utf-8")
        records = [*document.records()]
        (apart / "documents" / f"{document.slug}.yaml").write_text("".join(records), encoding="utf-8")
        of_documents += records
    events = [_event(chance, number, made) for number in range(1, entries + 1)]
    for number, event in enumerate(events, 1):
        (apart / "entries" / "event" / f"event-{number}.yaml").write_text(event, encoding="utf-8")
    (together / "documents.yaml").write_text("".join(of_documents), encoding="utf-8")
    (together / "events.yaml").write_text("\n".join(events), encoding="utf-8")


def other_extractions(folder: Path) -> Path:
    """Write copies of the documents whose SHA-256 the corpora do not have, and return their folder."""
    others = folder / "others"
    others.mkdir()
    for file in (folder / "documents").iterdir():
        (others / file.name).write_text(f"{file.read_text(encoding='utf-8')}\n", encoding="utf-8")
    return others


def quotation(folder: Path) -> str:
    """Return how a passage of the ninth document is quoted for `pctui cite`."""
    text = (folder / "documents" / "report-9.txt").read_text(encoding="utf-8")
    sentence = " ".join(text.split("\n\n")[40].split()).split(". ")[1]
    first, last = sentence.split(", ")
    return f"{first} … {last}"


def main() -> int:
    """Write everything into the folder that is given."""
    if len(sys.argv) != 2:
        print("usage: python bench/own_documents.py FOLDER", file=sys.stderr)
        return 2
    try:
        write(Path(sys.argv[1]))
    except OSError as error:
        print(f"own_documents: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
