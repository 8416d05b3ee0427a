"""The vocabularies that the format fixes: each term declared once, in order, with its sign, heading or wording.

Among them are those that a corpus may declare itself: here are the terms of one that does not. A word is added here and
nowhere else. The types at the end are those of the fields that take these words.
"""

from collections.abc import Container
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

NOTE = "note"  # in JSON Lines, what begins a line with the reader's own note: it is no part of the corpus

# The modality of a statement. What was intended is drawn hollow and counted apart from what happened; what was argued
# is somebody's view.
INTENDED = ("planned", "forecast", "proposed")
ARGUED = ("claimed", "opinion")
MODALITIES = ("happened", *INTENDED, *ARGUED)
REPORTED = ("claimed", "planned", "proposed")  # what a document reports of others
NOT_HAPPENED = INTENDED + ARGUED  # a page names these, but not that something happened
MODALITY_SIGNS = {"planned": "○", "forecast": "○", "proposed": "◌", "claimed": "“", "opinion": "“"}

# The event types from which the existence of the organisations that they name follows, in a corpus that has them.
CREATION, ABOLITION = "creation", "abolition"

# How a date is known, with its wording on a page.
DATE_BASES = {"stated": "stated", "derived": "inferred", "document-date": "the document's own date"}

# Classifications of organisations, in the order of the list, each with the heading of its group: those of a corpus that
# declares none. A form is a sort of organisation, of which there may be many: each has a row of the matrix of findings.
FORM = "form"
CLASSIFICATIONS = {
    FORM: "Forms",
    "named body": "Named bodies",
    "professional body": "Professional bodies",
    "network": "Networks",
    "project": "Projects",
    "unit": "Boards, teams and facilities",
}
PARTICIPATIONS = ("voluntary", "compulsory", "mixed")

# Aspects of levels, of a corpus that declares none.
ASPECTS = ("composition", "function", "standing", "accountability", "share of services", "budget share", "provision")

# For recommendations: strength, the firmest first (a conditional one follows from another proposal); standing; stance,
# with its wording on a page. A boundary is printed with the recommendation, or was inferred by the author of the entry.
STRENGTHS = ("firm", "conditional", "one option", "hedged")
STANDINGS = ("proposal", "policy", "requirement")
STANCES = {
    "own": "the document's own proposal",
    "reported": "reported by the document",
    "unattributed": "not said whether the document's own or reported",
}
BOUNDARY_BASES = {"printed": "", "inferred": "inferred, not printed"}
NOT_SAID = "not said"  # the proposer or the actor if the document names none


class DirectionMeaning(NamedTuple):
    """A direction of findings: its sign, and what its findings report, as the object of a verb.

    One without a sign reports no effect: its findings are counted apart, whatever they are based on.
    """

    sign: str
    reported: str


DIRECTIONS = {
    "improved": DirectionMeaning("+", "an improvement"),
    "worsened": DirectionMeaning("−", "a change for the worse"),
    "mixed": DirectionMeaning("±", "mixed effects"),
    "no effect or not achieved": DirectionMeaning("∅", "no effect, or an aim that was not achieved"),
    # An effect was looked for, but its direction was not found.
    "unclear": DirectionMeaning("?", "an effect of unclear direction"),
    # No effect is reported: a rule, an aim, a likeness, a place in a sequence.
    "descriptive": DirectionMeaning("", "how things stood, and no effect"),
}
SIGNS = {word: direction.sign for word, direction in DIRECTIONS.items() if direction.sign}
DESCRIPTIVE = "descriptive"
EFFECTS = ("improved", "worsened")  # what was only planned cannot have had these
COUNTED = "({})"  # how findings without a sign are counted in a cell


class Status(NamedTuple):
    """The status of findings: the sign after that of their direction, their heading, and that on a subject's page.

    `one` and `many` begin a sentence on what they report, after their number.
    """

    sign: str
    heading: str
    findings: str
    one: str
    many: str


STATUSES = {
    "found": Status("", "Found by evaluations and reviews", "Findings", "finding reports", "findings report"),
    "claimed": Status("c", "Claimed or argued", "Claimed findings", "statement claims", "statements claim"),
    "forecast": Status("f", "Intended or forecast", "Forecast findings", "statement foresees", "statements foresee"),
}
STATUS_SIGNS = {word: status.sign for word, status in STATUSES.items()}
STATUS_HEADINGS = {word: status.heading for word, status in STATUSES.items()}
LEGEND = {
    **SIGNS,
    DESCRIPTIVE: COUNTED.format("n"),
    **{word: sign for word, sign in STATUS_SIGNS.items() if sign},
}

# The bases of a finding, each with the status that it gives.
BASES = {
    "evaluation": "found",
    "review": "found",
    "editorial": "claimed",
    "opinion": "claimed",
    "policy intent": "forecast",
}
CERTAINTIES = ("firm", "qualified", "tentative")


def status_of(modality: str, basis: str) -> str:
    """Return the status of a finding; what a passage only intends or argues was not found, whatever its basis."""
    if modality in INTENDED or BASES.get(basis) == "forecast":
        return "forecast"
    return "claimed" if modality in ARGUED or BASES.get(basis) == "claimed" else "found"


def sign_of(status: str, direction: str) -> str:
    """Return the sign of a finding: that of its direction, then that of its status; none if it reports no effect."""
    return "" if direction == DESCRIPTIVE else SIGNS.get(direction, "?") + STATUS_SIGNS[status]


def direction_of(sign: str) -> str:
    """Return what the sign of a finding says: `improved, claimed`; without a sign, that it reports no effect."""
    for status in STATUS_SIGNS:
        for direction in SIGNS:
            if sign_of(status, direction) == sign:
                return direction if status == "found" else f"{direction}, {status}"
    return DESCRIPTIVE


def based_on(status: str) -> list[str]:
    """Return the bases that give findings a status."""
    return [basis for basis, of in BASES.items() if of == status]


# How exactly a quantity is given.
COMPARATORS = ("exactly", "about", "over", "at least", "up to", "under", "nearly")

# Typed links, each with its words on the page of its source and on that of its target. A corpus may declare more.
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
    "supersedes": ("supersedes", "superseded by"),
    "part_of": ("part of", "has the part"),
    "see_also": ("see also", "see also"),
}
# The links with a heading of their own, on the page of their source or of their target. Nothing else puts an entry
# under these headings: not a link that a corpus declares either, whose headings are others.
HEADINGS = {"answers": "Problem it answers", "otherwise": "If it is not done"}
HEADINGS_OF_TARGET = {"supports": "Evidence for", "opposes": "Evidence against"}

# Where two statements disagree, each with its heading. The views of a document are its findings and recommendations.
DISAGREEMENTS = {
    "documents": "Between documents",
    "outcome": "Forecasts and what came of them",  # no disagreement, but compared in the same way
    "outside": "With a source outside the documents",
    "reported": "Between those whom a document reports",
    "facts": "Within a document: dates, figures and other facts",
    "views": "Within a document: tensions of views",
}
VIEWS = ("finding", "recommendation")
OUTSIDE = "Context"  # instead of the label of a document, for a statement from outside the documents


def where_disputed(*, cited: bool, shared: bool, modalities: Container[str], kinds: Container[str]) -> str:
    """Return where two statements that dispute each other do so, one of DISAGREEMENTS.

    `cited` says whether both cite a document, `shared` whether they cite the same. A document reports what it claims,
    plans or proposes for somebody else; the modality says so.
    """
    if not cited:
        return "outside"
    if not shared:
        return "documents"
    if any(modality in modalities for modality in REPORTED):
        return "reported"
    return "views" if any(kind in kinds for kind in VIEWS) else "facts"


# The kinds of entry that state something: wherever one is listed, the passages that it cites are shown beside it.
STATEMENTS = ("event", "change", "recommendation", "finding", "figure")

# An anchor: hashes of the first and of the last four words of a passage, its length in words, a hash of all of them.
ANCHOR = r"^([0-9a-f]{10})-([0-9a-f]{10})-([1-9][0-9]{0,5})(?:-([0-9a-f]{10}))?$(?!\n)"

EXTENTS = ("whole", "extract")

# How far an entry is: a draft may lack its citations and is left out of exports; reviewed, somebody else has read it.
DRAFT, REVIEWED, NOT_REVIEWED = "draft", "reviewed", "not reviewed"
ENTRY_STATUSES = (DRAFT, NOT_REVIEWED, REVIEWED)  # as lists are filtered by; who has no status is not reviewed
MARKED = (*NOT_HAPPENED, "context", DRAFT)  # of modalities, origins and statuses, those that a list names

Origin = Literal["document", "context"]
EntryStatus = Literal["reviewed", "draft"]

# What the record of a corpus has beside its vocabularies.
CORPUS_FIELDS = ("slug", "title", "summary", "version", "language")

# The vocabularies of a corpus, each with the field of its record that lists the terms.
OF_THE_CORPUS = {
    "lane": "lanes",
    "boundary": "boundaries",
    "actor": "actors",
    "proposer": "proposers",
    "domain": "domains",
    "event_type": "event_types",
    "aspect": "aspects",
    "classification": "classifications",
    "link_type": "link_types",
}
# Of these, the ones that have terms where the corpus declares none; to those of links, a corpus only adds.
WITH_DEFAULTS = ("aspect", "classification", "link_type")
# The names of their terms: `named body`, `accountable_to`.
WORDS = r"^[a-z0-9]+([ -][a-z0-9]+)*$(?!\n)"
LINK_NAME = r"^[a-z0-9]+([_-][a-z0-9]+)*$(?!\n)"

if TYPE_CHECKING:  # mypy takes no Literal of words that are not spelt out in it; msgspec checks them
    Modality: TypeAlias = str
    DateBasis: TypeAlias = str
    ParticipationKind: TypeAlias = str
    Strength: TypeAlias = str
    Standing: TypeAlias = str
    BoundaryBasis: TypeAlias = str
    Stance: TypeAlias = str
    Direction: TypeAlias = str
    Basis: TypeAlias = str
    Certainty: TypeAlias = str
    Comparator: TypeAlias = str
    Extent: TypeAlias = str
else:
    Modality = Literal[tuple(MODALITIES)]
    DateBasis = Literal[tuple(DATE_BASES)]
    ParticipationKind = Literal[tuple(PARTICIPATIONS)]
    Strength = Literal[tuple(STRENGTHS)]
    Standing = Literal[tuple(STANDINGS)]
    BoundaryBasis = Literal[tuple(BOUNDARY_BASES)]
    Stance = Literal[tuple(STANCES)]
    Direction = Literal[tuple(DIRECTIONS)]
    Basis = Literal[tuple(BASES)]
    Certainty = Literal[tuple(CERTAINTIES)]
    Comparator = Literal[tuple(COMPARATORS)]
    Extent = Literal[tuple(EXTENTS)]
