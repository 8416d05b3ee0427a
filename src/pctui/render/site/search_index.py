"""The search of a site: its index as scripts, because a page that is opened from a file can read nothing else.

The texts of the first TEXTS entries are in it, of further ones the titles and names, up to MOST: above that a browser
would take too long to read it, and the page says that those are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ...language import KINDS_MEANT, SAME, STOP_WORDS
from ...page import kind_name
from ...text import one_line

TEXTS = 20_000
MOST = 100_000
PART = 5_000  # entries of a script
_LONGEST = 600  # characters of a text

# What could end a script, or a line of it, in some browser.
_SPECIAL = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def literal(value: object) -> str:
    """Return a value as a literal of JavaScript, in which no text can end the script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_SPECIAL)


class Index:
    """Collects the entries of a site, and yields the scripts of its index as they fill."""

    def __init__(self, *, knows_language: bool) -> None:
        # Phrases, in quotation marks, are for the full-text index of a database alone.
        same = [[word for word in group if word.isalpha()] for group in SAME]
        meant = {word: list(map(kind_name, kinds)) for word, kinds in KINDS_MEANT.items()}
        language = {"stop": sorted(STOP_WORDS), "same": same, "kinds": meant}
        self._language = language if knows_language else {"stop": [], "same": [], "kinds": {}}
        self._rows: list[list[str]] = []
        self.entries = 0
        self.scripts: list[str] = []

    def add(
        self, stem: str, kind: str, title: str, date: str, names: Iterable[str], text: str
    ) -> Iterator[tuple[str, str]]:
        """Add an entry, whose page has the name `stem`; yield a script if one is full."""
        self.entries += 1
        if self.entries > MOST:
            return
        shown = one_line(text)[:_LONGEST] if self.entries <= TEXTS else ""
        title = one_line(title)
        others = " ".join(dict.fromkeys(one_line(name) for name in names if name != title))
        self._rows.append([stem, kind, title, one_line(date), others, shown])
        if len(self._rows) == PART:
            yield self._script()

    def close(self) -> Iterator[tuple[str, str]]:
        """Yield the last script."""
        if self._rows or not self.scripts:
            yield self._script()

    def _script(self) -> tuple[str, str]:
        name = f"search/part-{len(self.scripts) + 1}.js"
        rows = ",\n".join(map(literal, self._rows))
        language = "" if self.scripts else f"pctui.language = {literal(self._language)};\n"
        self.scripts.append(name)
        self._rows = []
        return name, f"var pctui = window.pctui || {{ entries: [] }};\n{language}pctui.entries.push(\n{rows}\n);\n"

    @property
    def limits(self) -> str:
        """What the search leaves out, in a sentence; nothing if it leaves out nothing."""
        if self.entries > MOST:
            titles = f"the first {MOST:,} of {self.entries:,} entries"
        elif self.entries > TEXTS:
            titles = "all entries"
        else:
            return ""
        return f"Search looks in the titles of {titles}, and in the texts of the first {TEXTS:,}."
