"""Attributes of entries as texts and pointers: what the kinds word alike."""

from __future__ import annotations

from collections.abc import Iterator

from .. import model
from ..model import Attribute, Item, Reference
from .lists import SIGN, STATUS
from .store import Store

# The attributes that tell findings, by what stands behind these.
FINDINGS = {"found": "Findings", "claimed": "Claimed findings", "foreseen": "Foreseen findings"}

# A link reads from both its sides.
LINKS = {
    "accountable_to": ("accountable to", "answers for"),
    "advises": ("advises", "advised by"),
    "subcommittee_of": ("a subcommittee of", "has the subcommittee"),
    "funds": ("funds", "funded by"),
    "evaluates": ("evaluates", "evaluated by"),
    "exemplifies": ("an example of", "exemplified by"),
    "disputes": ("disagrees with", "disagrees with"),
    "outcome_of": ("what came of", "what came of it"),
    "part_of": ("part of", "has the part"),
    "see_also": ("see also", "see also"),
}


def text_of(name: str, text: str | None) -> Attribute:
    """An attribute of one text; of none where there is no text."""
    return Attribute(name, (Item(text),) if text else ())


def entries_of(store: Store, name: str, sql: str, slug: str) -> Attribute:
    """An attribute whose values are entries; `sql` gives (owner, slug, kind, title)."""
    references = [Reference(*row) for row in store.rows_of(slug, sql)]
    return Attribute(name, tuple(Item(r.title, r) for r in references), listed=len(references) > 1)


def about(store: Store, slug: str) -> Iterator[Attribute]:
    """What other entries say about this one: figures, findings, events, proposals."""
    figures = store.rows_of(
        slug,
        """
        SELECT f.subject, e.slug, e.kind, e.title, f.min, f.max, f.value, f.words, f.comparator, f.unit
        FROM figure_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject {this} ORDER BY e.id
        """,
    )
    yield Attribute(
        "Figures",
        tuple(Item(f"{title}: {amount_of(*amount)}", Reference(s, kind, title)) for s, kind, title, *amount in figures),
        listed=True,
    )
    findings = store.rows_of(
        slug,
        """
        SELECT f.subject, e.slug, e.kind, e.title, {sign}, {status}
        FROM finding_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject {this} ORDER BY e.id
        """.replace("{sign}", SIGN).replace("{status}", STATUS),
    )
    for ground, name in FINDINGS.items():
        told = [
            Item(f"{sign} {title}", Reference(s, kind, title)) for s, kind, title, sign, g in findings if g == ground
        ]
        yield Attribute(name, tuple(told), listed=True)


def amount_of(
    low: float | None, high: float | None, value: float | None, words: str | None, comparator: str, unit: str
) -> str:
    """A figure's value in words: `over 200,000 people`."""
    amount = model.quantity(low, high, value, comparator) or words or ""
    if unit == "%":
        return f"{amount}%"
    return f"{amount} {unit}"


def basis_of(basis: str | None) -> str | None:
    """How a date is known."""
    return {"stated": "stated", "derived": "worked out", "document-date": "the document's own date"}.get(basis or "")
