"""The dialog that filters a pane: dates are typed, values of the other facets are selected."""
