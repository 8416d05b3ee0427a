"""What can be typed in the plain walk: each command is declared once, and help and abbreviations are derived."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from ...errors import UsageError
from ...panes import CITATIONS, PANES


class Command(NamedTuple):
    """A command: its name, other words for it, what may follow it, a sentence of help, an example.

    `of_explorer` has the ids of the explorer's commands that it stands for (tui/commands.py and the panes).
    """

    name: str
    topic: str
    help: str
    words: tuple[str, ...] = ()
    argument: str = ""
    example: str = ""
    of_explorer: tuple[str, ...] = ()


_ALL = (
    Command(
        "more",
        "Moving",
        "Read on. Enter alone does the same.",
        ("m",),
        of_explorer=("list.down", "list.page-down", "page.down", "page.page-down"),
    ),
    Command("all", "Moving", "Read all the rest."),
    Command("again", "Moving", "Repeat the last answer.", ("a",), of_explorer=("redraw",)),
    Command(
        "from",
        "Moving",
        "Read a list from an item on; from last reads its end.",
        (),
        "NUMBER",
        "from 41",
        ("list.up", "list.page-up", "list.first", "list.last", "page.up", "page.page-up", "page.first", "page.last"),
    ),
    Command(
        "contents",
        "Moving",
        "List the headings of a page, or the groups of a list, with numbers.",
        ("c",),
        of_explorer=(
            *("contents", "list.fold", "list.unfold", "list.fold-all", "timeline.decade-back", "timeline.decade-on"),
            "evidence.between",
        ),
    ),
    Command("back", "Moving", "Go back.", ("b",), of_explorer=("back", "page.left")),
    Command("forward", "Moving", "Go forward again.", ("f",), of_explorer=("forward",)),
    Command(
        "panes",
        "Moving",
        "List the panes. The name of a pane opens it.",
        ("home",),
        of_explorer=(*(f"pane.{name}" for name in PANES), "pane.next", "pane.previous"),
    ),
    Command("where", "Moving", "Say where you are.", ("w",)),
    Command(
        "search",
        "Finding",
        "Search entries and attached documents.",
        ("/",),
        "WORDS",
        "search kind:finding budgets",
        ("search",),
    ),
    Command("kind", "Finding", "Search only one kind of entry; alone, list the kinds found.", (), "KIND", "kind event"),
    Command("open", "Finding", "Open an entry by its title or identifier.", ("o",), "TITLE", "", ("open",)),
    Command(
        "at",
        "Finding",
        "Go to a date: what is dated then, and what existed.",
        ("date", "@"),
        "DATE",
        "at 1 April 1999",
        ("date", "timeline.earlier", "timeline.later"),
    ),
    Command(
        "find", "Finding", "Find words in the list or page that is read.", ("\\",), "WORDS", "find budget", ("find",)
    ),
    Command("next", "Finding", "Go to the next match.", ("n",), of_explorer=("find.next",)),
    Command("previous", "Finding", "Go to the match before.", of_explorer=("find.previous",)),
    Command(
        "filter",
        "Lists",
        "Show only some of a list; alone, list what it can be filtered by.",
        (),
        "WHAT VALUE",
        "filter since 1997",
        ("list.filter", "timeline.everything"),
    ),
    Command("clear", "Lists", "Remove all filters, or one.", ("x",), "WHAT", "clear since", ("list.clear",)),
    Command("drop", "Lists", "Remove the filter that was added last.", of_explorer=("list.drop",)),
    Command(
        "sort",
        "Lists",
        "Sort a list: date, newest, title, strength, slug, or none.",
        (),
        "ORDER",
        "sort title",
        ("list.sort",),
    ),
    Command(
        "group",
        "Lists",
        "Group the recommendations in another way; alone, list the ways.",
        ("g",),
        "WAY",
        "group actor",
        ("recommendations.group",),
    ),
    Command(
        "view",
        "Lists",
        "Change to another view of the pane, or to the next.",
        ("v",),
        "NAME",
        "view disagreements",
        ("evidence.view", "organisations.view", "ladder.next"),
    ),
    Command(
        "marked",
        "Lists",
        "Show only what you have marked: adopt, consider, reject, or note for what has a note; again: all.",
        (),
        "MARK",
        "marked adopt",
        ("list.marked",),
    ),
    Command(
        "pick",
        "Lists",
        "Pick an item for comparing, or unpick it.",
        (),
        "NUMBER",
        "pick 3",
        ("compare.mark",),
    ),
    Command(
        "compare",
        "Lists",
        "Compare entries: what is picked, or the items named.",
        (),
        "NUMBERS",
        "compare 3 7",
        ("compare.open",),
    ),
    Command(
        "passage",
        "Reading",
        "Read the passage that this cites, or that an item cites.",
        ("p", "s"),
        "NUMBER",
        "passage 4",
        ("passage",),
    ),
    Command(
        "cite",
        "Reading",
        "Print the citation of this or of an item, to copy, with the quotation if a copy of the document is attached; "
        "cite harvard prints it in that style from then on, cite all in every style.",
        ("y",),
        "STYLE NUMBER",
        "cite harvard 4",
        ("copy", "copy.as"),
    ),
    Command(
        "lineage",
        "Reading",
        "Read the predecessors and successors of this organisation, or of an item.",
        ("l",),
        "NUMBER",
        "lineage 2",
        ("lineage",),
    ),
    Command(
        "export",
        "Reading",
        "Export the list or page to a file: Markdown, or a web page or text if its name ends in .html or .txt. Your "
        "marks and notes go along. "
        f"After the name can follow: without notes; with drafts; by mark; citing and one of {', '.join(CITATIONS)}.",
        ("e",),
        "FILE",
        "export list.md by mark citing pandoc",
        ("save",),
    ),
    Command(
        "mark",
        "Marks and notes",
        "Mark this entry: adopt, consider, reject or none.",
        (),
        "MARK",
        "mark adopt",
        ("mark",),
    ),
    Command(
        "note",
        "Marks and notes",
        "Add to your note on this entry; alone, type it over several lines, and end with a line that has only a dot.",
        (),
        "TEXT",
        "note Compare with the report",
        ("note",),
    ),
    Command("erase", "Marks and notes", "Delete your note on this entry."),
    Command(
        "help",
        "Program",
        "Explain a command; help all explains every one.",
        ("?", "h"),
        "COMMAND",
        "help filter",
        ("help", "palette"),
    ),
    Command("quit", "Program", "Quit.", ("q", "exit"), of_explorer=("quit",)),
)
COMMANDS = {command.name: command for command in _ALL}
TOPICS = tuple(dict.fromkeys(command.topic for command in _ALL))
_WORDS = {word: command.name for command in _ALL for word in (command.name, *command.words)}
_SIGNS = tuple(word for word in _WORDS if not word.isalnum())  # these need no blank after them

_NUMBERS = "every item, link and source has a number to type"
_NO_CHART = "there is no chart: the timeline is its list, which `at`, `filter` and `from` go through"
# The explorer's commands that the plain walk does without, and why.
WITHOUT = {
    "jump": _NUMBERS,
    "list.open": _NUMBERS,
    "page.open": _NUMBERS,
    **dict.fromkeys(("list.right", "zoom", "split.left", "split.right"), "there is one part, with nothing beside it"),
    **{
        f"write{name}": "a corpus is written in the explorer, or in its files"
        for name in ("", ".select", ".edit", ".editor", ".disagree", ".review", ".undo", ".redo")
    },
    "theme": "it prints no colours",
    "suspend": "Ctrl+Z stops it as any program that the shell has started",
    "matrix.left": _NUMBERS,
    "matrix.right": _NUMBERS,
    **{
        f"timeline.{name}": _NO_CHART
        for name in ("zoom-in", "zoom-out", "fit", "era-back", "era-on", "rows-up", "rows-down")
    },
}


def read_command(typed: str) -> tuple[str, str]:
    """Return the command that a line gives, or the pane, and what follows it; UsageError if there is none.

    A name can be shortened as long as nothing else begins like that.
    """
    word, _, rest = typed.partition(" ")
    for sign in _SIGNS:
        if typed.startswith(sign):
            word, rest = sign, typed[len(sign) :]
    word = word.lower()
    rest = rest.strip()
    if name := _WORDS.get(word):
        return name, rest
    names = [*COMMANDS, *PANES]
    if word in PANES:
        return word, rest
    began = [name for name in names if name.startswith(word)]
    if len(began) == 1:
        return began[0], rest
    if began:
        raise UsageError(f"'{word}' can be {' or '.join(began)}", "Type more of it.")
    shown = word if len(word) <= 30 else f"{word[:30]}..."
    near = difflib.get_close_matches(word, names, 2)
    similar = f"Similar: {', '.join(near)}. " if near else ""
    raise UsageError(f"Unknown command '{shown}'", f"{similar}Type help.")


def usage(command: Command) -> str:
    """Return how a command is typed: `search WORDS, or /`."""
    typed = f"{command.name} {command.argument}".strip()
    return f"{typed}, or {' or '.join(command.words)}" if command.words else typed


def help_lines(topic: str) -> list[str]:
    """Return the help: what there is, all of it, or that of one topic or command."""
    if not topic:
        lines = ["Type the number of an item, link or source to open it. Enter alone reads on. Or type a command."]
        lines += [f"{each}: {', '.join(command.name for command in _ALL if command.topic == each)}." for each in TOPICS]
        return [*lines, "For one of them, type help and its name, for example: help filter."]
    if topic.lower() == "all":
        return [_explained(command) for command in _ALL]
    if chosen := [command for command in _ALL if command.topic.lower().startswith(topic.lower())]:
        return [_explained(command) for command in chosen]
    name, _ = read_command(topic)
    if name in PANES:
        return [f"{name}: Open the pane {PANES[name].title}."]
    command = COMMANDS[name]
    return [_explained(command), *([f"For example: {command.example}"] if command.example else [])]


def _explained(command: Command) -> str:
    return f"{usage(command)}: {command.help}"
