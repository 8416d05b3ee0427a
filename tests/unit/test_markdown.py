"""Hostile text cannot create Markdown syntax, wherever it appears in the export."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pctui.model import Citation
from pctui.page import Block, Bullets, Facts, Heading, Passages, Prose, Run
from pctui.render.citing import Numbered
from pctui.render.escaping import escape
from pctui.render.markdown import render
from pctui.text import one_line

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
PIECES = st.one_of(
    st.sampled_from(
        [
            *"# ## - + * ** _ __ ` ``` ~~~ > | --- === 1. 1) 10. [ ] ( ) ![ ]( <b> </b> <!-- --> & &amp;".split(),
            *"&#35; \\ \\\\ : http://x.y www.x.y mailto:a@b <http://x> [x]: [^1] [@click=x] [/x] ~~ $ ^ {}".split(),
            *["[a](b)", "![a](b)", "<a@b.c>", "[a]: /b", "*a*", "__a__", "`a`", "~~a~~", "&lt;", "\\*", "<i>"],
            *["{{x}}", "javascript:x", "\x1b[31m", "\u202e", "\xa0", "\u2028", " ", "    ", "\n", "\n\n", "\t", "\r"],
            *["\n\n    ", "\n# ", "\n- ", "\n1. ", "\n> ", "\n```\n", "\n===\n", "\n|a|b|\n|-|-|\n", "  \n", "\\\n"],
        ]
    ),
    st.text(max_size=6),
)
HOSTILE = st.lists(PIECES, max_size=12).map("".join)


def tokens(markdown: str) -> list[Token]:
    return PARSER.parse(markdown)


def shown(token: Token) -> str:
    """Return the text that a reader sees, after checking that there is no other syntax than expected."""
    assert token.children is not None
    allowed = {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close"}
    assert {child.type for child in token.children} <= allowed, token.children
    return "".join(child.content for child in token.children)


def types(markdown: str) -> list[str]:
    return [token.type for token in tokens(markdown)]


def inline(markdown: str) -> list[Token]:
    return [token for token in tokens(markdown) if token.type == "inline"]


@given(HOSTILE)
@example("1. x")
@example("x #")
@example("a\n===")
@example("&amp;")
@example("[a](b) ![a](b) [a][b]")
@example("<a@b.c> <http://a.b> <b>")
@example("*a* **a** _a_ `a` ~~a~~")
def test_escaped_text_is_one_paragraph_that_reads_as_written(text: str) -> None:
    markdown = escape(text)
    if not one_line(text):
        assert not markdown
        return
    assert types(markdown) == ["paragraph_open", "inline", "paragraph_close"]
    (only,) = inline(markdown)
    assert shown(only) == one_line(text)
    assert {child.type for child in only.children or []} <= {"text", "text_special"}


PLACES: dict[str, tuple[object, list[str]]] = {
    "heading": (lambda t: Heading(2, t), ["heading_open", "inline", "heading_close"]),
    "prose": (lambda t: Prose((Run(t),)), ["paragraph_open", "inline", "paragraph_close"]),
    "strong": (lambda t: Prose((Run(t, "strong"),)), ["paragraph_open", "inline", "paragraph_close"]),
    "muted": (lambda t: Prose((Run("x ", "muted"), Run(t, "muted"))), ["paragraph_open", "inline", "paragraph_close"]),
    "bullet": (lambda t: Bullets(((Run(t),),)), None),
    "fact": (lambda t: Facts(((t, (Run(t),)),)), None),
}  # type: ignore[assignment]


@pytest.mark.parametrize("place", PLACES)
@given(text=HOSTILE)
def test_hostile_text_stays_within_its_block(place: str, text: str) -> None:
    if not one_line(text):
        return
    make, expected = PLACES[place]
    markdown = render([make(text)])  # type: ignore[operator]
    expected = expected or [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    ]
    assert types(markdown) == expected
    line = one_line(text)
    seen = shown(inline(markdown)[0])
    expected = {"muted": f"x {line}", "fact": f"{line}: {line}"}.get(place, line)
    assert seen == expected


@given(st.lists(st.tuples(HOSTILE, st.sampled_from(["", "strong", "muted", "new", "warn"])), min_size=1, max_size=5))
def test_runs_read_the_same_together_as_alone(runs: list[tuple[str, str]]) -> None:
    # Blocks have blanks between runs of different roles.
    block = Prose(tuple(Run(f"{one_line(text)} ", role) for text, role in runs))
    expected = one_line(" ".join(text for text, _ in runs))
    markdown = render([block])
    if expected:
        assert types(markdown) == ["paragraph_open", "inline", "paragraph_close"]
        assert shown(inline(markdown)[0]) == expected


@given(HOSTILE, HOSTILE, HOSTILE)
def test_labels_and_sections_of_passages(label: str, section: str, title: str) -> None:
    citation = Citation("doc", f"x{label}", 3, section or None, ("a",))
    blocks: list[Block] = [Prose((Run("s", citation=None), Run("", citation=citation))), Passages(f"x{title}")]
    read = types(render(blocks, citing=Numbered()))
    assert read == [
        *("paragraph_open", "inline", "paragraph_close"),
        *("heading_open", "inline", "heading_close"),
        *("ordered_list_open", "list_item_open", "paragraph_open", "inline"),
        *("paragraph_close", "list_item_close", "ordered_list_close"),
    ]


@given(st.lists(HOSTILE, min_size=2, max_size=5))
def test_hostile_blocks_do_not_add_or_remove_blocks(texts: list[str]) -> None:
    blocks = [Prose((Run(f"x{text}"),)) for text in texts]
    assert types(render(blocks)).count("paragraph_open") == len(texts)
    assert types(render([Bullets(tuple((Run(f"x{t}"),) for t in texts))])).count("list_item_open") == len(texts)
