"""The timeline pane: a chart of spans and markers over a list of the same events."""
