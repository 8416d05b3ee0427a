"""The boxes over the screen: search, notes, comparison, help and the like."""
