"""The keys of the form, of the menu of kinds, and of the question before an entry is deleted."""

from __future__ import annotations

from ....restricted import secure
from ...commands import Command

_FORM, _KIND, _DELETION = "Writing an entry", "The kind of a new entry", "Deleting an entry"

FORM = [
    Command("entry.save", "ctrl+s", "save", "Save", "Save the entry in the corpus", _FORM, True, "Ctrl+S"),
    Command(
        "entry.suggested",
        "ctrl+t",
        "take_all",
        "Take suggestions",
        "Put what is suggested into the empty fields that are shown, but no hedge and no modality",
        _FORM,
        True,
        "Ctrl+T",
    ),
    Command("entry.more", "ctrl+o", "more", "More fields", "Show the other fields too, or not", _FORM, True, "Ctrl+O"),
    Command("entry.close", "escape", "close", "Close (keep draft)", "Close and keep a draft", _FORM, True, "Esc"),
    Command("entry.discard", "ctrl+r", "discard", "Discard", "Discard what is typed", _FORM, True, "Ctrl+R"),
    Command("entry.next", "tab", "field(1)", "Next field", "Go to the next field", _FORM, key_display="Tab"),
    Command("entry.previous", "shift+tab", "field(-1)", "Previous field", "Go to the previous field", _FORM),
    Command("entry.down", "down", "offer(1)", "Next value", "Go to the next value that is offered", _FORM),
    Command("entry.up", "up", "offer(-1)", "Previous value", "Go to the previous value", _FORM),
]
KIND_MENU = [
    Command("kind.close", "escape,q", "close", "Close", "Write no entry", _KIND, True, "Esc"),
    Command("kind.choose", "enter", "choose", "Choose", "Take what is under the cursor", _KIND, True, "Enter"),
    Command("kind.down", "down", "move(1)", "Down", "Next kind", _KIND, key_display="↓"),
    Command("kind.up", "up", "move(-1)", "Up", "Previous kind", _KIND, key_display="↑"),
    Command("kind.discard", "delete", "discard", "Discard draft", "Discard the draft under the cursor", _KIND, True),
]
DELETION = [
    Command("deletion.close", "escape,q,n", "close", "Keep it", "Delete nothing", _DELETION, True, "Esc"),
    Command("deletion.delete", "y", "delete", "Delete", "Delete the entry", _DELETION, True),
    Command("deletion.open", "enter", "open", "Open", "Open the entry that refers to it", _DELETION, True, "Enter"),
    Command("deletion.down", "down,j", "move(1)", "Down", "Next entry", _DELETION, key_display="↓ j"),
    Command("deletion.up", "up,k", "move(-1)", "Up", "Previous entry", _DELETION, key_display="↑ k"),
]
if secure():  # a read-only login has none of these dialogs
    FORM, KIND_MENU, DELETION = [], [], []
