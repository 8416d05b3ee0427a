"""The files of a corpus: their structs, how they are read, anchored and checked. Knows no database."""
