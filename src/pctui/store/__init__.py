"""The database: built whole by `build`, read by `queries`; the reader's own file by `reader`."""
