"""The facets by which lists are filtered: for each its option, the source of its values, and its SQL."""

from __future__ import annotations

from typing import NamedTuple

from ..database.facet_counts import MILESTONE
from ..kinds.vocabulary import (
    DIRECTIONS,
    ENTRY_STATUSES,
    MODALITIES,
    NOT_REVIEWED,
    NOT_SAID,
    STANDINGS,
    STRENGTHS,
)


class Condition(NamedTuple):
    """The SQL conditions of a facet. Its chosen values are a JSON list, in the parameter with the facet's name.

    `entries` is a condition on entries of any kind, whose slug is the column `{slug}`; an entry without a value does
    not match. In it, `{references}` selects every organisation that the entry refers to in any field.
    `events` is the same condition on the rows `t` of the timeline, if reading the tables is faster (five times) than
    testing each row of the view. `spans` is on `organisation_details o JOIN entries e`, which the timeline draws as
    bars; '' matches all of them.
    """

    entries: str
    events: str = ""
    spans: str = ""


class Facet(NamedTuple):
    """A facet: `shown` describes what its option selects.

    Its values are `words` that the corpus format defines, the terms of a `vocabulary` of the corpus, or the (value,
    title) rows of the query `titled`; if it has none of these, the kinds of entry. If the values are slugs of entries,
    `kind` is the kind of those. A term includes its narrower terms. The option of
    a `flag` takes no value.
    """

    name: str
    shown: str
    metavar: str
    condition: Condition
    words: tuple[str, ...] = ()
    vocabulary: str = ""
    titled: str = ""
    kind: str = ""
    flag: bool = False


def _chosen(name: str, vocabulary: str = "") -> str:
    """Return SQL that selects the chosen values of a facet; of terms of a vocabulary, with all narrower terms."""
    chosen = f"SELECT value FROM json_each(:{name})"
    if not vocabulary:
        return f"({chosen})"
    within = f"SELECT term FROM terms_within WHERE vocabulary = '{vocabulary}' AND broader IN ({chosen})"
    return f"({chosen} UNION ALL {within})"


_LANES, _TYPES = _chosen("lane", "lane"), _chosen("type", "event_type")

_STATUS = f"COALESCE({{}}.status, '{NOT_REVIEWED}') IN {_chosen('status')}"


def _of(name: str, table: str, vocabulary: str = "") -> str:
    """Return a condition on the column with the facet's name in a table with one row per entry."""
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.slug = {{slug}} AND x.{name} IN {_chosen(name, vocabulary)})"


def _among(name: str, table: str, owner: str = "recommendation") -> str:
    """Return a condition on the terms in the column with the facet's name, in a table with several rows per `owner`."""
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.{owner} = {{slug}} AND x.{name} IN {_chosen(name, name)})"


def _or_not_said(name: str, table: str) -> str:
    """Return the same for recommendations, of which those without any term have the value NOT_SAID."""
    return f"""({_among(name, table)} OR (
        '{NOT_SAID}' IN {_chosen(name)}
        AND {{slug}} IN (SELECT slug FROM recommendation_details)
        AND {{slug}} NOT IN (SELECT recommendation FROM {table})
    ))"""


_ALL = (
    Facet(
        "lane",
        "this lane, by its slug or title",
        "LANE",
        Condition(
            f"""(EXISTS (SELECT 1 FROM timeline x WHERE x.slug = {{slug}} AND x.lane IN {_LANES})
                OR EXISTS (
                    SELECT 1 FROM organisation_details x
                    WHERE x.slug = {{slug}} AND COALESCE(x.lane, '') IN {_LANES}
                ))""",
            f"""t.slug IN (
                SELECT slug FROM event_details WHERE lane IN {_LANES}
                UNION ALL
                SELECT x.slug FROM change_details c CROSS JOIN timeline x ON x.slug = c.slug
                WHERE x.lane IN {_LANES}
            )""",
            f"COALESCE(o.lane, '') IN {_LANES}",
        ),
        vocabulary="lane",
    ),
    Facet(
        "type",
        "events of this type",
        "TYPE",
        Condition(
            f"EXISTS (SELECT 1 FROM timeline x WHERE x.slug = {{slug}} AND x.type IN {_TYPES})",
            f"""t.slug IN (
                SELECT slug FROM event_details WHERE type IN {_TYPES}
                UNION ALL SELECT slug FROM change_details WHERE 'change' IN {_chosen("type")}
            )""",
            "FALSE",  # spans have no type
        ),
        vocabulary="event_type",
    ),
    Facet(
        "modality",
        f"entries of this modality: {', '.join(MODALITIES)}",
        "WORD",
        Condition(
            _of("modality", "entries"),
            """t.slug IN (
                SELECT slug FROM entries
                WHERE kind IN ('event', 'change') AND modality IN (SELECT value FROM json_each(:modality))
            )""",
            "e.modality IN (SELECT value FROM json_each(:modality))",
        ),
        words=MODALITIES,
    ),
    Facet(
        "milestone",
        "milestones: the few events without which the story cannot be followed",
        "",
        Condition(
            "EXISTS (SELECT 1 FROM event_details x "
            f"WHERE x.slug = {{slug}} AND x.milestone AND '{MILESTONE}' IN (SELECT value FROM json_each(:milestone)))",
            spans="FALSE",  # spans are no events
        ),
        words=(MILESTONE,),
        flag=True,
    ),
    Facet(
        "document",
        "entries that cite this document, by its slug or label",
        "SLUG",
        Condition(
            """({slug} IN (SELECT value FROM json_each(:document)) OR EXISTS (
                SELECT 1 FROM citations x
                WHERE x.entry = {slug} AND x.document IN (SELECT value FROM json_each(:document))
            ))""",
            "t.slug IN (SELECT entry FROM citations WHERE document IN (SELECT value FROM json_each(:document)))",
            "o.slug IN (SELECT entry FROM citations WHERE document IN (SELECT value FROM json_each(:document)))",
        ),
        titled="""
            SELECT d.slug, d.label FROM document_details d JOIN entries e ON e.slug = d.slug ORDER BY d.position
        """,
        kind="document",
    ),
    Facet(
        "organisation",
        "entries that refer to this organisation, by its slug or title",
        "SLUG",
        Condition(
            """EXISTS (
                SELECT 1 FROM (
                    SELECT slug AS o FROM organisation_details WHERE slug = {slug} UNION ALL {references}
                ) WHERE o IN (SELECT value FROM json_each(:organisation))
            )""",
            """t.slug IN (
                SELECT event FROM event_organisations WHERE organisation IN (SELECT value FROM json_each(:organisation))
                UNION
                SELECT change FROM change_organisations
                WHERE organisation IN (SELECT value FROM json_each(:organisation))
            )""",
            "o.slug IN (SELECT value FROM json_each(:organisation))",
        ),
        titled="SELECT slug, title FROM shown_entries WHERE kind = 'organisation' ORDER BY slug",
        kind="organisation",
    ),
    Facet(
        "kind",
        "this kind of entry",
        "KIND",
        Condition(
            _of("kind", "entries"),
            "t.slug IN (SELECT slug FROM entries WHERE kind IN (SELECT value FROM json_each(:kind)))",
            "'organisation' IN (SELECT value FROM json_each(:kind))",
        ),
    ),
    Facet(
        "ladder",
        "this ladder, by its slug or title",
        "SLUG",
        Condition(_of("ladder", "level_details")),
        titled="SELECT slug, title FROM shown_entries WHERE kind = 'ladder' ORDER BY id",
        kind="ladder",
    ),
    Facet(
        "classification",
        "organisations of this classification, by its slug or title",
        "WORD",
        Condition(_of("classification", "organisation_details", "classification")),
        vocabulary="classification",
    ),
    Facet(
        "boundary",
        "recommendations about this boundary",
        "BOUNDARY",
        Condition(_among("boundary", "recommendation_boundaries")),
        vocabulary="boundary",
    ),
    Facet(
        "actor",
        f"recommendations to this actor, or '{NOT_SAID}'",
        "ACTOR",
        Condition(
            _or_not_said("actor", "recommendation_actors"),
        ),
        vocabulary="actor",
    ),
    Facet(
        "proposer",
        f"recommendations of this proposer, or '{NOT_SAID}'",
        "PROPOSER",
        Condition(_or_not_said("proposer", "recommendation_proposers")),
        vocabulary="proposer",
    ),
    Facet(
        "strength",
        "recommendations of this strength: firm, conditional, 'one option', hedged",
        "WORD",
        Condition(_of("strength", "recommendation_details")),
        words=STRENGTHS,
    ),
    Facet(
        "standing",
        f"recommendations of this standing: {', '.join(STANDINGS)}",
        "WORD",
        Condition(_of("standing", "recommendation_details")),
        words=STANDINGS,
    ),
    Facet(
        "domain",
        "findings in this domain",
        "DOMAIN",
        Condition(
            _among("domain", "finding_domains", "finding"),
        ),
        vocabulary="domain",
    ),
    Facet(
        "direction",
        f"findings of this direction: {', '.join([*DIRECTIONS][:3])} …",
        "WORD",
        Condition(_of("direction", "finding_details")),
        words=tuple(DIRECTIONS),
    ),
    Facet(
        "status",
        f"entries of this status: {', '.join(repr(word) if ' ' in word else word for word in ENTRY_STATUSES)}",
        "WORD",
        Condition(
            f"EXISTS (SELECT 1 FROM entries x WHERE x.slug = {{slug}} AND {_STATUS.format('x')})",
            f"t.slug IN (SELECT x.slug FROM entries x WHERE x.kind IN ('event', 'change') AND {_STATUS.format('x')})",
            _STATUS.format("e"),
        ),
        words=ENTRY_STATUSES,
    ),
)
FACETS = {facet.name: facet for facet in _ALL}
