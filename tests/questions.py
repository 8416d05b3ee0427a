"""Questions as people put them to the built-in corpus, each with the entries that answer it.

An answer must be the first or the second result; of a misspelling that finds nothing, the first or the second of what
the suggestion finds. `HELD_OUT` is not for tuning: it tells whether what was learned from `ASKED` holds for others.
"""

from __future__ import annotations

ASKED = {
    # A newcomer, in whole sentences
    "when did primary care groups start": "pcg-start-1999",
    "primary care groups start": "pcg-start-1999",
    "size of a primary care trust": (
        "figure-pct-population-walshe figure-pct-forecast-mean-population primary-care-trust"
    ),
    "what is total purchasing": "total-purchasing-pilot",
    "what is a primary care group?": "primary-care-group",
    "how many primary care trusts were there?": "figure-pct-count-walshe pct-created-2002-walshe",
    "did total purchasing work?": "finding-tpp-variable-performance total-purchasing-pilot",
    # A historian
    "what happened in 1999": "pcg-start-1999 health-act-1999",
    "white paper of 1997": "the-new-nhs-white-paper",
    "when was fundholding introduced": "fundholding-start",
    "When did fundholding end?": "change-fundholding-to-groups gp-fundholding context-fundholding-abolished-1999",
    "what replaced total purchasing?": "change-total-purchasing-and-localities-to-groups",
    "internal market": "internal-market-1991",
    "abolition of the internal market": "rec-white-paper-end-internal-market",
    "founding of the College of General Practitioners": "college-of-general-practitioners-founded",
    "Griffiths": "griffiths-report griffiths",
    "what became of the PCGs": "primary-care-group change-groups-to-trusts",
    # A librarian, with names and documents
    "Walshe 2004": "walshe-2004",
    "goodwin 2001": "goodwin-2001",
    "Wilkin & Dowswell": "wilkin-2001 therese-dowswell",
    '"Breaking Boundaries"': "breaking-boundaries-document breaking-boundaries-editorial",
    "articles by Judith Smith": "judith-smith walshe-2004",
    # A student, with abbreviations
    "PCT": "primary-care-trust",
    "CCGs": "clinical-commissioning-group",
    "TPP": "total-purchasing-pilot",
    "GPFH": "gp-fundholding",
    "PMS pilots": "pms-pilot",
    "levels of PCGs": "primary-care-group-levels",
    "what's the difference between level three and level four": "level-3 level-4",
    "purchaser provider split": "concept-purchaser-provider-split",
    # A clinician
    "health visitors": "level-4 community-trust gp-new-deal-1950s",
    "24/7 care": "rec-24-7-responsibility finding-24-7-care-fragmented rec-24-7-collective-responsibility",
    "nurse led services": "nurse-led-pilot-london finding-pms-nurse-led-contracts",
    "are specialists supposed to work in primary care?": (
        "rec-specialists-in-primary-care-home rec-specialists-support-primary-care"
    ),
    "co location": "concept-co-location rec-nhs-plan-co-location",
    "coproduction": "concept-co-production rec-co-production-norm",
    # Spelled in another way, or wrong
    "fundholdng": "gp-fundholding fundholding-start",
    "primary care organization": "primary-care-organisation",
    "comissioning groups": "clinical-commissioning-group gp-commissioning-group-pilot",
    "labor government": "labour-government",
}

# A search of words does not know who did what to whom: it finds whom the groups replaced.
NOT_YET = {"who replaced the PCGs": "change-groups-to-trusts change-first-groups-become-trusts"}

HELD_OUT = {
    "how many primary care groups were there": "figure-pcg-count",
    "When were care trusts expected?": "care-trusts-2002-forecast",
    "GP contract 2013": "gp-contract-imposed-2013",
    "pooled budgets": "concept-pooled-budgets",
    "federations of practices": "primary-care-federation rec-primary-care-federations",
    "networks in New Zealand": "primary-care-network-nz nz-networks-in-being-2011",
    "the King's Fund": "kings-fund",
    "managed care": "concept-managed-care",
    "PMS": "concept-personal-medical-services pms-pilot",
    "joint commisioning": "joint-commissioning-organisation",
    "who founded the college": "college-of-general-practitioners-founded college-of-general-practitioners",
    "salaried GPs": (
        "concept-salaried-general-practice finding-pms-salaried-gps-deprived-areas community-hospital-salaried-gp-pilot"
    ),
    "what is a care trust?": "care-trust",
    "events in 2002": (
        "pct-created-2002-walshe wanless-report-2002 care-trusts-2002-forecast social-services-money-2002"
    ),
    "RCGP": "rcgp",
    "why did trusts merge": "rec-pct-mergers-mooted-2004 change-group-mergers finding-mergers-for-management-capacity",
    "did practices lose income": "finding-practice-income-falling",
    "Kieran Walsh": "kieran-walshe",
    "modernization of primary care": "concept-modernising-primary-care wilkin-2001",
    "proportion of nhs money going to pcts": "figure-pct-funding-share-walshe figure-pct-budget-most-wilkin",
}
