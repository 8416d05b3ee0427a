"""Converts documents in the formats that people have (PDF, HTML, Word, EPUB, text) into blocks of plain text."""
