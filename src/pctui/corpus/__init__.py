"""The files of a corpus: reading, checking and verifying them. Does not use the database."""
