"""Tells the text of a web page from what is around it: navigation, headers and footers, notices, what is hidden."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .markup import Attributes, is_note

_SILENT = frozenset({"script", "style", "noscript", "template", "head"})
# By the role of an element (ARIA), or by its tag.
_ROLES = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "toolbar": "navigation",
    "search": "navigation",
    "doc-toc": "contents",
    "doc-pagelist": "contents",
    "banner": "page headers and footers",
    "contentinfo": "page headers and footers",
    "complementary": "asides",
    "dialog": "notices",
    "alertdialog": "notices",
}
_TAGS = {"nav": "navigation", "search": "navigation", "menu": "navigation", "dialog": "notices", "aside": "asides"}
# By a class or id, a whole word of it: those of DocBook, Sphinx, WordPress, MediaWiki, Bootstrap and others.
_WORDS = {
    "notices": r"cookies?|consent|gdpr|newsletter|subscribe|paywall|modal|popup",
    "navigation": (
        r"nav|navbar|navheader|navfooter|navigation|menu|menubar|breadcrumbs?|pager|pagination|prevnext|skip-?(?:link|nav)"
        r"|sphinxsidebar|related|mw-jump-link|share|sharing|social|(?:post|article)-navigation"
    ),
    "links of headings": r"headerlink|anchorjs-link|mw-editsection",
    "contents": r"toc|toctree-wrapper|table-of-contents|contents|list-of-(?:figures|tables|examples)",
    "asides": r"sidebar|advert|ads?|adsbygoogle|sponsored|promo|recommended|comments",
    "page headers and footers": r"(?:site|page|global)-?(?:header|footer)|footer|masthead|banner|copyright-?footer",
}
_NAMED = {
    name: re.compile(rf"(?:(?:site|main|page|top|global)[-_])?(?:{words})(?:[-_](?:\w+))?")
    for name, words in _WORDS.items()
}
_PLAIN_WORDS = frozenset({"related", "contents", "share", "comments"})  # meant so only as a whole class of a div or nav
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_KEPT = frozenset({"html", "body", "main", "article"})
_LISTS = frozenset({"div", "ul", "ol", "p", "table", "td", "center", "dl"})
_LINKED = 0.8  # share of the text of an element in links, from which on it is navigation
_FEW_LINKS = 0.2  # share of the text of an element in links, up to which it is prose
_SHORT_LINK = 40  # characters of a link on average: titles of works are longer
_LARGE = 0.5  # share of the text of a page which no name makes navigation
_TEXT = "h1, h2, h3, p, td, th, li, dd, pre"
_SMALL = 200  # characters beside the main text that need not be looked for
_TRUSTED = 0.25  # share of the text of a page that what is said to be its main text must have


class Size(NamedTuple):
    """How many characters of text an element has, how many of them in links, and in how many links."""

    text: int = 0
    linked: int = 0
    links: int = 0


class Page:
    """A web page, of which it can be said what is its main text, and what is none of its text."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.body = tree.body or tree.root
        self._sizes = _sizes(self.body) if self.body else {}
        self._all = self._size(self.body).text
        self.main = self._main(tree)
        self._explicit = bool(self.main and self.main.tag in ("main", "article"))

    def rule(self, node: LexborNode, tag: str, attributes: Attributes) -> str:
        """Return under which name an element is left out, '' if it is kept; a `Rule` of markup.py."""
        if not attributes and tag not in _TAGS and tag not in _LISTS and tag not in ("header", "footer"):
            return ""
        if (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or _HIDDEN.search(attributes.get("style") or "")
        ):
            return "hidden elements" if self._size(node).text else ""
        if tag in _KEPT or is_note(attributes):
            return ""
        role = (attributes.get("role") or "").lower()
        name = _ROLES.get(role) or (_TAGS.get(tag, "") if not role.startswith("doc-") else "")
        if not name and tag in ("header", "footer"):
            name = "" if self._explicit and node.css_first("h1, h2, p") else "page headers and footers"
        if not name and not re.fullmatch(r"h[1-6]|dt|dd|li|td|tr|th|tbody|code|pre|em|strong|i|b", tag):
            name = _named(attributes, tag)
            if name == "asides" and self._is_prose(node):
                name = ""  # a box in a book
        if not name and not self._explicit and tag in _LISTS and self._is_links(node):
            name = "navigation"
        return name if name and self._size(node).text <= _LARGE * self._all else ""

    def _size(self, node: LexborNode | None) -> Size:
        return self._sizes.get(node.mem_id, Size()) if node is not None else Size()

    def _is_prose(self, node: LexborNode) -> bool:
        text, linked, _ = self._size(node)
        return node.css_first("p") is not None and text - linked > _SMALL and linked < _FEW_LINKS * text

    def _is_links(self, node: LexborNode) -> bool:
        text, linked, links = self._size(node)
        return links > 1 and linked >= _LINKED * text and linked < _SHORT_LINK * links

    def _main(self, tree: LexborHTMLParser) -> LexborNode | None:
        """Return the element with the main text: as the page says, else the smallest beside which there is little."""
        for selector in ("main, [role=main]", "article, [role=article]"):
            found = tree.css(selector)
            if found:
                largest = max(found, key=lambda each: self._size(each).text)
                if self._size(largest).text >= _TRUSTED * self._all and (len(found) == 1 or selector[0] == "m"):
                    return largest
        node = self.body
        while node is not None:
            children = [child for child in _elements(node) if self._size(child).text]
            own = self._size(node)
            largest_child = max(children, key=lambda each: self._unlinked(each), default=None)
            if largest_child is None or largest_child.tag not in (
                "div",
                "section",
                "center",
                "table",
                "tbody",
                "tr",
                "td",
            ):
                break
            others = [child for child in children if child.mem_id != largest_child.mem_id]
            beside = own.text - own.linked - self._unlinked(largest_child)
            if beside > _SMALL or any(child.css_matches(_TEXT) or child.css_first(_TEXT) for child in others):
                break
            node = largest_child
        return node

    def _unlinked(self, node: LexborNode) -> int:
        return self._size(node).text - self._size(node).linked

    @property
    def beside(self) -> int:
        """How many characters are beside the main text."""
        return self._all - self._size(self.main).text


def _named(attributes: Attributes, tag: str) -> str:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    for word in names:
        for name, pattern in _NAMED.items():
            if pattern.fullmatch(word) and (word not in _PLAIN_WORDS or tag in ("div", "nav", "ul")):
                return name
    return ""


def _elements(node: LexborNode) -> list[LexborNode]:
    child, found = node.child, []
    while child is not None:
        if (child.tag or "")[:1].isalpha():
            found.append(child)
        child = child.next
    return found


def _sizes(root: LexborNode) -> dict[int, Size]:
    """Return the size of each element, by its place in memory."""
    sizes: dict[int, Size] = {}
    open_elements: list[list[int]] = []
    linked = 0  # how many links are open
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag or ""
        if tag == "-text" and open_elements:
            length = len("".join((node.text_content or "").split()))
            open_elements[-1][0] += length
            open_elements[-1][1] += length if linked else 0
        elif tag[:1].isalpha() and tag not in _SILENT:
            open_elements.append([0, 0, int(tag == "a")])
            linked += tag == "a"
            if node.child is not None:
                node = node.child
                continue
            linked -= tag == "a"
            _close(node, sizes, open_elements)
        while node.next is None or node.mem_id == root.mem_id:
            parent = node.parent
            if node.mem_id == root.mem_id or parent is None:
                return sizes
            node = parent
            linked -= node.tag == "a"
            _close(node, sizes, open_elements)
        node = node.next
    return sizes


def _close(node: LexborNode, sizes: dict[int, Size], open_elements: list[list[int]]) -> None:
    size = open_elements.pop()
    sizes[node.mem_id] = Size(*size)
    if open_elements:
        for index, value in enumerate(size):
            open_elements[-1][index] += value
