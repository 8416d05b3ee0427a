"""Whatever is read or typed is understood or refused in a sentence: `make fuzz` tries some thousands of each.

Inputs that were once mishandled are kept as examples.
"""

from __future__ import annotations

from itertools import product

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, LIGHTHOUSES, PROJECT, examples
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import DATES, JINJA, JSON, SEARCH, TOML, YAML, changed, files, of, texts_of

from pctui.paths import templates
from pctui.settings import Settings, as_toml

from . import targets

CORPUS = texts_of(LIGHTHOUSES, ".yaml")
EVENTS = [(LIGHTHOUSES / "events.yaml").read_text(encoding="utf-8")]
LINES = [
    '{"kind": "person", "slug": "a", "title": "A", "summary": "é", "links": [{"type": "advises", "to": "b"}]}\n[1.5]\n'
]
SETTINGS = [as_toml(Settings(PROJECT / "settings.toml")) + '[keys]\nquit = "q"\n"page.down" = "n,ctrl+n"\n']
TEMPLATES = [path.read_text(encoding="utf-8") for path in templates().values()]
DOCUMENTS = texts_of(LIGHTHOUSE_DOCUMENTS, ".txt")
QUOTED = " ".join(DOCUMENTS[0].split()[5:30])


@given(files(CORPUS, YAML))
@example(b"- " + b"[" * 9999)
@example(b"- {a: 1, a: 2}")
@example(b"- <<: {a: 1}")
@example(b"\xef\xbb\xbf- a")
def test_any_yaml_file(data: bytes) -> None:
    targets.yaml_file(data)


@given(files(LINES, JSON))
@example(b"[" * 99_999)
@example(b'"\\ud800"')
@example(b"\n\xff\n1")
def test_any_json_lines(data: bytes) -> None:
    targets.json_lines(data)


@settings(max_examples=examples(50))
@given(files(EVENTS, YAML))
def test_any_corpus(data: bytes) -> None:
    targets.corpus(data)


@given(of(DATES, 12))
def test_any_date(text: str) -> None:
    targets.date(text)


@given(
    st.one_of(st.just(DOCUMENTS[0]), changed(DOCUMENTS, YAML), st.text()),
    st.one_of(st.just(QUOTED), changed([QUOTED], ["…", "...", "-\n", "\u00ad", "é"]), st.text()),
)
@example("a b c d e", "0123456789-0123456789-9")
@settings(max_examples=examples(50))
def test_any_passage(text: str, other: str) -> None:
    targets.passage(text, other)


@given(of(SEARCH))
@example("lamp " * 201)
@example("\x00")
def test_any_search(text: str) -> None:
    targets.query(text)


@given(files(SETTINGS, TOML))
def test_any_settings(data: bytes) -> None:
    targets.settings_file(data)


@settings(max_examples=examples(50))
@given(st.one_of(of(JINJA), of(JINJA), changed(TEMPLATES, JINJA)))
def test_any_template(text: str) -> None:
    targets.template(text)


@given(
    of([*SEARCH, "\n", "\n1\n", "\nb\n", "\no lamp-house\n", "\ns\n", "\ny\n", "\n/lamp\n", "\np\n", "q", "timeline\n"])
)
def test_any_lines_typed(text: str) -> None:
    targets.typed(text)


@given(st.binary() | files(DOCUMENTS, YAML))
def test_any_document(data: bytes) -> None:
    targets.document(data)


@pytest.mark.parametrize(
    ("target", "data"), list(product(targets.TARGETS, [b"", b"\x00", b"\xff\xfe", b"lamp\n- a: 1\n"]))
)
def test_every_target_takes_bytes(target: str, data: bytes) -> None:
    targets.TARGETS[target](data)
