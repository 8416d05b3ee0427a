"""Formats one citation in the styles in which it can be copied into other texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ..errors import PctuiError, UsageError
from ..model import Citation, Document, Entry, pages
from ..queries.documents import reference_line
from ..reader.passages import Quotation, quotation
from ..text import nearest, one_line
from .bibtex import escape as tex
from .csl_styles import NAMED, Cited, Style, find_style
from .escaping import escape

if TYPE_CHECKING:
    from ..queries.store import Store
    from ..reader.copies import Reader


_GLIMPSE = 16  # characters of a quotation that a glimpse shows


class Styled(NamedTuple):
    """Something to copy: its style, the name of this, and the text, with what it quotes."""

    style: str
    name: str
    text: str
    quotation: str = ""

    @property
    def glimpse(self) -> str:
        """The text on one line, with little of the quotation, so that styles can be told apart in a narrow list."""
        quoted = self.quotation
        text = self.text.replace(quoted, f"{quoted[:_GLIMPSE].rstrip()}…”") if len(quoted) > _GLIMPSE + 2 else self.text
        return text.replace("\n", " / ")


@dataclass(frozen=True, slots=True)
class _Copied:
    """What is copied from: an entry, and the `citation` of a `document` under the cursor with what it quotes."""

    entry: Entry | None
    citation: Citation | None
    document: Document | None
    quotation: Quotation


def full(document: Document, citation: Citation) -> str:
    """Return the full reference of the document, with the paragraph cited."""
    place = ", ".join(filter(None, (citation.pinpoint, citation.heading)))
    return one_line(reference_line(document, place))


def _page(citation: Citation) -> str:
    """Return the printed page as the end of an option in LaTeX, which a bracket would close."""
    if not citation.page:
        return ""
    escaped = tex(one_line(pages(citation.page))).replace("–", "--").replace("]", "{]}")
    return f", {escaped.replace('. ', '.~', 1)}"


def _full(of: _Copied) -> str:
    if of.document and of.citation:
        return full(of.document, of.citation)
    return one_line(reference_line(of.document)) if of.document else ""


def _quotation(of: _Copied) -> str:
    reference = _full(of) if of.citation else ""
    return f"{of.quotation.text} {reference}" if reference and of.quotation.texts else reference


def _short(of: _Copied) -> str:
    return one_line(of.citation.place) if of.document and of.citation else ""


def _footnote(of: _Copied) -> str:
    if not (of.document and of.citation):
        return ""
    return f"[^{of.citation.document}-{of.citation.paragraph}]: {escape(full(of.document, of.citation))}"


def _latex(of: _Copied) -> str:
    if of.document and of.citation:
        return f"\\cite[para.~{of.citation.paragraph}{_page(of.citation)}]{{{of.citation.document}}}"
    return f"\\cite{{{of.document.slug}}}" if of.document else ""


def _summary(of: _Copied) -> str:
    if of.entry is None:
        return ""
    places = "; ".join(dict.fromkeys(one_line(c.place) for c in of.entry.citations))
    summary = one_line(of.entry.summary)
    return f"{summary} ({places})" if places else summary


def _command(of: _Copied) -> str:
    return f"pctui open {of.entry.slug}" if of.entry else ""


def in_style(style: Style, document: Document, citation: Citation | None, quoted: Quotation) -> str:
    """Return a citation in a style of CSL, after the quotation if there is one: with the reference on a second line,
    or, in a style for notes, as the note.
    """
    reference = style.reference(document).text
    if citation is None:
        return reference
    cited = style.citation([Cited(document, citation)]).text
    if style.is_numeric:
        reference = f"1. {reference}"
    first, second = (quoted.text, cited) if style.is_note else (f"{quoted.text} {cited}".lstrip(), reference)
    return f"{first}\n{second}" if first else second


# By style, its name and what it prints, '' where it does not apply; None for the styles of CSL.
_STYLES: dict[str, tuple[str, Callable[[_Copied], str] | None]] = {
    "quotation": ("Quotation with citation", _quotation),
    "full": ("Full reference", _full),
    "short": ("Short", _short),
    **{name: (named.title, None) for name, named in NAMED.items()},
    "footnote": ("Markdown footnote", _footnote),
    "latex": ("LaTeX, by BibTeX key", _latex),
    "summary": ("Summary, cited", _summary),
    "command": ("Command that opens it", _command),
}
STYLES = tuple(_STYLES)
DEFAULTS = ("quotation", "full")  # the first that applies, where the style used last does not


@dataclass
class Copying:
    """Copies citations from a database, quoted from the reader's copies, in the `style` that was used last."""

    store: Store
    reader: Reader
    style: str = DEFAULTS[0]
    problem: str = ""  # why a style could not be used, in a line
    _of_csl: dict[str, Style] = field(default_factory=dict)

    def every(self, entry: Entry | None, citation: Citation | None, document: Document | None) -> list[Styled]:
        """Return what can be copied, in every style that applies."""
        of = self._copied(entry, citation, document)
        return [styled for style in STYLES if (styled := self._tried(style, of))]

    def one(self, entry: Entry | None, citation: Citation | None, document: Document | None) -> Styled | None:
        """Return what is copied in the style used last, or, where that does not apply, in the first that does."""
        of = self._copied(entry, citation, document)
        for style in (self.style, *DEFAULTS):
            if style in _STYLES and (styled := self._tried(style, of)):
                return styled._replace(name=f"{styled.name} ({self.problem})") if self.problem else styled
        return None

    def named(self, style: str, citation: Citation, document: Document) -> Styled:
        """Return a citation in a style, which is used from then on; UsageError if there is no such style."""
        if style not in _STYLES:
            raise UsageError(f"there is no style '{style}'{nearest(style, STYLES)}", f"Styles: {', '.join(STYLES)}.")
        styled = self._styled(style, self._copied(None, citation, document))
        if styled is None:
            raise UsageError(f"the style '{style}' needs an entry")
        self.style = style
        return styled

    def _copied(self, entry: Entry | None, citation: Citation | None, document: Document | None) -> _Copied:
        self.problem = ""
        try:
            quoted = quotation(self.reader, citation) if citation else Quotation()
        except PctuiError as error:  # the citation can be copied all the same
            quoted = Quotation(why=error.message)
        return _Copied(entry, citation, document, quoted)

    def _tried(self, style: str, of: _Copied) -> Styled | None:
        try:
            return self._styled(style, of)
        except PctuiError as error:
            self.problem = f"{error.message}. {error.hint}".strip()
            return None

    def _styled(self, style: str, of: _Copied) -> Styled | None:
        """Return what is copied in a style, None if it does not apply; UsageError if it cannot be used."""
        name, printed = _STYLES[style]
        text = printed(of) if printed else self._by_csl(style, of)
        if style == DEFAULTS[0] and text and of.quotation.why:
            name = f"Full reference; not quoted: {of.quotation.why}"
        return Styled(style, name, text, of.quotation.text) if text else None

    def _by_csl(self, name: str, of: _Copied) -> str:
        if of.document is None:
            return ""
        if name not in self._of_csl:
            self._of_csl[name] = find_style(name, self.store.documents)
        return in_style(self._of_csl[name], of.document, of.citation, of.quotation)
