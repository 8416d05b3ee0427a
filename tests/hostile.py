"""Text that could break a format, in every free-text field of a database."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from conftest import editing
from hypothesis import strategies as st

from pctui.kinds.kind import COMMON_COLUMNS, COMMON_LISTS, Column
from pctui.kinds.registry import KINDS
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


def _free(column: Column) -> bool:
    """Whether the value is free text of the corpus; the labels of dates are generated."""
    return column.end == "label" or (column.part.free and not column.part.field.json)


HOSTILE = st.lists(PIECES, min_size=1, max_size=8).map("".join).filter(lambda text: text.strip() != "")

# The records that are not entries: the corpus and its paragraphs.
_PLACES = {
    "corpus": ["title", "summary", "version"],
    "terms": ["title"],
    "entries": [column.name for column in COMMON_COLUMNS if _free(column)],
    "paragraphs": ["page", "carries_nothing"],
}
for kind in KINDS.values():
    _PLACES[kind.table] = [column.name for column in kind.columns if _free(column)]
    for part, table in (*COMMON_LISTS, *kind.lists):
        if part.item and part.item.free:
            _PLACES[table.name] = [table.value]
        else:
            _PLACES[table.name] = [column.name for column in part.item_columns if _free(column)]


def hostile_store(lights: Path, text: str, *, context: bool = True) -> Store:
    """Return the lighthouses with `text` in every free-text field."""
    database = lights.with_name("hostile.db")
    shutil.copy(lights, database)
    record = {
        "type": "article-journal", "title": text, "author": [{"family": text, "given": text}, {"literal": text}],
        "issued": "1911-05", "container-title": text, "volume": text, "issue": text, "page": text,
        "publisher": text, "DOI": text, "URL": text, "language": text,
    }  # fmt: skip
    with editing(database) as connection:
        for table, columns in _PLACES.items():
            if columns:
                assignments = ", ".join(f"{column} = :text" for column in columns)
                connection.execute(f"UPDATE {table} SET {assignments}", {"text": clean(text)})
        connection.execute("UPDATE document_details SET csl = ? WHERE position = 0", [json.dumps(record)])
    return Store(database, context=context)
