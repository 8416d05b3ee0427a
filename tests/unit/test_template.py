"""The reader's own templates: their errors are reported by file and line, and they can only use what they are given."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from conftest import Run, reason
from markdown_it import MarkdownIt

from pctui.cli.options import filter_of
from pctui.errors import ExitCode, NotFound, UsageError
from pctui.model import Entry
from pctui.queries.store import Store
from pctui.render import template_names
from pctui.render.markdown import citing
from pctui.render.template import render
from pctui.render.template_names import Names, reached

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def shaped(store: Store, source: str, form: str | None = None, **variables: str) -> str:
    names = Names(store, citing(store, form)(), partial(filter_of, store), dict)
    return render(source, "my.j2", reached(names), variables)


@pytest.fixture
def store(lights: Path) -> object:
    with closing(Store(lights)) as store:
        yield store


def test_text_of_the_corpus_is_escaped_and_the_templates_own_is_not(store: Store) -> None:
    assert shaped(store, "# *{{ entry('concept-hostile').title }}*\n").startswith(
        "# *A \\*starred\\* \\[link\\](https\\://example.org) \\<b\\>title\\</b\\> \\# \\|"
    )
    assert shaped(store, "{% macro bold(x) %}**{{ x }}**{% endmacro %}{{ bold('a*b') }}") == "**a\\*b**"
    assert shaped(store, "{{ '*a*' | safe }} {{ entry('charts-1838').hedge }}{{ 5 }}{{ x }}", x="- y") == "*a* 5\\- y"


def test_what_a_template_can_use(store: Store) -> None:
    assert shaped(store, "{{ corpus.title }}, {{ entries('ladder') | length }}") == "The lights of Marrow Sound, 2"
    noted = "{% set e = entry('lamp-house') %}{{ e.title }}{{ cite(e) }}{{ cite(e, 'function 0') }}"
    assert shaped(store, noted) == "Lamp house[^calder-wren-1911-3][^calder-wren-1911-3]"
    listed = "{{ cited('It burns.', entry('harbour-master')) }}\n\n{{ references() }}"
    assert shaped(store, listed).splitlines() == [
        "It burns.[^calder-wren-1911-3]",
        "",
        "## References",
        "",
        "- Calder, Ines; Wren, Tobias. The Lights of Marrow Sound. Marrow Quarterly, May 1911, 12(3):40-43.",
        "",
        "[^calder-wren-1911-3]: Calder \\& Wren 1911, pp. 40–41, para. 3, The classes of light",
    ]
    assert shaped(store, "{{ cited('It burns.', entry('harbour-master')) }}", form="author-date") == (
        "It burns (Calder \\& Wren 1911, pp. 40–41, para. 3)."
    )
    assert shaped(store, "{{ unseen(entry('stations-order')) }}{{ unseen(entry('charts-1838')) }}") == "planned"
    assert shaped(store, "{{ attribute(entry('lamp-house'), 'Nothing')['items'] | length }}") == "0"


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        (
            "{{ number(0) }} {{ number(1) }} {{ number(12) }} {{ number(13) }} {{ number(1300) }}",
            "no one twelve 13 1,300",
        ),
        (
            "{{ sentence('lamps burn') }} {{ sentence('Did they?') }} {{ sentence('“So.”') }}",
            "Lamps burn. Did they? “So.”",
        ),
        ("{{ sentence('Lamps burn.', 'planned') }} {{ sentence('', 'planned') }}", "Lamps burn (planned). "),
        ("{{ capital('by 1860') }}{{ capital('') }}", "By 1860"),
        ("{{ manner(entry('towers-by-1860')) }}; {{ manner(entry('beacon-act-1821')) }}", "forecast, “expected”; "),
        ("{{ entries('finding', direction='improved') | map(attribute='slug') | join(' ') }}", "towers-saved-ships"),
        ("{{ entries('finding', direction='', domain='Money') | length }}", "2"),
        ("{{ listed('timeline', lane='law') | length }} {{ listed('timeline')[0].title }}", "3 Beacon Act"),
        (
            "{% for e in listed('timeline', order='newest', until='1825') %}{{ e.date }} {% endfor %}",
            "1824–1825 March 1821 ",
        ),
        (
            "{% for of, title in chosen_titles(actor='board', lane='') %}{{ of }} {{ title }}{% endfor %}",
            "actor Board of Lights",
        ),
        (
            "{% for g in evidence(entry('board-of-lights')) %}{{ g.lead }} {{ g.effect }}{% endfor %}",
            "One finding reports a change for the worse. True",
        ),
        (
            "{{ fitting(entries('concept'), 9, 9, 'title') | length }}{{ fitting(entries('concept'), 9, 1, 'title') }}",
            "2[]",
        ),
        ("{{ by_links(entries('concept'))[0].slug }}", "concept-dues"),
        (
            "{% for p in periods(listed('timeline', until=1840)) %}{{ p.title }} {{ p.entries | length }};{% endfor %}",
            "1820s 2;1830s 1;",
        ),
        (
            "{% for d in disagreements(organisation='tower-station') %}{{ d.subject }}: {{ d.value }}{% endfor %}",
            "What saved ships: towers",
        ),
        (
            "{{ mark(entry('share-boats')) }}{{ note(entry('share-boats')) }}{{ marks | join(' ') }}",
            "adopt consider reject",
        ),
    ],
)
def test_what_a_template_can_say(store: Store, source: str, printed: str) -> None:
    assert shaped(store, source).replace("\\", "") == printed


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("{{ listed('timelines') }}", "there is no pane 'timelines'", "Choose one of: timeline, "),
        ("{{ listed('ladder', order='date') }}", "ladder cannot be sorted by 'date'", "Choose one of: "),
        ("{{ find('event', 'x') }}", "'event' is not found by its title", "organisation, ladder"),
        ("{{ entries('finding', lanes='law') }}", "there is no filter 'lanes'", "lane, type, "),
        ("{{ entries('finding', domain='sea') }}", "there is no domain 'sea'", "safety, money"),
    ],
)
def test_what_there_is_none_of_is_told(store: Store, source: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        shaped(store, source)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_list_is_read_as_it_is_gone_through(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    every = template_names.describe_all

    def counting(of: Store, slugs: Iterable[str]) -> Iterator[Entry | None]:
        for slug in slugs:
            read.append(slug)
            yield from every(of, [slug])

    monkeypatch.setattr(template_names, "describe_all", counting)
    with pytest.raises(UsageError, match="enough"):
        shaped(store, "{% for e in listed('timeline') %}{{ fail('enough') }}{% endfor %}")
    assert read == ["beacon-act-1821"]


@pytest.mark.parametrize(
    ("source", "line", "named"),
    [
        ("a\nb\n{{ nobody }}", 3, "nobody"),
        ("{% set e = entry('lamp-house') %}\n{{ e.nothing }}", 2, "nothing"),
        ("\n{% if corpus.nothing %}{% endif %}", 2, "nothing"),
        ("\n\n{% for %}", 3, ""),
        ("{{ unclosed", 1, ""),
        ("x\n{{ 1 / 0 }}", 2, ""),
        ("\n{{ entry.__globals__ }}", 2, "__globals__"),
        ("{{ ''.__class__.__mro__ }}", 1, "__class__"),
        ("{% for i in range(999999999) %}{% endfor %}", 1, ""),
        ("{% include '/etc/passwd' %}", 1, ""),
        ("{{ [1, 2] | random }}", 1, "random"),
        ("{{ lipsum() }}", 1, "lipsum"),
        ("{{ 'www.example.org' | urlize }}", 1, "urlize"),
        ("{{ {'a': 1} | xmlattr }}", 1, "xmlattr"),
        ("{{ '{0.__class__}'.format(entry('lamp-house')) }}", 1, "__class__"),
        ("{{ '{0.__class__}' | format_map({}) }}", 1, "format_map"),
        ("{{ entry('lamp-house') | attr('__class__') }}", 1, "__class__"),
        ("{{ entry.__call__ }}", 1, "__call__"),
        ("{{ cycler.__init__.__globals__.os }}", 1, "__init__"),
        ("{{ self.__init__ }}", 1, "__init__"),
        ("{% import '/etc/passwd' as x %}", 1, ""),
        ("{% extends '/etc/passwd' %}", 1, ""),
    ],
)
def test_errors_in_a_template_are_reported_by_file_and_line(store: Store, source: str, line: int, named: str) -> None:
    with pytest.raises(UsageError) as caught:
        shaped(store, source)
    assert re.fullmatch(rf"my\.j2:{line}: .*\b{named}\b.*", caught.value.message)  # the sentence is Jinja2's


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ cite }}", "my.j2:1: a function must be called, with parentheses"),
        ("{{ fail('not so') }}", "not so"),
    ],
)
def test_errors_of_pctui_have_its_own_wording(store: Store, source: str, message: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        shaped(store, source)


@pytest.mark.parametrize("filtered", ["e", "escape", "forceescape", "string", "trim", "upper | lower"])
def test_no_jinja_filter_lets_corpus_text_become_syntax(store: Store, filtered: str) -> None:
    shown = shaped(store, f"{{{{ entry('concept-hostile').title | {filtered} }}}}")
    assert {child.type for token in PARSER.parse(shown) for child in token.children or []} <= {"text", "text_special"}


def test_a_missing_entry_is_reported_as_everywhere_else(store: Store) -> None:
    with pytest.raises(NotFound, match="there is no entry 'nobody'"):
        shaped(store, "{{ entry('nobody').title }}")


@pytest.mark.parametrize("name", ["entry", "corpus", "a-b", "", "1"])
def test_a_variable_cannot_replace_a_built_in_name(store: Store, name: str) -> None:
    with pytest.raises(UsageError, match="a variable cannot be called"):
        shaped(store, "x", **{name: "y"})


def test_a_bug_in_pctui_is_not_blamed_on_the_template(store: Store) -> None:
    with pytest.raises(TypeError):
        render(None, "my.j2", {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--var", "x=1"], 2, "--var sets a variable of a template"),
        (["--template", "briefing", "--var", "x"], 2, "--var must be NAME=VALUE, not 'x'"),
        (["--template", "briefing", "--section", "people"], 2, "cannot be combined with --folder or --section"),
        (["--template", "briefing", "--folder", "x"], 2, "cannot be combined with --folder or --section"),
        (["--template", "nowhere.j2"], 4, f"cannot read nowhere.j2: {reason(errno.ENOENT)}"),
    ],
)
def test_options_that_a_template_can_be_combined_with(
    pctui: Run, lights: Path, arguments: list[str], code: int, message: str
) -> None:
    answer = pctui("export", "markdown", *arguments, "--db", lights)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err


@pytest.mark.parametrize(
    "source",
    [
        "{{ cycler('a') }}",
        "{{ ''.format }}",
        "{{ namespace() }}",
        "{{ [joiner()] }}",
        "{{ 'a' ~ cycler('a') }}",
        "{{ '%s' % corpus.items }}",
        "{{ '{}'.format(''.upper) }}",
        "{{ [entry]|join }}",
        "{{ [''.format]|string }}",
        "{{ {'a': corpus['keys']}|pprint }}",
        "{{ ''|attr('upper') }}",
        "{{ (namespace()|string)|length }}",
    ],
)
def test_what_has_no_text_of_its_own_is_not_printed(source: str) -> None:
    """As text it would be an address in memory, which is another one each time."""
    with pytest.raises(UsageError, match=r"t\.j2:1: .*(has no text of its own|must be called)"):
        render(source, "t.j2", {"corpus": {"slug": "lights"}, "entry": lambda slug: slug})


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ [1, 2]|reverse }}{{ [1]|batch(1) }}{{ [1]|map('string') }}", r"\[2, 1\]\[\[1\]\]\['1'\]"),
        ("{{ corpus.keys() - ['none'] }}", r"\['a', 'b', 'c', 'd'\]"),
        ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}", "aba"),
        ("{% set n = namespace(a=1) %}{% set n.a = 2 %}{{ n.a }}", "2"),
        ("{% set j = joiner() %}{{ j() }}x{{ j() }}y", "x,y"),
        ("{% for k, v in corpus.items() %}{{ k.upper() }}{{ v }}{% endfor %}", "A1B2C3D4"),
        ("{{ 'a<b' }}{{ corpus['a'] }}{{ '{:_>3}'.format('x') }}", r"a\<b1\_\_x"),
    ],
)
def test_what_jinja_offers_prints_the_same_each_time(source: str, printed: str) -> None:
    assert render(source, "t.j2", {"corpus": dict(zip("abcd", range(1, 5), strict=True))}) == printed


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 900 + "1" + ")" * 900 + " }}",
        "{{ " + "[" * 3000,
        "{% if 1 %}" * 900,
        "{{ 1" + "+1" * 5000 + " }}",
        "{{ 'a'" + "|upper" * 3000 + " }}",
        "{% for i in [1] %}" * 30 + "{% endfor %}" * 30,
    ],
)
def test_a_template_that_is_nested_too_deeply_is_told(source: str) -> None:
    with pytest.raises(UsageError, match=r"t\.j2: nested too deeply"):
        render(source, "t.j2", {})


def test_a_template_in_other_encodings(pctui: Run, lights: Path, tmp_path: Path) -> None:
    template = tmp_path / "t.j2"
    template.write_bytes(b"\xef\xbb\xbf{{ corpus.slug }}\n")
    assert pctui("export", "markdown", "--template", template, "--db", lights).out == "marrow-lights\n"
    template.write_bytes(b"\xe9t\xe9")
    answer = pctui("export", "markdown", "--template", template, "--db", lights)
    assert (answer.code, "is not UTF-8" in answer.err) == (ExitCode.USAGE, True)
