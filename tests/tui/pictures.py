"""Renders the README's pictures from the built-in corpus: `make pictures`. No document is attached in them."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

import pytest

from pctui import paths
from pctui.database.build import seed
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.tui.app import Explorer

from .skipping import SkippingLoop, skip_waits

DOCS = Path(__file__).parents[2] / "docs"
_SOUGHT = ["space" if c == " " else c for c in "primary care groups introduced"]
PICTURES = {
    "timeline": ((140, 40), ["slash", *_SOUGHT, "enter", "left"]),
    "ladder": ((100, 30), ["2", "up"]),
    "recommendations": ((100, 30), ["3", "down", "down"]),
}


async def _picture(database: Path, size: tuple[int, int], keys: list[str]) -> str:
    store = Store(database)
    app = Explorer(store, Reader.of(store, database.parent / "nobody.db"), "pctui-dark")
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
            svg = app.export_screenshot()
    finally:
        store.close()
    svg = svg.replace("<text ", '<text xml:space="preserve" ')  # some viewers drop spaces at the ends of a text
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> None:
    """Write every picture."""
    DOCS.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
        asyncio.Runner(loop_factory=SkippingLoop) as runner,
    ):
        skip_waits(patch)
        database = Path(folder) / "pctui.db"
        seed(paths.built_in_corpus(), database)
        for name, (size, keys) in PICTURES.items():
            svg = runner.run(_picture(database, size, keys))
            (DOCS / f"{name}.svg").write_text(svg, encoding="utf-8")
            print(DOCS / f"{name}.svg")


if __name__ == "__main__":
    main()
