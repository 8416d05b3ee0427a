"""The organisations pane: forms and bodies as a list, and their lineage as a graph."""
