"""The explorer: one screen, panes over one database. The only place that imports textual."""
