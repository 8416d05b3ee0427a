"""Text of a corpus as Markdown that shows it as it is: it cannot create a heading, link, HTML or table cell."""

from __future__ import annotations

import re
from urllib.parse import quote

from ..text import one_line

_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>&|~$^{}#@"})
_AUTOLINK = re.compile(r"(https?|ftp|mailto|www)(?=[:.])", re.IGNORECASE)
# At the start of a block these would create a list, rule, underline, image or definition; pandoc has lists numbered by
# letters, and in parentheses.
_LEADING = re.compile(
    r"(?P<sign>[+\-=:!?(])|(?P<number>\d{1,9}(?=[.)])|(?:[a-zA-Z]|[ivxlcdm]{2,9}|[IVXLCDM]{2,9})(?=[.)](?:\s|$)))"
)
_IN_ADDRESS = "/:;?&=+,@#%~!'()*$"  # signs of an address that end no link and are no syntax within one


def escape(text: str) -> str:
    """Return `text` on one line, with everything escaped that is syntax in CommonMark or a common extension."""
    return at_start(escape_within(one_line(text)))


def escape_within(text: str) -> str:
    """Return a line that follows other text of its block, escaped."""
    escaped = text.translate(_SPECIAL)
    lowered = escaped.lower()
    # A search for each is ten times as fast as one for the pattern.
    if "http" in lowered or "ftp" in lowered or "mailto" in lowered or "www" in lowered:
        return _AUTOLINK.sub(r"\1\\", escaped)
    return escaped


def at_start(text: str) -> str:
    """Escape what is syntax only at the start of a block."""
    match = _LEADING.match(text)
    if match is None:
        return text
    return f"\\{text}" if match["sign"] else f"{match['number']}\\{text[match.end() :]}"


def web_address(url: str) -> str:
    """Return the address of a web page with all signs encoded that a link cannot have; '' if it is no such address."""
    address = one_line(url)
    return quote(address, safe=_IN_ADDRESS) if address.startswith(("http://", "https://")) else ""


def link(text: str, target: str) -> str:
    """Return escaped `text` as a link to a page of a folder, or to a web address; only the text without a target."""
    return f"[{text}]({target.replace('(', '%28').replace(')', '%29')})" if text and target else text


def printed_address(url: str) -> str:
    """Return an address as a link that shows it; as text if it is not that of a web page."""
    address = web_address(url)
    return f"<{address}>" if address else escape_within(one_line(url))
