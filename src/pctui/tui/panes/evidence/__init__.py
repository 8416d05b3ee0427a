"""The evidence pane: the matrix of findings, the findings by domain, and the disagreements."""
