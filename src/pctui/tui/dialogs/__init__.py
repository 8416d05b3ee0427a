"""The dialogs: search, notes, comparison, help and others."""
