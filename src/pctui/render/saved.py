"""What is exported to a file from the screen or the plain walk, in the form that the ending of its name says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import PurePath

from ..page import Block, Heading
from ..queries.store import Store
from .citing import Citing

MARKDOWN = "Markdown"
_FORMS = {".txt": "plain text", ".html": "HTML", ".htm": "HTML"}  # by the ending; any other is Markdown
ENDINGS = "ending in .md for Markdown, .html for a web page or .txt for plain text"
_WIDTH = 79  # of plain text, in cells


def form_of(name: str) -> str:
    """Return the form of a file by its name: `Markdown`, `plain text` or `HTML`."""
    return _FORMS.get(PurePath(name.strip()).suffix.lower(), MARKDOWN)


def saved(name: str, store: Store, blocks: Iterable[Block], citing: Callable[[], Citing]) -> Iterator[str]:
    """Yield the text of a file called `name` that has these blocks; `citing` makes the citations in Markdown."""
    match form_of(name):
        case "plain text":
            from . import text

            return text.pieces(blocks, _WIDTH)
        case "HTML":
            from .site.one_file import of_blocks

            remaining = iter(blocks)
            first = next(remaining, None)
            title = first.text if isinstance(first, Heading) else store.corpus["title"]
            return of_blocks(store, title, remaining if first is None else chain([first], remaining))
        case _:
            from . import markdown

            return markdown.pieces(blocks, citing=citing())
