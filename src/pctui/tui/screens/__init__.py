"""The main screen, and the navigation between its panes."""
