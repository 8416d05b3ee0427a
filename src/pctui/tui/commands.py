"""What can be done: each action declared once, and from it its binding, footer, palette entry and help row."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

from ..settings import THEMES
from .registry import TITLES


@dataclass(frozen=True, slots=True)
class Command:
    """An action: a stable id (keys are remapped by it), its keys, a word for the footer, a sentence for help.

    `group` is the heading it stands under in the help; `footer` whether the footer names it.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    group: str
    footer: bool = False
    key_display: str | None = None

    def binding(self) -> Binding:
        return Binding(
            self.keys,
            self.action,
            self.label,
            show=self.footer,
            id=self.id,
            key_display=self.key_display,
            tooltip=self.help,
        )


APP = [
    *(
        Command(f"pane.{name}", str(n), f"pane('{name}')", title, f"Go to the pane {title}", "Panes")
        for n, (name, title) in enumerate(TITLES.items(), 1)
    ),
    Command(
        "pane.next", "tab", "next_part", "Next part", "Move to the next part of the screen", "Panes", key_display="Tab"
    ),
    Command("pane.previous", "shift+tab", "previous_part", "Previous part", "Move to the part before", "Panes"),
    Command(
        "mark", "m", "mark", "Mark", "Mark this: adopt ✓, consider ?, reject ✗, or no mark again", "Your own", True
    ),
    Command(
        "note",
        "n",
        "note",
        "Note",
        "Write a note on this; what you type is kept as a draft within a second, whatever happens, until you save it",
        "Your own",
        True,
    ),
    Command(
        "search", "slash", "search", "Search", "Search entries and attached documents as you type", "Finding", True, "/"
    ),
    Command("open", "o", "open_slug", "Open", "Open an entry by its slug", "Finding"),
    Command(
        "jump",
        "semicolon",
        "jump",
        "Jump",
        "Put letters on all that can be gone to; type them to go there",
        "Finding",
        key_display=";",
    ),
    Command("find", "backslash", "find", "Find", "Find in the text on screen", "Finding", key_display="\\"),
    Command("find.next", "n", "next_match(1)", "Next", "Next place found", "Finding", True),
    Command("find.previous", "N", "next_match(-1)", "Previous", "Place found before", "Finding"),
    Command("passage", "s", "passage", "Passage", "Go to the passage that this rests on", "Reading", True),
    Command("copy", "y", "copy_citation", "Cite", "Copy the citation to the terminal's clipboard", "Reading", True),
    Command("copy.as", "Y", "copy_as", "Copy as", "Copy it in another style, or the command that opens it", "Reading"),
    Command("save", "e", "save", "Export", "Write the page, or the list, to a file", "Reading"),
    Command("back", "escape,backspace", "back", "Back", "Go back to where you came from", "Reading", True, "Esc"),
    Command("forward", "right_square_bracket", "forward", "Forward", "Go forward again", "Reading", key_display="]"),
    Command("theme", "t", "theme", "Theme", f"Change the colours: {', '.join(THEMES.values())}", "Program"),
    Command(
        "redraw", "ctrl+l", "app.redraw", "Redraw", "Paint the screen anew, where something else wrote on it", "Program"
    ),
    Command("help", "question_mark", "help", "Help", "Explain this pane and its keys", "Program", True, "?"),
    Command("quit", "q", "quit", "Quit", "Leave", "Program", True),
]

PALETTE = [Command("palette", "ctrl+p", "command_palette", "Commands", "Find any command by its name", "Program")]

LIST = [
    Command("list.open", "enter", "open", "Open", "Open what the cursor is on", "Moving", True, "Enter"),
    Command("list.down", "down,j", "move(1)", "Down", "Move down", "Moving", key_display="↓ j"),
    Command("list.up", "up,k", "move(-1)", "Up", "Move up", "Moving", key_display="↑ k"),
    Command(
        "list.page-down", "pagedown,ctrl+f", "page(1)", "Page down", "Move a page down", "Moving", key_display="PgDn"
    ),
    Command("list.page-up", "pageup,ctrl+b", "page(-1)", "Page up", "Move a page up", "Moving", key_display="PgUp"),
    Command("list.first", "home,g", "first", "First", "Go to the first", "Moving", key_display="Home g"),
    Command("list.last", "end,G", "last", "Last", "Go to the last", "Moving", key_display="End G"),
]

PAGE = [
    Command("page.open", "enter", "open", "Open", "Open the link or passage under the cursor", "Moving", True, "Enter"),
    Command("page.down", "down,j", "down", "Down", "Next link or passage, or scroll down", "Moving", key_display="↓ j"),
    Command("page.up", "up,k", "up", "Up", "Link or passage before, or scroll up", "Moving", key_display="↑ k"),
    Command(
        "page.page-down", "pagedown,space,ctrl+f", "page(1)", "Page down", "A page down", "Moving", key_display="PgDn"
    ),
    Command("page.page-up", "pageup,ctrl+b", "page(-1)", "Page up", "A page up", "Moving", key_display="PgUp"),
    Command("page.first", "home,g", "first", "Top", "Go to the top", "Moving", key_display="Home g"),
    Command("page.last", "end,G", "last", "End", "Go to the end", "Moving", key_display="End G"),
]

FOLDING = [
    Command("list.fold", "z", "fold", "Fold", "Fold the group under the cursor, or unfold it", "Groups", True),
    Command("list.fold-all", "Z", "fold_all", "Fold all", "Fold every group, or unfold them all", "Groups"),
]

GROUPED = [
    *FOLDING,
    Command(
        "list.marked",
        "M",
        "only",
        "Only",
        "Show only what you marked; again: only adopt, consider, reject, with a note; then all",
        "Your own",
    ),
]

ACROSS = [
    Command(
        "list.right",
        "right,l",
        "screen.into",
        "Read",
        "Go into what is open beside the list",
        "Moving",
        key_display="→ l",
    ),
    Command("page.left", "left,h", "screen.out_of", "List", "Go back to the list", "Moving", key_display="← h"),
]


def bindings(*tables: list[Command]) -> list[BindingType]:
    """The bindings of some tables."""
    return [command.binding() for table in tables for command in table]
