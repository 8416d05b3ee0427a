"""Reads pages of HTML more strictly than a browser does, and walks the links of a site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

VOID = {"meta", "link", "input", "br"}
# All that pages are made of: an element or an attribute that is not here has come from somewhere else.
ELEMENTS = VOID | set(
    "html head title script style body header footer main nav section div p a span strong sup ul ol li dl dt dd "
    "h1 h2 h3 h4 h5 h6 form label button details summary blockquote table caption thead tbody tr th td noscript "
    "svg g path rect circle line text tspan desc".split()
)
ATTRIBUTES = set(
    "lang charset name content http-equiv rel href src defer class id title role action for type placeholder "
    "autocomplete spellcheck hidden tabindex scope colspan aria-label aria-labelledby aria-current aria-hidden "
    "aria-keyshortcuts viewbox preserveaspectratio x y x1 x2 y1 y2 cx cy r d width height text-anchor".split()
)


class Page(HTMLParser):
    """A page: its ids, its links (href and src), its headings with their levels, its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.named: list[str] = []  # elements, with their roles
        self.attributes: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        assert html.startswith("<!doctype html>\n")
        self.feed(html)
        self.close()
        assert self._open == [], f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, f"<{tag}> at {self.getpos()}"
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice at {self.getpos()}"
        assert set(names) <= ATTRIBUTES, f"{set(names) - ATTRIBUTES} at {self.getpos()}"
        given = {name: value or "" for name, value in attrs}
        self.attributes.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.loaded += [given[name] for name in ("href", "src") if tag in ("link", "script") and name in given]
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append((int(tag[1:]), ""))
        self.named.append(tag)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("path", "rect", "circle", "line"), f"<{tag}/> at {self.getpos()}"
        self._open.append("svg")  # the element itself has no end
        self.handle_starttag(tag, attrs)
        self._open = self._open[:-2]

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> at {self.getpos()}"
        opened = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}> at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("script", "style"):
            return
        self.text += data
        if any(tag[0] == "h" and tag[1:].isdigit() for tag in self._open):
            level, text = self.headings[-1]
            self.headings[-1] = level, text + data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment at {self.getpos()}: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction at {self.getpos()}: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration at {self.getpos()}: {data}")


def broken_links(files: Mapping[str, str]) -> Iterator[str]:
    """Yield each link of the pages of a site that leads nowhere in it, and each that has an address but the web's."""
    pages = {name: Page(text) for name, text in files.items() if name.endswith(".html")}
    for name, page in pages.items():
        for link in (*page.links, *page.loaded):
            parts = urlsplit(link)
            if parts.scheme or link.startswith("/"):
                if parts.scheme not in ("http", "https") and link != "data:,":
                    yield f"{name}: {link}"
                continue
            path = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            )
            if path not in files or (parts.fragment and unquote(parts.fragment) not in pages[path].ids):
                yield f"{name}: {link}"
