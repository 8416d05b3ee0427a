"""The commands: each action is declared once, and its binding, footer, palette entry and help are derived."""

from __future__ import annotations

from msgspec import Struct
from textual.binding import Binding, BindingType

from ..panes import PANES
from ..restricted import secure
from ..settings import THEMES


class Command(Struct, frozen=True):
    """An action: a stable id (by which keys are remapped), its keys, a label for the footer, a sentence of help.

    `group` is its heading in the help; `footer` says whether the footer shows it before those that need more room.
    `needs` is what is said where it can do nothing ({id} stands for the key of a command).
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    group: str
    footer: bool = False
    key_display: str | None = None
    needs: str = ""

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


_FINDING = "Nothing is being searched for in this text: {find} finds in it."
_CITED = "There is no citation here."
_IN_LIST = "Groups fold in the list: {pane.next} goes there."

_OFF = "Writing is off: {write} turns it on."
_NOTHING = "Select an entry first."

# Writing, in every pane. A read-only login has none of these commands.
WRITING = [
    Command(
        "write",
        "w",
        "write",
        "Write",
        "Turn writing on or off: making and changing the entries of this corpus",
        "Writing",
        needs="The folder of this corpus is not at hand: quit, and start with pctui write --corpus FOLDER.",
    ),
    Command(
        "write.select",
        "V",
        "select",
        "Select",
        "Select a sentence of the document, to write an entry that cites it",
        "Writing",
        True,
        needs=_OFF,
    ),
    Command("write.edit", "E", "edit", "Edit", "Edit the entry in a form", "Writing", True, needs=_OFF),
    Command(
        "write.editor",
        "ctrl+e",
        "edit_file",
        "In $EDITOR",
        "Open the file of the entry in your editor, at its line",
        "Writing",
        needs=_OFF,
    ),
    Command(
        "write.disagree",
        "D",
        "disagree",
        "Disagrees",
        "Say that another entry disagrees with this one",
        "Writing",
        needs=_OFF,
    ),
    Command(
        "write.review",
        "R",
        "review",
        "Review",
        "Review the entries one after the other, each beside the passages that it cites",
        "Writing",
        True,
        needs=_OFF,
    ),
    Command("write.undo", "u", "undo", "Undo", "Undo the last change of the corpus", "Writing", needs=_OFF),
    Command("write.redo", "ctrl+r", "redo", "Redo", "Make the change again that was undone", "Writing", needs=_OFF),
]
# Writing, while a page is read: these keys have another meaning in lists, and where writing is off.
ON_PAGE = [
    Command(
        "write.link",
        "L",
        "screen.link",
        "Link",
        "Link the entry to another (instead of showing its lineage)",
        "Writing on a page",
        needs=_OFF,
    ),
    Command(
        "write.delete",
        "x",
        "screen.delete",
        "Delete",
        "Delete the entry, once you have seen what refers to it",
        "Writing on a page",
        needs=_OFF,
    ),
]
_PASSAGE = "Selecting a passage"
SELECTING = [
    Command("select.add", "a", "screen.new_entry", "New entry", "Write an entry that cites it", _PASSAGE, True),
    Command(
        "select.cite",
        "plus",
        "screen.cite",
        "Cite in",
        "Add it as a further citation to an entry",
        _PASSAGE,
        True,
        key_display="+",
    ),
    Command("select.next", "down,j", "select_sentence(1)", "Next", "Select the next sentence", _PASSAGE, True, "↓ j"),
    Command(
        "select.previous",
        "up,k",
        "select_sentence(-1)",
        "Previous",
        "Select the previous sentence",
        _PASSAGE,
        key_display="↑ k",
    ),
    Command(
        "select.more",
        "shift+down,J",
        "select_more(1)",
        "More",
        "Move the end to the next end of a sentence",
        _PASSAGE,
        True,
        "J",
    ),
    Command(
        "select.less",
        "shift+up,K",
        "select_more(-1)",
        "Less",
        "Move the end to the previous end of a sentence",
        _PASSAGE,
        True,
        "K",
    ),
    Command(
        "select.word",
        "shift+right,w",
        "select_word(1)",
        "Word",
        "Move the end to the next word",
        _PASSAGE,
        True,
        "w",
    ),
    Command(
        "select.word-back",
        "shift+left,b",
        "select_word(-1)",
        "Word back",
        "Move the end to the previous word",
        _PASSAGE,
        True,
        "b",
    ),
    Command(
        "select.paragraph",
        "right_curly_bracket",
        "select_paragraph(1)",
        "Paragraph",
        "Move the end to the next end of a paragraph",
        _PASSAGE,
        key_display="}",
    ),
    Command(
        "select.paragraph-back",
        "left_curly_bracket",
        "select_paragraph(-1)",
        "Paragraph back",
        "Move the end to the previous end of a paragraph",
        _PASSAGE,
        key_display="{",
    ),
    Command(
        "select.other",
        "o",
        "select_other",
        "Other end",
        "Move the other end of the passage from now on",
        _PASSAGE,
        True,
    ),
    Command("select.leave", "escape", "select_leave", "Leave", "Select nothing any more", _PASSAGE, True, "Esc"),
]
if secure():
    WRITING, ON_PAGE, SELECTING = [], [], []

APP = [
    *(
        Command(
            f"pane.{pane.name}", str(n), f"pane('{pane.name}')", pane.title, f"Go to the pane {pane.title}", "Panes"
        )
        for n, pane in enumerate(PANES.values(), 1)
    ),
    Command(
        "pane.next", "tab", "next_part", "Next part", "Go to the next part of the screen", "Panes", key_display="Tab"
    ),
    Command(
        "pane.previous",
        "shift+tab",
        "previous_part",
        "Previous part",
        "Go to the previous part of the screen",
        "Panes",
    ),
    Command(
        "mark",
        "m",
        "mark",
        "Mark",
        "Mark: adopt ✓, consider ?, reject ✗, then none",
        "Marks and notes",
        True,
        needs="Select an entry to mark.",
    ),
    Command(
        "note",
        "a",
        "note",
        "Note",
        "Write a note; a draft is saved as you type",
        "Marks and notes",
        True,
        needs="Select an entry to write a note on.",
    ),
    Command("search", "slash", "search", "Search", "Search entries and attached documents", "Search", True, "/"),
    Command(
        "date", "at", "go_to_date", "Date", "Go to a date: what existed and was known then", "Search", key_display="@"
    ),
    Command("open", "o", "open_slug", "Open by name", "Open an entry by its title or identifier", "Search"),
    Command(
        "jump",
        "semicolon",
        "jump",
        "Jump",
        "Show jump letters on all that can be opened",
        "Search",
        key_display=";",
    ),
    Command("find", "backslash", "find", "Find", "Find in the text on screen", "Search", key_display="\\"),
    Command(
        "find.next",
        "n",
        "next_match(1)",
        "Next",
        "Go to the next match",
        "Search",
        True,
        needs=_FINDING,
    ),
    Command(
        "find.previous",
        "N",
        "next_match(-1)",
        "Previous",
        "Go to the previous match",
        "Search",
        needs=_FINDING,
    ),
    Command("passage", "s", "passage", "Passage", "Go to the passage that this cites", "Reading", True, needs=_CITED),
    Command(
        "copy",
        "y",
        "copy_citation",
        "Cite",
        "Copy the citation to the clipboard",
        "Reading",
        True,
        needs=_CITED,
    ),
    Command(
        "copy.as",
        "Y",
        "copy_as",
        "Copy as",
        "Copy it in another style, or as a command",
        "Reading",
        needs="There is nothing here to copy.",
    ),
    Command("lineage", "L", "lineage", "Lineage", "Show this entry on the lineage of the organisations", "Reading"),
    Command("save", "e", "save", "Export", "Export the page or the list to a file", "Reading"),
    Command(
        "back", "escape,backspace", "back", "Back", "Go back", "Reading", True, "Esc", "There is nothing to go back to."
    ),
    Command(
        "forward",
        "right_square_bracket",
        "forward",
        "Forward",
        "Go forward again",
        "Reading",
        key_display="]",
        needs="There is nothing to go forward to.",
    ),
    Command("contents", "T", "contents", "Contents", "Show the headings of the page; go to one", "Reading"),
    Command("zoom", "z", "zoom", "Whole screen", "Give this part the whole screen, and back", "Reading"),
    Command(
        "split.left",
        "less_than_sign",
        "split(1)",
        "More text",
        "Move the split: more room for the text",
        "Reading",
        key_display="<",
    ),
    Command(
        "split.right",
        "greater_than_sign",
        "split(-1)",
        "More list",
        "Move the split: more room for the list",
        "Reading",
        key_display=">",
    ),
    *WRITING,
    Command("theme", "t", "theme", "Theme", f"Change the colours: {', '.join(THEMES.values())}", "Program"),
    Command("redraw", "ctrl+l", "app.redraw", "Redraw", "Redraw the screen", "Program"),
    Command("help", "question_mark", "help", "Help", "Explain this pane and its keys", "Program", True, "?"),
    Command("quit", "q", "quit", "Quit", "Quit pctui", "Program", True),
]

MOVING = ("Moving", "Page", "Panes")  # groups of commands that every program has, which no footer needs

EVERYWHERE = [  # in dialogs as well
    Command("palette", "ctrl+p", "command_palette", "Commands", "Find any command by name", "Program"),
    Command("suspend", "ctrl+z", "suspend", "Suspend", "Go to the shell; fg continues pctui", "Program"),
]

LIST = [
    Command("list.open", "enter", "open", "Open", "Open what the cursor is on", "Moving", True, "Enter"),
    Command("list.down", "down,j", "move(1)", "Down", "Move down", "Moving", key_display="↓ j"),
    Command("list.up", "up,k", "move(-1)", "Up", "Move up", "Moving", key_display="↑ k"),
    Command(
        "list.page-down",
        "pagedown,ctrl+f",
        "page(1)",
        "Page down",
        "Move a page down",
        "Moving",
        key_display="PgDn",
    ),
    Command(
        "list.page-up",
        "pageup,ctrl+b",
        "page(-1)",
        "Page up",
        "Move a page up",
        "Moving",
        key_display="PgUp",
    ),
    Command("list.first", "home,g", "first", "First", "Go to the first row", "Moving", key_display="Home g"),
    Command("list.last", "end,G", "last", "Last", "Go to the last row", "Moving", key_display="End G"),
]

PAGE = [
    Command("page.open", "enter", "open", "Open", "Open the link or citation", "Page", True, "Enter"),
    Command(
        "page.down",
        "down,j",
        "walk(1)",
        "Down",
        "Go to the next link, or scroll down",
        "Page",
        key_display="↓ j",
    ),
    Command(
        "page.up",
        "up,k",
        "walk(-1)",
        "Up",
        "Go to the previous link, or scroll up",
        "Page",
        key_display="↑ k",
    ),
    Command(
        "page.page-down",
        "pagedown,space,ctrl+f",
        "page(1)",
        "Page down",
        "Scroll a page down",
        "Page",
        key_display="PgDn",
    ),
    Command(
        "page.page-up",
        "pageup,ctrl+b",
        "page(-1)",
        "Page up",
        "Scroll a page up",
        "Page",
        key_display="PgUp",
    ),
    Command("page.first", "home,g", "first", "Top", "Go to the top of the page", "Page", key_display="Home g"),
    Command("page.last", "end,G", "last", "End", "Go to the end of the page", "Page", key_display="End G"),
]

FOLDING = [
    Command(
        "list.fold",
        "minus",
        "fold",
        "Fold",
        "Fold the group under the cursor",
        "Groups",
        key_display="-",
        needs=_IN_LIST,
    ),
    Command(
        "list.unfold",
        "plus,equals_sign",
        "unfold",
        "Unfold",
        "Unfold the group under the cursor",
        "Groups",
        key_display="+",
        needs=_IN_LIST,
    ),
    Command(
        "list.fold-all",
        "underscore",
        "fold_all",
        "Fold all",
        "Fold or unfold every group",
        "Groups",
        key_display="_",
        needs=_IN_LIST,
    ),
]

# In every pane, for its list.
NARROWING = [
    Command("list.filter", "F", "filter", "Filter", "Filter the list", "Filter and order", True),
    Command("list.clear", "x", "clear_filter", "Clear", "Clear the filter", "Filter and order", True),
    Command("list.drop", "X", "drop", "Remove last", "Remove the last filter", "Filter and order"),
    Command(
        "list.sort",
        "S",
        "sort",
        "Sort",
        "Sort the list in the next order: by date, newest first, by title …, then in its own again",
        "Filter and order",
    ),
]

GROUPED = [
    *FOLDING,
    Command(
        "list.marked",
        "M",
        "only",
        "Marked only",
        "Show marked entries only; again: one mark, noted, all",
        "Marks and notes",
        needs="Nothing is marked yet: {mark} marks the selected entry.",
    ),
]

ACROSS = [
    Command(
        "list.right",
        "right,l",
        "screen.into",
        "Read",
        "Read the page beside the list",
        "Moving",
        key_display="→ l",
    ),
    Command("page.left", "left,h", "screen.out_of", "List", "Go back to the list", "Page", key_display="← h"),
]


def bindings(*tables: list[Command]) -> list[BindingType]:
    """Return the bindings of the given tables of commands."""
    return [command.binding() for table in tables for command in table]
