"""The reader's own file: copies of documents, marks, notes, the session. A rebuild never touches it."""
