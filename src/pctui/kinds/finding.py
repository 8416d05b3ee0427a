"""A finding."""

from typing import Annotated, ClassVar

from .base import ENTRY, Entry, Field, Row, Slug
from .vocabulary import SIGNS, STATUSES, Basis, Certainty, Direction, status_of


def _direction(row: Row) -> str:
    status = status_of(row["modality"], row["basis"])
    return f"{STATUSES[status].sign}{SIGNS.get(row['direction'], '?')} {row['direction']}"


class Finding(Entry, frozen=True, kw_only=True, tag="finding"):
    """What is said to have come of something, and on what basis."""

    plural: ClassVar = "findings"

    subject: Annotated[Slug, Field("About", refers_to=ENTRY)]
    domain: Annotated[Slug, Field("Domain", term_of="domain")]
    direction: Annotated[Direction, Field("Direction", _direction)]
    basis: Annotated[Basis, Field("Basis")]
    certainty: Annotated[Certainty, Field("Certainty")]
