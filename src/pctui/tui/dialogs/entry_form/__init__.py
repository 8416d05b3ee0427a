"""The form in which an entry is written: its fields, what is offered for them, and what is wrong."""
