"""What search knows of a language: the words that it leaves out, and the other forms of a word.

There is one language so far (en, in ISO 639); `queries/wording.py` looks whether a corpus is in it. It knows no topic.
The stemmer of the full-text index joins most forms already (visit, visits, visiting); here is what it leaves apart.
"""

from __future__ import annotations

# Articles, prepositions, conjunctions, pronouns, auxiliaries, and the words with which questions are put: folded, so
# without apostrophes.
STOP_WORDS = frozenset(
    """
    a about am among an and any are as at be became become been being between but by can could describe did do does
    doing during explain for from get had happen happened happening happens has have having her his how i if in into
    is it its many me might much must of on or our over please shall she should so some supposed tell than that the
    their them then there these they this those through to under until up upon us was we were what when where which
    while who whom whose why will with within would you your
    arent didnt doesnt dont hows isnt theres wasnt werent whats whens wheres whos
    """.split()
)
# What a question asks for, by one of its words: kinds of entry that answer it.
KINDS_MEANT = {
    "when": ("event", "change"),
    "happen": ("event", "change"),
    "happened": ("event", "change"),
    "happens": ("event", "change"),
    "many": ("figure",),
    "much": ("figure",),
    "who": ("person", "organisation"),
    "whom": ("person", "organisation"),
    **dict.fromkeys(("size", "big", "number", "share", "proportion", "percentage", "average"), ("figure",)),
}
# Words that say the same of the things that a history is about: one finds the others.
SAME = (
    ("start", "begin", "began", "begun", "introduce", "introduction", "launch", "establish", "create", "initiate"),
    ("end", "abolish", "abolition", "cease", "stop", "dissolve", "dismantle", '"sweep away"', '"give way"'),
    ("replace", "succeed", "supersede", '"give way"', '"take over"'),
    ("size", "population"),
)
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_SAME_AS = {
    **{word: group for group in SAME for word in group},
    **{word: (str(number),) for number, word in enumerate(NUMBERS, 1)},
    **{str(number): (word,) for number, word in enumerate(NUMBERS, 1)},
    "big": ("size", "population", "large"),
}

_LEAST = 5  # letters of what is left of a word without its ending
_ENDINGS = ("ings", "ing", "ers", "ors", "er", "or", "ed", "es", "s")
_OF_VERBS = "e ed er ers es ing ation ations ational"
# Parts that are written, or formed, in two ways: before one of these endings.
_TWO_WAYS = tuple(
    pair
    for one, other, endings in (
        ("iz", "is", _OF_VERBS),  # organization
        ("yz", "ys", _OF_VERBS),
        ("or", "our", " s ed ing"),  # labor
        ("er", "re", " s"),  # center
        ("am", "amme", " s"),  # program
        ("el", "ell", "ed ing er ers"),  # modeling
        ("ens", "enc", "e es"),  # license
    )
    for ending in endings.split(" ")
    for pair in ((one + ending, other + ending), (other + ending, one + ending))
) + tuple(
    pair
    for noun, verb, endings in (
        ("uction", "uc", "e es ed ing"),  # introduction
        ("ision", "id", "e es ed ing"),
        ("ition", "ish", " es ed ing"),  # abolition
        ("scription", "scrib", "e es ed ing"),
        ("mission", "mit", " s ted ting"),
    )
    for pair in (
        *((verb + ending, noun) for ending in endings.split(" ")),
        (noun, verb + endings.split(" ")[0]),
        (f"{noun}s", verb + endings.split(" ")[0]),
    )
)
_UNFINISHED = ("atio", "ati", "at", "in", "i", "e")  # beginnings of endings that the stemmer takes off


def singular(word: str) -> str:
    """Return a folded word without the ending of the plural, if it seems to have one, so that names compare."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def other_forms(word: str) -> list[str]:
    """Return words that a reader who types the folded `word` means as well, apart from what has the same stem.

    They may be phrases, in quotation marks; some are no words, and are found nowhere.
    """
    found = [
        word.removesuffix(one) + other for one, other in _TWO_WAYS if word.endswith(one) and len(word) - len(one) >= 2
    ]
    ending = next((end for end in _ENDINGS if word.endswith(end)), "")
    base = word.removesuffix(ending)
    if len(base) >= _LEAST and ending.startswith(("er", "or")):
        found.append(base)
    elif len(base) >= _LEAST and not base.endswith(("e", "ion", "ment", "nce")):
        found += [f"{base}er", f"{base}or"]
    for form in (word, base, f"{base}e"):
        found += _SAME_AS.get(form, ())
    return [form for form in dict.fromkeys(found) if form != word]


def without_beginnings(word: str) -> list[str]:
    """Return what is left of the beginning of a word if it breaks off within an ending: collect, of collecti."""
    return [word.removesuffix(end) for end in _UNFINISHED if word.endswith(end) and len(word) - len(end) >= _LEAST]
