"""Every question that is put to a database, but for an entry in full (`describe`)."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from .. import model
from ..errors import DatabaseError, NotFound
from ..text import clean, clean_all
from .connection import Deadline, connect
from .filters import EVERYTHING, Filter
from .lists import ORDERS, TIMELINE_FROM, View, groups, lists, ordered
from .slugs import nearest
from .words import CLOSE, OPEN, fts_query, marked, opening

_SNIPPET = 14  # words
_MOST_KEPT = 20_000  # entries
_WORTH_ALL = 7  # how many times as long one entry takes alone as it does among all
WHOLE = View()


class Store:
    """A database opened for reading. `context` shows what comes from outside the documents as well."""

    def __init__(self, path: Path, *, context: bool = False) -> None:
        self.path = path
        self.context = context
        self.whole = False  # whether every entry is going to be asked for: see `rows_of`
        self._kept: dict[Hashable, dict[str, list[tuple[Any, ...]]]] = {}
        self._deadline = Deadline()
        self._connection = connect(path, self._deadline)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        self._deadline.start()
        try:
            yield
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise DatabaseError("the database took too long to answer; the question was given up") from error
            raise DatabaseError(f"{self.path} cannot be read: {error}", "Rebuild it with: pctui seed") from error
        except (sqlite3.DatabaseError, UnicodeError) as error:  # a damaged name is no text
            raise DatabaseError(f"{self.path} is damaged: {error}", "Rebuild it with: pctui seed") from error

    def ask(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Run one SELECT; DatabaseError where it fails or takes too long."""
        with self._asking():
            # An argument may hold bytes that are no text: nothing is called that, and SQLite takes none.
            safe = {name: clean(value) if isinstance(value, str) else value for name, value in parameters.items()}
            return self._connection.execute(sql, {"context": self.context, **safe}).fetchall()

    def one(self, sql: str, **parameters: object) -> tuple[Any, ...] | None:
        rows = self.ask(sql, **parameters)
        return rows[0] if rows else None

    def rows_of(self, slug: str, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        """What belongs to the entry `slug`: `sql` gives the owner's slug first, and `{this}` where it is compared.

        Where the `whole` is wanted each question is put once for all entries, and the rows of all are kept: a corpus
        of five hundred entries takes two dozen questions instead of six thousand.
        """
        if not self.whole or self._entries > _MOST_KEPT:
            return [row[1:] for row in self.ask(sql.replace("{this}", "= :slug"), slug=slug, **parameters)]
        key = (sql, *parameters.items())
        if key not in self._kept:
            kept = self._kept[key] = {}
            for row in self.ask(sql.replace("{this}", "IS NOT NULL"), **parameters):
                kept.setdefault(row[0], []).append(row[1:])
        return self._kept[key].get(clean(slug), [])

    def row_of(self, slug: str, sql: str) -> tuple[Any, ...] | None:
        rows = self.rows_of(slug, sql)
        return rows[0] if rows else None

    def expect(self, entries: int) -> None:
        """Say how many entries are going to be described: many of all there are, and all are asked for at once."""
        self.whole = entries * _WORTH_ALL > self._entries

    @cached_property
    def _entries(self) -> int:
        """How many entries there are, hidden ones counted."""
        row = self.one("SELECT MAX(id) FROM entries")
        return row[0] or 0 if row else 0

    @cached_property
    def corpus(self) -> dict[str, Any]:
        """The corpus's record: slug, title, summary, version, digest, built_in."""
        row = self.one("SELECT slug, title, summary, version, digest, built_in FROM corpus")
        if row is None:
            raise DatabaseError(f"{self.path} names no corpus", "Rebuild it with: pctui seed")
        return dict(zip(("slug", "title", "summary", "version", "digest", "built_in"), row, strict=True))

    def terms(self, vocabulary: str) -> list[tuple[str, str]]:
        """The (slug, title) pairs of a vocabulary, in order."""
        return self.ask("SELECT slug, title FROM terms WHERE vocabulary = :v ORDER BY position", v=vocabulary)

    # A filter narrows the timeline, a view folds and narrows the grouped lists. The whole timeline, which may be long,
    # is not counted through: each of its rows knows its place.

    @property
    def _place(self) -> str:
        return "place" if self.context else "place_cited"

    def count(self, name: str, wanted: Filter = EVERYTHING, view: View = WHOLE) -> int:
        """How many rows the list `name` has, headings included."""
        if name == "timeline" and not wanted:
            last = self.one(f"SELECT MAX({self._place}) FROM timeline_places")
            return 0 if last is None or last[0] is None else int(last[0]) + 1
        row = self.one(f"SELECT COUNT(*) FROM ({lists(wanted)[name]})", **wanted.parameters, **view.parameters)
        return int(row[0]) if row else 0

    def rows(
        self, name: str, offset: int = 0, limit: int = -1, wanted: Filter = EVERYTHING, view: View = WHOLE
    ) -> list[model.Row]:
        """The rows [offset, offset + limit) of the list `name`."""
        if name == "timeline" and not wanted:
            sql = TIMELINE_FROM.format(place=self._place)
            return [model.Row(*row) for row in self.ask(sql, limit=limit, offset=offset)]
        sql = f"{lists(wanted)[name]} LIMIT :limit OFFSET :offset"
        found = self.ask(sql, limit=limit, offset=offset, **wanted.parameters, **view.parameters)
        return [model.Row(*row) for row in found]

    def total(self, name: str, wanted: Filter = EVERYTHING) -> int:
        """How many entries the list `name` has, headings apart."""
        if name == "timeline":
            return self.count(name, wanted)
        row = self.one(f"SELECT COUNT(*) FROM ({ordered(name, wanted)})", **wanted.parameters, **WHOLE.parameters)
        return int(row[0]) if row else 0

    def sorted_rows(self, name: str, order: str, limit: int = -1, wanted: Filter = EVERYTHING) -> list[model.Row]:
        """The first `limit` entries of the list `name` in one of lists.ORDERS, without its headings."""
        sql = f"{ordered(name, wanted, order)} LIMIT :limit"
        return [model.Row(*row) for row in self.ask(sql, limit=limit, **wanted.parameters, **WHOLE.parameters)]

    def position(
        self, name: str, slug: str, wanted: Filter = EVERYTHING, view: View = WHOLE, *, heading: str = ""
    ) -> int | None:
        """Where an entry stands in the list `name`, or with slug '' a heading; None where it does not."""
        if name == "timeline" and not wanted:
            row = self.one(f"SELECT {self._place} FROM timeline_places WHERE slug = :slug", slug=slug)
            return None if row is None or row[0] is None else int(row[0])
        row = self.one(
            "SELECT n FROM (SELECT slug, title, ROW_NUMBER() OVER () - 1 AS n "
            f"FROM ({lists(wanted)[name]})) WHERE slug = :slug AND (slug <> '' OR title = :heading)",
            slug=slug,
            heading=heading,
            **wanted.parameters,
            **view.parameters,
        )
        return int(row[0]) if row else None

    def group(self, name: str, slug: str, view: View = WHOLE) -> str | None:
        """The heading that an entry stands under in the grouped list `name`; None where it does not."""
        row = self.one(f"SELECT heading FROM ({groups()[name]}) WHERE slug = :slug", slug=slug, **view.parameters)
        return row[0] if row else None

    def missing(self, slugs: Iterable[str]) -> list[str]:
        """Those of `slugs` that no entry has."""
        rows = self.ask(
            "SELECT value FROM json_each(:slugs) WHERE value NOT IN (SELECT slug FROM entries) ORDER BY key",
            slugs=json.dumps(list(slugs)),
        )
        return [row[0] for row in rows]

    def reference(self, slug: str) -> model.Reference:
        """The pointer to an entry; NotFound where there is none."""
        row = self.row_of(slug, "SELECT slug, slug, kind, title FROM entries WHERE slug {this}")
        if row is None:
            near = nearest(self, slug)
            hint = f"Near it: {', '.join(near)}" if near else "Look for it with: pctui search WORDS"
            raise NotFound(f"there is no entry '{slug}'", hint)
        return model.Reference(*row)

    def slugs(self) -> list[str]:
        """Every slug, in order."""
        return [
            row[0] for row in self.ask("SELECT slug FROM entries WHERE origin = 'document' OR :context ORDER BY slug")
        ]

    def of_kind(self, kind: str) -> list[str]:
        """The slugs of the entries of a kind, by title."""
        rows = self.ask(
            "SELECT slug FROM entries WHERE kind = :kind AND (origin = 'document' OR :context) ORDER BY title, id",
            kind=kind,
        )
        return [row[0] for row in rows]

    def disputes(self) -> list[tuple[str, str | None, str]]:
        """The disagreements between statements: (one, what it amounts to, the other)."""
        return self.ask(
            """
            SELECT l.source, l.note, l.target FROM links l
            JOIN entries e ON e.slug = l.source JOIN entries t ON t.slug = l.target
            WHERE l.type = 'disputes' AND (:context OR (e.origin = 'document' AND t.origin = 'document'))
            ORDER BY e.id, l.position
            """
        )

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds of entry that there are."""
        return list(self.counts())

    def counts(self) -> dict[str, int]:
        """How many entries there are of each kind."""
        return dict(
            self.ask(
                "SELECT kind, COUNT(*) FROM entries WHERE origin = 'document' OR :context GROUP BY kind ORDER BY kind"
            )
        )

    def dated(self, slug: str) -> tuple[str | None, str | None]:
        """The bounds (ISO days) of an event's date or an organisation's existence; without a start, the end twice."""
        row = self.one(
            """
            SELECT COALESCE(date, date_latest), date_latest FROM timeline WHERE slug = :slug
            UNION ALL
            SELECT COALESCE(existence_earliest, existence_latest), existence_latest
            FROM organisation_details WHERE slug = :slug
            """,
            slug=slug,
        )
        return (row[0], row[1]) if row else (None, None)

    def ladders(self) -> list[model.Reference]:
        """The ladders of the corpus."""
        rows = self.ask(
            "SELECT slug, kind, title FROM entries "
            "WHERE kind = 'ladder' AND (origin = 'document' OR :context) ORDER BY id"
        )
        return [model.Reference(*row) for row in rows]

    def ladder(self, slug: str) -> model.Ladder:
        """A ladder with its rungs, each aspect's statements marked new against the rung below."""
        head = self.one("SELECT title, summary FROM entries WHERE slug = :slug AND kind = 'ladder'", slug=slug)
        if head is None:
            raise NotFound(f"there is no ladder '{slug}'")
        aspects: dict[str, dict[str, list[str]]] = {}
        for level, aspect, text in self.ask(
            """
            SELECT a.level, a.aspect, a.text FROM level_aspects a JOIN level_details l ON l.slug = a.level
            WHERE l.ladder = :slug ORDER BY l.rung, a.rowid
            """,
            slug=slug,
        ):
            aspects.setdefault(level, {}).setdefault(aspect, []).append(text)
        rungs: list[model.Rung] = []
        below: set[tuple[str, str]] | None = None
        for level, rung, title, summary, organisation in self.ask(
            """
            SELECT l.slug, l.rung, e.title, e.summary, l.organisation
            FROM level_details l JOIN entries e ON e.slug = l.slug
            WHERE l.ladder = :slug AND (e.origin = 'document' OR :context) ORDER BY l.rung
            """,
            slug=slug,
        ):
            here = {(name, text) for name, texts in aspects.get(level, {}).items() for text in texts}
            known = here if below is None else below
            rungs.append(
                model.Rung(
                    slug=level,
                    rung=rung,
                    title=title,
                    summary=summary,
                    organisation=self.reference(organisation) if organisation else None,
                    aspects=tuple(
                        model.Aspect(name, tuple((text, (name, text) not in known) for text in texts))
                        for name, texts in aspects.get(level, {}).items()
                    ),
                )
            )
            below = here
        return model.Ladder(slug, head[0], head[1], tuple(rungs))

    def documents(self) -> list[model.Document]:
        """The source documents, in the corpus's order."""
        return [self._document(row) for row in self.ask(f"{_DOCUMENT} ORDER BY d.position")]

    def document(self, slug: str) -> model.Document:
        """One source document; NotFound where there is none."""
        row = self.one(f"{_DOCUMENT} WHERE d.slug = :slug", slug=slug)
        if row is None:
            raise NotFound(
                f"there is no document '{slug}'", f"There are: {', '.join(d.slug for d in self.documents())}"
            )
        return self._document(row)

    def _document(self, row: tuple[Any, ...]) -> model.Document:
        slug, label, title, summary, extent, extent_note, issued, csl, paragraphs, entries = row
        supplied = self.ask(
            "SELECT field, value, source_title, source_url, source_read FROM document_supplied "
            "WHERE document = :slug ORDER BY position",
            slug=slug,
        )
        hashes = self.ask("SELECT sha256 FROM document_hashes WHERE document = :slug ORDER BY sha256", slug=slug)
        return model.Document(
            slug=slug,
            label=label,
            title=title,
            summary=summary,
            extent=extent,
            extent_note=extent_note,
            issued=issued,
            record=self._record(csl),
            supplied=tuple((name, value, model.PublicSource(*source)) for name, value, *source in supplied),
            hashes=tuple(row[0] for row in hashes),
            paragraphs=paragraphs,
            entries=entries,
        )

    def _record(self, csl: str) -> dict[str, Any]:
        try:
            record = clean_all(json.loads(csl))
        except ValueError as error:
            raise DatabaseError(f"{self.path} is damaged: {error}", "Rebuild it with: pctui seed") from error
        return record if isinstance(record, dict) else {}

    def paragraphs(self, document: str) -> list[model.Paragraph]:
        """The paragraphs of a document with the entries that rest on each."""
        anchors: dict[int, list[str]] = {}
        for number, anchor in self.ask(
            "SELECT number, anchor FROM paragraph_anchors WHERE document = :d ORDER BY number, position", d=document
        ):
            anchors.setdefault(number, []).append(anchor)
        entries: dict[int, list[model.Reference]] = {}
        for number, *reference in self.ask(
            """
            SELECT DISTINCT c.paragraph, e.slug, e.kind, e.title FROM citations c JOIN entries e ON e.slug = c.entry
            WHERE c.document = :d AND (e.origin = 'document' OR :context) ORDER BY c.paragraph, e.id
            """,
            d=document,
        ):
            entries.setdefault(number, []).append(model.Reference(*reference))
        return [
            model.Paragraph(
                document, number, section, tuple(anchors.get(number, ())), excuse, tuple(entries.get(number, ()))
            )
            for number, section, excuse in self.ask(
                """
                SELECT p.number, s.title, p.carries_nothing FROM paragraphs p
                LEFT JOIN sections s ON s.document = p.document AND s.slug = p.section
                WHERE p.document = :d ORDER BY p.number
                """,
                d=document,
            )
        ]

    def citation_anchors(self, document: str) -> list[tuple[int, str, str]]:
        """Every (paragraph, anchor, entry's slug) that rests on `document`."""
        return self.ask(
            """
            SELECT c.paragraph, a.anchor, c.entry FROM citation_anchors a JOIN citations c ON c.id = a.citation
            WHERE c.document = :d ORDER BY c.id, a.position
            """,
            d=document,
        )

    def kind_hits(
        self, kind: str, limit: int = 50, wanted: Filter = EVERYTHING, order: str = "title"
    ) -> list[model.Hit]:
        """The first entries of a kind, by title or in another of lists.ORDERS, with how each begins."""
        rows = self.ask(
            f"""
            SELECT slug, kind, title, summary FROM entries listed
            WHERE kind = :one_kind AND (origin = 'document' OR :context) AND {wanted.entries("listed.slug")}
            ORDER BY {ORDERS[order]} LIMIT :limit
            """,
            one_kind=kind,
            limit=limit,
            **wanted.parameters,
        )
        return [
            model.Hit(slug, kind, title, ((opening(summary, _SNIPPET), False),)) for slug, kind, title, summary in rows
        ]

    def search(
        self, text: str, limit: int = 50, kind: str | None = None, wanted: Filter = EVERYTHING, order: str = ""
    ) -> list[model.Hit]:
        """Entries that match `text`: words, `"phrases"`, the last word as a prefix; of one kind where it is given.

        The nearest match first, or in one of lists.ORDERS. No syntax is an error.
        """
        query = fts_query(text)
        if query is None:
            return []
        rows = self.ask(
            f"""
            SELECT listed.slug, listed.kind, listed.title,
              snippet(entries_fts, -1, '{OPEN}', '{CLOSE}', '…', {_SNIPPET}),
              snippet(entries_fts, 1, '{OPEN}', '{CLOSE}', '…', {_SNIPPET})
            FROM {_matching(wanted)}
            ORDER BY {ORDERS[order] if order else _NEAREST} LIMIT :limit
            """,
            query=query,
            limit=limit,
            one_kind=kind,
            in_title=f"title : ({query})",
            typed=" ".join(re.findall(r"\w+", text)),
            **wanted.parameters,
        )
        hits = []
        for slug, kind, title, snippet, summary in rows:
            pieces = marked(snippet)
            if "".join(piece for piece, _ in pieces) == title:  # the summary tells more than the title again
                pieces = marked(summary)
            hits.append(model.Hit(slug, kind, title, pieces))
        return hits

    def matches(self, text: str, most: int, kind: str | None = None, wanted: Filter = EVERYTHING) -> int:
        """How many entries match `text`, as `search` finds them; no more than `most` are counted."""
        query = fts_query(text)
        if query is None:
            return 0
        sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM {_matching(wanted)} LIMIT :most)"
        row = self.one(sql, query=query, most=most, one_kind=kind, **wanted.parameters)
        return int(row[0]) if row else 0


# What is called just that comes first, then what has all the words in its title; bodies, levels and notions before
# what is told of them.
_NEAREST = """
  listed.title = :typed COLLATE NOCASE DESC,
  listed.id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :in_title) DESC,
  bm25(entries_fts, 10.0, 2.0, 1.0) * CASE listed.kind
    WHEN 'organisation' THEN 2.5 WHEN 'ladder' THEN 2 WHEN 'level' THEN 2 WHEN 'concept' THEN 2 WHEN 'document' THEN 2
    WHEN 'event' THEN 1.5 WHEN 'change' THEN 1.5 WHEN 'recommendation' THEN 1.2 ELSE 1 END,
  listed.id
"""


def _matching(wanted: Filter) -> str:
    return f"""
      entries_fts JOIN entries listed ON listed.id = entries_fts.rowid
      WHERE entries_fts MATCH :query AND (listed.origin = 'document' OR :context)
        AND (:one_kind IS NULL OR listed.kind = :one_kind) AND {wanted.entries("listed.slug")}
    """


_DOCUMENT = """
SELECT d.slug, d.label, e.title, e.summary, d.extent, d.extent_note, d.issued_label, d.csl,
  (SELECT COUNT(*) FROM paragraphs p WHERE p.document = d.slug),
  (SELECT COUNT(DISTINCT c.entry) FROM citations c WHERE c.document = d.slug)
FROM document_details d JOIN entries e ON e.slug = d.slug
"""
