"""Slugs: made of a text in any script, kept free, and offered where what was typed is none."""

from __future__ import annotations

import re

import pytest
from conftest import Run, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui.slugs import LONGEST, free_slug, numbered_slug, slug_of

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Beacon Act of 1821: a beginning", "the-beacon-act-of-1821-a-beginning"),
        ("constitution-1.9", "constitution-1-9"),
        ("The keepers’ letter", "the-keepers-letter"),
        ("Émile Zola & Straße", "emile-zola-strasse"),
        ("Łódź Œuvre Nguyễn", "lodz-oeuvre-nguyen"),
        ("Съезд ученых", "sezd-uchenykh"),
        ("Ελληνική Δημοκρατία", "elliniki-dimokratia"),
        ("서울 시청", "seoul-siceong"),
        ("ひらがな", "hiragana"),
        ("٢٠٢١ act", "2021-act"),
        ("国务院决定", ""),
        ("الدستور", ""),
        ("— … —", ""),
        ("", ""),
    ],
)
def test_a_slug_can_be_read_as_its_text(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@settings(max_examples=examples(100))
@given(st.text(max_size=200))
def test_a_slug_is_one_whatever_the_text(text: str) -> None:
    slug = slug_of(text)
    assert not slug or SLUG.fullmatch(slug)
    assert len(slug) <= LONGEST
    assert slug_of(slug) == slug


@given(st.sets(st.sampled_from(["a", "a-2", "a-3", "b"])), st.sampled_from(["a", "b", "c" * 90]))
def test_a_free_slug_is_not_taken(taken: set[str], slug: str) -> None:
    free = free_slug(slug, taken)
    assert free not in taken
    assert SLUG.fullmatch(free)
    assert len(free) <= LONGEST


def test_what_has_no_slug_of_its_own_is_numbered() -> None:
    assert numbered_slug("event", {"event-1", "event-3"}) == "event-2"


def test_a_slug_is_offered_where_what_was_typed_is_none(pctui: Run, corpus: object) -> None:
    file = corpus / "events.yaml"  # type: ignore[operator]
    assert "write 'constitution-1-9'" in pctui("paragraphs", "constitution-1.9", file).err
    file.write_text(file.read_text().replace("slug: beacon-act-1821", "slug: Beacon Act 1821"))
    assert "write 'beacon-act-1821'" in pctui("check", "--corpus", corpus).err
