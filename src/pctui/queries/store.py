"""The queries for lists, vocabularies and ladders; the other files of this folder are each for one purpose."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from .. import model
from ..database.read_only import BATCH
from ..errors import Damaged, NotFound
from ..kinds.vocabulary import CORPUS_FIELDS, DRAFT
from .documents import DocumentQueries
from .filters import EVERYTHING, Filter
from .grouped_list import GroupedList
from .lists import TIMELINE_FROM, Arranged, View, counted, distinct, lists, numbers, ordered
from .search import SearchQueries
from .slugs import nearest

WHOLE = View()


class Store(DocumentQueries, SearchQueries):
    """A database opened for reading; `context` also shows background facts from other sources."""

    @cached_property
    def corpus(self) -> dict[str, Any]:
        """The record of the corpus: slug, title, summary, version, language, digest, built_in."""
        return dict(zip((*CORPUS_FIELDS, "digest", "built_in"), self._of_corpus, strict=False))

    @cached_property
    def _of_corpus(self) -> tuple[Any, ...]:
        """The record of the corpus, and whether it has drafts: every start asks for both."""
        drafts = "EXISTS (SELECT 1 FROM entries WHERE status = :draft)"
        row = self.one(f"SELECT {', '.join(CORPUS_FIELDS)}, digest, built_in, {drafts} FROM corpus", draft=DRAFT)
        if row is None:
            raise Damaged(self.path, "it has no record of its corpus")
        return row

    def terms(self, vocabulary: str) -> list[tuple[str, str]]:
        """Return the (slug, title) pairs of a vocabulary, in order."""
        return self.select("SELECT slug, title FROM terms WHERE vocabulary = :v ORDER BY position", v=vocabulary)

    def broader_terms(self, vocabulary: str) -> dict[str, list[str]]:
        """Return the broader terms of each term of a vocabulary that has any."""
        found: dict[str, list[str]] = {}
        for term, broader in self.select(
            "SELECT term, broader FROM term_broader WHERE vocabulary = :v ORDER BY term, position", v=vocabulary
        ):
            found.setdefault(term, []).append(broader)
        return found

    # A filter narrows the timeline; a view collapses and narrows the grouped lists. The unfiltered timeline, which may
    # be long, is read by the stored position of each row, without counting.

    def grouped(self, name: str, view: View = WHOLE) -> GroupedList:
        """Return a grouped list as it is folded and narrowed; of each list, the one asked for last is kept."""
        if name not in self._grouped or self._grouped[name][0] != view:
            self._grouped[name] = view, GroupedList(self, name, view)
        return self._grouped[name][1]

    @cached_property
    def _grouped(self) -> dict[str, tuple[View, GroupedList]]:
        return {}

    def arranged(self, name: str, filters: Filter, order: str = "") -> Arranged:
        """Return the entries of a grouped list that match a filter, in one of lists.ORDERS or ('') in groups.

        With a million entries this takes seconds: do it in a thread. A `View` shows them by the window.
        """
        found = array(
            "q", (row[0] for row in self.stream(numbers(name, filters, order), list=name, **filters.parameters))
        )
        return Arranged(filters, order, found)

    def count(self, name: str, filters: Filter = EVERYTHING, view: View = WHOLE) -> int:
        """Return the number of rows of the list `name`, including headings."""
        if not filters and name != "timeline":
            return self.grouped(name, view).count()
        if not filters:
            last = self.one("SELECT MAX(place) FROM shown_places")
            return 0 if last is None or last[0] is None else int(last[0]) + 1
        row = self.one(counted(name, filters), **filters.parameters)
        return int(row[0]) if row else 0

    def rows(
        self, name: str, offset: int = 0, limit: int = -1, filters: Filter = EVERYTHING, view: View = WHOLE
    ) -> list[model.Row]:
        """Return rows [offset, offset + limit) of the list `name`."""
        if not filters and name != "timeline":
            return self.grouped(name, view).rows(offset, limit)
        if not filters:
            found = self.select(TIMELINE_FROM, limit=limit, offset=offset)
            behind = max(0, self.count(name) - offset)
            if len(found) != (behind if limit < 0 else min(limit, behind)):
                raise Damaged(self.path, "places of the timeline are missing")
            return [model.Row(*row) for row in found]
        sql = f"{lists(filters)[name]} LIMIT :limit OFFSET :offset"
        return [model.Row(*row) for row in self.select(sql, limit=limit, offset=offset, **filters.parameters)]

    def each_row(self, name: str, filters: Filter = EVERYTHING, limit: int = -1) -> Iterator[model.Row]:
        """Yield the first `limit` rows of the list `name`, or all, as they are read."""
        if filters:
            sql = f"{lists(filters)[name]} LIMIT :limit"
            for row in self.stream(sql, limit=limit, **filters.parameters):
                yield model.Row(*row)
            return
        offset = 0
        while rows := self.rows(name, offset, BATCH if limit < 0 else min(BATCH, limit - offset)):
            yield from rows
            offset += len(rows)

    def timeline_slugs(self, limit: int = -1) -> Iterator[str]:
        """Yield the slugs of the first `limit` rows of the timeline, or of all."""
        number = 0
        for (slug,) in self.stream("SELECT slug FROM shown_places ORDER BY place LIMIT :limit", limit=limit):
            yield slug
            number += 1
        if number != (self.count("timeline") if limit < 0 else min(limit, self.count("timeline"))):
            raise Damaged(self.path, "places of the timeline are missing")

    def total(self, name: str, filters: Filter = EVERYTHING) -> int:
        """Return the number of entries in the list `name`, excluding headings."""
        if name == "timeline":
            return self.count(name, filters)
        row = self.one(distinct(name, filters), list=name, **filters.parameters)
        return int(row[0]) if row else 0

    def sorted_rows(self, name: str, order: str, limit: int = -1, filters: Filter = EVERYTHING) -> Iterator[model.Row]:
        """Yield the first `limit` entries of the list `name` in one of lists.ORDERS, without headings."""
        sql = f"{ordered(name, filters, order)} LIMIT :limit"
        for row in self.stream(sql, limit=limit, **filters.parameters):
            yield model.Row(*row)

    def position(
        self, name: str, slug: str, filters: Filter = EVERYTHING, view: View = WHOLE, *, heading: str = ""
    ) -> int | None:
        """Return the row number of an entry in the list `name` (or of `heading` if `slug` is ''); None if absent."""
        if name == "timeline" and not filters:
            row = self.one("SELECT place FROM shown_places WHERE slug = :slug", slug=slug)
            return None if row is None or row[0] is None else int(row[0])
        if not filters:
            return self.grouped(name, view).position(slug, heading)
        row = self.one(
            "SELECT n FROM (SELECT slug, title, ROW_NUMBER() OVER () - 1 AS n "
            f"FROM ({lists(filters)[name]})) WHERE slug = :slug AND (slug <> '' OR title = :heading)",
            slug=slug,
            heading=heading,
            **filters.parameters,
        )
        return int(row[0]) if row else None

    def missing(self, slugs: Iterable[str]) -> list[str]:
        """Return those of `slugs` that are not the slug of an entry."""
        rows = self.select(
            "SELECT value FROM json_each(:slugs) WHERE value NOT IN (SELECT slug FROM entries) ORDER BY key",
            slugs=json.dumps(list(slugs)),
        )
        return [row[0] for row in rows]

    def kinds_of(self, slugs: Iterable[str]) -> dict[str, str]:
        """Return the kinds of those of `slugs` that are the slug of an entry."""
        rows = self.select(
            "SELECT slug, kind FROM entries WHERE slug IN (SELECT value FROM json_each(:slugs))",
            slugs=json.dumps(list(slugs)),
        )
        return dict(rows)

    def reference(self, slug: str) -> model.Reference:
        """Return the reference to an entry; NotFound if it does not exist."""
        row = self.row_of(slug, "SELECT slug, slug, kind, title FROM entries WHERE slug {this}")
        if row is None:
            near = nearest(self, slug)
            hint = f"Similar: {', '.join(near)}" if near else "Search for it with: pctui search WORDS"
            raise NotFound(f"there is no entry '{slug}'", hint)
        return model.Reference(*row)

    def slugs(self, filters: Filter = EVERYTHING) -> list[str]:
        """Return the slug of every entry that matches a filter, sorted."""
        sql = (
            f"SELECT listed.slug FROM shown_entries listed WHERE {filters.entries('listed.slug')} ORDER BY listed.slug"
        )
        return [row[0] for row in self.select(sql, **filters.parameters)]

    def of_kind(self, kind: str, filters: Filter = EVERYTHING) -> list[str]:
        """Return the slugs of the entries of a kind that match a filter, sorted by title."""
        rows = self.select(
            f"SELECT slug FROM shown_entries listed WHERE listed.kind = :one_kind AND {filters.entries('listed.slug')} "
            "ORDER BY title_key, title, id",
            one_kind=kind,
            **filters.parameters,
        )
        return [row[0] for row in rows]

    def has_more(self, kind: str, number: int) -> bool:
        """Whether there are more than `number` entries of a kind."""
        return bool(
            self.select("SELECT 1 FROM shown_entries WHERE kind = :kind LIMIT 1 OFFSET :n", kind=kind, n=number)
        )

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds of entry that the database has."""
        rows = self.select(
            """
            WITH RECURSIVE found (kind) AS (
              SELECT MIN(kind) FROM entries
              UNION ALL SELECT (SELECT MIN(kind) FROM entries e WHERE e.kind > found.kind) FROM found
              WHERE found.kind IS NOT NULL
            )
            SELECT kind FROM found WHERE EXISTS (SELECT 1 FROM shown_entries e WHERE e.kind = found.kind)
            """
        )
        return [row[0] for row in rows]

    def counts(self) -> dict[str, int]:
        """Return the number of entries of each kind."""
        # Those that are hidden are few: with them subtracted, an index has the answer.
        rows = self.select(
            """
            SELECT kind, SUM(number) AS number FROM (
              SELECT kind, COUNT(*) AS number FROM entries GROUP BY kind
              UNION ALL SELECT kind, -COUNT(*) FROM hidden_entries GROUP BY kind
            ) GROUP BY kind HAVING SUM(number) > 0 ORDER BY kind
            """
        )
        return dict(rows)

    def dated(self, slug: str) -> tuple[str | None, str | None]:
        """Return the bounds (ISO days) of an entry's date.

        If the start is unknown, the end is returned twice; if the entry is not dated, (None, None).
        """
        row = self.one("SELECT COALESCE(first, last), last FROM dates WHERE slug = :slug", slug=slug)
        return (row[0], row[1]) if row else (None, None)

    @cached_property
    def drafts(self) -> int:
        """How many entries are drafts, apart from documents, which are never left out."""
        row = self.one("SELECT COUNT(*) FROM shown_entries WHERE status = :draft AND kind <> 'document'", draft=DRAFT)
        return int(row[0]) if row else 0

    @cached_property
    def draft_slugs(self) -> frozenset[str]:
        """The slugs of all drafts, documents among them."""
        if not self._of_corpus[-1]:
            return frozenset()
        return frozenset(row[0] for row in self.select("SELECT slug FROM entries WHERE status = :draft", draft=DRAFT))

    def ladders(self) -> list[model.Reference]:
        """Return the ladders of the corpus."""
        rows = self.select("SELECT slug, kind, title FROM shown_entries WHERE kind = 'ladder' ORDER BY id")
        return [model.Reference(*row) for row in rows]

    def ladder(self, slug: str) -> model.Ladder:
        """Return a ladder with its levels; statements that are not in the level below are marked as new."""
        head = self.one("SELECT title, summary FROM entries WHERE slug = :slug AND kind = 'ladder'", slug=slug)
        if head is None:
            raise NotFound(f"there is no ladder '{slug}'")
        aspects: dict[str, dict[str, list[str]]] = {}
        for level, aspect, text in self.select(
            """
            SELECT a.level, COALESCE(t.title, a.aspect), a.text
            FROM level_aspects a JOIN level_details l ON l.slug = a.level
            LEFT JOIN terms t ON t.vocabulary = 'aspect' AND t.slug = a.aspect
            WHERE l.ladder = :slug ORDER BY l.rung, a.rowid
            """,
            slug=slug,
        ):
            aspects.setdefault(level, {}).setdefault(aspect, []).append(text)
        rungs: list[model.Rung] = []
        below: set[tuple[str, str]] | None = None
        for level, rung, title, summary, status, organisation in self.select(
            """
            SELECT l.slug, l.rung, e.title, e.summary, e.status, l.organisation
            FROM level_details l JOIN shown_entries e ON e.slug = l.slug
            WHERE l.ladder = :slug ORDER BY l.rung
            """,
            slug=slug,
        ):
            statements = {(name, text) for name, texts in aspects.get(level, {}).items() for text in texts}
            known = statements if below is None else below
            rungs.append(
                model.Rung(
                    slug=level,
                    rung=rung,
                    title=title,
                    summary=summary,
                    status=status,
                    organisation=self.reference(organisation) if organisation else None,
                    aspects=tuple(
                        model.Aspect(name, tuple((text, (name, text) not in known) for text in texts))
                        for name, texts in aspects.get(level, {}).items()
                    ),
                )
            )
            below = statements
        return model.Ladder(slug, head[0], head[1], tuple(rungs))
