"""How two databases of one corpus differ: how many entries are new, changed or gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ..errors import DatabaseError, PctuiError
from ..kinds.kind import COMMON_COLUMNS, COMMON_LISTS
from ..kinds.registry import KINDS
from ..text import number_of
from .store import Store

MOST = 20_000  # entries that are compared: a tenth of a second or two


class Changes(NamedTuple):
    """How many entries are new, changed and gone."""

    new: int
    changed: int
    gone: int

    def __str__(self) -> str:
        counts = [(self.new, "new"), (self.changed, "changed"), (self.gone, "gone")]
        (first, word), *others = [(count, word) for count, word in counts if count] or [(0, "changed")]
        return ", ".join([f"{number_of(first, 'entry')} {word}", *(f"{count:,} {word}" for count, word in others)])


class Newer(NamedTuple):
    """The database that has taken the place of another: whether it is of the same corpus as that was then, and how the
    entries differ if they do and that is known.
    """

    store: Store
    same: bool
    found: Changes | None


def newer(store: Store) -> Newer:
    """Open the database that has taken the place of the one that `store` reads; DatabaseError if it cannot be shown."""
    new = Store(store.path, context=store.context)
    try:
        if new.corpus["slug"] != store.corpus["slug"]:
            raise DatabaseError("it is of another corpus now")
        same = new.corpus["digest"] == store.corpus["digest"]
        return Newer(new, same, None if same else changes(state_of(store), state_of(new)))
    except PctuiError:
        new.close()
        raise


def state_of(store: Store) -> dict[str, int]:
    """Return a number for each entry, which is another if anything of the entry has changed; none if they are many.

    It means something only in this process.
    """
    count = store.one("SELECT COUNT(*) FROM entries")
    if count and count[0] > MOST:
        return {}
    found: dict[str, int] = defaultdict(int)
    for sql in _owned():
        for row in store.stream(sql):
            found[row[0]] = hash((found[row[0]], row))
    return dict(found)


def changes(before: dict[str, int], after: dict[str, int]) -> Changes | None:
    """Return how what `state_of` returned has changed; None if that is not known."""
    if not before or not after:
        return None
    changed = sum(1 for slug in before.keys() & after.keys() if before[slug] != after[slug])
    return Changes(len(after.keys() - before.keys()), changed, len(before.keys() - after.keys()))


def _owned() -> Iterator[str]:
    """Yield the SQL for all the rows that belong to entries, whose slug comes first, in the order of each entry."""
    names = ", ".join(column.name for column in COMMON_COLUMNS if column.name != "slug")
    yield f"SELECT slug, kind, {names} FROM entries"
    for kind in KINDS.values():
        if kind.table:
            columns = ", ".join(column.name for column in kind.columns if column.name != "slug")
            yield f"SELECT slug{columns and ', '}{columns} FROM {kind.table}"
    tables = {(kind.owner(table), table.name) for kind in KINDS.values() for _, table in (*COMMON_LISTS, *kind.lists)}
    for owner, table in sorted(tables):
        yield f"SELECT {owner}, * FROM {table}"
    yield (
        "SELECT entry, part, c.position, document, paragraph, a.anchor FROM citations c "
        "LEFT JOIN citation_anchors a ON a.citation = c.id ORDER BY c.id, a.position"
    )
