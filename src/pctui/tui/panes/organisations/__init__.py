"""The organisations pane: forms and bodies as a list, and how they came of one another as a graph."""
