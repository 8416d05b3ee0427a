"""Shared fixtures: the command line, the lighthouse corpus, and a separate home folder."""

from __future__ import annotations

import gc
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parent
PROJECT = TESTS.parent
CORPORA = TESTS / "corpora"
LIGHTHOUSES = CORPORA / "lighthouses"
LIGHTHOUSE_DOCUMENTS = CORPORA / "lighthouse-documents"

# The same examples in every run, so that failures come from changes, not from chance; `make fuzz` uses random ones.
settings.register_profile(
    "pctui",
    deadline=None,
    max_examples=100,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile(
    "fuzz", settings.get_profile("pctui"), derandomize=False, max_examples=2000, print_blob=True, database=None
)
# About a minute of `tests/fuzz` on two processors. It is a number of examples, not a time, so that every run does as
# much; and the same ones, so that a change is never refused for what was there before it.
settings.register_profile("minute", settings.get_profile("pctui"), max_examples=400)
# For another run of all tests: what could go wrong with another Python does so at the first examples.
settings.register_profile("few", settings.get_profile("pctui"), max_examples=10)


def examples(count: int) -> int:
    """Return the number of examples for a test that uses `count` by default: in proportion to those of the profile."""
    return max(1, count * settings().max_examples // 100)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--reword=all`, or for some libraries: `--reword=typer,yaml`."""
    parser.addoption(
        "--reword",
        metavar="LIBRARIES",
        help="give the messages of libraries in other words, which may break no test: all, or typer,jinja2,…",
    )


@pytest.hookimpl(tryfirst=True)  # Hypothesis loads the profile named by its own option after this one
def pytest_configure(config: pytest.Config) -> None:
    """Choose the default examples, and whether to reword messages of libraries."""
    # Started in the background, this process ignores Ctrl+C, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # By default, Python looks through all that the tests have imported so often that it takes a fifth of their time.
    gc.set_threshold(10_000)
    settings.load_profile("pctui")
    if names := config.getoption("--reword"):
        import reworded

        reworded.reword(names)


@pytest.hookimpl(optionalhook=True)  # there is no such hook with `-p no:xdist`
def pytest_xdist_auto_num_workers() -> int:
    """Run tests in a few more processes than there are processors: many wait for a terminal, a disk or a kill."""
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return processors + min(processors // 2, 4)


@contextmanager
def editing(database: Path) -> Iterator[sqlite3.Connection]:
    """Change rows of a database and seal it again, so that it opens as one whose makers meant what it says."""
    from pctui.database.seal import seal

    with closing(sqlite3.connect(database)) as connection, connection:
        yield connection
    seal(database)


def whole_files(pieces: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the text of each file, by name, from its pieces."""
    files: dict[str, str] = {}
    for name, text in pieces:
        files[name] = files.get(name, "") + text
    return files


def reason(number: int) -> str:
    """Return the operating system's message in any language, as pctui prints it: `reason(errno.ENOENT)`."""
    return os.strerror(number).lower()


class Answer(NamedTuple):
    """The result of a command: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


def _set_home(patch: pytest.MonkeyPatch, home: Path) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME"):
        patch.setenv(name, str(home))
    for name in ("PCTUI_DB", "PCTUI_READER", "PCTUI_CONFIG", "PCTUI_THEME", "PCTUI_SECURE", "PCTUI_ASCII"):
        patch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prevent fixtures that several tests share from using the user's own database, notes or settings."""
    with pytest.MonkeyPatch.context() as patch:
        _set_home(patch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prevent tests from using the user's own database, notes or settings, or those of another test."""
    _set_home(monkeypatch, tmp_path / "home")


@pytest.fixture
def pctui(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process: `pctui("show", "some-slug")`."""

    def run(*arguments: object, stdin: str = "") -> Answer:
        from pctui.__main__ import main

        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["pctui", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
            with pytest.raises(SystemExit) as left:
                main()
            sys.stdout.flush()
            sys.stderr.flush()
            answer = Answer(int(left.value.code or 0), out.getvalue().decode(), err.getvalue().decode())
        assert "Traceback" not in answer.err or "--debug" in arguments
        return answer

    return run


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the command as a separate process: `process("timeline", env={"LANG": "C"})`."""

    def run(
        *arguments: object, env: dict[str, str] | None = None, **options: object
    ) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "pctui", *map(str, arguments)]
        settings: dict[str, object] = {"capture_output": True, "timeout": 60, **options}
        return subprocess.run(command, env={**os.environ, **(env or {})}, **settings)

    return run


@pytest.fixture(scope="session")
def lights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the lighthouse corpus."""
    from pctui.database.build import seed

    database = tmp_path_factory.mktemp("lights") / "lights.db"
    seed(LIGHTHOUSES, database)
    return database


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the built-in corpus."""
    from pctui.database.build import seed
    from pctui.paths import built_in_corpus

    database = tmp_path_factory.mktemp("built-in") / "built-in.db"
    seed(built_in_corpus(), database)
    return database


@pytest.fixture
def lights_copy(lights: Path, tmp_path: Path) -> Path:
    """A copy of that database to modify."""
    return Path(shutil.copy(lights, tmp_path / "copy.db"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the lighthouse corpus to modify."""
    return Path(shutil.copytree(LIGHTHOUSES, tmp_path / "corpus"))


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A copy of the lighthouse documents to modify."""
    return Path(shutil.copytree(LIGHTHOUSE_DOCUMENTS, tmp_path / "documents"))


@pytest.fixture(scope="session")
def source_documents() -> Path:
    """The folder of the built-in corpus's documents, which are not part of the project."""
    folder = Path(os.environ.get("PCTUI_DOCUMENTS") or PROJECT.parent / "shared" / "documents")
    if not folder.is_dir():
        pytest.skip(f"the documents are not at {folder}: name their folder with PCTUI_DOCUMENTS")
    return folder
