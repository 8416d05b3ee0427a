"""A terminal explorer of a cited policy history."""

__version__ = "0.1.0"
