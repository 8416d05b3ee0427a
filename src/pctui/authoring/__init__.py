"""Makes and changes a corpus: documents and tables come in, and its files are changed in place."""
