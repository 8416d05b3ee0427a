"""The page of a cell of the matrix, and of a disagreement."""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus.anchors import Outcome
from ..kinds.vocabulary import DESCRIPTIVE, NOT_HAPPENED, STATUS_HEADINGS, sign_of
from ..model import Citation, Entry
from ..queries.entry import describe
from ..queries.evidence import Finding, disagreement, findings
from ..queries.store import Store
from ..reader.copies import Reader
from ..reader.passages import cited_passages
from . import Beside, Block, Bullets, Heading, Passages, Prose, Run, Runs, kind_name
from .entry import marks_drafts

NO_EFFECT_REPORTED = "Descriptive: no effect is reported"


@marks_drafts
def cell_blocks(store: Store, subject: str, domain: str) -> Iterator[Block]:
    """Yield the findings of a cell: what was found, then separately what is claimed and what is forecast."""
    about = store.reference(subject)
    title = dict(store.terms("domain")).get(domain, domain)
    found = findings(store, subject, domain)
    yield Heading(1, f"{about.title}: {title}")
    if not found:
        yield Prose((Run("No findings in this corpus. Other sources may have some.", "muted"),))
    for status, heading in STATUS_HEADINGS.items():
        group = [finding for finding in found if finding.status == status and finding.direction != DESCRIPTIVE]
        if group:
            yield Heading(2, heading)
            yield Bullets(tuple(_finding(finding) for finding in group))
    described = tuple(_finding(finding) for finding in found if finding.direction == DESCRIPTIVE)
    if described:
        yield Heading(2, NO_EFFECT_REPORTED)
        yield Bullets(described)
    yield Prose((Run("Subject: ", "muted"), Run(about.title, entry=about.slug)))
    if found:
        yield Passages()


def _finding(finding: Finding) -> Runs:
    notes = [finding.basis, finding.certainty]
    if finding.modality in NOT_HAPPENED and finding.modality != finding.basis:
        notes.append(finding.modality)
    if finding.as_of:
        notes.append(f"as of {finding.as_of}")
    if finding.disputed:
        notes.append("disputed")
    if finding.origin == "context":
        notes.append("context")
    sign = sign_of(finding.status, finding.direction)
    return (
        *((Run(f"{sign} ", "strong"),) if sign else ()),
        Run(finding.title, entry=finding.slug),
        *(Run("", citation=citation) for citation in finding.citations),
        Run(f" {', '.join(notes)}", "muted"),
    )


@marks_drafts
def disagreement_blocks(store: Store, reader: Reader, one: str, other: str) -> Iterator[Block]:
    """Yield two statements that disagree, side by side, with how they differ and the passage of each."""
    entries = [describe(store, slug) for slug in (one, other)]
    if found := disagreement(store, one, other):
        yield Heading(1, found.title)
        note = (Run(" How they differ: ", "strong"), Run(found.note)) if found.note else ()
        yield Prose((Run(f"{found.where}.", "muted"), *note))
    left, right = (tuple(_statement(store, reader, entry)) for entry in entries)
    yield Beside(left, right)
    if found is None or found.place != "outcome":
        yield Prose((Run("Both statements are kept. The corpus does not decide between them.", "muted"),))
    yield Passages()  # for an exported file: on the page each passage is beside its statement


def _main(entry: Entry) -> list[Citation]:
    return [citation for citation in entry.citations if not citation.part]


def _label(entry: Entry) -> str:
    citations = _main(entry)
    return citations[0].label if citations else "Context"


def _statement(store: Store, reader: Reader, entry: Entry) -> Iterator[Block]:
    yield Heading(2, _label(entry))
    yield Prose((Run(entry.title, entry=entry.slug),))
    for citation in _main(entry):
        yield Prose(_passage(reader, citation))
    if any(reader.copy(citation.document) is None for citation in _main(entry)):
        yield Prose((Run("No copy is attached. To attach yours: ", "muted"), Run("pctui attach FILE…", "strong")))
    yield Prose((Run(entry.summary),))
    yield Prose((Run(", ".join(dict.fromkeys(_status(store, entry))), "muted"),))


def _status(store: Store, entry: Entry) -> Iterator[str]:
    """Yield the kind of a statement and its date: its document's date if it has none of its own."""
    attributes = {a.field: a.items[0].text for a in entry.attributes if a.items}
    yield kind_name(entry.kind)
    if entry.modality in NOT_HAPPENED:
        yield entry.modality
    if entry.status:
        yield entry.status
    if entry.hedge:
        yield f"source's hedge: “{entry.hedge}”"
    if entry.kind == "finding":
        yield from (attributes[name].lower() for name in ("basis", "certainty") if name in attributes)
    citations = _main(entry)
    if entry.as_of:
        yield f"as of {entry.as_of}"
    elif citations:
        yield f"as of its document, {_issued(store, citations[0].document)}"


def _issued(store: Store, slug: str) -> str:
    """Return a document's date, in square brackets if it is not printed there but supplied from elsewhere."""
    document = store.document(slug)
    supplied = next((f"[{value}]" for name, value, _ in document.supplied if name == "issued"), "undated")
    return document.issued or supplied


def _passage(reader: Reader, citation: Citation) -> Runs:
    """Return the place of a passage in its document and, if a copy is attached, its text."""
    place = ", ".join(filter(None, (citation.locator, citation.heading)))
    runs = [Run(place, "cite", citation=citation)]
    for passage in cited_passages(reader, citation):
        runs += [Run(" "), Run(passage.quoted, "cited" if passage.outcome is Outcome.HOLDS else "warn")]
    return tuple(runs)
