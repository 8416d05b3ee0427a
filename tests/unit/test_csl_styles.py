"""Citations and references in the styles of journals, by citeproc-py: what it prints, and what it is not let do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import warnings
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import examples
from hostile import HOSTILE, hostile_store
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from pctui.errors import FaultsError, FilesError, PctuiError, UsageError
from pctui.model import Citation, Document, PublicSource
from pctui.page import whole as whole_page
from pctui.queries.store import Store
from pctui.render import csl_styles
from pctui.render.bibliography import reference
from pctui.render.csl import render
from pctui.render.csl_styles import NAMED, Cited, Style, find_style
from pctui.render.markdown import citing, pieces

pytest.importorskip("citeproc", reason="the citation processor is not installed")
HERE = Path(__file__)


@pytest.fixture(scope="module")
def documents(lights: Path) -> list[Document]:
    with closing(Store(lights)) as store:
        return store.documents()


def document(slug: str = "a", **record: object) -> Document:
    return Document(slug, slug, "A", "A.", "whole", None, None, {"title": "A", "type": "book", **record}, (), ())


def passage(of: Document, page: str | None = None) -> Cited:
    return Cited(of, Citation(of.slug, of.label, 19, None, (), page=page))


def test_every_style_by_name(documents: list[Document]) -> None:
    lights, letter = documents
    printed = {}
    for name in NAMED:
        style = find_style(name, lambda: documents)
        printed[name] = [
            style.citation([passage(lights)]).text,
            style.citation([passage(lights, "40–41")]).text,
            *(style.reference(each).text for each in documents),
        ]
    assert printed == {
        "harvard": [
            "(Calder and Wren, 1911, para. 19)",
            "(Calder and Wren, 1911, pp. 40–41)",
            "Calder, I. and Wren, T. (1911) ‘The Lights of Marrow Sound’, Marrow Quarterly, 12(3), pp. 40–43.",
            "‘Petition of the outer lights’ (1898). Available at: https://doi.org/10.0000/marrow.17.",
        ],
        "vancouver": [
            "(1, para. 19)",
            "(1, pp. 40–41)",
            "Calder I, Wren T. The Lights of Marrow Sound. Marrow Quarterly. 1911 May;12(3):40–3.",
            "Petition of the outer lights. 1898. doi:10.0000/marrow.17",
        ],
        "chicago": [
            "(Calder and Wren 1911, para. 19)",
            "(Calder and Wren 1911, 40–41)",
            "Calder, Ines, and Tobias Wren. 1911. “The Lights of Marrow Sound.” Marrow Quarterly 12 (3): 40–43.",
            "“Petition of the Outer Lights.” 1898. June 4. https://doi.org/10.0000/marrow.17.",
        ],
        "chicago-notes": [
            "Ines Calder and Tobias Wren, “The Lights of Marrow Sound,” Marrow Quarterly 12, no. 3 (1911): para. 19.",
            "Ines Calder and Tobias Wren, “The Lights of Marrow Sound,” Marrow Quarterly 12, no. 3 (1911): 40–41.",
            "Calder, Ines, and Tobias Wren. “The Lights of Marrow Sound.” Marrow Quarterly 12, no. 3 (1911): 40–43.",
            "“Petition of the Outer Lights.” June 4, 1898. https://doi.org/10.0000/marrow.17.",
        ],
    }
    assert letter.slug == "keepers-1898"


# pandoc's own processor spells the given names of that style out, which the style abbreviates.
_NOT_AS_PANDOC = {"vancouver"}


@pytest.mark.once
@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.parametrize("name", sorted(set(NAMED) - _NOT_AS_PANDOC))
def test_pandoc_prints_the_same_with_the_same_style(documents: list[Document], tmp_path: Path, name: str) -> None:
    file = csl_styles._shipped_file(NAMED[name].files)
    style = find_style(name, lambda: documents)
    bibliography = tmp_path / "sources.json"
    bibliography.write_text(render(documents), encoding="utf-8")
    cited = "".join(f"[@{each.slug}, para. 19]\n\n" for each in documents)
    done = subprocess.run(
        ["pandoc", "--citeproc", "--bibliography", bibliography, "--csl", str(file), "-t", "plain", "--wrap=none"],
        input=f"---\nlang: {NAMED[name].locale or 'en-US'}\n---\n\n{cited}",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    lines = [re.sub(r"^\[\d+\] ", "", line) for line in done.stdout.splitlines() if re.search("[a-z]", line)]
    ours = [style.citation([passage(each)]).text for each in documents]
    references = [style.reference(each).text for each in style.in_order(documents)]
    assert lines == ([*references, *ours] if style.is_note else [*ours, *references])


def test_what_is_printed_for_one_document_does_not_depend_on_others(documents: list[Document]) -> None:
    """citeproc-py changes the form of dates in its own tree as it prints."""
    for name in NAMED:
        alone = [find_style(name).reference(each) for each in documents]
        style = find_style(name)
        for each in reversed(documents):
            style.citation([passage(each)])
        assert [style.reference(each) for each in documents] == alone


def test_works_of_the_same_authors_and_year_have_letters() -> None:
    author = [{"family": "Calder", "given": "Ines"}]
    made = [
        document(slug, title=title, author=author, issued=issued)
        for slug, title, issued in (("x", "Tides", "1911"), ("y", "Lights", "1911"), ("z", "Boats", "1912"))
    ]
    style = find_style("harvard", lambda: made)
    assert [style.citation([passage(each)]).text for each in made] == [
        "(Calder, 1911b, para. 19)",
        "(Calder, 1911a, para. 19)",
        "(Calder, 1912, para. 19)",
    ]
    assert style.reference(made[1]).text == "Calder, I. (1911a) Lights."
    assert [each.slug for each in style.in_order(made)] == ["y", "x", "z"]


def test_several_works_are_cited_together(documents: list[Document]) -> None:
    cited = [passage(each)._replace(number=number) for number, each in enumerate(documents, 1)]
    assert find_style("harvard").citation(cited).text == (
        "(Calder and Wren, 1911, para. 19; ‘Petition of the outer lights’, 1898, para. 19)"
    )
    assert find_style("vancouver").citation(cited).text == "(1, para. 19) (2, para. 19)"


def test_passages_of_one_work_are_cited_together(documents: list[Document]) -> None:
    lights = documents[0]
    places = ((5, None), (2, None), (5, None), (3, "40"), (4, "41"))
    cited = [Cited(lights, Citation(lights.slug, lights.label, number, None, (), page=page)) for number, page in places]
    printed = {name: find_style(name).citation(cited).text for name in ("harvard", "vancouver", "chicago")}
    assert printed == {
        "harvard": "(Calder and Wren, 1911, paras 2, 5; Calder and Wren, 1911, pp. 40, 41)",
        "vancouver": "(1, paras 2, 5) (1, pp. 40, 41)",
        "chicago": "(Calder and Wren 1911, paras. 2, 5; Calder and Wren 1911, 40, 41)",
    }


@pytest.mark.parametrize(
    ("record", "printed"),
    [
        ({"author": [{"literal": "Board of Lights"}], "issued": "1911"}, "Board of Lights (1911) A."),
        ({"author": [{"given": "Ines"}], "issued": "1911~"}, "Ines (1911) A."),
        ({"author": [{"family": "Wren"}], "issued": "1911-21"}, "Wren (1911) A."),
        ({}, "A (no date)."),
        ({"issued": "1911/1913", "author": [{"family": "Wren", "given": "T."}]}, "Wren, T. (1911–1913) A."),
        ({"title": "Why lights?", "issued": "1911", "author": [{"family": "Wren"}]}, "Wren (1911) Why lights?"),
        ({"type": "interpretive-dance", "issued": "1911", "author": [{"family": "Wren"}]}, "Wren (1911) ‘A’."),
    ],
)  # fmt: skip
def test_what_is_missing_or_unusual_in_a_document(record: dict[str, object], printed: str) -> None:
    assert find_style("harvard").reference(document(**record)).text == printed


def test_markdown_has_emphasis_and_links_and_nothing_else(documents: list[Document]) -> None:
    hostile = document(
        title='*Lights* [x](javascript:x) <b>&amp; `y` <span class="nocase">',
        author=[{"family": "O[1]", "given": "# T"}],
        issued="1911",
        **{"container-title": "Sound_of_Marrow", "type": "article-journal", "DOI": "10.1/a)b <c>", "volume": "1."},
    )
    for name in NAMED:
        style = find_style(name)
        for each in (style.reference(hostile), style.citation([passage(hostile)])):
            (opening, inline, _closing) = MarkdownIt().parse(each.markdown)[:3]
            assert opening.type == "paragraph_open"
            assert inline.children
            shown = "".join(child.content for child in inline.children)
            assert shown == each.text
            addresses = [child.attrGet("href") for child in inline.children if child.type == "link_open"]
            assert all(str(address).startswith("https://doi.org/10.1/a%29b%20%3Cc%3E") for address in addresses)
            assert {child.type for child in inline.children} <= {
                "text", "text_special", "em_open", "em_close", "link_open", "link_close"
            }  # fmt: skip
    assert "*Marrow Quarterly*" in find_style("harvard").reference(documents[0]).markdown
    linked = find_style("vancouver").reference(documents[1]).markdown
    assert linked.endswith("[doi:10.0000/marrow.17](https://doi.org/10.0000/marrow.17)")


_TEXTS = st.text(max_size=12)
_NAMES = st.dictionaries(st.sampled_from(["family", "given", "literal"]), _TEXTS, max_size=3)
_RECORDS = st.fixed_dictionaries(
    {"type": st.sampled_from(["book", "article-journal", "report", "legislation", "webpage", "x", "thesis"])},
    optional={
        **dict.fromkeys("title container-title volume issue page publisher DOI URL language".split(), _TEXTS),
        "author": st.lists(_NAMES, max_size=9),
        "issued": st.sampled_from(
            "1911 1911-05 1911-05-04 1911~ 1911-21 -0050 0001 1911/1912 1911-05/1911-06 1911-05-01/1911-05-04 "
            "[..1911] 19XX 1911/.. x 1911-05/1912 0000 1911-12-31/1912-01 1911-21/1911-23".split()
        ),
    },
)


@pytest.mark.parametrize("name", NAMED)
@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(record=_RECORDS, page=st.none() | _TEXTS)
@example(record={"type": "book", "title": "\x01\x02\x05”.", "author": [{"family": "\x03"}]}, page="\x04")
def test_no_document_is_too_much_for_a_style_by_name(
    capsys: pytest.CaptureFixture[str], name: str, record: dict[str, object], page: str | None
) -> None:
    style = _style(name)
    of = document(**record)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        printed = [style._citation(csl_styles._merged([passage(of, page)]))]
        style._references.clear()
        printed.append(style.reference(of))
    for each in printed:
        assert each.text.strip()
        assert each.text.isprintable() or not each.text.isascii()
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", each.text)
        assert len(each.markdown.splitlines()) == 1
    assert capsys.readouterr() == ("", "")


_STYLES: dict[str, Style] = {}


def _style(name: str) -> Style:
    return _STYLES.setdefault(name, find_style(name))


# Files of styles.

_HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
_INFO = "<info><title>Of the Sound</title><id>x</id><updated>2020-01-01T00:00:00Z</updated></info>"
_OWN = f"""<?xml version="1.0" encoding="utf-8"?>
{_HEAD}
{_INFO}
<citation><layout prefix="{{" suffix="}}" delimiter="; "><names variable="author"/></layout></citation>
<bibliography><layout suffix="."><text variable="title" font-weight="bold"/></layout></bibliography>
</style>
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.csl"
    path.write_text(_OWN, encoding="utf-8")
    return path


def test_a_file_of_ones_own(own: Path, documents: list[Document]) -> None:
    style = find_style(str(own))
    assert style.title == "Of the Sound"
    assert style.citation([passage(documents[0])]).text == "{Ines Calder, Tobias Wren} (para. 19)"
    assert style.reference(documents[0]).markdown == "**The Lights of Marrow Sound**."


def test_a_note_of_what_was_supplied_is_not_part_of_a_reference(own: Path, documents: list[Document]) -> None:
    own.write_text(_OWN.replace('<text variable="title"', '<text variable="note"/><text variable="title"'), "utf-8")
    assert reference(documents[1]).note
    assert find_style(str(own)).reference(documents[1]).text == "Petition of the outer lights."


def test_what_the_processor_warns_of_is_kept_back(documents: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    from pctui.render.csl_mended import Work

    made = Work.__init__

    def odd(self: Work, key: str, type_: str, **fields: object) -> None:
        made(self, key, type_, **fields, odd="x")

    monkeypatch.setattr(Work, "__init__", odd)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert find_style("harvard").reference(documents[0]).text


def test_a_style_that_stands_for_another(tmp_path: Path, documents: list[Document]) -> None:
    path = tmp_path / "journal.csl"
    link = '<link href="http://www.zotero.org/styles/{}" rel="independent-parent"/>'
    info = _INFO.replace("</info>", f"{link}</info>")
    head = _HEAD.replace(' class="in-text"', "")
    path.write_text(f"{head}{info}</style>".format("harvard-cite-them-right"), encoding="utf-8")
    assert find_style(str(path)).reference(documents[0]).text.startswith("Calder, I. and Wren, T. (1911)")
    path.write_text(f"{head}{info}</style>".format("../../nowhere"), encoding="utf-8")
    with pytest.raises(UsageError, match="stands for 'nowhere', which is not installed"):
        find_style(str(path))


def test_any_installed_style_can_be_named(documents: list[Document]) -> None:
    assert find_style("apa").citation([passage(documents[0])]).text == "(Calder & Wren, 1911, para. 19)"


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (('weight="bold"', 'weight="heavy"'), 5, "<layout> is not valid CSL"),
        (('<names variable="author"/>', '<names variable="author"/><frob/>'), 4, "<frob> is not valid CSL"),
        (("title>", "titel>"), 3, "<info> is not valid CSL"),
        ((_INFO, "<frob/>"), 2, "a style must have <info>"),
        (('<names variable="author"/>', '<text macro="nowhere"/>'), 4, "there is no macro 'nowhere'"),
        (("</citation>", ""), 6, "not XML: "),
        ((_HEAD, f'<!DOCTYPE style [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n{_HEAD}'), 1, "a style has no"),
        ((_OWN, "{}"), 1, "not XML: "),
        ((_OWN, ""), 1, "not XML: "),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_the_line(own: Path, change: tuple[str, str], line: int, message: str) -> None:
    own.write_text(_OWN.replace(*change), encoding="utf-8")
    with pytest.raises(FaultsError) as refused:
        find_style(str(own))
    assert [(fault.file, fault.line) for fault in refused.value.faults][:1] == [(str(own), line)]
    assert refused.value.faults[0].message.startswith(message)


@pytest.mark.parametrize("uses", ['<text macro="m"/>', '<text macro="n"/><text macro="n"/>'])
def test_macros_without_end_are_refused(own: Path, documents: list[Document], uses: str) -> None:
    """A style of a few lines may ask for more than a computer can do."""
    doubling = "".join(f'<macro name="{"n" * i}"><text macro="{"n" * (i + 1)}"/>'
                       f'<text macro="{"n" * (i + 1)}"/></macro>' for i in range(1, 40))  # fmt: skip
    macros = f'<macro name="m">{uses}</macro>{doubling}<macro name="{"n" * 40}"><text value="x"/></macro>'
    text = _OWN.replace("<citation>", f"{macros}<citation>").replace('<names variable="author"/>', '<text macro="m"/>')
    own.write_text(text, encoding="utf-8")
    style = find_style(str(own))
    with pytest.raises(UsageError, match="its macros use each other without end"):
        style.citation([Cited(documents[0])])


def test_a_style_cannot_print_what_a_terminal_would_obey(own: Path, documents: list[Document]) -> None:
    own.write_text(_OWN.replace('prefix="{"', 'prefix="\u202e\x9b31m{"'), encoding="utf-8")
    assert find_style(str(own)).citation([passage(documents[0])]).text.startswith("⟨U+202E⟩⟨U+009B⟩31m{")


def test_a_file_that_is_too_large_or_not_there(own: Path) -> None:
    own.write_text(_OWN + " " * 1024 * 1024, encoding="utf-8")
    with pytest.raises(FilesError, match="too large"):
        find_style(str(own))
    with pytest.raises(FilesError, match="cannot read"):
        find_style(str(own.with_name("nowhere.csl")))
    with pytest.raises(UsageError, match="there is no style 'nowhere'"):
        find_style("nowhere")


def test_nothing_is_read_but_the_file(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither entities nor what a style links to."""
    monkeypatch.setattr("socket.socket", lambda *_, **__: pytest.fail("the network was asked"))
    own.write_text(
        _OWN.replace("<info>", '<info xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname"/>'),
        encoding="utf-8",
    )
    with pytest.raises(FaultsError):
        find_style(str(own))


def test_a_login_that_takes_no_paths_takes_no_file(
    own: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    with pytest.raises(UsageError, match="cannot be read from a file in this login"):
        find_style(str(own))
    assert find_style("harvard").citation([passage(documents[0])]).text


def test_what_cannot_be_printed_is_said(documents: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    style = find_style("harvard")
    monkeypatch.setattr(style._processor, "reference", lambda _: 1 / 0)
    with pytest.raises(UsageError, match="the style harvard cannot print keepers-1898: ZeroDivisionError"):
        style.reference(replace(documents[1], supplied=(("title", "B", PublicSource("x", "x", "x")),)))


def test_without_a_processor_it_is_said_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = csl_styles.find_spec
    monkeypatch.setattr(csl_styles, "find_spec", lambda name: None if name == "citeproc" else found(name))
    with pytest.raises(UsageError) as refused:
        find_style("harvard")
    assert "pip install 'pctui[styles]'" in refused.value.hint


def test_a_processor_that_cannot_be_loaded_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("csl_processor", "csl_mended", "csl_file"):
        monkeypatch.delitem(sys.modules, f"pctui.render.{name}", raising=False)
        monkeypatch.delattr(f"pctui.render.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(UsageError, match="the citation processor cannot be loaded"):
        find_style("harvard")


def test_the_csl_json_of_documents_is_what_it_was(documents: list[Document]) -> None:
    assert [item["id"] for item in json.loads(render(documents))] == [each.slug for each in documents]


@settings(max_examples=examples(15))
@given(text=HOSTILE)
@example(text="</script> [a](javascript:x) <b> {{ 7*7 }} \x1b[31m \u202e")
def test_hostile_text_is_text_in_every_style(lights: Path, text: str) -> None:
    """In a whole export, the only links are those of web addresses, and nothing is HTML."""
    for name in NAMED:
        with closing(hostile_store(lights, text)) as store:
            cites = citing(store, "author-date", name)()
            written = "".join(pieces(whole_page(store, ["people", "organisations"]), citing=cites))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", written)
        for token in MarkdownIt("commonmark").parse(written):
            assert token.type not in ("html_block", "fence", "code_block")
            for child in token.children or ():
                assert child.type not in ("html_inline", "image", "code_inline")
                if child.type == "link_open":
                    assert str(child.attrs["href"]).startswith(("http://", "https://"))


_DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from(["remove", "empty", "repeat", "attribute"]),
        st.sampled_from("variable macro form name et-al-min prefix delimiter type match date-parts class".split()),
        st.sampled_from(["", "x", "-1", "author", "issued", "'", "text", "short", "locator"]),
    ),
    min_size=1,
    max_size=4,
)


def _damaged(xml: bytes, damage: list[tuple[int, str, str, str]]) -> bytes:
    root = ElementTree.fromstring(xml)
    for at, what, name, value in damage:
        elements = list(root.iter())
        element = elements[at % len(elements)]
        above = next((each for each in elements if element in list(each)), None)
        if above is None:
            continue
        if what == "remove":
            above.remove(element)
        elif what == "empty":
            element.attrib.clear()
        elif what == "repeat":
            above.append(element)
        else:
            element.set(name, value)
    return ElementTree.tostring(root, encoding="utf-8")


@settings(max_examples=examples(60))
@given(damage=_DAMAGE, checks=st.sampled_from([False, False, True]))
def test_no_damage_to_a_style_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[Document],
    damage: list[tuple[int, str, str, str]],
    checks: bool,
) -> None:
    """Not even where the checks of its form have let it through."""
    file = csl_styles._shipped_file(NAMED["harvard"].files)
    assert file
    path = tmp_path_factory.mktemp("damaged") / "own.csl"
    path.write_bytes(_damaged(file.read_bytes(), damage))
    with pytest.MonkeyPatch.context() as patch:
        if not checks:
            patch.setattr("pctui.render.csl_file.etree.RelaxNG", _Anything)
        try:
            style = find_style(str(path))
            for each in documents:
                style.citation([passage(each)])
                style.reference(each)
            style.in_order(documents)
        except PctuiError:
            pass


class _Anything:
    """A schema that has nothing against anything."""

    def __init__(self, _schema: object) -> None:
        pass

    def validate(self, _root: object) -> bool:
        return True
