"""Guarantees about the built-in corpus. Its counts are recorded, so that accidental losses are noticed."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from pctui import paths
from pctui.corpus.copies import copies_in
from pctui.corpus.coverage import coverage
from pctui.corpus.loader import Loaded, load
from pctui.corpus.verify import verify
from pctui.database.build import seed
from pctui.kinds.base import Link
from pctui.kinds.change import Change
from pctui.kinds.concept import Concept
from pctui.kinds.level import Level
from pctui.kinds.recommendation import Recommendation
from pctui.kinds.vocabulary import HEADINGS, HEADINGS_OF_TARGET, INTENDED
from pctui.queries.entry import describe
from pctui.queries.filters import Filter
from pctui.queries.store import Store

COUNTS = {
    "document": {
        "change": 12,
        "concept": 52,
        "document": 5,
        "event": 38,
        "figure": 27,
        "finding": 210,
        "ladder": 1,
        "level": 4,
        "organisation": 47,
        "person": 16,
        "project": 7,
        "recommendation": 53,
    },
    "context": {"change": 5, "concept": 2, "event": 16, "figure": 4, "organisation": 3},
}
SEEN_LATER = ("planned", "forecast", "proposed", "claimed", "opinion")


@pytest.fixture(scope="module")
def corpus() -> Loaded:
    return load(paths.built_in_corpus())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("built-in") / "pctui.db"
    seed(paths.built_in_corpus(), database)
    return database


def test_no_entry_is_lost_by_accident(corpus: Loaded) -> None:
    found = Counter((entry.origin, type(entry).__name__.lower()) for entry in corpus.entries.values())
    assert {origin: dict(sorted(kinds.items())) for origin, kinds in COUNTS.items()} == {
        origin: {kind: n for (o, kind), n in sorted(found.items()) if o == origin} for origin in COUNTS
    }


def test_every_paragraph_is_cited_or_says_why_not(corpus: Loaded) -> None:
    bare = [
        f"{document} ¶{paragraph.number}"
        for document, paragraphs in coverage(corpus, {}).items()
        for paragraph in paragraphs
        if not paragraph.accounted_for
    ]
    assert not bare


def test_every_citation_and_number_is_verified_in_the_documents(corpus: Loaded, source_documents: Path) -> None:
    verification = verify(corpus, copies_in(source_documents, corpus.known()))
    assert not verification.faults
    assert all(document.copy for document in verification.documents)


def test_nearly_every_word_of_the_documents_is_in_a_cited_passage(corpus: Loaded, source_documents: Path) -> None:
    copies = {slug: found.copy for slug, found in copies_in(source_documents, corpus.known()).items()}
    for document, paragraphs in coverage(corpus, copies).items():
        words = sum(paragraph.words or 0 for paragraph in paragraphs)
        assert sum(paragraph.cited or 0 for paragraph in paragraphs) > 0.97 * words, document


def test_entries_of_the_documents_have_citations_and_background_facts_have_sources(corpus: Loaded) -> None:
    for entry in corpus.entries.values():
        if entry.origin == "document":
            assert entry.citations or getattr(entry, "functions", []), entry.slug
            assert not entry.sources, entry.slug
        else:
            assert entry.sources, entry.slug
            assert not entry.citations, entry.slug


def test_no_entry_of_the_documents_depends_on_a_background_fact(corpus: Loaded) -> None:
    for entry in corpus.entries.values():
        if entry.origin == "document":
            assert not [link.to for link in entry.links if corpus.entries[link.to].origin == "context"], entry.slug


def test_an_outcome_is_linked_to_something_that_had_not_yet_happened(corpus: Loaded) -> None:
    for entry in corpus.entries.values():
        for link in entry.links:
            if link.type == "outcome_of":
                assert corpus.entries[link.to].modality in SEEN_LATER, f"{entry.slug} -> {link.to}"


def test_disagreements_are_linked_once_with_a_sentence(corpus: Loaded) -> None:
    pairs = [
        frozenset((entry.slug, link.to))
        for entry in corpus.entries.values()
        for link in entry.links
        if link.type == "disputes"
    ]
    assert len(pairs) == len(set(pairs)) == 20
    for pair in (
        ("finding-split-retained", "level-4"),
        ("rec-white-paper-end-internal-market", "finding-split-retained"),
        ("primary-care-trust", "level-3"),
        ("total-purchasing-pilot", "extended-fundholding"),
        ("finding-pcg-partnership-strategies-failed", "finding-pco-catalyst-primary-community"),
        ("finding-fundholding-modest-improvements", "finding-fundholding-wider-range"),
        ("finding-pms-best-example-disintegration", "finding-pms-contracts-aided-integration"),
    ):
        assert frozenset(pair) in pairs
    for entry in corpus.entries.values():
        assert all(link.note for link in entry.links if link.type == "disputes"), entry.slug


def test_only_typed_links_put_anything_under_a_heading_and_forecasts_are_no_evidence(
    corpus: Loaded, database: Path
) -> None:
    with closing(Store(database, context=True)) as store:
        for slug, entry in corpus.entries.items():
            topics = {slug, *_topics(corpus, slug)} if isinstance(entry, Recommendation) else {slug}
            for attribute in describe(store, slug).attributes:
                link = {heading: link for link, heading in {**HEADINGS, **HEADINGS_OF_TARGET}.items()}.get(
                    attribute.name
                )
                for item in attribute.items if link else ():
                    assert item.entry
                    ends = (topics, {item.entry.slug}) if link in HEADINGS else ({item.entry.slug}, topics)
                    assert any(
                        each.type == link and each.to in ends[1]
                        for source in ends[0]
                        for each in _links(corpus, source)
                    ), f"{slug}: {attribute.name}: {item.entry.slug}"
                    if link in HEADINGS_OF_TARGET:
                        assert corpus.entries[item.entry.slug].modality not in INTENDED, f"{slug}: {item.entry.slug}"


def _links(corpus: Loaded, slug: str) -> list[Link]:
    return corpus.entries[slug].links


def _topics(corpus: Loaded, slug: str) -> set[str]:
    """What a proposal is part of, and the examples and concepts of it."""
    wholes = {slug}
    while new := {each.to for one in wholes for each in _links(corpus, one) if each.type == "part_of"} - wholes:
        wholes |= new
    concepts = {e.to for one in wholes for e in _links(corpus, one) if isinstance(corpus.entries[e.to], Concept)}
    return wholes | concepts | {*getattr(corpus.entries[slug], "exemplars", ())}


@pytest.mark.parametrize(
    ("slug", "heading", "other"),
    [
        ("rec-24-7-responsibility", "Problem it answers", "finding-24-7-care-fragmented"),
        ("rec-social-marketing-out-of-hours", "Problem it answers", "finding-24-7-care-fragmented"),
        ("rec-more-time-before-trust-status", "Evidence for", "finding-trust-transition-harms-services"),
        ("rec-senior-primary-care-professional", "Problem it answers", "finding-advice-from-hospital-side"),
        ("rec-rethink-primary-care-provision", "If it is not done", "finding-alternative-vertical-integration"),
        ("rec-pct-mergers-mooted-2004", "Evidence against", "finding-premature-reorganisation-harmful"),
        ("rec-contract-record-access", "Evidence against", "finding-contract-benefit-uncertain"),
        ("rec-nhs-plan-intermediate-care", "Evidence for", "finding-community-support-team-effect"),
    ],
)
def test_what_a_document_sets_against_or_beside_a_proposal(database: Path, slug: str, heading: str, other: str) -> None:
    with closing(Store(database)) as store:
        found = {attribute.name: attribute.items for attribute in describe(store, slug).attributes}
    assert other in [item.entry.slug for item in found[heading] if item.entry]


def test_who_proposes_and_who_acts_is_not_said_where_the_document_leaves_it_open(corpus: Loaded) -> None:
    proposals = [entry for entry in corpus.entries.values() if isinstance(entry, Recommendation)]
    assert (
        len([p for p in proposals if p.citations and p.citations[0].document == "breaking-boundaries-editorial"]) > 20
    )
    assert any(not p.actors for p in proposals)
    for proposal in proposals:
        under_a_heading = proposal.citations[0].paragraph in range(4, 10)
        if proposal.citations[0].document == "breaking-boundaries-editorial" and under_a_heading:
            reported = proposal.slug == "rec-primary-care-federations"
            assert (proposal.proposer is None, proposal.stance == "unattributed") == (not reported, not reported)
            assert any(boundary.basis == "printed" for boundary in proposal.boundaries), proposal.slug
        else:
            assert proposal.proposer or proposal.slug == "rec-pct-mergers-mooted-2004"
            assert all(boundary.basis == "inferred" for boundary in proposal.boundaries), proposal.slug


def test_what_is_no_proposal_says_so_and_strengths_are_told_apart(corpus: Loaded) -> None:
    proposals = [entry for entry in corpus.entries.values() if isinstance(entry, Recommendation)]
    assert Counter(p.standing for p in proposals) == {"proposal": 43, "policy": 6, "requirement": 4}
    assert Counter(p.strength for p in proposals) == {
        "firm": 27, "conditional": 10, "hedged": 10, "one option": 3, None: 3,
    }  # fmt: skip
    for proposal in proposals:
        if proposal.strength == "conditional":
            assert any(link.type == "part_of" for link in proposal.links), f"{proposal.slug}: on what?"


def test_titles_can_be_understood_on_their_own_in_a_list(corpus: Loaded) -> None:
    for entry in corpus.entries.values():
        # The title of a work cannot be changed.
        assert len(entry.title) <= (160 if type(entry).__name__ == "Document" else 60), entry.slug
        assert not entry.title.endswith("."), entry.slug


def test_levels_one_and_two_are_groups_and_the_others_trusts(corpus: Loaded) -> None:
    levels = sorted((e for e in corpus.entries.values() if isinstance(e, Level)), key=lambda level: level.rung)
    assert [level.organisation for level in levels] == ["primary-care-group"] * 2 + ["primary-care-trust"] * 2


def test_the_networks_of_new_zealand_do_not_succeed_those_of_england(corpus: Loaded) -> None:
    networks = {"primary-care-network-nz", "midlands-health-network"}
    assert networks <= set(corpus.entries)
    for entry in corpus.entries.values():
        if isinstance(entry, Change):
            assert not networks & {*entry.original, *entry.resulting}, entry.slug


def test_background_facts_are_in_no_list_by_default(tmp_path: Path) -> None:
    database = tmp_path / "pctui.db"
    seed(paths.built_in_corpus(), database)
    without, with_context = Store(database), Store(database, context=True)
    try:
        assert sum(with_context.counts().values()) > sum(without.counts().values())
        for name in ("timeline", "organisations", "evidence", "recommendations by heading"):
            assert all(row.origin == "document" for row in without.rows(name)), name
        assert any(row.origin == "context" for row in with_context.rows("timeline"))
        assert not without.search('"integrated care board"')
        assert with_context.search('"integrated care board"')
    finally:
        without.close()
        with_context.close()


@pytest.mark.parametrize(
    ("facet", "value", "number"),
    [("proposer", "breaking-boundaries", 26), ("actor", "gps", 16), ("actor", "general-practices", 5)],
)
def test_what_a_reader_asks_for_is_one_choice(database: Path, facet: str, value: str, number: int) -> None:
    with closing(Store(database)) as store:
        assert store.total("recommendations by heading", Filter({facet: (value,)})) == number
