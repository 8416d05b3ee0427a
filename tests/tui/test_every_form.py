"""The form of each kind at the keyboard: every field is filled in, saved, and read again as it was typed."""

from __future__ import annotations

import shutil
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from pctui.authoring.form import FormField
from pctui.corpus.loader import load
from pctui.kinds import kind as kind_parts
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.tui.app import Explorer
from pctui.tui.dialogs.entry_form.dialog import EntryForm
from pctui.tui.dialogs.entry_form.kind_menu import WRITTEN

from .conftest import CORPORA, Session
from .writing import select_act, settle

PROSE = "So"
# What is typed into a field where its type alone does not say what is right, and what the record then has.
TYPED: dict[str, tuple[str, object]] = {
    "date": ("March 1821", "1821-03"),
    "date_basis": ("stated", "stated"),
    "existence": ("from March 1821", "1821-03/.."),
    "existence_basis": ("stated", "stated"),
    "planned_from": ("about 1822", "1822~"),
    "as_of": ("perhaps 1911", "1911?"),
    "derived.0.number": ("March", "March"),
    "derived.1.number": ("42", "42"),
    "status": ("reviewed", "reviewed"),
    "slug": ("so", "so"),
    "rung": ("7", 7),
    "boundaries.1.slug": ("2", "board-and-public"),
}
EDITED = ("event", "organisation", "level")  # again, with all that was filled in
# The fields that all kinds have are filled in once.
COMMON = {part.key for part in kind_parts.COMMON} - {"title", "summary", "slug"}


def typed(field: FormField) -> tuple[list[str], object]:
    """Return the keys that fill in a field, and what its record has then."""
    name = field.name
    if name in TYPED:
        text, value = TYPED[name]
        return [*text], value
    match field.type:
        case "choice" if field.choices == ("yes", "no"):
            return [*"y", "enter"], True
        case "choice":
            return [str(len(field.choices))], field.choices[-1]
        case "terms" if not field.many and field.term_of != "classification":
            return ["1"], FIRST[field.term_of]
        case "terms":
            both, value = [*"New", "enter"], "new"
            return ([*both, *", To", "enter"], [value, "to"]) if field.many else (both, value)
        case "entries":
            slug = OF_KIND[field.refers_to]
            return [*slug[:6], "enter"], [slug] if field.many else slug
        case "number":
            return [*"1,821"], 1821
        case "texts":
            return [*r"One; Two\; three"], ["One", "Two; three"]
        case "mapping":
            keys = ["1", *"A", "enter", *"budg", "enter", *"B", "enter", *"budget share", "enter", *PROSE]
            return keys, {"composition": ["A"], "budget share": ["B", PROSE]}
    return [*PROSE], PROSE


FIRST = {"lane": "law", "event_type": "act", "boundary": "sea-and-shore"}
OF_KIND = {"organisation": "lamp-house", "ladder": "ties-to-others", "entry": "watch-fire"}


def put(record: object, path: tuple[str | int, ...], value: object) -> None:
    """Put a value at a path of a record."""
    for step, following in pairwise(path):
        empty: object = [] if isinstance(following, int) else {}
        if isinstance(record, list):
            if step == len(record):
                record.append(empty)
            record = record[step]
        else:
            record = record.setdefault(step, empty)  # type: ignore[attr-defined]
    record[path[-1]] = value  # type: ignore[index]


@pytest.mark.parametrize("kind", WRITTEN)
async def test_every_field_is_filled_in_by_keys_and_read_again(
    kind: str, lighthouses: Path, attached: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(CORPORA / "lighthouses", tmp_path / "corpus"))
    database = Path(shutil.copy(lighthouses, tmp_path / "written.db"))
    mine = Path(shutil.copy(attached, tmp_path / "mine.db"))
    monkeypatch.setenv("PCTUI_READER", str(mine))
    expected: dict[str, object] = {"kind": kind}
    with closing(Store(database)) as store:
        app = Explorer(store, Reader.of(store, mine), "pctui-dark", corpus=folder, writes=True)
        async with app.run_test(size=(100, 40)) as pilot:
            await pilot.pause()
            session = Session(app, pilot)
            await select_act(session)
            await session.press("a")
            await session.press(next(letter for name, letter in app.screen._letters.items() if name == kind))
            await session.press("ctrl+o")
            form = app.screen
            assert isinstance(form, EntryForm)
            done: set[str] = set()
            while following := next((f for f in form.filling.fields if f.name not in done), None):
                done.add(following.name)
                third = len(following.path) > 1 and following.path[1] == 2
                if third or (kind != WRITTEN[0] and following.path[0] in COMMON):
                    continue
                form._rows[following.name].box.focus()
                keys, value = typed(following)
                await session.press(*(("end", "ctrl+u") if following.name == "slug" else ()), *keys)
                put(expected, following.path, value)
            await session.press("ctrl+s")
            seen = await settle(session)
            assert "Saved: so" in seen, seen
            if kind in EDITED:
                await session.press("E", "end", "s", "ctrl+s")
                await settle(session)
    file = folder / "entries" / kind / "so.yaml"
    (record,) = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert record.pop("citations")
    assert record == {**expected, "title": f"{PROSE}s" if kind in EDITED else PROSE}
    load(folder)
