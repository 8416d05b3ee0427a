"""The names by which an entry is known, and the words of which they are made, as search compares them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .folding import tokens
from .language import STOP_WORDS, singular

_INITIALS = range(3, 7)  # letters of an abbreviation that is made of the first letters of a title
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


def name_key(words: Iterable[str]) -> str:
    """Return folded words as a name is compared: the last of them in the singular."""
    *before, last = [*words] or [""]
    return " ".join([*before, singular(last)])


def names(title: str, further: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of an entry, each with its key: its title without brackets, further ones, and its initials.

    Small words have no initial; where they make up a name, it is among the further ones.
    """
    bare = _IN_BRACKETS.sub("", title) or title
    words = [word.text for word in tokens(bare)]
    initials = "".join(word[0] for word in words if word not in STOP_WORDS and not word[0].isdigit())
    made = [initials.upper()] if len(initials) in _INITIALS and initials.isalpha() else []
    found: dict[str, str] = {}
    for name in (bare, *further, *made):
        if key := name_key(word.text for word in tokens(name)):
            found.setdefault(key, name)
    return iter(found.items())


def is_word(folded: str) -> bool:
    """Whether a folded word is one whose spelling can be mistaken: letters only, two or more."""
    return len(folded) > 1 and folded.isalpha()
