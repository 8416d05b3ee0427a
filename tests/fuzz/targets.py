"""What must hold of any input, one function for each kind of input: hypothesis calls them, and so can Atheris."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from functools import cache, partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import yaml
from conftest import LIGHTHOUSES

from pctui import edtf, settings
from pctui.bounded import TYPED
from pctui.cli.options import filter_of
from pctui.cli.plain.walk import Walk
from pctui.corpus import parse
from pctui.corpus.anchors import EDGE, AnchorError, Copy, Outcome, word_diff
from pctui.corpus.loader import examine
from pctui.corpus.paragraphs import cut
from pctui.corpus.validate import record_of
from pctui.database.build import seed
from pctui.errors import ConfigError, Fault, NotFound, UsageError
from pctui.queries.entry import describe
from pctui.queries.filters import bounds
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.reader.search import find, kinds, parse_query
from pctui.render import template_head
from pctui.render.markdown import citing
from pctui.render.template import render
from pctui.render.template_names import Names, reached
from pctui.text import unspaced

_LIBRARY = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # it makes only texts
_folder = tempfile.TemporaryDirectory(prefix="pctui-fuzz-")
FOLDER = Path(_folder.name)


def _written(name: str, data: bytes) -> Path:
    path = FOLDER / name
    path.write_bytes(data)
    return path


def _check_faults(faults: list[Fault], file: str, lines: int) -> None:
    for fault in faults:
        assert fault.message
        assert (fault.file, 0 <= fault.line <= lines + 1) == (file, True), fault


def _shape(value: Any, depth: int = 0) -> Any:
    """What two readers agree on: keys, texts and the lengths of lists, but not how numbers are written."""
    assert depth < 2000
    match value:
        case dict():
            return {key: _shape(item, depth + 1) for key, item in value.items()}
        case list():
            return [_shape(item, depth + 1) for item in value]
        case str():
            return value
    return "scalar"


def _agree(read: Any, other: Any) -> bool:
    """Whether the shape of a value read is that of the library's, in which every scalar is a text."""
    match read, other:
        case dict(), dict():
            return read.keys() == other.keys() and all(_agree(read[key], other[key]) for key in read)
        case list(), list():
            return len(read) == len(other) and all(map(_agree, read, other))
    return isinstance(other, str) and read in (other, "scalar")


def yaml_file(data: bytes) -> None:
    """A YAML file gives records or faults; without faults, what another reader of YAML finds in it."""
    faults: list[Fault] = []
    raws = list(parse.read(_written("any.yaml", data), faults))
    _check_faults(faults, "any.yaml", data.count(b"\n") + data.count(b"\r") + data.count(b"\xc2\x85") * 2 + 2)
    for raw in raws:
        record_of(raw, found := [])
        _check_faults(found, "any.yaml", data.count(b"\n") + data.count(b"\r") + 2)
    if not faults:
        library = yaml.load(data.decode("utf-8-sig"), Loader=_LIBRARY) or []
        assert len(raws) == len(library)
        assert all(_agree(_shape(raw.value), other) for raw, other in zip(raws, library, strict=True))


def json_lines(data: bytes) -> None:
    """Each line of JSON Lines is a record or a fault; it is a record only if it is one to Python's own reader."""
    faults: list[Fault] = []
    raws = list(parse.read(_written("any.jsonl", data), faults))
    lines = re.split("\r\n|[\r\n]", data.decode("utf-8-sig", "replace"))
    _check_faults(faults, "any.jsonl", len(lines))
    blank = sum(not line.strip() for line in lines)
    assert len(raws) + len(faults) + blank == len(lines)
    for raw in raws:
        assert _shape(raw.value) == _shape(json.loads(lines[raw.line() - 1].strip()))
        record_of(raw, [])


def corpus(data: bytes) -> None:
    """A corpus, one of whose files is anything, has faults or becomes a database."""
    folder = FOLDER / "corpus"
    if not folder.exists():
        folder.mkdir()
        for path in LIGHTHOUSES.glob("*.yaml"):
            if path.name != "events.yaml":
                (folder / path.name).write_bytes(path.read_bytes())
    (folder / "events.yaml").write_bytes(data)
    _, faults = examine(folder)
    if not faults:
        database = FOLDER / "corpus.db"
        seed(folder, database)
        with closing(Store(database, context=True)) as store:
            for slug in store.slugs():
                describe(store, slug)


def date(text: str) -> None:
    """A date is refused, or has a label and bounds in order; a filter takes what the corpus takes."""
    try:
        span = edtf.parse(text)
    except edtf.DateError:
        try:
            bounds(text)
        except (UsageError, edtf.DateError):
            pass  # refused there as well; a filter may take more forms than a corpus
        return
    assert span.label
    assert edtf.label(text)
    edtf.ends(text)
    if span.earliest and span.latest:
        assert span.earliest <= span.latest


def passage(text: str, other: str) -> None:
    """Any two texts: what is quoted is found, what is cut has anchors that hold, and only a difference is shown."""
    copy = Copy(text)
    try:
        copy.match(other)
    except AnchorError:
        pass  # not the form of an anchor
    try:
        span = copy.locate(other)
    except AnchorError:
        span = None
    if span and span.last - span.first >= EDGE:
        _holds(copy, span.first, span.last)
    for first in range(0, len(copy.words) - EDGE, 7):
        _holds(copy, first, first + EDGE)
    records = cut("any", copy).records
    assert len(yaml.load("\n".join(records), Loader=yaml.SafeLoader) or []) == len(records)
    same = [word.text for word in copy.words] == [word.text for word in Copy(other).words]
    assert same == (word_diff(text, other).strip(" …") == "" if "[-" not in text + other else same)


def _holds(copy: Copy, first: int, last: int) -> None:
    """Four words or more have an anchor that holds; only of characters of scripts without spaces more are needed."""
    try:
        anchor = copy.anchor(first, last)
    except AnchorError:
        assert last - first < 2 * EDGE
        assert any(unspaced(word.text) for word in copy.words[first:last])
    else:
        assert copy.match(anchor).outcome in (Outcome.HOLDS, Outcome.AMBIGUOUS)


@cache
def _lights() -> Path:
    database = FOLDER / "lights.db"
    seed(LIGHTHOUSES, database)
    return database


def query(text: str) -> None:
    """Anything typed is a search, or too long for one, or of a kind that there is not."""
    with closing(Store(_lights())) as store:
        reader = Reader.of(store, FOLDER / "nobody.db")
        try:
            hits = find(store, reader, parse_query(text, kinds(store, reader)))
        except UsageError:
            assert len(text) > TYPED or "kind:" in text.lower()
            return
        assert all(hit.slug in {*store.slugs()} for hit in hits)
        assert not any(mark in piece for hit in hits for piece, _ in hit.snippet for mark in "\ue000\ue001")


def settings_file(data: bytes) -> None:
    """A settings file gives settings or faults."""
    from pctui.tui.remapping import remapped

    found = settings.read(_written("any.toml", data))
    try:
        remapped(found)
        _check_faults(found.faults, "any.toml", data.count(b"\n"))
        found.require()
    except ConfigError:
        assert found.faults


def template(text: str) -> None:
    """A template gives a text, or an error that names its line or an entry that does not exist."""
    with closing(Store(_lights())) as store:
        names = Names(store, citing(store)(), partial(filter_of, store), dict)
        try:
            declared = template_head.read(text).variables
            needed = {each.name: "tower-station" for each in declared or () if each.needed}
            render(text, "my.j2", reached(names), {"x": "*y*"} if declared is None else needed)
        except (UsageError, NotFound):
            pass  # told in a sentence


def typed(text: str) -> None:
    """Lines typed at the prompt of the plain walk are obeyed or refused."""
    lines = iter(line for line in text.split("\n") if not line.lstrip().lower().startswith("e"))  # export writes files
    with closing(Store(_lights())) as store, redirect_stdout(TextIOWrapper(BytesIO(), encoding="utf-8")):
        Walk(store, Reader.of(store, FOLDER / "nobody.db"), lambda _: next(lines, None)).run()


def document(data: bytes) -> None:
    """A copy of a document is read, or refused in a sentence; here without a process for what must be converted."""
    from pctui.convert import worker
    from pctui.convert.decoding import unicode_text
    from pctui.convert.forms import is_text
    from pctui.corpus.copies import read_text

    if is_text(data) and unicode_text(data) is not None:
        Copy(read_text(_written("any.txt", data))[0])
        return
    answer = worker._answer(data, "")
    assert answer.converted or answer.message
    if answer.converted:
        Copy(answer.converted.text())


def _text(target: Callable[[str], None]) -> Callable[[bytes], None]:
    return lambda data: target(data.decode("utf-8", "replace"))


def _two(target: Callable[[str, str], None]) -> Callable[[bytes], None]:
    def called(data: bytes) -> None:
        one, _, other = data.decode("utf-8", "replace").partition("\x00")
        target(one, other)

    return called


# By name, each with bytes as its input: what `make fuzz-native` can run.
TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": yaml_file,
    "jsonl": json_lines,
    "corpus": corpus,
    "date": _text(date),
    "passage": _two(passage),
    "query": _text(query),
    "settings": settings_file,
    "template": _text(template),
    "typed": _text(typed),
    "document": document,
}
