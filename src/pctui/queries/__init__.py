"""Every SELECT on a database, one file for each question that readers ask."""
