"""Which organisations and changes are in a lineage, and in which order."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from conftest import editing

from pctui.page.lineage import in_words
from pctui.queries.lineage import Near, near, whole
from pctui.queries.lineage import lineage as lineage_of
from pctui.queries.store import Store


def test_a_lineage_has_everything_connected_to_a_body(lights: Path) -> None:
    store = Store(lights)
    found = lineage_of(store, "tower-station")
    assert {node.slug for node in found.organisations} == {
        "private-beacon", "board-of-lights", "lamp-house", "tower-station"
    }  # fmt: skip
    assert [change.slug for change in found.changes if change.partial] == ["lamps-to-towers"]
    assert not found.more
    assert not lineage_of(store, "tower-station", most=4).more
    assert lineage_of(store, "tower-station", most=3).more
    assert lineage_of(store, "tower-station", most=2).more
    assert [node.slug for node in lineage_of(store, "harbour-master").organisations] == ["harbour-master"]
    store.close()


def test_a_background_change_is_hidden_by_default(lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE entries SET origin = 'context' WHERE slug = 'beacons-bought'")
    for context, count in ((False, 2), (True, 4)):
        store = Store(lights_copy, context=context)
        found = lineage_of(store, "tower-station")
        assert (len(found.organisations), found.more) == (count, False)
        line = whole(store)
        assert len(line.organisations) == 4  # what only background facts link is on the line as well
        assert line.background == (not context)
        beacon = next(node for node in line.organisations if node.slug == "private-beacon")
        words = "".join(run.text for run in in_words(beacon, line))
        assert ("known only from outside the documents" in words) is not context
        assert near(store, "private-beacon") == Near("private-beacon", about=True)
        store.close()


def test_a_hidden_organisation_is_not_counted_as_more(lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE entries SET origin = 'context' WHERE slug = 'board-of-lights'")
    store = Store(lights_copy)
    found = lineage_of(store, "tower-station")
    assert (len(found.organisations), found.more) == (3, False)
    store.close()


def test_changes_on_one_date_come_after_those_that_precede_them(lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE change_details SET date_earliest = '1900-01-01', date_latest = '1900-12-31'")
        connection.execute("UPDATE entries SET id = (SELECT MAX(id) + 1 FROM entries) WHERE slug = 'beacons-bought'")
    store = Store(lights_copy)
    assert lineage_of(store, "lamp-house").changes[0].slug == "beacons-bought"
    store.close()


def test_the_whole_lineage_starts_from_what_is_asked_for(lights: Path) -> None:
    with closing(Store(lights)) as store:
        everything = {"private-beacon", "board-of-lights", "lamp-house", "tower-station"}
        for slug in (None, "lamp-house", "beacons-bought", "harbour-master"):
            assert {node.slug for node in whole(store, slug).organisations} == everything | (
                {slug} if slug == "harbour-master" else set()
            )
        assert [node.slug for node in whole(store, "tower-station", most=1).organisations] == ["tower-station"]
        assert whole(store, "tower-station", most=1).more
        assert not whole(store).more


def test_where_an_entry_is_on_the_lineage(lights: Path) -> None:
    with closing(Store(lights)) as store:
        assert near(store, "lamp-house") == Near("lamp-house", about=True)
        assert near(store, "towers-saved-ships") == Near("tower-station", about=True)
        assert near(store, "calder-wren-1911") is None
