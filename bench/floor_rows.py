"""The floor of what prints everything: a bare loop over the same database that writes the same rows to stdout.

python bench/floor_rows.py timeline|csv|markdown|json|organisations|evidence|sources DATABASE
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator

PLACES = """(SELECT GROUP_CONCAT('[' || c.id || ']', ' ') FROM citations c WHERE c.entry = e.slug)"""
SOURCES = """SELECT c.id, d.label, c.paragraph, s.title FROM {walk} JOIN citations c ON c.entry = e.slug
  JOIN document_details d ON d.slug = c.document
  JOIN paragraphs p ON p.document = c.document AND p.number = c.paragraph
  LEFT JOIN sections s ON s.document = p.document AND s.slug = p.section {where} ORDER BY {order}, c.part, c.position"""
BY_PLACE = "timeline_places t CROSS JOIN entries e ON e.slug = t.slug"
DATES = "LEFT JOIN event_details v ON v.slug = e.slug LEFT JOIN change_details h ON h.slug = e.slug"
UNDATED = "WHERE e.kind NOT IN ('event', 'change')"
DATED = "COALESCE(v.date_label, h.date_label)"


def text(
    database: sqlite3.Connection, line: str = "- {}: {}. {} {}\n", source: str = "[{}] {} ¶{}, {}\n"
) -> Iterator[str]:
    """Yield the timeline, and the passages that it cites."""
    for row in database.execute(
        f"SELECT {DATED}, e.title, e.summary, {PLACES} FROM {BY_PLACE} {DATES} ORDER BY t.place"
    ):
        yield line.format(*row)
    for row in database.execute(SOURCES.format(walk=BY_PLACE, where="", order="t.place")):
        yield source.format(*row)


def markdown(database: sqlite3.Connection) -> Iterator[str]:
    """Yield every entry, and the passages cited."""
    yield from text(database, "- *{}:* **{}**. {} \\{}\n", "\\[{}\\] {} ¶{}, {}\n")
    for row in database.execute(f"SELECT e.title, e.summary, {PLACES} FROM entries e {UNDATED} ORDER BY e.kind, e.id"):
        yield "### {}\n\n{} \\{}\n\n".format(*row)
    for row in database.execute(SOURCES.format(walk="entries e", where=UNDATED, order="e.id")):
        yield "\\[{}\\] {} ¶{}, {}\n".format(*row)


def table(database: sqlite3.Connection) -> None:
    """Write the timeline as CSV."""
    import csv

    cited = "(SELECT GROUP_CONCAT(c.document || ' ¶' || c.paragraph, '; ') FROM citations c WHERE c.entry = e.slug)"
    bodies = "(SELECT GROUP_CONCAT(o.organisation, '; ') FROM event_organisations o WHERE o.event = e.slug)"
    rows = database.execute(
        "SELECT e.kind, e.slug, e.title, e.summary, e.origin, e.modality, e.hedge, e.as_of_edtf, e.note, e.sic,"
        f" {DATED}, v.date_edtf, v.date_earliest, v.date_latest, v.date_basis, v.lane, v.type, v.milestone, {bodies},"
        f" {cited}"
        f" FROM {BY_PLACE} {DATES} ORDER BY t.place"
    )
    csv.writer(sys.stdout).writerows(rows)


def json(database: sqlite3.Connection) -> Iterator[str]:
    """Yield every entry and every paragraph as JSON."""
    import json

    cited = """(SELECT JSON_GROUP_ARRAY(JSON_OBJECT('document', c.document, 'paragraph', c.paragraph, 'anchors',
      (SELECT JSON_GROUP_ARRAY(a.anchor) FROM citation_anchors a WHERE a.citation = c.id)))
      FROM citations c WHERE c.entry = e.slug)"""
    found = database.execute(
        f"SELECT e.kind, e.slug, e.title, e.summary, e.origin, e.modality, {DATED} AS date, v.date_edtf, v.lane,"
        f" v.type, (SELECT GROUP_CONCAT(o.organisation) FROM event_organisations o WHERE o.event = e.slug)"
        f" AS organisations, {cited} FROM entries e {DATES} ORDER BY e.kind, e.id"
    )
    names = [column[0] for column in found.description[:-1]]
    for *row, places in found:
        record = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        yield json.dumps(record | {"citations": json.loads(places)}, ensure_ascii=False) + "\n"
    for row in database.execute(
        "SELECT document, number, page, section, anchor FROM paragraphs JOIN paragraph_anchors USING (document, number)"
    ):
        yield json.dumps(row) + "\n"


def kind(database: sqlite3.Connection, name: str, more: str) -> Iterator[str]:
    """Yield all entries of a kind with some more columns."""
    columns = f"e.title, e.summary, {PLACES}, {more}"
    for row in database.execute(
        f"SELECT {columns} FROM entries e JOIN {name}_details x ON x.slug = e.slug ORDER BY e.id"
    ):
        yield "\n\n".join(str(value) for value in row if value is not None) + "\n\n"
    walk = f"{name}_details x CROSS JOIN entries e ON e.slug = x.slug"
    for row in database.execute(SOURCES.format(walk=walk, where="", order="e.id")):
        yield "[{}] {} ¶{}, {}\n".format(*row)


def main(name: str, path: str) -> None:
    """Write what `name` says, from the database at `path`."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    many = "(SELECT COUNT(DISTINCT entry) FROM citations n WHERE n.document = e.slug)"
    match name:
        case "csv":
            return table(database)
        case "organisations":
            lines = kind(database, "organisation", "x.existence_label, x.population_value, x.budget, x.purpose")
        case "evidence":
            lines = kind(database, "finding", "x.subject, x.direction, x.basis")
        case "sources":
            lines = kind(database, "document", f"x.csl, {many}, x.extent")
        case _:
            lines = {"timeline": text, "markdown": markdown, "json": json}[name](database)
    sys.stdout.writelines(lines)
    return None


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(*sys.argv[1:])
