"""What findings of the corpus bear on a recommendation: through its examples, or by a link."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Attribute, Item, Reference
from .lists import SIGN, SIGNS
from .store import Store
from .wording import LINKS

# How the findings of each direction are headed on a recommendation's page.
_HEADS = {"improved": "Evidence for", "worsened": "Evidence against"}
_EITHER = "Evidence either way"
_LINKED = ("evaluates", "exemplifies", "disputes", "see_also")
_ORDER = " ".join(f"WHEN '{direction}' THEN {place}" for place, direction in enumerate(SIGNS))

_BEARING = f"""
WITH things (proposal, slug, place) AS (
  SELECT slug, slug, -1 FROM recommendation_details WHERE slug {{this}}
  UNION ALL
  SELECT recommendation, exemplar, position FROM recommendation_exemplars WHERE recommendation {{this}}
),
bearing (proposal, finding, thing, how, side, place) AS (
  SELECT t.proposal, f.slug, t.slug, 'about', 0, t.place FROM finding_details f JOIN things t ON t.slug = f.subject
  UNION ALL
  SELECT t.proposal, l.source, t.slug, l.type, 0, t.place
  FROM links l JOIN things t ON t.slug = l.target WHERE l.type IN {_LINKED}
  UNION ALL
  SELECT t.proposal, l.target, t.slug, l.type, 1, t.place
  FROM links l JOIN things t ON t.slug = l.source WHERE l.type IN {_LINKED}
)
SELECT b.proposal, e.slug, e.kind, e.title, e.modality, f.direction, {SIGN}, b.how, b.side,
  IIF(b.thing = b.proposal, 'this proposal', x.title)
FROM bearing b
JOIN finding_details f ON f.slug = b.finding
JOIN shown_entries e ON e.slug = f.slug
JOIN shown_entries x ON x.slug = b.thing
ORDER BY CASE f.direction {_ORDER} END, e.id, b.place, b.how, b.side
"""


def evidence_for(store: Store, slug: str) -> Iterator[Attribute]:
    """The findings about a recommendation's examples or linked with it, by the sign of their direction.

    That there is none is said as well: a reader who looks for evidence is not left to wonder.
    """
    items: dict[str, dict[str, Item]] = {}
    for finding, kind, title, modality, direction, sign, how, side, thing in store.rows_of(slug, _BEARING):
        tie = f"{'about' if how == 'about' else LINKS[how][side]} {thing}"
        said = "" if modality == "happened" else f"; {modality}"
        text = f"{sign} {title} ({tie}{said})"
        group = items.setdefault(_HEADS.get(direction, _EITHER), {})
        group.setdefault(finding, Item(text, Reference(finding, kind, title)))
    for head in (*_HEADS.values(), _EITHER):
        yield Attribute(head, tuple(items.get(head, {}).values()), listed=True)
    if not items:
        yield Attribute("Evidence", (Item("none in this corpus on it or its examples"),))
