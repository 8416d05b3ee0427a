"""The matrix of the evidence as a table: subjects by domains, each cell with its findings counted by direction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ...kinds.vocabulary import COUNTED, DESCRIPTIVE, sign_of
from ...queries.evidence import Cell, Subject, descriptive, in_words
from ..html import escape, link

Entry = Callable[[str], str | None]
Address = Callable[[str, str], str | None]  # that of a cell, by the slugs of its subject and its domain


def table(
    subjects: Iterable[Subject], domains: Sequence[tuple[str, str]], entry: Entry, cell: Address, caption: str
) -> Iterator[str]:
    """Yield the table; a heading among the subjects begins a group of rows."""
    heads = "".join(f'<th scope="col">{escape(title)}</th>' for _, title in domains)
    yield (
        f'<div class="scroll" role="region" aria-label="{escape(caption)}" tabindex="0">\n<table class="matrix">\n'
        f'<caption>{escape(caption)}</caption>\n<thead><tr><th scope="col">Subject</th>{heads}</tr></thead>\n<tbody>\n'
    )
    first = True
    for subject in subjects:
        if subject.heading:
            cells = f'<th class="group" scope="rowgroup" colspan="{len(domains) + 1}">{escape(subject.title)}</th>'
            yield f"<tr>{cells}</tr>\n" if first else f"</tbody>\n<tbody>\n<tr>{cells}</tr>\n"
        else:
            cells = "".join(_cell(subject, slug, title, cell) for slug, title in domains)
            name = link(escape(subject.title), entry(subject.slug))
            yield f'<tr><th scope="row">{name}</th>{cells}</tr>\n'
        first = False
    yield "</tbody>\n</table>\n</div>\n"


def _cell(subject: Subject, domain: str, title: str, address: Address) -> str:
    found = subject.cell(domain)
    if not found:
        return '<td class="none"><span class="visually-hidden">no findings</span></td>'
    words = escape(f"{title}: {in_words(found)}")
    read = f'<span aria-hidden="true">{escape(_signs(found))}</span><span class="visually-hidden">{words}</span>'
    return f'<td title="{words}">{link(read, address(subject.slug, domain))}</td>'


def _signs(cell: Cell) -> str:
    """Return a cell as signs: `2+ 1−c (3)`."""
    signs = [f"{t.count}{sign_of(t.status, t.direction)}" for t in cell if t.direction != DESCRIPTIVE]
    number = descriptive(cell)
    return " ".join([*signs, *([COUNTED.format(number)] if number else [])])
