"""Text that would break a format, in every place of a database that holds free text."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import strategies as st

from pctui.queries.store import Store
from pctui.text import clean

PIECES = st.one_of(
    st.sampled_from(
        [
            *'{ } { {{ }} % {% %} {# #} \\ \\\\ \\} \\{ " \'\' \' """ , ; ;; \t | ` ~~~ ``` $ & # _ ^ ~'.split(),
            *"@ @article{x, [[x]]".split(),
            *"TY ER &amp; &lt; <b> </script> <!-- --> ]]> =1+1 +1 -1 @SUM(A1) ＝1 --- ... : - ? ! * > [x]".split(),
            *[
                "\nER  - \nTY  - ",
                "\r\nAU  - x",
                "\n---\n",
                "\n}\n@article{y,",
                " and ",
                ", ",
                " and others",
                "\n\n",
                "\r",
            ],
            *[
                '"];}',
                "\\N",
                "\\l",
                "\\n",
                "\x00",
                "\x1b[31m",
                "\u202e",
                "\u2028",
                "\x85",
                "\ufeff",
                "\ufffe",
                "😀",
                "é",
            ],
            *["http://x.y", "javascript:x", "key: value", "- item", "# x", "\n# x\n", "null", "~", "1999-04", "[a](b)"],
            *["{{ 7*7 }}", "\n\t=1", " =1", "\xa0=1", "'", "yes", "0x1f", "%40"],
        ]
    ),
    st.text(max_size=5),
)
HOSTILE = st.lists(PIECES, min_size=1, max_size=8).map("".join).filter(lambda text: text.strip() != "")

_PLACES = {
    "corpus": "title summary version",
    "terms": "title",
    "entries": "title summary hedge as_of_label note sic",
    "document_details": "label issued_label extent_note",
    "document_supplied": "value source_title",
    "sections": "title",
    "paragraphs": "carries_nothing",
    "context_sources": "title",
    "derived_numbers": "derived_from",
    "links": "note",
    "event_details": "date_label",
    "organisation_details": "abbreviation country existence_label legal_form participation_exceptions budget purpose",
    "organisation_items": "text",
    "change_details": "date_label",
    "level_aspects": "text",
    "recommendation_details": "proposer actor",
    "figure_details": "measure unit words denominator",
    "concept_details": "scope_note",
    "concept_labels": "label",
    "person_details": "role affiliation",
    "project_details": "country",
}


def hostile_store(lights: Path, text: str, *, context: bool = True) -> Store:
    """The lighthouses with `text` wherever a corpus has words of its own."""
    database = lights.with_name("hostile.db")
    shutil.copy(lights, database)
    record = {
        "type": "article-journal", "title": text, "author": [{"family": text, "given": text}, {"literal": text}],
        "issued": "1911-05", "container-title": text, "volume": text, "issue": text, "page": text,
        "publisher": text, "DOI": text, "URL": text, "language": text,
    }  # fmt: skip
    with closing(sqlite3.connect(database)) as connection, connection:
        for table, columns in _PLACES.items():
            assignments = ", ".join(f"{column} = :text" for column in columns.split())
            connection.execute(f"UPDATE {table} SET {assignments}", {"text": clean(text)})
        connection.execute("UPDATE document_details SET csl = ? WHERE position = 0", [json.dumps(record)])
    return Store(database, context=context)
