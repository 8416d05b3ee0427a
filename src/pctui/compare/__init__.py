"""Comparisons: of entries side by side, and of two corpora."""
