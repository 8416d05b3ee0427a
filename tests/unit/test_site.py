"""The pages of a site: read by a strict parser, every link followed, whatever the corpus contains."""

from __future__ import annotations

import json
import re
from contextlib import closing
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import PROJECT, editing, examples
from hostile import HOSTILE, hostile_store
from hypothesis import given, settings
from webpages import Page, broken_links

from pctui.database.build import seed
from pctui.kinds.vocabulary import INTENDED
from pctui.queries.entry import describe, describe_all
from pctui.queries.store import Store
from pctui.render.site import files, frame, page_parts, search_index, section_pages, timeline_chart
from pctui.render.site.layout import asset
from pctui.text import one_line

MINISEARCH = "8abd09a992d962c447c7e5051f6ab59c64c079d2c8a4da66c873bc5b822a722a"  # see render/site/assets/README.md


def site_of(database: Path, *, context: bool = True) -> dict[str, str]:
    with closing(Store(database, context=context)) as store:
        found: dict[str, str] = {}
        for name, text in files(store):
            assert name not in found, f"{name} twice"
            found[name] = text
        return found


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("built-in") / "built-in.db"
    seed(PROJECT / "seed", database)
    return database


@pytest.fixture(scope="module")
def site(lights: Path) -> dict[str, str]:
    return site_of(lights)


@pytest.fixture(scope="module", params=["lights", "built_in"])
def either(request: pytest.FixtureRequest) -> dict[str, str]:
    return site_of(request.getfixturevalue(request.param))


def pages(files: dict[str, str]) -> dict[str, Page]:
    return {name: Page(text) for name, text in files.items() if name.endswith(".html")}


def index_of(files: dict[str, str]) -> list[list[str]]:
    """Return the rows of the search index, read as JSON."""
    rows: list[list[str]] = []
    for name, text in files.items():
        if name.startswith("search/"):
            inner = text.partition("pctui.entries.push(")[2].removesuffix(");\n")
            rows += json.loads(f"[{inner}]")
    return rows


def test_every_page_is_well_formed_and_every_link_leads_somewhere(either: dict[str, str]) -> None:
    assert list(broken_links(either)) == []
    for name, page in pages(either).items():
        assert len(page.ids) == len(set(page.ids)), name
        assert page.named.count("h1") == 1, name
        assert page.named.count("main") == 1, name
        levels = [level for level, _ in page.headings]
        assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)
        assert all(text.strip() for _, text in page.headings), name
        assert ("html", {"lang": "en"}) in page.attributes, name


def test_a_page_may_load_nothing_but_its_own_files(either: dict[str, str]) -> None:
    for name, page in pages(either).items():
        policies = [given["content"] for tag, given in page.attributes if given.get("http-equiv")]
        assert policies == [policy for policy in policies if policy.startswith("default-src 'none'; ")], name
        assert len(policies) == 1, name
        assert all(not re.match(r"[a-z]+:|//|/", each) or each == "data:," for each in page.loaded), name
        assert "style=" not in either[name]
        assert not re.search(r"\son[a-z]+=", either[name].partition("<body>")[2].replace("&quot;", "")), name


def test_every_entry_has_a_page_that_is_found_and_listed(either: dict[str, str]) -> None:
    stems = {name.removeprefix("entries/").removesuffix(".html") for name in either if name.startswith("entries/")}
    assert {row[0] for row in index_of(either)} == {stem for stem in stems if not re.search(r"_\d+$", stem)}
    listed = set(pages(either)["entries.html"].links)
    assert {f"entries/{row[0]}.html" for row in index_of(either)} <= listed


def test_a_citation_leads_to_its_paragraph_and_the_paragraph_back(lights: Path, site: dict[str, str]) -> None:
    followed = 0
    with closing(Store(lights, context=True)) as store:
        for entry in describe_all(store, store.slugs()):
            assert entry
            links = Page(site[f"entries/{entry.slug}.html"]).links
            for citation in entry.citations:
                assert f"{citation.document}.html#p{citation.paragraph}" in links, entry.slug
                target = site[f"entries/{citation.document}.html"]
                block = target.partition(f'id="p{citation.paragraph}"')[2].partition('<div class="paragraph"')[0]
                assert f'href="{entry.slug}.html"' in block, (entry.slug, citation.place)
                followed += 1
    assert followed > 40


def test_a_page_says_which_entries_tell_the_same(built_in: Path) -> None:
    with closing(Store(built_in)) as store:
        found = dict(files(store))
        row = store.one(
            "SELECT r.head, r.slug FROM timeline_rows r JOIN shown_entries e ON e.slug = r.slug WHERE r.head > ''"
        )
    assert row
    head, under = row
    assert f'href="{under}.html"' in found[f"entries/{head}.html"].partition("The same in other entries")[2]
    assert f'In the list under</span> <a href="{head}.html"' in found[f"entries/{under}.html"]


def test_the_headings_of_a_page_are_its_outline(site: dict[str, str]) -> None:
    levels = [level for level, _ in Page(site["entries/tower-station.html"]).headings]
    assert levels == [1, *[2] * (len(levels) - 1)]
    titles = Page(site["ladder.html"]).headings
    assert titles[:4] == [
        (1, "Ladder"),
        (2, "Classes of light"),
        (3, "Class one: watch fire"),
        (3, "Class two: lamp house"),
    ]


def test_marks_say_in_words_what_was_only_planned(lights: Path, site: dict[str, str]) -> None:
    marks = re.findall(r'<a href="entries/([^"]+)\.html"><title>([^<]+)</title>', site["timeline.html"])
    with closing(Store(lights, context=True)) as store:
        entries = {slug: describe(store, slug) for slug, _ in marks}
    intended = [(slug, words) for slug, words in marks if entries[slug].modality in INTENDED]
    assert intended
    for slug, words in intended:
        assert words.endswith(f", {entries[slug].modality}"), words
        assert f"[{entries[slug].modality}]" in Page(site["timeline.html"]).text
        assert entries[slug].modality in Page(site[f"entries/{slug}.html"]).text
    assert any("start not given" in words for _, words in marks)


def test_the_chart_has_the_title_and_the_description_of_each_lane_and_links_on_its_marks(site: dict[str, str]) -> None:
    page = Page(site["timeline.html"])
    drawings = [given for tag, given in page.attributes if tag == "svg" and given["class"] == "drawing"]
    assert drawings
    for drawing in drawings:
        for reference in drawing["aria-labelledby"].split():
            assert reference in page.ids
    marks = re.findall(r'<a href="(entries/[^"]+)"><title>', site["timeline.html"])
    assert set(marks) <= set(site)
    with_dates = re.findall(r"<title>[^<]*18\d\d[^<]*</title>", site["timeline.html"])
    assert len(with_dates) > 5


def test_a_lane_with_too_many_marks_is_drawn_as_how_many_there_are(
    lights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline_chart, "MOST", 1)
    text = site_of(lights)["timeline.html"]
    assert "Events at each time: at most " in text
    assert "how many at a time" in text
    assert text.count('class="count"') > 5
    Page(text)


@pytest.fixture
def divided(lights: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The site as a very large corpus would have it: long pages in several, the search in parts and bounded."""
    for module, name, value in (
        (page_parts, "MOST", 6),
        (frame, "PARAGRAPHS", 3),
        (section_pages, "_SUBJECTS", 2),
        (search_index, "PART", 10),
        (search_index, "TEXTS", 12),
        (search_index, "MOST", 30),
    ):
        monkeypatch.setattr(module, name, value)
    return site_of(lights)


def test_long_pages_are_divided_and_lead_to_each_other(divided: dict[str, str], site: dict[str, str]) -> None:
    assert list(broken_links(divided)) == []
    several = [name for name in divided if re.search(r"_\d+\.html$", name)]
    assert {name.partition("_")[0] for name in several} >= {"entries", "recommendations", "subjects"} | {
        "entries/calder-wren-1911"
    }
    for name in several:
        assert "Previous page" in divided[name], name
    # Whatever is on one page in a small site is on one of several here.
    for section in ("entries", "evidence", "organisations"):
        whole = {
            link for link in Page(site[f"{section}.html"]).links if link.startswith("entries/") and "#" not in link
        }
        names = [name for name in divided if re.fullmatch(rf"{section}(_\d+)?\.html", name)]
        names += [name for name in divided if name.startswith("subjects_")] if section == "evidence" else []
        assert len(names) > 1
        parts = {link for name in names for link in Page(divided[name]).links if "#" not in link}
        assert whole <= parts, section
    assert "(continued)" in divided["organisations_2.html"]


def test_the_search_of_a_large_corpus_says_what_it_leaves_out(divided: dict[str, str]) -> None:
    rows = index_of(divided)
    assert len(rows) == 30
    assert [bool(row[-1]) for row in rows] == [True] * 12 + [False] * 18
    scripts = [name for name in divided if name.startswith("search/")]
    assert scripts == ["search/part-1.js", "search/part-2.js", "search/part-3.js"]
    page = Page(divided["search.html"])
    assert set(scripts) <= set(page.loaded)
    total = len([name for name in divided if re.fullmatch(r"entries/[^_]+\.html", name)])
    assert f"titles of the first 30 of {total} entries, and in the texts of the first 12." in page.text


def test_two_sites_of_one_corpus_have_the_same_bytes(lights: Path, site: dict[str, str]) -> None:
    assert site_of(lights) == site


def test_background_facts_are_left_out_unless_they_are_wanted(lights: Path, site: dict[str, str]) -> None:
    without = site_of(lights, context=False)
    assert len(without) < len(site)
    assert list(broken_links(without)) == []
    assert not any("background fact" in text for name, text in without.items() if name.startswith("entries/"))


def test_the_library_is_the_one_whose_version_is_written_down() -> None:
    assert sha256(asset("minisearch.js").encode()).hexdigest() == MINISEARCH
    assert "Permission is hereby granted" in asset("minisearch-licence.txt")


def test_the_page_says_the_language_of_a_corpus_that_is_not_english(lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE entries SET title = 'Ein Turm', summary = 'Auf einem Riff', details = ''")
        connection.execute("INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')")
        connection.execute("UPDATE document_details SET csl = json_set(csl, '$.language', 'de-AT')")
    found = site_of(lights_copy)
    assert found["index.html"].startswith('<!doctype html>\n<html lang="de-AT">')
    assert 'pctui.language = {"stop":[],"same":[],"kinds":{}};' in found["search/part-1.js"]


# The colours, by the formula of WCAG 2.

_SCHEMES = (0, 1)  # light, dark


def colour(name: str, scheme: int) -> tuple[float, float, float]:
    found = re.search(rf"--{name}: light-dark\(#(\w{{6}}), #(\w{{6}})\);", asset("site.css"))
    assert found, name
    digits = found[scheme + 1]
    return tuple(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))  # type: ignore[return-value]


def luminance(of: tuple[float, float, float]) -> float:
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in of]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_text_and_marks_stand_out_from_what_is_behind_them(scheme: int) -> None:
    def contrast(one: str, other: str) -> float:
        bright, dark = sorted((luminance(colour(name, scheme)) for name in (one, other)), reverse=True)
        return (bright + 0.05) / (dark + 0.05)

    for behind in ("paper", "sunken"):
        for text in ("ink", "muted", "accent", "visited", "warn"):
            assert contrast(text, behind) >= 4.5, (text, behind)
    for behind in ("bar", "new"):
        assert contrast("ink", behind) >= 4.5, behind
    for mark in ("edge", "warn"):
        assert contrast(mark, "paper") >= 3, mark


# What a corpus can contain.


def _shown(text: str) -> str:
    return " ".join(text.split())


@given(text=HOSTILE)
@settings(max_examples=examples(8))
def test_hostile_text_is_text_on_every_page(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        found = dict(files(store))
    assert list(broken_links(found)) == []
    expected = _shown(one_line(text))
    for name, page in pages(found).items():
        assert len(page.ids) == len(set(page.ids)), name
        if name.startswith("entries/") and not re.search(r"_\d+\.html$", name):
            assert _shown(page.headings[0][1]) == expected, name
    rows = index_of(found)
    assert {row[2] for row in rows} == {one_line(text)}
    for name, script in found.items():
        if name.startswith("search/"):
            assert not set(script.partition("entries.push")[2]) & set("<>&\u2028\u2029")


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "\"><svg onload=alert(1)>' onmouseover=alert(1) x=",
        "</title></desc></style><!-- ]]> {{ 7*7 }} {% x %}",
    ],
)
def test_markup_is_text_on_every_page(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        found = dict(files(store))
    assert list(broken_links(found)) == []
    assert text in Page(found["timeline.html"]).text
