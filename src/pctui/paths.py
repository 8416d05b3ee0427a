"""Paths of the database, the reader's own file, the settings, the built-in corpus, the schemas and the templates."""

from __future__ import annotations

import os
from pathlib import Path

APP = "pctui"
PACK_ENDING = ".pctui"  # of a corpus with its database in one file: see database/packs.py


def _data(name: str) -> Path:
    """Return a folder that ships with the program: inside the wheel, or beside `src` in a checkout."""
    installed = Path(__file__).parent / "_data" / name
    return installed if installed.is_dir() else Path(__file__).parents[2] / name


def built_in_corpus() -> Path:
    """Return the folder of the built-in corpus."""
    return _data("seed")


def installed_corpora() -> dict[str, Path]:
    """Return the folders of the corpora that are installed, by name: the built-in ones, then those of other packages.

    A package offers one by an entry point of the group `pctui.corpora`: `ferry = "corpus_ferry"` for the folder of that
    package, `ferry = "corpus_ferry:data.corpus"` for a folder in it. Nothing of the package is run. In a folder
    `copies` of the corpus are the documents that travel with it, if any may.
    """
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    first, others = {}, {}
    for point in sorted(entry_points(group="pctui.corpora"), key=lambda point: point.name):
        if point.module == __package__:
            top, *inside = point.attr.split(".")
            first[point.name] = _data(top).joinpath(*inside)
        elif "." not in point.module and (spec := find_spec(point.module)):
            folder = Path(next(iter(spec.submodule_search_locations or ()), ""), *filter(None, point.attr.split(".")))
            if spec.submodule_search_locations and folder.is_dir():
                others[point.name] = folder
    return {**first, **others}


def schema() -> Path:
    """Return the SQL file that defines the database."""
    return _data("db") / "schema.sql"


def templates() -> dict[str, Path]:
    """Return the templates that ship with the program, by name."""
    folder = Path(__file__).parent / "render" / "templates"
    return {path.name.partition(".")[0]: path for path in sorted(folder.glob("*.j2"))}


def data_folder() -> Path:
    """Return the platform's folder for user data; it may not exist yet."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def cache_folder() -> Path:
    """Return the platform's folder for what can be deleted at any time; it may not exist yet."""
    import platformdirs

    return Path(platformdirs.user_cache_dir(APP, appauthor=False))


def database(given: Path | None = None) -> Path:
    """Return the path of the database: `given`, else `PCTUI_DB`, else in the data folder."""
    if given is not None:
        return given
    if named := os.environ.get("PCTUI_DB"):
        return Path(named)
    return data_folder() / "pctui.db"


def reader() -> Path:
    """Return the path of the reader's own file, which no rebuild touches: `PCTUI_READER`, else in the data folder."""
    if named := os.environ.get("PCTUI_READER"):
        return Path(named)
    return data_folder() / "reader.db"


def config() -> Path:
    """Return the path of the settings file in the platform's folder for settings; it may not exist."""
    import platformdirs

    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "config.toml"
