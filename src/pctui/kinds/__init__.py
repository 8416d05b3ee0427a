"""The kinds of entry, each declared once."""
