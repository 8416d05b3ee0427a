"""The reader's own templates: their errors are reported by file and line, and they can only use what they are given."""

from __future__ import annotations

import errno
import re
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run, examples, reason
from hostile import HOSTILE, hostile_store
from hypothesis import given, settings
from markdown_it import MarkdownIt

from pctui import paths
from pctui.errors import ExitCode, NotFound, UsageError
from pctui.kinds.vocabulary import DIRECTIONS
from pctui.queries.entry import describe
from pctui.queries.store import Store
from pctui.render.markdown import citing
from pctui.render.template import names, render

BRIEFING = paths.templates()["briefing"]
PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def shaped(store: Store, source: str, form: str | None = None, **variables: str) -> str:
    reached = names(
        store.corpus,
        lambda slug: describe(store, slug),
        lambda kind: (describe(store, slug) for slug in store.of_kind(kind)),
        citing(store, form)(),
        variables,
    )
    return render(source, "my.j2", reached)


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


def briefing(pctui: Run, database: Path, slug: str, *more: object) -> str:
    answer = pctui(
        "export", "markdown", "--template", BRIEFING, "--var", f"organisation={slug}", "--db", database, *more
    )
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def organisations(database: Path) -> list[str]:
    with closing(Store(database)) as store:
        return store.of_kind("organisation")


def test_a_briefing_on_any_organisation_fits_two_pages(pctui: Run, lights: Path, tmp_path: Path) -> None:
    from pctui.database.build import seed
    from pctui.paths import built_in_corpus

    built_in = tmp_path / "built-in.db"
    seed(built_in_corpus(), built_in)
    for database in (lights, built_in):
        for slug in organisations(database):
            text = briefing(pctui, database, slug)
            assert len(text.split()) < 1200, slug  # some 600 words a page
            parsed = PARSER.parse(text)
            assert {token.type.rsplit("_", 1)[0] for token in parsed} <= {
                "heading", "paragraph", "bullet_list", "list_item", "inline",
            }, slug  # fmt: skip
            assert [t.tag for t in parsed if t.type == "heading_open"].count("h1") == 1
            assert "\n\n\n" not in text
            assert all(line == line.rstrip() for line in text.splitlines())


def test_a_briefing_lists_what_it_cites(pctui: Run, lights: Path) -> None:
    body, listed = briefing(pctui, lights, "tower-station").split("## References")
    cited = dict.fromkeys(re.findall(r"\[\^([a-z0-9-]+)\]", body))
    assert list(cited) == re.findall(r"^\[\^([a-z0-9-]+)\]: ", listed, re.MULTILINE)
    assert body.count("against") == 1  # a disagreement is listed once, not from both its sides


def test_a_briefing_takes_the_directions_from_the_vocabulary() -> None:
    text = BRIEFING.read_text(encoding="utf-8")
    assert "in directions" in text
    assert not [word for word in DIRECTIONS if f'"{word}"' in text]


def test_a_briefing_is_only_written_on_an_organisation(pctui: Run, lights: Path) -> None:
    command = ["export", "markdown", "--template", BRIEFING, "--db", lights]
    answer = pctui(*command)
    assert (answer.code, answer.out) == (ExitCode.USAGE, "")
    assert re.fullmatch(rf"pctui: {re.escape(str(BRIEFING))}:\d+: .*\borganisation\b.*\n", answer.err)
    answer = pctui(*command, "--var", "organisation=beacon-act-1821")
    assert (answer.code, answer.err) == (2, "pctui: beacon-act-1821 is not an organisation, but of kind event\n")
    assert pctui(*command, "--var", "organisation=nobody").code == ExitCode.NO


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--var", "x=1"], 2, "--var sets a variable of a template"),
        (["--template", BRIEFING, "--var", "x"], 2, "--var must be NAME=VALUE, not 'x'"),
        (["--template", BRIEFING, "--section", "people"], 2, "cannot be combined with --folder or --section"),
        (["--template", BRIEFING, "--folder", "x"], 2, "cannot be combined with --folder or --section"),
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


@settings(max_examples=examples(20))
@given(HOSTILE)
def test_hostile_text_does_not_break_a_briefing(lights: Path, text: str) -> None:
    source = BRIEFING.read_text(encoding="utf-8")
    with closing(hostile_store(lights, text, context=False)) as store:
        found = PARSER.parse(shaped(store, source, organisation="tower-station"))
    assert {token.type.rsplit("_", 1)[0] for token in found} <= {
        "heading", "paragraph", "bullet_list", "list_item", "inline",
    }  # fmt: skip
    inline = {child.type for token in found for child in token.children or []}
    assert inline <= {
        "text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "code_inline", "softbreak",
        "link_open", "link_close",
    }  # fmt: skip
    headings = [token for token in found if token.type == "heading_open"]
    assert [token.tag for token in headings].count("h1") == 1
