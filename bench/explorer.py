"""Measures the explorer and its floors in turn: start, keys, memory, leaving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from statistics import median

from driver import Failed, Terminal, terminal, when
from measure import Row, counted, progress, rounds_of, row
from promises import FLOORS, KEY, START, Screen, keys
from setting import QUIET, Setting

_LONGEST = 900.0  # seconds for all rounds
Figures = dict[str, list[float]]  # what was measured, by name


def programs(setting: Setting) -> dict[str, list[str]]:
    """Return the command lines of the explorer and of its floors."""
    floors = {name: setting.floor(script, str(setting.database)) for name, script in FLOORS.items()}
    return {"pctui": [setting.pctui], **floors}


def titles(setting: Setting) -> Callable[[list[str]], bool]:
    """Return a test whether the start of a title of the timeline is on the screen, so that its list is there."""
    shown = "SELECT SUBSTR(title, 1, 12) FROM timeline ORDER BY place LIMIT 60"
    milestones = "SELECT SUBSTR(title, 1, 12) FROM event_details JOIN entries USING (slug) WHERE milestone LIMIT 60"
    starts = {str(title) for (title,) in (*setting.ask(shown), *setting.ask(milestones))}
    return lambda lines: any(start in line for line in lines for start in starts)


def started(program: Terminal, listed: Callable[[list[str]], bool]) -> Figures:
    """Wait for the start of `program` and return its figures."""
    chunks = program.start()
    cpu = program.cpu
    first = when(chunks, lambda lines: any(line.strip() for line in lines))
    last = chunks[-1][0]
    moments = {"first paint": first, "list shown": when(chunks, listed) or first, "ready": last}
    figures = {f"start, {name}": [((at or last) - program.started) * 1000] for name, at in moments.items()}
    sent = float(sum(len(data) for _, data in chunks))
    return figures | {"start, CPU": [cpu], "start, sent": [sent]}


def session(
    argv: list[str], setting: Setting, listed: Callable[[list[str]], bool], pressed: tuple[tuple[str, bytes], ...]
) -> Figures:
    """Start a program, press keys, quit; return the median of each figure, none of a key that painted nothing."""
    measured: Figures = defaultdict(list)
    with terminal(argv, setting.environment, QUIET) as program:
        measured.update(started(program, listed))
        for name, key in pressed:
            try:
                answer = program.press(key)
            except Failed:
                measured.setdefault(name, [])
                continue
            if name:
                for what, value in zip(KEY, (answer.first, answer.settled, answer.cpu, answer.sent), strict=True):
                    measured[f"{name}: {what}"].append(value)
        left = program.quit()
        measured["quit"].append(left.taken)
        measured["peak memory"].append(left.memory)
        measured["terminal restored"].append(float(left.restored))
    return {name: [median(values)] if values else [] for name, values in measured.items()}


def explorer(setting: Setting, rounds: int) -> Iterator[Row]:
    """Measure the explorer and its floors alternately."""
    listed, pressed = titles(setting), keys(setting.word)
    found: dict[str, Figures] = {name: defaultdict(list) for name in ("pctui", *FLOORS)}

    def one(name: str, argv: list[str]) -> Callable[[], None]:
        def measure() -> None:
            wanted = pressed if name in ("pctui", "list") else ()
            for what, values in session(argv, setting, listed, wanted).items():
                found[name][what] += values

        return measure

    for number in rounds_of(rounds, *(one(name, argv) for name, argv in programs(setting).items()), longest=_LONGEST):
        progress(f"explorer: round {number} of {rounds}")
    ours = found["pctui"]
    for what, values in ours.items():
        if not values:
            yield Row(f"{what}: settled", "ms", floor="list", failed="nothing was painted in one of the rounds")
            continue
        figure = what.partition(": ")[2]
        promised = START.get(what) or Screen("list", KEY.get(figure, 0.0))
        floors = found[promised.floor].get(what, []) if figure or what in START else []
        yield row(what, unit(what), counted(values), promised.floor, counted(floors), promised.most or None)


def unit(what: str) -> str:
    """Return the unit of a figure of the explorer."""
    if what == "terminal restored":
        return "share"
    return "bytes" if what.endswith("sent") else "MiB" if what == "peak memory" else "ms"


def first_start(setting: Setting, rounds: int) -> Iterator[Row]:
    """Measure the first start ever: there is no database, which the explorer builds from the built-in corpus."""
    new = setting.folder / "first.db"
    elsewhere = {"PCTUI_DB": str(new), "PCTUI_READER": str(setting.folder / "first-reader.db")}
    yield from _starts("first start", setting, rounds, elsewhere, lambda: new.unlink(missing_ok=True), 2.5)


def start_without_page(setting: Setting, rounds: int) -> Iterator[Row]:
    """Measure a start for which no first page was kept, because something has changed since the last one."""

    def forget() -> None:
        for page in setting.folder.rglob("first-page-*"):
            page.unlink()

    yield from _starts("start without a page kept", setting, rounds, {}, forget, START["start, ready"].most)


def _starts(
    name: str,
    setting: Setting,
    rounds: int,
    elsewhere: dict[str, str],
    before: Callable[[], None],
    most: float,
) -> Iterator[Row]:
    """Measure starts alone, beside those of hello; `before` is called before each."""
    found: dict[str, Figures] = {"pctui": defaultdict(list), "hello": defaultdict(list)}
    listed = titles(setting)

    def one(program_name: str, argv: list[str]) -> Callable[[], None]:
        def measure() -> None:
            before()
            with terminal(argv, {**setting.environment, **elsewhere}, QUIET) as program:
                for what, values in started(program, listed).items():
                    found[program_name][what] += values
                program.quit()

        return measure

    chosen = {known: argv for known, argv in programs(setting).items() if known in found}
    for number in rounds_of(rounds, *(one(known, argv) for known, argv in chosen.items())):
        progress(f"{name}: round {number} of {rounds}")
    for what in ("first paint", "ready"):
        ours, floors = (counted(found[known][f"start, {what}"]) for known in ("pctui", "hello"))
        yield row(f"{name}, {what}", "ms", ours, "hello", floors, most)
