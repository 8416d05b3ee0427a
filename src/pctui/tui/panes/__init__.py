"""The panes, one module or folder each, imported when first shown."""
