"""The one screen, and the way through its panes."""
