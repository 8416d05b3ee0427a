"""The panes, one module or folder each, imported when they are first looked at."""
