"""The keys of the dialog."""

from __future__ import annotations

from ...commands import Command

KEYS = [
    Command("filter.toggle", "space", "toggle_value", "Select", "Select or deselect a value", "Filter", True, "Space"),
    Command("filter.apply", "enter", "screen.apply", "Apply", "Apply the filter", "Filter", True, "Enter"),
    Command("filter.clear", "x", "clear", "Clear", "Clear the filter", "Filter", True),
    Command("filter.next", "tab", "facet(1)", "Next group", "Go to the next group", "Filter", True, "Tab"),
    Command("filter.previous", "shift+tab", "facet(-1)", "Previous group", "Go to the previous group", "Filter"),
    Command("filter.close", "escape", "close", "Cancel", "Close and keep the filter as it was", "Filter", True, "Esc"),
    Command(
        "filter.clear-one",
        "X",
        "clear_one",
        "Clear group",
        "Clear the group that the cursor is in",
        "Filter",
        True,
    ),
]
TYPING = [
    next(command for command in KEYS if command.id == "filter.apply"),
    Command("filter.list", "down", "screen.list", "List", "Go to the list", "Filter", True, "↓"),
]
