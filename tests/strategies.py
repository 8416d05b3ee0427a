"""Strategies for open-ended input: pieces of the languages that pctui reads, valid texts with changes, corpora."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hostile import HOSTILE
from hypothesis import strategies as st
from specimens import LEAVES, Data, Leaf, leaves, records

from pctui.kinds.kind import COMMON
from pctui.kinds.registry import KINDS

YAML = [
    *"- ? : , [ ] { } | > |- >+2 & * ! !! # ' \" % @ ` ~ --- ... << = \\ \n \t".split(" "),
    *["- ", ": ", " #", "\n  ", "\n- ", "\r\n", "- kind: event\n", "  slug: a\n", "&a ", "*a", "!!str ", "!!python/x "],
    *"null true No 0x1f 0o17 1_000 1e400 .inf .nan 1999-04-01 -0 '' \"\\x41\\u0001\" %YAML".split(),
    *["\x00", "\x85", "\u2028", "\ufeff", "\ufffe", "😀", "é", "[" * 45, "- " * 45, "? " * 45, "{a: " * 45],
]
JSON = [
    *'{ } [ ] : , " "" {} [] null true false NaN Infinity -Infinity -0 1e400 1E-9 00 1.0 \\u0000 \\ud800 \\x'.split(),
    *["\n", "\r\n", "\ufeff", "\x00", "\t", " ", '"kind":', '"event"', '"a":1,', '"\\ud83d\\ude00"'],
    *["[" * 2000, '{"a":' * 999, str(2**63), str(2**64), str(-(2**63) - 1), "9" * 400, "0.1", "é", "😀", "\u2028"],
]
TOML = [
    *"= . [ ] [[ ]] { } , # \" ' ''' \"\"\" \\ theme context resume keys quit true false".split(),
    *"inf nan 0x1f 1_0 -0 1979-05-27 07:32:00Z".split(),
    *["\n", "\r\n", "\t", " ", " = ", "theme = ", '"dark"', "[keys]\n", 'quit = "q"\n', '"page.down" = "n"\n', '"a,b"'],
    *["ctrl+", "page.down.x = 1\n", "\x00", "\ufeff", "\u2028", "é", "😀", '"\\u0000"', '"\\ud800"', "9" * 400],
]
JINJA = [
    *"{{ }} {% %} {# #} {%- -%} | . , ( ) [ ] ~ == if else endif for in endfor set block endblock macro".split(),
    *"call endcall filter include extends import raw endraw do with endwith autoescape loop self super".split(),
    *"corpus entry entries attribute cite passages directions unseen fail corpus.title 'event' 'lamp-house'".split(),
    *"x 1 0 '' None e safe escape join length upper tojson list first last map attr sort groupby format".split(),
    *["replace", "wordwrap", "slice", "batch", "{{ ", " }}", "{% ", " %}", " ", "\n", "{% if x %}", "{% endif %}"],
    *["{% for x in entries('event') %}", "{% endfor %}", "{{ corpus.title }}", "{{ x.title }}", "{{ cite(x) }}"],
    *["__class__", "\\", '"', "\x00", "\u2028", "*", "é", "😀"],
]
SEARCH = [
    *"\" ' * - + ^ : ( ) { } AND OR NOT NEAR( , kind: kind:event kind:passage kind:x lamp keeper house _ . ²".split(),
    *[" ", "  ", "\t", "\n", "\x00", "\x1b", "\ud800", "\ufdd0", "\ue000", "\ue001", "ß", "Ⅷ", "日本", "😀"],
    *["x" * 300, "lamp " * 60],
]
DATES = [*"0123456789-/.X~?%[]{},YETuZ ", *"19 20 -0 XX 1999 -04 -21 spring April .. /.. [..".split()]


def of(pieces: list[str], most: int = 25) -> st.SearchStrategy[str]:
    """Texts of a language, made of its pieces and of any other text."""
    piece = st.one_of(st.sampled_from(pieces), st.sampled_from(pieces), st.text(max_size=4))
    return st.lists(piece, max_size=most).map("".join)


@st.composite
def changed(draw: st.DrawFn, texts: list[str], pieces: list[str]) -> str:
    """Draw one of the `texts` with up to four places deleted, replaced or added to."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.sampled_from([0, 0, 1, 2, 10, 80]))
        text = text[:start] + draw(st.sampled_from(["", *pieces]) | st.text(max_size=3)) + text[end:]
    return text


def files(texts: list[str], pieces: list[str]) -> st.SearchStrategy[bytes]:
    """Files of a language: its pieces, valid files with changes, and any bytes."""
    written = st.one_of(of(pieces), changed(texts, pieces)).map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(written, written, st.binary(max_size=60))


def texts_of(folder: Path, suffix: str) -> list[str]:
    """The texts of the files in a folder."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob(f"*{suffix}"))]


def _leaves_of(kind: str) -> list[Leaf]:
    declared = (*COMMON, *KINDS[kind].parts)
    return [
        leaf for leaf in leaves(kind, declared) if leaf.path != ("slug",) and (leaf.within[-1].free or leaf in LEAVES)
    ]


@st.composite
def corpora(draw: st.DrawFn) -> dict[str, Data]:
    """Draw a valid corpus: every field of every kind, each with one of its values or, in a free text, with anything."""
    entries = records()
    texts = st.lists(HOSTILE, min_size=1, max_size=6)
    for kind in KINDS:
        slug = f"{kind}-1"
        some = draw(texts)
        for leaf in draw(st.lists(st.sampled_from(_leaves_of(kind)), max_size=6, unique_by=str)):
            value: Any = draw(st.sampled_from(some)) if leaf.within[-1].free else leaf.other()
            entries[slug] = leaf.replaced(entries[slug], value)
    return entries
