"""Checks a text that is given for a slug."""

from __future__ import annotations

import msgspec

from ..errors import UsageError
from ..slugs import offered
from .base import Slug


def checked_slug(text: str) -> str:
    """Return `text` if it is a slug; UsageError, with one that is offered instead, if it is none."""
    try:
        return msgspec.convert(text, Slug)
    except msgspec.ValidationError:
        right = "A slug is lower-case letters, digits and single hyphens: minutes-1921."
        raise UsageError(f"'{text}' is not a slug{offered(text)}", right) from None
