"""What the built-in corpus says existed at four dates, worked out by hand from the documents.

Only the organisational forms are checked: what certainly existed, what possibly did, and what did not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pctui import paths
from pctui.database.build import seed
from pctui.queries.as_of import UNDATED, in_existence, period
from pctui.queries.filters import Filter
from pctui.queries.store import Store

# By the review: authorities, practices and social services are older than the market that parted purchasing from
# providing (the passage says 1989, the one before it 1991/92), which made the self-governing trusts and fundholding.
OLDER = {"general-practice", "health-authority", "social-services"}
OF_THE_MARKET = {"community-trust", "nhs-trust"}
# Named by the review as there before the groups of April 1999, with no start.
WITHOUT_START = {"community-hospital", "local-authority"}
# Replaced in April 1999 by the groups, on no day that is printed.
REPLACED = {
    "extended-fundholding",
    "fundholding-consortium",
    "gp-fundholding",
    "locality-commissioning",
    "total-purchasing-pilot",
    "voluntary-commissioning-organisation",
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("at") / "pctui.db"
    seed(paths.built_in_corpus(), database)
    return database


@pytest.fixture
def forms(database: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The doubt about each form, at the date and with the context that the test asks for."""
    date, context = request.param
    first, last, _ = period(date)
    with closing(Store(database, context=context)) as store:
        yield {x.entry.slug: x.doubt for x in in_existence(store, first, last, Filter({"classification": ("form",)}))}


def certain(forms: dict[str, str]) -> set[str]:
    return {slug for slug, doubt in forms.items() if not doubt}


def possible(forms: dict[str, str]) -> set[str]:
    return {slug for slug, doubt in forms.items() if doubt and doubt != UNDATED}


@pytest.mark.parametrize("forms", [("1990", False)], indirect=True)
def test_1990_when_the_market_may_or_may_not_have_begun(forms: dict[str, str]) -> None:
    assert certain(forms) >= OLDER
    assert not certain(forms) & (OF_THE_MARKET | REPLACED)
    assert possible(forms) >= OF_THE_MARKET | WITHOUT_START | {"gp-fundholding", "fundholding-consortium"}
    assert not forms.keys() & {
        "extended-fundholding",  # decided on in 1994
        "total-purchasing-pilot",
        "pms-pilot",  # April 1998
        "primary-care-group",  # April 1999
        "primary-care-trust",  # groups grow into trusts
        "care-trust",
        "clinical-commissioning-group",
    }


@pytest.mark.parametrize("forms", [("1999-04-01", False)], indirect=True)
def test_1_april_1999_a_day_of_the_month_in_which_the_groups_replaced_what_was_there(forms: dict[str, str]) -> None:
    assert certain(forms) >= OLDER | OF_THE_MARKET | {"pms-pilot"}
    assert possible(forms) >= REPLACED | {"primary-care-group"}
    assert not forms.keys() & {"care-trust", "clinical-commissioning-group"}


@pytest.mark.parametrize("forms", [("2000-11", False)], indirect=True)
def test_november_2000_when_trusts_had_begun_or_were_to_begin_within_months(forms: dict[str, str]) -> None:
    assert certain(forms) >= OLDER | OF_THE_MARKET | WITHOUT_START | {"pms-pilot", "primary-care-group"}
    assert "primary-care-trust" in possible(forms), "40 had been established by 2001; the review prints no start"
    assert not forms.keys() & (REPLACED | {"care-trust", "clinical-commissioning-group"})


@pytest.mark.parametrize("forms", [("2000-11", True)], indirect=True)
def test_november_2000_with_the_waves_of_trusts_that_the_context_dates(forms: dict[str, str]) -> None:
    assert certain(forms) >= {"primary-care-group", "primary-care-trust"}
    assert not forms.keys() & REPLACED


@pytest.mark.parametrize("forms", [("2003-01", False)], indirect=True)
def test_january_2003_for_which_the_documents_have_only_the_deadline_of_2004(forms: dict[str, str]) -> None:
    assert certain(forms) >= {"primary-care-trust"}
    assert forms["primary-care-group"] == forms["care-trust"] == "planned or forecast then"


@pytest.mark.parametrize("forms", [("2003-01", True)], indirect=True)
def test_january_2003_with_the_changes_of_april_2002_that_the_context_dates(forms: dict[str, str]) -> None:
    assert certain(forms) >= {"primary-care-trust", "context-strategic-health-authority"}
    assert "primary-care-group" not in forms, "all of them had become trusts"
    assert forms["care-trust"] == "last documented in April 2002", "four were launched then"
    assert forms["health-authority"] == "last documented on 1 April 2002", "28 new ones took their place"


def test_no_organisation_without_dates_is_missing_at_any_date(database: Path) -> None:
    with closing(Store(database)) as store:
        undated = {
            slug
            for slug, modality, existence in store.select(
                """
                SELECT d.slug, e.modality, d.existence_edtf
                FROM organisation_details d JOIN shown_entries e ON e.slug = d.slug
                """
            )
            if existence is None and modality == "happened"
        }
        assert undated
        for day in ("1900-01-01", "1990-01-01", "2000-01-01", "2030-01-01"):
            there = {item.entry.slug for item in in_existence(store, day)}
            assert undated <= there
