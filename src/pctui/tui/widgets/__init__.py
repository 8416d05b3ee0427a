"""The widgets that panes and dialogs use."""
