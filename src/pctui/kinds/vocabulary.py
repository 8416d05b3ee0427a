"""The vocabularies that the format fixes: each word declared once, in its order, with its sign, heading or wording.

A word is added here and nowhere else. The types at the end are those of the fields that take these words.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

# How a statement is put. What was intended is drawn hollow and counted apart from what happened; what was argued is
# somebody's view.
INTENDED = ("planned", "forecast", "proposed")
ARGUED = ("claimed", "opinion")
MODALITIES = ("happened", *INTENDED, *ARGUED)
REPORTED = ("claimed", "planned", "proposed")  # what a document tells of others
NOT_HAPPENED = INTENDED + ARGUED  # a page names these; that something happened goes without saying
MODALITY_SIGNS = {"planned": "○", "forecast": "○", "proposed": "◌", "claimed": "“", "opinion": "“"}

# How a date is known, as a page words it.
DATE_BASES = {"stated": "stated", "derived": "inferred", "document-date": "the document's own date"}

# Of organisations, in the order in which they are listed, each with the heading of its group.
CLASSIFICATIONS = {
    "form": "Forms",
    "named body": "Named bodies",
    "professional body": "Professional bodies",
    "network": "Networks",
    "project": "Projects",
    "unit": "Boards, teams and facilities",
}
PARTICIPATIONS = ("voluntary", "compulsory", "mixed")

ASPECTS = ("composition", "function", "standing", "accountability", "share of services", "budget share", "provision")

# Of recommendations: the firmest first (a conditional one follows from another proposal); what it amounts to; and whose
# it is, as a page words it. A boundary is printed with it, or was inferred by whoever wrote the entry.
STRENGTHS = ("firm", "conditional", "one option", "hedged")
STANDINGS = ("proposal", "policy", "requirement")
STANCES = {
    "own": "the document's own proposal",
    "reported": "reported by the document",
    "unattributed": "not said whether the document's own or reported",
}
BOUNDARY_BASES = {"printed": "", "inferred": "inferred, not printed"}
NOT_SAID = "not said"  # the proposer or the actor where the document names none


class DirectionMeaning(NamedTuple):
    """A direction of findings: its sign.

    One without a sign reports no effect: its findings are counted apart, whatever they are based on.
    """

    sign: str


DIRECTIONS = {
    "improved": DirectionMeaning("+"),
    "worsened": DirectionMeaning("−"),
    "mixed": DirectionMeaning("±"),
    "no effect or not achieved": DirectionMeaning("∅"),
    "unclear": DirectionMeaning("?"),  # an effect is looked for, but which it is was not found out
    "descriptive": DirectionMeaning(""),  # none is reported: a rule, an aim, a likeness, a place in a sequence
}
SIGNS = {word: direction.sign for word, direction in DIRECTIONS.items() if direction.sign}
DESCRIPTIVE = "descriptive"
EFFECTS = ("improved", "worsened")  # what has only been planned cannot have had them
COUNTED = "({})"  # how findings without a sign are counted in a cell


class Status(NamedTuple):
    """What stands behind a finding: the sign before its direction's, its heading, and that on the page of a subject."""

    sign: str
    heading: str
    findings: str


STATUSES = {
    "found": Status("", "Found by evaluations and reviews", "Findings"),
    "claimed": Status("“", "Claimed or argued", "Claimed findings"),
    "forecast": Status("○", "Intended or forecast", "Forecast findings"),
}
STATUS_SIGNS = {word: status.sign for word, status in STATUSES.items()}
STATUS_HEADINGS = {word: status.heading for word, status in STATUSES.items()}
LEGEND = {
    **SIGNS,
    DESCRIPTIVE: COUNTED.format("n"),
    **{word: sign for word, sign in STATUS_SIGNS.items() if sign},
}

# What a finding is based on, each with what that makes of it.
BASES = {
    "evaluation": "found",
    "review": "found",
    "editorial": "claimed",
    "opinion": "claimed",
    "policy intent": "forecast",
}
CERTAINTIES = ("firm", "qualified", "tentative")


def status_of(modality: str, basis: str) -> str:
    """The status of a finding: what its passage only intends or argues was not found, whatever it is based on."""
    if modality in INTENDED or BASES.get(basis) == "forecast":
        return "forecast"
    return "claimed" if modality in ARGUED or BASES.get(basis) == "claimed" else "found"


def sign_of(status: str, direction: str) -> str:
    """The sign of a finding, that of its status before that of its direction; none where it reports no effect."""
    return "" if direction == DESCRIPTIVE else STATUS_SIGNS[status] + SIGNS.get(direction, "?")


def based_on(status: str) -> list[str]:
    """The bases of findings that make them of a status."""
    return [basis for basis, of in BASES.items() if of == status]


# How exactly a quantity is given.
COMPARATORS = ("exactly", "about", "over", "at least", "up to", "under", "nearly")

# Typed links, each read from the entry that has it and from the one that it leads to.
LINKS = {
    "accountable_to": ("accountable to", "holds to account"),
    "advises": ("advises", "advised by"),
    "subcommittee_of": ("a subcommittee of", "has the subcommittee"),
    "funds": ("funds", "funded by"),
    "evaluates": ("evaluates", "evaluated by"),
    "exemplifies": ("an example of", "exemplified by"),
    "disputes": ("disagrees with", "disagrees with"),
    "outcome_of": ("outcome of", "has the outcome"),
    "supports": ("supports", "supported by"),
    "opposes": ("opposes", "opposed by"),
    "answers": ("answers", "answered by"),
    "otherwise": ("the alternative is", "the alternative to"),
    "part_of": ("part of", "has the part"),
    "see_also": ("see also", "see also"),
}
# The links that have a heading of their own, on the page of the entry that has the link, or of the one it leads to.
# Nothing else puts an entry under these headings, and `see_also` puts none under any.
HEADINGS = {"answers": "Problem it answers", "otherwise": "If it is not done"}
HEADINGS_OF_TARGET = {"supports": "Evidence for", "opposes": "Evidence against"}

# The kinds of entry that state something: where one is listed, the passages that it cites stand beside it.
STATEMENTS = ("event", "change", "recommendation", "finding", "figure")

EXTENTS = ("whole", "extract")

Origin = Literal["document", "context"]

# The vocabularies that a corpus brings itself, each with the field of its record that lists the terms.
OF_THE_CORPUS = {
    "lane": "lanes",
    "boundary": "boundaries",
    "actor": "actors",
    "domain": "domains",
    "event_type": "event_types",
}

if TYPE_CHECKING:  # mypy takes no Literal of words that are not spelt out in it; msgspec checks them
    Modality: TypeAlias = str
    DateBasis: TypeAlias = str
    Classification: TypeAlias = str
    ParticipationKind: TypeAlias = str
    Aspect: TypeAlias = str
    Strength: TypeAlias = str
    Standing: TypeAlias = str
    BoundaryBasis: TypeAlias = str
    Stance: TypeAlias = str
    Direction: TypeAlias = str
    Basis: TypeAlias = str
    Certainty: TypeAlias = str
    Comparator: TypeAlias = str
    LinkType: TypeAlias = str
    Extent: TypeAlias = str
else:
    Modality = Literal[tuple(MODALITIES)]
    DateBasis = Literal[tuple(DATE_BASES)]
    Classification = Literal[tuple(CLASSIFICATIONS)]
    ParticipationKind = Literal[tuple(PARTICIPATIONS)]
    Aspect = Literal[tuple(ASPECTS)]
    Strength = Literal[tuple(STRENGTHS)]
    Standing = Literal[tuple(STANDINGS)]
    BoundaryBasis = Literal[tuple(BOUNDARY_BASES)]
    Stance = Literal[tuple(STANCES)]
    Direction = Literal[tuple(DIRECTIONS)]
    Basis = Literal[tuple(BASES)]
    Certainty = Literal[tuple(CERTAINTIES)]
    Comparator = Literal[tuple(COMPARATORS)]
    LinkType = Literal[tuple(LINKS)]
    Extent = Literal[tuple(EXTENTS)]
